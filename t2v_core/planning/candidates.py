"""Sentences that could be narrated, each with its relevance, centrality and the roles it can play."""

from __future__ import annotations

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

# Cosine below which a sentence opens no scene even in a passage about the topic.
MIN_LEAD = 0.28
# The same in a section that is only just one of the topic's: what stands there is often about something else.
MIN_LEAD_BESIDE = 0.45
# The same in a section of the topic's own, for what is not at the centre of what it says.
MIN_LEAD_IN_OWN = 0.2
# A lead of fewer words hardly carries a scene.
TELLING = 9
# What a point of the rating that readers would give (`worth`) counts beside the bonuses of `choose` (it gives ratings the spread that
# hand-set scores had), and what the cue of a role.
POINT, ROLE = 0.75, 0.1
# Rating below which a sentence opens no scene, and the same where the book says little: 88 and 92 of 100 sentences below them
# were rated weak or wrong in books that the weights were not fitted to (`devtools/ratings.py` prints the shares).
LEAST_WORTH, LEAST_WANTING = 0.9, 0.6
# Cosine from which a sentence is on the topic wherever it stands.
SURE = 0.5
# What goes on about the topic has its relevance drawn to this cosine.
CARRIED = 0.6
_SUPPOSING = frozenset(("suppose", "imagine", "assume", "pretend"))
_MAY_BE_VERB = frozenset({"NN", "NNP", "VB", "VBP", "JJ"})
_BEFORE_THE = frozenset("half double twice today tonight yesterday tomorrow inside outside amid given worse".split())
_AFTER_IMPERATIVE = frozenset({"DT", "PRP$", "NN", "NNS", "IN", "JJ", "NNP", "VBG", "CD", "RB"})


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

    @cached_property
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

    @cached_property
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
        worth_it = self.worth >= (LEAST_WANTING if self.wanting else LEAST_WORTH)
        # Of 229 such sentences, readers called 57 % wrong for the topic and 21 % good.
        another = self.of_sibling and not (self.own or self.headed)
        return about and near and worth_it and self.stands_alone and not (reverse or of_what or one_of_them or another)

    @property
    def stands_alone(self) -> bool:
        """Whether it is understood without the sentences before it, and states something."""
        return not (self.sentence.dangling or self.imperative)

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
        """How well it serves as the leading sentence of a scene of this role, in the scale of the bonuses of `choose`."""
        return POINT * self.worth + ROLE * self.roles.get(role, 0.0) - self.hardness

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
    worth: float = 0.0  # the rating that readers would give it as the first sentence of a scene, 0 to 3 (`worth.worth`)
