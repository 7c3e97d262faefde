"""The normal distribution, and how means of samples come to follow it (the central limit theorem)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

SIZES = (1, 2, 5, 30)  # values a mean is taken over
SAMPLES = 4000
BINS = 48


@dataclass(frozen=True, eq=False)
class Means:
    """Means of `SAMPLES` samples of `size` values of an exponential distribution with mean and deviation 1."""

    size: int
    mean: float
    deviation: float
    edges: np.ndarray  # (BINS + 1,)
    density: np.ndarray  # (BINS,)

    @property
    def expected(self) -> float:
        """σ / √n."""
        return 1 / math.sqrt(self.size)


def means(size: int, seed: int = 0) -> Means:
    """The histogram of the means, over 0 to 4."""
    drawn = np.random.default_rng(seed + size).exponential(1.0, (SAMPLES, size)).mean(1)
    counts, edges = np.histogram(drawn, BINS, (0.0, 4.0))
    width = edges[1] - edges[0]
    return Means(size, float(drawn.mean()), float(drawn.std()), edges, counts / (SAMPLES * width))


def normal(x: np.ndarray, mean: float = 0.0, deviation: float = 1.0) -> np.ndarray:
    """Density of the normal distribution."""
    return np.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi))


def within(deviations: float) -> float:
    """Share of a normal distribution at most so many standard deviations from its mean."""
    return math.erf(deviations / math.sqrt(2))
