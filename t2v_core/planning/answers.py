"""How far a sentence answers what a request asks of its topic: what causes it, what follows from it, its kinds, its history.

A request names a topic and often one side of it ("causes of the war"). What a book says of the other sides is on the
topic and no answer, and a sentence that tells the same arrow the other way round is the wrong answer.
"""

from __future__ import annotations

import re

from .asked import ASKED_AS
from .english.grammar import main_clause
from .events import happens
from .structure.causes import CAUSING
from .text import mention_stems, specific_stems, stem, term_stems, words
from .topic import Topic

# What a sentence is worth that answers, that stands under a heading on what is asked, that is on one of the kinds asked for, that tells what
# happens, that tells of some cause or effect, and that tells the reverse.
ANSWERS, TOLD, KIND, EVENT, STANDS, REVERSE = 1.0, 0.7, 0.7, 0.4, 0.4, -0.8
_ASKS = tuple(
    (side, re.compile(pattern, re.I))
    for side, pattern in (
        ("causes", r"\b(?:causes?|reasons?|origins?|motives?) (?:of|for|behind)\b|^why\b|\bwhat (?:causes|caused|led to)\b"),
        ("effects", r"\b(?:effects?|consequences?|impacts?|results?|aftermath|outcomes?) (?:of|on)\b|\bwhat follows from\b"),
        ("kinds", r"\b(?:types?|kinds?|forms?|classes|classification|categories|varieties) of\b"),
        ("process", r"^how\b|\b(?:process|mechanism|steps?|stages?|phases?|life ?cycle) (?:of|in)\b"),
        ("history", r"\b(?:history|origins?|discovery|emergence|timeline) of\b"),
    )
)  # fmt: skip
# Of these what is acted on was there before: no cause of it.
_ACTS_ON = re.compile(
    r"(?:help|allow|force|enable|affect|protect|influence|destroy|damage|disrupt|threaten)(?:s|d|ed|ing)?$", re.I
)
_LEADS_TO = re.compile(
    rf"\b(?:(?:{CAUSING})(?:s|d|ed)?|(?:leads?|led|leading|contribut(?:es?|ed|ing)) (?:\w+ )?(?:to|toward|towards)|pav(?:es?|ed|ing) the way (?:for|to)|set(?:s|ting)? (?:the stage for|off)"
    r"|result(?:s|ed|ing)? in|br(?:ings?|ought|inging) (?:about|on)|g(?:ives?|ave|iving) rise to|helped (?:\w+ )?(?:create|cause|start|bring about)|(?:is|was|are|were) (?:an? |the )?(?:\w+ )?(?:causes?|reasons?) (?:of|for|behind|why)"
    r"|ignit(?:es?|ed)|precipitat(?:es?|ed)|start(?:s|ed)|(?:causing|producing|creating|triggering|increasing|reducing|sparking|fueling|provoking|threatening))\b",
    re.I,
)
# Where the thing that a verb brings about ends: "led to *war* in the colonies".
_ENDS = re.compile(
    r"[,;:.]|\s(?:in|for|with|from|by|at|on|to|that|which|who|when|where|and|as|between|among|against|after|before)\s"
)
_COMES_FROM = re.compile(
    r"\b(?:(?:is|are|was|were|been|be) (?:\w+ly |often |also |in part )?(?:caused|triggered|produced|driven|sparked|provoked|prompted|created|brought about|set off|precipitated) by"
    r"|(?:result(?:s|ed)?|stem(?:s|med)?|arises?|arose|ar(?:ise|ising)|gr[eo]ws?|grown|came|comes?) (?:\w+ )?(?:from|out of)|because(?: of)?|due to|owing to|as a (?:result|consequence) of|in response to|thanks to"
    r"|(?:began|begins?|broke out|starts?|started|occurs?|occurred|happens?|happened) (?:when|after|because))\b",
    re.I,
)
# A year, and no count of things ("a depth of 1500 meters", "a herd of 2000 whales", "in 1200 cases").
_WHEN = re.compile(
    r"\b(?i:in|on|by|since|from|until|around|after|before|during|between|(?:the )?(?:year|spring|summer|autumn|fall|winter|end|beginning|middle) of) (?:(?i:the) )?"
    r"(?:(?i:early|late|mid)[- ]?|(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?[A-Z][a-z]+ (?:of |\d{1,2}, )?)?(?:(?:1[0-9]|20)\d\ds|(?:1[0-9]|20)\d\d\b(?![.,]?\d|[-\s]?(?:%|percent\b|[kcm]?m\b|[km]?g\b|K\b|°))(?:(?<=\b(?:In|By) \d{4})|(?!\s(?!(?:his|this|across|towards|perhaps|always|thus)\b)\w{3,}s\b)))"
    r"|\b(?:\w+teenth|twentieth|twenty-first|\d{1,2}th) (?i:centur(?:y|ies))\b|\b\d+ (?:BCE?|CE|AD)\b",
)
# A tie that is denied ties nothing: "does not lead to", "no one knows what caused", "deny that …".
_DENIED = re.compile(
    r"(?:n['’]t|\b(?:cannot|never|nor|neither|rarely|seldom|hardly|scarcely|nobody|nothing|none|no (?:one|evidence|proof|link)"
    r"|den(?:y|ies|ied)|doubt(?:s|ed)?|(?<=\w )not))\b(?! (?:only|just)\b)",
    re.I,
)
_CLAUSE_BREAK = re.compile(r"[,;:]\s|\s(?:and|but|because|when)\s")
# What is said to happen in the course of an event is no cause of it.
_DURING = re.compile(
    r"\b(?:during|in the (?:course|midst|depths|wake) of|after|by the end of) (?P<what>(?:the )?(?:[\w’'-]+ ?){1,4})",
    re.I,
)
_SUBORDINATE = re.compile(r"(?:When|After|Once|Before|Since|Until|While|As)(?: [\w’'-]+){1,4}")
_SUBJECT = 7  # words of a clause within which its subject has ended
# "types *of groups*", "falls into two classes", "X include A, B and C".
_SORTS = re.compile(
    r"\b(?:types|kinds|forms|categories|classes|varieties) of (?P<what>(?:[\w’'-]+ ?){1,4})|\b(?:divided|classified|subdivided|grouped|sorted|categorized|fall|falls) (?:\w+ )?(?:into|as|by|according)\b|\b(?P<has>include|includes|comprises?)\s",
    re.I,
)


