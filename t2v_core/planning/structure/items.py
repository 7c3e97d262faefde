"""Lists that a book tells item by item: numbered, or headed by their number ("Stage 2: Growth.")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...book.sentences import split_sentences
from ..english.grammar import main_clause
from ..english.phrases import label_of
from ..text import capitalise, count_words, squash
from ..visuals import Enumeration, Steps
from .model import Finding, Source, datum, distinct
from .processes import MAX_STEP, NUMBER_WORDS, in_full, one_of

MIN_STEPS, MAX_STEPS = 3, 8
NUMBERS = {"one": 1, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5} | NUMBER_WORDS
_ITEM = re.compile(
    rf"(?:(?<=\s)|^)(?:\(?(?P<digit>\d{{1,2}})[.)]|(?P<sort>step|stage|phase)\s(?P<number>\d{{1,2}}|{one_of(NUMBERS)})[.:])\s+(?=\S)",
    re.I,
)
# Words of a heading that stands before an item ("Update step. Move every …"), and of one that names a stage.
_HEADING, _STAGE_NAME = 3, 6
# "First, … Second, …" alone counts reasons as well as steps.
IN_TIME = re.compile(r"^(?:then|next|after that|afterwards|subsequently|initially|to begin|at last)\b", re.I)
OF_STEPS = re.compile(
    r"\b(?:steps?|stages?|phases?|process|procedure|sequence|method|algorithm|follow\w*|cycle)\b", re.I
)
# What the last item of a list says that sends the reader back to the first; "repeat the last two steps" does not.
_AGAIN = re.compile(
    r"\b(?:starts? (?:again|over)|begins? again|(?:returns?|go(?:es)? back) to (?:the )?(?:first|start|beginning|step (?:1|one))|repeats? (?:the (?:whole |entire )?(?:process|cycle|procedure)|all)\b)",
    re.I,
)
_CASE = re.compile(r"(?:when|if|once|while|as|because|although|even|in general)\b", re.I)
_ASIDE = re.compile(r"\([^()]*\)\s\w")  # in the middle: without what follows the label would break off
_STATES = re.compile(r"(?:is|are|has|have|resides?|consists?|depends?|contains?)$", re.I)


@dataclass(frozen=True)
class Item:
    """One item of a list: what is said of the step, its short form, where it stands, and its doing in full."""

    text: str
    label: str
    source: Source
    whole: str = ""
    head: str = ""  # what names the step right before the sentence ("Stage 2: Growth.")
    more: str = ""  # the sentence behind it, where it says itself hardly more than which step it is
    behind: tuple[Item, ...] = ()  # the sentences between it and the next step, which explain it

    @property
    def said(self) -> str:
        return f"{self.head} {self.text}".lstrip()


def numbered_lists(passages: Sequence[Source]) -> list[list[Item]]:
    """Every list "1. … 2. … 3. …", its numbers in order, perhaps running on from one passage into the next."""
    marks = [(p, text, m) for p in passages for text in [squash(p.text)] for m in _ITEM.finditer(text)]
    found = []
    for i, (_, _, first) in enumerate(marks):
        if _number(first) != 1:
            continue
        run = [marks[i]]
        for mark in marks[i + 1 :]:
            if _number(mark[2]) == 1:
                break  # another list
            if _number(mark[2]) == len(run) + 1 and _sort(mark[2]) == _sort(first):
                run.append(mark)
        items = _items(run) if MIN_STEPS <= len(run) <= MAX_STEPS else []
        if items and distinct([x.label for x in items]):
            found.append(items)
    return found


def steps_of(items: Sequence[Item]) -> Finding:
    """The picture of a numbered list: steps, or a plain list where its items say what is so ("1. The field is zero inside …")."""
    texts = tuple(x.text for x in items)
    if 2 * sum(map(_is_so, items)) > len(items):
        return Finding(
            "enumeration", Enumeration(items=[datum(capitalise(x.label), x.source) for x in items]), 0.9, texts
        )
    cyclic = bool(_AGAIN.search(texts[-1]))
    steps = [datum(capitalise(x.label), x.source, capitalise(x.whole)) for x in items]
    return Finding("cycle" if cyclic else "process", Steps(steps=steps, cyclic=cyclic), 0.9, texts)


def _is_so(item: Item) -> bool:
    """Whether an item tells a state and no doing."""
    clause = main_clause(item.text)
    return bool(clause and _STATES.match(clause.verb)) and not IN_TIME.match(item.text)


def _items(run: Sequence[tuple[Source, str, re.Match[str]]]) -> list[Item]:
    """The items of a numbered list; [] when one of them has no short form."""
    items = []
    for (source, text, mark), following in zip(run, [*run[1:], None], strict=True):
        end = following[2].start() if following and following[0] is source else len(text)
        said = split_sentences(text[mark.end() : end])
        named = bool(said) and _names_stage(mark, said[0])
        name = said[0].rstrip(" .!?") if named else ""
        named_to = mark.end() + (len(said[0]) if len(said) > 1 else 0)
        head = text[mark.start() : named_to].rstrip() if named else ""  # as the book writes it
        if len(said) > 1 and (named or count_words(said[0]) <= _HEADING):  # "Update step. Move every …"
            said = said[1:]
        body = doing_of(said[0]) if said else ""
        label = name or (step_label(body) if body else "")
        if not label:
            return []
        items.append(Item(said[0], label, source, "" if named else in_full(label, body), head))
    return items


def _names_stage(mark: re.Match[str], text: str) -> bool:
    """ "Stage 2: Growth.": a name, and no doing."""
    sort = _sort(mark)
    return sort in {"stage", "phase"} and count_words(text) <= _STAGE_NAME and main_clause(text) is None


def doing_of(text: str) -> str:
    """The doing part of a list item: behind a short heading ("Update step: …") or an opening phrase ("In the first step, …")."""
    body = re.sub(r"^(?:\S+\s){0,3}\S+:\s+", "", text)
    return re.sub(
        r"^(?:\w+ing|When|If|Once|Even|In|At|On|For|With|After|During|Before|(?:Just )?(?:Inside|Outside|Within|Near|Under|Above|Below|inside|outside|above|below))\s[^,]{3,60},\s+",
        "",
        body,
    )


def step_label(body: str) -> str:
    label, clause = label_of(body, MAX_STEP), main_clause(body)
    if _ASIDE.search(body) and count_words(body) <= MAX_STEP:
        label = body.rstrip(" .")
    stated = clause is not None and body.startswith(clause.subject)
    if _CASE.match(label) and not stated:
        return ""  # "When the water boils": the case, and not what is done in it
    return label if not stated or f" {clause.verb.split()[0]}" in label else ""  # a statement keeps its verb


def _number(mark: re.Match[str]) -> int:
    told = mark["digit"] or mark["number"]
    return int(told) if told.isdigit() else NUMBERS[told.lower()]


def _sort(mark: re.Match[str]) -> str:
    return (mark["sort"] or "").lower()
