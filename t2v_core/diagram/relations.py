"""Relations between things as a layered graph; where that does not fit, as rows of "this — relation → that"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..planning.visuals import Link
from .drawlist import Box, DrawList, Item, Point, Rect, Text, arrow, union
from .fonts import advance
from .graph import Extent, layer_of, layered
from .parts import Voice, card, words
from .template import Context, DoesNotFit, Picture
from .text import BODY_SIZES, CAPTION, SMALL, Block, block, block_height, wrap
from .theme import mix

PAD_X, PAD_Y = 16.0, 14.0
ROOMY = 30.0  # padding above and below where there are few nodes
FEW = 5
MIN_NODE, MAX_NODE = 92.0, 0.33  # units; share of the box's width
NEAR = 22.0  # least distance of neighbours in a layer


@dataclass(frozen=True)
class _Plan:
    """A graph with every length decided."""

    boxes: tuple[Box, ...]
    texts: tuple[Block, ...]
    routes: tuple[tuple[Point, ...], ...]
    labels: tuple[tuple[Text, ...], ...]


def relations(links: Sequence[Link], box: Box, ctx: Context, radius: float = 10.0) -> Picture:
    """The picture of `links` in `box`: every relation is lit when it is said. Raises `DoesNotFit`."""
    links = [k for k in links if k.source.strip().casefold() != k.target.strip().casefold()]
    if not links:
        raise DoesNotFit("every relation leads from a thing to itself")
    names, edges = _graph(links)
    plan = _fitted(names, edges, links, box)
    if plan is None:
        return _rows(links, box, ctx)
    order, voice = _voice(links, ctx)

    def draw(t: float) -> DrawList:
        spoken = {k: (voice.said(i, t), voice.on(i, t)) for i, k in enumerate(order)}
        items: list[Item] = []
        for k, route in enumerate(plan.routes):
            said, on = spoken[k]
            items.append(arrow(route, mix(mix("rule", "soft", said), "accent", on), 2 + 0.8 * on, 10))
        for i, (place, text) in enumerate(zip(plan.boxes, plan.texts, strict=True)):
            near = [spoken[k] for k, edge in enumerate(edges) if i in edge]
            said, on = max(s for s, _ in near), max(o for _, o in near)
            items += [card(place, on, min(radius, place.h / 2)), *words(text, said, on)]
        for k, label in enumerate(plan.labels):
            said, on = spoken[k]
            items += _on_plate(label, mix(mix("faint", "soft", said), "accent", on))
        return tuple(items)

    return Picture((), draw)


def _graph(links: Sequence[Link]) -> tuple[list[str], list[tuple[int, int]]]:
    """Names in order of mention, told apart without regard to case, and pairs of their places."""
    index: dict[str, int] = {}
    names: list[str] = []
    for link in links:
        for name in (link.source, link.target):
            if name.strip().casefold() not in index:
                index[name.strip().casefold()] = len(names)
                names.append(name.strip() or "—")
    place = lambda name: index[name.strip().casefold()]  # noqa: E731
    return names, [(place(k.source), place(k.target)) for k in links]


def _voice(links: Sequence[Link], ctx: Context) -> tuple[list[int], Voice]:
    """Links in the order in which they are said, and when."""
    phrases = [(f"{k.source} {k.label} {k.target}", k.evidence_id) for k in links]
    times = ctx.clock.cues(phrases, ordered=False)
    order = sorted(range(len(links)), key=lambda k: times[k])
    return order, Voice(ctx.clock.cues([phrases[k] for k in order]))


def _fitted(names: list[str], edges: list[tuple[int, int]], links: Sequence[Link], box: Box) -> _Plan | None:
    """The graph at the largest size that fits, to the right in a wide box and downwards in a narrow one."""
    ways = (True, False) if box.w >= 600 else (False,)
    for size in (CAPTION, *BODY_SIZES):
        for across in ways:
            plan = (_across if across else _down)(names, edges, links, box, size)
            if plan is not None:
                return plan
    return None


def _across(names: list[str], edges: list, links: Sequence[Link], box: Box, size: float) -> _Plan | None:
    """Layers are columns."""
    depth = max(layer_of(len(names), edges)) + 1
    widest = max((max(map(_advance, wrap(k.label, 130, SMALL))) for k in links if k.label.strip()), default=0.0)
    between = max(64.0, widest + 52)
    node = min(MAX_NODE * box.w, (box.w - (depth - 1) * between) / depth)
    if node < MIN_NODE:
        return None
    texts = [_rowed(name, node - 2 * PAD_X, size) for name in names]
    if None in texts:
        return None
    pad = ROOMY if len(names) <= FEW else PAD_Y
    heights = [block_height(len(rows), size) + 2 * pad for rows in texts]
    free = box.w - depth * node - (depth - 1) * between
    between += min(170.0, free / max(1, depth - 1)) if depth > 1 else 0.0
    placed = layered([Extent(node, h) for h in heights], edges, node + between, NEAR)
    if placed.breadth > box.h:
        return None
    left = box.x + (box.w - depth * node - (depth - 1) * between) / 2 + node / 2
    top = box.y + (box.h - placed.breadth) / 2
    boxes = tuple(
        Box(left + x - node / 2, top + y - h / 2, node, h) for (x, y), h in zip(placed.centres, heights, strict=True)
    )
    routes = [tuple((left + x, top + y) for x, y in r) for r in placed.routes]
    routes = [_open(r, 3.0) for r in _ported(routes, edges, boxes, across=True)]
    return _labelled(boxes, names, size, routes, links, box)


def _down(names: list[str], edges: list, links: Sequence[Link], box: Box, size: float) -> _Plan | None:
    """Layers are rows."""
    layers = layer_of(len(names), edges)
    depth, most = max(layers) + 1, max(layers.count(k) for k in set(layers))
    node = min(max(260.0, MAX_NODE * box.w), (box.w - (most - 1) * NEAR) / most)
    if node < MIN_NODE:
        return None
    texts = [_rowed(name, node - 2 * PAD_X, size) for name in names]
    if None in texts:
        return None
    height = max(block_height(len(rows), size) for rows in texts) + 2 * PAD_Y
    labelled = any(k.label.strip() for k in links)
    between = (box.h - depth * height) / max(1, depth - 1) if depth > 1 else 0.0
    if depth > 1 and between < (54 if labelled else 34):
        return None
    between = min(between, 90.0)
    placed = layered([Extent(height, node) for _ in names], edges, height + between, NEAR)
    if placed.breadth > box.w:
        return None
    left = box.x + (box.w - placed.breadth) / 2
    top = box.y + (box.h - depth * height - (depth - 1) * between) / 2 + height / 2
    boxes = tuple(Box(left + y - node / 2, top + x - height / 2, node, height) for x, y in placed.centres)
    routes = [tuple((left + y, top + x) for x, y in r) for r in placed.routes]
    routes = [_open(r, 3.0) for r in _ported(routes, edges, boxes, across=False)]
    return _labelled(boxes, names, size, routes, links, box)


def _rowed(name: str, width: float, size: float) -> tuple[str, ...] | None:
    """Lines of a node's text; None when a word would have to be parted at a size that can still shrink."""
    rows = wrap(name, width, size, "semibold")
    return None if size > SMALL and any(r.endswith("-") and r[:-1] not in name.split("-") for r in rows) else rows


