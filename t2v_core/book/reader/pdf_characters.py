"""The characters of a PDF page as pdfium tells them one by one: their places, sizes and fonts.

Asked for every word of a book, so for all of a page at once, and answers are kept by text object.
"""

import ctypes
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, repeat, zip_longest
from operator import mul

import pdf_library as pdfium
from pdf_library import Answers
from pdf_spacing import FILLER
from tex_symbols import tex_encoding
from wire import BOLD, MATH, MONO

HYPHEN, UNKNOWN = "\ufffe", "\ufffd"
SYMBOLS = 16  # a flag of fonts beside those of lines
# Parts of the names of fonts.
_MONO = "mono nimbusmon cour consol typewriter cmtt cmsltt sftt lmtt ectt menlo inconsolata fixed".split()
_BOLD = "bold black heavy demi cmbx cmssbx sfbx ecbx -medi".split()
_MATH = "cmmi cmsy cmex cmbsy msam msbm euex eufm eusm symbol math mtsy mtex mtmi rsfs stmary wasy".split()
# Fonts that hold no digits, lower-case letters or marks: one read from them is a symbol with a wrong code,
# as "6" for ≤ and "6=" for ≠ in TeX files without ToUnicode tables.
_ONLY_SYMBOLS = "cmsy cmex cmbsy msam mtsy mtex stmary wasy lmmathsymbols lmmathextension".split()
# A font of fewer points gives no size: bitmap fonts (Type 3, of dvips) are scaled by a matrix pdfium does not tell.
_LEAST_SIZE = 2.0
# Heights of letters in font sizes, as in Computer Modern and Times; letters of other heights say nothing.
_HEIGHTS = {
    **dict.fromkeys("acemnorsuvwxz", 0.44),
    **dict.fromkeys("0123456789", 0.65),
    **dict.fromkeys("bdhklABCDEFGHIKLMNPRTUVXYZ", 0.69),
}
_SAMPLE = 40  # letters of a font that are measured
_FIXED_PITCH = 1  # of the font descriptor's flags (PDF 32000-1, table 123)


