"""What of a passage answers the question: its best sentences, and a short context made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..book.sentences import split_sentences
from ..book.text import STOPS, ends_in, words_of
from .lexical import bm25_scores, build_bm25
from .model import Hit
from .rank import top

SENTENCES_PER_HIT = 3
_FEWEST_WORDS = 4


def best_sentences(query: str, texts: Sequence[str]) -> list[tuple[str, ...]]:
    """For each text its (at most three) best sentences, best first, by BM25 among the sentences of all texts.

    Sentences that share no word with the query come in their own order, after those that do. Labels, headings and
    formulas on lines of their own are none, unless a text holds nothing else.
    """
    sentences = [_quotable(split_sentences(text)) for text in texts]
    flat = [s for group in sentences for s in group]
    scores = bm25_scores(build_bm25(flat), query, len(flat))
    ends = np.cumsum([len(group) for group in sentences])
    return [
        tuple(group[i] for i in top(scores[end - len(group) : end], SENTENCES_PER_HIT))
        for group, end in zip(sentences, ends, strict=True)
    ]


def _quotable(sentences: list[str]) -> list[str]:
    return [*filter(_is_sentence, sentences)] or sentences


def _is_sentence(text: str) -> bool:
    """Whether it can be quoted: some words, more letters than marks, and a stop at the end."""
    return len(words_of(text)) >= _FEWEST_WORDS and ends_in(text, STOPS) and 2 * sum(map(str.isalpha, text)) > len(text)


def context_of(hits: Sequence[Hit], max_words: int) -> str:
    """The best sentences of the hits, hit by hit in the order of the text, whole, within `max_words`.

    When not even one sentence fits, the first words of the best one, with an ellipsis.
    """
    room = max_words
    kept: list[str] = []
    for hit in hits:
        best = set(hit.sentences)
        for sentence in dict.fromkeys(split_sentences(hit.chunk.text)):
            words = len(words_of(sentence))
            plain = " ".join(sentence.split())
            if sentence in best and words <= room and plain not in kept:
                kept.append(plain)
                room -= words
    if kept or max_words < 1 or not hits:
        return " ".join(kept)
    return " ".join(hits[0].sentences[0].split()[:max_words]) + " …"
