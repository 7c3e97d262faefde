"""A chain of events that a passage tells sentence by sentence ("X binds Y. This opens the gate. Then …").

Each sentence says what happens next, so together they are an explanation of how something works, and none of them
is one alone. A run of them is read as the steps of a process: told in the present, each tied to the one before by a
word of time or cause, or by what it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .english.grammar import Clause, behind_subject, main_clause, parse
from .english.phrases import label_of
from .english.sentences import Sentence
from .structure import Item, Source
from .structure.processes import STATE
from .text import content_stems, count_words

MIN_EVENTS, MAX_EVENTS, MAX_LABEL = 3, 6, 11
# Share of the sentences behind the first that must say when or why; what they speak of ties the others.
CUED = 0.6
_CUE = re.compile(
    r"\b(?:then|next|eventually|finally|ultimately|subsequently|afterwards?|thereby|thus|therefore|hence|in response|in turn|at this point|once|whenever|after|until|as soon as|^(?:when|as|before)\b|as a (?:result|consequence)|consequently"
    r"|this (?:\w+ )?(?:allow|attract|cause|change|create|decrease|draw|drive|force|form|generate|give|increase|initiate|keep|lead|leave|let|lower|make|move|open|prevent|produce|prompt|pull|push|raise|reduce|release|result|send|set|stimulate|stop|trigger|turn)s"
    r"|(?:allowing|causing|forcing|leading to|resulting in|producing|triggering)|so that|(?:begins?|starts?|continues?) to)\b",
    re.I,
)
_POINTS_BACK = re.compile(r"^(?:this|these|it|they|such|both|each|the (?:resulting|same|latter))\b", re.I)
_OPENS_BACK = re.compile(r"(?P<subject>This|It) (?P<verb>[a-z]+s) ")
_AUXILIARY = re.compile(r"^(?:is|are)\s")
# Besides the verbs of `STATE`: what is shown, thought or merely goes on is no event either.
_NO_EVENT = re.compile(
    r"(?:typically |generally )?(?:shows?|illustrates?|lasts?|l(?:ies?|ay)|sits?|stands?|lives?|tends? to|knows?|thinks?|believes?)$",
    re.I,
)
_THIS_ONE = re.compile(r"(?:this|these)\s\w", re.I)
_SERVES, _AS = re.compile(r"\b(?:acts?|serves?|functions?|works?)$"), re.compile(r"as\s")
# "This happens when …", "it arises if …": a condition, no event of the chain.
_MAY_BE = re.compile(r"(?:can|may|could|might|would|should) be\b")
_WHEN = re.compile(r"(?:only |typically |usually |mainly )?(?:when|if|because|where|whenever)\b", re.I)
_NAMED = re.compile(
    r"\b(?:is|are)\s(?:\w+ly\s|also\s|often\s|then\s)?(?:called|known|named|termed|considered|believed|thought|said|characterized|characterised|regarded|defined|described|associated|located|found|estimated|shown|seen|observed|based|composed|related|similar|likely|able|due)\b",
    re.I,
)
# Whose doings explain nothing: the reader, the writer, those who study the thing.
_SOMEONE = re.compile(
    r"(?:we|you|i|one|many|some|most|people|researchers?|scientists?|psychologists?|sociologists?|economists?|engineers?|he|she|his|her|our|your|there)\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"(?:.*\b(?:also|other|another|always|often|usually|sometimes|rarely|may|might|more than)\b|however|in contrast|by contrast|similarly|in a similar|on average|for (?:example|instance)|unlike|figure|table)\b|.*\b(?:more|less|fewer|\w+er) (?:\w+ ){0,4}than\b",
    re.I,
)
_PAST = frozenset("was were had did".split())


def told_events(sentences: Sequence[Sentence], evidence_id: str) -> list[list[Item]]:
    """The runs of three to six events among the clean sentences of one passage, in their order."""
    runs: list[list[Item]] = []
    at = 0
    while at < len(sentences):
        run = _run(sentences[at:], evidence_id)
        if len(run) >= MIN_EVENTS:
            runs.append(run)
        at += max(1, len(run))
    return runs


def happens(text: str) -> bool:
    """Whether a sentence tells what happens, in the present, and not what something is like."""
    return _event(text) is not None


def _run(sentences: Sequence[Sentence], evidence_id: str) -> list[Item]:
    """The events with which `sentences` begin; [] when they are no chain."""
    run: list[Item] = []
    cued = 0
    for sentence in sentences[:MAX_EVENTS]:
        clause = _event(sentence.text)
        label = _label(sentence.text, clause) if clause else ""
        if clause is None or not label or (not run and (sentence.dangling or _POINTS_BACK.match(clause.subject))):
            break
        if run:
            before = sentences[len(run) - 1]
            cue = bool(_CUE.search(sentence.text))
            if not sentence.follows(before) or not (cue or _goes_on(clause, before.text)):
                break
            cued += cue
        whole = _told(sentence.text, clause)
        run.append(
            Item(sentence.text, label, Source(sentence.text, evidence_id), whole if whole.startswith(label) else "")
        )
    while len(run) >= MIN_EVENTS and cued < CUED * (len(run) - 1):
        cued -= bool(_CUE.search(run.pop().text))
    return run if len({x.label.lower() for x in run}) == len(run) else []


def _event(text: str) -> Clause | None:
    """The main clause of a sentence that tells what happens, in the present; None for others."""
    if _ELSEWHERE.match(text) or len(re.findall(r"\d", text)) > 4:
        return None
    clause = main_clause(text)
    opens = _OPENS_BACK.match(text)
    if opens and clause and clause.subject != opens["subject"] and parse(f"it {opens['verb']} it")[1].tag == "VBZ":
        clause = Clause(opens["subject"], opens["verb"], text[opens.end() :].rstrip(" ."), False)
    if clause is None or clause.negated or _SOMEONE.match(clause.subject):
        return None
    if STATE.match(clause.verb) or _NO_EVENT.match(clause.verb):
        return None
    words_ = parse(f"It {clause.verb} {clause.rest}")[1:]
    first = words_[0]
    if first.low in {"is", "are"} and not any(t.tag in {"VBN", "VBG"} for t in words_[1:3]):
        return None  # what something is like
    comments = _THIS_ONE.match(clause.subject) and first.low in {"is", "are"}
    if comments or (_AS.match(clause.rest) and _SERVES.search(clause.verb)):
        return None  # "*This reaction* is catalyzed by …", "This acts *as* a reserve": more of what happened before
    if (
        first.low in _PAST
        or (first.tag in {"VBD", "MD"} and first.low not in {"can", "will"})
        or _WHEN.match(clause.rest)
        or _MAY_BE.match(clause.verb)
        or _NAMED.search(f"{clause.verb} {clause.rest[:30]}")
    ):
        return None
    return clause


def _goes_on(clause: Clause, before: str) -> bool:
    """Whether a clause's subject is what the sentence before led to, and not what that one was about already."""
    if re.match(r"(?:This|It)\b", clause.subject):
        return True
    old, subject = main_clause(before), set(content_stems(clause.subject))
    return bool(old and subject & set(content_stems(old.rest)) and not subject & set(content_stems(old.subject)))


def _told(text: str, clause: Clause) -> str:
    """The sentence from its subject on, or from its verb on where the subject only points back."""
    told = behind_subject(text, clause)
    return re.sub(rf"^{re.escape(clause.subject)}\s", "", told) if _POINTS_BACK.match(clause.subject) else told


def _label(text: str, clause: Clause) -> str:
    """A short form of the sentence that keeps its verb and a word behind it; "" where there is none."""
    told = _told(text, clause)
    for said in (told, told[max(0, told.find(f"{clause.verb} ")) :]):
        label = label_of(said, MAX_LABEL)
        if count_words(label) > 2 and f"{clause.verb} " in f"{label} " and not label.endswith(clause.verb):
            return _AUXILIARY.sub("", label)  # "absorbed and returned", where the subject stays away
    return ""
