"""Where a book speaks about a topic: how much each of its sections is about it.

One sentence may be near to a topic by chance; a section whose passages are, explains it. Headings that name the
topic count as much as what the passages mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .answers import asked_in
from .text import count_words
from .topic import HEAD, Topic

if TYPE_CHECKING:
    from ..book.model import Chunk
    from ..retrieval.model import Evidence

# Cosines this far below the best passage's count for nothing.
RANGE = 0.3
# Best cosine below which a book has no section about the topic, and from which it surely has: `gather.MIN_COVER` is
# the first; on topics that books have a section on the best passage reached 0.6 to 0.8, on others 0.3 to 0.5.
NONE, SURELY = 0.3, 0.55
# Passages that name a topic of several words, from which the book covers it whatever the cosines say.
OFTEN = 8
# Share of a passage's nearness that it has without naming the topic.
UNNAMED = 0.4
# Nearest passages of a book that are looked at.
MOST = 500
# What a heading on one side of the topic counts ("Applications of …").
ASPECT = 0.6
# What a passage of the section that is on the topic as a whole counts, where no heading names the topic, and the share
# of the best section's value that makes it so.
OF_WHOLE, NEAR_BEST = 0.62, 0.9
# What a section counts whose heading has the word for what is asked of the topic, from what it counts anyhow.
ASKED_HERE, NEARLY = 0.75, 0.25
# What a passage counts at least in a section of the topic's own: its subsections tell the sides of it.
WITHIN = 0.6
# Passages by which a section is judged: its best ones.
JUDGED = 3
# Share of a section's value that its wider section gives.
WIDER = 0.40

Section = tuple[str, ...]


def focus(
    evidence: Evidence,
    topic: Topic,
    encode: Callable[[Sequence[str]], np.ndarray],
    own: Collection[str] = frozenset(),
) -> dict[str, float]:
    """How much the section of each chunk is about the topic, 0 to 1, by chunk id; chunks of other sections are left out.

    The sections of the evidence's books; those of its hits where it carries none. `own` are the ids of the chunks in
    sections that the book gives to the topic as a whole.
    """
    found: dict[str, float] = {}
    searched = [(b.chunks, b.embeddings) for b in evidence.books] or [([h.chunk for h in evidence.hits], None)]
    for passages, embeddings in searched:
        near, sure = _near(passages, embeddings, topic, encode)
        chunks = [(c, w) for c, w in zip(passages, near, strict=True) if c.section]
        passages = [(c.section, float(w)) for c, w in chunks if w > 0]
        headed = {s: _headed(topic, topic.heading_of(s)) for s in {c.section for c, _ in chunks}}
        # Headings that only say where ("the kidney" of "filtration in the kidney") are on something else too.
        named = _values(list(headed.items())) if max(headed.values(), default=0.0) > 0.5 else None
        meant = _values(passages, JUDGED if named is None else 1)
        whole = () if max(headed.values(), default=0.0) >= 1 else meant.whole_section()
        for chunk, _ in chunks:
            value = (sure * meant.of(chunk) + named.of(chunk)) / 2 if named else sure * meant.of(chunk)
            if whole and chunk.section[: len(whole)] == whole:
                value = max(value, sure * OF_WHOLE)
            if value > 0 and _answers_here(topic, chunk.section, value):
                value = max(value, ASKED_HERE)
            if any(map(topic.has_other_number, chunk.section)):  # "World War II"
                value = 0.0
            if chunk.id in own:
                value = WITHIN + (1 - WITHIN) * value
            if value > 0:
                found[chunk.id] = value
    return found


def _answers_here(topic: Topic, section: Section, value: float) -> bool:
    """Whether headings have the word for what is asked: "Causes of the crash" in a chapter on the topic, or where the section
    counts for something anyhow; of a question with why, beside a word of the topic ("Origins of the war")."""
    asked = asked_in(topic, section[-1])
    if asked and any(topic.mentions(h) >= 1 for h in section[:-1]):
        return True
    if value < NEARLY:
        return False
    inner = " ".join(section[-2:])
    return asked_in(topic, inner) and bool(topic.covered(inner)) if topic.deed else asked


def _near(
    chunks: Sequence[Chunk],
    embeddings: np.ndarray | None,
    topic: Topic,
    encode: Callable[[Sequence[str]], np.ndarray],
) -> tuple[np.ndarray, float]:
    """How near each passage is to the topic, above what counts for nothing; and how sure it is that the book covers it.

    Meaning and words together; words alone where there are no embeddings.
    """
    if embeddings is None:
        said = np.array([topic.share_named(c.text) for c in chunks])
        return said, float(said.max(initial=0.0))
    cosines = embeddings @ encode(topic.queries).mean(axis=0)
    best = float(cosines.max(initial=0.0))
    near = np.zeros(len(chunks))
    for i in np.argsort(-cosines, kind="stable")[:MOST]:
        above = max(0.0, float(cosines[i]) - (best - RANGE))
        near[i] = above and above * (UNNAMED + (1 - UNNAMED) * topic.share_named(chunks[i].text))
    sure = min(1.0, max(0.0, (best - NONE) / (SURELY - NONE)))
    if count_words(topic.phrases[0]) > 1:  # a name of several words is no chance
        sure = max(sure, min(1.0, sum(topic.has_phrase(topic.phrases[0], c.text) for c in chunks) / OFTEN))
    return near, sure


def _headed(topic: Topic, heading: str) -> float:
    """How much of the topic a heading names; a short one may name it by its head noun ("What Is Ownership?")."""
    share = ASPECT if topic.is_aspect(heading) else 1.0
    stands = topic.stands_for(topic.phrases[0], heading) and (not topic.deed or topic.does(heading))
    return share * max(topic.share_named(heading), HEAD * stands)


@dataclass(frozen=True)
class _Values:
    """Mean over the best passages, of the best section 1: of those of a section alone, and with those of its subsections."""

    own: dict[Section, float]
    whole: dict[Section, float]

    def whole_section(self) -> Section:
        """The section that has subsections and, taken together, is as much on the topic as any part; () where only a chapter is."""
        inner = {path[:-1] for path in self.own if len(path) > 2}
        best = [p for p in inner if self.whole.get(p, 0.0) >= NEAR_BEST]
        return max(best, key=lambda p: (len(p), self.whole[p], p), default=())

    def of(self, chunk: Chunk) -> float:
        """A passage's section, and its wider one, which a chapter is for the text it opens with.

        What a subsection is worth says less of the text before it.
        """
        own = self.own.get(chunk.section, 0.0)
        wider = self.whole.get(chunk.section[:-1] or chunk.section, own)
        return (1 - WIDER) * own + WIDER * wider


def _values(passages: Sequence[tuple[Section, float]], least: int = 1) -> _Values:
    """The sections' values; the best one of at least so many passages, if there is any, counts 1."""
    own: dict[Section, list[float]] = defaultdict(list)
    whole: dict[Section, list[float]] = defaultdict(list)
    for section, value in passages:
        own[section].append(value)
        for depth in range(1, len(section) + 1):
            whole[section[:depth]].append(value)
    means = [{path: float(np.mean(sorted(v, reverse=True)[:JUDGED])) for path, v in x.items()} for x in (own, whole)]
    long = [value for path, value in means[1].items() if len(whole[path]) >= least]
    most = max(long or means[1].values(), default=0.0) or 1.0
    return _Values(*({path: min(1.0, value / most) for path, value in m.items() if value > 0} for m in means))
