"""Which sections a book gives to a topic as a whole: those under a heading that is its name, else under one that means it.

Whatever stands there is about the topic, though its sentences may never name it. "The Viral Life Cycle" is the section
on viral replication; a book without one on telescopes has no heading near to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .answers import side_of
from .context import REVIEW_HEADING, is_beside
from .english.sentences import teaches
from .text import content_stems, mention_stems
from .topic import NUMBER, Topic

if TYPE_CHECKING:
    from ..book.model import Book, Chunk
    from ..retrieval.model import Evidence

# Cosine of a heading with the topic from which it means the topic: of 19 topics of two textbooks those with a section had
# one of 0.60 to 0.82, the others at most 0.53.
MEANT = 0.60
# What naming all words of the topic is worth beside that.
COVERS = 0.4
# By how much a heading within a section must be nearer than the section's own to stand for the topic: "The Collapse of
# Reconstruction" is only a part of "The Era of Reconstruction".
PART = 0.10
# How far below the best, heading and passages together, another section counts as good.
AS_GOOD = 0.06
# Nearest passages whose headings are looked at, and by how many of its passages a section is judged.
LOOKED_AT, JUDGED = 80, 3
# Words of a topic's name from which on a heading must have half of them: "hmmemit - sample sequences from a profile" is near to
# profile hidden Markov models and not about them.
LONG, HALF = 3, 0.5
# Words that a heading which answers a question may have.
ANSWER = 4
# Words of a name from which on a wider heading that has them all is on the same thing, and what sets another beside it.
SEVERAL = 2
_WITH_ANOTHER = re.compile(r"[,;:&]|\b(?:and|or|vs|versus|of)\b", re.I)
# Passages of a section; of fewer it is a box or an aside.
LEAST = 4
# Passages of a section with all words of the topic, from which the book explains it: one may only mention it.
EXPLAINS = 3

Section = tuple[str, ...]
Encode = Callable[[Sequence[str]], np.ndarray]


def own_sections(evidence: Evidence, topic: Topic, encode: Encode) -> dict[str, int]:
    """For each chunk in a section of the topic's own, by its id, how many of its headings lead to that section.

    Empty where the book has no such section. For a request that asks for one side of a topic ("causes of …") and not for
    how it works only what it has under those very words: a section on the whole tells other sides as well.
    """
    one_side = side_of(topic) not in ("", "process")
    searched = [(b.chunks, b) for b in evidence.books] or [(tuple(h.chunk for h in evidence.hits), None)]
    found: dict[str, int] = {}
    for chunks, book in searched:
        sections = _named(chunks, topic, one_side) or (set() if one_side else _meant(book, topic, encode))
        for chunk in chunks:
            depth = next((d for d in range(1, len(chunk.section) + 1) if chunk.section[:d] in sections), 0)
            if depth:
                found[chunk.id] = depth
    return found


def _named(chunks: Sequence[Chunk], topic: Topic, one_side: bool) -> set[Section]:
    """The sections whose heading is the topic's name, without boxes where there are others; of one side its very words."""
    sizes = Counter(c.section[:depth] for c in chunks for depth in range(1, len(c.section) + 1))
    is_its_name = topic.is_worded if one_side else lambda heading: _is_its_name(heading, topic)
    named = {_widest(path, topic) for path in sizes if is_its_name(path[-1]) and all(map(teaches, path))}
    return {path for path in named if sizes[path] >= LEAST} or named


def _is_its_name(heading: str, topic: Topic) -> bool:
    """Whether a heading is the topic's name, or says of a thing of a question what that asks ("Collision resolution" for
    "how does a hash table resolve collisions")."""
    answers = topic.does(heading) and any(topic.has_phrase(p, heading) for p in topic.phrases)
    return topic.is_heading(heading) or (answers and len(content_stems(NUMBER.sub("", heading))) <= ANSWER)


def _widest(path: Section, topic: Topic) -> Section:
    """The widest section round a heading that is the topic's name whose own heading has the whole name of several words
    too, and names no other thing beside it: "Collecting garbage" is a part of "Mark-sweep garbage collection"."""
    if len(topic.stems) < SEVERAL:
        return path
    round_it = (path[:depth] for depth in range(1, len(path)))
    return next((p for p in round_it if topic.mentions(p[-1]) >= 1 and not _WITH_ANOTHER.search(p[-1])), path)


def _meant(book: Book | None, topic: Topic, encode: Encode) -> set[Section]:
    """The sections whose heading and passages are nearest in meaning, where they are near; none of a topic of several things."""
    if book is None or book.embeddings is None or len(topic.subjects) > 1:
        return set()
    asked = encode([topic.name])[0]
    cosines = book.embeddings @ asked
    nearest = [book.chunks[i] for i in np.argsort(-cosines, kind="stable")[:LOOKED_AT]]
    naming = [c.section for c in nearest if topic.mentions(c.text) >= 1]
    paths = [p for p in _sections(nearest) if _may_be_own(p, topic)]
    paths = [p for p in paths if sum(section[: len(p)] == p for section in naming) >= EXPLAINS]
    inside = {p: [i for i, c in enumerate(book.chunks) if c.section[: len(p)] == p] for p in sorted(paths)}
    inside = {p: chunks for p, chunks in inside.items() if len(chunks) >= LEAST}
    if not inside:
        return set()
    headings = encode([NUMBER.sub("", p[-1]) for p in inside]) @ asked
    near = {p: float(cosine) for p, cosine in zip(inside, headings, strict=True) if cosine >= MEANT}
    near = {p: cosine + COVERS * _share(topic, p[-1]) for p, cosine in near.items()}
    worth = {p: near[p] + float(np.sort(cosines[inside[p]])[-JUDGED:].mean()) for p in near}
    worth = {p: worth[p] for p in worth if not _has_nearer_part(p, near, topic)}
    worth = {p: worth[p] for p in worth if not any(p[:depth] in worth for depth in range(1, len(p)))}
    best = max(worth.values(), default=0.0)
    return {p for p in worth if worth[p] >= best - AS_GOOD}


def _may_be_own(section: Section, topic: Topic) -> bool:
    """Whether a section teaches something that may be the topic, and no other of its name ("World War II")."""
    heading = section[-1]
    beside = REVIEW_HEADING.match(heading) or is_beside(heading, topic) or not all(map(teaches, section))
    of_little = len(topic.stems) >= LONG and _share(topic, heading) < HALF
    return not (beside or of_little or any(map(topic.has_other_number, section)))


def _share(topic: Topic, heading: str) -> float:
    return len(topic.covered(heading)) / len(topic.stems) if topic.stems else 0.0


def _has_nearer_part(section: Section, near: dict[Section, float], topic: Topic) -> bool:
    """Whether a heading within the section names more of the topic and little else, or says clearly better what it is."""
    named = _share(topic, section[-1])
    parts = [p for p in near if len(p) > len(section) and p[: len(section)] == section]
    plain = [p for p in parts if len(mention_stems(NUMBER.sub("", p[-1])) - topic.stems) <= 1]
    names_more = any(_share(topic, p[-1]) > named and near[p] >= near[section] for p in plain)
    return names_more or (named < 1 and any(near[p] >= near[section] + PART for p in parts))


def _sections(chunks: Sequence[Chunk]) -> set[Section]:
    return {c.section[:depth] for c in chunks for depth in range(1, len(c.section) + 1)}
