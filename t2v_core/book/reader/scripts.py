"""Raised and lowered signs of PDF lines as characters of their own: 10⁸, x², aₙ₊₁.

Only digits, signs and n, of which every font has such characters; what holds other letters stays as it is.
Whether a raised number is the mark of a note is judged later, where its sentence is known (`text.py`).
"""

import re

_SUPER = dict(zip("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True))
_SUB = dict(zip("0123456789+-−n", "₀₁₂₃₄₅₆₇₈₉₊₋₋ₙ", strict=True))
PIECE = re.compile(r"[+\-−]?\s?(?:[0-9]+|(?<![^\W\d_])n(?![^\W\d_]))(?:[+\-−][0-9]+)?")
PARTS = frozenset("+-−n0123456789")
# Below this share of the line's size a character is a superscript or subscript; then it stands at least so far above or below.
SMALL = 0.86
_RAISED, _LOWERED = 0.15, -0.05
# "σ 2": the space is the file's, not the author's.
_FILE_SPACE = re.compile(r"(?:^|\W)[^\W\d_] $|[)\]}|] $")
_LONGEST = 6
_PARTS_OF_FRACTIONS = frozenset(("1", "-", "−"))  # no power is written so; of x to the power of −1/2 they come first
_BEGINS = frozenset((*_SUPER.values(), *_SUB.values()))
_BEFORE_SCRIPT = frozenset("_)]}|′*∗")  # beside letters and digits
# Parts of one line are at most this many font sizes apart, sidewards and in height.
_BESIDE, _LEVEL, _TOUCHING = 0.35, 0.25, 0.12


def shifted(piece: str, rise: float, size: float) -> str:
    """`piece`, which stands `rise` points above its line of this size, in raised or lowered characters; "" if it has none."""
    table = _SUPER if rise > _RAISED * size else _SUB if rise < _LOWERED * size else {}
    piece = piece.replace(" ", "")
    return "".join(table[c] for c in piece) if piece and all(c in table for c in piece) else ""


def without_file_space(before: str) -> str:
    """What stands before a script, without the space that pdfium puts there."""
    return before[:-1] if _FILE_SPACE.search(before) else before


def rejoined(entries: list[list]) -> list[list]:
    """Entries [text, left, baseline, right, size, flags] of one page with lines put together that pdfium cut at a script.

    It cuts "x² + y" into "x" and "² + y", "10" and "8", or "(a − b)", "2" and "/ c".
    """
    joined: list[list] = []
    after_script = False  # the last entry ends in a script that was cut off
    for entry in entries:
        text, left, base, right, size, flags = entry
        last = joined[-1] if joined else None
        if last is None or not -_LEVEL * last[4] < left - last[3] < _BESIDE * last[4] or not _takes_script(last[0][-1]):
            after_script = after_script and last is not None and _goes_on(last, entry)
            if after_script and last is not None:
                last[0], last[3], last[5] = last[0] + text, right, last[5] | flags
            else:
                joined.append(entry)
            after_script = False
            continue
        level = abs(base - last[2]) < _LEVEL * last[4] and size >= SMALL * last[4]
        piece = size < SMALL * last[4] and len(text) <= _LONGEST and text not in _PARTS_OF_FRACTIONS
        script = shifted(text, last[2] - base, last[4]) if piece else ""
        if script or (level and text[0] in _BEGINS):
            last[0], last[3], last[5] = last[0] + (script or text), right, last[5] | flags
            after_script = bool(script)
        elif after_script and _goes_on(last, entry):
            last[0], last[3], last[5] = last[0] + text, right, last[5] | flags
            after_script = False
        else:
            joined.append(entry)
            after_script = False
    return joined


def _takes_script(character: str) -> bool:
    return character.isalnum() or character in _BEFORE_SCRIPT


def _goes_on(last: list, entry: list) -> bool:
    """Whether the line goes on right behind its script: a bracket or a stop."""
    return (
        abs(entry[2] - last[2]) < _LEVEL * last[4]
        and entry[4] >= SMALL * last[4]
        and -_LEVEL * last[4] < entry[1] - last[3] <= _TOUCHING * last[4]
    )
