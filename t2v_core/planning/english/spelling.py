"""A topic as it was meant: a word that neither the language nor the book knows is read as the book's word nearest to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from ..text import stem

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
