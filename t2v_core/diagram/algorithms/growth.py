"""Growth and decay over time: exponential, towards a capacity, and by halves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CAPACITY = 100.0


@dataclass(frozen=True)
class Growth:
    """N(t) from `start`: dN/dt = `rate` · N, times 1 − N / `capacity` where there is one (Verhulst 1838)."""

    start: float
    rate: float
    capacity: float | None = None

    def at(self, t: np.ndarray | float) -> np.ndarray:
        """The exact solution."""
        grown = self.start * np.exp(self.rate * np.asarray(t, float))
        if self.capacity is None:
            return grown
        return self.capacity * grown / (self.capacity + grown - self.start)

    def slope(self, n: float) -> float:
        """dN/dt at n."""
        return self.rate * n * (1 - n / self.capacity if self.capacity else 1.0)

    @property
    def doubling(self) -> float:
        """Time in which an exponential one doubles, or halves."""
        return float(np.log(2) / abs(self.rate))


def example(kind: str) -> Growth:
    """One that doubles in every unit of time, one that halves, one that nears a capacity of 100."""
    if kind == "logistic":
        return Growth(4.0, 0.8, CAPACITY)
    return Growth(100.0, -float(np.log(2))) if kind == "decay" else Growth(1.0, float(np.log(2)))


def span(kind: str) -> float:
    """How long the example is watched."""
    return 9.0 if kind == "logistic" else 6.0
