"""How well a sentence goes on from the one that leads a scene: a linear model of ratings that readers gave to what may follow.

For the scenes of 31 films on topics of 16 textbooks 788 sentences that could be said next were rated: 3 the natural next thing,
2 fits, 1 loose, 0 leads away or is not understood. `devtools/ratings.py` fits the weights again. What readers like is the very
next sentence of the book; where that cannot be said, one of the same passage that takes up the lead's words. Cosines are those of the
default embedding model: with another one the ratings are on another scale, and the order among them still holds.
"""

from __future__ import annotations

import re

from .candidates import Candidate
from .english.grammar import main_clause
from .text import content_stems

# Rating points for each unit of a fact; facts without a unit are 0 or 1.
WEIGHTS = {
    "follows": 0.72,
    "third": -0.46,
    "before": -0.20,
    "same_passage": 0.28,
    "same_section": 0.25,
    "near": 1.36,
    "worth": 0.02,
    "shared": 0.34,
    "same_subject": 0.11,
    "takes_up_rest": 0.08,
    "leans_on_it": 0.30,
    "takes_up": -0.22,
    "listed": -0.50,
    "words": 0.27,
}
AVERAGE = 0.12
# It takes a place in a list whose other items are not told.
_LISTED = re.compile(
    r"(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|next|lastly|another|also|in addition|additionally|furthermore|moreover|similarly"
    r"|likewise|besides)\b",
    re.I,
)


def flow(lead: Candidate, candidate: Candidate) -> float:
    """The rating, 0 to 3, that readers would give to the candidate said right behind the lead."""
    return AVERAGE + sum(WEIGHTS[name] * value for name, value in facts(lead, candidate).items())


def facts(lead: Candidate, candidate: Candidate) -> dict[str, float]:
    """Everything that the model looks at, by name."""
    a, b = lead.sentence, candidate.sentence
    same_passage = a.hit.chunk.id == b.hit.chunk.id
    behind = b.position - a.position if same_passage else 0
    told, new = set(content_stems(a.text)), set(content_stems(b.text))
    subject, first = _subject(b.text), _subject(a.text)
    found = {
        "follows": behind == 1,
        "third": behind == 3,
        "before": behind < 0,
        "same_passage": same_passage,
        "same_section": b.in_section_of(a),
        "near": lead.vector @ candidate.vector,
        "worth": candidate.worth,
        "shared": len(told & new) / max(1, len(new)),
        "same_subject": bool(subject) and subject == first,
        "takes_up_rest": bool(subject & (told - first)),  # its subject is what the lead said of its own
        "leans_on_it": b.dangling and behind == 1,
        "takes_up": candidate.takes_up,
        "listed": bool(_LISTED.match(b.text)),
        "words": b.words / 20,
    }
    return {name: float(value) for name, value in found.items()}


def _subject(text: str) -> set[str]:
    clause = main_clause(text)
    return set(content_stems(clause.subject)) if clause else set()
