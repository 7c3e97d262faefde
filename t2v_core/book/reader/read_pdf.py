"""PDF text with its geometry, by pypdfium2; where pdfium fails, pypdf reads again.

A page comes as lines: text, left edge, baseline (from the top of the page), right edge, font size
(points) and flags. Only a few characters of a line are asked for their place and font: asking all of
them takes five times as long as the text itself.
"""

import ctypes
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from operator import itemgetter
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from blank_page import is_blank
from read_pdf_again import SecondReader
from scripts import PARTS, PIECE, SMALL, rejoined, shifted, without_file_space
from tex_symbols import TEX, decoded, has_bare_codes, negated, tex_encoding, tex_text
from wire import BOLD, GARBLED, MATH, MONO, ReadError, send, send_opened

_FILLER = "\u2060"  # word joiner: seen by nobody, no space
_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_MONO = re.compile(r"mono|nimbusmon|cour|consol|typewriter|cmtt|cmsltt|sftt|lmtt|ectt|menlo|inconsolata|fixed", re.I)
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|cmssbx|sfbx|ecbx|-medi|lmroman\d+-b", re.I)
_MATH = re.compile(r"cmmi|cmsy|cmex|cmbsy|msam|msbm|euex|eufm|eusm|symbol|math|mtsy|mtex|mtmi|rsfs|stmary|wasy", re.I)
# Fonts that hold no digits, lower-case letters or marks: one read from them is a symbol with a wrong code,
# as "6" for ≤ and "6=" for ≠ in TeX files without ToUnicode tables.
_SYMBOLS_ONLY = re.compile(r"cmsy|cmex|cmbsy|msam|mtsy|mtex|stmary|wasy|lmmathsymbols|lmmathextension", re.I)
_SUSPECT = re.compile(r"(?<!\S)[0-9a-z!\"#$%&'*,:;?@^`~](?=[\s=])")
_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\u0338\ufffd\ue000-\uf8ff]")
_DIGIT = re.compile(r"[0-9]")
_RELATION = re.compile(r"[=≤≥≠≈≡≜∑∏∫∈∝]")
# One word of so many in a mathematical font makes a line mathematical.
_MATH_SHARE = 4
# A gap inside a line wider than this many font sizes separates columns, margin notes or cells.
_GAP = 1.4
# The letters of a word are at least this many font sizes wide on average.
_NARROWEST = 0.3
# What a letter may be away from where it begins, in font sizes.
_BEARING = 0.2
_WORD = re.compile(r"[^\s\ufffe]+")
_SYMBOLS = 16  # a flag of fonts beside those of lines
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


def read_pdf(request: dict) -> None:
    """Send the pages of the PDF from `first_page` on."""
    second = SecondReader(request["path"], request["password"])
    try:
        document = pdfium.PdfDocument(request["path"], password=request["password"] or None)
        pages = len(document)
    except pdfium.PdfiumError as e:
        _refuse_password(e, request["password"])
        second.read_all(request, str(e))
        return
    if pages == 0:
        second.read_all(request, "it has no pages")
        return
    if pages > request["max_pages"]:
        raise ReadError("pages", str(pages))
    info = document.get_metadata_dict()
    labels = [document.get_page_label(i) for i in range(pages)]
    authors = re.split(r"\s*(?:;|,| and |&)\s*", info.get("Author", ""))
    xfa = raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_XFA_FULL
    warnings = ["an XFA form: only Adobe's reader shows what it holds; print it into a new PDF there"] if xfa else []
    send_opened(pages, info.get("Title", ""), authors, labels if any(labels) else (), _outline(document), warnings)
    for number in range(request["first_page"], pages + 1):
        try:
            page = document[number - 1]
            message = _page(page, request["max_page_characters"])
            empty = not message["lines"] and not raw.FPDFPage_CountObjects(page.raw)
            if empty and not is_blank(document, number - 1):
                message |= second.looks_blank(number)
            page.close()
        except pdfium.PdfiumError:
            message = second.page(number)
        send({"page": number, **message})


