"""Causes told as conditions: "when A, B", "B because A", "as A rises, B falls", and what a clause leads to ("A, causing B")."""

from __future__ import annotations

import re

from ..english.grammar import main_clause, parse
from ..english.phrases import label_of
from ..scene_roles import defines, named_at_end
from ..text import count_words

MAX_END = 13  # words at either end of an arrow
_CONDITION = re.compile(
    r"^(?P<when>If|When|Whenever|Once|After|As(?!\sfar\b)|Because(?:\sof)?|Since|Due to|As a result of|Thanks to|In response to|By(?=\s\w+ing\s))\s+(?P<cause>[^,]+(?:,\s(?:called|known as|termed)\s[^,]+)?),\s+(?:then\s+)?(?P<effect>.+)$"
)
_CONDITION_LATER = re.compile(
    r"^(?:(?:For|In|On|With|At|During)\s[^,]+,\s+)?(?P<effect>.+?)(?:,\s+(?!when)|(?<!,)\s+)(?P<when>(?:even\s+|only\s+)?(?:if|when|whenever|because(?:\sof)?|since|due to|as long as))\s+(?P<cause>[^,]+)$"
)
_SOME_TIME = re.compile(r"\b(?:times?|cases?|days?|years?)$")  # "at a time when …" says which time
_NO_PREDICATE = re.compile(
    r"\b(?:is|are|was|were)(?:\s(?:\w+ly|often|also|sometimes|in part))*$"
)  # "loss is usually | due to …"
# "… until 1897, as …": the year it lasted to is what the condition tells more of.
_UNTIL_YEAR = re.compile(r"\b(?:until|till)\s(?:\d{3,4}s?)$")
_NAMED = re.compile(r"\b(?:is|are)\s(?:called|known as|termed|referred to as)\b")
# "The score measures … when the stone is moved" tells how it is measured.
_TELLS = re.compile(
    r"(?:measures?|shows?|describes?|means?|refers?|represents?|denotes?|indicates?|expresses|defines?|tells?|says?)$"
)
# "A, causing B": what a clause leads to, in a participle behind it.
_LEADING_TO = re.compile(
    r"^(?P<cause>.+?),\s+(?:thereby\s|thus\s)?(?P<verb>(?:causing|allowing|forcing|enabling|preventing|producing|creating|triggering|increasing|decreasing|reducing|raising|lowering|releasing|generating|leading to|resulting in|giving rise to))\s(?P<effect>[^,;]+)$",
    re.I,
)
_OTHER_CLAUSE = re.compile(
    r",\s(?:and|but|or|so|yet|which|who|while|whereas)\s|;\s|,\s(?:[\w-]+\s){1,4}that\s|\s(?:that|which|who)\s.*\s(?:that|which|who)\s"
)
_OTHERS_DOING = re.compile(r"\b(?:that|whether|how|why|to know|to see)\s")
# "When the suspects were caught, they *were driving* a car": what went on at the time.
_WENT_ON = re.compile(r"\b(?:was|were)\s(?:\w+ly\s)?\w+ing\b")
_SAID_MORE = re.compile(r"(?<=[\w)])\s?[—–][^—–]+$")  # "… rises—just when it is needed": said besides
_EXCEPTION = re.compile(r"\b(?:unless|except|only if|but not)\b")
# "When the first maps were drawn, sailors found that …": when it was found, and nothing that follows from it.
_FOUND = re.compile(
    r"^[\w\s-]{2,40}?\s(?:found|discovered|noticed|reali[sz]ed|thought|believed|concluded|learned) that\b"
)
# "Experiments show that *pressure rises as volume falls*": told as it is; where nobody shows it, or somebody only says it, nothing is told.
_SHOWN = re.compile(
    r"(?!(?:no|none|nobody|nothing|neither|few|little|hardly|if|when|whenever|once|after|as|because|since|although|though|while|by|until|unless)\b)(?!.*?\b(?:not|never|cannot)\b.*?\bthat\b)(?:[\w-]+\s){1,6}?"
    r"(?:shows?|showed|shown|proves?|proved|demonstrates?|demonstrated|confirm(?:s|ed)?|reveal(?:s|ed)?|finds?|found)\sthat\s(?P<told>.+)",
    re.I,
)
_IS_THAT = re.compile(r"(?:[\w-]+\s){0,2}that\s")
_BE = frozenset("is are was were".split())
_EVER_SINCE = re.compile(r"\b(?:has|have|had)\s(?:\w+ly\s|always\s|also\s)?(?:been|\w+(?:ed|en|own))\b")
_THIS_MEANS = re.compile(r"^(?:this|it|that)\s+(?:indicates|means|implies|suggests|shows)\s+(?:that\s+)?", re.I)
# "As A rises, B falls", "B falls as A rises": both change together.
_CHANGES = "(?:increases?|decreases?|rises?|falls?|grows?|drops?|declines?|shrinks?|expands?|slows?|speeds up|widens?|narrows?|strengthens?|weakens?|goes? (?:up|down))"
_TOGETHER = (
    re.compile(
        rf"^(?P<when>As|When|If)\s(?P<cause>[^,]+?\s{_CHANGES}(?:\s\w+)?),\s(?:so\s)?(?P<effect>[^,;]+?\s{_CHANGES}\b[^,;]*)$"
    ),
    re.compile(
        rf"^(?P<effect>[^,;]+?\s{_CHANGES}(?:\s\w+)?)\s(?P<when>as|when|if)\s(?P<cause>[^,;]+?\s{_CHANGES}(?:\s\w+)?)$"
    ),
)


