"""Which words and clauses of a source a sentence is held against: the counterpart of a word, the clause nearest to a clause."""

from __future__ import annotations

from collections.abc import Sequence

from ..english import lexicon
from ..english.clauses import Clause
from .marks import Word

_NARROWING = (("that",), ("which",), ("who",))
_TOLD = 0.7  # share of a clause's words above which a sentence tells it too
_OPPOSITE = 0.45  # of a word: two opposites tell less than the word itself


def matches_of(word: Word, others: list[Word], own: list[Word]) -> list[tuple[Word, bool]]:
    """The counterparts of `word`, best kind only, each with whether it is the opposite."""
    same = [w for w in others if w.stem == word.stem]
    if len(same) > 1:  # said twice: where its neighbours are the same
        beside = {w.stem for w in own if w.clause == word.clause}
        scores = [len(beside & {o.stem for o in others if o.clause == w.clause}) for w in same]
        same = [w for w, score in zip(same, scores, strict=True) if score == max(scores)]
    if same:
        return [(w, False) for w in same]
    taken = {w.stem for w in own}
    free = [w for w in others if w.stem not in taken]
    alike = [(w, False) for w in free if lexicon.are_synonyms(w.stem, word.stem)]
    return alike or [(w, True) for w in free if lexicon.opposed(w.stem, word.stem) is not None]


def nearest(clause: Clause, source: Sequence[Clause]) -> Clause | None:
    """The source clause that shares most content with `clause`, an opposite counting nearly half; None when nothing is shared."""
    scored = [(sum(_likeness(a, set(o.stems)) for a in set(clause.stems)), o) for o in source]
    most = max((n for n, _ in scored), default=0)
    return next((o for n, o in scored if n == most), None) if most >= 1 else None


def _likeness(stem: str, others: set[str]) -> float:
    if any(lexicon.are_synonyms(stem, o) for o in others):
        return 1.0
    return _OPPOSITE if any(lexicon.opposed(stem, o) is not None for o in others) else 0.0


def spoken_of(sentence: Sequence[Clause], source: Sequence[Clause], opposites: bool = False) -> list[Clause]:
    """The source clauses that the sentence tells: the nearest of each of its clauses, and those it has most words of.

    With `opposites` a word is told by its opposite too.
    """
    near = [nearest(c, source) for c in sentence]
    said = {s for c in sentence for s in c.stems}
    found = []
    about = {s for n in near if n is not None for s in n.subject & said}
    for clause in source:
        if opposites and about and not any(clause is n for n in near) and _about_the_opposite(clause, about):
            continue
        stems = set(clause.stems) - (frozenset() if clause.explicit else clause.subject)
        who = clause.subject - stems
        narrows = clause.lows[:1] in _NARROWING  # what it is about stands in the clause before
        if who and not narrows and not any(lexicon.are_synonyms(s, x) for s in who for x in said):
            stems |= who
        heard = sum(any(_tells(x, s, opposites) for x in said) for s in stems)
        if any(clause is n for n in near) or (stems and heard >= _TOLD * len(stems)):
            found.append(clause)
    return found


def _about_the_opposite(clause: Clause, about: set[str]) -> bool:
    """Whether it speaks of the counterpart of what the sentence and its nearest clauses are about."""
    own, others = about - clause.subject, clause.subject - about
    return any(lexicon.opposed(s, a) is not None for s in others for a in own)


def _tells(said: str, stem: str, opposites: bool) -> bool:
    return lexicon.are_synonyms(stem, said) or (opposites and lexicon.opposed(stem, said) is not None)


def of_another(clause: Clause, other: Clause) -> bool:
    """Whether two clauses are about rivals: each subject has a word that the other clause does not have at all."""
    if not (clause.sure and other.sure and clause.subject and other.subject):
        return False
    return bool(clause.subject - set(other.stems)) and bool(other.subject - set(clause.stems))
