"""Verbs that the tagger took for something else, and nouns that it took for verbs."""

from __future__ import annotations

import re

from .tagging import AUXILIARY, NOUN, RELATIVE, Token, can_be_verb, is_often_verb

SUBORDINATE = frozenset(
    "when if while because since although though whereas once after before whenever wherever unless".split()
)
PREPOSITIONS = frozenset(
    "of in on at by for with without from to into onto through via between among over under during using as than per "
    "within across towards toward against about like unlike".split()
)
# Subjects right behind which no noun stands; what may open a clause and a phrase alike.
_WE_DO, _IT_DOES = frozenset("i we you they".split()), frozenset("he she it".split())
_IN_TIME = frozenset("after before since because".split())


def is_modified(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether what looks like a verb is the noun of "the pioneering *work*"."""
    if i < 2 or tokens[i].low in AUXILIARY or tokens[i].tag in {"MD", "VBD"}:
        return False
    owner = tokens[i - 2].tag in {"DT", "PRP$"} or re.search(r"['’]s$", tokens[i - 2].text)
    return bool(owner) and tokens[i - 1].tag in {"JJ", "VBG"}


def read_as_verb(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], int | None]:
    """A sentence without a finite verb: the first word behind the subject's head that can be one and agrees with it."""
    head = _head_of_subject(tokens)
    for i in range(1, len(tokens) - 1):
        here, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
        if before.low in RELATIVE or (here.text == "," and tokens[0].low not in PREPOSITIONS | SUBORDINATE):
            break
        if _does(tokens, i):
            verb = Token(here.text, "VBZ" if here.tag == "NNS" else "VBP", here.start, here.end)
            return (*tokens[:i], verb, *tokens[i + 1 :]), i
        if (
            head is None
            or i <= head
            or is_modified(tokens, i)
            or before.tag in {"DT", "PRP$", "JJ", "TO"}
            or not can_be_verb(here.low)
        ):
            continue
        plural = _is_plural(tokens[head])
        agrees = here.low.endswith("s") != plural and here.tag in {"NN", "NNS", "VB", "JJ"}
        follows = after.tag in NOUN | {"JJ", "JJR", "CD", "RB", "TO", "VBN", "DT", "PRP$", "PRP", "WP", "WRB"} or (
            after.tag == "IN" and after.low != "of"
        )
        if agrees and follows:
            verb = Token(here.text, "VBP" if plural else "VBZ", here.start, here.end)
            return (*tokens[:i], verb, *tokens[i + 1 :]), i
    return _read_as_past(tokens)


def _does(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a noun stands right behind a pronoun that begins a clause, where none can: "we *measure* the tide", "it *floats*"."""
    here, before = tokens[i], tokens[i - 1]
    begins = i == 1 or tokens[i - 2].tag in {",", "CC", "RB", "WRB"}  # not "gives *it* wings", "the way *we* use them"
    agrees = (before.low in _WE_DO and here.tag == "NN") or (before.low in _IT_DOES and here.tag == "NNS")
    return begins and agrees and can_be_verb(here.low)


def _read_as_past(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], int | None]:
    """ "Companies fired workers": a participle between two noun phrases and without an auxiliary is the verb."""
    start = _opening(tokens) if tokens and tokens[0].low in PREPOSITIONS | _IN_TIME else 0
    for i in range(start + 1, len(tokens) - 1):
        here, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
        if before.low in RELATIVE or here.text == ",":
            break
        if before.tag == "RB" and i > 1 and not tokens[i - 2].low.endswith(("’s", "'s", "s’", "s'")):
            before = tokens[i - 2]  # "Companies *also* fired workers"
        behind = after.tag in NOUN | {"DT", "PRP$", "CD", "JJ"} or (here.low == "led" and after.low == "to")
        if here.tag == "VBN" and before.tag in NOUN and behind:
            verb = Token(here.text, "VBD", here.start, here.end)
            return (*tokens[:i], verb, *tokens[i + 1 :]), i
    return tokens, None


def _opening(tokens: tuple[Token, ...]) -> int:
    """Where the subject may begin: behind "In spring," or "Across the valley" before "*the* river"; 0 where nothing opens the sentence."""
    if not tokens or tokens[0].low not in PREPOSITIONS | SUBORDINATE:
        return 0
    for i, token in enumerate(tokens):
        if token.text == ",":
            return i + 1
        if i > 1 and token.low == "the" and tokens[i - 1].tag in NOUN and tokens[0].low in PREPOSITIONS:
            return i
    return 0


def _head_of_subject(tokens: tuple[Token, ...]) -> int | None:
    """Index of the noun that a verb must agree with: the last one before the first preposition behind it."""
    head = None
    for i in range(_opening(tokens), len(tokens)):
        if tokens[i].tag in NOUN:
            if (
                head is not None
                and tokens[i].tag == "NNS"
                and can_be_verb(tokens[i].low)
                and not _another(tokens, i + 1)
            ):
                return head  # "respiration *releases* energy"
            head = i
            if tokens[i].tag in {"NNS", "NNPS"}:
                return head
        elif head is not None:
            return head
    return head


def _is_plural(noun: Token) -> bool:
    """Whether a verb in -s would not agree with the noun; the tagger takes "hippocampus" for a plural, "Arteries" for none."""
    if noun.tag in {"NNS", "NNPS"}:
        return not noun.low.endswith(("us", "is", "ss"))
    return noun.low.endswith("ies") and noun.low not in {"series", "species"}


def _another(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether the word at `i` would do as the verb instead ("reaction rates *increase*")."""
    return i < len(tokens) and tokens[i].tag in {"NN", "VB"} and is_often_verb(tokens[i].low)
