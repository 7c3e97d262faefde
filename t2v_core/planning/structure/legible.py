"""How well a picture's words can be read alone, by someone who has not heard the narration.

A label that points back, breaks off, or stands beside others of quite another length makes a picture that puzzles: it
loses strength, and one with many such labels is not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from ..english.grammar import parse
from ..english.tagging import AUXILIARY
from ..text import FUNCTION_WORDS, count_words, words
from ..visuals import CauseEffect, Comparison, ConceptMap, Definition, Enumeration, Hierarchy, Slots, Statement, Steps
from .model import Finding

# Share of sound labels below which nothing is drawn, and what each share that is lacking takes from the strength.
LEAST, COST = 0.5, 0.6
# One label may be so many times as long as its shortest sibling, and so many words longer.
TIMES, LONGER = 4, 6
_POINTS = re.compile(
    r"\b(?:this|these|those|it|its|they|them|their|he|she|his|her|such|former|latter|above|below|here)\b", re.I
)
_BEGINS_OPEN = re.compile(r"(?:can|could|may|might|will|would|should|must|also|however|thus|and|or|but|so|not)\b", re.I)
_ENDS_OPEN = FUNCTION_WORDS - set(
    "one two up down out off over together on in back away enough each all both other others".split()
)


def legible(finding: Finding) -> Finding | None:
    """The finding as strong as its labels are sound; None where most puzzle."""
    if isinstance(finding.slots, Definition):
        meaning = finding.slots.meaning.text
        to_its_end = any(s.rstrip(" .!").endswith(meaning) for s in finding.sources)  # "… as long as they need to be"
        return None if _puzzles(finding.slots.term.text) or (breaks_off(meaning) and not to_its_end) else finding
    if isinstance(finding.slots, Statement):
        speaks = finding.slots.subject.text.lower() in {"we", "you"}
        return (
            None
            if (_puzzles(finding.slots.subject.text) and not speaks) or _cut_off(finding.slots, finding.sources)
            else finding
        )
    things, doings = _labels(finding.slots)
    labels = [*things, *doings]
    if not labels:
        return finding
    unsound = sum(map(_puzzles, labels)) + sum(_no_thing(x) for x in things) + _unequal(things) + _unequal(doings)
    share = max(0.0, 1 - unsound / len(labels))
    return None if share < LEAST else replace(finding, strength=finding.strength - COST * (1 - share))


def _cut_off(slots: Statement, sources: Sequence[str]) -> bool:
    """Whether one of a statement's phrases ends where no phrase of its sentence ends."""
    said = [slots.object.text, *(a.text for a in slots.additions if a.word)]
    ends = [s.rstrip(" .!") for s in sources]
    return any(breaks_off(x) and not _is_done(x) and not any(e.endswith(x) for e in ends) for x in said)


def _is_done(text: str) -> bool:
    """Whether a phrase ends with a verb that the next card tells more of ("has to be | *given* | in advance", "a choice to *make*")."""
    last = parse(f"It has {text} .")[-2]
    return last.tag == "VBN" or bool(re.search(rf"\bto {re.escape(last.text)}$", text))


def _labels(slots: Slots) -> tuple[list[str], list[str]]:
    """What a picture names, and what it says of them."""
    if isinstance(slots, Hierarchy | ConceptMap):
        return list(dict.fromkeys(chain.from_iterable((x.source, x.target) for x in slots.links))), []
    if isinstance(slots, Comparison):
        return [c.text for c in slots.columns], [c for row in slots.rows for c in row.cells]
    if isinstance(slots, Steps):
        return [], [s.text for s in slots.steps]
    if isinstance(slots, CauseEffect):
        return [], list(dict.fromkeys(chain.from_iterable((x.source, x.target) for x in slots.links)))
    if isinstance(slots, Enumeration):
        return [i.text for i in slots.items], []
    return [], []


def _puzzles(label: str) -> bool:
    """Whether a label points back, begins or ends in the middle of something, or is a lone letter."""
    found = words(label)
    if not found or (len(found) == 1 and len(found[0]) == 1):
        return True
    points = _POINTS.match(label)  # "cells and their walls" names whose they are
    return bool(points or _BEGINS_OPEN.match(label)) or breaks_off(label)


def breaks_off(label: str) -> bool:
    """Whether a label ends with a word that needs another, or was cut at a wrong place of its sentence."""
    said = words(label)
    if not said:
        return True  # marks only
    *_, before, last = [None, None, *parse(label)]
    adverb = before and last.tag == "RB" and (before.tag == "CC" or before.low in AUXILIARY)  # "… and optionally"
    return bool(adverb or said[-1].lower() in _ENDS_OPEN or re.search(r"\s,|^[^\w(“\"‘'$]", label))


def _no_thing(name: str) -> bool:
    """Whether a node is no noun phrase: it opens with a verb or an adverb."""
    return parse(f"It is the {name}.")[3].tag in {"VBZ", "VBP", "MD", "WRB", "WP", "IN", "TO"}


def _unequal(labels: Sequence[str]) -> bool:
    """Whether siblings are of such unequal lengths that they are hardly of one kind."""
    counts = sorted(map(count_words, labels))
    return len(counts) > 1 and counts[-1] > max(TIMES * counts[0], counts[0] + LONGER)
