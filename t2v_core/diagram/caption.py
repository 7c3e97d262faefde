"""The caption: the sentence being said, its words darkening as they are said, on pages when it is long."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from ..planning.plan import Scene
from .chrome import CAPTION_LEADING, Grid
from .clock import Beat, Clock
from .drawlist import DrawList, Item, Maths
from .fonts import advance
from .maths import formula
from .notation import to_latex
from .text import CAPTION, clean, wrap
from .text import line as text_line

READING_PACE = 3.0  # words a second that can be read
PAUSES = tuple(",;:.!?—–、，；。")


def caption(scene: Scene, clock: Clock, g: Grid, shown: Sequence[str] = ()) -> Callable[[float], DrawList]:
    """The sentence being said, its words darkening as they are said; paged when it is long.

    Sentences in `shown` are set by the picture itself, and not a second time below it.
    """
    words = len(scene.narration.split())
    if not clock.beats or (scene.label and words > READING_PACE * scene.seconds):
        label = _page(wrap(scene.label, g.measure, CAPTION)[: g.caption_lines], g)
        return lambda t: label
    pages = [page for beat in clock.beats for page in _pages(beat, g, beat.text in shown)]
    starts = [p.times[0] for p in pages]
    return lambda t: pages[max(0, bisect_right(starts, t) - 1)].at(t)


@dataclass(frozen=True)
class _Page:
    """Lines of words and the time at which each word is said."""

    rows: tuple[str, ...]
    times: tuple[float, ...]  # one a word, over all rows
    grid: Grid

    def at(self, t: float) -> DrawList:
        places = [(self.grid.width / 2, y) for y in _baselines(len(self.rows), self.grid)]
        return darkening(self.rows, places, bisect_right(self.times, t + 1e-9))


def darkening(
    rows: Sequence[str], places: Sequence[tuple[float, float]], said: int, size: float = CAPTION, align: float = 0.5
) -> DrawList:
    """Lines whose first `said` words (over all lines) are in ink; `places` are their (x, baseline), as in `text.line`."""
    items: list[Item] = []
    for row, (x, y) in zip(rows, places, strict=True):
        words = row.split(" ")
        n = min(len(words), max(0, said))
        said -= len(words)
        if n and any(unicodedata.bidirectional(c) in ("R", "AL") for c in row):
            n = len(words)  # a line that runs from the right darkens as one
        items += _row(tuple(words), n, x, y, size, align)
    return tuple(items)


def _row(words: tuple[str, ...], said: int, x: float, y: float, size: float, align: float) -> list[Item]:
    """One line, its first `said` words in ink; words such as "w_t" are set as maths."""
    places, total = _word_places(words, size)
    left, items, first = x - align * total, [], 0
    for i, word in enumerate(words):
        drawn = _inline(word, size)
        ends = i + 1 == len(words) or i + 1 == said or _inline(words[i + 1], size) is not None
        colour = "ink" if i < said else "faint"
        if drawn is not None:
            items.append(replace(drawn, x=left + places[i], y=y, colour=colour))
            first = i + 1
        elif ends:
            items.append(text_line(" ".join(words[first : i + 1]), left + places[first], y, size, colour=colour))
            first = i + 1
    return items


@lru_cache(maxsize=256)
def _word_places(words: tuple[str, ...], size: float) -> tuple[tuple[float, ...], float]:
    """Left edge of each word from the line's own, and the line's width; the same however much of it is said."""
    places, x, first = [], 0.0, 0
    space = advance("n n", size, "regular") - advance("nn", size, "regular")
    for i, word in enumerate(words):
        drawn = _inline(word, size)
        if drawn is not None:
            places.append(x)
            x, first = x + drawn.advance + space, i + 1
            continue
        start = places[first] if first < i else x
        places.append(start + advance(" ".join([*words[first:i], ""]), size, "regular") if first < i else x)
        x = start + advance(" ".join(words[first : i + 1]), size, "regular") + space
    return tuple(places), x - space


@lru_cache(maxsize=1024)
def _inline(word: str, size: float) -> Maths | None:
    """A word that carries a subscript or superscript, as maths; None for any other.

    Also None for what would be taller than the line or wider than the word it was wrapped as.
    """
    core, tail = re.fullmatch(r"(.*?)([.,;:?!]*)", word).groups()
    latex = to_latex(core) if re.search(r"\w[_^]\S", core) else ""
    drawn = formula(latex + tail, 0, 0, size) if latex else None
    if drawn is None or drawn.ascent > size or drawn.descent > 0.4 * size:
        return None
    return drawn if drawn.advance <= advance(word, size, "regular") else None


def _pages(beat: Beat, g: Grid, silent: bool) -> list[_Page]:
    if silent:
        return [_Page((), (beat.start,), g)]
    parts = _paged(beat.text, g)
    letters = [len(w) + 1 for rows in parts for r in rows for w in r.split(" ")]  # a long word takes longer to say
    pace = (beat.stop - beat.start) / max(1, sum(letters))
    times = [beat.start + pace * before for before in accumulate(letters, initial=0)]
    pages, done = [], 0
    for rows in parts:
        n = sum(len(r.split(" ")) for r in rows)
        pages.append(_Page(rows, tuple(times[done : done + n]), g))
        done += n
    return pages


def _paged(text: str, g: Grid) -> list[tuple[str, ...]]:
    """The rows of each page: as few pages as hold the text, about equally long, parted where the voice pauses."""
    rows = wrap(text, g.measure, CAPTION)
    least = -(-len(rows) // g.caption_lines)
    if least < 2:
        return [rows]
    words = clean(text).split(" ")
    for count in (least, least + 1) if len(words) >= 4 * least else ():
        parts = [wrap(part, g.measure, CAPTION) for part in _parted(words, count)]
        if all(len(part) <= g.caption_lines for part in parts):
            return parts
    edges = [round(len(rows) * k / least) for k in range(least + 1)]
    return [rows[a:b] for a, b in pairwise(edges)]


def _parted(words: Sequence[str], count: int) -> list[str]:
    """The words in `count` parts, each cut near its share of the letters, after a comma or the like where one is near."""
    ends = list(accumulate(len(w) + 1 for w in words))
    share, cuts = ends[-1] / count, [0]
    for k in range(1, count):
        room = range(cuts[-1] + 1, len(words) - (count - k) + 1)
        off = {i: abs(ends[i - 1] - k * share) - 0.3 * share * _pauses(words[:i]) for i in room}
        cuts.append(min(off, key=off.__getitem__))
    return [" ".join(words[a:b]) for a, b in pairwise([*cuts, len(words)])]


def _pauses(words: Sequence[str]) -> bool:
    """Whether the voice may pause behind these words: at a comma or the like, not inside brackets."""
    said = " ".join(words)
    return said.endswith(PAUSES) and said.count("(") == said.count(")")


def _page(rows: Sequence[str], g: Grid) -> DrawList:
    """Centred lines in the middle of the caption's box."""
    baselines = _baselines(len(rows), g)
    return tuple(text_line(r, g.width / 2, y, CAPTION, align=0.5) for r, y in zip(rows, baselines, strict=True))


def _baselines(count: int, g: Grid) -> tuple[float, ...]:
    top = g.caption.cy - CAPTION_LEADING * (count - 1) / 2 + 0.36 * CAPTION
    return tuple(top + i * CAPTION_LEADING for i in range(count))
