"""Sequence alignment: a table is filled from its corner, then the best way back through it is the alignment."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import alignment as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect
from ..fonts import advance
from ..panel import Side, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

# By whether edits are counted: over three lines, and on one for narrow frames.
TALL = {
    False: r"S_{i,j} = \max \begin{cases} S_{i-1,j-1} + s(a_i, b_j) \\ S_{i-1,j} - d \\ S_{i,j-1} - d \end{cases}",
    True: r"D_{i,j} = \min \begin{cases} D_{i-1,j-1} + c(a_i, b_j) \\ D_{i-1,j} + 1 \\ D_{i,j-1} + 1 \end{cases}",
}
FLAT = {
    False: r"S_{i,j} = \max ( S_{i-1,j-1} + s,\ S_{i-1,j} - d,\ S_{i,j-1} - d )",
    True: r"D_{i,j} = \min ( D_{i-1,j-1} + c,\ D_{i-1,j} + 1,\ D_{i,j-1} + 1 )",
}


READ = 104.0  # units below the grid for the alignment read back


class Alignment(ComputedTemplate):
    name = "alignment"
    default = "score"
    terms = terms(
        "sequence alignment, pairwise alignment, global alignment, Needleman-Wunsch, pairwise sequence alignment, alignment score, "
        "dynamic programming matrix, alignment of two sequences, optimal alignment",
        edits="edit distance, Levenshtein distance, string edit distance, minimum edit distance",
    )
    needs = beside(
        "optimal alignment, global alignment, alignment score",
        "sequence, sequences, gap, gaps, residue, residues, nucleotide, protein, dynamic programming, string, strings",
    )
    strangers = ("multiple sequence alignment", "optimal local alignment", "structural alignment")
    not_beside = beside(
        "alignment score, optimal alignment, dynamic programming matrix", "local, Smith-Waterman, multiple"
    )
    variants = patterns(edits=r"\bedit distance|\bLevenshtein")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        edits = self.chosen(data, ctx) == "edits"
        run = algorithm.example(edits)
        at = page(box, above=0.5, below=186.0)
        table = _Table(run, at.plot)
        times = pace(ctx.clock, len(table.cells) + len(run.path))  # every cell, then the way back
        gap = spoken(ctx.clock, ("gap", "insertion", "deletion", "indel"))
        match = spoken(ctx.clock, ("match", "mismatch", "substitution", "score"))
        symbols = [
            Symbol("a_i, b_j", "letters that are paired", "accent", match),
            Symbol("1" if edits else "d = 1", "cost of a gap", "change", gap),
        ]
        pair = ("c", "0 for equal letters, else 1") if edits else ("s", "match 1, mismatch −1")
        symbols.append(Symbol(*pair, "goal", match))
        column = side(
            at.side,
            (FLAT if box.h > box.w else TALL)[edits],
            symbols,
            ("from", "edits" if edits else "score"),
            3,
            least=3,
            widest="2 · −1 = −2",
            label="mismatches",
        )
        still = (*at.panel(f"Example run: {run.a} and {run.b}"), *table.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, _ = progress(times, t)
            filled = min(i + 1, len(table.cells))
            back = max(0, i + 1 - len(table.cells))
            now = table.cells[filled - 1] if not back else run.path[min(back, len(run.path)) - 1]
            done = back >= len(run.path)
            return (*table.draw(filled, back), *column.lights(t), *(_sum if done else _ways)(column, run, now))

        return Picture(still, draw)


def _number(value: int) -> str:
    return str(value).replace("-", "−")


def _ways(column: Side, run: algorithm.Alignment, now: tuple[int, int]) -> DrawList:
    """What the cell at work would hold by each way into it; the one taken in the colour of the goal."""
    options, best = run.options(*now), int(run.table[now])
    rows, taken = [], False
    for k, way in enumerate(algorithm.WAYS):
        if way not in options:
            rows += column.table.row(k, way, "–", None)
            continue
        value = options[way]
        colour = "goal" if value == best and not taken else ""
        taken = taken or bool(colour)
        rows += column.table.row(k, way, _number(value), None, colour)
    return tuple(rows)


def _sum(column: Side, run: algorithm.Alignment, _now: tuple[int, int]) -> DrawList:
    """What the pairs of the alignment found add up to."""
    pairs = run.columns()
    gaps = sum(not a or not b for a, b in pairs)
    matches = sum(a == b for a, b in pairs)
    each = (0, 1, 1) if run.edits else (algorithm.MATCH, algorithm.MISMATCH, algorithm.GAP)
    rows: list = []
    for k, (name, count, worth) in enumerate(
        zip(("matches", "mismatches", "gaps"), (matches, len(pairs) - matches - gaps, gaps), each, strict=True)
    ):
        value = f"{count} · {_number(worth)} = {_number(count * worth)}"
        colour = "goal" if name == "matches" else "change"
        rows += column.table.row(k, name, value, count / len(pairs), bar=mix("panel", colour, 0.6))
    return tuple(rows)


class _Table:
    """The grid of values with the two sequences along it; beside or below it the alignment as it is read back."""

    def __init__(self, run: algorithm.Alignment, plot: Box) -> None:
        self.run = run
        self.rows, self.columns = len(run.a) + 2, len(run.b) + 2
        self.pairs = run.columns()
        self.pitch = 26.0 if plot.w > 500 or plot.h > 300 else 19.0
        self.wide = self.pitch * len(self.pairs)
        beside = min((plot.w - self.wide - 40) / self.columns, plot.h / self.rows)
        above = min(plot.w / self.columns, (plot.h - READ) / self.rows)
        self.cell = max(beside, above)
        width, height = self.cell * self.columns, self.cell * self.rows
        if above > beside:
            self.x, self.y = plot.cx - width / 2, plot.cy - (height + READ) / 2
            self.left, self.cy = plot.cx - self.wide / 2, self.y + height + READ - 40
        else:
            self.x, self.y = plot.cx - (width + 40 + self.wide) / 2, plot.cy - height / 2
            self.left, self.cy = self.x + width + 30, plot.cy
        longest = max(advance(_number(int(v)), SMALL, "tabular") for v in run.table.flat)
        self.numbered = longest <= self.cell - 3 and self.cell >= 1.4 * SMALL
        self.cells = [(i, j) for i in range(len(run.a) + 1) for j in range(len(run.b) + 1)]

    def _at(self, i: int, j: int) -> tuple[float, float]:
        """Centre of the cell of prefixes i and j."""
        return self.x + (j + 1.5) * self.cell, self.y + (i + 1.5) * self.cell

    def _square(self, i: int, j: int, fill: str, stroke: str = "", width: float = 1.0) -> Rect:
        (x, y), s = self._at(i, j), self.cell - 2
        return Rect(x - s / 2, y - s / 2, s, s, 3, fill, stroke, width)

    def _letter(self, x: float, y: float, string: str, colour: str) -> DrawList:
        return (line(string, x, y + 0.36 * SMALL, SMALL, "semibold", colour, 0.5),)

    def still(self) -> DrawList:
        items = [self._square(i, j, "plate") for i, j in self.cells]
        if self.cell < SMALL:  # letters would touch
            return tuple(items)
        for i, letter in enumerate(self.run.a, 1):
            items += self._letter(self.x + self.cell / 2, self._at(i, 0)[1], letter, "accent")
        for j, letter in enumerate(self.run.b, 1):
            items += self._letter(self._at(0, j)[0], self.y + self.cell / 2, letter, "accent")
        return tuple(items)

    def draw(self, filled: int, back: int) -> DrawList:
        run = self.run
        low, high = int(run.table.min()), int(run.table.max())
        way = run.path[:back]
        items = []
        for i, j in self.cells[:filled]:
            share = (int(run.table[i, j]) - low) / max(1, high - low)
            share = 1 - share if run.edits else share
            on_way = (i, j) in way
            fill = mix("panel", "goal" if on_way else "accent", 0.3 if on_way else 0.04 + 0.3 * share)
            items.append(self._square(i, j, fill, "goal" if on_way else "", 2.0))
            if self.numbered:
                x, y = self._at(i, j)
                items.append(line(_number(int(run.table[i, j])), x, y + 0.36 * SMALL, SMALL, "tabular", align=0.5))
        if not back:
            items.append(self._square(*self.cells[filled - 1], "", "change", 3.0))
        return (*items, *self._read(max(0, back - 1)))

    def _read(self, count: int) -> DrawList:
        """The last `count` pairs of the alignment, each in its column; equal letters joined."""
        items: list = []
        for k in range(len(self.pairs) - count, len(self.pairs)):
            a, b = self.pairs[k]
            x = self.left + (k + 0.5) * self.pitch
            items += self._letter(x, self.cy - 22, a or "–", "ink" if a else "change")
            items += self._letter(x, self.cy + 22, b or "–", "ink" if b else "change")
            if a == b:
                items.append(Path(((x, self.cy - 9), (x, self.cy + 9)), stroke="goal", width=2.5))
        if count:
            what = "distance" if self.run.edits else "score"
            name = f"{what} {_number(self.run.value)}" if count == len(self.pairs) else "alignment"
            items.append(line(name, self.left + self.wide / 2, self.cy - 48, SMALL, "semibold", "goal", 0.5))
        return tuple(items)


TEMPLATE = Alignment()
