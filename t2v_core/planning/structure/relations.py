"""Subject, verb and object of what a sentence says: the edges of concept maps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..english.grammar import FINITE, NOUN, Token, is_clause, main_clause, noun_phrases, parse
from ..english.phrases import MAKES_DO, joins_pair, name_of
from ..text import count_words, stem, words
from .predicates import is_participle, predicates

_ADVERBS = re.compile(
    r"\s+(?:also|then|often|usually|only|simply|typically|generally|randomly|iteratively|repeatedly|automatically)$",
    re.I,
)
_LEADING = re.compile(r"^(?:then|so|thus|therefore|hence|also|now|even|only)\s+", re.I)
_OPENING = re.compile(
    r"^(?:place\s+|\w+\s+(?=(?:to|for|in|on|of|with|from|by|than)\b))?(?:as|by|to|into|in|on|of|from|with|for|at|between|through|over|under|toward|towards|against|inside|within|of|than)\b\s*",
    re.I,
)
# A phrase that opens with one of these tags is a verb's or an adverb's, not a thing.
_NO_THING = frozenset({"VB", "VBZ", "VBP", "VBD", "MD", "RB", "TO", "WRB", "WP", "CC", "IN"})
_CLAUSES = re.compile(
    r"[,;]\s+(?:and\s+|whereas\s+|while\s+|but\s+|so\s+|although\s+)?|\s+and\s+(?=(?:the|an?|each|every|one)\s)"
)
_POINTS_BACK = re.compile(r"\b(?:this|that|it|its|these|those|them|they|here)\b", re.I)
# What leads from one thing to the next: a preposition, perhaps with a verb; a purpose; a relative clause's verb.
_GOES_ON = re.compile(
    r"\s+(?P<by>(?:for|from|by|with|into|through|in|on|at|over|between|during|against|across|without|within|inside|toward|towards|along|onto|than|as|via)(?:\s\w+ing)?"
    r"|to(?:\s\w+)??|(?:that|which)\s\w+(?:\s(?:to|in|on|from|for|with|by|into|of))?|\w+(?:ed|en|ing|ained)(?:\s(?:by|in|from|with|for|on|to|as|at))?)\s+(?=\w)"
)
# What a sentence carries on with is a relation where it says which way things go or where they are; "with", "for", "at" only
# tell more of the verb ("confuse reinforcement *with* punishment").
LEADS_ON = frozenset("from to into through in on onto between across inside within along toward towards via".split())
TOWARDS = frozenset("from to into onto toward towards".split())
# A joint that says how or what for; whoever does the one does the other.
_MEANS = re.compile(r"(?:to|by|for|in|through|without)\s\w+|via$")
# Those who look at a thing, and stand-ins for a thing: neither explains it.
_NO_CONCEPT = re.compile(
    r"(?:.*\s)?(?:people|persons?|someone|somebody|everyone|anyone|authors?|experts?|scholars?|researchers?|scientists?|students?|readers?|observers?|critics|teachers?|\w+(?:ologists?|onomers?|icists?|maticians?|conomists?)"
    r"|order|roles?|ways?|things?|ideas?|facts?|reasons?|examples?|times?|cases?|kinds?|types?|sorts?|lots?|deal|names?|words?|terms?|use|look|ability|capacity|tendency|responsibility|power|right|effects?|impacts?)",
    re.I,
)
_CONTAINER = re.compile(
    r"(?:variety|number|lot|amount|series|set|range|kinds?|types?|sorts?|name|word|term|example|way|idea|part)s?(?=\sof\b|$)",
    re.I,
)
# Verbs of saying, thinking, trying and seeming: what they join is not joined by them.
_NO_RELATION = frozenset(
    map(
        stem,
        "play take took taken say said tell told think thought believe confuse study consider argue suggest know knew known see saw seen find found"
        " discover show shown describe explain call name refer define mean meant want try seem appear tend remain look feel felt ask assume claim hope"
        " expect note observe recognize recognise regard understand understood propose conclude demonstrate discuss decide imagine wonder notice report"
        " examine investigate focus".split(),
    )
)
# Verbs that take a thing from one place to another, so that "from", "to" and "into" behind their object lead on.
_MOVES = frozenset(
    map(
        stem,
        "move send sent carry transport transfer deliver distribute transmit pass flow convert turn change transform bring push pull pump release"
        " travel spread feed supply give lead connect link attach bind map copy write read extend return add inject drain secrete relay translate"
        " project route shift split break divide sort allocate export import sell ship circulate diffuse".split(),
    )
)
_MAKES_DO = re.compile(MAKES_DO, re.I)
_LIST = re.compile(r", .*\b(?:and|or)\s")
_PASSIVE = re.compile(r"(?:.*\s)?(?:is|are|was|were|be|been)\s(?:\w+ly\s)?\w+")
_SAMPLES = re.compile(r",\s(?:including|such as|like|especially|particularly|namely)\s")
_LISTS_ON = re.compile(r"(?:,\s(?:[\w’'-]+\s?){1,4})+,?\s(?:and|or)\s")
# Prepositions of several words: their noun is no thing ("in *response* to").
_COMPOUND = re.compile(
    r"(?:(?:response|addition|contrast|relation|regard|proportion|opposition|return|exchange) (?:to|for)|(?:terms|front|spite|favou?r|place|search|case|charge|need|view|light) of|top of|behalf of"
    r"|(?:accordance|line|conjunction|combination|contact|comparison) with)\s"
)
MAX_NODE, MAX_CARRIED, MAX_THINGS = 6, 3, 4  # words of a node; links one object leads on to; things of one list
_MODIFIERS = NOUN | {"DT", "PRP$", "JJ", "JJR", "JJS", "CD", "VBN", "VBG", "RB", "PDT"}


@dataclass(frozen=True)
class Triple:
    """`subject` `verb` `object`, each quoted from the sentence."""

    subject: str
    verb: str
    object: str


def triples(sentence: str) -> list[Triple]:
    """What the sentence's subjects do: one triple for each coordinated predicate of each coordinated clause."""
    parts = _clauses(sentence.rstrip(" ."))
    split = [_clause_triples(part) for part in parts]
    if len(parts) > 1 and sum(map(bool, split)) > 1:
        return [t for found in split for t in found]
    return _clause_triples(sentence)


