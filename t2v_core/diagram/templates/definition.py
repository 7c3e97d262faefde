"""Definition: the term and its meaning in one card, the features of the meaning fanned out and lit as they are said."""

from __future__ import annotations

from ...planning.visuals import Datum, Definition
from ..drawlist import Box, DrawList, Item, Rect
from ..drawlist import line as stroke
from ..parts import Voice, card, connector, fullest, said_last, words
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, TITLE, block, blocks, halves

PAD, WIDE_PAD = 26.0, 44.0
HEAD_SHARES = (0.52, 0.62, 0.72)  # of a narrow frame's height for the term and its meaning
TERM_SIZES = (TITLE, 30.0, 26.0, CAPTION, *BODY_SIZES)


class Define(Template):
    name = "definition"
    slots = Definition

    def score(self, scene, data: Definition) -> float:
        return 0.9 if scene.role == "definition" else 0.6

    def layout(self, data: Definition, box: Box, ctx: Context) -> Picture:
        if len(data.features) == 1 and _within(data.features[0], data.meaning):
            data = data.model_copy(update={"features": []})  # it would only be said twice
        tries = HEAD_SHARES if box.w < 600 and data.features else HEAD_SHARES[:1]
        for share in tries:
            try:
                return self._laid(data, box, ctx, share)
            except DoesNotFit:
                if share == tries[-1]:
                    raise
        raise AssertionError("a share is returned or raised for")

    def _laid(self, data: Definition, box: Box, ctx: Context, share: float) -> Picture:
        head, cells = _places(box, len(data.features), share)
        inner = head.inset((PAD if cells else WIDE_PAD) if box.w >= 600 else 18)
        sizes = (*((TITLE, 30.0) if not cells else ()), CAPTION, *BODY_SIZES)
        term = block(data.term.text, Box(inner.x, inner.y, inner.w, 0.4 * inner.h), TERM_SIZES, "semibold", "accent")
        room = inner.h - term.height - 36
        below = Box(inner.x, inner.y + term.height + 36, inner.w, room)
        meaning = fullest([data.meaning], [below], sizes, face="regular")[0]
        spare = room - meaning.height  # the card hugs what it holds
        down = spare / 2
        if box.w < 600 and cells:
            cells, down = _closer(box, head.h - spare, len(cells))
        head = Box(head.x, head.y + down, head.w, head.h - spare)
        term, meaning = term.moved(down), meaning.moved(down)
        under = inner.y + down + term.height + 17
        texts = blocks(
            [f.text for f in data.features],
            [c.inset(18, 6) for c in cells],
            (*((30.0,) if len(cells) == 1 else ()), CAPTION, *BODY_SIZES),
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
            stroke(inner.x, under, inner.right, under, "rule", 1),
        )

        def draw(t: float) -> DrawList:
            items: list[Item] = [*meaning.coloured("ink" if voice.said(0, t) or not cells else "soft")]
            ties: list[tuple[float, Item]] = []
            for place, i in enumerate(order):
                said, on = lit.said(place, t), lit.on(place, t)
                ties.append((said, connector(head, cells[i], box.w >= 600, said)))
                items += [card(cells[i], on), *words(texts[i], said, on)]
            return (*said_last(ties), *items)

        return Picture(still, draw)

    def split(self, data: Definition) -> tuple[Definition, ...]:
        n = len(data.features)
        if n > 1:
            parts = (data.features[: n // 2], data.features[n // 2 :])
            return tuple(data.model_copy(update={"features": f}) for f in parts)
        if n == 1:  # the meaning first, then its one feature
            return (
                data.model_copy(update={"features": []}),
                data.model_copy(update={"meaning": data.features[0], "features": []}),
            )
        return tuple(
            data.model_copy(update={"meaning": data.meaning.model_copy(update={"text": t})})
            for t in halves(data.meaning.text)
        )


def _within(feature: Datum, meaning: Datum) -> bool:
    return feature.text.casefold() in (meaning.whole or meaning.text).casefold()


def _closer(box: Box, head: float, n: int) -> tuple[tuple[Box, ...], float]:
    """Cells below a card `head` high in a narrow frame, and how far card and cells stand down from the top."""
    room = box.h - head - 14
    tall = min(room, n * 84.0 + (n - 1) * 10)
    down = (room - tall) / 2
    return Box(box.x + 28, box.y + down + head + 14, box.w - 28, tall).rows([1.0] * n, 10), down


def _places(box: Box, n: int, share: float) -> tuple[Box, tuple[Box, ...]]:
    """The card of the term, and one cell a feature."""
    if n == 0:
        height = min(box.h, 300.0)
        return Box(box.x, box.cy - height / 2, box.w, height), ()
    if box.w >= 600:
        head, side = box.columns((0.46, 0.54), 72)
        height = min(head.h, 340.0)
        tall = 150.0 if n == 1 else n * 112.0
        rows = side.rows([1.0] * n, 18) if n > 3 else Box(side.x, side.cy - tall / 2, side.w, tall).rows([1.0] * n, 24)
        return Box(head.x, head.cy - height / 2, head.w, height), rows
    head, below = box.rows((share, 1 - share), 14)
    return head, Box(below.x + 28, below.y, below.w - 28, below.h).rows([1.0] * n, 10)


TEMPLATE = Define()
