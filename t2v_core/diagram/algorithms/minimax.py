"""Minimax over a game of two moves, with or without alpha-beta cuts (Russell & Norvig, Artificial Intelligence, 5.2–5.3).

MAX picks the branch whose worst answer by MIN is best. Once an answer is no better for MAX than what is safe
already (α), MIN's other answers cannot change the choice and are not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAVES = ((3, 12, 8), (2, 4, 6), (14, 5, 2))  # the example of the book


@dataclass(frozen=True)
class State:
    """`seen` leaves as (branch, leaf); `worst` answer known of each branch, None before; `closed` branches; `cut` leaves."""

    seen: tuple[tuple[int, int], ...]
    worst: tuple[int | None, ...]
    closed: tuple[int, ...]
    cut: tuple[tuple[int, int], ...]

    @property
    def alpha(self) -> int | None:
        """What MAX has safe: the best of the branches that are done with."""
        done = [self.worst[b] for b in self.closed]
        return max((w for w in done if w is not None), default=None)


@dataclass(frozen=True)
class Game:
    """A run; `value` of the root and the branch that has it."""

    states: tuple[State, ...]
    value: int
    best: int


def run(leaves: Sequence[Sequence[int]] = LEAVES, prune: bool = False) -> Game:
    """Look at the leaves from left to right; a state after each leaf, and after each branch that is done with."""
    seen: list[tuple[int, int]] = []
    worst: list[int | None] = [None] * len(leaves)
    closed: list[int] = []
    cut: list[tuple[int, int]] = []
    states = [State((), tuple(worst), (), ())]
    for b, answers in enumerate(leaves):
        for k, value in enumerate(answers):
            seen.append((b, k))
            worst[b] = value if worst[b] is None else min(worst[b], value)
            alpha = states[-1].alpha
            states.append(State(tuple(seen), tuple(worst), tuple(closed), tuple(cut)))
            if prune and alpha is not None and worst[b] <= alpha:
                cut += [(b, rest) for rest in range(k + 1, len(answers))]
                break
        closed.append(b)
        states.append(State(tuple(seen), tuple(worst), tuple(closed), tuple(cut)))
    value = max(w for w in worst if w is not None)
    return Game(tuple(states), value, worst.index(value))
