"""Cores of statements that enclose: a frame round what the subject holds or round the subject where it lies, a bubble with what it says,
and the two things that it lies between."""

from __future__ import annotations

from ..planning.sense import ends_of
from .box import Box
from .drawlist import DrawList, Path, Point, Rect
from .drawlist import line as stroke
from .parts import card, centred, topic, words
from .stated import (
    LEAST_FRAME,
    LOW_Y,
    PAD_X,
    PAD_Y,
    TAIL,
    Core,
    Stated,
    around,
    ends_set,
    side_by_side,
    stacked,
    width_of,
)
from .template import DoesNotFit
from .text import BODY_SIZES, Block, block, blocks
from .theme import mix


def framed(stated: Stated, area: Box, wide: bool) -> Core:
    """A frame that is named after what holds, and in it what is held: the subject holds ("holds"), or lies there ("within")."""
    holder, held = stated.ends if stated.sense == "holds" else reversed(stated.ends)
    rooms = [Box(0, 0, area.w - 2 * PAD_X, 0.45 * area.h), Box(0, 0, area.w - 4 * PAD_X, 0.45 * area.h)]
    name, inner = blocks((holder, held), rooms, stated.sizes, "semibold", align=0.5)
    verb = block(stated.verb, Box(0, 0, area.w - 4 * PAD_X, 0.2 * area.h), BODY_SIZES, "semibold", align=0.5)
    most = max(width_of(name) + 2 * PAD_X, width_of(inner) + 5 * PAD_X, width_of(verb) + 2 * PAD_X)
    width = min(area.w, max(LEAST_FRAME, most)) if wide else area.w
    low = LOW_Y + 8 * wide
    band, card_high = name.height + 2 * low, inner.height + 2 * low
    card_wide = min(width - 2 * PAD_X, max(0.55 * width, width_of(inner) + 2 * PAD_X))
    frame = Box(area.cx - width / 2, area.y, width, band + 12 + verb.height + 12 + card_high + PAD_X)
    inside = Box(frame.cx - card_wide / 2, 0, card_wide, card_high)
    if stated.sense == "holds":
        head = Box(frame.x, frame.y, width, band)
        inside = Box(inside.x, head.bottom + 24 + verb.height, inside.w, inside.h)
        verb = verb.at(frame.cx, head.bottom + 12)
    else:  # the subject first, the name of the place at the frame's foot
        inside = Box(inside.x, frame.y + PAD_X, inside.w, inside.h)
        head = Box(frame.x, frame.bottom - band, width, band)
        verb = verb.at(frame.cx, inside.bottom + 12)
    name, inner = centred(name, head), centred(inner, inside)
    below = (frame.cx if wide else area.x + 14, frame.bottom + 2)

    def draw(said: float, lit: float) -> DrawList:
        middle = verb.coloured(mix("faint", "accent", said))
        edge = Rect(frame.x, frame.y, frame.w, frame.h, 14, "plate", mix("rule", "accent", said), 2)
        if stated.sense == "holds":
            return edge, *topic(head, name, 14), *middle, card(inside, lit, 10), *words(inner, said, lit)
        place = Rect(
            frame.x, frame.y, frame.w, frame.h, 24, mix("plate", "pale", lit), mix("rule", "accent", said), 2.5
        )
        return place, *words(name, said, lit), *middle, *topic(inside, inner, 10)

    return Core(frame, draw, below, below)


def bubble(stated: Stated, area: Box) -> Core:
    """Who says it, and what is said in a bubble beside."""
    verb = block(stated.verb, Box(0, 0, 0.4 * area.w, 0.2 * area.h), BODY_SIZES, "semibold")
    subject, object_, widths = ends_set(stated, area, TAIL + 14, area.h - verb.height - 10)
    said = verb.height + 10 + object_.height + 2 * 0.7 * PAD_Y
    tall = max(stated.least, subject.height + 2 * PAD_Y, said)
    first, second = side_by_side(area, area.y, (widths[0], max(widths[1], width_of(verb) + 2 * PAD_X)), TAIL + 14, tall)
    tail = ((second.x + 1, second.cy - 14), (second.x - TAIL, second.cy), (second.x + 1, second.cy + 14))
    return _saying(area, stated, (first, centred(subject, first)), verb, (second, object_), tail)


