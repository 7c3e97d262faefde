"""Scaled dot-product attention over a short sentence: softmax(QKᵀ/√d) V (Vaswani et al. 2017).

The word vectors are small and set by hand (what sort of word it is), so that the weights can be
followed; queries, keys, scores and softmax are computed from them in full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Attention:
    """n words: `embeddings` (n, m), `queries`, `keys`, `values` (n, d), `scores` and `weights` (n, n), `output` (n, d)."""

    words: tuple[str, ...]
    embeddings: np.ndarray
    queries: np.ndarray
    keys: np.ndarray
    values: np.ndarray
    scores: np.ndarray  # q·k / √d
    weights: np.ndarray  # rows sum to 1
    output: np.ndarray


def softmax(scores: np.ndarray) -> np.ndarray:
    """Over the last axis; the maximum is taken off first, so that nothing overflows."""
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def attend(words: tuple[str, ...], x: np.ndarray, wq: np.ndarray, wk: np.ndarray, wv: np.ndarray) -> Attention:
    """Attention of every word to every word."""
    q, k, v = x @ wq, x @ wk, x @ wv
    scores = q @ k.T / np.sqrt(q.shape[1])
    weights = softmax(scores)
    return Attention(words, x, q, k, v, scores, weights, weights @ v)


# Features of a word: thing, animal, action, state, refers back, function word.
SENTENCE = {
    "the": (0, 0, 0, 0, 0, 1),
    "cat": (1, 1, 0, 0, 0, 0),
    "slept": (0, 0, 1, 0.5, 0, 0),
    "because": (0, 0, 0, 0, 0, 1),
    "it": (0.2, 0, 0, 0, 1, 0),
    "was": (0, 0, 0.4, 0, 0, 1),
    "tired": (0, 0, 0, 1, 0, 0),
}
# What a word looks for, feature by feature: a pronoun looks for things and animals, a verb for its doer …
LOOKS_FOR = (
    (0.6, 0.3, 0.9, 0.3, 0.0, 0.2),
    (0.3, 0.6, 0.9, 0.9, 0.0, 0.0),
    (1.2, 1.5, 0.4, 0.6, 0.5, 0.0),
    (0.7, 1.3, 0.8, 0.6, 1.2, 0.0),
    (2.6, 2.8, 0.2, 0.8, 0.3, 0.0),
    (1.3, 0.4, 0.9, 0.6, 0.2, 0.1),
)


def example() -> Attention:
    """ "the cat slept because it was tired"."""
    x = np.array(list(SENTENCE.values()), float)
    return attend(tuple(SENTENCE), x, np.array(LOOKS_FOR) * 1.4, np.eye(6), np.eye(6))
