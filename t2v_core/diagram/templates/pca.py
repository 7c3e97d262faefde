"""Principal components: a line turns until the points dropped on it spread most, then the second stands across it."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import pca as algorithm
from ..computed import ComputedTemplate, pace, progress, spoken, terms, wording
from ..drawlist import Box, DrawList, Group, Path, marker
from ..motion import ease
from ..panel import Side, Symbol, page, side
from ..plot import Plane, dense, tag
from ..template import Context, Picture

DIRECTION = ("direction", "axis", "eigenvector", "loading")
VARIANCE = ("variance", "spread", "information")


class PCA(ComputedTemplate):
    name = "pca"
    terms = terms(
        "principal component analysis, principal component, PCA, Karhunen-Loève transform, Karhunen Loeve, direction of greatest variance, directions of maximum variance, eigenvectors of the covariance matrix, principal axis, principal axes"
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        plane = _plane(at.plot, run)
        turns = len(run.angles)
        times = pace(ctx.clock, turns + 2)  # the line turns, the points drop on it, the second component stands up
        symbols = [
            Symbol(
                r"\Sigma", "covariance of the points", "ink", spoken(ctx.clock, ("covariance", "matrix", "correlation"))
            ),
            Symbol(
                "v",
                f"{wording(DIRECTION, data, ctx)} of the line",
                "change",
                spoken(ctx.clock, (*DIRECTION, "component")),
            ),
            Symbol(
                r"\lambda",
                f"{wording(VARIANCE, data, ctx)} along it",
                "goal",
                spoken(ctx.clock, (*VARIANCE, "eigenvalue")),
            ),
        ]
        column = side(
            at.side,
            r"\max_{\|v\| = 1} v^{\top} \Sigma\, v = \lambda_1",
            symbols,
            ("direction", "variance along it"),
            4,
            widest="0.000",
        )
        note = f"Example run: {len(run.points)} points, the 1st holds {run.share[0]:.0%}"
        still = (*at.panel(note), *column.still)
        places = [plane.at(float(x), float(y)) for x, y in run.points]

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            k, part = (i, u) if i < turns - 1 else (turns - 1, 0.0)
            angle = run.angles[k] + (run.angles[min(k + 1, turns - 1)] - run.angles[k]) * part
            drop = ease(u) if i == turns - 1 else float(i >= turns)
            second = ease(u) if i == turns else float(i > turns)
            picture = (*_line(run, plane, angle, drop), *_dots(run, plane, places, drop), *_second(run, plane, second))
            return (
                Group(picture, clip=at.bleed),
                *_names(run, plane, drop, second),
                *column.lights(t),
                *_numbers(column, run, angle, drop, second),
            )

        return Picture(still, draw)


def _plane(plot: Box, run: algorithm.Components) -> Plane:
    """The same unit in both directions, so that right angles stay right."""
    unit = plot.w / plot.h
    half = max(
        1.08 * float(np.abs(run.points[:, 1] - run.mean[1]).max()),
        1.08 * float(np.abs(run.points[:, 0] - run.mean[0]).max()) / unit,
    )
    x, y = run.mean
    return Plane(plot, x - half * unit, x + half * unit, y - half, y + half)


def _line(run: algorithm.Components, plane: Plane, angle: float, drop: float) -> DrawList:
    """The line tried now, and the foot of every point on it."""
    v = np.array([np.cos(angle), np.sin(angle)])
    feet = [plane.at(float(x), float(y)) for x, y in run.projections(v)]
    ends = (plane.at(*(run.mean - 9 * v)), plane.at(*(run.mean + 9 * v)))
    settled = drop > 0
    drops = [
        Path((plane.at(float(x), float(y)), f), stroke="rule" if settled else "soft", width=1, opacity=0.8)
        for (x, y), f in zip(run.points, feet, strict=True)
    ]
    marks = [marker("square", *f, 3.5, "change", 0.8) for f in feet if plane.box.contains(Box(*f, 0, 0))]
    return (*drops, Path(ends, stroke="goal" if settled else "change", width=3), *marks)


def _dots(run: algorithm.Components, plane: Plane, places: list, drop: float) -> DrawList:
    """The points; once the line is found they slide along their drop to it and leave a pale self behind."""
    feet = [plane.at(float(x), float(y)) for x, y in run.projections(run.directions[0])]
    pale = tuple(marker("circle", *p, 5, "accent", 0.85 - 0.5 * drop) for p in places)
    moved = (
        tuple(
            marker("circle", x + (fx - x) * drop, y + (fy - y) * drop, 5, "accent")
            for (x, y), (fx, fy) in zip(places, feet, strict=True)
        )
        if drop
        else ()
    )
    return (*pale, *moved)


def _second(run: algorithm.Components, plane: Plane, share: float) -> DrawList:
    if not share:
        return ()
    v = run.directions[1] * 2.2 * float(np.sqrt(run.variances[1])) * share
    return (Path((plane.at(*(run.mean - v)), plane.at(*(run.mean + v))), stroke="ink", width=3, dash=(7, 5)),)


def _names(run: algorithm.Components, plane: Plane, drop: float, second: float) -> DrawList:
    items = []
    busy = [plane.at(float(x), float(y)) for x, y in (*run.points, *run.projections(run.directions[0]))]
    inner = plane.box.inset(8, 8)
    if drop >= 1:
        tip = plane.at(*(run.mean + run.directions[0] * 2.2 * np.sqrt(run.variances[0])))
        far = run.directions[0] * 9
        on_line = dense((plane.at(*(run.mean - far)), plane.at(*(run.mean + far))))
        items.append(tag("1st component", tip, inner, "goal", busy, on_line, gap=18))
    if second >= 1:
        tip = plane.at(*(run.mean + run.directions[1] * 2.2 * np.sqrt(run.variances[1])))
        items.append(tag("2nd component", tip, inner, "ink", busy))
    return tuple(items)


def _numbers(column: Side, run: algorithm.Components, angle: float, drop: float, second: float) -> DrawList:
    """The direction tried now; the components once they are found."""
    v, top = np.array([np.cos(angle), np.sin(angle)]), run.variances[0]
    now = float(v @ run.covariance @ v)
    if drop < 1:
        return column.table.row(
            0, f"{np.degrees(angle) % 180:.0f}°", f"{now:.3f}", now / top, "change" if drop == 0 else "goal"
        )
    rows = column.table.row(0, "1st", f"{run.variances[0]:.3f}", 1.0, "goal")
    return (
        *rows,
        *(column.table.row(1, "2nd", f"{run.variances[1]:.3f}", run.variances[1] / top, "ink") if second >= 1 else ()),
    )


TEMPLATE = PCA()
