"""Definition: the term and its meaning in one card, the features of the meaning fanned out and lit as they are said."""

from __future__ import annotations

from ...planning.visuals import Definition
from ..drawlist import Box, DrawList, Item, Rect
from ..drawlist import line as stroke
from ..parts import Voice, card, connector, words
from ..template import Context, Picture, Template
from ..text import BODY_SIZES, CAPTION, TITLE, block, blocks

PAD = 26.0
TERM_SIZES = (TITLE, 30.0, 26.0, CAPTION, *BODY_SIZES)


class Define(Template):
    name = "definition"
    slots = Definition

    def score(self, scene, data: Definition) -> float:
        return 0.9 if scene.role == "definition" else 0.6

    def layout(self, data: Definition, box: Box, ctx: Context) -> Picture:
        head, cells = _places(box, len(data.features))
        inner = head.inset(PAD)
        term = block(data.term.text, Box(inner.x, inner.y, inner.w, 0.4 * inner.h), TERM_SIZES, "semibold", "accent")
        sizes = (28.0, CAPTION, *BODY_SIZES)
        room = inner.h - term.height - 36
        meaning = block(data.meaning.text, Box(inner.x, inner.y + term.height + 36, inner.w, room), sizes)
        spare = (room - meaning.height) / 2 if box.w >= 600 else 0.0  # the card hugs what it holds
        head = Box(head.x, head.y + spare, head.w, head.h - 2 * spare)
        term, meaning = term.moved(spare), meaning.moved(spare)
        under = inner.y + spare + term.height + 17
        texts = blocks(
            [f.text for f in data.features],
            [c.inset(20, 8) for c in cells],
            (CAPTION, *BODY_SIZES),
            "semibold",
            valign=0.5,
        )
        phrases = [data.meaning, *data.features]
        first, *rest = ctx.clock.cues([(p.text, p.evidence_id) for p in phrases], ordered=False)
        voice = Voice((first,))
        # Features come up in the order in which they are said, not in that of the data.
        order = sorted(range(len(cells)), key=lambda i: rest[i])
        spread = ctx.clock.cues([(data.features[i].text, data.features[i].evidence_id) for i in order])
        lit = Voice(spread)
        still = (
            Rect(head.x, head.y, head.w, head.h, 12, "panel", "accent", 2.0),
            *term.lines,
            stroke(head.x + PAD, under, head.right - PAD, under, "rule", 1),
        )

        def draw(t: float) -> DrawList:
            items: list[Item] = [*meaning.coloured("ink" if voice.said(0, t) or not cells else "soft")]
            for place, i in enumerate(order):
                said, on = lit.said(place, t), lit.on(place, t)
                items += [connector(head, cells[i], box.w >= 600, said), card(cells[i], on), *words(texts[i], said, on)]
            return tuple(items)

        return Picture(still, draw)

    def split(self, data: Definition) -> tuple[Definition, ...]:
        n = len(data.features)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"features": f}) for f in (data.features[: n // 2], data.features[n // 2 :])
        )


def _places(box: Box, n: int) -> tuple[Box, tuple[Box, ...]]:
    """The card of the term, and one cell a feature."""
    if n == 0:
        height = min(box.h, 300.0)
        return Box(box.x, box.cy - height / 2, box.w, height), ()
    if box.w >= 600:
        head, side = box.columns((0.46, 0.54), 72)
        height = min(head.h, 340.0)
        rows = side.rows([1.0] * n, 18) if n > 3 else Box(side.x, side.cy - n * 56, side.w, n * 112).rows([1.0] * n, 24)
        return Box(head.x, head.cy - height / 2, head.w, height), rows
    head, below = box.rows((0.52, 0.48), 16)
    return head, Box(below.x + 28, below.y, below.w - 28, below.h).rows([1.0] * n, 10)


TEMPLATE = Define()
