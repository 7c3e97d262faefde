"""Placing nodes and arrows: layered drawing of any small directed graph, tidy drawing of a tree.

Layered after Sugiyama, Tagawa & Toda (1981): cycles are cut by turning edges round, layers are longest
paths, crossings are reduced by barycentres, nodes pull towards their neighbours. Layers run to the right
(`across`) or down. Edges pass only between layers or through places kept free for them, so that they never
cross a node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .drawlist import Point

PASSAGE = 20.0  # room across that is kept for an arrow which passes a layer


@dataclass(frozen=True)
class Extent:
    """Size of a node along the layers (`deep`) and across them (`broad`)."""

    deep: float
    broad: float


@dataclass(frozen=True)
class Placed:
    """Centres of the nodes and the routes of the edges, in (along, across) coordinates that begin at 0."""

    centres: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    breadth: float  # how much room across was needed
    layers: tuple[int, ...]  # of each node


def layer_of(n: int, edges: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The layer of each node: the longest path that leads to it, after cycles are cut."""
    edges = _acyclic(n, edges)
    layer = [0] * n
    for _ in range(n):
        for a, b in edges:
            layer[b] = max(layer[b], layer[a] + 1)
    for node in range(n):  # a node that nothing leads to stands just before what it leads to
        targets = [layer[b] for a, b in edges if a == node]
        if targets and not any(b == node for _, b in edges):
            layer[node] = min(targets) - 1
    return tuple(layer)


def layered(extents: Sequence[Extent], edges: Sequence[tuple[int, int]], along: Sequence[float], gap: float) -> Placed:
    """Place nodes whose layers are centred at `along`, neighbours in a layer at least `gap` apart."""
    n = len(extents)
    layer = layer_of(n, edges)
    net = _Net(list(extents), list(layer))
    chains = [net.chain(a, b) for a, b in edges]
    order = _ordered(net)
    across = _pulled(net, order, gap)
    low = min(across[i] - net.extents[i].broad / 2 for i in range(len(across)))
    high = max(across[i] + net.extents[i].broad / 2 for i in range(len(across)))
    centres = [(along[net.layers[i]], across[i] - low) for i in range(len(across))]
    return Placed(tuple(centres[:n]), tuple(_route(net, c, centres) for c in chains), high - low, layer)


def tidy(parents: Sequence[int], broads: Sequence[float], gap: float) -> tuple[tuple[float, ...], float]:
    """Across-coordinates of a tree's nodes, every parent in the middle of its children, and the breadth used.

    `parents[i]` is the parent of node i, -1 for a root; leaves stand side by side in order.
    """
    children: dict[int, list[int]] = {i: [] for i in range(-1, len(parents))}
    for node, parent in enumerate(parents):
        children[parent].append(node)
    at = [0.0] * len(parents)

    def place(node: int, left: float) -> float:
        """Right edge of the subtree that begins at `left`."""
        right = left
        for child in children[node]:
            right = place(child, right) + gap
        right = max(right - gap * bool(children[node]), left + broads[node])
        kids = children[node]
        at[node] = (at[kids[0]] + at[kids[-1]]) / 2 if kids else left + broads[node] / 2
        if kids and at[node] - broads[node] / 2 < left:  # a parent broader than its children moves them along
            shift = left + broads[node] / 2 - at[node]
            for kid in kids:
                _shift(kid, shift, children, at)
            at[node] += shift
            right += shift
        return max(right, at[node] + broads[node] / 2)

    right = 0.0
    for root in children[-1]:
        right = place(root, right) + gap
    return tuple(at), max(0.0, right - gap)


def _shift(node: int, by: float, children: dict[int, list[int]], at: list[float]) -> None:
    at[node] += by
    for child in children[node]:
        _shift(child, by, children, at)


