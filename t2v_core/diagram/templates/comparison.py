"""Comparison: two or three columns, one row an aspect; the cell being said is lit. Narrow frames stack the cells."""

from __future__ import annotations

from ...planning.visuals import Comparison
from ..drawlist import ACCENT_SHAPES, Box, DrawList, Item, Rect, marker
from ..drawlist import line as stroke
from ..parts import Voice, card, words
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, SMALL, Block, block, blocks
from ..theme import ACCENTS, mix

HEAD = 64.0  # height of the row of column titles
ROW_MIN = 44.0
LARGE = 30.0  # size of what two cards hold


class Compare(Template):
    name = "comparison"
    slots = Comparison

    def score(self, scene, data: Comparison) -> float:
        return 0.9 if scene.role == "contrast" else 0.7

    def layout(self, data: Comparison, box: Box, ctx: Context) -> Picture:
        if any(len(r.cells) != len(data.columns) for r in data.rows):
            raise DoesNotFit("a row has more or fewer cells than there are columns")
        if len(data.rows) == 1 and not data.rows[0].aspect.strip():
            return _cards(data, box, ctx)
        place = _table if box.w >= 600 else _stack
        still, bands, texts = place(data, box)
        voice = Voice(ctx.clock.cues([(" ".join((r.aspect, *r.cells)), r.evidence_id) for r in data.rows]))
        spoken = [_cells(data, i, voice.cues, ctx) for i in range(len(data.rows))]

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            for i, (band, cells) in enumerate(zip(bands, texts, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                items.append(Rect(band.x, band.y, band.w, band.h, 8, fill="pale", opacity=on))
                for k, text in enumerate(cells):
                    began = spoken[i].said(k, t) if k < len(spoken[i].cues) else said
                    items += text.coloured(mix("faint", "ink", began))
            return (*items, *still)

        return Picture((), draw)

    def split(self, data: Comparison) -> tuple[Comparison, ...]:
        n = len(data.rows)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"rows": r}) for r in (data.rows[: (n + 1) // 2], data.rows[(n + 1) // 2 :])
        )


def _cells(data: Comparison, i: int, cues: tuple[float, ...], ctx: Context) -> Voice:
    """When each cell of row i is said, in the order of the columns, while the row is."""
    row, later = data.rows[i], [c for c in cues[i + 1 :] if c > cues[i]]
    stop = later[0] if later else ctx.clock.seconds
    times = ctx.clock.cues([(c, row.evidence_id) for c in row.cells], ordered=False)
    return Voice(tuple(min(max(t, cues[i]), stop) for t in times))


def _cards(data: Comparison, box: Box, ctx: Context) -> Picture:
    """What is said of each in a card of its own: side by side, or below each other where it is narrow."""
    n, across = len(data.columns), box.w >= 600
    pad, gap = (28.0, 32.0) if across else (16.0, 14.0)
    sizes = (LARGE, CAPTION, *BODY_SIZES) if across and n == 2 else (CAPTION, *BODY_SIZES)
    cells = box.columns([1.0] * n, gap) if across else box.rows([1.0] * n, gap)
    heads = [Box(c.x + pad + 30, c.y + pad, c.w - 2 * pad - 30, c.h / 2) for c in cells]
    titles = blocks([c.text for c in data.columns], heads, sizes, "semibold")
    below = max(t.height for t in titles) + (48 if across else 28)
    rooms = [Box(c.x + pad, c.y + pad + below, c.w - 2 * pad, c.h - 2 * pad - below) for c in cells]
    texts = blocks(data.rows[0].cells, rooms, sizes, "semibold")
    tall = min(cells[0].h, max(220.0 if across else 0.0, 2 * pad + below + max(t.height for t in texts)))
    top = box.cy - (tall if across else n * tall + (n - 1) * gap) / 2
    places = [Box(c.x, top + (0 if across else k * (tall + gap)), c.w, tall) for k, c in enumerate(cells)]
    downs = [p.y - c.y for p, c in zip(places, cells, strict=True)]
    titles = [t.moved(d) for t, d in zip(titles, downs, strict=True)]
    texts = [t.moved(d) for t, d in zip(texts, downs, strict=True)]
    row = data.rows[0]
    voice = Voice(
        ctx.clock.cues([(f"{c.text} {x}", row.evidence_id) for c, x in zip(data.columns, row.cells, strict=True)])
    )

    def draw(t: float) -> DrawList:
        items: list[Item] = []
        for k, (place, title, text) in enumerate(zip(places, titles, texts, strict=True)):
            said, on = voice.said(k, t), voice.on(k, t)
            mark = marker(ACCENT_SHAPES[k], place.x + pad + 9, title.lines[0].y - 0.36 * title.size, 9, ACCENTS[k])
            y = title.lines[0].y - 0.73 * title.size + title.height + (20 if across else 10)
            rule = stroke(place.x + pad, y, place.right - pad, y, ACCENTS[k], 3)
            items += [card(place, on, 12), mark, *title.lines, rule, *words(text, said, on)]
        return tuple(items)

    return Picture((), draw)


def _table(data: Comparison, box: Box) -> tuple[tuple[Item, ...], list[Box], list[list[Block]]]:
    """Column titles with their mark, aspects in a first column when there are any, rows parted by hairlines."""
    named = any(r.aspect.strip() for r in data.rows)
    shares = [0.55] * named + [1.0] * len(data.columns)
    tall = min((box.h - HEAD - 8), len(data.rows) * 150.0)
    down = (box.h - HEAD - 8 - tall) / 2  # the whole table in the middle
    box = Box(box.x, box.y + down, box.w, HEAD + 8 + tall)
    columns = box.columns(shares, 28)
    heads: list[Item] = []
    for i, (title, column) in enumerate(zip(data.columns, columns[named:], strict=True)):
        text = block(
            title.text,
            Box(column.x + 40, box.y, column.w - 48, HEAD - 10),
            (CAPTION, *BODY_SIZES),
            "semibold",
            valign=0.5,
        )
        heads += [marker(ACCENT_SHAPES[i], column.x + 24, box.y + (HEAD - 10) / 2, 8, ACCENTS[i]), *text.lines]
        heads.append(stroke(column.x, box.y + HEAD, column.right, box.y + HEAD, ACCENTS[i], 3))
    bands = list(Box(box.x, box.y + HEAD + 8, box.w, tall).rows([1.0] * len(data.rows), 8))
    if bands[0].h < ROW_MIN:
        raise DoesNotFit(f"{len(data.rows)} rows do not fit below each other")
    rooms = [Box(k.x + 16, b.y + 5, k.w - 24, b.h - 10) for b in bands for k in columns[named:]]
    cells = blocks([c for r in data.rows for c in r.cells], rooms, (CAPTION, *BODY_SIZES), valign=0.5)
    n, texts = len(data.columns), []
    for i, (row, band) in enumerate(zip(data.rows, bands, strict=True)):
        texts.append(cells[i * n : (i + 1) * n])
        if named and row.aspect.strip():
            room = Box(box.x + 16, band.y + 5, columns[0].w - 16, band.h - 10)
            texts[-1].append(block(row.aspect, room, BODY_SIZES, "semibold", valign=0.5))
    lines = [stroke(box.x, b.bottom + 4, box.right, b.bottom + 4) for b in bands[:-1]]
    return (*heads, *lines), bands, texts


def _stack(data: Comparison, box: Box) -> tuple[tuple[Item, ...], list[Box], list[list[Block]]]:
    """Each row as a small group: the aspect, then one line a column with the column's mark; titles as a legend."""
    n = len(data.columns)
    legend = Box(box.x, box.y, box.w, 28.0 * n)
    try:
        titles = _legend(data, legend)
    except DoesNotFit:  # titles of two lines
        legend = Box(box.x, box.y, box.w, 46.0 * n)
        titles = _legend(data, legend)
    still: list[Item] = list(titles)
    still.append(stroke(box.x, legend.bottom + 8, box.right, legend.bottom + 8))
    bands = list(Box(box.x, legend.bottom + 14, box.w, box.bottom - legend.bottom - 14).rows([1.0] * len(data.rows), 6))
    texts = []
    for row, band in zip(data.rows, bands, strict=True):
        titled = bool(row.aspect.strip())
        places = band.inset(8, 5).rows([0.8] * titled + [1.0] * n, 3)
        placed = []
        for i, (cell, place) in enumerate(zip(row.cells, places[titled:], strict=True)):
            placed.append(block(cell, Box(place.x + 22, place.y, place.w - 22, place.h), (18.0, SMALL), valign=0.5))
            still.append(marker(ACCENT_SHAPES[i], place.x + 7, place.cy, 5, ACCENTS[i]))
        if titled:
            placed.append(block(row.aspect, places[0], (SMALL,), "semibold", valign=0.5))
        texts.append(placed)
    return tuple(still), bands, texts


def _legend(data: Comparison, legend: Box) -> tuple[Item, ...]:
    """The columns' titles below each other, each with its mark."""
    places = legend.rows([1.0] * len(data.columns), 4)
    rooms = [Box(p.x + 24, p.y, p.w - 24, p.h) for p in places]
    texts = blocks([c.text for c in data.columns], rooms, (18.0, SMALL), "semibold", valign=0.5)
    marks = [marker(ACCENT_SHAPES[i], p.x + 9, p.cy, 7, ACCENTS[i]) for i, p in enumerate(places)]
    return (*marks, *(line for text in texts for line in text.lines))


TEMPLATE = Compare()
