"""Titles that a sentence or a drawing gives by itself: an assertion of few words, "A versus B"."""

from __future__ import annotations

import re
from collections.abc import Callable

from .english.grammar import FINITE, behind_subject, main_clause, noun_phrases, parse
from .english.phrases import label_of, name_of
from .plan import Visual
from .text import count_words, term_stems

# "Many social factors", "The first successful applications": no heading a teacher would write.
LOOSE = re.compile(
    r"(?:many|most|some|several|few|all|each|every|any|no|only|about|another|other|one|two|three|four|five|his|her|its|their|our|your|this|that|these|those|such)\b",
    re.I,
)
# In a title without the sentence's opening, these lack what they stand for.
_POINTS_BACK = re.compile(r"\b(?:its|their|his|her|them|they|it|him)\b", re.I)
_LIST_GOES_ON = re.compile(r"\s*,(?:\s[\w’'-]+(?:\s[\w’'-]+){0,5},)+\s(?:and|or)\s")
_BELONGS = re.compile(r"\s*(?:that|which|who|whose|where|of|at|in|to|from|than|with|as|for|or)\b")
_VAGUE = ("method", "algorithm", "process", "result", "value", "problem", "technique", "approach", "steps?", "effect")


def assertion(sentence: str) -> str:
    """Subject, verb and object of a sentence when they make a title of four to seven words; else ""."""
    clause = main_clause(sentence)
    if clause is None or clause.negated or re.match(rf"(?:the|an?)\s+(?:{'|'.join(_VAGUE)})\b", clause.subject, re.I):
        return ""
    said = behind_subject(sentence, clause).rstrip(" .")
    short = _one_verb(label_of(said, 8))
    object_ = (
        short[len(clause.subject) + 1 + len(clause.verb) :]
        if short.startswith(f"{clause.subject} {clause.verb}")
        else ""
    )
    if cuts_phrase(said, short) or (_POINTS_BACK.search(short) and not sentence.startswith(clause.subject)):
        return ""
    return short if noun_phrases(object_) and 4 <= count_words(short) <= 8 and name_of(clause.subject) else ""


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
    return cuts_list(text, short) or adjective or bool(_BELONGS.match(text[at:]))


def of_list(sentence: str) -> str:
    """What a sentence lists, by its subject: "five signs of a fever" of "The five signs of a fever are heat, pain, and …"."""
    clause = main_clause(sentence)
    short = label_of(behind_subject(sentence, clause), 8) if clause else ""
    return name_of(clause.subject, 7) if clause and cuts_list(sentence, short) else ""


def versus(visual: Visual, inside: Callable[[str], str]) -> str:
    """ "A versus B" of a comparison whose columns are short names; `inside` spells a name within a title."""
    if visual.template != "comparison":
        return ""
    names = [column["text"] for column in visual.data["columns"]]
    plain = all(
        count_words(n) <= 4 and n.count("(") == n.count(")") and "," not in n and n.lower() not in _VAGUE for n in names
    )
    plain = plain and not any(term_stems(a) < term_stems(b) for a in names for b in names)
    return " versus ".join([names[0], *map(inside, names[1:])]) if plain else ""
