"""Hierarchy: one tree, its root above its parts, or at the left of them when there are many."""

from __future__ import annotations

from ...planning.visuals import Hierarchy, Link
from ..drawlist import Box, DrawList, Item, Path, Text
from ..graph import tidy
from ..parts import Voice, card, said_last, titled, topic, words
from ..relations import relations
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY, BODY_SIZES, CAPTION, SMALL, Block, blocks, line
from ..theme import mix

NEAR = 20.0
FEW = 8  # names that are set larger
LARGE = 30.0  # size where the cards are high
MARGIN = 22.0  # units above and below the names in cards that stand in rows
DOWN, RIGHT, INDENTED = "down", "right", "indented"
# A child "is a" or is "part of" its parent; what a parent's children are called, read from above.
_DOWNWARDS = {"is a": "kinds", "part of": "parts"}


class Tree(Template):
    name = "hierarchy"
    slots = Hierarchy

    def score(self, scene, data: Hierarchy) -> float:
        return 0.7

    def layout(self, data: Hierarchy, box: Box, ctx: Context) -> Picture:
        tree = _tree(data.links)
        if tree is None:
            return relations(data.links, box, ctx)  # two parents, or a circle: not one tree
        names, parents, labels, ids = tree
        if parents.count(-1) == 1:
            names[parents.index(-1)] = titled(names[parents.index(-1)])
        boxes, texts, way = _placed(names, parents, box)
        depth = [0] * len(names)
        for i, p in enumerate(parents):
            depth[i] = depth[p] + 1 if p >= 0 else 0
        order = sorted(range(len(names)), key=lambda i: (depth[i], i))
        times = ctx.clock.cues([(names[i], ids[i]) for i in order], ordered=False)
        first = dict(zip(order, times, strict=True))
        order.sort(key=lambda i: (first[i], depth[i], i))
        voice = Voice(ctx.clock.cues([(names[i], ids[i]) for i in order]))
        rank = {node: k for k, node in enumerate(order)}
        kinds = _kinds(parents, labels, boxes, way, box)
        roots = [i for i, p in enumerate(parents) if p < 0]
        explained = roots[0] if len(roots) == 1 else -1

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            ties = [
                (said, _elbow(boxes[p], boxes[i], way, mix("rule", "soft", said)))
                for i, p in enumerate(parents)
                if p >= 0
                for said in (voice.said(rank[i], t),)
            ]
            for i, (place, text) in enumerate(zip(boxes, texts, strict=True)):
                said, on = voice.said(rank[i], t), voice.on(rank[i], t)
                items += [card(place, on), *words(text, said, on)] if i != explained else ()
            return (*said_last(ties), *items, *kinds)

        return Picture(topic(boxes[explained], texts[explained], 10) if explained >= 0 else (), draw)

    def split(self, data: Hierarchy) -> tuple[Hierarchy, ...]:
        tree = _tree(data.links)
        if tree is None or len(data.links) < 4:
            return ()
        first, second = _halves(*tree)
        if min(len(first), len(second)) < 2:
            return ()
        return tuple(data.model_copy(update={"links": links}) for links in (first, second))


def _halves(names: list[str], parents: list[int], labels: list[str], ids: list[str]) -> tuple[list[Link], list[Link]]:
    """The links of the first branches and those of the rest, cut where they are nearest to equal; the trunk in both."""
    trunk, at = [], [i for i, p in enumerate(parents) if p < 0]
    while len(at) == 1:
        trunk.append(at[0])
        at = [i for i, p in enumerate(parents) if p == at[0]]
    branch = {i: next((a for a in at if a in _line_of(i, parents)), -1) for i in range(len(names))}
    sizes = [sum(b == a for b in branch.values()) for a in at]
    cut = min(range(1, len(at)), key=lambda k: abs(sum(sizes[:k]) - sum(sizes[k:])), default=0)
    early = set(at[:cut])
    halves: tuple[list[Link], list[Link]] = ([], [])
    for i, p in enumerate(parents):
        if p < 0:
            continue
        ends = (names[i], names[p]) if labels[i] in _DOWNWARDS else (names[p], names[i])
        link = Link(source=ends[0], target=ends[1], label=labels[i], evidence_id=ids[i])
        for k, half in enumerate(halves):
            if i in trunk or (branch[i] in early) == (k == 0):
                half.append(link)
    return halves


