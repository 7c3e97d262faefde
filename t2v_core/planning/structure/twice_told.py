"""Labels in which a second statement begins: "the landlords and ensured that they stayed rich" is no name of a thing."""

from __future__ import annotations

from collections.abc import Sequence

from ..english.grammar import FINITE, NOUN, Token, parse
from ..english.tagging import can_be_verb

# A second doing inside the name of a thing ("the past years *but earlier were* warmer", "sparks *and ignite the* gas").
_OBJECT_TAGS = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "JJ", "IN"})
_NAMING = frozenset("called known named termed".split())
_HOW_MANY = frozenset("many some few several more most much".split())
_DEGREES = frozenset({"RB", "RBR", "JJR"})


def tells_twice(label: str, sentence: str) -> bool:
    """Whether a second statement begins inside the name of a thing ("the landlords and ensured that they stayed rich")."""
    start = sentence.find(label)
    return start >= 0 and twice_told(parse(sentence), start, start + len(label))


def twice_told(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a stretch of a sentence's tokens has no verb before "and", "but" or "nor", and one right behind it."""
    before = next((t for t in reversed(tokens) if t.end <= start), None)
    if before is not None and (before.tag in {"TO", "MD", "WDT", "WP"} or before.low == "that"):
        return False  # "to *meet and vote*"
    inside = [t for t in tokens if start <= t.start and t.end <= end]
    if inside and inside[0].tag != "NNS" and can_be_verb(inside[0].low):
        return False  # "… to meet, *plan and vote*"
    past = before is not None and before.low.endswith("ed")
    for i, token in enumerate(inside[1:-1], start=1):
        if token.low not in {"and", "but", "nor", "or"}:
            continue
        if any(
            t.tag.startswith("VB") or t.tag in {"MD", "TO", "WDT", "WP", "WRB"} or t.low == "that" for t in inside[:i]
        ):
            return False
        behind = [t for t in inside[i + 1 : i + 5] if t.tag not in _DEGREES][:2]
        in_past = past and token.low == "and" and inside[i - 1].tag in NOUN
        if token.low == "nor" or (behind and behind[0].low not in _NAMING and _is_doing(behind, in_past)):
            return True
    return False


def _is_doing(behind: Sequence[Token], past: bool) -> bool:
    """Whether the words behind "and" are a verb and its object; `past`: the verb before the label ends in -ed and a noun before "and"."""
    verb, object_ = behind[0], behind[1] if len(behind) > 1 else None
    if verb.tag in FINITE:
        return True
    if object_ is None or object_.tag not in _OBJECT_TAGS:
        return False
    told = verb.low.endswith("ed") and verb.tag in {"VBN", "NN", "JJ"}
    return verb.tag == "VB" or (told and (past or object_.tag in {"DT", "PRP$"} or object_.low in _HOW_MANY))
