"""How well text reads over moving pictures, and the plate that makes it readable.

Contrast is WCAG 2.2's ratio of relative luminances, (L₁ + 0.05) / (L₂ + 0.05); text needs 4.5 (1.4.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .theme import theme

if TYPE_CHECKING:
    import numpy as np

ENOUGH = 4.5
_ROLES = ("ink", "soft", "faint")  # of the words over footage
_STEPS = 20  # of the plate's opacity
_SHARE = 0.005  # of a band's pixels that may be darker or lighter than what is measured: single sparks

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Plate:
    """The theme whose text is used, the opacity of the plate in its ground colour, and the contrasts."""

    theme: str
    opacity: float
    before: float
    after: float

    def text(self) -> str:
        """What was measured and done."""
        if not self.opacity:
            return f"contrast {self.before:.1f}, no plate needed"
        return f"contrast {self.before:.1f}, {self.after:.1f} with a plate of {self.opacity:.0%}"


def backing(extremes: Sequence[Colour], theme_name: str) -> Plate:
    """The thinnest plate under which the theme's text has enough contrast over all of these colours.

    Without colours, where there is no footage behind the text, no plate.
    """
    looks = theme(theme_name)
    inks, ground = [looks.rgb(role) for role in _ROLES], looks.rgb("ground")
    colours = list(dict.fromkeys(extremes)) or [ground]

    def least(opacity: float) -> float:
        behind = [_blend(ground, colour, opacity) for colour in colours]
        return min(contrast(ink, colour) for ink in inks for colour in behind)

    before = least(0.0)
    opacity = next((n / _STEPS for n in range(_STEPS + 1) if least(n / _STEPS) >= ENOUGH), 1.0)
    return Plate(theme_name, opacity, before, least(opacity))


def darkest_and_lightest(band: np.ndarray) -> list[Colour]:
    """The colours near the dark and the light end of a band, uint8 h×w×3; every fourth pixel is looked at."""
    import numpy as np

    pixels = band[::2, ::2].reshape(-1, 3)
    order = np.argsort(pixels @ np.array([54, 183, 19], np.int32), kind="stable")
    spare = int(_SHARE * len(order))
    return [tuple(int(c) for c in pixels[order[i]]) for i in (spare, len(order) - 1 - spare)]


def contrast(a: Colour, b: Colour) -> float:
    """WCAG's contrast ratio of two sRGB colours, 1 … 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """WCAG's relative luminance, 0 … 1."""
    r, g, b = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _blend(over: Colour, under: Colour, opacity: float) -> Colour:
    return tuple(round(o * opacity + u * (1 - opacity)) for o, u in zip(over, under, strict=True))
