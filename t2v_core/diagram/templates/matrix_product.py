"""Matrix multiplication: a row meets a column, their products add up to one entry."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import matrix_product as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Rect
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import BODY, CAPTION, SMALL, line

ROWS, INNER, COLUMNS = algorithm.A.shape[0], algorithm.A.shape[1], algorithm.B.shape[1]
NAME = 26.0  # units above a matrix for its name


class MatrixProduct(ComputedTemplate):
    name = "matrix_product"
    terms = terms(
        "matrix multiplication, matrix product, product of two matrices, multiplying matrices, multiply two matrices, matrix-matrix multiplication"
    )
    needs = beside("matrix product", "row, rows, column, columns, multiply, multiplication, entry, entries")
    not_beside = beside(
        "matrix multiplication, matrix product",
        "Strassen, chain, sparse, Kronecker, Hadamard, element-wise, parenthesization",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        at = page(box)
        grids = _Grids(at.plot)
        cells = [(i, j) for i in range(ROWS) for j in range(COLUMNS)]
        times = pace(ctx.clock, len(cells) + 1)
        symbols = [
            Symbol("A", f"{ROWS} rows, {INNER} columns", "accent", spoken(ctx.clock, ("row", "rows", "left", "first"))),
            Symbol(
                "B",
                f"{INNER} rows, {COLUMNS} columns",
                "change",
                spoken(ctx.clock, ("column", "columns", "right", "second")),
            ),
            Symbol(
                "C",
                f"{ROWS} rows, {COLUMNS} columns",
                "goal",
                spoken(ctx.clock, ("product", "result", "entry", "entries")),
            ),
        ]
        formula = r"c_{ij} = \sum_{k} a_{ik} \, b_{kj}"
        column = side(at.side, formula, symbols, ("entry", "row times column"), len(cells), 2, "12 − 1 − 8 = 11", "c₁₁")
        states = [(f"c{'₁₂'[i]}{'₁₂'[j]}", _sum(i, j), abs(algorithm.entry(i, j)) / 30) for i, j in cells]
        still = (*at.panel("Example: 2 × 3 times 3 × 2"), *grids.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            rows = column.table.ledger(states, i - 1) if i else ()
            return (*grids.draw(cells, i, ease(u)), *column.lights(t), *rows)

        return Picture(still, draw)


def _sum(i: int, j: int) -> str:
    parts = " + ".join(str(p) for p in algorithm.terms(i, j)).replace("+ -", "− ").replace("-", "−")
    return f"{parts} = {algorithm.entry(i, j)}".replace("-", "−")


class _Grids:
    """A at the left, B above, and C where A's rows meet B's columns; in low panels all three side by side."""

    def __init__(self, plot: Box) -> None:
        self.crossed = plot.h >= 230
        if self.crossed:
            self.cell = min((plot.h - 2 * NAME - 16) / (INNER + ROWS), (plot.w - 30) / (INNER + COLUMNS), 72.0)
            wide, high = self.cell * (INNER + COLUMNS) + 24, self.cell * (INNER + ROWS) + NAME + 14
            x, y = plot.cx - wide / 2, plot.cy - high / 2 + NAME / 2
            self.a = (x, y + self.cell * INNER + 14 + NAME - 12)
            self.b = (x + self.cell * INNER + 24, y)
            self.c = (self.b[0], self.a[1])
        else:
            self.cell = min((plot.h - NAME - 4) / INNER, (plot.w - 76) / (INNER + 2 * COLUMNS), 46.0)
            wide = self.cell * (INNER + 2 * COLUMNS) + 76
            x, middle = plot.cx - wide / 2, plot.cy + NAME / 2 - 2
            self.a = (x, middle - self.cell * ROWS / 2)
            self.b = (x + self.cell * INNER + 38, middle - self.cell * INNER / 2)
            self.c = (self.b[0] + self.cell * COLUMNS + 38, middle - self.cell * ROWS / 2)

    def _square(self, origin: tuple[float, float], r: int, c: int, **more: object) -> Rect:
        s = self.cell
        return Rect(origin[0] + c * s + 1.5, origin[1] + r * s + 1.5, s - 3, s - 3, 4, **more)

    def _value(self, origin: tuple[float, float], r: int, c: int, value: int, face: str = "tabular") -> DrawList:
        size = CAPTION if self.cell >= 56 else BODY if self.cell >= 36 else SMALL
        x, y = origin[0] + (c + 0.5) * self.cell, origin[1] + (r + 0.5) * self.cell + 0.36 * size
        return (line(str(value).replace("-", "−"), x, y, size, face, "ink", 0.5),)

    def still(self) -> DrawList:
        items: list = []
        for origin, matrix in ((self.a, algorithm.A), (self.b, algorithm.B)):
            for (r, c), v in np.ndenumerate(matrix):
                items += [self._square(origin, r, c, fill="plate"), *self._value(origin, r, c, int(v))]
        items += [self._square(self.c, r, c, fill="plate") for r in range(ROWS) for c in range(COLUMNS)]
        for name, origin, across, colour in (
            ("A", self.a, INNER, "accent"),
            ("B", self.b, COLUMNS, "change"),
            ("C", self.c, COLUMNS, "goal"),
        ):
            if self.crossed and name == "C":
                x, y = origin[0] + across * self.cell + 10, origin[1] + ROWS * self.cell / 2 + 6
                items.append(line("C", x, y, SMALL, "semibold", colour))
            else:
                items.append(
                    line(name, origin[0] + across * self.cell / 2, origin[1] - 8, SMALL, "semibold", colour, 0.5)
                )
        if not self.crossed:
            y = self.a[1] + ROWS * self.cell / 2 + 7
            items.append(line("×", self.b[0] - 19, y, BODY, "regular", "soft", 0.5))
            items.append(line("=", self.c[0] - 19, y, BODY, "regular", "soft", 0.5))
        return tuple(items)

    def draw(self, cells: list[tuple[int, int]], done: int, u: float) -> DrawList:
        """The entries so far; the row and the column of the one at work framed."""
        items: list = []
        for i, j in cells[:done]:
            items += self._value(self.c, i, j, algorithm.entry(i, j), "tabular_semibold")
        i, j = cells[min(done, len(cells) - 1)] if u and done < len(cells) else cells[max(0, done - 1)]
        s, (ax, ay), (bx, by) = self.cell, self.a, self.b
        items.append(Rect(ax, ay + i * s, INNER * s, s, 6, stroke="accent", width=3))
        items.append(Rect(bx + j * s, by, s, INNER * s, 6, stroke="change", width=3))
        items.append(self._square(self.c, i, j, stroke="goal", width=3))
        return tuple(items)


TEMPLATE = MatrixProduct()
