"""What follows from a condition or a reason: a card with its word and sign ("if", "because", "when"), and an arrow to what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..planning.unfold import Part
from ..planning.visuals import Link
from .box import WIDE
from .drawlist import Box, DrawList, Item, Text, arrow
from .parts import LARGE, SIGN_ROOM, WORD, Voice, beside_sign, card, centred, coloured, sign_card, words
from .stated import width_of
from .template import Context, DoesNotFit, Picture
from .text import BODY_SIZES, CAPTION, SMALL, Block, block, blocks
from .theme import mix

PAD_X, PAD_Y = 22.0, 26.0
GAP, BELOW = 84.0, 44.0  # between cards side by side, and one below the other
LEAST, NARROWEST = 150.0, 240.0  # height and width of a card beside others
MOST_LABEL = 150.0  # widest line on an arrow
_WORD = re.compile(
    r"(?P<word>(?:(?:even|only|just|especially) )?(?:if|when|whenever|once|after|as long as|as a result of|as|because of|because|since|due to|thanks to|in response to|by))\s(?=\S)",
    re.I,
)


def conditional(links: Sequence[Link]) -> Part | None:
    """The condition that a chain of at most two links begins with; None for relations of any other shape."""
    match = _WORD.match(links[0].source)
    chained = all(a.target == b.source for a, b in pairwise(links))
    if match is None or links[0].label or len(links) > 2 or not chained:
        return None
    return Part(match["word"], links[0].source[match.end() :])


def under_condition(part: Part, links: Sequence[Link], box: Box, ctx: Context) -> Picture:
    """The condition and what follows from it, each lit when it is said. Raises `DoesNotFit`."""
    place = _across if box.w >= WIDE else _downwards
    boxes, texts, label = place(part, links, box)
    condition, word = beside_sign(part, texts[0], boxes[0])
    rest = [centred(t, b) for t, b in zip(texts[1:], boxes[1:], strict=True)]
    phrases = [(links[0].source, links[0].evidence_id), *((k.target, k.evidence_id) for k in links)]
    times = ctx.clock.cues(phrases, ordered=False)
    order = sorted(range(len(phrases)), key=lambda i: times[i])
    voice = Voice(ctx.clock.cues([phrases[i] for i in order]))
    turn = {i: at for at, i in enumerate(order)}
    ways = [_way(a, b, box.w >= WIDE) for a, b in pairwise(boxes)]

    def draw(t: float) -> DrawList:
        said = [voice.said(turn[i], t) for i in range(len(boxes))]
        lit = [voice.on(turn[i], t) for i in range(len(boxes))]
        items: list[Item] = [
            arrow(way, mix("rule", "accent", min(said[i], said[i + 1])), 3, 13) for i, way in enumerate(ways)
        ]
        items += [coloured(x, mix("faint", "accent", said[-1])) for x in label]
        items += sign_card(part, boxes[0], condition, word, said[0], lit[0])
        for i, text in enumerate(rest, start=1):
            items += [card(boxes[i], lit[i], 12), *words(text, said[i], lit[i])]
        return tuple(items)

    return Picture((), draw)


def _way(first: Box, second: Box, across: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    if across:
        return (first.right + 5, first.cy), (second.x - 5, second.cy)
    return (first.x + 30, first.bottom + 4), (first.x + 30, second.y - 4)


def _across(part: Part, links: Sequence[Link], box: Box) -> tuple[list[Box], list[Block], tuple[Text, ...]]:
    n = len(links) + 1
    label = block(links[-1].label, Box(0, 0, MOST_LABEL, box.h), (SMALL,), "semibold", align=0.5) if n > 2 else None
    gaps = [GAP] * (n - 1)
    if label:
        gaps[-1] = max(GAP, 40.0 + width_of(label))
    column = (box.w - sum(gaps)) / n
    rooms = [Box(0, 0, column - _inset(i), box.h - 2 * PAD_Y - (WORD if i == 0 else 0.0)) for i in range(n)]
    texts = blocks(_said(part, links), rooms, (LARGE, CAPTION, *BODY_SIZES), "semibold", align=0.5)
    texts[0] = texts[0].at(0, 0, 0.0)
    wide = [min(column, max(NARROWEST, width_of(t) + _inset(i) + PAD_X)) for i, t in enumerate(texts)]
    tall = min(box.h, max(LEAST, texts[0].height + WORD + 2 * PAD_Y, *(t.height + 2 * PAD_Y for t in texts[1:])))
    x, boxes = box.cx - (sum(wide) + sum(gaps)) / 2, []
    for width, gap in zip(wide, [*gaps, 0.0], strict=True):
        boxes.append(Box(x, box.cy - tall / 2, width, tall))
        x += width + gap
    middle = (boxes[-2].right + boxes[-1].x) / 2
    return boxes, texts, label.at(middle, box.cy - 12 - label.height).lines if label else ()


def _downwards(part: Part, links: Sequence[Link], box: Box) -> tuple[list[Box], list[Block], tuple[Text, ...]]:
    n, pad = len(links) + 1, 14.0
    room = box.h - BELOW * (n - 1) - 2 * pad * n - WORD
    for size in (CAPTION, *BODY_SIZES):
        texts = [
            block(s, Box(0, 0, box.w - _inset(i), box.h), (size,), "semibold") for i, s in enumerate(_said(part, links))
        ]
        if sum(t.height for t in texts) <= room:
            break
    else:
        raise DoesNotFit(f"a condition and what follows from it need more than {box.h:.0f} units of height")
    spare = room - sum(t.height for t in texts)
    top, boxes = box.y + spare / 2, []
    for i, text in enumerate(texts):
        boxes.append(Box(box.x, top, box.w, text.height + 2 * pad + (WORD if i == 0 else 0.0)))
        top = boxes[-1].bottom + BELOW
    label = links[-1].label if n > 2 else ""
    shown = block(label, Box(0, 0, box.w - 60, BELOW), (SMALL,), "semibold") if label else None
    return boxes, texts, shown.at(box.x + 46, boxes[-2].bottom + (BELOW - shown.height) / 2, 0.0).lines if shown else ()


def _said(part: Part, links: Sequence[Link]) -> list[str]:
    return [part.text, *(k.target for k in links)]


def _inset(i: int) -> float:
    """What a card keeps free of text beside it: room for the sign of the condition."""
    return SIGN_ROOM + PAD_X if i == 0 else 2 * PAD_X
