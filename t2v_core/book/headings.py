"""Which lines are headings, and the section path of every block.

The outline is trusted first: its titles are looked up on their pages, so that the printed number comes
along ("3.2 Back-propagation" where the outline says "Back-propagation"). Other lines that numbering,
font size or weight set apart are headings below its entries, or the only ones where there is no outline.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from .blocks import BOLD, END, HEADING, MATH, MONO, Block, Bookmark, Line, Page
from .line_kinds import CAPTION_START, PROSE_WORD, Measure
from .text import HYPHEN, is_eastern

_NUMBERED = re.compile(
    r"^(?:(?i:chapter|part|section|appendix)\s+)?((?:\d{1,2}|[A-Z])(?:\.\d{1,3})*)\.?\s+(?=[A-Z“\"(])"
)
# "3.1.3The tides": the page keeps a number apart from its title by style alone.
_GLUED = re.compile(r"^((?:\d{1,2}|[A-Z]\.\d{1,3})(?:\.\d{1,3})+\.?)(?=(?:[A-Z][a-z]|A\s|[“\"(])[^.]|[A-Z]{3})")
_ORDINAL_LINE = re.compile(r"^(?:chapter|part|appendix|lecture|unit)\s+(\d{1,3}|[IVXLC]{1,7}|[A-Z])\.?$", re.I)
_OF_NO_WORDS = re.compile(r"[={}]")  # of a formula or a program, unless words stand beside it
_FEWEST_WORDS = 2
_INNER_STOP = re.compile(r"\w[.)]\s")
_DECIMAL = re.compile(r"^(?:[A-Z]|\d{1,2})\.\d")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = re.compile(r"[^\W\d_]")
_KEY = re.compile(r"[\W_]+")
_LARGER = 1.06  # times the size of the text: a heading's
# Large lines on the first pages, before the first bookmark, are the book's own title and its authors.
_TITLE_PAGES = 2
# Share of the bookmarks whose pages do not print their titles, from which the outline is taken to name wrong pages.
_WRONG = 0.4
# Levels of headings found in the text start here when there is an outline: they nest inside its entries.
_BELOW_OUTLINE = 50


@dataclass(frozen=True)
class Heading:
    """A heading line: its title as readers see it ("" for the further lines of a long title)."""

    title: str
    level: int


def find_headings(
    pages: list[Page], outline: list[Bookmark], normal: Measure, lists: Collection[int] = ()
) -> dict[int, Heading]:
    """Headings by the `id` of their line; bookmarks whose title is not printed get a line of their own.

    Where many name wrong pages, bookmarks are set where their titles are printed; not on `lists`, pages of contents and the like.
    """
    by_number = {page.number: page for page in pages}
    found: dict[int, Heading] = {}
    openings: dict[int, dict[str, list[int]]] = {}
    marks = [mark for mark in outline if mark.page in by_number and not by_number[mark.page].blocks]
    astray = [mark for mark in marks if not _place(mark, by_number[mark.page], found, openings)]
    wrong = [mark for mark in astray if not _runs_in_on(mark, by_number[mark.page])]
    printed = _printed_titles(pages, normal, lists) if len(wrong) > _WRONG * len(marks) else {}
    for mark in astray:
        for page in sorted(printed.get(_key(mark.title), ()), key=lambda p: abs(p.number - mark.page)):
            if _place(mark, page, found, openings):
                break
        else:
            _insert(mark, by_number[mark.page], found, normal)
            openings.pop(mark.page, None)
    title_pages = min(_TITLE_PAGES, *(mark.page - 1 for mark in outline)) if outline else 0
    _add_by_style(pages[title_pages:], found, normal, _BELOW_OUTLINE if outline else 0)
    return found


def assign_sections(blocks: list[Block]) -> list[Block]:
    """Give every block its section path; the headings themselves are taken out."""
    path: list[tuple[int, str]] = []
    kept = []
    for block in blocks:
        if block.kind not in (HEADING, END):
            block.section = tuple(title for _, title in path)
            kept.append(block)
        elif block.text or block.kind == END:
            while path and path[-1][0] >= block.level:
                path.pop()
            if block.text:
                path.append((block.level, _GLUED.sub(r"\1 ", block.text)))
    return kept


@lru_cache(maxsize=4096)  # every bookmark of a page asks for the same lines
def _key(text: str) -> str:
    return _KEY.sub("", text).casefold()


def _initial(text: str) -> str:
    """The letter that a title must begin with to be that of the line; "" where that takes a closer look."""
    return "" if _NUMBERED.match(text) else _key(text[:1])[:1] or _key(text)[:1]


def _printed_titles(pages: list[Page], normal: Measure, lists: Collection[int]) -> dict[str, list[Page]]:
    """Pages on which a line that is set off reads so, with and without its number."""
    printed: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        for line in page.lines if page.number not in lists else ():
            if line.size >= _LARGER * normal.size or line.flags & BOLD:
                for key in {_key(line.text), _key(_NUMBERED.sub("", line.text))}:
                    printed[key].append(page)
    return printed


def _runs_in_on(mark: Bookmark, page: Page) -> bool:
    """Whether a line of the page begins with the bookmark's title and goes on: "1.1. Applications. We first …"."""
    wanted = _key(mark.title)
    may_be = [line.text for line in page.lines if not wanted or _initial(line.text) in ("", wanted[0])]
    return any(_key(text).startswith(wanted) for text in may_be)


