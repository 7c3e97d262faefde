"""k-means by Lloyd's algorithm (Lloyd 1982): assign every point to its nearest centre, move every centre to its mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Round:
    """`centres` (k, 2) before the round, the `labels` (n,) they give, the means they `moved` (k, 2) to."""

    centres: np.ndarray
    labels: np.ndarray
    moved: np.ndarray
    inertia: float  # Σ squared distance to the nearest of `centres`


@dataclass(frozen=True, eq=False)
class KMeans:
    """All rounds; in the last one nothing moves."""

    points: np.ndarray
    rounds: tuple[Round, ...]

    @property
    def k(self) -> int:
        return len(self.rounds[0].centres)


def lloyd(points: np.ndarray, centres: np.ndarray, limit: int = 100) -> KMeans:
    """Rounds until the assignment no longer changes; a centre without points stays where it is."""
    rounds: list[Round] = []
    for _ in range(limit):
        distance = ((points[:, None] - centres[None]) ** 2).sum(-1)
        labels = distance.argmin(1)
        moved = np.array(
            [points[labels == j].mean(0) if (labels == j).any() else c for j, c in enumerate(centres)],
        )
        rounds.append(Round(centres, labels, moved, float(distance.min(1).sum())))
        if np.allclose(moved, centres, rtol=0, atol=1e-12):
            break
        centres = moved
    return KMeans(points, tuple(rounds))


def example(seed: int = 0) -> KMeans:
    """Three groups of 26 points in the unit square, and three centres that start in the wrong places."""
    rng = np.random.default_rng(seed + 3)
    groups = np.array([[0.25, 0.30], [0.74, 0.27], [0.52, 0.74]])
    points = np.concatenate([g + rng.normal(0, 0.075, (26, 2)) for g in groups]).clip(0.04, 0.96)
    return lloyd(points, np.array([[0.46, 0.20], [0.86, 0.52], [0.30, 0.55]]))
