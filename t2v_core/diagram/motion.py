"""Easing: how things appear, move and leave. Times in seconds, shares from 0 to 1."""

from __future__ import annotations

ENTER = 0.35  # seconds; 250–500 ms reads as a movement and does not hold the eye up


def ease(u: float) -> float:
    """Cubic in and out: slow, fast, slow; clamped to 0..1."""
    u = min(1.0, max(0.0, u))
    return 4 * u**3 if u < 0.5 else 1 - (2 - 2 * u) ** 3 / 2


def appear(t: float, at: float, over: float = ENTER) -> float:
    """Share of an appearance that begins at `at`: 0 before, 1 after `over` seconds, eased."""
    return ease((t - at) / over) if over > 0 else float(t >= at)


def run(t: float, start: float, stop: float) -> float:
    """Share of a process that runs from `start` to `stop` at an even pace."""
    return min(1.0, max(0.0, (t - start) / (stop - start))) if stop > start else float(t >= stop)


def between(a: float, b: float, u: float) -> float:
    """The value a share `u` of the way from `a` to `b`."""
    return a + (b - a) * u
