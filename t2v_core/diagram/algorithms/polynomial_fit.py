"""Polynomials of rising degree, or of rising penalty, fitted to a few noisy points of a known curve.

Least squares on Legendre polynomials of x in [−1, 1]: the same fitted curve as powers of x, but well
conditioned. The ridge penalty λ‖c‖² acts on the coefficients of that basis, the constant excepted. The
expected error at x splits into bias², variance and noise (Hastie, Tibshirani & Friedman, 7.3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre

NOISE = 0.22
DEGREES = (1, 2, 3, 4, 6, 9)
PENALTIES = (0.0, 0.001, 0.01, 0.1, 1.0, 10.0)


@dataclass(frozen=True, eq=False)
class Sample:
    """Points to learn from and points to test on."""

    x: np.ndarray
    y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


@dataclass(frozen=True, eq=False)
class Polynomial:
    """One fit: its degree and penalty, Legendre coefficients, and mean squared errors."""

    degree: int
    penalty: float
    coefficients: np.ndarray
    train_error: float
    test_error: float

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return legendre.legval(x, self.coefficients)


@dataclass(frozen=True, eq=False)
class Sweep:
    """All fits of one sample in the order shown."""

    sample: Sample
    fits: tuple[Polynomial, ...]

    @property
    def best(self) -> int:
        """Index of the fit with the least test error."""
        return int(np.argmin([f.test_error for f in self.fits]))


@dataclass(frozen=True, eq=False)
class Spread:
    """Fits of one degree to many samples: `curves` (samples, grid) on `x` (grid,)."""

    degree: int
    x: np.ndarray
    curves: np.ndarray
    bias2: float  # mean over x of (mean curve − truth)²
    variance: float  # mean over x of the curves' variance


def truth(x: np.ndarray) -> np.ndarray:
    """The curve behind the noise."""
    return np.sin(np.pi * 1.1 * x) * 0.75 + 0.25 * x


def draw(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """n noisy points at even distances."""
    x = np.linspace(-0.95, 0.95, n)
    return x, truth(x) + rng.normal(0, NOISE, n)


def fit(sample: Sample, degree: int, penalty: float = 0.0) -> Polynomial:
    """Minimise Σ (f(xᵢ) − yᵢ)² + penalty · Σ_{j≥1} cⱼ²."""
    c = coefficients(sample.x, sample.y, degree, penalty)
    train = np.mean((legendre.legval(sample.x, c) - sample.y) ** 2)
    test = np.mean((legendre.legval(sample.test_x, c) - sample.test_y) ** 2)
    return Polynomial(degree, penalty, c, float(train), float(test))


def coefficients(x: np.ndarray, y: np.ndarray, degree: int, penalty: float = 0.0) -> np.ndarray:
    """Ridge as least squares with one extra row a coefficient."""
    basis = legendre.legvander(x, degree)
    ridge = np.sqrt(penalty) * np.eye(degree + 1)[1:]
    a, b = np.vstack([basis, ridge]), np.concatenate([y, np.zeros(degree)])
    return np.linalg.lstsq(a, b, rcond=None)[0]


def by_degree(seed: int = 68, n: int = 10) -> Sweep:
    """Underfitting to overfitting: rising degree, no penalty; the last passes through every point."""
    sample = _sample(seed, n)
    return Sweep(sample, tuple(fit(sample, d) for d in DEGREES))


def by_penalty(seed: int = 0, n: int = 14, degree: int = 12) -> Sweep:
    """Overfitting tamed, then underfitting: one high degree, rising penalty."""
    sample = _sample(seed, n)
    return Sweep(sample, tuple(fit(sample, degree, p) for p in PENALTIES))


def spread(degree: int, samples: int = 24, n: int = 14, seed: int = 0) -> Spread:
    """Bias² and variance of a degree over many samples of the same curve."""
    rng = np.random.default_rng(seed)
    x = np.linspace(-0.95, 0.95, 121)
    curves = np.array([legendre.legval(x, coefficients(*draw(n, rng), degree)) for _ in range(samples)])
    mean = curves.mean(0)
    return Spread(degree, x, curves, float(np.mean((mean - truth(x)) ** 2)), float(curves.var(0).mean()))


def _sample(seed: int, n: int) -> Sample:
    rng = np.random.default_rng(seed + 4)
    x, y = draw(n, rng)
    test_x = np.sort(rng.uniform(-0.95, 0.95, 40))
    return Sample(x, y, test_x, truth(test_x) + rng.normal(0, NOISE, 40))
