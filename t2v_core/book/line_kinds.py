"""What kind of block each line of a PDF page belongs to, and what is normal in the book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .blocks import CAPTION, CODE, FORMULA, HEADING, ITEM, MATH, MONO, NOTE, TABLE, TEXT, Line, Page

ITEM_START = re.compile(r"(?:[•▪◦‣●■–—*·]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_CAPTIONS = (
    "figure fig. table listing algorithm plate exhibit chart abbildung abb. tabelle tab. tableau figura tabla tabela tabella "
    "рисунок рис. таблица табл. شکل جدول 图 圖 図 表"
).split()
CAPTION_START = re.compile(
    rf"(?:{'|'.join(map(re.escape, _CAPTIONS))})\s*[A-Z]?\d+(?:[.\-–]\d+)*(?:[a-z])?(?:\s*[:.|—–]|\s{{2,}}|$)", re.I
)
# With what one begins.
_CAPTION_LETTERS = frozenset(word[:2] for word in _CAPTIONS if len(word) > 1)
_CAPTION_SIGNS = frozenset(word for word in _CAPTIONS if len(word) == 1)
_ROWS = 3  # of cells, from which they are a table
_EQUATION_NUMBER = re.compile(r"^\(\d+(?:\.\d+)*[a-z]?\)$")
PROSE_WORD = re.compile(r"(?<![\w\\])[A-Za-z][a-z]{2,}(?![\w(])")
_MATH_SIGN = re.compile(r"[=<>≤≥≠≈≡≜∑∏∫∂∇∈∉⊂⊆∪∩∀∃→←↔⇒⇔±×÷√∞∝+−|^{}\[\]∥‖]")
_ENDS_IN_NUMBER = re.compile(r"\(\d+(?:\.\d+)*\)$")


@dataclass(frozen=True)
class Measure:
    """What is normal in this book: body font size and distance of its lines, in points."""

    size: float
    leading: float
    points: bool = False  # a slide: every capital behind a wide gap begins a point


def measure(pages: Iterable[Page]) -> Measure:
    """The font size most characters have, and the most frequent distance of two lines of that size."""
    sizes: dict[float, int] = {}
    for page in pages:
        for line in page.lines:
            if not line.flags & MONO:
                sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    size = _most_frequent(sizes) or 10.0
    least, most = 0.9 * size, 2.5 * size
    gaps = Counter(
        below.y - above.y
        for page in pages
        for above, below in pairwise(page.lines)
        if least < below.y - above.y < most and abs(below.size - size) < 0.6
    )
    return Measure(size, _most_frequent(gaps) if gaps else 1.2 * size)


def _most_frequent(counts: Mapping[float, int]) -> float:
    """The value counted most often, to half a point; 0 where there is none."""
    halves: dict[float, int] = {}
    for value, n in counts.items():
        half = round(value * 2) / 2
        halves[half] = halves.get(half, 0) + n
    return max(halves, key=halves.__getitem__, default=0.0)


def line_kinds(lines: list[Line], normal: Measure, headings: Mapping[int, Any]) -> list[str]:
    """The kind of block each line belongs to, by itself and by what stands on the same baseline."""
    kinds = []
    cells = _cells(lines)
    for i, line in enumerate(lines):
        if id(line) in headings:
            kind = HEADING
        elif _is_caption(line.text):
            kind = CAPTION
        elif line.flags & MONO:
            kind = CODE
        elif i in cells:
            kind = TABLE
        elif _is_formula(line):
            kind = FORMULA
        elif line.size < 0.93 * normal.size:
            kind = NOTE
        elif ITEM_START.match(line.text):
            kind = ITEM
        else:
            kind = TEXT
        kinds.append(kind)
    return _with_pieces(lines, kinds, normal)


def _is_caption(text: str) -> bool:
    may_be = text[:2].lower() in _CAPTION_LETTERS or text[:1] in _CAPTION_SIGNS  # a tenth of the time of the pattern
    return may_be and bool(CAPTION_START.match(text))


def _with_pieces(lines: list[Line], kinds: list[str], normal: Measure) -> list[str]:
    """`kinds` with the small pieces of formulas (a limit, a numerator) counted to the formula they stand beside."""
    if FORMULA not in kinds:
        return kinds
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = order.step
        for i in order:
            beside = lines[i - step]
            if (
                kinds[i] in (TEXT, NOTE, ITEM)
                and kinds[i - step] == FORMULA
                and len(lines[i].text.strip(".,; ")) <= 4
                and abs(lines[i].y - beside.y) < 2.2 * normal.leading
            ):
                kinds[i] = FORMULA
    return kinds


def _is_formula(line: Line) -> bool:
    """A displayed formula or a part of one: hardly a word in it, but mathematics."""
    text = line.text
    numbered = ")" in text[-2:] and (_EQUATION_NUMBER.match(text) or _ENDS_IN_NUMBER.search(text))
    if not (numbered or line.flags & MATH or _MATH_SIGN.search(text)):
        return False
    words = PROSE_WORD.findall(text)
    return len(words) <= 2 and len(" ".join(words)) <= 0.4 * len(text)


def _cells(lines: list[Line]) -> set[int]:
    """Indices of lines that share their baseline with others in at least three rows running: a table."""
    beside = [b.x0 > a.x1 and abs(a.y - b.y) < 0.3 * b.size for a, b in pairwise(lines)]
    if sum(beside) < _ROWS:
        return set()
    rows: list[list[int]] = []
    for i, joins in enumerate([False, *beside]):
        if joins:
            rows[-1].append(i)
        else:
            rows.append([i])
    cells: set[int] = set()
    run: list[list[int]] = []
    for row in [*rows, []]:
        if _is_row([lines[i] for i in row]):
            run.append(row)
        else:
            if len(run) >= _ROWS:
                cells.update(i for r in run for i in r)
            run = []
    return cells


def _is_row(pieces: list[Line]) -> bool:
    """Whether pieces of one baseline are cells: apart, of one size, no prose of two columns, no formula and its number."""
    if len(pieces) < 2 or _EQUATION_NUMBER.match(pieces[-1].text):
        return False
    apart = any(b.x0 - a.x1 > a.size for a, b in pairwise(pieces))
    alike = max(x.size for x in pieces) - min(x.size for x in pieces) < 1
    prose = len(pieces) == 2 and all(len(x.text) > 30 for x in pieces)
    return apart and alike and not prose
