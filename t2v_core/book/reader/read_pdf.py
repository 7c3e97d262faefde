"""PDF text with its geometry, by pypdfium2; where pdfium fails, pypdf reads again.

A page comes as lines: text, left edge, baseline (from the top of the page), right edge, font size
(points) and flags. Only a few characters of a line are asked for their box and font: asking all of
them takes five times as long as the text itself.
"""

import ctypes
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from read_pdf_again import SecondReader
from wire import BOLD, GARBLED, MATH, MONO, ReadError, send, send_opened

_FILLER = "\u2060"  # word joiner: seen by nobody, no space
_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_MONO = re.compile(r"mono|cour|consol|typewriter|cmtt|cmsltt|sftt|lmtt|ectt|menlo|inconsolata|fixed", re.I)
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|cmssbx|sfbx|ecbx|-medi|lmroman\d+-b", re.I)
_MATH = re.compile(r"cmmi|cmsy|cmex|cmbsy|msam|msbm|euex|eufm|eusm|symbol|math|mtsy|mtex|mtmi|rsfs|stmary|wasy", re.I)
# Fonts that hold no digits, lower-case letters or marks: one read from them is a symbol with a wrong code,
# as "6" for ≤ and "6=" for ≠ in TeX files without ToUnicode tables.
_SYMBOLS_ONLY = re.compile(r"cmsy|cmex|cmbsy|msam|mtsy|mtex|stmary|wasy|lmmathsymbols|lmmathextension", re.I)
_SUSPECT = re.compile(r"(?<!\S)[0-9a-z!\"#$%&'*,:;?@^`~](?=[\s=])")
_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd\ue000-\uf8ff]")
_DIGITS = re.compile(r"[0-9]+")
_RELATION = re.compile(r"[=≤≥≠≈≡≜∑∏∫∈∝]")
_SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# Below this share of the line's size a character is a superscript or subscript.
_SMALL = 0.86
# A gap inside a line wider than this many font sizes separates columns, margin notes or cells.
_GAP = 1.4
# The letters of a word are at least this many font sizes wide on average.
_NARROWEST = 0.3
_WORD_START = re.compile(r"(?<!\S)\S")
_SYMBOLS = 16  # a flag of fonts beside those of lines
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
    send_opened(pages, info.get("Title", ""), authors, labels if any(labels) else (), _outline(document))
    for number in range(request["first_page"], pages + 1):
        try:
            page = document[number - 1]
            message = _page(page, request["max_page_characters"])
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
    width, height = page.get_size()
    reader = _PageReader(page.get_textpage(), height)
    lines = reader.lines(max_characters)
    message = {"width": round(width, 1), "height": round(height, 1), "lines": lines}
    if reader.count > max_characters:
        message["warning"] = f"only the first {max_characters} of its {reader.count} characters were read"
    return message


