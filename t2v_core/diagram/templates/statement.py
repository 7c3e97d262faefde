"""Statement: subject and object as cards, the verb on the arrow between them; what the sentence adds hangs from the one it tells more of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...planning.unfold import Part
from ...planning.visuals import Statement
from ..box import WIDE
from ..drawlist import Box, DrawList, Item, Text, arrow
from ..parts import (
    LARGE,
    SIGN_ROOM,
    WORD,
    Voice,
    beside_sign,
    card,
    centred,
    said_last,
    sign_card,
    titled,
    topic,
    words,
)
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, SMALL, TITLE, Block, block, block_height, blocks, halves
from ..theme import mix

PAD_X, PAD_Y = 22.0, 30.0
VERB_SIZES = (CAPTION, *BODY_SIZES)
VERB_MOST = 230.0  # widest verb on the arrow; a longer one takes more lines
BEYOND = 44.0  # of the arrow's length: what its verb leaves to be seen
SHARES = ((0.5, 0.5), (0.4, 0.6), (0.6, 0.4), (0.32, 0.68), (0.68, 0.32))  # widths of subject and object
DROP, BETWEEN = 58.0, 22.0  # from the arrow's cards down to the additions; and between these
INDENT = 30.0  # how far additions stand in, in a narrow frame


@dataclass(frozen=True)
class _Card:
    """An addition's card with its words, and the points of the line it hangs on."""

    part: Part
    box: Box
    text: Block
    word: tuple[Text, ...]
    tie: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Placed:
    subject: tuple[Box, Block]
    verb: Block
    arrow: tuple[tuple[float, float], ...]
    object: tuple[Box, Block]
    additions: tuple[_Card, ...]


