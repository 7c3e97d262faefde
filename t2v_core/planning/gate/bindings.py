"""Is everything said of the one it was said of? Statements of the source are not mixed.

Each statement of a sentence is laid on the statement of the source that its predicate comes from. Its subject must
be there too, unless the source makes no other statement about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ..english.clauses import BE, Clause, bears_meaning, main_verb
from ..english.grammar import NOUN
from ..english.lexicon import are_synonyms, opposed, root
from .inventions import SHELL_STEMS
from .roles import swapped

_PARALLEL = frozenset("and but while whereas although though ; ,".split())
_LIKENED = frozenset("unlike like respectively".split())
_JOINS = frozenset("both unlike like than compared whereas neither either respectively".split())
_SAME_PAIR = 0.01  # decides between statements that hold the same words
_MARGIN = 0.45  # share of a predicate by which its statement must fit better than any about the subject named
_COVERED = 0.5  # share of a predicate that must come from one statement before its subject is asked for


@dataclass(frozen=True)
class Statement:
    """A clause with the relative clauses that narrow it, in sentence number `place`."""

    clause: Clause
    place: int
    opener: str

    def holds(self, stem: str) -> bool:
        """Whether one of its words is `stem` or a synonym, or some of them are what the initials `stem` stand for."""
        initials = stem.replace(".", "") if "." in stem[1:] else ""
        return any(are_synonyms(stem, s) for s in self.stems) or (
            len(initials) > 1 and initials in "".join(s[0] for s in self.stems)
        )

    @property
    def passive(self) -> bool:
        """Whether something is done to its subject."""
        lows = self.clause.lows
        return "by" in lows or any(
            w in BE and t.tag in {"VBN", "VBD"} for w, t in zip(lows, self.clause.tokens[1:], strict=False)
        )

    @cached_property
    def stems(self) -> list[str]:
        """Stems of its words that say something, in order."""
        return [root(t.low) for t in self.clause.tokens if bears_meaning(t) or t.tag == "CD"]


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
    """A subject of the sentence and the one for which the source has its predicate; None when there are none."""
    for own in sentence:
        if pair := _other_subject(own, source):
            return pair
    return None


def _other_subject(own: Statement, source: Sequence[Statement]) -> tuple[str, str] | None:
    """Two rivals: each is the subject of a statement of the source, and the predicate belongs to the one not named."""
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
    things = {root(t.low) for t in own.clause.tokens if t.tag in NOUN} - SHELL_STEMS
    for unit in (u for u, score in zip(source, scores, strict=True) if score > most - 1e-9):
        whole = len(predicate) > 1 and most > sum(weight.values()) - 1e-9 and unit.clause.explicit
        strange = [
            s
            for s in sorted(subject & things)
            if not unit.holds(s) and (_leads(s, source) or (whole and any(u.holds(s) for u in source)))
        ]
        instead = [s for s in sorted(unit.clause.subject or unit.stems[:1]) if s not in said and s not in SHELL_STEMS]
        if not unit.clause.sure and any(
            u.place <= unit.place and any(s in u.clause.subject for s in strange) for u in source
        ):
            return None  # whom "it" stands for is a guess
        fits = [score for u, score in zip(source, scores, strict=True) if any(u.holds(s) for s in strange)]
        if fits and most - max(fits) < _MARGIN * sum(weight.values()):
            return None
        rivals = [(s, x) for s in strange for x in instead if opposed(s, x) is None and not _related(s, x, source)]
        rivals = rivals or _other_kind(own, unit, source)
        found = rivals[0] if rivals else _in_its_place(own, unit, source) or _changed_places(own, unit)
        if found is None:
            return None
    return found


def _other_kind(own: Statement, unit: Statement, source: Sequence[Statement]) -> list[tuple[str, str]]:
    """Two words in front of one noun: "symmetric encryption" where the statement is about public-key encryption."""
    there = {head: kind for kind, head in pairwise(unit.stems)}
    said_of = {pair for u in source for pair in pairwise(u.stems)}
    return [
        (kind, there[head])
        for kind, head in pairwise(own.stems)
        if {kind, head} <= own.clause.front
        and not unit.holds(kind)
        and (kind, head) in said_of
        and there.get(head, kind) not in {kind, *own.stems}
        and there[head] in unit.clause.front
    ]


def _changed_places(own: Statement, unit: Statement) -> tuple[str, str] | None:
    if _says_what_it_is(own) and _says_what_it_is(unit):
        return None  # "a common value is 0.1", "0.1 is a common value"
    return swapped([own.clause], [unit.clause])


def _leads(stem: str, source: Sequence[Statement]) -> bool:
    """Whether a statement is about it."""
    return any(are_synonyms(stem, s) for u in source for s in (u.clause.front or u.stems[:1]))


def _related(a: str, b: str, source: Sequence[Statement]) -> bool:
    """Whether the source says that one is the other ("Bronze is an alloy … The alloy …"), or names both in one subject."""
    return any(
        {a, b} <= set(u.stems) and (_says_what_it_is(u) or {a, b} <= u.clause.subject)
        for u in source
        if not _JOINS & set(u.clause.lows)
    )


def _in_its_place(own: Statement, unit: Statement, source: Sequence[Statement]) -> tuple[str, str] | None:
    """A word from elsewhere in the source that stands where the statement has another one ("from the land", "from the sea")."""
    if own.passive != unit.passive or _says_what_it_is(own) or _says_what_it_is(unit):
        return None
    follows = dict(pairwise(unit.stems))
    for before, word in pairwise(own.stems):
        other = follows.get(before)
        if other in {None, "one"} or unit.holds(word) or own.holds(other) or before in own.clause.front:
            continue
        if any(u.holds(word) for u in source):
            return word, other
    return None


def _says_what_it_is(statement: Statement) -> bool:
    """Whether its verb is "is" alone."""
    verb = main_verb(statement.clause)
    return verb is not None and verb.low in BE


def _pairs(statement: Statement) -> set[tuple[str, str]]:
    return set(pairwise(statement.stems))
