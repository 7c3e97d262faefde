"""Binary search in a sorted row: every look at the middle leaves half of what was left (Knuth, TAOCP 3, 6.2.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """Places `low` to `high` may hold the key; `middle` is looked at; `order` of the key: −1 before it, 0 there, 1 behind it."""

    low: int
    high: int
    middle: int
    order: int


def search(values: tuple[int, ...], key: int) -> tuple[Step, ...]:
    """Every look until the key is found, or until nothing is left."""
    low, high, steps = 0, len(values) - 1, []
    while low <= high:
        middle = (low + high) // 2
        order = (key > values[middle]) - (key < values[middle])
        steps.append(Step(low, high, middle, order))
        if order == 0:
            break
        low, high = (middle + 1, high) if order > 0 else (low, middle - 1)
    return tuple(steps)


VALUES = (2, 5, 8, 12, 16, 23, 27, 31, 38, 42, 49, 56, 61, 72, 91)
KEY = 49
