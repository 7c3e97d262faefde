"""Quotation: a sentence as printed, its words darkening as they are said. The last resort; it always fits."""

from __future__ import annotations

from bisect import bisect_right

from ...planning.visuals import Quotation
from ..caption import darkening
from ..citation import citation_rows
from ..drawlist import Box, DrawList, Path
from ..drawlist import line as stroke
from ..template import Context, Picture, Template
from ..text import BODY_SIZES, CAPTION, SMALL, TITLE, block, clean, halves, line

MARK = 44.0  # height of the quotation mark
SIZES = (40.0, TITLE, 30.0, CAPTION, *BODY_SIZES)


class Quote(Template):
    name = "quotation"
    slots = Quotation

    def score(self, scene, data: Quotation) -> float:
        return 0.1

    def layout(self, data: Quotation, box: Box, ctx: Context) -> Picture:
        side = 84.0 if box.w >= 600 else 0.0
        top = 0.0 if side else MARK + 16
        room = Box(box.x + side, box.y + top, (box.w - side) * (0.92 if side else 1.0), box.h - top - 70)
        beat = next((b for b in ctx.clock.beats if _letters(b.text) == _letters(data.text)), None)
        said = beat.text if beat else data.text  # as it is printed, with its full stop
        text = block(said, room, SIZES)
        height = top + text.height + 66
        down = max(0.0, (box.h - height) * 0.6)  # the caption below stays empty
        moved = block(said, Box(room.x, room.y + down, room.w, room.h), (text.size,))
        below = room.y + down + text.height + 20
        cited = citation_rows(ctx.cite(data.evidence_id), room.w) if data.evidence_id and not ctx.cited else ()
        source = tuple(line(r, room.x, below + 25 + 20 * i, SMALL, colour="soft") for i, r in enumerate(cited))
        rule = stroke(room.x, below, room.x + 56, below, "accent", 3)
        still = (*_marks(box.x, box.y + down), rule, *source)
        if beat is None:
            return Picture((*still, *moved.lines))
        rows, places = [x.string for x in moved.lines], [(x.x, x.y) for x in moved.lines]
        n = sum(len(r.split(" ")) for r in rows)
        times = [beat.start + (beat.stop - beat.start) * i / n for i in range(n)]

        def draw(t: float) -> DrawList:
            return darkening(rows, places, bisect_right(times, t + 1e-9), moved.size, 0.0)

        return Picture(still, draw, (beat.text,))

    def split(self, data: Quotation) -> tuple[Quotation, ...]:
        return tuple(data.model_copy(update={"text": t}) for t in halves(data.text))


def _letters(text: str) -> str:
    return clean(text).rstrip(" .!?;:,")


def _marks(x: float, y: float) -> tuple[Path, ...]:
    """Two opening marks, drawn, so that they look the same in every font."""
    marks = []
    for dx in (0.0, 28.0):
        points = (
            (x + dx + 20, y),
            (x + dx + 4, y + 18),
            (x + dx, y + 38),
            (x + dx + 20, y + 38),
            (x + dx + 20, y + 20),
            (x + dx + 14, y + 19),
        )
        marks.append(Path(points, closed=True, fill="accent"))
    return tuple(marks)


TEMPLATE = Quote()