def _refuse_password(error: pdfium.PdfiumError, password: str) -> None:
    if "password" in str(error).lower():
        raise ReadError("wrong_password" if password else "password") from error


def _outline(document: pdfium.PdfDocument) -> list[list]:
    """Bookmarks as [level from 0, title, page from 1, distance from the top of the page or None]."""
    entries = []
    for item in document.get_toc(max_depth=8):
        destination = item.get_dest()
        index = destination.get_index() if destination else None
        title = " ".join(item.get_title().split())
        if index is None or not title or len(entries) >= 20_000:
            continue
        mode, view = destination.get_view()
        top = {raw.PDFDEST_VIEW_XYZ: 1, raw.PDFDEST_VIEW_FITH: 0}.get(mode)
        y = view[top] if top is not None and len(view) > top else None
        entries.append([item.level, title[:300], index + 1, y])
    return entries


def _page(page: pdfium.PdfPage, max_characters: int) -> dict:
    size = page.get_size()
    reader = _PageReader(page.get_textpage(), *(size if page.get_rotation() % 180 == 0 else size[::-1]))
    lines = reader.lines(max_characters)
    message = {"width": round(reader.width, 1), "height": round(reader.height, 1), "lines": lines}
    if reader.count > max_characters:
        message["warning"] = f"only the first {max_characters} of its {reader.count} characters were read"
    return message


