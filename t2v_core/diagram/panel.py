"""The page of a computed picture: a panel for the picture, beside or below it the formula, its symbols and the run's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from .computed import glow
from .drawlist import Box, Circle, DrawList, Group, Maths, Path, Point, Rect, Text
from .fonts import advance
from .maths import formula
from .template import DoesNotFit
from .text import BODY, BODY_SIZES, SMALL, line
from .theme import mix

GAP = 40.0  # between the columns
WIDE = 800.0  # boxes narrower than this stack the side below the picture
RADIUS = 10.0
NOTE = 30.0  # strip under the plot for the note
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Page:
    """`frame` is the white panel, `plot` its inside above the note, `side` the parts beside or below it."""

    frame: Box
    plot: Box
    side: tuple[Box, ...]  # one column, or two when stacked and wide enough

    @property
    def bleed(self) -> Box:
        """The panel from edge to edge, above the note."""
        return Box(self.frame.x, self.frame.y, self.frame.w, self.frame.h - NOTE)

    def panel(self, note: str, ground: DrawList = ()) -> DrawList:
        """The panel, `ground` drawn over its whole width, and in a strip at its foot what the run is an example of."""
        f, bleed = self.frame, self.bleed
        said = line(note, f.x + 14, f.bottom - 10, SMALL, "regular", "soft")
        if said.advance > f.w - 28:
            said = line(note.replace("Example run", "Example"), f.x + 14, f.bottom - 10, SMALL, "regular", "soft")
        if said.advance > f.w - 28:
            raise DoesNotFit(f"The note {note!r} is {said.advance:.0f} units long, the panel has {f.w - 28:.0f}.")
        drawn = (Group((Group(ground, clip=bleed),), clip=f, clip_radius=RADIUS),) if ground else ()
        rule = Path(((f.x, bleed.bottom), (f.right, bleed.bottom)), stroke="rule", width=1.0)
        inside = Rect(f.x, f.y, f.w, f.h, RADIUS, "panel")
        return (inside, *drawn, rule, replace(inside, fill="", stroke="rule"), said)


def page(box: Box, share: float = 0.56) -> Page:
    """Picture left and text right; picture above and text below where the box is narrow."""
    if box.w >= WIDE:
        frame, side = box.columns((share, 1 - share), GAP)
        columns = (side,)
    else:
        frame, below = box.rows((0.54, 0.46) if box.w > 560 else (0.5, 0.5), 16)
        columns = below.columns((1, 1), 28) if below.w > 560 else (below,)
    plot = Box(frame.x + 12, frame.y + 12, frame.w - 24, frame.h - 24 - NOTE)
    return Page(frame, plot, columns)


@dataclass(frozen=True)
class Symbol:
    """A symbol in LaTeX, its meaning, its colour, and when it is spoken of."""

    latex: str
    meaning: str
    colour: str = "ink"
    spans: Spans = ()


@dataclass(frozen=True)
class Table:
    """Rows of label, value and bar. `value_x`, `bar_x` are left edges; rows are `step` apart."""

    box: Box
    head: tuple[str, str]
    step: float
    size: float
    value_x: float
    bar_x: float

    @property
    def header(self) -> DrawList:
        y = self.box.y + SMALL
        return (
            line(self.head[0], self.box.x, y, SMALL, "regular", "soft"),
            line(self.head[1], self.value_x, y, SMALL, "regular", "soft"),
            Path(((self.box.x, y + 9), (self.box.right, y + 9)), stroke="rule", width=1.0),
        )

    @property
    def rows(self) -> int:
        return int((self.box.h - SMALL - 10) / self.step + 0.01)

    def row(
        self, i: int, label: str, value: str, share: float, colour: str = "", opacity: float = 1.0, bar: str = ""
    ) -> DrawList:
        """Row i; `colour` sets it off in semi-bold, `bar` is the bar's colour when that differs."""
        y = self.box.y + SMALL + 9 + (i + 0.5) * self.step + 0.36 * self.size
        room = self.box.right - self.bar_x
        length = max(3.0, room * min(1.0, max(0.0, share)))
        strong: tuple = ("tabular_semibold", colour) if colour else ("tabular", "ink")
        name = ("semibold", colour) if colour else ("regular", "ink")
        return (
            line(label, self.box.x, y, self.size, *name, opacity=opacity),
            line(value, self.value_x, y, self.size, *strong, opacity=opacity),
            Rect(
                self.bar_x,
                y - 0.36 * self.size - 6,
                length,
                12,
                3,
                bar or colour or mix("accent", "pale", 0.45),
                opacity=opacity,
            ),
        )

    def mark(self, i: int, share: float) -> DrawList:
        """A stroke across the bar of row i at another value."""
        y = self.box.y + SMALL + 9 + (i + 0.5) * self.step
        x = self.bar_x + (self.box.right - self.bar_x) * min(1.0, max(0.0, share))
        return (Path(((x, y - 9), (x, y + 9)), stroke="ink", width=2.5),)

    def ledger(self, states: Sequence[tuple[str, str, float]], i: int) -> DrawList:
        """The first states of a run as (label, value, bar), and below them always the present one, i."""
        at = min(i, self.rows - 1)
        before = [self.row(k, *states[k]) for k in range(at)]
        return tuple(item for row in (*before, self.row(at, *states[i], "change")) for item in row)


