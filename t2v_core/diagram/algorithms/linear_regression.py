"""A line fitted to points by gradient descent on the mean squared error, and the least-squares line it ends at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Fit:
    """`lines` (T+1, 2): slope and intercept after every step; `errors` (T+1,): their mean squared error."""

    x: np.ndarray
    y: np.ndarray
    step_size: float
    lines: np.ndarray
    errors: np.ndarray
    best: np.ndarray  # slope and intercept of least squares

    @property
    def best_error(self) -> float:
        return mean_squared_error(self.best, self.x, self.y)


def mean_squared_error(line: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """Mean of (slope · x + intercept − y)²."""
    return float(np.mean((line[0] * x + line[1] - y) ** 2))


def fit(x: np.ndarray, y: np.ndarray, start: np.ndarray, step_size: float, steps: int) -> Fit:
    """Descend ∇MSE = 2/n · [Σ r x, Σ r] with r = slope · x + intercept − y."""
    line, lines = np.asarray(start, float), [np.asarray(start, float)]
    for _ in range(steps):
        residual = line[0] * x + line[1] - y
        line = line - step_size * 2 * np.array([np.mean(residual * x), np.mean(residual)])
        lines.append(line)
    slope = float(np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2))
    best = np.array([slope, y.mean() - slope * x.mean()])
    return Fit(x, y, step_size, np.array(lines), np.array([mean_squared_error(w, x, y) for w in lines]), best)


def example(seed: int = 0) -> Fit:
    """18 noisy points about a rising line, and a first guess that falls."""
    rng = np.random.default_rng(seed + 5)
    x = np.linspace(-1.6, 1.6, 18) + rng.uniform(-0.06, 0.06, 18)
    y = 0.9 * x + 0.4 + rng.normal(0, 0.38, 18)
    return fit(x, y, np.array([-0.55, -0.5]), 0.12, 24)
