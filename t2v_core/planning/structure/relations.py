"""Subject, verb and object of what a sentence says: edges of concept maps, and the steps of serial verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..grammar import FINITE, main_clause, parse
from ..phrases import label_of, name_of
from ..text import count_words, words
from ..visuals import ConceptMap, Link
from .model import Finding, Source

_ADVERBS = re.compile(
    r"\s+(?:also|then|often|usually|only|simply|typically|generally|randomly|iteratively|repeatedly|automatically)$",
    re.I,
)
_OPENING_PREPOSITION = re.compile(
    r"^(?:as|by|to|into|in|on|of|from|with|for|at|between|through|over|under|toward|towards|against|using|via)\b\s*",
    re.I,
)
_ENOUGH = 3  # links that make a map worth looking at
_CLAUSES = re.compile(
    r"[,;]\s+(?:and\s+|whereas\s+|while\s+|but\s+|so\s+|although\s+)?|\s+and\s+(?=(?:the|an?|each|every|one)\s)"
)
_POINTS_BACK = re.compile(r"\b(?:this|that|it|its|these|those|them|they|here)\b", re.I)
_BEHIND = re.compile(
    r"\s+(?P<by>for|from|by|with|using|into|through|to|in|on|at|over|between|during|against|across|without|until|when|whether|because)\s+(?P<name>(?:[^,;:]|,(?=\d))+)"
)


@dataclass(frozen=True)
class Triple:
    """`subject` `verb` `object`, each quoted from the sentence."""

    subject: str
    verb: str
    object: str


def triples(sentence: str) -> list[Triple]:
    """What the sentence's subjects do: one triple for each coordinated predicate of each coordinated clause."""
    parts = _CLAUSES.split(sentence.rstrip(" ."))
    split = [_clause_triples(part) for part in parts]
    if len(parts) > 1 and sum(map(bool, split)) > 1:
        return [t for found in split for t in found]
    return _clause_triples(sentence)


def _clause_triples(sentence: str) -> list[Triple]:
    clause = main_clause(sentence)
    if clause is None or clause.negated:
        return []
    subject = name_of(_ADVERBS.sub("", clause.subject))
    if not subject:
        return []
    found = []
    for verb, rest in predicates(clause.verb, clause.rest):
        preposition = _OPENING_PREPOSITION.match(rest)
        if preposition and count_words(verb) <= 3:
            verb, rest = f"{verb} {preposition.group().strip()}", rest[preposition.end() :]
        target = name_of(rest, 7) or label_of(rest, 7)
        if target and not _POINTS_BACK.search(target) and count_words(verb) <= 4 and target.lower() != subject.lower():
            found += [Triple(subject, verb, target), *_carried_on(target, rest)]
    return found


def _carried_on(target: str, rest: str) -> list[Triple]:
    """Where the sentence goes on from the object: "a sum | of | inputs" is one thing, "weights | from | data" is two."""
    found: list[Triple] = []
    while len(found) < 2:
        behind = rest[rest.find(target) + len(target) :]
        match = _BEHIND.match(behind)
        name = (name_of(match["name"], 6) or label_of(match["name"], 7)) if match else ""
        if not match or not name or _POINTS_BACK.search(name) or name.lower() == target.lower():
            break
        found.append(Triple(target, match["by"], name))
        target, rest = name, match["name"]
    return found


def predicates(verb: str, rest: str) -> list[tuple[str, str]]:
    """The coordinated predicates of a clause: ("computes", "a sum"), ("applies", "an activation function")."""
    tokens = parse(f"It {verb} {rest}")
    offset = len(f"It {verb} ")
    found, start, current = [], 0, verb
    for i in range(2, len(tokens) - 1):
        here = tokens[i]
        joined = tokens[i - 1].low in {"and", "then", ","} or (
            tokens[i - 1].tag == "RB" and tokens[i - 2].low in {"and", ",", "then"}
        )
        looks = here.tag in FINITE - {"MD", "VBD"} or (
            here.tag == "NNS" and here.low.endswith("s") and tokens[i + 1].tag in {"DT", "PRP$", "PRP", "RP", "TO"}
        )
        if joined and looks and here.start >= offset and _agrees(current, here.text):
            found.append((current, _tail(rest[start : here.start - offset])))
            start, current = here.end - offset + 1, here.text
    found.append((current, rest[start:]))
    return [(v, r.strip(" ,.")) for v, r in found if r.strip(" ,.")]


def concept_map(spoken: Sequence[Source], around: Sequence[Source] = ()) -> Finding | None:
    """A map of the relations the spoken sentences state; one or two from around join where they share a concept."""
    own, texts = _links(spoken)
    own = _connected(own)
    if not own:
        return None
    if len(own) < _ENOUGH:
        known = {_fold(end) for x in own for end in (x.source, x.target)}
        extra, _ = _links([s for s in around if s.text not in texts])
        joined = [x for x in extra if (_fold(x.source) in known) != (_fold(x.target) in known)]
        own += joined[: _ENOUGH - len(own)]
    # One relation is still a picture: better than its words on a card, not as good as a real map.
    strength = 0.42 + 0.03 * min(len(own), 5) if len(own) > 1 else 0.3
    return Finding("concept_map", ConceptMap(links=own[:7]), strength, tuple(texts))


def _links(sources: Sequence[Source]) -> tuple[list[Link], list[str]]:
    """The links of the sources' triples without repetitions, and the sentences that gave one."""
    links: dict[tuple[str, str], Link] = {}
    for source in sources:
        for t in triples(source.text):
            link = Link(source=t.subject, target=t.object, label=t.verb, evidence_id=source.evidence_id)
            links.setdefault((_fold(t.subject), _fold(t.object)), link)
    return list(links.values()), [s.text for s in sources if triples(s.text)]


def _connected(links: list[Link]) -> list[Link]:
    """The largest set of links that hang together by a shared concept, in their order."""
    groups: list[tuple[set[str], list[Link]]] = []
    for link in links:
        ends = {_fold(link.source), _fold(link.target)}
        touching = [g for g in groups if g[0] & ends]
        merged = (ends.union(*(g[0] for g in touching)), [x for g in touching for x in g[1]] + [link])
        groups = [g for g in groups if g not in touching] + [merged]
    if not groups:
        return []
    best = max(groups, key=lambda g: len(g[1]))[1]
    return [x for x in links if x in best]


def _fold(name: str) -> str:
    return " ".join(w.lower().removesuffix("s") for w in words(name))


def _agrees(first: str, other: str) -> bool:
    """Both verbs in -s, or neither: "computes … and applies", not "computes … and values"."""
    return first.split()[-1].endswith("s") == other.endswith("s")


def _tail(text: str) -> str:
    return re.sub(r"[\s,]*(?:and)?(?: then)?[\s,]*$", "", text)


def predicate_label(verb: str, rest: str, max_words: int = 8) -> str:
    """A predicate as a label: "applies an activation function"."""
    return label_of(f"{verb} {rest}", max_words)
