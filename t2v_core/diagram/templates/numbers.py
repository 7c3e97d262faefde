"""Numbers of the passages: bars from zero, a line over an ordered axis, or shares of a whole, all to scale."""

from __future__ import annotations

import math

from ...planning.visuals import Numbers
from ..amounts import GROW, amount, one_share, reach, side_by_side
from ..drawlist import Box, Circle, DrawList, Item, Path, Rect, Text, along
from ..drawlist import line as stroke
from ..fonts import advance
from ..motion import appear
from ..parts import Voice
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY, BODY_SIZES, CAPTION, SMALL, Block, blocks, line
from ..theme import mix

SCALE = "each step is ten times the one before"
OPEN = 1.15  # how far a scale goes beyond a greatest value that may be greater
WIDE_RANGE = 200.0  # greatest over least value from which on bars from zero would hide the small ones


class Part(Numbers):
    """Some of the values, drawn to the scale of all: least and greatest."""

    low: float
    high: float


class Chart(Template):
    name = "numbers"
    slots = Numbers

    def score(self, scene, data: Numbers) -> float:
        return 0.8 if scene.role in ("result", "example") else 0.6

    def layout(self, data: Numbers, box: Box, ctx: Context) -> Picture:
        voice = Voice(ctx.clock.cues([(f"{v.label} {v.text}", v.evidence_id) for v in data.values]))
        if (
            data.kind == "line"
            and not _bounded(data)
            and len(data.values) > 2
            and all(v.value >= 0 for v in data.values)
        ):
            return _curve(data, box, voice)
        if data.kind == "share" and len(data.values) == 1 and 0 <= data.values[0].value <= 100:
            return one_share(data.values[0], data.unit, box, voice)
        if (
            data.kind == "share"
            and not _bounded(data)
            and all(v.value >= 0 for v in data.values)
            and sum(v.value for v in data.values) > 0
        ):
            strip, rest = Box(box.x, box.y + 4, box.w, 46), Box(box.x, box.y + 70, box.w, box.h - 70)
            return _bars(data, rest, voice, strip)
        low, high = _range(data)
        if low > 0 and high >= WIDE_RANGE * low:
            return _magnitudes(data, box, voice, low, high)
        return _bars(data, box, voice, None)

    def split(self, data: Numbers) -> tuple[Numbers, ...]:
        n = len(data.values)
        if n < 2:
            return ()
        low, high = _range(data)
        halves = (data.values[: (n + 1) // 2], data.values[(n + 1) // 2 :])  # of one value, too: not validated
        return tuple(Part.model_construct(kind=data.kind, unit=data.unit, values=v, low=low, high=high) for v in halves)


def _range(data: Numbers) -> tuple[float, float]:
    """Least and greatest of all values, also where only some are shown."""
    values = [v.value for v in data.values]
    return (data.low, data.high) if isinstance(data, Part) else (min(values), max(values))


def _bounded(data: Numbers) -> bool:
    """Whether a value is only bounded, so that it is neither a part of a sum nor a point of a curve."""
    return any(v.bound for v in data.values)


def _bars(data: Numbers, box: Box, voice: Voice, strip: Box | None) -> Picture:
    """A row a value: label, bar from zero, the number as printed. A strip above shows shares as parts of one whole."""
    n = len(data.values)
    unit = _unit(data.unit, data, box)
    top = box.y + (26 if unit else 0)
    tall = min(box.bottom - top, n * 78.0)
    down = (box.bottom - top - tall) / 2 if strip is None else 0.0
    rows = Box(box.x, top + down, box.w, tall).rows([1.0] * n, 10)
    unit = tuple(line(u.string, u.x, u.y + down, u.size, colour="soft") for u in unit)
    stacked = box.w < 600
    if rows[0].h < (44 if stacked else 24):
        raise DoesNotFit(f"{n} values do not fit below each other")
    labels, numbers, tracks = _row_texts(data, rows, stacked)
    low, high = (min(0.0, _range(data)[0]), max(0.0, _range(data)[1]))
    if (
        low == 0
        and 25 <= high <= 100
        and all("%" in v.text or v.text.rstrip().endswith("percent") for v in data.values)
    ):
        high = 100.0  # the track of a bar is the whole
    elif any(v.bound == "least" for v in data.values):
        high *= OPEN
    scale = (high - low) or 1.0

    def draw(t: float) -> DrawList:
        items: list[Item] = list(side_by_side(data.values, strip, voice, t)) if strip else []
        for i, (v, track) in enumerate(zip(data.values, tracks, strict=True)):
            said, on, grown = voice.said(i, t), voice.on(i, t), appear(t, voice.cues[i], GROW)
            zero = track.x - track.w * low / scale
            end = zero + track.w * v.value / scale * grown
            colour = mix(mix("panel", "accent", 0.62), "accent", on)
            items.append(Rect(track.x, track.y, track.w, track.h, 4, fill="plate"))
            items += amount(track, zero, end, end + (track.right - end) * grown, v.bound, colour)
            if low < 0:
                items.append(stroke(zero, track.y - 3, zero, track.bottom + 3, "ink", 1.5))
            items += labels[i].coloured(mix("faint", "ink", said))
            items += numbers[i].coloured(mix("faint", "ink", said), "tabular_semibold")
        return tuple(items)

    return Picture(unit, draw)


def _magnitudes(data: Numbers, box: Box, voice: Voice, low: float, high: float) -> Picture:
    """Values that differ by orders of magnitude: a point on a row for each, every step along it ten times the one before."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high) - 1e-9)
    n, stacked = len(data.values), box.w < 600
    area = Box(box.x, box.y + 26, box.w, box.h - 26 - 26)
    tall = min(area.h, n * 70.0)
    rows = Box(box.x, area.y + (area.h - tall) / 2, box.w, tall).rows([1.0] * n, 8)
    if rows[0].h < (40 if stacked else 24):
        raise DoesNotFit(f"{n} values do not fit below each other")
    labels, numbers, tracks = _row_texts(data, rows, stacked)
    named = (
        (f"{data.unit.strip()} – {SCALE}", f"{data.unit.strip()}, log scale", SCALE) if data.unit.strip() else (SCALE,)
    )
    above = Box(box.x, rows[0].y - (26 if stacked else 30), box.w, 20)
    unit = next((u for text in named if (u := _unit(text, data, above))), ())
    place = lambda track, v: track.x + track.w * (math.log10(v) - first) / (last - first)  # noqa: E731
    every = math.ceil((last - first) / (4 if stacked else 8))
    ticks = [place(tracks[0], 10.0**k) for k in range(first, last + 1)]
    foot = rows[-1].bottom + 6
    marks = [
        line(
            _power(k), min(max(ticks[k - first], box.x + 14), box.right - 14), foot + 17, SMALL, "tabular", "soft", 0.5
        )
        for k in range(first, last + 1, every)
    ]
    lines = [stroke(x, rows[0].y, x, foot, "rule", 1.0) for x in ticks] if not stacked else []
    still = (*unit, *lines, *marks)

    def draw(t: float) -> DrawList:
        items: list[Item] = []
        for i, (v, track) in enumerate(zip(data.values, tracks, strict=True)):
            said, on, grown = voice.said(i, t), voice.on(i, t), appear(t, voice.cues[i], GROW)
            end = track.x + (place(track, v.value) - track.x) * grown
            colour = mix(mix("panel", "accent", 0.62), "accent", on)
            items.append(stroke(track.x, track.cy, track.right, track.cy, "rule", 2))
            if grown > 0:
                items += reach(track, end, v.bound, colour)
                ring = {"fill": "ground", "stroke": colour} if v.bound else {"fill": colour, "stroke": "ground"}
                items.append(Circle(end, track.cy, 7 + on, width=2, **ring))
            items += labels[i].coloured(mix("faint", "ink", said))
            items += numbers[i].coloured(mix("faint", "ink", said), "tabular_semibold")
        return tuple(items)

    return Picture(still, draw)


def _power(k: int) -> str:
    """Ten to the k, short numbers in full."""
    if -3 < k < 5:
        return f"{10.0**k:,.{max(0, -k)}f}".replace(",", " ")
    return "10" + str(k).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _row_texts(data: Numbers, rows: tuple[Box, ...], stacked: bool) -> tuple[list[Block], list[Block], list[Box]]:
    """Labels left, numbers right, bars between; stacked: label and number above the bar."""
    values = data.values
    number = min(
        (0.55 if stacked else 0.3) * rows[0].w, max(advance(v.text, BODY, "tabular_semibold") for v in values) + 4
    )
    if stacked:
        heads = [Box(r.x, r.y, r.w - number - 12, r.h - 16) for r in rows]
        ends = [Box(r.right - number, r.y, number, r.h - 16) for r in rows]
        tracks = [Box(r.x, r.bottom - 12, r.w, 10) for r in rows]
        valign = 1.0
    else:
        wish = max(advance(v.label, BODY, "regular") for v in values) + 6
        label = min(max(120.0, wish), 0.36 * rows[0].w)
        heads = [Box(r.x, r.y, label, r.h) for r in rows]
        ends = [Box(r.right - number, r.y, number, r.h) for r in rows]
        thick = min(30.0, 0.6 * rows[0].h)
        tracks = [Box(r.x + label + 20, r.cy - thick / 2, r.w - label - number - 36, thick) for r in rows]
        valign = 0.5
    labels = blocks([v.label for v in values], heads, BODY_SIZES, valign=valign)
    numbers = blocks([v.text for v in values], ends, BODY_SIZES, "tabular_semibold", align=1.0, valign=valign)
    return labels, numbers, tracks


def _unit(unit: str, data: Numbers, box: Box) -> tuple[Text, ...]:
    """What the numbers count, small above them, unless each number already says it."""
    unit = unit.strip()
    if not unit or all(unit in v.text for v in data.values) or advance(unit, SMALL, "regular") > box.w:
        return ()
    return (line(unit, box.x, box.y + 14, SMALL, colour="soft"),)


def _curve(data: Numbers, box: Box, voice: Voice) -> Picture:
    """Points over an ordered axis, joined as they are said; each with its number, labels below."""
    values, n = data.values, len(data.values)
    widest = max(advance(v.label, SMALL, "regular") for v in (values[0], values[-1]))
    # Wide enough at the ends for the first and last labels to be centred too.
    edge = max(min(70.0, box.w / (2 * n)), min(44.0, widest / 2 + 4))
    plot = Box(box.x + edge, box.y + 60, box.w - 2 * edge, box.h - 60 - 62)
    pitch = plot.w / (n - 1)
    for every in range(1, max(2, n // 3)):  # where all have no room, every second or third keeps its words
        kept = [i for i in range(n) if (n - 1 - i) % every == 0]
        half = [min(every * pitch / 2, edge) if i in (0, n - 1) else every * pitch / 2 for i in kept]
        rooms = [
            Box(plot.x + i * pitch - h + 4, plot.bottom + 14, 2 * h - 8, 42) for i, h in zip(kept, half, strict=True)
        ]
        try:
            texts = blocks(
                [values[i].label for i in kept], rooms, BODY_SIZES[1:] if every == 1 else (SMALL,), align=0.5
            )
        except DoesNotFit:
            continue
        # Numbers of neighbours may both stand between their points.
        room = every * pitch / (2 if every == 1 else 1.2)
        wide = lambda z: max(advance(values[i].text, z, "tabular_semibold") for i in kept)  # noqa: B023, E731
        fitting = [z for z in (CAPTION, BODY, SMALL) if wide(z) < room]
        if fitting:
            break
    else:
        return _bars(data, box, voice, None)
    size, labels = fitting[0], dict(zip(kept, texts, strict=True))
    high = _range(data)[1] or 1.0
    at = [(plot.x + i * pitch, plot.bottom - plot.h * v.value / high) for i, v in enumerate(values)]
    zero = plot.bottom
    still = (
        stroke(box.x, zero, box.right, zero, "soft", 1.5),
        *_unit(data.unit, data, Box(box.x, box.y - 6, box.w, 20)),
    )

    def draw(t: float) -> DrawList:
        items: list[Item] = []
        for i in range(1, n):
            if voice.said(i, t) > 0:
                items.append(Path(along((at[i - 1], at[i]), voice.said(i, t)), stroke="accent", width=3))
        for i, (v, (x, y)) in enumerate(zip(values, at, strict=True)):
            said, on = voice.said(i, t), voice.on(i, t)
            items += labels[i].coloured(mix("faint", "ink", said)) if i in labels else ()
            if said > 0 and i in labels:
                dx, dy, align = _beside(at, i, zero)
                colour = "accent" if on > 0.5 else "ink"
                wide = advance(v.text, size, "tabular_semibold")
                left = min(max(x + dx - align * wide, box.x), box.right - wide)
                # A number that comes to lie on a line of its neighbours parts it.
                items.append(Rect(left - 3, y + dy - size * 0.8, wide + 6, size, fill="ground"))
                items.append(line(v.text, left, y + dy, size, "tabular_semibold", colour, opacity=said))
        items += [
            Circle(x, y, 6 + 2 * voice.on(i, t), fill=mix("rule", "accent", voice.said(i, t)), stroke="ground", width=2)
            for i, (x, y) in enumerate(at)
        ]
        return tuple(items)

    return Picture(still, draw)


def _beside(at: list[tuple[float, float]], i: int, floor: float) -> tuple[float, float, float]:
    """Where a point's number stands clear of the lines that meet in it: offsets and alignment."""
    y = at[i][1]
    left_higher = i > 0 and at[i - 1][1] < y - 1
    right_higher = i + 1 < len(at) and at[i + 1][1] < y - 1
    if left_higher and right_higher and floor - y > 44:
        return 0.0, 30.0, 0.5
    if left_higher:
        return -2.0, -14.0, 0.0
    return (2.0, -14.0, 1.0) if right_higher else (0.0, -16.0, 0.5)


TEMPLATE = Chart()
