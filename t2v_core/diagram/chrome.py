"""What every frame carries around its picture: section path, title, caption, citation, progress; and where they stand."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from ..planning.plan import Scene, ScenePlan
from .clock import Beat, Clock
from .drawlist import Box, DrawList, Item, Maths, Rect, line
from .fonts import advance, runs_from_right
from .maths import formula
from .notation import to_latex
from .text import CAPTION, SMALL, TITLE, clean, wrap
from .text import line as text_line

CAPTION_LEADING = 31.0
FOOT_RULE = 668.0
READING_PACE = 3.0  # words a second that can be read
NO_SOURCE = "no source"


@dataclass(frozen=True)
class Grid:
    """The places of a frame `width` × 720 units; constant over a film so that nothing jumps between scenes."""

    width: float
    title_size: float
    title_lines: int
    captions: bool
    bare: bool = False  # the picture alone, without heading, rules and footer

    @property
    def margin(self) -> float:
        """5 % of the width."""
        return 0.05 * self.width

    @property
    def measure(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def head_rule(self) -> float:
        first = 118.0 if self.width >= 600 else 100.0  # a narrow frame's margins are narrow above, too
        return first + (self.title_lines - 1) * 1.2 * self.title_size

    @property
    def caption_lines(self) -> int:
        """More lines where the frame is narrow; longer sentences are paged as they are said."""
        return 2 if self.width >= 900 else 3

    @property
    def caption(self) -> Box:
        height = CAPTION_LEADING * self.caption_lines
        above_rule = 18 if self.width >= 900 else 12
        return Box(self.margin, FOOT_RULE - above_rule - height, self.measure, height)

    @property
    def picture(self) -> Box:
        if self.bare:
            return Box(self.margin, 32.0, self.measure, 720.0 - 64.0)
        top = self.head_rule + 24
        bottom = self.caption.y - 12 if self.captions else FOOT_RULE - 24
        return Box(self.margin, top, self.measure, bottom - top)

    @property
    def rules(self) -> DrawList:
        """The two hairlines, the same in every scene and transition."""
        if self.bare:
            return ()
        right = self.width - self.margin
        return tuple(line(self.margin, y, right, y, "rule", 1.0) for y in (self.head_rule, FOOT_RULE))


def grid(plan: ScenePlan, width: float, captions: bool, bare: bool = False) -> Grid:
    """The film's grid: one title size at which every title takes as few lines as can be."""
    sizes = (TITLE, 30.0, 26.0) if width >= 900 else (30.0, 26.0, CAPTION)
    measure = 0.9 * width
    lines = {s: max(len(wrap(scene.title, measure, s, "semibold")) for scene in plan.scenes) for s in sizes}
    fewest = min(lines.values())
    size = next(s for s in sizes if lines[s] == fewest)
    return Grid(width, size, max(1, min(3, fewest)), captions, bare)


def heading(plan: ScenePlan, scene: Scene, number: int, g: Grid) -> DrawList:
    """Section path, title and progress: the still part of the frame. `number` counts from 0."""
    if g.bare:
        return ()
    rows = title_rows(scene.title, g.measure, g.title_size, g.title_lines)
    baseline = g.head_rule - 20 - (len(rows) - 1) * 1.2 * g.title_size
    x, align = (g.width - g.margin, 1.0) if runs_from_right(scene.title) else (g.margin, 0.0)
    titles = tuple(
        text_line(row, x, baseline + i * 1.2 * g.title_size, g.title_size, "semibold", align=align)
        for i, row in enumerate(rows)
    )
    above = baseline - 1.18 * g.title_size
    return (
        text_line(section_path(plan, scene, g.measure), g.margin, above, SMALL, colour="soft"),
        *titles,
        *_progress(g, number, len(plan.scenes)),
    )


