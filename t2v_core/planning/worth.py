"""What a sentence is worth as the first of a scene: a linear model of ratings that readers gave to sentences of textbooks.

For 194 topics of 16 free textbooks (science, history, philosophy, economics, programming, machine learning, manuals) 5,715
sentences were rated: 3 a teacher would want exactly this in a one-minute film, 2 good, 1 weak, 0 wrong. The weights are a ridge
regression of the ratings towards hand-set weights; `devtools/ratings.py` fits them again and prints how well they
choose in books that the fit has not seen. Cosines are those of the default embedding model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .candidates import HOME, TELLING, Candidate
from .english.grammar import main_clause, parse
from .english.sentences import said_as_example
from .text import content_stems, words

# "There are many ways to do it" and no word on what they are.
_ONLY_COUNTS = re.compile(
    r"^there (?:is|are) (?:many|several|various|different|some|a number|numerous|other|lots|plenty)\b[^:—–]*$",
    re.I,
)
# "It left two lasting attributes": what is counted is told by the sentences behind it, or by none.
_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|six|several|many|multiple|numerous|various|different|certain|an? (?:number|variety|set|series) of) (?:[\w-]+ ){0,2}?(?:types|kinds|ways|forms|reasons|factors|attributes"
    r"|methods|strategies|aspects|perspectives|characteristics|differences|categories|functions|explanations|theories|approaches|purposes|features|criteria|schemes|areas|topics|issues|things)(?: (?!are\b|include\b)[\w-]+){0,2}\.?$",
    re.I,
)
# What someone found, said or thinks, and no thing of the topic.
_REPORTS = re.compile(
    r"(?:has |have |had |also |\w+ly )*(?:notic|argu|claim|suggest|report|propos|believ|conclud|not(?=e|ing)|observ|tri|hypothesi[sz]|theori[sz]|speculat|ask|wonder|discuss|describ|demonstrat|document|warn|hop|fear|think|thought|said|say)(?:e[sd]?|s|y|ied|ies)?\b",
    re.I,
)
_SAYS_WHO = re.compile(
    r"^According to (?![^,]*\b(?:laws?|principle|rule|theorem|equation)\b)(?:[a-z]+ ){0,4}[A-Z][^,]*,"
    r"|^As (?:[a-z]+ ){0,4}(?:[A-Z][\w.’'-]+ ){1,3}(?:[a-z]+ )?(?:argu|claim|suggest|put|wr[io]te|said|says|not|observ|explain|point|describ|report)\w*\b[^,]*,"
    r"|^(?:In|For) [A-Z][\w’']+ (?:[A-Z][\w.]+ )?(?:view|opinion|words|book|essay),"
)
_VAGUE_START = re.compile(r"^(?:we|you|i|our|your|one|many|some|several|most|all|various|different)\b", re.I)
# "There is excess supply"; "There are three layers" counts what is to come.
_THERE_IS = re.compile(r"^there (?:is|are) (?!(?:two|three|four|five|six|seven|several)\b)", re.I)
_PERSON_START = re.compile(r"^(?:(?:(?:to|in|if|when)\b[^,]*|\w+ly),\s+)?(?:we|you|i|our|your)\b", re.I)
_GENERIC_SUBJECT = re.compile(
    r"^(?:the|a|an) (?:algorithm|method|model|approach|technique|problem|process|function|user|program|file|system|data|value|option|default|name|number|class|set|parameter)\b(?! of)",
    re.I,
)
# "Some of the most interesting examples …", "The challenge is …", "Another important step …": of things not told yet or not named.
_OPENS_VAGUELY = re.compile(
    r"^(?:(?:some|most|many|one|all|each|part|much) of (?:the|these|those|us|them|our)\b|another\b|(?:the|one|a) (?:main |big |biggest |real |key |first |next |last |final |major |common |new |additional )?"
    r"(?:challenge|problem|difficulty|trick|question|issue|catch|good news|bad news|point|answer|solution|result|reason|advantage|disadvantage|drawback|downside|difference|trouble|goal|hope) (?:here |now )?(?:is|was|are|were)\b"
    r"|throughout (?:the )?history\b|over the years\b|in the past\b|at the time\b|at (?:that|this) time\b|these days\b|today\b|since then\b|for (?:many|some) (?:years|people|students?)\b|for an? \w+ (?:student|reader|person|user)\b|to (?:begin|start) with\b|after all\b|not surprisingly\b)",
    re.I,
)
# "The law did have limitations", "It was a good start": no word on which.
_SAYS_LITTLE = re.compile(
    r"\b(?:did |do |does )?(?:has|have|had) (?:its |their |some |several |many |certain |important |serious |profound |significant |a (?:few|number of) )*(?:limitations?|limits|advantages|disadvantages|benefits|drawbacks|problems|consequences|implications|effects?|impacts?|uses|applications|exceptions|critics|features|properties|characteristics)\.?$"
    r"|\b(?:is|are|was|were) (?:an? )?(?:very |quite |really |truly )*(?:good start|great success|success|failure|disaster|surprise(?: to \w+)?|useful tool|big deal|important (?:part|aspect|topic|concept|step|question|issue)|interesting (?:question|topic|fact))\b[^,;]*$",
    re.I,
)
# What tells of words for a thing or of those who study it, and praise that says nothing of how the thing works.
_OF_WORDS = re.compile(
    r"^(?:the |an? )?(?:terms?|words?|names?|phrases?|concepts? of|study of|history of|(?:\w+ ){0,2}(?:people|researchers|scientists|scholars|authors|experts|evidence|research|findings|papers?|article|study|studies|report|survey|poll|book|\w+(?:ologists|onomers|icists|conomists)))\b",
    re.I,
)
_PRAISE = re.compile(
    r"^(?:(?:has|have|had) )?(?:also |often |always )?(?:plays? (?:an? |\w+ )*roles?|(?:is|are) (?:an? |one of the )?(?:very |most |extremely |just as |as )?(?:important|essential|crucial|vital)(?: (?:parts?|aspects?|topics?|concepts?))?\b(?! (?:for|because|in that))"
    r"|contribut(?:es?|ed) (?:greatly|significantly)|tak(?:es?|en) on|pos(?:es?|ed) an? |(?:is|are|was|were) (?:greatly |heavily |strongly )?influenced|exists? (?:in|today)\b|(?:has|have) been (?:\w+ )?studied)",
    re.I,
)
# "The muscles *also* contract": beside something said before.
_LEANS = re.compile(
    r"(?<!but )(?<!and )(?<!and is )(?<!and are )\b(?:also|still|likewise|similarly)\b|^(?:now|here),? |^(?:interesting|surprising|remarkabl|(?:un)?fortunate|amazing|curious|luck|sad)(?:i?ly|y),? ",
    re.I,
)
# Sentences about a program's windows explain the program, not the topic.
_SCREEN = re.compile(
    r"\b(?:window|panel|text field|screen|tab|menu|mouse|check ?box|drop-down|toolbar|cursor|popup|options? (?:of|field)|command[- ]line|program|utility|command|stdout|subclass|API)\b|\b(?-i:[a-z]+[A-Z]\w*|(?:[A-Z][a-z]+){3,})\b",
    re.I,
)
_RELATIVE = re.compile(r"\b(?:that|which|who)\b")
_SOMEONE = re.compile(r"\b(?:he|she|his|her|him)\b", re.I)
_SOME = re.compile(r"(?:the|these|those|some|many|most|several|all|few|our|their|his|her)\b", re.I)

ROLES = ("definition", "mechanism", "contrast", "example", "result", "key_idea")
# Rating points for each unit of a fact; facts without a unit are 0 or 1.
WEIGHTS = {
    "relevance": 0.90,
    "behind_nearest": 0.35,
    "centrality": 0.76,
    "found": 0.47,
    "mention": -0.03,
    "named": 0.15,
    "objective": 0.05,
    "subject_fits": 0.06,
    "states": 0.19,
    "joint": 0.15,
    "focus": 0.42,
    "own": 0.21,
    "headed": 0.13,
    "section_fits": -0.14,
    "begins": 0.11,
    "opens": 0.03,
    "position": -0.14,
    "aside": -0.20,
    "sibling": -0.16,
    "episode": -0.06,
    "takes_up": -0.06,
    "agreed": 0.18,
    "reviews": 0.33,
    "definition": 0.40,
    "mechanism": 0.20,
    "contrast": 0.01,
    "example": -0.09,
    "result": 0.15,
    "key_idea": -0.00,
    "drawn": 0.21,
    "known": 0.20,
    "rare": -0.24,
    "words": 0.20,
    "short": -0.09,
    "long_words": 0.12,
    "digits": -0.18,
    "relative": 0.09,
    "is": 0.08,
    "any_one": 0.10,
    "in_general": 0.08,
    "someone": -0.08,
    "no_clause": -0.08,
    "leans": -0.04,
    "screen": -0.05,
    "vague": -0.11,
    "opens_vaguely": -0.14,
    "says_little": -0.30,
    "there_is": -0.18,
    "announces": -0.36,
    "reports": -0.09,
    "person": -0.17,
    "nameless": -0.05,
    "of_words": -0.13,
    "as_example": -0.05,
}
AVERAGE = -0.23


@dataclass(frozen=True)
class Whole:
    """What is looked at of all sentences on the topic together."""

    nearest: float  # the best cosine
    known: dict[str, float]  # by stem, the share of the sentences of the topic's sections that have it
    rare: frozenset[str]  # stems that only one of them has

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Whole:
        home = [c for c in candidates if (c.focus or 0.0) >= HOME]
        counts = Counter(s for c in home for s in set(content_stems(c.sentence.text)))
        return cls(
            max((c.relevance for c in candidates), default=0.0),
            {s: n / len(home) for s, n in counts.items()},
            frozenset(s for s, n in counts.items() if n == 1),
        )


def worth(candidate: Candidate, whole: Whole) -> float:
    """The rating, 0 to 3, that readers would give to the sentence spoken by itself in a film on the topic."""
    return AVERAGE + sum(WEIGHTS[name] * value for name, value in facts(candidate, whole).items())


def facts(candidate: Candidate, whole: Whole) -> dict[str, float]:
    """Everything that the model looks at, by name."""
    about, said = _about(candidate, whole), _said(candidate, whole)
    return {name: float(value) for name, value in {**about, **said, **_manner(candidate.sentence.text)}.items()}


def _about(c: Candidate, whole: Whole) -> dict[str, float]:
    """How it and the place where it stands are about the topic."""
    focus = c.focus or 0.0
    return {
        "relevance": c.relevance,
        "behind_nearest": c.relevance - whole.nearest,
        "centrality": c.centrality,
        "found": c.sentence.hit.score,  # its passage, by the search
        "mention": c.mention,
        "named": c.mention >= 1,
        "objective": c.objective,
        "subject_fits": c.subject_fits,
        "states": c.states_topic,
        "joint": c.joint,
        "focus": focus,
        "own": c.own,
        "headed": c.headed,
        "section_fits": c.section_fits,
        "begins": c.sentence.begins * focus,
        "opens": c.sentence.opens,
        "position": min(c.sentence.position, 8) / 8,
        "aside": c.aside,
        "sibling": c.of_sibling,
        "episode": c.episode,
        "takes_up": c.takes_up,
        "agreed": c.agreed * focus,
        "reviews": c.reviews * focus,
    }


def _said(c: Candidate, whole: Whole) -> dict[str, float]:
    """What it says: which parts it can play, what it can be drawn as, how many of its words the sections use."""
    stems = set(content_stems(c.sentence.text))
    size = max(1, len(stems))
    return {
        **{role: c.roles.get(role, 0.0) for role in ROLES},
        "drawn": c.drawn,
        "known": sum(whole.known.get(s, 0.0) for s in stems) / size,
        "rare": sum(s in whole.rare or s not in whole.known for s in stems) / size,
    }


def _manner(text: str) -> dict[str, float]:
    """How it speaks: of things in general or of one case, of words, of people, of what is to come."""
    clause = main_clause(text)
    found = words(text)
    subject = clause.subject if clause else ""
    last = parse(subject)[-1:] if subject else ()
    return {
        "words": len(found) / 20,
        "short": max(0, TELLING + 1 - len(found)),
        "long_words": sum(len(w) >= 10 for w in found) / max(1, len(found)),
        "digits": bool(re.search(r"\d", text)),
        "relative": bool(_RELATIVE.search(text)),
        "is": bool(clause and re.match(r"(?:is|are)\b", clause.verb)),
        "any_one": bool(re.match(r"an?\s", subject, re.I)),
        "in_general": bool(last and last[0].tag == "NNS" and not _SOME.match(subject)),
        "someone": bool(_SOMEONE.search(text)),
        "no_clause": clause is None,
        "leans": bool(_LEANS.search(text)),
        "screen": bool(_SCREEN.search(text)),
        "vague": bool(_VAGUE_START.match(text)),
        "opens_vaguely": bool(_OPENS_VAGUELY.match(text)),
        "says_little": bool(_SAYS_LITTLE.search(text)),
        "there_is": bool(_THERE_IS.match(text)),
        "announces": bool(_ONLY_COUNTS.match(text) or _ANNOUNCES.search(text)),
        "reports": bool((clause and _REPORTS.fullmatch(clause.verb)) or _SAYS_WHO.match(text)),
        "person": bool(_PERSON_START.match(text)),
        "nameless": bool(_GENERIC_SUBJECT.match(text)),
        "of_words": bool(clause and (_OF_WORDS.match(clause.subject) or _PRAISE.match(clause.predicate))),
        "as_example": said_as_example(text),
    }
