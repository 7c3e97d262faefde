"""Harmonic motion: a mass on a spring, the curve it writes over time, and its energy going to and fro."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import oscillation as algorithm
from ..computed import REST, ComputedTemplate, beside, patterns, spoken, terms
from ..drawlist import Box, Circle, DrawList, Path, Rect
from ..motion import run as share
from ..panel import Side, Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

TURNS = 7  # of the spring


class Oscillation(ComputedTemplate):
    name = "oscillation"
    default = "simple"
    terms = terms(
        "simple harmonic motion, simple harmonic oscillator, mass on a spring, spring-mass system, harmonic oscillator, SHM",
        damped="damped harmonic motion, damped oscillation, damped oscillator, damped harmonic oscillator, underdamped",
    )
    needs = beside(
        "SHM, underdamped, harmonic oscillator",
        "spring, oscillation, oscillates, displacement, amplitude, period, damping, motion",
    )
    strangers = ("quantum harmonic oscillator", "forced harmonic oscillator", "driven harmonic oscillator")
    variants = patterns(damped=r"\bdamp|\bunderdamped")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        damped = self.chosen(data, ctx) == "damped"
        spring = algorithm.example(damped)
        at = page(box)
        scene = _Scene(spring, at.plot)
        moves = spoken(ctx.clock, ("displacement", "position", "motion"))
        symbols = [
            Symbol("A", "amplitude, 0.1 m", "goal", spoken(ctx.clock, ("amplitude", "maximum"))),
            Symbol(
                r"\omega",
                "angular frequency, √(k/m)",
                "change",
                spoken(ctx.clock, ("frequency", "period", "stiffness")),
            ),
            Symbol(
                r"\gamma", "damping: friction takes energy", "ink", spoken(ctx.clock, ("damping", "damped", "friction"))
            )
            if damped
            else Symbol("x", "displacement from rest", "accent", moves),
        ]
        formula = (
            r"x(t) \approx A\, e^{-\gamma t} \cos \omega t"
            if damped
            else r"x(t) = A \cos \omega t, \quad \omega = \sqrt{k/m}"
        )
        column = side(at.side, formula, symbols, ("now", "value"), 4, 3, "49.3 mJ", "potential")
        note = "Example: k = 9.87 N/m, m = 1 kg, period 2 s" if at.frame.w > 400 else "Example: 1 kg, period 2 s"
        still = (*at.panel(note), *scene.still(), *column.still)
        start, stop = ctx.clock.span
        stop -= REST * (stop - start)

        def draw(t: float) -> DrawList:
            now = algorithm.LASTS * share(t, start, stop)
            return (*scene.draw(now), *column.lights(t), *_energies(column, spring, now))

        return Picture(still, draw)


def _energies(column: Side, spring: algorithm.Spring, now: float) -> DrawList:
    kinetic, potential = spring.energies(now)
    whole, together = spring.energies(0)[1], round(1000 * (kinetic + potential), 1)
    moving = round(1000 * kinetic, 1)
    rows = [  # the figures add up as they are printed
        ("kinetic", moving, "change"),
        ("potential", max(0.0, together - moving), "accent"),
        ("together", together, "goal"),
    ]
    drawn = [
        column.table.row(k, name, f"{e:.1f} mJ", e / whole / 1000, colour) for k, (name, e, colour) in enumerate(rows)
    ]
    if column.table.rows > 3:
        x = spring.place(now)
        text = f"{100 * x:.1f} cm".replace("-", "−") if abs(x) >= 0.0005 else "0.0 cm"
        drawn.append(column.table.row(3, "place x", text, abs(x) / spring.amplitude))
    return tuple(item for row in drawn for item in row)


class _Scene:
    """The spring hangs at the left; what its mass writes runs to the right, to the same scale."""

    def __init__(self, spring: algorithm.Spring, plot: Box) -> None:
        self.spring, self.plot = spring, plot
        hung, curve = plot.columns((0.26, 0.74), 20)
        self.x = hung.cx
        self.mass = min(34.0, 0.16 * plot.h)
        reach = Box(curve.x, plot.y + 0.3 * plot.h, curve.w - 30, 0.7 * plot.h - self.mass / 2 - 16)
        self.plane = Plane(reach, 0.0, algorithm.LASTS, -1.12 * spring.amplitude, 1.12 * spring.amplitude)

    def still(self) -> DrawList:
        """The ceiling, the line of rest, and the time axis with its seconds."""
        b, top = self.plane.box, self.plot.y + 4
        _, rest = self.plane.at(0, 0)
        ceiling = Path(((self.x - 34, top), (self.x + 34, top)), stroke="ink", width=4)
        middle = Path(((self.x - 44, rest), (b.right + 4, rest)), stroke="soft", width=1.2, dash=(3, 5))
        seconds = [
            line(f"{k} s", self.plane.at(k, 0)[0], self.plot.bottom - 2, SMALL, "tabular", "soft", 0.5)
            for k in (1, 2, 3, 4)
        ]
        reach = [
            line(name, b.right + 12, self.plane.at(0, x)[1] + 5, SMALL, "semibold", "goal")
            for name, x in (("+A", self.spring.amplitude), ("−A", -self.spring.amplitude))
        ]
        return (ceiling, middle, *reach, *seconds)

    def draw(self, now: float) -> DrawList:
        times = np.linspace(0, now, max(2, int(60 * now / algorithm.LASTS) * 2 + 2))
        places = np.array([self.spring.place(float(s)) for s in times])
        here = self.plane.at(now, self.spring.place(now))
        curve = Path(self.plane.line(times, places), stroke="accent", width=3)
        y, half = here[1], self.mass / 2
        reach = Path(((self.x + half, y), here), stroke="rule", width=1.5, dash=(4, 5))
        box = Rect(self.x - half, y - half, self.mass, self.mass, 4, "accent")
        return (reach, curve, self._coil(y - half), box, Circle(*here, 7, "accent", "panel", 2))

    def _coil(self, bottom: float) -> Path:
        """A zigzag from the ceiling to the mass."""
        top = self.plot.y + 6
        lead = min(8.0, 0.1 * (bottom - top))
        step = (bottom - top - 2 * lead) / (2 * TURNS)
        points = [(self.x, top), (self.x, top + lead)]
        points += [(self.x + (11 if k % 2 else -11), top + lead + (k + 0.5) * step) for k in range(2 * TURNS)]
        return Path((*points, (self.x, bottom - lead), (self.x, bottom)), stroke="ink", width=2)


TEMPLATE = Oscillation()
