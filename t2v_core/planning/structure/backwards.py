"""Causes told backwards: "B is caused by A", "B results from A", "A is the cause of B". The arrow runs from A to B."""

from __future__ import annotations

import re

from ..english.grammar import FINITE, Clause, main_clause, parse
from ..english.lexicon import UNITS
from ..english.phrases import joins_pair, label_of
from ..english.tagging import can_be_verb
from ..text import count_words
from .lists import list_items
from .subjects import subject_of

MAX_END = 13  # words at either end of an arrow
# What causes do, in the passive and as it stands on an arrow.
_DONE = dict(
    pair.split(":")
    for pair in (
        "caused:cause triggered:trigger produced:produce driven:drive induced:induce initiated:initiate prompted:prompt stimulated:stimulate prevented:prevent "
        "increased:increase decreased:decrease reduced:reduce raised:raise lowered:lower limited:limit regulated:regulate controlled:control determined:determine "
        "influenced:influence affected:affect shaped:shape governed:govern inhibited:inhibit blocked:block slowed:slow strengthened:strengthen weakened:weaken "
        "enhanced:enhance activated:activate powered:power fueled:fuel created:create formed:form generated:generate provoked:provoke reinforced:reinforce "
        "accelerated:accelerate destroyed:destroy damaged:damage threatened:threaten supported:support maintained:maintain stabilized:stabilize altered:alter "
        "changed:change modified:modify disrupted:disrupt worsened:worsen improved:improve"
    ).split()
)
_PAST = {"driven": "drove"}  # what is told in the past stays there; the other participles are past forms as well
_BE = frozenset("is are was were be".split())
_MODALS = frozenset("can may might could will would".split())
_ADVERB = r"(?:\w+ly|also|often|sometimes|in part|both|either)"
_LIMIT = re.compile(rf"\b(?:{_ADVERB}|{'|'.join(_MODALS)})\b", re.I)
_SHARES = frozenset(
    "primarily mainly mostly largely chiefly partly partially principally predominantly solely entirely exclusively".split()
) | {"in part"}
_HEDGES = rf"(?P<hedge>(?:{_ADVERB}\s)*)"
_PASSIVE = re.compile(rf"(?:.*\s)?(?:{'|'.join(_BE)})\s(?:{_ADVERB}\s)*(?P<done>\w+)$", re.I)
_BY = re.compile(rf"{_HEDGES}by\s(?P<cause>.+)$")
_FROM_VERB = re.compile(r"(?:.*\s)?(?:results?|stems?)$", re.I)
_FROM = re.compile(rf"{_HEDGES}from\s(?P<cause>.+)$")
_DUE = re.compile(
    rf"{_HEDGES}(?:due to|(?:the|an?) (?:direct )?(?:result|consequence|outcome|effect) of|attributable to)\s(?P<cause>.+)$"
)
# What "by" names and "in" adds that brings nothing about: how much, till when, with what method, and what is denied.
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:january|february|april|june|july|september|october|november|december)\b"
    r"|(?:march|may|august)(?=\s\d|\s(?:of|in)\b|,|$)"
)
_NO_CAUSE = re.compile(
    rf"(?:(?:about|almost|nearly|roughly|around|up to|at (?:least|most)|(?:more|less) than|only|over|the|an?|one|two|three|early|late|mid|next|last)[\s-])*"
    rf"(?:[$€£]?\d|half\b(?!-)|(?:third|quarter|fifth|tenth)s?\b|percent\b|factors?\sof\b|{_DAY}|(?:end|start|beginning|middle|turn|close)\b|(?<=the )time\b"
    r"|(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|\w+(?:teen|ie)th century)(?=[,;]|\s(?:in|by|after|later|ago|before|and)\b|$))"
    r"|(?:now|then|using|means|itself|themselves)\b",
    re.I,
)
_ADDED = re.compile(r"\s(?:by|in|on|within|during|since|before|after|until|for|over)\s(?=(?P<added>\S.*))")
_BEHIND_VERB = frozenset({"DT", "PRP", "PRP$", "TO", "RB"})
_DENIED = re.compile(r"(?:no|not|neither|nor|none|nothing|nobody)\b", re.I)
_THE_CAUSE = re.compile(r"(?:the|a|an|one)\s(?:[\w-]+\s){0,2}cause\sof\s(?P<effect>.+)$", re.I)
# "mutations *in* nuclear or mitochondrial DNA": what a preposition governs may be one thing or both.
_OF = re.compile(r"\s(?:of|in|to|for|from|on|at|by|with|between|among|within|across|along|through|under|over)\s")
# "the presence or absence *of markers*": what stands behind "of" belongs to both.
_SHARED = re.compile(r"(?:(?:the|an?)\s)?[\w-]+(?:,\s[\w-]+)*,?\s(?:and|or)\s[\w-]+\sof\s\S")
_FIRST = re.compile(
    r"\s(?:but|which|who|where|whereas|while|because|although|so that|rather than|and\s(?:is|are|can|may|will|not))\s|[;:]\s|\s?[—–]\s?|,\s(?:which|who|where|and|but|not)\s"
)


def told_backwards(text: str) -> list[tuple[str, str, str]]:
    """(cause, label, effect) of each cause that a sentence without an opening phrase names behind its effect."""
    clause = main_clause(text)
    if clause is None or clause.negated or is_denied(clause.subject) or not text.startswith(clause.subject):
        return []
    effect = re.sub(r"^(?:the|an?|both)\s", "", subject_of(clause), flags=re.I)
    if not effect or count_words(effect) > MAX_END:
        return []
    if causes := _causes(clause):
        return [(cause, label, effect) for label, cause in causes]
    found = _THE_CAUSE.match(clause.rest) if clause.verb.lower() in {"is", "are"} else None
    return [(effect, "", said)] if found and (said := _whole(found["effect"])) else []


