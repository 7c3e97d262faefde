"""Ligatures that a PDF does not name: "di\ufffderent" is "different" again.

Files that macOS saves anew lose the names of TeX's ff, ffi and ffl; pdfium then tells that a character stands there, not
which. The vocabulary of the embedding model decides: what it knows as a word it cuts into fewest pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .blocks import Line

UNKNOWN = "\ufffd"
_LIGATURES = ("ff", "ffi", "fi", "fl", "ffl")  # the two that most often have no name first: they win a draw
_WORD = re.compile(f"(?<![^\\W\\d_])[a-zA-Z]*{UNKNOWN}[a-z]+|[a-zA-Z]{{2,}}{UNKNOWN}(?![^\\W\\d_{UNKNOWN}])")
_MOST_PIECES = 3


def name_ligatures(lines: Sequence[Line], count_tokens: Callable[[Sequence[str]], list[int]]) -> None:
    """Put the ligature that makes a word of it for each unknown character inside letters; others stay."""
    broken = [line for line in lines if UNKNOWN in line.text]
    words = sorted({word for line in broken for word in _WORD.findall(line.text)})
    readings = [word.replace(UNKNOWN, ligature) for word in words for ligature in _LIGATURES]
    pieces = count_tokens(readings) if readings else []
    found: dict[str, str] = {}
    for i, word in enumerate(words):
        of_word = range(i * len(_LIGATURES), (i + 1) * len(_LIGATURES))
        best = min(of_word, key=pieces.__getitem__)
        if pieces[best] <= _MOST_PIECES:
            found[word] = readings[best]
    for line in broken:
        line.text = _WORD.sub(lambda m: found.get(m.group(), m.group()), line.text)
