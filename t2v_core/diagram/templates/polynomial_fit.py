"""Under- and overfitting: polynomials of rising degree, of rising penalty, or the spread of many fits."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import polynomial_fit as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Path, marker
from ..motion import ease
from ..panel import Page, Side, Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

X = np.linspace(-1, 1, 101)
SPREAD = (1, 3, 9)  # degrees of the bias and variance pictures


class PolynomialFit(ComputedTemplate):
    name = "polynomial_fit"
    default = "degree"
    terms = terms(
        "overfitting, underfitting, over-fitting, under-fitting, overfit, underfit, over-fit, under-fit, overfits, overfitted, "
        "polynomial regression, polynomial curve fitting, polynomial fit, curve fitting, model complexity, generalization error, generalisation error",
        penalty="ridge regression, regularization, regularisation, weight decay, L2 penalty, penalised regression, penalized regression",
        spread="bias-variance, bias-variance trade-off, bias-variance tradeoff, bias-variance decomposition, bias and variance",
    )
    needs = beside(
        "model complexity, regularization, regularisation, weight decay",
        "overfitting, fit, fitting, penalty, model, error, weights, coefficients, loss, lambda, training",
    )
    not_beside = beside("regularization, regularisation", "dropout, lasso, L1, elastic net, early stopping, sparsity")
    variants = patterns(
        spread=r"\bbias\b.{0,40}\bvariance",
        penalty=r"\bridge\b|\bregulari[sz]|\bweight decay|\bpenal(ty|i[sz])|\bshrink",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        variant = self.chosen(data, ctx)
        at = page(box)
        plane = Plane(at.plot, -1.0, 1.0, -1.75, 1.75)
        if variant == "spread":
            return _spread(at, plane, ctx)
        return _sweep(at, plane, ctx, variant == "penalty")


def _sweep(at: Page, plane: Plane, ctx: Context, penalty: bool) -> Picture:
    run = algorithm.by_penalty() if penalty else algorithm.by_degree()
    times = pace(ctx.clock, len(run.fits))
    column = _sweep_side(at, ctx, penalty, len(run.fits))
    top = max(max(f.train_error, f.test_error) for f in run.fits)
    curves = [plane.line(X, f(X)) for f in run.fits]
    dots = tuple(
        marker("circle", *plane.at(float(x), float(y)), 6, "ink")
        for x, y in zip(run.sample.x, run.sample.y, strict=True)
    )
    tests = tuple(
        marker("triangle", *plane.at(float(x), float(y)), 4, "goal", 0.6)
        for x, y in zip(run.sample.test_x, run.sample.test_y, strict=True)
    )
    still = (
        *at.panel(f"Example run: {len(run.sample.x)} points ●, {len(run.sample.test_x)} to test on ▲"),
        *tests,
        *dots,
        *column.still,
    )

    def draw(t: float) -> DrawList:
        i, u = progress(times, t)
        v = ease(u)
        curve = curves[i]
        if v > 0:
            curve = tuple((x, y + (y1 - y) * v) for (x, y), (_, y1) in zip(curve, curves[i + 1], strict=True))
        drawn = Group((Path(curve, smooth=True, stroke="change", width=3.2),), clip=at.bleed)
        said = _verdict(at.plot, run, i, penalty)
        return (drawn, *said, *column.lights(t), *_errors(column, run, i, penalty, top))

    return Picture(still, draw)


def _sweep_side(at: Page, ctx: Context, penalty: bool, n: int) -> Side:
    formula = (
        r"\min_c \sum_i \left( f(x_i) - y_i \right)^2 + \lambda \left\| c \right\|^2"
        if penalty
        else r"f(x) = c_0 + c_1 x + \cdots + c_d x^d"
    )
    knob = (
        Symbol(
            r"\lambda",
            "penalty on the coefficients",
            "change",
            spoken(ctx.clock, ("penalty", "regularisation", "regularization", "ridge", "lambda")),
        )
        if penalty
        else Symbol(
            "d",
            "degree of the polynomial",
            "change",
            spoken(ctx.clock, ("degree", "complexity", "flexible", "parameter", "order")),
        )
    )
    symbols = [
        knob,
        Symbol(
            r"\bullet",
            "points it is fitted to",
            "ink",
            spoken(ctx.clock, ("training error", "training data", "training set")),
        ),
        Symbol(
            r"\blacktriangle",
            "test points, not seen",
            "goal",
            spoken(
                ctx.clock,
                (
                    "test error",
                    "unseen",
                    "new data",
                    "generalisation",
                    "generalization",
                    "generalise",
                    "generalize",
                    "validation",
                ),
            ),
        ),
    ]
    return side(
        at.side, formula, symbols, ("λ" if penalty else "degree", "test error, stroke: training"), n, widest="0.000"
    )


def _verdict(plot: Box, run: algorithm.Sweep, i: int, penalty: bool) -> DrawList:
    """What the errors say: too stiff before the best fit (after it, with a penalty), too pliant on the other side."""
    fit, best = run.fits[i], run.best
    stiff = i > best if penalty else i < best
    if fit.test_error < 1.15 * run.fits[best].test_error:
        word, colour = ("least test error" if i == best else "close to the best"), "goal"
    else:
        word, colour = ("underfitting", "accent") if stiff else ("overfitting", "change")
    knob = f"λ = {fit.penalty:g}" if penalty else f"degree {fit.degree}"
    y = plot.y + 14
    name = line(knob, plot.x + 26, y, SMALL, "tabular_semibold", "ink", halo="panel")
    return (name, line(word, name.bounds.right + 14, y, SMALL, "semibold", colour, halo="panel"))


def _errors(column: Side, run: algorithm.Sweep, i: int, penalty: bool, top: float) -> DrawList:
    """Test error of every fit so far; the training error is the dark mark on the bar."""
    table, items = column.table, []
    first = max(0, i + 1 - table.rows)
    for row, k in enumerate(range(first, i + 1)):
        f = run.fits[k]
        label = f"{f.penalty:g}" if penalty else str(f.degree)
        colour = "goal" if k == run.best and i > k else "change" if k == i else ""
        items += table.row(row, label, f"{f.test_error:.3f}", f.test_error / top, colour)
        items += table.mark(row, f.train_error / top)
    return tuple(items)


def _spread(at: Page, plane: Plane, ctx: Context) -> Picture:
    runs = [algorithm.spread(d) for d in SPREAD]
    times = pace(ctx.clock, len(runs))
    symbols = [
        Symbol(r"\bar{f}(x)", "mean of all fits", "change", spoken(ctx.clock, ("average", "mean", "expected"))),
        Symbol(r"\text{bias}^2", "mean curve against truth", "accent", spoken(ctx.clock, ("bias",))),
        Symbol(r"\text{variance}", "spread of the fits", "ink", spoken(ctx.clock, ("variance",))),
    ]
    column = side(
        at.side,
        r"E = \text{bias}^2 + \text{variance} + \sigma^2",
        symbols,
        ("degree", "part of the error"),
        2 * len(runs),
        least=3,
        widest="0.0000",
        label="9 variance",
    )
    truth = plane.line(X, algorithm.truth(X))
    still = (*at.panel("Example run: 24 samples; dashed: truth"), *column.still)
    bundles = [_bundle(plane, r) for r in runs]
    top = max(max(r.bias2, r.variance) for r in runs)

    def draw(t: float) -> DrawList:
        i, u = progress(times, t, 0.5)
        v = ease(u)
        fading = (Group(bundles[i], opacity=1 - v), *((Group(bundles[i + 1], opacity=v),) if v else ()))
        name = line(
            f"degree {SPREAD[i]}", at.plot.x + 4, at.plot.bottom - 4, SMALL, "tabular_semibold", "change", halo="panel"
        )
        line_of_truth = Path(truth, smooth=True, stroke="goal", width=2.5, dash=(8, 6))
        return (Group((*fading, line_of_truth), clip=at.bleed), name, *column.lights(t), *_split(column, runs, i, top))

    return Picture(still, draw)


def _bundle(plane: Plane, run: algorithm.Spread) -> tuple:
    thin = tuple(
        Path(plane.line(run.x[::3], c[::3]), smooth=True, stroke="soft", width=1.0, opacity=0.45) for c in run.curves
    )
    return (*thin, Path(plane.line(run.x, run.curves.mean(0)), smooth=True, stroke="change", width=3.2))


def _split(column: Side, runs: list[algorithm.Spread], i: int, top: float) -> DrawList:
    """Two rows a degree where there is room, else those of the present degree."""
    table, items = column.table, []
    shown = range(i + 1) if table.rows >= 2 * len(runs) else range(i, i + 1)
    for place, k in enumerate(shown):
        r = runs[k]
        for row, (name, value, bar) in enumerate((("bias²", r.bias2, "accent"), ("variance", r.variance, "soft"))):
            items += table.row(
                2 * place + row, f"{r.degree}  {name}", f"{value:.4f}", value / top, "change" if k == i else "", bar=bar
            )
    return tuple(items)


TEMPLATE = PolynomialFit()
