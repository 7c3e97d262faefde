"""A long chain of relations laid out in rows that turn back at their ends."""

from __future__ import annotations

from .drawlist import Box, Point
from .relation_parts import MAX_NODE, MIN_NODE, PAD_X, PAD_Y, Graph, Plan, drawn_back, label_width, labelled, rowed
from .text import block_height

LONG = 5  # names from which on a chain may turn


def winding(graph: Graph, box: Box, size: float, bare: float) -> Plan | None:
    """A long chain in rows that turn back at their ends, what hangs on it above or below; None for other graphs."""
    if len(graph.chain) < LONG:
        return None
    between = max(64.0, 56 + max((label_width(label, size) for label in graph.labels if label.strip()), default=0.0))
    for rows in (2, 3):
        columns = -(-len(graph.chain) // rows)
        width = min(MAX_NODE * box.w, (box.w - (columns - 1) * between) / columns)
        cells = _cells(graph, columns)
        texts = [rowed(name, width - 2 * PAD_X, size) for name in graph.names] if width >= MIN_NODE else [None]
        if cells is None or None in texts:
            continue
        rows, height = 1 + max(r for r, _ in cells), block_height(max(map(len, texts)), size) + 2 * PAD_Y
        apart = min(90.0, (box.h - rows * height) / (rows - 1))
        if apart < 48:
            continue
        step = width + min(between + 60, (box.w - columns * width) / (columns - 1))
        left, top = box.cx - ((columns - 1) * step + width) / 2, box.cy - (rows * height + (rows - 1) * apart) / 2
        boxes = tuple(Box(left + c * step, top + r * (height + apart), width, height) for r, c in cells)
        routes = [drawn_back(_straight(boxes[a], boxes[b]), 3.0) for a, b in graph.edges]
        if plan := labelled(graph, boxes, size, routes, box, bare):
            return plan
    return None


def _cells(graph: Graph, columns: int) -> list[tuple[int, int]] | None:
    """Row and column of each name; None where no free cell is left beside the one that a thing hangs on."""
    places: dict[int, tuple[int, int]] = {}
    for k, node in enumerate(graph.chain):
        row, place = divmod(k, columns)
        places[node] = (row, place if row % 2 == 0 else columns - 1 - place)
    for a, b in graph.edges:
        if b not in places:
            row, column = places[a]
            free = [c for c in ((row + 1, column), (row - 1, column)) if c not in places.values()]
            if not free:
                return None
            places[b] = free[0]
    first = min(r for r, _ in places.values())
    return [(places[i][0] - first, places[i][1]) for i in range(len(graph.names))]


def _straight(a: Box, b: Box) -> tuple[Point, ...]:
    """From side to side of neighbours in a row, from foot to head, or head to foot, of one above the other."""
    if abs(a.y - b.y) > 1:
        return ((a.cx, a.bottom), (b.cx, b.y)) if b.y > a.y else ((a.cx, a.y), (b.cx, b.bottom))
    return ((a.right, a.cy), (b.x, b.cy)) if b.x > a.x else ((a.x, a.cy), (b.right, b.cy))
