"""Finding a root: tangents that lead to it (Newton), or an interval that is halved around it (bisection)."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import root_finding as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Group, Path, Rect
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

ROOT = algorithm.newton(steps=12).guesses[-1]
LOW, HIGH = 0.6, 3.6


class RootFinding(ComputedTemplate):
    name = "root_finding"
    default = "newton"
    terms = terms(
        "Newton's method, Newton-Raphson, Newton-Raphson method, Newton iteration, root finding, root-finding, finding roots, root of an equation, zeros of a function",
        bisection="bisection method, bisection, interval halving",
    )
    needs = beside(
        "Newton's method, bisection, root of an equation, root finding, root-finding, finding roots, zeros of a function",
        "root, roots, zero, zeros, equation, derivative, tangent, iteration, interval, function, nonlinear, convergence, solve, solver",
    )
    not_beside = beside(
        "Newton's method, Newton iteration, Newton-Raphson, Newton-Raphson method",
        "Hessian, minimise, minimize, minimum, maximum, optimisation, optimization, second-order",
    )
    variants = patterns(bisection=r"\bbisect|\bhalv(e|ing)", newton=r"\bnewton|\btangent")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        newton = self.chosen(data, ctx) == "newton"
        run = algorithm.newton() if newton else algorithm.bisection()
        at = page(box)
        plane = Plane(at.plot, LOW, HIGH, -11.0, algorithm.f(HIGH) * 0.95)
        times = pace(ctx.clock, len(run.guesses))
        worst = max(abs(algorithm.f(x)) for x in run.guesses)
        states = [(str(n), f"{x:.6f}", abs(algorithm.f(x)) / worst) for n, x in enumerate(run.guesses)]
        guess = spoken(ctx.clock, ("guess", "iteration", "estimate", "approximation", "midpoint"))
        slope = spoken(ctx.clock, ("tangent", "derivative", "slope", "interval", "half", "sign"))
        symbols = [
            Symbol("f(x)", "x³ − 2x − 5", "accent", spoken(ctx.clock, ("function", "equation"))),
            Symbol("x_n", "guess after n steps", "change", guess),
            Symbol("f'", "slope of the tangent", "ink", slope)
            if newton
            else Symbol("a, b", "ends of the interval", "ink", slope),
        ]
        formula = (
            r"x_{n+1} = x_n - \frac{f(x_n)}{f'(x_n)}" if newton else r"x_n = \frac{a + b}{2}, \quad f(a)\, f(b) < 0"
        )
        column = side(at.side, formula, symbols, ("n", "xₙ, bar: |f(xₙ)|"), 6, widest="0.000000")
        x = np.linspace(LOW, HIGH, 81)
        curve = Path(plane.line(x, x**3 - 2 * x - 5), smooth=True, stroke="accent", width=3)
        still = (
            *at.panel(f"Example run: the root is {ROOT:.6f}"),
            *_ground(plane, at.bleed, curve, newton),
            *column.still,
        )
        step = _tangent if newton else _halving

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            moving = step(plane, run, i, ease(u))
            root = Circle(*plane.at(ROOT, 0), 12, "", "goal", 2.5)
            return (Group((*moving, root), clip=at.bleed), *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


def _ground(plane: Plane, bleed: Box, curve: Path, ticked: bool) -> DrawList:
    """The axis, with numbers where no interval slides over them, and the curve."""
    (x0, y), (x1, _) = plane.at(LOW, 0), plane.at(HIGH, 0)
    axis = Path(((x0, y), (x1, y)), stroke="soft", width=1.2)
    name = line("y = 0", x0 + 2, y - 8, SMALL, "regular", "soft")
    ticks = [line(str(k), plane.at(k, 0)[0], y + 20, SMALL, "tabular", "soft", 0.5, halo="panel") for k in (1, 3)]
    low = plane.box.h > 220 and ticked  # below the axis there is room for numbers
    return (Group((axis, curve), clip=bleed), name, *(ticks if low else ()))


def _tangent(plane: Plane, run: algorithm.Roots, i: int, u: float) -> DrawList:
    """Past guesses, the point on the curve, and the tangent that grows from it to the next guess."""
    guesses = run.guesses
    past = [Circle(*plane.at(g, 0), 5, "change", "panel", 1.5, 0.5) for g in guesses[:i]]
    x = guesses[i]
    here, foot = plane.at(x, algorithm.f(x)), plane.at(x, 0)
    items = [*past, Path((foot, here), stroke="change", width=2, dash=(5, 5))]
    if u > 0 and i + 1 < len(guesses):
        ahead = plane.at(guesses[i + 1], 0)
        end = (here[0] + (ahead[0] - here[0]) * u, here[1] + (ahead[1] - here[1]) * u)
        items.append(Path((here, end), stroke="ink", width=2.5))
    return (*items, Circle(*here, 7, "change", "panel", 2), Circle(*foot, 7, "change", "panel", 2))


def _halving(plane: Plane, run: algorithm.Roots, i: int, u: float) -> DrawList:
    """The interval as a band that closes on the root, its middle, and f there."""
    (a, b), after = run.brackets[i], run.brackets[min(i + 1, len(run.brackets) - 1)]
    low, high = a + (after[0] - a) * u, b + (after[1] - b) * u
    (x0, _), (x1, _) = plane.at(low, 0), plane.at(high, 0)
    band = Rect(x0, plane.box.y, x1 - x0, plane.box.h, fill="pale", opacity=0.75)
    edges = [Path(((x, plane.box.y), (x, plane.box.bottom)), stroke="ink", width=1.5) for x in (x0, x1)]
    middle = run.guesses[i]
    here, foot = plane.at(middle, algorithm.f(middle)), plane.at(middle, 0)
    curve = np.linspace(low, high, 33)
    part = Path(plane.line(curve, curve**3 - 2 * curve - 5), smooth=True, stroke="accent", width=3)
    stem = Path((foot, here), stroke="change", width=2, dash=(5, 5))
    return (band, *edges, part, stem, Circle(*here, 7, "change", "panel", 2), Circle(*foot, 7, "change", "panel", 2))


TEMPLATE = RootFinding()
