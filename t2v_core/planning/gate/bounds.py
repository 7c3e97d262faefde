"""Bounds: of numbers ("at least", "no more than"), of things ("the lowest price"), of pairs ("both", "either") and of times ("before")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..english.clauses import bears_meaning
from ..english.grammar import NOUN, Token, parse
from ..english.lexicon import NEGATIONS, root
from .quantities import NUMBER_WORD

_AT_BOUND = re.compile(
    r"\b(?:at (?P<a>least|most)|no (?P<b>less|fewer|more) than|(?P<c>more|less|fewer|over|above|below|under)(?: than)?(?= [$€]?(?:\d|"
    + NUMBER_WORD
    + r"\b))|up to(?= [$€]?\d)|(?P<e>maximum|minimum) of(?= [$€]?\d)) ?[$€]?(?P<number>\d[\d.,]*)?"
)
_DENIED = re.compile(r"\b(?:not|cannot|never|nobody|none|no(?! (?:less|more|fewer)))\b[^,;:.]*$|n['’]t\b[^,;:.]*$")
_EXTREME = re.compile(
    r"\b(?:(?P<upper>maximum|maximal|highest|largest|greatest)|minimum|minimal|lowest|smallest|least) (?P<noun>[a-z]{3,})\b"
)
_OTHER = {
    "maximum": "minimum",
    "minimum": "maximum",
    "at most": "at least",
    "at least": "at most",
    "both": "either",
    "either": "both",
}
_TIMES = frozenset("before during after".split())
_PHRASE = frozenset({"DT", "PRP$", "JJ", "VBN", "VBG", "CD"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PAIR = 8  # words behind "both" or "either" that it may join


def wrong_bound(sentence: str, source: str, passage: str) -> str:
    """What bounds a number, a thing, a pair or a time of `sentence` otherwise than `source`, or all of `passage`, does; "" for nothing."""
    here, there = list(_bounds(sentence)), list(_bounds(source))
    sides, others = ({side for side, _ in found} for found in (here, there))
    if sides and others and not sides & others:
        return " ".join(sorted(sides))
    for side, number in here:
        if number and (_OTHER[side], number) in there and (side, number) not in there:
            return f"{side} {number}"
    for read in (_extremes, _pairs):
        own, said = read(sentence), read(source)
        for side, what in sorted(own):
            if (_OTHER[side], what) in said - own:
                return f"{side} {what}"
    when = _times(passage)
    for time, word in sorted(_times(sentence)):
        known = {other for other, what in when if what == word}
        if known and time not in known:
            return f"{time} {word}"
    return ""


def _bounds(text: str) -> Iterator[tuple[str, str]]:
    """("at most" or "at least", the number in digits or "") for every bound; a denial turns it round ("*cannot* hold more than 5")."""
    low = text.lower()
    for m in _AT_BOUND.finditer(low):
        upper = m["a"] == "most" or m["b"] == "more" or m["c"] in ("less", "fewer", "below", "under")
        upper |= m.group().startswith("up to") or m["e"] == "maximum"
        upper ^= bool(m["c"] and _DENIED.search(low[: m.start()]))
        yield ("at most" if upper else "at least"), (m["number"] or "").rstrip(".,")


def _extremes(text: str) -> set[tuple[str, str]]:
    """("maximum" or "minimum", stem of a thing) for every thing that is called the greatest or the least."""
    return {("maximum" if m["upper"] else "minimum", root(m["noun"])) for m in _EXTREME.finditer(text.lower())}


def _pairs(text: str) -> set[tuple[str, str]]:
    """("both" or "either", the two stems joined) for "both A and B", "either A or B"."""
    found = set()
    tokens = parse(text)
    lows = [t.low for t in tokens]
    for i, low in enumerate(lows):
        if low not in {"both", "either"} or NEGATIONS & set(lows[:i]):
            continue
        joint = next(
            (j for j in range(i + 2, min(len(lows) - 1, i + _PAIR)) if lows[j] == ("and" if low == "both" else "or")), 0
        )
        behind = next((t for t in tokens[joint + 1 :] if bears_meaning(t)), None)
        if joint and bears_meaning(lows[joint - 1]) and behind is not None:
            found.add((low, " ".join(sorted((root(lows[joint - 1]), root(behind.low))))))
    return found


def _times(text: str) -> set[tuple[str, str]]:
    """("before", "during" or "after", stem of the noun) for every time that is told by a thing."""
    tokens = parse(text)
    return {(t.low, head) for i, t in enumerate(tokens) if t.low in _TIMES and (head := _head(tokens[i + 1 :]))}


def _head(tokens: Sequence[Token]) -> str:
    """The noun of the phrase that begins there; "" where a pronoun or a verb stands first, or a clause begins ("after the war began")."""
    found = ""
    for token in tokens:
        if token.tag in NOUN:
            found = root(token.low)
        elif found or token.tag not in _PHRASE:
            return "" if token.tag in _FINITE else found
    return found
