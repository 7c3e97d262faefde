"""The lines of a PDF page: words are put together, measured and cut where columns or cells divide them."""

import re
from bisect import bisect_left
from itertools import pairwise
from operator import itemgetter

from pdf_characters import FILLER, HYPHEN, SYMBOLS, TURNS, Characters
from scripts import PARTS, PIECE, SMALL, rejoined, shifted, without_file_space
from tex_symbols import TEX, decoded, has_bare_codes, negated, tex_text
from wire import BOLD, GARBLED, MATH, MONO

_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
# How a symbol with a wrong code reads: a lone digit, letter or mark.
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
# So many font sizes above or below its line stands a part of a fraction.
_OFF_LINE = 0.3
_WORD = re.compile(r"[^\s\ufffe]+")


class PageReader(Characters):
    """Lines of one text page. Words are measured all at once: the innermost loops of all reading run inside `map`."""

    def lines(self, max_characters: int) -> list[list]:
        count = min(self.count, max_characters)
        text = self.textpage.get_text_range(0, count) if count > 0 else ""
        if len(text) != count:  # characters beyond U+FFFF: positions are those of single characters
            text = "".join(self._character(i) for i in range(count))
        if HYPHEN in text:
            text = self._with_unknown(text)
        self.text = text = tex_text(text, lambda i: not self._font_name(i))
        words = [*_WORD.finditer(text)]
        self.starts, self.ends = [*map(re.Match.start, words)], [*map(re.Match.end, words)]
        self._measure_words()
        seen = {flags for _, flags in self._styles.values()}
        self._has_symbols = any(flags & SYMBOLS for flags in seen)
        if any(flags & TEX for flags in seen) and has_bare_codes(
            {*zip(map(text.__getitem__, self.starts), self.flags, strict=True)}
        ):
            self.text = decoded(text, lambda i: self._style(i)[1])
        self.text = negated(self.text)
        self._has_bad, self._has_filler = bool(_BAD.search(self.text)), FILLER in self.text
        spans: list[tuple[int, int, int]] = []
        stop = 0
        for end in map(re.Match.end, _LINE.finditer(text)):
            first = stop
            stop = bisect_left(self.starts, end, first)
            if stop > first:
                spans.append((first, stop, end))
        edges = self._edges_of([self.ends[stop - 1] - 1 for _, stop, _ in spans])
        return rejoined(
            [entry for span, (_, *edge) in zip(spans, edges, strict=True) for entry in self._line(*span, *edge)]
        )

    def _measure_words(self) -> None:
        """Where each word begins, and its font: its size and flags belong to the text object it stands in."""
        self.xs, ys = self._points(self.starts)
        self.objects = self._objects_at(self.starts)
        styles = self._styles_of(self.objects, self.starts)
        if self._directions and (quarter := self._directions.most_common(1)[0][0]):
            width, height = self.width, self.height
            self._turn = TURNS[quarter](width, height)
            self.xs, ys = map(list, zip(*(self._turn(x, y) for x, y in zip(self.xs, ys, strict=True)), strict=True))
            self.width, self.height = (height, width) if quarter % 2 else (width, height)
        self.flags = [*map(itemgetter(1), styles)]
        self.heights = [*zip(map(itemgetter(0), styles), ys, strict=True)]

    def _line(self, first: int, stop: int, end: int, right: float, bottom: float) -> list[list]:
        """Words `first` to `stop` as one entry, or as several where wide gaps divide them.

        `end` is behind the last character, whose edges are `right` and `bottom`.
        """
        size, base = self._measure(first, stop, self.ends[stop - 1] - 1)
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

        A line of one or two words is asked at more places where it has several text objects: it may begin or end with an index.
        """
        sizes = sorted(self.heights[first:stop])
        if len(sizes) < 3 and len({*self.objects[first:stop], *self._objects_at([last])}) > 1:
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
        if not wide:
            return wide
        wide = [k for k in wide if xs[k] - self._origin(self.ends[k - 1] - 1)[0] > (_GAP - _BEARING) * size]
        return [k for k in wide if self._edges(starts[k])[0] - self._edges(self.ends[k - 1] - 1)[1] > _GAP * size]

    def _entry(self, first: int, stop: int, end: int, size: float, base: float, right: float) -> list:
        a = self.starts[first]
        text, flags = self._text(first, stop, self.text[a:end].rstrip(), size, base)
        left, y = round(10 * self.xs[first]), round(10 * (self.height - base))  # whole numbers make short messages
        return [text, left, y, round(10 * right), round(10 * size), flags]

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
        if (self._has_bad and _BAD.search(body)) or (
            self._has_symbols and any(self._style(a + m.start())[1] & SYMBOLS for m in _SUSPECT.finditer(body))
        ):
            flags |= GARBLED
        numbers, formula = flags & MATH or _DIGIT.search(body), flags & MATH or _RELATION.search(body)
        if formula and self._is_stacked(first, stop, size, base):
            flags |= GARBLED
        uneven = self._uneven(first, stop, size) if numbers or formula else []
        if uneven and formula and self._loses_scripts(uneven, size):
            flags |= GARBLED
        text = self._scripts(body, a, size, base) if uneven and numbers else body
        return text.replace(FILLER, "") if self._has_filler else text, flags

    def _is_stacked(self, first: int, stop: int, size: float, base: float) -> bool:
        """Whether words of full size stand above or below the line: parts of a fraction, of which the line keeps one at most."""
        return any(own >= SMALL * size and abs(y - base) > _OFF_LINE * size for own, y in self.heights[first:stop])

    def _uneven(self, first: int, stop: int, size: float) -> list[int]:
        """Words of a line of this size that begin small or belong to several text objects: others hold nothing raised or lowered."""
        last = self._objects_at([end - 1 for end in self.ends[first:stop]])
        return [k for k, o in enumerate(last, first) if o != self.objects[k] or self.heights[k][0] < SMALL * size]

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
            script = shifted(body[first : m.end()], self._origin(a + first)[1] - base, size)
            of_letter = script[:1] in "⁺⁻" and self._is_small(
                body, first - 1, a, size
            )  # t − 1, of which t cannot be raised
            if script and not of_letter:
                body = without_file_space(body[:first]) + script + body[m.end() :]
        return body

    def _is_small(self, body: str, k: int, a: int, size: float) -> bool:
        return 0 <= k < len(body) and not body[k].isspace() and self._style(a + k)[0] < SMALL * size
