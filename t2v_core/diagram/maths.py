"""Formulas: LaTeX set by ziamath in STIX Two Math, as outlines, measured for layout and cached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .drawlist import Maths

_EM = 100.0  # size the outlines are made at; drawn at any other by scaling


@dataclass(frozen=True)
class Outline:
    """A formula at 100 units an em: path data, rectangles, advance, ascent and descent about its baseline."""

    paths: tuple[str, ...]
    rects: tuple[tuple[float, float, float, float], ...]
    left: float
    advance: float
    ascent: float
    descent: float


def formula(latex: str, x: float, y: float, size: float, colour: str = "ink", align: float = 0.0) -> Maths | None:
    """`latex` with its baseline at `y`; None when it is not LaTeX that can be set (then draw it as text)."""
    drawn = outline(latex)
    if drawn is None:
        return None
    k = size / _EM
    width = k * drawn.advance
    return Maths(latex, x - align * width, y, size, width, k * drawn.ascent, k * drawn.descent, colour)


@lru_cache(maxsize=512)
def outline(latex: str) -> Outline | None:
    """The outlines of a formula, or None when ziamath cannot read it."""
    import ziamath
    from latex2mathml import exceptions

    # What its parser raises on LaTeX it cannot read: its own errors have no common base.
    unreadable = tuple(e for e in vars(exceptions).values() if isinstance(e, type) and issubclass(e, Exception))
    ziamath.config.svg2 = False
    try:
        svg = ziamath.Latex(latex, size=_EM).svg()
    except (*unreadable, ValueError, KeyError, IndexError, AttributeError, TypeError, AssertionError):
        return None
    box = re.search(r'viewBox="([^"]+)"', svg)
    if box is None:
        return None
    left, top, width, height = (float(v) for v in box.group(1).split())
    rects = []
    for attributes in re.findall(r"<rect ([^>]+)>", svg):
        values = dict(re.findall(r'(\w+)="([-\d.]+)"', attributes))
        rects.append(tuple(float(values.get(k, 0.0)) for k in ("x", "y", "width", "height")))
    return Outline(tuple(re.findall(r'<path d="([^"]+)"', svg)), tuple(rects), left, width, -top, top + height)
