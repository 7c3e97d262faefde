"""Ordered steps: numbered lists, first–then–finally, and the serial verbs of one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...book.sentences import split_sentences
from ..grammar import main_clause
from ..text import squash
from ..visuals import Steps
from .model import Finding, Source, datum, distinct, label_of
from .relations import predicate_label, predicates

_CYCLE = re.compile(r"\b(?:repeat(?:s|ed|edly|ing)?|iterat\w+|until|cycles?|alternat\w+|again|loops?)\b", re.I)
_ORDINAL = re.compile(
    r"^(?:(?:first|firstly|second|secondly|third|thirdly|then|next|after that|finally|lastly|at last|to begin|initially|afterwards|subsequently)\b,?\s*)+",
    re.I,
)
_INNER = re.compile(r",?\s+(?:and\s+)?(?:then|finally|afterwards|next)\s+|;\s+(?:and\s+)?", re.I)
_ITEM = re.compile(r"(?:(?<=\s)|^)(?:\(?(\d{1,2})[.)]|[Ss]tep (\d{1,2})[.:])\s+(?=\S)")
MAX_STEP = 9


def process(sources: Sequence[Source], passages: Sequence[Source] = ()) -> Finding | None:
    """The best ordered process in the spoken sentences, or in a list of their passages."""
    found = [f for f in (_told_in_order(sources), *map(_serial, sources), *map(_numbered, passages)) if f]
    return max(found, key=lambda f: f.strength) if found else None


def _finding(labels: list[str], source: Source, strength: float, texts: tuple[str, ...]) -> Finding | None:
    labels = [x for x in labels if x][:7]
    if len(labels) < 2 or not distinct(labels):
        return None
    cyclic = bool(_CYCLE.search(" ".join(texts)))
    slots = Steps(steps=[datum(x, source) for x in labels], cyclic=cyclic and len(labels) > 2)
    return Finding("cycle" if slots.cyclic else "process", slots, strength + 0.03 * min(len(labels), 5), texts)


def _serial(source: Source) -> Finding | None:
    """ "The forward pass computes activations, stores them and returns the loss": one step a verb."""
    clause = main_clause(source.text)
    if clause is None or clause.negated:
        return None
    told = _INNER.split(clause.rest)
    if len(told) > 1:
        labels = [predicate_label(clause.verb, told[0], MAX_STEP), *(label_of(t, MAX_STEP) for t in told[1:])]
        return _finding(labels, source, 0.7, (source.text,)) if all(labels) else None
    labels = [predicate_label(v, r, MAX_STEP) for v, r in predicates(clause.verb, clause.rest)]
    return _finding(labels, source, 0.62, (source.text,)) if all(labels) else None


def _told_in_order(sources: Sequence[Source]) -> Finding | None:
    """Sentences that open with "First", "Then", "Finally"."""
    marked = [s for s in sources if _ORDINAL.match(s.text)]
    if len(marked) < 2 or len({s.evidence_id for s in marked}) > 1:
        return None
    labels = [label_of(_ORDINAL.sub("", s.text), MAX_STEP) for s in marked]
    return _finding(labels, marked[0], 0.75, tuple(s.text for s in marked)) if all(labels) else None


def _numbered(passage: Source) -> Finding | None:
    """A list "1. … 2. … 3. …" of the passage, its numbers in order."""
    text = squash(passage.text)
    marks = list(_ITEM.finditer(text))
    for i, first in enumerate(marks):
        if _number(first) != 1:
            continue
        run = [first]
        for mark in marks[i + 1 :]:
            if _number(mark) == len(run) + 1:
                run.append(mark)
        if len(run) < 3:
            continue
        ends = [*(m.start() for m in run[1:]), len(text)]
        items = [text[m.end() : end] for m, end in zip(run, ends, strict=True)]
        labels = [label_of(split_sentences(item)[0], MAX_STEP) for item in items if item.strip()]
        if len(labels) == len(run) and all(labels):
            return _finding(labels, passage, 0.72, tuple(items))
    return None


def _number(mark: re.Match[str]) -> int:
    return int(mark.group(1) or mark.group(2))
