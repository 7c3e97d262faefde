"""A small product of two matrices, every entry a row times a column."""

from __future__ import annotations

import numpy as np

A = np.array([[1, 2, 0], [3, -1, 4]])
B = np.array([[2, 1], [0, 3], [5, -2]])


def terms(i: int, j: int) -> np.ndarray:
    """The products whose sum is entry (i, j) of A B."""
    return A[i] * B[:, j]


def entry(i: int, j: int) -> int:
    return int(terms(i, j).sum())
