"""Sorting algorithms, every comparison and every write recorded (Sedgewick & Wayne, Algorithms, 2.1–2.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class State:
    """`values` now; the places just looked at or changed; `done` places hold their final value."""

    values: tuple[int, ...]
    active: tuple[int, ...]
    moved: bool  # False: only compared
    done: frozenset[int]
    comparisons: int
    moves: int


@dataclass(frozen=True)
class Sort:
    """A run from the first state, nothing touched, to the last, everything done."""

    algorithm: str
    states: tuple[State, ...]


# A step of an algorithm: the places, whether values moved, and the places now final.
Step = tuple[tuple[int, ...], bool, frozenset[int]]


def run(algorithm: str, values: tuple[int, ...]) -> Sort:
    """Sort ascending; `algorithm` is a key of ALGORITHMS."""
    a, done, comparisons, moves = list(values), frozenset[int](), 0, 0
    states = [State(tuple(a), (), False, done, 0, 0)]
    for places, moved, final in ALGORITHMS[algorithm](a):
        done |= final
        comparisons += not moved
        moves += moved
        states.append(State(tuple(a), places, moved, done, comparisons, moves))
    states.append(State(tuple(a), (), False, frozenset(range(len(a))), comparisons, moves))
    return Sort(algorithm, tuple(states))


def _swap(a: list[int], i: int, j: int, final: frozenset[int] = frozenset()) -> Step:
    a[i], a[j] = a[j], a[i]
    return (i, j), True, final


def _compare(i: int, j: int) -> Step:
    return (i, j), False, frozenset()


def _bubble(a: list[int]) -> Iterator[Step]:
    for last in range(len(a) - 1, 0, -1):
        swapped = False
        for i in range(last):
            yield _compare(i, i + 1)
            if a[i] > a[i + 1]:
                yield _swap(a, i, i + 1)
                swapped = True
        if not swapped:
            return


def _insertion(a: list[int]) -> Iterator[Step]:
    for i in range(1, len(a)):
        for j in range(i, 0, -1):
            yield _compare(j - 1, j)
            if a[j - 1] <= a[j]:
                break
            yield _swap(a, j - 1, j)


def _selection(a: list[int]) -> Iterator[Step]:
    for i in range(len(a) - 1):
        least = i
        for j in range(i + 1, len(a)):
            yield _compare(least, j)
            if a[j] < a[least]:
                least = j
        yield _swap(a, i, least, frozenset({i}))


def _merge(a: list[int], lo: int = 0, hi: int | None = None) -> Iterator[Step]:
    hi = len(a) if hi is None else hi
    if hi - lo < 2:
        return
    mid = (lo + hi) // 2
    yield from _merge(a, lo, mid)
    yield from _merge(a, mid, hi)
    left, right, k = a[lo:mid], a[mid:hi], lo
    i = j = 0
    while i < len(left) or j < len(right):
        if i < len(left) and j < len(right):
            yield _compare(lo + i, mid + j)
        if j >= len(right) or (i < len(left) and left[i] <= right[j]):
            a[k], i = left[i], i + 1
        else:
            a[k], j = right[j], j + 1
        yield (k,), True, frozenset()
        k += 1


def _quick(a: list[int], lo: int = 0, hi: int | None = None) -> Iterator[Step]:
    hi = len(a) - 1 if hi is None else hi
    if lo > hi:
        return
    store = lo
    for j in range(lo, hi):  # Lomuto's partition, the last value is the pivot
        yield _compare(j, hi)
        if a[j] < a[hi]:
            if store != j:
                yield _swap(a, store, j)
            store += 1
    yield _swap(a, store, hi, frozenset({store}))
    yield from _quick(a, lo, store - 1)
    yield from _quick(a, store + 1, hi)


def _heap(a: list[int]) -> Iterator[Step]:
    for root in range(len(a) // 2 - 1, -1, -1):
        yield from _sink(a, root, len(a))
    for end in range(len(a) - 1, 0, -1):
        yield _swap(a, 0, end, frozenset({end}))
        yield from _sink(a, 0, end)


def _sink(a: list[int], root: int, size: int) -> Iterator[Step]:
    while (child := 2 * root + 1) < size:
        if child + 1 < size:
            yield _compare(child, child + 1)
            child += a[child + 1] > a[child]
        yield _compare(root, child)
        if a[root] >= a[child]:
            return
        yield _swap(a, root, child)
        root = child


ALGORITHMS: dict[str, Callable[[list[int]], Iterator[Step]]] = {
    "bubble": _bubble,
    "insertion": _insertion,
    "selection": _selection,
    "merge": _merge,
    "quick": _quick,
    "heap": _heap,
}


def example(algorithm: str, n: int = 10, seed: int = 0) -> Sort:
    """n different values in a seeded order."""
    values = np.random.default_rng(seed + 6).permutation(np.arange(1, n + 1))
    return run(algorithm, tuple(int(v) for v in values))
