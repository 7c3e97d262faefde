"""A graph of relations laid out in layers: where every name, arrow and label stands, at the largest size that fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .drawlist import Box, Point, Text
from .fonts import advance
from .graph import PASSAGE, Extent, layer_of, layered
from .text import BODY, BODY_SIZES, CAPTION, SMALL, Block, block, block_height, wrap

PAD_X, PAD_Y, TIGHT = 18.0, 14.0, 10.0
ROOMY, GENEROUS = 30.0, 44.0  # padding above and below where there are few nodes, or three at most
FEW = 5
LARGE = 30.0  # size of up to three names
LABEL = 140.0  # widest line of a label of several words
MIN_NODE, MAX_NODE = 92.0, 0.33  # units; share of the box's width
NEAR, FAR = 22.0, 44.0  # least distance of neighbours in a layer, and the one they have where there is room
CLEAR, BARE = 32.0, 16.0  # of an arrow's length: what its label leaves to be seen, and the least


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


def fitted(graph: Graph, box: Box) -> Plan | None:
    """The graph at the largest size that fits, to the right in a wide box and downwards in a narrow one."""
    ways = (_across, _down) if box.w >= 600 else (_down,)
    sizes = (LARGE, CAPTION, *BODY_SIZES) if len(graph.names) <= 3 else (CAPTION, *BODY_SIZES)
    for bare in (CLEAR, BARE, 0.0):
        for size in sizes if bare < CLEAR else [s for s in sizes if s >= BODY]:
            for way in ways:
                plan = way(graph, box, size, bare)
                if plan is not None:
                    return plan
    return None


def _across(graph: Graph, box: Box, size: float, bare: float) -> Plan | None:
    """Layers are columns, each as wide as its names ask for."""
    depth = max(graph.layers) + 1
    widest = max((_label_width(label, size) for label in graph.labels if label.strip()), default=0.0)
    between = max(64.0, widest + 56)
    widths = _shared([_wishes(graph, k, size, depth) for k in range(depth)], box, between)
    if widths is None:
        return None
    texts = [_rowed(name, widths[k] - 2 * PAD_X, size) for name, k in zip(graph.names, graph.layers, strict=True)]
    if None in texts:
        return None
    pad = GENEROUS if len(graph.names) <= 3 else ROOMY if len(graph.names) <= FEW else PAD_Y
    heights = [block_height(len(rows), size) + 2 * pad for rows in texts]
    between += min(170.0, (box.w - sum(widths) - (depth - 1) * between) / max(1, depth - 1))
    columns = [sum(widths[:k]) + widths[k] / 2 + k * between for k in range(depth)]
    extents = [Extent(widths[k], h) for k, h in zip(graph.layers, heights, strict=True)]
    placed = next(
        (p for near in (FAR, NEAR) if (p := layered(extents, graph.edges, columns, near)).breadth <= box.h), None
    )
    if placed is None:
        return None
    left = box.x + (box.w - sum(widths) - (depth - 1) * between) / 2
    top = box.y + (box.h - placed.breadth) / 2
    boxes = tuple(
        Box(left + x - e.deep / 2, top + y - e.broad / 2, e.deep, e.broad)
        for (x, y), e in zip(placed.centres, extents, strict=True)
    )
    routes = [tuple((left + x, top + y) for x, y in r) for r in placed.routes]
    routes = [_open(r, 3.0) for r in _ported(routes, graph.edges, boxes, across=True)]
    return _labelled(graph, boxes, size, routes, box, bare)


def _wishes(graph: Graph, k: int, size: float, depth: int) -> tuple[float, float]:
    """Least and best width of column k: its longest word, and its longest name on one line."""
    own = graph.in_layer(k)
    word = max(advance(w, size, "semibold") for name in own for w in name.split() or [name])
    whole = max(advance(name, size, "semibold") for name in own)
    return word + 2 * PAD_X + 2, max(whole + 3.5 * PAD_X, 220.0 if depth <= 3 else MIN_NODE)


def _shared(wishes: list[tuple[float, float]], box: Box, between: float) -> list[float] | None:
    """Widths of the columns: their wishes, cut to one measure where room is short; None when words would part."""
    room = box.w - (len(wishes) - 1) * between
    low, high = 0.0, MAX_NODE * box.w
    cut = lambda c: [max(least, min(wish, c)) for least, wish in wishes]  # noqa: E731
    if sum(cut(low)) > room or max(cut(low)) > max(high, 0.5 * box.w):
        return None
    if sum(cut(high)) <= room:
        return cut(high)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(cut(middle)) <= room else (low, middle)
    return cut(low)


def _down(graph: Graph, box: Box, size: float, bare: float) -> Plan | None:
    """Layers are rows, each as high as its fullest name."""
    for share in (1.0, 0.8, 0.65):  # narrower nodes where their rows stand beside each other
        plan = _down_at(graph, box, size, bare, share)
        if plan is not None:
            return plan
    return None


def _down_at(graph: Graph, box: Box, size: float, bare: float, share: float) -> Plan | None:
    depth = max(graph.layers) + 1
    widths = [share * _row_width(graph, k, size, box) for k in range(depth)]
    if min(widths) < MIN_NODE:
        return None
    texts = [_rowed(name, widths[k] - 2 * PAD_X, size) for name, k in zip(graph.names, graph.layers, strict=True)]
    if None in texts:
        return None
    pad = TIGHT if depth > 3 else PAD_Y
    tall = [
        block_height(max(len(t) for t, i in zip(texts, graph.layers, strict=True) if i == k), size)
        for k in range(depth)
    ]
    heights = [h + 2 * pad for h in tall]
    labelled = any(label.strip() for label in graph.labels)
    between = (box.h - sum(heights)) / max(1, depth - 1)
    if depth > 1 and between < (46 if labelled else 30):
        return None
    between = min(between, 90.0)
    rows = [sum(heights[:k]) + heights[k] / 2 + k * between for k in range(depth)]
    extents = [Extent(heights[k], widths[k]) for k in graph.layers]
    airy = tuple(w for w in (240.0, 160.0, 90.0, FAR) if box.w >= 600)
    spread = ((layered(extents, graph.edges, rows, near), near) for near in (*airy, NEAR))
    placed = next((p for p, near in spread if p.breadth <= box.w * (0.8 if near > FAR else 1.0)), None)
    if placed is None:
        return None
    left = box.x + (box.w - placed.breadth) / 2
    top = box.y + (box.h - sum(heights) - (depth - 1) * between) / 2
    boxes = tuple(
        Box(left + y - e.broad / 2, top + x - e.deep / 2, e.broad, e.deep)
        for (x, y), e in zip(placed.centres, extents, strict=True)
    )
    routes = [tuple((left + y, top + x) for x, y in r) for r in placed.routes]
    routes = [_open(r, 3.0) for r in _ported(routes, graph.edges, boxes, across=False)]
    return _labelled(graph, boxes, size, routes, box, bare)


def _row_width(graph: Graph, k: int, size: float, box: Box) -> float:
    """Width of the nodes of row k: its longest name's, as far as they and the arrows that pass between them fit."""
    own = graph.in_layer(k)
    ends = [sorted((graph.layers[a], graph.layers[b])) for a, b in graph.edges]
    passing = sum(first < k < last for first, last in ends)
    room = (box.w - (len(own) + passing - 1) * NEAR - PASSAGE * passing) / len(own)
    wish = max(advance(name, size, "semibold") for name in own) + 3.5 * PAD_X
    return min(room, max(150.0, min(wish, max(300.0, MAX_NODE * box.w))))


