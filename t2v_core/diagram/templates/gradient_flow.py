"""How much of the error reaches each layer of a deep network: vanishing through sigmoids, exploding through large weights."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import neural_network as algorithm
from ..computed import ComputedTemplate, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, marker
from ..panel import Symbol, page, side
from ..plot import Plane, beside_curve
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix


class GradientFlow(ComputedTemplate):
    name = "gradient_flow"
    default = "vanishing"
    terms = terms(
        "vanishing gradient, gradients vanish, vanishing gradient problem, gradient vanishes",
        exploding="exploding gradient, gradients explode, exploding gradient problem",
    )
    variants = patterns(vanishing=r"\bvanish", exploding=r"\bexplod")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        exploding = self.chosen(data, ctx) == "exploding"
        steady = algorithm.deep(algorithm.RELU, np.sqrt(2)).flow
        shown = algorithm.deep(algorithm.RELU, 4.0).flow if exploding else algorithm.deep(algorithm.SIGMOID, 1.0).flow
        at, n = page(box), len(shown)
        plane = _plane(at.plot, n, np.log10(np.concatenate([steady, shown])))
        times = pace(ctx.clock, n)
        symbols = [
            Symbol(
                r"\delta^l", "error that reaches layer l", "change", spoken(ctx.clock, ("error", "gradient", "signal"))
            ),
            Symbol(
                "W^{l+1}",
                "weights of the next layer",
                "accent",
                spoken(ctx.clock, ("weight", "initialisation", "initialization")),
            ),
            Symbol(
                r"\sigma'" if exploding else r"\sigma' \leq \tfrac{1}{4}",
                f"slope of the {'ReLU' if exploding else 'sigmoid'}",
                "ink",
                spoken(ctx.clock, ("sigmoid", "slope", "derivative", "activation", "saturate")),
            ),
        ]
        column = side(
            at.side,
            r"\delta^{l} = (W^{l+1})^{\top} \delta^{l+1} \odot \sigma'(z^l)",
            symbols,
            ("layer", "mean |∂L/∂z|"),
            n,
            least=3,
            widest="8.8×10⁻⁸",
        )
        states = [(str(n - k), _power(float(v)), float(v / shown.max())) for k, v in enumerate(shown[::-1])]
        names = ("ReLU, large weights", "well-scaled weights") if exploding else ("sigmoid", "ReLU")
        still = (*at.panel("Example run: 8 layers, 32 units each"), *_axes(plane, n), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            lines = (
                *_curve(plane, steady, i, u, "accent", "square", names[1], exploding),
                *_curve(plane, shown, i, u, "change", "circle", names[0], not exploding),
            )
            return (*lines, *column.lights(t), *column.table.ledger(states, i, mix("change", "panel", 0.45)))

        return Picture(still, draw)


def _plane(plot: Box, n: int, powers: np.ndarray) -> Plane:
    low, high = float(powers.min()), float(powers.max())
    inner = Box(plot.x + 46, plot.y + 12, plot.w - 58, plot.h - 42)
    edge = min(34.0, 0.2 * inner.h)  # for a label above the upper and below the lower curve
    room = (high - low) * edge / (inner.h - 2 * edge)
    return Plane(inner, 0.6, n + 0.4, low - room, high + room)


def _axes(plane: Plane, n: int) -> DrawList:
    """As many powers of ten at the left as have room, 1 among them; layers below."""
    b, items = plane.box, []
    step = max(1, int(np.ceil((plane.y1 - plane.y0) / (b.h / 34))))
    marked = [p for p in range(int(np.ceil(plane.y0)), int(np.floor(plane.y1)) + 1) if p % step == 0]
    for power in marked:
        y = plane.at(1, power)[1]
        items += [
            Path(((b.x, y), (b.right, y)), stroke="rule", width=1),
            line(_ten(power), b.x - 8, y + 5, SMALL, "tabular", "soft", align=1),
        ]
    for k in range(1, n + 1):
        items.append(line(str(k), plane.at(k, 0)[0], b.bottom + 24, SMALL, "tabular", "soft", align=0.5))
    if b.h > 150:
        items.append(line("mean |∂L/∂z|", b.x - 38, b.y + 8, SMALL, "regular", "soft", halo="panel"))
    items.append(line("layer", b.x - 8, b.bottom + 24, SMALL, "regular", "soft", align=1))
    return tuple(items)


def _curve(
    plane: Plane, values: np.ndarray, i: int, u: float, colour: str, kind: str, name: str, below: bool
) -> DrawList:
    """From the last layer back to where the error has come."""
    n = len(values)
    points = [plane.at(n - k, float(np.log10(values[n - 1 - k]))) for k in range(n)]
    done = points[: i + 1]
    if u > 0:
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        done = [*done, (x0 + (x1 - x0) * u, y0 + (y1 - y0) * u)]
    path = (Path(tuple(done), stroke=colour, width=2.5),) if len(done) > 1 else ()
    label = beside_curve(name, points, points[n // 2][0], colour, below)
    named = (label,) if i >= n // 2 else ()
    return (*path, *(marker(kind, *p, 6, colour) for p in done[: i + 1]), *named)


_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _ten(power: int) -> str:
    return "1" if power == 0 else "10" + str(power).translate(_SUPERSCRIPT)


def _power(value: float) -> str:
    """Two digits and a power of ten, plain between 0.01 and 1000."""
    if 0.01 <= value < 1000:
        return f"{value:.3g}"
    exponent = int(np.floor(np.log10(value)))
    return f"{value / 10.0**exponent:.1f}×{_ten(exponent)}"


TEMPLATE = GradientFlow()
