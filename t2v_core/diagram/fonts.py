"""Bundled typefaces and set paragraphs. Scripts the bundled fonts lack come from the system's own fonts.

The bundled ones (see fonts/README.md) make frames equal on every machine; a character that they lack is
asked of the system once, and its font joins the fallback chain. What no font holds is drawn as a box.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DependencyError

if TYPE_CHECKING:
    from .drawlist import Face

FOLDER = Path(__file__).parent / "fonts"
_FILES = {
    "Inter": ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Italic.otf"),
    "Inter Tabular": ("InterTabular-Regular.otf", "InterTabular-SemiBold.otf"),
    "JetBrains Mono": ("JetBrainsMono-Regular.ttf",),
    "STIX Two Math": ("STIXTwoMath-Regular.ttf",),
}
UNKNOWN = "□"  # what stands for a character that no font holds
_FACES: dict[str, tuple[str, int, bool]] = {  # family, weight, italic
    "regular": ("Inter", 400, False),
    "semibold": ("Inter", 600, False),
    "italic": ("Inter", 400, True),
    "mono": ("JetBrains Mono", 400, False),
    "tabular": ("Inter Tabular", 400, False),
    "tabular_semibold": ("Inter Tabular", 600, False),
}


def import_skia() -> Any:
    """The `skia` module; `DependencyError` says what to install when it or its libraries are missing."""
    try:
        import skia
    except ImportError as e:
        raise DependencyError(
            f"The drawing library skia cannot be loaded ({e}). Install it with `pip install skia-python`; "
            "on a Linux machine without a screen also `apt-get install libegl1 libgl1`."
        ) from e
    return skia


@lru_cache(maxsize=768)  # a few frames' worth: a shaped line holds tens of kilobytes
def paragraph(string: str, size: float, face: Face, argb: int) -> Any:
    """One shaped line as a `skia.textlayout.Paragraph`; colour as 0xAARRGGBB."""
    return _library().shape(string, size, face, argb)


@lru_cache(maxsize=16384)
def advance(string: str, size: float, face: Face) -> float:
    """Width of a line set in `face` at `size`, in the unit of `size`."""
    return float(_library().shape(string, size, face, 0xFF000000).MaxIntrinsicWidth) if string else 0.0


def runs_from_right(string: str) -> bool:
    """Whether the first letter of a text is of a script that is written from right to left."""
    sides = (unicodedata.bidirectional(c) for c in string)
    return next((side in ("R", "AL") for side in sides if side in ("L", "R", "AL")), False)


def missing(string: str) -> str:
    """The characters of `string` that neither the bundled nor the system's fonts hold, in order, once each."""
    library = _library()
    return "".join(dict.fromkeys(c for c in string if not library.covers(c)))


@lru_cache(maxsize=1)
def _library() -> _Library:
    return _Library()


@dataclass
class _Library:
    """Typefaces of this process and the fallback chain behind them."""

    fallback: list[str] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        skia = import_skia()
        self.skia, self.unicode = skia, skia.Unicodes.ICU.Make()
        self.provider = skia.textlayout.TypefaceFontProvider()
        self.bundled = []
        for family, files in _FILES.items():
            for name in files:
                face = skia.Typeface.MakeFromFile(str(FOLDER / name))
                if face is None:
                    raise DependencyError(f"The font {FOLDER / name} is missing or damaged. Install the package again.")
                self.provider.registerTypeface(face, family)
                if name.endswith(("Inter-Regular.otf", "STIXTwoMath-Regular.ttf")):
                    self.bundled.append(face)
        self._collect()

    def _collect(self) -> None:
        self.collection = self.skia.textlayout.FontCollection()
        self.collection.setDefaultFontManager(self.provider)

    def covers(self, char: str) -> bool:
        """Whether some font holds this character; the system is asked once a character."""
        if char not in self.known:
            code = ord(char)
            self.known[char] = (
                code < 0x20
                or char in "\u200b\u200c\u200d\ufe0f"
                or any(face.unicharToGlyph(code) for face in self.bundled)
                or self._from_system(code)
            )
        return self.known[char]

    def _from_system(self, code: int) -> bool:
        manager = self.skia.FontMgr()
        face = manager.matchFamilyStyleCharacter("", self.skia.FontStyle(), ["en"], code)
        if face is None or not face.unicharToGlyph(code):
            return False
        family = f"system {face.getFamilyName()}"
        if family not in self.fallback:
            self.provider.registerTypeface(face, family)
            self.fallback.append(family)
            self._collect()
        return True

    def shape(self, string: str, size: float, face: str, argb: int) -> Any:
        string = "".join(c if c <= "\u024f" or self.covers(c) else UNKNOWN for c in string)
        if runs_from_right(string):  # full stops and words of other scripts stand as in such a text
            string = f"\u2067{string}\u2069"
        layout = self.skia.textlayout
        family, weight, italic = _FACES[face]
        slants = self.skia.FontStyle
        style = layout.TextStyle()
        style.setFontFamilies([family, "Inter", "STIX Two Math", *self.fallback])
        style.setFontSize(size)
        style.setFontStyle(
            slants(weight, slants.kNormal_Width, slants.kItalic_Slant if italic else slants.kUpright_Slant)
        )
        style.setColor(argb)
        whole = layout.ParagraphStyle()
        whole.setTextStyle(style)
        builder = layout.ParagraphBuilder.make(whole, self.collection, self.unicode)
        builder.pushStyle(style)
        builder.addText(string)
        shaped = builder.Build()
        shaped.layout(1e6)
        return shaped
