"""How two words of general English are related, after WordNet 3.0: one meaning, a broader one, an opposite.

The hand-written thesaurus knows some hundred words and their textbook senses; this knows the rest of the language,
with noise: a word has up to four meanings here, and shares one with many others.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# Written by devtools/wordnet.py. WordNet 3.0 © 2006 Princeton University; its licence is in wordnet.LICENSE.
WORDNET = Path(__file__).with_name("wordnet.txt.gz")


@dataclass(frozen=True)
class _Meanings:
    own: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()  # those of derived words too
    broader: frozenset[str] = frozenset()
    opposite: frozenset[str] = frozenset()


def one_meaning(a: str, b: str) -> bool:
    """Whether two stems share a meaning, or are derived from one another ("grow", "growth")."""
    return not _meanings(a).all.isdisjoint(_meanings(b).all)


def broader(a: str, b: str) -> bool:
    """Whether stem `a` names what `b` is a kind of."""
    return not _meanings(a).all.isdisjoint(_meanings(b).broader)


def opposite(a: str, b: str) -> bool:
    """Whether one of two stems denies the other ("easy", "difficult")."""
    one, other = _meanings(a), _meanings(b)
    related = not one.all.isdisjoint(other.all)  # "bone", "bony"
    return not related and not (one.opposite.isdisjoint(other.own) and other.opposite.isdisjoint(one.own))


@lru_cache(maxsize=4096)
def _meanings(stem: str) -> _Meanings:
    line = next((found for form in (stem, *_plain(stem)) if (found := _lines().get(form))), None)
    if line is None:
        return _Meanings()
    own, derived, above, denied = (frozenset(part.split()) for part in line.split("\t"))
    return _Meanings(own, own | derived, above, denied)


def _plain(stem: str) -> list[str]:
    """What a stem can be a comparative, superlative or adverb of: "nearer" → "near", "larger" → "larg", "hotter" → "hot"."""
    base = next(
        (stem[: -len(end)] for end in ("est", "er", "li") if stem.endswith(end) and len(stem) > len(end) + 2), ""
    )
    return [base, base[:-1] if base[-1:] == base[-2:-1] else base + "e"] if base else []


@lru_cache(maxsize=1)
def _lines() -> dict[str, str]:
    with gzip.open(WORDNET, "rt", encoding="ascii") as file:
        return dict(line.rstrip("\n").split("\t", 1) for line in file)
