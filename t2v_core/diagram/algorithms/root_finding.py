"""Roots of f(x) = x³ − 2x − 5, the equation on which Wallis showed Newton's method in 1685: by tangents, or by halving."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Roots:
    """`guesses` of the root; for bisection also the `brackets` that hold it, one a guess."""

    method: str
    guesses: tuple[float, ...]
    brackets: tuple[tuple[float, float], ...] = ()


def f(x: float) -> float:
    return x**3 - 2 * x - 5


def slope(x: float) -> float:
    """Derivative of f."""
    return 3 * x**2 - 2


def newton(start: float = 3.4, steps: int = 5) -> Roots:
    """xₙ₊₁ = xₙ − f(xₙ) / f′(xₙ)."""
    guesses = [start]
    for _ in range(steps):
        guesses.append(guesses[-1] - f(guesses[-1]) / slope(guesses[-1]))
    return Roots("newton", tuple(guesses))


def bisection(low: float = 1.0, high: float = 3.4, steps: int = 8) -> Roots:
    """Keep the half at whose ends f has different signs."""
    guesses, brackets = [], []
    for _ in range(steps + 1):
        middle = (low + high) / 2
        guesses.append(middle)
        brackets.append((low, high))
        low, high = (low, middle) if f(low) * f(middle) <= 0 else (middle, high)
    return Roots("bisection", tuple(guesses), tuple(brackets))
