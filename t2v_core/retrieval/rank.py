"""How passages are ordered: a cosine gate, expansion of the query, fusion of two rankers, and diversity.

- gate: only passages whose cosine with the query reaches `min_score` are ranked at all;
- expansion: Rocchio's relevance feedback on vectors, 0.4 · q + 0.6 · mean of the best 5 passages (the setting
  published by Li et al., Pseudo Relevance Feedback with Deep Language Models and Dense Retrievers, TOIS 2023);
- fusion: reciprocal ranks, Σ 1 / (60 + rank) (Cormack, Clarke, Büttcher, SIGIR 2009), of the best 1000 of
  each ranker, the run length that paper fused;
- diversity: maximal marginal relevance (Carbonell, Goldstein, SIGIR 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .index import Index

ROCCHIO_ALPHA = 0.4
ROCCHIO_BETA = 0.6
ROCCHIO_DEPTH = 5
RRF_K = 60
RRF_DEPTH = 1000
# Passages that the expanded query orders anew: those with the best cosines. As many as a long book has, twice what
# is fused of them, and a second pass over all vectors of a large library would take as long as the first.
EXPANSION_DEPTH = 2_000


@dataclass(frozen=True)
class Ranking:
    """Items in order, best first, with the scores of each; all arrays of one length."""

    items: np.ndarray  # item numbers
    cosine: np.ndarray
    lexical: np.ndarray
    fused: np.ndarray
    nearest: np.ndarray  # of all allowed items, the few with the best cosine, gate or not
    nearest_cosine: np.ndarray


def rank(
    index: Index, query: str, vector: np.ndarray, mode: str, min_score: float, allowed: np.ndarray | None = None
) -> Ranking:
    """Order the items of `index` for a query and its vector (float32, length 1).

    `allowed` is a boolean mask over the items. At most 1000 (semantic) or 2000 (hybrid) items come back.
    """
    cosine, rows = index.cosines(vector)
    eligible = cosine if allowed is None else np.where(allowed, cosine, -np.inf)
    nearest = top(eligible, ROCCHIO_DEPTH)
    nearest = nearest[np.isfinite(eligible[nearest])]
    passing = np.flatnonzero(eligible >= min_score)
    lexical = np.zeros(len(cosine), np.float32)
    if mode == "semantic" or not len(passing):
        items = passing[top(cosine[passing], RRF_DEPTH)]
        fused = cosine[items]
    else:
        lexical = index.lexical(query)
        feedback = nearest[cosine[nearest] >= min_score]
        items, fused = _hybrid(index, vector, passing, cosine, rows[feedback], lexical)
    return Ranking(items, cosine[items], lexical[items], fused, nearest, cosine[nearest])


def _hybrid(
    index: Index,
    vector: np.ndarray,
    passing: np.ndarray,
    cosine: np.ndarray,
    feedback: np.ndarray,
    lexical: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Items among `passing` by reciprocal-rank fusion of the expanded query and BM25, and their fused scores."""
    expanded = ROCCHIO_ALPHA * vector + ROCCHIO_BETA * index.vectors(feedback).mean(axis=0)
    near = passing
    if len(passing) > EXPANSION_DEPTH:
        near = np.sort(passing[top(cosine[passing], EXPANSION_DEPTH)])
    dense = index.products(expanded.astype(np.float32), near)
    by_words = passing[lexical[passing] > 0]
    orders = near[top(dense, RRF_DEPTH)], by_words[top(lexical[by_words], RRF_DEPTH)]
    items, places = np.unique(np.concatenate(orders), return_inverse=True)
    gains = np.concatenate([1.0 / (RRF_K + np.arange(1, len(order) + 1)) for order in orders])
    fused = np.bincount(places, gains)
    best = np.argsort(-fused, kind="stable")
    return items[best], fused[best].astype(np.float32)


def top(scores: np.ndarray, k: int) -> np.ndarray:
    """Positions of the `k` largest scores, largest first, ties in order of position."""
    if k < len(scores):
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = np.flatnonzero(scores >= threshold)
    else:
        kept = np.arange(len(scores))
    return kept[np.argsort(-scores[kept], kind="stable")][:k]


def diversify(relevance: np.ndarray, vectors: np.ndarray, k: int, diversity: float) -> list[int]:
    """Positions of `k` candidates by maximal marginal relevance, (1 - d) · relevance - d · largest cosine to a chosen one.

    `relevance` in any unit, scaled here to 0..1; `vectors` candidates × dimension, rows of length 1.
    """
    spread = float(np.ptp(relevance)) or 1.0
    gain = (relevance - relevance.min()) / spread
    similar = vectors @ vectors.T
    chosen = [int(np.argmax(gain))]
    left = [i for i in range(len(gain)) if i != chosen[0]]
    while left and len(chosen) < k:
        marginal = [(1 - diversity) * gain[i] - diversity * similar[i, chosen].max() for i in left]
        chosen.append(left.pop(int(np.argmax(marginal))))
    return chosen