def _clauses(text: str) -> list[str]:
    """The clauses of a sentence, cut at commas and where "and" joins no two things of one phrase."""
    cuts = [m for m in _CLAUSES.finditer(text) if not joins_pair(text, m.start() + m.group().startswith(","))]
    starts, ends = [0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(text)]
    return [text[a:b] for a, b in zip(starts, ends, strict=True)]


def _clause_triples(sentence: str) -> list[Triple]:
    clause = main_clause(sentence)
    if clause is None or clause.negated or is_participle(clause):
        return []
    said = _ADVERBS.sub("", _LEADING.sub("", clause.subject))
    subject = name_of(said)
    bare = re.split(r",\s|\s\(", re.sub(r"^(?:the|an?|some|any|its|their|our|your)\s+", "", said, flags=re.I))[0]
    if not subject or count_words(subject) < count_words(bare) or _LIST.search(said):
        return []  # half a subject is another
    found = []
    for verb, rest in predicates(clause.verb, clause.rest):
        opening = _OPENING.match(rest) if count_words(verb) <= 3 else None
        if opening and _opens_as_verb(opening.group()):
            verb, rest = f"{verb} {opening.group().strip()}", rest[opening.end() :]
        if re.match(r"(?:both|no|neither|few|little|only|not)\b", rest, re.I):
            continue  # without the word it says something else
        things, behind = _things(rest)
        told = [Triple(subject, verb, t) for t in things if _is_relation(subject, verb, t)]
        if len(told) < len(things):
            continue  # a list of which some are left out
        found += told
        if len(told) == 1:  # what stands behind a list may belong to all of it
            found += _carried_on(subject, verb, things[-1], behind)
    return found