def _insert(mark: Bookmark, page: Page, found: dict[int, Heading], normal: Measure) -> None:
    """Put a line for a bookmark at its position."""
    at = next((i for i, line in enumerate(page.lines) if line.y >= mark.y), len(page.lines))
    line = Line(page.number, mark.title, 0.0, mark.y, 0.0, normal.size, 0)
    page.lines.insert(at, line)
    found[id(line)] = Heading(mark.title, mark.level)


def _place(mark: Bookmark, page: Page, found: dict[int, Heading], openings: dict[int, dict[str, list[int]]]) -> bool:
    """Whether the title of a bookmark is printed on the page; the lines nearest its position become the heading.

    `openings` remembers the lines of each page by their `_initial`.
    """
    if page.number not in openings:
        openings[page.number] = of_page = defaultdict(list)
        for i, line in enumerate(page.lines):
            of_page[_initial(line.text)].append(i)
    matches = []
    wanted = _key(mark.title)
    may_be = {initial: openings[page.number].get(initial, ()) for initial in ("", wanted[:1]) if wanted}
    for i in chain(*may_be.values()):
        line = page.lines[i]
        if id(line) not in found:
            length = _matching_lines(wanted, page.lines, i)
            if length:
                matches.append((abs(line.y - mark.y) if mark.y else 0.0, -line.size, i, length))
    if not matches:
        return False
    _, _, i, length = min(matches)
    lines = page.lines[i : i + length]
    title = _title(mark, lines)
    before = page.lines[i - 1] if i else None
    ordinal = _ORDINAL_LINE.match(before.text) if before else None
    if ordinal and before is not None and id(before) not in found:
        found[id(before)] = Heading("", mark.level)
        if not _NUMBERED.match(title):
            title = f"{ordinal.group(1)} {title}"
    for k, line in enumerate(lines):
        found[id(line)] = Heading(title if k == 0 else "", mark.level)
    return True


def _matching_lines(wanted: str, lines: list[Line], i: int) -> int:
    """How many lines from `i` on print the title of the key `wanted`, with or without a number before it; 0 if they do not."""
    text = ""
    for length in range(1, 5):
        if i + length > len(lines):
            return 0
        text += lines[i + length - 1].text
        have = _key(text)
        if have == wanted or (have.endswith(wanted) and _NUMBERED.match(text) and len(have) - len(wanted) <= 8):
            return length
        if not wanted.startswith(have):
            number = _NUMBERED.match(text)
            bare = _key(text[number.end() :]) if number else ""
            if not (bare and wanted.startswith(bare)):
                return 0
    return 0


def _title(mark: Bookmark, lines: list[Line]) -> str:
    """The printed title when it has a number that the bookmark lacks, else the bookmark's."""
    printed = " ".join(line.text for line in lines).replace(HYPHEN + " ", "")
    return mark.title if _key(printed) == _key(mark.title) else " ".join(printed.split())


