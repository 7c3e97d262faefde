"""Setting text: measured lines, wrapped blocks, sizes that shrink within limits, never past their box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .drawlist import Box, Face, Text
from .fonts import advance, runs_from_right
from .template import DoesNotFit

# The type scale, in units of 1/720 of the height. SMALL is H/45, the least that reads on a telephone.
TITLE, CAPTION, BODY, SMALL = 34.0, 24.0, 20.0, 16.0
BODY_SIZES = (BODY, 18.0, SMALL)
LEADING = 1.28  # of the size, baseline to baseline
CAP_HEIGHT = 0.727  # Inter, in em


def line(
    string: str,
    x: float,
    y: float,
    size: float = BODY,
    face: Face = "regular",
    colour: str = "ink",
    align: float = 0.0,
    **more: object,
) -> Text:
    """One line with its baseline at `y`; `align` 0 begins at `x`, 0.5 is centred on it, 1 ends there."""
    string = clean(string)
    width = advance(string, size, face)
    return Text(string, x - align * width, y, size, width, face, colour, **more)


@dataclass(frozen=True)
class Block:
    """Wrapped lines in a box; `height` from the capitals of the first line to the baseline of the last plus descent."""

    lines: tuple[Text, ...]
    size: float
    height: float

    def coloured(self, colour: str, face: Face | None = None) -> tuple[Text, ...]:
        """The same lines in another colour. `face` must be as wide or narrower."""
        return tuple(replace(t, colour=colour, face=face or t.face) for t in self.lines)

    def moved(self, dy: float) -> Block:
        """The same block lower by `dy`."""
        return replace(self, lines=tuple(replace(t, y=t.y + dy) for t in self.lines))

    def at(self, x: float, top: float, align: float = 0.5) -> Block:
        """The same block from `top` downwards, its lines centred on `x` (0.5) or beginning there (0)."""
        y = top + CAP_HEIGHT * self.size
        rows = (
            line(t.string, x, y + i * LEADING * self.size, t.size, t.face, t.colour, align)
            for i, t in enumerate(self.lines)
        )
        return replace(self, lines=tuple(rows))


def block(
    string: str,
    box: Box,
    sizes: Sequence[float] = BODY_SIZES,
    face: Face = "regular",
    colour: str = "ink",
    align: float = 0.0,
    valign: float = 0.0,
    max_lines: int = 99,
) -> Block:
    """Wrap `string` into `box` at the largest of `sizes` that fits; `valign` 0 top, 0.5 middle, 1 bottom.

    A text that runs from the right begins at the right edge when `align` is 0.
    Raises `DoesNotFit` when even the smallest size overflows. A word wider than the box is parted at a
    hyphen or slash, else anywhere; nothing is left out.
    """
    for size in sizes:
        rows = wrap(string, box.w, size, face)
        height = block_height(len(rows), size)
        if (
            len(rows) <= max_lines
            and height <= box.h + 0.01
            and (size == sizes[-1] or not _parted(string, box.w, size, face))
        ):
            break
    else:
        raise DoesNotFit(f"{string[:60]!r} does not fit into {box.w:.0f}×{box.h:.0f} units at size {sizes[-1]:g}.")
    align = 1.0 if align == 0 and runs_from_right(string) else align
    top = box.y + (box.h - height) * valign + CAP_HEIGHT * size
    x = box.x + align * box.w
    lines = tuple(line(r, x, top + i * LEADING * size, size, face, colour, align) for i, r in enumerate(rows))
    return Block(lines, size, height)


def blocks(
    strings: Sequence[str],
    boxes: Sequence[Box],
    sizes: Sequence[float] = BODY_SIZES,
    face: Face = "regular",
    **more: object,
) -> list[Block]:
    """One block a box, all at the same size: the largest of `sizes` at which every one fits. Raises `DoesNotFit`."""
    for size in sizes[:-1]:
        if any(_parted(s, b.w, size, face) for s, b in zip(strings, boxes, strict=True)):
            continue
        try:
            return [block(s, b, (size,), face, **more) for s, b in zip(strings, boxes, strict=True)]
        except DoesNotFit:
            continue
    return [block(s, b, sizes[-1:], face, **more) for s, b in zip(strings, boxes, strict=True)]


def block_height(rows: int, size: float) -> float:
    """Height of so many lines, from the capitals of the first to the descent of the last."""
    return (CAP_HEIGHT + 0.21 + (rows - 1) * LEADING) * size if rows else 0.0


@lru_cache(maxsize=8192)
def wrap(string: str, width: float, size: float, face: Face = "regular") -> tuple[str, ...]:
    """Lines no wider than `width`; as few as fit, then evened out so that no last word stands alone."""
    pieces = _pieces(clean(string), width, size, face)
    rows = _greedy(pieces, width, size, face)
    if len(rows) < 2:
        return tuple(rows)
    low, high = 0.5 * width, width
    for _ in range(6):  # the narrowest measure with as many lines
        middle = (low + high) / 2
        if max((advance(p.strip(), size, face) for p in pieces), default=0) <= middle and len(
            _greedy(pieces, middle, size, face)
        ) == len(rows):
            high = middle
        else:
            low = middle
    return tuple(_greedy(pieces, high, size, face))


def shortened(string: str, width: float, size: float, face: Face = "regular") -> str:
    """As many words as fit, then an ellipsis to say that there are more."""
    if advance(string, size, face) <= width:
        return string
    words = string.split(" ")
    while len(words) > 1 and advance(" ".join(words) + " …", size, face) > width:
        words.pop()
    kept = " ".join(words)
    while kept and advance(kept + " …", size, face) > width:
        kept = kept[:-1]
    return kept + " …"


def clean(string: str) -> str:
    """One line of printable text: white space single, control and formatting characters (but joiners) gone."""
    kept = "".join(
        c if c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " "
        for c in string
    )
    return " ".join(kept.split())


def halves(string: str) -> tuple[str, ...]:
    """The two halves of a text at a word's border (anywhere in one without spaces); () when it cannot be halved."""
    words = string.split()
    joiner = " " if len(words) > 1 else ""
    parts = words if len(words) > 1 else list(string)
    middle = len(parts) // 2
    return (joiner.join(parts[:middle]), joiner.join(parts[middle:])) if middle else ()


