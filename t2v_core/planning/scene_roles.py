"""Which part a sentence can play in an explanation; a role is given only where its cue stands in the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .english.grammar import main_clause, noun_phrases, parse
from .english.related import broader
from .english.sentences import said_as_example
from .text import count_words, stem, words
from .topic import Topic

ORDER = ("hook", "definition", "mechanism", "contrast", "example", "result", "key_idea", "recap")
# Roles that a film begins with, wherever in the book they stand: what it is, then why it matters.
OPENING = ("definition", "hook")

# What a scene of this role asks the book for.
QUERIES = {
    "hook": "why {0} matters and where it is used",
    "definition": "what is {0}, definition of {0}",
    "mechanism": "how {0} works step by step",
    "contrast": "{0} compared with alternatives, advantages and disadvantages",
    "example": "example of {0}",
    "result": "effect and result of {0}",
    "key_idea": "key idea and goal of {0}",
    "recap": "summary of {0}",
}

_CUES: dict[str, tuple[tuple[float, re.Pattern[str]], ...]] = {
    role: tuple((weight, re.compile(pattern, re.I)) for weight, pattern in cues)
    for role, cues in {
        "hook": (
            (1.0, r"\bone of the (?:most|best|oldest|simplest|central)\b|\b(?:widely|commonly|most often) used\b|\bpopular\b|\bubiquitous\b"),
            (0.8, r"\bimportant (?:problem|task|question|tool|application)s?\b|\bapplications? (?:of|in|include)\b|\bused in (?:many|a wide)\b"),
        ),
        "mechanism": (
            (1.0, r"\b(?:two|three|four|five|six|seven|several) (?:[\w-]+ ){0,2}(?:steps|stages|phases)\b"),
            (1.0, r"\b(?:works|proceeds|operates|begins|starts) (?:by|with|from|as|in)\b|\b(?:each|every) (?:iteration|step|round|time|node|layer|example|instance|stage|pass|epoch)\b"),
            (1.0, r"\bfirst\b.*\bthen\b|\b(?:repeat(?:s|ed|edly)?|iterat(?:es|ively|ed)|alternat(?:es|ing)|recursively|successive(?:ly)?|until)\b|\bstep by step\b|\bin turn\b"),
            (0.9, r"\bby \w+ing\b|\b(?:is|are) (?:computed|calculated|updated|obtained|found|estimated|chosen|selected|assigned|trained|fitted|built|constructed|evaluated|done|split|determined|adjusted|multiplied|combined|passed|used to)\b"),
            (0.8, r"\b(?:computes?|updates?|propagates?|assigns?|splits?|moves?|adds?|subtracts?|multiplies|applies|selects?|chooses?|passes|transforms?|maps?|partitions?|minimi[sz]es|maximi[sz]es|adjusts?|combines?|constructs?|builds?|searches|scans?|aligns?|compares|divides?|evaluates?|estimates?|converts?|replaces?|removes?|stores?|visits?|expands?|merges?|samples?|draws?)\b"),
        ),
        "contrast": (
            (1.0, r"\b(?:unlike|whereas|in contrast (?:to|with)|as opposed to|on the other hand|contrary to|differs? from|different from|compared (?:with|to)|by comparison|versus)\b|^while\b"),
            (0.9, r"\b(?:rather than|instead of|disadvantages?|drawbacks?|limitations?|downside|trade-?offs?|advantages?|fails? (?:to|when|if)|suffers? from|weakness(?:es)?)\b"),
            (0.8, r"(?:,| )(?:while|but|although|though|however)\b|\b(?:more|less|faster|slower|better|worse|fewer|larger|smaller|easier|harder|cheaper|simpler|higher|lower|stronger|weaker) (?:\w+ ){0,3}than\b(?! (?:\d|half|one|a (?:few|dozen)|just)\b)|\btoo (?:large|small|many|few|high|low|much)\b"),
        ),
        "example": (
            (1.0, r"\bfor (?:example|instance)\b|\b(?:an|one|another|typical|classic|simple) examples? (?:of|is|are)\b|\bexamples? (?:of|include|are)\b|\be\.g\."),
            (0.9, r"^(?:consider|suppose)\b"),
            (0.6, r"\bsuch as\b|\bincluding\b"),
        ),
        "result": (
            (1.0, r"\b(?:results? in|leads? to|converges? to|causes?|yields?|achieves?|guarantees?|ensures?|as a result|as a consequence|therefore|consequently|thereby|gives rise to)\b"),
            (0.9, r"\b(?:reduces?|increases?|improves?|decreases?|produces?|prevents?|avoids?|speeds? up|slows?|helps?|makes? (?:it|the)|enables?|allows?|lowers?|raises|outperforms?|diverges?)\b"),
            (0.8, r"\b(?:accuracy|errors? (?:rate|falls?|drops?|is|are)|performance (?:is|of|improves)|the (?:result|outcome) is)\b|\bcan (?:be )?(?:lead|cause|result|become|overfit|diverge)\b"),
        ),
        "key_idea": (
            (0.9, r"\b(?:two|three|four|five|six) (?:[\w-]+ ){0,2}(?:types|kinds|forms|parts|components|layers|classes|categories|regions|factors|principles)\b"),
            (1.0, r"\b(?:key|main|basic|central|core|essential|fundamental|underlying|general) (?:idea|insight|point|principle|concept|assumption|property|difference|advantage|reason|goal|trick|ingredient)s?\b|\b(?:goal|aim|purpose|objective|essence|intuition|idea|point) (?:of|is|behind)\b"),
            (0.9, r"\b(?:most important|crucial|essential|fundamental|important(?:ly)?|matters|always|in general|in essence|in summary|to summari[sz]e|overall|necessary|requires?|depends? on|the reason)\b"),
        ),
    }.items()
}  # fmt: skip

# A statement whose grammar, not its words, gives it a role.
WEAK = 0.6
# The definition of a topic's second phrase ("A* search on a *graph*") stands behind that of its first.
SIDE_TERM = 0.5
# "… is called X" says as much as "X is …", a little less directly.
NAMED = 0.9
# The definition of what the book calls the topic in its heading.
HEADED = 0.8
# "Inflation means that we see prices as through fog" may tell what follows from it.
MEANS_THAT = 0.5
_STATES = frozenset(
    "was were has have had can could may might must should will would seems appears became did does do".split()
)
_MEANING = re.compile(
    r"^(?:(?:just|simply|basically|essentially|usually|often|really)\s+)?(?:an?|the|any|one|two|those|methods?|techniques?"
    r"|algorithms?|models?|functions?|graphs?|structures?|sets?)\b"
    r"(?!\s+(?:same|opposite|first|second|default|bit|good idea|following|case|only|reason|result|problem with|lot|few|number))",
    re.I,
)
_NAMING_VERB = re.compile(r"^(?:is|are)(?: \w+)? (?:called|known|termed|named|referred)(?: to)?$", re.I)
# "A wave, formed by the tide, is called a bore": what stands between commas says more of the thing.
_DESCRIBED = re.compile(
    r"[^,]+, (?:which|who|whose|where|whereby|that|(?:in|by|for) which|consisting|involving|made|[a-z]+(?:ed|ing))\s.+,$"
)
# "Economists use the term demand to refer to the amount …"
_USES_THE_TERM = re.compile(
    r"^When [\w-]+ (?:talk|speak) (?:about|of) (?P<spoken>(?:[\w-]+ ?){1,4}), they mean (?P<meant>.+)$|^(?:[\w-]+\s){1,3}uses? the (?:term|word|phrase|name) (?P<term>(?:[“‘\"']?[\w-]+[”’\"']?\s){1,4})(?:to (?:refer to|mean|describe|denote|indicate|name)|for|when (?:they|we) speak of) (?P<meaning>.+)$",
    re.I,
)
# "Stakeholders are essential parts of …" says what they are worth.
_PRAISES = re.compile(
    r"(?:an? |the |one of the )?(?:very |most |extremely )?(?:essential|important|crucial|vital|key|central|integral|major|critical) (?:\w+ )?"
    r"(?:parts?|components?|aspects?|elements?|issues?|topics?|concepts?|concerns?|challenges?|themes?|questions?|factors?|players?|roles?|ingredients?|features?)\b"
    r"|one of the (?:most [\w-]+|[\w-]+est)\b"
    r"|(?:an? )?(?:very )?(?:common|typical|popular|familiar|useful|good|interesting)(?: [\w-]+){1,2}[.”]*$"
    r"|(?:an? |the )?(?:main|major|chief|primary|principal|leading|important|significant|common|frequent|rich|good|ideal|perfect|excellent) (?:[\w-]+ )?"
    r"(?:sources?|causes?|reasons?|candidates?|examples?|contributors?)\b"
    r"|(?:an? )?(?:[\w-]+ )?examples? of\b"
    r"|the (?:key to|(?:basis|foundation|heart|core|focus|topic) of|basis for|subject)\b"
    r"|the (?:(?:second|third)[- ])?(?:(?:most|least) [\w-]+|[\w-]+est(?: and (?:most )?[\w-]+)?) (?:types?|kinds?|forms?|examples?|objects?|things?|parts?|causes?|sources?|ones?)\b"
    r"|(?:just|only|merely|simply|but) one of\b|one of (?:many|several|the many)\b",
    re.I,
)
# "A very common type of motion is called oscillation" does not say which; with "that …" behind it it would.
_UNTOLD = re.compile(r"(?!.*\b(?:that|which|who|whose|where|when)\b)(?:\S+\s){2,7}\S+$")
# "A key concept in economics is the multiplier": that is not what a key concept is.
_NOT_ALL = re.compile(r"(?:not (?:all|every)|few)\s", re.I)  # denies it of the kind
_ONE_OF_ITS = re.compile(
    r"(?:an?|one|another|the)\s(?:very |most |other )?(?:key|main|important|central|major|basic|fundamental|primary|crucial|principal|common|further|first|second|third|final)\s(?:[\w-]+\s)?"
    r"(?:concept|idea|principle|feature|part|aspect|element|tool|question|point|goal|issue|problem|reason|difference|characteristic|property|factor|challenge|step|theme|source|kind|type|form|example|component)\b",
    re.I,
)
# "A club is made up of people who share an interest."
IS_MADE_OF = re.compile(r"An? .* (?:is|are) (?:made up|composed|formed) of .*\b(?:who|that|which)\b")
HAPPENS = frozenset("occurs occur happens happen arises arise exists exist".split())
_DEFINING_VERB = re.compile(r"^(?:refers|(?:is|are) (?:called|defined|known)|describes|consists)$", re.I)


def role_scores(text: str, topic: Topic) -> dict[str, float]:
    """The roles whose cue stands in the sentence, each with the cue's strength (0.8 to 1)."""
    scores = {}
    told = _told(text)
    for role, cues in _CUES.items():
        best = max((w for w, cue in cues if cue.search(told if role == "result" else text)), default=0.0)
        if best:
            scores[role] = best
    weak = _by_grammar(text)
    if weak and weak not in scores:
        scores[weak] = WEAK
    if said_as_example(text):
        scores = {"example": 1.0}
    if defines(text) and topic.is_subject_of(text):
        clause = main_clause(text)
        main = clause and replace(topic, phrases=topic.phrases[:1]).names(clause.subject, clause.rest)
        supposes = re.match(r"(?:if|when|suppose)\b", text, re.I)  # "If you stay at home, the cost is …": a case of it
        scores["definition"] = 1.0 if main and not supposes else SIDE_TERM
        if clause and clause.verb == "means" and clause.rest.startswith("that "):
            scores["definition"] = min(scores["definition"], MEANS_THAT)
    elif (named := named_at_end(text)) and any(map(topic.names, (named[0], *_or_called(text)))):
        scores["definition"] = NAMED
    return scores


