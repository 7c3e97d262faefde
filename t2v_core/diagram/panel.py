"""The page of a computed picture: a panel for the picture, beside or below it the formula, its symbols and the run's numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..errors import RenderError
from .box import WIDE
from .computed import glow
from .drawlist import Box, DrawList, Group, Maths, Path, Rect
from .fonts import advance
from .maths import formula
from .template import DoesNotFit
from .text import BODY, SMALL, line
from .theme import mix

GAP = 40.0  # between the columns
RADIUS = 10.0
NOTE = 30.0  # strip under the plot for the note
BELOW = 170.0  # units that formula, symbols and numbers need where they stand side by side below the picture
LEAST_BAR = 24.0  # a bar shorter than that tells nothing
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


def page(box: Box, share: float = 0.56, above: float = 0.455, below: float = BELOW) -> Page:
    """Picture left and text right; picture above and text below where the box is narrow.

    Below are `below` units where formula and numbers stand side by side, else all but `above` of the height.
    """
    if box.w >= WIDE:
        frame, side = box.columns((share, 1 - share), GAP)
        columns = (side,)
    else:
        share_below = min(0.45, below / box.h) if box.w > 560 else 1 - above
        frame, side = box.rows((1 - share_below, share_below), 16)
        columns = side.columns((1, 1), 28) if side.w > 560 else (side,)
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
        self, i: int, label: str, value: str, share: float | None, colour: str = "", opacity: float = 1.0, bar: str = ""
    ) -> DrawList:
        """Row i; `colour` sets it off in semi-bold, `bar` is the bar's colour when that differs; no bar without a `share`."""
        y = self.box.y + SMALL + 9 + (i + 0.5) * self.step + 0.36 * self.size
        room = self.box.right - self.bar_x
        strong: tuple = ("tabular_semibold", colour) if colour else ("tabular", "ink")
        name = ("semibold", colour) if colour else ("regular", "ink")
        texts = (
            line(label, self.box.x, y, self.size, *name, opacity=opacity),
            line(value, self.value_x, y, self.size, *strong, opacity=opacity),
        )
        if share is None or room < LEAST_BAR:
            return texts
        length, fill = max(3.0, room * min(1.0, max(0.0, share))), bar or colour or mix("accent", "pale", 0.45)
        return (*texts, Rect(self.bar_x, y - 0.36 * self.size - 6, length, 12, 3, fill, opacity=opacity))

    def mark(self, i: int, share: float) -> DrawList:
        """A stroke across the bar of row i at another value."""
        y = self.box.y + SMALL + 9 + (i + 0.5) * self.step
        x = self.bar_x + (self.box.right - self.bar_x) * min(1.0, max(0.0, share))
        return (Path(((x, y - 9), (x, y + 9)), stroke="ink", width=2.5),)

    def ledger(self, states: Sequence[tuple[str, str, float]], i: int, bar: str = "") -> DrawList:
        """The first states of a run as (label, value, bar), and below them always the present one, i."""
        at = min(i, self.rows - 1)
        before = [self.row(k, *states[k], bar=bar) for k in range(at)]
        y = self.box.y + SMALL + 9 + at * self.step
        left_out = Path(((self.box.x, y), (self.box.right, y)), stroke="rule", width=1.2, dash=(2, 5))
        rows = (*before, (left_out,) if i > at else (), self.row(at, *states[i], "change"))
        return tuple(item for row in rows for item in row)


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


@dataclass(frozen=True)
class _Setting:
    """One way of setting the side: text size, distance of the symbols, how many rows and symbols are kept, formula in line."""

    size: float
    pitch: float
    rows: int
    symbols: int
    flat: bool = False

    @property
    def step(self) -> float:
        """Distance of the table's rows."""
        if self.size < BODY:
            return min(self.pitch, 22.0)
        return 31.0 if self.pitch > 40 else 28.0 if self.pitch > 30 else 26.0

    @property
    def table_height(self) -> float:
        return SMALL + 10 + self.rows * self.step


