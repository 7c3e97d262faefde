"""A topic as it was meant: a word that neither the language nor the book knows is read as the book's word nearest to it, and
capitals that only make it a title are no name's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise

from ..text import FUNCTION_WORDS, stem, words

# Shorter words are names and acronyms as often as slips.
MIN_LETTERS = 5
# `difflib` ratio of two words that differ by one slip in eight letters ("photosythesis"), and uses that make a word the book's own.
NEAR, OWN = 0.84, 2
_WORD = re.compile(r"[a-z]+")


def respelled(topic: str, texts: Iterable[str]) -> str:
    """`topic` with its misspelt words put right; as it is where every word is known or no word of the book is near."""
    from textblob.en import parser

    unknown = [w for w in re.findall(r"[^\W\d_]+", topic) if len(w) >= MIN_LETTERS and w.isascii() and not w.isupper()]
    unknown = [w for w in unknown if parser.lexicon.get(w.lower()) is None and parser.lexicon.get(w) is None]
    if not unknown:
        return topic
    used = Counter(w for text in texts for w in _WORD.findall(text.lower()))
    stems = {stem(w) for w in used}
    for word in unknown:
        if stem(word.lower()) in stems:
            continue
        own = [w for w, n in used.items() if n >= OWN and len(w) >= MIN_LETTERS and w[0] == word[0].lower()]
        near = get_close_matches(word.lower(), sorted(own), n=1, cutoff=NEAR)
        if near:
            meant = near[0].capitalize() if word[0].isupper() else near[0]
            topic = re.sub(rf"\b{word}\b", meant, topic)
    return topic


def without_title_capitals(topic: str, texts: Iterable[str]) -> str:
    """`topic` in small letters where every word of it has a capital ("Seed Dispersal"), and inside its sentences the book writes
    each of them small and no two together as a name; else the same."""
    said = [w for w in words(topic) if w.lower() not in FUNCTION_WORDS]
    titled = [w for w in said if w[:1].isupper() and w[1:].islower()]
    if len(said) < 2 or not titled or not all(w[:1].isupper() for w in said):
        return topic
    places = [m.span() for w in dict.fromkeys(titled) for m in re.finditer(rf"\b{re.escape(w)}\b", topic)]
    pairs = [topic[a:b] for (a, _), (_, b) in pairwise(sorted(places))]  # "Bill of Rights"
    read = [(text, text.lower()) for text in texts]
    if any(_capitals(w, read) >= 0 for w in titled) or any(_capitals(p, read) > 0 for p in pairs):
        return topic
    return re.sub("|".join(rf"\b{re.escape(w)}\b" for w in titled), lambda m: m[0].lower(), topic)


def _capitals(name: str, texts: Iterable[tuple[str, str]]) -> int:
    """How many more times the texts, each with itself in small letters, have a name with a capital than without inside sentences."""
    inside = re.compile(rf"(?<=(?-i:[a-z,;])\s){re.escape(name)}s?\b", re.I)
    found = (m[0] for text, low in texts if name.lower() in low for m in inside.finditer(text))
    return sum(1 if spelt[0].isupper() else -1 for spelt in found)
