"""Lines of PDF pages become blocks in reading order: paragraphs, headings, formulas, code, tables, captions, notes.

Works on positions, font sizes and a few marks of the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from .blocks import CAPTION, CODE, FORMULA, GARBLED, HEADING, ITEM, MATH, NOTE, TABLE, TEXT, Block, Line, Page
from .columns import in_reading_order
from .line_kinds import ITEM_START, PROSE_WORD, Measure, line_kinds
from .reader.hanging import HANGING
from .text import HYPHEN, STOPS, ends_in

# A formula that ends in one of these, or lacks a bracket, has lost a part.
_OPEN_ENDS, _PAIRS = "=+−-·×/∫∑∏√<>≤≥≈≜,(|∂", ("()", "[]", "{}")
_WIDE = 1.3  # font sizes between the lines of two points, at the least
_FIGURE = 30  # blocks that the labels of a figure may make between two parts of a paragraph
_LABEL_WORDS = 6
_LANDSCAPE = 1.15
_WORDS_OF_SLIDE = 150


def lay_out(pages: list[Page], normal: Measure, headings: Mapping[int, Any]) -> list[Block]:
    """The blocks of the book; lines whose `id` is in `headings` are blocks with its `title` and `level`."""
    blocks: list[Block] = []
    for page in pages:
        slide = is_slide(page)
        of_page = page.blocks or _page_blocks(in_reading_order(page), replace(normal, points=slide), headings)
        if slide:
            for block in of_page:
                block.kind = ITEM if block.kind == TEXT else block.kind  # its points need no stop, and are no labels
        blocks += of_page
    return _join_broken_paragraphs(blocks)


def is_slide(page: Page) -> bool:
    """Whether the page is wider than high and holds few words."""
    return page.width > _LANDSCAPE * page.height and sum(len(x.text.split()) for x in page.lines) < _WORDS_OF_SLIDE


def _page_blocks(lines: list[Line], normal: Measure, headings: Mapping[int, Any]) -> list[Block]:
    kinds = line_kinds(lines, normal, headings)
    blocks: list[Block] = []
    group: list[Line] = []
    kind = ""
    for line, line_kind in zip(lines, kinds, strict=True):
        if group and kind == CODE and _prose_follows(group, line, line_kind, normal):
            kind = line_kind
            group.append(line)
        elif group and _goes_on(group, kind, line, line_kind, normal):
            group.append(line)
        else:
            if group:
                blocks.append(_block(group, kind))
            group, kind = [line], line_kind
        if line_kind == HEADING:
            heading = headings[id(line)]
            blocks.append(Block(HEADING, heading.title, line.page, line.page, heading.level))
            group = []
    if group:
        blocks.append(_block(group, kind))
    return blocks


def _goes_on(group: list[Line], kind: str, line: Line, line_kind: str, normal: Measure) -> bool:
    """Whether `line` belongs to the block of `group`."""
    last = group[-1]
    gap = line.y - last.y
    same_row = abs(gap) < 0.6 * last.size and line.x0 >= last.x1 - 1 and line.x0 - last.x1 < 1.5 * normal.size
    if line_kind == HEADING:
        return False
    if same_row:
        return True
    if line_kind in (FORMULA, CODE, TABLE):
        inline = line_kind != TABLE and kind in (TEXT, ITEM, NOTE, CAPTION) and _is_inline(group, line, normal)
        near = abs(gap) < 4 * normal.leading
        return inline or (line_kind == kind and near)
    if kind in (FORMULA, CODE, TABLE):
        return False
    if line_kind in (ITEM, CAPTION) and (kind != TEXT or ends_in(last.text, STOPS) or _ended_early(group, line)):
        return False  # else "… in step / 6. In round …" and "… see / Figure 3. It …": a sentence broken by the line
    runs_on = line.text[:1].islower() and not ends_in(last.text, STOPS)  # then a word in a smaller font set the size
    if abs(line.size - last.size) > (0.15 * last.size if runs_on else 0.7) and min(len(line.text), len(last.text)) > 3:
        return False
    if gap < -0.5 * last.size or gap > 1.3 * max(normal.leading * line.size / normal.size, 1.1 * line.size):
        return False
    if line.x0 > last.x1 and line.x0 > max(x.x1 for x in group):
        return False
    if line.x1 < last.x0 and line.x1 < min(x.x0 for x in group):
        return False
    if kind == CAPTION and not ends_in(last.text, STOPS):
        return True  # centred lines begin anywhere
    if normal.points and line.text[:1].isupper() and gap > _WIDE * line.size:
        return False
    return not _new_paragraph(group, line)


def _prose_follows(group: list[Line], line: Line, line_kind: str, normal: Measure) -> bool:
    """Whether code was the beginning of a paragraph: "`java -jar x` starts …", or a term beside its meaning."""
    if line_kind not in (TEXT, ITEM, NOTE) or any(abs(x.y - group[0].y) > 0.5 * x.size for x in group):
        return False
    gap = line.y - group[0].y
    if abs(gap) < 0.5 * line.size:
        return line.x0 > group[-1].x1 and len(PROSE_WORD.findall(line.text)) > 2
    return len(group) == 1 and line_kind == TEXT and 0 < gap < 1.3 * normal.leading and line.text[:1].islower()


def _new_paragraph(group: list[Line], line: Line) -> bool:
    """An indented line, or any line after a short last line, begins a paragraph."""
    last = group[-1]
    ended = ends_in(last.text, STOPS)
    if line.x0 > last.x0 + 0.7 * line.size and not (len(group) == 1 and ITEM_START.match(last.text)):
        return ended or not line.text[:1].islower()
    return ended and (len(group) > 1 or line.x0 <= last.x0) and _ended_early(group, line)


def _ended_early(group: list[Line], line: Line) -> bool:
    """Whether the first word of `line` would still have fitted on the line above it."""
    right = max(line.x1, *(x.x1 for x in group))
    first_word = line.text.split(maxsplit=1)[0]
    return right - group[-1].x1 > (0.6 * len(first_word) + 1.5) * line.size


def _is_inline(group: list[Line], line: Line, normal: Measure) -> bool:
    """Whether a short formula or code line continues the sentence of the paragraph above at normal distance."""
    last = group[-1]
    left = min(x.x0 for x in group[-2:])
    unfinished = not ends_in(last.text, STOPS)
    at_margin = abs(line.x0 - left) < 0.7 * normal.size
    fragment = len(line.text) <= 6 and abs(line.y - last.y) < 0.8 * normal.size and line.x0 >= last.x1 - 2 * normal.size
    return fragment or (unfinished and at_margin and 0 < line.y - last.y < 1.3 * normal.leading)


def _block(lines: list[Line], kind: str) -> Block:
    text = "\n".join(x.text for x in lines) if kind in (CODE, TABLE) else _joined(lines)
    flags = 0
    for line in lines:
        flags |= line.flags
    trusted = not flags & GARBLED
    if kind == FORMULA:
        # Fractions, sums and matrices lose their shape in a line of text.
        stacked = len({round(x.y) for x in lines}) > 1
        broken = text.rstrip()[-1:] in _OPEN_ENDS or any(text.count(a) != text.count(b) for a, b in _PAIRS)
        trusted = trusted and not (stacked or broken)
    elif flags & MATH:
        trusted = trusted and not any(len(x.text) <= 6 and x.flags & MATH for x in lines[1:])
    return Block(kind, text, lines[0].page, lines[-1].page, trusted=trusted)


def _joined(lines: list[Line]) -> str:
    text = " ".join([x.text for x in lines])
    return reduce(_glued, [x.text for x in lines]) if "- " in text or HYPHEN in text else text


def _glued(text: str, more: str) -> str:
    """Two pieces of one paragraph; a hyphen between them is marked for `text.clean` to judge."""
    if text.endswith("-") and more[:1].islower():
        if text[-2:-1].isdigit():
            return (
                f"{text} {more}" if HANGING.match(more) else text + more
            )  # "2- and 3-dimensional", "3-" and "manifolds"
        if text[-2:-1].isalpha():
            text = text[:-1] + HYPHEN
    return text + more if text.endswith(HYPHEN) else f"{text} {more}"


def _join_broken_paragraphs(blocks: list[Block]) -> list[Block]:
    """Join a paragraph that goes on in lower case behind a column or page break, a note or a caption."""
    joined: list[Block] = []
    for block in blocks:
        target = _unfinished(joined, block)
        if target is None:
            joined.append(block)
        else:
            target.text = _glued(target.text, block.text)
            target.page_last = block.page_last
            target.trusted &= block.trusted
    return joined


def _unfinished(blocks: list[Block], block: Block) -> Block | None:
    """The earlier paragraph that `block` continues, if there is one."""
    if block.kind != TEXT or not block.text[:1].islower():
        return None
    labels: list[Block] = []  # a few words before it: of a figure, unless no unfinished paragraph stands before that
    floated = False  # a table or listing stands between: only at the edge of a page does it interrupt a paragraph
    for earlier in reversed(blocks[-_FIGURE:]):
        if earlier.kind in (TEXT, ITEM):
            if block.page - earlier.page_last > 1 or ends_in(earlier.text, STOPS):
                break
            if earlier.kind == TEXT and len(earlier.text.split()) <= _LABEL_WORDS:
                labels.append(earlier)
                continue
            if floated and earlier.page_last == block.page:
                break
            term = len(labels) == 1 and earlier.page_last == block.page and "://" not in labels[0].text
            return labels[0] if term else earlier
        if earlier.kind in (TABLE, CODE):
            floated = True
        elif earlier.kind not in (NOTE, CAPTION):
            break
    return labels[0] if labels and not floated else None