def _line_of(node: int, parents: list[int]) -> list[int]:
    """A node and those above it."""
    line = [node]
    while parents[line[-1]] >= 0:
        line.append(parents[line[-1]])
    return line


def _tree(links: list[Link]) -> tuple[list[str], list[int], list[str], list[str]] | None:
    """Names, parents (-1 for a root), labels and evidence ids of the nodes; None when it is not a forest.

    "Crow is a bird" is read as it is said, child first; links that make no tree so are read parent first.
    """
    turned = [
        k.model_copy(update={"source": k.target, "target": k.source}) if k.label.strip() in _DOWNWARDS else k
        for k in links
    ]
    return _forest(turned) or _forest(links)


def _forest(links: list[Link]) -> tuple[list[str], list[int], list[str], list[str]] | None:
    """As `_tree`, of links from parent to child."""
    index: dict[str, int] = {}
    names: list[str] = []
    parents: list[int] = []
    labels: list[str] = []
    ids: list[str] = []
    for link in links:
        for name in (link.source, link.target):
            if name.strip().casefold() not in index:
                index[name.strip().casefold()] = len(names)
                names.append(name.strip() or "—")
                parents.append(-1)
                labels.append("")
                ids.append(link.evidence_id)
        a, b = index[link.source.strip().casefold()], index[link.target.strip().casefold()]
        if parents[b] == a:
            continue
        if a == b or parents[b] >= 0:
            return None
        parents[b], labels[b], ids[b] = a, link.label.strip(), link.evidence_id
    for node in range(len(names)):
        seen, at = set(), node
        while at >= 0:
            if at in seen:
                return None
            seen.add(at)
            at = parents[at]
    return names, parents, labels, ids


def _placed(names: list[str], parents: list[int], box: Box) -> tuple[list[Box], list[Block], str]:
    """Cards and their texts: downwards if the leaves fit side by side, else to the right, else set in like an outline."""
    depths = [_depth(i, parents) for i in range(len(names))]
    levels = max(depths) + 1
    leaves = sum(i not in parents for i in range(len(names)))
    if box.w / leaves >= 150:
        wide = min(330.0, (box.w - (leaves - 1) * NEAR) / leaves)
        high = min(130.0 if levels == 2 else 104.0, (box.h - (levels - 1) * 52) / levels)
        at, used = tidy(parents, [wide] * len(names), NEAR)
        if high >= 44 and used <= box.w + 0.1:
            left = box.x + (box.w - used) / 2
            try:
                boxes = _rows(at, depths, box, left, wide, high)
                needed = max(t.height for t in _texts(names, boxes, 0.5, depths)) + 2 * MARGIN
                boxes = _rows(at, depths, box, left, wide, min(high, needed))
                return boxes, _texts(names, boxes, 0.5, depths), DOWN
            except DoesNotFit:
                pass
    gap, space = 56.0 if box.w >= 600 else 26.0, 12.0 if leaves <= 8 else 7.0
    wide = min(300.0, (box.w - (levels - 1) * gap) / levels)
    high = min(80.0, (box.h - (leaves - 1) * space) / leaves)
    if high >= 30 and wide >= 130:
        at, used = tidy(parents, [high] * len(names), space)
        left = box.x + (box.w - levels * wide - (levels - 1) * gap) / 2
        top = box.y + (box.h - used) / 2
        boxes = [Box(left + d * (wide + gap), top + a - high / 2, wide, high) for a, d in zip(at, depths, strict=True)]
        try:
            return boxes, _texts(names, boxes, 0.0), RIGHT
        except DoesNotFit:
            pass
    boxes = _outline(parents, depths, box)
    return boxes, _texts(names, boxes, 0.0), INDENTED


