"""Is everything said of the one it was said of? Statements of the source are not mixed.

Each statement of a sentence is laid on the statement of the source that its predicate comes from. Its subject must
be there too, and it may not borrow words from a statement that the source sets beside that one about something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from .clauses import BE, Clause, bears_meaning, main_verb
from .lexicon import are_synonyms, opposed, root
from .roles import swapped

_PARALLEL = frozenset("and but while whereas although though ; ,".split())
_LIKENED = frozenset("unlike like respectively".split())
_JOINS = frozenset("both unlike like than compared whereas neither either respectively".split())
_SAME_PAIR = 0.01  # decides between statements that hold the same words
_COVERED = 0.5  # share of a predicate that must come from one statement before its subject is asked for


@dataclass(frozen=True)
class Statement:
    """A clause with the relative clauses that narrow it, in sentence number `place`."""

    clause: Clause
    place: int
    opener: str

    def holds(self, stem: str) -> bool:
        """Whether one of its words is `stem` or a synonym."""
        return any(are_synonyms(stem, s) for s in self.stems)

    @property
    def stems(self) -> list[str]:
        """Stems of its words that say something, in order."""
        return [root(t.low) for t in self.clause.tokens if bears_meaning(t) or t.tag == "CD"]

    @property
    def passive(self) -> bool:
        """Whether something is done to its subject."""
        lows = self.clause.lows
        return (
            any(w in BE and t.tag in {"VBN", "VBD"} for w, t in zip(lows, self.clause.tokens[1:], strict=False))
            or "by" in lows
        )


def statements(told: Sequence[Sequence[Clause]]) -> list[Statement]:
    """The clauses of sentences, a relative clause without a comma joined to the one it narrows."""
    found: list[Statement] = []
    for place, clauses in enumerate(told):
        for i, clause in enumerate(clauses):
            lows = clause.lows
            if i and lows and lows[0] in {"that", "which", "who", "whose"} and not clause.explicit:
                joined = replace(found[-1].clause, tokens=found[-1].clause.tokens + clause.tokens)
                found[-1] = replace(found[-1], clause=joined)
            else:
                opener = next((w for w in lows[:2] if w in _PARALLEL), lows[0] if lows else "")
                found.append(Statement(clause, place, opener))
    return found


def mixed(sentence: Sequence[Statement], source: Sequence[Statement]) -> tuple[str, str] | None:
    """Two words that the source says in different statements and the sentence in one; None when there are none."""
    for own in sentence:
        pair = _other_subject(own, source) or _borrowed(own, sentence, source)
        if pair:
            return pair
    return None


def _other_subject(own: Statement, source: Sequence[Statement]) -> tuple[str, str] | None:
    """A subject whose predicate the source has for another subject, or that is not the one who acts there."""
    said = own.stems
    subject = own.clause.front & set(said)
    predicate = {s for s in said if s not in subject and any(u.holds(s) for u in source)}
    if not subject or not predicate or not own.clause.sure or _LIKENED & set(own.clause.lows):
        return None
    weight = {s: 1 / sum(u.holds(s) for u in source) for s in predicate}
    scores = [
        sum(w for s, w in weight.items() if u.holds(s)) + _SAME_PAIR * len(_pairs(own) & _pairs(u)) for u in source
    ]
    most = max(scores)
    if most < _COVERED * sum(weight.values()):
        return None
    found = None
    for unit in (u for u, score in zip(source, scores, strict=True) if score > most - 1e-9):
        strange = [s for s in sorted(subject) if not unit.holds(s) and any(u.holds(s) for u in source)]
        instead = [s for s in sorted(unit.clause.front) if s not in said]
        if not unit.clause.front:  # no verb was found: its first word is whom it is about
            instead = [s for s in unit.stems[:1] if s not in said]
        if not unit.clause.sure and any(
            u.place <= unit.place and any(s in u.clause.subject for s in strange) for u in source
        ):
            return None  # whom "it" stands for is a guess
        if strange and instead and not any(opposed(s, x) is not None for s in strange for x in instead):
            found = strange[0], instead[0]
        elif pair := _in_its_place(own, unit, source) or _changed_places(own, unit):
            found = pair
        else:
            return None
    return found


def _changed_places(own: Statement, unit: Statement) -> tuple[str, str] | None:
    if _says_what_it_is(own) and _says_what_it_is(unit):
        return None  # "a common value is 0.1", "0.1 is a common value"
    return swapped([own.clause], [unit.clause])


def _says_what_it_is(statement: Statement) -> bool:
    """Whether its verb is "is" alone."""
    verb = main_verb(statement.clause)
    return verb is not None and verb.low in BE


def _in_its_place(own: Statement, unit: Statement, source: Sequence[Statement]) -> tuple[str, str] | None:
    """A word from elsewhere in the source that stands where the statement has another one ("from the land", "from the sea")."""
    if own.passive != unit.passive or _says_what_it_is(own) or _says_what_it_is(unit):
        return None
    here, there = own.stems, unit.stems
    follows = dict(pairwise(there))
    for before, word in pairwise(here):
        other = follows.get(before)
        if other in {None, "one"} or unit.holds(word) or own.holds(other) or before in own.clause.front:
            continue
        if any(u.holds(word) for u in source):
            return word, other
    return None


def _pairs(statement: Statement) -> set[tuple[str, str]]:
    return set(pairwise(statement.stems))


def _borrowed(own: Statement, sentence: Sequence[Statement], source: Sequence[Statement]) -> tuple[str, str] | None:
    """One word each of two parallel statements about different things."""
    if _JOINS & set(own.clause.lows):
        return None
    said = sorted(set(own.stems))
    for a, b in combinations(source, 2):
        if a.place != b.place or b.opener not in _PARALLEL or not (a.clause.explicit and b.clause.explicit):
            continue
        for one, other in ((a, b), (b, a)):
            about_one = [s for s in one.clause.front if not other.holds(s)]
            about_other = [s for s in other.clause.front if not one.holds(s)]
            if not any(own.holds(s) for s in about_one) or any(h.holds(s) for h in sentence for s in about_other):
                continue
            if not about_other:
                continue
            alien = [s for s in said if other.holds(s) and not one.holds(s)]
            alien = [s for s in alien if not any(u.holds(s) for u in source if u is not other)]
            if alien:
                return about_one[0], alien[0]
    return None
