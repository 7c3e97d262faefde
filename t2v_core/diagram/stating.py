"""Subject, verb and object of a statement, drawn by what it says: an arrow to what the subject acts on, or from what acts on it (struck out where it is
denied), a name plate with what it is like, a frame round what it holds or round the subject where it lies, a bubble with what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..planning.sense import Sense
from .box import Box
from .drawlist import DrawList, Path, Point, Rect, arrow
from .drawlist import line as stroke
from .parts import LARGE, card, centred, topic, words
from .template import DoesNotFit
from .text import BODY_SIZES, CAPTION, TITLE, Block, block, blocks
from .theme import mix

PAD_X, PAD_Y = 22.0, 30.0
LOW_Y = 14.0  # above and below a text inside a frame, and in a narrow picture
VERB_SIZES = (CAPTION, *BODY_SIZES)
VERB_MOST = 230.0  # widest verb on the arrow; a longer one takes more lines
BEYOND = 44.0  # of the arrow's length: what its verb leaves to be seen
SHARES = ((0.5, 0.5), (0.4, 0.6), (0.6, 0.4), (0.32, 0.68), (0.68, 0.32))  # widths of subject and object
TAIL = 30.0  # length of a bubble's tail
LEAST_FRAME = 520.0  # width of a frame round few words
CROSS = 15.0  # half the side of the cross on an arrow that is denied


@dataclass(frozen=True)
class Core:
    """What is drawn at (said, lit), the box round it, and the points that additions to verb and object hang from."""

    box: Box
    draw: Callable[[float, float], DrawList]
    of_verb: Point
    of_object: Point


@dataclass(frozen=True)
class Stated:
    """The words of a statement's core, what sort of thing it says, and the sizes they may be set at."""

    subject: str
    verb: str
    object: str
    sense: Sense
    undergone: bool = False  # done by the object to the subject ("was bitten by"): the arrow points back
    sizes: tuple[float, ...] = (TITLE, LARGE, CAPTION, *BODY_SIZES)
    least: float = 170.0  # height of its cards

    @property
    def ends(self) -> tuple[str, str]:
        return self.subject, self.object

    @property
    def clear(self) -> float:
        """What the arrow keeps free above and below it: the cross that strikes it out where it is denied."""
        return CROSS + 6.0 if self.sense == "denied" else 6.0


def core(stated: Stated, area: Box, wide: bool) -> Core:
    """The core at the top of `area`, its ends side by side where it is `wide`. Raises `DoesNotFit` where its words need more room."""
    if stated.sense in ("holds", "within"):
        made = _framed(stated, area, wide)
    elif stated.sense == "is" and stated.verb:
        made = _plate(stated, area) if wide else _plate_below(stated, area)
    elif stated.sense == "says":
        made = _bubble(stated, area) if wide else _bubble_below(stated, area)
    else:
        made = _acting(stated, area) if wide else _acting_below(stated, area)
    if made.box.h > area.h + 0.5:
        raise DoesNotFit(f"a statement needs more than {area.h:.0f} units of height")
    return made


def _acting(stated: Stated, area: Box) -> Core:
    """Subject and object side by side, the verb on the arrow from one to the other."""
    verb = block(stated.verb, Box(0, 0, VERB_MOST, 0.4 * area.h), VERB_SIZES, "semibold", align=0.5)
    gap = max(110.0, BEYOND + max((t.advance for t in verb.lines), default=0.0))
    subject, object_, widths = _ends(stated, area, gap, area.h)
    tall = min(area.h, max(stated.least, max(subject.height, object_.height) + 2 * PAD_Y))
    lift = max(14.0, stated.clear)
    over = max(0.0, verb.height + lift - tall / 2)  # what the verb needs above the cards
    first, second = _side_by_side(area, area.y + over, widths, gap, tall)
    middle = (first.right + second.x) / 2
    verb = verb.at(middle, first.cy - lift - verb.height)
    way = ((first.right + 4, first.cy), (second.x - 4, second.cy))
    draw = _arrow_drawing(stated, (first, centred(subject, first)), verb, way, (second, centred(object_, second)))
    return Core(
        _around(area, first, second, over), draw, (middle, first.cy + stated.clear), (second.cx, second.bottom + 2)
    )