def is_denied(end: str) -> bool:
    """Whether a thing is named only to deny what is said of it ("*no single gene*"): no arrow starts or ends there."""
    return _DENIED.match(end) is not None


def _causes(clause: Clause) -> list[tuple[str, str]]:
    """What stands on the arrow from each cause, and the cause; [] where the clause names none."""
    verb = " ".join(filter(None, (clause.adverbs, clause.verb)))
    group = set(verb.lower().split())
    if (passive := _PASSIVE.match(verb)) and passive["done"].lower() in _DONE and (by := _BY.match(clause.rest)):
        done = passive["done"].lower()
        before, causes = _limited(f"{verb.removesuffix(passive['done'])} {by['hedge']}", _listed(by["cause"]))
        past = f"{before} {_PAST.get(done, done)}".strip() if {"was", "were"} & group else ""
        return [(past or _label(before, _DONE[done], c), c) for c in causes]
    if _FROM_VERB.match(verb) and (from_ := _FROM.match(clause.rest)):
        before, causes = _limited(f"{verb.rpartition(' ')[0]} {from_['hedge']}", _listed(from_["cause"]))
        return [(_label(before, "lead", c) + " to", c) for c in causes]
    if group & _BE and not group & _MODALS and (due := _DUE.match(clause.rest)):
        before, causes = _limited(f"{verb} {due['hedge']}", _listed(due["cause"]))
        return [(before and _label(before, "lead", c) + " to", c) for c in causes]
    return []


def _limited(said: str, causes: list[str]) -> tuple[str, list[str]]:
    """What limits the verb ("are usually" -> "usually"), and the causes with how much of the effect is theirs ("mainly heat")."""
    told = [w.lower() for w in _LIMIT.findall(said)]
    shares = [w for w in told if w in _SHARES]
    if shares:  # several causes have the share together
        causes = [f"{shares[0]} {causes[0]}"] if len(causes) == 1 else []
    return " ".join(w for w in told if w not in _SHARES | {"also", "both", "either"}), causes


def _label(before: str, verb: str, cause: str) -> str:
    """The verb in the active voice behind what limits it, in the number of its cause."""
    if _MODALS & set(before.split()) or _is_plural(cause):
        return f"{before} {verb}".strip()
    return f"{before} {re.sub(r'(?<=[sxh])$', 'e', verb)}s".strip()


def _is_plural(name: str) -> bool:
    if re.match(r"\w+ing\s", name):
        return False  # "combining them *generates* …"
    head = re.split(
        r"\s(?:of|in|by|for|with|on|to|from|at|that|along|across|between|among|within|through|under|over|into)\s", name
    )[0]
    return " and " in head or parse(head)[-1].tag in {"NNS", "NNPS"}


def _listed(text: str) -> list[str]:
    """The causes of a list one by one; one cause as a whole; [] where it names none or cannot be cut cleanly."""
    text = re.sub(r"^(?:either|both)\s", "", _before_verb(text))
    added = next((m for m in _ADDED.finditer(text) if _NO_CAUSE.match(m["added"])), None)
    text = text[: added.start()] if added else text
    if _NO_CAUSE.match(text) or is_denied(text) or _is_measure(text):
        return []
    shared = _SHARED.match(text)
    at = shared.end() - 1 if shared else 0
    said = text[:at] + _FIRST.split(text[at:])[0].strip(" ,")
    if shared:
        return [whole] if (whole := _whole(said)) else []
    if re.search(r",\s(?:including|such as)\s", text):
        return []
    if len(items := list_items(text)) > 2:  # "the work of a painter, writer, and poet" is one thing
        return items if not _OF.search(text.split(",")[0]) else [whole] if (whole := _whole(text)) else []
    alternatives = re.split(r",?\sor\s(?:by|from)\s", said)
    if len(alternatives) > 1:
        whole = [_whole(a) for a in alternatives]
        return whole if all(whole) else []
    ties = re.findall(r"\s(?:and|or)\s", said)
    if "," in said and not re.search(r",.*\b(?:and|or)\s", said):
        return []  # a list that was cut before its end
    if len(ties) == 1 and not _OF.search(said) and len(items := list_items(said)) == 2 and count_words(said) > 3:
        return items
    return [whole] if (whole := _whole(said)) else []


def _is_measure(text: str) -> bool:
    """Whether a text opens with a number of units: "three degrees"; "two plates" may well be a cause."""
    tokens = parse(text)
    return len(tokens) > 1 and tokens[0].tag == "CD" and tokens[1].low in UNITS


def _before_verb(text: str) -> str:
    """The text up to a second verb: "Congress | and *reads* appeals"."""
    tokens = parse(text)
    for i, token in enumerate(tokens[:-2]):
        if token.low in {"and", "but", "or"} and not joins_pair(text, token.start):
            at = next((k for k in range(i + 1, len(tokens) - 1) if tokens[k].tag != "RB"), i)
            if tokens[at].tag in FINITE or (can_be_verb(tokens[at].low) and tokens[at + 1].tag in _BEHIND_VERB):
                return text[: token.start].rstrip(" ,")
    return text


def _whole(text: str) -> str:
    """A phrase without its article, whole where an arrow's end has room for it."""
    bare = re.sub(r"^(?:the|an?)\s+", "", text.strip(" ."), flags=re.I)
    return bare if count_words(bare) <= MAX_END else label_of(bare, MAX_END)
