"""A binary search tree: keys inserted one by one, then one looked for (Cormen et al., Introduction to Algorithms, 12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """One insertion or search: the keys compared on the way down, and the tree after it."""

    kind: str  # "insert" or "search"
    key: int
    path: tuple[int, ...]
    found: bool
    children: Mapping[int, tuple[int | None, int | None]]  # smaller, greater

    @property
    def comparisons(self) -> int:
        return len(self.path)


@dataclass(frozen=True)
class Tree:
    """All operations in order; keys are unique."""

    operations: tuple[Operation, ...]
    root: int

    @property
    def children(self) -> Mapping[int, tuple[int | None, int | None]]:
        return self.operations[-1].children

    def in_order(self) -> list[int]:
        """Keys by walking left, self, right: sorted."""
        return self._walk(self.root)

    def depth(self, key: int) -> int:
        """Edges between the root and a key of the tree."""
        return len(_descend(self.children, self.root, key)) - 1

    def _walk(self, key: int | None) -> list[int]:
        if key is None:
            return []
        left, right = self.children[key]
        return [*self._walk(left), key, *self._walk(right)]


def build(keys: tuple[int, ...], searches: tuple[int, ...] = ()) -> Tree:
    """Insert `keys` in this order, then look for each of `searches`."""
    children: dict[int, tuple[int | None, int | None]] = {}
    operations: list[Operation] = []
    for key in keys:
        path = _descend(children, keys[0], key) if children else ()
        found = key in path
        if path and not found:
            left, right = children[path[-1]]
            children[path[-1]] = (key, right) if key < path[-1] else (left, key)
        children.setdefault(key, (None, None))
        operations.append(Operation("insert", key, path, found, dict(children)))
    for key in searches:
        path = _descend(children, keys[0], key)
        operations.append(Operation("search", key, path, path[-1] == key, dict(children)))
    return Tree(tuple(operations), keys[0])


def _descend(children: Mapping[int, tuple[int | None, int | None]], root: int, key: int) -> tuple[int, ...]:
    path: list[int] = []
    at: int | None = root
    while at is not None:
        path.append(at)
        if at == key:
            break
        at = children[at][key > at]
    return tuple(path)


KEYS = (50, 30, 70, 20, 40, 60, 80, 35, 65)


def example(variant: str = "insert") -> Tree:
    """Nine keys; the search variant ends by looking for one of them and for one that is not there."""
    return build(KEYS, (65, 45) if variant == "search" else ())