def _told(text: str) -> str:
    """The sentence without what a relative clause says of a noun beside it: "the process by which the body seals …"."""
    return re.sub(r"(?<!,)\s(?:that|which|who|(?:by|in|through|to|for|with|from) (?:which|whom))\s[^,;:]*", "", text)


def _by_grammar(text: str) -> str:
    """The role of a plain statement: what something does is mechanism, what something else than the topic is, key idea."""
    clause = main_clause(text)
    if clause is None or clause.negated or not clause.rest:
        return ""
    return "key_idea" if clause.verb.lower().split()[0] in _STATES | {"is", "are"} else "mechanism"


def defines(text: str) -> bool:
    """Whether the sentence says what its subject is ("X is a …", "X refers to …", "X means …")."""
    clause = main_clause(text)
    if clause is None or clause.negated:
        return False
    verb = clause.verb.lower()
    if _PRAISES.match(clause.rest) or _ONE_OF_ITS.match(clause.subject) or _NOT_ALL.match(clause.subject):
        return False
    if re.fullmatch(r"(?:is|are)(?: (?:always|simply|just|basically|essentially))?", verb):
        return bool(_MEANING.match(clause.rest)) or _opens_with_kind(
            clause.rest, verb.startswith("are"), clause.subject
        )
    if verb in {"means", "denotes", "describes"}:
        return True
    if IS_MADE_OF.match(text):
        return True
    if verb in HAPPENS and clause.rest.startswith("when "):
        return True  # "An eclipse occurs when …"
    return bool(_DEFINING_VERB.match(verb) and re.match(r"(?:to|as|of|by|the|an?)\b", clause.rest))


