"""Ordered process: numbered cards joined by arrows, in a winding row or, where it is narrow, one below the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from ...planning.visuals import Datum, Steps
from ..box import WIDE
from ..drawlist import Box, DrawList, Path, arrow
from ..parts import Voice, card, disc, fullest, words
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, Block, clean
from ..theme import mix

GAP, PAD, DISC = 44.0, 20.0, 17.0
LEAST = 190.0  # width of a card in a row
BESIDE = 300.0  # a card as wide as this has its number beside the text, a narrower one above it
MOST_LINES = 5  # of a card, if another arrangement needs fewer
AIR = 32.0  # above and below the fullest text
LARGE = 30.0  # size of up to three short steps
COLUMN_GAP = 20.0  # between cards below each other


@dataclass(frozen=True)
class _Arrangement:
    """Cards in reading order and their texts."""

    cells: tuple[Box, ...]
    texts: tuple[Block, ...]

    unbroken: bool  # no word is parted at the end of a line

    @property
    def worth(self) -> tuple[bool, int, float, bool]:
        """Whole words first, then what is said in full, then the size of the type, then no card a tall column of lines."""
        said = sum(len(line.string.replace(" ", "").rstrip("-")) for text in self.texts for line in text.lines)
        return self.unbroken, said, self.texts[0].size, max(len(text.lines) for text in self.texts) <= MOST_LINES


class Part(Steps):
    """Some of the steps of a longer process, with the number of their first."""

    first: int = 1


class Process(Template):
    name = "process"
    slots = Steps

    def score(self, scene, data: Steps) -> float:
        return 0.4 if data.cyclic else 0.8

    def layout(self, data: Steps, box: Box, ctx: Context) -> Picture:
        laid, first = _arranged(data.steps, box), getattr(data, "first", 1)
        cells, texts = laid.cells, laid.texts
        voice = Voice(ctx.clock.cues([(s.text, s.evidence_id) for s in data.steps]))

        def draw(t: float) -> DrawList:
            ways = enumerate(pairwise(cells), 1)
            items: list = [join(a, b, mix("rule", "soft", voice.said(i, t))) for i, (a, b) in ways]
            for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                y = cell.cy if _is_beside(cell, box) else cell.y + PAD + DISC
                items += [card(cell, on), *disc(first + i, cell.x + PAD + DISC, y, said, DISC), *words(text, said, on)]
            return tuple(items)

        return Picture((), draw)

    def split(self, data: Steps) -> tuple[Steps, ...]:
        n = len(data.steps)
        if n < 4:
            return ()
        half, first = (n + 1) // 2, getattr(data, "first", 1)
        return Part(steps=data.steps[:half], first=first), Part(steps=data.steps[half:], first=first + half)


def _arranged(steps: list[Datum], box: Box) -> _Arrangement:
    """The rows that say the most, in the largest type; one column in a narrow box. Raises `DoesNotFit`."""
    n, most = len(steps), max(1, int((box.w + GAP) // (LEAST + GAP)))
    counts = dict.fromkeys(math.ceil(n / rows) for rows in range(1, n + 1)) if most > 1 else {1: None}
    found, why = [], DoesNotFit(f"{n} steps do not fit")
    square = n <= 3 and box.w < WIDE
    fits = [k for k in counts if k <= most and (k > 1 or most == 1 or square)]
    for per_row in fits[::-1] if square else fits:  # of equal ones the first is taken
        try:
            found.append(_laid(steps, per_row, box))
        except DoesNotFit as e:
            why = e
    if not found:
        raise why
    return max(found, key=lambda a: a.worth)


def _laid(steps: list[Datum], per_row: int, box: Box) -> _Arrangement:
    """Rows that turn back at their ends, their cards as high as the fullest of them needs."""
    count, column = math.ceil(len(steps) / per_row), per_row == 1
    gap = COLUMN_GAP if column else GAP
    sizes = ((LARGE,) if len(steps) <= 3 and (not column or box.w >= 600) else ()) + (CAPTION, *BODY_SIZES)
    room = (box.h - (count - 1) * gap) / count
    cells = _winding(len(steps), per_row, count, room, gap, box)
    texts = fullest(steps, [_inside(c, box) for c in cells], sizes, valign=0.5 if _is_beside(cells[0], box) else 0.0)
    spare = _inside(cells[0], box).h - max(t.height for t in texts)
    around = 2 * (AIR - PAD) if not column or box.w >= 600 else 0.0
    height = min(room, max(room - spare + around, 84.0 if column else 150.0))
    cells = _winding(len(steps), per_row, count, height, gap, box)
    texts = fullest(steps, [_inside(c, box) for c in cells], sizes, valign=0.5 if _is_beside(cells[0], box) else 0.0)
    return _Arrangement(cells, tuple(texts), all(_unbroken(s, t) for s, t in zip(steps, texts, strict=True)))


def _unbroken(step: Datum, text: Block) -> bool:
    """Whether the lines are the phrase's own words: a hyphen ends a line only where the phrase has one."""
    joined = " ".join(line.string for line in text.lines)
    return joined.replace("- ", "-") in {clean(p).replace("- ", "-") for p in (step.text, step.whole)}


def _winding(n: int, per_row: int, count: int, height: float, gap: float, box: Box) -> tuple[Box, ...]:
    """Cells in reading order, in the middle of the box."""
    total = height * count + (count - 1) * gap
    cells: list[Box] = []
    for k, row in enumerate(Box(box.x, box.cy - total / 2, box.w, total).rows([1.0] * count, gap)):
        across = row.columns([1.0] * per_row, gap)
        cells += across if k % 2 == 0 else across[::-1]
    return tuple(cells[:n])


def _is_beside(cell: Box, box: Box) -> bool:
    """Number beside the text in broad cards and in columns, above it in narrow ones."""
    return cell.w >= BESIDE or cell.w > 0.9 * box.w


def _inside(cell: Box, box: Box) -> Box:
    """The room for the text of a card."""
    if _is_beside(cell, box):
        left = PAD + 2 * DISC + 16
        return Box(cell.x + left, cell.y + 12, cell.w - left - PAD, cell.h - 24)
    top = PAD + 2 * DISC + 16
    return Box(cell.x + PAD, cell.y + top, cell.w - 2 * PAD, cell.h - PAD - top)


def join(a: Box, b: Box, colour: str = "soft") -> Path:
    """An arrow between neighbouring cells."""
    if abs(a.cy - b.cy) < 1:
        ends = ((a.right + 5, a.cy), (b.x - 5, b.cy)) if b.x > a.x else ((a.x - 5, a.cy), (b.right + 5, b.cy))
    else:
        ends = ((a.cx, a.bottom + 3), (b.cx, b.y - 3))
    return arrow(ends, colour, 2, 9)


TEMPLATE = Process()
