"""In which order scenes are told: what it is, why it matters, then as the book explains it, each term before its use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .answers import ANSWERS
from .draft import Draft, stands
from .english.grammar import main_clause
from .english.sentences import said_as_example
from .scene_roles import OPENING, defines, named_at_end
from .text import count_words, mention_stems, term_stems
from .topic import HEAD, SOME_OF

OPENS_AS_WELL = 0.85  # share of the best score from which the scene that the book tells first opens the film
NEARER = 0.15  # cosine by which another scene must be nearer to the topic to be told before the book's first
_OWN_HEADING = 0.3  # what it is worth for that to stand under a heading that names the topic
# What goes wrong is not what a thing is.
_TROUBLE = re.compile(
    r"\b(?:stuck|fail(?:s|ed|ures?)?|suffers?|lacks?|struggles?|problems?|challenges?|complain\w*|difficult\w*|never|too|worse)\b",
    re.I,
)


def in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """What it is first; then as the book explains it, chapter by chapter, the one with most scenes first; the recap last."""
    chapters = Counter(_chapter(d) for d in drafts)
    first = {c: min(stands(d.lead) for d in drafts if _chapter(d) == c) for c in chapters}

    def key(draft: Draft) -> tuple:
        chapter = _chapter(draft)
        opens = OPENING.index(draft.role) if draft.role in OPENING else len(OPENING)
        return (
            draft.role == "recap",
            opens,
            -chapters[chapter],
            first[chapter],
            draft.lead.of_limits,
            stands(draft.lead),
        )

    return _topic_first(_terms_first(sorted(drafts, key=key)))


def _topic_first(drafts: list[Draft]) -> list[Draft]:
    """Without a definition the best scene that states something of the topic itself opens the film."""
    if any(d.role == "definition" for d in drafts):
        return drafts
    stating = [d for d in drafts if d.steps is None and d.lead.states_topic and _opens_well(d)]
    if not stating:
        return _nearest_first(_explaining_first(drafts))
    worth = {id(d): d.lead.score(d.role) + _OWN_HEADING * d.lead.headed for d in stating}
    first = next(d for d in stating if worth[id(d)] >= OPENS_AS_WELL * max(worth.values()))
    return [first, *(d for d in drafts if d is not first)]


def _opens_well(draft: Draft) -> bool:
    """Whether a film may begin with the scene: no contrast to something yet unknown, no example, no trouble, not some of many."""
    text = draft.lead.sentence.text
    aside = draft.role in {"contrast", "example", "recap"} or said_as_example(text)
    return not (aside or draft.lead.of_limits or SOME_OF.match(text) or _TROUBLE.search(text))


def _explaining_first(drafts: list[Draft]) -> list[Draft]:
    """The first scene that a film may begin with comes before those that stand in front of it."""
    first = next((d for d in drafts if d.steps is not None or _opens_well(d)), None)
    return [first, *(d for d in drafts if d is not first)] if first is not None else drafts


def _nearest_first(drafts: list[Draft]) -> list[Draft]:
    """A scene that answers the request before one that does not, and one much nearer to the topic before one that hardly is.

    What a book tells in the past keeps its order.
    """
    told = [d for d in drafts if d.steps is None and _opens_well(d) and not d.lead.in_past]
    if not told or told[0] is not drafts[0]:
        return drafts
    answering = [d for d in told if d.lead.asked >= ANSWERS]
    beside = bool(answering) and told[0] not in answering
    if told[0].lead.mention >= HEAD and not beside:
        return drafts
    nearest = max(answering if beside else told, key=lambda d: d.lead.relevance)
    if nearest.lead.relevance < told[0].lead.relevance + NEARER and not beside:
        return drafts
    return [nearest, *(d for d in drafts if d is not nearest)]


def _terms_first(drafts: list[Draft]) -> list[Draft]:
    """The scenes with each that says what a thing is before the first that speaks of the thing; steps stay in their order."""
    ordered = list(drafts)
    for draft in drafts:
        term = _explained(draft)
        at = ordered.index(draft)
        opening = sum(d.role in OPENING for d in ordered)
        users = [i for i, d in enumerate(ordered[:at]) if i >= opening and term and term <= _said(d)]
        if users and not any(_explained(d) and _explained(d) <= _said(draft) for d in ordered[users[0] : at]):
            ordered.insert(users[0], ordered.pop(at))
    return ordered


def _explained(draft: Draft) -> frozenset[str]:
    """Stems of the term that a scene's lead defines; none of a list, a recap or a definition of the topic."""
    if draft.steps is not None or draft.role == "recap" or draft.role in OPENING:
        return frozenset()
    text = draft.lead.sentence.text
    if named := named_at_end(text):
        return term_stems(named[0])
    clause = main_clause(text) if defines(text) else None
    return term_stems(clause.subject) if clause and count_words(clause.subject) <= 4 else frozenset()


def _said(draft: Draft) -> frozenset[str]:
    return frozenset().union(*(mention_stems(c.sentence.text) for c in draft.sentences))


def _chapter(draft: Draft) -> tuple[str, ...]:
    chunk = draft.lead.sentence.hit.chunk
    return chunk.book, *chunk.section[:1]
