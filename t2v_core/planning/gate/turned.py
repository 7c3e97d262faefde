"""A part of a sentence in which what stands on the two sides of a verb has changed places, however long the two are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.clauses import BE, is_content
from ..english.grammar import FINITE, Token, parse
from ..english.lexicon import root
from .copied import LINKS
from .deeds import BOTH_WAYS

_PARTS = re.compile(r"[,;:()—–]")
_FEWEST = 4  # words of a part
_ANY = frozenset("a an any every each".split())
_NAMES = frozenset("called known termed named defined referred the this that one".split())


def turned(sentence: str, source: str) -> tuple[str, str] | None:
    """What stands on the two sides of a verb, where a part of the sentence has the words of one of the source and these stand the other way
    round: "A rise in price leads to more supply" and "More supply leads to a rise in price", "Gold is a metal" and "A metal is gold"."""
    parts = [t for part in _PARTS.split(source) if len(t := parse(part)) >= _FEWEST]
    for own in (t for part in _PARTS.split(sentence) if len(t := parse(part)) >= _FEWEST):
        for told in parts:
            for i, verb in enumerate(own):
                j = next((j for j, t in enumerate(told) if t.low == verb.low and t.tag in FINITE), None)
                if j is None or verb.tag not in FINITE or verb.tag == "MD" or not _points(own, i, told, j):
                    continue
                a, b, c, d = _stems(own[:i]), _stems(own[i + 1 :]), _stems(told[:j]), _stems(told[j + 1 :])
                if a and b and not (a & c or b & d) and 2 * len(a & d) > len(a) and 2 * len(b & c) > len(b):
                    return min(a & d), min(b & c)
    return None


def _points(own: Sequence[Token], i: int, told: Sequence[Token], j: int) -> bool:
    """Whether what stands in front of a verb and what stands behind it may not change places; "is" puts a thing into a kind."""
    if own[i].low not in BE:
        linked = i + 1 < len(own) and own[i + 1].low in LINKS  # "output slows when investment is lower"
        return root(own[i].low) not in BOTH_WAYS and not linked
    kind = j + 2 < len(told) and told[j + 1].low in _ANY
    return kind and own[0].low in _ANY and not (i + 1 < len(own) and own[i + 1].low in _NAMES | _ANY)


def _stems(tokens: Sequence[Token]) -> set[str]:
    return {root(t.low) for t in tokens if is_content(t)}