def bubble_below(stated: Stated, area: Box) -> Core:
    verb = block(stated.verb, Box(0, 0, area.w - 2 * PAD_X, 0.2 * area.h), BODY_SIZES, "semibold")
    subject, object_ = stacked(stated, area, 2 * PAD_X)
    first = Box(area.x, area.y, area.w, subject.height + 2 * 12)
    second = Box(area.x, first.bottom + TAIL, area.w, verb.height + 10 + object_.height + 2 * LOW_Y)
    tail = ((area.x + 40, second.y + 1), (area.x + 54, second.y - TAIL + 6), (area.x + 68, second.y + 1))
    return _saying(area, stated, (first, centred(subject, first)), verb, (second, object_), tail)


def _saying(
    area: Box,
    stated: Stated,
    subject: tuple[Box, Block],
    verb: Block,
    bubble: tuple[Box, Block],
    tail: tuple[Point, ...],
) -> Core:
    box, text = bubble
    top = box.cy - (verb.height + 10 + text.height) / 2
    verb, text = verb.at(box.x + PAD_X, top, 0.0), text.at(box.x + PAD_X, top + verb.height + 10, 0.0)
    below = (box.cx if subject[0].y == box.y else area.x + 14, box.bottom + 2)

    def draw(said: float, lit: float) -> DrawList:
        fill, edge = mix("panel", "pale", lit), mix("rule", "accent", lit)
        return (
            *topic(*subject),
            Rect(box.x, box.y, box.w, box.h, 22, fill, edge, 1.2 + 1.3 * lit),
            Path(tail, closed=True, fill=fill),
            Path(tail, stroke=edge, width=1.2 + 1.3 * lit),
            *verb.coloured(mix("faint", "accent", said)),
            *words(text, said, lit),
        )

    return Core(around(area, subject[0], box), draw, below, below)


def between(stated: Stated, area: Box) -> Core:
    """The subject in the middle, on either side one of the two that it lies between, and below it how."""
    gap, texts = 56.0, (*(ends_of(stated.object) or ()), stated.subject)
    column = (area.w - 2 * gap) / 3
    rooms = [Box(0, 0, column - 2 * PAD_X, area.h - 2 * PAD_Y)] * len(texts)
    one, other, name = blocks(texts, rooms, stated.sizes, "semibold", align=0.5)
    verb = block(stated.verb, Box(0, 0, column, 0.2 * area.h), BODY_SIZES, "semibold", align=0.5)
    tall = max(stated.least, max(t.height for t in (one, other, name)) + 2 * PAD_Y)
    if tall + 12 + verb.height > area.h:
        raise DoesNotFit("what lies between two things needs more height")
    wide = min(column, max(220.0, max(map(width_of, (one, other, name))) + 2 * PAD_X))
    boxes = [Box(area.cx + k * (wide + gap) - wide / 2, area.y, wide, tall) for k in (-1, 0, 1)]
    left, middle, right = boxes
    one, name, other = (centred(t, b) for t, b in zip((one, name, other), boxes, strict=True))
    verb = verb.at(middle.cx, middle.bottom + 12)
    foot = middle.bottom + 12 + verb.height

    def draw(said: float, lit: float) -> DrawList:
        line = mix("rule", "accent", said)
        return (
            stroke(left.right, left.cy, middle.x, left.cy, line, 3),
            stroke(middle.right, left.cy, right.x, left.cy, line, 3),
            card(left, lit, 12),
            *words(one, said, lit),
            card(right, lit, 12),
            *words(other, said, lit),
            *topic(middle, name),
            *verb.coloured(mix("faint", "accent", said)),
        )

    below = (middle.cx, foot + 4)
    return Core(Box(left.x, area.y, right.right - left.x, foot - area.y), draw, below, below)
