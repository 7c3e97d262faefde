"""Breadth-first, depth-first, Dijkstra's and A* search, one frontier with four orders.

Queue, stack, cost so far g, and g + h. A state is recorded when a node is settled (taken from the
frontier for good), so that the picture shows the order in which each algorithm looks at the graph
(Cormen, Leiserson, Rivest & Stein, 20–22; Hart, Nilsson & Raphael 1968 for A*).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

ALGORITHMS = ("bfs", "dfs", "dijkstra", "astar")


@dataclass(frozen=True, eq=False)
class Graph:
    """Undirected: `neighbours[node]` maps neighbour to weight; `places[node]` is its (x, y)."""

    places: Mapping[int, tuple[float, float]]
    neighbours: Mapping[int, Mapping[int, float]]

    @property
    def edges(self) -> list[tuple[int, int, float]]:
        return [(a, b, w) for a, near in self.neighbours.items() for b, w in near.items() if a < b]


@dataclass(frozen=True, eq=False)
class State:
    """After settling `node`: what is settled, what waits (in the order it would be taken), how each was reached."""

    node: int
    settled: tuple[int, ...]
    frontier: tuple[int, ...]
    parent: Mapping[int, int]
    cost: Mapping[int, float]  # of the best way found so far: edges for BFS and DFS, else weights


@dataclass(frozen=True, eq=False)
class Search:
    """A run from `start` until `goal` is settled; `path` is the way found, () when there is none."""

    algorithm: str
    graph: Graph
    start: int
    goal: int
    states: tuple[State, ...]
    path: tuple[int, ...]

    @property
    def cost(self) -> float:
        """Length of the path found: edges for BFS and DFS, else weights."""
        return self.states[-1].cost[self.goal]


def search(graph: Graph, start: int, goal: int, algorithm: str) -> Search:
    """Search from start to goal. `algorithm` is one of ALGORITHMS; A*'s h is Manhattan distance of the places."""
    weighted = algorithm in ("dijkstra", "astar")
    ticket = count()
    heap: list[tuple[float, int, int, int]] = [(0.0, next(ticket), start, start)]
    parent, cost, settled, states = {start: start}, {start: 0.0}, [], []
    while heap:
        _, _, node, came_from = heapq.heappop(heap)
        if node in settled:
            continue
        if algorithm == "dfs":  # the way in is known only now
            parent[node] = came_from
            cost[node] = cost[came_from] + (node != came_from)
        settled.append(node)
        for near in _in_order(graph, node, algorithm):
            step = cost[node] + (graph.neighbours[node][near] if weighted else 1)
            if near in settled or (algorithm != "dfs" and near in cost and step >= cost[near]):
                continue
            if algorithm != "dfs":
                parent[near], cost[near] = node, step
            turn = next(ticket)
            key = {"bfs": turn, "dfs": -turn, "dijkstra": step, "astar": step + _ahead(graph, near, goal)}[algorithm]
            heapq.heappush(heap, (key, -turn if algorithm == "astar" else turn, near, node))
        states.append(State(node, tuple(settled), _waiting(heap, settled), dict(parent), dict(cost)))
        if node == goal:
            break
    return Search(algorithm, graph, start, goal, tuple(states), _path(parent, start, goal, settled))


def _in_order(graph: Graph, node: int, algorithm: str) -> list[int]:
    near = sorted(graph.neighbours[node])
    return near[::-1] if algorithm == "dfs" else near  # the stack turns them round again


def _ahead(graph: Graph, node: int, goal: int) -> float:
    (x0, y0), (x1, y1) = graph.places[node], graph.places[goal]
    return abs(x0 - x1) + abs(y0 - y1)


def _waiting(heap: list[tuple[float, int, int, int]], settled: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(node for _, _, node, _ in sorted(heap) if node not in settled))


def _path(parent: Mapping[int, int], start: int, goal: int, settled: list[int]) -> tuple[int, ...]:
    if goal not in settled:
        return ()
    path = [goal]
    while path[-1] != start:
        path.append(parent[path[-1]])
    return tuple(path[::-1])


def grid(rows: tuple[str, ...]) -> Graph:
    """Free cells of a map, `#` being wall; node = row × width + column, steps of 1 in four directions."""
    width = len(rows[0])
    free = {r * width + c: (float(c), float(r)) for r, row in enumerate(rows) for c, ch in enumerate(row) if ch != "#"}
    at = {place: node for node, place in free.items()}
    moves = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
    near = {n: {at[p]: 1.0 for dx, dy in moves if (p := (x + dx, y + dy)) in at} for n, (x, y) in free.items()}
    return Graph(free, near)


def from_edges(places: Mapping[int, tuple[float, float]], edges: tuple[tuple[int, int, float], ...]) -> Graph:
    """A graph from its edges."""
    near: dict[int, dict[int, float]] = {n: {} for n in places}
    for a, b, w in edges:
        near[a][b] = near[b][a] = w
    return Graph(places, near)


MAP = (
    "..............",
    "..........#...",
    "....#.....#...",
    "....#.....#...",
    ".S..#.....#.G.",
    "....#..####...",
    "....#.........",
    "....###.......",
    "..............",
)
PLACES = {
    0: (0.06, 0.50),
    1: (0.28, 0.16),
    2: (0.26, 0.80),
    3: (0.44, 0.48),
    4: (0.58, 0.14),
    5: (0.56, 0.84),
    6: (0.73, 0.50),
    7: (0.86, 0.18),
    8: (0.94, 0.74),
}
EDGES = (
    (0, 1, 4),
    (0, 2, 2),
    (0, 3, 7),
    (1, 3, 2),
    (1, 4, 5),
    (2, 3, 3),
    (2, 5, 8),
    (3, 4, 6),
    (3, 5, 4),
    (3, 6, 5),
    (4, 6, 3),
    (4, 7, 2),
    (5, 6, 2),
    (5, 8, 6),
    (6, 7, 4),
    (6, 8, 3),
    (7, 8, 5),
)


def on_grid(algorithm: str) -> Search:
    """A walk over a small map with walls."""
    text = "".join(MAP)
    return search(grid(MAP), text.index("S"), text.index("G"), algorithm)


def on_graph(algorithm: str) -> Search:
    """A walk over nine nodes from 0 to 8."""
    return search(from_edges(PLACES, EDGES), 0, 8, algorithm)
