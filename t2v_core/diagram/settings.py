"""What a diagram film looks like, apart from its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    import numpy as np

QUALITIES = ("draft", "final")
MIN_SIDE, MAX_SIDE = 120, 7680
MAX_ASPECT = 2.4


@dataclass(frozen=True)
class RenderSettings:
    """Size in pixels, frames a second and appearance; `check` raises `InputError` for what cannot be drawn."""

    width: int = 1280
    height: int = 720
    fps: Fraction = Fraction(24)
    theme: str = "paper"
    palette: str = ""  # "" = the theme's own accents; see `theme.PALETTES`
    captions: bool = True
    citations: bool = True
    transitions: bool = True
    title_card: bool = False  # a card of `title_seconds` before the first scene; the film gets longer by it
    title_seconds: float = 3.0
    course: str = ""
    lecturer: str = ""
    logo: np.ndarray | None = None  # uint8 H×W×3 or H×W×4, for the title card
    seed: int = 0
    quality: str = "final"  # "draft": half the size and rate
    bare: bool = False  # the picture alone, for a place beside footage: no heading, rules or progress

    def check(self) -> None:
        """Raise `InputError` naming the value that cannot be drawn."""
        from .theme import theme

        theme(self.theme, self.palette)
        for name, side in (("width", self.width), ("height", self.height)):
            if not MIN_SIDE <= side <= MAX_SIDE:
                raise InputError(f"{name} = {side}: give {MIN_SIDE} to {MAX_SIDE} pixels.")
        if max(self.width / self.height, self.height / self.width) > MAX_ASPECT:
            raise InputError(f"{self.width}×{self.height} is longer than {MAX_ASPECT} : 1. Use 16:9, 9:16, 1:1 or 4:3.")
        if not 1 <= self.fps <= 240:
            raise InputError(f"fps = {self.fps}: give 1 to 240 frames a second.")
        if self.quality not in QUALITIES:
            raise InputError(f"quality = {self.quality!r} is not known. Choose one of: {', '.join(QUALITIES)}.")
        if not 0.5 <= self.title_seconds <= 60:
            raise InputError(f"title_seconds = {self.title_seconds:g}: give 0.5 to 60 seconds.")

    def effective(self) -> RenderSettings:
        """The settings that are drawn: for a draft, half the size (even) and half the rate."""
        if self.quality != "draft":
            return self
        half = (max(MIN_SIDE, side // 4 * 2) for side in (self.width, self.height))
        width, height = half
        return replace(self, width=width, height=height, fps=max(Fraction(1), self.fps / 2), quality="final")
