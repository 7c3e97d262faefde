"""Causes told backwards: "B is caused by A", "B results from A", "A is the cause of B". The arrow runs from A to B."""

from __future__ import annotations

import re

from ..english.grammar import Clause, main_clause, parse
from ..english.phrases import label_of, name_of
from ..text import count_words
from .taxonomy import list_items

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
_MODAL = r"(?:(?P<modal>can|may|might|could|will|would)\s)?"
_HEDGE = r"(?:(?:also|often|usually|sometimes|typically|generally|frequently|commonly|\w+ly)\s)*"
_PASSIVE = re.compile(rf"{_HEDGE}{_MODAL}{_HEDGE}(?:is|are|be|was|were)\s{_HEDGE}(?P<done>\w+)$", re.I)
_BY = re.compile(
    r"(?:(?:in part|primarily|largely|mainly|mostly|partly|chiefly|either|both|directly)\s)?by\s(?P<cause>.+)$"
)
_FROM = re.compile(rf"{_HEDGE}{_MODAL}{_HEDGE}(?:results?|arises?|stems?|originates?|comes?)$", re.I)
_DUE = re.compile(
    r"(?:(?:in part|primarily|largely|mainly|mostly|partly|often|usually)\s)?(?:due to|(?:the|a|an) (?:direct )?(?:result|consequence|outcome|product|effect) of|attributable to)\s(?P<cause>.+)$"
)
_THE_CAUSE = re.compile(r"(?:the|a|an|one)\s(?:[\w-]+\s){0,2}cause\sof\s(?P<effect>.+)$", re.I)
_FIRST = re.compile(
    r"\s(?:but|which|who|where|whereas|while|because|although|so that|rather than|and\s(?:is|are|can|may|will|not))\s|;\s|,\s(?:which|who|where|and|but|not)\s"
)


def told_backwards(text: str) -> list[tuple[str, str, str]]:
    """(cause, label, effect) of each cause that a sentence without an opening phrase names behind its effect."""
    clause = main_clause(text)
    if clause is None or clause.negated or not text.startswith(clause.subject):
        return []
    label, causes = _causes(clause)
    effect = name_of(clause.subject, MAX_END)
    if causes:
        return [(c, label, effect) for c in causes] if effect else []
    found = _THE_CAUSE.match(clause.rest) if clause.verb.lower() in {"is", "are"} else None
    return [(effect, "", said)] if found and effect and (said := _whole(found["effect"])) else []


def _causes(clause: Clause) -> tuple[str, list[str]]:
    """What stands on the arrow, and the causes; no causes where the clause names none."""
    verb = " ".join(filter(None, (clause.adverbs, clause.verb)))
    if (passive := _PASSIVE.match(verb)) and passive["done"].lower() in _DONE and (by := _BY.match(clause.rest)):
        causes = [] if by["cause"].startswith("using ") else _listed(by["cause"])  # a method, and no cause
        return _label(passive["modal"], _DONE[passive["done"].lower()], causes), causes
    if (from_ := _FROM.match(verb)) and clause.rest.startswith("from "):
        causes = _listed(clause.rest.removeprefix("from "))
        return _label(from_["modal"], "lead", causes) + " to", causes
    if clause.verb.lower() in {"is", "are", "was", "were"} and (due := _DUE.match(clause.rest)):
        return "", _listed(due["cause"])
    return "", []


def _label(modal: str | None, verb: str, causes: list[str]) -> str:
    """The verb in the active voice, in the number of its cause."""
    if modal:
        return f"{modal.lower()} {verb}"
    return verb if all(map(_is_plural, causes)) else re.sub(r"(?<=[sxh])$", "e", verb) + "s"


def _is_plural(name: str) -> bool:
    if re.match(r"\w+ing\s", name):
        return False  # "combining them *generates* …"
    head = re.split(r"\s(?:of|in|by|for|with|on|to|from|at|that)\s", name)[0]
    return " and " in head or parse(head)[-1].tag in {"NNS", "NNPS"}


def _listed(text: str) -> list[str]:
    """The causes of a list one by one; one cause as a whole; [] where it cannot be cut cleanly."""
    if len(items := list_items(text)) > 2:
        return items
    said = _FIRST.split(text)[0].strip(" ,")
    alternatives = re.split(r",?\sor\s(?:by|from)\s", said)
    if len(alternatives) > 1:
        whole = [_whole(a) for a in alternatives]
        return whole if all(whole) else []
    if len(items := list_items(said)) == 2 and count_words(said) > 3:
        return items
    return [whole] if (whole := _whole(said)) else []


def _whole(text: str) -> str:
    """A phrase without its article, whole where an arrow's end has room for it."""
    bare = re.sub(r"^(?:the|an?)\s+", "", text.strip(" ."), flags=re.I)
    return bare if count_words(bare) <= MAX_END else label_of(bare, MAX_END)
