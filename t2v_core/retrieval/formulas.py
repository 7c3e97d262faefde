"""Formulas inside plain text: "the update w = w − η∇L(w) is" holds "w = w − η∇L(w)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile, groupby
from unicodedata import category

_MAX_LENGTH = 120  # characters; longer stretches are tables or several formulas run together
_PIECES = re.compile(r"[^\W\d_]+\d*|\d+(?:[.,]\d+)*|[^\w\s]|_")
_MARKS = re.compile(r"[-+−±·×*/^_=:≔≤≥≈≠∝≡≜<>→←∈∉⊂⊆∪∩∼∑∏∫∂∇√∞∀∃|‖⟨⟩′″'°%!,;.…⋯(){}\[\]\d²³¹⁰-₟]+|[\d.,]+")
_RELATION = re.compile(r"[:≔]?[=≤≥≈≠∝≡≜→←∈⊂⊆∼]=?|[<>]=?")
# Line ends and equation numbers.
_SEPARATORS = re.compile(r"\n|\(\d+\.\d+[a-z]?\)|\s\(\d+\)\s*$")
_TWO_SENTENCES = re.compile(r"[.!?;] |\be\.g|\bi\.e")
_NAMES = frozenset(
    "log ln exp sin cos tan tanh max min arg argmax argmin det sgn sign softmax var cov mod lim diag".split()
)
_SHORT_WORDS = frozenset("an as at be by do go he if in is it me my no of on or so to up us we".split())
_PUNCTUATION = ".,;:'…!"
_OPEN_ENDS = set("+-−·×*/^|,(=<>")


def formulas_in(text: str) -> Iterator[str]:
    """Stretches of symbols with a relation sign and two whole sides, equation numbers left out."""
    for line in filter(_RELATION.search, _SEPARATORS.split(text)):
        for symbolic, pieces in groupby(_PIECES.finditer(line), _is_symbol):
            if symbolic:
                stretch = list(dropwhile(lambda m: m.group() in _PUNCTUATION, pieces))
                start, end = (stretch[0].start(), stretch[-1].end()) if stretch else (0, 0)
                formula = line[start:end].rstrip(" " + _PUNCTUATION)
                if not line[start - 1 : start].strip(_PUNCTUATION + " ") and _is_formula(formula):
                    yield " ".join(formula.split())


def _is_symbol(match: re.Match[str]) -> bool:
    """Whether a piece belongs to a formula: a mark, a number, a letter or two, a function's name."""
    piece = match.group()
    if piece.casefold() in _SHORT_WORDS:
        return False
    if not piece[0].isalpha():
        return bool(_MARKS.fullmatch(piece))
    # Modifier letters, such as the raised T of a transpose, do not make a word of two symbols.
    letters = sum(category(c) != "Lm" for c in piece.rstrip("0123456789"))
    is_function = letters <= 8 and match.string.startswith("(", match.end())
    return letters <= 2 or piece.casefold() in _NAMES or is_function


def _is_formula(text: str) -> bool:
    sides = _RELATION.split(text)
    return (
        0 < len(text) <= _MAX_LENGTH
        and len(sides) > 1
        and all(side.strip() for side in sides)
        and any(c.isalpha() for c in text)
        and all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}"))
        and text[-1] not in _OPEN_ENDS
        and not _TWO_SENTENCES.search(text)
    )
