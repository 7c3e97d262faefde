"""Members of a family that a passage counts and then tells one by one ("There are three kinds … The first is …")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...book.sentences import split_sentences
from ..english.grammar import main_clause
from ..english.phrases import label_of, name_of
from ..text import capitalise, count_words, stem
from ..visuals import Hierarchy, Link, Steps
from .items import Item
from .model import Finding, Source, datum, distinct
from .processes import MAX_STEP, NUMBER_WORDS, one_of

# How many a word counts; 0 where it leaves that open.
NUMBERS = {"several": 0, "many": 0, "various": 0, "different": 0} | NUMBER_WORDS
# Sentences behind the one that counts in which the next member must be told.
_NEXT_WITHIN = 5
_COUNTS = re.compile(
    rf"\b(?P<count>{one_of(NUMBERS)})\s(?P<head>(?:[\w-]+\s){{0,3}}?(?P<sort>\w+s|phyla|phenomena))\b(?:\s(?P<joint>of|in|to|for|why|that)\s(?P<of>[\w’' -]{{3,40}}?)(?=[,.;:(]|\s(?:are|is|that|which|and|include|can|have|exist)\b|$))?",
    re.I,
)
_ORDINALS = ("first|one", "second|another|the other", "third|another|the last", "fourth", "fifth", "sixth", "seventh")
_LAST = "final|last"
_ADDS = re.compile(r"(?:next|then|another|also|in addition|additionally|furthermore|moreover|besides)\b", re.I)
_IN_TURN = re.compile(r"(?:stage|step|phase|period)s?$", re.I)
_NAMING = re.compile(r"(?:is|are|was|were|is called|are called|is known as|involves?)$")


@dataclass(frozen=True)
class Members:
    """The sentence that counts the family, its members, each in a sentence of its own, and their picture."""

    items: tuple[Item, ...]
    finding: Finding


def told_members(passages: Sequence[Source]) -> list[Members]:
    """Every family of which all members are told in order, in the passages of one section."""
    said = [(text, source) for source in passages for text in split_sentences(source.text)]
    found = []
    for at, (text, source) in enumerate(said):
        counts = _COUNTS.search(text)
        if counts is None or not (head := _head(counts)):
            continue
        members = _members(said[at + 1 :], NUMBERS[counts["count"].lower()], stem(counts["sort"].lower()))
        if members and distinct([x.label for x in members]):
            items = (Item(text, capitalise(head), source), *members)
            found.append(Members(items, _finding(head, source, members, bool(_IN_TURN.search(counts["sort"])))))
    return found


def _head(counts: re.Match[str]) -> str:
    """What the members are kinds, parts or stages of."""
    if (counts["joint"] or "of").lower() not in {
        "of",
        "in",
    }:  # "two ways to ratify an amendment", "three reasons why …"
        return label_of(counts.string[counts.start("head") :], 9)
    generic = re.search(r"(?:types?|kinds?|forms?|sorts?|categories|classes|groups)$", counts["head"], re.I)
    if generic or not name_of(counts["head"], 4):
        return name_of(counts["of"] or "", 5) if generic else ""
    return (
        f"{counts['count'].lower()} {counts['head']}" if count_words(counts["head"]) < 3 else name_of(counts["head"], 4)
    )


def _members(said: Sequence[tuple[str, Source]], count: int, sort: str) -> list[Item]:
    """The `count` members in order; [] when one of them is not told or has no name."""
    members: list[Item] = []
    at = 0
    for number in range(count or len(_ORDINALS)):
        words = _ORDINALS[number] + (f"|{_LAST}" if number == count - 1 or (not count and number > 1) else "")
        opens = re.compile(
            rf"(?:the\s)?(?:{words})(?:ly)?\b(?!-)(?P<kind>(?:\s\w+){{0,3}}?)(?=\s(?:of|in|is|are|was|involves?)\b|,)",
            re.I,
        )
        closes = re.compile(
            rf"(?P<name>[^,;:]{{3,50}}?)\s(?:is|are|forms?)\s(?:the\s)?(?:{words})\b(?!-)(?P<kind>(?:\s\w+){{0,3}}?)(?=\s(?:of|in)\b|[,.])",
            re.I,
        )
        ahead = range(at, min(len(said), at + _NEXT_WITHIN))
        told = ((i, m) for i in ahead for p in (opens, closes) if (m := p.match(said[i][0])))
        hit, match = next(((i, m) for i, m in told if _same_sort(m["kind"], sort)), (-1, None))
        if match and not number and not match["kind"] and hit > (1 if count else 0):
            return []  # "First, …" far behind the count counts something else
        if match is None:
            return members if not count and len(members) > 1 else []
        if not count and any(_ADDS.match(between) for between, _ in said[at:hit]):
            return []  # one of them is told without its number
        text, source = said[hit]
        alone = bool(re.match(r"\w+,", text[match.start() :])) and not match["kind"]  # "Second, the choice is free"
        name = name_of(match.groupdict().get("name") or "", 6) or ("" if alone else name_in(text)) or _told(text, match)
        if not name:
            return []
        members.append(Item(text, name, source))
        at = hit + 1
    return members


def _told(text: str, match: re.Match[str]) -> str:
    """ "Second, voters may reject it": what the member says, where it opens with its number alone."""
    rest = text[match.end() :]
    if not rest.startswith(",") or match["kind"]:
        return ""
    rest = re.sub(r"^, (?:in|by|at|on|during|after|for|with|as)\s[^,]{2,60}(?=,\s)", "", rest)  # "First, in 1873, …"
    said = re.match(r", (?:if|when|because) (?P<case>[^,]+)", rest)  # "Second, if most agree, it is law": the case
    told = said["case"] if said else rest.lstrip(" ,")
    label, clause = label_of(told, MAX_STEP), main_clause(told)
    return "" if clause and f" {clause.verb}" not in f" {label}" else label


def _same_sort(kind: str, sort: str) -> bool:
    """ "The second is …", "the second stage is …": no other thing than the family's."""
    last = kind.split()[-1:] or [""]
    return not last[0] or stem(last[0].lower()) in {sort, "type", "kind", "form"}


def name_in(text: str) -> str:
    """The member's name: between commas ("The first stage, attachment, …") or behind the verb ("The second is entry.")."""
    aside = re.match(
        r"(?!\w+, (?:as|in|by|for|if|when|with)\s)(?:\w+\s){1,8}?\w+,\s(?:called\s)?(?P<name>[^,]{3,50}),\s", text
    )
    if aside and (name := name_of(aside["name"], 5)):
        return name
    clause = main_clause(text)
    if clause is None or clause.negated or not _NAMING.match(clause.verb):
        return ""
    rest = re.split(r"[,;:—–(]|\s(?:that|which|who|where|when)\s", re.sub(r"^(?:called|known as)\s", "", clause.rest))[
        0
    ]
    return name_of(rest, 6)


def _finding(head: str, source: Source, members: Sequence[Item], in_turn: bool) -> Finding:
    texts = tuple(x.text for x in members)
    if in_turn and len(members) > 2:
        return Finding("process", Steps(steps=[datum(capitalise(x.label), x.source) for x in members]), 0.9, texts)
    if any(main_clause(x.label) for x in members):  # conditions and reasons told as clauses are no kinds of a thing
        links = [Link(source=head, target=x.label, evidence_id=x.source.evidence_id) for x in members]
    else:
        links = [Link(source=x.label, target=head, label="is a", evidence_id=x.source.evidence_id) for x in members]
    return Finding("hierarchy", Hierarchy(links=links), 0.9, (*texts, source.text))
