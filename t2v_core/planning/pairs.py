"""A scene that sets two things side by side which the book tells one after the other, each in a sentence of its own.

"Primary groups are small. In contrast, secondary groups are large." Neither sentence is a comparison; together they
are, and the picture shows a column for each.
"""

from __future__ import annotations

from collections.abc import Sequence

from .candidates import Candidate
from .draft import Draft
from .gather import Passages, by_section
from .structure import Source, set_apart
from .topic import Topic

# Places in reading order between the two: further apart the second is no answer to the first.
MAX_APART = 5
# What it is worth that the second sentence comes right behind the first, and that a topic of two asks for both.
_NEXT, _JOINT = 0.1, 0.5


def pair(topic: Topic, candidates: Sequence[Candidate], passages: Passages, budget: float) -> Draft | None:
    """The best two sentences of at most `budget` words; None where the book sets nothing of the topic side by side."""
    best: tuple[float, Draft] | None = None
    told = sorted((c for c in candidates if _may_be_told(c, topic)), key=lambda c: c.sentence.position)
    for group in by_section(told, lambda c: c.sentence.hit):
        for i, first in enumerate(group):
            if not first.leads or not first.at_home:
                continue
            for second in group[i + 1 : i + 1 + MAX_APART]:
                follows = second.sentence.follows(first.sentence)
                words = first.sentence.words + second.sentence.words
                if words > budget or (second.sentence.dangling and not follows):
                    continue
                sources = [Source(c.sentence.text, passages.id_of(c.sentence.hit)) for c in (first, second)]
                found = set_apart(*sources, follows)
                if found is None:
                    continue
                joint = len(first.phrases | second.phrases) > 1
                value = found.strength + first.score("contrast") + _NEXT * follows + _JOINT * joint
                if best is None or value > best[0]:
                    best = value, Draft("contrast", [first, second], steps=found)
    return best[1] if best else None


def _may_be_told(candidate: Candidate, topic: Topic) -> bool:
    """Whether a sentence is about the topic, and not the topic's own definition, which has a scene of its own."""
    own = len(topic.phrases) < 2 and topic.is_subject_of(candidate.sentence.text) and "definition" in candidate.roles
    return not (candidate.aside or candidate.imperative or candidate.reviews or own)