def told_together(plain: str) -> list[tuple[str, str, str]]:
    """ "As A rises, B falls": (cause, "", effect)."""
    plain = _as_shown(plain)
    for pattern in _TOGETHER:
        match = pattern.match(plain)
        if (
            match
            and not points(match["cause"])
            and not _is_only_said(match["effect"])
            and all(count_words(match[x]) <= MAX_END for x in ("cause", "effect"))
        ):
            return [(f"{match['when'].lower()} {match['cause']}", "", match["effect"])]
    return []


def told_under_condition(plain: str) -> list[tuple[str, str, str]]:
    """ "When A, B", "B because A": (cause with its word, "", effect), and what the effect leads to in its turn."""
    plain = _SAID_MORE.sub("", _as_shown(plain))
    for later, pattern in ((False, _CONDITION), (True, _CONDITION_LATER)):
        match = pattern.match(plain)
        if not match:
            continue
        led = _LEADING_TO.match(match["effect"])  # "…, allowing blood to flow": one arrow more
        cause, effect = end_of(match["cause"]), end_of(_THIS_MEANS.sub("", led["cause"] if led else match["effect"]))
        thing = match["when"].lower().endswith((" of", " to", "by"))  # a noun phrase, and no clause of its own
        if not cause or not effect or points(cause) or _is_no_effect(match["effect"], effect):
            continue
        if later and (_is_of_another(match, effect, thing) or points(effect)):
            continue  # "As it falls, *it* …": who it is stands in the cause
        if match["when"].lower() == "since" and _EVER_SINCE.search(match["effect"]):
            continue  # of time
        if thing or (main_clause(cause) and count_words(cause) > 1):
            said = f"{match['when'].lower()} {cause}"  # "if it rains": on the arrow the word would be read before the effect
            return [(said, "", effect), *leads_to(match["effect"], effect)]
    return []


def _as_shown(plain: str) -> str:
    """What somebody shows; the sentence itself where nobody does."""
    match = _SHOWN.match(plain)
    return match["told"] if match else plain


def _is_only_said(text: str) -> bool:
    """Whether a clause tells what somebody says, believes or denies, or whether it "is false that …": what stands behind it belongs to that."""
    told = main_clause(text.rstrip(".") + ".")
    if told is None:
        return False
    return told.rest.startswith("that ") or (told.verb.lower() in _BE and bool(_IS_THAT.match(told.rest)))


