"""Minimax: the worst answer to each move rises through the game tree; alpha-beta leaves out what cannot matter."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import minimax as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Item, Path, Point, Rect, polygon
from ..panel import Page, Side, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

INSIDE = 26.0  # radius from which a node holds its value
NAMES = ("B", "C", "D")  # of MIN's branches; A is the root


class Minimax(ComputedTemplate):
    name = "minimax"
    default = "minimax"
    terms = terms(
        "minimax, minimax algorithm, minimax search, minimax value, minimax tree, game tree",
        alpha_beta="alpha-beta pruning, alpha-beta search, alpha–beta pruning, alpha-beta, alpha beta pruning",
    )
    needs = beside(
        "minimax, minimax value, game tree, alpha-beta",
        "game, games, player, players, move, moves, search, opponent, tree, pruning, algorithm",
    )
    not_beside = beside("minimax", "risk, estimator, estimators, regret, loss, rate")
    variants = patterns(alpha_beta=r"\balpha.?beta|\bprun")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        prune = self.chosen(data, ctx) == "alpha_beta"
        run = algorithm.run(prune=prune)
        at = page(box)
        times = pace(ctx.clock, len(run.states))
        tree, column = _Tree(at.plot), _side(at, prune, ctx)
        count = sum(map(len, algorithm.LEAVES))
        note = (
            f"Example run: {len(run.states[-1].seen)} of {count} leaves looked at"
            if prune
            else f"Example run: {count} leaves"
        )

        def draw(t: float) -> DrawList:
            i, _ = progress(times, t)
            return (*tree.draw(run, i), *column.lights(t), *_numbers(column, run, i))

        return Picture((*at.panel(note), *column.still), draw)


def _side(at: Page, prune: bool, ctx: Context) -> Side:
    ours, theirs = ("max", "maximizes", "maximises", "best"), ("min", "opponent", "minimizes", "minimises", "worst")
    if prune:
        symbols = [
            Symbol(r"\alpha", "value that max has safe", "accent", spoken(ctx.clock, ("alpha", *ours))),
            Symbol("v", "worst answer so far", "change", spoken(ctx.clock, theirs)),
            Symbol(
                r"\times",
                "cut: cannot change the choice",
                "ink",
                spoken(ctx.clock, ("pruning", "pruned", "prune", "cut", "ignored")),
            ),
        ]
    else:
        symbols = [
            Symbol(r"\bigtriangleup", "max: takes the greatest", "accent", spoken(ctx.clock, ours)),
            Symbol(r"\bigtriangledown", "min: takes the smallest", "change", spoken(ctx.clock, theirs)),
            Symbol("v", "value of an end of the game", "ink", spoken(ctx.clock, ("value", "values", "utility", "leaf", "leaves"))),
        ]  # fmt: skip
    formula = r"v \le \alpha \;\Rightarrow\; \mathrm{cut}" if prune else r"v = \max_a \, \min_b \; v_{ab}"
    return side(at.side, formula, symbols, ("node", "value"), 1 + len(NAMES), 3, "≤ 14", "D min")


def _numbers(column: Side, run: algorithm.Game, i: int) -> DrawList:
    """What is known of each node: a bound, then its value."""
    state, rows, most = run.states[i], [], max(map(max, algorithm.LEAVES))
    known = _known(run, i)
    entries = [
        ("A max", known[0], state.alpha, "accent"),
        *((f"{n} min", known[1 + b], state.worst[b], "change") for b, n in enumerate(NAMES)),
    ]
    for k, (name, text, value, colour) in enumerate(entries[: column.table.rows]):
        done = i == len(run.states) - 1 and k == 0
        rows += column.table.row(
            k,
            name,
            text or "–",
            (value or 0) / most,
            "goal" if done else "",
            bar="goal" if done else mix("panel", colour, 0.6),
        )
    return tuple(rows)


def _known(run: algorithm.Game, i: int) -> list[str]:
    """The root's and the branches' values as they stand: "", "≥ 3" or "≤ 3", "3"."""
    state = run.states[i]
    root = "" if state.alpha is None else str(state.alpha) if i == len(run.states) - 1 else f"≥ {state.alpha}"
    cut = {b for b, _ in state.cut}
    exact = [b in state.closed and b not in cut for b in range(len(NAMES))]
    return [root, *("" if w is None else str(w) if exact[b] else f"≤ {w}" for b, w in enumerate(state.worst))]


class _Tree:
    """MAX above, MIN's three nodes below it, the ends of the game in the last row."""

    def __init__(self, plot: Box) -> None:
        self.r = min(30.0, max(17.0, 0.1 * plot.h))
        inner = Box(plot.x + 18, plot.y + self.r + 2, plot.w - 36, plot.h - 2 * self.r - 6)
        n = sum(map(len, algorithm.LEAVES))
        self.cell = min(38.0, inner.w / n - 6, 1.6 * self.r)
        across = iter(inner.x + inner.w * (k + 0.5) / n for k in range(n))
        self.leaves = [[(next(across), inner.bottom) for _ in row] for row in algorithm.LEAVES]
        self.mins = [(row[len(row) // 2][0], inner.cy) for row in self.leaves]
        self.root = (inner.cx, inner.y)

    def draw(self, run: algorithm.Game, i: int) -> DrawList:
        state, known, last = run.states[i], _known(run, i), i == len(run.states) - 1
        now = state.seen[-1] if state.seen and not last else None
        items: list[Item] = []
        for b, at in enumerate(self.mins):
            best = last and b == run.best
            items.append(
                Path(
                    (self._end(self.root, 0.8), self._end(at, -0.8)),
                    stroke="goal" if best else "soft" if state.worst[b] is not None else "rule",
                    width=4 if best else 1.8,
                )
            )
            for k, leaf in enumerate(self.leaves[b]):
                items += self._edge(at, leaf, (b, k) in state.seen, (b, k) in state.cut)
        for b, at in enumerate(self.mins):
            for k, leaf in enumerate(self.leaves[b]):
                seen, cut = (b, k) in state.seen, (b, k) in state.cut
                items += self._leaf(leaf, algorithm.LEAVES[b][k], seen, (b, k) == now and b not in state.closed, cut)
            items += self._node(at, NAMES[b], known[1 + b], "change", -1, state.worst[b] is not None)
        return (*items, *self._node(self.root, "A", known[0], "goal" if last else "accent", 1, state.alpha is not None))

    def _end(self, node: Point, by: float) -> Point:
        """Where an edge meets a node: so many radii below its middle."""
        return node[0], node[1] + by * self.r

    def _edge(self, a: Point, b: Point, seen: bool, cut: bool) -> tuple[Item, ...]:
        a, b = self._end(a, 1.0), (b[0], b[1] - self.cell / 2)
        way = Path((a, b), stroke="soft" if seen else "rule", width=1.8, dash=(3, 5) if cut else ())
        if not cut:
            return (way,)
        x, y = a[0] + 0.56 * (b[0] - a[0]), a[1] + 0.56 * (b[1] - a[1])
        return way, *(Path(((x - 6, y - s * 6), (x + 6, y + s * 6)), stroke="change", width=3) for s in (-1, 1))

    def _leaf(self, at: Point, value: int, seen: bool, now: bool, cut: bool) -> tuple[Item, ...]:
        (x, y), h = at, self.cell / 2
        square = Rect(
            x - h,
            y - h,
            2 * h,
            2 * h,
            4,
            "pale" if now else "panel",
            "change" if now else "soft" if seen else "rule",
            2.5 if now else 1.5,
            dash=(3, 4) if cut else (),
        )
        return square, line(
            str(value),
            x,
            y + 0.36 * SMALL,
            SMALL,
            "tabular_semibold" if now else "tabular",
            "ink" if seen else "soft",
            0.5,
        )

    def _node(self, at: Point, name: str, text: str, colour: str, up: int, told: bool) -> tuple[Item, ...]:
        """A triangle, point up for MAX and down for MIN, with in it or at its right what is known of its value; its name at the left."""
        (x, y), r = at, self.r
        points = ((x, y - up * r), (x + 1.15 * r, y + up * 0.8 * r), (x - 1.15 * r, y + up * 0.8 * r))
        shape = polygon(points, fill=mix("panel", colour, 0.28 if told else 0.08), stroke=colour, width=2.2)
        base, strong = y + 0.36 * SMALL, "tabular_semibold"
        called = line(name, x - 1.15 * r - 8, base, SMALL, "semibold", "soft", 1.0)
        if r < INSIDE:
            return shape, called, line(text.replace(" ", ""), x + 1.15 * r + 6, base, SMALL, strong)
        return shape, called, line(text.replace(" ", ""), x, base + up * 0.22 * r, SMALL, strong, "ink", 0.5)


TEMPLATE = Minimax()
