"""How much of a track an amount fills: solid as far as the sentence is sure, hatched where it only sets a bound ("up to", "at least")."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..planning.visuals import Bound, Quantity
from .drawlist import Box, DrawList, Item, Rect
from .drawlist import line as stroke
from .motion import appear
from .parts import Voice
from .template import DoesNotFit, Picture
from .text import BODY_SIZES, CAPTION, TITLE, Block, block, line
from .theme import mix

STRIP = 64.0  # height of the strip that is a whole
GROW = 0.7  # seconds a bar takes to its length
DASH = (7.0, 7.0)  # of a line that may end sooner or later
HATCH = 12.0  # from one line of the hatching to the next


def amount(track: Box, zero: float, end: float, last: float, bound: Bound, colour: str) -> DrawList:
    """A bar on `track` from x = `zero` to `end`; what "at least" leaves open is hatched up to `last`, and all of what is "at most"."""
    bar = Box(min(zero, end), track.y, abs(end - zero), track.h)
    if bar.w <= 0.5:
        return ()
    if bound == "most":
        return *_hatched(bar, colour), stroke(end, bar.y, end, bar.bottom, colour, 4)
    filled = Rect(bar.x, bar.y, bar.w, bar.h, min(6.0 if track.h >= STRIP else 4.0, bar.w / 2), fill=colour)
    beyond = Box(end, track.y, last - end, track.h)
    return (filled, *_hatched(beyond, colour)) if bound == "least" and beyond.w > 0.5 else (filled,)


def _hatched(box: Box, colour: str) -> list[Item]:
    """Slanting lines that fill a box, each cut at its edges."""
    lines: list[Item] = []
    for k in range(math.ceil((box.w + box.h) / HATCH)):
        foot = box.x - box.h + (k + 0.5) * HATCH  # where the line would cross the box's lower edge
        x0, x1 = max(foot, box.x), min(foot + box.h, box.right)
        if x1 > x0:
            lines.append(stroke(x0, box.bottom - (x0 - foot), x1, box.bottom - (x1 - foot), colour, 2.0))
    return lines


def reach(track: Box, end: float, bound: Bound, colour: str) -> DrawList:
    """From the track's start to a value: in dashes where it may be less, and on towards the track's end where it may be more."""
    first = stroke(track.x, track.cy, end, track.cy, colour, 4, dash=DASH if bound == "most" else ())
    more = stroke(end, track.cy, track.right, track.cy, colour, 4, dash=DASH)
    return (first, more) if bound == "least" and end < track.right else (first,)


def side_by_side(values: Sequence[Quantity], strip: Box, voice: Voice, t: float) -> DrawList:
    """The parts side by side, in the order of the rows below, each as wide as its share of their sum."""
    items: list[Item] = [Rect(strip.x, strip.y, strip.w, strip.h, 6, fill="plate")]
    x, whole = strip.x, sum(v.value for v in values)
    for i, v in enumerate(values):
        w = strip.w * v.value / whole
        colour = mix(mix("panel", "accent", 0.25 + 0.1 * (i % 2)), "accent", voice.on(i, t))
        if voice.said(i, t) > 0 and w > 2:
            items.append(Rect(x + 1, strip.y, w - 2, strip.h, min(4, w / 4), fill=colour, opacity=voice.said(i, t)))
        x += w
    return tuple(items)


def one_share(value: Quantity, whole: str, box: Box, voice: Voice) -> Picture:
    """A share of a whole: the number, what it is, and a strip that is the whole, filled as far as the share goes."""
    number = line(value.text, 0, 0, TITLE, "tabular_semibold")
    stacked = number.advance > 0.45 * box.w or box.w < 600
    left = box.x if stacked else box.x + number.advance + 28
    label = block(value.label, Box(left, 0, box.right - left, 0.3 * box.h), (CAPTION, *BODY_SIZES), "semibold")
    unit = block(whole, Box(box.x, 0, box.w, 0.25 * box.h), BODY_SIZES)
    head = TITLE + 14 + label.height if stacked else max(TITLE, label.height)
    if number.advance > box.w or head + STRIP + unit.height + 48 > box.h:
        raise DoesNotFit("a share needs more room for its words")
    top = box.cy - (head + STRIP + unit.height + 40) / 2
    number = line(value.text, box.x, top + (TITLE if stacked else head) - 8, TITLE, "tabular_semibold")
    label = label.at(left, top + (TITLE + 14 if stacked else (head - label.height) / 2), 0.0)
    strip = Box(box.x, top + head + 22, box.w, STRIP)
    unit = unit.at(box.x, strip.bottom + 18, 0.0)

    def draw(t: float) -> DrawList:
        said, on, grown = voice.said(0, t), voice.on(0, t), appear(t, voice.cues[0], GROW)
        colour = mix(mix("panel", "accent", 0.62), "accent", on)
        end = strip.x + strip.w * value.value / 100 * grown
        items: list[Item] = [Rect(strip.x, strip.y, strip.w, strip.h, 6, "plate", "rule", 1.2)]
        items += amount(strip, strip.x, end, strip.x + strip.w * grown, value.bound, colour)
        items += [*Block((number,), TITLE, TITLE).coloured(mix("faint", "accent", said), "tabular_semibold")]
        return (*items, *label.coloured(mix("faint", "ink", said)))

    return Picture(tuple(unit.coloured("soft")), draw)
