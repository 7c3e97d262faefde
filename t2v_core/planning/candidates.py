"""Sentences that could be narrated, each with its relevance, centrality and the roles it can play."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .context import REVIEW_HEADING, Context
from .grammar import THE_MORE, main_clause, parse
from .sentences import Sentence, said_as_example
from .structure import Source, extract
from .text import mention_stems, overlap, words
from .topic import HEAD, Topic
from .visuals import WORDY_TEMPLATES

if TYPE_CHECKING:
    import numpy as np

Encode = Callable[[Sequence[str]], "np.ndarray"]

# Weights of a sentence, set by reading plans of ten textbooks (relevance most, since a section's asides are near its centre), and bonuses for the right subject and section.
RELEVANCE, CENTRALITY, ROLE, SUBJECT_BONUS, SECTION_BONUS = 0.65, 0.15, 0.35, 0.15, 0.08
# Where the topic's sections are known, being near to what they say counts as much as being near to the topic's name.
CENTRALITY_AT_HOME = 0.45
# What a picture that the sentence itself holds is worth (strength 0 to 1), and the first place in a paragraph.
DRAWN, OPENS = 0.35, 0.06
# What standing in the sections that the book gives to the topic is worth, and how much of it makes a section its home.
FOCUS, HOME = 0.45, 0.60
# What standing in the review at a chapter's end is worth: its sentences sum up, and stand alone.
REVIEW = 0.3
# What a sentence in the past tense loses where the book mostly explains the topic in the present: it tells an episode.
EPISODE = 0.25
MOSTLY_PRESENT = 0.4  # share of past tenses from which on a book tells history
# What it is worth to be the sentence with which a section on the topic begins.
BEGINS = 0.25
# What naming all phrases of a topic of several ("A and B") is worth.
JOINT = 0.15
# What a sentence loses that tells of trouble or trivia around the topic and not of the topic.
ASIDE = 0.6
# Cosine from which a review's sentence sums up another.
SAME_MATTER = 0.5
# What naming the topic is worth.
MENTION_BONUS = 0.15
# What a sentence loses whose "The …" means a thing that the passage named before.
TAKEN_UP = 0.3
# Cosine below which a sentence is off the topic even in a passage about it; the same for what opens a scene there.
MIN_RELEVANCE, MIN_LEAD = 0.30, 0.28
# The same in a section that is only just one of the topic's: what stands there is often about something else.
MIN_LEAD_BESIDE = 0.45
# A lead of fewer words hardly carries a scene; what it loses.
TELLING, SHORT = 9, 0.3
# Cosine from which a sentence is on the topic wherever it stands.
SURE = 0.5
# The same inside a section whose heading names the topic.
MIN_INSIDE = 0.15
# What goes on about the topic has its relevance drawn to this cosine.
CARRIED = 0.6
# "There are many ways to do it" and no word on what they are.
_ONLY_COUNTS = re.compile(
    r"^there (?:is|are) (?:many|several|various|different|some|a number|numerous|other|lots|plenty)\b[^:—–]*$",
    re.I,
)
# "It left two lasting attributes": what is counted is told by the sentences behind it, or by none.
_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|six|several|many|various|different|certain|an? (?:number|variety|set|series) of) (?:[\w-]+ ){0,2}?(?:types|kinds|ways|forms|reasons|factors|attributes"
    r"|methods|strategies|aspects|perspectives|characteristics|differences|categories|functions|provisions|explanations|theories|approaches|purposes|features|criteria)(?: (?!are\b|include\b)[\w-]+){0,2}\.?$",
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
_PERSON_START = re.compile(r"^(?:(?:to|in|if|when)\b[^,]*,\s+)?(?:we|you|i|our|your)\b", re.I)
_GENERIC_SUBJECT = re.compile(
    r"^(?:the|a|an) (?:algorithm|method|model|approach|technique|problem|process|function|user|program|file|system|data|value|option|default|name|number|class|set|parameter)\b(?! of)",
    re.I,
)
# What tells of words for a thing or of those who study it, and praise that says nothing of how the thing works.
_OF_WORDS = re.compile(
    r"^(?:the |an? )?(?:terms?|words?|names?|phrases?|concepts? of|study of|history of|(?:\w+ ){0,2}(?:people|researchers|scientists|scholars|authors|experts|article|study|studies|report|survey|poll|book|\w+(?:ologists|onomers|icists|conomists)))\b",
    re.I,
)
_PRAISE = re.compile(
    r"^(?:(?:has|have|had) )?(?:also |often |always )?(?:plays? (?:an? |\w+ )*roles?|(?:is|are) (?:an? |one of the )?(?:very |most |extremely |just as |as )?(?:important|essential|crucial|vital)(?: (?:parts?|aspects?|topics?|concepts?))?\b(?! (?:for|because|in that))"
    r"|contribut(?:es?|ed) (?:greatly|significantly)|tak(?:es?|en) on|pos(?:es?|ed) an? |(?:is|are|was|were) (?:greatly |heavily |strongly )?influenced|exists? (?:in|today)\b|(?:has|have) been (?:\w+ )?studied)",
    re.I,
)
_AFTER_IMPERATIVE = frozenset({"DT", "PRP$", "NN", "NNS", "IN", "JJ", "NNP", "VBG", "CD", "RB"})
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
        """Whether the sentence tells the reader to do something ("Choose the …")."""
        tokens = parse(self.sentence.text)
        return len(tokens) > 2 and tokens[0].tag in {"VB", "VBP"} and tokens[1].tag in _AFTER_IMPERATIVE

    @property
    def leads(self) -> bool:
        """Whether it may open a scene: it stands alone, states something, and is about the topic."""
        about = self.at_home or (self.relevance >= SURE and (self.focus is None or self.mention >= 0.5))
        of_what = said_as_example(self.sentence.text) and self.mention < 1  # an example must say what of
        drawn_near = self.carried and self.relevance < CARRIED and not self.wanting
        least = (MIN_LEAD + CARRIED) / 2 if drawn_near else self._least
        near = self.relevance >= least or self.mention >= HEAD or self.sentence.begins
        return about and near and not (self.sentence.dangling or self.imperative or of_what)

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
        value += DRAWN * self.drawn + OPENS * self.sentence.opens - TAKEN_UP * self.takes_up
        value += BEGINS * self.sentence.begins * (self.focus or 0.0) - ASIDE * self.aside - EPISODE * self.episode
        value -= 0.2 * bool(_SCREEN.search(text)) + self.hardness
        value -= (
            0.10 * bool(_VAGUE_START.match(text))
            + 0.20 * bool(_THERE_IS.match(text))
            + 0.35 * bool(_ONLY_COUNTS.match(text) or _ANNOUNCES.search(text))
            + 0.20 * bool((clause and _REPORTS.fullmatch(clause.verb)) or _SAYS_WHO.match(text))
            + 0.15 * bool(_PERSON_START.match(text))
            + 0.08 * bool(_GENERIC_SUBJECT.match(text))
            + 0.25 * bool(clause and (_OF_WORDS.match(clause.subject) or _PRAISE.match(clause.predicate)))
        )
        value -= 0.12 * (clause is None) + SHORT * (self.sentence.words < TELLING)
        return value

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
    headed: bool = False  # the innermost headings name the topic
    episode: bool = False  # told in the past tense, where the book explains the topic in the present
    sums_up: Candidate | None = None  # of a review's sentence: the one that it sums up


def rate(
    sentences: Sequence[Sentence],
    topic: Topic,
    encode: Encode,
    beginners: bool = False,
    focus: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """Candidates of the sentences that are about the topic. `encode` maps texts to unit rows (n × d).

    `focus` says by chunk id how much a section is about the topic; without it headings that name the topic do.
    """
    import numpy as np

    if not sentences:
        return []
    query = ". ".join(p for p in (topic.name, topic.objective) if p)
    vectors = encode([query, *(s.text for s in sentences)])
    relevance = vectors[1:] @ vectors[0]
    rows = vectors[1:]
    shares = np.array([(focus or {}).get(s.hit.chunk.id, 0.0) ** 2 for s in sentences])
    centrality = (rows @ np.average(rows, axis=0, weights=shares if shares.sum() > 0 else None)).clip(0)
    told = Context(topic)
    found = []
    for i, sentence in enumerate(sentences):
        mention, carried = topic.mentions(sentence.text), told.carried(sentence)
        at = focus.get(sentence.hit.chunk.id, 0.0) if focus else None
        inside = told.inside(sentence) if at is None else at >= HOME
        if (inside or carried) and mention < 1 and topic.has_head(sentence.text):
            mention = HEAD
        cosine = float(relevance[i])
        if cosine < (MIN_INSIDE if inside or carried else MIN_RELEVANCE) and mention < 1:
            continue
        clause = main_clause(sentence.text)
        if clause is None and not THE_MORE.match(sentence.text):
            continue  # a fragment
        found.append(
            Candidate(
                sentence,
                rows[i],
                (cosine + CARRIED) / 2 if carried and cosine < CARRIED else cosine,
                float(centrality[i]),
                mention,
                overlap(topic.objective_stems, mention_stems(sentence.text)),
                told.roles(sentence, at),
                bool(clause and _is_about(clause.subject, topic, inside)),
                inside,
                carried,
                topic.covered(sentence.text),
                told.takes_up(sentence),
                _drawn(sentence),
                at,
                _hardness(sentence.text) if beginners else 0.0,
                told.aside(sentence),
                named := named_phrases(topic, sentence.text),
                len(named) == len(topic.phrases) > 1,
                headed=told.inside(sentence),
            )
        )
    return _placed(_episodes(found))


def _episodes(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, those in the past tense marked where most on the topic stand in the present."""
    past = {id(c): _in_past(c.sentence.text) for c in candidates}
    near = [c for c in candidates if c.at_home] or candidates
    if not near or sum(past[id(c)] for c in near) >= MOSTLY_PRESENT * len(near):
        return candidates
    return [replace(c, episode=True) if past[id(c)] else c for c in candidates]


