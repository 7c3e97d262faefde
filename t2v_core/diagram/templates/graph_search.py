"""Breadth-first, depth-first, Dijkstra's and A* search, on a small graph or on a map with walls."""

from __future__ import annotations

from itertools import pairwise

from ...planning.visuals import Computed
from ..algorithms import graph_search as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, scene_text, spoken, terms
from ..drawlist import Box, Circle, DrawList, Path, Point, Rect, marker
from ..panel import Side, Symbol, page, side
from ..plot import dense, tag
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

NAMES = {"bfs": "breadth-first search", "dfs": "depth-first search", "dijkstra": "Dijkstra", "astar": "A*"}
FORMULAS = {
    "bfs": r"\text{next} = \text{first in the queue}",
    "dfs": r"\text{next} = \text{top of the stack}",
    "dijkstra": r"\text{next} = \arg\min_n\ g(n)",
    "astar": r"\text{next} = \arg\min_n\ \left( g(n) + h(n) \right)",
}
LETTERS = "ABCDEFGHI"


class GraphSearch(ComputedTemplate):
    name = "graph_search"
    default = "bfs"
    terms = terms(
        "graph search, graph traversal, shortest path, uninformed search, state space search, pathfinding, path finding, search tree of states",
        bfs="breadth-first search, breadth first, BFS",
        dfs="depth-first search, depth first, DFS",
        dijkstra="Dijkstra, Dijkstra's algorithm, uniform-cost search, single-source shortest path",
        astar="A* search, A* algorithm, A*, A star, A star search, A star algorithm, heuristic search, best-first search, informed search, admissible heuristic",
    )
    needs = (
        beside("A*, A star", "search, path, paths, heuristic, algorithm, graph, node, nodes, Dijkstra, goal")
        | beside("Dijkstra", "algorithm, path, paths, graph, search, distance, shortest, node, nodes")
        | beside(
            "shortest path",
            "graph, node, nodes, edge, edges, vertex, vertices, algorithm, weight, weights, search, distance",
        )
        | beside("breadth first, depth first", "search, traversal, graph, tree, node, nodes, queue, stack, order")
    )
    strangers = (
        "iterative deepening depth-first search",
        "depth-first iterative deepening",
        "iterative deepening A*",
        "greedy best-first search",
    )
    not_beside = beside("shortest path, single-source shortest path", "Bellman, Floyd, Warshall, negative, all-pairs")
    variants = patterns(
        astar=r"\bA\s?\*|\bA[- ]star\b|\bheuristic|\bbest-first|\binformed search",
        dijkstra=r"\bDijkstra|\buniform[- ]cost|\bshortest path|\bweighted graph",
        dfs=r"\bdepth[- ]first|\bDFS\b|\bstack\b|\bbacktrack",
        bfs=r"\bbreadth[- ]first|\bBFS\b|\bqueue\b|\blevel by level",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        words = scene_text(ctx.scene).casefold()
        on_map = kind == "astar" or any(w in words for w in ("grid", "maze", "obstacle", "robot", "map"))
        run = algorithm.on_grid(kind) if on_map else algorithm.on_graph(kind)
        at = page(box)
        times = pace(ctx.clock, len(run.states) + 1)  # the last state is the path found
        column = side(
            at.side,
            FORMULAS[kind],
            _symbols(kind, ctx),
            _head(kind),
            6,
            least=3,
            widest="39 steps" if on_map else "A–C–D–G–I",
        )
        scenery = _Map(run, at.plot) if on_map else _Network(run, at.plot)
        still = (*at.panel(_note(run, on_map)), *scenery.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            step, found = min(i, len(run.states) - 1), i == len(run.states)
            return (*scenery.draw(step, u, found), *column.lights(t), *_numbers(column, run, step, found, on_map))

        return Picture(still, draw)


def _note(run: algorithm.Search, on_map: bool) -> str:
    return f"Example run: {NAMES[run.algorithm]}, {len(run.graph.places)} {'cells' if on_map else 'nodes'}"


def _head(kind: str) -> tuple[str, str]:
    return ("settled", "cost") if kind in ("dijkstra", "astar") else ("settled", "depth")


def _symbols(kind: str, ctx: Context) -> list[Symbol]:
    waiting = {"bfs": "waits in the queue", "dfs": "waits on the stack"}.get(kind, "waits in the frontier")
    rows = [
        Symbol(
            "●",
            "settled: looked at for good",
            "accent",
            spoken(ctx.clock, ("visited", "settled", "explored", "expanded", "closed")),
        ),
        Symbol(
            "○",
            waiting,
            "change",
            spoken(ctx.clock, ("queue", "stack", "frontier", "open list", "neighbour", "neighbor", "fringe")),
        ),
    ]
    if kind == "astar":
        return [
            Symbol("g", "cost so far", "accent", spoken(ctx.clock, ("cost",))),
            Symbol("h", "estimate to the goal", "goal", spoken(ctx.clock, ("heuristic", "estimate"))),
            rows[1],
        ]
    if kind == "dijkstra":
        return [
            Symbol("g", "cost of the best way so far", "accent", spoken(ctx.clock, ("cost", "distance", "weight"))),
            rows[1],
        ]
    return rows


def _numbers(column: Side, run: algorithm.Search, step: int, found: bool, on_map: bool) -> DrawList:
    """The nodes settled last and what they cost; at the end the path."""
    table, items, top = column.table, [], max(s.cost[s.node] for s in run.states) or 1
    room = table.rows - 1
    first = max(0, step + 1 - room)
    for row, k in enumerate(range(first, step + 1)):
        state = run.states[k]
        cost, name = state.cost[state.node], f"{k + 1}" if on_map else f"{k + 1}.  {LETTERS[state.node]}"
        items += table.row(row, name, f"{cost:g}", cost / top, "change" if k == step and not found else "")
    if found:
        way = (
            "–".join(LETTERS[n] for n in run.path) if len(run.path) < 6 and not on_map else f"{len(run.path) - 1} steps"
        )
        items += table.row(min(room, step + 1 - first), "path", way, run.cost / top, "goal")
    return tuple(items)


class _Map:
    """Square cells; settled ones filled, waiting ones ringed, the path a line."""

    def __init__(self, run: algorithm.Search, plot: Box) -> None:
        self.run, self.rows, self.columns = run, len(algorithm.MAP), len(algorithm.MAP[0])
        self.size = min(plot.w / self.columns, plot.h / self.rows)
        self.x, self.y = plot.cx - self.columns * self.size / 2, plot.cy - self.rows * self.size / 2

    def at(self, node: int) -> Point:
        c, r = self.run.graph.places[node]
        return self.x + (c + 0.5) * self.size, self.y + (r + 0.5) * self.size

    def _cell(self, x: float, y: float, fill: str, opacity: float = 1.0, stroke: str = "") -> Rect:
        s = self.size
        return Rect(x - s / 2 + 1.5, y - s / 2 + 1.5, s - 3, s - 3, 3, fill, stroke, 1.5, opacity)

    def still(self) -> DrawList:
        walls = [
            self._cell(self.x + (c + 0.5) * self.size, self.y + (r + 0.5) * self.size, "soft")
            for r, row in enumerate(algorithm.MAP)
            for c, ch in enumerate(row)
            if ch == "#"
        ]
        return (*(self._cell(*self.at(n), "plate") for n in self.run.graph.places), *walls)

    def draw(self, step: int, u: float, found: bool) -> DrawList:
        state = self.run.states[step]
        settled = [self._cell(*self.at(n), mix("panel", "accent", 0.5)) for n in state.settled]
        waiting = [self._cell(*self.at(n), mix("panel", "change", 0.12), stroke="change") for n in state.frontier]
        now = () if found else (self._cell(*self.at(state.node), "accent"),)
        way = (Path(tuple(self.at(n) for n in self.run.path), stroke="goal", width=5),) if found else ()
        return (*settled, *waiting, *now, *way, *self._ends())

    def _ends(self) -> DrawList:
        (x0, y0), (x1, y1), r = self.at(self.run.start), self.at(self.run.goal), 0.28 * self.size
        return (Circle(x0, y0, r, "change", "panel", 2), marker("diamond", x1, y1, 1.2 * r, "goal", stroke="panel"))


class _Network:
    """Lettered nodes and weighted edges; ways already found are thick, the path green."""

    def __init__(self, run: algorithm.Search, plot: Box) -> None:
        self.run, self.r = run, min(20.0, 0.085 * plot.h)
        self.weighted, self.plot = run.algorithm in ("dijkstra", "astar"), plot
        inner = plot.inset(self.r + 6, self.r + 6)
        self.places = {n: (inner.x + x * inner.w, inner.y + y * inner.h) for n, (x, y) in run.graph.places.items()}

    def still(self) -> DrawList:
        edges = [(self.places[a], self.places[b]) for a, b, _ in self.run.graph.edges]
        busy = [p for e in edges for p in dense(e)]
        names = [
            tag(name, self.places[n], self.plot, "soft", never=busy, gap=1.7 * self.r)
            for name, n in (("start", self.run.start), ("goal", self.run.goal))
        ]
        return (*(Path(e, stroke="rule", width=2) for e in edges), *names)

    def draw(self, step: int, u: float, found: bool) -> DrawList:
        state = self.run.states[step]
        reached = [n for n in state.parent if n != self.run.start]
        ways = [
            Path(
                (self.places[state.parent[n]], self.places[n]),
                stroke="accent" if n in state.settled else "change",
                width=2.5,
                dash=() if n in state.settled else (6, 6),
            )
            for n in reached
        ]
        path = (
            [Path((self.places[a], self.places[b]), stroke="goal", width=6) for a, b in pairwise(self.run.path)]
            if found
            else []
        )
        return (
            *ways,
            *self._step(step, u),
            *path,
            *self._weights(),
            *(self._node(n, state, found) for n in self.places),
            *self._letters(state),
        )

    def _step(self, step: int, u: float) -> DrawList:
        """A dot that runs along the edge to the node settled next."""
        if not 0 < u < 1 or step + 1 >= len(self.run.states):
            return ()
        after = self.run.states[step + 1]
        (x0, y0), (x1, y1) = self.places[after.parent[after.node]], self.places[after.node]
        return (Circle(x0 + (x1 - x0) * u, y0 + (y1 - y0) * u, 6, "accent", "panel", 1.5),)

    def _weights(self) -> DrawList:
        if not self.weighted:
            return ()
        items = []
        for a, b, w in self.run.graph.edges:
            (x0, y0), (x1, y1) = self.places[a], self.places[b]
            items.append(
                line(f"{w:g}", (x0 + x1) / 2, (y0 + y1) / 2 + 5, SMALL, "tabular", "soft", align=0.5, halo="panel")
            )
        return tuple(items)

    def _node(self, n: int, state: algorithm.State, found: bool) -> Circle:
        x, y = self.places[n]
        if found and n in self.run.path:
            return Circle(x, y, self.r, "goal", "panel", 2)
        if n == state.node:
            return Circle(x, y, self.r, "accent", "change", 3.5)
        if n in state.settled:
            return Circle(x, y, self.r, "accent", "panel", 2)
        waits = n in state.frontier
        return Circle(
            x, y, self.r, "panel", "change" if waits else "soft", 2.5 if waits else 1.5, dash=(5, 4) if waits else ()
        )

    def _letters(self, state: algorithm.State) -> DrawList:
        return tuple(
            line(
                LETTERS[n], x, y + 0.36 * SMALL, SMALL, "semibold", "ground" if n in state.settled else "ink", align=0.5
            )
            for n, (x, y) in self.places.items()
        )


TEMPLATE = GraphSearch()
