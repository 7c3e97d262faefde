"""The predicates of one clause: what its subject does, and does besides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..english.grammar import FINITE, NOUN, Clause, Token, main_clause, parse
from ..english.phrases import label_of, points_at
from ..english.tagging import AUXILIARY, RELATIVE, can_be_verb

_BE = frozenset("is are was were be been".split())
_PAIR = re.compile(r",?\s+and\s+(?P<verb>\w+)\s+and\s*$")
# Verbs of textbooks whose plain form is a noun too.
_PLAIN_VERBS = frozenset("cause produce force trigger release transport control limit change result".split())
# What opens a clause of its own, whose subject the doings behind it may have.
_SUBORDINATE = RELATIVE | frozenset("while because if although how what why whether".split())
_MORE = frozenset(
    "further still well better best".split()
)  # adverbs that are verbs too: "*further* strengthened the ties"
# Adjectives that are verbs too: "suits *round* clusters".
_OF_TWO_SORTS = frozenset(
    "round open free clean dry warm cool empty narrow slow clear even smooth level calm thin dim double equal idle lower mature moderate perfect separate"
    " wet live close complete correct direct steady secure".split()
)
# What stands between one predicate and the verb of the next; "then" tells the order and may go, other adverbs limit the verb.
_ADVERB = r"(?:also|sometimes|often|usually|almost|nearly|always|never|seldom|\w+ly)"
_TAIL = re.compile(
    rf"[\s,]*(?:and|but)?(?: (?:then|thus|therefore|hence|so|(?P<adverb>{_ADVERB}(?: {_ADVERB})*)))?[\s,]*$"
)


def clause_of(text: str) -> Clause | None:
    """The main clause; a plain adjective behind "The method suits" is no verb whose subject that is."""
    clause = main_clause(text)
    if clause and clause.verb.lower() in _MORE and (done := re.match(r"(?P<verb>\w{2,}ed)\s(?=\S)", clause.rest)):
        return replace(clause, adverbs=clause.verb, verb=done["verb"], rest=clause.rest[done.end() :])
    if clause is None or clause.verb.lower() not in _OF_TWO_SORTS or not parse(clause.rest)[:1]:
        return clause
    *before, last = parse(clause.subject)
    noun_behind = parse(clause.rest)[0].tag in NOUN
    if not (
        len(before) > 1 and noun_behind and last.low.endswith("s") and before[-1].tag == "NN" and can_be_verb(last.low)
    ):
        return clause
    subject = clause.subject[: last.start].rstrip()
    return replace(clause, subject=subject, verb=last.text, rest=f"{clause.verb} {clause.rest}")


def is_participle(clause: Clause) -> bool:
    """Whether the verb of a clause only says which one is meant: a past verb with its object stands behind it ("a girl *named* Ann lost her dog")."""
    if not re.fullmatch(r"\w+ed", clause.verb):
        return False
    tokens = parse(f"It {clause.verb} {re.split(r'[,;:]', clause.rest)[0]} .")[2:]
    for before, here, behind in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.low in _SUBORDINATE | {"and", "or", "but"} or here.low in _SUBORDINATE:
            return False
        past = here.tag in {"VBD", "VBN"} and here.low.endswith("ed") and before.tag in NOUN
        if past and behind.tag in NOUN | {"JJ", "DT", "PRP$", "CD"}:
            return True
    return False


def predicates(verb: str, rest: str) -> list[tuple[str, str]]:
    """The coordinated predicates of a clause: ("computes", "a sum"), ("applies", "an activation function")."""
    tokens = parse(f"It {verb} {rest}")
    offset = len(f"It {verb} ")
    found, start, current = [], 0, verb
    for i in range(2, len(tokens) - 1):
        here = tokens[i]
        if here.start < offset or not _begins_predicate(tokens, i, offset + start, current):
            continue
        end = _group_end(tokens, i)
        told, verb = rest[start : here.start - offset], rest[here.start - offset : end - offset]
        if (pair := _PAIR.search(told)) and can_be_verb(pair["verb"]):  # "…, and *enhance and* extend it"
            told, verb = told[: pair.start()], f"{pair['verb']} and {verb}"
        if shared := _shared(tokens, i, found[0][0] if found else current):
            verb = f"{shared} {verb}"
        found.append((current, _TAIL.sub("", told)))
        adverb = _TAIL.search(told)["adverb"] or ""
        start, current = end - offset + 1, f"{adverb} {verb}".strip()
    found.append((current, rest[start:]))
    return [(v, r.strip(" ,.")) for v, r in found if r.strip(" ,.")]


def _begins_predicate(tokens: Sequence[Token], at: int, start: int, current: str) -> bool:
    """Whether the token `at` is the verb of one more predicate; the one before it has the verb `current` and its rest begins at `start`."""
    here, following = tokens[at], tokens[at + 1]
    modal = tokens[1].tag == "MD"
    before = next(i for i in range(at - 1, -1, -1) if tokens[i].tag != "RB" or tokens[i].low == "then")
    joined = tokens[at - 1].low in {"and", "then", ",", "but"} or (
        tokens[at - 1].tag == "RB" and tokens[before].low in {"and", ",", "then"}
    )
    if not joined or not (modal or _agrees(current, here.text)):
        return False
    closes_aside = tokens[at - 1].text == "," and here.low in _BE and not any(t.low == "and" for t in tokens[at:])
    if closes_aside and any(t.low == "as" for t in tokens[:at]):
        return False  # "came to an end as kings, beginning with the third, *were* able …": of the clause behind "as"
    if here.low not in AUXILIARY and following.low in AUXILIARY:
        return False  # "…, and *malate* is produced": a subject of its own
    if modal and here.tag == "NNS":
        return False  # "may include rest, *changes* to diet, …"
    if any(
        t.low in _SUBORDINATE and not _points(tokens, i)
        for i, t in enumerate(tokens[:at])
        if i > 1 and t.start >= start
    ):
        return False  # "a wave that mixes *and softens* food": the doing may be another's
    if _governed(tokens, at, start) and tokens[at - 2].text != ",":
        return False  # "allows it to enter *and leave* the cell"
    return (
        here.tag in FINITE - {"MD", "VBD"}
        or here.low in {"was", "were", "had"}
        or (here.tag == "NNS" and here.low.endswith("s") and following.tag in {"DT", "PRP$", "PRP", "RP", "TO"})
        or (_is_doing(tokens, at) and current.endswith("s"))
        or (_joins_plain(tokens, at) and not current.split()[-1].endswith("s"))
        or _joins_passive(tokens, at)
        or _joins_past(tokens, at)
        or (modal and here.tag in {"VB", "VBP", "NN"} and following.tag in {"DT", "PRP$", "PRP"})
    )


def _shared(tokens: Sequence[Token], at: int, first: str) -> str:
    """The auxiliary of the `first` verb that a later one needs too: "*can* rise and fall", "*is* cut and sold by", "*is to* break and build"."""
    here = tokens[at]
    if tokens[1].tag == "MD":
        return "" if here.tag == "MD" or here.low.endswith("s") else tokens[1].text
    if _joins_passive(tokens, at):
        return tokens[1].text
    governing = re.match(r"(?P<to>.*\bto)\s\w+$", first)
    return governing["to"] if governing and not here.low.endswith("s") and here.tag != "VBD" else ""


def _joins_passive(tokens: Sequence[Token], at: int) -> bool:
    """ "is learned from some and *taught by* others": a second participle with a word of its own behind it."""
    here, following = tokens[at], tokens[at + 1]
    passive = tokens[1].low in _BE and any(t.tag in {"VBN", "VBD"} for t in tokens[2:4])
    listed = any(t.low in {"and", "or", "but"} for t in tokens[at - 2 : at])  # and no ", *known as* …"
    return (
        passive and listed and here.tag in {"VBN", "VBD"} and (following.tag in {"IN", "TO"} or following.low == "or")
    )


def _joins_past(tokens: Sequence[Token], at: int) -> bool:
    """ "… was signed in 1919 and *ended* the war": a past form with its object behind it, in a sentence told in the past."""
    here, following = tokens[at], tokens[at + 1]
    past = tokens[1].tag == "VBD" or tokens[1].low in {"was", "were", "had"} or tokens[1].low.endswith("ed")
    if past and here.tag == "VBD" and following.tag in {"DT", "PRP", "PRP$", "IN", "TO", "NNP", "NNPS"}:
        return True
    joined = tokens[at - 1].low == "and" and tokens[at - 2].tag in NOUN and here.low.endswith("ed")
    object_ = following.tag in {"DT", "PRP$", "JJ"} and here.tag in {
        "VBD",
        "VBN",
    }  # "… the system and *invited* great harm"
    return past and joined and (object_ or following.low in {"many", "some", "several", "few"})


def _joins_plain(tokens: Sequence[Token], at: int) -> bool:
    """ "… and *transmit* it", "… and *cause* vibrations": a plain form behind "and", with its object behind it."""
    here, following = tokens[at], tokens[at + 1]
    if here.tag == "VB":
        return following.tag in {"DT", "PRP", "PRP$", "NN", "NNS", "JJ", "IN"} and tokens[at - 2].low != "to"
    object_ = following.tag in {"DT", "PRP", "PRP$"} or _points(tokens, at + 1)
    if object_ and here.tag in {"NN", "VBP"} and tokens[at - 1].low == "and":
        return can_be_verb(here.low)  # "… and *place* it in storage"
    return here.low in _PLAIN_VERBS and following.tag in {"DT", "PRP", "PRP$", "NNS", "NN"}


def _points(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token `at` is a "that" that points at the noun behind it."""
    return tokens[at].low == "that" and points_at(
        " ".join(t.text for t in tokens), sum(len(t.text) + 1 for t in tokens[:at])
    )