class States(Template):
    name = "statement"
    slots = Statement

    def score(self, scene, data: Statement) -> float:
        return 0.6

    def layout(self, data: Statement, box: Box, ctx: Context) -> Picture:
        tried: DoesNotFit | None = None
        # Those of the verb stand on its side, those of the object on its own: no two lines cross.
        data = data.model_copy(update={"additions": sorted(data.additions, key=lambda a: a.of == "object")})
        for whole in (True, False):
            for place in (_wide, _narrow) if box.w >= WIDE else (_narrow,):
                try:
                    return _picture(place(data, box, whole), data, ctx)
                except DoesNotFit as e:
                    tried = e
        raise tried or DoesNotFit("there is nothing to show")

    def split(self, data: Statement) -> tuple[Statement, ...]:
        n = len(data.additions)
        if n:
            cut = (data.additions[: n // 2], data.additions[n // 2 :])
            return tuple(data.model_copy(update={"additions": a}) for a in (cut if n > 1 else ([], data.additions)))
        named = "subject" if len(data.subject.text) > len(data.object.text) else "object"
        datum = getattr(data, named)
        parts = halves(datum.text)
        return tuple(data.model_copy(update={named: datum.model_copy(update={"text": t, "whole": ""})}) for t in parts)


def _texts(data: Statement, whole: bool) -> tuple[str, str]:
    subject, object_ = (x.whole if whole and x.whole else x.text for x in (data.subject, data.object))
    return titled(subject), object_


def _parts(data: Statement) -> list[Part]:
    return [Part(a.word, a.text) for a in data.additions]


def _wide(data: Statement, box: Box, whole: bool) -> _Placed:
    """Subject, verb and object in a row, the additions in a row below."""
    room = box.h - (DROP + WORD + 2 * 0.6 * PAD_Y + block_height(1, SMALL) if data.additions else 0.0)
    verb = block(data.verb, Box(0, 0, VERB_MOST, 0.4 * room), VERB_SIZES, "semibold", align=0.5)
    gap = max(110.0, BEYOND + max((t.advance for t in verb.lines), default=0.0))
    subject, object_, widths = _ends(_texts(data, whole), box, gap, room, bool(data.additions))
    tall = min(room, max(130.0 if data.additions else 170.0, max(subject.height, object_.height) + 2 * PAD_Y))
    below = box.h - tall - DROP
    cards = _row(data, Box(box.x, 0, box.w, below)) if data.additions else []
    lowest = max((b.h for b, *_ in cards), default=0.0)
    top = box.y + (box.h - tall - (DROP + lowest if cards else 0.0)) / 2
    first = Box(box.x + (box.w - sum(widths) - gap) / 2, top, widths[0], tall)
    second = Box(first.right + gap, top, widths[1], tall)
    middle = (first.right + second.x) / 2
    placed = []
    origins = [second.cx if a.of == "object" else middle for a in data.additions]
    shift = _shift([b for b, *_ in cards], origins, box)
    for addition, x, (b, part, text) in zip(data.additions, origins, cards, strict=True):
        b, down = replace(b, x=b.x + shift), top + tall + DROP
        start = (x, second.bottom + 2) if addition.of == "object" else (x, first.cy + 6)
        knee = top + tall + 0.45 * DROP
        end = (b.cx, down - 3)
        tie = (start, end) if abs(start[0] - end[0]) < 2 else (start, (start[0], knee), (end[0], knee), end)
        own = Box(b.x, down, b.w, lowest)
        placed.append(_Card(part, own, *beside_sign(part, text, own), tie))
    above = first.cy - 14 - verb.height
    if above < box.y:
        raise DoesNotFit("the verb needs more room above its arrow")
    return _Placed(
        (first, centred(subject, first)),
        verb.at(middle, above),
        ((first.right + 4, first.cy), (second.x - 4, second.cy)),
        (second, centred(object_, second)),
        tuple(placed),
    )


def _shift(boxes: list[Box], origins: list[float], box: Box) -> float:
    """How far a row of additions moves towards what it hangs from, within the picture."""
    if not boxes:
        return 0.0
    wished = sum(origins) / len(origins) - (boxes[0].x + boxes[-1].right) / 2
    return max(box.x - boxes[0].x, min(box.right - boxes[-1].right, wished))


def _ends(
    texts: tuple[str, str], box: Box, gap: float, room: float, more: bool
) -> tuple[Block, Block, tuple[float, float]]:
    """Subject and object at one size, and the widths of their cards: the largest size, then the lowest cards."""
    sizes = (LARGE, CAPTION, *BODY_SIZES) if more else (TITLE, LARGE, CAPTION, *BODY_SIZES)
    tried: list[tuple[tuple[float, float], tuple]] = []
    for shares in SHARES:
        widths = tuple(s * (box.w - gap) for s in shares)
        rooms = [Box(0, 0, w - 2 * PAD_X, room - 2 * 0.6 * PAD_Y) for w in widths]
        try:
            made = blocks(texts, rooms, sizes, "semibold", align=0.5)
        except DoesNotFit:
            continue
        widths = tuple(_snug(b, w) for b, w in zip(made, widths, strict=True))
        tried.append(((-made[0].size, max(b.height for b in made)), (*made, widths)))
    if not tried:
        raise DoesNotFit(f"The two ends of a statement need more than {box.w:.0f}×{room:.0f} units.")
    return min(tried, key=lambda t: t[0])[1]


def _snug(text: Block, width: float) -> float:
    """A card no wider than its words ask for."""
    return min(width, max(240.0, max(t.advance for t in text.lines) + 3.5 * PAD_X))


def _row(data: Statement, box: Box) -> list[tuple[Box, Part, Block]]:
    """The additions side by side, those of the verb before those of the object; each box as high as its words."""
    parts = _parts(data)
    n = len(parts)
    column = min(520.0, (box.w - BETWEEN * (n - 1)) / n)
    left = box.cx - (n * column + (n - 1) * BETWEEN) / 2
    texts = _worded(parts, column - SIGN_ROOM - PAD_X, box.h - 2 * 0.6 * PAD_Y - WORD)
    found = []
    for i, (part, text) in enumerate(zip(parts, texts, strict=True)):
        tall = text.height + (WORD if part.word else 0.0) + 2 * 0.6 * PAD_Y
        found.append((Box(left + i * (column + BETWEEN), 0, column, tall), part, text))
    return found


def _worded(parts: list[Part], width: float, height: float) -> list[Block]:
    return blocks([p.text for p in parts], [Box(0, 0, width, height)] * len(parts), (CAPTION, *BODY_SIZES), "semibold")


def _narrow(data: Statement, box: Box, whole: bool) -> _Placed:
    """Subject, verb and object one below the other, the additions indented below."""
    parts, pad, between = _parts(data), 12.0, 10.0
    verb = block(data.verb, Box(0, 0, box.w - 80, 0.2 * box.h), BODY_SIZES, "semibold")
    step = verb.height + 36.0
    rooms = [Box(0, 0, box.w - 36, 0.5 * box.h)] * 2
    inner = Box(0, 0, box.w - INDENT - SIGN_ROOM - 14, box.h)
    for size in (CAPTION, *BODY_SIZES):
        subject, object_ = blocks(_texts(data, whole), rooms, (size,), "semibold", align=0.5)
        texts = [block(p.text, inner, (min(size, 20.0),), "semibold") for p in parts]
        tall = [t.height + (WORD if p.word else 0.0) + 2 * pad for t, p in zip(texts, parts, strict=True)]
        needed = subject.height + object_.height + 4 * pad + step + sum(tall) + (between + 4) * len(tall)
        if needed <= box.h:
            break
    else:
        raise DoesNotFit(f"A statement with {len(parts)} additions needs more than {box.h:.0f} units.")
    y = box.y + (box.h - needed) / 2
    first = Box(box.x, y, box.w, subject.height + 2 * pad)
    second = Box(box.x, first.bottom + step, box.w, object_.height + 2 * pad)
    x = box.x + 40
    placed, top, trunk = [], second.bottom + between + 4, box.x + 14
    for part, text, high in zip(parts, texts, tall, strict=True):
        own = Box(box.x + INDENT, top, box.w - INDENT, high)
        tie = ((trunk, second.bottom + 2), (trunk, own.cy), (own.x - 2, own.cy))
        placed.append(_Card(part, own, *beside_sign(part, text, own), tie))
        top += high + between + 4
    return _Placed(
        (first, centred(subject, first)),
        verb.at(x + 16, first.bottom + (step - verb.height) / 2, 0.0),
        ((x, first.bottom + 4), (x, second.y - 4)),
        (second, centred(object_, second)),
        tuple(placed),
    )


def _picture(placed: _Placed, data: Statement, ctx: Context) -> Picture:
    """What is placed, lit in the order in which it is said."""
    said_of = [(f"{data.verb} {data.object.text}", data.object.evidence_id)]
    said_of += [(f"{a.word} {a.text}", data.object.evidence_id) for a in data.additions]
    times = ctx.clock.cues(said_of, ordered=False)
    order = sorted(range(len(said_of)), key=lambda i: times[i])
    voice = Voice(ctx.clock.cues([said_of[i] for i in order]))
    turn = {i: place for place, i in enumerate(order)}
    (subject_box, subject), (object_box, object_) = placed.subject, placed.object

    def draw(t: float) -> DrawList:
        now, on = voice.said(turn[0], t), voice.on(turn[0], t)
        ties: list[tuple[float, Item]] = []
        cards: list[Item] = []
        for i, c in enumerate(placed.additions, start=1):
            done, lit = voice.said(turn[i], t), voice.on(turn[i], t)
            ties.append((done, arrow(c.tie, mix("rule", "accent", done), 2, 8)))
            cards += sign_card(c.part, c.box, c.text, c.word, done, lit)
        items: list[Item] = [*said_last(ties), arrow(placed.arrow, mix("rule", "accent", now), 3, 13)]
        items += placed.verb.coloured(mix("faint", "accent", now))
        return (*items, card(object_box, on, 12), *words(object_, now, on), *cards)

    return Picture(topic(subject_box, subject), draw)


TEMPLATE = States()
