"""A random forest (Breiman 2001): trees on bootstrap samples, one feature chosen by chance at each split; they vote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .decision_tree import best_split, gini

Leaf = tuple[float, float, float, float, int]  # x0, x1, y0, y1 and the class


@dataclass(frozen=True, eq=False)
class Forest:
    """`points` (n, 2) in the unit square with `labels` (n,) of 0 and 1; `trees` as the leaves of each."""

    points: np.ndarray
    labels: np.ndarray
    trees: tuple[tuple[Leaf, ...], ...]

    def votes(self, x: np.ndarray, count: int) -> np.ndarray:
        """Share of the first `count` trees that call each of `x` (m, 2) class 1."""
        return np.mean([calls(tree, x) for tree in self.trees[:count]], axis=0)

    def accuracy(self, count: int) -> float:
        """Of the vote of the first `count` trees on new points; a tie counts half."""
        x, y = fresh()
        share = self.votes(x, count)
        return float(np.mean(np.where(share == 0.5, 0.5, (share > 0.5) == y)))

    def alone(self) -> float:
        """Mean accuracy of the trees by themselves, on the same new points."""
        x, y = fresh()
        return float(np.mean([np.mean(calls(tree, x) == y) for tree in self.trees]))


def calls(tree: tuple[Leaf, ...], x: np.ndarray) -> np.ndarray:
    """The class of the leaf each point falls in."""
    found = np.zeros(len(x), int)
    for x0, x1, y0, y1, label in tree:
        found[(x[:, 0] > x0) & (x[:, 0] <= x1) & (x[:, 1] > y0) & (x[:, 1] <= y1)] = label
    return found


def grow(x: np.ndarray, y: np.ndarray, rng: np.random.Generator, depth: int = 5) -> tuple[Leaf, ...]:
    """Leaves of a tree on the points, split at the best threshold of a feature chosen by chance."""

    def divide(rows: np.ndarray, box: tuple[float, float, float, float], level: int) -> list[Leaf]:
        counts = np.bincount(y[rows], minlength=2)
        feature = int(rng.integers(2))
        if level < depth and gini(counts) > 0 and len(rows) > 3:
            gain, found, threshold = best_split(x[rows][:, [feature]], y[rows], 2)
            if found == 0 and gain > 0:
                low, high = list(box), list(box)
                low[2 * feature + 1] = high[2 * feature] = threshold
                left = x[rows, feature] <= threshold
                return [*divide(rows[left], tuple(low), level + 1), *divide(rows[~left], tuple(high), level + 1)]
        return [(*box, int(counts.argmax()))]

    return tuple(divide(np.arange(len(y)), (0.0, 1.0, 0.0, 1.0), 0))


def truth(x: np.ndarray) -> np.ndarray:
    """Class 1 lies above a bent line that no single split can follow."""
    return (x[:, 1] > 0.5 + 0.3 * np.sin(4.5 * x[:, 0])).astype(int)


def fresh() -> tuple[np.ndarray, np.ndarray]:
    """4000 new points with their true classes."""
    x = np.random.default_rng(99).uniform(0, 1, (4000, 2))
    return x, truth(x)


TREES = 9


def example(seed: int = 0) -> Forest:
    """90 points, one in ten with the wrong class, and nine trees on samples of them."""
    rng = np.random.default_rng(seed + 10)
    x = rng.uniform(0.02, 0.98, (90, 2))
    y = np.where(rng.uniform(size=90) < 0.1, 1 - truth(x), truth(x))
    trees = []
    for _ in range(TREES):
        rows = rng.integers(0, len(y), len(y))
        trees.append(grow(x[rows], y[rows], rng))
    return Forest(x, y, tuple(trees))
