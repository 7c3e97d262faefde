"""What every frame carries around its picture, and where it stands: section path, title, citation, progress (the caption: `caption`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from ..planning.plan import Scene, ScenePlan
from .citation import citation, citation_rows
from .clock import Beat, Clock
from .drawlist import Box, DrawList, Rect, line
from .fonts import advance, runs_from_right
from .text import CAPTION, SMALL, TITLE, clean, shortened, wrap
from .text import line as text_line

CAPTION_LEADING = 31.0
FOOT_RULE = 668.0


@dataclass(frozen=True)
class Grid:
    """The places of a frame `width` × 720 units; constant over a film so that nothing jumps between scenes."""

    width: float
    title_size: float
    title_lines: int
    captions: bool
    bare: bool = False  # the picture alone, without heading, rules and footer

    @property
    def margin(self) -> float:
        """5 % of the width."""
        return 0.05 * self.width

    @property
    def measure(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def head_rule(self) -> float:
        first = 118.0 if self.width >= 900 else 100.0  # a narrow frame's margins are narrow above, too
        return first + (self.title_lines - 1) * 1.2 * self.title_size

    @property
    def caption_lines(self) -> int:
        """More lines where the frame is narrow; longer sentences are paged as they are said."""
        return 2 if self.width >= 900 else 3

    @property
    def caption(self) -> Box:
        height = CAPTION_LEADING * self.caption_lines
        above_rule = 18 if self.width >= 900 else 12
        return Box(self.margin, FOOT_RULE - above_rule - height, self.measure, height)

    @property
    def picture(self) -> Box:
        if self.bare:
            return Box(self.margin, 32.0, self.measure, 720.0 - 64.0)
        top = self.head_rule + 24
        bottom = self.caption.y - 12 if self.captions else FOOT_RULE - 24
        return Box(self.margin, top, self.measure, bottom - top)

    @property
    def rules(self) -> DrawList:
        """The two hairlines, the same in every scene and transition."""
        if self.bare:
            return ()
        right = self.width - self.margin
        return tuple(line(self.margin, y, right, y, "rule", 1.0) for y in (self.head_rule, FOOT_RULE))


def grid(plan: ScenePlan, width: float, captions: bool, bare: bool = False) -> Grid:
    """The film's grid: one title size at which every title takes as few lines as can be."""
    sizes = (TITLE, 30.0, 26.0) if width >= 900 else (30.0, 26.0, CAPTION)
    measure = 0.9 * width
    lines = {s: max(len(wrap(scene.title, measure, s, "semibold")) for scene in plan.scenes) for s in sizes}
    fewest = min(lines.values())
    size = next(s for s in sizes if lines[s] == fewest)
    return Grid(width, size, max(1, min(3, fewest)), captions, bare)


def heading(plan: ScenePlan, scene: Scene, number: int, g: Grid) -> DrawList:
    """Section path, title and progress: the still part of the frame. `number` counts from 0."""
    if g.bare:
        return ()
    rows = title_rows(scene.title, g.measure, g.title_size, g.title_lines)
    baseline = g.head_rule - 20 - (len(rows) - 1) * 1.2 * g.title_size
    x, align = (g.width - g.margin, 1.0) if runs_from_right(scene.title) else (g.margin, 0.0)
    titles = tuple(
        text_line(row, x, baseline + i * 1.2 * g.title_size, g.title_size, "semibold", align=align)
        for i, row in enumerate(rows)
    )
    above = baseline - 1.18 * g.title_size
    return (
        text_line(section_path(plan, scene, g.measure), g.margin, above, SMALL, colour="soft"),
        *titles,
        *_progress(g, number, len(plan.scenes)),
    )


def title_rows(title: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """A title on at most `most` lines; what is too long ends in an ellipsis."""
    rows = tuple(wrap(title, width, size, "semibold"))
    if len(rows) > most:
        return (*rows[: most - 1], shortened(" ".join(rows[most - 1 :]), width, size, "semibold"))
    return rows


def section_path(plan: ScenePlan, scene: Scene, width: float) -> str:
    """Chapter › section of the scene's first passage, shortened from the left; the film's title without one."""
    first = next((i for c in scene.claims for i in c.evidence_ids), None)
    levels = [clean(s) for s in plan.passage(first).section if clean(s)] if first else []
    if not levels:
        levels = [clean(plan.title)] if clean(plan.title) != clean(scene.title) else []
    for drop in range(len(levels)):
        path = "  ›  ".join(["…"] * (drop > 0) + levels[drop:])
        if advance(path, SMALL, "regular") <= width:
            return path
    return shortened(levels[-1], width, SMALL) if levels else ""


def footer(plan: ScenePlan, scene: Scene, clock: Clock, g: Grid) -> Callable[[float], DrawList]:
    """The citation of the sentence being said, as a function of time."""
    room = g.measure - _progress_width(g, len(plan.scenes)) - 24
    whole = tuple(dict.fromkeys(i for c in scene.claims for i in c.evidence_ids))
    beats = clock.beats or (Beat("", whole, 0, clock.seconds),)
    lines = [_citation_lines(citation(plan, b.evidence_ids), room, g.margin) for b in beats]
    starts = [b.start for b in beats]
    return lambda t: lines[max(0, bisect_right(starts, t) - 1)]


def _citation_lines(cited: str, room: float, x: float) -> DrawList:
    """The citation below the footer's rule."""
    rows = citation_rows(cited, room)
    top = 697.0 if len(rows) == 1 else 689.0
    return tuple(text_line(r, x, top + 20 * i, SMALL, colour="soft") for i, r in enumerate(rows))


def _progress_width(g: Grid, count: int) -> float:
    return min(34.0 * count, 0.28 * g.measure)


def _progress(g: Grid, number: int, count: int) -> DrawList:
    """A dash a scene; one bar when there are too many to tell apart."""
    width = _progress_width(g, count)
    x, y, pitch = g.width - g.margin - width, FOOT_RULE + 20, width / count
    if pitch < 10:
        done = width * (number + 1) / count
        return (Rect(x, y, width, 5, 2.5, fill="rule"), Rect(x, y, max(5.0, done), 5, 2.5, fill="accent"))
    gap = min(6.0, 0.3 * pitch)
    return tuple(
        Rect(x + i * pitch + gap, y, pitch - gap, 5, 2.5, fill="accent" if i <= number else "rule")
        for i in range(count)
    )
