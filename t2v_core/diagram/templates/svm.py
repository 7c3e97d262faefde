"""A support vector machine: the line between two groups turns until the band that parts them is widest."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import svm as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Group, Path, marker
from ..panel import Symbol, page, side
from ..plot import Plane, axis_names
from ..template import Context, Picture

LOOKS = (("circle", "accent"), ("square", "change"))
MARGIN = ("margin", "band", "gap", "widest", "distance")


class SupportVectors(ComputedTemplate):
    name = "svm"
    terms = terms(
        "support vector machine, support vector machines, SVM, SVMs, maximum margin, maximal margin, margin classifier, support vector, "
        "large margin classifier, max-margin, maximum-margin hyperplane, separating hyperplane, optimal hyperplane, support vector classifier"
    )
    needs = beside(
        "support vector, separating hyperplane, optimal hyperplane, maximum margin, maximal margin",
        "class, classes, classifier, classification, SVM, machine, machines, hyperplane, vectors, kernel",
    )

    not_beside = beside("SVM, SVMs, max-margin, margin classifier", "softmax, hinge loss, cross-entropy")
    strangers = (
        "max-margin loss",
        "multiclass SVM",
        "multi-class SVM",
        "support vector machine regression",
        "SVM regression",
        "one-class SVM",
        "one-class support vector machine",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        plane = _plane(at.plot, run)
        times = pace(ctx.clock, len(run.angles))
        symbols = [
            Symbol("w", "direction across the line", "accent", spoken(ctx.clock, ("weight", "normal", "hyperplane"))),
            Symbol(r"2 / \|w\|", "width of the margin", "goal", spoken(ctx.clock, MARGIN)),
            Symbol(
                r"\bigcirc",
                "support vectors: on its edges",
                "ink",
                spoken(ctx.clock, ("support vector", "support vectors")),
            ),
        ]
        formula = r"\min_{w, b} \tfrac{1}{2} \|w\|^2, \quad y_i (w \cdot x_i + b) \geq 1"
        column = side(at.side, formula, symbols, ("turn", "width of the margin"), 5, widest="0.000", label="best")
        states = [(f"{k}", f"{w:.3f}", float(w / run.widths[-1])) for k, w in enumerate(run.widths)]
        points = tuple(
            marker(LOOKS[c][0], *plane.at(*map(float, p)), 6, LOOKS[c][1], 0.9)
            for p, c in zip(run.points, run.labels, strict=True)
        )
        still = (
            *at.panel(f"Example run: {len(run.labels)} points, 2 classes"),
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            k = min(i + 1, len(run.angles) - 1)
            angle = float(run.angles[i] + (run.angles[k] - run.angles[i]) * u)
            done = i == len(run.angles) - 1
            band = Group(_band(run, plane, angle, done), clip=at.bleed)
            rings = (
                tuple(Circle(*plane.at(*map(float, run.points[s])), 12, "", "ink", 2.5) for s in run.supports)
                if done
                else ()
            )
            names = axis_names(at.plot, "x₁", "x₂")  # over the band, which may pass below them
            return (band, *names, *points, *rings, *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


def _plane(plot: Box, run: algorithm.Margin) -> Plane:
    """The same unit in both directions, so that the margin stands at right angles to the line."""
    unit = plot.w / plot.h
    reach = np.abs(run.points).max(0)
    half = 1.1 * max(float(reach[1]), float(reach[0]) / unit)
    return Plane(plot, -half * unit, half * unit, -half, half)


def _band(run: algorithm.Margin, plane: Plane, angle: float, done: bool) -> DrawList:
    """The band between the groups, its dashed edges and the line in its middle."""
    w = algorithm.normal(angle)
    along = np.array([-w[1], w[0]]) * 9
    low, high = run.band(angle)
    ends = lambda d: tuple(plane.at(*map(float, p)) for p in (d * w - along, d * w + along))  # noqa: E731
    a, b = ends(low), ends(high)
    colour = "goal" if done else "ink"
    return (
        Path((*a, *b[::-1]), closed=True, fill="pale"),
        Path(a, stroke=colour, width=1.5, dash=(6, 5)),
        Path(b, stroke=colour, width=1.5, dash=(6, 5)),
        Path(ends((low + high) / 2), stroke=colour, width=3.5),
    )


TEMPLATE = SupportVectors()
