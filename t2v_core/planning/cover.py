"""Whether a book covers a topic at all: what is asked before a plan is made, and what is offered instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..book.model import Chunk
from ..book.sentences import split_sentences
from ..errors import InsufficientEvidence, quoted
from ..retrieval.model import Evidence
from .answers import side_of
from .context import REVIEW_HEADING
from .english.grammar import main_clause
from .english.sentences import teaches
from .language import language_hint
from .text import content_stems, count_words
from .topic import Topic, read_topic

# Best cosine below which the book does not cover a topic: 0.67–0.70 on topic, 0.20 off it (measured on textbooks).
MIN_COVER = 0.30
# Best cosine from which a book explains a topic in whatever words, and the share of a longer topic's words that one
# passage must have below it.
SURE, NAMED_SHARE = 0.60, 0.6
# Sentences with the topic in their subject from which a book without a heading on it speaks of it, or sentences that name it.
SPOKEN_OF, NAMED_IN = 2, 8
# Cosine from which a passage with a name of several words may be about what it names: of those that only mention one beside
# another matter the best had 0.38, of those that explain one in two sentences 0.44.
ABOUT = 0.40
# Words that may stand before a name in a subject that is about it ("The famous *dust bowl* of the thirties").
BEFORE_NAME = 2
# A heading that only counts: "Part 1", "Chapter Two", "IV", "3.2".
_PLACE = re.compile(
    r"(?i:part|book|volume|unit|chapter|section|lesson|lecture|module|appendix)\W*"
    r"(?i:\d+(?:\.\d+)*|[ivxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)\W*|\d+(?:\.\d+)*\W*|[IVXLC]+\W*"
)


def passages_of(evidence: Evidence) -> list[Chunk]:
    """Every passage of the evidence's books; those of its hits where it carries no book."""
    return [c for book in evidence.books for c in book.chunks] or [h.chunk for h in evidence.hits]


def require_cover(evidence: Evidence | None, topic: str) -> Evidence:
    """The evidence when it covers the topic; else `InsufficientEvidence` that names what the book does have."""
    if evidence is None:
        raise InsufficientEvidence(
            f"There is no evidence for {quoted(topic)}. Connect a book's evidence, or use planner 'manual' for a film without a source."
        )
    best = max((hit.score for hit in evidence.hits), default=0.0)
    if best < MIN_COVER:
        raise InsufficientEvidence(
            f"The book does not cover {quoted(topic)}: the best passage scores {best:.2f}, a topic it covers at least {MIN_COVER:.2f}. "
            + language_hint(topic, [c.text for c in passages_of(evidence)])
            + offers(evidence, read_topic(topic))
        )
    return evidence


def require_named(evidence: Evidence, topic: Topic, texts: Sequence[str]) -> None:
    """Raise `InsufficientEvidence` where no passage is surely about the topic and none has its words together.

    A passage near to a name of several words is surely about it only if it has the name: one on civil wars is near to any.
    What a heading says word for word is explained under it, in whatever words.
    """
    scores = [hit.score for hit in evidence.hits]
    best = max(scores, default=0.0)
    needed = NAMED_SHARE if len(topic.stems) > 2 else 1.0
    named = [h.score for h in evidence.hits if topic.mentions(h.chunk.text) >= 1] if _is_name(topic) else scores
    if max(named, default=0.0) >= SURE or any(
        all(map(teaches, p)) and topic.is_worded(p[-1]) for p in _paths(evidence)
    ):
        return
    naming = [t for t in texts if len(topic.covered(t)) >= needed * len(topic.stems) - 1e-9]
    if naming:
        chunks = passages_of(evidence)
        headings = {h for c in chunks for h in c.section}
        headed = any(topic.mentions(h) >= _whole(topic) or topic.has_head(h) for h in headings)
        told = max(named, default=0.0) >= ABOUT and (_spoken_of(naming, topic) >= SPOKEN_OF or _often(naming, topic))
        if headed or told or _under_its_words(chunks, set(naming), topic):
            return
        raise InsufficientEvidence(
            f"The book mentions {quoted(topic.text)} but does not explain it: no heading names it, and hardly a sentence is about it. "
            + offers(evidence, topic)
        )
    raise InsufficientEvidence(
        f"The book does not explain {quoted(topic.text)}: no passage has these words together, and the nearest scores only {best:.2f}. "
        + language_hint(topic.text, texts)
        + offers(evidence, topic)
    )