def title_rows(title: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """A title on at most `most` lines; what is too long ends in an ellipsis."""
    rows = tuple(wrap(title, width, size, "semibold"))
    if len(rows) > most:
        return (*rows[: most - 1], _cut(" ".join(rows[most - 1 :]), width, size, "semibold"))
    return rows


def section_path(plan: ScenePlan, scene: Scene, width: float) -> str:
    """Chapter › section of the scene's first passage, shortened from the left; the film's title without one."""
    first = next((i for c in scene.claims for i in c.evidence_ids), None)
    levels = [clean(s) for s in plan.passage(first).section if clean(s)] if first else []
    if not levels:
        levels = [clean(plan.title)] if clean(plan.title) != clean(scene.title) else []
    for drop in range(len(levels)):
        path = "  ›  ".join(["…"] * (drop > 0) + levels[drop:])
        if advance(path, SMALL, "regular") <= width:
            return path
    return _cut(levels[-1], width, SMALL) if levels else ""


def citation(plan: ScenePlan, ids: Sequence[str]) -> str:
    """ "Book, p. 42", "Book, pp. 42, 44", in a book without pages "Book, § Heading"; several books parted by semicolons.

    "no source" without a passage.
    """
    places: dict[str, list[str]] = {}
    for item in (plan.passage(i) for i in ids):
        places.setdefault(clean(item.book), []).append(clean(item.place))
    return "; ".join(", ".join([book, *_together(p)]) for book, p in places.items()) or NO_SOURCE


def _together(places: Sequence[str]) -> list[str]:
    """Each place once, the pages as one: "p. 42" and "p. 44" are "pp. 42, 44"."""
    once = list(dict.fromkeys(filter(None, places)))
    pages = [p.removeprefix("p. ") for p in once if p.startswith("p. ")]
    joined = f"{'pp.' if len(pages) > 1 else 'p.'} {', '.join(pages)}"
    return [joined] * bool(pages) + [p for p in once if not p.startswith("p. ")]


def footer(plan: ScenePlan, scene: Scene, clock: Clock, g: Grid) -> Callable[[float], DrawList]:
    """The citation of the sentence being said, as a function of time."""
    room = g.measure - _progress_width(g, len(plan.scenes)) - 24
    whole = tuple(dict.fromkeys(i for c in scene.claims for i in c.evidence_ids))
    beats = clock.beats or (Beat("", whole, 0, clock.seconds),)
    lines = [_citation_lines(citation(plan, b.evidence_ids), room, g.margin) for b in beats]
    starts = [b.start for b in beats]
    return lambda t: lines[max(0, bisect_right(starts, t) - 1)]


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
    rows = wrap(beat.text, g.measure, CAPTION)
    letters = [len(w) + 1 for r in rows for w in r.split(" ")]  # a long word takes longer to say
    pace = (beat.stop - beat.start) / max(1, sum(letters))
    times = [beat.start + pace * before for before in accumulate(letters, initial=0)]
    pages, done = [], 0
    for k in range(0, len(rows), g.caption_lines):
        part = rows[k : k + g.caption_lines]
        n = sum(len(r.split(" ")) for r in part)
        pages.append(_Page(part, tuple(times[done : done + n]), g))
        done += n
    return pages


def _page(rows: Sequence[str], g: Grid) -> DrawList:
    """Centred lines in the middle of the caption's box."""
    baselines = _baselines(len(rows), g)
    return tuple(text_line(r, g.width / 2, y, CAPTION, align=0.5) for r, y in zip(rows, baselines, strict=True))


def _baselines(count: int, g: Grid) -> tuple[float, ...]:
    top = g.caption.cy - CAPTION_LEADING * (count - 1) / 2 + 0.36 * CAPTION
    return tuple(top + i * CAPTION_LEADING for i in range(count))


def citation_rows(cited: str, room: float) -> tuple[str, ...]:
    """A citation on at most two lines; a book title too long loses its subtitle, then its end."""
    rows = wrap(cited, room, SMALL)
    if len(rows) > 2:
        rows = wrap(re.sub(r"[:(–—][^;]*(?=, (?:pp?\. |§ ))", "", cited), room, SMALL)
    if len(rows) > 2:
        book, place = re.fullmatch(r"(.*?)(?:, ((?:pp?\. |§ ).*))?", cited).groups()
        rows = tuple(_cut(row, room, SMALL) for row in (book, place) if row)
    return rows


def _citation_lines(cited: str, room: float, x: float) -> DrawList:
    """The citation below the footer's rule."""
    rows = citation_rows(cited, room)
    top = 697.0 if len(rows) == 1 else 689.0
    return tuple(text_line(r, x, top + 20 * i, SMALL, colour="soft") for i, r in enumerate(rows))


def _cut(string: str, width: float, size: float, face: str = "regular") -> str:
    """As many words as fit, then an ellipsis to say that there are more."""
    if advance(string, size, face) <= width:
        return string
    words = string.split(" ")
    while len(words) > 1 and advance(" ".join(words) + " …", size, face) > width:
        words.pop()
    kept = " ".join(words)
    while kept and advance(kept + " …", size, face) > width:
        kept = kept[:-1]
    return kept + " …"


def _progress_width(g: Grid, count: int) -> float:
    return min(34.0 * count, 0.28 * g.measure)


def _progress(g: Grid, number: int, count: int) -> DrawList:
    """A dash a scene; one bar when there are too many to tell apart."""
    width = _progress_width(g, count)
    x, y, pitch = g.width - g.margin - width, FOOT_RULE + 20, width / count
    if pitch < 10:
        done = width * (number + 1) / count
        return (Rect(x, y, width, 5, 2.5, fill="rule"), Rect(x, y, max(5.0, done), 5, 2.5, fill="accent"))
    gap = min(6.0, 0.3 * pitch)
    return tuple(
        Rect(x + i * pitch + gap, y, pitch - gap, 5, 2.5, fill="accent" if i <= number else "rule")
        for i in range(count)
    )
