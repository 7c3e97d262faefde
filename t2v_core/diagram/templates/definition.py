"""Definition: the term, the thing it is, and the parts that set it apart, each tied on by the word of the sentence that does so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...planning.unfold import MAX_PARTS, Part, Unfolded, stated, whole
from ...planning.visuals import Datum, Definition
from ..box import WIDE
from ..drawlist import Box, DrawList, Item, Text, arrow
from ..fonts import advance
from ..parts import (
    LARGE,
    SIGN_ROOM,
    WORD,
    Voice,
    beside_sign,
    card,
    centred,
    coloured,
    connector,
    said_last,
    sign_card,
    topic,
    words,
)
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY_SIZES, CAPTION, SMALL, TITLE, Block, block, blocks, halves, line
from ..theme import mix

PAD_X, PAD_Y = 22.0, 32.0
BETWEEN, INDENT = 20.0, 30.0  # parts; and how far they stand in, in a narrow frame
TIE_MOST = 170.0  # longest line of the words on the arrow
# Widths of term, thing and parts in a wide frame, the first where they suit no worse than others.
SHARES = {
    True: ((0.27, 0.29, 0.44), (0.24, 0.38, 0.38), (0.34, 0.26, 0.40), (0.22, 0.28, 0.50)),
    False: ((0.42, 0.58), (0.5, 0.5), (0.34, 0.66)),
}
LEAST = 116.0  # height of the cards in a wide frame


@dataclass(frozen=True)
class _Placed:
    """Every card with its text, and the arrow from the term."""

    term: tuple[Box, Block]
    tie: tuple[Text, ...]
    arrow: tuple[tuple[float, float], ...]
    head: tuple[Box, Block]
    parts: tuple[tuple[Box, Block, tuple[Text, ...]], ...]


class Define(Template):
    name = "definition"
    slots = Definition

    def score(self, scene, data: Definition) -> float:
        return 0.9 if scene.role == "definition" else 0.6

    def layout(self, data: Definition, box: Box, ctx: Context) -> Picture:
        tried: DoesNotFit | None = None
        for said in _statements(data, ctx):
            try:
                placed = _wide(said, box) if box.w >= WIDE else _narrow(said, box)
                return _picture(said, placed, data, ctx, box.w >= WIDE)
            except DoesNotFit as e:
                tried = e
        raise tried or DoesNotFit("there is nothing to show")

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
            data.model_copy(update={"meaning": data.meaning.model_copy(update={"text": t, "whole": ""})})
            for t in halves(data.meaning.text)
        )


def _statements(data: Definition, ctx: Context) -> Iterator[Unfolded]:
    """The ways to say it, the one that shows the most parts first."""
    sentences = tuple(b.text for b in ctx.clock.beats) or (ctx.scene.narration,)
    features = data.features
    if all(_within(f, data.meaning) for f in features):
        features = []  # they would only be said twice
    texts = tuple(f.text for f in features)
    ways = [(m, texts) for m in dict.fromkeys(filter(None, (data.meaning.whole, data.meaning.text)))]
    if texts and (said := whole(data.meaning.text, texts, sentences)):
        ways.insert(0, (said, ()))  # its features left out words of the sentence
    for meaning, parts in ways:
        for most in range(MAX_PARTS, -1, -1) if not parts else (0,):
            if ctx.plan.language.casefold().startswith("en"):
                yield stated(data.term.text, meaning, parts, sentences, most)
            else:
                yield Unfolded(data.term.text, "", meaning, tuple(Part("", f) for f in parts))


def _within(feature: Datum, meaning: Datum) -> bool:
    return feature.text.casefold() in (meaning.whole or meaning.text).casefold()


def _wide(said: Unfolded, box: Box) -> _Placed:
    """Term, thing and parts in columns from left to right."""
    tie = block(said.tie, Box(0, 0, TIE_MOST, box.h), (SMALL,), align=0.5) if said.tie else None
    gap = max(88.0, 52.0 + max((t.advance for t in tie.lines), default=0.0)) if tie else 88.0
    room = box.w - gap - (72.0 if said.parts else 0.0)
    term, term_w, (head, *parts), sizes, head_w = _columns(said, box, room)
    tall = min(box.h, max(LEAST if said.parts else 150.0, term.height + 2 * PAD_Y, head.height + 2 * PAD_Y))
    y = box.cy - tall / 2
    term_box = Box(box.x, y, term_w, tall)
    head_box = Box(term_box.right + gap, y, head_w, tall)
    least = tall if len(parts) == 1 else LEAST if len(parts) < 4 else 0.0
    heights = [max(height, least) for height in sizes]
    total = sum(heights) + BETWEEN * (len(parts) - 1)
    if total > box.h + 0.01:
        heights, total = sizes, sum(sizes) + BETWEEN * (len(parts) - 1)
    top, column = box.cy - total / 2, head_box.right + 72.0
    rows = []
    for part, text, height in zip(said.parts, parts, heights, strict=True):
        own = Box(column, top, box.right - column, height)
        rows.append((own, *beside_sign(part, text, own)))
        top += height + BETWEEN
    x = (term_box.right + head_box.x) / 2
    shown = tie.at(x, box.cy - 10 - tie.height).lines if tie else ()
    ends = ((term_box.right + 4, box.cy), (head_box.x - 4, box.cy))
    return _Placed((term_box, centred(term, term_box)), shown, ends, (head_box, centred(head, head_box)), tuple(rows))


def _columns(said: Unfolded, box: Box, room: float) -> tuple[Block, float, list[Block], list[float], float]:
    """Term, its width, the other texts, the heights of the parts and the width of the thing, in the columns that suit the
    texts best: the largest text, then the lowest card."""
    tried: list[tuple[tuple[float, float], tuple]] = []
    for shares in SHARES[bool(said.parts)]:
        term_w, head_w, *more = (s * room for s in shares)
        try:
            within = Box(box.x + PAD_X, box.y, term_w - 2 * PAD_X, box.h - 2 * PAD_Y)
            term = block(said.term, within, _sizes(said), "semibold")
            made, heights = _set(said, head_w, more[0] if more else 0.0, box, box.h, most=term.size)
            if made[0].size < CAPTION < term.size:  # no fifth size beside title, caption, text and labels
                term = block(said.term, within, (CAPTION, *BODY_SIZES), "semibold")
        except DoesNotFit:
            continue
        lowest = max(term.height, made[0].height, sum(heights) + BETWEEN * (len(heights) - 1) - 2 * PAD_Y)
        tried.append(((-made[0].size, lowest), (term, term_w, made, heights, head_w)))
    if not tried:
        raise DoesNotFit(f"A definition with {len(said.parts)} parts needs more than {box.w:.0f}×{box.h:.0f} units.")
    return min(tried, key=lambda t: t[0])[1]


def _narrow(said: Unfolded, box: Box) -> _Placed:
    """Term, thing and parts one below the other."""
    pad = 12.0
    term = block(said.term, Box(box.x + 18, box.y, box.w - 36, 0.3 * box.h), _sizes(said), "semibold")
    tie = line(said.tie, 0, 0, SMALL) if said.tie and advance(said.tie, SMALL, "regular") < box.w - 80 else None
    step = 40.0
    fixed = term.height + 2 * pad + step
    (head, *parts), sizes = _set(said, box.w, box.w - INDENT, box, box.h - fixed, pad, 10.0)
    if head.size < CAPTION < term.size:
        term = block(said.term, Box(box.x + 18, box.y, box.w - 36, 0.3 * box.h), (CAPTION, *BODY_SIZES), "semibold")
    spare = box.h - fixed - head.height - 2 * pad - sum(sizes) - 10.0 * len(sizes)
    more = min(20.0, 0.5 * spare / (2 + len(sizes)))
    y = box.y + max(0.0, spare - more * (2 + len(sizes))) / 2
    term_box = Box(box.x, y, box.w, term.height + 2 * pad + more)
    head_box = Box(box.x, term_box.bottom + step, box.w, head.height + 2 * pad + more)
    top, rows = head_box.bottom + 10.0, []
    for part, text, height in zip(said.parts, parts, sizes, strict=True):
        own = Box(box.x + INDENT, top, box.w - INDENT, height + more)
        rows.append((own, *beside_sign(part, text, own)))
        top += height + more + 10.0
    x = box.x + 40
    shown = (line(tie.string, x + 14, term_box.bottom + 0.5 * step + 0.36 * SMALL, SMALL),) if tie else ()
    ends = ((x, term_box.bottom + 4), (x, head_box.y - 4))
    return _Placed((term_box, centred(term, term_box)), shown, ends, (head_box, centred(head, head_box)), tuple(rows))


def _sizes(said: Unfolded) -> tuple[float, ...]:
    return (LARGE, CAPTION, *BODY_SIZES) if said.parts else (TITLE, LARGE, CAPTION, *BODY_SIZES)


def _set(
    said: Unfolded,
    head_w: float,
    part_w: float,
    box: Box,
    room: float,
    pad: float = PAD_Y,
    between: float = BETWEEN,
    most: float = LARGE,
) -> tuple[list[Block], list[float]]:
    """The texts of the thing and its parts at one size, at most `most`, and how high the cards of the parts are.

    Raises `DoesNotFit`.
    """
    narrow = box.w < WIDE
    inset = 18.0 if narrow else PAD_X
    texts = [said.head, *(p.text for p in said.parts)]
    rooms = [Box(0, 0, head_w - 2 * inset, room)] + [Box(0, 0, part_w - inset - SIGN_ROOM, room)] * len(said.parts)
    sizes = (CAPTION, *BODY_SIZES) if len(said.parts) > 1 or narrow else (LARGE, CAPTION, *BODY_SIZES)
    sizes = tuple(s for s in sizes if s <= most) or sizes[-1:]
    for k in range(len(sizes)):
        made = blocks(texts, rooms, sizes[k:], "semibold")
        heights = [
            b.height + 2 * 0.75 * pad + (WORD if p.word else 0) for b, p in zip(made[1:], said.parts, strict=True)
        ]
        own, beside = made[0].height + 2 * pad, sum(heights) + between * max(0, len(heights) - 1)
        needed = own + beside + between * bool(heights) if narrow else max(own, beside)
        if needed <= room:
            return made, heights
    raise DoesNotFit(f"A definition with {len(said.parts)} parts needs more than {room:.0f} units.")


def _picture(said: Unfolded, placed: _Placed, data: Definition, ctx: Context, across: bool) -> Picture:
    """What is placed, lit in the order in which it is said."""
    own = {f.text: f.evidence_id for f in data.features}
    phrases = [(said.head, data.meaning.evidence_id)]
    phrases += [(f"{p.word} {p.text}", own.get(p.text, data.meaning.evidence_id)) for p in said.parts]
    times = ctx.clock.cues(phrases, ordered=False)
    order = sorted(range(len(phrases)), key=lambda i: times[i])
    voice = Voice(ctx.clock.cues([phrases[i] for i in order]))
    turn = {i: place for place, i in enumerate(order)}
    (term_box, term), (head_box, head) = placed.term, placed.head
    ends = placed.arrow[::-1] if said.called else placed.arrow

    def draw(t: float) -> DrawList:
        now, on = voice.said(turn[0], t), voice.on(turn[0], t)
        items: list[Item] = [arrow(ends, mix("rule", "accent", now), 2.4, 11)]
        items += [coloured(w, mix("faint", "accent", now)) for w in placed.tie]
        items += [card(head_box, on, 12), *words(head, now, on)]
        ties: list[tuple[float, Item]] = []
        for i, (part, (box, text, word)) in enumerate(zip(said.parts, placed.parts, strict=True), start=1):
            now, on = voice.said(turn[i], t), voice.on(turn[i], t)
            ties.append((now, connector(head_box, box, across, now)))
            items += sign_card(part, box, text, word, now, on)
        return (*said_last(ties), *items)

    return Picture(topic(term_box, term), draw)


TEMPLATE = Define()