def _paths(evidence: Evidence) -> set[tuple[str, ...]]:
    """The headings over the book's passages, each with those above it."""
    return {c.section[:depth] for c in passages_of(evidence) for depth in range(1, len(c.section) + 1)}


def _is_name(topic: Topic) -> bool:
    """Whether the request is one name of several words, which a part of it does not name ("Russian Revolution")."""
    return len(topic.phrases) == 1 and len(topic.stems) > 1 and not (topic.deed or side_of(topic))


def _often(texts: Sequence[str], topic: Topic) -> bool:
    """Whether so many sentences have a name that the book tells of it, whatever their subject ("a farmer used the *reaper*")."""
    return _is_name(topic) and sum(topic.mentions(s) >= 1 for t in texts for s in split_sentences(t)) >= NAMED_IN


def _whole(topic: Topic) -> float:
    """What naming the topic takes here; of a question its subject will do: a book may tell what that does in other words."""
    return 0.5 if topic.deed else 1.0


def _under_its_words(chunks: Sequence[Chunk], naming: set[str], topic: Topic) -> bool:
    """Whether a passage that names the topic stands under a heading of most of its words ("Argument evaluation").

    Under a heading of some of its words and no others ("Forests") a sentence must be about the topic ("random forests").
    """
    share = 1.0 if topic.is_proper else NAMED_SHARE  # "Civil War" is another than the "Spanish Civil War"
    least = max(2, share * len(topic.stems) - 1e-9)
    for chunk in chunks:
        if not chunk.section or chunk.text not in naming:
            continue
        heading = chunk.section[-1]
        own = {s for s in content_stems(heading) if not s.replace(".", "").isdigit()}
        if len(topic.covered(heading)) >= least or (own and own <= topic.stems and _spoken_of([chunk.text], topic)):
            return True
    return False


def _spoken_of(texts: Sequence[str], topic: Topic) -> int:
    """In how many sentences the topic is in the subject, as far as `SPOKEN_OF`."""
    found = 0
    asks = re.match(r"(?:how|why)\b", topic.text, re.I)
    for text in texts:
        for sentence in split_sentences(text):
            clause = main_clause(sentence) if topic.mentions(sentence) >= _whole(topic) else None
            if clause and asks:  # "Why the South seceded": "Seven Southern states seceded …"
                found += bool(topic.covered(f"{clause.subject} {clause.verb}"))
            else:
                found += bool(clause and topic.mentions(_front(clause.subject, topic)) >= _whole(topic))
            if found >= SPOKEN_OF:
                return found
    return found


def _front(subject: str, topic: Topic) -> str:
    """What a subject begins with: a name far behind is not what the sentence is about ("The success of methods such as …")."""
    if not _is_name(topic):
        return subject
    return " ".join(subject.split()[: BEFORE_NAME + max(count_words(p) for p in (*topic.phrases, *topic.aliases))])


def offers(evidence: Evidence, topic: Topic, limit: int = 5) -> str:
    """A sentence that names sections the book does have, nearest to the topic first, but never one whose name the refused topic is."""
    sections = [hit.chunk.section[-1] for hit in evidence.hits if hit.chunk.section]
    for book in evidence.books:
        sections += [chunk.section[0] for chunk in book.chunks if chunk.section]
    other = [name for name in dict.fromkeys(sections) if not topic.is_heading(name)]
    names = [name for name in other if _names_a_matter(name)][:limit]
    if not names:
        return "Choose another topic or another book."
    return f"It does have: {'; '.join(names)}. Choose one of these, or another book."


def _names_a_matter(heading: str) -> bool:
    """Whether a heading says what its section is about; "Part 1", "Summary" and "Learning Objectives" stand in every book."""
    return (
        teaches(heading)
        and not _PLACE.fullmatch(heading)
        and not REVIEW_HEADING.match(heading)
        and not heading.lower().endswith("objectives")
    )