def side(
    columns: tuple[Box, ...],
    latex: str,
    symbols: Sequence[Symbol],
    head: tuple[str, str],
    rows: int,
    least: int = 2,
    widest: str = "0.0000",
    label: str = "step",
) -> Side:
    """Formula, symbols and a table of up to `rows` rows. Where room is short, first the gaps go, then rows, then
    the formula's height, then symbols.

    `label` and `widest` are the longest label and value of the table. Raises `DoesNotFit` when not even the
    formula and `least` rows have room.
    """
    upper, lower = columns[0], columns[-1]
    setting = next((s for s in _settings(len(symbols), rows, least) if _fits(s, columns, latex, symbols)), None)
    if setting is None:
        raise DoesNotFit(f"Formula and numbers need more than {upper.w:.0f}×{upper.h:.0f} units.")
    drawn = _formula(latex, upper.w, setting)
    top = upper.y + _formula_height(drawn, setting.size)
    placed = _symbols(symbols[: setting.symbols], Box(upper.x, top, upper.w, upper.h), setting)
    height = setting.table_height
    at = Box(lower.x, lower.y if upper is not lower else lower.bottom - height, lower.w, height)
    value_x = at.x + max(0.31 * at.w, advance(label, setting.size, "semibold") + 14)
    bar_x = value_x + advance(widest, setting.size, "tabular_semibold") + 16
    table = Table(at, head, setting.step, setting.size, value_x, bar_x)
    return Side((replace(drawn, x=upper.x, y=upper.y + drawn.ascent + 2), *table.header), placed, table)


def _settings(symbols: int, rows: int, least: int) -> Iterator[_Setting]:
    """Roomiest first."""
    yield from (
        _Setting(BODY, 44.0, rows, symbols),
        _Setting(BODY, 36.0, rows, symbols),
        _Setting(BODY, 30.0, rows, symbols),
        _Setting(SMALL, 32.0, rows, symbols),
    )
    yield from (_Setting(SMALL, 24.0, n, symbols) for n in range(rows, least, -1))
    few = sorted({n for n in (min(rows, 4), 3, least) if least <= n <= rows}, reverse=True)
    yield from (
        _Setting(SMALL, 21.0, n, k, flat) for k in range(symbols, -1, -1) for flat in (False, True) for n in few
    )


def _fits(setting: _Setting, columns: tuple[Box, ...], latex: str, symbols: Sequence[Symbol]) -> bool:
    upper, lower, kept = columns[0], columns[-1], symbols[: setting.symbols]
    above = _formula_height(_formula(latex, upper.w, setting), setting.size) + len(kept) * setting.pitch
    room = upper.w - _names_at(kept, upper, setting)
    if any(advance(s.meaning, setting.size, "regular") > room for s in kept):
        return False
    if upper is not lower:
        return above <= upper.h and setting.table_height <= lower.h
    return above + 10 + setting.table_height <= upper.h


def _formula(latex: str, width: float, setting: _Setting) -> Maths:
    """The formula half as large again as the text, smaller where it would be too wide, as in a line of text if `flat`."""
    latex = rf"\textstyle {latex}" if setting.flat else latex
    drawn = _set(latex, 1.45 * setting.size)
    if drawn.advance <= width:
        return drawn
    size = drawn.size * width / drawn.advance
    if size < SMALL:
        raise DoesNotFit(f"The formula {latex!r} is wider than {width:.0f} units.")
    return _set(latex, size)


def _set(latex: str, size: float, colour: str = "ink") -> Maths:
    drawn = formula(latex, 0, 0, size, colour)
    if drawn is None:
        raise RenderError(f"The formula {latex!r} cannot be set.")
    return drawn


def _formula_height(drawn: Maths, size: float) -> float:
    return drawn.ascent + drawn.descent + (22 if size == BODY else 10)


def _indent(box: Box) -> float:
    """The plates stand out to the left into the gap between the columns; where there is none, the text moves in."""
    return 0.0 if box.h > 300 else 8.0


def _names_at(symbols: Sequence[Symbol], box: Box, setting: _Setting) -> float:
    """Distance of the meanings from the left edge."""
    widths = [_set(s.latex, 1.08 * setting.size).advance for s in symbols]
    least = 0.2 * box.w if setting.pitch > 40 else 0.0
    return _indent(box) + max([*widths, least]) + 18


def _symbols(symbols: Sequence[Symbol], box: Box, setting: _Setting) -> tuple[tuple[Rect, Spans, DrawList], ...]:
    x, names_x, placed = box.x + _indent(box), box.x + _names_at(symbols, box, setting), []
    for i, symbol in enumerate(symbols):
        y = box.y + (i + 0.5) * setting.pitch
        base = y + 0.36 * setting.size
        plate = Rect(x - 8, y - setting.pitch / 2 + 1, box.right - x + 8, setting.pitch - 2, 6, "pale")
        drawn = replace(_set(symbol.latex, 1.08 * setting.size, symbol.colour), x=x, y=base)
        placed.append((plate, symbol.spans, (drawn, line(symbol.meaning, names_x, base, setting.size, colour="soft"))))
    return tuple(placed)
