"""Verse: its lines are put together, because a line alone is no sentence and would be taken for a label.

Line ends are kept as "\\n": where verse, or a transcript in lines, has no stops, a passage may end at them.
"""

import re
from itertools import groupby, pairwise
from statistics import median

# The class or the type (EPUB's structural semantics) of an element that holds verse, and of one that opens a stanza.
POEM = re.compile(r"(?:^|[\s:])(?:poem|poetry|verse|stanza|strophe|linegroup|lg)(?:\s|$)")
STANZA = re.compile(r"(?:^|[\s:])(?:stanza|strophe|linegroup|lg)(?:\s|$)")

_LINES = 4  # short paragraphs in a row, at the least
_WORDS = 14  # of a line: a long line of verse has about twelve
_FEWEST_WORDS = 3  # of most lines: below it is a list of words
_CLOSING = "\"'”’»)"
# In verse many lines end in a mark, and many in the middle of a sentence; of labels few, of dialogue all end in a stop.
_MARKED, _RUNNING_ON = 0.3, 0.3
# Behind so many of its lines the next word would have found room: in prose that a width breaks, behind hardly any. Or so few hold
# a mark: of prose most do.
_ROOM, _PLAIN = 0.3, 0.2
_MARK = re.compile(r"[.,;:!?](?:\s|$)")
_NUMBERED = 0.3  # share of lines that end in a number: of an index, of a table


def as_lines(lines: list[str]) -> str:
    """The text of a paragraph: its lines as such where they are verse, else running text."""
    return ("\n" if _are_lines(lines) else " ").join(lines)


def join_verse(blocks: list[list]) -> list[list]:
    """`blocks` with each run of lines of verse as one; those that are marked as "verse" become text."""
    joined: list[list] = []
    for (kind, stanza), run in groupby(blocks, _line_of):
        lines = list(run)
        texts = [line[2] for line in lines]
        if kind == "verse" and len(lines) > 1 and median(len(text.split()) for text in texts) <= _WORDS:
            lines = [["text", 0, "\n".join(texts), *lines[0][3:4], *lines[-1][4:5]]]
        elif kind == "verse":
            lines = [["text", 0, *line[2:]] for line in lines]
        elif stanza and _is_verse([text.rstrip(_CLOSING) for text in texts]):
            lines = [["text", 0, "\n".join(texts), *lines[0][3:4], *lines[-1][4:5]]]
        joined += lines
    return joined


def _line_of(block: list) -> tuple[str, int]:
    """What neighbouring lines of verse have in common: the stanza where they are marked, else that they are short paragraphs."""
    kind, stanza, text = block[:3]
    return (kind, stanza) if kind == "verse" else ("", int(kind == "text" and len(text.split()) <= _WORDS))


def _are_lines(lines: list[str]) -> bool:
    if len(lines) < _LINES or not _FEWEST_WORDS <= median(len(line.split()) for line in lines) <= _WORDS:
        return False
    if sum(line[-1].isdigit() for line in lines) > _NUMBERED * len(lines):
        return False
    width = max(map(len, lines))
    room = sum(len(line) + len(after.split()[0]) < width for line, after in pairwise(lines))
    return room >= _ROOM * (len(lines) - 1) or sum(bool(_MARK.search(x)) for x in lines) <= _PLAIN * len(lines)


def _is_verse(lines: list[str]) -> bool:
    marked = sum(line.endswith((",", ";", ":", ".", "!", "?", "—", "–")) for line in lines)
    stopped = sum(line.endswith((".", "!", "?")) for line in lines)
    n = len(lines)
    return n >= _LINES and marked >= _MARKED * n and n - stopped >= _RUNNING_ON * n and marked > stopped