def _rowed(name: str, width: float, size: float) -> tuple[str, ...] | None:
    """Lines of a node's text; None when a word would have to be parted at a size that can still shrink."""
    rows = wrap(name, width, size, "semibold")
    return None if size > SMALL and any(r.endswith("-") and r[:-1] not in name.split("-") for r in rows) else rows


def _label_size(size: float) -> float:
    """Labels are smaller than names, but no smaller than can be read."""
    return {LARGE: BODY, CAPTION: 18.0}.get(size, SMALL)


def _label_rows(label: str, size: float, most: float = LABEL) -> tuple[str, ...]:
    """Lines of a label no wider than `most`, unless a word asks for more."""
    word = max(advance(w, size, "regular") for w in label.split())
    return wrap(label, min(max(most, word), 2 * LABEL), size)


def _label_width(label: str, size: float) -> float:
    small = _label_size(size)
    return max(advance(r, small, "regular") for r in _label_rows(label, small))


def _ported(routes: list, edges: Sequence[tuple[int, int]], boxes: Sequence[Box], across: bool) -> list:
    """Ends spread along a node's side in the order of where they go, so that arrows neither meet nor cross there."""
    side: dict[tuple[int, float], list[tuple[float, int, int]]] = {}
    for k, (route, (a, b)) in enumerate(zip(routes, edges, strict=True)):
        for end, node, other in ((0, a, 1), (-1, b, -2)):
            along = route[end][0 if across else 1]
            side.setdefault((node, round(along, 3)), []).append((route[other][1 if across else 0], k, end))
    moved = [list(r) for r in routes]
    for (node, _), ends in side.items():
        room = 0.6 * (boxes[node].h if across else boxes[node].w)
        for i, (_, k, end) in enumerate(sorted(ends)):
            shift = min(26.0, room / len(ends)) * (i - (len(ends) - 1) / 2)
            x, y = moved[k][end]
            moved[k][end] = (x, y + shift) if across else (x + shift, y)
    return [tuple(r) for r in moved]


def _open(route: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """The route drawn back a little from the nodes at its ends."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = route[0], route[1], route[-2], route[-1]
    a = max(abs(x1 - x0), abs(y1 - y0), 1e-6)
    b = max(abs(x3 - x2), abs(y3 - y2), 1e-6)
    first = (x0 + by * (x1 - x0) / a, y0 + by * (y1 - y0) / a)
    last = (x3 - by * (x3 - x2) / b, y3 - by * (y3 - y2) / b)
    return (first, *route[1:-1], last)


def _labelled(graph: Graph, boxes: tuple[Box, ...], size: float, routes: list, room: Box, bare: float) -> Plan | None:
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
