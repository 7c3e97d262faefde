"""A small layered network: its true forward pass, and the gradients that back-propagation gives.

a⁰ = x, zˡ = Wˡ aˡ⁻¹ + bˡ, aˡ = σ(zˡ), L = ½‖aᴸ − y‖². Backwards, δˡ = ∂L/∂zˡ follows from
δᴸ = (aᴸ − y)·σ′(zᴸ) and δˡ = (Wˡ⁺¹ᵀ δˡ⁺¹)·σ′(zˡ), and ∂L/∂Wˡ = δˡ aˡ⁻¹ᵀ (Rumelhart, Hinton &
Williams 1986; the notation of Nielsen's and Bishop's textbooks).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class Activation:
    """σ and its derivative, both of z."""

    name: str
    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


SIGMOID = Activation("sigmoid", _sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z)))
RELU = Activation("ReLU", lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float))


@dataclass(frozen=True, eq=False)
class Pass:
    """One forward and one backward pass. Index 0 of `activations` is the input; layer l of the rest is l − 1."""

    activation: Activation
    weights: tuple[np.ndarray, ...]  # (n_l, n_{l-1}) each
    biases: tuple[np.ndarray, ...]
    target: np.ndarray
    activations: tuple[np.ndarray, ...]
    deltas: tuple[np.ndarray, ...]  # ∂L/∂z of each layer
    gradients: tuple[np.ndarray, ...]  # ∂L/∂W of each layer
    loss: float

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(a) for a in self.activations)

    @property
    def flow(self) -> np.ndarray:
        """Mean |∂L/∂z| of each layer, first layer first: how much of the error reaches it."""
        return np.array([np.abs(d).mean() for d in self.deltas])


def propagate(
    weights: tuple[np.ndarray, ...],
    biases: tuple[np.ndarray, ...],
    x: np.ndarray,
    target: np.ndarray,
    activation: Activation = SIGMOID,
) -> Pass:
    """Run the network on `x`, then send the error back."""
    activations, sums = [np.asarray(x, float)], []
    for w, b in zip(weights, biases, strict=True):
        sums.append(w @ activations[-1] + b)
        activations.append(activation.value(sums[-1]))
    error = activations[-1] - target
    deltas = [error * activation.slope(sums[-1])]
    for w, z in zip(weights[:0:-1], sums[-2::-1], strict=True):
        deltas.insert(0, (w.T @ deltas[0]) * activation.slope(z))
    gradients = tuple(np.outer(d, a) for d, a in zip(deltas, activations[:-1], strict=True))
    return Pass(
        activation,
        tuple(weights),
        tuple(biases),
        np.asarray(target, float),
        tuple(activations),
        tuple(deltas),
        gradients,
        float(0.5 * (error**2).sum()),
    )


def descend(run: Pass, step_size: float) -> Pass:
    """The same input once more, after one step of gradient descent on weights and biases."""
    weights = tuple(w - step_size * g for w, g in zip(run.weights, run.gradients, strict=True))
    biases = tuple(b - step_size * d for b, d in zip(run.biases, run.deltas, strict=True))
    return propagate(weights, biases, run.activations[0], run.target, run.activation)


def example(seed: int = 0) -> Pass:
    """Two inputs, two hidden layers of three, one output that should be 1."""
    return _random((2, 3, 3, 1), 1.6, seed + 293, np.array([0.90, 0.30]), np.array([1.0]), SIGMOID)


def deep(activation: Activation, gain: float, layers: int = 8, width: int = 32, seed: int = 0) -> Pass:
    """A deep network with weights of variance gain² / width, to see how gradients shrink or grow."""
    x = np.random.default_rng(seed).uniform(0.2, 1.0, width)
    return _random((width,) * layers + (1,), gain / np.sqrt(width), seed + 1, x, np.array([1.0]), activation)


def _random(
    sizes: tuple[int, ...], scale: float, seed: int, x: np.ndarray, target: np.ndarray, activation: Activation
) -> Pass:
    rng = np.random.default_rng(seed)
    weights = tuple(rng.normal(0, scale, (n, m)) for m, n in pairwise(sizes))
    return propagate(weights, tuple(np.zeros(n) for n in sizes[1:]), x, target, activation)
