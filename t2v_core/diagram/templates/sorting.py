"""Sorting: bars are compared and moved until they stand in order; six algorithms."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import sorting as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line

COSTS = {
    "bubble": r"T(n) = O(n^2)",
    "insertion": r"T(n) = O(n^2)",
    "selection": r"T(n) = \tfrac{1}{2}\, n (n - 1) = O(n^2)",
    "merge": r"T(n) = 2\, T(n / 2) + O(n) = O(n \log n)",
    "quick": r"T(n) = O(n \log n) \text{ on average}",
    "heap": r"T(n) = O(n \log n)",
}
IDEAS = {
    "bubble": "swap neighbours out of order",
    "insertion": "slide each value into its place",
    "selection": "put the least value next",
    "merge": "merge two sorted halves",
    "quick": "part around a pivot, the last value",
    "heap": "take the greatest off the heap",
}


class Sorting(ComputedTemplate):
    name = "sorting"
    default = "insertion"
    terms = terms(
        "sorting algorithm, comparison sort, sort an array, sort a list, sorting a list, sorting an array, sorting problem, sorting method, internal sorting",
        bubble="bubble sort, bubblesort",
        insertion="insertion sort",
        selection="selection sort",
        merge="merge sort, mergesort",
        quick="quicksort, quick sort",
        heap="heapsort, heap sort",
    )
    needs = beside(
        "sorting method, sorting problem",
        "compare, comparison, array, list, keys, swap, order, algorithm, elements, records",
    )
    not_beside = beside(
        "sorting algorithm, comparison sort, sort an array, sort a list, sorting a list, sorting an array, sorting problem, sorting method",
        "radix, radix sort, counting sort, bucket sort, shell sort, shellsort, timsort, topological, external",
    )
    variants = patterns(
        bubble=r"\bbubble",
        selection=r"\bselection sort",
        merge=r"\bmerge ?sort|\bmerg(e|es|ing)\b",
        quick=r"\bquick ?sort|\bpivot",
        heap=r"\bheap",
        insertion=r"\binsertion",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        run = algorithm.example(kind, 10)
        at = page(box)
        bars = _Bars(run, at.plot)
        times = pace(ctx.clock, len(run.states))
        symbols = [
            Symbol(
                "n",
                f"{len(run.states[0].values)} values",
                "ink",
                spoken(ctx.clock, ("element", "value", "item", "key")),
            ),
            Symbol(
                "■",
                IDEAS[kind],
                "change",
                spoken(ctx.clock, ("swap", "compare", "exchange", "pivot", "merge", "insert", "move")),
            ),
            Symbol("■", "in its final place", "goal", spoken(ctx.clock, ("sorted", "final", "order"))),
        ]
        column = side(at.side, COSTS[kind], symbols, ("count", "so far"), 2, widest="88", label="comparisons")
        still = (*at.panel(f"Example run: {kind} sort of {len(run.states[0].values)} values"), *column.still)
        last = run.states[-1]
        most = max(last.comparisons, last.moves)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.6)
            state = run.states[i]
            rows = (("comparisons", state.comparisons, "accent"), ("moves", state.moves, "change"))
            numbers = (
                item
                for k, (name, value, colour) in enumerate(rows)
                for item in column.table.row(k, name, str(value), value / most, colour)
            )
            return (*bars.draw(i, u), *column.lights(t), *numbers)

        return Picture(still, draw)


class _Bars:
    """Values as bars with their number; moved bars slide to their new place."""

    def __init__(self, run: algorithm.Sort, plot: Box) -> None:
        self.run, self.plot = run, plot
        self.n = len(run.states[0].values)
        self.step = plot.w / self.n
        self.top = max(run.states[0].values)

    def draw(self, i: int, u: float) -> DrawList:
        now = self.run.states[i]
        after = self.run.states[min(i + 1, len(self.run.states) - 1)]
        slides = _slides(now.values, after.values) if u > 0 and after.moved else {}
        items = []
        for place, value in enumerate(now.values):
            to, share = slides.get(place, place), ease(u)
            colour = (
                "goal"
                if place in now.done
                else "change"
                if place in (after.active if u > 0 else now.active)
                else "accent"
            )
            number = 1.0 if to == place else max(0.0, 1 - 5 * u, 5 * u - 4)  # numbers hide while their bars pass
            items += self._bar(place + (to - place) * share, value, colour, number)
        return (*items, *self._compared(after if u > 0 else now))

    def _bar(self, place: float, value: int, colour: str, number: float) -> DrawList:
        h = (self.plot.h - 44) * value / self.top
        x, w = self.plot.x + (place + 0.5) * self.step, 0.72 * self.step
        y = self.plot.bottom - 20 - h
        bar = Rect(x - w / 2, y, w, h, 4, colour)
        return (bar, line(str(value), x, self.plot.bottom - 2, SMALL, "tabular", align=0.5, opacity=number))

    def _compared(self, state: algorithm.State) -> DrawList:
        """A bracket over the two values compared."""
        if state.moved or len(state.active) != 2:
            return ()
        xs = sorted(self.plot.x + (p + 0.5) * self.step for p in state.active)
        y = self.plot.y + 8
        return (Path(((xs[0], y + 8), (xs[0], y), (xs[1], y), (xs[1], y + 8)), stroke="ink", width=2),)


def _slides(now: tuple[int, ...], after: tuple[int, ...]) -> dict[int, int]:
    """Old place -> new place of the two values of a swap; {} for a merge, which copies one value."""
    changed = [p for p, (a, b) in enumerate(zip(now, after, strict=True)) if a != b]
    if len(changed) != 2 or sorted(now) != sorted(after):
        return {}
    return {changed[0]: changed[1], changed[1]: changed[0]}


TEMPLATE = Sorting()
