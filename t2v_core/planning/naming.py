"""What a sentence names: its subject, its object and its terms, as words that may stand alone in a title."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .english.grammar import NOUN, Clause, is_clause, noun_phrases, parse
from .english.phrases import CONTAINERS, name_of
from .english.tagging import can_be_verb
from .text import GENERAL_WORDS, count_words, stem, words

Lower = Callable[[str], str]  # spells a word within a title

# Behind a noun: where, when or how it is; with "of" also what it is of.
_PLACED = "in|for|on|with|by|from|to|at|between|among|during|within"
PLACED = re.compile(rf"\s(?:{_PLACED})\s")
BEHIND_HEAD = re.compile(rf"\s(?:of|{_PLACED})\s")
MOST_NAMED = 6  # words of a name that is a title
# Words that are terms of no subject when they stand alone.
EVERYDAY = frozenset(
    """people person persons percent percentage advance period periods end member members world life day days year years hour hours week weeks month
    months today look kind man woman men women place places random reason reasons figure table chapter relationship study studies researchers
    scientists author authors example examples amount amounts part parts group groups time times case cases number numbers way ways area areas
    level levels rate rates individual individuals matter others half majority anyone everybody anybody nobody everyone someone something anything
    nothing century""".split()
)
# "much *higher* error", "*best* model": no part of a term.
_GRADED = frozenset(
    """high low large small big long short great good bad new old different same other various certain many such similar own first second third whole
    entire single main important simple common major minor much more less most least remarkable severe slight particular specific typical
    several additional further possible likely regular frequent famous early late recent available able next last final actual real very far too so
    quite rather few""".split()
)
_ADJECTIVE = frozenset({"JJ", "JJR", "JJS", "RB", "CD"})
_GENERAL = frozenset(map(stem, GENERAL_WORDS | {"algorithm", "technique", "effect", "step", "thing", "people"}))
_LEADS_VERB = frozenset(
    "to they it we you he she i who which that can could may might must will would should not".split()
)
_POINTS = re.compile(
    r"(?:this|that|these|those|it|they|we|you|he|she|i|one|its|their|his|her|our|your|such|another|the (?:same|other|latter|former|first|second|third)"
    r"|there|here|what|who|which|both|each other)\b",
    re.I,
)
_LEANS = re.compile(
    r"\b(?:it|its|they|their|them|this|these|those|such|he|she|his|her|him|here|there|we|our|us|you|your|one|ones)\b",
    re.I,
)
_LITTLE = re.compile(
    r"(?:[\w-]+\s)?(?:amounts?|lack|types?|kinds?|forms?|sorts?|ways?|examples?|results?|parts?|pieces?|instances?|acts?|means|aspects?|cases?|half|couple|array|something|areas?|issues?)\sof\s",
    re.I,
)
# "surfaces of many stars", "value of 1"
_LOOSE_OF = re.compile(r"\sof\s(?:many|some|several|most|other|millions|billions|thousands|hundreds|\d+)\b")
_BETWEEN_ONE = re.compile(r"\bbetween\b(?!.*\sand\s)")  # "contrast between barley" and what? Not "bond between atoms"
# With no more than an adjective they name nothing: "significant portion", "environmental problems".
_HOLLOW = GENERAL_WORDS | frozenset(
    """portion basis role degree extent influence issue factor attempt consequence circumstance amount importance effort purpose aim opportunity
    look situation""".split()
)
# These do so only alone: "electrical activity", "physical change" and "initial condition" are terms.
_HOLLOW_ALONE = _HOLLOW | frozenset("activity change condition development entity".split())
_ADVERBS = re.compile(r"^(?:(?:always|also|thus|therefore|then|often|usually|generally|typically|simply)\s)+")
_OBJECT_ENDS = re.compile(
    r"\s(?:that|which|who|whose|where|when|because|whereas|while|but|so that|if|to|by|than)\s|[,;:(]"
)
# "examples *with the aim* | to deceive"
_FOR_DOING = re.compile(
    r"\s(?:with|in|of|has|have)\s(?:(?:the|an?|its|their)\s)?(?:aim|ability|goal|purpose|power|intention|attempt|effort|need|right|tendency|potential|chance)$"
)
_TO_DO = re.compile(r"(?:necessary|important|useful|helpful|essential|possible)\sto\s\w+\s")
# What only tells where or to do what: "… to the Oval Office", "lets us *aggregate data*".
_IN_PLACE = re.compile(r"\b(?:to|into|in|at|onto|inside|within|across|among)\s(?:(?:the|an?|its|their)\s)?$")
_OF_ANOTHER = re.compile(r"\b(?:(?:of|for|from|between)\s(?:[\w-]+\s){0,2}|(?:its|their|his|her|our)\s(?:[\w-]+\s)?)$")
_MADE = re.compile(r"\b(?:make|makes|made|keep|keeps|kept|render|renders)\s(?:(?:the|an?|its|their)\s)?$")
_ARGUES = re.compile(
    r"(?:argue|believe|hold|claim|think|suggest|maintain|assert|propose|say|know|find|found|show|note|recogni[sz]e)s?(?:ed|d)?$"
    r"|(?:thought|held|said|knew|showed|shown)$"
)


def points(subject: str) -> bool:
    """Whether a subject stands for something said before, or is some of many."""
    return bool(
        _POINTS.match(subject) or re.match(r"(?:many|most|some|several|few|all|each|every|any|no)\b", subject, re.I)
    )


def leans(title: str) -> bool:
    """Whether a title points at something outside of it."""
    return bool(_LEANS.search(title))


def telling(name: str) -> bool:
    """Whether a name says which thing is meant: not "method" or "first step" alone."""
    return any(stem(w) not in _GENERAL for w in words(name) if len(w) > 1 or w.isupper())


def says_little(name: str) -> bool:
    """Whether a name is only "type of …", "result of …", whatever it is of, or a word for anything with an adjective."""
    *before, head = parse(name) or ("",)
    hollow = (
        bool(name)
        and stem(head.low) in map(stem, _HOLLOW if before else _HOLLOW_ALONE)
        and all(t.tag in _ADJECTIVE for t in before)
    )
    # "species" is a plural as well
    half = bool(_BETWEEN_ONE.search(name)) and head.tag not in {"NNS", "NNPS"} and not head.low.endswith("ies")
    return hollow or half or bool(_LITTLE.match(name) or _LOOSE_OF.search(name))


def denies(clause: Clause) -> bool:
    """Whether the sentence says that something is not so, by its verb or its subject ("not all …")."""
    return clause.negated or bool(re.match(r"(?:not|no|few|nobody|nothing)\b", clause.subject, re.I))


def argues(clause: Clause) -> bool:
    """Whether the sentence says what somebody argues, finds or knows."""
    return bool(_ARGUES.match(clause.verb))


def names_thing(text: str) -> bool:
    """Whether the text names a thing, perhaps with "of" or "and" inside; behind those a lone word is a noun."""
    pieces = [
        p
        for p in re.split(
            r"\s(?:of|and|or|for|in|with|on|over|at|to|between|among|from|about|behind)\s(?:the\s|an?\s)?", text
        )
        if p
    ]
    return bool(pieces) and all(is_noun_run(p) or (i and " " not in p) for i, p in enumerate(pieces)) and telling(text)


def is_cut(name: str, text: str) -> bool:
    """Whether a name ends too early: "joy at the ending *of* the war", "efforts to offer *employees* rest", "stress from trying"."""
    found = words(name.lower())
    if not found:
        return False
    behind = text[at + len(name) :] if (at := text.lower().find(name.lower())) >= 0 else ""
    *before, last = found
    to_do = before[-1:] == ["to"] and can_be_verb(last)
    doing = last.endswith("ing") and before and before[-1] in {"from", "of", "by", "for", "in"}
    doing = doing and re.match(r"\s(?:to|the|an?)\s", behind)
    return to_do or bool(doing or re.match(r"\sof\b", behind))


def is_noun_run(text: str) -> bool:
    """Whether the words are modifiers and the noun they stand before."""
    tags = [] if re.search(r"[’']s?$", text) else [t.tag for t in parse(text)]
    if tags[:1] and tags[0] in {"VB", "VBP"}:
        tags = [t.tag for t in parse(f"the {text[0].lower()}{text[1:]}")[1:]]  # "*mean* squared error"
    return bool(tags) and tags[-1] in NOUN and all(t in NOUN | {"JJ", "VBN", "VBG", "VBD", "POS", "RB"} for t in tags)


def inside(subject: str, lower: Lower, most: int) -> str:
    """The subject as it stands inside a title, with its article; "" when it only points, says too little or is cut in two."""
    name = name_of(subject, most)
    at = subject.find(name)
    if not name or at < 0 or _POINTS.match(subject) or not telling(name) or is_clause(name):
        return ""
    if re.match(r"\s*(?:,|and\b|or\b)", subject[at + len(name) :]) or subject.count(",") > 1:
        return ""  # of several things one
    before = subject[:at].lower() if count_words(subject[:at]) <= 2 else ""
    return f"{before}{name if before else lower(name)}"


def without_participle(name: str) -> str:
    """A name without what goes on behind it: "distant galaxies | observed by a telescope"."""
    first = next(iter(noun_phrases(name)), "")
    behind = parse(name[len(first) :].strip()) if first and name.startswith(first) else ()
    return first if behind and behind[0].tag in {"VBN", "VBD", "WDT"} else name


def subject_of(sentence: str, clause: Clause) -> str:
    """The name of what a sentence is about; "" where the subject was read out of a phrase that opens it."""
    if re.search(r"\b(?:By|At|In|On|During|After|Before) $", sentence[: sentence.find(clause.subject)]):
        return ""
    clause = replace(clause, subject=re.sub(r"\s(?:first|then|also|itself|themselves|alone)$", "", clause.subject))
    if re.match(r"(?:Figure|Table|Chart|Example)\b", clause.subject) or re.search(r"\w{2,}ing that\b", clause.subject):
        return ""  # "charts showing that a star | is …": the verb is of what they show
    name = name_of(clause.subject, MOST_NAMED)
    first = without_participle(name_of(clause.subject, 8) or clause.subject)
    if not names_thing(name) and count_words(first) > 1 and not clause.subject.endswith(first):
        name = name_of(first)  # "Lattice energies | calculated for …"
    head = re.split(r"\sof\s", clause.subject)[0]
    of = next((t for t in things_of(clause.subject) if name_of(head) == t.split(" of ")[0]), "")
    done = head != clause.subject and re.search(
        r"(?:tion|sion|ment|ance|ence|sis|al)$", head
    )  # "careful inspection | of what?"
    return term(name or of or (name_of(head) if count_words(head) > 2 and not done else ""))


def object_of(clause: Clause) -> str:
    """What a sentence says of its subject, as a name: "Law of demand"; "" of what it denies."""
    rest = _ADVERBS.sub("", clause.rest)
    if re.search(r"\b(?:make|makes|made|keep|keeps|kept|render|renders)$", clause.verb):
        return ""  # "make the road | smoother"
    if clause.subject.lower() == "it":
        rest = _TO_DO.sub("", rest)
    told = re.sub(r"^(?:more|less|fewer|greater)\s", "", _OBJECT_ENDS.split(rest)[0].strip())
    name = name_of(_FOR_DOING.sub("", told), MOST_NAMED)
    if name and re.match(r"\s(?:and|or)\b|\s[−+=*/<>]|,\s[A-Z]", rest[rest.find(name) + len(name) :]):
        return ""  # "a tenant of political | and social life"
    if re.search(r"\sthe\s[\w-]+$", name) and re.match(r"\s(?:that|which|who|where)\b", clause.rest.partition(name)[2]):
        return ""  # "pieces from the mills *that burnt*"
    whole = count_words(name) > 1 and names_thing(name) and not (leans(name) or is_clause(name) or says_little(name))
    return name if whole and not denies(clause) else ""


def argued(clause: Clause) -> str:
    """The clause that a sentence says somebody argues or knows; "" without one."""
    said = re.match(r"that\s(?P<said>\w.+)$", clause.rest) if argues(clause) and not clause.negated else None
    return f"{said['said'][0].upper()}{said['said'][1:]}." if said else ""


def things_of(text: str) -> list[str]:
    """What a text names together with what that is of: "streams of infalling gas"."""
    found = []
    for phrase in noun_phrases(text):
        behind = text[text.find(phrase) + len(phrase) :]
        of = re.match(r"\sof\s(?:(?:the|an?)\s)?", behind)
        thing = next(iter(noun_phrases(behind[of.end() :])), "") if of else ""
        if not of or not thing or not behind[of.end() :].startswith(thing):
            continue
        behind = behind[of.end() + len(thing) :]
        both = re.match(r"\sand\s[\w-]+(?=[,.;]|$)", behind)
        name = f"{phrase}{of[0]}{thing}{both[0] if both else ''}"
        empty = phrase.split()[-1].lower() in CONTAINERS | {"lot", "lots", "bit", "bits", "couple", "pieces"}
        empty = empty or phrase.lower().startswith("few ")
        cut = not both and (re.match(r"\s(?:of|and|or)\b", behind) or re.search(r"[’']s?$", thing))
        if (
            count_words(name) <= MOST_NAMED
            and names_thing(name)
            and telling(phrase)
            and not (empty or cut or says_little(name))
        ):
            found.append(name)
    return found


def term(phrase: str) -> str:
    """A noun phrase without the words that only rate or compare what it names."""
    tokens = parse(phrase)
    first = next((i for i, t in enumerate(tokens) if not (t.low in _GRADED or t.tag in {"JJR", "JJS"})), 0)
    return phrase[tokens[first].start :] if tokens else phrase


def terms(sentence: str) -> list[str]:
    """Noun phrases of a sentence that begin with no verb ("to *reabsorb* water", ", *including* ammonia")."""
    found = []
    for phrase in noun_phrases(sentence):
        before = sentence[: sentence.find(phrase)]
        if _MADE.search(before) and re.search(r"\s\w{2,}er$", phrase):
            phrase = phrase.rpartition(" ")[0]  # "make the road *smoother*"
        led = re.search(r"(\w+)\s$", before)
        acts = led and led[1].lower() in _LEADS_VERB and can_be_verb(words(phrase)[0])
        if not acts and not (re.match(r"\w+ing\s", phrase) and re.search(r"[,(—]\s?$", before)):
            found.append(term(phrase))
    return found


def tells_where(name: str, text: str) -> bool:
    """Whether a sentence names a thing only as where something is done, or where to; a lone word only as of or for another thing."""
    before = text.partition(name)[0]
    return bool(_IN_PLACE.search(before) or (" " not in name and _OF_ANOTHER.search(before)))
