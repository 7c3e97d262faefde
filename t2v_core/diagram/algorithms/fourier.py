"""Fourier series of periodic waves: partial sums of sines, term by term (Tolstov, Fourier Series, 1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WAVES = ("square", "sawtooth", "triangle")
POWER = {"square": 1.0, "sawtooth": 1 / 3, "triangle": 1 / 3}  # mean of f² over the period


@dataclass(frozen=True, eq=False)
class Series:
    """Terms bₖ sin(nₖ t): `orders` (m,), `coefficients` (m,); `sums[i]` on `t` uses the first i + 1 terms."""

    wave: str
    t: np.ndarray
    target: np.ndarray
    orders: np.ndarray
    coefficients: np.ndarray
    sums: np.ndarray  # (m, len(t))
    errors: np.ndarray  # (m,) root mean square over the period

    def term(self, i: int) -> np.ndarray:
        return self.coefficients[i] * np.sin(self.orders[i] * self.t)


def wave(name: str, t: np.ndarray) -> np.ndarray:
    """The wave itself, odd, period 2π, between −1 and 1; 0 where it jumps."""
    if name == "square":
        return np.sign(np.round(np.sin(t), 12))
    if name == "sawtooth":
        return np.where(np.abs(np.cos(t / 2)) < 1e-9, 0.0, (t + np.pi) % (2 * np.pi) / np.pi - 1)
    return 2 / np.pi * np.arcsin(np.sin(t))


def terms(name: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `count` orders n that do not vanish, and bₙ = 1/π ∫ f(t) sin(nt) dt in closed form."""
    k = np.arange(count)
    if name == "square":
        n = 2 * k + 1
        return n, 4 / (np.pi * n)
    if name == "sawtooth":
        n = k + 1
        return n, 2 * (-1.0) ** (n + 1) / (np.pi * n)
    n = 2 * k + 1
    return n, 8 * (-1.0) ** k / (np.pi * n) ** 2


def series(name: str = "square", count: int = 8, samples: int = 721) -> Series:
    """Partial sums over two periods."""
    t = np.linspace(-2 * np.pi, 2 * np.pi, samples)
    n, b = terms(name, count)
    sums = np.cumsum(b[:, None] * np.sin(n[:, None] * t), axis=0)
    target = wave(name, t)
    errors = np.sqrt(POWER[name] - np.cumsum(b**2) / 2)  # Parseval: exact, where samples would miss the jumps
    return Series(name, t, target, n, b, sums, errors)
