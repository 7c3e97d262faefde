"""Convolution: a kernel slides over an image, and each sum of products becomes one pixel of the result."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import convolution as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms, wording
from ..drawlist import Box, DrawList, Rect
from ..panel import Side, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

KERNEL = ("kernel", "filter", "mask")
OUTPUT = ("feature map", "output", "activation map")
GAP, NAME = 22.0, 26.0  # units: between the grids, and above one for its name


class Convolution(ComputedTemplate):
    name = "convolution"
    default = "edge"
    terms = terms(
        "convolution, convolutional layer, convolutional network, convolutional neural network, CNN, ConvNet, convolution kernel, convolution filter, image filter, feature map, edge detection, spatial filtering",
        blur="Gaussian blur, box filter, mean filter, image smoothing",
    )
    needs = beside(
        "convolution, CNN",
        "image, images, pixel, pixels, kernel, kernels, filter, filters, layer, layers, network, networks, convolutional",
    ) | beside("feature map", "image, images, pixel, pixels, filter, filters, convolution, convolutional")
    variants = patterns(blur=r"\bblur|\bsmooth|\bbox filter|\bmean filter", sharpen=r"\bsharpen", edge=r"\bedges?\b")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example(self.chosen(data, ctx))
        at = page(box)
        grids = _Grids(run, at.plot)
        times = pace(ctx.clock, len(run.places))
        symbols = [
            Symbol("I", "image, a grid of pixels", "accent", spoken(ctx.clock, ("image", "pixel", "input"))),
            Symbol(
                "K",
                f"{wording(KERNEL, data, ctx)}, {len(run.kernel)} × {len(run.kernel)}",
                "change",
                spoken(ctx.clock, KERNEL),
            ),
            Symbol("S", wording(OUTPUT, data, ctx), "goal", spoken(ctx.clock, OUTPUT)),
        ]
        widest = max((_products(row) for p in run.places for row in run.window(*p) * run.kernel), key=len)
        formula = r"S(i, j) = \sum_{m, n} I(i + m,\, j + n)\, K(m, n)"
        column = side(at.side, formula, symbols, ("row of K", "products"), 4, least=4, widest=widest)
        still = (*at.panel(f"Example run: {_title(run)} kernel, stride 1"), *grids.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.5)
            return (*grids.draw(i, u), *column.lights(t), *_numbers(column, run, i))

        return Picture(still, draw)


def _title(run: algorithm.Convolution) -> str:
    return {"edge": "vertical-edge"}.get(run.name, run.name)


def _number(value: float, decimals: int = 1) -> str:
    """Whole numbers plain, others rounded; no negative zero."""
    text = f"{value:.0f}" if abs(value - round(value)) < 1e-9 else f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def _products(row: np.ndarray) -> str:
    return " + ".join(_number(float(v), 2) for v in row).replace("+ −", "− ")


def _numbers(column: Side, run: algorithm.Convolution, i: int) -> DrawList:
    """The products under each row of the kernel, and their sum."""
    products = run.window(*run.places[i]) * run.kernel
    top = max(1.0, float(np.abs(run.output).max()))
    rows = []
    for k, row in enumerate(products):
        part = float(row.sum())
        rows += column.table.row(k, str(k + 1), _products(row), abs(part) / top, bar=mix("panel", _sign(part), 0.6))
    total = float(products.sum())
    return (*rows, *column.table.row(len(products), "sum", _number(total), abs(total) / top, _sign(total)))


def _sign(value: float) -> str:
    """The colour of a result: below zero it is that of change."""
    return "goal" if value >= 0 else "change"


class _Grids:
    """Image, kernel and result side by side; the kernel above the result where that makes the cells larger."""

    def __init__(self, run: algorithm.Convolution, plot: Box) -> None:
        self.run = run
        n, m, k = len(run.image), len(run.output), len(run.kernel)
        beside = min((plot.w - 2 * GAP) / (n + m + k), (plot.h - NAME) / n)
        above = min((plot.w - GAP) / (n + m), (plot.h - 2 * NAME - 8) / (m + k))
        self.cell = max(beside, above)
        middle = plot.cy + NAME / 2
        if above > beside:
            x, top = plot.cx - (self.cell * (n + m) + GAP) / 2, middle - (self.cell * (m + k) + NAME + 8) / 2
            right = x + self.cell * n + GAP
            self.image = (x, middle - self.cell * n / 2)
            self.kernel = (right + self.cell * (m - k) / 2, top)
            self.output = (right, top + self.cell * k + NAME + 8)
        else:
            x = plot.cx - (self.cell * (n + m + k) + 2 * GAP) / 2
            self.image = (x, middle - self.cell * n / 2)
            self.kernel = (x + self.cell * n + GAP, middle - self.cell * k / 2)
            self.output = (self.kernel[0] + self.cell * k + GAP, middle - self.cell * m / 2)

    def _square(self, origin: tuple[float, float], r: int, c: int, fill: str, opacity: float = 1.0) -> Rect:
        s = self.cell
        return Rect(origin[0] + c * s + 0.5, origin[1] + r * s + 0.5, s - 1, s - 1, 2, fill, opacity=opacity)

    def _value(self, origin: tuple[float, float], r: int, c: int, value: float, text: str = "") -> DrawList:
        """The number in a cell, where it has room."""
        x, y = origin[0] + (c + 0.5) * self.cell, origin[1] + (r + 0.5) * self.cell + 0.36 * SMALL
        number = line(text or _number(value), x, y, SMALL, "tabular", align=0.5)
        return (number,) if number.advance <= self.cell and self.cell >= 1.4 * SMALL else ()

    def still(self) -> DrawList:
        items = []
        for (r, c), v in np.ndenumerate(self.run.image):
            items.append(
                self._square(self.image, r, c, mix("plate", "accent", 0.34 * float(v) / float(self.run.image.max())))
            )
            items += self._value(self.image, r, c, float(v))
        for (r, c), v in np.ndenumerate(self.run.kernel):
            items.append(self._square(self.kernel, r, c, mix("panel", _sign(float(v)), 0.3) if v else "plate"))
            items += self._value(self.kernel, r, c, float(v), "1/9" if self.run.name == "blur" else "")
        items += [self._square(self.output, r, c, "plate") for r, c in self.run.places]
        half = len(self.run.kernel) * self.cell / 2
        named = (
            (self.image[0] + len(self.run.image) * self.cell / 2, self.image[1], "image", "accent"),
            (self.kernel[0] + half, self.kernel[1], "kernel", "change"),
            (self.output[0] + len(self.run.output) * self.cell / 2, self.output[1], "result", "goal"),
        )
        return (*items, *(line(name, x, y - 10, SMALL, "semibold", colour, align=0.5) for x, y, name, colour in named))

    def draw(self, i: int, u: float) -> DrawList:
        """Results so far, the frame over the image, and the pixel it makes."""
        top, items = max(1.0, float(np.abs(self.run.output).max())), []
        for r, c in self.run.places[: i + 1]:
            v = float(self.run.output[r, c])
            items.append(self._square(self.output, r, c, mix("plate", _sign(v), 0.34 * abs(v) / top)))
            items += self._value(self.output, r, c, v)
        (r0, c0), (r1, c1) = self.run.places[i], self.run.places[min(i + 1, len(self.run.places) - 1)]
        if r1 != r0:  # to the start of the next row at once: only the slide along a row is motion
            r1, c1 = (r0, c0) if u < 1 else (r1, c1)
        r, c, k = r0 + (r1 - r0) * u, c0 + (c1 - c0) * u, len(self.run.kernel)
        x, y = self.image
        frame = Rect(x + c * self.cell, y + r * self.cell, k * self.cell, k * self.cell, 3, stroke="change", width=3)
        ox, oy = self.output
        pixel = Rect(ox + c0 * self.cell, oy + r0 * self.cell, self.cell, self.cell, 2, stroke="goal", width=2.5)
        return (*items, frame, pixel)


TEMPLATE = Convolution()
