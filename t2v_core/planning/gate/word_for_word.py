"""A sentence that the passage has word for word, whole or as a clause that stands for itself: nothing is left to judge.

"… has run deficits, Japan and Germany have run surpluses." says the second part whatever the first is about, unless something in the rest
of the sentence decides whether it holds: a condition, a denial, somebody who says so, a choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english import lexicon
from ..english.citations import without_citations
from ..english.grammar import FINITE, parse

_TOKEN = re.compile(r"[^\W_]+(?:[’'\-‑.][^\W_]+)*|[^\w\s]")
_OPENS = frozenset(",;:—–(")
_ENDS = frozenset(",;:.—–)!")
_LINKS = frozenset("and but while whereas so".split())  # between a mark and the clause
_SUSPENDS = (
    lexicon.CONDITIONS
    | lexicon.NEGATIONS
    | frozenset(
        """when whenever once where wherever before or either whether may might could would should perhaps possibly probably
        supposedly allegedly reportedly rarely seldom contrary unlike given that rumor legend myth consider considered taught contended
        contend maintain maintains maintained insist insisted assert asserted say says said think thinks thought believe believes believed argue argues argued claim claims claimed hold
        holds held suggest suggests suggested assume assumes assumed assuming suppose supposing imagine according false wrong only""".split()
    )
)
_FEWEST = 4  # words of a clause that is looked for


def is_sentence_of(sentence: str, sources: Sequence[str]) -> bool:
    """Whether a source is this sentence, word for word."""
    plain = _plain(sentence)
    return any(plain == _plain(t) for t in _told(sources))


def is_clause_of(sentence: str, sources: Sequence[str]) -> bool:
    """Whether a source has this sentence as a clause of its own that nothing else in the source restricts."""
    return any(_has_clause(t, sentence) for t in _told(sources))


def _told(sources: Sequence[str]) -> list[str]:
    return [t for s in sources for t in dict.fromkeys((s, without_citations(s)))]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _has_clause(source: str, sentence: str) -> bool:
    own = _TOKEN.findall(sentence.lower().rstrip(" .!"))
    if len(own) < _FEWEST or source.rstrip().endswith("?") or not _is_sentence(sentence):
        return False
    words = _TOKEN.findall(source.lower())
    for at in range(len(words) - len(own) + 1):
        end = at + len(own)
        if words[at:end] != own or (words[end : end + 1] and words[end] not in _ENDS):
            continue
        before, behind = _around(words, at, end)
        linked = len(before)
        while linked and before[linked - 1] in _LINKS:
            linked -= 1
        if linked and before[linked - 1] not in _OPENS:
            continue
        # "In mice, …" and "…, in a free market" say where it holds; another clause says something else.
        if all(not part or (_is_sentence(" ".join(part)) and _SUSPENDS.isdisjoint(part)) for part in (before, behind)):
            return True
    return False


def _around(words: Sequence[str], start: int, end: int) -> tuple[list[str], list[str]]:
    """The words of the source before and behind a clause, as far as the next semicolon; marks alone are none."""
    before, behind = list(words[:start]), list(words[end:])
    before = before[max((i + 1 for i, w in enumerate(before) if w == ";"), default=0) :]
    behind = behind[: behind.index(";") if ";" in behind else len(behind)]
    return before, behind if any(w.isalnum() for w in behind) else []


def _is_sentence(text: str) -> bool:
    """Whether it has a finite verb behind its first word."""
    return any(t.tag in {*FINITE, "MD"} for t in parse(text)[1:])
