"""Titles that a sentence or a drawing gives by itself: an assertion of few words, "A versus B"."""

from __future__ import annotations

import re

from .grammar import behind_subject, main_clause, noun_phrases
from .phrases import label_of, name_of
from .plan import Visual
from .text import count_words, term_stems

# "Many social factors", "The first successful applications": no heading a teacher would write.
LOOSE = re.compile(
    r"(?:many|most|some|several|few|all|each|every|any|no|only|about|another|other|one|two|three|four|five|his|her|its|their|our|your|this|that|these|those|such)\b",
    re.I,
)
_VAGUE = ("method", "algorithm", "process", "result", "value", "problem", "technique", "approach", "steps?", "effect")


def assertion(sentence: str) -> str:
    """Subject, verb and object of a sentence when they make a title of four to seven words; else ""."""
    clause = main_clause(sentence)
    if clause is None or clause.negated or re.match(rf"(?:the|an?)\s+(?:{'|'.join(_VAGUE)})\b", clause.subject, re.I):
        return ""
    said = behind_subject(sentence, clause).rstrip(" .")
    short = label_of(said, 8)
    object_ = (
        short[len(clause.subject) + 1 + len(clause.verb) :]
        if short.startswith(f"{clause.subject} {clause.verb}")
        else ""
    )
    if re.match(r"\s*(?:that|which|who|whose|where|of|at|in|to|from|than|with|as)\b", said[len(short) :]):
        return ""  # what follows belongs to it
    return short if noun_phrases(object_) and 4 <= count_words(short) <= 8 and name_of(clause.subject) else ""


def versus(visual: Visual) -> str:
    """ "A versus B" of a comparison whose columns are short names."""
    if visual.template != "comparison":
        return ""
    names = [column["text"] for column in visual.data["columns"]]
    plain = all(count_words(n) <= 4 and "," not in n and n.lower() not in _VAGUE for n in names)
    plain = plain and not any(term_stems(a) < term_stems(b) for a in names for b in names)
    return (
        " versus ".join([names[0], *(n[:1].lower() + n[1:] if n[1:2].islower() else n for n in names[1:])])
        if plain
        else ""
    )
