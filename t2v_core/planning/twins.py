"""Whether two sentences state one fact in nearly the same words: "The Sun puts out much energy", "The Sun produces much energy"."""

from __future__ import annotations

from functools import lru_cache

from .english.related import one_meaning, opposite
from .text import specific_stems

# Share of the words of both that the other has too, or has a word of one meaning for. WordNet's senses are many: 0.60
# parted twins from neighbours on 122 plans together with a cosine of 0.60.
SAME_WORDS, NEAR = 0.60, 0.60
# Words below which a share says nothing.
_FEWEST = 3


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
