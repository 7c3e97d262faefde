"""Citations of other works in a sentence: "(Weber & Kurz, 1995, p. 12)", "[12]".

A voice does not say them and the sentence says the same without: they are left out of what is spoken, and of the passage in
which what is spoken is looked for.
"""

from __future__ import annotations

import re

# Names and a year, and nothing that is said: "Weber, Kurz & Lang, 1995, p. 12", "Institute of Botany [IB], 2011"; not "March 1917".
_NAMES = (
    r"(?!(?:except|excluding|including|only|not|but|in|from|until|till|since|before|after|by|at|on|for|with|without|under|during|about|born|died"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter)\b)"
    r"(?-i:[A-Z])[\w.’'-]*(?:,?\s(?:and|&|et\sal\.?|of|the|for|on|von|van|de|der|la|\[\w+\]|(?-i:[A-Z])[\w.’'-]*))*"
)
_YEAR = r"(?:(?:1[6-9]|20)\d\d[a-z]?|n\.d\.)"
CITED = rf"{_NAMES},?\s(?:\[\d+(?:\sB?CE)?\]\s)?{_YEAR}(?:,\s(?:(?:pp?|ch|vol|sec)\.\s?|§\s?)?\d[\w:.–-]*)*"
_WORKS = rf"(?:(?:e\.g\.,?|see|see\salso|cf\.|(?:as\s)?(?:cited|quoted|reported|reviewed)\sin)\s){{0,2}}{CITED}(?:[;,]\s{CITED})*"
# Works in a list are numbered from 1: "[0, 1]" is an interval.
_NUMBERS = r"[1-9]\d{0,2}(?:(?:,\s?|\s?[–-]\s?)[1-9]\d{0,2})*"
_CITATION = re.compile(
    rf"(?:(?<![,;:—–-])\s(?:\({_WORKS}\)|\[(?:{_WORKS}|{_NUMBERS})\])|(?<=[,;)”])\[{_NUMBERS}\])(?=[\s,;:.)—]|$)",
    re.I,
)
# Behind these words what is cited, or an interval, is a part of the sentence: "the method of (Weber, 1995)", "Recently [3] showed".
_SAID = re.compile(
    r"(?:(?:^|[.,;:]\s)\w+ly|\b(?:also|then|later|using|by|in|of|to|from|at|on|with|than|as|like|per|via|and|or|see|between|within|following|into|over|under|is|are|be|was|were"
    r"|equals?|intervals?|ranges?|vectors?|lists?|arrays?|sets?|scales?|values?))$",
    re.I,
)
_LAST_WORD = 24  # letters within which the longest of them stands


def without_citations(text: str) -> str:
    """`text` without the whole citations in brackets that stand behind what they are the source of; else the same."""

    def left(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - _LAST_WORD) : found.start()]
        return found[0] if _SAID.search(before) else ""

    return _CITATION.sub(left, text)
