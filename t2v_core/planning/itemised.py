"""How the items of a list are said: whole where there is time, else shorter ones, each a stretch of the book that can be heard.

A list is said with all its items or not at all: five steps of which three are told would be no explanation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .english.flaws import flaw
from .english.grammar import main_clause, parse
from .english.references import dangles
from .structure import Item
from .structure.legible import breaks_off
from .structure.paragraphs import tells_to_do
from .text import capitalise, count_words, squash

# Words of a list below which it is no explanation, and of a step below which it is not cut further.
MIN_LIST_WORDS, MIN_STEP_WORDS = 10, 5
# Characters of a sentence that may be cut; of a longer one it is not plain where it could stop.
_LONGEST = 1000
# What an item may lack and still be a step that can be said; a lone letter names a thing ("k centroids").
_FORGIVEN = frozenset(
    {"", "too short", "not a whole sentence", "speaks to the reader", "half a sentence", "lone letters"}
)
_MOST_LETTERS, _MOST_NUMBERS = 4, 2
# A letter that the noun before it introduces ("the level α").
_GREEK = re.compile(r"(?<=[a-z]\s)[α-ωΑ-Ω](?=[\s,.;)])")
_SIDEWAYS = re.compile(r"\bto the (?:left|right)\b")  # where a thing moves, and not a part of a figure
_NUMBER = re.compile(r"\b\d[\d.,]*\b")
_TASKS = re.compile(
    r"(?:describe|explain|discuss|define|list|summari[sz]e|distinguish|identify|compare|contrast|characteri[sz]e|differentiate|recogni[sz]e|outline|understand|analy[sz]e|evaluate|what|why|how|which)\b",
    re.I,
)
_ORDINAL = re.compile(
    r"(?:first(?:ly)?|initially|to begin),|(?:(?:in|during|at) )?the (?:very )?first (?:[\w-]+ ){0,2}(?:stage|step|phase|period)\b|(?:stage|step|phase) (?:1|one|i)\b",
    re.I,
)
_SOMEONE = re.compile(r"(?:\w+,?\s+){0,2}(?:he|she|they|it|his|her|their|its|this|these)\b", re.I)
# Values and units that a voice says although they look like debris of a formula.
_VALUE = re.compile(
    r"(?<=\b[A-Za-z])\s=(?=\s-?\d)|(?<=\d)\s?°[CF]?\b|(?<=\s)[-+−–](?=\d)|(?<=\w)/[μµ]?[A-Za-z]{1,2}\b|[μµ](?=[A-Za-z]\b)"
)
_FIGURE = re.compile(r"\b(?:Figure|Table)\b")
_POINTER = re.compile(r"\s*\((?:see\s)?(?:fig|tab)[^()]*\)\s*\.$", re.I)
# Where a sentence may stop: what follows tells more of what was said, and takes nothing back.
_MORE = re.compile(
    r"(?:,\s(?:during|in|at|through|after|by|from|of) which\b|,\s(?:which|where|who|whereas|while|so that|allowing|resulting in|leading to|causing|making|producing|forming|thus|thereby)\b|,\s(?:and|so|but)\s"
    r"|\s(?:because|so that)\b|;\s|\s\((?=[^()]*\)\s?[.,;])|\s?[—–]\s?|:\s)",
)
_FOR_INSTANCE = re.compile(r"\s\((?:e\.g\.|for example|for instance|such as)[^()]*\)\s*\.$")
_JOINS = re.compile(r",\s(?:and|so|but)\s")
_THERE_IS = re.compile(r"\b[Tt]here (?:is|are|was|were)\b")
_TAKES_BACK = re.compile(r"(?:but|although)\b", re.I)
# What is never left off: what is not to be done, and when a step holds.
_LIMITS = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|cannot|hardly|rarely|seldom|without|avoid\w*|unless|if|provided|providing"
    r"|except|only|(?:as|so) long as|until|till|lest|otherwise)\b|n[’']t\b",
    re.I,
)


def said_of(items: Sequence[Item], lead: Item | None, budget: float) -> list[Item]:
    """The items as they are said within `budget` words, behind the sentence that says what they are of; [] when they cannot be."""
    whole = [replace(x, text=_POINTER.sub(".", x.text)) for x in items]
    said = [x if _sayable(x.text) else _cut(x) for x in whole]
    if any(x is None for x in said):
        return []
    clean = [x for x in said if x is not None]
    if not _is_told(clean):
        return []
    opening = [lead] if lead else []
    further = [y for x in clean for y in _with_more(x)]
    short = [replace(x, text=x.label, head="", label=x.label) for x in items] if all(map(_is_whole, items)) else []
    for told in (
        *_explained(opening, clean, budget),
        [*opening, *further],
        further,
        *_shorter(further, budget),
        [*opening, *clean],
        *_shorter(clean, budget),
        short,
    ):
        if MIN_LIST_WORDS <= _words(told) <= budget:
            return told
    return []


def _explained(opening: Sequence[Item], items: Sequence[Item], budget: float) -> list[list[Item]]:
    """The items with what explains them, of which the last sentence behind a step goes until there is room: first what tells no more of it."""
    behind = [list(x.behind) for x in items]
    while any(behind):
        told = [*opening, *(y for x, more in zip(items, behind, strict=True) for y in (*_with_more(x), *more))]
        if _words(told) <= budget:
            return [told]
        max(filter(None, behind), key=lambda more: (not _SOMEONE.match(more[-1].text), _words(more))).pop()
    return []


def _words(items: Sequence[Item]) -> int:
    return sum(count_words(x.said) for x in items)


def _is_told(items: Sequence[Item]) -> bool:
    """Whether the items are steps to be told: no exercises, no parts of one sentence, and nothing that was named before."""
    texts = [x.text for x in items]
    if sum(bool(_TASKS.match(x)) for x in texts) * 2 > len(texts) or any(x.rstrip().endswith("?") for x in texts):
        return False  # exercises, not steps
    first = items[0].said
    if dangles(first) and not _ORDINAL.match(first):
        return False  # "… of this idea": what was counted is said before
    if _SOMEONE.match(first):
        return False  # "First, he …": whose steps they are was said before
    behind_here = f"Here, {texts[0]}" in squash(items[0].source.text)
    if 0 < sum(x[:1].islower() for x in texts[behind_here:]) < len(texts):
        return False  # one of them was cut in its middle
    phrases = sum(main_clause(x.text) is None and not (x.head or _is_done(x.text)) for x in items[1:])
    broken = any(re.search(r"(?:[,(]|\band|\bor)$", x.strip()) for x in texts)
    return not (broken or 2 * phrases > len(texts))  # else parts of one sentence, and no steps


def _is_done(text: str) -> bool:
    """Whether an item without a subject tells a doing."""
    return parse(text)[0].tag in {"VB", "VBP", "VBG"} or tells_to_do(text)


def _sayable(text: str) -> bool:
    """Whether an item can be heard: a value or a variable in it is said by its name."""
    if _FIGURE.search(text):
        return False
    if count_words(text) == 1 and text.rstrip(".").isalpha():
        return True  # "Repeat."
    plain = _SIDEWAYS.sub("sideways", _GREEK.sub("", _VALUE.sub("", text)))
    found = flaw(plain, 1)
    if found == "few letters" and len(_NUMBER.findall(plain)) <= _MOST_NUMBERS:
        found = flaw(_NUMBER.sub("some", plain), 1)
    letters = re.findall(r"\b[b-zB-HJ-Z]\b", text)
    return found in _FORGIVEN and (found != "lone letters" or len(letters) <= _MOST_LETTERS)


def _with_more(item: Item) -> list[Item]:
    """An item that says hardly more than which step it is, with the sentence behind it, or that alone where it names the step."""
    if not item.more or flaw(item.more):
        return [item]
    behind = replace(item, text=item.more, head="", more="")
    return [behind] if item.more.lower().startswith(item.label.lower()) else [item, behind]


def _is_whole(item: Item) -> bool:
    """Whether the short form ends where the sentence does, or at one of its commas or colons, and leaves no limit off."""
    at = item.text.find(item.label)
    behind = item.text[at + len(item.label) :]
    return at >= 0 and bool(re.match(r"\s*(?:[,;:.(]|$)", behind)) and not _LIMITS.search(item.text[:at] + behind)


def _cut(item: Item) -> Item | None:
    """The item up to where its sentence could stop; None where that is nowhere, or would leave a limit off."""
    if len(item.text) > _LONGEST:
        return None
    if given := _FOR_INSTANCE.search(item.text):  # what is said in it limits nothing
        text = item.text[: given.start()]
        return replace(item, text=text, more="") if _sayable(f"{text}.") else None
    limited = max((m.start() for m in _LIMITS.finditer(item.text)), default=0)
    borders = [b for b in _MORE.finditer(item.text) if b.start() >= limited]
    done = bool(borders) and _is_done(item.text)
    for border in reversed(borders):
        text = item.text[: border.start()].rstrip()
        rest = item.text[border.end() :].lstrip()
        if count_words(text) < MIN_STEP_WORDS or _TAKES_BACK.match(rest) or breaks_off(text):
            continue
        if _JOINS.match(border[0]) and not (_states(rest) or (done and _is_done(rest))):
            continue  # another verb of the same subject
        if (done or _states(text)) and _sayable(f"{text}."):
            return replace(item, text=text, more="")
    return None


def _states(text: str) -> bool:
    """Whether a stretch has a subject of its own and says something of it."""
    clause = main_clause(f"{capitalise(text.rstrip(' .'))}.")
    return clause is not None or bool(_THERE_IS.search(text))


def _shorter(items: Sequence[Item], budget: float) -> list[list[Item]]:
    """The items with the longest ones cut, as few times as it takes."""
    told, shorter = list(items), [_cut(x) for x in items]
    while _words(told) > budget:
        cuts = [(count_words(told[n].text) - count_words(y.text), n, y) for n, y in enumerate(shorter) if y]
        if not cuts:
            return []
        _, n, cut = max(cuts, key=lambda c: (c[0], -c[1]))
        told[n], shorter[n] = cut, _cut(cut)
    return [told]