class _PageReader:
    """Lines of one text page. Words are measured all at once: the innermost loops of all reading run inside `map`."""

    def __init__(self, textpage: pdfium.PdfTextPage, width: float, height: float) -> None:
        self.textpage, self.width, self.height = textpage, width, height  # as the file has them, before any rotation
        self._turn = _upright  # how places become those of a page on which most text runs from left to right
        self._directions: Counter[int] = Counter()  # quarter turns of the text objects
        self.handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        self.count = textpage.count_chars()
        self._numbers = (ctypes.c_double * 4)()
        self._at = [ctypes.addressof(self._numbers) + 8 * k for k in range(4)]
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._styles: dict[int, tuple[float, int]] = {}  # by text object
        self._fonts: dict[int, int] = {}  # flags by font

    def lines(self, max_characters: int) -> list[list]:
        count = min(self.count, max_characters)
        text = self.textpage.get_text_range(0, count) if count > 0 else ""
        if len(text) != count:  # characters beyond U+FFFF: positions are those of single characters
            text = "".join(self._character(i) for i in range(count))
        self.text = text = tex_text(text, lambda i: not self._font_name(i))
        self.starts = [*map(re.Match.start, _WORD.finditer(text))]
        self.ends = [*map(re.Match.end, _WORD.finditer(text))]
        self._measure_words()
        seen = {flags for _, flags in self._styles.values()}
        self._has_symbols = any(flags & _SYMBOLS for flags in seen)
        if any(flags & TEX for flags in seen) and has_bare_codes(
            {*zip(map(text.__getitem__, self.starts), self.flags, strict=True)}
        ):
            self.text = decoded(text, lambda i: self._style(i)[1])
        self.text = negated(self.text)
        self._has_bad, self._has_filler = bool(_BAD.search(self.text)), _FILLER in self.text
        found: list[list] = []
        stop = 0
        for match in _LINE.finditer(text):
            first, end = stop, match.end()
            stop = bisect_left(self.starts, end, first)
            if stop > first:
                found += self._line(first, stop, end)
        return rejoined(found)

    def _measure_words(self) -> None:
        """Where each word begins, and its font: its size and flags belong to the text object it stands in."""
        count, handle = len(self.starts), repeat(self.handle)
        points = (ctypes.c_double * (2 * count))()
        at = ctypes.addressof(points)
        x_at, y_at = range(at, at + 16 * count, 16), range(at + 8, at + 8 + 16 * count, 16)
        deque(map(_char_origin, handle, self.starts, x_at, y_at), maxlen=0)
        self.xs, ys = points[0::2], points[1::2]
        styles = self._styles_at(self.starts)
        if self._directions and (quarter := self._directions.most_common(1)[0][0]):
            width, height = self.width, self.height
            self._turn = _TURNS[quarter](width, height)
            self.xs, ys = map(list, zip(*(self._turn(x, y) for x, y in zip(self.xs, ys, strict=True)), strict=True))
            self.width, self.height = (height, width) if quarter % 2 else (width, height)
        self.flags = [*map(itemgetter(1), styles)]
        self.heights = [*zip(map(itemgetter(0), styles), ys, strict=True)]

    def _character(self, i: int) -> str:
        """Character number `i`: pdfium counts one beyond U+FFFF as two, of which the second becomes a filler.

        Letters of mathematical alphabets become the plain ones (𝑤 is w): people search and read those. Only
        they: compatibility forms of other characters carry meaning (σ² is not σ2).
        """
        code = raw.FPDFText_GetUnicode(self.textpage.raw, i)
        if 0xDC00 <= code < 0xE000:
            return _FILLER
        if 0xD800 <= code < 0xDC00:
            low = raw.FPDFText_GetUnicode(self.textpage.raw, i + 1) if i + 1 < self.count else 0
            if not 0xDC00 <= low < 0xE000:
                return "\ufffd"
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        return unicodedata.normalize("NFKC", character) if 0x1D400 <= code <= 0x1D7FF else character

    def _line(self, first: int, stop: int, end: int) -> list[list]:
        """Words `first` to `stop` as one entry, or as several where wide gaps divide them; `end` is behind the last."""
        last = self.ends[stop - 1] - 1
        size, base = self._measure(first, stop, last)
        _, right, bottom = self._edges(last)
        if abs(bottom - self.heights[first][1]) > 2 * size and right - self.xs[first] < 2 * size:
            return []  # rotated text: a watermark or the label of an axis
        cuts = self._cuts(first, stop, size)
        if not cuts:
            return [self._entry(first, stop, end, size, base, right)]
        entries = []
        for a, b in pairwise([first, *cuts, stop]):
            part_end = self.starts[b] if b < stop else end
            last = self.ends[b - 1] - 1
            entries.append(self._entry(a, b, part_end, *self._measure(a, b, last), self._edges(last)[1]))
        return entries

    def _measure(self, first: int, stop: int, last: int) -> tuple[float, float]:
        """Font size and baseline (from the bottom of the page): those of the word of median size.

        A line of one or two words is asked at more places: it may begin or end with an index.
        """
        sizes = sorted(self.heights[first:stop])
        if len(sizes) < 3:
            start = self.starts[first]
            more = {i for i in ((start + last) // 2, last) if i not in self.starts[first:stop]}
            sizes += [(self._style(i)[0], self._origin(i)[1]) for i in more if not self.text[i].isspace()]
            sizes.sort()
        return sizes[len(sizes) // 2]

    def _cuts(self, first: int, stop: int, size: float) -> list[int]:
        """Words before which a gap is wider than `_GAP` font sizes.

        Asked first by where the words begin, then by where the letter before the gap begins: the edges of letters are
        measured only where the gap may be wide enough.
        """
        starts, xs = self.starts, self.xs
        gap, narrowest = (_GAP - _NARROWEST) * size, _NARROWEST * size
        wide = [k for k in range(first + 1, stop) if xs[k] - xs[k - 1] > gap + narrowest * (starts[k] - starts[k - 1])]
        wide = [k for k in wide if xs[k] - self._origin(self.ends[k - 1] - 1)[0] > (_GAP - _BEARING) * size]
        return [k for k in wide if self._edges(starts[k])[0] - self._edges(self.ends[k - 1] - 1)[1] > _GAP * size]

    def _entry(self, first: int, stop: int, end: int, size: float, base: float, right: float) -> list:
        a = self.starts[first]
        text, flags = self._text(first, stop, self.text[a:end].rstrip(), size, base)
        return [text, round(self.xs[first], 1), round(self.height - base, 1), round(right, 1), round(size, 1), flags]

    def _text(self, first: int, stop: int, body: str, size: float, base: float) -> tuple[str, int]:
        """The text of one entry with raised and lowered digits as such, and its flags, by most of its words."""
        a, fonts = self.starts[first], self.flags[first:stop]
        if fonts.count(fonts[0]) == len(fonts):
            flags = fonts[0] & (MONO | BOLD | MATH)
        else:
            words = [(f, fonts.count(f)) for f in {*fonts}]
            mono, bold, math = (sum([n for f, n in words if f & flag]) for flag in (MONO, BOLD, MATH))
            flags = MONO * (2 * mono > len(fonts)) | BOLD * (2 * bold > len(fonts))
            flags |= MATH * (_MATH_SHARE * math >= len(fonts))
        if (
            (self._has_bad and _BAD.search(body))
            or (self._has_symbols and any(self._style(a + m.start())[1] & _SYMBOLS for m in _SUSPECT.finditer(body)))
            or ((flags & MATH or _RELATION.search(body)) and self._loses_scripts(body, a, size))
        ):
            flags |= GARBLED
        text = self._scripts(body, a, size, base) if flags & MATH or _DIGIT.search(body) else body
        return text.replace(_FILLER, "") if self._has_filler else text, flags

    def _loses_scripts(self, body: str, a: int, size: float) -> bool:
        """Whether letters stand raised or lowered: x with a small i below it reads "xi" here."""
        styles = self._styles_at([a + k for k, c in enumerate(body) if c.isalpha()])
        return any(of_letter < SMALL * size and not flags & MONO for of_letter, flags in styles)

    def _scripts(self, body: str, a: int, size: float, base: float) -> str:
        """`body` with raised and lowered numbers as ² and ₂; the character at its start is number `a`."""
        for m in reversed(list(PIECE.finditer(body))):
            small = [k for k in range(*m.span()) if self._is_small(body, k, a, size)]
            if not small or small[-1] != m.end() - 1:
                continue
            first = small[0]
            near = [body[k] for k in (first - 1, m.end()) if self._is_small(body, k, a, size)]
            if any(c in PARTS for c in near):
                continue  # a part of one that cannot be raised as a whole: n − k
            script = shifted(body[first : m.end()], self._origin(a + first)[1] - base, size)
            of_letter = script[:1] in "⁺⁻" and self._is_small(
                body, first - 1, a, size
            )  # t − 1, of which t cannot be raised
            if script and not of_letter:
                body = without_file_space(body[:first]) + script + body[m.end() :]
        return body

    def _is_small(self, body: str, k: int, a: int, size: float) -> bool:
        return 0 <= k < len(body) and not body[k].isspace() and self._style(a + k)[0] < SMALL * size

    def _edges(self, i: int) -> tuple[float, float, float]:
        """Left, right and lower edge of a character."""
        _char_box(self.handle, i, *self._at)
        left, right, bottom, top = self._numbers
        (x0, y0), (x1, y1) = self._turn(left, bottom), self._turn(right, top)
        return min(x0, x1), max(x0, x1), min(y0, y1)

    def _origin(self, i: int) -> tuple[float, float]:
        _char_origin(self.handle, i, self._at[0], self._at[1])
        return self._turn(self._numbers[0], self._numbers[1])

    def _style(self, i: int) -> tuple[float, int]:
        """Font size in points as drawn (many files set size 1 and scale by the text matrix), and what the font is:
        MONO, BOLD, MATH and _SYMBOLS. Both belong to the text object, of which a line has one or two.
        """
        return self._styles.get(_text_object(self.handle, i)) or self._styles_at([i])[0]

    def _styles_at(self, places: Sequence[int]) -> list[tuple[float, int]]:
        """The style of each of these characters."""
        objects = [*map(_text_object, repeat(self.handle), places)]
        new = {*objects} - self._styles.keys()
        if new:
            self._learn({o: i for o, i in zip(objects, places, strict=True) if o in new})
        return [*map(self._styles.__getitem__, objects)]

    def _learn(self, places: dict[int | None, int]) -> None:
        """Note the style of text objects, given a character of each."""
        count, handle = len(places), repeat(self.handle)
        matrices = (ctypes.c_float * (6 * count))()
        at = ctypes.addressof(matrices)
        deque(map(_char_matrix, handle, places.values(), range(at, at + 24 * count, 24)), maxlen=0)
        self._directions.update(map(_quarter, matrices[0::6], matrices[1::6]))
        plain = map(_font_size, handle, places.values())
        sizes = [
            s * ((c * c + d * d) ** 0.5 or 1.0) for s, c, d in zip(plain, matrices[2::6], matrices[3::6], strict=True)
        ]
        fonts = [_object_font(o) if o else None for o in places]
        if min(sizes) < _LEAST_SIZE:
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
                if height and _text_object(self.handle, k) == drawn:
                    _char_box(self.handle, k, *self._at)
                    of_font.append((self._numbers[3] - self._numbers[2]) / height)
        usual = {font: sorted(of_font)[len(of_font) // 2] for font, of_font in found.items() if of_font}
        rest = sorted(usual.values())[len(usual) // 2] if usual else _LEAST_SIZE
        return [s if s >= _LEAST_SIZE else usual.get(f, rest) for s, f in zip(sizes, fonts, strict=True)]

    def _font_name(self, i: int) -> bytes:
        """The name of the character's font; its flags come to stand in `_flags`."""
        self._name.value = b""
        _font_info(self.handle, i, ctypes.addressof(self._name), 128, ctypes.addressof(self._flags))
        return self._name.value

    def _font(self, i: int, font: int | None) -> int:
        """The flags of the character's font."""
        if font in self._fonts:
            return self._fonts[font]
        flags = _font_flags(self._font_name(i), self._flags.value & _FIXED_PITCH)
        if font:
            self._fonts[font] = flags
        return flags


def _quarter(a: float, b: float) -> int:
    """Quarter turns, counter-clockwise, of text with these first entries of its matrix."""
    return (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)


def _upright(x: float, y: float) -> tuple[float, float]:
    return x, y


# By quarter turns of the text: the places of a page of this width and height, turned back.
_TURNS: dict[int, Callable[[float, float], Callable[[float, float], tuple[float, float]]]] = {
    1: lambda width, _height: lambda x, y: (y, width - x),
    2: lambda width, height: lambda x, y: (width - x, height - y),
    3: lambda _width, height: lambda x, y: (height - y, x),
}


def _direct(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function of pdfium, taking addresses as plain integers: half the time a call takes is ctypes' checking."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)


_P, _I = ctypes.c_void_p, ctypes.c_int
_char_origin = _direct(raw.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)
_char_box = _direct(raw.FPDFText_GetCharBox, _I, _P, _I, _P, _P, _P, _P)
_char_matrix = _direct(raw.FPDFText_GetMatrix, _I, _P, _I, _P)
_font_size = _direct(raw.FPDFText_GetFontSize, ctypes.c_double, _P, _I)
_font_info = _direct(raw.FPDFText_GetFontInfo, ctypes.c_ulong, _P, _I, _P, ctypes.c_ulong, _P)
_text_object = _direct(raw.FPDFText_GetTextObject, _P, _P, _I)
_object_font = _direct(raw.FPDFTextObj_GetFont, _P, _P)


@lru_cache(maxsize=4096)
def _font_flags(name: bytes, fixed_pitch: int) -> int:
    text = name.decode("utf-8", "replace")
    flags = MONO if fixed_pitch or _MONO.search(text) else 0
    flags |= BOLD if _BOLD.search(text) else 0
    flags |= MATH if _MATH.search(text) else 0
    return flags | tex_encoding(text) | (_SYMBOLS if _SYMBOLS_ONLY.search(text) else 0)
