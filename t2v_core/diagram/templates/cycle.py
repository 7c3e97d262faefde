"""Cycle: steps on a ring whose last leads back to the first; a bead runs along the ring to the step being said."""

from __future__ import annotations

import math
from itertools import pairwise

from ...planning.visuals import Datum, Steps
from ..drawlist import Box, Circle, DrawList, Item, Path, arrow
from ..motion import ease
from ..parts import Voice, card, disc, fullest, words
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, Block
from . import process

DISC = 15.0
MOVE = 0.6  # seconds the bead takes from step to step


class Cycle(Template):
    name = "cycle"
    slots = Steps

    def score(self, scene, data: Steps) -> float:
        return 0.85 if data.cyclic else 0.3

    def layout(self, data: Steps, box: Box, ctx: Context) -> Picture:
        if isinstance(data, process.Part):
            return process.TEMPLATE.layout(data, box, ctx)
        cells, ring, texts = _fitted(data.steps, box)
        voice = Voice(ctx.clock.cues([(s.text, s.evidence_id) for s in data.steps]))

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                items += [card(cell, on), *disc(i + 1, cell.x + DISC + 12, cell.cy, said, DISC), *words(text, said, on)]
            return (*_bead(ring, voice.cues, t), *items)

        return Picture(tuple(ring), draw)

    def split(self, data: Steps) -> tuple[Steps, ...]:
        n = len(data.steps)
        if isinstance(data, process.Part):
            return process.TEMPLATE.split(data)
        if n < 4:
            return ()
        half = (n + 1) // 2  # neither half leads back to its own start
        return process.Part(steps=data.steps[:half]), process.Part(steps=data.steps[half:], first=half + 1)


def _fitted(steps: list[Datum], box: Box) -> tuple[tuple[Box, ...], list[Path], list[Block]]:
    """Cards, arrows and texts of the first arrangement that holds the steps: a ring, two rows, a column."""
    n = len(steps)
    ways = [_ring] * (box.w >= 600 and 3 <= n <= 6) + [_rows] * (box.w >= 600) + [_column]
    for way in ways:
        try:
            cells, arrows = way(n, box)
            rooms = [Box(c.x + 2 * DISC + 22, c.y + 6, c.w - 2 * DISC - 36, c.h - 12) for c in cells]
            return cells, arrows, fullest(steps, rooms, (CAPTION, *BODY_SIZES), valign=0.5)
        except DoesNotFit:
            if way is _column:
                raise
    raise AssertionError("the column returns or raises")


def _ring(n: int, box: Box) -> tuple[tuple[Box, ...], list[Path]]:
    """Cards on an ellipse, the first at the top, and the arcs between them."""
    w, h = min(300.0, 0.27 * box.w + 20), 92.0 if n <= 4 else 84.0
    rx, ry = min((box.w - w) / 2, 380.0), (box.h - h) / 2
    turn = [2 * math.pi * i / n - math.pi / 2 for i in range(n)]
    on = lambda a: (box.cx + rx * math.cos(a), box.cy + ry * math.sin(a))  # noqa: E731
    cells = tuple(Box(on(a)[0] - w / 2, on(a)[1] - h / 2, w, h) for a in turn)
    if any(a.inset(-8).overlaps(b) for i, a in enumerate(cells) for b in cells[:i]):
        raise DoesNotFit(f"{n} steps do not fit on a ring")
    arcs = []
    for i in range(n):
        angles = [turn[i] + 2 * math.pi / n * k / 90 for k in range(91)]
        outside = [on(a) for a in angles if not any(_inside(on(a), c.inset(-6)) for c in cells)]
        arcs.append(arrow(outside, "soft", 2, 10))
    return cells, arcs


def _column(n: int, box: Box) -> tuple[tuple[Box, ...], list[Path]]:
    """One below the other, with the way back at the right."""
    cells = Box(box.x, box.y, box.w - 26, box.h).rows([1.0] * n, 18)
    joins = [arrow(((a.cx, a.bottom + 3), (b.cx, b.y - 3)), "soft", 2, 8) for a, b in pairwise(cells)]
    first, last, x = cells[0], cells[-1], box.right - 4
    back = ((last.right + 2, last.cy), (x, last.cy), (x, first.cy), (first.right + 3, first.cy))
    return cells, [*joins, arrow(back, "soft", 2, 9)]


def _rows(n: int, box: Box) -> tuple[tuple[Box, ...], list[Path]]:
    """There and back: two rows."""
    above, below = math.ceil(n / 2), n // 2
    top, bottom = Box(box.x, box.cy - 170, box.w, 340).rows((1, 1), 64)
    cells = (*top.columns([1.0] * above, 44), *bottom.columns([1.0] * below, 44)[::-1])
    joins = []
    for i, a in enumerate(cells):
        b = cells[(i + 1) % n]
        if i in (above - 1, n - 1):
            x = min(a.right, b.right) - 60 if i == above - 1 else max(a.x, b.x) + 60
            ends = ((x, a.bottom + 3), (x, b.y - 3)) if a.y < b.y else ((x, a.y - 3), (x, b.bottom + 3))
        else:
            ends = ((a.right + 4, a.cy), (b.x - 4, b.cy)) if a.x < b.x else ((a.x - 4, a.cy), (b.right + 4, b.cy))
        joins.append(arrow(ends, "soft", 2, 9))
    return cells, joins


def _inside(p: tuple[float, float], box: Box) -> bool:
    return box.x <= p[0] <= box.right and box.y <= p[1] <= box.bottom


def _bead(ring: list[Path], cues: tuple[float, ...], t: float) -> tuple[Item, ...]:
    """The moving bead while it is between two steps, or on its way back after the last."""
    for i, path in enumerate(ring):
        arrives = cues[i + 1] if i + 1 < len(cues) else cues[-1] + 2 * MOVE
        u = (t - arrives + MOVE) / MOVE
        if 0 < u < 1:
            return (Circle(*_at(path.points, ease(u)), 7, fill="change", stroke="ground", width=2),)
    return ()


def _at(points: tuple, u: float) -> tuple[float, float]:
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    rest = u * sum(lengths)
    for a, b, n in zip(points, points[1:], lengths, strict=False):
        if rest <= n and n:
            return a[0] + (b[0] - a[0]) * rest / n, a[1] + (b[1] - a[1]) * rest / n
        rest -= n
    return points[-1]


TEMPLATE = Cycle()
