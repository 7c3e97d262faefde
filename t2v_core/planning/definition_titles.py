"""Titles "What is …?" of a sentence that says what a thing is."""

from __future__ import annotations

import re
from collections.abc import Collection

from .english.grammar import Clause, main_clause, parse
from .english.phrases import name_of
from .headlines import CONDITION, headlines
from .naming import BEHIND_HEAD, Lower, argued, names_thing, points
from .scene_roles import defines, named_at_end
from .text import count_words, term_stems

_GRADES = re.compile(r"^(?:the |an? )?(?:more|most|less|least|\w+(?<!v)er|\w+est)\s\w+\sof\b", re.I)
_MOST = re.compile(r"(?:the\s)?(?:most|least)\s", re.I)
_BARE_KIND = re.compile(r"[a-z-]+(?:\s[a-z-]+)?\s(?:that|which)\s")  # "Bravery is *virtue that* …"
_SAYS_WHAT = re.compile(r"(?:is|are|refers?|occurs?|happens?)\b")
_PLURAL = frozenset("are denote refer occur happen arise exist describe mean".split())
_SAYS_KIND = re.compile(r"\s(?:that|which|who|where|of|for|by|when|with|\w{2,}(?:ing|ed))\s")


def says_what(text: str, clause: Clause, subject: str) -> bool:
    """Whether a scene of any role says what a thing is, with more than its kind."""
    if not (names_thing(subject) or re.fullmatch(r"[A-Za-z]+ing", subject)) or not _SAYS_KIND.search(clause.rest):
        return False
    if points(clause.subject) or _GRADES.search(clause.subject) or CONDITION.match(text):
        return False
    bare = re.fullmatch("is|are", clause.verb) and _BARE_KIND.match(clause.rest)
    return bool(bare or (_SAYS_WHAT.match(clause.verb) and defines(text)))


def what_is(text: str, clause: Clause, subject: str, lower: Lower) -> list[str]:
    """ "What is the cell cycle?" of a sentence that says so, best first."""
    if named := named_at_end(text):
        alone = rf"\b(?:the|an?)\s+(?={re.escape(named[0])}(?:[.,;:)”]|$|\s\(|\s(?:because|when|in|by|for|and|or)\b))"
        article = re.search(alone, text, re.I)
        be = "are" if clause.verb.startswith("are") and parse(named[0])[-1].tag == "NNS" else "is"
        return [f"What {be} {article[0].lower() if article else ''}{lower(named[0])}?", f"{named[0]} defined"]
    head = parse(re.split(r"\s*[(,]", BEHIND_HEAD.split(clause.subject)[0])[0])
    verb = clause.verb.lower().split()[0]
    plural = verb in _PLURAL or (verb != "is" and head[-1].tag == "NNS")
    listed = re.search(r",.*,\s(?:and|or)\s", clause.subject)
    whole = clause.subject if listed else re.sub(r"\s*[(,].*$", "", clause.subject)
    asked = whole if count_words(whole) <= 6 else subject
    if asked != whole and _MOST.match(whole):
        return []  # "commonly cited measure" of "the most commonly cited measure of inflation"
    return [f"What {'are' if plural else 'is'} {lower(asked)}?", f"{subject} defined"]


def of_argument(clause: Clause, lower: Lower, topic: Collection[str]) -> list[str]:
    """What a sentence is about that says what somebody argues: asked for, or by its name where that is more than the topic's stems."""
    said = argued(clause)
    inner = main_clause(said) if said else None
    name = name_of(inner.subject, 6) if inner else ""
    if not inner or not name or points(inner.subject) or not names_thing(name):
        return []
    asked = f"What {'are' if inner.verb.startswith('are') else 'is'} {lower(name)}?"
    own = count_words(name) > 1 and not term_stems(name) <= set(topic)
    return [asked if defines(said) else "", *headlines(said, lower), name if own else ""]
