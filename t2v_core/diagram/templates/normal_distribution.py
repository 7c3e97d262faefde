"""The normal distribution by its standard deviations; or how the means of samples come to follow it."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import sampling as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect
from ..motion import ease
from ..panel import Page, Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix


class NormalDistribution(ComputedTemplate):
    name = "normal_distribution"
    default = "deviations"
    terms = terms(
        "normal distribution, Gaussian distribution, bell curve, bell-shaped curve, standard normal distribution, 68-95-99.7 rule, Gaussian density, normal curve",
        means="central limit theorem, sampling distribution, sampling distribution of the mean, distribution of the sample mean, standard error of the mean",
    )
    needs = beside(
        "sampling distribution, Gaussian density",
        "mean, means, sample, samples, size, variance, normal, statistic, deviation",
    )
    variants = patterns(means=r"\bcentral limit|\bsampl(e|ing) (mean|distribution)|\bstandard error")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        return (_means if self.chosen(data, ctx) == "means" else _deviations)(page(box), ctx)


def _deviations(at: Page, ctx: Context) -> Picture:
    """The area within one, two and three standard deviations."""
    plot = Box(at.plot.x, at.plot.y + 8, at.plot.w, at.plot.h - 34)
    plane = Plane(plot, -4.0, 4.0, 0.0, 0.43)
    times = pace(ctx.clock, 4)
    symbols = [
        Symbol(
            r"\mu",
            "mean, the highest point",
            "goal",
            spoken(ctx.clock, ("mean", "average", "centre", "center", "peak")),
        ),
        Symbol(
            r"\sigma",
            "standard deviation",
            "change",
            spoken(ctx.clock, ("standard deviation", "variance", "spread", "width")),
        ),
    ]
    formula = r"f(x) = \frac{1}{\sigma \sqrt{2\pi}}\, e^{-\frac{(x - \mu)^2}{2\sigma^2}}"
    column = side(at.side, formula, symbols, ("within", "share of values"), 3, least=3, widest="99.73%", label="± 3σ")
    x = np.linspace(-4, 4, 161)
    curve = Path(plane.line(x, algorithm.normal(x)), stroke="accent", width=3)
    (x0, floor), (x1, _) = plane.at(-4, 0), plane.at(4, 0)
    axis = Path(((x0, floor), (x1, floor)), stroke="soft", width=1.2)
    marks = [
        line(_sigma(k), plane.at(k, 0)[0], floor + 22, SMALL, "regular", "goal" if k == 0 else "soft", 0.5)
        for k in range(-3, 4)
    ]
    apart = plane.at(1, 0)[0] - plane.at(0, 0)[0]
    marks = marks if max(m.advance for m in marks) + 14 <= apart else marks[1::2]
    mean = Path((plane.at(0, 0), plane.at(0, 0.3989)), stroke="goal", width=1.5, dash=(6, 6))
    still = (*at.panel("Example: areas by the error function"), axis, *marks, *column.still)

    def draw(t: float) -> DrawList:
        i, u = progress(times, t, 1.0)
        reach = i + ease(u)
        shown = np.linspace(-reach, reach, 121)
        area = (plane.at(-reach, 0), *plane.line(shown, algorithm.normal(shown)), plane.at(reach, 0))
        fill = (Path(area, closed=True, fill=mix("panel", "accent", 0.3)),) if reach else ()
        edges = [
            Path((plane.at(s, 0), plane.at(s, float(algorithm.normal(np.array(s))))), stroke="change", width=2)
            for s in (-reach, reach)
        ]
        rows = []
        for k in range(1, i + 1):
            share = algorithm.within(k)
            rows += column.table.row(
                k - 1, f"± {k}σ" if k > 1 else "± σ", f"{share:.2%}", share, "change" if k == i else ""
            )
        return (*fill, *(edges if reach else ()), mean, curve, *column.lights(t), *rows)

    return Picture(still, draw)


def _sigma(k: int) -> str:
    """Label of the place k standard deviations from the mean."""
    return "μ" if k == 0 else f"μ {'+' if k > 0 else '−'} {abs(k) if abs(k) > 1 else ''}σ"


def _means(at: Page, ctx: Context) -> Picture:
    """Histograms of means of more and more values, under the normal curve that they near."""
    runs = [algorithm.means(n) for n in algorithm.SIZES]
    plot = Box(at.plot.x, at.plot.y + 24, at.plot.w, at.plot.h - 48)
    plane = Plane(plot, 0.0, 3.0, 0.0, 1.04 * max(float(r.density.max()) for r in runs))
    times = pace(ctx.clock, len(runs))
    symbols = [
        Symbol(
            "n",
            "values in each sample",
            "change",
            spoken(ctx.clock, ("sample size", "sample", "observations", "large")),
        ),
        Symbol(r"\bar{x}_n", "mean of a sample", "accent", spoken(ctx.clock, ("mean", "average"))),
        Symbol(
            r"\sigma / \sqrt{n}",
            "expected deviation of the means",
            "goal",
            spoken(ctx.clock, ("deviation", "standard error", "variance", "normal")),
        ),
    ]
    column = side(
        at.side,
        r"\bar{x}_n \approx \mathcal{N}\left( \mu,\, \frac{\sigma^2}{n} \right)",
        symbols,
        ("n", "deviation, stroke: σ/√n"),
        len(runs),
        widest="0.000",
    )
    x = np.linspace(0, 3, 121)
    curves = [
        Path(plane.line(x, algorithm.normal(x, 1.0, r.expected)), stroke="goal", width=2.5, dash=(7, 5)) for r in runs
    ]
    (x0, floor), (x1, _) = plane.at(0, 0), plane.at(3, 0)
    axis = Path(((x0, floor), (x1, floor)), stroke="soft", width=1.2)
    marks = [
        line(str(k), plane.at(k, 0)[0], floor + 20, SMALL, "tabular", "soft", (0.0, 0.5, 0.5, 1.0)[k]) for k in range(4)
    ]
    note = f"Example run: {algorithm.SAMPLES} samples, exponential"
    still = (*at.panel(note), axis, *marks, *column.still)

    def draw(t: float) -> DrawList:
        i, u = progress(times, t)
        v, after = ease(u), min(i + 1, len(runs) - 1)
        density = runs[i].density * (1 - v) + runs[after].density * v
        bars = []
        for left, right, d in zip(runs[i].edges, runs[i].edges[1:], density, strict=False):
            (ax, ay), (bx, _) = plane.at(float(left), float(d)), plane.at(float(right), 0)
            if right <= 3.0 + 1e-9 and floor - ay > 0.3:
                bars.append(Rect(ax + 0.5, ay, bx - ax - 1, floor - ay, 1.5, mix("panel", "accent", 0.62)))
        curve = (curves[i],) if v == 0 else ()
        size = line(
            f"n = {runs[i].size}",
            plot.right - 4,
            plot.y - 8,
            SMALL,
            "tabular_semibold",
            "change",
            1.0,
        )
        rows = []
        for k, r in enumerate(runs[: i + 1]):
            row = k if i < column.table.rows else k - (i + 1 - column.table.rows)
            if row >= 0:
                rows += column.table.row(
                    row, str(r.size), f"{r.deviation:.3f}", r.deviation, "change" if k == i else ""
                )
                rows += column.table.mark(row, r.expected)
        return (*bars, *curve, size, *column.lights(t), *rows)

    return Picture(still, draw)


TEMPLATE = NormalDistribution()
