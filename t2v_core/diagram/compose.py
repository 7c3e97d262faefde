"""Footage under crisp overlays: title, caption and citation of the plan, alone or beside the computed diagram.

Footage that a model has dreamed up carries no text of its own; what is to be read is drawn here, by the
diagram renderer's own type. Contrast is measured over every frame of a scene, and a backing plate is laid
under the text, no denser than it must be, until the text reads everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InputError, RenderError
from ..film.clip import Clip, Film, Segment
from ..film.operations import Concat, Still, Trim, key_of
from ..film.subtitles import schedule_of
from ..host import Report, silent
from . import chrome
from .canvas import UNITS, Canvas
from .contrast import Plate, backing, darkest_and_lightest
from .drawlist import Box, DrawList, Rect
from .render import code_key, render_plan
from .scene import clock_of
from .settings import RenderSettings
from .text import BODY, line
from .theme import THEMES, theme

if TYPE_CHECKING:
    import numpy as np

    from ..film.schedule import SceneTime, Schedule
    from ..planning.plan import Scene, ScenePlan

LAYOUTS = ("lower_third", "picture_in_picture", "split")
# The inset's share of the width: large enough for its titles and labels to read at 720p.
_INSET, _INSET_MARGIN = 0.45, 0.04
_PLATE_INSET = 12.0  # units around the text


@dataclass(frozen=True)
class ComposeSettings:
    """Size of the film in pixels, where the diagram stands, and what is written. `check` raises `InputError`."""

    layout: str = "lower_third"
    width: int = 1280
    height: int = 720
    theme: str = "night"
    titles: bool = True
    captions: bool = True
    citations: bool = True

    def check(self) -> None:
        """Raise `InputError` naming the value that is outside its list or range."""
        for name, choices in (("layout", LAYOUTS), ("theme", tuple(THEMES))):
            if getattr(self, name) not in choices:
                raise InputError(f"{name} is {getattr(self, name)!r}. Choose one of: {', '.join(choices)}.")
        RenderSettings(width=self.width, height=self.height).check()


@dataclass(frozen=True)
class ComposedScene:
    """What the report says of a scene: its plate, and the least contrast of text without and with it."""

    scene: str
    plate: Plate


@dataclass(frozen=True)
class Composed:
    """The lazy film and what was measured."""

    film: Film
    scenes: tuple[ComposedScene, ...]

    def text(self) -> str:
        """The report as a person reads it."""
        return "\n".join(f"{s.scene}: {s.plate.text()}" for s in self.scenes)


def compose(clip: Clip, plan: ScenePlan, settings: ComposeSettings, report: Report = silent) -> Composed:
    """Lay the plan's text, and its diagrams where the layout has them, over `clip`, scene by scene.

    Every frame of the footage is read once, to measure it. Raises `InputError` for settings, `RenderError`
    when clip and plan do not belong together.
    """
    settings.check()
    timed, why = schedule_of(clip, plan)
    if timed is None:
        raise RenderError(f"The footage cannot be composed with this plan. {why}")
    diagrams = _diagrams(plan, settings, timed, report)
    g = chrome.grid(plan, UNITS * settings.width / settings.height, True)
    segments, scenes = [], []
    for n, (scene, time) in enumerate(zip(plan.scenes, timed.scenes, strict=True)):
        report(n, len(plan.scenes), f"Measuring {scene.id}")
        footage = Cover(_part(clip, time), *_footage_size(settings))
        words = _words(plan, scene, time, timed, g, settings)
        box = _text_box(g, settings)
        plate = _measure(footage, box, settings, report, (n, len(plan.scenes)))
        made = _Composed(footage, diagrams.get(scene.id), words, plate, box, settings, _key(plan, scene, n))
        segments.append(Segment(made, scene.id, scene.id))
        scenes.append(ComposedScene(scene.id, plate))
    report(len(plan.scenes), len(plan.scenes), "Composed")
    film = Film(tuple(segments), timed)
    film.captioned = settings.captions
    if isinstance(clip, Film):
        film.facts = clip.facts
    return Composed(film, tuple(scenes))


class Cover(Clip):
    """A clip scaled to fill `width` × `height`, its shape kept; what sticks out is cut evenly."""

    def __init__(self, clip: Clip, width: int, height: int) -> None:
        self._clip = clip
        self.width, self.height, self.fps, self.frame_count = width, height, clip.fps, clip.frame_count
        self.key = key_of("cover", [clip], width, height)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import av
        import numpy as np

        scale = max(self.width / self._clip.width, self.height / self._clip.height)
        width, height = (
            max(self.width, round(self._clip.width * scale)),
            max(self.height, round(self._clip.height * scale)),
        )
        left, top = (width - self.width) // 2, (height - self.height) // 2
        reformat = av.video.reformatter.VideoReformatter().reformat
        for array in self._clip.frames(start, stop):
            frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(array), format="rgb24")
            large = reformat(frame, width, height, "rgb24", interpolation="BICUBIC").to_ndarray()
            yield np.ascontiguousarray(large[top : top + self.height, left : left + self.width])


class _Composed(Clip):
    """One scene: footage, the diagram in its place, the plate, the words."""

    def __init__(
        self,
        footage: Clip,
        diagram: Clip | None,
        words: Callable[[float], DrawList],
        plate: Plate,
        box: Box,
        settings: ComposeSettings,
        key: str,
    ) -> None:
        self._footage, self._diagram, self._words, self._settings = footage, diagram, words, settings
        self.width, self.height = settings.width, settings.height
        self.fps, self.frame_count = footage.fps, footage.frame_count
        self._theme = plate.theme
        self._plate: DrawList = ()
        if plate.opacity:
            self._plate = (Rect(box.x, box.y, box.w, box.h, 8, fill="ground", opacity=plate.opacity),)
        clips = [footage] if diagram is None else [footage, diagram]
        self.key = key_of("compose", clips, key, settings, plate)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import numpy as np

        stop = self.frame_count if stop is None else min(stop, self.frame_count)
        glass = Glass(self.width, self.height, theme(self._theme))
        background = np.empty((self.height, self.width, 3), np.uint8)
        background[:] = theme(self._theme).rgb("ground")
        left, top, width, height = _place(self._settings)
        drawn = None if self._diagram is None else self._diagram.frames(start, stop)
        for n, frame in zip(range(start, stop), self._footage.frames(start, stop), strict=False):
            out = background.copy()
            out[: frame.shape[0], : frame.shape[1]] = frame
            if drawn is not None:
                out[top : top + height, left : left + width] = next(drawn)
            glass.lay((*self._plate, *self._words(float(n / self.fps))), out)
            yield out


class Glass(Canvas):
    """A canvas without a ground."""

    def lay(self, items: DrawList, frame: np.ndarray) -> None:
        """Paint `items` over `frame`, in place."""
        import numpy as np

        if items != self._last:
            self._surface.getCanvas().clear(0)
            self._paint(items)
            self._last = items
        rows = np.flatnonzero(self._rgba[..., 3].any(axis=1))
        if not len(rows):
            return
        band = slice(rows[0], rows[-1] + 1)
        over = self._rgba[band]
        under = frame[band].astype(np.uint16) * (255 - over[..., 3:].astype(np.uint16))
        frame[band] = over[..., :3] + (under + 127) // 255


def _part(clip: Clip, time: SceneTime) -> Clip:
    """A scene's footage: the film's own segment, whose content is known, where there is one for just that time."""
    at = 0
    for segment in clip.segments if isinstance(clip, Film) else ():
        if (at, segment.clip.frame_count) == (time.start, time.frame_count):
            return segment.clip
        at += segment.clip.frame_count
    return Trim(clip, time.start, time.stop)


def _words(
    plan: ScenePlan, scene: Scene, time: SceneTime, timed: Schedule, g: chrome.Grid, settings: ComposeSettings
) -> Callable[[float], DrawList]:
    """Title, caption and citation as a function of the scene's time."""
    clock = clock_of(time, timed)
    said = chrome.caption(scene, clock, g) if settings.captions else None
    cited = chrome.footer(plan, scene, clock, g) if settings.citations else None
    box = _text_box(g, settings)
    title: DrawList = ()
    if _own_title(settings):
        title = (line(scene.title, g.margin, box.y + _PLATE_INSET + 0.8 * BODY, BODY, "semibold"),)

    def draw(t: float) -> DrawList:
        return (*title, *(said(t) if said else ()), *(cited(t) if cited else ()))

    return draw


