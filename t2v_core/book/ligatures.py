"""Ligatures that a PDF does not name: "di\ufffderent" is "different" again.

Files that macOS saves anew lose the names of TeX's ff, ffi and ffl; pdfium then tells that a character stands there, not
which. Other files lose apostrophes, quotes or accents in this way. So the vocabulary of the embedding model decides: a
ligature is what alone makes one whole word of pieces that are none. In a book where most of its broken words are such, the
others (names, compounds, "?ow") are read as ligatures too, where one of them fits best.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .blocks import Line

UNKNOWN = "\ufffd"
_LIGATURES = ("ff", "ffi", "fi", "fl", "ffl")
# A word with one unknown character in it, which does not stand where an apostrophe may: "don't", "it's", "they're".
_BROKEN = re.compile(
    f"(?<![^\\W\\d_])(?<!{UNKNOWN})(?:[a-zA-Z]*{UNKNOWN}[a-z]+|(?:[a-zA-Z]{{2,}}|(?<=-)[a-zA-Z]){UNKNOWN})(?![^\\W\\d_]|{UNKNOWN})"
)
_APOSTROPHE = re.compile(f"n{UNKNOWN}t$|[a-zA-Z]{UNKNOWN}(?:s|re|ll|ve|d|m)$")
# Words that are plainly of ligatures, and their share, from which a book is taken to have lost ligatures and nothing else.
_ENOUGH, _SHARE = 5, 0.5
_MOST_PIECES = 3


def name_ligatures(lines: Sequence[Line], count_tokens: Callable[[Sequence[str]], list[int]]) -> dict[str, str]:
    """Put the ligature that makes a word of it for an unknown character inside letters; the words read so, as they were before.

    Where it is not plain which, the character stays.
    """
    broken = [line for line in lines if UNKNOWN in line.text]
    words = sorted({word for line in broken for word in _BROKEN.findall(line.text)})
    of_ligatures = [word for word in words if not _APOSTROPHE.search(word)]
    readings = [[word.replace(UNKNOWN, inside) for inside in (*_LIGATURES, "")] for word in of_ligatures]
    pieces = iter(count_tokens([reading for of_word in readings for reading in of_word]) if readings else [])
    plain, likely = {}, {}
    for word, of_word in zip(of_ligatures, readings, strict=True):
        *counts, bare = [next(pieces) for _ in of_word]
        best = min(counts)
        if counts.count(best) > 1 or best > min(bare + 1, _MOST_PIECES):
            continue
        (plain if best == 1 < bare else likely)[word] = of_word[counts.index(best)]
    found = plain | likely if len(plain) >= max(_ENOUGH, _SHARE * len(words)) else plain
    for line in broken:
        line.text = _BROKEN.sub(lambda m: found.get(m.group(), m.group()), line.text)
    return found