def _in_past(text: str) -> bool:
    """Whether the main clause is in the past tense."""
    clause = main_clause(text)
    if clause is None:
        return False
    first = parse(f"It {clause.verb} it.")[1]
    return first.tag == "VBD" or first.low in {"was", "were", "had", "did"}


def _placed(candidates: list[Candidate]) -> list[Candidate]:
    """Every sentence of a review with the one it sums up: the nearest in the chapter."""
    told = [c for c in candidates if not c.reviews]

    def summed_up(candidate: Candidate) -> Candidate | None:
        chapter = candidate.sentence.hit.chunk.section[:1]
        near = [(float(c.vector @ candidate.vector), c) for c in told if c.sentence.hit.chunk.section[:1] == chapter]
        cosine, nearest = max(near, key=lambda n: n[0], default=(0.0, None))
        return nearest if cosine >= SAME_MATTER else None

    return [replace(c, sums_up=summed_up(c)) if c.reviews else c for c in candidates]


def named_phrases(topic: Topic, text: str) -> frozenset[str]:
    """The phrases that a text names of a topic of several."""
    return frozenset(p for p in topic.phrases if len(topic.phrases) > 1 and topic.has_phrase(p, text))


def _is_about(subject: str, topic: Topic, inside: bool) -> bool:
    return topic.mentions(subject) >= 1 or (inside and topic.has_head(subject))


def _drawn(sentence: Sentence) -> float:
    """Strength of the best picture of the sentence alone that is no card of words."""
    found = extract([Source(sentence.text, "")])
    cards = {*WORDY_TEMPLATES, "definition"}  # a definition is worth its role; others are cards of words
    return max((f.strength for f in found if f.template not in cards), default=0.0)


def _hardness(text: str) -> float:
    """0 for a sentence of 16 short words; 0.2 and more for one of 30 words or of many words of ten letters."""
    found = words(text)
    long = sum(len(w) >= 10 for w in found) / max(1, len(found))
    return 0.012 * max(0, len(found) - 16) + 0.3 * max(0.0, long - 0.15)
