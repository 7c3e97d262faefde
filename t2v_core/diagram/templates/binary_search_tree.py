"""A binary search tree: keys walk down from the root to their place, or to where they are found."""

from __future__ import annotations

import math

from ...planning.visuals import Computed
from ..algorithms import binary_search_tree as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Path
from ..panel import Side, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line


class BinarySearchTree(ComputedTemplate):
    name = "binary_search_tree"
    default = "insert"
    terms = terms(
        "binary search tree, BST, binary search trees, ordered binary tree, symbol table as a tree",
        search="search in a binary search tree, searching a binary search tree, tree search for a key",
    )
    needs = beside("BST", "tree, trees, key, keys, node, nodes, insert, search, binary")
    not_beside = beside(
        "binary search tree, BST, binary search trees",
        "AVL, red-black, splay, treap, self-balancing, rotation, optimal",
    )
    variants = patterns(
        search=r"\bsearch(es|ing)? (for|a key)|\blook(s|ing)? (for|up)|\bfind(s|ing)?\b|\blookup", insert=r"\binsert"
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        search = self.chosen(data, ctx) == "search"
        run = algorithm.example("search" if search else "insert")
        at = page(box)
        tree = _Tree(run, at.plot)
        moves = _moves(run, search)
        times = pace(ctx.clock, len(moves))
        symbols = [
            Symbol("k < x", "smaller: go left", "accent", spoken(ctx.clock, ("smaller", "less", "left"))),
            Symbol("k > x", "greater: go right", "change", spoken(ctx.clock, ("greater", "larger", "right"))),
            Symbol(
                "h",
                "height: most comparisons",
                "ink",
                spoken(ctx.clock, ("height", "depth", "balanced", "logarithmic", "comparison")),
            ),
        ]
        column = side(
            at.side,
            r"\text{left} < x < \text{right} \qquad T = O(h)",
            symbols,
            ("key", "comparisons"),
            5,
            widest="4 found",
        )
        task = ", two looked for" if search else " inserted one by one"
        still = (*at.panel(f"Example run: {len(algorithm.KEYS)} keys{task}"), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.9)
            return (*tree.draw(run, moves, i, u), *column.lights(t), *_numbers(column, run, moves, i))

        return Picture(still, draw)


def _moves(run: algorithm.Tree, search: bool) -> list[tuple[int, int]]:
    """(operation, keys compared so far): every step down the tree; a search starts on the finished tree."""
    first = len(algorithm.KEYS) if search else 0
    return [(n, k) for n, op in enumerate(run.operations) if n >= first for k in range(len(op.path) + 1)]


def _numbers(column: Side, run: algorithm.Tree, moves: list[tuple[int, int]], i: int) -> DrawList:
    """The operations done last and the one at work."""
    now, compared = moves[i]
    first = max(moves[0][0], now + 1 - column.table.rows)
    most, rows = max(op.comparisons for op in run.operations), []
    for place, n in enumerate(range(first, now + 1)):
        op = run.operations[n]
        count = compared if n == now else op.comparisons
        done = n < now or count == op.comparisons
        result = ("" if op.kind == "insert" else " found" if op.found else " absent") if done else ""
        rows += column.table.row(place, str(op.key), f"{count}{result}", count / most, "change" if n == now else "")
    return tuple(rows)


class _Tree:
    """Places of all keys: sorted from left to right, levels downwards."""

    def __init__(self, run: algorithm.Tree, plot: Box) -> None:
        keys = run.in_order()
        depth = max(run.depth(k) for k in keys)
        self.r = min(21.0, max(14.0, 0.085 * plot.h))
        inner = plot.inset(self.r + 10, self.r + 6)
        self.at = {
            k: (inner.x + inner.w * i / (len(keys) - 1), inner.y + inner.h * run.depth(k) / depth)
            for i, k in enumerate(keys)
        }
        self.corner = (plot.right - self.r - 2, plot.y + self.r + 2)

    def draw(self, run: algorithm.Tree, moves: list[tuple[int, int]], i: int, u: float) -> DrawList:
        now, compared = moves[i]
        op = run.operations[now]
        finished = compared == len(op.path)
        before = run.operations[now - 1].children if now else {}
        shown = op.children if finished else before
        parent = {c: k for k, pair in shown.items() for c in pair if c is not None}
        path = op.path[:compared]
        edges = [
            Path(
                (self.at[p], self.at[c]),
                stroke="change" if c in path or (c == op.key and finished) else "soft",
                width=3 if c in path else 1.8,
            )
            for c, p in parent.items()
        ]
        nodes = [item for k in shown for item in self._node(k, op, path, finished)]
        return (*edges, *nodes, *self._walker(moves, i, u, op))

    def _node(self, k: int, op: algorithm.Operation, path: tuple[int, ...], finished: bool) -> DrawList:
        x, y = self.at[k]
        goal = k == op.key and finished
        fill, edge, ink = (
            ("goal", "panel", "ground")
            if goal
            else ("pale", "change", "ink")
            if k in path
            else ("panel", "accent", "ink")
        )
        return (
            Circle(x, y, self.r, fill, edge, 2.6 if k in path else 1.8),
            line(str(k), x, y + 0.36 * SMALL, SMALL, "tabular_semibold", ink, align=0.5),
        )

    def _walker(self, moves: list[tuple[int, int]], i: int, u: float, op: algorithm.Operation) -> DrawList:
        """The key at work in the corner, and a dot on its way to the next comparison, from rim to rim."""
        (x, y), r = self.corner, 0.86 * self.r
        badge = Circle(x, y, r, "change", "panel", 2)
        key = line(str(op.key), x, y + 0.36 * SMALL, SMALL, "tabular_semibold", "ground", align=0.5)
        verb = line(
            "insert" if op.kind == "insert" else "find", x - r - 8, y + 0.36 * SMALL, SMALL, colour="soft", align=1
        )
        n, k = moves[i]
        if not 0 < u < 1 or moves[i + 1] != (n, k + 1):
            return (badge, key, verb)
        start, stop = self.at[op.path[k - 1]] if k else self.corner, self.at[op.path[k]]
        if k == 0:
            start = (verb.x - 14, y)
        length = math.dist(start, stop)
        rim = self.r + 7
        at = (rim * (k > 0) + (length - rim * (1 + (k > 0))) * u) / length
        dot = Circle(
            start[0] + (stop[0] - start[0]) * at, start[1] + (stop[1] - start[1]) * at, 6, "change", "panel", 1.5
        )
        return (badge, key, verb, dot)


TEMPLATE = BinarySearchTree()
