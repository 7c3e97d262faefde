"""Growth over time: doubling again and again, levelling off at a capacity, or halving again and again."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import growth as algorithm
from ..computed import REST, ComputedTemplate, beside, patterns, spoken, terms
from ..drawlist import Box, Circle, DrawList, Path
from ..motion import run as share
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

FORMULAS = {
    "exponential": r"N(t) = N_0\, e^{r t}",
    "logistic": r"\frac{dN}{dt} = r N \left( 1 - \frac{N}{K} \right)",
    "decay": r"N(t) = N_0 \left( \tfrac{1}{2} \right)^{t / T}",
}
NOTES = {
    "exponential": "Example: doubles in every unit of time",
    "logistic": "Example: r = 0.8, capacity 100",
    "decay": "Example: half is left after every T",
}


class Growth(ComputedTemplate):
    name = "growth"
    default = "exponential"
    terms = terms(
        "exponential growth, exponential growth model, doubling time, Malthusian growth, population growth, J-shaped curve",
        logistic="logistic growth, logistic growth model, carrying capacity, S-shaped growth curve, sigmoid growth curve, logistic equation, density-dependent growth",
        decay="exponential decay, radioactive decay, half-life, half life, law of radioactive decay, decay constant",
    )
    needs = beside(
        "population growth, doubling time, exponential growth, exponential growth model",
        "exponential, exponentially, doubles, doubling, logistic, carrying capacity, unlimited, per capita, rate of increase, J-shaped",
    ) | beside(
        "half-life, half life, decay constant",
        "decay, decays, radioactive, isotope, isotopes, nuclei, drug, substance, sample, remaining, element",
    )
    needs |= beside(
        "carrying capacity, J-shaped curve, logistic equation, S-shaped growth curve, sigmoid growth curve",
        "population, populations, species, individuals, environment, organisms, density, growth rate, ecosystem",
    )
    not_beside = beside("exponential decay", "learning rate, weights, average, averages, optimizer, schedule") | beside(
        "population growth, doubling time", "logarithmic scale, GDP, economic"
    )
    not_beside |= beside("radioactive decay", "Poisson, rare events, activity, detector")
    variants = patterns(
        logistic=r"\blogistic|\bcarrying capacity|\bS-shaped|\bdensity-dependent",
        decay=r"\bdecay|\bhalf[- ](life|lives)",
        exponential=r"\bexponential",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        run, lasts = algorithm.example(kind), algorithm.span(kind)
        at = page(box)
        high = 1.12 * float(run.at(np.linspace(0, lasts, 99)).max())
        plane = Plane(Box(at.plot.x + 34, at.plot.y + 22, at.plot.w - 54, at.plot.h - 50), 0.0, lasts, 0.0, high)
        formula = FORMULAS[kind].replace(r"\frac", r"\tfrac") if at.frame.w < 500 else FORMULAS[kind]
        label = {"exponential": "t", "logistic": "N", "decay": "t / T"}[kind]
        column = side(at.side, formula, _symbols(kind, ctx), _head(kind), 7, 2, "100.0", label)
        states = _states(kind, run)
        still = (*at.panel(NOTES[kind]), *_axes(plane, kind), *column.still)
        start, stop = ctx.clock.span
        stop -= REST * (stop - start)

        def draw(t: float) -> DrawList:
            now = lasts * share(t, start, stop)
            x = np.linspace(0, now, 121)
            curve = Path(plane.line(x, run.at(x)), stroke="accent", width=3.5)
            place = plane.at(now, float(run.at(now)))
            reached = max(0, sum(when <= now + 1e-9 for when, *_ in states) - 1)
            rows = column.table.ledger([s[1:] for s in states], reached)
            return (
                *_marks(plane, kind, run, now),
                curve,
                Circle(*place, 7, "change", "panel", 2),
                *column.lights(t),
                *rows,
            )

        return Picture(still, draw)


def _head(kind: str) -> tuple[str, str]:
    return {"exponential": ("t", "N"), "logistic": ("t", "N, bar: growth dN/dt"), "decay": ("t / T", "left, %")}[kind]


def _symbols(kind: str, ctx: Context) -> list[Symbol]:
    many = spoken(ctx.clock, ("population", "number", "individuals", "amount", "nuclei", "atoms", "quantity"))
    if kind == "decay":
        return [
            Symbol("N", "what is left at time t", "accent", many),
            Symbol("T", "half-life", "change", spoken(ctx.clock, ("half-life", "half life", "half", "halves"))),
            Symbol("N_0", "amount at the start", "ink", spoken(ctx.clock, ("initial", "original", "start"))),
        ]
    rate = Symbol("r", "growth rate per head", "change", spoken(ctx.clock, ("rate", "growth", "birth", "births")))
    if kind == "logistic":
        capacity = spoken(ctx.clock, ("carrying capacity", "capacity", "limit", "resources"))
        return [Symbol("K", "carrying capacity", "goal", capacity), rate, Symbol("N", "size at time t", "accent", many)]
    return [Symbol("N", "size at time t", "accent", many), Symbol("N_0", "size at the start", "ink", ()), rate]


def _states(kind: str, run: algorithm.Growth) -> list[tuple[float, str, str, float]]:
    """(time, label, value, share of the bar) at whole units of time."""
    times = range(int(algorithm.span(kind)) + 1) if kind != "logistic" else (0, 2, 3, 4, 5, 7, 9)
    values = [float(run.at(t)) for t in times]
    if kind == "logistic":
        steepest = run.slope(run.capacity / 2)
        return [(float(t), str(t), f"{v:.1f}", run.slope(v) / steepest) for t, v in zip(times, values, strict=True)]
    return [(float(t), str(t), f"{v:.3g}", v / max(values)) for t, v in zip(times, values, strict=True)]


def _axes(plane: Plane, kind: str) -> DrawList:
    """Time to the right, size upwards, with the few numbers that matter."""
    b = plane.box
    steps = (0, 3, 6, 9) if kind == "logistic" else range(7)
    unit = {"decay": "{}T"}.get(kind, "{}")
    names = ["0" if k == 0 else "T" if k == 1 and kind == "decay" else unit.format(k) for k in steps]
    ticks = [
        line(n, plane.at(k, 0)[0], b.bottom + 20, SMALL, "tabular", "soft", 0.5)
        for n, k in zip(names, steps, strict=True)
    ]
    frame = Path(((b.x, b.y - 6), (b.x, b.bottom), (b.right, b.bottom)), stroke="soft", width=1.5)
    return (
        frame,
        line("N", b.x + 8, b.y + 4, SMALL, "italic", "soft"),
        line("t", b.right + 10, b.bottom + 5, SMALL, "italic", "soft"),
        *ticks,
    )


def _marks(plane: Plane, kind: str, run: algorithm.Growth, now: float) -> DrawList:
    """What the curve is held against: the capacity and the steepest point, or every doubling or halving so far."""
    b = plane.box
    if kind == "logistic":
        (_, y), (_, half) = plane.at(0, run.capacity), plane.at(0, run.capacity / 2)
        items: list = [Path(((b.x, y), (b.right, y)), stroke="goal", width=2, dash=(7, 5))]
        items.append(line("K", b.x - 10, y + 6, SMALL, "semibold", "goal", 1.0))
        when = float(np.log((run.capacity - run.start) / run.start) / run.rate)
        if now >= when:
            x, _ = plane.at(when, 0)
            items.append(Path(((b.x, half), (x, half), (x, b.bottom)), stroke="soft", width=1.5, dash=(4, 5)))
            items.append(line("K/2", b.x - 4, half + 6, SMALL, "regular", "soft", 1.0))
            items.append(line("steepest here", x + 14, half + 16, SMALL, "semibold", "change", halo="panel"))
        return tuple(items)
    items = []
    for k in range(1, int(algorithm.span(kind)) + 1):
        if k * run.doubling <= now + 1e-9:
            x, y = plane.at(k * run.doubling, float(run.at(k * run.doubling)))
            items.append(Path(((x, b.bottom), (x, y)), stroke="soft", width=1.5, dash=(4, 5)))
            items.append(Circle(x, y, 5, "accent", "panel", 1.5))
    return tuple(items)


TEMPLATE = Growth()
