"""A random forest: small trees, each on its own sample, and the field on which they vote."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import random_forest as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Rect, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

CELLS = 24  # of the field of votes, across and down
KINDS = (("circle", "accent"), ("square", "change"))


class RandomForest(ComputedTemplate):
    name = "random_forest"
    terms = terms(
        "random forest, random forest classifier, bagging, bootstrap aggregating, bootstrap aggregation, bagged trees, ensemble of trees, "
        "ensemble of decision trees"
    )
    needs = beside("bagging", "bootstrap, trees, tree, ensemble, samples, classifiers, variance, aggregating")
    not_beside = beside(
        "random forest, ensemble of trees, ensemble of decision trees",
        "boosting, boosted, isolation, regression, survival",
    )
    strangers = ("isolation forest", "random forest regression", "random forest regressor")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        fields = _Fields(run, at.plot)
        times = pace(ctx.clock, algorithm.TREES + 1)
        symbols = [
            Symbol(
                "T_b",
                "tree b, on its own sample",
                "accent",
                spoken(ctx.clock, ("tree", "trees", "bootstrap", "sample", "samples")),
            ),
            Symbol(
                "B",
                f"number of trees, {algorithm.TREES}",
                "ink",
                spoken(ctx.clock, ("number", "many", "forest", "ensemble")),
            ),
            Symbol(
                r"\hat{y}",
                "class with most votes",
                "goal",
                spoken(ctx.clock, ("vote", "votes", "majority", "average", "averages")),
            ),
        ]
        formula = r"\hat{y}(x) = \mathrm{majority}\, \{ T_1(x), \dots, T_B(x) \}"
        column = side(at.side, formula, symbols, ("trees", "right on new points"), 6, 2, "00.0%", "trees")
        right = [run.accuracy(n) for n in range(1, algorithm.TREES + 1)]
        states = [(str(n), f"{a:.1%}", (a - 0.5) / 0.5) for n, a in enumerate(right, 1)]
        note = (
            f"Example run: one tree alone {run.alone():.0%}"
            if at.frame.w < 400
            else f"Example run: one tree alone is right at {run.alone():.0%} of new points"
        )
        still = (*at.panel(note), *fields.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.8)
            rows = column.table.ledger(states, i - 1) if i else ()
            return (*fields.draw(i, ease(u)), *column.lights(t), *rows)

        return Picture(still, draw)


class _Fields:
    """Nine small fields for the trees in a square, and beside it the field for their vote, the largest there is room for."""

    def __init__(self, run: algorithm.Forest, plot: Box) -> None:
        self.run = run
        high = plot.h - 22
        size = CELLS * (min(high, 0.56 * plot.w) // CELLS)  # whole units a cell: no seams between them
        gap = 22.0
        all_trees = min(size, plot.w - size - gap - 8)
        width = all_trees + size + gap
        left, top = round(plot.cx - width / 2), round(plot.y + 20 + (high - size) / 2)
        small, first = (all_trees - 2 * 8) / 3, top + (size - all_trees) / 2
        self.trees = [
            Box(left + c * (small + 8), first + r * (small + 8), small, small) for r in range(3) for c in range(3)
        ]
        self.field = Box(left + all_trees + gap, top, size, size)
        self.names = (
            line("the trees", left + all_trees / 2, first - 8, SMALL, "semibold", "accent", 0.5),
            line("their vote", self.field.cx, top - 8, SMALL, "semibold", "goal", 0.5),
        )
        middles = (np.arange(CELLS) + 0.5) / CELLS
        grid = np.array([(a, b) for b in middles for a in middles])
        self.votes = [run.votes(grid, n).reshape(CELLS, CELLS) for n in range(1, len(run.trees) + 1)]
        plane = Plane(self.field, 0.0, 1.0, 0.0, 1.0)
        self.points = tuple(
            marker(KINDS[c][0], *plane.at(*p), 4 if size > 200 else 2.5, KINDS[c][1])
            for p, c in zip(run.points, run.labels, strict=True)
        )
        self.leaves = [self._leaves(k) for k in range(len(run.trees))]
        self.shares = [self._shares(v) for v in self.votes]

    def still(self) -> DrawList:
        frames = (Rect(b.x, b.y, b.w, b.h, 2, "plate") for b in (*self.trees, self.field))
        return (*frames, *self.names)

    def draw(self, i: int, u: float) -> DrawList:
        """The first i trees and their vote; the next one comes up."""
        items = [Group(self.leaves[k]) for k in range(i)]
        if i < len(self.leaves) and u:
            items.append(Group(self.leaves[i], opacity=u))
        shares = (Group(self.shares[i - 1]),) if i else ()
        return (*items, *shares, *self.points)

    def _leaves(self, k: int) -> DrawList:
        b = self.trees[k]
        plane, fills = Plane(b, 0.0, 1.0, 0.0, 1.0), [mix("panel", colour, 0.45) for _, colour in KINDS]
        items = [Rect(b.x, b.y, b.w, b.h, 0, fills[0])]
        for x0, x1, y0, y1, label in self.run.trees[k]:
            (ax, ay), (bx, by) = plane.at(x0, y1), plane.at(x1, y0)
            items += [Rect(ax, ay, bx - ax, by - ay, 0, fills[1])] if label else []
        return tuple(items)

    def _shares(self, votes: np.ndarray) -> DrawList:
        """Cells with as many votes side by side as one strip, pale where the trees disagree."""
        plane, items = Plane(self.field, 0.0, 1.0, 0.0, 1.0), []
        for r, row in enumerate(votes):
            at = 0
            for share, same in groupby(row.tolist()):
                n = len(list(same))
                (x0, y0), (x1, y1) = plane.at(at / CELLS, (r + 1) / CELLS), plane.at((at + n) / CELLS, r / CELLS)
                colour = KINDS[int(share > 0.5)][1]
                items.append(Rect(x0, y0, x1 - x0, y1 - y0, 0, mix("panel", colour, 0.9 * abs(share - 0.5))))
                at += n
        return tuple(items)


TEMPLATE = RandomForest()
