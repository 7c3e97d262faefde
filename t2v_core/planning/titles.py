"""Titles that a sentence gives by itself: its main clause, whole or cut where a phrase ends, or what it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from .english.grammar import FINITE, behind_subject, main_clause, noun_phrases, parse
from .english.phrases import label_of, name_of
from .headlines import CONDITION, PARTLY
from .naming import points
from .structure.definitions import first_clause
from .structure.predicates import predicates
from .text import capitalise, count_words

if TYPE_CHECKING:
    from .plan import Scene
    from .topic import Topic

LONG_NAME = 4  # words of a topic's name from which on it is a request and no name
# "Many social factors", "The first successful applications": no heading a teacher would write.
LOOSE = re.compile(
    r"(?:an?\s(?=few|lot\b))?(?:many|most|some|several|few|lot|all|each|every|any|no|only|about|another|other|one|two|three|four|five|his|her|its|their|our|your|this|that|these|those|such)\b",
    re.I,
)
# In a title without the sentence's opening, these lack what they stand for.
_POINTS_BACK = re.compile(r"\b(?:its|their|his|her|them|they|it|him)\b", re.I)
_LIST_GOES_ON = re.compile(r"\s*,(?:\s[\w’'-]+(?:\s[\w’'-]+){0,5},)+\s(?:and|or)\s")
_BELONGS = re.compile(
    r"\s*(?:that|which|who|whose|where|of|at|in|into|within|among|on|onto|to|toward|towards|against|from|between|than|with|as(?!\s(?:it|they|the|he|she|you|we)\b)|for|or|about|(?:by|during|through|under|within|on|upon) (?:which|whom|what))\b"
)
_GOES_ON = re.compile(
    r",\s(?:which|who|whereas|while|because|where|(?:but|and) (?:it|they|the|this|he|she|so)\b)|;\s|:\s|\sbecause\s(?!of\b)"
)
_FIGURE = re.compile(r"(?:Figure|Table|Chart)\b")
_SUPPOSED = re.compile(r"\b(?:would|could|might)\b")
# "Galaxies were more numerous": than what, the rest tells.
_COMPARES = re.compile(
    r"\b(?:more|less|fewer|(?:(?<=been )|(?<!ed )(?<!en )(?<!wn ))as)\b|\b\w{2,}(?:ger|ker|ler|mer|ner|per|ter|ier|wer)$"
)
# Behind these goes on what they stand before: "in markets *just* | as …", "proved to be *the most important*", "holds *that without rain*".
_OPEN_END = re.compile(
    r"\b(?:just|even|only|also|especially|particularly|the (?:most|least) \w+)$|\bthat (?:with|without|in|on|at|by|for|from) [^,]+$"
)
# What is said of their object belongs to them.
_COMPLETED = re.compile(
    r"^(?:places?|puts?|sets?|makes?|made|gives?|gave|treats?|treated|regards?|considers?|views?|viewed|keeps?|kept|leaves?|turns?|calls?|called)$"
)
_BE = re.compile(r"^(?:is|are|was|were|has been|have been|becomes?)$")
_VAGUE = ("method", "algorithm", "process", "result", "value", "problem", "technique", "approach", "steps?", "effect")


# Behind an object these tell when, where or how: what is said is whole without them.
_MAY_GO = re.compile(
    r"\s(?:by|at|during|through|throughout|across|after|before|in(?=\s(?:the|its|their|his|her|early|late|old|\d)))\s|,\s(?!(?:and|or|as)\b)"
)
# Behind these "in" tells what they are of: "an interest *in* the mills".
_HAS_IN = re.compile(
    r"(?:\w(?:tion|sion|ment|ance|ence|ity|ness)|increases?|decreases?|changes?|rises?|falls?|drops?|interests?|roles?|parts?|differences?|growth|gaps?|faith|trust|belief|limits?|errors?)$"
)


def deed(sentence: str, most: int = 8) -> str:
    """What the subject of a sentence does to what, without when, where or how: "Farmers built the first mills | in the valley"; else ""."""
    clause = main_clause(sentence)
    if clause is None or clause.negated or points(clause.subject) or CONDITION.match(sentence):
        return ""
    if (
        re.match(r"(?:is|are|was|were|be)\b", clause.verb)
        or _COMPLETED.search(clause.verb)
        or _SUPPOSED.search(clause.verb)
    ):
        return ""
    if not name_of(clause.subject):
        return ""
    said = behind_subject(sentence, clause).rstrip(" .")
    least = said.find(clause.rest)
    for cut in reversed([m.start() for m in _MAY_GO.finditer(said) if m.start() > least > 0]):
        short = said[:cut]
        if said[cut:].startswith(" in ") and _HAS_IN.search(short):
            continue
        if cuts_list(said, short) or re.match(r",\s[^,]+\s(?:and|or)\s", said[cut:]) or clause.rest.startswith("that "):
            continue
        object_ = short[least:]
        whole = object_.endswith(noun_phrases(object_)[-1:][0]) if noun_phrases(object_) else False
        if whole and count_words(short) <= most and not (_POINTS_BACK.search(short) or re.search(r"[,;:()]", short)):
            return "" if _COMPARES.search(short) or _OPEN_END.search(short) else short
    return ""


def is_sound(title: str) -> bool:
    """Whether a title can be read: no half quotation, none without its words, no letter with a mark of its own ("P⃗ is …"), and no
    second sentence ("Trade. The king")."""
    paired = title.count("“") == title.count("”") and title.count('"') % 2 == 0
    paired = paired and not re.search(r"[a-z]{3}\.\s", title)
    return paired and not re.search(r"“\W*”|^”", title) and not any(map(combining, normalize("NFC", title)))


def statement(sentence: str, most: int) -> str:
    """The main clause of a sentence that says no more than it, when it has at most `most` words; else ""."""
    clause = main_clause(sentence)
    if clause is None or CONDITION.match(sentence) or _SUPPOSED.search(clause.verb):
        return ""
    if clause.negated and " because " in clause.rest:
        return ""  # what is denied may be the cause
    told = _GOES_ON.split(behind_subject(sentence, clause))[0]
    said = first_clause(told).rstrip(" .,")
    if re.match(r",\sbut\b", told[len(said) :]):
        return ""  # what is granted is not the point
    whole = said.endswith(clause.rest) or main_clause(f"{said}.")
    whole = whole and not (_COMPARES.search(said) and " than " not in said)
    if _FIGURE.match(said) or _OPEN_END.search(said) or re.search(r"\b(?:that|this|these|those|such|ones?)$", said):
        return ""
    if not whole or count_words(said) > most or _POINTS_BACK.search(said) or re.search(r"[()]|,", said):
        return ""
    return said if name_of(clause.subject) and clause.verb in said and not said.endswith(clause.verb) else ""


def first_doing(sentence: str, most: int) -> str:
    """What the subject of a sentence does first, where it does more besides: "Farmers grow rye" of "Farmers grow rye and sell it"."""
    clause = main_clause(sentence)
    told = predicates(clause.verb, clause.rest) if clause else []
    if len(told) < 2 or told[0][0] != clause.verb:
        return ""
    before = sentence[: sentence.find(clause.rest)] + told[0][1]
    return statement(f"{before}.", most) if before in sentence else ""


def assertion(sentence: str, most: int = 7) -> str:
    """Subject, verb and object of a sentence when they make a title of four words to `most`; else ""."""
    clause = main_clause(sentence)
    if (
        clause is None
        or clause.negated
        or _FIGURE.match(clause.subject)
        or re.match(rf"(?:the|an?)\s+(?:{'|'.join(_VAGUE)})\b", clause.subject, re.I)
    ):
        return ""
    if CONDITION.match(sentence) or any(x.search(clause.verb) for x in (_SUPPOSED, _BE, _COMPLETED)):
        return ""  # what holds in a case only; "Clustering is the task of dividing examples | into groups"
    said = behind_subject(sentence, clause).rstrip(" .")
    short = _one_verb(label_of(said, most + 1))
    object_ = (
        short[len(clause.subject) + 1 + len(clause.verb) :]
        if short.startswith(f"{clause.subject} {clause.verb}")
        else ""
    )
    if (
        cuts_phrase(said, short)
        or PARTLY.search(short)
        or _OPEN_END.search(short)
        or (_POINTS_BACK.search(short) and not sentence.startswith(clause.subject))
    ):
        return ""
    return short if noun_phrases(object_) and 4 <= count_words(short) <= most and name_of(clause.subject) else ""


def _one_verb(short: str) -> str:
    """Without a second verb whose object was cut: "Price floors help farmers | and raise"."""
    found = re.search(r",?\s(?:and|or|but)\s(?P<last>[\w-]+)$", short)
    tag = parse(f"They {found['last']} it.")[1].tag if found else ""
    return short[: found.start()] if found and tag in FINITE and main_clause(f"{short[: found.start()]}.") else short


def cuts_list(text: str, short: str) -> bool:
    """Whether a short form of a text ends behind the first item of a list ("The five signs are fever | , pain, and …")."""
    at = text.find(short)
    return bool(_LIST_GOES_ON.match(text[at + len(short) :] if at >= 0 else ""))


def cuts_phrase(text: str, short: str) -> bool:
    """Whether what follows a short form of a text belongs to its last words ("… deals with small | , simple wounds")."""
    at = text.find(short) + len(short)
    behind = parse(text[at:]) if short in text else ()
    adjective = len(behind) > 1 and behind[0].text == "," and behind[1].tag.startswith("JJ")
    joined = len(behind) > 1 and behind[0].low in {"and", "or"} and not behind[1].tag.startswith("VB")
    return cuts_list(text, short) or adjective or joined or bool(_BELONGS.match(text[at:]))


def of_list(sentence: str) -> str:
    """What a sentence lists, by its subject: "five signs of a fever" of "The five signs of a fever are heat, pain, and …"."""
    clause = main_clause(sentence)
    short = label_of(behind_subject(sentence, clause), 8) if clause else ""
    return name_of(clause.subject, 7) if clause and cuts_list(sentence, short) else ""


def named(scenes: Sequence[Scene], topic: Topic, inside: Callable[[str], str]) -> list[Scene]:
    """The scenes; where none of them names the topic (its section may use a short form), the first title does.

    `inside` spells a title as it stands behind a colon.
    """
    shown = " . ".join(" . ".join((s.title, s.label, s.narration)) for s in scenes)
    if not scenes or count_words(topic.name) > LONG_NAME or topic.covered(shown) >= topic.stems:
        return list(scenes)
    title = f"{capitalise(topic.title)}: {inside(scenes[0].title)}"
    return [scenes[0].model_copy(update={"title": title}), *scenes[1:]]
