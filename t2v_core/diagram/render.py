"""A plan becomes a lazy film of drawn scenes: choose, lay out, then draw frame by frame when the encoder asks."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..film.clip import Clip, Film, Segment
from ..film.schedule import Schedule, schedule
from ..host import Report, silent
from . import chrome
from .canvas import UNITS, Canvas
from .choice import Choice, choose
from .drawlist import Box, DrawList, Group, Rect
from .fonts import missing
from .motion import ease
from .scene import LaidOut, clock_of, lay_out
from .settings import RenderSettings
from .theme import theme
from .titles import title_card

if TYPE_CHECKING:
    import numpy as np

    from ..planning.plan import Scene, ScenePlan

TRANSITION_SECONDS = 0.4
TRANSITION_SHARE = 0.2  # of either scene at most


@dataclass(frozen=True)
class DrawnScene:
    """What the report says of a scene."""

    scene: str
    title: str
    choice: Choice
    parts: int


class DiagramFilm(Film):
    """A drawn film and how each of its scenes is drawn."""

    def __init__(
        self, segments: tuple[Segment, ...], schedule: Schedule, drawn: tuple[DrawnScene, ...], missing: str = ""
    ) -> None:
        super().__init__(segments, schedule)
        self.drawn = drawn
        self.missing = missing  # characters of the plan that no font here holds


def render_plan(plan: ScenePlan, settings: RenderSettings, report: Report = silent) -> DiagramFilm:
    """Choose and lay out every scene; frames are drawn when they are asked for.

    With transitions, half of each transition's frames come from the scene before and half from the one
    after, so the film is exactly as long as its plan (plus the title card, when there is one).
    Raises `InputError` for settings and `RenderError` for a plan that cannot be drawn.
    """
    settings.check()
    settings = settings.effective()
    times = schedule(plan, settings.fps)
    g = chrome.grid(plan, UNITS * settings.width / settings.height, settings.captions, settings.bare)
    scenes, drawn = [], []
    for i, (scene, time) in enumerate(zip(plan.scenes, times.scenes, strict=True)):
        report(i, len(plan.scenes), f"Laying out {scene.id}: {scene.title}")
        laid = lay_out(plan, scene, i, choose(plan, scene), clock_of(time, times), g, settings)
        scenes.append(SceneClip(settings, time.frame_count, laid, _key(plan, scene, i, g, settings)))
        drawn.append(DrawnScene(scene.id, scene.title, laid.choice, laid.parts))
    report(len(plan.scenes), len(plan.scenes), "Laid out")
    segments = _joined(plan, scenes, settings)
    if settings.title_card:
        card = SceneClip(settings, round(settings.title_seconds * settings.fps), title_card(plan, g, settings), None)
        segments = (Segment(card, "title", None), *segments)
        times = _later(times, card.frame_count)
    film = DiagramFilm(segments, times, tuple(drawn), undrawable(plan))
    film.captioned = settings.captions
    return film


def render_report(film: DiagramFilm) -> str:
    """One line a scene: the template, and why."""
    lines = [
        f"{len(film.drawn)} scenes, {film.frame_count} frames, {film.width}×{film.height} at {float(film.fps):g} fps"
    ]
    for d in film.drawn:
        split = f", shown in {d.parts} parts" if d.parts > 1 else ""
        lines.append(f"{d.scene}  {d.title}: {d.choice.template}{split} ({d.choice.reason})")
    if film.missing:
        lines.append(missing_note(film.missing))
    return "\n".join(lines)


def undrawable(plan: ScenePlan) -> str:
    """The characters of the plan's scenes that no font here holds."""
    return missing(json.dumps([plan.title, *(s.model_dump(mode="json") for s in plan.scenes)], ensure_ascii=False))


def missing_note(characters: str) -> str:
    """Which characters no font holds, by script, and what to install."""
    scripts: dict[str, str] = {}
    for char in characters:
        scripts[_script(char)] = scripts.get(_script(char), "") + char
    named = "; ".join(
        f"{name}: {' '.join(chars[:8])}{' …' if len(chars) > 8 else ''}" for name, chars in scripts.items()
    )
    fonts = {"symbols": "Noto Sans Symbols or Noto Emoji", "private": "the font of the document"}
    wanted = ", ".join(dict.fromkeys(fonts.get(s, f"Noto Sans {s}") for s in scripts))
    return f"No font here holds {len(characters)} characters ({named}). They are drawn as □. Install {wanted} for all users."


def _script(char: str) -> str:
    """The script of a letter as its fonts are named after it: "CJK", "Devanagari" …"""
    kind = unicodedata.category(char)
    if kind == "Co":
        return "private"
    name = unicodedata.name(char, "symbol").split()[0]
    if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "IDEOGRAPHIC", "HALFWIDTH"):
        return "CJK"
    return name.capitalize() if kind[0] in "LMN" else "symbols"


