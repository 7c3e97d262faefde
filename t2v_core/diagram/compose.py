"""Footage under crisp overlays: title, caption and citation of the plan, alone or beside the computed diagram.

Footage that a model has dreamed up carries no text of its own; what is to be read is drawn here, by the
diagram renderer's own type. Contrast is measured over every frame of a scene, and a backing plate is laid
under the text, no denser than it must be, until the text reads everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InputError, RenderError
from ..film.clip import Clip, Film, Segment
from ..film.operations import Concat, Still, Trim, key_of
from ..film.subtitles import schedule_of
from ..host import Report, silent
from . import chrome
from .canvas import UNITS, Canvas
from .choice import Choice
from .contrast import Plate, backing, darkest_and_lightest
from .drawlist import Box, DrawList, Rect
from .lower_third import LowerThird, lower_third
from .render import code_key, missing_note, render_plan, undrawable
from .scene import clock_of
from .settings import RenderSettings
from .stage import Stage, stage
from .theme import THEMES, theme

if TYPE_CHECKING:
    import numpy as np

    from ..film.schedule import SceneTime, Schedule
    from ..planning.plan import Scene, ScenePlan

LAYOUTS = ("lower_third", "picture_in_picture", "split")


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
    alone: bool = False  # without a diagram, since it would only repeat the words


@dataclass(frozen=True)
class Composed:
    """The lazy film, what was measured, and the characters that no font here holds."""

    film: Film
    scenes: tuple[ComposedScene, ...]
    missing: str = ""

    def text(self) -> str:
        """The report as a person reads it."""
        alone = "; footage alone, since its diagram would only repeat the words"
        lines = [f"{s.scene}: {s.plate.text()}{alone if s.alone else ''}" for s in self.scenes]
        return "\n".join([*lines, *([missing_note(self.missing)] if self.missing else [])])


def compose(clip: Clip, plan: ScenePlan, settings: ComposeSettings, report: Report = silent) -> Composed:
    """Lay the plan's text, and its diagrams where the layout has them, over `clip`, scene by scene.

    Every frame of the footage is read once, to measure it. Raises `InputError` for settings, `RenderError`
    when clip and plan do not belong together.
    """
    settings.check()
    timed, why = schedule_of(clip, plan)
    if timed is None:
        raise RenderError(f"{why}. Compose the film that Scene Generator or Join Scenes made from this very plan.")
    bands = _bands(plan, settings, timed)
    places = stage(settings.layout, settings.width, settings.height, min(b.box.y for b in bands))
    diagrams = _diagrams(plan, settings, places, timed, report)
    segments, scenes = [], []
    for n, (scene, time, band) in enumerate(zip(plan.scenes, timed.scenes, bands, strict=True)):
        report(n, len(plan.scenes), f"Measuring {scene.id}")
        diagram = diagrams.get(scene.id)
        size = places.footage if diagram else (settings.width, settings.height)
        footage = Cover(_part(clip, time), *size)
        plate = _measure(footage, band.box, settings, report, (n, len(plan.scenes)))
        made = _Composed(footage, diagram, places, band, plate, settings, _key(plan, scene, n))
        segments.append(Segment(made, scene.id, scene.id))
        scenes.append(ComposedScene(scene.id, plate, alone=settings.layout != "lower_third" and diagram is None))
    report(len(plan.scenes), len(plan.scenes), "Composed")
    film = Film(tuple(segments), timed)
    film.captioned = settings.captions
    if isinstance(clip, Film):
        film.facts = clip.facts
    return Composed(film, tuple(scenes), undrawable(plan))


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
        places: Stage,
        band: LowerThird,
        plate: Plate,
        settings: ComposeSettings,
        key: str,
    ) -> None:
        self._footage, self._diagram, self._places, self._words = footage, diagram, places, band.draw
        self.width, self.height = settings.width, settings.height
        self.fps, self.frame_count = footage.fps, footage.frame_count
        self._theme = plate.theme
        self._under: DrawList = ()
        if plate.opacity:
            box = band.box
            self._under = (Rect(box.x, box.y, box.w, box.h, 8, fill="ground", opacity=plate.opacity),)
        if diagram is not None and settings.layout == "picture_in_picture":
            left, top, width, height = (n * UNITS / settings.height for n in places.diagram)
            self._under += (Rect(left, top, width, height, 0, stroke="rule", width=2),)
        clips = [footage] if diagram is None else [footage, diagram]
        self.key = key_of("compose", clips, key, settings, plate, places)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import numpy as np

        stop = self.frame_count if stop is None else min(stop, self.frame_count)
        glass = Glass(self.width, self.height, theme(self._theme))
        background = np.empty((self.height, self.width, 3), np.uint8)
        background[:] = theme(self._theme).rgb("ground")
        left, top, width, height = self._places.diagram
        drawn = None if self._diagram is None else self._diagram.frames(start, stop)
        for n, frame in zip(range(start, stop), self._footage.frames(start, stop), strict=False):
            out = background.copy()
            out[: frame.shape[0], : frame.shape[1]] = frame
            if drawn is not None:
                out[top : top + height, left : left + width] = next(drawn)
            glass.lay((*self._under, *self._words(float(n / self.fps))), out)
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


def _bands(plan: ScenePlan, settings: ComposeSettings, timed: Schedule) -> list[LowerThird]:
    """The words of each scene, with its formula where no diagram shows it."""
    g = chrome.grid(plan, UNITS * settings.width / settings.height, True)
    return [
        lower_third(
            plan,
            scene,
            clock_of(time, timed),
            g,
            settings.titles,
            settings.titles and (settings.layout == "lower_third" or not scene.visual.data.get("symbols")),
            settings.captions,
            settings.citations,
        )
        for scene, time in zip(plan.scenes, timed.scenes, strict=True)
    ]


def _repeats(choice: Choice, settings: ComposeSettings) -> bool:
    """Whether the picture is nothing but words, or a formula, that the lower third shows as well."""
    if choice.template == "formula":
        return settings.titles and not choice.data.symbols
    return settings.captions and choice.template == "quotation"


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


def _diagrams(
    plan: ScenePlan, settings: ComposeSettings, places: Stage, timed: Schedule, report: Report
) -> dict[str, Clip]:
    """Each scene's computed picture in the size of its place; none in the lower third, nor where it is the caption again."""
    if settings.layout == "lower_third":
        return {}
    _, _, width, height = places.diagram
    looks = RenderSettings(
        width=width,
        height=height,
        fps=timed.fps,
        theme=settings.theme,
        captions=False,
        citations=False,
        transitions=False,
        bare=True,
    )
    film = render_plan(plan, looks, report)
    repeated = {d.scene for d in film.drawn if _repeats(d.choice, settings)}
    drawn = {s.scene: s.clip for s in film.segments if s.scene and s.scene not in repeated}
    lengths = {s.scene: s.frame_count for s in timed.scenes}
    return {name: _lasting(clip, lengths[name]) for name, clip in drawn.items()}


def _lasting(clip: Clip, frames: int) -> Clip:
    """The clip cut to `frames`, or its last frame held until they are full."""
    if frames <= clip.frame_count:
        return Trim(clip, 0, frames)
    rest = Still(clip.frame(clip.frame_count - 1), clip.fps, frames - clip.frame_count)
    return Concat([clip, rest])


def _key(plan: ScenePlan, scene: Scene, number: int) -> str:
    """Everything of the plan that decides the words, and this code."""
    return f"{code_key()}:{number}:{plan.model_dump_json(exclude={'audit'})}:{scene.id}"
