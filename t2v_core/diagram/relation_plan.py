"""A graph of relations laid out in layers: where every name, arrow and label stands, at the largest size that fits."""

from __future__ import annotations

from collections.abc import Sequence

from .box import WIDE
from .drawlist import Box
from .fonts import advance
from .graph import PASSAGE, Extent, layered
from .relation_chain import winding
from .relation_parts import (
    LARGE,
    MAX_NODE,
    MIN_NODE,
    PAD_X,
    PAD_Y,
    TIGHT,
    Graph,
    Plan,
    drawn_back,
    label_width,
    labelled,
    rowed,
)
from .text import BODY, BODY_SIZES, CAPTION, block_height

ROOMY, GENEROUS = 30.0, 44.0  # padding above and below where there are few nodes, or three at most
FEW = 5
NEAR, FAR = 22.0, 44.0  # least distance of neighbours in a layer, and the one they have where there is room
CLEAR, BARE = 32.0, 16.0  # of an arrow's length: what its label leaves to be seen, and the least


def fitted(graph: Graph, box: Box) -> Plan | None:
    """The graph at the largest size that fits, to the right in a wide box and downwards in a square or narrow one."""
    ways = (_across, winding, _down) if box.w >= WIDE else (_down, _across, winding) if box.w >= 600 else (_down,)
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
    widest = max((label_width(label, size) for label in graph.labels if label.strip()), default=0.0)
    between = max(64.0, widest + 56)
    widths = _shared([_wishes(graph, k, size, depth) for k in range(depth)], box, between)
    if widths is None:
        return None
    texts = [rowed(name, widths[k] - 2 * PAD_X, size) for name, k in zip(graph.names, graph.layers, strict=True)]
    if None in texts:
        return None
    pad = GENEROUS if len(graph.names) <= 3 else ROOMY if len(graph.names) <= FEW else PAD_Y
    heights = [block_height(len(rows), size) + 2 * pad for rows in texts]
    if len(heights) == max(graph.layers) + 1:  # side by side, their edges are in line
        heights = [max(heights)] * len(heights)
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
    routes = [drawn_back(r, 3.0) for r in _ported(routes, graph.edges, boxes, across=True)]
    return labelled(graph, boxes, size, routes, box, bare)


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
    texts = [rowed(name, widths[k] - 2 * PAD_X, size) for name, k in zip(graph.names, graph.layers, strict=True)]
    if None in texts:
        return None
    pad = TIGHT if depth > 3 else PAD_Y
    tall = [
        block_height(max(len(t) for t, i in zip(texts, graph.layers, strict=True) if i == k), size)
        for k in range(depth)
    ]
    spare = box.h - sum(tall) - 2 * depth * pad - (depth - 1) * 90.0
    pad = min(ROOMY, pad + max(0.0, spare) / (2 * depth))
    heights = [h + 2 * pad for h in tall]
    told = any(label.strip() for label in graph.labels)
    between = (box.h - sum(heights)) / max(1, depth - 1)
    if depth > 1 and between < (46 if told else 30):
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
    routes = [drawn_back(r, 3.0) for r in _ported(routes, graph.edges, boxes, across=False)]
    return labelled(graph, boxes, size, routes, box, bare)


def _row_width(graph: Graph, k: int, size: float, box: Box) -> float:
    """Width of the nodes of row k: its longest name's, as far as they and the arrows that pass between them fit."""
    own = graph.in_layer(k)
    ends = [sorted((graph.layers[a], graph.layers[b])) for a, b in graph.edges]
    passing = sum(first < k < last for first, last in ends)
    room = (box.w - (len(own) + passing - 1) * NEAR - PASSAGE * passing) / len(own)
    wish = max(advance(name, size, "semibold") for name in own) + 3.5 * PAD_X
    alone = len(graph.names) == max(graph.layers) + 1  # a chain has the whole width
    return min(room, max(150.0, min(wish, max(300.0, (0.62 if alone else MAX_NODE) * min(box.w, WIDE)))))


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
