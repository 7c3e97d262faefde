"""Numbers of the passages: bars from zero, a line over an ordered axis, or shares of a whole, all to scale."""

from __future__ import annotations

from ...planning.visuals import Numbers
from ..drawlist import Box, Circle, DrawList, Item, Path, Rect, Text, along
from ..drawlist import line as stroke
from ..fonts import advance
from ..motion import appear
from ..parts import Voice
from ..template import Context, DoesNotFit, Picture, Template
from ..text import BODY, BODY_SIZES, CAPTION, SMALL, Block, blocks, line
from ..theme import mix

GROW = 0.7  # seconds a bar takes to its length


class Chart(Template):
    name = "numbers"
    slots = Numbers

    def score(self, scene, data: Numbers) -> float:
        return 0.8 if scene.role in ("result", "example") else 0.6

    def layout(self, data: Numbers, box: Box, ctx: Context) -> Picture:
        voice = Voice(ctx.clock.cues([(f"{v.label} {v.text}", v.evidence_id) for v in data.values]))
        if data.kind == "line" and len(data.values) > 2 and all(v.value >= 0 for v in data.values):
            return _curve(data, box, voice)
        if data.kind == "share" and all(v.value >= 0 for v in data.values) and sum(v.value for v in data.values) > 0:
            strip, rest = Box(box.x, box.y + 4, box.w, 46), Box(box.x, box.y + 70, box.w, box.h - 70)
            return _bars(data, rest, voice, strip)
        return _bars(data, box, voice, None)

    def split(self, data: Numbers) -> tuple[Numbers, ...]:
        n = len(data.values)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"values": v}) for v in (data.values[: (n + 1) // 2], data.values[(n + 1) // 2 :])
        )


def _bars(data: Numbers, box: Box, voice: Voice, strip: Box | None) -> Picture:
    """A row a value: label, bar from zero, the number as printed. A strip above shows shares as parts of one whole."""
    n = len(data.values)
    unit = _unit(data, box)
    top = box.y + (26 if unit else 0)
    tall = min(box.bottom - top, n * 78.0)
    down = (box.bottom - top - tall) / 2 if strip is None else 0.0
    rows = Box(box.x, top + down, box.w, tall).rows([1.0] * n, 10)
    unit = tuple(line(u.string, u.x, u.y + down, u.size, colour="soft") for u in unit)
    stacked = box.w < 600
    if rows[0].h < (44 if stacked else 24):
        raise DoesNotFit(f"{n} values do not fit below each other")
    labels, numbers, tracks = _row_texts(data, rows, stacked)
    low = min(0.0, *(v.value for v in data.values))
    high = max(0.0, *(v.value for v in data.values))
    if (
        low == 0
        and 25 <= high <= 100
        and all("%" in v.text or v.text.rstrip().endswith("percent") for v in data.values)
    ):
        high = 100.0  # the track of a bar is the whole
    whole = sum(v.value for v in data.values) if strip else 0.0
    scale = (high - low) or 1.0

    def draw(t: float) -> DrawList:
        items: list[Item] = list(_strip(data, strip, whole, voice, t)) if strip else []
        for i, (v, track) in enumerate(zip(data.values, tracks, strict=True)):
            said, on, grown = voice.said(i, t), voice.on(i, t), appear(t, voice.cues[i], GROW)
            zero = track.x - track.w * low / scale
            length = track.w * v.value / scale * grown
            items.append(Rect(track.x, track.y, track.w, track.h, 4, fill="plate"))
            if abs(length) > 0.5:
                items.append(
                    Rect(
                        min(zero, zero + length),
                        track.y,
                        abs(length),
                        track.h,
                        min(4, abs(length) / 2),
                        fill=mix(mix("panel", "accent", 0.62), "accent", on),
                    )
                )
            if low < 0:
                items.append(stroke(zero, track.y - 3, zero, track.bottom + 3, "ink", 1.5))
            items += labels[i].coloured(mix("faint", "ink", said))
            items += numbers[i].coloured(mix("faint", "ink", said), "tabular_semibold")
        return tuple(items)

    return Picture(unit, draw)


def _row_texts(data: Numbers, rows: tuple[Box, ...], stacked: bool) -> tuple[list[Block], list[Block], list[Box]]:
    """Labels left, numbers right, bars between; stacked: label and number above the bar."""
    values = data.values
    number = min(0.3 * rows[0].w, max(advance(v.text, BODY, "tabular_semibold") for v in values) + 4)
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


def _strip(data: Numbers, strip: Box, whole: float, voice: Voice, t: float) -> tuple[Item, ...]:
    """The parts side by side, in the order of the rows below, numbered where there is room."""
    items: list[Item] = [Rect(strip.x, strip.y, strip.w, strip.h, 6, fill="plate")]
    x = strip.x
    for i, v in enumerate(data.values):
        w = strip.w * v.value / whole
        colour = mix(mix("panel", "accent", 0.25 + 0.1 * (i % 2)), "accent", voice.on(i, t))
        if voice.said(i, t) > 0 and w > 2:
            items.append(Rect(x + 1, strip.y, w - 2, strip.h, min(4, w / 4), fill=colour, opacity=voice.said(i, t)))
        x += w
    return tuple(items)


def _unit(data: Numbers, box: Box) -> tuple[Text, ...]:
    """What the numbers count, small above them, unless each number already says it."""
    unit = data.unit.strip()
    if not unit or all(unit in v.text for v in data.values) or advance(unit, SMALL, "regular") > box.w:
        return ()
    return (line(unit, box.x, box.y + 14, SMALL, colour="soft"),)


def _curve(data: Numbers, box: Box, voice: Voice) -> Picture:
    """Points over an ordered axis, joined as they are said; each with its number, labels below."""
    values, n = data.values, len(data.values)
    edge = min(70.0, box.w / (2 * n))  # so that the first and last labels are centred too
    plot = Box(box.x + edge, box.y + 60, box.w - 2 * edge, box.h - 60 - 62)
    pitch = plot.w / (n - 1)
    half = [min(pitch / 2, edge if i in (0, n - 1) else pitch / 2) - 4 for i in range(n)]
    rooms = [Box(plot.x + i * pitch - h, plot.bottom + 14, 2 * h, 42) for i, h in enumerate(half)]
    try:
        labels = blocks([v.label for v in values], rooms, (18.0, SMALL), align=0.5)
    except DoesNotFit:
        return _bars(data, box, voice, None)
    # Numbers of neighbours may both stand between their points.
    fitting = [
        z for z in (CAPTION, BODY, SMALL) if 2 * max(advance(v.text, z, "tabular_semibold") for v in values) < pitch
    ]
    if not fitting:
        return _bars(data, box, voice, None)
    size = fitting[0]
    high = max(v.value for v in values) or 1.0
    at = [(r.cx, plot.bottom - plot.h * v.value / high) for v, r in zip(values, rooms, strict=True)]
    zero = plot.bottom
    still = (stroke(box.x, zero, box.right, zero, "soft", 1.5), *_unit(data, Box(box.x, box.y - 6, box.w, 20)))

    def draw(t: float) -> DrawList:
        items: list[Item] = []
        for i in range(1, n):
            if voice.said(i, t) > 0:
                items.append(Path(along((at[i - 1], at[i]), voice.said(i, t)), stroke="accent", width=3))
        for i, (v, (x, y)) in enumerate(zip(values, at, strict=True)):
            said, on = voice.said(i, t), voice.on(i, t)
            items += labels[i].coloured(mix("faint", "ink", said))
            if said > 0:
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
