"""Cause and effect: what a sentence says leads to what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import THE_MORE, is_clause, main_clause, noun_phrases, parse
from ..english.phrases import label_of
from ..scene_roles import defines, named_at_end
from ..text import count_words
from ..visuals import CauseEffect, Link
from .backwards import is_denied, told_backwards
from .model import Finding, Source
from .predicates import predicates

MAX_END = 13  # words at either end of an arrow
# Stems of verbs that say that one thing brings another about, holds it up or changes it; most take -s, -d or -ed.
_CAUSING = (
    "cause|produce|reduce|increase|improve|decrease|prevent|avoid|slow|speed|allow|enable|ensure|guarantee|yield|create|trigger|force|encourage|discourage|penali[sz]e|lower|raise|help"
    "|govern|dominate|determine|affect|control|limit|promote|stimulate|inhibit|block|activate|generate|induce|initiate|strengthen|weaken|disrupt|destroy|damage|protect|undermine"
    "|accelerate|facilitate|influence|threaten|prompt|provoke|boost|stabili[sz]e|regulate|foster|hasten|spark|fuel|worsen"
)
_CAUSAL_VERB = re.compile(
    rf"^(?:(?:can|may|will|might|could|often|also|usually|then|soon|eventually|directly)\s+)*(?:(?:{_CAUSING})(?:s|d|ed)?|leads?|led|results?|resulted|shrinks?|shrank|drives?|drove|br(?:ings?|ought) about)$",
    re.I,
)
_CONDITION = re.compile(
    r"^(?P<when>If|When|Whenever|Once|After|As(?!\sfar\b)|Because(?:\sof)?|Since|Due to|As a result of|Thanks to|In response to|By(?=\s\w+ing\s))\s+(?P<cause>[^,]+(?:,\s(?:called|known as|termed)\s[^,]+)?),\s+(?:then\s+)?(?P<effect>.+)$"
)
_CONDITION_LATER = re.compile(
    r"^(?:(?:For|In|On|With|At|During)\s[^,]+,\s+)?(?P<effect>.+?),?\s+(?P<when>(?:even\s+|only\s+)?(?:if|when|whenever|because(?:\sof)?|since|due to|as long as))\s+(?P<cause>[^,]+)$"
)
_SOME_TIME = re.compile(r"\b(?:times?|cases?|days?|years?)$")  # "at a time when …" says which time
_NO_PREDICATE = re.compile(
    r"\b(?:is|are|was|were)(?:\s(?:\w+ly|often|also|sometimes|in part))*$"
)  # "loss is usually | due to …"
_NAMED = re.compile(r"\b(?:is|are)\s(?:called|known as|termed|referred to as)\b")
# "A, so B"; "A; as a result, B": the whole first clause is the cause.
_SO = re.compile(
    r"^(?P<cause>.+?)(?:,\s+(?:and\s+)?|;\s+)(?P<so>so(?! that| as| far| long| much| many)|as a (?:result|consequence)|therefore|thus|consequently|hence),?\s+(?P<effect>[^;]+)$",
    re.I,
)
# "A, causing B": what a clause leads to, in a participle behind it.
_LEADING_TO = re.compile(
    r"^(?P<cause>.+?),\s+(?:thereby\s|thus\s)?(?P<verb>(?:causing|allowing|forcing|enabling|preventing|producing|creating|triggering|increasing|decreasing|reducing|raising|lowering|releasing|generating|leading to|resulting in|giving rise to))\s(?P<effect>[^,;]+)$",
    re.I,
)
_OTHER_CLAUSE = re.compile(
    r",\s(?:and|but|or|so|yet|which|who|while|whereas)\s|;\s|,\s(?:[\w-]+\s){1,4}that\s|\s(?:that|which|who)\s.*\s(?:that|which|who)\s"
)
_EXCEPTION = re.compile(r"\b(?:unless|except|only if|but not)\b")
_NO_OBJECT = re.compile(
    r"(?:(?:\w+ly\s)?(?:and|or|when|as|if|because|by|at|during|from|for|under|until|over|with|since|while|after|before)|\w+ly\s(?:in|on|to|into|within|across|among))\b",
    re.I,
)
# "starts a reaction that releases heat": the thing acted on acts in its turn.
_CHAIN = re.compile(
    r"(?P<middle>(?!to\s|in\s|on\s)[^,]+?)\s(?:that|which)\s(?P<how>\w+ly\s)?(?P<verb>\w+)\s(?P<end>[^,]+)$"
)
_ASIDE = re.compile(r"[,”\"]\s(?!.*\b(?:and|or)\s)")  # an opening phrase, and no list
# "prevents *a price from* rising": what is prevented is the doing.
_KEEPING = re.compile(r"(?:\w+\s)*(?:prevent|protect|discourage)(?:s|ed)?$", re.I)
_FROM_DOING = re.compile(r"(?P<whom>(?:\S+\s){1,5}?from)\s(?P<doing>\w+ing\b[^,;]*)$")
_HOW = re.compile(r"(?P<effect>.+)\s(?P<how>(?!only\b)\w{2,}ly)$")
# "When the first maps were drawn, sailors found that …": when it was found, and nothing that follows from it.
_FOUND = re.compile(
    r"^[\w\s-]{2,40}?\s(?:found|discovered|noticed|reali[sz]ed|thought|believed|concluded|learned) that\b"
)
_ALLOWS = re.compile(r"\ballow(?:s|ed)?$", re.I)
_EITHER = re.compile(r"(?:either|neither)\s(?!of\b)", re.I)  # of the sentence before
_TRAILING = re.compile(r",?\s+(?:also|too|as well|even|however|instead|again)$", re.I)
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


def cause_effect(sources: Sequence[Source]) -> Finding | None:
    """The causal links the sentences state, chained where an effect is the next cause."""
    links: list[Link] = []
    used: list[str] = []
    for source in sources:
        for cause, label, effect in _links(source.text):
            if all(x.source != cause or x.target != effect for x in links):
                links.append(Link(source=cause, target=effect, label=label, evidence_id=source.evidence_id))
                used.append(source.text)
    if not links:
        return None
    return Finding(
        "cause_effect", CauseEffect(links=links[:5]), 0.62 + 0.06 * min(len(links), 4), tuple(dict.fromkeys(used))
    )


def _whole_or_cut(text: str) -> str:
    """A short half of "the more …, the more …" as it stands: it may end with its verb ("less damping a system has")."""
    return text if count_words(text) <= MAX_END and not re.search("[,;:()]", text) else label_of(text, MAX_END)


def _links(text: str) -> list[tuple[str, str, str]]:
    plain = text.rstrip(" .")
    for pattern in _TOGETHER:
        match = pattern.match(plain)
        if match and not _points(match["cause"]) and all(count_words(match[x]) <= MAX_END for x in ("cause", "effect")):
            return [(f"{match['when'].lower()} {match['cause']}", "", match["effect"])]
    for pattern in (_CONDITION, _CONDITION_LATER):
        match = pattern.match(plain)
        if match:
            led = _LEADING_TO.match(match["effect"])  # "…, allowing blood to flow": one arrow more
            cause, effect = _end(match["cause"]), _end(_THIS_MEANS.sub("", led["cause"] if led else match["effect"]))
            whole = main_clause(match["effect"] + ".") is not None
            if pattern is _CONDITION_LATER and (not whole or _OTHER_CLAUSE.search(match["effect"])):
                continue  # "cells are alike, but some form spores, which protect them when …": of the last clause alone
            if pattern is _CONDITION_LATER and _is_state(match["effect"]) and _is_state(match["cause"]):
                continue  # "it is half full when two seats are taken": what that is, and nothing that happens
            if (kept_back := _EXCEPTION.search(match["effect"])) and kept_back.group() not in effect:
                continue  # "… is freed unless it was moved": without its exception it is not true
            if (
                _says_what(match["effect"])
                or _NAMED.search(match["effect"])
                or _SOME_TIME.search(match["effect"])
                or _NO_PREDICATE.search(match["effect"])
                or _FOUND.search(match["effect"])
                or re.match(r"(?:and|or|but)\s", match["effect"])
            ):
                continue  # "X is known as Y when …" tells when the name is used
            thing = match["when"].lower().endswith((" of", " to", "by"))  # a noun phrase, and no clause of its own
            if (
                cause
                and effect
                and (thing or main_clause(cause))
                and (thing or count_words(cause) > 1)
                and not _points(cause)
                and (
                    pattern is _CONDITION or not _points(effect)
                )  # "As it falls, *it* …": who it is stands in the cause
            ):
                said = f"{match['when'].lower()} {cause}"  # "if it rains": on the arrow the word would be read before the effect
                return [(said, "", effect), *_leads_to(match["effect"], effect)]
    match = THE_MORE.match(plain)
    if match and (ends := tuple(_whole_or_cut(match[x]) for x in ("cause", "effect"))) and all(ends):
        return [(f"the {ends[0]}", "", f"the {ends[1]}")]
    return (
        _which_links(plain)
        or _leads_to(plain)
        or _so_links(plain)
        or [x for x in told_backwards(plain) if not _points(x[0]) and not _points(x[2])]
        or _verb_links(plain)
    )


def _leads_to(text: str, cause: str = "") -> list[tuple[str, str, str]]:
    """ "The muscle relaxes, allowing blood to flow": the clause, "allowing", what it allows; `cause` as it was drawn already."""
    match = _LEADING_TO.match(text)
    if not match or re.search(r",\s(?:which|who|where)\s|\s(?:because|since|although|unless)\s", match["cause"]):
        return []  # "…, which then gains an electron, forming a salt": of the clause between
    cause = cause if cause and match["cause"].startswith(cause) else _end(match["cause"])
    effect = label_of(match["effect"], MAX_END)
    clause = main_clause(match["cause"])
    told = cause and effect and clause and not _points(cause) and not _says_what(match["cause"])
    return [(cause, match["verb"].lower(), effect)] if told else []


def _is_state(text: str) -> bool:
    """Whether a clause only says what something is like."""
    clause = main_clause(text.rstrip(".") + ".")
    return clause is not None and clause.verb.lower().split()[0] in {"is", "are", "was", "were"}


def _so_links(text: str) -> list[tuple[str, str, str]]:
    match = _SO.match(text)
    if not match or not (main_clause(match["cause"]) and main_clause(match["effect"])):
        return []
    cause, effect = _end(match["cause"]), _end(match["effect"])
    told = cause and effect and not _points(cause) and not _points(effect)
    return [(cause, match["so"].lower(), effect)] if told else []


def _says_what(clause: str) -> bool:
    """Whether a clause gives a thing its name or its meaning."""
    said = clause.rstrip(".") + "."
    return defines(said) or named_at_end(said) is not None


def _which_links(text: str) -> list[tuple[str, str, str]]:
    """ "X is done, which reduces Y": the whole clause is the cause."""
    match = re.match(r"^(?P<cause>.+?),\s+which\s+(?:(?:can|also|often)\s+)*(?P<verb>\w+)\s+(?P<effect>[^,]+)", text)
    if not match or not _CAUSAL_VERB.match(match["verb"]):
        return []
    joint = re.match(r"(?:to|in|on)\s", match["effect"])
    label = f"{match['verb']} {joint.group().strip()}" if joint else match["verb"]
    cause, effect = _end(match["cause"]), _end(match["effect"][joint.end() if joint else 0 :])
    return [(cause, label, effect)] if cause and effect and not _points(cause) else []


def _verb_links(text: str) -> list[tuple[str, str, str]]:
    """ "X leads to Y", with a second clause after "whereas", "while" or "and"."""
    found = []
    for part in _clauses(text):
        if part != text and not found and not text.startswith(part):
            break  # what the sentence says first cannot be drawn
        clause = main_clause(part)
        if (
            clause is None
            or ", and " in part[: part.find(f"{clause.subject} {clause.verb}")]
            or _NO_OBJECT.match(clause.rest)
            or is_clause(clause.subject)
            or _ASIDE.search(clause.subject)
        ):
            continue  # "rates increase when …", "it results from …"
        if clause.negated or not _CAUSAL_VERB.match(clause.verb.split(" to")[0]) or _EITHER.match(clause.subject):
            continue
        if _ALLOWS.search(clause.verb) and not re.search(r"\b(?:to|for)\b", clause.rest):
            continue  # "the regulator can allow the plan": a permission
        bare = re.sub(r"^(?:the|an?)\s+", "", clause.subject, flags=re.I)
        cause = label_of(bare, MAX_END)
        rest = re.split(
            r",\s(?:which|who|where)\s|,?\s(?:and|but)\s(?:(?:thus|therefore|so|hence)\s)?(?:is|are|was|were|has|have|can)\s",
            predicates(clause.verb, clause.rest)[0][1] if clause.rest else "",
        )[0]
        effect = label_of(_TRAILING.sub("", re.sub(r"^(?:to|in)\s+", "", rest)), 9)
        preposition = re.match(r"(?:to|in|on)(?=\s)", clause.rest)
        label = f"{clause.verb} {preposition.group()}" if preposition else clause.verb
        if (how := _HOW.match(effect)) and parse(f"It does it {how['how']}.")[3].tag == "RB":
            label, effect = f"{label} {how['how']}", how["effect"]
        if _KEEPING.match(clause.verb) and (kept := _FROM_DOING.match(_TRAILING.sub("", rest))):
            label, effect = f"{clause.verb} {kept['whom']}", label_of(kept["doing"], 9)
        if re.search(r"\sby\s\w+ing\b", effect) or re.match(rf"{re.escape(cause)}\s(?:to|from|of|in|by)\s", bare):
            continue  # how it is done is told of the verb; and half a cause is another
        a_thing = effect and parse(effect)[0].tag not in {"IN", "TO"}  # not "will ensure *at compile time* that …"
        if chain := _CHAIN.match(_TRAILING.sub("", rest)):
            middle, end = (label_of(chain[x], MAX_END) for x in ("middle", "end"))
            if cause and middle and end and not _points(cause) and _CAUSAL_VERB.match(chain["verb"]):
                verb = " ".join(filter(None, ((chain["how"] or "").strip(), chain["verb"])))
                found += [(cause, clause.verb, middle), (middle, verb, end)]
                continue
        if is_denied(cause) or is_denied(effect):
            continue
        if cause and a_thing and noun_phrases(cause) and not _points(cause) and not _points(effect):
            found.append((cause, label, effect))
    return found


def _clauses(text: str) -> list[str]:
    """The clauses of a sentence, also those that a bare "and" joins ("a depends on b and c depends on d")."""
    parts = re.split(r",\s+(?:whereas|while|but|and|so)\s+|;\s+", text)
    if not all(map(main_clause, parts)):
        parts = [text]  # "bacteria, fungi, and viruses cause …": a list, no clauses
    found = []
    for part in parts:
        halves = re.split(r"\s+and\s+(?=(?:the|an?|each|every|one)\s)", part, maxsplit=1)
        found += halves if len(halves) > 1 and all(map(main_clause, halves)) else [part]
    return found


def _end(text: str) -> str:
    """A clause as one end of an arrow; "" when no cut keeps its verb."""
    label, clause = label_of(text, MAX_END), main_clause(text)
    return "" if clause and f" {clause.verb}" not in f" {label}" else label


def _points(label: str) -> bool:
    return bool(
        re.match(
            r"(?:it|this|that|they|these|those|there|one|we|you|how|what|whether|why|consider|suppose|note|let)\b",
            label,
            re.I,
        )
    )
