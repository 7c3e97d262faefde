"""Linear regression: a line turns by gradient descent until its squared distances to the points are least."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import linear_regression as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms, wording
from ..drawlist import Box, DrawList, Group, Path, marker
from ..panel import Symbol, page, side
from ..plot import Plane, axis_names
from ..template import Context, Picture

RESIDUAL = ("residual", "error", "deviation")
SLOPE = ("slope", "weight", "coefficient", "gradient of the line")


class LinearRegression(ComputedTemplate):
    name = "linear_regression"
    terms = terms(
        "linear regression, least squares, ordinary least squares, regression line, line of best fit, simple regression, "
        "sum of squared errors, residual sum of squares, mean squared error, linear least squares, multiple regression, best-fitting line, OLS"
    )
    needs = beside(
        "mean squared error, sum of squared errors",
        "regression, fit, fitted, line, slope, residual, least squares, coefficients, predictor",
    )

    strangers = tuple(
        f"{kind} least squares"
        for kind in "partial, total, recursive, weighted, reweighted, generalized, generalised, alternating".split(", ")
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        plane = Plane(at.plot, -2.0, 2.0, -2.1, 2.6)
        shown = np.unique(np.geomspace(1, len(run.errors), 12).astype(int) - 1)
        times = pace(ctx.clock, len(shown))
        symbols = [
            Symbol(
                r"y_i - \hat{y}_i", f"{wording(RESIDUAL, data, ctx)} of point i", "change", spoken(ctx.clock, RESIDUAL)
            ),
            Symbol("w", f"{wording(SLOPE, data, ctx)} of the line", "accent", spoken(ctx.clock, SLOPE)),
            Symbol("b", "intercept, ŷ at x = 0", "ink", spoken(ctx.clock, ("intercept", "bias", "constant"))),
        ]
        formula = r"\hat{y} = w x + b, \quad \min_{w, b} \frac{1}{n} \sum_i \left( y_i - \hat{y}_i \right)^2"
        column = side(at.side, formula, symbols, ("step", "mean squared error"), 5, widest="0.0000")
        states = [(str(k), f"{run.errors[k]:.4f}", run.errors[k] / run.errors.max()) for k in shown]
        places = [plane.at(float(x), float(y)) for x, y in zip(run.x, run.y, strict=True)]
        points = tuple(marker("circle", *p, 6.5, "accent") for p in places)
        still = (
            *at.panel(f"Example run: {len(run.x)} points, least error {run.best_error:.4f}"),
            *axis_names(at.plot),
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            w, b = run.lines[shown[i]] * (1 - u) + run.lines[shown[min(i + 1, len(shown) - 1)]] * u
            ends = (plane.at(plane.x0 - 1, w * (plane.x0 - 1) + b), plane.at(plane.x1 + 1, w * (plane.x1 + 1) + b))
            done = i == len(shown) - 1
            drops = tuple(
                Path((p, plane.at(float(x), float(w * x + b))), stroke="change", width=2, dash=(4, 4))
                for p, x in zip(places, run.x, strict=True)
            )
            picture = Group((*drops, Path(ends, stroke="goal" if done else "ink", width=3.5), *points), clip=at.bleed)
            return (picture, *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


TEMPLATE = LinearRegression()
