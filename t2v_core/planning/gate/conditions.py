"""Conditions that a sentence drops, or adds of its own: "if", "unless", "until", "except"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..english import lexicon
from ..english.clauses import Clause, is_content
from .counterparts import spoken_of
from .marks import BREAKS, EXCEPT

_SUPPOSES = frozenset("if provided".split())
_WHENEVER = frozenset("if when whenever once".split())


def dropped_condition(sentence: Sequence[Clause], source: Sequence[Clause]) -> str:
    """A condition of the source of which the sentence says nothing, or one it adds; "" when there is none."""
    said = {s for c in sentence for s in c.stems}
    cues = {w for c in sentence for w in c.lows}
    spoken = spoken_of(sentence, source)
    supposed = [stems for _, stems, _ in _conditions(sentence, _WHENEVER)]
    for cue, condition, main in _conditions(source, lexicon.CONDITIONS):
        heard = sum(any(lexicon.are_synonyms(s, x) for x in said) for s in condition)
        if cue in _SUPPOSES and any(_restates(other, condition) for other in supposed):
            continue  # "when the euro gets stronger": the condition in other words
        if condition and 2 * heard <= len(condition) and cue not in cues and any(main is c for c in spoken):
            return f"{cue} …"
    return _added_condition(sentence, source)


def _restates(said: Sequence[str], condition: Sequence[str]) -> bool:
    """Whether at least half of a condition is said behind another word that opens one; a single word has to be its first."""
    heard = [any(lexicon.are_synonyms(s, x) for x in said) for s in condition]
    return bool(heard) and 2 * sum(heard) >= len(heard) and (heard[0] or sum(heard) > 1)


def _conditions(source: Sequence[Clause], openers: frozenset[str]) -> list[tuple[str, tuple[str, ...], Clause]]:
    """(word that opens it, stems of the condition, the clause that it restricts) for every condition."""
    found = []
    for i, clause in enumerate(source):
        at = [j for j, w in enumerate(clause.lows) if w in openers and not _provides(clause, j)]
        for start, end in pairwise([*at, len(clause.tokens)]):
            inside = clause.tokens[start + 1 : end]
            stop = next((j for j, t in enumerate(inside) if t.text in BREAKS), len(inside))
            opens = not Clause(clause.tokens[:start]).stems
            follows = opens and stop + 1 >= len(inside)  # what it restricts is a clause of its own
            main = source[min(i + 1, len(source) - 1)] if follows and start <= 1 and i + 1 < len(source) else clause
            if follows and main is clause and i:
                main = source[i - 1]
            found.append((clause.lows[start], Clause(inside[:stop]).stems, main))
    return found


def _provides(clause: Clause, i: int) -> bool:
    """Whether "provided" is a verb: as a condition it opens its clause or has "that" behind it."""
    return (
        clause.lows[i] == "provided"
        and any(is_content(t) for t in clause.tokens[:i])
        and "that" not in clause.lows[i : i + 2]
    )


def _added_condition(sentence: Sequence[Clause], source: Sequence[Clause]) -> str:
    """A condition that the source does not state; "if" may spell out what the source says in other grammar."""
    conditional = lexicon.CONDITIONS | {"when", "whenever", "once", "where"}
    if any(set(c.lows) & conditional for c in source):
        return ""
    known = {s for c in source for s in c.stems}
    for clause in sentence:
        at = next((i for i, w in enumerate(clause.lows) if w in lexicon.CONDITIONS), None)
        if at is None:
            continue
        stated = all(any(lexicon.are_synonyms(s, k) for k in known) for s in Clause(clause.tokens[at + 1 :]).stems)
        excepts = clause.lows[at] == "except" and any(p in EXCEPT for c in source for p in pairwise(c.lows))
        if not excepts and (clause.lows[at] != "if" or not stated):
            return f"{clause.lows[at]} …"
    return ""
