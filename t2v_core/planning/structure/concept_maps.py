"""Concept maps: the relations that the spoken sentences state, as far as they hang together."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import content_stems, words
from ..visuals import ConceptMap, Link
from .model import Finding, Source
from .relations import LEADS_ON, TOWARDS, triples

# What a map loses for the share of its sentences' words that it leaves out.
UNTOLD = 0.6


def concept_map(spoken: Sequence[Source]) -> Finding | None:
    """A map of the relations the spoken sentences state, and of no others: what is drawn is said."""
    own, texts = _links(spoken)
    own = _connected(own)
    if sum(not _only_places(x.label) for x in own) < 2:
        return None  # one arrow shows no more than its sentence says, and "in" is no relation worth drawing
    said = [x for text in texts for x in content_stems(text)]
    shown = set(content_stems(" ".join(f"{x.source} {x.label} {x.target}" for x in own)))
    untold = sum(x not in shown for x in said) / max(1, len(said))
    strength = 0.42 + 0.03 * min(len(own), 5) - UNTOLD * untold
    return Finding("concept_map", ConceptMap(links=own[:7]), strength, tuple(texts))


def _only_places(label: str) -> bool:
    """Whether the label of a link is a bare preposition of place or means ("in", "via")."""
    return label in LEADS_ON - TOWARDS


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
