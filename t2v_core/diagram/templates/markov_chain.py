"""A Markov chain: one walk from state to state, and the distribution that settles whatever the start."""

from __future__ import annotations

import math

from ...planning.visuals import Computed
from ..algorithms import markov_chain as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Path, Point, Text
from ..panel import Side, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix


class MarkovChain(ComputedTemplate):
    name = "markov_chain"
    terms = terms(
        "Markov chain, Markov process, transition matrix, transition probability, transition probabilities, stationary distribution, steady-state distribution, Markov property, equilibrium distribution of a chain"
    )
    needs = beside(
        "stationary distribution, transition probability, transition probabilities, transition matrix, "
        "steady-state distribution, Markov property",
        "Markov chain, Markov process, chain, chains, random walk, state space",
    )

    strangers = ("Markov chain Monte Carlo",)

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        drawn = _States(run, at.plot)
        times = pace(ctx.clock, len(run.walk))
        symbols = [
            Symbol(
                "P",
                "probability of each next state",
                "accent",
                spoken(ctx.clock, ("transition", "probability", "matrix")),
            ),
            Symbol(
                r"\pi_t",
                "share of each state after t steps",
                "change",
                spoken(ctx.clock, ("distribution", "state", "steps")),
            ),
            Symbol(
                r"\pi = \pi P",
                "stationary: steps change nothing",
                "goal",
                spoken(ctx.clock, ("stationary", "equilibrium", "steady", "long run", "converge")),
            ),
        ]
        column = side(
            at.side, r"\pi_{t+1} = \pi_t P", symbols, ("state", "share"), len(run.names) + 1, least=3, widest="0.000"
        )
        still = (
            *at.panel(
                "Example run: weather; inside: chance to stay"
                if drawn.low
                else "Example run: weather, starts with rain"
            ),
            *drawn.still(),
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.8)
            return (*drawn.draw(i, u), *column.lights(t), *_numbers(column, run, i, u))

        return Picture(still, draw)


def _numbers(column: Side, run: algorithm.Chain, i: int, u: float) -> DrawList:
    """The distribution now; a stroke marks the stationary one."""
    j = min(i + 1, len(run.walk) - 1)
    now = run.distributions[i] * (1 - u) + run.distributions[j] * u
    rows = []
    for k, name in enumerate(run.names):
        rows += column.table.row(
            k, name, f"{run.distributions[i][k]:.3f}", float(now[k]), "change" if k == run.walk[i] else ""
        )
        rows += column.table.mark(k, float(run.stationary[k]))
    if column.table.rows > len(run.names):
        rows += column.table.row(len(run.names), "step", str(i), i / (len(run.walk) - 1), "soft")
    return tuple(rows)


class _States:
    """Three states in a triangle, arrows as wide as their probability, the walker on its way."""

    def __init__(self, run: algorithm.Chain, plot: Box) -> None:
        self.run = run
        self.low = plot.h < 220  # no room for loops: a state's chance to stay is written inside it
        self.r = 28.0 if self.low else min(44.0, 0.155 * plot.h)
        self.r = min(self.r, 0.09 * plot.w)
        loops = 0.0 if self.low else 1.82 * self.r + 34  # room outside for a loop and its number
        x = min(0.32 * plot.w, (1.6 if self.low else 0.9) * plot.h, plot.w / 2 - loops)
        top, bottom = plot.y + self.r + 4, plot.bottom - self.r - (12 if self.low else 24)
        self.at = [(plot.cx - x, bottom), (plot.cx, top), (plot.cx + x, bottom)]  # in the order of the chain's names
        self.plot = plot
        states = range(len(run.names))
        self.ways = [
            (self._arrow(a, b), float(run.transition[a, b])) for a in states for b in states if a != b or not self.low
        ]

    def _arrow(self, a: int, b: int) -> tuple[Point, ...]:
        """A bent way from a to b, on its own side, between the rims; from a state to itself a loop outwards."""
        if a == b:
            return self._loop(a)
        (x0, y0), (x1, y1) = self.at[a], self.at[b]
        length = math.dist((x0, y0), (x1, y1))
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        bend = (0.03 if self.low else 0.09) * length
        steps = [k / 8 for k in range(9)]
        start, stop = self.r + 3, length - self.r - 4
        return tuple(
            (x0 + ux * d - uy * bend * 4 * s * (1 - s) - uy * 7, y0 + uy * d + ux * bend * 4 * s * (1 - s) + ux * 7)
            for s in steps
            for d in [start + (stop - start) * s]
        )

    def _loop(self, a: int) -> tuple[Point, ...]:
        x, y = self.at[a]
        side_ = -1 if x <= self.plot.cx else 1
        if abs(x - self.plot.cx) < 1:
            side_ = 1
        away, small = 1.32 * self.r, 0.5 * self.r  # a circle beside the state, without what lies inside the state
        gap = self.r + 4
        open_ = math.acos((gap**2 - away**2 - small**2) / (2 * away * small))
        angles = [open_ * (k / 8 - 1) for k in range(17)]
        return tuple((x + side_ * (away + small * math.cos(w)), y + small * math.sin(w)) for w in angles)

    def still(self) -> DrawList:
        return tuple(self._edge(way, p) for way, p in self.ways)

    def _edge(self, way: tuple[Point, ...], p: float) -> Path:
        """As wide and as dark as the step is likely."""
        colour = mix("panel", "accent", 0.35 + 0.65 * p)
        return Path(way, smooth=True, stroke=colour, width=1.2 + 4 * p, head=8 + 4 * p)

    def _chance(self, way: tuple[Point, ...], p: float) -> Text:
        x, y = way[len(way) // 2]
        centre = min(self.at, key=lambda at: math.dist(at, (x, y)))
        if math.dist(centre, (x, y)) < 2.2 * self.r and abs(y - centre[1]) < 1:  # beside a loop, not on it
            x += math.copysign(17, x - centre[0])
        return line(f"{p:g}".lstrip("0"), x, y + 6, SMALL, "tabular", align=0.5, halo="panel")

    def draw(self, i: int, u: float) -> DrawList:
        j = min(i + 1, len(self.run.walk) - 1)
        now = self.run.distributions[i] * (1 - u) + self.run.distributions[j] * u
        items = []
        for k, (x, y) in enumerate(self.at):
            here = k == self.run.walk[i] and not 0 < u < 1
            items.append(
                Circle(
                    x,
                    y,
                    self.r,
                    mix("panel", "accent", 0.34 * float(now[k])),
                    "change" if here else "accent",
                    4 if here else 2,
                )
            )
            items += self._name(k, x, y)
        if 0 < u < 1:
            items.append(Circle(*_along(self._arrow(self.run.walk[i], self.run.walk[j]), u), 9, "change", "panel", 2))
        return (*items, *(self._chance(way, p) for way, p in self.ways))

    def _name(self, k: int, x: float, y: float) -> DrawList:
        name = line(self.run.names[k], x, y + (-2 if self.low else 0.36 * SMALL), SMALL, "semibold", align=0.5)
        stay = line(f"{self.run.transition[k, k]:g}".lstrip("0"), x, y + 17, SMALL, "tabular", "soft", align=0.5)
        return (name, stay) if self.low else (name,)


def _along(points: tuple[Point, ...], u: float) -> Point:
    """The point at share u of a polyline's steps."""
    at = u * (len(points) - 1)
    k = min(int(at), len(points) - 2)
    (x0, y0), (x1, y1) = points[k], points[k + 1]
    return x0 + (x1 - x0) * (at - k), y0 + (y1 - y0) * (at - k)


TEMPLATE = MarkovChain()
