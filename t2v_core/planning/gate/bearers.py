"""Names and what is said of them: "Hale holds that prices follow custom" is not borne out where the passage has Brandt hold it.

Whoever is named as the subject of a sentence has to be named, or meant by a pronoun, in the sentence of the passage that says
the rest. Only names tell: a common noun may be replaced by a broader one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..english.clauses import is_content
from ..english.grammar import Token, parse
from ..english.lexicon import are_synonyms, root
from .names import of_place
from .subjects import verb_at

_NAMED = frozenset({"NNP", "NNPS"})
_STAND_INS = frozenset("he she it they we this that these those who which his her its their such one both".split())
_SAID = 0.5  # share of what is said that one sentence of the passage has to tell
_FEW = 3  # words of it


def other_bearer(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """A name that is the subject of the sentence, and the one of which the passage says the same; None where there is none."""
    tokens = parse(sentence)
    at = verb_at(tokens)
    own = _names(_head(tokens[:at]))
    said = {root(t.low) for t in tokens[at:] if is_content(t)} - own
    if not own or len(said) < _FEW:
        return None
    told = [
        (len([s for s in said if any(are_synonyms(s, x) for x in stems)]), words)
        for words, stems in ((w, {root(t.low) for t in w if is_content(t)}) for w in map(parse, sources))
    ]
    most = max((n for n, _ in told), default=0)
    if most < _SAID * len(said):
        return None
    here = {root(t.low) for t in tokens}
    found = None
    for words in (w for n, w in told if n == most):
        front = words[: verb_at(words)]
        others = _names(front) - here
        known = {root(t.low) for t in words}
        named = any(n in known or of_place(n, known) for n in own)
        if named or not others or any(t.low in _STAND_INS for t in front):
            return None
        found = min(own), min(others)
    return found


def _head(front: Sequence[Token]) -> Sequence[Token]:
    """What stands in front of a verb without a phrase that opens the sentence, up to the first phrase behind a noun."""
    start = 0
    if front and front[0].tag == "IN":
        start = next((i + 1 for i, t in enumerate(front) if t.text == ","), 0)
    stop = next((i for i in range(start + 1, len(front)) if front[i].tag == "IN" or front[i].text == ","), len(front))
    return front[start:stop]


def _names(tokens: Sequence[Token]) -> set[str]:
    return {root(t.low) for t in tokens if t.tag in _NAMED and is_content(t)}
