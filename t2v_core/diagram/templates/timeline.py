"""Timeline: events on an axis at their true distances, each tied to its card above or below."""

from __future__ import annotations

from ...planning.visuals import Event, Timeline
from ..drawlist import Box, Circle, DrawList, Item, Path
from ..drawlist import line as stroke
from ..parts import Voice, card, words
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY, BODY_SIZES, SMALL, Block, block, blocks
from ..theme import mix

STEM = 46.0  # between axis and cards: room for the elbows


class Dates(Template):
    name = "timeline"
    slots = Timeline

    def score(self, scene, data: Timeline) -> float:
        return 0.8

    def layout(self, data: Timeline, box: Box, ctx: Context) -> Picture:
        events = sorted(data.events, key=lambda e: e.year)
        wide = box.w >= 600
        cells, dots, axis = (_level if wide else _upright)(events, box)
        if wide:
            cells = _hugging(events, cells, box)
        dates, texts = _texts(events, cells)
        bends = _bends(cells, [x for x, _ in dots])
        voice = Voice(ctx.clock.cues([(f"{e.date} {e.text}", e.evidence_id) for e in events]))

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            for i, (cell, (x, y)) in enumerate(zip(cells, dots, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                items.append(_tie(cell, x, y, bends[i] if wide else None, mix("rule", "accent", said)))
                items += [card(cell, on), *dates[i].coloured(mix("faint", "accent", said)), *words(texts[i], said, on)]
                items.append(Circle(x, y, 6 + 3 * on, fill=mix("faint", "accent", said), stroke="ground", width=2))
            return tuple(items)

        return Picture((axis,), draw)

    def split(self, data: Timeline) -> tuple[Timeline, ...]:
        n = len(data.events)
        if n < 4:
            return ()
        events = sorted(data.events, key=lambda e: e.year)
        return tuple(data.model_copy(update={"events": e}) for e in (events[: (n + 1) // 2], events[(n + 1) // 2 :]))


def _level(events: list[Event], box: Box) -> tuple[list[Box], list[tuple[float, float]], Path]:
    """Cards in turn above and below a level axis."""
    n = len(events)
    above, below = (n + 1) // 2, n // 2
    high = min((box.h - 2 * STEM) / 2, 150.0)
    wide = min(330.0, (box.w - (above - 1) * 20) / above)
    if wide < 130:
        raise DoesNotFit(f"{n} events do not fit side by side")
    places = [box.x + box.w * s for s in _shares(events, 0.04)]
    tops = _apart([places[i] for i in range(0, n, 2)], wide, box)
    lows = _apart([places[i] for i in range(1, n, 2)], wide, box) if below else []
    cells = []
    for i in range(n):
        x = (tops if i % 2 == 0 else lows)[i // 2]
        y = box.cy - STEM - high if i % 2 == 0 else box.cy + STEM
        cells.append(Box(x, y, wide, high))
    return cells, [(x, box.cy) for x in places], stroke(box.x, box.cy, box.right, box.cy, "soft", 2, head=10)


def _hugging(events: list[Event], cells: list[Box], box: Box) -> list[Box]:
    """The cards no higher than their fullest text."""
    high = max(t.height for t in _texts(events, cells)[1]) + 62
    if high >= cells[0].h:
        return cells
    return [Box(c.x, c.bottom - high if c.y < box.cy else c.y, c.w, high) for c in cells]


def _upright(events: list[Event], box: Box) -> tuple[list[Box], list[tuple[float, float]], Path]:
    """Cards beside an upright axis, evenly spaced, for narrow frames."""
    rows = box.rows([1.0] * len(events), 10)
    if rows[0].h < 48:
        raise DoesNotFit(f"{len(events)} events do not fit below each other")
    cells = [Box(r.x + 36, r.y, r.w - 36, r.h) for r in rows]
    return cells, [(box.x + 12, c.cy) for c in cells], stroke(box.x + 12, box.y, box.x + 12, box.bottom, "soft", 2)


def _shares(events: list[Event], edge: float) -> list[float]:
    """Places of the years on an axis from 0 to 1, never nearer than two dots are wide."""
    first, last = events[0].year, events[-1].year
    span = max(1, last - first)
    shares = [edge + (1 - 2 * edge) * (e.year - first) / span for e in events]
    for i in range(1, len(shares)):
        shares[i] = max(shares[i], shares[i - 1] + 0.02)
    over = max(0.0, shares[-1] - (1 - edge))
    return [s - over * i / max(1, len(shares) - 1) for i, s in enumerate(shares)]


def _apart(centres: list[float], wide: float, box: Box) -> list[float]:
    """Left edges nearest to the centres such that cards neither overlap nor leave the box."""
    lefts = [c - wide / 2 for c in centres]
    for i in range(len(lefts)):
        lefts[i] = max(lefts[i], box.x if i == 0 else lefts[i - 1] + wide + 20)
    limit = box.right - wide
    for i in range(len(lefts) - 1, -1, -1):
        lefts[i] = min(lefts[i], limit)
        limit = lefts[i] - wide - 20
    return lefts


def _texts(events: list[Event], cells: list[Box]) -> tuple[list[Block], list[Block]]:
    dates = [
        block(e.date, Box(c.x + 16, c.y + 14, c.w - 32, 24), (BODY, SMALL), "semibold", max_lines=1)
        for e, c in zip(events, cells, strict=True)
    ]
    rooms = [Box(c.x + 16, c.y + 41, c.w - 32, c.h - 51) for c in cells]
    return dates, blocks([e.text for e in events], rooms, BODY_SIZES, "semibold")


def _foot(cell: Box, x: float) -> float:
    """Where a tie leaves its card: as near to the dot as the card's edge allows."""
    return min(max(x, cell.x + 20), cell.right - 20)


def _bends(cells: list[Box], xs: list[float]) -> list[float]:
    """For each tie, how far from its card (0) to the axis (1) it bends, so that none lies on or crosses another.

    Of ties that lean the same way over one another, the one that leads the way bends nearest to its card.
    """
    bends = [0.5] * len(cells)
    for side in (0, 1):  # cards above and below in turn
        own = list(range(side, len(cells), 2))
        for sign in (1, -1):
            chain: list[int] = []
            for i in [*(own if sign > 0 else own[::-1]), None]:
                leans = i is not None and sign * (xs[i] - _foot(cells[i], xs[i])) > 1
                over = leans and chain and sign * (xs[chain[-1]] - _foot(cells[i], xs[i])) > -1
                if not over:
                    for k, j in enumerate(chain):
                        bends[j] = (len(chain) - k) / (len(chain) + 1)
                    chain = []
                chain += [i] if leans else []
    return bends


def _tie(cell: Box, x: float, y: float, bend: float | None, colour: str) -> Path:
    """From the card's edge to the dot, bent where the dot is not below its foot; straight across without a bend."""
    if bend is None:
        return Path(((x, y), (cell.x, y)), stroke=colour, width=2)
    edge, foot = cell.bottom if cell.cy < y else cell.y, _foot(cell, x)
    turn = edge + (y - edge) * bend
    return Path(((foot, edge), (foot, turn), (x, turn), (x, y)), stroke=colour, width=2)


TEMPLATE = Dates()
