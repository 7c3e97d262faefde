"""Plotting inside a panel: data coordinates, and labels that keep off lines and points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from .drawlist import Box, Circle, Point, Text
from .text import SMALL, line


@dataclass(frozen=True)
class Plane:
    """Data coordinates to the picture's: x from `x0` to `x1`, y upwards from `y0` to `y1`, filling `box`."""

    box: Box
    x0: float
    x1: float
    y0: float
    y1: float

    def at(self, x: float, y: float) -> Point:
        u, v = (x - self.x0) / (self.x1 - self.x0), (y - self.y0) / (self.y1 - self.y0)
        return self.box.x + u * self.box.w, self.box.bottom - v * self.box.h

    def line(self, x: np.ndarray, y: np.ndarray) -> tuple[Point, ...]:
        """A curve's points."""
        return tuple(self.at(float(a), float(b)) for a, b in zip(x, y, strict=True))


def tag(
    string: str,
    at: Point,
    within: Box,
    colour: str,
    avoid: Sequence[Point] = (),
    gap: float = 12.0,
    halo: str = "panel",
    size: float = SMALL,
) -> Text:
    """A short label beside a point: of eight places the one inside `within` that covers fewest of `avoid`."""
    base = line(string, 0, 0, size, "semibold", colour, halo=halo)
    w, h = base.advance, 0.75 * size
    x, y = at
    places = [
        (x + gap, y + h / 2),
        (x - gap - w, y + h / 2),
        (x - w / 2, y - gap),
        (x - w / 2, y + gap + h),
        (x + 0.7 * gap, y - 0.7 * gap),
        (x + 0.7 * gap, y + 0.7 * gap + h),
        (x - 0.7 * gap - w, y - 0.7 * gap),
        (x - 0.7 * gap - w, y + 0.7 * gap + h),
    ]

    def cost(place: tuple[int, Point]) -> tuple[int, int]:
        order, (px, py) = place
        box = replace(base, x=px, y=py).bounds
        covered = sum(box.x - 9 <= ax <= box.right + 9 and box.y - 9 <= ay <= box.bottom + 9 for ax, ay in avoid)
        return covered + (0 if within.contains(box) else 1000), order

    px, py = min(enumerate(places), key=cost)[1]
    px = min(max(px, within.x), within.right - w)
    return replace(base, x=px, y=min(max(py, within.y + h), within.bottom - 0.21 * size))


def beside_curve(string: str, curve: Sequence[Point], x: float, colour: str, below: bool = False) -> Text:
    """A label centred on `x` that stands clear above (or below) all of the curve within its width."""
    text = line(string, x, 0, SMALL, "semibold", colour, align=0.5, halo="panel")
    near = [y for px, y in dense(curve) if text.x - 10 <= px <= text.bounds.right + 10]
    return replace(text, y=max(near) + 12 + 0.75 * SMALL if below else min(near) - 13)


def dense(points: Sequence[Point], step: float = 8.0) -> list[Point]:
    """Points along a polyline at most `step` apart, for `tag` to keep off."""
    out: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        n = max(1, int(np.hypot(x1 - x0, y1 - y0) / step))
        out += [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(n + 1)]
    return out


def dot(x: float, y: float, r: float, fill: str, opacity: float = 1.0) -> Circle:
    """A filled point with a thin edge of the panel's colour, so that it stands off lines."""
    return Circle(x, y, r, fill, "panel", 1.5, opacity)
