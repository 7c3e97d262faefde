"""What travels between the steps of this stage: lines and pages as read, blocks as laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

# Flags of a line; `reader/wire.py` sends them.
MONO, BOLD, GARBLED, MATH = 1, 2, 4, 8

# Kinds of block.
TEXT, HEADING, ITEM, FORMULA, CODE, TABLE, CAPTION, NOTE, END = (
    "text",
    "heading",
    "item",
    "formula",
    "code",
    "table",
    "caption",
    "note",
    "end",  # of what the headings of its level and below it head; has no text
)


@dataclass(slots=True)
class Line:
    """A line of a PDF page: points from the left and top edges, `y` is the baseline."""

    page: int
    text: str
    x0: float
    y: float
    x1: float
    size: float
    flags: int


@dataclass(slots=True)
class Block:
    """A paragraph, heading, formula, table … ; `text` may still hold U+FFFE where a line ended in a hyphen."""

    kind: str
    text: str
    page: int
    page_last: int
    level: int = 0  # of a heading or an end: 1 is a chapter, 0 unknown
    trusted: bool = True  # False: formulas in it are garbled
    section: tuple[str, ...] = ()
    reason: str = ""  # the rule that rejects it


@dataclass(slots=True)
class Page:
    """One page as read: `lines` of a PDF, or finished `blocks` of a format that knows its own structure."""

    number: int
    width: float = 0.0
    height: float = 0.0
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Bookmark:
    """An outline entry: `level` from 0, `y` from the top of the page (0 where the file does not say)."""

    level: int
    title: str
    page: int
    y: float


@dataclass(slots=True)
class Extracted:
    """A whole file as read."""

    title: str
    authors: tuple[str, ...]
    pages: list[Page]
    labels: list[str]  # printed label of each page; empty where the file has none
    outline: list[Bookmark]
    warnings: list[str]
    # Of an EPUB: how many printed pages have begun where each block begins and where it ends.
    printed: list[tuple[Block, int, int]] = field(default_factory=list)

    @property
    def page_count(self) -> int:
        """Pages of the file, or the printed ones that an EPUB tells of."""
        return max(len(self.labels), 1) if self.printed and self.labels else len(self.pages)
