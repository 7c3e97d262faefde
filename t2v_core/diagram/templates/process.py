"""Ordered process: numbered cards joined by arrows, in a winding row or, where it is narrow, one below the other."""

from __future__ import annotations

import math
from itertools import pairwise

from ...planning.visuals import Steps
from ..drawlist import Box, DrawList, Path, arrow
from ..parts import Voice, card, disc, words
from ..template import Context, Picture, Template
from ..text import BODY_SIZES, CAPTION, Block, blocks
from ..theme import mix

GAP, PAD, DISC = 44.0, 18.0, 17.0
CELL = 190.0  # the least width of a cell in a row


class Process(Template):
    name = "process"
    slots = Steps

    def score(self, scene, data: Steps) -> float:
        return 0.4 if data.cyclic else 0.8

    def layout(self, data: Steps, box: Box, ctx: Context) -> Picture:
        cells = winding(len(data.steps), box)
        texts = _texts([s.text for s in data.steps], cells)
        voice = Voice(ctx.clock.cues([(s.text, s.evidence_id) for s in data.steps]))

        def draw(t: float) -> DrawList:
            ways = enumerate(pairwise(cells), 1)
            items: list = [join(a, b, mix("rule", "soft", voice.said(i, t))) for i, (a, b) in ways]
            for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                x, y = (cell.x + PAD + DISC, cell.cy) if is_wide(cell) else (cell.x + PAD + DISC, cell.y + PAD + DISC)
                items += [card(cell, on), *disc(i + 1, x, y, said, DISC), *words(text, said, on)]
            return tuple(items)

        return Picture((), draw)

    def split(self, data: Steps) -> tuple[Steps, ...]:
        n = len(data.steps)
        if n < 4:
            return ()
        halves = (data.steps[: (n + 1) // 2], data.steps[(n + 1) // 2 :])
        return tuple(data.model_copy(update={"steps": h}) for h in halves)


def winding(n: int, box: Box) -> tuple[Box, ...]:
    """Cells in reading order: one row, rows that turn back, or a column in a narrow box."""
    most = int((box.w + GAP) // (CELL + GAP))
    if most < 2:
        return box.rows([1.0] * n, 20)
    count = math.ceil(n / min(most, 4)) if n != 5 or most < 5 else 1
    per_row = math.ceil(n / count)
    height = min((box.h - (count - 1) * GAP) / count, 230.0)
    total = height * count + (count - 1) * GAP
    rows = Box(box.x, box.cy - total / 2, box.w, total).rows([1.0] * count, GAP)
    cells: list[Box] = []
    for k, row in enumerate(rows):
        across = row.columns([1.0] * per_row, GAP)
        cells += across if k % 2 == 0 else across[::-1]
    return tuple(cells[:n])


def is_wide(cell: Box) -> bool:
    """Number beside the text in flat cells, above it in tall ones."""
    return cell.h < 140


def join(a: Box, b: Box, colour: str = "soft") -> Path:
    """An arrow between neighbouring cells."""
    if abs(a.cy - b.cy) < 1:
        ends = ((a.right + 5, a.cy), (b.x - 5, b.cy)) if b.x > a.x else ((a.x - 5, a.cy), (b.right + 5, b.cy))
    else:
        ends = ((a.cx, a.bottom + 3), (b.cx, b.y - 3))
    return arrow(ends, colour, 2, 9)


def _texts(texts: list[str], cells: tuple[Box, ...]) -> list[Block]:
    if is_wide(cells[0]):
        left = 2 * PAD + 2 * DISC - 2
        rooms = [Box(c.x + left, c.y + 6, c.w - left - PAD, c.h - 12) for c in cells]
        return blocks(texts, rooms, BODY_SIZES, "semibold", valign=0.5)
    top = PAD + 2 * DISC + 16
    rooms = [Box(c.x + PAD, c.y + top, c.w - 2 * PAD, c.h - PAD - top) for c in cells]
    return blocks(texts, rooms, (CAPTION, *BODY_SIZES), "semibold")


TEMPLATE = Process()
