"""Where footage and diagram stand in a composed film of any shape, above the words."""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import UNITS
from .lower_third import INSET

# From which width : height on, an inset has which share of the width and at most which of the height: large enough
# for its labels to read.
_INSETS = ((1.2, 0.42, 0.66), (0.9, 0.58, 0.62), (0.0, 1.0, 0.42))
_STACKED = 0.9  # width : height below which a split film has the diagram under its footage
_FOOTAGE_SHARE = 0.45  # of that stack
_LEAST = 0.34  # of the height for pictures, whatever the words need


@dataclass(frozen=True)
class Stage:
    """Width and height of the footage beside a diagram, and the diagram's left, top, width and height; even pixels."""

    footage: tuple[int, int]
    diagram: tuple[int, int, int, int]


def stage(layout: str, w: int, h: int, words: float) -> Stage:
    """The places in a film of `w` × `h` pixels above the words, whose band begins at `words` units."""
    room = max(_LEAST, words / UNITS) * h
    if layout != "split":
        margin = _even(0.05 * w - INSET * h / UNITS)  # flush with the plate
        gap = _even(2 * INSET * h / UNITS)
        _, wide, high = next(i for i in _INSETS if w / h >= i[0])
        width, height = _even(min(w * wide, w - 2 * margin)), _even(min(h * high, room - 2 * gap))
        return Stage((w, h), (w - width - margin, gap, width, height))
    if w / h >= _STACKED:
        half, height = w // 4 * 2, _even(room)
        return Stage((half, height), (half, 0, w - half, height))
    upper = _even(room * _FOOTAGE_SHARE)
    return Stage((w, upper), (0, upper, w, _even(room - upper)))


def _even(pixels: float) -> int:
    return int(pixels) // 2 * 2
