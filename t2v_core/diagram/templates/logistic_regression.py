"""Logistic regression being fitted: an S-shaped curve through labels of 0 and 1, or a boundary in the plane."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import logistic_regression as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms, wording
from ..drawlist import Box, DrawList, Group, Path, marker
from ..panel import Page, Symbol, page, side
from ..plot import Plane, axis_names
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

LOSS = ("cross-entropy", "log loss", "loss", "negative log-likelihood", "cost")
PROBABILITY = ("probability", "posterior", "class probability")


class LogisticRegression(ComputedTemplate):
    name = "logistic_regression"
    default = "curve"
    terms = terms(
        "logistic regression, logit model, logistic model, logistic function, sigmoid function, logistic classifier, cross-entropy loss, log odds",
        boundary="decision boundary, linear classifier, decision surface, linear decision boundary",
    )
    needs = beside(
        "decision boundary, decision surface, log odds", "classifier, logistic, linear, class, classes, classification"
    )
    not_beside = (
        beside(
            "sigmoid function",
            "activation, activations, neuron, neurons, non-linearity, nonlinearity, saturate, firing",
        )
        | beside("cross-entropy loss", "softmax, multiclass, multinomial, classes")
        | beside("logistic function, logistic model", "population, populations, carrying capacity, growth, species")
    )
    strangers = ("conditional logistic regression",)
    variants = patterns(
        boundary=r"\b(decision )?boundar|\bhyperplane|\bseparat(e|ing)\b", curve=r"\bS-shaped|\bsigmoid|\bcurve"
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        flat = self.chosen(data, ctx) == "boundary"
        run = algorithm.boundary() if flat else algorithm.curve()
        at = page(box)
        shown = np.unique(np.geomspace(1, len(run.losses), 14).astype(int) - 1)  # early steps change most
        times = pace(ctx.clock, len(shown))
        plane = Plane(at.plot, -2.3, 2.3, -2.3, 2.3) if flat else _curve_plane(at.plot)
        symbols = [
            Symbol(r"p", f"{wording(PROBABILITY, data, ctx)} of class 1", "accent", spoken(ctx.clock, PROBABILITY)),
            Symbol(
                r"w,\ b",
                "weights and bias, fitted",
                "change",
                spoken(ctx.clock, ("weight", "parameter", "coefficient", "fit", "fitted")),
            ),
            Symbol(
                "p = 0.5",
                "decision boundary" if flat else "decision threshold",
                "goal",
                spoken(ctx.clock, ("boundary", "threshold", "decision", "half")),
            ),
        ]
        formula = r"p(y = 1 \mid x) = \frac{1}{1 + e^{-(w \cdot x + b)}}"
        column = side(at.side, formula, symbols, ("step", wording(LOSS, data, ctx)), rows=5)
        states = [(str(k), f"{run.losses[k]:.4f}", run.losses[k] / run.losses.max()) for k in shown]
        note = f"Example run: {len(run.y)} points, {run.accuracy(-1):.0%} right at the end"
        still = (*at.panel(note), *(axis_names(at.plot, "x₁", "x₂") if flat else _ground(plane)), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            w, b = _between(run, shown, i, u)
            picture = _boundary(at, plane, run, w, b) if flat else _s_curve(plane, run, w, b)
            return (*picture, *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


def _between(run: algorithm.Fit, shown: np.ndarray, i: int, u: float) -> tuple[np.ndarray, float]:
    a, b = shown[i], shown[min(i + 1, len(shown) - 1)]
    return run.weights[a] * (1 - u) + run.weights[b] * u, float(run.biases[a] * (1 - u) + run.biases[b] * u)


def _curve_plane(plot: Box) -> Plane:
    return Plane(Box(plot.x + 30, plot.y + 16, plot.w - 42, plot.h - 32), -2.5, 2.5, 0.0, 1.0)


def _ground(plane: Plane) -> DrawList:
    items = []
    for p in (0.0, 0.5, 1.0):
        (x0, y), (x1, _) = plane.at(plane.x0, p), plane.at(plane.x1, p)
        items += [
            Path(
                ((x0, y), (x1, y)),
                stroke="goal" if p == 0.5 else "rule",
                width=1.5 if p == 0.5 else 1,
                dash=(6, 6) if p == 0.5 else (),
            ),
            line(f"{p:g}", x0 - 8, y + 5, SMALL, "tabular", "goal" if p == 0.5 else "soft", align=1),
        ]
    end, foot = plane.at(plane.x1, 0.0)
    return (*items, line("x", end + 4, foot + 5, SMALL, "italic", "soft"))


def _s_curve(plane: Plane, run: algorithm.Fit, w: np.ndarray, b: float) -> DrawList:
    x = np.linspace(plane.x0, plane.x1, 61)
    curve = plane.line(x, algorithm.sigmoid(w[0] * x + b))
    middle = -b / w[0]
    items = [Path(curve, smooth=True, stroke="accent", width=3.5)]
    if plane.x0 < middle < plane.x1:
        (mx, my), (_, foot) = plane.at(middle, 0.5), plane.at(middle, 0.0)
        items += [
            Path(((mx, my), (mx, foot)), stroke="goal", width=1.5, dash=(6, 6)),
            marker("diamond", mx, my, 8, "goal"),
        ]
    return (*items, *_points(plane, run, run.x[:, 0], run.y.astype(float)))


def _points(plane: Plane, run: algorithm.Fit, x: np.ndarray, y: np.ndarray) -> DrawList:
    kinds = (("circle", "accent"), ("square", "change"))
    return tuple(
        marker(kinds[k][0], *plane.at(float(a), float(c)), 6, kinds[k][1], 0.8)
        for a, c, k in zip(x, y, run.y, strict=True)
    )


def _boundary(at: Page, plane: Plane, run: algorithm.Fit, w: np.ndarray, b: float) -> DrawList:
    """Lines of equal probability 0.1 … 0.9 across the plane, p = ½ the strongest."""
    normal, length = w / np.hypot(*w), float(np.hypot(*w))
    along, items = np.array([-normal[1], normal[0]]) * 9, []
    for p in (0.1, 0.3, 0.7, 0.9, 0.5):
        foot = normal * (np.log(p / (1 - p)) - b) / length
        ends = (plane.at(*(foot - along)), plane.at(*(foot + along)))
        colour = "goal" if p == 0.5 else mix("panel", "change" if p > 0.5 else "accent", 0.55)
        items.append(Path(ends, stroke=colour, width=3.0 if p == 0.5 else 1.4, dash=() if p == 0.5 else (5, 5)))
    return (Group(tuple(items), clip=at.bleed), *_points(plane, run, run.x[:, 0], run.x[:, 1]))


TEMPLATE = LogisticRegression()
