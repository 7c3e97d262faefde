"""Small signs for what a part says of a thing: how, what for, where, when, why, on what condition, unlike what."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..planning.unfold import Part
from .drawlist import Circle, Item, Path, Rect, polygon

Sign = Callable[[float, float, float, str], tuple[Item, ...]]


def sign(part: Part, x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    """The sign of a part in a circle of radius `r` around (x, y)."""
    word = part.word.casefold()
    if word.endswith("with") or word == "and":
        return _plus(x, y, r, colour)
    if word in {"to", "into", "onto", "across", "along"}:
        return _arrow(x, y, r, colour)
    return _SIGNS[part.role](x, y, r, colour)


def _stroke(points: tuple[tuple[float, float], ...], colour: str, width: float = 2.0, **more: object) -> Path:
    return Path(points, stroke=colour, width=width, **more)


def _dot(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    return (Circle(x, y, 0.34 * r, fill=colour),)


def _plus(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    a = 0.5 * r
    return _stroke(((x - a, y), (x + a, y)), colour, 2.6), _stroke(((x, y - a), (x, y + a)), colour, 2.6)


def _arrow(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    return (_stroke(((x - 0.55 * r, y), (x + 0.6 * r, y)), colour, 2.6, head=8),)


def _gear(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    """Eight teeth around a ring."""
    points = []
    for k in range(8):
        for turn, far in ((-0.28, 0.44), (-0.18, 0.64), (0.18, 0.64), (0.28, 0.44)):
            angle = math.pi / 4 * (k + turn * 1.2)
            points.append((x + far * r * math.cos(angle), y + far * r * math.sin(angle)))
    return polygon(points, stroke=colour, width=2.0), Circle(x, y, 0.18 * r, stroke=colour, width=2.0)


def _target(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    return Circle(x, y, 0.56 * r, stroke=colour, width=2.0), Circle(x, y, 0.22 * r, fill=colour)


def _inside(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    a = 0.5 * r
    return Rect(x - a, y - a, 2 * a, 2 * a, 2, stroke=colour, width=2.0), Circle(x, y, 0.2 * r, fill=colour)


def _clock(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    hands = ((x, y - 0.36 * r), (x, y), (x + 0.28 * r, y))
    return Circle(x, y, 0.58 * r, stroke=colour, width=2.0), _stroke(hands, colour)


def _therefore(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    places = ((0.0, -0.34), (-0.38, 0.3), (0.38, 0.3))
    return tuple(Circle(x + a * r, y + b * r, 0.17 * r, fill=colour) for a, b in places)


def _fork(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    a = 0.6 * r
    return (polygon(((x, y - a), (x + a, y), (x, y + a), (x - a, y)), stroke=colour, width=2.0),)


def _unlike(x: float, y: float, r: float, colour: str) -> tuple[Item, ...]:
    a, b = 0.5 * r, 0.2 * r
    bars = tuple(_stroke(((x - a, y + s * b), (x + a, y + s * b)), colour) for s in (-1, 1))
    return (*bars, _stroke(((x - 0.3 * r, y + 0.55 * r), (x + 0.3 * r, y - 0.55 * r)), colour))


_SIGNS: dict[str, Sign] = {
    "trait": _dot,
    "means": _gear,
    "purpose": _target,
    "place": _inside,
    "time": _clock,
    "reason": _therefore,
    "condition": _fork,
    "contrast": _unlike,
}
