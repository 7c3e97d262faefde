"""A layered network on one example: activations going forward, or the error's gradients coming back."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import neural_network as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms, wording
from ..drawlist import Box, Circle, DrawList, Path, Point
from ..panel import Side, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

RUN = algorithm.example()
ACTIVATION = ("activation", "output", "value")
LOSS = ("loss", "cost", "error")
BACK = ("error", "delta", "gradient", "derivative")
WEIGHTS = ("weight", "parameter", "connection")


class NeuralNetwork(ComputedTemplate):
    name = "neural_network"
    default = "forward"
    terms = terms(
        "neural network, artificial neural network, multilayer perceptron, multi-layer perceptron, MLP, deep network, "
        "feed-forward network, feedforward neural network, forward pass, forward propagation, hidden layer, deep neural network",
        backward="back-propagation, backpropagation, backprop, error backpropagation, backward pass, chain rule, gradient flow, "
        "computational graph, backpropagated gradient",
    )
    needs = beside(
        "chain rule",
        "gradient, derivative, derivatives, layer, network, backward, loss, composition, function, functions",
    ) | beside("MLP, gradient flow", "network, layer, layers, perceptron, backward, deep, training, weights, neurons")
    strangers = (
        "recurrent neural network",
        "graph neural network",
        "convolutional neural network",
        "Hopfield neural network",
        "spiking neural network",
        "chain rule of probability",
    )
    not_beside = beside(
        "neural network, artificial neural network, deep neural network", "recurrent, RNN, RNNs, LSTM, GRU"
    )
    variants = patterns(
        backward=r"\bback-?\s?prop|\bbackward|\bchain rule\b|\bgradients? flow|\bgradients? (of|with respect to) the (loss|error|cost)",
        forward=r"\bforward\b",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        back = self.chosen(data, ctx) == "backward"
        at = page(box)
        net = _Net(at.plot)
        layers = len(RUN.weights)
        times = pace(ctx.clock, layers + 1)
        column = _side(at.side, back, data, ctx)
        still = (*at.panel(_note(back)), *net.edges(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 1.8)
            done = layers - i if back else i
            return (
                *net.signal(back, done, u),
                *net.nodes(back, done),
                *column.lights(t),
                *_numbers(column, back, done),
            )

        return Picture(still, draw)


def _note(back: bool) -> str:
    return (
        f"Example run: loss {RUN.loss:.4f}, target {RUN.target[0]:g}"
        if back
        else f"Example run: x = ({RUN.activations[0][0]:g}, {RUN.activations[0][1]:g}), {RUN.activation.name}"
    )


def _side(columns: tuple[Box, ...], back: bool, data: Computed, ctx: Context) -> Side:
    def symbol(latex: str, text: str, colour: str, names: tuple[str, ...]) -> Symbol:
        return Symbol(latex, text, colour, spoken(ctx.clock, names))

    units = sum(RUN.sizes[1:])
    if back:
        symbols = [
            symbol(r"\delta^l", f"{wording(BACK, data, ctx)} of layer l", "change", BACK),
            symbol("W^{l+1}", "weights of the next layer", "accent", WEIGHTS),
            symbol(r"\sigma'(z^l)", "slope of the activation", "ink", ("slope", "activation", "derivative")),
        ]
        formula = r"\delta^{l} = (W^{l+1})^{\top} \delta^{l+1} \odot \sigma'(z^l)"
        return side(columns, formula, symbols, ("unit", r"∂L/∂z"), units, least=3, widest="−0.0000", label="hidden 2.3")
    symbols = [
        symbol("a^l", f"{wording(ACTIVATION, data, ctx)}s of layer l", "accent", ACTIVATION),
        symbol("W^l", f"{wording(WEIGHTS, data, ctx)}s; dashed: below 0", "change", WEIGHTS),
        symbol(r"\sigma", "sigmoid activation", "ink", ("sigmoid", "non-linear", "activation function", "squashing")),
    ]
    return side(
        columns,
        r"a^{l} = \sigma(W^{l} a^{l-1} + b^{l})",
        symbols,
        ("unit", wording(ACTIVATION, data, ctx)),
        units,
        least=3,
        widest="0.0000",
        label="hidden 2.3",
    )


def _numbers(column: Side, back: bool, done: int) -> DrawList:
    """A row for every unit that has its number; where there is no room for all, those of the present layer."""
    table, layers = column.table, range(1, len(RUN.sizes))
    ready = [k for k in layers if (k > done if back else k <= done)]
    present = done + 1 if back else done
    if table.rows < sum(RUN.sizes[1:]):
        ready = [k for k in ready if k == present]
    values = list(RUN.deltas) if back else list(RUN.activations[1:])
    top = max(float(np.abs(v).max()) for v in values)
    rows, place = [], 0
    for k in sorted(ready, reverse=back):
        for j, v in enumerate(values[k - 1]):
            name = "output" if k == layers[-1] else f"hidden {k}.{j + 1}"
            rows += table.row(
                place,
                name,
                f"{v:.4f}".replace("-", "−"),
                abs(float(v)) / top,
                ("change" if back else "accent") if k == present else "",
            )
            place += 1
    return tuple(rows)


class _Net:
    """Places of the units inside the plot, and their drawing."""

    def __init__(self, plot: Box) -> None:
        self.r = min(32.0, 0.13 * plot.h)
        self.plot = plot
        xs = np.linspace(plot.x + self.r + 34, plot.right - self.r - 26, len(RUN.sizes))
        self.at: list[list[Point]] = [
            [(float(x), plot.cy + 8 + (j - (n - 1) / 2) * 0.31 * plot.h) for j in range(n)]
            for x, n in zip(xs, RUN.sizes, strict=True)
        ]

    def edges(self) -> DrawList:
        """Every weight: as wide as it is strong, dashed where it is negative."""
        return tuple(
            Path(
                (self.at[k][i], self.at[k + 1][j]),
                stroke=mix("panel", "soft", 0.55),
                width=0.8 + 1.1 * abs(w[j, i]),
                dash=() if w[j, i] > 0 else (6, 6),
            )
            for k, w in enumerate(RUN.weights)
            for j in range(w.shape[0])
            for i in range(w.shape[1])
        )

    def signal(self, back: bool, done: int, u: float) -> DrawList:
        """What runs along the edges between the layer that is done and the next."""
        gap = done - 1 if back else done
        if not 0 < u < 1 or not 0 <= gap < len(RUN.weights):
            return ()
        colour = "change" if back else "accent"
        items = []
        for a in self.at[gap]:
            for b in self.at[gap + 1]:
                (x0, y0), (x1, y1) = (b, a) if back else (a, b)
                x, y = x0 + (x1 - x0) * u, y0 + (y1 - y0) * u
                items += [Path(((x0, y0), (x, y)), stroke=colour, width=2.2), Circle(x, y, 4.5, colour, "panel", 1)]
        return tuple(items)

    def nodes(self, back: bool, done: int) -> DrawList:
        """Units filled with their activation; with their gradient in the other colour once it has come back."""
        items = []
        for k, places in enumerate(self.at):
            known = True if back else k <= done
            returned = back and k > done and k > 0
            for (x, y), a, j in zip(places, RUN.activations[k], range(len(places)), strict=True):
                fill = mix("panel", "accent", 0.35 * float(np.clip(a, 0, 1))) if known else "panel"
                if returned:
                    fill = mix("panel", "change", 0.32)
                edge = "change" if returned else "accent" if known else "soft"
                items.append(Circle(x, y, self.r, fill, edge, 2.4 if (k == done) != back else 1.8))
                if known:
                    value = RUN.deltas[k - 1][j] if returned else a
                    items.append(
                        line(
                            _short(float(value), 2 if self.r < 28 else 3),
                            x,
                            y + 0.36 * SMALL,
                            SMALL,
                            "tabular",
                            "ink",
                            align=0.5,
                        )
                    )
        return (*items, *self._names())

    def _names(self) -> DrawList:
        (x0, y0), (x1, y1) = self.at[0][0], self.at[-1][0]
        return (
            line("input", x0, y0 - self.r - 9, SMALL, "semibold", "soft", align=0.5, halo="panel"),
            line("output", x1, y1 - self.r - 9, SMALL, "semibold", "goal", align=0.5, halo="panel"),
        )


def _short(value: float, decimals: int) -> str:
    """Without the zero before the point, to fit a unit; the sign is a true minus."""
    return f"{value:.{decimals}f}".replace("0.", ".", 1).replace("-", "−")


TEMPLATE = NeuralNetwork()
