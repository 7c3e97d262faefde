"""Softmax: scores become shares of one; a temperature sharpens or flattens them."""

from __future__ import annotations

import numpy as np

CLASSES = ("cat", "dog", "fox", "owl")
SCORES = np.array([2.0, 1.0, 0.2, -1.0])
TEMPERATURES = (1.0, 0.5, 0.25, 2.0, 8.0)


def softmax(scores: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """exp(z / T) over its sum; the greatest score is taken off first, which changes nothing but keeps exp finite."""
    z = np.asarray(scores, float) / temperature
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def entropy(shares: np.ndarray) -> float:
    """In bits: 0 when one share is all, log₂ n when all are equal."""
    return float(-np.sum(shares * np.log2(shares)))
