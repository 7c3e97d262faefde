"""Activation functions: an input runs along the axis, its output along the curve; below, how steep the curve is there."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import activation as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Group, Path
from ..panel import Page, Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

REACH = 4.4  # inputs shown to either side of 0


class Activation(ComputedTemplate):
    name = "activation"
    default = "sigmoid"
    terms = terms(
        "sigmoid function, sigmoid activation, activation function, sigmoid neuron, sigmoid non-linearity, logistic sigmoid",
        relu="ReLU, rectified linear unit, ReLU activation",
        tanh="tanh, hyperbolic tangent, tanh non-linearity",
    )
    needs = beside(
        "tanh, hyperbolic tangent, sigmoid function, activation function, ReLU",
        "activation, activations, neuron, neurons, neural, non-linearity, nonlinearity, non-linear, unit, units, saturate, saturates, squashes, output",
    )
    not_beside = beside(
        "sigmoid function, ReLU, tanh, activation function", "vanishing, exploding, softmax, logistic regression"
    )
    strangers = ("leaky ReLU", "parametric ReLU", "leaky rectified linear unit")
    variants = patterns(relu=r"\brelu|\brectif", tanh=r"\btanh|\bhyperbolic", sigmoid=r"\bsigmoid")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        act = algorithm.ACTIVATIONS[kind]
        at = page(box)
        plane = _plane(at, kind)
        times = pace(ctx.clock, len(algorithm.INPUTS))
        symbols = [
            Symbol("x", "input, the weighted sum", "ink", spoken(ctx.clock, ("input", "sum", "inputs"))),
            Symbol(
                "f(x)",
                "output, the activation",
                "accent",
                spoken(ctx.clock, ("output", "outputs", "activation", "range")),
            ),
            Symbol(
                "f'(x)",
                "slope, what learning uses",
                "change",
                spoken(ctx.clock, ("gradient", "gradients", "slope", "derivative", "saturate", "saturates")),
            ),
        ]
        column = side(at.side, act.latex, symbols, ("x", "f(x), bar: slope"), len(algorithm.INPUTS), 2, "−0.000", "−4")
        states = [
            (f"{x:g}".replace("-", "−"), f"{float(act.f(x)):.3f}".replace("-", "−"), float(act.slope(x)))
            for x in algorithm.INPUTS
        ]
        still = (
            *at.panel(f"Example: {act.name} from −4 to 4"),
            Group(_ground(plane, act), clip=at.bleed),
            *_numbers(plane, kind),
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            x = (
                algorithm.INPUTS[i]
                + (algorithm.INPUTS[min(i + 1, len(algorithm.INPUTS) - 1)] - algorithm.INPUTS[i]) * u
            )
            return (
                Group(_now(plane, act, x), clip=at.bleed),
                *column.lights(t),
                *column.table.ledger(states, i, bar="change"),
            )

        return Picture(still, draw)


def _plane(at: Page, kind: str) -> Plane:
    low, high = {"sigmoid": (-0.12, 1.15), "tanh": (-1.25, 1.25), "relu": (-0.6, 4.4)}[kind]
    return Plane(Box(at.plot.x, at.plot.y + 4, at.plot.w, at.plot.h - 24), -REACH, REACH, low, high)


def _ground(plane: Plane, act: algorithm.Activation) -> DrawList:
    """The axes, the curve, and dashed its slope."""
    x = np.concatenate([np.linspace(-REACH - 0.3, -1e-6, 91), np.linspace(1e-6, REACH + 0.3, 91)])
    across = Path((plane.at(-REACH - 0.3, 0), plane.at(REACH + 0.3, 0)), stroke="soft", width=1.2)
    up = Path((plane.at(0, plane.y0), plane.at(0, plane.y1)), stroke="soft", width=1.2)
    slope = Path(plane.line(x, act.slope(x)), stroke="change", width=2, dash=(7, 5))
    return (across, up, slope, Path(plane.line(x, act.f(x)), stroke="accent", width=3.5))


def _numbers(plane: Plane, kind: str) -> DrawList:
    """Where the curve ends, and inputs below the plot."""
    levels = {"sigmoid": (1.0,), "tanh": (-1.0, 1.0), "relu": (2.0, 4.0)}[kind]
    y = plane.box.bottom + 17
    marks = [
        line(f"{k}".replace("-", "−"), plane.at(k, 0)[0], y, SMALL, "tabular", "soft", 0.5) for k in (-4, -2, 0, 2, 4)
    ]
    for v in levels:
        px, py = plane.at(0, v)
        text = f"{v:g}".replace("-", "−")
        marks.append(line(text, px - 8, py + 6, SMALL, "tabular", "soft", 1.0, halo="panel"))
    return tuple(marks)


def _now(plane: Plane, act: algorithm.Activation, x: float) -> DrawList:
    """The input, its output, and a piece of the tangent there."""
    y, slope = float(act.f(x)), float(act.slope(x))
    foot, here = plane.at(x, 0), plane.at(x, y)
    wide = 0.9 / max(1.0, slope)
    tangent = Path(
        (plane.at(x - wide, y - slope * wide), plane.at(x + wide, y + slope * wide)), stroke="change", width=3
    )
    stem = Path((foot, here), stroke="ink", width=1.5, dash=(4, 4))
    return (stem, tangent, Circle(*foot, 5, "ink", "panel", 1.5), Circle(*here, 8, "accent", "panel", 2))


TEMPLATE = Activation()
