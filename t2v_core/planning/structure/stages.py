"""Stages of one course that a book tells over several sentences or paragraphs.

Each is told by its place ("Metaphase is the second stage …", "In the third step, …"), or by the name under which the book
announced it ("The four phases are lag, log, stationary, and death.").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ...book.sentences import split_sentences
from ..english.flaws import flaw
from ..english.grammar import main_clause, parse
from ..english.phrases import label_of, name_of
from ..english.references import dangles
from ..text import capitalise, content_stems, count_words, stem
from ..visuals import Steps
from .items import MAX_STEPS, MIN_STEPS, NUMBERS, Item, doing_of, step_label
from .members import name_in
from .model import Finding, Source, datum, distinct
from .processes import MAX_STEP, NUMBER_WORDS, one_of

# Sentences behind one stage in which the next must be told.
WITHIN = 14
# Sentences before the first stage that may say how many there are.
COUNTED_WITHIN = 4
# A sentence of so few words says hardly more than which stage it is; the one behind it says what happens.
BARE = 10
LAST, NEXT = 0, -1
_SORT = r"(?P<sort>stage|step|phase|period)"
_NTH = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth".split(), start=1)}
_PLACES = _NTH | {"final": LAST, "last": LAST, "next": NEXT}
_PLACE = re.compile(
    rf"(?:\b[Tt]he|\b[A-Z]\w+[’']s)\s(?P<place>{'|'.join(_PLACES)})(?P<closes>,?\sand\s(?:final|last),?)?\s(?:[\w-]+\s){{0,2}}?{_SORT}\b"
)
_FIRST = re.compile(r"\b(?:[Tt]he|[A-Z]?\w+[’']s)\sfirst\s[\w-]+\b")
_NUMBERED = re.compile(
    rf"(?:^|\b[Ii]n\s|\benters?\s|,\s)(?P<sort>Stage|Step|Phase|(?<=\b[Ii]n\s)(?:stage|step|phase)(?=\s\w+,))\s(?P<number>\d|{one_of(NUMBERS)})\b(?=,|\s[a-z])"
)
# "After the first stage", "until the last stage": the stage is told elsewhere.
_ELSEWHERE = re.compile(
    r"\b(?:after|before|until|from|of|for|than|like|unlike|since|with|complete[sd]?|following|by|as|and|or)$", re.I
)
_OF = re.compile(r"\s(?:of|in)\s(?:the\s|this\s|an?\s)?(?P<what>[\w-]+(?:\s[\w-]+)?)")
_CALLED = re.compile(r"\b(?:called|known as|termed)\s(?:the\s)?(?P<name>[^,;:.]{3,40})[,;:.]")
_ASIDE = re.compile(r"^,\s(?!.{0,60},\s(?:and|or)\s)(?P<name>[\w -]{3,40})[,:]")
_HEADING = re.compile(rf"{_SORT}\s(?P<number>\d|{one_of(NUMBERS)})[:.]\s(?P<name>.+)", re.I)
_IS = re.compile(r"(?:\s(?:to|of|in)\s[^.:;,]{3,40}?)?\s(?:is|was)\s(?P<name>[a-z][\w -]{2,30})[:.,;]")
_ASIDES = re.compile(r"\s\([^()]*\)")
_ANNOUNCES = re.compile(
    rf"\b(?P<count>{one_of(NUMBER_WORDS)})\s(?:[\w-]+\s){{0,2}}?{_SORT}s\b[^.;:]*?(?:\b(?:are|include)\b:?|[:—])\s?(?P<list>[^.;:()—]+)\.?$",
    re.I,
)


@dataclass(frozen=True)
class _Mark:
    """Where a sentence says which stage it tells of."""

    place: int
    sort: str
    start: int
    end: int
    closes: bool = False  # it says that the stage is the last


def told_stages(passages: Sequence[Source]) -> list[list[Item]]:
    """Every course all of whose stages are told by their place, in the passages of one section."""
    said = _sentences(passages)
    marks = [(at, mark) for at, (text, _) in enumerate(said) if (mark := _mark(text))]
    found = []
    for number, (at, first) in enumerate(marks):
        run = _run(said, marks[number:]) if first.place == 1 else _from_second(said, marks[number:])
        if not run or re.match(r"(?:This|It|That)\b", said[run[0][0]][0]):
            continue
        count = _counted([text for text, _ in said[max(0, at - COUNTED_WITHIN) : at + 1]], first.sort)
        ended = run[-1][1].closes or run[-1][1].place == LAST
        if (len(run) != count if count else len(run) < MIN_STEPS) or (not ended and not count and len(run) < 3):
            continue
        items = [_item(said, at, mark) for at, mark in run]
        if len(items) <= MAX_STEPS and all(x.label for x in items) and distinct([x.label for x in items]):
            found.append(items)
    return found


def named_stages(passages: Sequence[Source]) -> list[list[Item]]:
    """Every course whose stages are announced by name in one sentence and told under these names in those that follow."""
    said = _sentences(passages)
    found = []
    for at, (text, _) in enumerate(said):
        announced = _ANNOUNCES.search(_ASIDES.sub("", text))
        names = _names(announced) if announced else []
        if announced is None or not MIN_STEPS <= len(names) == NUMBER_WORDS[announced["count"].lower()]:
            continue
        items: list[Item] = []
        for name in names:
            telling = _telling(said, at + 1, name, announced["sort"].lower())
            if telling is None:
                break
            at = telling
            items.append(Item(said[at][0], _full_name(name, announced["sort"].lower(), said[at][0]), said[at][1]))
        if len(items) == len(names):
            found.append(items)
    return found


def headed_stages(parts: Mapping[str, Sequence[Source]]) -> list[Item]:
    """The course whose stages are told under headings of their own: numbered, or all named as phases; [] where they are not."""
    numbered = [_HEADING.match(head) for head in parts]
    in_turn = [_number(m["number"]) for m in numbered if m] == list(range(1, len(parts) + 1))
    names = [m["name"] if m else re.sub(r"\s\(.*\)$|^The\s", "", head) for m, head in zip(numbered, parts, strict=True)]
    if not in_turn and (any(numbered) or not len(parts) >= MIN_STEPS):
        return []
    items = []
    for name, sources in zip(names, parts.values(), strict=True):
        stems = set(content_stems(name))
        telling = (
            (text, source)
            for text, source in _sentences(sources)
            if (stems & set(content_stems(text)) if in_turn else stems <= set(content_stems(text)))
            and not dangles(_behind_place(text))
            and not flaw(text)
        )
        opening = (
            (text, source) for text, source in _sentences(sources)[:1] if not (in_turn or dangles(text) or flaw(text))
        )
        text, source = next(chain(telling, opening), ("", None))
        if source is None:
            return []
        items.append(Item(text, capitalise(name), source))
    return items if len(items) <= MAX_STEPS else []


def heads_stage(heading: str) -> bool:
    """Whether a heading is that of one stage ("Step 2: …", "The Lag Phase", "Latency Period")."""
    return bool(_HEADING.match(heading) or re.search(rf"\b{_SORT}(?:\s\(.*\))?$", heading, re.I))


def course(items: Sequence[Item]) -> Finding:
    """The picture of stages told one after another."""
    steps = [datum(capitalise(x.label), x.source) for x in items]
    return Finding("process", Steps(steps=steps), 0.9, tuple(x.text for x in items))


def _sentences(passages: Sequence[Source]) -> list[tuple[str, Source]]:
    return [(text, source) for source in passages for text in split_sentences(source.text)]


def _mark(text: str) -> _Mark | None:
    """The place of the stage that a sentence tells of; None where it tells of none."""
    found = _NUMBERED.search(text)
    if found:
        return _Mark(_number(found["number"]), found["sort"].lower(), found.start("sort"), found.end())
    found = _PLACE.search(text)
    if found is None or _ELSEWHERE.search(text[: found.start()].rstrip()):
        return None
    place = _PLACES[found["place"]]
    if found.start() and place in {LAST, NEXT} and not re.match(r"(?:In|During|At)\s$", text[: found.start()]):
        place = LAST if place == LAST and _is_told_as(text, found) else -2
    return _Mark(place, found["sort"].lower(), found.start(), found.end(), bool(found["closes"]))


def _number(told: str) -> int:
    return int(told) if told.isdigit() else NUMBERS[told.lower()]


def _behind_place(text: str) -> str:
    """The sentence without the words that only say which stage it is ("The next step …")."""
    return re.sub(r"^The (?:\w+ )?(?=stage|step|phase|period)", "Each ", text)


def _is_told_as(text: str, found: re.Match[str]) -> bool:
    """ "Telophase is the final stage": the mark stands right behind the verb."""
    return bool(re.search(r"\b(?:is|are|forms?|marks?)\s$", text[: found.start()]))


def _run(said: Sequence[tuple[str, Source]], marks: Sequence[tuple[int, _Mark]]) -> list[tuple[int, _Mark]]:
    """The stages from the first one on, in order."""
    run = [marks[0]]
    first, of_what = marks[0][1], _of(said[marks[0][0]][0], marks[0][1])
    for at, mark in marks[1:]:
        if at - run[-1][0] > WITHIN or (mark.place == 1 and mark.sort == first.sort):
            break
        follows = mark.place == len(run) + 1 or mark.place == NEXT or (mark.place == LAST and len(run) > 1)
        other = _of(said[at][0], mark)
        alike = bool(of_what & other) if of_what and other else mark.sort == first.sort
        if not follows or not alike:
            continue
        run.append((at, mark))
        of_what = of_what or other
        if mark.place == LAST or mark.closes:
            break
    return run


def _from_second(said: Sequence[tuple[str, Source]], marks: Sequence[tuple[int, _Mark]]) -> list[tuple[int, _Mark]]:
    """The stages where only the second is called one: "The first reaction is denial. … The second stage is anger." """
    at, second = marks[0]
    if second.place != 2:
        return []
    opened = ((i, _FIRST.search(said[i][0])) for i in range(max(0, at - 2), at))
    first = next(((i, m) for i, m in opened if m and not _mark(said[i][0])), None)
    if first is None:
        return []
    return _run(said, [(first[0], _Mark(1, second.sort, *first[1].span())), *marks])


def _of(text: str, mark: _Mark) -> set[str]:
    """Stems of what the stage is of; empty where that is not said."""
    what = _OF.match(text, mark.end)
    return {stem(w.lower()) for w in what["what"].split()} if what else set()


def _counted(texts: Sequence[str], sort: str) -> int:
    """How many stages the sentences before the first say there are; 0 where they do not."""
    count = re.compile(
        rf"(?<!first )(?<!last )(?<!other )\b(?P<count>{one_of(NUMBER_WORDS)})[\s-](?:[\w-]+\s){{0,2}}?{sort}s?\b",
        re.I,
    )
    counts = [NUMBER_WORDS[m["count"].lower()] for text in texts for m in count.finditer(text)]
    return counts[-1] if counts else 0


def _item(said: Sequence[tuple[str, Source]], at: int, mark: _Mark) -> Item:
    text, source = said[at]
    behind = said[at + 1] if at + 1 < len(said) and said[at + 1][1] is source else ("", source)
    more = behind[0] if count_words(text) <= BARE and not _mark(behind[0]) else ""
    return Item(text, _label(text, mark), source, more=more)


def _label(text: str, mark: _Mark) -> str:
    """The stage's name, else what happens in it, else its place."""
    clause, rest = main_clause(text), text[mark.end :]
    if (
        clause
        and mark.start
        and re.match(r"(?:is|are|forms?|marks?)$", clause.verb)
        and text.startswith(clause.subject)
    ):
        return name_of(clause.subject, 5)
    named = _CALLED.search(text, mark.end) or _ASIDE.match(rest) or _IS.match(rest)
    if name := (name_of(named["name"], 5) if named else "") or name_in(text):
        return name
    if rest.startswith(","):
        label = step_label(re.sub(r"^,\s(?:where|when|in which)\s", "", rest).lstrip(" ,"))
    elif mark.start == 0 and clause and text.startswith(clause.subject):
        label = label_of(f"{clause.verb} {clause.rest}", MAX_STEP)
    else:
        label = step_label(doing_of(text))
    return label if count_words(label) > 1 else re.sub(r"^[Tt]he ", "", text[mark.start : mark.end])


