"""The derivative: secants through a point and a nearer and nearer one turn into the tangent."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import calculus as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Group, Path
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

X, LEFT, RIGHT, LOW, HIGH = algorithm.POINT, -1.2, 3.4, -1.6, 10.0


class Derivative(ComputedTemplate):
    name = "derivative"
    terms = terms(
        "definition of the derivative, derivative of a function, derivative, difference quotient, secant line, tangent line, slope of the tangent, "
        "instantaneous rate of change, instantaneous velocity, limit definition of the derivative"
    )
    needs = beside(
        "derivative, derivative of a function, tangent line",
        "limit, secant, difference quotient, instantaneous, slope of the tangent, slope of a curve, slope of the curve, tangent line to, calculus",
    ) | beside("instantaneous velocity", "limit, infinitesimal, average velocity, slope")
    not_beside = beside(
        "derivative, derivative of a function, slope of the tangent, tangent line, secant line",
        "partial, loss, weights, financial, options, chemical",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        at = page(box)
        plot = Box(at.plot.x, at.plot.y, at.plot.w, at.plot.h - 14)
        scene = _Secants(Plane(plot, LEFT, RIGHT, LOW, HIGH))
        times = pace(ctx.clock, len(algorithm.STEPS))
        symbols = [
            Symbol(
                "h",
                "distance of the second point",
                "change",
                spoken(ctx.clock, ("interval", "distance", "limit", "smaller", "difference")),
            ),
            Symbol(
                "x = 1",
                "where the slope is wanted",
                "goal",
                spoken(ctx.clock, ("point", "tangent", "instantaneous", "instant")),
            ),
            Symbol("f(x)", "here x²", "accent", spoken(ctx.clock, ("function", "curve"))),
        ]
        formula = r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}"
        column = side(at.side, formula, symbols, ("h", "slope of the secant"), 6, 2, "0.00", "0.25")
        slopes = [algorithm.secant(h) for h in algorithm.STEPS]
        states = [(f"{h:g}", f"{s:.2f}", s / max(slopes)) for h, s in zip(algorithm.STEPS, slopes, strict=True)]
        still = (
            *at.panel("Example: f(x) = x², the slope at 1 is 2"),
            Group(scene.ground, clip=at.bleed),
            *scene.marks,
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            h = algorithm.STEPS[i] + (
                algorithm.STEPS[min(i + 1, len(algorithm.STEPS) - 1)] - algorithm.STEPS[i]
            ) * ease(u)
            return (Group(scene.draw(h), clip=at.bleed), *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


class _Secants:
    def __init__(self, plane: Plane) -> None:
        self.plane = plane

    @property
    def ground(self) -> DrawList:
        """The axis, the curve, and the tangent that the secants near."""
        x = np.linspace(LEFT - 0.2, RIGHT, 91)
        axis = Path((self.plane.at(LEFT - 1, 0), self.plane.at(RIGHT + 1, 0)), stroke="soft", width=1.2)
        curve = Path(self.plane.line(x, algorithm.square(x)), stroke="accent", width=3)
        tangent = Path(self._line(2.0), stroke="goal", width=2.5, dash=(8, 6))
        return (axis, curve, tangent)

    @property
    def marks(self) -> DrawList:
        """The numbers under the axis."""
        return tuple(
            line(
                str(k), self.plane.at(k, 0)[0], self.plane.at(0, 0)[1] + 19, SMALL, "tabular", "soft", 0.5, halo="panel"
            )
            for k in (1, 2, 3)
        )

    def _line(self, slope: float) -> tuple:
        return tuple(self.plane.at(x, 1 + slope * (x - X)) for x in (LEFT - 3, RIGHT + 3))

    def draw(self, h: float) -> DrawList:
        """The secant, its two points, and the triangle whose sides are h and the rise."""
        here, there = self.plane.at(X, 1), self.plane.at(X + h, float(algorithm.square(X + h)))
        corner = (there[0], here[1])
        items: list = []
        if there[0] - here[0] > 14:
            items.append(Path((here, corner, there), stroke="change", width=2, dash=(4, 4)))
        items.append(Path(self._line(algorithm.secant(h)), stroke="ink", width=3))
        items += [Circle(*there, 7, "change", "panel", 2), Circle(*here, 7, "goal", "panel", 2)]
        if there[0] - here[0] > 90:
            items.append(
                line("h", (here[0] + corner[0]) / 2, here[1] - 7, SMALL, "semibold", "change", 0.5, halo="panel")
            )
        return tuple(items)


TEMPLATE = Derivative()