def named_at_end(text: str) -> tuple[str, str] | None:
    """(term, meaning) of a definition turned round: "The division of the nucleus is called mitosis"."""
    if used := _USES_THE_TERM.match(text):
        return (used["term"] or used["spoken"]).strip(" “”‘’\"'"), (used["meaning"] or used["meant"]).rstrip(" .")
    clause = main_clause(text)
    if clause is None or clause.negated or not _NAMING_VERB.match(clause.verb) or count_words(clause.subject) < 3:
        return None
    if _ONE_OF_ITS.match(clause.subject) and _UNTOLD.match(clause.subject):
        return None
    meaning = clause.subject.removesuffix(",") if _DESCRIBED.match(clause.subject) else clause.subject
    if re.search(r",$|\b(?:and|or|thus|therefore|so)$", meaning) or main_clause(f"{meaning}."):
        return None  # "The result looks like a wave and, thus, is called one": the subject was cut amiss
    named = re.sub(r"^(?:to as|(?:\w+ly\s)?as|to be)\s+", "", clause.rest)
    term = re.split(r"[,;:(]|\s(?:because|since|in|by|for|and|or|when|if|which|that|after|from)\s", named)[0]
    return (re.sub(r"^(?:the|an?)\s+", "", term).strip(" “”‘’\"'."), meaning) if term else None


