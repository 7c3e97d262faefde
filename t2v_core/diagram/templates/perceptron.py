"""The perceptron learns from its mistakes: each point on the wrong side turns the line."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import perceptron as algorithm
from ..computed import ComputedTemplate, pace, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Group, Path, arrow, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture


class Perceptron(ComputedTemplate):
    name = "perceptron"
    terms = terms(
        "perceptron, perceptron algorithm, perceptron learning rule, perceptron rule, perceptron learning algorithm, Rosenblatt's perceptron, "
        "single-layer perceptron, perceptron convergence theorem"
    )
    strangers = (
        "multilayer perceptron",
        "multi-layer perceptron",
        "multiple layer perceptron",
        "kernel perceptron",
        "voted perceptron",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        scene = _Scene(run, at.plot)
        updates = len(run.mistakes)
        times = pace(ctx.clock, updates + 1)
        symbols = [
            Symbol("y", "class of a point, +1 or −1", "ink", spoken(ctx.clock, ("class", "label", "target", "output"))),
            Symbol(
                "x",
                "point on the wrong side",
                "change",
                spoken(ctx.clock, ("mistake", "error", "misclassified", "wrong", "example")),
            ),
            Symbol(
                "w", "points to the side called +1", "accent", spoken(ctx.clock, ("weight", "vector", "update", "rule"))
            ),
        ]
        formula = r"w \leftarrow w + y\, x, \quad b \leftarrow b + y"
        column = side(at.side, formula, symbols, ("update", "points on the wrong side"), 7, widest="00", label="update")
        wrong = [run.wrong(k) for k in range(updates + 1)]
        states = [(str(k), str(n), n / max(wrong)) for k, n in enumerate(wrong)]
        note = f"Example run: {len(run.points)} points, no mistake after {updates} updates"
        narrow = f"Example: {len(run.points)} points, {updates} updates"
        still = (*at.panel(note if at.frame.w > 480 else narrow), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            picture = Group(scene.draw(i, ease(u)), clip=at.bleed)
            return (picture, *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


class _Scene:
    """Two classes, pale where they are on their right side; the line with w; a ring around the point it learns from next."""

    def __init__(self, run: algorithm.Run, plot: Box) -> None:
        self.run = run
        unit = min(plot.h, plot.w) / 3.7
        wide, high = plot.w / unit / 2, plot.h / unit / 2
        self.plane = Plane(plot, -wide, wide, -high, high)

    def draw(self, i: int, u: float) -> DrawList:
        run, last = self.run, len(self.run.mistakes)
        w = _between(run.weights[i], run.weights[min(i + 1, last)], u)
        wrong = run.labels * (run.points @ run.weights[i][:2] + run.weights[i][2]) <= 0
        items: list = [*self._line(w, i == last)]
        for k, (p, y) in enumerate(zip(run.points, run.labels, strict=True)):
            kind, colour = ("circle", "accent") if y > 0 else ("square", "change")
            items.append(marker(kind, *self.plane.at(*p), 6.5, colour, 1.0 if wrong[k] or i == last else 0.5))
        if i < last:
            items.append(Circle(*self.plane.at(*run.points[run.mistakes[i]]), 13, "", "ink", 2.5))
        return tuple(items)

    def _line(self, w: np.ndarray, done: bool) -> DrawList:
        """Where w · x + b = 0, and from its point nearest the middle the direction of w."""
        normal = w[:2] / np.linalg.norm(w[:2])
        foot = -w[2] / np.linalg.norm(w[:2]) * normal
        along = np.array([-normal[1], normal[0]])
        colour = "goal" if done else "ink"
        ends = tuple(self.plane.at(*(foot + s * along)) for s in (-9.0, 9.0))
        (x, y), (tip_x, tip_y) = self.plane.at(*foot), self.plane.at(*(foot + 0.55 * normal))
        return (Path(ends, stroke=colour, width=3), arrow(((x, y), (tip_x, tip_y)), colour, 2.5, 10))


def _between(a: np.ndarray, b: np.ndarray, u: float) -> np.ndarray:
    return a * (1 - u) + b * u


TEMPLATE = Perceptron()
