"""Themes: what each colour role is painted with.

Roles carry meaning, the same in every theme: `accent` is the thing explained or the step at work,
`change` is what moves or changes, `goal` is the goal or result; each is also told by a shape or label.
Text in `ink`, `soft`, `faint`, `accent`, `change` or `goal` reads on `ground`, `panel`, `plate` and `pale`, and text
in `ground` on fills of the three accents, with contrast ≥ 4.5 (WCAG 2.2, 1.4.3); tests hold every theme to it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from ..errors import InputError

ACCENTS = ("accent", "change", "goal")


@dataclass(frozen=True)
class Theme:
    """A hex colour "#RRGGBB" for each role."""

    name: str
    ground: str  # the page
    panel: str  # a card or plot on the page
    plate: str  # a quiet fill: table heads, tracks of bars
    pale: str  # the only fill for emphasis
    rule: str  # hairlines and borders
    ink: str  # text
    soft: str  # secondary text, arrows
    faint: str  # what is not yet said
    accent: str
    change: str
    goal: str

    def rgb(self, colour: str) -> tuple[int, int, int]:
        """Red, green and blue (0..255) of a role or of a `mix`; `InputError` for an unknown role."""
        return _rgb(self, colour)


def mix(a: str, b: str, share: float) -> str:
    """A colour between roles `a` (share 0) and `b` (share 1), for heat maps and strength of edges.

    Text in `ink` reads on mixes of `panel` with up to 0.35 of an accent; above 0.75 use `ground`.
    """
    if share <= 0:
        return a
    return b if share >= 1 else f"({a}>{b}@{share:.3f})"


@lru_cache(maxsize=4096)
def _rgb(theme: Theme, colour: str) -> tuple[int, int, int]:
    if colour.startswith("("):
        pair, _, share = colour[1:-1].rpartition("@")
        cut = _top_level(pair)
        a, b, u = _rgb(theme, pair[:cut]), _rgb(theme, pair[cut + 1 :]), float(share)
        return tuple(round(x + (y - x) * u) for x, y in zip(a, b, strict=True))
    if colour == "name" or colour not in _ROLES:
        raise InputError(f"{colour!r} is not a colour role. Use one of: {', '.join(_ROLES)}.")
    value = getattr(theme, colour).lstrip("#")
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16)


def _top_level(pair: str) -> int:
    """Where the ">" of a mix stands that is inside no inner mix."""
    depth = 0
    for i, char in enumerate(pair):
        depth += (char == "(") - (char == ")")
        if char == ">" and depth == 0:
            return i
    raise InputError(f"{pair!r} is not a mix of two colour roles.")


_ROLES = tuple(f.name for f in fields(Theme) if f.name != "name")

# Accents after Okabe & Ito (2008), moved in lightness until they read as text on their grounds and stay at least
# ΔE2000 = 10 apart under protanopia, deuteranopia and tritanopia.
THEMES: dict[str, Theme] = {
    theme.name: theme
    for theme in (
        Theme("paper", "#FAFAF7", "#FFFFFF", "#F0F1EC", "#DCE9F3", "#D9D9D2", "#1B1F24", "#49525D", "#5F6770", "#0065A3", "#B04609", "#004F36"),
        Theme("night", "#12161C", "#1A2029", "#222A35", "#1E3A52", "#3A4452", "#F2F4F7", "#B4BDC9", "#98A2B0", "#6CA9F0", "#FF8F5E", "#8FEBB5"),
        Theme("chalkboard", "#1F2B26", "#25332D", "#2B3B34", "#31493F", "#4A5D54", "#F4F3EA", "#CBD3CA", "#B6C1B8", "#9CC3F0", "#FFA64D", "#86F2AA"),
        Theme("print", "#FFFFFF", "#FFFFFF", "#F2F2F2", "#E6E6E6", "#8C8C8C", "#000000", "#404040", "#595959", "#005B94", "#9E4908", "#004226"),
    )
}  # fmt: skip

# Other accents (accent, change, goal): for light grounds, for dark grounds.
PALETTES: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "plum": (("#5B2A86", "#8C4600", "#006B60"), ("#D79BFF", "#FFE27A", "#86E0CF")),
}


def theme(name: str, palette: str = "") -> Theme:
    """The theme of this name, with the accents of `palette` when one is given; `InputError` for unknown names."""
    if name not in THEMES:
        raise InputError(f"theme = {name!r} is not known. Choose one of: {', '.join(THEMES)}.")
    if palette and palette not in PALETTES:
        raise InputError(f"palette = {palette!r} is not known. Leave it empty or choose one of: {', '.join(PALETTES)}.")
    base = THEMES[name]
    if not palette:
        return base
    dark = sum(base.rgb("ground")) < 3 * 128
    return replace(base, **dict(zip(ACCENTS, PALETTES[palette][dark], strict=True)))