def _opens_as_verb(opening: str) -> bool:
    """Whether what stands before the first thing belongs to the verb: a preposition, "essential to", "place in"."""
    tags = [t.tag for t in parse(f"it is {opening.strip()} it")][2:-1]
    return (
        bool(tags)
        and tags[-1] in {"IN", "TO"}
        and (len(tags) == 1 or tags[0] in {"JJ", "VBN", "RB"} or opening.startswith(("place ", "rise ")))
    )


def _things(text: str) -> tuple[list[str], str]:
    """The things that `text` opens with ("solar energy, carbon dioxide, and water"), and what stands behind them."""
    found, rest = [], text
    while True:
        end = _thing_end(rest)
        name = name_of(rest[:end], MAX_NODE)
        if not name:
            return found, rest
        if not found and " of " in name and _LISTS_ON.match(rest[end:]):
            return [], rest  # "the processes *of* growth, repair, and decay": one thing
        found, rest = [*found, name], rest[end:]
        if _SAMPLES.match(rest):
            return found, rest  # "many systems, *including monarchies*": samples of the thing
        comma = re.match(r",\s+(?:(?:and|or)\s+)?", rest)
        if comma and len(found) == 1 and comma.group().strip(", ") in {"and", "or"}:
            return found, rest  # a list of two has no comma: "water enters a cell, and the cell swells"
        if not comma or not re.search(r"\b(?:and|or)\s", rest) or len(found) >= MAX_THINGS:
            return found, rest  # a comma without "and" to come is no list
        if parse(rest[comma.end() :])[0].tag == "VBG" and not found[0].split()[0].endswith("ing"):
            return found, rest  # "reacts with water, *forming* salts": another doing
        if _opens_clause(parse(rest[comma.end() :])) or _is_clause(rest[comma.end() :]):
            return found, rest
        rest = rest[comma.end() :]


def _carried_on(subject: str, verb: str, target: str, rest: str) -> list[Triple]:
    """Where the sentence goes on from the object, thing by thing: "gases | move from | the lungs | to | the blood"; what is done by
    it or for it is the subject's doing: "leaves | absorb | light", "leaves | to build | sugar"."""
    found: list[Triple] = []
    while len(found) < MAX_CARRIED:
        behind = _GOES_ON.match(rest)
        if not behind:
            break
        label, rest = _joint(behind, rest)
        if label in TOWARDS and not any(stem(w.lower()) in _MOVES for w in words(verb)):
            break  # "opens our eyes | to injustice": the preposition belongs to the verb
        end = _thing_end(rest)
        name = name_of(rest[:end], MAX_NODE)
        made_to = label.startswith("to ") and bool(_MAKES_DO.search(verb))
        giver = (
            subject if _MEANS.match(label) and not made_to else target
        )  # "pushed | Congress | to pass": who is pushed does it
        if giver == subject and label.startswith("by ") and _PASSIVE.match(verb):
            break  # "helium is won by cooling the gas": somebody else cools it
        if not (_is_joint(label) and _leads_on(label) and _is_relation(giver, label, name)):
            break
        found.append(Triple(giver, label, name))
        if giver == subject or made_to:
            break  # where it is done is told of the whole
        target, rest = name, rest[end:]
    return found


def _joint(behind: re.Match[str], text: str) -> tuple[str, str]:
    """The word that leads on and the text behind it; "to" takes its verb along ("to build | carbohydrates")."""
    label, rest = re.sub(r"^(?:that|which)\s", "", behind["by"]), text[behind.end() :]
    if compound := _COMPOUND.match(rest):
        return f"{label} {compound.group().strip()}", rest[compound.end() :]
    verb = re.match(r"\w+(?=\s)", rest)
    if label == "to" and verb and parse(f"it wants to {verb.group()} it")[3].tag == "VB":
        return f"to {verb.group()}", rest[verb.end() :].lstrip()
    return label, rest