def _agrees(first: str, other: str) -> bool:
    """Both verbs in -s, or neither: "computes … and applies", not "computes … and values"."""
    return other in {"was", "had"} or first.split()[-1].endswith("s") == other.endswith("s")


def _is_doing(tokens: Sequence[Token], at: int) -> bool:
    """ "… makes bile, *stores* sugar": taken for a plural, though a noun stands right behind it."""
    here, following = tokens[at], tokens[at + 1]
    return here.tag == "NNS" and following.tag in NOUN | {"JJ"} and can_be_verb(here.low)


def _governed(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether the verb at the token `at` may hang on a "to" with its verb behind `start`; one in -s hangs on none."""
    return tokens[at].tag != "VBZ" and any(
        t.low == "to" and (following.tag == "VB" or (following.tag in {"NN", "VBP"} and can_be_verb(following.low)))
        for t, following in pairwise([t for t in tokens[:at] if t.tag != "RB"])
        if t.start >= start
    )


def _group_end(tokens: Sequence[Token], at: int) -> int:
    """Where the verb group that begins at the token `at` ends: "*do not see* well"."""
    end = at
    while tokens[end].low in AUXILIARY | {"not"} or (end > at and tokens[end].tag == "RB"):
        end += 1
    return tokens[end if tokens[end].tag.startswith("VB") else at].end


def predicate_label(verb: str, rest: str, max_words: int = 8) -> str:
    """A predicate as a label: "applies an activation function"."""
    return label_of(f"{verb} {rest}", max_words)