class SceneClip(Clip):
    """One scene, drawn."""

    def __init__(
        self, settings: RenderSettings, frame_count: int, laid: LaidOut, key: str | None, start: int = 0
    ) -> None:
        self.settings, self.laid, self.start = settings, laid, start
        self.width, self.height, self.fps = settings.width, settings.height, settings.fps
        self.frame_count, self.key = frame_count, key

    def lists(self, index: int) -> tuple[DrawList, DrawList]:
        """Still and moving draw list of a frame."""
        return self.laid.still, self.laid.draw(float((self.start + index) / self.fps))

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from _drawn(self, start, stop)

    def trimmed(self, head: int, tail: int) -> SceneClip:
        """Without its first `head` and last `tail` frames."""
        return SceneClip(
            self.settings, self.frame_count - head - tail, self.laid, _sub(self.key, head, tail), self.start + head
        )


class TransitionClip(Clip):
    """The last frames of `a` give way to the first of `b`, whose page is drawn over them in the direction of reading.

    Every frame shows both pages crisp, each on its side of the edge; what they share stays still. A dissolve would set two
    titles into one another, a fade through the ground would leave a frame with nothing on it.
    """

    def __init__(self, a: SceneClip, b: SceneClip, tail: int, head: int) -> None:
        self.a, self.b, self.tail = a, b, tail
        self.settings, self.width, self.height, self.fps = a.settings, a.width, a.height, a.fps
        self.frame_count = tail + head
        self.key = _digest([a.key, b.key, tail, head]) if a.key and b.key else None

    def lists(self, index: int) -> tuple[DrawList, DrawList]:
        """Still and moving draw list of a frame."""
        old = self.a.lists(min(self.a.frame_count - 1, self.a.frame_count - self.tail + index))
        new = self.b.lists(max(0, index - self.tail))
        left, entered = ((*still, *moving) for still, moving in (old, new))
        common = set(left) & set(entered)
        width = UNITS * self.width / self.height
        edge = width * ease((index + 1) / (self.frame_count + 1))
        sides = ((entered, Box(0, 0, edge, UNITS)), (left, Box(edge, 0, width - edge, UNITS)))
        pages = tuple(Group(tuple(x for x in items if x not in common), clip=side) for items, side in sides)
        line = Rect(edge - 1, 0, 2, UNITS, fill="rule")
        return tuple(x for x in entered if x in common), (*pages, line)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from _drawn(self, start, stop)


def _drawn(clip: SceneClip | TransitionClip, start: int, stop: int | None) -> Iterator[np.ndarray]:
    stop = clip.frame_count if stop is None else min(stop, clip.frame_count)
    if start >= stop:
        return
    canvas = Canvas(clip.width, clip.height, theme(clip.settings.theme, clip.settings.palette))
    for index in range(start, stop):
        yield canvas.frame(*clip.lists(index))


def _joined(plan: ScenePlan, scenes: list[SceneClip], settings: RenderSettings) -> tuple[Segment, ...]:
    """Scenes with transitions between them; the frames of a transition are taken from both sides."""
    half = round(TRANSITION_SECONDS * settings.fps / 2) if settings.transitions else 0
    halves = [min(half, int(TRANSITION_SHARE * s.frame_count)) for s in scenes]
    segments = []
    for i, (scene, clip) in enumerate(zip(plan.scenes, scenes, strict=True)):
        head = halves[i] if i > 0 else 0
        tail = halves[i] if i + 1 < len(scenes) else 0
        segments.append(Segment(clip.trimmed(head, tail), scene.id, scene.id))
        if i + 1 < len(scenes) and tail + halves[i + 1] > 0:
            following = plan.scenes[i + 1].id
            segments.append(
                Segment(TransitionClip(clip, scenes[i + 1], tail, halves[i + 1]), f"{scene.id}-{following}", None)
            )
    return tuple(segments)


def _later(times: Schedule, frames: int) -> Schedule:
    """The schedule after a title card of so many frames."""
    scenes = tuple(
        replace(
            s,
            start=s.start + frames,
            stop=s.stop + frames,
            spoken=tuple(replace(p, start=p.start + frames, stop=p.stop + frames) for p in s.spoken),
        )
        for s in times.scenes
    )
    return replace(times, scenes=scenes)


def _key(plan: ScenePlan, scene: Scene, number: int, g: chrome.Grid, settings: RenderSettings) -> str:
    """Content hash of what decides a scene's pixels: the scene, what it cites, its place, the settings and this code."""
    cited = sorted({i for c in scene.claims for i in c.evidence_ids})
    whole = plan.model_dump(mode="json") if scene.role == "recap" else None  # a recap shows the other scenes
    looks = {
        k: str(v)
        for k, v in vars(settings).items()
        if k not in ("logo", "title_card", "title_seconds", "course", "lecturer")
    }
    passages = [plan.passage(i).model_dump(mode="json") for i in cited]
    return _digest(
        [
            code_key(),
            looks,
            str(g),
            number,
            len(plan.scenes),
            plan.title,
            scene.model_dump(mode="json"),
            passages,
            whole,
        ]
    )


def _sub(key: str | None, head: int, tail: int) -> str | None:
    return _digest([key, head, tail]) if key else None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def code_key() -> str:
    """Hash of this stage's own sources: a new version never plays the frames of an old one."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
