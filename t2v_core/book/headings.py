"""Which lines are headings, and the section path of every block.

The outline is trusted first: its titles are looked up on their pages, so that the printed number comes
along ("3.2 Back-propagation" where the outline says "Back-propagation"). A book with no or a sparse
outline is read by numbering, font size and weight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .blocks import BOLD, HEADING, MATH, MONO, Block, Bookmark, Line, Page
from .layout import Measure
from .text import HYPHEN

_NUMBERED = re.compile(
    r"^(?:chapter|part|section|appendix)?\s*((?:\d{1,2}|[A-Z])(?:\.\d{1,3})*)\.?\s+(?=[A-Z“\"(])", re.I
)
_ORDINAL_LINE = re.compile(r"^(?:chapter|part|appendix|lecture|unit)\s+(\d{1,3}|[IVXLC]{1,7}|[A-Z])\.?$", re.I)
_LETTERS = re.compile(r"[^\W\d_]")
_KEY = re.compile(r"[\W_]+")
# Below one bookmark for this many pages the outline is sparse, and headings are looked for in the text too.
_PAGES_A_BOOKMARK = 8
# Levels of headings found in the text start here when there is an outline: they nest inside its entries.
_BELOW_OUTLINE = 50


@dataclass(frozen=True)
class Heading:
    """A heading line: its title as readers see it ("" for the further lines of a long title)."""

    title: str
    level: int


def find_headings(pages: list[Page], outline: list[Bookmark], normal: Measure) -> dict[int, Heading]:
    """Headings by the `id` of their line; bookmarks whose title is not printed get a line of their own."""
    by_number = {page.number: page for page in pages}
    found: dict[int, Heading] = {}
    for mark in outline:
        page = by_number.get(mark.page)
        if page is not None and not page.blocks:
            _place(mark, page, found, normal)
    if len(outline) * _PAGES_A_BOOKMARK < len(pages):
        _add_by_style(pages, found, normal, _BELOW_OUTLINE if outline else 0)
    return found


def assign_sections(blocks: list[Block]) -> list[Block]:
    """Give every block its section path; the headings themselves are taken out."""
    path: list[tuple[int, str]] = []
    kept = []
    for block in blocks:
        if block.kind != HEADING:
            block.section = tuple(title for _, title in path)
            kept.append(block)
        elif block.text:
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, block.text))
    return kept


def _key(text: str) -> str:
    return _KEY.sub("", text).casefold()


def _place(mark: Bookmark, page: Page, found: dict[int, Heading], normal: Measure) -> None:
    """Find the printed title of a bookmark near its position, or put a line for it there."""
    matches = []
    for i, line in enumerate(page.lines):
        if id(line) not in found:
            length = _matching_lines(mark, page.lines, i)
            if length:
                matches.append((abs(line.y - mark.y) if mark.y else 0.0, -line.size, i, length))
    if not matches:
        at = next((i for i, line in enumerate(page.lines) if line.y >= mark.y), len(page.lines))
        line = Line(page.number, mark.title, 0.0, mark.y, 0.0, normal.size, 0)
        page.lines.insert(at, line)
        found[id(line)] = Heading(mark.title, mark.level)
        return
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


def _matching_lines(mark: Bookmark, lines: list[Line], i: int) -> int:
    """How many lines from `i` on print the bookmark's title, with or without a number before it; 0 if they do not."""
    wanted = _key(mark.title)
    if not wanted:
        return 0
    text = ""
    for length in range(1, 5):
        if i + length > len(lines):
            return 0
        text += lines[i + length - 1].text
        have = _key(text)
        if have == wanted or (have.endswith(wanted) and _NUMBERED.match(text) and len(have) - len(wanted) <= 8):
            return length
        bare = _key(_NUMBERED.sub("", text))
        if not (wanted.startswith(have) or (bare and wanted.startswith(bare))):
            return 0
    return 0


def _title(mark: Bookmark, lines: list[Line]) -> str:
    """The printed title when it has a number that the bookmark lacks, else the bookmark's."""
    printed = " ".join(line.text for line in lines).replace(HYPHEN + " ", "")
    return mark.title if _key(printed) == _key(mark.title) else " ".join(printed.split())


def _add_by_style(pages: list[Page], found: dict[int, Heading], normal: Measure, base: int) -> None:
    """Add the lines that look like headings."""
    styled = []
    for page in pages:
        previous = None
        for line in page.lines:
            if id(line) not in found and _looks_like_heading(line, previous, normal):
                styled.append(line)
            previous = line
    sizes = sorted({round(line.size) for line in styled}, reverse=True)
    for line in styled:
        numbered = _NUMBERED.match(line.text)
        depth = numbered.group(1).count(".") if numbered else sizes.index(round(line.size))
        found[id(line)] = Heading(" ".join(line.text.split()), base + depth)


def _looks_like_heading(line: Line, previous: Line | None, normal: Measure) -> bool:
    """Short, capitalised, without a full stop, and set apart by size, weight or a section number."""
    text = line.text
    words = text.split()
    letters = len(_LETTERS.findall(text))
    if not 1 <= len(words) <= 14 or letters < 4 or letters < 0.6 * len(text.replace(" ", "")):
        return False
    if (
        text[-1] in ".,;:?!"
        or line.flags & (MONO | MATH)
        or HYPHEN in text
        or not (text[0].isupper() or text[0].isdigit())
    ):
        return False
    apart = previous is None or previous.y > line.y or line.y - previous.y > 1.25 * normal.leading
    numbered = bool(_NUMBERED.match(text))
    larger = line.size >= 1.12 * normal.size
    bold = bool(line.flags & BOLD)
    return apart and (
        larger or (bold and line.size >= 0.95 * normal.size) or (numbered and "." in words[0] and len(words) > 1)
    )
