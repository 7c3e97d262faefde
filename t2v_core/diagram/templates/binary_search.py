"""Binary search: the middle of a sorted row is looked at, and half of the row is ruled out, again and again."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import binary_search as algorithm
from ..computed import ComputedTemplate, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Rect, Text
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import BODY, SMALL, line
from ..theme import mix

VALUES, KEY = algorithm.VALUES, algorithm.KEY
MARKS = 24.0  # units below a row of cells for the names of its places
RELATION = {-1: "<", 0: "=", 1: ">"}


class BinarySearch(ComputedTemplate):
    name = "binary_search"
    terms = terms(
        "binary search, binary search algorithm, half-interval search, logarithmic search, binary chop, bisection search"
    )
    strangers = ("binary search tree", "binary search trees", "optimal binary search tree")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        steps = algorithm.search(VALUES, KEY)
        at = page(box)
        row = _Row(steps, at.plot)
        times = pace(ctx.clock, len(steps))
        symbols = [
            Symbol("k", f"key that is searched, {KEY}", "goal", spoken(ctx.clock, ("key", "target", "search", "item"))),
            Symbol(
                "m",
                "middle of what is left",
                "change",
                spoken(ctx.clock, ("middle", "midpoint", "compare", "compares", "half")),
            ),
            Symbol(
                "n", f"values, sorted: {len(VALUES)}", "ink", spoken(ctx.clock, ("sorted", "array", "list", "ordered"))
            ),
        ]
        formula = r"m = \left\lfloor \frac{\mathrm{low} + \mathrm{high}}{2} \right\rfloor, \quad T(n) = O(\log n)"
        if at.frame.w < 500:
            formula = r"m = \lfloor (\mathrm{low} + \mathrm{high}) / 2 \rfloor, \quad O(\log n)"
        column = side(
            at.side, formula, symbols, ("look", "values left"), len(steps), widest="00, 49 > 31", label="look"
        )
        states = []
        for k, s in enumerate(steps, 1):
            left = s.high - s.low + 1
            states.append((str(k), f"{left}, {KEY} {RELATION[s.order]} {VALUES[s.middle]}", left / len(VALUES)))
        still = (*at.panel(f"Example run: {KEY} in {len(VALUES)} sorted values"), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            return (*row.draw(i, ease(u)), *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


class _Row:
    """The values as a row of cells, one row below another for each look; where there is no room for that, one row in all."""

    def __init__(self, steps: tuple[algorithm.Step, ...], plot: Box) -> None:
        self.steps, self.plot = steps, plot
        self.lines = 1 if plot.w / len(VALUES) >= 28 else 2
        self.across = -(-len(VALUES) // self.lines)
        self.cell = min(plot.w / self.across, 54.0)
        most, looks = 46.0 if self.lines == 1 else 34.0, len(steps)
        foot = MARKS - 6  # the last row's names need no gap below them
        room = (plot.h - (looks * self.lines - 1) * MARKS - foot) / (looks * self.lines)  # for a row of cells a look
        self.stacked = room >= 23
        self.high = min(self.cell, most, room) if self.stacked else min(self.cell, most)
        height, shown = (self.high + MARKS) * self.lines, looks if self.stacked else 1
        self.pitch = min((plot.h - foot - self.high) / max(1, shown - 1), height + 24)
        self.left = plot.cx - self.cell * self.across / 2
        self.top = plot.cy - (self.pitch * (shown - 1) + height + foot - MARKS) / 2

    def _cell(self, place: int, top: float) -> Box:
        r, c = divmod(place, self.across)
        return Box(self.left + c * self.cell + 1.5, top + r * (self.high + MARKS), self.cell - 3, self.high)

    def draw(self, i: int, u: float) -> DrawList:
        """The looks so far; the next one comes up, or the one row shows what it leaves."""
        if not self.stacked:
            return (
                self._look(i, self.top, 1 - u) if u < 0.5 else self._look(min(i + 1, len(self.steps) - 1), self.top, u)
            )
        looks = [Group(self._look(k, self.top + k * self.pitch, 1.0)) for k in range(i + 1)]
        if 0 < u < 1:
            looks.append(Group(self._look(i + 1, self.top + (i + 1) * self.pitch, 1.0), opacity=u))
        return tuple(looks)

    def _look(self, k: int, top: float, clear: float) -> DrawList:
        """What may hold the key in colour, the middle framed, the key filled when it is found."""
        step = self.steps[k]
        items: list = []
        for place, value in enumerate(VALUES):
            inside, middle = step.low <= place <= step.high, place == step.middle
            found = middle and step.order == 0
            b = self._cell(place, top)
            fill = "goal" if found else mix("plate", "pale", inside)
            stroke = "goal" if found else "change" if middle else mix("rule", "accent", inside)
            items.append(Rect(b.x, b.y, b.w, b.h, 5, fill, stroke, 3.0 if middle and not found else 1.2))
            colour = "ground" if found else "ink" if inside else "faint"
            size = BODY if self.cell >= 40 else SMALL
            items.append(
                line(
                    str(value), b.cx, b.cy + 0.36 * size, size, "tabular_semibold" if middle else "tabular", colour, 0.5
                )
            )
        return (*items, *self._marks(step, top))

    def _marks(self, step: algorithm.Step, top: float) -> DrawList:
        """Names under the middle and the ends, where they keep clear of one another."""
        items: list[Text] = []
        for place, name, colour in (
            (step.middle, "mid", "change"),
            (step.low, "low", "accent"),
            (step.high, "high", "accent"),
        ):
            b = self._cell(place, top)
            text = line(name, b.cx, b.bottom + 19, SMALL, "semibold", colour, 0.5)
            if not any(text.bounds.overlaps(x.bounds, -4) for x in items) and self.plot.contains(text.bounds, 6):
                items.append(text)
        return tuple(items)


TEMPLATE = BinarySearch()