def _is_joint(label: str) -> bool:
    """A preposition, or one with its verb ("by using", "to build", "contained in")."""
    tags = [t.tag for t in parse(f"it {label} it")][1:-1]
    verbs = [t for t in tags if t.startswith("VB")]
    return all(t.startswith("VB") or t in {"IN", "TO", "RP"} for t in tags) and len(verbs) <= 1


def _leads_on(label: str) -> bool:
    """Whether a joint is a relation of its own: a word of direction or place, or one with its verb."""
    return label in LEADS_ON or any(t.tag.startswith("VB") for t in parse(f"it {label} it")[1:-1])


def _thing_end(text: str) -> int:
    """Where the noun phrase that `text` opens with ends, its "of" and "and" included."""
    tokens = parse(text)
    i, end = 0, 0
    while i < len(tokens):
        start = i
        while i < len(tokens) and tokens[i].tag in _MODIFIERS:
            i += 1
        nouns = [j for j in range(start, i) if tokens[j].tag in NOUN]
        if not nouns:
            break
        if i < len(tokens) and tokens[nouns[-1] + 1 : i] and tokens[i - 1].tag == "JJ":
            return 0  # "an action *potential*": a noun the tagger does not know
        end = tokens[nouns[-1]].end
        if nouns[-1] != i - 1 or i == len(tokens) or tokens[i].low not in {"of", "and", "or"}:
            break
        if tokens[i].low != "of" and (_opens_clause(tokens[i + 1 :]) or _opens_predicate(tokens[i + 1 :])):
            break
        i += 1
    return end if re.match(r"[\s,.;:)]|$", text[end:]) else 0  # not inside "Na+-K+"


def _opens_clause(tokens: Sequence[Token]) -> bool:
    """Whether a verb comes before the next mark: "… and *the plant grows*"."""
    for token in tokens:
        if not re.match(r"\w", token.text):
            return False
        if token.tag in FINITE:
            return True
    return False


def _opens_predicate(tokens: Sequence[Token]) -> bool:
    """Whether a verb with its object stands here: "bear tension and *anchor the nucleus*"."""
    return len(tokens) > 1 and tokens[0].tag in {"NN", "VB", "VBP"} and tokens[1].tag in {"DT", "PRP$"}


def _is_clause(text: str) -> bool:
    """Whether a clause begins here though no word of it was taken for its verb ("the renal veins *drain* into …")."""
    clause = main_clause(text)
    return clause is not None and text.startswith(clause.subject) and bool(clause.rest)


def _is_relation(subject: str, verb: str, target: str) -> bool:
    """Two things and a word between them: no adverb or pronoun in a thing's place, no noun in the verb's."""
    if (
        not target
        or _POINTS_BACK.search(target)
        or re.search(r"['’]s(?:\s\w+ing)?$", subject)
        or count_words(verb) > 5
        or target.lower() == subject.lower()
    ):
        return False
    if (
        re.match(r"(?:is|are|was|were)(?:(?: not)? to\b|$)", verb)
        or any(stem(w.lower()) in _NO_RELATION for w in words(verb))
        or not (_is_concept(subject) and _is_concept(target))
    ):
        return False
    if verb.lower().split()[-1] in {"has", "have", "had"} and parse(f"it has {target}")[2].tag in {"VBN", "VBD"}:
        return False  # "has *found* uses"
    if re.match(r"\w+ (?:an?|the)\s|\w+ing (?:either|both|the|an?)\s", target):
        return False  # "charge a higher price": its first word is a verb
    return bool(noun_phrases(target)) and parse(target)[0].tag not in _NO_THING


def _is_concept(name: str) -> bool:
    """Whether a name is of something that can be explained: no onlooker, no stand-in ("two critical *roles*")."""
    head = re.split(r"\s(?:of|in|for|with|on|to|from|at|by)\s", name)[0]
    return not _NO_CONCEPT.fullmatch(head) and not _CONTAINER.search(head) and not is_clause(name)
