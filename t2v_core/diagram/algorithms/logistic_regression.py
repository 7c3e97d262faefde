"""Logistic regression fitted by gradient descent on the cross-entropy.

p = σ(w·x + b); L = −mean[y log p + (1 − y) log(1 − p)]; ∇L = mean[(p − y) x], mean[p − y]
(Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 4.4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Fit:
    """`x` (n, d), labels `y` (n,) of 0 and 1; `weights` (T+1, d) and `biases` (T+1,) after every step."""

    x: np.ndarray
    y: np.ndarray
    step_size: float
    weights: np.ndarray
    biases: np.ndarray
    losses: np.ndarray

    def probability(self, step: int, x: np.ndarray) -> np.ndarray:
        """p(y = 1) of rows `x` under the weights of a step."""
        return sigmoid(x @ self.weights[step] + self.biases[step])

    def accuracy(self, step: int) -> float:
        """Share of the points on the right side of p = ½."""
        return float(np.mean((self.probability(step, self.x) >= 0.5) == (self.y == 1)))


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + e^−z)."""
    return 1 / (1 + np.exp(-z))


def cross_entropy(weight: np.ndarray, bias: float, x: np.ndarray, y: np.ndarray) -> float:
    """Mean negative log-likelihood; log(1 + e^z) − yz is its overflow-free form."""
    z = x @ weight + bias
    return float(np.mean(np.logaddexp(0, z) - y * z))


def gradient(weight: np.ndarray, bias: float, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """∂L/∂w (d,) and ∂L/∂b."""
    error = sigmoid(x @ weight + bias) - y
    return x.T @ error / len(y), float(error.mean())


def fit(x: np.ndarray, y: np.ndarray, start: np.ndarray, bias: float, step_size: float, steps: int) -> Fit:
    """Plain gradient descent from the given weights."""
    w, b = np.asarray(start, float), float(bias)
    weights, biases = [w], [b]
    for _ in range(steps):
        dw, db = gradient(w, b, x, y)
        w, b = w - step_size * dw, b - step_size * db
        weights.append(w)
        biases.append(b)
    losses = np.array([cross_entropy(w, b, x, y) for w, b in zip(weights, biases, strict=True)])
    return Fit(x, y, step_size, np.array(weights), np.array(biases), losses)


def curve(seed: int = 0) -> Fit:
    """One feature: two overlapping groups of 14 along a line."""
    rng = np.random.default_rng(seed + 1)
    x = np.concatenate([rng.normal(-1.0, 0.75, 14), rng.normal(1.0, 0.75, 14)])[:, None]
    return fit(x, np.repeat([0, 1], 14), np.array([-0.6]), 1.0, 1.2, 30)


def boundary(seed: int = 0) -> Fit:
    """Two features: two overlapping groups of 30 in the plane."""
    rng = np.random.default_rng(seed + 2)
    x = np.concatenate([rng.normal([-0.75, -0.45], 0.55, (30, 2)), rng.normal([0.75, 0.55], 0.55, (30, 2))])
    return fit(x, np.repeat([0, 1], 30), np.array([1.0, -1.4]), -0.3, 0.8, 30)
