"""The title card before the first scene: course, film title, lecturer, book and logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from ..planning.visuals import Title
from . import chrome
from .choice import Choice
from .citation import NO_SOURCE
from .drawlist import Box, DrawList, Group, Image, Pixels, Rect
from .motion import appear
from .scene import LaidOut
from .text import BODY, SMALL, TITLE, block, line

if TYPE_CHECKING:
    from ..planning.plan import ScenePlan
    from .settings import RenderSettings


CENTRE = 330.0  # where the middle of the words stands, a little above that of the frame


def title_card(plan: ScenePlan, g: chrome.Grid, settings: RenderSettings) -> LaidOut:
    """A quiet card: everything on the left margin, a short accent bar, the logo at the upper right."""
    box = Box(g.margin, 150, g.measure, 400)
    title = block(
        plan.title or plan.topic, Box(box.x, 230, 0.86 * box.w, 200), (48.0, 40.0, TITLE, 26.0, 20.0, SMALL), "semibold"
    )
    below = 230 + title.height + 26
    authors = ", ".join(plan.book.authors) if plan.book else ""
    source = " · ".join(s for s in (plan.book.title, authors) if s) if plan.book else NO_SOURCE
    lines = [
        *([line(settings.course, box.x, 178, BODY, colour="soft")] if settings.course else []),
        Rect(box.x, 200, 56, 5, 2.5, fill="accent"),
        *title.lines,
    ]
    for text in (settings.lecturer, source):
        if text:
            part = block(
                text,
                Box(box.x, below, 0.86 * box.w, 80),
                (BODY, SMALL),
                colour="ink" if text == settings.lecturer else "soft",
            )
            lines += part.lines
            below += part.height + 14
    logo: DrawList = ()
    if settings.logo is not None:
        h, w = settings.logo.shape[:2]
        logo = (Image(Pixels(w, h, settings.logo.tobytes()), g.width - g.margin - 160, 64, 160, 90),)
    shown = (Group(tuple(lines), dy=max(0.0, (CENTRE - (150 + below) / 2))), *logo)

    def draw(t: float) -> DrawList:
        u = appear(t, 0.15, 0.5)
        return shown if u == 1.0 else (Group(shown, opacity=u),)

    return LaidOut((), draw, (), Choice("title", Title(title=plan.title or plan.topic or "film"), "the title card"), 1)


def with_mask(logo: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """A logo (uint8 H×W×3) as H×W×4, by a mask of its size (float H×W) that is 1 where it is transparent.

    ComfyUI's Load Image gives a picture without transparency a mask of 64×64 zeros, which is passed over. Raises
    `InputError` for any other mask of another size.
    """
    if mask.shape == (64, 64) != logo.shape[:2] and not mask.any():
        return logo
    if mask.shape != logo.shape[:2]:
        (h, w), (height, width) = mask.shape, logo.shape[:2]
        raise InputError(
            f"logo_mask is {w}×{h} pixels, the logo {width}×{height}. Connect the mask of the logo itself, or scale one to "
            "the other."
        )
    alpha = np.rint((1 - mask.clip(0, 1)) * 255).astype(np.uint8)
    return np.dstack([logo, alpha])