def _text_box(g: chrome.Grid, settings: ComposeSettings) -> Box:
    """The band that the words stand in."""
    top = g.caption.y if settings.captions else chrome.FOOT_RULE
    bottom = UNITS - 8 if settings.citations else g.caption.bottom + _PLATE_INSET
    if _own_title(settings):
        top -= 1.4 * BODY
    return Box(g.margin - _PLATE_INSET, top - _PLATE_INSET, g.measure + 2 * _PLATE_INSET, bottom - top + _PLATE_INSET)


def _own_title(settings: ComposeSettings) -> bool:
    """A diagram beside the footage has the title already."""
    return settings.titles and settings.layout == "lower_third"


def _measure(footage: Clip, box: Box, settings: ComposeSettings, report: Report, place: tuple[int, int]) -> Plate:
    """The plate that makes text in `box` readable over every frame of the footage."""
    scale = settings.height / UNITS
    rows = slice(max(0, int(box.y * scale)), min(footage.height, int(box.bottom * scale) + 1))
    columns = slice(max(0, int(box.x * scale)), min(footage.width, int(box.right * scale) + 1))
    extremes = []
    for n, frame in enumerate(footage.frames()):
        report(place[0] + n / footage.frame_count, place[1], "Measuring contrast")
        if rows.start < rows.stop:
            extremes += darkest_and_lightest(frame[rows, columns])
    return backing(extremes, settings.theme)