def _advance(string: str) -> float:
    return advance(string, SMALL, "regular")


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


def _labelled(
    boxes: tuple[Box, ...], names: list[str], size: float, routes: list, links: Sequence[Link], room: Box
) -> _Plan | None:
    """Texts in their nodes, labels on their arrows where they meet nothing; None when a label finds no place."""
    texts = tuple(
        block(name, b.inset(PAD_X - 0.1, PAD_Y - 0.1), (size,), "semibold", align=0.5, valign=0.5)
        for name, b in zip(names, boxes, strict=True)
    )
    taken, labels = list(boxes), []
    for route, link in zip(routes, links, strict=True):
        label = _label(link.label, route, taken, room) if link.label.strip() else ()
        if label is None:
            return None
        labels.append(label)
    return _Plan(boxes, texts, tuple(routes), tuple(labels))


def _label(label: str, route: tuple[Point, ...], taken: list[Box], room: Box) -> tuple[Text, ...] | None:
    """Lines of a label centred on the first place of its arrow that is free and inside `room`."""
    rows = wrap(label, 130, SMALL)
    width, height = max(map(_advance, rows)) + 1, block_height(len(rows), SMALL)
    (x0, y0), (x1, y1) = route[0], route[1]
    for u in (0.45, 0.5, 0.4, 0.55, 0.35, 0.6, 0.3, 0.65, 0.25, 0.7):
        x, y = x0 + u * (x1 - x0), y0 + u * (y1 - y0)
        place = Box(x - width / 2, y - height / 2, width, height)
        if room.contains(place) and not any(place.inset(-3).overlaps(other) for other in taken):
            taken.append(place)
            return block(label, place, (SMALL,), align=0.5).lines
    return None


def _on_plate(label: tuple[Text, ...], colour: str) -> list[Item]:
    """A label on a piece of ground that parts the arrow behind it."""
    if not label:
        return []
    b = union([text.bounds for text in label])
    plate = Rect(b.x - 4, b.y - 3, b.w + 8, b.h + 5, 4, fill="ground")
    return [plate, *(replace(text, colour=colour) for text in label)]


def _rows(links: Sequence[Link], box: Box, ctx: Context) -> Picture:
    """One line a relation: two cards and a labelled arrow between them."""
    n = len(links)
    bands = box.rows([1.0] * n, 10)
    if bands[0].h < 40:
        raise DoesNotFit(f"{n} relations do not fit")
    arrowed = 0.3 if any(k.label.strip() for k in links) else 0.14
    order, voice = _voice(links, ctx)
    placed = []
    for link, band in zip(links, bands, strict=True):
        left, middle, right = Box(band.x, band.y, band.w, min(band.h, 84.0)).columns(
            (1, arrowed / (1 - arrowed) * 2, 1), 10
        )
        ends = [
            block(s, b.inset(10, 5), BODY_SIZES, "semibold", valign=0.5, align=0.5)
            for s, b in ((link.source, left), (link.target, right))
        ]
        label = block(link.label, Box(middle.x, middle.y, middle.w, middle.h / 2 - 3), (SMALL,), align=0.5, valign=1.0)
        placed.append((left, middle, right, ends, label))

    def draw(t: float) -> DrawList:
        items: list[Item] = []
        for i, k in enumerate(order):
            (left, middle, right, (a, b), label), said, on = placed[k], voice.said(i, t), voice.on(i, t)
            stroke = mix(mix("rule", "soft", said), "accent", on)
            items += [card(left, on), card(right, on), *words(a, said, on), *words(b, said, on)]
            items.append(arrow(((middle.x - 6, middle.cy + 6), (middle.right + 6, middle.cy + 6)), stroke, 2, 9))
            items += label.coloured(mix("faint", "soft", said))
        return tuple(items)

    return Picture((), draw)
