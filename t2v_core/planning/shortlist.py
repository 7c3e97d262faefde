"""Which of many sentences are rated: the encoder is slow, so the most promising ones are told by what is known without it.

Each subsection of the topic's own sections is heard, whether it names the topic or not; then what names the topic, stands
where the book speaks of it, or in a passage near to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .context import HOME
from .english.sentences import Sentence
from .gather import Passages
from .scene_roles import named_at_end
from .topic import Topic

# Sentences rated for one plan: the encoder reads about 80 of them a CPU second.
MAX_RATED = 110
# Of these so many go round the subsections of the topic's own sections.
ROUND = 40
# What standing in the topic's sections is worth beside naming the topic, opening a paragraph, the cosine of the passage, and
# what leaning on the sentence before costs. Of the 25 best of all sentences of 18 topics of ten textbooks 97 in a hundred
# are rated so, and 94 without the last two.
AT_HOME, OPENING, NEARNESS, LEANING = 1.0, 0.25, 3.0, 0.5
# Sentences on each of the things that a topic sets side by side.
EACH_PHRASE = 15


def shortlist(sentences: Sequence[Sentence], topic: Topic, passages: Passages) -> list[Sentence]:
    """The sentences that are worth rating, in their order: all, where there are few."""
    if len(sentences) <= MAX_RATED:
        return list(sentences)
    ranked = sorted(sentences, key=lambda s: (-round(_promise(s, topic, passages), 3), -s.hit.score, s.key))
    first = _round_the_parts(ranked, passages)[:ROUND]
    kept = set(list(dict.fromkeys(s.text for s in [*first, *ranked]))[:MAX_RATED])
    for phrase in topic.phrases[1:] and topic.phrases:  # of "A and B" neither is left out
        kept |= {s.text for s in [s for s in ranked if topic.has_phrase(phrase, s.text)][:EACH_PHRASE]}
    return [s for s in sentences if s.text in kept]


def _round_the_parts(ranked: Sequence[Sentence], passages: Passages) -> list[Sentence]:
    """The sentences of the topic's own sections: the best of each subsection, then the second best of each, and so on."""
    turns: list[tuple[int, Sentence]] = []
    taken: Counter[tuple[str, ...]] = Counter()
    for sentence in ranked:
        if sentence.hit.chunk.id in passages.own:
            turns.append((taken[sentence.hit.chunk.section], sentence))
            taken[sentence.hit.chunk.section] += 1
    return [sentence for _, sentence in sorted(turns, key=lambda turn: turn[0])]


def _promise(sentence: Sentence, topic: Topic, passages: Passages) -> float:
    """How likely a sentence serves: what the topic's own sections say comes before all others."""
    chunk = sentence.hit.chunk.id
    focus = passages.focus.get(chunk, 0.0)
    home = AT_HOME * (focus >= HOME) + OPENING * (sentence.opens + sentence.begins) + 2 * focus
    near = NEARNESS * passages.nearness.get(chunk, 0.0) - LEANING * sentence.dangling
    return topic.mentions(sentence.text) + _defining(sentence.text, topic) + home + near


def _defining(text: str, topic: Topic) -> bool:
    return topic.is_subject_of(text) or named_at_end(text) is not None