def _acting_below(stated: Stated, area: Box) -> Core:
    """The same, one below the other."""
    verb = block(stated.verb, Box(0, 0, area.w - 80, 0.2 * area.h), BODY_SIZES, "semibold")
    step = verb.height + (56.0 if stated.sense == "denied" else 36.0)
    subject, object_ = _stacked_texts(stated, area, 2 * PAD_X - 8)
    first = Box(area.x, area.y, area.w, subject.height + 2 * 12)
    second = Box(area.x, first.bottom + step, area.w, object_.height + 2 * 12)
    x = area.x + 40
    verb = verb.at(x + 24, first.bottom + (step - verb.height) / 2, 0.0)
    way = ((x, first.bottom + 4), (x, second.y - 4))
    draw = _arrow_drawing(stated, (first, centred(subject, first)), verb, way, (second, centred(object_, second)))
    foot = (area.x + 14, second.bottom + 2)
    return Core(_around(area, first, second), draw, foot, foot)


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
    """A name and, on the same plate, what it is like: no arrow, for nothing is acted on."""
    verb = block(stated.verb, Box(0, 0, 0.3 * area.w, 0.2 * area.h), VERB_SIZES, "semibold", align=0.5)
    subject, object_, widths = _ends(stated, area, 0.0, area.h - verb.height - 10)
    tall = max(stated.least, subject.height + 2 * PAD_Y, verb.height + 10 + object_.height + 2 * 0.7 * PAD_Y)
    first, second = _side_by_side(area, area.y, (widths[0], max(widths[1], _width(verb) + 2 * PAD_X)), 0.0, tall)
    top = second.cy - (verb.height + 10 + object_.height) / 2
    return _on_one_plate(
        area,
        (first, centred(subject, first)),
        verb.at(second.cx, top),
        (second, object_.at(second.cx, top + verb.height + 10)),
    )


def _plate_below(stated: Stated, area: Box) -> Core:
    verb = block(stated.verb, Box(0, 0, area.w - 2 * PAD_X, 0.2 * area.h), BODY_SIZES, "semibold", align=0.5)
    subject, object_ = _stacked_texts(stated, area, 2 * PAD_X - 8)
    first = Box(area.x, area.y, area.w, subject.height + 2 * LOW_Y)
    second = Box(area.x, first.bottom, area.w, verb.height + 8 + object_.height + 2 * LOW_Y)
    top = second.y + LOW_Y
    return _on_one_plate(
        area,
        (first, centred(subject, first)),
        verb.at(second.cx, top),
        (second, object_.at(second.cx, top + verb.height + 8)),
    )


def _on_one_plate(area: Box, subject: tuple[Box, Block], verb: Block, object_: tuple[Box, Block]) -> Core:
    (first, name), (second, text) = subject, object_
    whole = Box(first.x, first.y, second.right - first.x, second.bottom - first.y)
    below = (second.cx if first.y == second.y else area.x + 14, whole.bottom + 2)

    def draw(said: float, lit: float) -> DrawList:
        return (
            card(whole, lit, 12),
            *topic(first, name),
            *verb.coloured(mix("faint", "accent", said)),
            *words(text, said, lit),
        )

    return Core(_around(area, first, second), draw, below, below)


