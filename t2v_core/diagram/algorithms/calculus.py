"""Limits of calculus on small examples: slopes of secants, and sums of strips under a curve."""

from __future__ import annotations

import numpy as np

POINT = 1.0
STEPS = (2.0, 1.0, 0.5, 0.25, 0.1, 0.01)


def square(x: np.ndarray | float) -> np.ndarray | float:
    """f(x) = x², the curve of both examples."""
    return x * x


def secant(h: float, x: float = POINT) -> float:
    """Slope of the line through (x, f(x)) and (x + h, f(x + h)); for x² it is 2x + h."""
    return float((square(x + h) - square(x)) / h)


END = 2.0
STRIPS = (4, 8, 16, 32, 64)
AREA = END**3 / 3  # under x² from 0 to END


def strips(n: int, trapezoids: bool = False) -> np.ndarray:
    """(n, 2) heights at the left and right edge of each strip from 0 to END; rectangles are as high as the curve at their left."""
    edges = np.linspace(0, END, n + 1)
    left, right = square(edges[:-1]), square(edges[1:])
    return np.column_stack([left, right if trapezoids else left])


def total(n: int, trapezoids: bool = False) -> float:
    """Area of the strips."""
    return float(strips(n, trapezoids).mean(axis=1).sum() * END / n)
