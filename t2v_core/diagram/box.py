"""Rectangles of a layout, in units of 1/720 of the frame's height; y grows downwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A box of so many units stands wide: what it holds goes side by side, in a narrower one below each other.
WIDE = 800.0


@dataclass(frozen=True)
class Box:
    """An axis-parallel rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    def inset(self, dx: float, dy: float | None = None) -> Box:
        """Smaller by `dx` at the left and right and `dy` (default `dx`) at the top and bottom."""
        dy = dx if dy is None else dy
        return Box(self.x + dx, self.y + dy, max(0.0, self.w - 2 * dx), max(0.0, self.h - 2 * dy))

    def columns(self, shares: Iterable[float], gap: float) -> tuple[Box, ...]:
        """Side by side, widths in proportion to `shares`."""
        parts = tuple(shares)
        room, x, boxes = self.w - gap * (len(parts) - 1), self.x, []
        for share in parts:
            w = room * share / sum(parts)
            boxes.append(Box(x, self.y, w, self.h))
            x += w + gap
        return tuple(boxes)

    def rows(self, shares: Iterable[float], gap: float) -> tuple[Box, ...]:
        """One below the other, heights in proportion to `shares`."""
        turned = Box(self.y, self.x, self.h, self.w).columns(shares, gap)
        return tuple(Box(b.y, b.x, b.h, b.w) for b in turned)

    def contains(self, other: Box, slack: float = 0.5) -> bool:
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def overlaps(self, other: Box, slack: float = 0.5) -> bool:
        """True when the two share more than a strip of `slack`."""
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all; `Box(0, 0, 0, 0)` around none."""
    boxes = list(boxes)
    if not boxes:
        return Box(0, 0, 0, 0)
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(x, y, max(b.right for b in boxes) - x, max(b.bottom for b in boxes) - y)
