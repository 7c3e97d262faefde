"""Sentences that could be narrated, each with its relevance, centrality and the roles it can play."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .context import HOME, LIMITS_HEADING, ORDINAL, REVIEW_HEADING
from .english.grammar import FINITE, PREPOSITIONS, main_clause, parse
from .english.sentences import Sentence, said_as_example
from .text import FUNCTION_WORDS
from .topic import HEAD

if TYPE_CHECKING:
    import numpy as np

# Weights of a sentence, set by reading plans of ten textbooks (relevance most, since a section's asides are near its centre), and bonuses for the right subject and section.
RELEVANCE, CENTRALITY, ROLE, SUBJECT_BONUS, SECTION_BONUS = 0.65, 0.15, 0.35, 0.15, 0.08
# Where the topic's sections are known, being near to what they say counts as much as being near to the topic's name.
CENTRALITY_AT_HOME = 0.45
# What a picture that the sentence itself holds is worth (strength 0 to 1), and the first place in a paragraph.
DRAWN, OPENS = 0.35, 0.06
# What standing in the sections that the book gives to the topic is worth.
FOCUS = 0.45
# What standing in the review at a chapter's end is worth: its sentences sum up, and stand alone.
REVIEW = 0.3
# What a sentence in the past tense loses where the book mostly explains the topic in the present: it tells an episode.
EPISODE = 0.25
# What it is worth to be the sentence with which a section on the topic begins.
BEGINS = 0.25
# What naming all phrases of a topic of several ("A and B") is worth.
JOINT = 0.15
# What a sentence loses that tells of trouble or trivia around the topic and not of the topic.
ASIDE = 0.6
# What a sentence loses on the topic's sibling ("the third law", where the second one is asked for).
SIBLING = 0.35
# What naming the topic is worth.
MENTION_BONUS = 0.15
# What it is worth to say what the book's own review says of the topic, and what leaning on the sentence before a little costs.
AGREED, LEANS = 0.25, 0.15
# What a sentence loses that opens with something unnamed, and one that says that there is something and not what.
OPENS_VAGUELY, SAYS_LITTLE = 0.25, 0.3
# What a sentence loses whose "The …" means a thing that the passage named before.
TAKEN_UP = 0.3
# Cosine below which a sentence opens no scene even in a passage about the topic.
MIN_LEAD = 0.28
# The same in a section that is only just one of the topic's: what stands there is often about something else.
MIN_LEAD_BESIDE = 0.45
# The same in a section of the topic's own, for what is not at the centre of what it says.
MIN_LEAD_IN_OWN = 0.2
# A lead of fewer words hardly carries a scene; what it loses.
TELLING, SHORT = 9, 0.3
# Cosine from which a sentence is on the topic wherever it stands.
SURE = 0.5
# What goes on about the topic has its relevance drawn to this cosine.
CARRIED = 0.6
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
_SUPPOSING = frozenset(("suppose", "imagine", "assume", "pretend"))
_MAY_BE_VERB = frozenset({"NN", "NNP", "VB", "VBP", "JJ"})
_BEFORE_THE = frozenset("half double twice today tonight yesterday tomorrow inside outside amid given worse".split())
_AFTER_IMPERATIVE = frozenset({"DT", "PRP$", "NN", "NNS", "IN", "JJ", "NNP", "VBG", "CD", "RB"})
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


@dataclass(frozen=True, eq=False)
class Candidate:
    """A sentence with everything the selection looks at."""

    sentence: Sentence
    vector: np.ndarray  # unit length: embedding, or bag of stems where there is no encoder
    relevance: float  # cosine with topic and objective
    centrality: float  # mean cosine with the other candidates, those of the topic's sections counting more
    mention: float  # how much of the topic it names
    objective: float  # share of the objective's words it has
    roles: dict[str, float] = field(default_factory=dict)

    @property
    def imperative(self) -> bool:
        """Whether the sentence tells the reader to do something ("Choose the …", "Play with the magnet to learn …")."""
        tokens = parse(self.sentence.text)
        if tokens and tokens[0].low in _SUPPOSING:
            return True
        if len(tokens) > 2 and not any(t.tag in FINITE for t in tokens):
            return parse(f"to {tokens[0].low} {tokens[1].low}")[1].tag == "VB"
        if len(tokens) > 2 and tokens[1].tag in {"DT", "PRP$"} and tokens[0].tag in _MAY_BE_VERB:
            return (
                tokens[0].low not in _BEFORE_THE | FUNCTION_WORDS | PREPOSITIONS
            )  # "State the …": no noun stands there
        return len(tokens) > 2 and tokens[0].tag in {"VB", "VBP"} and tokens[1].tag in _AFTER_IMPERATIVE

    @property
    def leads(self) -> bool:
        """Whether it may open a scene: it stands alone, states something, and is about the topic."""
        about = self.at_home or (self.relevance >= SURE and (self.focus is None or self.mention >= 0.5))
        of_what = said_as_example(self.sentence.text) and self.mention < 1  # an example must say what of
        drawn_near = self.carried and self.relevance < CARRIED and not self.wanting
        least = (MIN_LEAD + CARRIED) / 2 if drawn_near else self._least
        begins = self.sentence.begins and (self.headed or self.relevance >= MIN_LEAD)
        of_own = self.own and (self.central or self.relevance >= MIN_LEAD_IN_OWN)
        near = of_own or self.relevance >= least or self.mention >= HEAD or begins or (self.headed and self.central)
        one_of_them = self.takes_up and ORDINAL.match(self.sentence.text)  # "The first solution …", of two told before
        reverse = self.asked < 0 and not self.wanting
        return about and near and not (reverse or self.sentence.dangling or self.imperative or of_what or one_of_them)

    @property
    def _least(self) -> float:
        """Cosine that opening a scene takes where the topic is not named: the less, the more the section is the topic's."""
        if self.focus is None or self.headed or self.carried or self.wanting:
            return MIN_LEAD
        beside = min(1.0, max(0.0, (1 - self.focus) / (1 - HOME)))
        return MIN_LEAD + (MIN_LEAD_BESIDE - MIN_LEAD) * beside

    @property
    def reviews(self) -> bool:
        """Whether it stands in a review or summary of what the book explained before."""
        section = self.sentence.hit.chunk.section
        return bool(section and REVIEW_HEADING.match(section[-1]))

    @property
    def of_limits(self) -> bool:
        """Whether its section is on where the topic ends or fails."""
        section = self.sentence.hit.chunk.section
        return bool(section and LIMITS_HEADING.search(section[-1]))

    @property
    def own(self) -> bool:
        """Whether it stands in a section of the topic's own, where whatever is said is about the topic."""
        return bool(self.part)

    @property
    def at_home(self) -> bool:
        """Whether it names the topic or stands where the book speaks of it."""
        return self.mention >= 1 or self.section_fits or self.carried

    def score(self, role: str) -> float:
        """How well it serves as the leading sentence of a scene of this role."""
        text = self.sentence.text
        central = CENTRALITY_AT_HOME if self.focus else CENTRALITY
        value = RELEVANCE * self.relevance + central * self.centrality + ROLE * self.roles.get(role, 0.0)
        clause = main_clause(text)
        if clause and self.subject_fits:
            value += SUBJECT_BONUS
        value += (
            JOINT * self.joint
            + MENTION_BONUS * self.mention
            + 0.05 * self.objective
            + SECTION_BONUS * self.section_fits
        )
        value += (FOCUS + REVIEW * self.reviews) * (self.focus or 0.0)
        value += DRAWN * self.drawn + OPENS * self.sentence.opens
        value += BEGINS * self.sentence.begins * (self.focus or 0.0) + AGREED * self.agreed * (self.focus or 0.0)
        return value - self.faults - TAKEN_UP * self.takes_up - self.hardness - SHORT * (self.sentence.words < TELLING)

    @cached_property
    def faults(self) -> float:
        """What a sentence loses by how it speaks: of trouble beside the topic, of people, of words, of what is to come."""
        text, clause = self.sentence.text, main_clause(self.sentence.text)
        reports = (clause and _REPORTS.fullmatch(clause.verb)) or _SAYS_WHO.match(text)
        of_words = clause and (_OF_WORDS.match(clause.subject) or _PRAISE.match(clause.predicate))
        return (
            ASIDE * self.aside
            + SIBLING * self.of_sibling
            + EPISODE * self.episode
            + LEANS * bool(_LEANS.search(text))
            + 0.20 * bool(_SCREEN.search(text))
            + max(0.10 * bool(_VAGUE_START.match(text)), OPENS_VAGUELY * bool(_OPENS_VAGUELY.match(text)))
            + SAYS_LITTLE * bool(_SAYS_LITTLE.search(text))
            + 0.20 * bool(_THERE_IS.match(text))
            + 0.35 * bool(_ONLY_COUNTS.match(text) or _ANNOUNCES.search(text))
            + 0.20 * bool(reports)
            + 0.20 * bool(_PERSON_START.match(text))
            + 0.08 * bool(_GENERIC_SUBJECT.match(text))
            + 0.25 * bool(of_words)
            + 0.12 * (clause is None)
        )

    @property
    def states_topic(self) -> bool:
        """Whether its subject is the topic and it says what that is or does."""
        clause = main_clause(self.sentence.text)
        return (
            (self.names_topic or self.opens_on_topic)
            and bool(clause)
            and not clause.negated
            and not said_as_example(self.sentence.text)
        )

    subject_fits: bool = False  # a topic phrase is in the subject
    section_fits: bool = False  # the passage stands where the book explains the topic
    carried: bool = False  # it goes on about the topic named just before
    covers: frozenset[str] = frozenset()  # the topic's stems that it names
    takes_up: bool = False  # its subject is a thing the passage named before ("The shape change …")
    drawn: float = 0.0  # strength of the best picture that the sentence holds by itself
    focus: float | None = None  # how much its section is about the topic (`focus.focus`); None where that is not known
    hardness: float = 0.0  # what a long sentence of long words costs before an audience of beginners
    aside: bool = False  # trouble or trivia around the topic
    phrases: frozenset[str] = frozenset()  # the topic's phrases that it names, of a topic of several
    joint: bool = False  # it names all of them
    wanting: bool = False  # the book says so little that what only goes on about the topic may lead
    of_sibling: bool = False  # on another thing of the topic's kind
    headed: bool = False  # the innermost headings name the topic
    episode: bool = False  # told in the past tense, where the book explains the topic in the present
    names_topic: bool = False  # its subject is the topic itself, and no special case of it
    in_past: bool = False
    opens_on_topic: bool = False  # "In observational learning, we …"
    asked: float = 0.0  # how far it answers what is asked of the topic (`answers.answers`)
    central: bool = False  # as near to the middle of what the topic's sections say as most of them
    agreed: float = 0.0  # how nearly the book's own review says it, 0 to 1
    part: tuple[str, ...] = ()  # of the topic's own section, where it stands in one (`own_sections`)
    sums_up: Candidate | None = None  # of a review's sentence: the one that it sums up
