"""Which sections a book gives to a topic as a whole: those under a heading that is its name, else under one that means it.

Whatever stands there is about the topic, though its sentences may never name it. "The Viral Life Cycle" is the section
on viral replication; a book without one on telescopes has no heading near to them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .answers import side_of
from .context import REVIEW_HEADING, is_beside
from .cover import NAMED_SHARE
from .english.sentences import teaches
from .topic import NUMBER, Topic

if TYPE_CHECKING:
    from ..book.model import Book, Chunk
    from ..retrieval.model import Evidence

# Cosine of a heading with the topic from which it means the topic: of 19 topics of two textbooks those with a section had
# one of 0.60 to 0.82, the others at most 0.53.
MEANT = 0.60
# How far below the best another heading counts as good.
AS_GOOD = 0.03
# Nearest passages whose headings are looked at, and by how many of its passages a section is judged.
LOOKED_AT, JUDGED = 80, 3

Section = tuple[str, ...]
Encode = Callable[[Sequence[str]], np.ndarray]


def own_sections(evidence: Evidence, topic: Topic, encode: Encode) -> dict[str, int]:
    """For each chunk in a section of the topic's own, by its id, how many of its headings lead to that section.

    Empty where the book has no such section.
    """
    searched = [(b.chunks, b) for b in evidence.books] or [(tuple(h.chunk for h in evidence.hits), None)]
    found: dict[str, int] = {}
    for chunks, book in searched:
        sections = _named(chunks, topic) or _meant(book, topic, encode)
        for chunk in chunks:
            depth = next((d for d in range(1, len(chunk.section) + 1) if chunk.section[:d] in sections), 0)
            if depth:
                found[chunk.id] = depth
    return found


def _named(chunks: Sequence[Chunk], topic: Topic) -> set[Section]:
    """The sections whose heading is the topic's name; none for a request that asks for one side of it ("causes of …")."""
    if side_of(topic):
        return set()
    return {path for path in _sections(chunks) if topic.is_heading(path[-1])}


def _meant(book: Book | None, topic: Topic, encode: Encode) -> set[Section]:
    """The sections whose heading and passages are nearest in meaning, where they are near."""
    if book is None or book.embeddings is None:
        return set()
    asked = encode(topic.queries).mean(axis=0)
    cosines = book.embeddings @ asked
    nearest = [book.chunks[i] for i in np.argsort(-cosines, kind="stable")[:LOOKED_AT]]
    paths = sorted(p for p in _sections(nearest) if teaches(p[-1]) and not REVIEW_HEADING.match(p[-1]))
    paths = [p for p in paths if not (is_beside(p[-1], topic) or any(map(topic.sibling, p)))]
    if not paths:
        return set()
    headings = encode([NUMBER.sub("", p[-1]) for p in paths]) @ encode(topic.queries[-1:])[0]
    near = {p: float(cosine) for p, cosine in zip(paths, headings, strict=True) if cosine >= MEANT}
    inside = {p: [i for i, c in enumerate(book.chunks) if c.section[: len(p)] == p] for p in near}
    near = {p: near[p] for p in near if any(_names(topic, book.chunks[i].text) for i in inside[p])}
    worth = {p: (near[p] + float(np.sort(cosines[inside[p]])[-JUDGED:].mean())) / 2 for p in near}
    worth = {p: worth[p] for p in worth if not _has_nearer_part(p, near)}
    return {p for p in worth if worth[p] >= max(worth.values()) - AS_GOOD}


def _names(topic: Topic, text: str) -> bool:
    """Whether a passage has most of the topic's words: "The Causes of the Civil War" is near to another war's causes."""
    return topic.mentions(text) >= NAMED_SHARE


def _has_nearer_part(section: Section, near: dict[Section, float]) -> bool:
    """Whether a heading within the section says the topic as well as its own."""
    return any(len(p) > len(section) and p[: len(section)] == section and near[p] >= near[section] for p in near)


def _sections(chunks: Sequence[Chunk]) -> set[Section]:
    return {c.section[:depth] for c in chunks for depth in range(1, len(c.section) + 1)}
