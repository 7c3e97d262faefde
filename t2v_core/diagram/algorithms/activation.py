"""Activation functions of neural networks and their slopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activation:
    """f and its derivative, each of arrays or numbers."""

    name: str
    latex: str
    f: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.asarray(x, float)))


ACTIVATIONS = {
    "sigmoid": Activation(
        "sigmoid", r"f(x) = \sigma(x) = \frac{1}{1 + e^{-x}}", sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))
    ),
    "tanh": Activation(
        "tanh", r"f(x) = \tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}}", np.tanh, lambda x: 1 - np.tanh(x) ** 2
    ),
    "relu": Activation(
        "ReLU",
        r"f(x) = \max(0, x)",
        lambda x: np.maximum(0.0, x),
        lambda x: (np.asarray(x) > 0).astype(float),
    ),
}
INPUTS = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
