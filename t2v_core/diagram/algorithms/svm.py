"""The widest margin between two groups of points in the plane (Vapnik & Lerner 1963).

For a unit normal w, the band between the groups is min w·x over the one less max w·x over the other; the
support vector machine's hyperplane is the middle of the widest band, found here by turning w.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Margin:
    """`angles` (n,) of the normals tried, radians, the last one the best; `widths` (n,) of their bands."""

    points: np.ndarray  # (m, 2)
    labels: np.ndarray  # (m,) 0 or 1
    angles: np.ndarray
    widths: np.ndarray

    def band(self, angle: float) -> tuple[float, float]:
        """Ends of the band along the normal: the greatest w·x of group 0 and the least of group 1."""
        along = self.points @ normal(angle)
        return float(along[self.labels == 0].max()), float(along[self.labels == 1].min())

    @property
    def supports(self) -> np.ndarray:
        """Indices of the points on the edges of the widest band: the support vectors."""
        along, (low, high) = self.points @ normal(self.angles[-1]), self.band(self.angles[-1])
        on_edge = np.where(self.labels == 0, np.abs(along - low), np.abs(along - high)) < 1e-6
        return np.flatnonzero(on_edge)


def normal(angle: float) -> np.ndarray:
    """Unit vector at this angle."""
    return np.array([np.cos(angle), np.sin(angle)])


def widest(points: np.ndarray, labels: np.ndarray, start: float, steps: int = 10) -> Margin:
    """Turn the normal from `start` to the best angle: golden-section search, the width being unimodal where positive."""
    run = Margin(points, labels, np.array([start]), np.array([0.0]))
    width = lambda angle: np.subtract(*run.band(angle)[::-1])  # noqa: E731
    coarse = start + np.linspace(-np.pi / 2, np.pi / 2, 361)
    best = coarse[np.argmax([width(a) for a in coarse])]
    low, high = best - np.pi / 360, best + np.pi / 360
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(80):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if width(a) >= width(b) else (a, high)
    angles = np.linspace(start, (low + high) / 2, steps + 1)
    return Margin(points, labels, angles, np.array([width(a) for a in angles]))


def example(seed: int = 0) -> Margin:
    """Two groups of 15 that a line can part, and a first line that only just does."""
    rng = np.random.default_rng(seed + 11)
    along, across = np.array([0.8, 0.6]), np.array([-0.6, 0.8])
    points = []
    for side in (-1, 1):
        u = rng.uniform(0.16, 0.85, 15) * side
        points.append(u[:, None] * along + rng.uniform(-0.75, 0.75, 15)[:, None] * across)
    points = np.concatenate(points)
    labels = np.repeat([0, 1], 15)
    run = Margin(points, labels, np.array([0.0]), np.array([0.0]))
    best = np.arctan2(0.6, 0.8)
    turned = [best + d for d in np.linspace(0, 0.9, 91)]
    last = max(a for a in turned if np.subtract(*run.band(a)[::-1]) > 0.02)
    return widest(points, labels, float(last))
