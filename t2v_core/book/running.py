"""Running heads, running feet and page numbers: found by their place and by repeating, and taken out.

The page numbers among them also tell the printed label of each page where the file has no labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from statistics import median
from typing import NamedTuple

from .blocks import END, HEADING, Line, Page

# The share of a page's height at each edge in which heads and feet stand.
_EDGE = 0.14
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}$", re.I)
_PAGE_NUMBER = re.compile(r"^[\W_]*(?:page\s+)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d+)?[\W_]*$", re.I)
# A text at an edge on at least this many pages is a running head.
_REPEATS = 3
# And one in this share of the documents of a book without pages, if it is no longer than this (characters).
_OFTEN, _FOOT = 0.3, 300


class _Row(NamedTuple):
    """A baseline at an edge of a page: where, its text, and what is alike in the rows of a running head."""

    place: tuple[str, int]
    text: str
    key: tuple[str, str]
    lines: list[Line]


def take_running_lines(pages: list[Page]) -> tuple[list[str], int]:
    """Remove running heads, feet and page numbers from `pages`; returns the numbers found and how many lines went.

    The numbers are one string a page, "" where none stands at an edge.
    """
    edges = [_edge_rows(page) for page in pages]
    repeated = _repeated(edges)
    zones = _zones(edges)
    numbers = [""] * len(pages)
    removed = 0
    for i, (page, rows) in enumerate(zip(pages, edges, strict=True)):
        running: set[int] = set()
        for row in rows:
            number = _page_number(row.text)
            if row.key in repeated or row.place in zones or (number and _alone(page, row)):
                running.update(map(id, row.lines))
                numbers[i] = numbers[i] or number
        removed += len(running)
        page.lines = [line for line in page.lines if id(line) not in running] if running else page.lines
    return numbers, removed


def take_repeated_blocks(pages: list[Page]) -> int:
    """Remove what many documents of an EPUB or a site repeat: licence lines, links, feet. Returns how many blocks went."""
    counts = Counter(text for page in pages for text in {b.text for b in page.blocks if b.kind not in (HEADING, END)})
    often = max(_REPEATS, _OFTEN * len(pages))
    repeated = {text for text, n in counts.items() if n >= often and len(text) <= _FOOT}
    removed = 0
    for page in pages if repeated else ():
        kept = [b for b in page.blocks if b.kind in (HEADING, END) or b.text not in repeated]
        removed += len(page.blocks) - len(kept)
        page.blocks = kept
    return removed


def printed_labels(numbers: list[str], own: list[str]) -> list[str]:
    """The label of each page: the number printed on it where those count up with the pages, else the file's `own`.

    What is printed goes first, because it is what a reader of the paper book looks for, and because
    files are often labelled wrongly where the front matter ends.
    """
    offsets = Counter(int(n) - i for i, n in enumerate(numbers) if n.isdigit())
    offset, seen = offsets.most_common(1)[0] if offsets else (0, 0)
    if seen < _REPEATS or seen < 0.5 * sum(offsets.values()):
        return own
    first = next(i for i, n in enumerate(numbers) if n.isdigit() and int(n) - i == offset)
    while first > max(0, 1 - offset) and not numbers[first - 1]:
        first -= 1  # the opening page of a chapter often has no number on it
    front = [
        number if _ROMAN.match(number) else label if not label.isdigit() else ""
        for number, label in zip(numbers[:first], own or [""] * first, strict=False)
    ]
    return front + [str(i + offset) for i in range(first, len(numbers))]


def _edge_rows(page: Page) -> list[_Row]:
    """The two outermost baselines at the top and at the bottom."""
    rows: dict[int, list[Line]] = defaultdict(list)
    head, foot = _EDGE * page.height, (1 - _EDGE) * page.height
    for line in page.lines:
        if line.y < head or line.y > foot:
            rows[round(line.y)].append(line)
    top = sorted(y for y in rows if y < page.height / 2)[:2]
    bottom = sorted((y for y in rows if y > page.height / 2), reverse=True)[:2]
    return [_row("top", y, rows[y]) for y in top] + [_row("bottom", y, rows[y]) for y in bottom]


def _row(edge: str, y: int, lines: list[Line]) -> _Row:
    text = " ".join(line.text for line in lines)
    return _Row((edge, y), text, (edge, _NUMBER.sub("#", text.lower()).strip()), lines)


def _repeated(edges: list[list[_Row]]) -> set[tuple[str, str]]:
    """Texts, digits masked, that stand at the same edge and height of several pages."""
    heights: dict[tuple[str, str], list[int]] = defaultdict(list)
    for rows in edges:
        for row in rows:
            if len(row.key[1]) > 1:
                heights[row.key].append(row.place[1])
    often = {key: at for key, at in heights.items() if len(at) >= _REPEATS}
    middles = {key: median(at) for key, at in often.items()}
    return {key for key, at in often.items() if sum(abs(y - middles[key]) <= 3 for y in at) >= _REPEATS}


def _zones(edges: list[list[_Row]]) -> set[tuple[str, int]]:
    """Heights at which most of the rows carry a page number at one end: all rows there are running."""
    rows_at: dict[tuple[str, int], list[str]] = defaultdict(list)
    for rows in edges:
        for row in rows:
            rows_at[row.place].append(row.text)
    return {
        place
        for place, texts in rows_at.items()
        if len(texts) >= max(_REPEATS, 0.1 * len(edges))
        and sum(bool(_page_number(t)) for t in texts) > 0.6 * len(texts)
    }


def _page_number(text: str) -> str:
    """The page number of a running line: alone, or its first or last word."""
    alone = _PAGE_NUMBER.match(text)
    if alone:
        return alone.group(1)
    words = text.split()
    for word in (words[0], words[-1]) if words else ():
        if word.isdigit() and len(word) <= 4:
            return word
    return ""


def _alone(page: Page, row: _Row) -> bool:
    """Whether the row holds nothing but a page number and stands at the very edge of the text."""
    ys = [line.y for line in page.lines]
    y = row.lines[0].y
    return bool(_PAGE_NUMBER.match(row.text)) and (y <= min(ys) + 1 or y >= max(ys) - 1)
