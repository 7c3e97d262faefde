"""A Markov chain: the distribution over its states step by step, and the stationary one it tends to.

π_{t+1} = π_t P; the stationary π solves π = πP, Σπ = 1 (Norris, Markov Chains, 1.7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Chain:
    """`transition` (n, n), rows sum to 1; `distributions` (T+1, n); one random `walk` (T+1,) of states."""

    names: tuple[str, ...]
    transition: np.ndarray
    distributions: np.ndarray
    walk: np.ndarray
    stationary: np.ndarray


def run(names: tuple[str, ...], transition: np.ndarray, start: int, steps: int, seed: int = 0) -> Chain:
    """Start in one state for sure; walk once, and follow the distribution exactly."""
    rng, n = np.random.default_rng(seed), len(names)
    distributions, walk = [np.eye(n)[start]], [start]
    for _ in range(steps):
        distributions.append(distributions[-1] @ transition)
        walk.append(int(rng.choice(n, p=transition[walk[-1]])))
    return Chain(names, transition, np.array(distributions), np.array(walk), stationary(transition))


def stationary(transition: np.ndarray) -> np.ndarray:
    """The one distribution that a step does not change (irreducible chains)."""
    n = len(transition)
    a = np.vstack([transition.T - np.eye(n), np.ones(n)])
    return np.linalg.lstsq(a, np.append(np.zeros(n), 1.0), rcond=None)[0]


def example(seed: int = 0) -> Chain:
    """Three kinds of weather, day by day."""
    p = np.array([[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.2, 0.4, 0.4]])
    return run(("sun", "cloud", "rain"), p, 2, 12, seed)
