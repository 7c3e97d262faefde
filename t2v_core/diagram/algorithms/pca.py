"""Principal components of points in the plane: the directions of greatest variance (Pearson 1901)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Components:
    """`points` (n, 2) about their `mean` (2,); rows of `directions` (2, 2) are components, greatest variance first."""

    points: np.ndarray
    mean: np.ndarray
    covariance: np.ndarray
    variances: np.ndarray
    directions: np.ndarray
    angles: np.ndarray  # directions tried on the way, radians, ending at the first component's
    tried: np.ndarray  # variance of the projections on each of them

    @property
    def share(self) -> np.ndarray:
        """Share of the variance that each component explains."""
        return self.variances / self.variances.sum()

    def projections(self, direction: np.ndarray) -> np.ndarray:
        """The points (n, 2) dropped at right angles on the line through the mean."""
        return self.mean + np.outer((self.points - self.mean) @ direction, direction)


def components(points: np.ndarray, turns: int = 24) -> Components:
    """Eigenvectors of the covariance (n − 1), and a line turned by 126° in `turns` steps to the best one."""
    mean = points.mean(0)
    centred = points - mean
    covariance = centred.T @ centred / (len(points) - 1)
    values, vectors = np.linalg.eigh(covariance)
    directions = vectors.T[::-1]
    directions = np.where(directions[:, :1] < 0, -directions, directions)  # eigh leaves the sign open
    last = np.arctan2(directions[0, 1], directions[0, 0])
    angles = last - 0.7 * np.pi * (1 - np.arange(turns + 1) / turns)
    lines = np.stack([np.cos(angles), np.sin(angles)])
    tried = np.einsum("ik,ij,jk->k", lines, covariance, lines)
    return Components(points, mean, covariance, values[::-1], directions, angles, tried)


def example(seed: int = 0) -> Components:
    """44 points stretched along a slope."""
    rng = np.random.default_rng(seed + 7)
    turn = np.deg2rad(28)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return components(rng.normal(size=(44, 2)) * [1.25, 0.42] @ axes)
