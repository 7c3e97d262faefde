"""The lines of a PDF page: words are put together, measured and cut where columns or cells divide them."""

import re
from bisect import bisect_left
from functools import cache
from itertools import accumulate, compress, count, pairwise
from operator import add, sub, truediv

from pdf_characters import HYPHEN, SYMBOLS, TURNS, UNKNOWN, Characters, upright
from pdf_spacing import FILLER, glued_at, join_letters, rare
from scripts import PARTS, PIECE, SMALL, rejoined, shifted, without_file_space
from tex_symbols import TEX, decoded, has_bare_codes, negated, tex_text
from wire import BOLD, GARBLED, MATH, MONO

# What `str.isspace` holds for, and hyphens at the end of a line: between words.
_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000" + HYPHEN
)
# How a symbol with a wrong code reads: a lone digit, letter or mark.
_SUSPECT = re.compile(r"(?<!\S)[0-9a-z!\"#$%&'*,:;?@^`~](?=[\s=])")
_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\u0338\ufffd\ue000-\uf8ff]")
# A sign of a font of symbols (Wingdings) before a point of a list: none that is a Greek letter or a relation in the font Symbol.
_OF_SYMBOL = "\uf041-\uf05a\uf061-\uf07a\uf0a3\uf0ae\uf0b1\uf0b3-\uf0b5\uf0b9-\uf0bb\uf0c5-\uf0d1\uf0d9-\uf0de"
_FONT_BULLET = re.compile(f"(?![{_OF_SYMBOL}])[\ue000-\uf8ff]\\s+\\S")
# A code of no character, alone in a word: a ligature whose name the font lost, which the word will tell (`ligatures.py`).
# With the code 2, pdfium marks hyphens inside of lines, where a line was broken once.
_LOST = re.compile(
    "(?:(?<=[a-zA-Z]{2})|(?<![\\x00-\\x1f])(?=.[a-z]{2}))[\\x00\\x01\\x03-\\x08\\x0e-\\x1f](?![\\x00-\\x1f])"
)
_RELATIONS = "≤≥≠≈≡≜∑∏∫∈∝"
_DIGIT, _RELATION = b"0", b"="
_MARKS = bytes(48 if 48 <= code < 58 else code if code == 61 else 32 for code in range(256))
# One word of so many in a mathematical font makes a line mathematical.
_MATH_SHARE = 4
# A gap inside a line wider than this many font sizes separates columns, margin notes or cells.
_GAP = 1.4
# The letters of a word are at least this many font sizes wide on average.
_NARROWEST = 0.3
# What a letter may be away from where it begins, in font sizes.
_BEARING = 0.2
# So many font sizes above or below its line stands a part of a fraction.
_OFF_LINE = 0.3


