"""The words over footage: title, formula, caption and citation of a scene, stacked from the foot of the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ..planning.visuals import Formula
from . import chrome
from .canvas import UNITS
from .caption import caption
from .drawlist import Box, DrawList, Group, Item
from .fonts import runs_from_right
from .maths import formula
from .notation import to_latex
from .text import BODY, CAPTION, line

if TYPE_CHECKING:
    from ..planning.plan import Scene, ScenePlan
    from .clock import Clock

INSET = 12.0  # units of plate around the words
_LIFT = 8.0  # units that words stand higher than under a diagram: a plate needs room below them
_FOOT = 6.0  # units of footage that show below the plate
_TITLE_STEP = 1.3 * BODY
_FORMULA_SIZES = (34.0, 30.0, 26.0, CAPTION, BODY)


@dataclass(frozen=True)
class LowerThird:
    """The band that a plate covers, in units, and its words as a function of the scene's time in seconds."""

    box: Box
    draw: Callable[[float], DrawList]


def lower_third(
    plan: ScenePlan,
    scene: Scene,
    clock: Clock,
    g: chrome.Grid,
    title: bool = True,
    maths: bool = True,
    captions: bool = True,
    citations: bool = True,
) -> LowerThird:
    """Lay out the words that are wanted; `maths` sets the formula of a scene whose picture is a formula."""
    said = caption(scene, clock, g) if captions else None
    cited = chrome.footer(plan, scene, clock, g) if citations else None
    top = g.caption.y if captions else chrome.FOOT_RULE
    bottom = UNITS - _FOOT if citations else g.caption.bottom + INSET - _LIFT
    still: tuple[Item, ...] = ()
    if maths and (shown := _formula(scene, g, top)):
        still, top = shown, min(i.bounds.y for i in shown) - INSET / 2
    if title:
        rows = chrome.title_rows(scene.title, g.measure, BODY, 2 if g.width >= 600 else 3)
        still += _title(rows, g, top)
        top -= 0.4 * BODY + _TITLE_STEP * len(rows)
    top -= INSET + _LIFT

    def draw(t: float) -> DrawList:
        return (Group((*still, *(said(t) if said else ()), *(cited(t) if cited else ())), dy=-_LIFT),)

    return LowerThird(Box(g.margin - INSET, top, g.measure + 2 * INSET, bottom - top), draw)


def _title(rows: tuple[str, ...], g: chrome.Grid, bottom: float) -> tuple[Item, ...]:
    """The title above `bottom`, from the side that its script begins on."""
    x, align = (g.width - g.margin, 1.0) if runs_from_right(" ".join(rows)) else (g.margin, 0.0)
    last = bottom - 0.6 * BODY
    return tuple(
        line(row, x, last - _TITLE_STEP * (len(rows) - 1 - i), BODY, "semibold", align=align)
        for i, row in enumerate(rows)
    )


def _formula(scene: Scene, g: chrome.Grid, bottom: float) -> tuple[Item, ...]:
    """The scene's formula in the middle of a row above `bottom`; nothing where it has none or none that fits."""
    if scene.visual.template != "formula":
        return ()
    try:
        data = Formula.model_validate(scene.visual.data)
    except ValidationError:  # the renderer would not draw it either
        return ()
    latex = data.latex.strip() or to_latex(data.text)
    for size in _FORMULA_SIZES if latex else ():
        drawn = formula(latex, 0, 0, size)
        if drawn is not None and drawn.advance <= g.measure:
            return (formula(latex, (g.width - drawn.advance) / 2, bottom - INSET / 2 - drawn.descent, size),)
    return ()
