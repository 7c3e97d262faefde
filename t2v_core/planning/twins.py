"""Two sentences in nearly the same words: of one fact ("The Sun puts out much energy", "The Sun produces much energy"), or of
two cases of one rule ("If the force is greater, the boat rises", "If the force is less, the boat sinks").
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from .english.lexicon import are_exclusive, opposed
from .english.related import one_meaning, opposite
from .text import FUNCTION_WORDS, specific_stems, stem, words

# Share of the words of both that the other has too, or has a word of one meaning for. WordNet's senses are many: 0.60
# parted twins from neighbours on 122 plans together with a cosine of 0.60.
SAME_WORDS, NEAR = 0.60, 0.60
# Words below which a share says nothing.
_FEWEST = 3
# What sets cases apart although it names nothing; neither more nor less is a case of its own.
_SETS_APART = frozenset(
    "less more same few many first last above below before after over under up down off on without with".split()
)
_ALIKE, _UNLIKE = (
    {stem(w) for w in group.split()}
    for group in ("equal equals same identical", "greater less more smaller larger fewer higher lower")
)


@lru_cache(maxsize=65536)
def state_one_fact(one: str, other: str) -> bool:
    """Whether two sentences, near in meaning, have most words in common and none that is turned round."""
    a, b = set(specific_stems(one)), set(specific_stems(other))
    if min(len(a), len(b)) < _FEWEST:
        return False
    pairs = [(x, y) for x in a - b for y in b - a]
    if any(opposite(x, y) for x, y in pairs):
        return False
    alike = [(x, y) for x, y in pairs if one_meaning(x, y)]
    shared = 2 * len(a & b) + len({x for x, _ in alike}) + len({y for _, y in alike})
    return shared >= SAME_WORDS * (len(a) + len(b))


@lru_cache(maxsize=65536)
def are_cases(one: str, other: str) -> bool:
    """Whether two sentences tell two cases of one rule: words stand in the places of words opposed to them, and most others are the same."""
    a, b = _case_stems(one), _case_stems(other)
    if min(len(a), len(b)) < _FEWEST:
        return False
    shared = apart = 0
    for kind, i, j, m, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        shared += 2 * (j - i) * (kind == "equal")
        if kind == "replace":
            apart += any(_set_apart(x, y) for x in a[i:j] for y in b[m:n])
    return bool(apart) and shared + 2 * apart >= SAME_WORDS * (len(a) + len(b))


def _case_stems(text: str) -> list[str]:
    return [stem(w) for w in words(text.lower()) if w not in FUNCTION_WORDS or w in _SETS_APART]


def _set_apart(x: str, y: str) -> bool:
    even = (x in _ALIKE and y in _UNLIKE) or (y in _ALIKE and x in _UNLIKE)
    return even or opposed(x, y) is not None or are_exclusive(x, y)
