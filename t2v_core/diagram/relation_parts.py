"""What the layouts of relations share: the graph, the plan of it, names in their nodes and labels on their arrows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from .drawlist import Box, Point, Text
from .fonts import advance
from .graph import layer_of
from .text import CAPTION, SMALL, Block, block, block_height, wrap

PAD_X, PAD_Y, TIGHT = 18.0, 14.0, 10.0
LARGE = 30.0  # size of up to three names
LABEL = 140.0  # widest line of a label of several words
MIN_NODE, MAX_NODE = 92.0, 0.33  # units; share of the box's width


@dataclass(frozen=True)
class Graph:
    """What is to be laid out: names, edges as pairs of their places, and the label of each edge."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    labels: tuple[str, ...]

    @cached_property
    def layers(self) -> tuple[int, ...]:
        """The layer of each name, from 0."""
        return layer_of(len(self.names), self.edges)

    @property
    def chain(self) -> tuple[int, ...]:
        """The longest way from the only beginning, where all else hangs on it directly; () for any other graph."""
        targets = [b for _, b in self.edges]
        roots = [i for i in range(len(self.names)) if i not in targets]
        if len(roots) != 1 or len(set(targets)) < len(targets):
            return ()

        def longest(node: int) -> tuple[int, ...]:
            return (node, *max((longest(b) for a, b in self.edges if a == node), key=len, default=()))

        way = longest(roots[0])
        return way if all(a in way for a, _ in self.edges) else ()

    def in_layer(self, k: int) -> list[str]:
        """The names of one layer."""
        return [name for name, layer in zip(self.names, self.layers, strict=True) if layer == k]


@dataclass(frozen=True)
class Plan:
    """A graph with every length decided."""

    boxes: tuple[Box, ...]
    texts: tuple[Block, ...]
    routes: tuple[tuple[Point, ...], ...]
    labels: tuple[tuple[Text, ...], ...]


def labelled(graph: Graph, boxes: tuple[Box, ...], size: float, routes: list, room: Box, bare: float) -> Plan | None:
    """Texts in their nodes, labels on their arrows where they meet nothing; None when a label finds no place."""
    texts = tuple(
        block(name, b.inset(PAD_X - 0.1, TIGHT - 0.1), (size,), "semibold", align=0.5, valign=0.5)
        for name, b in zip(graph.names, boxes, strict=True)
    )
    taken, labels = list(boxes), []
    for route, label in zip(routes, graph.labels, strict=True):
        lines = _label(label, _label_size(size), route, taken, room, bare) if label.strip() else ()
        if lines is None:
            return None
        labels.append(lines)
    return Plan(boxes, texts, tuple(routes), tuple(labels))


def _label(
    label: str, size: float, route: tuple[Point, ...], taken: list[Box], room: Box, bare: float
) -> tuple[Text, ...] | None:
    """Lines of a label centred on the first place of its arrow that is free, inside `room`, and hides not all of it."""
    (x0, y0), (x1, y1) = route[0], route[1]
    upright = abs(y1 - y0) > abs(x1 - x0)
    shapes = dict.fromkeys(
        _label_rows(label, size, most) for most in ((2 * LABEL, LABEL) if upright else (LABEL, 2 * LABEL))
    )
    for rows in shapes:
        width, height = max(advance(r, size, "regular") for r in rows) + 1, block_height(len(rows), size)
        hidden = min((width + 8) / max(abs(x1 - x0), 1e-6), (height + 8) / max(abs(y1 - y0), 1e-6))
        if len(route) == 2 and (1 - hidden) * math.dist(route[0], route[1]) < bare:
            continue
        for u in (0.45, 0.5, 0.4, 0.55, 0.35, 0.6, 0.3, 0.65, 0.25, 0.7):
            x, y = x0 + u * (x1 - x0), y0 + u * (y1 - y0)
            place = Box(x - width / 2, y - height / 2, width, height)
            if room.contains(place) and not any(place.inset(-3).overlaps(other) for other in taken):
                taken.append(place)
                return block(label, place, (size,), align=0.5).lines
    return None


def rowed(name: str, width: float, size: float) -> tuple[str, ...] | None:
    """Lines of a node's text; None when a word would have to be parted at a size that can still shrink."""
    rows = wrap(name, width, size, "semibold")
    return None if size > SMALL and any(r.endswith("-") and r[:-1] not in name.split("-") for r in rows) else rows


def drawn_back(route: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """The route drawn back a little from the nodes at its ends."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = route[0], route[1], route[-2], route[-1]
    a = max(abs(x1 - x0), abs(y1 - y0), 1e-6)
    b = max(abs(x3 - x2), abs(y3 - y2), 1e-6)
    first = (x0 + by * (x1 - x0) / a, y0 + by * (y1 - y0) / a)
    last = (x3 - by * (x3 - x2) / b, y3 - by * (y3 - y2) / b)
    return (first, *route[1:-1], last)


def _label_size(size: float) -> float:
    """Labels are smaller than names, but no smaller than can be read."""
    return 18.0 if size == CAPTION else SMALL


def _label_rows(label: str, size: float, most: float = LABEL) -> tuple[str, ...]:
    """Lines of a label no wider than `most`, unless a word asks for more."""
    word = max(advance(w, size, "regular") for w in label.split())
    return wrap(label, min(max(most, word), 2 * LABEL), size)


def label_width(label: str, size: float) -> float:
    small = _label_size(size)
    return max(advance(r, small, "regular") for r in _label_rows(label, small))
