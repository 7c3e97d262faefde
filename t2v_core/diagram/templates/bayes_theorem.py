"""Bayes' theorem as areas: the prior is a width, the likelihood a height, the posterior a share of what the evidence leaves."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import bayes as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Rect
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

WITH, WITHOUT = mix("panel", "accent", 0.35), mix("panel", "change", 0.35)
GAP, COLUMN, HEAD = 54.0, 64.0, 24.0  # units: to the column of what is left, its width, and the line of names above
STATES = 5  # prior, with H, without H, the evidence alone, the posterior


class BayesTheorem(ComputedTemplate):
    name = "bayes_theorem"
    terms = terms(
        "Bayes' theorem, Bayes theorem, Bayes's theorem, Bayes' rule, Bayes rule, Bayes' law, Bayes formula, Bayesian updating, "
        "posterior probability, prior and posterior, prior probability"
    )
    needs = beside(
        "posterior probability, prior probability, prior and posterior",
        "likelihood, Bayes, evidence, hypothesis, hypotheses",
    )
    not_beside = beside("Bayes' rule, Bayes rule", "decision, error, risk, loss, classifier")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        areas = _Areas(run, at.plot)
        times = pace(ctx.clock, STATES)
        column = side(
            at.side,
            r"P(H \mid E) = \frac{P(E \mid H) \, P(H)}{P(E)}",
            _symbols(ctx),
            ("area", "probability"),
            rows=4,
            least=2,
            widest="0.000",
            label="E, not H",
        )
        rows = (
            ("H", run.prior, "accent"),
            ("E, H", run.joint, "accent"),
            ("E, not H", run.rest, "change"),
            ("H given E", run.posterior, "goal"),
        )
        kept = rows[-column.table.rows :]  # where the table is short, the last ones

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            reached = min(3, i if i < 3 else i - 1)
            shown = [k for k, row in enumerate(kept) if rows.index(row) <= reached]
            numbers = tuple(
                item
                for k in shown
                for item in column.table.row(
                    k, kept[k][0], f"{kept[k][1]:.3f}", kept[k][1], kept[k][2] if rows.index(kept[k]) == reached else ""
                )
            )
            return (*areas.draw(i, ease(u)), *column.lights(t), *numbers)

        note = f"Example: E with {run.likelihood:.0%} of H, {run.otherwise:.0%} of the rest"
        return Picture((*at.panel(note), *areas.names, *column.still), draw)


def _symbols(ctx: Context) -> list[Symbol]:
    return [
        Symbol("P(H)", "prior: the width of H", "accent", spoken(ctx.clock, ("prior", "before", "hypothesis"))),
        Symbol(r"P(E \mid H)", "likelihood: height in H", "ink", spoken(ctx.clock, ("likelihood", "evidence", "test"))),
        Symbol(r"P(H \mid E)", "posterior: share of E", "goal", spoken(ctx.clock, ("posterior", "after", "updated"))),
    ]


class _Areas:
    """All cases as a rectangle, H at its left; at the right the cases with the evidence, drawn to one height."""

    def __init__(self, run: algorithm.Update, plot: Box) -> None:
        self.run = run
        high = plot.h - HEAD
        wide = min(plot.w - GAP - COLUMN, 2.2 * high)
        left = plot.cx - (wide + GAP + COLUMN) / 2
        self.all = Box(left, plot.y + HEAD, wide, high)
        self.column = Box(left + wide + GAP, plot.y + HEAD, COLUMN, high)

    @property
    def names(self) -> DrawList:
        split = self.all.x + self.run.prior * self.all.w
        y = self.all.y - 8
        return (
            line("H", (self.all.x + split) / 2, y, SMALL, "semibold", "accent", align=0.5),
            line("not H", (split + self.all.right) / 2, y, SMALL, "semibold", "change", align=0.5),
        )

    def draw(self, i: int, u: float) -> DrawList:
        """State i on its way to the next: likelihoods rise, what is without the evidence goes, the rest fills a column."""
        share = lambda state: 1.0 if i >= state else u if i == state - 1 else 0.0  # noqa: E731
        split = self.run.prior * self.all.w
        parts = (
            (0.0, split, self.run.likelihood, WITH, self.run.joint),
            (split, self.all.w - split, self.run.otherwise, WITHOUT, self.run.rest),
        )
        items: list = []
        for state, (x, w, height, fill, area) in enumerate(parts, 1):
            box = Box(self.all.x + x + 1, self.all.y, w - 2, self.all.h)
            items.append(Rect(box.x, box.y, box.w, box.h, 3, mix("plate", "panel", share(3)), "rule", 1.2))
            high = height * box.h * share(state)
            if high > 0:
                items.append(Rect(box.x, box.bottom - high, box.w, high, 3, fill))
            if share(state) == 1 and box.w >= 40 and high >= 24:
                items.append(line(f"{area:.2f}", box.cx, box.bottom - high / 2 + 6, SMALL, "tabular", align=0.5))
        return (*items, *self._left(share(4)))

    def _left(self, u: float) -> DrawList:
        """What the evidence leaves, as shares of one column."""
        if u <= 0:
            return ()
        c, post = self.column, self.run.posterior
        top = c.h * (1 - post)
        return (
            line("E", c.cx, c.y - 8, SMALL, "semibold", "goal", align=0.5, opacity=u),
            Rect(c.x, c.y, c.w, top - 1, 3, WITHOUT, opacity=u),
            Rect(c.x, c.y + top + 1, c.w, c.h - top - 1, 3, WITH, "goal", 2.5, opacity=u),
            line(f"{1 - post:.2f}", c.cx, c.y + top / 2 + 6, SMALL, "tabular", align=0.5, opacity=u),
            line(f"{post:.2f}", c.cx, c.y + top + (c.h - top) / 2 + 6, SMALL, "tabular_semibold", align=0.5, opacity=u),
        )


TEMPLATE = BayesTheorem()