def _acyclic(n: int, edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The edges with those that close a cycle turned round; loops left out."""
    forward: dict[int, list[int]] = {i: [] for i in range(n)}
    for a, b in edges:
        if a != b:
            forward[a].append(b)
    state, back = [0] * n, set()

    def visit(node: int) -> None:
        state[node] = 1
        for target in forward[node]:
            if state[target] == 1:
                back.add((node, target))
            elif state[target] == 0:
                visit(target)
        state[node] = 2

    for node in sorted(range(n), key=lambda i: (sum(b == i for _, b in edges), i)):
        if state[node] == 0:
            visit(node)
    return [(b, a) if (a, b) in back else (a, b) for a, b in edges if a != b]


@dataclass
class _Net:
    """Nodes and the free places of long edges, as one graph whose edges join neighbouring layers."""

    extents: list[Extent]
    layers: list[int]
    links: list[tuple[int, int]] = field(default_factory=list)

    def chain(self, a: int, b: int) -> tuple[int, ...]:
        """Join a and b through one free place in every layer between."""
        step = 1 if self.layers[b] > self.layers[a] else -1
        nodes = [a]
        for layer in range(self.layers[a] + step, self.layers[b], step):
            deep = max(e.deep for e, k in zip(self.extents, self.layers, strict=True) if k == layer)
            self.extents.append(Extent(deep, PASSAGE))
            self.layers.append(layer)
            nodes.append(len(self.layers) - 1)
        nodes.append(b)
        for u, v in pairwise(nodes):
            self.links.append((u, v) if self.layers[u] < self.layers[v] else (v, u))
        return tuple(nodes)

    def neighbours(self, node: int, before: bool) -> list[int]:
        return [u if v == node else v for u, v in self.links if (v if before else u) == node and u != v]


def _ordered(net: _Net) -> list[list[int]]:
    """Nodes of each layer from first to last, with few crossings: the best of eight sweeps."""
    depth = max(net.layers) + 1
    order = [[i for i, layer in enumerate(net.layers) if layer == k] for k in range(depth)]
    best, fewest = [list(o) for o in order], _crossings(net, order)
    for sweep in range(8):
        down = sweep % 2 == 0
        place = {node: i for row in order for i, node in enumerate(row)}
        for k in range(1, depth) if down else range(depth - 2, -1, -1):
            near = {node: net.neighbours(node, before=down) or [node] for node in order[k]}
            middle = {node: sum(place[v] for v in vs) / len(vs) for node, vs in near.items()}
            order[k].sort(key=middle.__getitem__)
            place.update({node: i for i, node in enumerate(order[k])})
        crossings = _crossings(net, order)
        if crossings < fewest:
            best, fewest = [list(o) for o in order], crossings
    return best


def _crossings(net: _Net, order: list[list[int]]) -> int:
    place = {node: i for row in order for i, node in enumerate(row)}
    links = [(net.layers[u], place[u], place[v]) for u, v in net.links]
    return sum(
        1 for i, (k, a, b) in enumerate(links) for m, c, d in links[i + 1 :] if k == m and (a - c) * (b - d) < 0
    )  # fmt: skip


def _pulled(net: _Net, order: list[list[int]], gap: float) -> list[float]:
    """Across-coordinates: nodes drawn to the mean of their neighbours, never closer than `gap`."""
    at = [0.0] * len(net.layers)
    for row in order:
        x = 0.0
        for node in row:
            at[node] = x + net.extents[node].broad / 2
            x += net.extents[node].broad + gap
        for node in row:
            at[node] -= (x - gap) / 2
    for sweep in range(12):
        for row in order if sweep % 2 == 0 else order[::-1]:
            wished = []
            for node in row:
                near = net.neighbours(node, True) + net.neighbours(node, False)
                wished.append(sum(at[v] for v in near) / len(near) if near else at[node])
            _spread(net, row, wished, at, gap)
    return at


def _spread(net: _Net, row: list[int], wished: list[float], at: list[float], gap: float) -> None:
    """The nearest places to those wished that keep order and distance (pool adjacent violators)."""
    offsets, x = [], 0.0
    for i, node in enumerate(row):
        if i:
            x += net.extents[row[i - 1]].broad / 2 + gap + net.extents[node].broad / 2
        offsets.append(x)
    pools: list[list[float]] = []  # sum, count
    for wish, offset in zip(wished, offsets, strict=True):
        pools.append([wish - offset, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    bases = [total / count for total, count in pools for _ in range(int(count))]
    for node, base, offset in zip(row, bases, offsets, strict=True):
        at[node] = base + offset


def _route(net: _Net, chain: tuple[int, ...], centres: list[Point]) -> tuple[Point, ...]:
    """From the edge of the first node to the edge of the last, straight through every free place."""
    sign = 1 if net.layers[chain[-1]] >= net.layers[chain[0]] else -1
    points: list[Point] = []
    for i, node in enumerate(chain):
        (x, y), half = centres[node], net.extents[node].deep / 2
        if i > 0:
            points.append((x - sign * half, y))
        if i < len(chain) - 1:
            points.append((x + sign * half, y))
    return tuple(points)
