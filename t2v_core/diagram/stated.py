"""What the cores of statements share: the words, the box and the points that additions hang from, and cards side by side or below each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..planning.sense import Sense
from .box import Box
from .drawlist import DrawList, Point
from .parts import LARGE
from .template import DoesNotFit
from .text import BODY_SIZES, CAPTION, TITLE, Block, blocks

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
    def changes(self) -> bool:
        """Whether the subject itself becomes more or less."""
        return self.sense in ("rises", "falls")

    @property
    def clear(self) -> float:
        """What the arrow keeps free above and below it: the cross that strikes it out where it is denied."""
        return CROSS + 6.0 if self.sense == "denied" else 6.0


def around(area: Box, first: Box, second: Box, over: float = 0.0) -> Box:
    return Box(
        min(first.x, second.x),
        area.y,
        max(first.right, second.right) - min(first.x, second.x),
        second.bottom - first.y + over,
    )


def side_by_side(area: Box, top: float, widths: tuple[float, float], gap: float, tall: float) -> tuple[Box, Box]:
    first = Box(area.cx - (sum(widths) + gap) / 2, top, widths[0], tall)
    return first, Box(first.right + gap, top, widths[1], tall)


def ends_set(stated: Stated, area: Box, gap: float, room: float) -> tuple[Block, Block, tuple[float, float]]:
    """Subject and object at one size, and the widths of their cards: the largest size, then the lowest cards."""
    tried: list[tuple[tuple[float, float], tuple]] = []
    for shares in SHARES:
        widths = tuple(s * (area.w - gap) for s in shares)
        rooms = [Box(0, 0, w - 2 * PAD_X, room - 2 * 0.6 * PAD_Y) for w in widths]
        try:
            made = blocks(stated.ends, rooms, stated.sizes, "semibold", align=0.5)
        except DoesNotFit:
            continue
        widths = tuple(min(w, max(240.0, width_of(b) + 3.5 * PAD_X)) for b, w in zip(made, widths, strict=True))
        tried.append(((-made[0].size, max(b.height for b in made)), (*made, widths)))
    if not tried:
        raise DoesNotFit(f"The two ends of a statement need more than {area.w:.0f}×{room:.0f} units.")
    return min(tried, key=lambda t: t[0])[1]


def stacked(stated: Stated, area: Box, pad: float) -> list[Block]:
    rooms = [Box(0, 0, area.w - pad, 0.5 * area.h)] * 2
    return blocks(stated.ends, rooms, stated.sizes, "semibold", align=0.5)


def width_of(text: Block) -> float:
    return max((t.advance for t in text.lines), default=0.0)
