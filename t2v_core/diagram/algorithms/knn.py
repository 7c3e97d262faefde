"""k nearest neighbours: the class of a new point by the vote of the k points closest to it (Cover & Hart 1967)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Neighbours:
    """`order` (n,) are the points by rising `distances` (n,) from `query`; ties keep the order of the points."""

    points: np.ndarray
    labels: np.ndarray
    query: np.ndarray
    distances: np.ndarray
    order: np.ndarray

    def votes(self, k: int) -> np.ndarray:
        """Votes of each class among the k nearest."""
        return np.bincount(self.labels[self.order[:k]], minlength=int(self.labels.max()) + 1)

    def tied(self, k: int) -> bool:
        """Whether more than one class has the most votes of the k nearest."""
        votes = self.votes(k)
        return int((votes == votes.max()).sum()) > 1

    def winner(self, k: int) -> int:
        """The class with most votes; the lower number at a tie."""
        return int(self.votes(k).argmax())


def neighbours(points: np.ndarray, labels: np.ndarray, query: np.ndarray) -> Neighbours:
    """Sort the points by Euclidean distance."""
    distances = np.linalg.norm(points - query, axis=1)
    return Neighbours(points, labels, query, distances, np.argsort(distances, kind="stable"))


def example(seed: int = 0) -> Neighbours:
    """Two overlapping groups of 16; the nearest neighbour votes one way, the seven nearest the other."""
    rng = np.random.default_rng(seed + 1057)
    points = np.concatenate([rng.normal([0.34, 0.42], 0.15, (16, 2)), rng.normal([0.68, 0.60], 0.15, (16, 2))])
    return neighbours(points, np.repeat([0, 1], 16), np.array([0.50, 0.50]))
