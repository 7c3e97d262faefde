"""Fourier series: sine waves are added one by one until their sum follows the wave."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import fourier as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

FORMULAS = {
    "square": r"f_m(t) = \frac{4}{\pi} \sum_{k=0}^{m-1} \frac{\sin\left( (2k+1)\, t \right)}{2k+1}",
    "sawtooth": r"f_m(t) = \frac{2}{\pi} \sum_{k=1}^{m} (-1)^{k+1}\, \frac{\sin(k t)}{k}",
    "triangle": r"f_m(t) = \frac{8}{\pi^2} \sum_{k=0}^{m-1} (-1)^k\, \frac{\sin\left( (2k+1)\, t \right)}{(2k+1)^2}",
}


class FourierSeries(ComputedTemplate):
    name = "fourier_series"
    default = "square"
    terms = terms(
        "Fourier series, Fourier coefficient, Fourier expansion, Fourier sum, trigonometric series, Gibbs phenomenon, harmonics of a wave, Fourier analysis, Fourier synthesis, sum of sines"
    )
    needs = beside(
        "Fourier analysis", "series, sine, sines, periodic, wave, harmonic, harmonics, frequency, frequencies"
    )
    variants = patterns(sawtooth=r"\bsaw-?tooth|\bramp", triangle=r"\btriang(le|ular)", square=r"\bsquare")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.series(self.chosen(data, ctx))
        at = page(box)
        upper, lower = at.plot.rows((0.64, 0.36), 6)
        whole = Plane(upper, float(run.t[0]), float(run.t[-1]), -1.45, 1.45)
        single = Plane(lower, float(run.t[0]), float(run.t[-1]), -1.4, 1.4)
        times = pace(ctx.clock, len(run.orders))
        symbols = [
            Symbol(
                "m",
                "sine waves added so far",
                "accent",
                spoken(ctx.clock, ("sine", "sines", "sum", "term", "harmonic", "partial sum")),
            ),
            Symbol(
                "f",
                f"the {run.wave} wave they near",
                "goal",
                spoken(ctx.clock, ("wave", "function", "signal", "periodic")),
            ),
            Symbol(
                r"\sin(n t)",
                "the wave added now",
                "change",
                spoken(ctx.clock, ("frequency", "coefficient", "amplitude", "harmonic")),
            ),
        ]
        column = side(at.side, FORMULAS[run.wave], symbols, ("m", "distance to f"), 5, widest="0.0000")
        states = [(str(k + 1), f"{e:.4f}", e / run.errors[0]) for k, e in enumerate(run.errors)]
        sums = [whole.line(run.t[::2], s[::2]) for s in run.sums]
        terms_ = [single.line(run.t[::2], run.term(k)[::2]) for k in range(len(run.orders))]
        still = (
            *at.panel("Example run: distance is root mean square"),
            *_ground(run, whole, single),
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            v = ease(u)
            now = (
                sums[i]
                if not v
                else tuple((x, y + (y1 - y) * v) for (x, y), (_, y1) in zip(sums[i], sums[i + 1], strict=True))
            )
            waves = (
                Path(terms_[i], stroke="change", width=2.5, opacity=1 - v),
                *((Path(terms_[i + 1], stroke="change", width=2.5, opacity=v),) if v else ()),
            )
            k = i + (v > 0.5)
            name = line(
                f"{run.coefficients[k]:+.3f} sin({run.orders[k]}t)".replace("-", "−"),
                lower.x + 4,
                lower.y + 14,
                SMALL,
                "tabular_semibold",
                "change",
                halo="panel",
            )
            return (
                Path(now, stroke="accent", width=3.2),
                *waves,
                name,
                *column.lights(t),
                *column.table.ledger(states, i),
            )

        return Picture(still, draw)


def _ground(run: algorithm.Series, whole: Plane, single: Plane) -> DrawList:
    """The wave itself, dashed, and the two zero lines."""
    jumps = np.flatnonzero(np.abs(np.diff(run.target)) > 0.5)
    pieces = np.split(np.arange(len(run.t)), jumps + 1)
    target = [
        Path(whole.line(run.t[p], run.target[p]), stroke="goal", width=2.5, dash=(7, 5)) for p in pieces if len(p) > 1
    ]
    zero = [Path((p.at(p.x0, 0), p.at(p.x1, 0)), stroke="rule", width=1) for p in (whole, single)]
    return (*zero, *target)


TEMPLATE = FourierSeries()
