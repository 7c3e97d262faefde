"""Subject, verb and object of a statement, drawn by what it says: an arrow to what the subject acts on, or from what acts on it (struck out where it is
denied), a name plate with what it is like, with a curve where it rises or falls, and what `enclosing` draws."""

from __future__ import annotations

from collections.abc import Callable

from .box import Box
from .drawlist import DrawList, Point, arrow
from .drawlist import line as stroke
from .enclosing import between, bubble, bubble_below, framed
from .parts import card, centred, topic, words
from .stated import (
    BEYOND,
    CROSS,
    LOW_Y,
    PAD_X,
    PAD_Y,
    VERB_MOST,
    VERB_SIZES,
    Core,
    Stated,
    around,
    ends_set,
    side_by_side,
    stacked,
    width_of,
)
from .template import DoesNotFit
from .text import BODY_SIZES, Block, block
from .theme import mix

CURVE, RISE = 96.0, 76.0  # width and height of the field in which a line climbs or sinks


def core(stated: Stated, area: Box, wide: bool) -> Core:
    """The core at the top of `area`, its ends side by side where it is `wide`. Raises `DoesNotFit` where its words need more room."""
    if stated.sense in ("holds", "within"):
        made = framed(stated, area, wide)
    elif stated.sense == "between" and wide:
        made = between(stated, area)
    elif stated.changes or stated.sense == "is" or (not stated.verb and stated.sense == "does"):
        made = _plate(stated, area) if wide else _plate_below(stated, area)
    elif stated.sense == "says":
        made = bubble(stated, area) if wide else bubble_below(stated, area)
    else:
        made = _acting(stated, area) if wide else _acting_below(stated, area)
    if made.box.h > area.h + 0.5:
        raise DoesNotFit(f"a statement needs more than {area.h:.0f} units of height")
    return made


def _acting(stated: Stated, area: Box) -> Core:
    """Subject and object side by side, the verb on the arrow from one to the other."""
    verb = block(stated.verb, Box(0, 0, VERB_MOST, 0.4 * area.h), VERB_SIZES, "semibold", align=0.5)
    gap = max(110.0, BEYOND + max((t.advance for t in verb.lines), default=0.0))
    subject, object_, widths = ends_set(stated, area, gap, area.h)
    tall = min(area.h, max(stated.least, max(subject.height, object_.height) + 2 * PAD_Y))
    lift = max(14.0, stated.clear)
    over = max(0.0, verb.height + lift - tall / 2)  # what the verb needs above the cards
    first, second = side_by_side(area, area.y + over, widths, gap, tall)
    middle = (first.right + second.x) / 2
    verb = verb.at(middle, first.cy - lift - verb.height)
    way = ((first.right + 4, first.cy), (second.x - 4, second.cy))
    draw = _arrow_drawing(stated, (first, centred(subject, first)), verb, way, (second, centred(object_, second)))
    return Core(
        around(area, first, second, over), draw, (middle, first.cy + stated.clear), (second.cx, second.bottom + 2)
    )


def _acting_below(stated: Stated, area: Box) -> Core:
    """The same, one below the other."""
    verb = block(stated.verb, Box(0, 0, area.w - 80, 0.2 * area.h), BODY_SIZES, "semibold")
    step = verb.height + (56.0 if stated.sense == "denied" else 36.0)
    subject, object_ = stacked(stated, area, 2 * PAD_X - 8)
    first = Box(area.x, area.y, area.w, subject.height + 2 * 12)
    second = Box(area.x, first.bottom + step, area.w, object_.height + 2 * 12)
    x = area.x + 40
    verb = verb.at(x + 24, first.bottom + (step - verb.height) / 2, 0.0)
    way = ((x, first.bottom + 4), (x, second.y - 4))
    draw = _arrow_drawing(stated, (first, centred(subject, first)), verb, way, (second, centred(object_, second)))
    foot = (area.x + 14, second.bottom + 2)
    return Core(around(area, first, second), draw, foot, foot)


