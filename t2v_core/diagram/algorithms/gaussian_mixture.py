"""Gaussian mixture fitted by expectation maximisation (Dempster, Laird & Rubin 1977; Bishop, PRML, 9.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Round:
    """Weights (k,), means (k, 2), covariances (k, 2, 2), the shares (n, k) they give each point, and log-likelihood per point."""

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    shares: np.ndarray
    likelihood: float


@dataclass(frozen=True, eq=False)
class Fit:
    points: np.ndarray
    rounds: tuple[Round, ...]


def density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Of a normal distribution in the plane, at each of x (n, 2)."""
    d = x - mean
    power = np.einsum("ni,ij,nj->n", d, np.linalg.inv(covariance), d)
    return np.exp(-power / 2) / (2 * np.pi * np.sqrt(np.linalg.det(covariance)))


def expectation(x: np.ndarray, weights: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> Round:
    """Each component's share of each point."""
    parts = np.column_stack([w * density(x, m, c) for w, m, c in zip(weights, means, covariances, strict=True)])
    total = parts.sum(axis=1, keepdims=True)
    return Round(weights, means, covariances, parts / total, float(np.log(total).mean()))


def maximisation(x: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, means and covariances of the points, counted by their shares."""
    sums = shares.sum(axis=0)
    means = shares.T @ x / sums[:, None]
    spread = [((x - m).T * s) @ (x - m) / n for m, s, n in zip(means, shares.T, sums, strict=True)]
    return sums / len(x), means, np.array(spread)


def fit(x: np.ndarray, means: np.ndarray, rounds: int) -> Fit:
    """From two round components about `means`."""
    now = expectation(x, np.full(len(means), 1 / len(means)), means, np.array([0.03 * np.eye(2)] * len(means)))
    done = [now]
    for _ in range(rounds):
        now = expectation(x, *maximisation(x, now.shares))
        done.append(now)
    return Fit(x, tuple(done))


def example(seed: int = 0) -> Fit:
    """80 points of two overlapping groups, one long, one round; a bad first guess."""
    rng = np.random.default_rng(seed + 8)
    long = rng.multivariate_normal((0.36, 0.42), [[0.020, 0.013], [0.013, 0.012]], 50)
    other = rng.multivariate_normal((0.72, 0.66), [[0.006, -0.002], [-0.002, 0.010]], 30)
    return fit(np.concatenate([long, other]).clip(0.03, 0.97), np.array([[0.50, 0.80], [0.50, 0.20]]), 12)
