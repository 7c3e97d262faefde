"""A classification tree grown best first by Gini impurity (CART: Breiman, Friedman, Olshen & Stone 1984)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Node:
    """A region of the plane. A leaf has `feature` −1; `box` is x0, x1, y0, y1; `counts` (classes,)."""

    id: int
    parent: int  # −1 for the root
    depth: int
    box: tuple[float, float, float, float]
    rows: np.ndarray
    counts: np.ndarray
    feature: int = -1
    threshold: float = 0.0
    children: tuple[int, int] = (-1, -1)  # ≤ threshold, > threshold

    @property
    def gini(self) -> float:
        return gini(self.counts)

    @property
    def label(self) -> int:
        return int(self.counts.argmax())


@dataclass(frozen=True, eq=False)
class Growth:
    """`stages[i]` are the nodes after i splits, by id; `split_nodes[i]` is the node that split i + 1 divided."""

    x: np.ndarray
    y: np.ndarray
    stages: tuple[tuple[Node, ...], ...]
    split_nodes: tuple[int, ...]

    def accuracy(self, stage: int) -> float:
        leaves = [n for n in self.stages[stage] if n.feature < 0]
        return float(sum(n.counts.max() for n in leaves) / len(self.y))

    def impurity(self, stage: int) -> float:
        """Gini of the leaves, weighted by their points."""
        leaves = [n for n in self.stages[stage] if n.feature < 0]
        return float(sum(n.counts.sum() * n.gini for n in leaves) / len(self.y))


def gini(counts: np.ndarray) -> float:
    """1 − Σ pᵢ²."""
    p = counts / max(counts.sum(), 1)
    return float(1 - (p**2).sum())


def best_split(x: np.ndarray, y: np.ndarray, classes: int) -> tuple[float, int, float]:
    """The (impurity decrease × points, feature, threshold) of the best midpoint between two values."""
    whole = len(y) * gini(np.bincount(y, minlength=classes))
    best = (0.0, -1, 0.0)
    for feature in range(x.shape[1]):
        values = np.unique(x[:, feature])
        for threshold in (values[1:] + values[:-1]) / 2:
            left = x[:, feature] <= threshold
            parts = (np.bincount(y[side], minlength=classes) for side in (left, ~left))
            gain = whole - sum(c.sum() * gini(c) for c in parts)
            if gain > best[0] + 1e-12:
                best = (gain, feature, float(threshold))
    return best


def grow(x: np.ndarray, y: np.ndarray, leaves: int, box: tuple[float, float, float, float]) -> Growth:
    """Always divide the leaf whose best split lowers impurity most, until `leaves` or until all are pure."""
    classes = int(y.max()) + 1
    nodes = [Node(0, -1, 0, box, np.arange(len(y)), np.bincount(y, minlength=classes))]
    stages, order = [tuple(nodes)], []
    candidates = {0: best_split(x, y, classes)}
    while candidates and len(candidates) < leaves:
        at = max(candidates, key=lambda i: (candidates[i][0], -i))
        gain, feature, threshold = candidates.pop(at)
        if gain <= 0:
            break
        _divide(nodes, at, x, y, classes, feature, threshold)
        for child in nodes[at].children:
            rows = nodes[child].rows
            candidates[child] = best_split(x[rows], y[rows], classes)
        stages.append(tuple(nodes))
        order.append(at)
    return Growth(x, y, tuple(stages), tuple(order))


def _divide(
    nodes: list[Node], at: int, x: np.ndarray, y: np.ndarray, classes: int, feature: int, threshold: float
) -> None:
    node, first = nodes[at], len(nodes)
    low, high = list(node.box), list(node.box)
    low[2 * feature + 1] = high[2 * feature] = threshold
    left = x[node.rows, feature] <= threshold
    for i, (rows, part) in enumerate(((node.rows[left], low), (node.rows[~left], high))):
        counts = np.bincount(y[rows], minlength=classes)
        nodes.append(Node(first + i, at, node.depth + 1, (part[0], part[1], part[2], part[3]), rows, counts))
    nodes[at] = Node(
        at, node.parent, node.depth, node.box, node.rows, node.counts, feature, threshold, (first, first + 1)
    )


def example(seed: int = 0, leaves: int = 5) -> Growth:
    """70 points of two classes in the unit square; one class fills an L that two axes can cut out."""
    rng = np.random.default_rng(seed + 11)
    x = rng.uniform(0.03, 0.97, (70, 2)).round(3)
    inside = ((x[:, 0] < 0.38) & (x[:, 1] > 0.30)) | ((x[:, 0] > 0.62) & (x[:, 1] > 0.68))
    y = np.where(rng.uniform(size=70) < 0.05, ~inside, inside).astype(int)
    return grow(x, y, leaves, (0.0, 1.0, 0.0, 1.0))
