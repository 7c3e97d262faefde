"""A scene laid out: chrome and picture on one time axis. Pure: equal time, equal draw list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..errors import RenderError
from ..film.schedule import SceneTime, Schedule
from ..planning.plan import Scene, ScenePlan
from ..planning.visuals import Slots
from . import chrome
from .caption import caption
from .catalogue import template
from .choice import Choice, choose, quotation
from .clock import Beat, Clock
from .drawlist import Box, DrawList, Group
from .motion import appear
from .settings import RenderSettings
from .template import Context, DoesNotFit, Miniature, Picture, Template

_MAX_SPLITS = 4  # a scene is shown in at most 2⁴ parts


@dataclass(frozen=True)
class LaidOut:
    """A scene ready to be drawn, and what the report says of it."""

    still: DrawList
    draw: Callable[[float], DrawList]
    rules: DrawList  # the part of `still` that stays through a transition
    choice: Choice
    parts: int  # in how many the picture had to be split


def lay_out(
    plan: ScenePlan, scene: Scene, number: int, choice: Choice, clock: Clock, g: chrome.Grid, settings: RenderSettings
) -> LaidOut:
    """Place chrome and picture of a scene. Raises `RenderError` when a pinned template cannot hold its data."""
    peek = lambda other: _peek(plan, other, g, settings)  # noqa: E731
    ctx = Context(plan, scene, clock, settings.seed, peek, settings.citations)
    try:
        picture, parts = _fit(template(choice.template), choice.data, g.picture, ctx)
    except DoesNotFit as e:
        if scene.visual.pinned:
            raise RenderError(f"Scene {scene.id!r}: its data are too much for {choice.template!r}. {e}") from e
        choice = quotation(scene, f"the data are too much for {choice.template!r} ({e})")
        picture, parts = _fit(template(choice.template), choice.data, g.picture, ctx)
    said = caption(scene, clock, g, picture.sentences) if settings.captions else _nothing
    cited = chrome.footer(plan, scene, clock, g) if settings.citations else _nothing
    still = (*g.rules, *chrome.heading(plan, scene, number, g), *picture.still)
    return LaidOut(still, lambda t: (*picture.draw(t), *said(t), *cited(t)), g.rules, choice, parts)


def clock_of(time: SceneTime, schedule: Schedule) -> Clock:
    """The sentences of a scene in seconds from its start."""
    at = lambda frame: schedule.seconds(frame - time.start)  # noqa: E731
    beats = tuple(Beat(s.text, s.evidence_ids, at(s.start), at(s.stop)) for s in time.spoken)
    return Clock(at(time.stop), beats)


def _peek(plan: ScenePlan, scene_id: str, g: chrome.Grid, settings: RenderSettings) -> Miniature | None:
    """How another scene's picture ends; None for no such scene, a recap, or a picture of several parts."""
    scene = next((s for s in plan.scenes if s.id == scene_id), None)
    if scene is None:
        return None
    choice, clock = choose(plan, scene), Clock(scene.seconds)
    if choice.template == "recap":
        return None
    try:
        picture = template(choice.template).layout(choice.data, g.picture, Context(plan, scene, clock, settings.seed))
    except DoesNotFit:
        return None
    return Miniature((*picture.still, *picture.draw(scene.seconds)), g.picture)


def _nothing(t: float) -> DrawList:
    return ()


def _fit(kind: Template, data: Slots, box: Box, ctx: Context, depth: int = 0) -> tuple[Picture, int]:
    """The picture, in one part or in several shown one after the other. Raises `DoesNotFit`."""
    try:
        return kind.layout(data, box, ctx), 1
    except DoesNotFit:
        halves = kind.split(data) if depth < _MAX_SPLITS else ()
        if not halves:
            raise
    cut = _cut(halves, ctx.clock)
    clocks = (_window(ctx.clock, 0.0, cut), _window(ctx.clock, cut, ctx.clock.seconds))
    (a, n), (b, m) = (
        _fit(kind, half, box, replace(ctx, clock=clock), depth + 1) for half, clock in zip(halves, clocks, strict=True)
    )
    return _in_turn(a, b, cut), n + m


def _in_turn(a: Picture, b: Picture, cut: float) -> Picture:
    """`a` until `cut`, then `b`; one leaves before the other enters."""

    def draw(t: float) -> DrawList:
        shown, opacity = (a, 1 - appear(t, cut - 0.3, 0.3)) if t < cut else (b, appear(t, cut, 0.3))
        items = (*shown.still, *shown.draw(t))
        return items if opacity == 1.0 else (Group(items, opacity=opacity),)

    return Picture((), draw)


def _cut(halves: tuple[Slots, ...], clock: Clock) -> float:
    """When the first phrase of the second half is said, within the middle of the scene."""
    first, second = (_phrases(h.model_dump()) for h in halves)
    times = clock.cues([*first, *second])
    at = times[len(first)] if second else clock.seconds / 2
    return min(0.8 * clock.seconds, max(0.2 * clock.seconds, at))


def _phrases(data: Any) -> list[tuple[str, str]]:
    """(text, evidence id) of every phrase inside a slots' data, in order."""
    if isinstance(data, dict):
        own = next((data[k] for k in ("text", "source", "aspect") if isinstance(data.get(k), str)), None)
        inner = [p for v in data.values() if isinstance(v, (dict, list)) for p in _phrases(v)]
        return ([(own, str(data.get("evidence_id", "")))] if own else []) + inner
    return [p for v in data for p in _phrases(v)] if isinstance(data, list) else []


def _window(clock: Clock, start: float, stop: float) -> Clock:
    """The sentences whose middle lies in the window; one wordless beat when there are none."""
    inside = tuple(b for b in clock.beats if start <= (b.start + b.stop) / 2 < stop)
    return Clock(clock.seconds, inside or (Beat("", (), start + 0.1 * (stop - start), stop),))
