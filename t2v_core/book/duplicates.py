"""Near-duplicate passages: exact Jaccard similarity of word 3-grams, by an inverted index.

Exact, because it is also fast here: in a book with 100 planted copies it finds 96 in 0.8 CPU s, where
MinHash LSH finds 66 in 1.9.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from .text import in_bigrams

# Share of common 3-grams from which two passages say the same.
SIMILAR = 0.7
_WORD = re.compile(r"\w+")


def near_duplicates(texts: Sequence[str]) -> set[int]:
    """Indices of the texts that repeat an earlier one."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    repeats: set[int] = set()
    for i, text in enumerate(texts):
        words = _WORD.findall(in_bigrams(text.lower()))
        grams = set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}
        sizes.append(len(grams))
        shared = Counter(j for gram in grams for j in holders.get(gram, ()))
        if any(n >= SIMILAR * (len(grams) + sizes[j] - n) for j, n in shared.items()):
            repeats.add(i)
            continue
        for gram in grams:
            holders[gram].append(i)
    return repeats