class Characters:
    """What pdfium knows of the characters of one text page; places are those of a page that stands upright."""

    def __init__(self, textpage: int, width: float, height: float) -> None:
        self.textpage, self.width, self.height = textpage, width, height  # as the file has them, before any rotation
        self._turn = upright  # how places become those of a page on which most text runs from left to right
        self._directions: Counter[int] = Counter()  # quarter turns of the text objects
        self.handle = ctypes.byref(ctypes.c_char.from_address(textpage))
        self.count = pdfium.character_count(textpage)
        self._styles: dict[int | None, tuple[float, int]] = {}  # by text object
        self._fonts: dict[int, int] = {}  # flags by font

    def _characters(self, limit: int) -> str:
        """The text of the page, of which character number `i` is the one that pdfium gives this number; at most `limit`."""
        units = pdfium.buffer.of(4 * self.count + 4)  # room for pairs of surrogates
        written = pdfium.text_units(self.textpage, 0, self.count, units) if self.count > 0 else 0
        text = ctypes.string_at(units, 2 * max(written - 1, 0)).decode("utf-16-le", "ignore")
        if len(text) != self.count:  # characters beyond U+FFFF, or left out: positions are those of single characters
            text = "".join(map(self._character, range(min(self.count, limit))))
        return self._with_unknown(text[:limit])

    def _with_unknown(self, text: str) -> str:
        """`text` in which pdfium's mark of a hyphen at the end of a line stands for nothing else: it also writes it for characters without a code."""
        pieces = text.split(HYPHEN)
        places = accumulate(len(piece) + 1 for piece in pieces[:-1])
        marks = [HYPHEN if pdfium.code_unit(self.textpage, place - 1) else UNKNOWN for place in places]
        return "".join(chain.from_iterable(zip_longest(pieces, marks, fillvalue="")))

    def _character(self, i: int) -> str:
        """Character number `i`: pdfium counts one beyond U+FFFF as two, of which the second becomes a filler.

        Letters of mathematical alphabets become the plain ones (𝑤 is w): people search and read those. Only
        they: compatibility forms of other characters carry meaning (σ² is not σ2).
        """
        code = pdfium.code_unit(self.textpage, i)
        if 0xDC00 <= code < 0xE000:
            return FILLER
        if 0xD800 <= code < 0xDC00:
            low = pdfium.code_unit(self.textpage, i + 1) if i + 1 < self.count else 0
            if not 0xDC00 <= low < 0xE000:
                return "\ufffd"
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if 0x1D400 <= code <= 0x1D7FF:
            import unicodedata

            return unicodedata.normalize("NFKC", character)
        return character

    def _points(self, places: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where each of these characters begins, and its baseline, as the file has them."""
        xs, ys = _ORIGINS.ask(self.handle, places, 2)
        return xs, ys

    def _origins(self, places: Sequence[int]) -> list[tuple[float, float]]:
        """Where each of these characters begins, and its baseline."""
        return [*map(self._turn, *self._points(places))]

    def _edges_of(self, places: Sequence[int]) -> list[tuple[float, float, float]]:
        """Left, right and lower edge of each of these characters."""
        left, right, bottom, top = _BOXES.ask(self.handle, places, 4)
        if self._turn is upright:
            return [*zip(left, right, bottom, strict=True)]
        corners = zip(map(self._turn, left, bottom), map(self._turn, right, top), strict=True)
        return [(min(x0, x1), max(x0, x1), min(y0, y1)) for (x0, y0), (x1, y1) in corners]

    def _loose_edges(self, places: Sequence[int]) -> tuple[list[float], list[float]]:
        """Left and right edge of each of these characters as the file has them, with the room that the font gives it."""
        left, _, right = _LOOSE_BOXES.ask(self.handle, places, 3)
        return left, right

    def _style(self, i: int) -> tuple[float, int]:
        """Font size in points as drawn (many files set size 1 and scale by the text matrix), and what the font is:
        MONO, BOLD, MATH and SYMBOLS. Both belong to the text object, of which a line has one or two.
        """
        return self._styles.get(pdfium.text_object(self.handle, i)) or self._styles_at([i])[0]

    def _objects_at(self, places: Sequence[int]) -> list[int | None]:
        """The text object of each of these characters."""
        return [*map(pdfium.text_object, repeat(self.handle), places)]

    def _styles_at(self, places: Sequence[int]) -> list[tuple[float, int]]:
        """The style of each of these characters."""
        return self._styles_of(self._objects_at(places), places)

    def _styles_of(self, objects: Sequence[int | None], places: Sequence[int]) -> list[tuple[float, int]]:
        """The style of each of these text objects, given a character of each."""
        if not self._styles:
            self._learn(dict(zip(objects, places, strict=True)))
        elif new := {*objects}.difference(self._styles):  # the operator would go through all that are known
            self._learn({o: i for o, i in zip(objects, places, strict=True) if o in new})
        return [*map(self._styles.__getitem__, objects)]

    def _learn(self, places: dict[int | None, int]) -> None:
        """Note the style of text objects, given a character of each."""
        a, b, c, d = _MATRICES.ask(self.handle, [*places.values()], 4)
        if any(b) or not min(a, default=1) >= 0:
            self._directions.update(map(_quarter, a, b))
        else:
            self._directions[0] += len(places)
        sizes = [*map(pdfium.font_size, repeat(self.handle), places.values())]
        if any(c) or not all(d):
            sizes = [s * ((c * c + d * d) ** 0.5 or 1.0) for s, c, d in zip(sizes, c, d, strict=True)]
        else:
            sizes = [*map(mul, sizes, map(abs, d))]
        fonts = [pdfium.object_font(o) if o else None for o in places]
        if min(sizes, default=_LEAST_SIZE) < _LEAST_SIZE:
            sizes = self._sizes_by_letters(sizes, fonts, places)
        flags = [*map(self._fonts.get, fonts)]
        if None in flags:
            new = zip(flags, places.values(), fonts, strict=True)
            flags = [self._font(i, font) if known is None else known for known, i, font in new]
        self._styles.update(zip(places, zip(sizes, flags, strict=True), strict=True))

    def _sizes_by_letters(
        self, sizes: list[float], fonts: list[int | None], places: dict[int | None, int]
    ) -> list[float]:
        """`sizes` with those too small to be true replaced by what the letters of the same font say."""
        found: dict[int | None, list[float]] = {}
        for size, font, (drawn, i) in zip(sizes, fonts, places.items(), strict=True):
            of_font = found.setdefault(font, [])
            for k in range(i, min(i + 4, self.count)) if size < _LEAST_SIZE and len(of_font) < _SAMPLE else ():
                height = _HEIGHTS.get(self.text[k])
                if height and pdfium.text_object(self.handle, k) == drawn:
                    _, _, (bottom,), (top,) = _BOXES.ask(self.handle, [k], 4)
                    of_font.append((top - bottom) / height)
        usual = {font: sorted(of_font)[len(of_font) // 2] for font, of_font in found.items() if of_font}
        rest = sorted(usual.values())[len(usual) // 2] if usual else _LEAST_SIZE
        return [s if s >= _LEAST_SIZE else usual.get(f, rest) for s, f in zip(sizes, fonts, strict=True)]

    def _font_name(self, i: int) -> bytes:
        """The name of the character's font; its flags come to stand in `_FONT_FLAGS`."""
        _FONT_NAME.value = b""
        pdfium.font_info(self.handle, i, _FONT_NAME, _FONT_NAME_SIZE, ctypes.byref(_FONT_FLAGS))
        return _FONT_NAME.value

    def _font(self, i: int, font: int | None) -> int:
        """The flags of the character's font."""
        if font in self._fonts:
            return self._fonts[font]
        flags = _font_flags(self._font_name(i), _FONT_FLAGS.value & _FIXED_PITCH)
        if font:
            self._fonts[font] = flags
        return flags


def _quarter(a: float, b: float) -> int:
    """Quarter turns, counter-clockwise, of text with these first entries of its matrix."""
    return (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)


def upright(x: float, y: float) -> tuple[float, float]:
    return x, y


# By quarter turns of the text: the places of a page of this width and height, turned back.
TURNS: dict[int, Callable[[float, float], Callable[[float, float], tuple[float, float]]]] = {
    1: lambda width, _height: lambda x, y: (y, width - x),
    2: lambda width, height: lambda x, y: (width - x, height - y),
    3: lambda _width, height: lambda x, y: (height - y, x),
}


_ORIGINS = Answers("FPDFText_GetCharOrigin", "d", 2)
_BOXES = Answers("FPDFText_GetCharBox", "d", 4)
_LOOSE_BOXES = Answers("FPDFText_GetLooseCharBox", "f", 4, in_one=True)
_MATRICES = Answers("FPDFText_GetMatrix", "f", 6, in_one=True)
_FONT_NAME = ctypes.create_string_buffer(128)
_FONT_NAME_SIZE = ctypes.c_ulong(len(_FONT_NAME))
_FONT_FLAGS = ctypes.c_int()


@lru_cache(maxsize=4096)
def _font_flags(name: bytes, fixed_pitch: int) -> int:
    text = name.decode("utf-8", "replace").lower()
    flags = MONO if fixed_pitch or any(part in text for part in _MONO) else 0
    flags |= BOLD if any(part in text for part in _BOLD) else 0
    flags |= MATH if any(part in text for part in _MATH) else 0
    return flags | tex_encoding(text) | (SYMBOLS if any(part in text for part in _ONLY_SYMBOLS) else 0)