def _or_called(text: str) -> list[str]:
    """Further names of a definition turned round: "… is called a buffer solution, or (simply) a *buffer*"; "the motion of a body in
    its orbit is called the *revolution* of the body"."""
    clause = main_clause(text)
    if clause is None:
        return []
    found = re.findall(r"\bor (?:\w+ly )?(?:an? |the )?((?:[\w-]+ ?){1,3})(?=[,.;)]|$)", clause.rest)
    whose = re.match(r"(?:the )?(?P<name>(?:[\w-]+ ){1,3})of (?:an? |the )?(?P<what>[\w-]+)\W*$", clause.rest)
    if whose and whose["what"] in words(clause.subject):
        found.append(whose["name"])
    return [f.strip() for f in found]


def _opens_with_kind(text: str, plural: bool, subject: str) -> bool:
    """Whether the text begins with what kind of thing it is: "profile HMMs are *sequence models*", "… is *oscillatory motion* for a system"."""
    phrases = noun_phrases(text)
    if not phrases or not text.startswith(phrases[0]):
        return False
    if plural:
        return parse(phrases[0])[-1].tag in {"NNS", "NNPS"}
    behind = text[len(phrases[0]) :]
    told = re.match(r"\s(?:for|of|that|in|by|which|where|between|within)\b", behind)
    named = words(re.sub(r"\s\([^()]*\)$", "", subject))  # "Harmonic motion (HM) is motion …"
    return count_words(phrases[0]) > 1 and bool(told) and _is_kind_of(words(phrases[0])[-1], named)


def _is_kind_of(kind: str, subject: Sequence[str]) -> bool:
    """Whether the word names the kind of thing that the subject is, or the subject's own last word again."""
    last = subject[-1] if subject else ""
    return stem(kind) == stem(last) or broader(stem(kind), stem(last))
