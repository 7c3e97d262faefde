"""Relations between things as a layered graph; where that does not fit, as rows of "this — relation → that"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..planning.visuals import Link
from .drawlist import Box, DrawList, Item, Point, Rect, Text, arrow, rounded, union
from .fonts import advance
from .graph import PASSAGE, Extent, layer_of, layered
from .parts import Voice, card, words
from .template import Context, DoesNotFit, Picture
from .text import BODY, BODY_SIZES, CAPTION, SMALL, Block, block, block_height, wrap
from .theme import mix

PAD_X, PAD_Y, TIGHT = 18.0, 14.0, 10.0
ROOMY, GENEROUS = 30.0, 44.0  # padding above and below where there are few nodes, or three at most
FEW = 5
LARGE = 30.0  # size of up to three names
LABEL = 140.0  # widest line of a label of several words
MIN_NODE, MAX_NODE = 92.0, 0.33  # units; share of the box's width
NEAR, FAR = 22.0, 44.0  # least distance of neighbours in a layer, and the one they have where there is room
BARE = 16.0  # of an arrow's length, at least: what its label leaves to be seen


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
            items.append(arrow(rounded(route), mix(mix("rule", "soft", said), "accent", on), 2 + 0.8 * on, 10))
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
    ways = (_across, _down) if box.w >= 600 else (_down,)
    sizes = (LARGE, CAPTION, *BODY_SIZES) if len(names) <= 3 else (CAPTION, *BODY_SIZES)
    layers = layer_of(len(names), edges)
    for bare in (BARE, 0.0):
        for size in sizes:
            for way in ways:
                plan = way(names, edges, links, box, size, layers, bare)
                if plan is not None:
                    return plan
    return None


def _across(
    names: list[str],
    edges: list,
    links: Sequence[Link],
    box: Box,
    size: float,
    layers: tuple[int, ...],
    bare: float,
) -> _Plan | None:
    """Layers are columns, each as wide as its names ask for."""
    depth = max(layers) + 1
    widest = max((_label_width(k.label, size) for k in links if k.label.strip()), default=0.0)
    between = max(64.0, widest + 56)
    widths = _shared([_wishes(names, layers, k, size, depth) for k in range(depth)], box, between)
    if widths is None:
        return None
    texts = [_rowed(name, widths[k] - 2 * PAD_X, size) for name, k in zip(names, layers, strict=True)]
    if None in texts:
        return None
    pad = GENEROUS if len(names) <= 3 else ROOMY if len(names) <= FEW else PAD_Y
    heights = [block_height(len(rows), size) + 2 * pad for rows in texts]
    between += min(170.0, (box.w - sum(widths) - (depth - 1) * between) / max(1, depth - 1))
    columns = [sum(widths[:k]) + widths[k] / 2 + k * between for k in range(depth)]
    extents = [Extent(widths[k], h) for k, h in zip(layers, heights, strict=True)]
    placed = next((p for near in (FAR, NEAR) if (p := layered(extents, edges, columns, near)).breadth <= box.h), None)
    if placed is None:
        return None
    left = box.x + (box.w - sum(widths) - (depth - 1) * between) / 2
    top = box.y + (box.h - placed.breadth) / 2
    boxes = tuple(
        Box(left + x - e.deep / 2, top + y - e.broad / 2, e.deep, e.broad)
        for (x, y), e in zip(placed.centres, extents, strict=True)
    )
    routes = [tuple((left + x, top + y) for x, y in r) for r in placed.routes]
    routes = [_open(r, 3.0) for r in _ported(routes, edges, boxes, across=True)]
    return _labelled(boxes, names, size, routes, links, box, bare)


def _wishes(names: list[str], layers: Sequence[int], k: int, size: float, depth: int) -> tuple[float, float]:
    """Least and best width of column k: its longest word, and its longest name on one line."""
    own = [name for name, layer in zip(names, layers, strict=True) if layer == k]
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


def _down(
    names: list[str],
    edges: list,
    links: Sequence[Link],
    box: Box,
    size: float,
    layers: tuple[int, ...],
    bare: float,
) -> _Plan | None:
    """Layers are rows, each as high as its fullest name."""
    for share in (1.0, 0.8, 0.65):  # narrower nodes where their rows stand beside each other
        plan = _down_at(names, edges, links, box, size, layers, bare, share)
        if plan is not None:
            return plan
    return None


def _down_at(
    names: list[str],
    edges: list,
    links: Sequence[Link],
    box: Box,
    size: float,
    layers: tuple[int, ...],
    bare: float,
    share: float,
) -> _Plan | None:
    depth = max(layers) + 1
    widths = [share * _row_width(names, edges, layers, k, size, box) for k in range(depth)]
    if min(widths) < MIN_NODE:
        return None
    texts = [_rowed(name, widths[k] - 2 * PAD_X, size) for name, k in zip(names, layers, strict=True)]
    if None in texts:
        return None
    pad = TIGHT if depth > 3 else PAD_Y
    tall = [block_height(max(len(t) for t, i in zip(texts, layers, strict=True) if i == k), size) for k in range(depth)]
    heights = [h + 2 * pad for h in tall]
    labelled = any(k.label.strip() for k in links)
    between = (box.h - sum(heights)) / max(1, depth - 1)
    if depth > 1 and between < (46 if labelled else 30):
        return None
    between = min(between, 90.0)
    rows = [sum(heights[:k]) + heights[k] / 2 + k * between for k in range(depth)]
    extents = [Extent(heights[k], widths[k]) for k in layers]
    airy = tuple(w for w in (240.0, 160.0, 90.0, FAR) if box.w >= 600)
    spread = ((layered(extents, edges, rows, near), near) for near in (*airy, NEAR))
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
    routes = [_open(r, 3.0) for r in _ported(routes, edges, boxes, across=False)]
    return _labelled(boxes, names, size, routes, links, box, bare)


def _row_width(names: list[str], edges: list, layers: Sequence[int], k: int, size: float, box: Box) -> float:
    """Width of the nodes of row k: its longest name's, as far as they and the arrows that pass between them fit."""
    own = [name for name, layer in zip(names, layers, strict=True) if layer == k]
    passing = sum(min(layers[a], layers[b]) < k < max(layers[a], layers[b]) for a, b in edges)
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


def _labelled(
    boxes: tuple[Box, ...], names: list[str], size: float, routes: list, links: Sequence[Link], room: Box, bare: float
) -> _Plan | None:
    """Texts in their nodes, labels on their arrows where they meet nothing; None when a label finds no place."""
    texts = tuple(
        block(name, b.inset(PAD_X - 0.1, TIGHT - 0.1), (size,), "semibold", align=0.5, valign=0.5)
        for name, b in zip(names, boxes, strict=True)
    )
    taken, labels = list(boxes), []
    for route, link in zip(routes, links, strict=True):
        label = _label(link.label, _label_size(size), route, taken, room, bare) if link.label.strip() else ()
        if label is None:
            return None
        labels.append(label)
    return _Plan(boxes, texts, tuple(routes), tuple(labels))


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
