"""Ordered steps in a scene's sentences: first–then–finally, and the serial verbs of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..english.grammar import main_clause, parse
from ..english.phrases import label_of
from ..english.tagging import can_be_verb
from ..text import capitalise, squash
from ..visuals import Steps
from .lists import NUMBER_WORDS
from .model import Finding, Source, datum, distinct
from .predicates import predicate_label, predicates
from .taxonomy import announced_steps

_CYCLE = re.compile(
    r"\b(?:cycles?|cyclic(?:al(?:ly)?)?|starts? (?:over|again)|begins? again|over and over|and so on)\b", re.I
)
# "A …" before the other thing, and behind it.
_ORDER = (
    re.compile(
        r"(?:(?:is|are) (?:\w+ly |then )?(?:followed by|succeeded by)|precedes?|comes? before|gives? way to)\s", re.I
    ),
    re.compile(r"(?:is|are) (?:\w+ly )?preceded by\s|comes? after\s", re.I),
)
IN_ORDER = re.compile(
    r"^(?:(?:first|firstly|second|secondly|third|thirdly|then|next|after that|finally|lastly|at last|to begin|initially|afterwards|subsequently)\b,?\s*)+",
    re.I,
)
_FROM_FIRST = re.compile(r"(?:first(?:ly)?|to begin|initially)\b", re.I)
_TO_LAST = re.compile(r"(?:finally|lastly|at last)\b", re.I)
_INNER = re.compile(r",?\s+(?:and\s+)?(?:then|finally|afterwards)\s+|(?:,\s+|\s+and\s+)next,?\s+", re.I)
# Verbs of what something is or has; only what it does is a step.
STATE = re.compile(
    r"(?:(?:also|still|often|usually|always|may|can|must|will|would)\s)*(?:is|are|was|were|be|been|has|have|had|seems?|remains?|belongs?|differs?|depends?|consists?|contains?|means?|appears?|resembles?|accepts?|supports?|requires?|needs?|stands?|describes?|refers?|represents?|denotes?"
    r"|includes?|involves?|comprises?|lasts?|equals?|concerns?|implies|imply|indicates?|suggests?|explains?|defines?)$",
    re.I,
)
# What tells that doings are done in turn: the subject is a procedure, or a word of the sentence says so.
_OPEN_END = re.compile(r"\b(?:which|that|who|is|are|was|were|to)(?:\s\w+)?(?:\s(?:up|out|off|down))?$")
_PROCEDURE = re.compile(
    r"\b(?:process(?:es)?|procedure|algorithm|method|step|stage|phase|pass|cycle|sequence|pipeline)\b", re.I
)
_IN_ORDER = re.compile(
    r"(?<!the )\b(?:then|finally|afterwards|subsequently|eventually|in turn|before \w+ing|after \w+ing)\b", re.I
)


def one_of(numbers: Iterable[str]) -> str:
    """The pattern of one of the words in either case, of which no letter is one that folds to another ("ſix", "ı")."""
    return f"(?a:{'|'.join(numbers)})"


_COUNTED = re.compile(rf"\b(?P<n>{one_of(NUMBER_WORDS)})[\s-](?:steps?|stages?|phases?)\b", re.I)
_DENIED = re.compile(r"\b(?:not|never|rarely|seldom|hardly)\b", re.I)
_SUFFERED = re.compile(r"(?:is|are|was|were)\s(?!to\b)", re.I)  # what is done to a thing, and no doing of it
_MAY = re.compile(r"(?:can|could|may|might|should|must|would)\b", re.I)
MAX_STEP = 11  # words of a step's label


def process(sources: Sequence[Source]) -> Finding | None:
    """The best ordered process in the sentences."""
    found = [f for f in (_told_in_order(sources), *map(_serial, sources), *map(_one_after_another, sources)) if f]
    return max(found, key=lambda f: f.strength) if found else None


def _finding(
    labels: list[str], source: Source, strength: float, texts: tuple[str, ...], wholes: Sequence[str] = ()
) -> Finding | None:
    """The picture of the steps; `wholes` are the phrases that the labels are short for."""
    wholes = [w for w, x in zip(wholes or labels, labels, strict=True) if x][:7]
    labels = [x for x in labels if x][:7]
    if len(labels) < 2 or not distinct(labels):
        return None
    counted = _COUNTED.search(" ".join(texts))
    if counted and NUMBER_WORDS[counted["n"].lower()] != len(labels):
        return None  # a "three-step process" that is told in two verbs
    cyclic = bool(_CYCLE.search(" ".join(texts)))
    steps = [datum(capitalise(x), source, capitalise(w)) for x, w in zip(labels, wholes, strict=True)]
    slots = Steps(steps=steps, cyclic=cyclic and len(labels) > 2)
    return Finding("cycle" if slots.cyclic else "process", slots, strength + 0.03 * min(len(labels), 5), texts)


def _serial(source: Source) -> Finding | None:
    """ "The forward pass computes activations, stores them and returns the loss": one step a verb."""
    clause = main_clause(source.text)
    if clause is None or clause.negated or clause.rest.startswith(","):
        return None
    listed = re.search(
        r":\s+(?:first,?\s+)?(?P<first>[^:]+?),?\s+(?:and\s+)?then\s+(?P<second>[^:]+)$", source.text.rstrip(" .")
    )
    if listed and not re.match(r"(?:if|when|unless)\b", listed["first"], re.I):
        wholes = [listed["first"], listed["second"]]
        labels = [label_of(w, MAX_STEP) for w in wholes]
        return _finding(labels, source, 0.75, (source.text,), wholes) if all(labels) else None
    if len(stages := announced_steps(source)) > 1:
        return _finding(stages, source, 0.72, (source.text,))
    told = _INNER.split(clause.rest)
    if (
        len(told) > 1
        and not _MAY.match(clause.verb)
        and not STATE.match(re.sub(r"\s(?:\w+ly|often)$", "", clause.verb))
    ):
        told = [told[0], *(re.sub(r"^be\s", "", t) for t in told[1:])]
        doing = (
            re.search(r"\b(?:by|of|in|for|with)\s\w+ing\b", told[0]) is not None
        )  # "learn by *watching*, and then copying"
        if _OPEN_END.search(told[0]) or not all(_opens_with_verb(t, doing) for t in told[1:]):
            return None  # "…, which then travels": another's doing; "into one and then into the other": no doing
        labels = [predicate_label(clause.verb, told[0], MAX_STEP), *(label_of(t, MAX_STEP) for t in told[1:])]
        wholes = [in_full(x, f"{clause.verb} {told[0]}" if i == 0 else told[i]) for i, x in enumerate(labels)]
        return _finding(labels, source, 0.7, (source.text,), wholes) if all(labels) else None
    if _MAY.match(clause.verb) or not (_PROCEDURE.search(clause.subject) or _IN_ORDER.search(clause.rest)):
        return None  # what it may do, or does besides, in no order
    told = predicates(clause.verb, clause.rest)
    if any(STATE.match(verb) or _SUFFERED.match(verb) or _DENIED.search(verb) for verb, _ in told):
        return None
    told = [(re.sub(r"^(?:is|are) to\s", "", v), r) for v, r in told]  # "the task *is to* take …"
    labels = [predicate_label(v, r, MAX_STEP) for v, r in told]
    wholes = [in_full(x, f"{v} {r}") for x, (v, r) in zip(labels, told, strict=True)]
    return _finding(labels, source, 0.62, (source.text,), wholes) if all(labels) else None


def _opens_with_verb(text: str, doing: bool) -> bool:
    first = parse(f"it {text}")[1]
    if first.tag == "VBG" and not doing:
        return False  # "…, and then *rising* again": how it is done, and no doing beside it
    return first.tag.startswith("VB") or can_be_verb(first.low)


def _one_after_another(source: Source) -> Finding | None:
    """ "A is followed by B", "A precedes B": two steps."""
    clause = main_clause(source.text)
    if clause is None or clause.negated or not source.text.startswith(clause.subject):
        return None
    turn = next((n for n, p in enumerate(_ORDER) if p.match(f"{clause.verb} {clause.rest}")), None)
    if turn is None:
        return None
    other = _ORDER[turn].sub("", f"{clause.verb} {clause.rest}")
    steps = [label_of(re.sub(r"^(?:the|an?)\s", "", x, flags=re.I), MAX_STEP) for x in (clause.subject, other)]
    return _finding(steps[::-1] if turn else steps, source, 0.55, (source.text,)) if all(steps) else None


def in_full(label: str, whole: str) -> str:
    """What the label is short for, when it begins with the label."""
    whole = squash(whole)
    return whole if whole.lower().startswith(label.lower()) else label


def _told_in_order(sources: Sequence[Source]) -> Finding | None:
    """Sentences that open with "First", "Then", "Finally"."""
    marked = [s for s in sources if IN_ORDER.match(s.text)]
    if len(marked) < 2 or len({s.evidence_id for s in marked}) > 1:
        return None
    if len(marked) == 2 and _FROM_FIRST.match(marked[0].text) and _TO_LAST.match(marked[1].text):
        return None  # what lies between is left out
    wholes = [IN_ORDER.sub("", s.text) for s in marked]
    labels = [label_of(w, MAX_STEP) for w in wholes]
    return _finding(labels, marked[0], 0.75, tuple(s.text for s in marked), wholes) if all(labels) else None
