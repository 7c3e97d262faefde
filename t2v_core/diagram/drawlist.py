"""What a frame is made of: frozen primitives in drawing order, and the geometry that tests ask of them.

Lengths are in units of 1/720 of the frame's height, so that one layout serves every size of an aspect;
y grows downwards. Colours are roles of the theme ("ink", "accent" …, see `theme`), never values. Equal
draw lists give equal pixels, and a renderer may reuse the last frame for them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from .box import Box, union

Point: TypeAlias = tuple[float, float]
Face = Literal["regular", "semibold", "italic", "mono", "tabular", "tabular_semibold"]
MarkerKind = Literal["circle", "square", "triangle", "diamond"]
ACCENT_SHAPES: tuple[MarkerKind, ...] = ("circle", "square", "triangle")  # the second cue of each accent colour


@dataclass(frozen=True)
class Rect:
    """A rectangle, rounded when `radius` > 0; filled and/or stroked with colour roles ("" = not)."""

    x: float
    y: float
    w: float
    h: float
    radius: float = 0.0
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()

    @property
    def bounds(self) -> Box:
        return Box(self.x, self.y, self.w, self.h)


@dataclass(frozen=True)
class Circle:
    """A circle of radius `r` around (x, y)."""

    x: float
    y: float
    r: float
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()

    @property
    def bounds(self) -> Box:
        return Box(self.x - self.r, self.y - self.r, 2 * self.r, 2 * self.r)


@dataclass(frozen=True)
class Path:
    """A line, polyline or polygon (`closed`); `smooth` draws a Catmull-Rom curve through the points.

    `head` > 0 puts an arrow head of that length on its end, `tail` on its start.
    """

    points: tuple[Point, ...]
    closed: bool = False
    smooth: bool = False
    fill: str = ""
    stroke: str = ""
    width: float = 1.5
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    head: float = 0.0
    tail: float = 0.0

    @property
    def bounds(self) -> Box:
        xs, ys = [p[0] for p in self.points], [p[1] for p in self.points]
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


@dataclass(frozen=True)
class Text:
    """One line of text: left edge `x`, baseline `y`. Make it with `text.line`, which measures `advance`.

    `halo` (a role) draws a plate behind the letters, which interrupts lines that pass below them.
    """

    string: str
    x: float
    y: float
    size: float
    advance: float
    face: Face = "regular"
    colour: str = "ink"
    opacity: float = 1.0
    halo: str = ""

    @property
    def bounds(self) -> Box:
        """Width as set; from the height of capitals to the depth of descenders (Inter: 0.73 and 0.21 em)."""
        return Box(self.x, self.y - 0.75 * self.size, self.advance, 0.96 * self.size)


@dataclass(frozen=True)
class Maths:
    """A formula: left edge `x`, baseline `y`. Make it with `maths.formula`, which measures it.

    `lit` (a role) colours the paths `glyphs` of its outline: a symbol, found by `maths.glyphs_of`.
    """

    latex: str
    x: float
    y: float
    size: float
    advance: float
    ascent: float
    descent: float
    colour: str = "ink"
    opacity: float = 1.0
    lit: str = ""
    glyphs: frozenset[int] = frozenset()

    @property
    def bounds(self) -> Box:
        return Box(self.x, self.y - self.ascent, self.advance, self.ascent + self.descent)


@dataclass(frozen=True)
class Pixels:
    """A small picture by value: `data` is width × height × 3 or 4 bytes, RGB or RGBA, row by row."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Image:
    """A picture (a logo), fitted into its box without distortion."""

    pixels: Pixels
    x: float
    y: float
    w: float
    h: float
    opacity: float = 1.0

    @property
    def bounds(self) -> Box:
        return Box(self.x, self.y, self.w, self.h)


@dataclass(frozen=True)
class Group:
    """Items moved, scaled about the origin, faded as one, and clipped to a rounded rectangle.

    Order: items are clipped in their own coordinates, then scaled, then moved.
    """

    items: tuple[Item, ...]
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    opacity: float = 1.0
    clip: Box | None = None
    clip_radius: float = 0.0

    @property
    def bounds(self) -> Box:
        return union([leaf.bounds for leaf in leaves((self,))])


Leaf: TypeAlias = "Rect | Circle | Path | Text | Maths | Image"
Item: TypeAlias = "Rect | Circle | Path | Text | Maths | Image | Group"
DrawList: TypeAlias = "tuple[Item, ...]"


