"""Key concepts of a scene: the noun phrases that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .english.grammar import main_clause, noun_phrases
from .naming import EVERYDAY, terms
from .text import FUNCTION_WORDS, GENERAL_WORDS, content_stems, words
from .topic import Topic

MAX_CONCEPTS = 3


class Concepts:
    """Finds the concepts of scenes on a topic, by how the passages `texts` use their names."""

    def __init__(self, topic: Topic, texts: Sequence[str]) -> None:
        self._topic = topic
        self._frequency = Counter(p.lower() for t in texts for p in noun_phrases(t))

    def of(self, sentences: Sequence[str]) -> list[str]:
        """Up to three noun phrases: those that name the topic first, then the most used and longest."""
        scored: dict[str, float] = {}
        for sentence in sentences:
            clause = main_clause(sentence)
            verb = clause.verb.split()[0] if clause else ""
            for phrase in terms(re.sub(r"\s\([^()]*\)", "", sentence)):
                value = self.worth(phrase) if verb not in phrase.split() else 0.0
                if value > 0:
                    scored.setdefault(phrase, value)
        chosen: list[str] = []
        for phrase in sorted(scored, key=lambda p: -scored[p]):
            if all(_distinct(phrase, c) for c in chosen):
                chosen.append(phrase)
        return chosen[:MAX_CONCEPTS]

    def worth(self, phrase: str) -> float:
        """How good a phrase is as a concept: the topic's own words, use in the passages, two or three words."""
        found = [w.lower() for w in words(phrase)]
        if (
            not found
            or len(found) > 5
            or all(w in GENERAL_WORDS | FUNCTION_WORDS for w in found)
            or found[-1] in FUNCTION_WORDS
            or found[0][0].isdigit()
            or re.match(r"\w\.\w", phrase)
            or re.search(r"\s(?:\w[₀-₉]|[a-z]{1,2})$", phrase)  # "difference yi"
        ):
            return 0.0
        if found[0] in GENERAL_WORDS | FUNCTION_WORDS and len(found) < 3:
            return 0.0
        if (
            len(found) == 1
            and (len(found[0]) < 5 or found[0] in EVERYDAY or self._frequency[found[0]] < 2)
            and not phrase.isupper()
        ):
            return 0.0
        value = 0.4 * self._topic.mentions(phrase) + 0.12 * min(5, self._frequency[phrase.lower()])
        return value + {1: 0.1, 2: 0.5, 3: 0.45, 4: 0.25}.get(len(found), 0.1)


def _distinct(a: str, b: str) -> bool:
    """Whether neither phrase has all the words of the other."""
    x, y = set(content_stems(a)), set(content_stems(b))
    return not x & y or not (x <= y or y <= x)
