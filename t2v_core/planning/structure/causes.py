"""Cause and effect: what a sentence says leads to what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import THE_MORE, is_clause, main_clause, noun_phrases, parse
from ..english.phrases import joins_pair, label_of
from ..text import count_words
from ..visuals import CauseEffect, Link
from .backwards import is_denied, told_backwards
from .conditional import MAX_END, end_of, leads_to, points, told_together, told_under_condition
from .model import Finding, Source
from .predicates import predicates

# Stems of verbs that say that one thing brings another about, holds it up or changes it; most take -s, -d or -ed.
CAUSING = (
    "cause|produce|reduce|increase|improve|decrease|prevent|avoid|slow|speed|allow|enable|ensure|guarantee|yield|create|trigger|force|encourage|discourage|penali[sz]e|lower|raise|help"
    "|govern|dominate|determine|affect|control|limit|promote|stimulate|inhibit|block|activate|generate|induce|initiate|strengthen|weaken|disrupt|destroy|damage|protect|undermine"
    "|accelerate|facilitate|influence|threaten|prompt|provoke|boost|stabili[sz]e|regulate|foster|hasten|spark|fuel|worsen"
)
_CAUSAL_VERB = re.compile(
    rf"^(?:(?:can|may|will|might|could|often|also|usually|then|soon|eventually|directly)\s+)*(?:(?:{CAUSING})(?:s|d|ed)?|leads?|led|results?|resulted|shrinks?|shrank|drives?|drove|br(?:ings?|ought) about)$",
    re.I,
)
# "A, so B"; "A; as a result, B": the whole first clause is the cause.
_SO = re.compile(
    r"^(?P<cause>.+?)(?:,\s+(?:and\s+)?|;\s+)(?P<so>so(?! that| as| far| long| much| many)|as a (?:result|consequence)|therefore|thus|consequently|hence),?\s+(?P<effect>[^;]+)$",
    re.I,
)
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
_WHOSE = re.compile(r"\b(?:that|which|who|where|when)\b")  # "lines that fade slowly": of another verb
_ALLOWS = re.compile(r"\ballow(?:s|ed)?$", re.I)
_LEADS = re.compile(
    r"(?:lead|leads|led|result|results|resulted|contribute|contributes|contributed|bring|brings|brought)\b(?:\sto)?$",
    re.I,
)
_UNDER_CONDITION = re.compile(
    r"\s(?:as|when|whenever|if|because|while|until|unless|since)\s(?!(?:well|much|many|a|an|in)\b)"
)
_EITHER = re.compile(r"(?:either|neither)\s(?!of\b)", re.I)  # of the sentence before
_TRAILING = re.compile(r",?\s+(?:also|too|as well|even|however|instead|again)$", re.I)


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
    if found := told_together(plain) or told_under_condition(plain):
        return found
    match = THE_MORE.match(plain)
    if match and (ends := tuple(_whole_or_cut(match[x]) for x in ("cause", "effect"))) and all(ends):
        return [(f"the {ends[0]}", "", f"the {ends[1]}")]
    return (
        _which_links(plain)
        or leads_to(plain)
        or _so_links(plain)
        or [x for x in told_backwards(plain) if not points(x[0]) and not points(x[2])]
        or _verb_links(plain)
    )


def _so_links(text: str) -> list[tuple[str, str, str]]:
    match = _SO.match(text)
    if not match or not (main_clause(match["cause"]) and main_clause(match["effect"])):
        return []
    cause, effect = end_of(match["cause"]), end_of(match["effect"])
    told = cause and effect and not points(cause) and not points(effect)
    return [(cause, match["so"].lower(), effect)] if told else []


def _which_links(text: str) -> list[tuple[str, str, str]]:
    """ "X is done, which reduces Y": the whole clause is the cause."""
    match = re.match(r"^(?P<cause>.+?),\s+which\s+(?:(?:can|also|often)\s+)*(?P<verb>\w+)\s+(?P<effect>[^,]+)", text)
    if not match or not _CAUSAL_VERB.match(match["verb"]) or re.match(r"(?:and|or)\s", match["effect"]):
        return []
    if "," in match["cause"] and re.search(r"\s(?:and|or)\s", match["cause"]):
        return []  # "walls, gates, and the moat, which slows …": the last of them does so
    joint = re.match(r"(?:to|in|on)\s", match["effect"])
    label = f"{match['verb']} {joint.group().strip()}" if joint else match["verb"]
    cause, effect = end_of(match["cause"]), end_of(match["effect"][joint.end() if joint else 0 :])
    return [(cause, label, effect)] if cause and effect and not points(cause) else []


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
        if "," in part.partition(clause.subject)[2].partition(clause.verb)[0]:
            continue  # "the levels of the ion, and the waves it *can make*, change": the verb is another's
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
        if effect and re.match(r"\sto\s", rest.partition(effect)[2]):
            said = label_of(f"{clause.verb} {rest}", MAX_END + 2)  # with its verb: "causes the ions to move …"
            effect = said[len(clause.verb) + 1 :]
        preposition = re.match(r"(?:to|in|on)(?=\s)", clause.rest)
        if (preposition and not _LEADS.search(clause.verb)) or _UNDER_CONDITION.search(rest):
            continue  # "increases in size", "lowers the price as sales fall": of itself, or as long as something else holds
        label = f"{clause.verb} {preposition.group()}" if preposition else clause.verb
        if (
            (how := _HOW.match(effect))
            and not _WHOSE.search(how["effect"])
            and parse(f"It does it {how['how']}.")[3].tag == "RB"
        ):
            label, effect = f"{label} {how['how']}", how["effect"]
        if _KEEPING.match(clause.verb) and (kept := _FROM_DOING.match(_TRAILING.sub("", rest))):
            label, effect = f"{clause.verb} {kept['whom']}", label_of(kept["doing"], 9)
        if (
            re.search(r"\sby\s\w+ing\b", rest)
            or re.match(r"(?:less|more|fewer)(?:,|\s(?:in|at|on|by|for)\b)", effect)
            or re.match(rf"{re.escape(cause)}\s(?:to|from|of|in|by)\s", bare)
        ):
            continue  # how it is done is told of the verb; and half a cause is another
        tags = (
            {t.tag for t in parse(effect)} if effect else {"RB"}
        )  # not "will ensure *at compile time* that …", "increases *exponentially*"
        a_thing = tags != {"RB"} and parse(effect)[0].tag not in {"IN", "TO"}
        if chain := _CHAIN.match(_TRAILING.sub("", rest)):
            middle, end = (label_of(chain[x], MAX_END) for x in ("middle", "end"))
            if cause and middle and end and not points(cause) and _CAUSAL_VERB.match(chain["verb"]):
                verb = " ".join(filter(None, ((chain["how"] or "").strip(), chain["verb"])))
                found += [(cause, clause.verb, middle), (middle, verb, end)]
                continue
        if is_denied(cause) or is_denied(effect):
            continue
        if cause and a_thing and noun_phrases(cause) and not points(cause) and not points(effect):
            found.append((cause, label, effect))
    return found


def _clauses(text: str) -> list[str]:
    """The clauses of a sentence, also those that a bare "and" joins ("a depends on b and c depends on d")."""
    parts = re.split(r",\s+(?:whereas|while|but|and|so)\s+|;\s+", text)
    if not all(map(main_clause, parts)):
        parts = [text]  # "bacteria, fungi, and viruses cause …": a list, no clauses
    found = []
    for part in parts:
        joints = re.finditer(r"\s+(?P<and>and)\s+(?=(?:the|an?|each|every|one)\s)", part)
        joint = next((m for m in joints if not joins_pair(part, m.start("and"))), None)
        halves = [part[: joint.start()], part[joint.end() :]] if joint else [part]
        found += halves if all(map(main_clause, halves)) else [part]
    return found
