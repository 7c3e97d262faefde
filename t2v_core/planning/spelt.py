"""How the passages spell words: what keeps its capital inside a title, and how a heading in capitals is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .text import FUNCTION_WORDS, capitalise, words


class Spelling:
    """The words of some passages, as they are written inside sentences."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(texts)
        self._both = [(t, t.lower()) for t in self._texts]
        self._names = {w for t in texts for w in re.findall(r"(?<=[a-z,] )[A-Z]\w+", t)}
        said = {w for t in texts for w in words(t)}
        self._small = {w for w in said if w[:1].islower()}
        self._capitals = {w for w in said if len(w) > 1 and w.isupper()} - {w.upper() for w in said if not w.isupper()}

    def inside(self, text: str) -> str:
        """A name as it stands inside a title: without its capital, unless the passages only write it as a name."""
        whole = words(text)[0] if words(text) else ""
        first = re.sub(r"['’]s?$", "", whole)
        if (pair := re.match(r"[A-Z][\w’'-]+\s[A-Z][\w’'-]+", text)) and self._is_name(pair[0]):
            return text  # "Civil War"
        if pair and any(pair[0].lower() in t for t in self._texts):
            return f"{pair[0].lower()}{text[pair.end() :]}"  # written both ways
        if re.fullmatch(r"[A-Z]\W+", whole) or (first != whole and first in self._names):
            return text  # "A*"; "Coulomb's law", though a coulomb is a unit
        known = first.lower() in self._small or (len(first) > 1 and first not in self._names)
        known = known and first[1:] == first[1:].lower()
        return text[:1].lower() + text[1:] if known else text

    def heading(self, heading: str) -> str:
        """A heading in capitals as a sentence; words that the passages only write in capitals stay."""
        if not heading.isupper():
            return heading
        spelt = (m[0] for t in self._texts for m in re.finditer(rf"\b{re.escape(heading)}\b", t, re.I))
        if known := next((s for s in spelt if not s.isupper()), ""):
            return capitalise(known)  # as the text itself writes it
        low = {w.lower() for w in self._small} | FUNCTION_WORDS

        def is_name(word: str) -> bool:
            return word.capitalize() in self._names and word.lower() not in low

        def spelt_out(word: str) -> str:
            if "-" in word:
                return "-".join(map(spelt_out, word.split("-")))
            bare = word.strip(".,:;’'“”()")
            return word if bare in self._capitals else word.capitalize() if is_name(bare) else word.lower()

        spelt_words = [spelt_out(w) for w in heading.split()]
        for i, (first, second) in enumerate(pairwise(spelt_words)):
            if self._is_name(f"{first.capitalize()} {second.capitalize()}"):  # "the Civil War", though "war" is a word
                spelt_words[i : i + 2] = first.capitalize(), second.capitalize()
        return capitalise(" ".join(spelt_words))

    def article(self, name: str) -> str:
        """ "the " where the passages mostly say "the cardiac cycle"."""
        written = re.compile(rf"(\b(?:the|an?) )?\b{re.escape(name)}\b", re.I)
        low = name.lower()
        found = [m.group(1) for text, small in self._both if low in small for m in written.finditer(text)]
        if not found and " of " in name:
            return "the "  # "the development of the heart", whose parts the passages name one by one
        return "the " if 2 * sum(map(bool, found)) > len(found) else ""

    def _is_name(self, pair: str) -> bool:
        """Whether the passages write two words with capitals inside a sentence, and hardly ever small ("several civil wars")."""
        name = re.compile(rf"[a-z,]\s{re.escape(pair)}\b")
        named = sum(len(name.findall(t)) for t in self._texts)
        return named > 2 * sum(t.count(pair.lower()) for t in self._texts)
