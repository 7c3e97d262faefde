"""The finite verb of the main clause in a tagged sentence, and the verb group that begins there."""

from __future__ import annotations

import re

from .hidden_verbs import PREPOSITIONS, SUBORDINATE, is_modified
from .tagging import AUXILIARY, FINITE, NOUN, RELATIVE, Token

_HAVE = frozenset("has have had".split())
# Participles that look like the plain form, for which the tagger takes them.
_PLAIN_PARTICIPLES = frozenset(
    "become come overcome run cut put set let hit hurt shut spread split cast shed burst read".split()
)


def is_participle(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the past form at `at` may belong to the noun before it ("the energy *contained* in glucose")."""
    return tokens[at].tag == "VBD" and tokens[at].low not in AUXILIARY and tokens[at - 1].tag in NOUN


def is_noun(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether no verb can stand there: behind "and", or behind an adjective as the sentence's last word ("meaningful *sounds*")."""
    ends = all(not re.match(r"\w", t.text) for t in tokens[at + 1 :])
    return tokens[at - 1].tag == "CC" or (ends and tokens[at - 1].tag == "JJ" and tokens[at].low not in AUXILIARY)


def behind_participle(tokens: tuple[Token, ...], at: int) -> int:
    """The auxiliary behind "the electron *lost* from the pigment *must* be replaced"; `at` where a mark or a clause comes first."""
    for i in range(at + 1, len(tokens)):
        token = tokens[i]
        if not re.match(r"\w", token.text) or token.tag == "CC" or token.low in RELATIVE | SUBORDINATE:
            return at
        if token.low in AUXILIARY:
            return i
    return at


def later_verb(tokens: tuple[Token, ...], at: int) -> int:
    """The verb behind the one at `at` where nothing joins the two: then the first is a noun ("the way price supports work *is*")."""
    if tokens[at].tag not in {"VBZ", "VBP"} or tokens[at].low in AUXILIARY:
        return at
    behind = _behind_phrase(tokens, at)
    if behind is not None:
        return behind
    for i in range(at + 1, len(tokens)):
        token = tokens[i]
        joins = token.tag in {"CC", "TO", "WRB", "WP", "WDT", "IN", "PRP", "DT"} or token.low in RELATIVE | SUBORDINATE
        if joins or not re.match(r"\w", token.text):
            return at
        if token.low in AUXILIARY:
            return i
    return at


def _behind_phrase(tokens: tuple[Token, ...], at: int) -> int | None:
    """The verb behind "brain *waves* during deep sleep": no verb is followed by a prepositional phrase and another verb."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.low not in PREPOSITIONS - {"as", "like", "to"}:
        return None
    for i in range(at + 2, len(tokens)):
        token = tokens[i]
        if token.tag in FINITE | {"VB"}:
            return i
        if token.tag not in NOUN | {"DT", "JJ", "IN", "CD", "PRP$", "VBG"} or token.low in RELATIVE | SUBORDINATE:
            return None
    return None


def group_end(tokens: tuple[Token, ...], at: int) -> int:
    """One past the last word of the verb group that begins at `at` ("can be computed")."""
    end, carrier = at + 1, at  # carrier: the last auxiliary, or "to" behind a verb ("begin to move")
    while end < len(tokens):
        here = tokens[end]
        skipped = end
        while skipped < len(tokens) and tokens[skipped].tag == "RB":
            skipped += 1
        ahead = tokens[skipped] if skipped < len(tokens) else None
        carries = tokens[carrier].low in AUXILIARY | {"to"} or tokens[carrier].tag == "MD"
        perfect = ahead and tokens[carrier].low in _HAVE and (ahead.tag == "VBD" or ahead.low in _PLAIN_PARTICIPLES)
        if ahead and carries and (perfect or ahead.tag in {"VB", "VBN", "VBG"}):
            carrier, end = skipped, skipped + 1
        elif here.low == "to" and ahead is here and end + 1 < len(tokens) and tokens[end + 1].tag == "VB":
            carrier, end = end, end + 1
        elif _doubles(tokens, at, end):
            end += 2  # "gain or lose"
        elif here.low == "not" and end + 1 < len(tokens) and tokens[end + 1].low == "only" and not carries:
            break  # "become | *not only* a war": of the object
        elif here.tag == "RB" and here.low in {"not", "also", "often", "then", "usually", "thus"}:
            end += 1
        else:
            break
    return end


def _doubles(tokens: tuple[Token, ...], at: int, end: int) -> bool:
    """Whether "and" or "or" and a second verb of the same form follow the verb at `at`, with the object of both behind them."""
    if end != at + 1 or end + 2 >= len(tokens) or tokens[end].low not in {"and", "or"}:
        return False
    second, behind = tokens[end + 1], tokens[end + 2]
    alike = second.tag == tokens[at].tag or (tokens[at].tag, second.tag) == ("VBP", "VB")
    return alike and tokens[at].tag in FINITE - {"MD"} and behind.tag in NOUN | {"DT", "PRP$", "JJ", "PRP"}


def main_verb_index(tokens: tuple[Token, ...]) -> int | None:
    """Index of the finite verb of the main clause: the first one that no relative or subordinate word governs."""
    blocked = False
    opened = bool(tokens) and tokens[0].low in SUBORDINATE
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in "([") - (token.text in ")]")
        if depth:
            continue
        if token.text == "," and opened:
            opened = blocked = False
        elif i and (
            (token.low in RELATIVE and token.tag != "DT") or token.low in SUBORDINATE | {"until", "unless", "if"}
        ):
            blocked = True
        elif blocked and token.tag == "VB" and tokens[i - 1].low in RELATIVE:
            blocked = False  # "solutions that *contain* salt *are* …", whose verb is read as an infinitive
        elif token.tag in FINITE and i:
            if opened or is_modified(tokens, i) or tokens[i - 1].low == "of":
                continue  # "the volume of *filtrate*" is misread
            if blocked:
                blocked = False  # the relative clause's own verb
                continue
            return i
    return None
