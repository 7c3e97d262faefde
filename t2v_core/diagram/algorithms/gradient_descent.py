"""Gradient descent on the mean squared error of a small linear model: a bowl with known minimum.

The loss of n samples is L(w) = 1/2n · Σ (xᵢ·w − yᵢ)², a quadratic with Hessian A = XᵀX/n, so that the
largest step size that converges is known: 2 / λmax(A) (Nocedal & Wright, Numerical Optimization, 3.3).
Momentum is Polyak's: v ← βv − η∇L, w ← w + v. Stochastic descent takes ∇L of a few samples at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

VARIANTS = ("plain", "too_large", "momentum", "stochastic")


@dataclass(frozen=True, eq=False)
class Problem:
    """Samples `x` (n, 2) and `y` (n,) whose loss is a quadratic bowl around `minimum` (2,)."""

    x: np.ndarray
    y: np.ndarray
    minimum: np.ndarray

    @property
    def hessian(self) -> np.ndarray:
        return self.x.T @ self.x / len(self.x)

    def loss(self, w: np.ndarray) -> float:
        return float(0.5 * np.mean((self.x @ w - self.y) ** 2))

    def gradient(self, w: np.ndarray, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        x, y = self.x[rows], self.y[rows]
        return x.T @ (x @ w - y) / len(x)


@dataclass(frozen=True, eq=False)
class Descent:
    """A run of T steps: `points` (T+1, 2), `losses` (T+1,), and the settings it was made with."""

    variant: str
    problem: Problem
    step_size: float
    momentum: float
    batch: int  # samples a step; all of them unless stochastic
    points: np.ndarray
    losses: np.ndarray

    @property
    def largest_step_size(self) -> float:
        """Step sizes from here on diverge on this bowl."""
        return float(2 / np.linalg.eigvalsh(self.problem.hessian)[-1])


def quadratic(hessian: np.ndarray, minimum: np.ndarray, noise: float, seed: int, n: int = 64) -> Problem:
    """Samples whose loss has exactly this Hessian and minimum; `noise` is the residuals' deviation."""
    z = np.random.default_rng(seed).normal(size=(n, 3))
    q = np.linalg.qr(z)[0] * np.sqrt(n)  # columns orthogonal: the residuals do not move the minimum
    x = q[:, :2] @ np.linalg.cholesky(hessian).T
    return Problem(x, x @ minimum + noise * q[:, 2], minimum)


def descend(
    problem: Problem,
    start: np.ndarray,
    step_size: float,
    steps: int,
    momentum: float = 0.0,
    batch: int = 0,
    seed: int = 0,
    variant: str = "plain",
) -> Descent:
    """Walk `steps` steps from `start`; `batch` samples a step, 0 for all."""
    rng, n = np.random.default_rng(seed), len(problem.x)
    w, v, points = np.asarray(start, float), np.zeros(2), [np.asarray(start, float)]
    for _ in range(steps):
        rows = rng.choice(n, batch, replace=False) if batch else slice(None)
        v = momentum * v - step_size * problem.gradient(w, rows)
        w = w + v
        points.append(w)
    losses = np.array([problem.loss(p) for p in points])
    return Descent(variant, problem, step_size, momentum, batch or n, np.array(points), losses)


ROUND = np.array([[1.0, 0.35], [0.35, 2.6]])
VALLEY = np.array([[0.45, 0.5], [0.5, 4.2]])  # condition number 10: where plain descent crawls


def example(variant: str = "plain", seed: int = 0) -> Descent:
    """The run a variant shows, inside the unit square."""
    middle = np.array([0.60, 0.50])
    if variant == "too_large":
        return descend(quadratic(VALLEY, middle, 0.0, seed), np.array([0.12, 0.70]), 0.50, 9, variant=variant)
    if variant == "momentum":
        bowl = quadratic(VALLEY, middle, 0.0, seed)
        return descend(bowl, np.array([0.08, 0.92]), 0.12, 24, momentum=0.72, variant=variant)
    if variant == "stochastic":
        bowl = quadratic(ROUND, middle, 0.28, seed)
        return descend(bowl, np.array([0.10, 0.90]), 0.16, 24, batch=4, seed=seed, variant=variant)
    return descend(quadratic(ROUND, middle, 0.0, seed), np.array([0.10, 0.90]), 0.34, 10, variant="plain")


def without_momentum(run: Descent) -> Descent:
    """The same walk with momentum switched off, to compare with."""
    return descend(run.problem, run.points[0], run.step_size, len(run.points) - 1)
