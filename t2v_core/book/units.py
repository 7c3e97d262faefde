"""Units, of which passages are made: sentences and formulas; where a passage may end between them, and what is cut off at its ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from .blocks import FORMULA, ITEM, NOTE, Block
from .sentences import sentence_spans
from .text import SENTENCE_ENDS, STOPS, ends_in, words_of

# A sentence that stops behind one of these was broken off by a page, a column or a figure.
_DANGLING = re.compile(
    r"(?:[,\-–—(]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|nor|as|than|that|which|who|whose|if|is|are|was|"
    r"were|be|been|has|have|had|its|their|this|these|those|into|onto|since|because|when|where|while|we|you|they|it|not|"
    r"get|obtain|gives?|yields?|form|following|follows|namely))$"
)
# Lower-case first words of the rest of a sentence whose formula stood before it; a program's name is none of them.
_CONTINUING = re.compile(
    r"(?:where|which|with|and|or|so|since|that|then|for|if|is|are|when|such|but|hence|as|to|of|in|by)\b"
)
_NOTE_LABEL = 10  # words below which a note without a stop is a cell or a label


@dataclass(slots=True)
class Unit:
    """A sentence, or a formula on its own line."""

    text: str
    block: Block
    first: bool  # begins its block
    words: int
    tokens: int = 0


def units_of(block: Block) -> list[Unit]:
    """The sentences of a block; a formula is one unit, and rejected blocks are cut at lines too."""
    if block.kind == FORMULA:
        pieces = [block.text]
    elif block.reason:
        pieces = [line for line in block.text.split("\n") if line.strip()]
    else:
        pieces = [block.text[a:b] for a, b in sentence_spans(block.text)]
    return [Unit(p, block, i == 0, len(words_of(p))) for i, p in enumerate(pieces)]


def atoms_of(flow: list[Unit]) -> list[list[Unit]]:
    """The flow cut wherever it may be."""
    atoms = [[flow[0]]]
    for before, after in pairwise(flow):
        if _may_cut(before, after):
            atoms.append([after])
        else:
            atoms[-1].append(after)
    return atoms


def trim(flow: list[Unit]) -> tuple[list[Unit], list[Unit], list[Unit]]:
    """What is cut off before the passages of a section, its body, and what is cut off behind.

    A formula that lost its shape is kept where sentences stand around it. At either end of a section it goes,
    and with it the half sentence that it completed: neither can be read, quoted or searched alone. So does a
    last sentence that was broken off.
    """
    start, end = 0, len(flow)
    while start < end and (_shapeless(flow[start]) or _rest_of_sentence(flow[start], after_cut=start > 0)):
        start += 1
    while end > start and (_shapeless(flow[end - 1]) or _broken_off(flow[end - 1], before_cut=end < len(flow))):
        end -= 1
    return flow[:start], flow[start:end], flow[end:]


def is_sentence(unit: Unit) -> bool:
    """Whether the unit is text that is over, not a formula and not a label."""
    return unit.block.kind != FORMULA and ends_in(unit.text, STOPS)


def begins_inside(unit: Unit) -> bool:
    """Whether the unit opens in lower case, as the rest of a sentence does."""
    return unit.text.lstrip("([“‘\"'")[:1].islower()


def _may_cut(before: Unit, after: Unit) -> bool:
    """Whether a passage may end between these units: a sentence is over and another begins."""
    return (
        ends_in(before.text, SENTENCE_ENDS)
        and before.block.kind != FORMULA
        and after.block.kind != FORMULA
        and not begins_inside(after)
    )


def _rest_of_sentence(unit: Unit, after_cut: bool) -> bool:
    return (after_cut and begins_inside(unit)) or bool(_CONTINUING.match(unit.text))


def _broken_off(unit: Unit, before_cut: bool) -> bool:
    if ends_in(unit.text, STOPS) or unit.block.kind in (FORMULA, ITEM):
        return False
    label = unit.block.kind == NOTE and unit.words < _NOTE_LABEL
    return before_cut or label or bool(_DANGLING.search(unit.text))


def _shapeless(unit: Unit) -> bool:
    return unit.block.kind == FORMULA and not unit.block.trusted
