"""Pieces that several templates share: how a thing looks before, while and after it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..planning.unfold import Part
from ..planning.visuals import Datum
from .drawlist import Box, Circle, DrawList, Face, Item, Rect, Text, arrow
from .glyphs import sign
from .motion import appear
from .template import DoesNotFit
from .text import BODY, SMALL, Block, block, blocks, line
from .theme import mix

STRAIGHT = 8.0  # units that a connector may miss its card's middle by, rather than bend
LARGE = 30.0  # text of a card that stands beside few others
SIGN, SIGN_ROOM, WORD = 16.0, 60.0, 24.0  # a sign's radius, its room in the card, the height of the line with its word


@dataclass(frozen=True)
class Voice:
    """How far thing i of several is said: `said` 0 → 1 when it comes up, `on` 1 only while it is the one being said."""

    cues: tuple[float, ...]

    def said(self, i: int, t: float) -> float:
        return appear(t, self.cues[i])

    def on(self, i: int, t: float) -> float:
        later = self.cues[i + 1] if i + 1 < len(self.cues) else float("inf")
        return self.said(i, t) * (1 - appear(t, later))


def card(box: Box, on: float, radius: float = 10.0) -> Rect:
    """A panel whose fill and border turn to the accent while it is spoken of."""
    return Rect(box.x, box.y, box.w, box.h, radius, mix("panel", "pale", on), mix("rule", "accent", on), 1.2 + 1.3 * on)


def topic(box: Box, text: Block, radius: float = 12.0) -> DrawList:
    """The card of the thing explained: the only one that is solid, from the scene's first frame."""
    return Rect(box.x, box.y, box.w, box.h, radius, "accent"), *text.coloured("ground", "semibold")


def titled(name: str) -> str:
    """A name that stands above others begins with a capital, unless it is a symbol or an abbreviation (pH, k-means, mRNA)."""
    return name[0].upper() + name[1:] if name[:2].isalpha() and name[:2].islower() and len(name) > 2 else name


def words(text: Block, said: float, on: float) -> DrawList:
    """A text grey before it is said, ink after; set with the semi-bold's measure so that emphasis moves nothing."""
    return text.coloured(mix("faint", "ink", said), "semibold" if on > 0.5 else "regular")


def centred(text: Block, box: Box) -> Block:
    """A text in the middle of its card."""
    return text.at(box.cx, box.cy - text.height / 2)


def beside_sign(part: Part, text: Block, box: Box) -> tuple[Block, tuple[Text, ...]]:
    """The text of a part to the right of its sign, and above it the word that ties it on; both in the middle of its card."""
    x, tall = box.x + SIGN_ROOM, text.height + (WORD if part.word else 0.0)
    top = box.cy - tall / 2
    word = (line(part.word, x, top + 0.73 * SMALL, SMALL, "semibold"),) if part.word else ()
    return text.at(x, top + tall - text.height, 0.0), word


def sign_card(part: Part, box: Box, text: Block, word: Sequence[Text], said: float, on: float) -> DrawList:
    """The card of a part that a sentence ties on: its sign in a ring, the word, the text."""
    x, colour = box.x + 14 + SIGN, mix("faint", "accent", said)
    ring = Circle(x, box.cy, SIGN, stroke=colour, width=1.4)
    tied = (coloured(w, colour) for w in word)
    return (card(box, on), ring, *sign(part, x, box.cy, SIGN, colour), *tied, *words(text, said, on))


def coloured(text: Text, colour: str) -> Text:
    return replace(text, colour=colour)


def fullest(
    phrases: Sequence[Datum], rooms: Sequence[Box], sizes: Sequence[float], face: Face = "semibold", **more: object
) -> list[Block]:
    """The phrases at one size: each whole where that has room at no less than `BODY`, else in its short form.

    Raises `DoesNotFit` when even the short forms have no room.
    """
    texts = [
        p.whole if p.whole and _holds(p.whole, r, face, more) else p.text for p, r in zip(phrases, rooms, strict=True)
    ]
    return blocks(texts, rooms, sizes, face, **more)


def _holds(text: str, room: Box, face: Face, more: dict) -> bool:
    try:
        block(text, room, (BODY,), face, **more)
    except DoesNotFit:
        return False
    return True


def disc(number: int, x: float, y: float, said: float, r: float = 17.0) -> tuple[Item, ...]:
    """A numbered disc around (x, y), grey before its turn."""
    colour = "ground" if said > 0.5 else "soft"
    return (
        Circle(x, y, r, fill=mix("plate", "accent", said), stroke=mix("rule", "accent", said), width=1.2),
        line(str(number), x, y + 0.36 * SMALL, SMALL, "semibold", colour, 0.5),
    )


def connector(head: Box, item: Box, across: bool, said: float) -> Item:
    """An elbow from a card to one of its items: to the right (`across`), or down its left edge."""
    if across and abs(head.cy - item.cy) < STRAIGHT:
        points = ((head.right + 2, head.cy), (item.x - 2, head.cy))
    elif across:
        middle = (head.right + item.x) / 2
        points = ((head.right + 2, head.cy), (middle, head.cy), (middle, item.cy), (item.x - 2, item.cy))
    else:
        points = ((item.x - 14, head.bottom + 2), (item.x - 14, item.cy), (item.x - 2, item.cy))
    return arrow(points, mix("rule", "accent", said), 2, 8)


def said_last(ties: list[tuple[float, Item]]) -> tuple[Item, ...]:
    """Connectors in drawing order: where they share a trunk, the ones already said lie on top."""
    return tuple(item for _, item in sorted(ties, key=lambda tie: tie[0]))