def _add_by_style(pages: list[Page], found: dict[int, Heading], normal: Measure, base: int) -> None:
    """Add the lines that look like headings."""
    styled: list[Line] = []
    larger = _LARGER * normal.size
    for page in pages:
        for previous, line, following in zip([None, *page.lines], page.lines, [*page.lines[1:], None], strict=False):
            if line.size < larger and not line.flags & BOLD and "." not in line.text[1:3]:
                continue  # nothing sets it off, as most
            free = id(line) not in found and not _runs_in(line, following)
            if free and (_looks_like_heading(line, previous, normal) or _continues(styled, line, previous)):
                styled.append(line)
    counts = Counter(round(line.size) for line in styled)
    sizes = sorted(counts, reverse=True)
    if not base and len(sizes) > 1 and counts[sizes[0]] == 1 and styled[0].page <= 2:
        styled = [line for line in styled if round(line.size) != sizes[0]]  # the book's own title
    above: Line | None = None
    for line in styled:
        numbered = _NUMBERED.match(line.text)
        text = " ".join(line.text.split()).rstrip(".")
        if above is not None and not numbered and _directly_above(above, line):
            start = found[id(above)]
            ordinal = _ORDINAL_LINE.match(start.title)
            found[id(above)] = Heading(f"{ordinal.group(1) if ordinal else start.title} {text}", start.level)
            found[id(line)] = Heading("", start.level)
            continue
        above = line
        depth = numbered.group(1).count(".") if numbered else 0
        found[id(line)] = Heading(text, base + 10 * sizes.index(round(line.size)) + depth)


def _runs_in(line: Line, following: Line | None) -> bool:
    """Whether a sentence goes on behind the line on its own baseline: bold first words, no heading."""
    return (
        following is not None
        and abs(following.y - line.y) < 0.3 * line.size
        and 0 <= following.x0 - line.x1 < 2 * line.size
        and not following.flags & BOLD
        and following.text[:1].islower()
    )


def _continues(styled: list[Line], line: Line, previous: Line | None) -> bool:
    """Whether the line is a further line of the bold or large heading right above it, in lower case or with a mark at its end."""
    return (
        bool(styled)
        and styled[-1] is previous
        and abs(previous.size - line.size) < 0.3
        and previous.flags == line.flags
        and bool(line.flags & BOLD)
        and _directly_above(previous, line)
        and len(line.text.split()) <= 14
    )


def _directly_above(above: Line, line: Line) -> bool:
    """Whether two heading lines are one heading: "Chapter 3" and its title, or a title of two lines."""
    ordinal = bool(_ORDINAL_LINE.match(above.text))
    alike = abs(above.size - line.size) < 0.5 or ordinal
    return above.page == line.page and alike and 0 < line.y - above.y < (4 if ordinal else 1.6) * line.size


def _looks_like_heading(line: Line, previous: Line | None, normal: Measure) -> bool:
    """Short, capitalised, without a full stop, and set apart by size, weight or a section number."""
    text = line.text
    larger = line.size >= _LARGER * normal.size
    set_off = larger or (line.flags & BOLD and line.size >= 0.95 * normal.size) or _DECIMAL.match(text)
    apart = previous is None or previous.y > line.y or line.y - previous.y > 1.25 * normal.leading
    if not (set_off and apart) or line.flags & (MONO | MATH) or HYPHEN in text or CAPTION_START.match(text):
        return False
    if _OF_NO_WORDS.search(text) and len(PROSE_WORD.findall(text)) < _FEWEST_WORDS:
        return False
    words = text.split()
    letters = len(_LETTERS.findall(text))
    numbered = _NUMBERED.match(text)
    eastern = is_eastern(text) and len(text) <= 30
    title = text[numbered.end() :] if numbered else text
    if not 1 <= len(words) <= 14 or letters < (2 if eastern else 4) or letters < 0.6 * len(text.replace(" ", "")):
        return False
    greeting = numbered and larger and text[-1] in ".?!"  # "1. Greetings." in large letters
    if _INNER_STOP.search(title) or (text[-1] in ".,;:?!。，；：？！" and not greeting):
        return False
    return eastern or bool((text[0].isupper() or text[0].isdigit()) and _WORD.search(title))
