"""Formula: set large, its symbols explained beside or below it, each lit when it is spoken of."""

from __future__ import annotations

from dataclasses import replace

from ...planning.visuals import Formula
from ..drawlist import Box, DrawList, Item, Maths, Rect, Text
from ..drawlist import line as stroke
from ..maths import formula, glyphs_of
from ..notation import to_latex
from ..parts import Voice
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, TITLE, block, blocks, line
from ..theme import mix

SIZES = (64.0, 56.0, 48.0, 40.0, TITLE, 30.0, 26.0, CAPTION)
SYMBOL = 26.0


class Equation(Template):
    name = "formula"
    slots = Formula

    def score(self, scene, data: Formula) -> float:
        return 0.75

    def layout(self, data: Formula, box: Box, ctx: Context) -> Picture:
        n = len(data.symbols)
        panel, rows = _places(box, n)
        shown = _set(data, panel.inset(28, 20))
        lights = [_lit(shown, s.symbol) for s in data.symbols]
        frame = Rect(panel.x, panel.y, panel.w, panel.h, 12, "panel", "rule", 1.2)
        symbols = [_symbol(s.symbol, r, r.cy + 8) for s, r in zip(data.symbols, rows, strict=True)]
        column = max((s.bounds.w for s in symbols), default=0.0) + 24
        if n and column > 0.6 * rows[0].w:
            raise DoesNotFit("a symbol is too long to be explained in a row")
        rooms = [Box(r.x + 16 + column, r.y + 4, r.w - column - 26, r.h - 8) for r in rows]
        meanings = blocks([s.meaning for s in data.symbols], rooms, BODY_SIZES, valign=0.5) if n else []
        symbols = [
            replace(s, y=m.lines[0].y) if len(m.lines) == 1 else s for s, m in zip(symbols, meanings, strict=True)
        ]
        voice = Voice(ctx.clock.cues([(f"{s.symbol} {s.meaning}", s.evidence_id) for s in data.symbols]))
        rules = tuple(stroke(a.x, a.bottom + 3, a.right, a.bottom + 3) for a in rows[:-1])

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            whole = shown
            for i, (row, symbol, meaning) in enumerate(zip(rows, symbols, meanings, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                items.append(Rect(row.x, row.y, row.w, row.h, 8, fill="pale", opacity=on))
                if lights[i] is not None and on > 0.5:
                    whole = replace(lights[i], lit=mix("ink", "accent", 2 * on - 1))
                items += [
                    replace(symbol, colour=mix("faint", "accent", said)),
                    *meaning.coloured(mix("faint", "ink", said)),
                ]
            return (*items, *rules, *(whole if isinstance(whole, tuple) else (whole,)))

        return Picture((frame,), draw)

    def split(self, data: Formula) -> tuple[Formula, ...]:
        n = len(data.symbols)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"symbols": s}) for s in (data.symbols[: (n + 1) // 2], data.symbols[(n + 1) // 2 :])
        )


def _places(box: Box, n: int) -> tuple[Box, tuple[Box, ...]]:
    """The formula's panel, and a row a symbol: to its right, or below it where it is narrow or there is none."""
    if n == 0:
        return Box(box.x, box.cy - min(box.h, 260) / 2, box.w, min(box.h, 260)), ()
    if box.w >= 900:
        panel, side = box.columns((0.56, 0.44), 40)
        tall = min(side.h, n * 76.0)
        high = min(max(tall, 240.0), panel.h)
        return Box(panel.x, panel.cy - high / 2, panel.w, high), Box(side.x, side.cy - tall / 2, side.w, tall).rows(
            [1.0] * n, 6
        )
    panel, below = box.rows((0.36, 0.64), 18)
    tall = min(below.h, n * 70.0)
    down = (below.h - tall) / 2  # all of it in the middle
    panel = Box(panel.x, panel.y + down, panel.w, panel.h)
    return panel, Box(below.x, below.y + down, below.w, tall).rows([1.0] * n, 6)


def _set(data: Formula, room: Box) -> tuple[Item, ...]:
    """The formula in the middle of its panel: as maths when it can be, else as printed."""
    latex = data.latex.strip() or to_latex(data.text)
    for size in SIZES if latex else ():
        drawn = formula(latex, 0, 0, size)
        if drawn is None:
            break
        if drawn.advance <= room.w and drawn.ascent + drawn.descent <= room.h:
            x, y = room.cx - drawn.advance / 2, room.cy + (drawn.ascent - drawn.descent) / 2
            return (formula(latex, x, y, size),)
    return block(data.text, room, (TITLE, 30.0, CAPTION, *BODY_SIZES), align=0.5, valign=0.5).lines


def _lit(shown: tuple[Item, ...], symbol: str) -> Maths | None:
    """The formula with this symbol of it to be coloured; None when it does not hold it, or is not set as maths."""
    whole = shown[0] if len(shown) == 1 and isinstance(shown[0], Maths) else None
    glyphs = glyphs_of(whole.latex, symbol if "\\" in symbol else to_latex(symbol)) if whole else frozenset()
    return replace(whole, glyphs=glyphs) if glyphs else None


def _symbol(symbol: str, row: Box, baseline: float) -> Maths | Text:
    latex = symbol if "\\" in symbol else to_latex(symbol)
    drawn = formula(latex, row.x + 16, 0, SYMBOL) if latex else None
    if drawn is None or drawn.ascent + drawn.descent > row.h:
        return line(symbol, row.x + 16, baseline, BODY_SIZES[0], "semibold")
    return replace(drawn, y=baseline)


TEMPLATE = Equation()
