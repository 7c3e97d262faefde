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
    never: Sequence[Point] = (),
    gap: float = 12.0,
) -> Text:
    """A short label beside a point, at one of the places around it, near ones first.

    It lies inside `within`, covers none of `never` where that can be, and as few of `avoid` as can be.
    """
    base = line(string, 0, 0, SMALL, "semibold", colour, halo="panel")
    w, h = base.advance, 0.75 * SMALL
    x, y = at
    places = [
        place
        for g in (gap, 2 * gap)
        for place in (
            (x + g, y + h / 2),
            (x - g - w, y + h / 2),
            (x - w / 2, y - g),
            (x - w / 2, y + g + h),
            (x + 0.7 * g, y - 0.7 * g),
            (x + 0.7 * g, y + 0.7 * g + h),
            (x - 0.7 * g - w, y - 0.7 * g),
            (x - 0.7 * g - w, y + 0.7 * g + h),
        )
    ]

    def cost(place: tuple[int, Point]) -> int:
        order, (px, py) = place
        box = replace(base, x=px, y=py).bounds
        inside = within.contains(box)
        box = Box(box.x - 9, box.y - 9, box.w + 18, box.h + 18)
        hit, worse = (sum(box.contains(Box(*p, 0, 0), 0) for p in points) for points in (avoid, never))
        return hit + 6 * order + 100 * worse + (0 if inside else 10_000)

    px, py = min(enumerate(places), key=cost)[1]
    px = min(max(px, within.x), within.right - w)
    return replace(base, x=px, y=min(max(py, within.y + h), within.bottom - 0.21 * SMALL))


def beside_curve(string: str, curve: Sequence[Point], x: float, colour: str, below: bool = False) -> Text:
    """A label centred on `x` that stands clear above (or below) all of the curve within its width."""
    text = line(string, x, 0, SMALL, "semibold", colour, align=0.5, halo="panel")
    near = [y for px, y in dense(curve) if text.x - 10 <= px <= text.bounds.right + 10]
    return replace(text, y=max(near) + 12 + 0.75 * SMALL if below else min(near) - 13)


def axis_names(box: Box, across: str = "x", up: str = "y") -> tuple[Text, ...]:
    """Names of the axes in the corners of a plot, the upward one's at the top left; none where there is no room."""
    if box.h < 220:
        return ()
    return (
        line(up, box.x + 2, box.y + 12, SMALL, "italic", "soft", halo="panel"),
        line(across, box.right - 2, box.bottom - 4, SMALL, "italic", "soft", align=1, halo="panel"),
    )


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
