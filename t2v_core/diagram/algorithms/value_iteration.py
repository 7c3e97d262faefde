"""Value iteration on the grid of Russell & Norvig, Artificial Intelligence: A Modern Approach, 17.1–17.2.

Four columns, three rows, a wall; a goal worth +1 and a pit worth −1; every other step costs 0.04. An action goes where it
is meant to with probability 0.8, to either side with 0.1 each; who would leave the grid stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

COLUMNS, ROWS = 4, 3
WALL, GOAL, PIT = (1, 1), (3, 0), (3, 1)  # column, row from the top
COST = -0.04
MOVES = {"up": (0, -1), "right": (1, 0), "down": (0, 1), "left": (-1, 0)}
_TURNED = {"up": ("left", "right"), "down": ("right", "left"), "left": ("down", "up"), "right": ("up", "down")}

Place = tuple[int, int]
PLACES = tuple((c, r) for r in range(ROWS) for c in range(COLUMNS) if (c, r) != WALL)
OPEN = tuple(p for p in PLACES if p not in (GOAL, PIT))


@dataclass(frozen=True, eq=False)
class Sweep:
    """Values after so many sweeps, the greatest change of the last one, and the best action in every open place."""

    values: dict[Place, float]
    change: float
    policy: dict[Place, str]


def moved(place: Place, action: str) -> Place:
    """Where an action leads when it works."""
    c, r = place[0] + MOVES[action][0], place[1] + MOVES[action][1]
    return (c, r) if (c, r) in PLACES else place


def worth(values: dict[Place, float], place: Place, action: str) -> float:
    """Expected value of where an action leads."""
    left, right = _TURNED[action]
    return 0.8 * values[moved(place, action)] + 0.1 * (values[moved(place, left)] + values[moved(place, right)])


def run(sweeps: int = 30) -> tuple[Sweep, ...]:
    """V(s) ← R(s) + max over a of Σ P(s' | s, a) V(s'), all places at once, nothing discounted."""
    values = dict.fromkeys(PLACES, 0.0) | {GOAL: 1.0, PIT: -1.0}
    done = [Sweep(values, 1.0, _best(values))]
    for _ in range(sweeps):
        after = {p: COST + max(worth(values, p, a) for a in MOVES) if p in OPEN else values[p] for p in PLACES}
        change = float(np.max([abs(after[p] - values[p]) for p in PLACES]))
        values = after
        done.append(Sweep(values, change, _best(values)))
    return tuple(done)


def _best(values: dict[Place, float]) -> dict[Place, str]:
    return {p: max(MOVES, key=lambda a: worth(values, p, a)) for p in OPEN}