@dataclass(frozen=True)
class Side:
    """The side column: what never moves, the symbols with the plates that light up behind them, and the table."""

    still: DrawList
    symbols: tuple[tuple[Rect, Spans, DrawList], ...]
    table: Table

    def lights(self, t: float) -> DrawList:
        """The symbols, on a pale plate while they are spoken of."""
        shown: list = []
        for plate, spans, drawn in self.symbols:
            share = glow(spans, t)
            shown += [replace(plate, opacity=share), *drawn] if share > 0 else drawn
        return tuple(shown)


def side(
    columns: tuple[Box, ...],
    latex: str,
    symbols: Sequence[Symbol],
    head: tuple[str, str],
    rows: int,
    least: int = 2,
    widest: str = "0.0000",
    value_at: float = 0.31,
) -> Side:
    """Formula, symbols and a table of up to `rows` rows. Where height is short, first the gaps go, then symbols, then rows.

    Raises `DoesNotFit` when not even the formula and `least` rows have room.
    """
    upper, lower = columns[0], columns[-1]
    apart = upper is not lower
    for size, pitch, count, kept in _tries(len(symbols), rows, least):
        top = _formula_height(latex, upper.w, size) if latex else 0.0
        symbol_h = kept * pitch
        table_h = SMALL + 10 + count * _row_step(size, pitch)
        if apart:
            fits = top + symbol_h <= upper.h and table_h <= lower.h
        else:
            fits = top + symbol_h + table_h + (10 if kept or latex else 0) <= upper.h
        if fits:
            break
    else:
        raise DoesNotFit(f"Formula and numbers need more than {upper.w:.0f}×{upper.h:.0f} units.")
    still: list = list(_head(latex, upper, size)) if latex else []
    shown: list[tuple[Rect, Spans, DrawList]] = []
    indent = 0.0 if upper.h > 300 else 8.0  # the plates need room at the left where there is no gap
    names_x = upper.x + indent + _symbol_width(symbols[:kept], size, upper.w)
    for i, symbol in enumerate(symbols[:kept]):
        y = upper.y + top + (i + 0.5) * pitch
        plate = Rect(upper.x - 8 + indent, y - pitch / 2 + 1, upper.w + 8 - indent, pitch - 2, 6, "pale")
        shown.append((plate, symbol.spans, _symbol(symbol, upper.x + indent, names_x, upper.right, y, size)))
    step = _row_step(size, pitch)
    at = Box(lower.x, lower.y if apart else lower.bottom - table_h, lower.w, table_h)
    value_x = at.x + value_at * at.w
    table = Table(at, head, step, size, value_x, value_x + advance(widest, size, "tabular_semibold") + 16)
    return Side((*still, *table.header), tuple(shown), table)


def _tries(symbols: int, rows: int, least: int) -> list[tuple[float, float, int, int]]:
    """(size, symbol pitch, rows, symbols), roomiest first."""
    fine = [(20.0, 44.0, rows, symbols), (20.0, 36.0, rows, symbols), (18.0, 30.0, rows, symbols)]
    tight = [(SMALL, 24.0, n, symbols) for n in range(rows, least, -1)]
    fewer = [(SMALL, 22.0, n, k) for k in range(symbols, -1, -1) for n in (min(rows, 4), 3, least) if n >= least]
    return fine + tight + fewer


def _row_step(size: float, pitch: float) -> float:
    return {20.0: 31.0 if pitch > 40 else 28.0, 18.0: 26.0}.get(size, 22.0)


def _formula_height(latex: str, width: float, size: float) -> float:
    drawn = _fitted(latex, width, size)
    return drawn.ascent + drawn.descent + (22 if size == BODY else 10)


def _fitted(latex: str, width: float, size: float) -> Maths:
    """The formula half as large again as the text, smaller where it would be too wide."""
    drawn = formula(latex, 0, 0, 1.45 * size)
    if drawn is None:
        raise DoesNotFit(f"The formula {latex!r} cannot be set.")
    size = min(drawn.size, drawn.size * width / drawn.advance)
    if size < SMALL:
        raise DoesNotFit(f"The formula {latex!r} is wider than {width:.0f} units.")
    scaled = formula(latex, 0, 0, size)
    assert scaled is not None
    return scaled


