"""The confusion matrix of a classifier as its threshold moves, and the precision, recall, F1 and ROC that follow.

TP, FP, FN, TN count scores ≥ threshold as positive; the curve's area is the trapezoid rule, equal to the
probability that a positive scores above a negative (Fawcett 2006, An introduction to ROC analysis).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Counts:
    """The four cells at one threshold."""

    threshold: float
    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def precision(self) -> float:
        """TP / (TP + FP); 1 when nothing is called positive."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """TP / (TP + FN), also the true positive rate."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0

    @property
    def false_positive_rate(self) -> float:
        return self.fp / (self.fp + self.tn) if self.fp + self.tn else 0.0

    @property
    def accuracy(self) -> float:
        return (self.tp + self.tn) / (self.tp + self.fp + self.fn + self.tn)


@dataclass(frozen=True, eq=False)
class Sweep:
    """`scores` and true `labels` (n,), the `states` at rising thresholds, and the ROC curve's corners (m, 2)."""

    scores: np.ndarray
    labels: np.ndarray
    states: tuple[Counts, ...]
    roc: np.ndarray  # false positive rate, true positive rate; from (0, 0) to (1, 1)

    @property
    def auc(self) -> float:
        return _area(self.roc)

    @property
    def best(self) -> int:
        """The state with the highest F1."""
        return int(np.argmax([s.f1 for s in self.states]))


def count(scores: np.ndarray, labels: np.ndarray, threshold: float) -> Counts:
    """The four cells when scores ≥ threshold are called positive."""
    called, true = scores >= threshold, labels == 1
    cells = (called & true, called & ~true, ~called & true, ~called & ~true)
    tp, fp, fn, tn = (int(c.sum()) for c in cells)
    return Counts(float(threshold), tp, fp, fn, tn)


def sweep(scores: np.ndarray, labels: np.ndarray, thresholds: np.ndarray) -> Sweep:
    """Count at every threshold; the ROC curve uses every score as one."""
    states = tuple(count(scores, labels, t) for t in thresholds)
    corners = [count(scores, labels, t) for t in (np.inf, *np.unique(scores)[::-1])]
    return Sweep(scores, labels, states, np.array([(c.false_positive_rate, c.recall) for c in corners]))


def example(seed: int = 0) -> Sweep:
    """26 positives and 34 negatives whose scores overlap."""
    rng = np.random.default_rng(seed + 2)
    scores = np.concatenate([rng.normal(0.64, 0.15, 26), rng.normal(0.36, 0.15, 34)]).clip(0.03, 0.97).round(3)
    return sweep(scores, np.repeat([1, 0], [26, 34]), np.round(np.arange(0.10, 0.901, 0.05), 2))


def _area(roc: np.ndarray) -> float:
    return float(np.sum(np.diff(roc[:, 0]) * (roc[1:, 1] + roc[:-1, 1]) / 2))
