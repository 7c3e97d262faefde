"""Title card: the title large, its subtitle below, on the left margin."""

from __future__ import annotations

from ...planning.visuals import Title
from ..drawlist import Box, DrawList, Group, Rect
from ..motion import appear
from ..template import Context, Picture, Template
from ..text import BODY_SIZES, CAPTION, TITLE, block

SIZES = (48.0, 40.0, TITLE, 26.0, *BODY_SIZES)


class TitleCard(Template):
    name = "title"
    slots = Title

    def score(self, scene, data: Title) -> float:
        return 0.3 if scene.role == "hook" else 0.05

    def layout(self, data: Title, box: Box, ctx: Context) -> Picture:
        title = block(data.title, Box(box.x, box.y, 0.9 * box.w, 0.6 * box.h), SIZES, "semibold")
        subtitle = block(
            data.subtitle, Box(box.x, box.y, 0.8 * box.w, 0.3 * box.h), (CAPTION, *BODY_SIZES), colour="soft"
        )
        height = 22 + title.height + (24 + subtitle.height if subtitle.lines else 0)
        y = box.y + 0.45 * (box.h - height)
        bar = Rect(box.x, y, 56, 5, 2.5, fill="accent")
        titles = Group(title.lines, dy=y + 26 - box.y)
        below = Group(subtitle.lines, dy=y + 26 + title.height + 24 - box.y)

        def draw(t: float) -> DrawList:
            u = appear(t, 0.4, 0.5)
            return (below,) if u == 1.0 else (Group((below,), opacity=u),)

        return Picture((bar, titles), draw if subtitle.lines else lambda t: ())


TEMPLATE = TitleCard()
