"""Enumeration: items without order, fanned out from their heading, or on a grid when there are many or no heading."""

from __future__ import annotations

import math

from ...planning.visuals import Enumeration
from ..drawlist import Box, DrawList, Item, Rect
from ..parts import Voice, card, connector, said_last, topic, words
from ..template import Context, Picture, Template
from ..text import BODY_SIZES, CAPTION, block, blocks
from ..theme import mix

MANY = 6  # from here on a grid


class Enumerate(Template):
    name = "enumeration"
    slots = Enumeration

    def score(self, scene, data: Enumeration) -> float:
        return 0.35

    def layout(self, data: Enumeration, box: Box, ctx: Context) -> Picture:
        n, titled = len(data.items), bool(data.heading.strip())
        fanned = titled and n < MANY
        above = 44.0 if titled and not fanned else 0.0
        head, cells = _fan(box, n) if fanned else (None, _grid(Box(box.x, box.y + above, box.w, box.h - above), n))
        rooms = [Box(c.x + 40, c.y + 8, c.w - 58, c.h - 16) for c in cells]
        texts = blocks([d.text for d in data.items], rooms, (CAPTION, *BODY_SIZES), "semibold", valign=0.5)
        still: tuple[Item, ...] = ()
        if head:
            title = block(
                data.heading, head.inset(24, 12), (30.0, CAPTION, *BODY_SIZES), "semibold", align=0.5, valign=0.5
            )
            still = topic(head, title)
        elif titled:
            still = block(data.heading, Box(box.x, cells[0].y - 44, box.w, 30), BODY_SIZES, "semibold").lines
        voice = Voice(ctx.clock.cues([(d.text, d.evidence_id) for d in data.items]))

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            ties: list[tuple[float, Item]] = []
            for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                if head:
                    ties.append((said, connector(head, cell, box.w >= 600, said)))
                dot = Rect(cell.x + 18, cell.cy - 5, 10, 10, 2, fill=mix("rule", "accent", said))
                items += [card(cell, on), dot, *words(text, said, on)]
            return (*said_last(ties), *items)

        return Picture(still, draw)

    def split(self, data: Enumeration) -> tuple[Enumeration, ...]:
        n = len(data.items)
        if n < 4:
            return ()
        return tuple(
            data.model_copy(update={"items": p}) for p in (data.items[: (n + 1) // 2], data.items[(n + 1) // 2 :])
        )


def _fan(box: Box, n: int) -> tuple[Box, tuple[Box, ...]]:
    """The heading's card and one cell an item: to its right, or below it in a narrow box."""
    if box.w >= 600:
        left, side = box.columns((0.34, 0.66), 72)
        height, tall = min(left.h, 150.0), min(side.h, n * 100.0)
        cells = Box(side.x, side.cy - tall / 2, side.w, tall).rows([1.0] * n, 18)
        return Box(left.x, left.cy - height / 2, left.w, height), cells
    top, below = box.rows((0.2, 0.8), 14)
    return top, Box(below.x + 28, below.y, below.w - 28, below.h).rows([1.0] * n, 10)


def _grid(box: Box, n: int) -> tuple[Box, ...]:
    """Cells in as few rows as read well: up to four side by side where the frame is wide."""
    wide = box.w >= 600
    columns = 1 if not wide or n <= 3 else 3 if n in (5, 6, 9) or box.w < 900 else 2 if n == 4 else 4
    rows = math.ceil(n / columns)
    tall = min(box.h, rows * 130.0)
    grid = Box(box.x, box.cy - tall / 2, box.w, tall).rows([1.0] * rows, 20 if wide else 10)
    return tuple(c for r in grid for c in r.columns([1.0] * columns, 24))[:n]


TEMPLATE = Enumerate()