class _PageReader:
    """Lines of one text page, with a few reused C buffers."""

    def __init__(self, textpage: pdfium.PdfTextPage, height: float) -> None:
        self.textpage, self.raw, self.height = textpage, textpage.raw, height
        self.count = textpage.count_chars()
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(n) for n in self._numbers]
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def lines(self, max_characters: int) -> list[list]:
        count = min(self.count, max_characters)
        text = self.textpage.get_text_range(0, count) if count > 0 else ""
        if len(text) != count:  # characters beyond U+FFFF: positions are those of single characters
            text = "".join(self._character(i) for i in range(count))
        found = []
        for match in _LINE.finditer(text):
            if not match.group().isspace():
                found += self._line(text, match.start(), match.end())
        return found

    def _character(self, i: int) -> str:
        """Character number `i`: pdfium counts one beyond U+FFFF as two, of which the second becomes a filler.

        Letters of mathematical alphabets become the plain ones (𝑤 is w): people search and read those. Only
        they: compatibility forms of other characters carry meaning (σ² is not σ2).
        """
        code = raw.FPDFText_GetUnicode(self.raw, i)
        if 0xDC00 <= code < 0xE000:
            return _FILLER
        if 0xD800 <= code < 0xDC00:
            low = raw.FPDFText_GetUnicode(self.raw, i + 1) if i + 1 < self.count else 0
            if not 0xDC00 <= low < 0xE000:
                return "\ufffd"
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        return unicodedata.normalize("NFKC", character) if 0x1D400 <= code <= 0x1D7FF else character

    def _line(self, text: str, start: int, end: int) -> list[list]:
        """The line as one entry, or several where wide gaps divide it."""
        body = text[start:end]
        start += len(body) - len(body.lstrip())
        end = start + len(body.strip())
        visible = end - 1 if text[end - 1] != "\ufffe" else end - 2
        if visible < start:
            return []
        samples = sorted({start, (start + visible) // 2, visible})
        size, base, x0 = self._measure(samples, text)
        right = self._edges(visible)[1]
        if abs(self._origin(visible)[1] - self._origin(start)[1]) > 2 * size and right - x0 < 2 * size:
            return []  # rotated text: a watermark or the label of an axis
        cuts = self._cuts(text, start, visible, size)
        entries = []
        for a, b in zip([start, *cuts], [*(c - 1 for c in cuts), end], strict=True):
            last = min(b, visible + 1) - 1
            while last > a and text[last].isspace():
                last -= 1
            part_size, part_base, part_x0 = (
                (size, base, x0) if not cuts else self._measure(sorted({a, (a + last) // 2, last}), text)
            )
            part, flags = self._text(text, a, b, part_size, part_base)
            part_right = right if last == visible else self._edges(last)[1]
            top = round(self.height - part_base, 1)
            entries.append([part, round(part_x0, 1), top, round(part_right, 1), round(part_size, 1), flags])
        return entries

    def _measure(self, samples: list[int], text: str) -> tuple[float, float, float]:
        """Font size, baseline (from the bottom of the page) and left edge, by the sample of median size."""
        sizes = sorted((self._size(i), i) for i in samples if not text[i].isspace())
        size, at = sizes[len(sizes) // 2]
        return size, self._origin(at)[1], self._origin(samples[0])[0]

    def _cuts(self, text: str, start: int, visible: int, size: float) -> list[int]:
        """Where gaps wider than `_GAP` font sizes end.

        Asked first by where the words begin: only behind a word that takes more room than its letters can is the
        gap itself measured, which halves the calls into pdfium.
        """
        starts = [m.start() + start for m in _WORD_START.finditer(text[start : visible + 1])]
        if len(starts) < 2:
            return []
        origin, handle, (x_at, y_at, *_), x_value = raw.FPDFText_GetCharOrigin, self.raw, self._refs, self._numbers[0]
        places = []
        for i in starts:  # the innermost loop of all reading: one call into pdfium a word
            origin(handle, i, x_at, y_at)
            places.append(x_value.value)
        cuts = []
        for (word, x), (following, next_x) in pairwise(zip(starts, places, strict=True)):
            letters = len(text[word:following].rstrip())
            if next_x - x > (_GAP + _NARROWEST * letters) * size:
                end = self._edges(word + letters - 1)[1]
                if self._edges(following)[0] - end > _GAP * size:
                    cuts.append(following)
        return cuts

    def _text(self, text: str, a: int, b: int, size: float, base: float) -> tuple[str, int]:
        """The text of one entry with raised and lowered digits as such, and its flags."""
        body = text[a:b].rstrip()
        fonts = [self._font(i) for i in sorted({a, a + len(body) // 2, max(a, a + len(body) - 2)})]
        flags = sum(flag for flag in (MONO, BOLD) if sum(bool(f & flag) for f in fonts) * 2 > len(fonts))
        flags |= MATH if any(f & MATH for f in fonts) else 0
        if (
            _BAD.search(body)
            or any(self._font(a + m.start()) & _SYMBOLS for m in _SUSPECT.finditer(body))
            or ((flags & MATH or _RELATION.search(body)) and self._loses_scripts(body, a, size))
        ):
            flags |= GARBLED
        return self._scripts(body, a, size, base).replace(_FILLER, ""), flags

    def _loses_scripts(self, body: str, a: int, size: float) -> bool:
        """Whether letters stand raised or lowered: x with a small i below it reads "xi" here."""
        small = (a + k for k, c in enumerate(body) if c.isalpha() and self._size(a + k) < _SMALL * size)
        return any(not self._font(i) & MONO for i in small)

    def _scripts(self, body: str, a: int, size: float, base: float) -> str:
        """`body` with raised digits as ² and lowered ones as ₂; the character at its start is number `a`."""
        for m in reversed(list(_DIGITS.finditer(body))):
            if self._size(a + m.end() - 1) >= _SMALL * size:
                continue
            first = next(k for k in range(m.start(), m.end()) if self._size(a + k) < _SMALL * size)
            rise = self._origin(a + first)[1] - base
            table = _SUPER if rise > 0.15 * size else _SUB if rise < -0.05 * size else None
            if table:
                before = body[:first]
                if re.search(
                    r"(?:^|\W)[^\W\d_] $|[)\]}|] $", before
                ):  # "σ 2": the space is the file's, not the author's
                    before = before[:-1]
                body = before + body[first : m.end()].translate(table) + body[m.end() :]
        return body

    def _edges(self, i: int) -> tuple[float, float]:
        """Left and right edge of a character."""
        raw.FPDFText_GetCharBox(self.raw, i, *self._refs)
        return self._numbers[0].value, self._numbers[1].value

    def _origin(self, i: int) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self.raw, i, self._refs[0], self._refs[1])
        return self._numbers[0].value, self._numbers[1].value

    def _size(self, i: int) -> float:
        """Font size in points as drawn: many files set size 1 and scale by the text matrix."""
        raw.FPDFText_GetMatrix(self.raw, i, ctypes.byref(self._matrix))
        scale = (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        return raw.FPDFText_GetFontSize(self.raw, i) * (scale or 1.0)

    def _font(self, i: int) -> int:
        """What the font of a character is: MONO, BOLD, MATH and _SYMBOLS."""
        raw.FPDFText_GetFontInfo(self.raw, i, self._name, 128, ctypes.byref(self._flags))
        return _font_flags(self._name.value, self._flags.value & _FIXED_PITCH)


@lru_cache(maxsize=4096)
def _font_flags(name: bytes, fixed_pitch: int) -> int:
    text = name.decode("utf-8", "replace")
    flags = MONO if fixed_pitch or _MONO.search(text) else 0
    flags |= BOLD if _BOLD.search(text) else 0
    flags |= MATH if _MATH.search(text) else 0
    return flags | (_SYMBOLS if _SYMBOLS_ONLY.search(text) else 0)
