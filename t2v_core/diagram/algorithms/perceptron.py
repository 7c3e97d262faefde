"""The perceptron's rule (Rosenblatt 1958): every mistake turns the line towards the point that was on its wrong side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Run:
    """`points` (n, 2), `labels` (n,) of ±1; `weights` (T+1, 3) as w1, w2, b; `mistakes` (T,): the point that led to each."""

    points: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    mistakes: tuple[int, ...]

    def wrong(self, k: int) -> int:
        """How many points lie on the wrong side after k updates."""
        w = self.weights[k]
        return int(np.sum(self.labels * (self.points @ w[:2] + w[2]) <= 0))


def learn(points: np.ndarray, labels: np.ndarray, start: np.ndarray, most: int = 200) -> Run:
    """Go round the points until none is on its wrong side: w += y x, b += y. Ends where a line parts the classes."""
    w, weights, mistakes = np.asarray(start, float), [np.asarray(start, float)], []
    inputs = np.column_stack([points, np.ones(len(points))])
    while len(mistakes) < most:
        clean = True
        for i, (x, y) in enumerate(zip(inputs, labels, strict=True)):
            if y * (x @ w) <= 0:
                w = w + y * x
                weights.append(w)
                mistakes.append(i)
                clean = False
        if clean:
            break
    return Run(points, labels, np.array(weights), tuple(mistakes))


def example(seed: int = 0) -> Run:
    """Two groups of twelve points with a gap between them, and a line that begins badly."""
    rng = np.random.default_rng(seed + 184)
    up = rng.normal((0.85, 0.75), 0.42, (12, 2))
    down = rng.normal((-0.75, -0.6), 0.42, (12, 2))
    points = np.empty((24, 2))
    points[::2], points[1::2] = up, down
    labels = np.tile([1, -1], 12)
    return learn(points, labels, np.array([-0.6, 1.0, 0.9]))
