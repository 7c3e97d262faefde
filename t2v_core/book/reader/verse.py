"""Verse whose lines are paragraphs of their own: joined, because a line alone is no sentence and would be taken for a label."""

from itertools import groupby

_LINES = 4  # short paragraphs in a row, at the least
_WORDS = 14  # of a line: a long line of verse has about twelve
_CLOSING = "\"'”’»)"
# In verse many lines end in a mark, and many in the middle of a sentence; of labels few, of dialogue all end in a stop.
_MARKED, _RUNNING_ON = 0.3, 0.3


def join_verse(blocks: list[list]) -> list[list]:
    """`blocks` with each run of lines of verse as one."""
    joined: list[list] = []
    for short, run in groupby(blocks, lambda b: b[0] == "text" and len(b[2].split()) <= _WORDS):
        lines = list(run)
        if short and _is_verse([line[2].rstrip(_CLOSING) for line in lines]):
            lines = [["text", 0, " ".join(line[2] for line in lines), *lines[0][3:4], *lines[-1][4:5]]]
        joined += lines
    return joined


def _is_verse(lines: list[str]) -> bool:
    marked = sum(line.endswith((",", ";", ":", ".", "!", "?", "—", "–")) for line in lines)
    stopped = sum(line.endswith((".", "!", "?")) for line in lines)
    n = len(lines)
    return n >= _LINES and marked >= _MARKED * n and n - stopped >= _RUNNING_ON * n and marked > stopped