def _framed(stated: Stated, area: Box, wide: bool) -> Core:
    """A frame that is named after what holds, and in it what is held: the subject holds ("holds"), or lies there ("within")."""
    holder, held = stated.ends if stated.sense == "holds" else reversed(stated.ends)
    rooms = [Box(0, 0, area.w - 2 * PAD_X, 0.45 * area.h), Box(0, 0, area.w - 4 * PAD_X, 0.45 * area.h)]
    name, inner = blocks((holder, held), rooms, stated.sizes, "semibold", align=0.5)
    verb = block(stated.verb, Box(0, 0, area.w - 4 * PAD_X, 0.2 * area.h), BODY_SIZES, "semibold", align=0.5)
    most = max(_width(name) + 2 * PAD_X, _width(inner) + 5 * PAD_X, _width(verb) + 2 * PAD_X)
    width = min(area.w, max(LEAST_FRAME, most)) if wide else area.w
    low = LOW_Y + 8 * wide
    band, card_high = name.height + 2 * low, inner.height + 2 * low
    card_wide = min(width - 2 * PAD_X, max(0.55 * width, _width(inner) + 2 * PAD_X))
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


def _bubble(stated: Stated, area: Box) -> Core:
    """Who says it, and what is said in a bubble beside."""
    verb = block(stated.verb, Box(0, 0, 0.4 * area.w, 0.2 * area.h), BODY_SIZES, "semibold")
    subject, object_, widths = _ends(stated, area, TAIL + 14, area.h - verb.height - 10)
    said = verb.height + 10 + object_.height + 2 * 0.7 * PAD_Y
    tall = max(stated.least, subject.height + 2 * PAD_Y, said)
    first, second = _side_by_side(area, area.y, (widths[0], max(widths[1], _width(verb) + 2 * PAD_X)), TAIL + 14, tall)
    tail = ((second.x + 1, second.cy - 14), (second.x - TAIL, second.cy), (second.x + 1, second.cy + 14))
    return _saying(area, stated, (first, centred(subject, first)), verb, (second, object_), tail)


def _bubble_below(stated: Stated, area: Box) -> Core:
    verb = block(stated.verb, Box(0, 0, area.w - 2 * PAD_X, 0.2 * area.h), BODY_SIZES, "semibold")
    subject, object_ = _stacked_texts(stated, area, 2 * PAD_X)
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

    return Core(_around(area, subject[0], box), draw, below, below)


def _around(area: Box, first: Box, second: Box, over: float = 0.0) -> Box:
    return Box(
        min(first.x, second.x),
        area.y,
        max(first.right, second.right) - min(first.x, second.x),
        second.bottom - first.y + over,
    )


def _side_by_side(area: Box, top: float, widths: tuple[float, float], gap: float, tall: float) -> tuple[Box, Box]:
    first = Box(area.cx - (sum(widths) + gap) / 2, top, widths[0], tall)
    return first, Box(first.right + gap, top, widths[1], tall)


def _ends(stated: Stated, area: Box, gap: float, room: float) -> tuple[Block, Block, tuple[float, float]]:
    """Subject and object at one size, and the widths of their cards: the largest size, then the lowest cards."""
    tried: list[tuple[tuple[float, float], tuple]] = []
    for shares in SHARES:
        widths = tuple(s * (area.w - gap) for s in shares)
        rooms = [Box(0, 0, w - 2 * PAD_X, room - 2 * 0.6 * PAD_Y) for w in widths]
        try:
            made = blocks(stated.ends, rooms, stated.sizes, "semibold", align=0.5)
        except DoesNotFit:
            continue
        widths = tuple(min(w, max(240.0, _width(b) + 3.5 * PAD_X)) for b, w in zip(made, widths, strict=True))
        tried.append(((-made[0].size, max(b.height for b in made)), (*made, widths)))
    if not tried:
        raise DoesNotFit(f"The two ends of a statement need more than {area.w:.0f}×{room:.0f} units.")
    return min(tried, key=lambda t: t[0])[1]


def _stacked_texts(stated: Stated, area: Box, pad: float) -> list[Block]:
    rooms = [Box(0, 0, area.w - pad, 0.5 * area.h)] * 2
    return blocks(stated.ends, rooms, stated.sizes, "semibold", align=0.5)


def _width(text: Block) -> float:
    return max((t.advance for t in text.lines), default=0.0)
