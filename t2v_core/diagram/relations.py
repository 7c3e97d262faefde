"""Relations between things as a layered graph; where that does not fit, as rows of "this — relation → that"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..planning.visuals import Link
from .drawlist import Box, DrawList, Item, Rect, Text, arrow, rounded, union
from .parts import Voice, card, titled, topic, words
from .relation_parts import Graph
from .relation_plan import fitted
from .template import Context, DoesNotFit, Picture
from .text import BODY_SIZES, SMALL, block
from .theme import mix


def relations(links: Sequence[Link], box: Box, ctx: Context, radius: float = 10.0, explained: bool = False) -> Picture:
    """The picture of `links` in `box`: every relation is lit when it is said. Raises `DoesNotFit`.

    With `explained`, the first thing is shown as the one that the picture is about, if nothing leads to it.
    """
    links = [k for k in links if k.source.strip().casefold() != k.target.strip().casefold()]
    if not links:
        raise DoesNotFit("every relation leads from a thing to itself")
    graph = _graph(links)
    first = 0 if explained and not any(b == 0 for _, b in graph.edges) else -1
    if first == 0:
        graph = replace(graph, names=(titled(graph.names[0]), *graph.names[1:]))
    plan = fitted(graph, box)
    if plan is None:
        return _rows(links, box, ctx)
    order, voice = _voice(links, ctx)

    def draw(t: float) -> DrawList:
        spoken = {k: (voice.said(i, t), voice.on(i, t)) for i, k in enumerate(order)}
        items: list[Item] = []
        for k, route in enumerate(plan.routes):
            said, on = spoken[k]
            items.append(arrow(rounded(route), mix(mix("rule", "soft", said), "accent", on), 2 + 0.8 * on, 10))
        for i, (place, text) in enumerate(zip(plan.boxes, plan.texts, strict=True)):
            near = [spoken[k] for k, edge in enumerate(graph.edges) if i in edge]
            said, on = max(s for s, _ in near), max(o for _, o in near)
            if i == first:
                continue
            items += [card(place, on, min(radius, place.h / 2)), *words(text, said, on)]
        for k, label in enumerate(plan.labels):
            said, on = spoken[k]
            items += _on_plate(label, mix(mix("faint", "soft", said), "accent", on))
        return tuple(items)

    return Picture(() if first < 0 else topic(plan.boxes[0], plan.texts[0], min(radius, plan.boxes[0].h / 2)), draw)


def _graph(links: Sequence[Link]) -> Graph:
    """Things in order of mention, told apart without regard to case, and which leads to which."""
    index: dict[str, int] = {}
    names: list[str] = []
    for link in links:
        for name in (link.source, link.target):
            if name.strip().casefold() not in index:
                index[name.strip().casefold()] = len(names)
                names.append(name.strip() or "—")
    place = lambda name: index[name.strip().casefold()]  # noqa: E731
    edges = tuple((place(k.source), place(k.target)) for k in links)
    return Graph(tuple(names), edges, tuple(k.label for k in links))


def _voice(links: Sequence[Link], ctx: Context) -> tuple[list[int], Voice]:
    """Links in the order in which they are said, and when."""
    phrases = [(f"{k.source} {k.label} {k.target}", k.evidence_id) for k in links]
    times = ctx.clock.cues(phrases, ordered=False)
    order = sorted(range(len(links)), key=lambda k: times[k])
    return order, Voice(ctx.clock.cues([phrases[k] for k in order]))


def _on_plate(label: tuple[Text, ...], colour: str) -> list[Item]:
    """A label on a piece of ground that parts the arrow behind it."""
    if not label:
        return []
    b = union([text.bounds for text in label])
    plate = Rect(b.x - 4, b.y - 3, b.w + 8, b.h + 5, 4, fill="ground")
    return [plate, *(replace(text, colour=colour) for text in label)]


def _rows(links: Sequence[Link], box: Box, ctx: Context) -> Picture:
    """One line a relation: two cards and a labelled arrow between them."""
    n = len(links)
    bands = box.rows([1.0] * n, 10)
    if bands[0].h < 40:
        raise DoesNotFit(f"{n} relations do not fit")
    arrowed = 0.3 if any(k.label.strip() for k in links) else 0.14
    order, voice = _voice(links, ctx)
    placed = []
    for link, band in zip(links, bands, strict=True):
        left, middle, right = Box(band.x, band.y, band.w, min(band.h, 84.0)).columns(
            (1, arrowed / (1 - arrowed) * 2, 1), 10
        )
        ends = [
            block(s, b.inset(10, 5), BODY_SIZES, "semibold", valign=0.5, align=0.5)
            for s, b in ((link.source, left), (link.target, right))
        ]
        label = block(link.label, Box(middle.x, middle.y, middle.w, middle.h / 2 - 3), (SMALL,), align=0.5, valign=1.0)
        placed.append((left, middle, right, ends, label))

    def draw(t: float) -> DrawList:
        items: list[Item] = []
        for i, k in enumerate(order):
            (left, middle, right, (a, b), label), said, on = placed[k], voice.said(i, t), voice.on(i, t)
            stroke = mix(mix("rule", "soft", said), "accent", on)
            items += [card(left, on), card(right, on), *words(a, said, on), *words(b, said, on)]
            items.append(arrow(((middle.x - 6, middle.cy + 6), (middle.right + 6, middle.cy + 6)), stroke, 2, 9))
            items += label.coloured(mix("faint", "soft", said))
        return tuple(items)

    return Picture((), draw)
