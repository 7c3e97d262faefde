"""A hash table with chaining (Cormen et al., Introduction to Algorithms, 11.2): h(k) = k mod m."""

from __future__ import annotations

KEYS = (15, 11, 27, 8, 4, 22, 38)
BUCKETS = 7


def place(key: int) -> int:
    """Bucket of a key."""
    return key % BUCKETS


def chains(count: int) -> tuple[tuple[int, ...], ...]:
    """What each bucket holds after `count` keys, in the order they came."""
    return tuple(tuple(k for k in KEYS[:count] if place(k) == b) for b in range(BUCKETS))