class PageReader(Characters):
    """Lines of one text page. Words are measured all at once: the innermost loops of all reading run inside `map`."""

    def lines(self, max_characters: int) -> list[list]:
        self.text = text = tex_text(self._characters(max_characters), lambda i: not self._font_name(i))
        self.text = text = join_letters(text, self._loose_edges)
        self.starts, self.ends = _words(text)
        spans = self._spans(text)
        self._measure_words(spans)
        seen = {flags for _, flags in self._styles.values()}
        self._has_symbols = any(flags & SYMBOLS for flags in seen)
        if any(flags & TEX for flags in seen) and has_bare_codes(
            (text[a], flags) for a, flags in zip(self.starts, self.flags, strict=True) if flags & TEX
        ):
            self.text = decoded(text, lambda i: self._style(i)[1])
        self.text = negated(self.text)
        self._has_bad, self._has_filler = bool(_BAD.search(rare(self.text))), FILLER in self.text
        self._marks = _marks(self.text)
        self._missing = self._missing_spaces(text)
        lines = self._measured(spans)
        cuts = self._cuts(lines)
        lines = [line for line in lines if not self._is_rotated(line)]
        parts = [part for line in lines if line[0] in cuts for part in self._parts(line, cuts[line[0]])]
        lines = sorted([line for line in lines if line[0] not in cuts] + self._measured(parts))
        return rejoined([self._entry(*line) for line in lines])

    def _spans(self, text: str) -> list[tuple[int, int, int]]:
        """The lines of `text`: the first word, the one behind the last, and where the line ends, its hyphen included."""
        spans: list[tuple[int, int, int]] = []
        stop = begin = 0
        for line in text.replace("\r", "\n").replace(HYPHEN, "\n").split("\n"):
            end = begin + len(line)
            if line:
                first, stop = stop, bisect_left(self.starts, end, stop)
                if stop > first:
                    spans.append((first, stop, end + (text[end : end + 1] == HYPHEN)))
            begin = end + 1
        return spans

    def _measure_words(self, spans: list[tuple[int, int, int]]) -> None:
        """Where each word begins, and its font: its size and flags belong to the text object it stands in."""
        self.xs, ys = self._points(self.starts)
        self.objects = self._objects_of(spans)
        styles = self._styles_of(self.objects, self.starts)
        if self._directions and (quarter := self._directions.most_common(1)[0][0]):
            width, height = self.width, self.height
            self._turn = TURNS[quarter](width, height)
            self.xs, ys = map(list, zip(*(self._turn(x, y) for x, y in zip(self.xs, ys, strict=True)), strict=True))
            self.width, self.height = (height, width) if quarter % 2 else (width, height)
        self.sizes, self.flags = zip(*styles, strict=True) if styles else ((), ())
        self.heights = [*zip(self.sizes, ys, strict=True)]

    def _objects_of(self, spans: list[tuple[int, int, int]]) -> list[int | None]:
        """The text object in which each word of these lines begins.

        The letters of a text object stand together, but for lines that run in both directions: of a line that begins and ends
        in the same one, all words do.
        """
        if any("\u0590" <= c < "\u0900" or "\ufb1d" <= c < "\uff00" for c in {*rare(self.text)}):  # Hebrew or Arabic
            return self._objects_at(self.starts)
        objects: list[int | None] = []
        ends = self._objects_at([self.starts[i] for first, stop, _ in spans for i in (first, stop - 1)])
        for (first, stop, _), begin, last in zip(spans, ends[::2], ends[1::2], strict=True):
            if begin == last:
                objects += [begin] * (stop - first)
            else:
                objects += [begin, *self._objects_at(self.starts[first + 1 : stop - 1]), last]
        return objects

    def _measured(self, spans: list[tuple[int, int, int]]) -> list[tuple]:
        """These lines as (first word, the one behind the last, end, font size, baseline, right and lower edge of the last letter).

        Font size and baseline (from the bottom of the page) are those of the word of median size. A line of one or two words
        is asked at more places where it has several text objects: it may begin or end with an index.
        """
        sizes = [sorted(self.heights[first:stop]) for first, stop, _ in spans]
        lasts = [self.ends[stop - 1] - 1 for _, stop, _ in spans]
        short = [(own, span[0], last) for own, span, last in zip(sizes, spans, lasts, strict=True) if len(own) < 3]
        asked: list[tuple[list, int]] = []
        for (own, first, last), drawn in zip(short, self._objects_at([last for _, _, last in short]), strict=True):
            stop = first + len(own)
            if len({*self.objects[first:stop], drawn}) > 1:
                more = {(self.starts[first] + last) // 2, last}.difference(self.starts[first:stop])
                asked += [(own, i) for i in more if not self.text[i].isspace()]
        places = [i for _, i in asked]
        for (own, _), (size, _), (_, y) in zip(asked, self._styles_at(places), self._origins(places), strict=True):
            own.append((size, y))
            own.sort()
        return [
            (*span, *own[len(own) // 2], right, bottom)
            for span, own, (_, right, bottom) in zip(spans, sizes, self._edges_of(lasts), strict=True)
        ]

    def _is_rotated(self, line: tuple) -> bool:
        """Whether the text runs up or down: a watermark or the label of an axis."""
        first, _, _, size, _, right, bottom = line
        return abs(bottom - self.heights[first][1]) > 2 * size and right - self.xs[first] < 2 * size

    def _parts(self, line: tuple, cuts: list[int]) -> list[tuple[int, int, int]]:
        """The parts of a line that is divided before the words `cuts`: first word, the one behind the last, end."""
        first, stop, end, *_ = line
        return [(a, b, self.starts[b] if b < stop else end) for a, b in pairwise([first, *cuts, stop])]

    def _cuts(self, lines: list[tuple]) -> dict[int, list[int]]:
        """Words before which a gap is wider than `_GAP` font sizes, by the first word of their line.

        Asked first by where the words begin, then by where the letter before the gap begins: the edges of letters are
        measured only where the gap may be wide enough.
        """
        starts, ends, xs = self.starts, self.ends, self.xs
        narrow = map(_narrow, map(sub, starts[1:], starts))
        room = [0.0, *map(truediv, map(sub, xs[1:], xs), narrow)]  # above the font size the gap may be a wide one
        wide = [
            (first, k, size)
            for first, stop, _, size, *_ in lines
            if max(room[first + 1 : stop], default=0.0) > size
            for k in range(first + 1, stop)
            if room[k] > size
        ]
        before = self._origins([ends[k - 1] - 1 for _, k, _ in wide])
        wide = [w for w, (x, _) in zip(wide, before, strict=True) if xs[w[1]] - x > (_GAP - _BEARING) * w[2]]
        rights = self._edges_of([ends[k - 1] - 1 for _, k, _ in wide])
        lefts = self._edges_of([starts[k] for _, k, _ in wide])
        cuts: dict[int, list[int]] = {}
        for (first, k, size), (_, right, _), (left, _, _) in zip(wide, rights, lefts, strict=True):
            if left - right > _GAP * size:
                cuts.setdefault(first, []).append(k)
        return cuts

    def _entry(self, first: int, stop: int, end: int, size: float, base: float, right: float, _bottom: float) -> list:
        a = self.starts[first]
        text, flags = self._text(first, stop, self.text[a:end].rstrip(), size, base)
        if self._missing and len(text) == len(self.text[a:end].rstrip()):
            text = self._with_spaces(text, a)
        left, y = round(10 * self.xs[first]), round(10 * (self.height - base))  # whole numbers make short messages
        return [text, left, y, round(10 * right), round(10 * size), flags]

    def _missing_spaces(self, text: str) -> list[int]:
        """The characters before which a space is missing. A page on its side is set by its own rules."""
        if self._turn is not upright:
            return []
        return glued_at(text, self.starts, self.ends, self.sizes, self._loose_edges)

    def _with_spaces(self, text: str, a: int) -> str:
        """`text`, which begins with character number `a`, with the spaces that are missing in it; not before an index."""
        places = self._missing[bisect_left(self._missing, a) : bisect_left(self._missing, a + len(text))]
        for i in reversed(places):
            if self._style(i)[0] >= SMALL * self._style(i - 1)[0]:
                text = f"{text[: i - a]} {text[i - a :]}"
        return text

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
        bullet = int(self._has_bad and bool(_FONT_BULLET.match(body)))
        if (self._has_bad and _BAD.search(body, bullet)) or (
            self._has_symbols and any(self._style(a + m.start())[1] & SYMBOLS for m in _SUSPECT.finditer(body))
        ):
            flags |= GARBLED
        end = a + len(body)
        numbers = flags & MATH or self._marks.find(_DIGIT, a, end) >= 0
        formula = flags & MATH or self._marks.find(_RELATION, a, end) >= 0
        if formula and self._is_stacked(first, stop, size, base):
            flags |= GARBLED
        uneven = self._uneven(first, stop, size) if numbers or formula else []
        if uneven and formula and self._loses_scripts(uneven, size):
            flags |= GARBLED
        text = self._scripts(body, a, size, base) if uneven and numbers else body
        text = _with_lost(text) if self._has_bad else text
        return text.replace(FILLER, "") if self._has_filler else text, flags

    def _is_stacked(self, first: int, stop: int, size: float, base: float) -> bool:
        """Whether words of full size stand above or below the line: parts of a fraction, of which the line keeps one at most."""
        return any(own >= SMALL * size and abs(y - base) > _OFF_LINE * size for own, y in self.heights[first:stop])

    def _uneven(self, first: int, stop: int, size: float) -> list[int]:
        """Words of a line of this size that begin small or belong to several text objects: others hold nothing raised or lowered."""
        objects, small = self.objects, SMALL * size
        # The letters of a text object stand together: where the next word begins in the same one, no other stands between.
        ends = [k for k in range(first, stop - 1) if objects[k] != objects[k + 1]] + [stop - 1]
        last = self._objects_at([self.ends[k] - 1 for k in ends])
        mixed = {k for k, o in zip(ends, last, strict=True) if o != objects[k]}
        return [k for k in range(first, stop) if k in mixed or self.heights[k][0] < small]

    def _loses_scripts(self, words: list[int], size: float) -> bool:
        """Whether letters of these words stand raised or lowered: x with a small i below it reads "xi" here."""
        letters = [i for k in words for i in range(self.starts[k], self.ends[k]) if self.text[i].isalpha()]
        return any(of_letter < SMALL * size and not flags & MONO for of_letter, flags in self._styles_at(letters))

    def _scripts(self, body: str, a: int, size: float, base: float) -> str:
        """`body` with raised and lowered numbers as ² and ₂; the character at its start is number `a`."""
        for m in reversed(list(PIECE.finditer(body))):
            if not self._is_small(body, m.end() - 1, a, size):
                continue
            first = next(k for k in range(*m.span()) if self._is_small(body, k, a, size))
            near = [body[k] for k in (first - 1, m.end()) if self._is_small(body, k, a, size)]
            if any(c in PARTS for c in near):
                continue  # a part of one that cannot be raised as a whole: n − k
            script = shifted(body[first : m.end()], self._origins([a + first])[0][1] - base, size)
            # t − 1, of which t cannot be raised
            of_letter = script[:1] in "⁺⁻" and self._is_small(body, first - 1, a, size)
            if script and not of_letter:
                body = without_file_space(body[:first]) + script + body[m.end() :]
        return body

    def _is_small(self, body: str, k: int, a: int, size: float) -> bool:
        return 0 <= k < len(body) and not body[k].isspace() and self._style(a + k)[0] < SMALL * size


@cache
def _narrow(n: int) -> float:
    """Font sizes from the beginning of a word to that of the `n`th character behind it, the least of which hold a wide gap."""
    return _GAP - _NARROWEST + _NARROWEST * n


def _with_lost(text: str) -> str:
    """`text` with what the font lost of it as unknown characters; a code that stands in a word twice is a space."""
    lost = set(_LOST.findall(text))
    words = text.split(" ") if lost else []
    for code in lost:
        text = text.replace(code, " ") if any(word.count(code) > 1 for word in words) else text
    return _LOST.sub(UNKNOWN, text).rstrip() if lost else text


def _words(text: str) -> tuple[list[int], list[int]]:
    """Where the words of `text` begin and end; a pattern takes three times as long."""
    for space in _SPACES:
        text = text.replace(space, " ")
    lengths = [*map(len, text.split(" "))]
    ends = [*map(add, accumulate(lengths), count())]
    return [*compress(map(sub, ends, lengths), lengths)], [*compress(ends, lengths)]


def _marks(text: str) -> bytes:
    """`text` with every digit as `_DIGIT` and every relation as `_RELATION`: bytes are searched in a tenth of a pattern's time."""
    for relation in _RELATIONS:
        text = text.replace(relation, "=")
    return text.encode("latin-1", "replace").translate(_MARKS)