def line(x0: float, y0: float, x1: float, y1: float, stroke: str = "rule", width: float = 1.0, **more: object) -> Path:
    """A straight line."""
    return Path(((x0, y0), (x1, y1)), stroke=stroke, width=width, **more)


def arrow(points: Iterable[Point], stroke: str = "soft", width: float = 2.0, head: float = 9.0, **more: object) -> Path:
    """A polyline that ends in an arrow head."""
    return Path(tuple(points), stroke=stroke, width=width, head=head, **more)


def polygon(points: Iterable[Point], fill: str = "", stroke: str = "", **more: object) -> Path:
    """A closed shape."""
    return Path(tuple(points), closed=True, fill=fill, stroke=stroke, **more)


def marker(kind: MarkerKind, x: float, y: float, r: float, fill: str, opacity: float = 1.0, stroke: str = "") -> Leaf:
    """A data point whose shape is the second cue beside its colour."""
    if kind == "circle":
        return Circle(x, y, r, fill=fill, opacity=opacity, stroke=stroke, width=1.5)
    if kind == "square":
        return Rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r, fill=fill, opacity=opacity, stroke=stroke, width=1.5)
    corners = {
        "triangle": ((0.0, -1.15), (1.05, 0.8), (-1.05, 0.8)),
        "diamond": ((0.0, -1.2), (1.0, 0.0), (0.0, 1.2), (-1.0, 0.0)),
    }[kind]
    points = tuple((x + r * u, y + r * v) for u, v in corners)
    return Path(points, closed=True, fill=fill, stroke=stroke, opacity=opacity)


def along(points: tuple[Point, ...], u: float) -> tuple[Point, ...]:
    """The first share `u` (0..1) of a polyline, for lines that grow; never fewer than two points."""
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    rest = max(0.0, min(1.0, u)) * sum(lengths)
    kept = [points[0]]
    for (x0, y0), (x1, y1), n in zip(points, points[1:], lengths, strict=False):
        if rest >= n:
            kept.append((x1, y1))
            rest -= n
            continue
        share = rest / n if n else 0.0
        kept.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share))
        break
    return tuple(kept)


def rounded(points: tuple[Point, ...], radius: float = 16.0) -> tuple[Point, ...]:
    """A polyline whose corners are quarter-round: each replaced by points of a quadratic curve."""
    out = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        a, b = math.dist(before, corner), math.dist(corner, after)
        r = min(radius, a / 2, b / 2)
        if r < 0.5:
            out.append(corner)
            continue
        (x, y), (px, py), (qx, qy) = corner, before, after
        p = (x + (px - x) * r / a, y + (py - y) * r / a)
        q = (x + (qx - x) * r / b, y + (qy - y) * r / b)
        for u in (0.0, 0.25, 0.5, 0.75, 1.0):
            v = 1 - u
            out.append(tuple(v * v * s + 2 * u * v * c + u * u * e for s, c, e in zip(p, corner, q, strict=True)))
    return (*out, points[-1])


def plate(text: Text) -> Rect:
    """What is painted behind a text with a halo."""
    deep = 0.28 if any(c in "gjpqy,|∂" for c in text.string) else 0.16
    side, top = 0.2 * text.size, 0.9 * text.size
    return Rect(text.x - side, text.y - top, text.advance + 2 * side, top + deep * text.size, 3.0, text.halo)


def leaves(items: Iterable[Item], opacity: float = 1.0) -> Iterator[Leaf]:
    """Every primitive with the moves, scales and opacities of its groups applied (clips are not)."""
    for item in items:
        if not isinstance(item, Group):
            yield replace(item, opacity=item.opacity * opacity) if opacity != 1.0 else item
            continue
        for leaf in leaves(item.items, opacity * item.opacity):
            yield _placed(leaf, item)


def _placed(leaf: Leaf, group: Group) -> Leaf:
    k, dx, dy = group.scale, group.dx, group.dy
    if (k, dx, dy) == (1.0, 0.0, 0.0):
        return leaf
    if isinstance(leaf, Path):
        points = tuple((k * x + dx, k * y + dy) for x, y in leaf.points)
        return replace(leaf, points=points, width=k * leaf.width, head=k * leaf.head, tail=k * leaf.tail)
    scaled = {name: k * getattr(leaf, name) for name in _LENGTHS if hasattr(leaf, name)}
    return replace(leaf, x=k * leaf.x + dx, y=k * leaf.y + dy, **scaled)


_LENGTHS = ("w", "h", "r", "radius", "width", "size", "advance", "ascent", "descent")
