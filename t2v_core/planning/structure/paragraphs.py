"""Lists whose items are paragraphs of their own behind the sentence that announces them, as books on the web, EPUB and Markdown tell them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from ...book.sentences import split_sentences
from ..english.grammar import PREPOSITIONS, main_clause, parse
from ..text import FUNCTION_WORDS, capitalise, count_words, squash
from ..visuals import Enumeration
from .items import IN_TIME, MAX_STEPS, MIN_STEPS, OF_STEPS, Item, doing_of, step_label
from .model import Finding, Source, datum, distinct
from .processes import IN_ORDER, NUMBER_WORDS, in_full, one_of
from .stages import course

_BULLET = re.compile(r"^(?:[•▪◦‣●■–—*-]|\(?\d{1,2}[.)])\s+")
_BREAK = re.compile(r"\n\s*\n|\n(?=[•▪◦‣●■–—*-]\s)")
_COUNT = re.compile(rf"\b(?P<count>{one_of(NUMBER_WORDS)})\s(?:[\w-]+\s){{0,3}}?[\w-]+s\b", re.I)
# "Conformity: Those who conform …": the item's name, and what is said of it.
_NAMED = re.compile(
    r"^(?P<name>[A-Z][\w’'/ -]{2,45}?)(?:\s\([^)]*\))?(?:(?P<mark>:)\s(?=[A-Za-z(])|(?:\s?[—–]|\.)\s(?=[A-Z(]))"
)
_DOINGS = frozenset("make take use give get keep have".split())  # function words that tell what to do all the same
_MAY_BE_VERB = frozenset({"NN", "NNP", "VB", "VBP", "JJ"})
_NO_NAME = re.compile(
    r"(?:step|stage|phase|chapter|section|part|example|figure|table|question|answer|solution|note|exercise|problem|case)\b",
    re.I,
)
# "Let us go through the steps of a test." tells as well as a colon that what is to be done follows.
_STEPS = re.compile(r"\b(?:steps|stages|procedure)\b", re.I)
_TO_THE_READER = re.compile(r"(?:let us|let[’']s|note|see|recall|watch|visit|remember|notice|check)\b", re.I)
_POINTS_BACK = re.compile(r"(?:this|these|it|they|such|both|he|she|here)\b", re.I)
_OBJECTIVES = re.compile(r"\b(?:objectives|able to|you(?:[’']ll| will| should)? (?:learn|be|know|understand))\b", re.I)
_IN_TURN = re.compile(rf"\b(?:{one_of(NUMBER_WORDS)})\s(?:[\w-]+\s){{0,2}}?(?:stages|steps|phases|periods)\b", re.I)
_NAME = 5  # words of an item's name
_LONGEST = 140  # words of a paragraph that may be an item


def paragraph_lists(passages: Sequence[Source]) -> list[tuple[list[Item], str]]:
    """Every list of paragraphs behind a sentence that ends with a colon, counts them or speaks of steps, and that sentence."""
    told = [(squash(p), source) for source in passages for p in _BREAK.split(source.text) if p.strip()]
    found = []
    for at, (text, _) in enumerate(told[:-1]):
        announcing = split_sentences(text)[-1]
        count = _COUNT.search(announcing) or (announcing.endswith(":") and _COUNT.search(_last_words(text)))
        steps = _STEPS.search(announcing) and all(tells_to_do(text) for text, _ in told[at + 1 : at + 1 + MIN_STEPS])
        if not (announcing.endswith(":") or count or steps) or _OBJECTIVES.search(announcing):
            continue
        colon = announcing.endswith(":") or bool(steps)
        items = _items(told[at + 1 :], NUMBER_WORDS[count["count"].lower()] if count else 0, colon)
        if MIN_STEPS <= len(items) <= MAX_STEPS and distinct([x.label for x in items]):
            found.append((items, announcing))
    return found


def _last_words(text: str) -> str:
    return " ".join(split_sentences(text)[-2:])


def listed(items: Sequence[Item], before: str) -> Finding:
    """The picture of such a list: steps where its words or those `before` it tell an order, else items side by side."""
    doings = bool(OF_STEPS.search(before)) and all(tells_to_do(x.text) for x in items)
    if doings or _IN_TURN.search(before) or any(IN_TIME.match(x.text) for x in items):
        return course(items)
    data = [datum(capitalise(x.label), x.source) for x in items]
    return Finding("enumeration", Enumeration(items=data), 0.9, tuple(x.text for x in items))


def _items(told: Sequence[tuple[str, Source]], count: int, colon: bool) -> list[Item]:
    """The paragraphs of one make: as many as were counted, or all of it; [] where that is not sure."""
    bare = [(_BULLET.sub("", text), source) for text, source in told]
    for alike in (_is_named, tells_to_do):
        run = _run(bare, alike)
        rest = bare[len(run) : len(run) + 1]
        whole = (
            len(run) == count if count else colon and not (rest and (alike(rest[0][0]) or _may_be_one_more(rest[0][0])))
        )
        if len(run) >= MIN_STEPS and whole:
            break
    else:
        run = bare[:count] if count and colon and len(bare) >= count else []
        if any(_is_named(text) or tells_to_do(text) for text, _ in run):
            return []  # fewer or more items than were counted
    if not all(text.endswith((".", ".)", "!", "”")) for text, _ in run):
        return []  # no sentences: parts of one, or what a chapter is going to teach
    named = not (
        run and all(tells_to_do(text) for text, _ in run)
    )  # "Draw samples. They …" heads nothing in a list of doings
    items = [_item(text, source, named) for text, source in run]
    return items if all(x.label and not _POINTS_BACK.match(x.said) for x in items) else []


def _is_named(text: str) -> bool:
    """ "Conformity: Those who conform …": a name, and no number, heads the paragraph."""
    named = _NAMED.match(text)
    short = named is not None and count_words(named["name"]) <= _NAME and not _NO_NAME.match(named["name"])
    return short and main_clause(f"{named['name']}.") is None


def _run(told: Sequence[tuple[str, Source]], alike: Callable[[str], object]) -> list[tuple[str, Source]]:
    """The paragraphs with which `told` begins that are alike; one more than a list may have shows that it is none."""
    return list(takewhile(lambda p: alike(p[0]) and _may_be_item(p[0]), told[: MAX_STEPS + 1]))


def _may_be_item(text: str) -> bool:
    return count_words(text) <= _LONGEST and not text.endswith(":") and not _TO_THE_READER.match(text)


def _may_be_one_more(text: str) -> bool:
    """Whether a paragraph behind a list may be an item that does not look like the others."""
    return _may_be_item(text) and len(split_sentences(text)) == 1


def _item(text: str, source: Source, may_be_named: bool) -> Item:
    named = _NAMED.match(text) if may_be_named else None
    if named and _is_named(text):
        said = split_sentences(text[named.end() :])
        return Item(said[0], named["name"], source, head=text[: named.end()].rstrip())
    said = split_sentences(text)
    body = doing_of(IN_ORDER.sub("", said[0]))
    label = step_label(body)
    more = said[1] if len(said) > 1 and count_words(said[0]) <= _NAME else ""
    return Item(said[0], label, source, in_full(label, body), more=more)


def tells_to_do(text: str) -> bool:
    """Whether a paragraph begins with a verb that tells what to do ("Next, begin to …")."""
    sentence = split_sentences(text)[0]
    tokens = parse(re.sub(r"^only\s", "", IN_ORDER.sub("", sentence)))
    if len(tokens) < 2 or tokens[0].low in (FUNCTION_WORDS - _DOINGS) | PREPOSITIONS:
        return False
    clause = main_clause(sentence) if tokens[0].low in _DOINGS else None
    if clause and clause.subject.startswith(tokens[0].text):
        return False  # "Use of force is rare."
    if tokens[0].tag == "VB" or (tokens[1].tag in {"DT", "PRP$"} and tokens[0].tag in _MAY_BE_VERB):
        return True
    return main_clause(sentence) is None and parse(f"to {tokens[0].low} {tokens[1].low}")[1].tag == "VB"
