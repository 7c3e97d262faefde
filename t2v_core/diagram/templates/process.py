"""Ordered process: numbered steps joined by arrows; the step being said is filled, done ones keep their number blue."""

from __future__ import annotations

from ...planning.visuals import Steps
from ..clock import active
from ..drawlist import Box, Circle, DrawList, Rect, arrow
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, block, line

GAP, PAD, DISC = 26.0, 14.0, 17.0


class Process(Template):
    name = "process"
    slots = Steps

    def score(self, scene, data: Steps) -> float:
        return 0.4 if data.cyclic else 0.8

    def layout(self, data: Steps, box: Box, ctx: Context) -> Picture:
        n = len(data.steps)
        cells = box.rows([1.0] * n, GAP)
        if cells[0].h < 2 * DISC + 8:
            raise DoesNotFit(f"{n} steps do not fit below each other.")
        cues = ctx.clock.cues([(s.text, s.evidence_id) for s in data.steps])
        words = [
            block(s.text, Box(c.x + 76, c.y + PAD / 2, c.w - 76 - PAD, c.h - PAD), BODY_SIZES, "semibold", valign=0.5)
            for s, c in zip(data.steps, cells, strict=True)
        ]
        joins = tuple(
            arrow(((a.cx, a.bottom + 3), (a.cx, b.y - 2)), "soft", 2) for a, b in zip(cells, cells[1:], strict=False)
        )

        def draw(t: float) -> DrawList:
            now = active(cues, t)
            items = []
            for i, (cell, text) in enumerate(zip(cells, words, strict=True)):
                said, on = i <= now, i == now
                items += [
                    Rect(
                        cell.x,
                        cell.y,
                        cell.w,
                        cell.h,
                        12,
                        "pale" if on else "panel",
                        "accent" if on else "rule",
                        2.5 if on else 1.2,
                    ),
                    Circle(cell.x + 40, cell.cy, DISC, fill="accent" if said else "rule"),
                    line(str(i + 1), cell.x + 40, cell.cy + 6, 17, "semibold", "ground" if said else "soft", 0.5),
                    *text.coloured("ink" if said else "faint", "semibold" if on else "regular"),
                ]
            return tuple(items)

        return Picture(joins, draw)

    def split(self, data: Steps) -> tuple[Steps, ...]:
        half = (len(data.steps) + 1) // 2
        if len(data.steps) < 4:
            return ()
        return (
            data.model_copy(update={"steps": data.steps[:half]}),
            data.model_copy(update={"steps": data.steps[half:]}),
        )


TEMPLATE = Process()