def side_of(topic: Topic) -> str:
    """What the request asks of its topic: "causes", "effects", "kinds", "process", "history", or "" for the thing itself."""
    return next((side for side, asks in _ASKS if asks.search(topic.text)), "")


def answers(topic: Topic, text: str, heading: str) -> float:
    """How far the sentence says what is asked of the topic, from `REVERSE` to `ANSWERS`; 0 where nothing is asked."""
    side = side_of(topic)
    asked = frozenset(specific_stems(topic.text))
    if re.match(r"(?:how|why)\b", topic.text, re.I) and len(asked) > 1 and asked <= mention_stems(heading):
        return TOLD  # "how skeletal muscles are named" under "Naming skeletal muscles"
    if side in {"causes", "effects"}:
        of_deed = not topic.deed or topic.does(f"{text} {heading}")  # of "why A lost the war" no causes of the war
        return max(_along(topic, text, side), TOLD * (of_deed and asked_in(topic, heading)), key=abs)
    if side == "kinds":
        return _as_kind(topic, text, heading)
    if side == "process":
        if topic.covered(text) and topic.does(text):
            return ANSWERS
        return EVENT * (bool(topic.covered(text)) and happens(text))
    if side == "history":
        return ANSWERS * topic.mentions(f"{_told(text)} {heading}") * bool(_WHEN.search(text))
    return ANSWERS * asked_in(topic, f"{text} {heading}")


def _along(topic: Topic, text: str, side: str) -> float:
    """Whether an arrow of the sentence ends at the topic, where its causes are asked, or begins there."""
    value = 0.0
    for pattern, forward in ((_COMES_FROM, False), (_LEADS_TO, True)):
        for tie in pattern.finditer(text):
            before, behind = text[: tie.start()], text[tie.end() :]
            if _DENIED.search(f"{_CLAUSE_BREAK.split(before)[-1]}{tie[0]}"):
                continue
            if not forward and not before.strip():  # "Because of A, B"
                behind, _, before = behind.partition(", ")
            clause = " ".join(re.split(r"[,;:]\s", before.strip())[-1].split()[:_SUBJECT])
            cause, effect = (clause, _ENDS.split(behind)[0]) if forward else (_ENDS.split(behind)[0], clause)
            at_cause = _named(topic, cause)
            at_effect = _named(topic, effect) and not _ACTS_ON.search(tie[0])
            wanted, reverse = (at_effect, at_cause) if side == "causes" else (at_cause, at_effect)
            if wanted and not reverse:
                return ANSWERS
            value = min(value, REVERSE) if reverse and not wanted else value or STANDS
    if side == "causes" and any(topic.mentions(m["what"]) >= 1 for m in _DURING.finditer(text)):
        return REVERSE
    return value


def _told(text: str) -> str:
    """A sentence without what only stands before its subject ("Through a telescope, …"), but "When the telescope …"."""
    clause = main_clause(text)
    at = text.find(clause.subject) if clause else 0
    subordinate = _SUBORDINATE.match(text[: max(0, at)])
    return f"{subordinate[0] if subordinate else ''} {text[max(0, at) :]}"


def _named(topic: Topic, text: str) -> bool:
    """Whether the text names the topic, or has its last word ("the war"); of a question what its subject does."""
    if topic.deed:
        return topic.does(text)
    return topic.mentions(text) >= 1 or any(_last(p) in mention_stems(text) for p in topic.subjects)


def _last(phrase: str) -> str:
    found = [w for w in words(re.split(r"\sof\s", phrase)[0]) if len(w) > 1]
    return stem(found[-1]) if found else ""


def _as_kind(topic: Topic, text: str, heading: str) -> float:
    """Whether the sentence sorts the topic into kinds, or says of one of them what it is: "Primary groups are …"."""
    clause = main_clause(text)
    if clause is None:
        return 0.0
    heads = {_last(p) for p in (*topic.subjects, *topic.aliases)} - {""}
    for found in _SORTS.finditer(text):
        if heads & mention_stems(found["what"] or clause.subject):
            return ANSWERS
    subject = re.sub(r"^(?:the|an?)\s|,.*$", "", clause.subject, flags=re.I)
    named = words(subject)
    special = 1 < len(named) <= 4 and stem(named[-1]) in heads and not topic.names(subject)
    own = bool(named) and term_stems(subject) == term_stems(heading) and topic.mentions(subject) < 1
    return KIND * (special or own)


def asked_in(topic: Topic, text: str) -> bool:
    """Whether the text has a word for what the request asks: the causes, the advantages, the types."""
    wanted = {s for word in words(topic.text.lower()) for s in ASKED_AS.get(word.removesuffix("s"), ())}
    return bool(wanted & {stem(w) for w in words(text)})