def _head(latex: str, box: Box, size: float) -> DrawList:
    drawn = _fitted(latex, box.w, size)
    return (replace(drawn, x=box.x, y=box.y + drawn.ascent + 2),)


def _symbol_width(symbols: Sequence[Symbol], size: float, width: float) -> float:
    widths = [drawn.advance for s in symbols if (drawn := formula(s.latex, 0, 0, size * 1.08))]
    return min(max([*widths, 0.2 * width if size > SMALL else 0.0]) + 18, 0.5 * width)


def _symbol(symbol: Symbol, x: float, names_x: float, right: float, y: float, size: float) -> DrawList:
    base = y + 0.36 * size
    drawn = formula(symbol.latex, x, base, size * 1.08, symbol.colour)
    name = next(
        (
            n
            for s in BODY_SIZES
            if s <= size
            for n in [line(symbol.meaning, names_x, base, s, "regular", "soft")]
            if n.advance <= right - names_x
        ),
        None,
    )
    if drawn is None or name is None:
        raise DoesNotFit(f"{symbol.meaning!r} does not fit beside its symbol.")
    return (drawn, name)


@dataclass(frozen=True)
class Plane:
    """Data coordinates to the picture's: x from `x0` to `x1`, y upwards from `y0` to `y1`, filling `box`."""

    box: Box
    x0: float
    x1: float
    y0: float
    y1: float

    def at(self, x: float, y: float) -> Point:
        u, v = (x - self.x0) / (self.x1 - self.x0), (y - self.y0) / (self.y1 - self.y0)
        return self.box.x + u * self.box.w, self.box.bottom - v * self.box.h

    def line(self, x: np.ndarray, y: np.ndarray) -> tuple[Point, ...]:
        """A curve's points."""
        return tuple(self.at(float(a), float(b)) for a, b in zip(x, y, strict=True))

    def axes(self, x_name: str, y_name: str) -> DrawList:
        """Two hairlines at the left and bottom edges, named at their ends."""
        b = self.box
        return (
            Path(((b.x, b.y), (b.x, b.bottom), (b.right, b.bottom)), stroke="soft", width=1.2),
            line(x_name, b.right - 4, b.bottom - 8, SMALL, "regular", "soft", align=1, halo="panel"),
            line(y_name, b.x + 8, b.y + 14, SMALL, "regular", "soft", halo="panel"),
        )


def tag(
    string: str,
    at: Point,
    within: Box,
    colour: str,
    avoid: Sequence[Point] = (),
    gap: float = 12.0,
    halo: str = "panel",
    size: float = SMALL,
) -> Text:
    """A short label beside a point: of eight places the one inside `within` that covers fewest of `avoid`."""
    base = line(string, 0, 0, size, "semibold", colour, halo=halo)
    w, h = base.advance, 0.75 * size
    x, y = at
    places = [
        (x + gap, y + h / 2),
        (x - gap - w, y + h / 2),
        (x - w / 2, y - gap),
        (x - w / 2, y + gap + h),
        (x + 0.7 * gap, y - 0.7 * gap),
        (x + 0.7 * gap, y + 0.7 * gap + h),
        (x - 0.7 * gap - w, y - 0.7 * gap),
        (x - 0.7 * gap - w, y + 0.7 * gap + h),
    ]

    def cost(place: tuple[int, Point]) -> tuple[int, int]:
        order, (px, py) = place
        box = replace(base, x=px, y=py).bounds
        covered = sum(box.x - 5 <= ax <= box.right + 5 and box.y - 5 <= ay <= box.bottom + 5 for ax, ay in avoid)
        return covered + (0 if within.contains(box) else 1000), order

    px, py = min(enumerate(places), key=cost)[1]
    px = min(max(px, within.x), within.right - w)
    return replace(base, x=px, y=min(max(py, within.y + h), within.bottom - 0.21 * size))


def dense(points: Sequence[Point], step: float = 8.0) -> list[Point]:
    """Points along a polyline at most `step` apart, for `tag` to keep off."""
    out: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        n = max(1, int(np.hypot(x1 - x0, y1 - y0) / step))
        out += [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(n + 1)]
    return out


def dot(x: float, y: float, r: float, fill: str, opacity: float = 1.0) -> Circle:
    """A filled point with a thin edge of the panel's colour, so that it stands off lines."""
    return Circle(x, y, r, fill, "panel", 1.5, opacity)
