"""The reading order of a page.

pdfium gives lines in the order in which the file draws them, which is the reading order in nearly every
typeset book; only pages drawn row by row across two columns are put in order here.
"""

from __future__ import annotations

from itertools import pairwise

from .blocks import Line, Page

# Where between two columns may be, in shares of the page's width; and lines of prose on either side, at the least.
_SHARES, _LINES = (0.5, 0.48, 0.52, 0.45, 0.55), 5


def in_reading_order(page: Page) -> list[Line]:
    """The page's lines, columns put one after the other where the file draws them row by row."""
    lines = page.lines
    gutter = _gutter(lines, page.width)
    if gutter is None:
        return lines
    sides = [0 if x.x1 <= gutter else 1 if x.x0 >= gutter else -1 for x in lines]
    placed = [s for s in sides if s >= 0]
    switches = sum(a != b for a, b in pairwise(placed))
    if switches < 0.25 * len(placed):
        return lines
    ordered: list[Line] = []
    band: tuple[list[Line], list[Line]] = ([], [])
    for line, side in zip(lines, sides, strict=True):
        if side < 0:
            ordered += [*band[0], *band[1], line]
            band = ([], [])
        else:
            band[side].append(line)
    return ordered + band[0] + band[1]


def _gutter(lines: list[Line], width: float) -> float | None:
    """The x between two columns of prose, if nearly no line crosses it."""
    leftmost = min(_SHARES) * width
    if sum([x.x0 >= leftmost for x in lines]) < _LINES:
        return None
    long = [x for x in lines if len(x.text.split()) >= 4]
    if len(long) < 12:
        return None
    for share in _SHARES:
        x = share * width
        left = sum(line.x1 <= x for line in long)
        right = sum(line.x0 >= x for line in long)
        if min(left, right) >= _LINES and left + right >= 0.85 * len(long):
            return x
    return None