def _diagrams(plan: ScenePlan, settings: ComposeSettings, timed: Schedule, report: Report) -> dict[str, Clip]:
    """Each scene's computed picture in the size of its place; none in the lower third."""
    if settings.layout == "lower_third":
        return {}
    _, _, width, height = _place(settings)
    looks = RenderSettings(
        width=width,
        height=height,
        fps=timed.fps,
        theme=settings.theme,
        captions=False,
        citations=False,
        transitions=False,
    )
    film = render_plan(plan, looks, report)
    drawn = {s.scene: s.clip for s in film.segments if s.scene}
    lengths = {s.scene: s.frame_count for s in timed.scenes}
    return {name: _lasting(clip, lengths[name]) for name, clip in drawn.items()}


def _lasting(clip: Clip, frames: int) -> Clip:
    """The clip cut to `frames`, or its last frame held until they are full."""
    if frames <= clip.frame_count:
        return Trim(clip, 0, frames)
    rest = Still(clip.frame(clip.frame_count - 1), clip.fps, frames - clip.frame_count)
    return Concat([clip, rest])


def _place(settings: ComposeSettings) -> tuple[int, int, int, int]:
    """Left, top, width and height of the diagram in pixels, all even."""
    w, h = settings.width, settings.height
    if settings.layout == "split":
        return w // 4 * 2, 0, w - w // 4 * 2, int(h * 0.74) // 2 * 2
    width = int(w * _INSET) // 2 * 2
    margin = int(w * _INSET_MARGIN) // 2 * 2
    return w - width - margin, margin, width, width * 9 // 16 // 2 * 2


def _footage_size(settings: ComposeSettings) -> tuple[int, int]:
    """Width and height of the footage: the whole frame, or the left half above the words."""
    if settings.layout == "split":
        return settings.width // 4 * 2, int(settings.height * 0.74) // 2 * 2
    return settings.width, settings.height


def _key(plan: ScenePlan, scene: Scene, number: int) -> str:
    """Everything of the plan that decides the words, and this code."""
    return f"{code_key()}:{number}:{plan.model_dump_json(exclude={'audit'})}:{scene.id}"
