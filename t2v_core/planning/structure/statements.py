"""Statements: what a sentence says of its subject, part by part, for sentences that hold no relation of another shape.

"The lens bends the light by slowing it" is read as subject, verb and object, and what is added to them: how, where,
when, why, which one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..english.grammar import FINITE, Clause, main_clause, noun_phrases, parse
from ..english.phrases import joins_pair
from ..english.tagging import can_be_verb
from ..text import capitalise, count_words
from ..unfold import Part, opened
from ..visuals import Addition, ConceptMap, Link, Statement
from .definitions import first_clause, has_verb
from .legible import breaks_off
from .model import Finding, Source, datum
from .predicates import clause_of, predicates
from .readings import (
    ASIDE,
    DENIED,
    HEDGED,
    MAX_ADDED,
    MAX_ADDITIONS,
    MAX_CHARACTERS,
    MAX_OBJECT,
    MAX_ONLY,
    additions_of,
    short_of,
    split,
)
from .subjects import is_told, opening_of, subject_of
from .twice_told import tells_twice

# How good a picture a plain statement is: the last but a quotation; more where it is whole, and where it has parts.
PLAIN, WHOLE, PARTED = 0.08, 0.06, 0.06
# How good a picture several doings of one subject are, and how many an arrow each is drawn for.
SEVERAL, MAX_DOINGS = 0.52, 4
# "brings heat *to and* takes it away from": what the first verb leads to stands at the end of the second.
MAX_NEXT = 6  # words of the subject of a clause that follows a bare "and"
_SHARED_END = re.compile(r"\s(?:to|of|from|in|on|for|with|by|into) (?:and|or)\s")
# A half that what is said before it is not true without; and "not a but b", whose halves stand in no one object.
_TURNS = re.compile(r"[,;]?\s?(?:but|yet|however|except|unless)\b", re.I)
_NOT_BUT = re.compile(r"\b(?:not|never|n['’]t)\b.*\bbut\b", re.I)
_TURNS_LATER = re.compile(r"\s(?:but|yet|while|whereas)\s")
# "has much in | common with", "has at | its centre a …": the words behind the preposition are no object.
_NO_OBJECT = re.compile(
    r"(?:.*\s)?(?:has|have|had)\s(?:(?:[\w-]+\s){1,2}in \| common\b|(?:at|in|as|for|on|under|within) \|)", re.I
)
_LY = r"(?!only\b)\w{2,}ly"
_HOW = rf"{_LY}(?:,? (?:and|or|but|yet) {_LY})*"
# "flows *slowly and quietly* at low pressure", "samples the volume *evenly*": how it is done, and no object.
_HOW_FIRST = re.compile(
    rf"(?P<how>{_HOW})\s(?=(?:at|in|into|on|to|from|through|with|by|over|under|across|along|around|between|within|toward|towards)\s)"
)
_HOW_LAST = re.compile(rf"(?P<object>.+?),?\s(?P<how>{_HOW})$")
_WHICH = re.compile(r"\s(?:that|which|who|when|where|to|if|because|how)\s")
# Words that stand for one adverb: how, when or how far, and no thing ("has to be given *in advance*").
_SET_PHRASE = (
    r"(?:in (?:advance|turn|general|part|detail|practice|theory|principle|full|person|secret|public|private|parallel|vain|motion|use|place|isolation|balance|unison|total)"
    r"|at (?:once|random|rest|will|last|first|work|times|equilibrium)|by (?:hand|chance|default|accident|definition|nature|design|law)|on (?:average|time|purpose|demand|their own|its own)"
    r"|for (?:free|good|life)|over time|over and over(?: again)?|as a (?:rule|whole)|once (?:more|again)|from (?:scratch|time to time)|(?:only|just|more than|at least) once)"
)
_SET_FIRST = re.compile(
    rf"(?P<how>{_SET_PHRASE})(?:$|\s(?=(?:by|for|from|to|in|at|because|when|if|with|during|through|using|until|before|after)\s))"
)
_SET_BEFORE = re.compile(rf"{_SET_PHRASE}\s\w+(?:ed|en|wn)\s")
# "was | highly praised": how it is done stands between the two words of the verb.
_DONE_SO = re.compile(rf"(?:.*\s)?(?:is|are|was|were|be|been|being) {_HOW} \w{{2,}}(?:ed|en|wn|ught|ilt|ade)")
_SET_LAST = re.compile(rf"(?P<object>.+?),?\s(?P<how>{_SET_PHRASE})$")
# What a statement goes on with behind its clause, and that its picture must not leave out.
_GOES_ON = re.compile(
    r"[,;]?\s?(?P<word>but|yet|so that|so|because|although|even though|though|while|whereas|until|unless|except(?: that| for| when| in)?)\s(?P<text>[^;:()]+)$"
)
_TIED = re.compile(
    r"(?P<word>(?:(?:only|even|especially|particularly|just|often|sometimes|usually|\w{2,}ly) )?(?:when|whenever|if|because|until|unless|while|as long as|so that|as(?=\s(?:the|an?|its|their|more|fewer|less|we|it|they|\w+s)\s)))\s(?=\S)"
)
_TURN_BEHIND = re.compile(r",\s(?=(?:whereas|although|even though|though|so that|unless|until)\s)")
_INSIDE = re.compile(r"\b(?:that|which|who|whose|whom|where|because|if|when|whether)\s")
_CASE = re.compile(r"(?:as(?=\s(?:the|an?|its|their|it|they)\s)|when|if|because|while|until|unless)\s")
_TELLS_WHY = re.compile(r"(?:.*\s)?(?:because|since|if|when|unless|so that|although|that|which|who|where)", re.I)
_TO_DO = re.compile(r"(?P<verb>(?:\w+\s){1,4}to)\s(?P<list>[^,]+,\s.+,\sand\s[^,]+)$")


def statement(source: Source) -> Finding | None:
    """What the sentence says of its subject, whole where it is short enough; None where it cannot be told alone."""
    clause = clause_of(source.text)
    if clause is None or DENIED.match(source.text) or not is_told(clause, source.text):
        return None
    subject = subject_of(clause)
    if not subject:
        return None
    rest, tail = _first_said(clause)
    if (not tail and _TURNS.match(clause.rest[len(rest) :])) or _NOT_BUT.search(f"{clause.verb} {rest}"):
        return None
    if HEDGED.match(source.text) and count_words(rest) < count_words(clause.rest):
        return None  # "Sometimes it is stored, but …": neither half says it alone
    opening = opening_of(source.text, clause)
    if opening is None:
        return None
    told = predicates(clause.verb, rest) if rest else []
    passive = len(told) > 1 and told[1][0].split()[0] in {"is", "are", "was", "were"} and " " in told[1][0]
    if passive or (len(told) > 1 and tells_twice(rest, source.text)):
        rest = told[0][1]  # what is done besides stands in the narration
    verb, object_, parts = _read(clause, rest)
    added = additions_of(verb, object_, parts, source.text)
    how = _SET_LAST.match(object_) or _HOW_LAST.match(object_)
    if how and _is_how(how["how"]) and not _WHICH.search(object_):
        object_, added = how["object"], [Addition(text=how["how"]), *added[: MAX_ADDITIONS - 1]]
    if any(re.match(r"(?:least|most|all|first|last)\b", a.text) and a.word == "at" for a in added):
        return None  # "at least" is no place
    if object_.startswith("(") or re.fullmatch(r"[\d.,]+", object_) or re.match(rf"{_HOW}\s(?:and|or)\s", object_):
        return None  # "5 | to 10 minutes", "steadily and never rests"
    alone = len(added) == 1 and _TELLS_WHY.fullmatch(added[0].word)
    if any(count_words(a.text) > (MAX_ONLY if alone else MAX_ADDED) for a in added):
        object_, added = rest[rest.rfind(object_) :] if object_ in rest else object_, []
    if _NO_OBJECT.match(f"{verb} | {object_}") or _turns_inside(verb, object_) or (verb and not _holds_verb(verb)):
        return None
    short = short_of(object_)
    if verb.endswith(" that") and short != object_ and not _keeps_verb(object_, short):
        short = (
            object_ if len(object_) <= MAX_CHARACTERS else ""
        )  # "that rather than closing the gate | it is better …"
    least = 2 if opening.text or not clause.rest or count_words(subject) > 1 else 3
    if (
        not short
        or count_words(f"{clause.verb} {rest or object_}") < least - bool(opening.word)
        or re.match(r"(?:and|or|but)\s", short)
        or _SHARED_END.search(short)
    ):
        return None
    additions = [*([opening] if opening.text else []), *added][: 4 - len(tail)] + tail
    slots = Statement(
        subject=datum(capitalise(subject), source),
        verb=verb,
        object=datum(short, source, object_),
        additions=[a.model_copy(update={"evidence_id": source.evidence_id}) for a in additions],
    )
    whole = (bool(tail) or count_words(rest) == count_words(clause.rest)) and short == object_
    return Finding("statement", slots, PLAIN + WHOLE * whole + PARTED * bool(slots.additions), (source.text,))


def _first_said(clause: Clause) -> tuple[str, list[Addition]]:
    """What is said up to the next clause or aside, and what stands behind it as one card."""
    if clause.negated and (but := clause.rest.find(", but ")) >= 0:
        tail = _behind(clause.rest[but:])
        return (clause.rest[:but], tail) if tail else (clause.rest, [])
    turn = _TURN_BEHIND.search(clause.rest)
    if turn and (tail := _behind(clause.rest[turn.start() :])):
        return clause.rest[: turn.start()], tail
    rest = first_clause(clause.rest)
    if re.match(r",?\s(?:and|or)\s", clause.rest[len(rest) :]) and _INSIDE.search(rest):
        rest = clause.rest.split("; ")[
            0
        ]  # "for which the mass stays the same, *and the force is zero*": said of it as well
    tail = _behind(clause.rest[len(rest) :])
    rest = _before_next(rest)
    aside = ASIDE.search(rest)
    if aside is None:
        return rest, tail
    told = rest[aside.end() :].strip(" ,—–")
    if not tail and re.match(r"\s?[:—–]", aside.group()) and 1 < count_words(told) <= MAX_ADDED:
        tail = [Addition(text=told, of="object")]  # "depends on the task: a sigmoid for two classes, …"
    return rest[: aside.start()], tail


def _behind(text: str) -> list[Addition]:
    """What stands behind the clause and limits, turns or explains it, as one card; [] where it is none, or too long for one."""
    more = _GOES_ON.match(text.rstrip(" ."))
    if not more or count_words(more["text"]) > MAX_ADDED or re.search(r"\bones\b", more["text"]):
        return []
    return [Addition(word=more["word"], text=more["text"])]


def _holds_verb(text: str) -> bool:
    return any(t.tag.startswith(("VB", "MD")) or can_be_verb(t.low) for t in parse(f"It {text} it .")[1:-2])


def _keeps_verb(said: str, short: str) -> bool:
    """Whether a short form of what is said holds the verb of its main clause."""
    clause = main_clause(f"{capitalise(said)}.")
    return clause is not None and f" {clause.verb}" in f" {short}"


def _turns_inside(verb: str, object_: str) -> bool:
    """Whether another clause stands in the object, against what is told ("water *but oil does not*"); not where it belongs to a clause in it."""
    joint = _TURNS_LATER.search(object_)
    if joint is None or verb.endswith(" that"):
        return False
    first, second = (parse(f"{x} .") for x in (object_[: joint.start()], object_[joint.end() :]))
    return not any(t.tag in FINITE for t in first) and any(t.tag in FINITE for t in second)


def _before_next(rest: str) -> str:
    """What is said before a bare "and" that a whole clause follows ("rose by 20 percent and *prices fell by* 6 percent")."""
    for joint in re.finditer(r"\sand\s", rest):
        behind = rest[joint.end() :]
        inside = joins_pair(rest, joint.start() + 1) or _INSIDE.search(rest[: joint.start()])
        clause = None if inside else main_clause(f"{behind}.")
        states = clause and clause.rest and behind.startswith(clause.subject) and noun_phrases(clause.subject)
        # "two pairs and *three lone pairs* of gloves", "time and *means testing* the wheel" state nothing
        done = states and has_verb(behind) and not clause.verb.split()[0].endswith("ing")
        if done and count_words(clause.subject) <= MAX_NEXT:
            return rest[: joint.start()]
    return rest


def _read(clause: Clause, rest: str) -> tuple[str, str, tuple[Part, ...]]:
    """Verb, object and parts, where adverbs before a preposition belong to the verb."""
    if (how := _HOW_FIRST.match(rest)) and _is_how(how["how"]) and " than " not in rest:
        return split(replace(clause, verb=f"{clause.verb} {how['how']}"), rest[how.end() :])
    if _DONE_SO.fullmatch(f"{clause.verb} {rest}"):
        return "", " ".join(filter(None, (clause.adverbs, clause.verb, rest))), ()
    if done := _SET_BEFORE.match(rest):  # "is *in part* seen in"
        return split(replace(clause, verb=f"{clause.verb} {done.group().strip()}"), rest[done.end() :])
    if set_ := _SET_FIRST.match(rest):  # "has to be | given | in advance"
        said, _, what = " ".join(filter(None, (clause.adverbs, clause.verb))).rpartition(" ")
        behind = rest[set_.end() :]
        if said and not _holds_verb(said):
            said, what = "", f"{said} {what}"  # "often bloom | in advance"
        return said, what, (Part("", set_["how"]), *([opened(behind)] if behind else []))
    tied = _TIED.match(rest)
    if tied and (
        tied["word"] != "as" or has_verb(rest[tied.end() :])
    ):  # "is half full | when …", "rates rise | because …": the verb itself is what is said
        be, _, state = clause.verb.rpartition(" ") if " " not in clause.verb else clause.verb.partition(" ")
        if _DONE_SO.fullmatch(clause.verb):
            be, state = "", clause.verb  # "were | especially delighted | when …"
        said = f"{clause.adverbs} {be}".strip() if be else ""
        what = state if be else " ".join(filter(None, (clause.adverbs, clause.verb)))
        return said, what, (Part(tied["word"], rest[tied.end() :]),)
    return split(clause, rest)


def _is_how(text: str) -> bool:
    if re.fullmatch(_SET_PHRASE, text):
        return True
    return all(t.tag.startswith("RB") for t in parse(f"It moves it {text} .")[3:] if t.low.endswith("ly"))


def doings(source: Source) -> Finding | None:
    """What one subject does and does besides ("Ribosomes read the message and build proteins"): an arrow each."""
    clause = main_clause(source.text)
    if clause is None or clause.negated or DENIED.match(source.text) or not is_told(clause, source.text):
        return None
    subject, opening = subject_of(clause), opening_of(source.text, clause)
    first = first_clause(clause.rest)
    if _TURNS.match(clause.rest[len(first) :]):
        return None
    told = predicates(clause.verb, ASIDE.split(first)[0])
    if not subject or opening is None or opening.text or not 2 <= len(told) <= MAX_DOINGS:
        return None
    links = []
    for i, (verb, rest) in enumerate(told):
        if _CASE.match(rest) and (has_verb(rest) or can_be_verb(rest.split()[-1])):
            return None  # "shifts and flattens *as it warms*": both do so then
        if more := re.match(r"(?:or|and)\s\w+(?:ed|en)\b\s?", rest):  # "enforced | or discouraged by …"
            verb, rest = f"{verb} {more.group().strip()}", rest[more.end() :]
        said, object_, parts = split(replace(clause, verb=verb, rest=rest, adverbs="" if i else clause.adverbs), rest)
        target = rest[rest.find(object_) :].strip(" ,") if object_ in rest and parts else object_
        if (
            not target
            or count_words(target) > MAX_OBJECT
            or breaks_off(target)
            or re.match(r"(?:and|or)\s|\w+ly$", target)
        ):
            return None
        links.append(Link(source=capitalise(subject), target=target, label=said, evidence_id=source.evidence_id))
    return Finding("concept_map", ConceptMap(links=links), SEVERAL, (source.text,))


def aims(source: Source) -> Finding | None:
    """ "The organs serve to supply oxygen, remove waste, and keep a balance": an arrow to each of what is done."""
    clause = main_clause(source.text)
    if clause is None or clause.negated or not source.text.startswith(clause.subject) or not subject_of(clause):
        return None
    told = _TO_DO.match(clause.predicate)
    items = re.split(r",\s(?:and\s)?", told["list"]) if told else []
    if not 3 <= len(items) <= MAX_DOINGS + 1 or not all(_is_doing(x) for x in items):
        return None
    name = capitalise(subject_of(clause))
    links = [Link(source=name, target=x, label=told["verb"], evidence_id=source.evidence_id) for x in items]
    return Finding("concept_map", ConceptMap(links=links), SEVERAL, (source.text,))


def _is_doing(text: str) -> bool:
    """Whether a phrase begins with a plain verb and is short enough for a card."""
    first, *rest = text.split()
    return bool(rest) and can_be_verb(first) and not first.endswith("s") and count_words(text) <= MAX_OBJECT
