"""Recap: what to remember, each point with a miniature of the scene it looks back to."""

from __future__ import annotations

from ...planning.visuals import Recap
from ..drawlist import Box, DrawList, Group, Item, Rect, leaves, union
from ..parts import Voice, card, disc, words
from ..template import Context, DoesNotFit, Miniature, Picture, Template
from ..text import BODY_SIZES, CAPTION, blocks


class Remember(Template):
    name = "recap"
    slots = Recap

    def score(self, scene, data: Recap) -> float:
        return 0.9 if scene.role == "recap" else 0.4

    def layout(self, data: Recap, box: Box, ctx: Context) -> Picture:
        n = len(data.points)
        columns = 2 if box.w >= 900 and n > 3 else 1
        rows = -(-n // columns)
        tall = min(box.h, rows * (150.0 if box.w >= 600 else 110.0))
        grid = Box(box.x, box.cy - tall / 2, box.w, tall).rows([1.0] * rows, 18 if rows < 5 else 10)
        cells = [c for r in grid for c in r.columns([1.0] * columns, 28)][:n]
        if cells[0].h < 44:
            raise DoesNotFit(f"{n} points do not fit below each other")
        minis = [ctx.peek(p.scene) if p.scene and p.scene != ctx.scene.id else None for p in data.points]
        wide = any(minis) and box.w >= 600
        rooms, still = [], []
        broad = max([1.7 * cells[0].h, *(_broad(m, cells[0].h - 16) for m in minis if m)])
        broad = max(1.7 * cells[0].h, min(broad, 0.42 * cells[0].w)) if wide else 0.0
        for cell, mini in zip(cells, minis, strict=True):
            shown = Box(cell.right - broad - 8, cell.y + 8, broad, cell.h - 16)
            right = shown.x - 14 if wide else cell.right - 16
            rooms.append(Box(cell.x + 68, cell.y + 8, right - cell.x - 68, cell.h - 16))
            still.append(_miniature(mini, shown) if wide and mini else ())
        texts = blocks([p.text for p in data.points], rooms, (CAPTION, *BODY_SIZES), "semibold", valign=0.5)
        voice = Voice(ctx.clock.cues([(p.text, p.evidence_id) for p in data.points]))

        def draw(t: float) -> DrawList:
            items: list[Item] = []
            for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                said, on = voice.said(i, t), voice.on(i, t)
                items += [card(cell, on), *disc(i + 1, cell.x + 38, cell.cy, said), *words(text, said, on)]
                if still[i]:
                    items.append(Group(still[i], opacity=0.35 + 0.65 * said))
            return tuple(items)

        return Picture((), draw)

    def split(self, data: Recap) -> tuple[Recap, ...]:
        n = len(data.points)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"points": p}) for p in (data.points[: (n + 1) // 2], data.points[(n + 1) // 2 :])
        )


def _drawn(mini: Miniature) -> Box:
    """The part of its box that the other scene's picture fills."""
    return _within(union([leaf.bounds for leaf in leaves(mini.items)]), mini.box)


def _broad(mini: Miniature, high: float) -> float:
    """How broad a page of this height is wanted, so that the picture fills it."""
    drawn = _drawn(mini)
    return 16 + (high - 12) * drawn.w / max(1.0, drawn.h)


def _miniature(mini: Miniature, place: Box) -> tuple[Item, ...]:
    """The other scene's picture on a small page."""
    inner, drawn = place.inset(8, 6), _drawn(mini)
    k = min(inner.w / drawn.w, inner.h / drawn.h, 0.5) if drawn.w > 1 and drawn.h > 1 else inner.w / mini.box.w
    dx = inner.cx - k * drawn.cx
    dy = inner.cy - k * drawn.cy
    page = Rect(place.x, place.y, place.w, place.h, 6, "ground", "rule", 1)
    return (page, Group(mini.items, dx=dx, dy=dy, scale=k))


def _within(a: Box, b: Box) -> Box:
    """What both have in common."""
    x, y = max(a.x, b.x), max(a.y, b.y)
    return Box(x, y, max(0.0, min(a.right, b.right) - x), max(0.0, min(a.bottom, b.bottom) - y))


TEMPLATE = Remember()
