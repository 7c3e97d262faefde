"""The definite integral: strips under a curve, more and more of them, whose sum nears the area."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import calculus as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix


class Integral(ComputedTemplate):
    name = "integral"
    default = "rectangles"
    terms = terms(
        "Riemann sum, definite integral, area under a curve, area under the curve, integration as a limit of sums, left Riemann sum",
        trapezoids="trapezoidal rule, trapezoid rule, trapezium rule",
    )
    needs = beside(
        "area under a curve, area under the curve, definite integral",
        "integral, integration, rectangles, strips, Riemann, limit, sum, sums, calculus, antiderivative",
    )
    not_beside = beside(
        "area under the curve, area under a curve", "ROC, AUC, classifier, receiver, concentration, normal"
    )
    variants = patterns(trapezoids=r"\btrapez")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        trapezoids = self.chosen(data, ctx) == "trapezoids"
        at = page(box)
        plane = Plane(Box(at.plot.x + 8, at.plot.y + 6, at.plot.w - 16, at.plot.h - 30), -0.15, 2.15, 0.0, 4.5)
        times = pace(ctx.clock, len(algorithm.STRIPS))
        symbols = [
            Symbol(
                "n",
                "strips, all as wide",
                "change",
                spoken(ctx.clock, ("strip", "strips", "rectangles", "trapezoids", "subintervals", "intervals")),
            ),
            Symbol(
                r"\Delta x", "width of a strip, (b − a) / n", "ink", spoken(ctx.clock, ("width", "narrow", "narrower"))
            ),
            Symbol(r"\int", "the area they near", "goal", spoken(ctx.clock, ("integral", "area", "limit"))),
        ]
        formula = r"\int_a^b f(x)\, dx = \lim_{n \to \infty} \sum_{i=0}^{n-1} f(x_i)\, \Delta x"
        if trapezoids:
            formula = r"\int_a^b f(x)\, dx \approx \sum_{i=0}^{n-1} \frac{f(x_i) + f(x_{i+1})}{2}\, \Delta x"
        column = side(at.side, formula, symbols, ("n", "sum, stroke: area"), len(algorithm.STRIPS), 2, "0.0000", "64")
        top = 1.25 * algorithm.AREA
        sums = [algorithm.total(n, trapezoids) for n in algorithm.STRIPS]
        states = [(str(n), f"{s:.4f}", s / top) for n, s in zip(algorithm.STRIPS, sums, strict=True)]
        still = (*at.panel(f"Example: x² from 0 to 2, the area is {algorithm.AREA:.4f}"), *column.still)
        ground = _ground(plane)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            n = algorithm.STRIPS[i]
            items = [*_strips(plane, n, trapezoids, 1.0)]
            if u > 0:  # the next strips come up over these
                items += _strips(plane, algorithm.STRIPS[i + 1], trapezoids, u)
            marks = [
                m for k in range(min(i + 1, column.table.rows)) for m in column.table.mark(k, algorithm.AREA / top)
            ]
            name = line(f"n = {n}", at.plot.x + 6, at.plot.y + 14, SMALL, "tabular_semibold", "change")
            return (*items, *ground, name, *column.lights(t), *column.table.ledger(states, i), *marks)

        return Picture(still, draw)


def _strips(plane: Plane, n: int, trapezoids: bool, opacity: float) -> DrawList:
    """Each strip from the axis to its heights, a hairline of the panel between neighbours while they are few."""
    wide = algorithm.END / n
    items = []
    for k, (left, right) in enumerate(algorithm.strips(n, trapezoids)):
        if max(left, right) > 0:
            a, b = k * wide, (k + 1) * wide
            corners = (plane.at(a, 0), plane.at(a, float(left)), plane.at(b, float(right)), plane.at(b, 0))
            edge = "accent" if n <= 32 else ""
            items.append(
                Path(corners, closed=True, fill=mix("panel", "accent", 0.3), stroke=edge, width=1.0, opacity=opacity)
            )
    return tuple(items)


def _ground(plane: Plane) -> DrawList:
    """The curve, the axis and where the area begins and ends."""
    x = np.linspace(-0.1, 2.1, 91)
    curve = Path(plane.line(x, algorithm.square(x)), stroke="ink", width=3)
    axis = Path((plane.at(-0.15, 0), plane.at(2.15, 0)), stroke="soft", width=1.5)
    foot = plane.box.bottom
    ends = [
        line(n, plane.at(v, 0)[0], foot + 20, SMALL, "italic", "soft", 0.5)
        for n, v in (("a = 0", 0.06), ("b = 2", 2.0))
    ]
    return (curve, axis, *ends)


TEMPLATE = Integral()
