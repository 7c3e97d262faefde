"""Formulas: LaTeX set by ziamath in STIX Two Math, as outlines, measured for layout and cached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .drawlist import Maths
from .notation import FUNCTIONS

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
    lit: frozenset[int] = frozenset()  # paths in the colour that `glyphs_of` marks a symbol with


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
    paths = re.findall(r'<path d="([^"]+)"([^>]*)>', svg)
    lit = frozenset(i for i, (_, rest) in enumerate(paths) if f'fill="{_MARK}"' in rest)
    right, left = left + width, max(left, _inked(paths, rects))
    return Outline(tuple(d for d, _ in paths), tuple(rects), left, right - left, -top, top + height, lit)


def _inked(paths: Sequence[tuple[str, str]], rects: Sequence[tuple[float, ...]]) -> float:
    """Where the ink begins: ziamath leaves room beside a first letter with a hat, which would set the formula in."""
    points = (x for d, _ in paths for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", d))
    return min([float(x) for x in points] + [r[0] for r in rects], default=float("-inf"))


_MARK = "red"  # a colour that formulas are never set in: it only tells which glyphs a symbol became
_TOKENS = re.compile(r"\\[A-Za-z]+|\\.|\d+|\S")
_WORDS = frozenset((r"\mathrm", r"\text", r"\operatorname", r"\mathbb", r"\color", r"\begin", r"\end"))
_BINDING = frozenset((r"\Delta", r"\nabla", r"\partial"))  # what follows these is part of another symbol


@lru_cache(maxsize=512)
def glyphs_of(latex: str, symbol: str) -> frozenset[int]:
    """Which paths of the outline of `latex` draw `symbol` (LaTeX too), everywhere it stands; empty when it does not."""
    tokens, wanted = _tokens(latex), _tokens(symbol)
    starts = _occurrences(tokens, wanted) if wanted else []
    if not starts:
        return frozenset()
    out, at = [], 0
    for start in starts:
        if start >= at:
            out += [*tokens[at:start], rf"{{\color{{{_MARK}}}{{", *wanted, "}}"]
            at = start + len(wanted)
    # ziamath drops the colour of what stands before a named function: there its name is set as upright letters, one glyph each too.
    spelt = [rf"\mathrm{{{t[1:]}}}" if t[1:] in FUNCTIONS and t[0] == "\\" else t for t in [*out, *tokens[at:]]]
    plain, marked = outline(latex), outline(" ".join(spelt))
    if plain is None or marked is None or len(plain.paths) != len(marked.paths):
        return frozenset()
    return marked.lit


def _tokens(latex: str) -> list[str]:
    """Tokens, with the script of one token in braces whether or not it was written with them."""
    out: list[str] = []
    for token in _TOKENS.findall(latex):
        if out and out[-1] in ("_", "^") and token not in ("{", "'"):
            out += ["{", token, "}"]
        else:
            out.append(token)
    return out


def _occurrences(tokens: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where a symbol begins, not counting longer symbols that hold it (w of w_t, Q of ΔQ) nor letters of words."""
    found, word = [], 0
    for i, token in enumerate(tokens):
        if word or (token == "{" and i and tokens[i - 1] in _WORDS):
            word += (token == "{") - (token == "}")
            continue
        if list(tokens[i : i + len(wanted)]) != list(wanted) or (i and tokens[i - 1] in _BINDING):
            continue
        follower = tokens[i + len(wanted)] if i + len(wanted) < len(tokens) else ""
        if follower not in ("_", "'"):
            found.append(i)
    return found