def _is_no_effect(text: str, effect: str) -> bool:
    """Whether what stands beside a condition does not follow from it: it gives a name, or was only found then."""
    if (kept_back := _EXCEPTION.search(text)) and kept_back.group() not in effect:
        return True  # "… is freed unless it was moved": without its exception it is not true
    if (told := main_clause(text.rstrip(".") + ".")) and _TELLS.match(told.verb):
        return True
    return bool(
        says_what(text)
        or _NAMED.search(text)  # "X is known as Y when …" tells when the name is used
        or _SOME_TIME.search(text)
        or _NO_PREDICATE.search(text)
        or _UNTIL_YEAR.search(text)
        or _FOUND.search(text)
        or _WENT_ON.search(text.split(", ")[0])
        or re.match(r"(?:and|or|but)\s", text)
    )


def _is_of_another(match: re.Match[str], effect: str, thing: bool) -> bool:
    """Whether a condition at the end of a sentence is one of another clause than the effect that was read."""
    text = match["effect"]
    told = main_clause(text + ".")
    if told is None or _OTHER_CLAUSE.search(text):
        return True  # "cells are alike, but some form spores, which protect them when …": of the last clause alone
    if parse(text)[-1].tag == "VBN" and text.split()[-1] not in told.verb.split() and " " in told.rest:
        return True  # "tells of the *damage done* when …": of the participle
    if _is_only_said(text) or (told.negated and match["when"].lower().endswith(("because", " of", " to"))):
        return True  # "did not fall because of the plague": that it did not fall, or not by that
    if _OTHERS_DOING.search(told.rest) and match["when"].lower() in {"when", "whenever", "if"}:
        return True  # "issued leaflets ensuring that people knew when …": of the clause inside
    if _is_state(text) and _is_state(match["cause"]):
        return True  # "it is half full when two seats are taken": what that is, and nothing that happens
    cut = text[text.find(effect) + len(effect) :] if effect in text else ""
    if re.match(r"\s(?:that|which|who|whose|where)\s", cut) or (thing and "," in cut):
        return True  # "it printed maps *that were wrong* because …": what is caused was cut off
    return thing and bool(re.search(r"\b(?:that|which|who)\s", told.rest))  # "… maps that were wrong due to haste"


def leads_to(text: str, cause: str = "") -> list[tuple[str, str, str]]:
    """ "The muscle relaxes, allowing blood to flow": the clause, "allowing", what it allows; `cause` as it was drawn already."""
    match = _LEADING_TO.match(text)
    if not match or re.search(r",\s(?:which|who|where)\s|\s(?:because|since|although|unless)\s", match["cause"]):
        return []  # "…, which then gains an electron, forming a salt": of the clause between
    if re.search(r",\s(?:but|yet|while|whereas)\s", match["cause"]):
        return []  # of the second clause
    cause = cause if cause and match["cause"].startswith(cause) else end_of(match["cause"])
    effect = label_of(match["effect"], MAX_END)
    clause = main_clause(match["cause"])
    told = cause and effect and clause and not points(cause) and not says_what(match["cause"])
    return [(cause, match["verb"].lower(), effect)] if told else []


def _is_state(text: str) -> bool:
    """Whether a clause only says what something is like."""
    clause = main_clause(text.rstrip(".") + ".")
    return clause is not None and clause.verb.lower().split()[0] in {"is", "are", "was", "were"}


def says_what(clause: str) -> bool:
    """Whether a clause gives a thing its name or its meaning."""
    said = clause.rstrip(".") + "."
    return defines(said) or named_at_end(said) is not None


def end_of(text: str) -> str:
    """A clause as one end of an arrow; "" when no cut keeps its verb."""
    label, clause = label_of(text, MAX_END), main_clause(text)
    return "" if clause and f" {clause.verb}" not in f" {label}" else label


def points(label: str) -> bool:
    """Whether a label only points at something, or asks."""
    return bool(
        re.match(
            r"(?:it|this|that|they|these|those|there|one|we|you|how|what|whether|why|consider|suppose|note|let)\b",
            label,
            re.I,
        )
    )
