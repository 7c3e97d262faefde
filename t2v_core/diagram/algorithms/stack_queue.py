"""A stack and a queue under the same operations: what each holds after every one of them."""

from __future__ import annotations

from dataclasses import dataclass

OPERATIONS: tuple[int | None, ...] = (3, 7, 5, None, 9, None, None)  # a value is put in, None takes one out


@dataclass(frozen=True)
class Step:
    """After an operation: `items` from the bottom or front, the value put in (`added`) or taken out (`removed`)."""

    items: tuple[int, ...]
    added: int | None = None
    removed: int | None = None


def run(kind: str) -> tuple[Step, ...]:
    """The steps of a "stack" (the last in is the first out) or a "queue" (the first in is)."""
    items: tuple[int, ...] = ()
    steps = [Step(items)]
    for value in OPERATIONS:
        if value is not None:
            items = (*items, value)
            steps.append(Step(items, added=value))
        else:
            removed = items[-1] if kind == "stack" else items[0]
            items = items[:-1] if kind == "stack" else items[1:]
            steps.append(Step(items, removed=removed))
    return tuple(steps)


MOST = max(len(s.items) for s in run("stack"))