def _rows(at: tuple[float, ...], depths: list[int], box: Box, left: float, wide: float, high: float) -> list[Box]:
    """Cards `high` units high, a row a level, in the middle of the box; a root alone in its row has the room beside it."""
    levels = max(depths) + 1
    gap = min(90.0, (box.h - levels * high) / max(1, levels - 1))
    top = box.y + (box.h - levels * high - (levels - 1) * gap) / 2
    boxes = [Box(left + a - wide / 2, top + d * (high + gap), wide, high) for a, d in zip(at, depths, strict=True)]
    if depths.count(0) == 1:
        root = boxes[depths.index(0)]
        half = min(max(wide, 330.0) / 2, root.cx - box.x, box.right - root.cx)
        boxes[depths.index(0)] = Box(root.cx - half, root.y, 2 * half, high)
    return boxes


def _outline(parents: list[int], depths: list[int], box: Box) -> list[Box]:
    """One below the other in the order of reading, each level set in."""
    order: list[int] = []

    def visit(node: int) -> None:
        order.append(node)
        for child, parent in enumerate(parents):
            if parent == node:
                visit(child)

    for root in (i for i, p in enumerate(parents) if p < 0):
        visit(root)
    space, inset = 8.0, 30.0
    high = min(52.0, (box.h - (len(order) - 1) * space) / len(order))
    if high < 28:
        raise DoesNotFit(f"{len(order)} things do not fit below each other")
    top = box.y + (box.h - len(order) * (high + space) + space) / 2
    wide = min(box.w - inset * max(depths), 460.0)
    places = {node: top + k * (high + space) for k, node in enumerate(order)}
    return [Box(box.x + inset * depths[i], places[i], wide, high) for i in range(len(parents))]


def _texts(names: list[str], boxes: list[Box], align: float, depths: list[int] | None = None) -> list[Block]:
    """The names at one size; a root that stands alone above the others (by their `depths`) a step larger."""
    rooms = [b.inset(14 if b.w > 180 else 6, 4) for b in boxes]
    sizes = (CAPTION, *BODY_SIZES) if len(names) <= FEW else BODY_SIZES
    sizes = (LARGE, *sizes) if min(b.h for b in boxes) > 110 else sizes
    texts = blocks(names, rooms, sizes, "semibold", align=align, valign=0.5)
    if depths and depths.count(0) == 1:
        root = depths.index(0)
        larger = [s for s in (LARGE, CAPTION, BODY) if s >= texts[root].size + 4][-1:]
        one = blocks([names[root]], [rooms[root]], (*larger, texts[root].size), "semibold", align=align, valign=0.5)
        texts[root] = one[0]
    return texts


def _depth(node: int, parents: list[int]) -> int:
    depth = 0
    while parents[node] >= 0:
        node, depth = parents[node], depth + 1
    return depth


def _elbow(parent: Box, child: Box, way: str, colour: str) -> Path:
    """From the parent's side to the child's through the middle of the gap."""
    if way == DOWN:
        middle, x = round((parent.bottom + child.y) / 2), round(parent.cx)  # on whole units the shared trunk stays thin
        points = ((x, parent.bottom + 1), (x, middle), (child.cx, middle), (child.cx, child.y - 1))
    elif way == RIGHT:
        middle = (parent.right + child.x) / 2
        points = ((parent.right + 1, parent.cy), (middle, parent.cy), (middle, child.cy), (child.x - 1, child.cy))
    else:
        points = ((parent.x + 15, parent.bottom + 1), (parent.x + 15, child.cy), (child.x - 1, child.cy))
    return Path(points, stroke=colour, width=2)


def _kinds(parents: list[int], labels: list[str], boxes: list[Box], way: str, box: Box) -> tuple[Text, ...]:
    """The relation of children to their parent, once on the trunk, where all children share it."""
    if way != DOWN:
        return ()
    found = []
    for p, place in enumerate(boxes):
        own = {labels[i] for i, parent in enumerate(parents) if parent == p}
        gap = min((boxes[i].y - place.bottom for i, parent in enumerate(parents) if parent == p), default=0.0)
        if len(own) == 1 and gap >= 48 and (label := own.pop()):
            said = _DOWNWARDS.get(label, label)
            shown = line(said, place.cx + 10, place.bottom + gap / 2 - 6, SMALL, colour="soft")
            if shown.bounds.right <= box.right:  # a long one at the frame's edge is only spoken
                found.append(shown)
    return tuple(found)


TEMPLATE = Tree()
