"""Statements: what a sentence says of its subject, part by part, for sentences that hold no relation of another shape.

"The lens bends the light by slowing it" is read as subject, verb and object, and what is added to them: how, where,
when, why, which one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..grammar import NOUN, THE_MORE, Clause, is_clause, main_clause, parse
from ..phrases import label_of, name_of
from ..text import capitalise, count_words
from ..unfold import PARTICIPLE, Part, unfold
from ..visuals import Addition, ConceptMap, Link, Statement
from .definitions import MAX_MEANING, first_clause, in_its_number
from .legible import breaks_off
from .model import Finding, Source, datum
from .relations import predicates

MAX_SUBJECT, MAX_OBJECT, MAX_ADDED = 9, 16, 18  # words of a card; more are cut at a phrase border, or not drawn
MAX_CHARACTERS = 160  # of an object that no phrase border shortens
MAX_ADDITIONS = 3
# How good a picture a plain statement is: the last but a quotation; more where it is whole, and where it has parts.
PLAIN, WHOLE, PARTED = 0.08, 0.06, 0.06
# How good a picture several doings of one subject are, and how many an arrow each is drawn for.
SEVERAL, MAX_DOINGS = 0.52, 4
# A noun that was read as the verb: "the *conditions* at which …", "… than *do* small ones".
_MISREAD = re.compile(r"\w+s (?:at|in|by|under|for|to|on|from) which\b|(?:do|does|did) (?!not\b)", re.I)
_NO_TERM = re.compile(r"(?:prior|due|according|thanks|owing|next|close) to\b", re.I)
_HEDGED = re.compile(r"(?:Sometimes|Occasionally|Often|Usually|At times|Perhaps|In (?:some|rare|certain) cases)\b")
# "Neither a nor b is c": without its first word it says the opposite.
_DENIED = re.compile(r"(?:neither|nor|nobody|nothing|none|no one|not (?:all|every|only|until|one))\b", re.I)
# What stands before the subject and may go: a word that ties the sentence to the one before it.
_LOOSE = re.compile(
    r"(?:and|but|so|yet|or|the|an?|even|then|thus|hence|therefore|however|moreover|furthermore|also|instead|similarly|likewise|consequently|accordingly|additionally"
    r"|nevertheless|nonetheless|of course|(?:more |most )?(?:recent|structural|natural|strict|precise|internal|general|historical|ultimate|eventual|final|initial|simultaneous|interesting|important|unfortunate|fortunate|chemical|physical|technical|essential|basical|strictly speak)(?:ly|ing)|today|now|overall|first|second|third|next|in so doing|in doing so|to be sure|to be precise|by design|indeed|in (?:fact|addition|general|particular|turn|other words|this way|short|contrast|essence)|as a result|for (?:example|instance)|in these cases)?,?\s*",
    re.I,
)
_HEDGE = re.compile(
    r"(?P<word>Usually|Often|Sometimes|Typically|Generally|Normally|Occasionally|Frequently|Commonly),?"
)
_BEFORE = re.compile(
    r"(?:because of|due to|in addition to|thanks to|according to|as a result of|rather than|instead of|compared (?:to|with)|in contrast to|along with|as well as|depending on"
    r"|based on|in response to|out of|of|even (?:if|though|when)|as long as|in|on|at|during|for|with|within|among|through|by|after|before|when|whenever|if|while|as|because|since|from|under|upon"
    r"|until|without|despite|to|over|between|across|throughout|unlike|like|once|although|though|whereas|via|given|using|inside|outside|above|below|around|near|against|beyond)\s+(?=\S)",
    re.I,
)
# An addition that says which one is meant, not how the verb is done.
_WHICH = re.compile(
    rf"(?:.*\s)?(?:(?<!so )(?<!such )that|which|who|whose|such as|including)|(?!so\s|such\s){PARTICIPLE} .+", re.I
)
# An addition with a verb of its own: what follows it tells more of that verb.
_CLAUSAL = re.compile(
    r"(?:.*\s)?(?:to|that|which|who|whose|because|since|if|unless|when|whenever|while|until|where|so that|although|but|yet|whereas)|.*\w{2,}ing",
    re.I,
)
_BE = re.compile(
    r"(?:.*\s)?(?:is|are|was|were|be|been|being|becomes?|remains?|seems?|appears?)(?:\s(?:\w+ly|also|often|not|still))*"
)
# Nouns that say nothing without the word behind them ("play a role | in").
_LIGHT = re.compile(
    r"(?:(?!of\b)[\w,-]+\s){0,4}(?:roles?|parts?|effects?|impacts?|influences?|implications?|ability|capacity|tendency|access|power|contributions?)",
    re.I,
)
_TAKE = re.compile(r"(?:.*\s)?(?:takes?|took|taken|gives?|gave|makes?|made)$", re.I)
_PLACE = re.compile(r"(?:place|part|over|rise|use|way)\b\s?(?=\S)")  # the second word of verbs of two
# What ends an object and belongs to what follows it ("tiny, typically | from …").
_TRAILING_ADVERB = re.compile(r",\s(\w+ly)$")
_GOVERNED = frozenset("to for between in on from with over against toward towards into".split())
_ASIDE = re.compile(
    r":\s|\s?[—–](?=\s?(?:for example|for instance|that is|such as|or|and|even|including)\b)|,\s(?:for example|for instance)\b"
)
_HAVE, _BEEN = frozenset("has have had".split()), re.compile(r"(?:[a-z]+\s)?been\s(?=\S)")
_WHICH_ONES = re.compile(r"[^,\s]\s(?:that|which|who|whose|where|when)\s")
_SPEAKERS = frozenset(("we", "you", "people"))
_TIES = re.compile(r"to|in|for|on|at|with|from|into|between|of|by|about|than|as|over|against|towards?", re.I)
_SO_THAT = re.compile(r"\b(?:such|so)\s.*\sthat\b")
_PURPOSE = re.compile(r"(?P<verb>.+)\s(?P<to>to\s\w+)$")
# What belongs to the verb before it ("acts | upon", "is made up | of").
_OF_VERB = re.compile(
    r"(?P<word>(?:(?:up|out|down|off|away|back|together|primarily|mainly|mostly|largely|only|closely|directly)\s)?(?:about|across|against|along|among|around|as|at|between|beyond|by|for|from|in|inside"
    r"|into|near|of|off|on|onto|out of|over|through|throughout|to as|to|toward|towards|under|until|upon|with|within|without))\s(?!(?:which|that|what|how|whom|least|most|reality|fact|practice|turn|part|(?:many|some|most|all) cases)\b)(?=\S)",
    re.I,
)
# What a noun made of a verb or a quality governs ("responsiveness | to a change").
_GOVERNS = re.compile(
    r".*(?:tion|sion|ness|ment|ance|ence|ity|sis|ship|change|increase|decrease|access|response)s?", re.I
)


def statement(source: Source) -> Finding | None:
    """What the sentence says of its subject, whole where it is short enough; None where it cannot be told alone."""
    clause = main_clause(source.text)
    if clause is None or _DENIED.match(source.text) or not _is_told(clause, source.text):
        return None
    subject = _subject(clause)
    if not subject or _tells(subject) or _NO_TERM.match(subject) or _is_gerund(subject, clause):
        return None
    rest = clause.rest if clause.negated and ", but " in clause.rest else first_clause(clause.rest)
    rest = _ASIDE.split(rest)[0]
    if _HEDGED.match(source.text) and count_words(rest) < count_words(clause.rest):
        return None  # "Sometimes it is stored, but …": neither half says it alone
    opening = _opening(source.text, clause)
    if opening is None:
        return None
    verb, object_, parts = split(clause, rest)
    added = _additions(verb, object_, parts, source.text)
    if any(count_words(a.text) > MAX_ADDED for a in added):
        object_, added = rest[rest.rfind(object_) :] if object_ in rest else object_, []
    short = _short(object_)
    least = 2 if opening.text or not clause.rest or count_words(subject) > 1 else 3
    if (
        not short
        or count_words(f"{verb} {rest or object_}") < least - bool(opening.word)
        or re.match(r"(?:and|or|but)\s", short)
    ):
        return None
    slots = Statement(
        subject=datum(capitalise(subject), source),
        verb=verb,
        object=datum(short, source, object_),
        additions=[*([opening] if opening.text else []), *added],
    )
    whole = count_words(rest) == count_words(clause.rest) and short == object_
    return Finding("statement", slots, PLAIN + WHOLE * whole + PARTED * bool(slots.additions), (source.text,))


def _subject(clause: Clause) -> str:
    """The subject as it is read aloud, with its article; "" where it only points at something."""
    if clause.subject.lower() in _SPEAKERS:
        return clause.subject
    if re.match(r"(?:its|their|his|her|this|these|that|those)\b", clause.subject, re.I):
        return ""
    if _WHICH_ONES.search(clause.subject):  # which ones: said in full or not at all
        return clause.subject if count_words(clause.subject) <= MAX_OBJECT else ""
    name = in_its_number(clause.subject, name_of(clause.subject, MAX_SUBJECT))
    article = re.match(r"(?:the|an?|each|every|both|all|our|your)\s", clause.subject, re.I)
    return f"{article.group()}{name}" if name and article and f"{article.group()}{name}" in clause.subject else name


def _is_told(clause: Clause, text: str) -> bool:
    """Whether the clause can be told by itself: it compares no two clauses, and its verb is one."""
    return not (THE_MORE.match(text) or clause.rest.startswith(",") or _MISREAD.match(f"{clause.verb} {clause.rest}"))


def _is_gerund(subject: str, clause: Clause) -> bool:
    """ "*Knowing* that prices rise helps …": cut to one word, a doing has lost what it is done to."""
    cut = subject.lower() != clause.subject.lower() and " " not in subject
    return cut and parse(f"It is {subject.lower()} it.")[2].tag == "VBG"


def _opening(text: str, clause: Clause) -> Addition | None:
    """What stands before the subject ("In large groups, …"); empty where nothing does; None where it cannot be shown."""
    at = text.find(clause.subject)
    before = text[: max(0, at)].strip()
    if hedge := _HEDGE.fullmatch(before):
        return Addition(text=hedge["word"])
    if _LOOSE.fullmatch(before):
        return Addition.model_construct(word="", text="", of="verb")
    match = _BEFORE.match(before)
    text = before[match.end() :].rstrip(" ,") if match else ""
    if not match or not text or not before.endswith(",") or count_words(text) > MAX_ADDED or breaks_off(text):
        return None
    return Addition(word=match.group().strip(), text=text)


def split(clause: Clause, rest: str) -> tuple[str, str, tuple[Part, ...]]:
    """The verb with what belongs to it ("is acted upon by"), the object, and what is added to the two."""
    verb, said = " ".join(filter(None, (clause.adverbs, clause.verb))), rest
    if not said and (purpose := _PURPOSE.match(verb)):
        verb, said = purpose["verb"], purpose["to"]  # "have tried | to win"
    if not said:
        return "", verb, ()  # "the members | disagreed"
    if verb.split()[-1] in _HAVE and (been := _BEEN.match(said)):
        verb, said = f"{verb} {been.group().strip()}", said[been.end() :]
    if _TAKE.match(verb) and (two := _PLACE.match(said)):
        verb, said = f"{verb} {two.group().strip()}", said[two.end() :]
    if governed := _OF_VERB.match(said):
        verb, said = f"{verb} {governed['word']}", said[governed.end() :]
    if points := re.match(r"(?:it|them)\s(?:in|into|on|onto|to|from|with|at|through|by)\s(?=\S)", said):
        verb, said = f"{verb} {points.group().strip()}", said[points.end() :]  # "place it in | storage"
    if said.startswith("that "):  # what is found is a whole statement
        return f"{verb} that", said.removeprefix("that "), ()
    if _SO_THAT.search(said):
        return verb, said, ()  # "in such a way that …": neither half says it alone
    object_, parts = unfold(said, MAX_ADDITIONS)
    while parts and _TIES.fullmatch(parts[0].word) and (_says_little(object_) or _LIGHT.fullmatch(object_)):
        verb, object_, parts = f"{verb} {object_} {parts[0].word}", parts[0].text, parts[1:]
    if parts and (adverb := _TRAILING_ADVERB.search(object_)):
        object_, parts = object_[: adverb.start()], (Part(f"{adverb[1]} {parts[0].word}", parts[0].text), *parts[1:])
    return verb, _bare(object_), parts


def _says_little(text: str) -> bool:
    """Whether an object names no thing: "useful", "all", "very difficult"."""
    return not any(t.tag in NOUN | {"VBG", "PRP", "CD"} for t in parse(f"it is {text}")[2:])


def _is_like(verb: str) -> bool:
    return _BE.fullmatch(verb) is not None


def _bare(text: str) -> str:
    """A phrase without the aside in brackets at its end."""
    return re.sub(r"\s\([^)]*\)$", "", text) or text


def _short(text: str) -> str:
    """A text as it stands where a card has room for it, else cut at a phrase border; "" where neither is possible."""
    if count_words(text) <= MAX_OBJECT:
        return text
    cut = label_of(text, MAX_MEANING)
    return cut if cut and not breaks_off(cut) else text if len(text) <= MAX_CHARACTERS else ""


def _additions(verb: str, object_: str, parts: tuple[Part, ...], said: str) -> list[Addition]:
    """The parts as cards; one that tells more of the part before it stands on the same card."""
    made: list[Addition] = []
    for part in parts:
        which = bool(_WHICH.fullmatch(part.word))
        before = made[-1].word if made else ""
        if made and (which or part.word == "to" or _CLAUSAL.fullmatch(before) or _WHICH.fullmatch(before)):
            start = said.find(made[-1].text)
            end = said.find(part.text, start) + len(part.text)
            made[-1] = made[-1].model_copy(update={"text": said[start:end]})
            continue
        of_object = which or (
            not made and (_is_like(verb) or (part.word in _GOVERNED and bool(_GOVERNS.fullmatch(object_))))
        )
        made.append(Addition(word=part.word, text=_bare(part.text), of="object" if of_object else "verb"))
    return made


def doings(source: Source) -> Finding | None:
    """What one subject does and does besides ("Ribosomes read the message and build proteins"): an arrow each."""
    clause = main_clause(source.text)
    if clause is None or clause.negated or _DENIED.match(source.text) or not _is_told(clause, source.text):
        return None
    subject, opening = _subject(clause), _opening(source.text, clause)
    told = predicates(clause.verb, _ASIDE.split(first_clause(clause.rest))[0])
    if not subject or _tells(subject) or opening is None or opening.text or not 2 <= len(told) <= MAX_DOINGS:
        return None
    links = []
    for i, (verb, rest) in enumerate(told):
        if more := re.match(r"(?:or|and)\s\w+(?:ed|en)\b\s?", rest):  # "enforced | or discouraged by …"
            verb, rest = f"{verb} {more.group().strip()}", rest[more.end() :]
        said, object_, parts = split(replace(clause, verb=verb, rest=rest, adverbs="" if i else clause.adverbs), rest)
        target = rest[rest.find(object_) :].strip(" ,") if object_ in rest and parts else object_
        if not target or count_words(target) > MAX_OBJECT or breaks_off(target) or re.match(r"(?:and|or)\s", target):
            return None
        links.append(Link(source=capitalise(subject), target=target, label=said, evidence_id=source.evidence_id))
    return Finding("concept_map", ConceptMap(links=links), SEVERAL, (source.text,))


def _tells(subject: str) -> bool:
    """Whether a subject was cut amiss and says something itself; "conditions *for* most people" says nothing."""
    if _WHICH_ONES.search(subject) or subject.lower() in _SPEAKERS:
        return False
    clause = main_clause(f"{subject}.")
    return is_clause(subject) and not (clause and re.match(r"(?:for|of|in|on|to|with|from|at|by)\s", clause.rest))