def _arrow_drawing(
    stated: Stated, subject: tuple[Box, Block], verb: Block, way: tuple[Point, Point], object_: tuple[Box, Block]
) -> Callable[[float, float], DrawList]:
    (x0, y0), (x1, y1) = way
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    sides = ((x - CROSS, y - CROSS, x + CROSS, y + CROSS), (x - CROSS, y + CROSS, x + CROSS, y - CROSS))

    def draw(said: float, lit: float) -> DrawList:
        struck = (
            [stroke(*s, "change", 4.5, opacity=said) for s in sides] if stated.sense == "denied" and said > 0 else ()
        )
        return (
            *topic(*subject),
            arrow(way[::-1] if stated.undergone else way, mix("rule", "accent", said), 3, 13),
            *struck,
            *verb.coloured(mix("faint", "accent", said)),
            card(object_[0], lit, 12),
            *words(object_[1], said, lit),
        )

    return draw


def _plate(stated: Stated, area: Box) -> Core:
    """A name and, on the same plate, what it is like or becomes: no arrow, for nothing is acted on."""
    verb = block(stated.verb, Box(0, 0, 0.3 * area.w, 0.2 * area.h), VERB_SIZES, "semibold", align=0.5)
    over, curve = _over(stated, verb), CURVE + PAD_X if stated.changes else 0.0
    room = Box(area.x, area.y, area.w - curve, area.h)
    subject, object_, widths = ends_set(stated, room, 0.0, area.h - over)
    least = max(stated.least, RISE + 2 * LOW_Y if stated.changes else 0.0)
    tall = max(least, subject.height + 2 * PAD_Y, over + object_.height + 2 * 0.7 * PAD_Y)
    wide = max(widths[1], width_of(verb) + 2 * PAD_X) + curve
    first, second = side_by_side(area, area.y, (widths[0], wide), 0.0, tall)
    middle, top = second.cx + curve / 2, second.cy - (over + object_.height) / 2
    said = verb.at(middle, top), object_.at(middle, top + over)
    return _on_one_plate(stated, area, (first, centred(subject, first)), second, *said)


def _plate_below(stated: Stated, area: Box) -> Core:
    verb = block(stated.verb, Box(0, 0, area.w - 2 * PAD_X, 0.2 * area.h), BODY_SIZES, "semibold", align=0.5)
    over, curve = _over(stated, verb), CURVE + PAD_X if stated.changes else 0.0
    subject, object_ = stacked(stated, area, 2 * PAD_X - 8 + curve)
    first = Box(area.x, area.y, area.w, subject.height + 2 * LOW_Y)
    tall = max(over + object_.height, RISE if stated.changes else 0.0)
    second = Box(area.x, first.bottom, area.w, tall + 2 * LOW_Y)
    middle, top = second.cx + curve / 2, second.cy - (over + object_.height) / 2
    said = verb.at(middle, top), object_.at(middle, top + over)
    return _on_one_plate(stated, area, (first, centred(subject, first)), second, *said)


def _over(stated: Stated, verb: Block) -> float:
    """The height of the verb above what is said; nothing where the verb is what is said."""
    return verb.height + 10 if stated.verb else 0.0


def _on_one_plate(stated: Stated, area: Box, subject: tuple[Box, Block], second: Box, verb: Block, text: Block) -> Core:
    first, name = subject
    whole = Box(first.x, first.y, second.right - first.x, second.bottom - first.y)
    below = (second.cx if first.y == second.y else area.x + 14, whole.bottom + 2)
    field = Box(second.x + PAD_X, second.cy - RISE / 2, CURVE, RISE)

    def draw(said: float, lit: float) -> DrawList:
        return (
            card(whole, lit, 12),
            *topic(first, name),
            *(_curve(field, stated.sense == "rises", said) if stated.changes else ()),
            *(verb.coloured(mix("faint", "accent", said)) if stated.verb else ()),
            *words(text, said, lit),
        )

    return Core(around(area, first, second), draw, below, below)


def _curve(field: Box, rises: bool, said: float) -> DrawList:
    """A line that climbs or sinks between two axes as it is said: which way things go, and no measure."""
    y0, y1 = (field.bottom - 10, field.y + 8) if rises else (field.y + 8, field.bottom - 10)
    way = ((field.x + 8, y0), (field.x + 8 + said * (field.w - 14), y0 + said * (y1 - y0)))
    axes = (
        stroke(field.x, field.y, field.x, field.bottom, "rule", 2),
        stroke(field.x, field.bottom, field.right, field.bottom, "rule", 2),
    )
    return (*axes, arrow(way, "accent", 3.5, 12)) if said > 0.2 else axes
