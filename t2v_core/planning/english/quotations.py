"""Where a passage quotes at length: what stands there is somebody's word, and would be heard as the book's own."""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"\n\s*\n")
# "In this excerpt he warns of the danger:", "She wrote to her sister:": the paragraph behind is not the book's. It is behind "Newton’s
# Second Law states:", "Words fall into parts of speech:" and "Each letter is replaced in the same way:".
_WROTE = r"(?:wrote|writes|said|says|stated|states|declared|proclaimed|testified|recalled|lamented)"
_WORK = r"(?:\w+\s){0,2}(?:speech|letter|diary|sermon|memoirs?|poem)"
_NO_PERSON = (
    r"(?:Law|Theorem|Rule|Principle|Lemma|Axiom|Postulate|Hypothesis|Theory|Conjecture|Definition|It|This|That|Which)"
)
_ANNOUNCES = re.compile(
    r"(?:\b(?:excerpts?|quotation)\b[^.!?]*"
    rf"|\b(?:[Hh]is|[Hh]er|[Tt]heir|[A-Z]\w+[’']s?)\s{_WORK}\b[^.!?]*"
    rf"|\b(?:[Tt]his|[Tt]he|[Aa])\s{_WORK}\s(?:(?:to|by|from|in\swhich)\b[^.!?]*|[^.!?]*\b(?:[Hh]e|[Ss]he|{_WROTE})\b[^.!?]*)"
    rf"|\b(?:he|she|they|(?!{_NO_PERSON}\b)[A-Z]\w+)\s(?:\w+ly\s|just\s)?{_WROTE}(?:\s(?:the following|(?:to|in|of|that)\s[^:.]{{2,60}}))?):$"
)
# Some files set the opening mark, or the straight one, where a quotation ends.
_MARK = re.compile(r"(?P<closing>”(?!\w)|(?<=[\w.,;!?])[“\"](?!\w))|“")


def quoted(passage: str) -> list[tuple[int, int]]:
    """Half-open spans between quotation marks, and the paragraphs that are announced as quotations."""
    spans, start, announced = [], 0, False
    for end, behind in [*((m.start(), m.end()) for m in _PARAGRAPH.finditer(passage)), (len(passage), len(passage))]:
        text = passage[start:end]
        spans += [(start, end)] if announced else [(start + a, start + b) for a, b in _between_marks(text)]
        announced = bool(_ANNOUNCES.search(text.rstrip()))
        start = behind
    return spans


def _between_marks(paragraph: str) -> list[tuple[int, int]]:
    """From each opening mark to the closing one; to the end, or from the beginning, of a paragraph that has only one of them."""
    if "“" not in paragraph and "”" not in paragraph:
        return []
    spans, opened = [], None
    for mark in _MARK.finditer(paragraph):
        if not mark["closing"]:
            opened = mark.start() if opened is None else opened
        elif opened is not None or (mark[0] == "”" and not spans and not paragraph[: mark.start()][-1:].isdigit()):
            spans.append((opened or 0, mark.end()))
            opened = None
    return spans if opened is None else [*spans, (opened, len(paragraph))]