_BREAKS = re.compile(
    r"\s+|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef\u3000-\u303f])(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
)


def _pieces(string: str, width: float, size: float, face: Face) -> list[str]:
    """Words with the space before them kept (" word"), words too wide parted, so that joining gives the text back."""
    pieces, at = [], 0
    for gap in [*_BREAKS.finditer(string), None]:
        end = gap.start() if gap else len(string)
        word = string[at:end]
        space = " " if at and string[at - 1] == " " else ""
        parts = _part(word, width, size, face)
        pieces += [space + p if i == 0 else p for i, p in enumerate(parts)]
        at = gap.end() if gap else end
    return [p for p in pieces if p.strip()]


def _part(word: str, width: float, size: float, face: Face) -> list[str]:
    if advance(word, size, face) <= width:
        return [word]
    soft = [p for p in re.split(r"(?<=[-/_–—.])", word) if p]
    if len(soft) > 1:
        return [q for p in soft for q in _part(p, width, size, face)]
    parts, current = [], ""
    for char in word:
        if current and advance(current + char + "-", size, face) > width and not unicodedata.combining(char):
            parts.append(current + "-" if current[-1].isalpha() and char.isalpha() else current)
            current = ""
        current += char
    return [*parts, current]


def _parted(string: str, width: float, size: float, face: Face) -> bool:
    return any(advance(w, size, face) > width for w in clean(string).split(" "))


def _greedy(pieces: list[str], width: float, size: float, face: Face) -> list[str]:
    rows: list[str] = []
    for piece in pieces:
        joined = rows[-1] + piece if rows else ""
        if rows and advance(joined, size, face) <= width and not (piece[0] != " " and rows[-1].endswith("-")):
            rows[-1] = joined
        else:
            rows.append(piece.strip())
    return rows
