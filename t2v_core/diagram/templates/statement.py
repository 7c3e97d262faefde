"""Statement: its core as `stating` draws it, and below what the sentence adds, each part hanging from the one it tells more of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...planning.sense import done_by_object, sense_of
from ...planning.unfold import Part
from ...planning.visuals import Statement
from ..box import WIDE
from ..drawlist import Box, DrawList, Item, Text, arrow
from ..parts import LARGE, SIGN_ROOM, WORD, Voice, beside_sign, said_last, sign_card, titled
from ..stated import PAD_X, PAD_Y, Core, Stated
from ..stating import core
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, SMALL, Block, block, block_height, blocks, halves
from ..theme import mix

DROP, BETWEEN = 58.0, 22.0  # from the core down to the additions; and between these
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
    core: Core
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


def _stated(data: Statement, whole: bool) -> Stated:
    subject, object_ = (x.whole if whole and x.whole else x.text for x in (data.subject, data.object))
    added = " ".join(f"{a.word} {a.text}" for a in data.additions)
    sense = sense_of(data.verb, data.object.text, added, data.subject.whole or data.subject.text)
    return Stated(titled(subject), data.verb, object_, sense, done_by_object(data.verb, data.object.text))


def _parts(data: Statement) -> list[Part]:
    return [Part(a.word, a.text) for a in data.additions]


def _wide(data: Statement, box: Box, whole: bool) -> _Placed:
    """The core above, the additions in a row below."""
    room = box.h - (DROP + WORD + 2 * 0.6 * PAD_Y + block_height(1, SMALL) if data.additions else 0.0)
    stated = _stated(data, whole)
    if data.additions:
        stated = replace(stated, sizes=(LARGE, CAPTION, *BODY_SIZES), least=130.0)
    tall = core(stated, Box(box.x, box.y, box.w, room), wide=True).box.h
    cards = _row(data, Box(box.x, 0, box.w, box.h - tall - DROP)) if data.additions else []
    lowest = max((b.h for b, *_ in cards), default=0.0)
    top = box.y + (box.h - tall - (DROP + lowest if cards else 0.0)) / 2
    made = core(stated, Box(box.x, top, box.w, room), wide=True)
    placed = []
    origins = [made.of_object if a.of == "object" else made.of_verb for a in data.additions]
    shift = _shift([b for b, *_ in cards], [x for x, _ in origins], box)
    down = made.box.bottom + DROP
    for start, (b, part, text) in zip(origins, cards, strict=True):
        b = replace(b, x=b.x + shift)
        knee, end = made.box.bottom + 0.45 * DROP, (b.cx, down - 3)
        x = start[0]
        tie = (start, end) if abs(x - end[0]) < 2 else (start, (x, knee), (end[0], knee), end)
        own = Box(b.x, down, b.w, lowest)
        placed.append(_Card(part, own, *beside_sign(part, text, own), tie))
    return _Placed(made, tuple(placed))


def _shift(boxes: list[Box], origins: list[float], box: Box) -> float:
    """How far a row of additions moves towards what it hangs from, within the picture."""
    if not boxes:
        return 0.0
    wished = sum(origins) / len(origins) - (boxes[0].x + boxes[-1].right) / 2
    return max(box.x - boxes[0].x, min(box.right - boxes[-1].right, wished))


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
    """The core above, the additions indented below, one under the other."""
    parts, pad, between = _parts(data), 12.0, 10.0
    inner = Box(0, 0, box.w - INDENT - SIGN_ROOM - 14, box.h)
    for size in (CAPTION, *BODY_SIZES):
        stated = replace(_stated(data, whole), sizes=(size,), least=0.0)
        tall_core = core(stated, box, wide=False).box.h
        texts = [block(p.text, inner, (min(size, 20.0),), "semibold") for p in parts]
        tall = [t.height + (WORD if p.word else 0.0) + 2 * pad for t, p in zip(texts, parts, strict=True)]
        needed = tall_core + sum(tall) + (between + 4) * len(tall)
        if needed <= box.h:
            break
    else:
        raise DoesNotFit(f"A statement with {len(parts)} additions needs more than {box.h:.0f} units.")
    made = core(stated, replace(box, y=box.y + (box.h - needed) / 2), wide=False)
    placed, top = [], made.box.bottom + between + 4
    trunk, start = made.of_verb
    for part, text, high in zip(parts, texts, tall, strict=True):
        own = Box(box.x + INDENT, top, box.w - INDENT, high)
        tie = ((trunk, start), (trunk, own.cy), (own.x - 2, own.cy))
        placed.append(_Card(part, own, *beside_sign(part, text, own), tie))
        top += high + between + 4
    return _Placed(made, tuple(placed))


def _picture(placed: _Placed, data: Statement, ctx: Context) -> Picture:
    """What is placed, lit in the order in which it is said."""
    said_of = [(f"{data.verb} {data.object.text}", data.object.evidence_id)]
    said_of += [(f"{a.word} {a.text}", data.object.evidence_id) for a in data.additions]
    times = ctx.clock.cues(said_of, ordered=False)
    order = sorted(range(len(said_of)), key=lambda i: times[i])
    voice = Voice(ctx.clock.cues([said_of[i] for i in order]))
    turn = {i: place for place, i in enumerate(order)}

    def draw(t: float) -> DrawList:
        ties: list[tuple[float, Item]] = []
        cards: list[Item] = []
        for i, c in enumerate(placed.additions, start=1):
            done, lit = voice.said(turn[i], t), voice.on(turn[i], t)
            ties.append((done, arrow(c.tie, mix("rule", "accent", done), 2, 8)))
            cards += sign_card(c.part, c.box, c.text, c.word, done, lit)
        return (*said_last(ties), *placed.core.draw(voice.said(turn[0], t), voice.on(turn[0], t)), *cards)

    return Picture((), draw)


TEMPLATE = States()