def _names(announced: re.Match[str]) -> list[str]:
    """The names of a list of stages, without the word that they share ("the incubation, illness, and decline *periods*")."""
    listed = re.sub(rf"\s{announced['sort']}s$", "", announced["list"].strip(), flags=re.I)
    names = [re.sub(r"^(?:the|and|or)\s", "", x.strip()) for x in re.split(r",\s(?:and\s)?|\sand\s", listed)]
    return names if all(0 < count_words(x) <= 4 and "," not in x for x in names) else []


def _full_name(name: str, sort: str, text: str) -> str:
    """The name with the word it shares where it needs that: "stationary phase", but "metaphase"."""
    if name.lower().endswith(sort):
        return name
    if re.search(rf"\b{sort}\sof\s{re.escape(name)}\b", text, re.I):
        return f"{sort} of {name}"
    shared = re.search(rf"\b{re.escape(name)}\s{sort}\b", text, re.I) or parse(name)[-1].tag.startswith("JJ")
    return f"{name} {sort}" if shared else name


def _telling(said: Sequence[tuple[str, Source]], start: int, name: str, sort: str) -> int | None:
    """The first clean sentence behind `start` that tells of the stage of this name."""
    bare, noun = re.escape(re.sub(rf"\s{sort}$", "", name)), re.escape(sort)
    tells = re.compile(
        rf"(?:The |During |In )?(?:the )?{bare}\b(?!\s(?:and|or)\b)|.{{0,80}}\b(?:{bare}(?:\s\w+)?\s{noun}|{noun}\sof\s{bare})\b",
        re.I,
    )
    ahead = range(start, min(len(said), start + 2 * WITHIN))
    return next(
        (i for i in ahead if tells.match(said[i][0]) and not dangles(said[i][0]) and not flaw(said[i][0])), None
    )
