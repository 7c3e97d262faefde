"""Sentences that could be narrated, each with its relevance, centrality and the roles it can play."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zlib import crc32

from ..book.sentences import split_sentences
from .grammar import THE_MORE, main_clause, parse
from .scene_roles import HEADED, defines, role_scores
from .sentences import Sentence, said_as_example
from .structure import Source, extract
from .text import content_stems, count_words, mention_stems, overlap, term_stems, words
from .topic import Topic
from .visuals import WORDY_TEMPLATES

if TYPE_CHECKING:
    import numpy as np

Encode = Callable[[Sequence[str]], "np.ndarray"]

# Weights of the planning notes: .45 relevance + .15 centrality + .40 role, and bonuses for the right subject and section.
RELEVANCE, CENTRALITY, ROLE, SUBJECT_BONUS, SECTION_BONUS = 0.45, 0.15, 0.35, 0.15, 0.08
# Where the topic's sections are known, being near to what they say counts as much as being near to the topic's name.
CENTRALITY_AT_HOME = 0.45
# What a picture that the sentence itself holds is worth (strength 0 to 1), and the first place in a paragraph.
DRAWN, OPENS = 0.25, 0.06
# What standing in the sections that the book gives to the topic is worth, and how much of it makes a section its home.
FOCUS, HOME = 0.45, 0.60
# The same of a section that the book gives to nothing else.
OWN_SECTION = 0.9
# What standing in the review at a chapter's end is worth: its sentences sum up, and stand alone.
REVIEW = 0.3
# What it is worth to be the sentence with which a section on the topic begins.
BEGINS = 0.25
# What a sentence loses that tells of trouble or trivia around the topic and not of the topic.
ASIDE = 0.6
# Cosine from which a review's sentence sums up another.
SAME_MATTER = 0.5
# What naming the topic is worth; how much of it the head noun alone is, in a section on the topic.
MENTION_BONUS, HEAD = 0.15, 0.8
# What a sentence loses whose "The …" means a thing that the passage named before.
TAKEN_UP = 0.3
# Cosine below which a sentence is off the topic even in a passage about it; the same for what opens a scene there.
MIN_RELEVANCE, MIN_LEAD = 0.30, 0.28
# A lead of fewer words hardly carries a scene; what it loses.
TELLING, SHORT = 8, 0.3
# Cosine from which a sentence is on the topic wherever it stands.
SURE = 0.5
# The same inside a section whose heading names the topic.
MIN_INSIDE = 0.15
# A sentence up to so many behind one that names the topic goes on about it; its relevance is drawn to this cosine.
CARRIES, CARRIED = 4, 0.6
# Columns of the vectors that stand in for embeddings: two stems of a chapter seldom share one.
STEM_COLUMNS = 4096
_VAGUE_START = re.compile(
    r"^(?:there (?:is|are)|we|you|i|our|your|one|many|some|several|most|all|various|different)\b", re.I
)
_PERSON_START = re.compile(r"^(?:(?:to|in|if|when)\b[^,]*,\s+)?(?:we|you|i|our|your)\b", re.I)
_GENERIC_SUBJECT = re.compile(
    r"^(?:the|a|an) (?:algorithm|method|model|approach|technique|problem|process|function|user|program|file|system|data|value|option|default|name|number|class|set|parameter)\b(?! of)",
    re.I,
)
_REVIEW = re.compile(
    r"(?:\S+\s)?(?:(?:chapter|section|unit|lecture)\s)?(?:review|summary|recap|in (?:summary|brief|short)|key (?:points|ideas|concepts|takeaways)"
    r"|take-?aways|conclusions?|highlights)$",
    re.I,
)
# Sections that a textbook sets behind or beside its explanation, and the words of a sentence that could stand there.
_ASIDE_SECTION = re.compile(
    r"\b(?:disorders?|diseases?|disturbances?|abnormalit\w+|imbalances?|history|histor(?:y|ical)|biograph\w+|careers?|everyday|anecdotes?"
    r"|case (?:stud(?:y|ies)|in point)|in the news|trivia|aging|first aid|CPR|courses?|training|controvers\w+|criticisms?|exceptions?)\b",
    re.I,
)
_ASIDE_WORDS = re.compile(
    r"\b(?:disorders?|diseases?|syndromes?|patients?|illness(?:es)?|abnormal(?:ly|it\w+)?|deficienc(?:y|ies)|failures?|symptoms?|clinicians?|physicians?"
    r"|(?:was|were) (?:first )?(?:discovered|invented|named|coined|awarded)|nobel|centur(?:y|ies))\b",
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
        near = self.relevance >= MIN_LEAD or self.mention >= HEAD or self.sentence.begins
        return about and near and not (self.sentence.dangling or self.imperative or of_what)

    @property
    def reviews(self) -> bool:
        """Whether it stands in a review or summary of what the book explained before."""
        section = self.sentence.hit.chunk.section
        return bool(section and _REVIEW.match(section[-1]))

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
        value += MENTION_BONUS * self.mention + 0.05 * self.objective + SECTION_BONUS * self.section_fits
        value += (FOCUS + REVIEW * self.reviews) * (self.focus or 0.0)
        value += DRAWN * self.drawn + OPENS * self.sentence.opens - TAKEN_UP * self.takes_up
        value += BEGINS * self.sentence.begins * (self.focus or 0.0) - ASIDE * self.aside
        value -= 0.2 * bool(_SCREEN.search(text)) + self.hardness
        value -= (
            0.10 * bool(_VAGUE_START.match(text))
            + 0.15 * bool(_PERSON_START.match(text))
            + 0.08 * bool(_GENERIC_SUBJECT.match(text))
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
    told = _Context(topic)
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
            )
        )
    return _placed(found)


def _placed(candidates: list[Candidate]) -> list[Candidate]:
    """Every sentence of a review with the one it sums up: the nearest in the chapter."""
    told = [c for c in candidates if not c.reviews]

    def summed_up(candidate: Candidate) -> Candidate | None:
        chapter = candidate.sentence.hit.chunk.section[:1]
        near = [(float(c.vector @ candidate.vector), c) for c in told if c.sentence.hit.chunk.section[:1] == chapter]
        cosine, nearest = max(near, key=lambda n: n[0], default=(0.0, None))
        return nearest if cosine >= SAME_MATTER else None

    return [replace(c, sums_up=summed_up(c)) if c.reviews else c for c in candidates]


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


class _Context:
    """Whether a sentence stands where the book is speaking of the topic."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._mentions: dict[str, list[bool]] = {}

    def inside(self, sentence: Sentence) -> bool:
        """The innermost heading names the topic."""
        return self._topic.mentions(" ".join(sentence.hit.chunk.section[-2:])) >= 1

    def carried(self, sentence: Sentence) -> bool:
        """One of the few sentences right before it names the topic, so that it goes on about it."""
        chunk = sentence.hit.chunk
        if chunk.id not in self._mentions:
            self._mentions[chunk.id] = [self._topic.mentions(t) >= 1 for t in split_sentences(chunk.text)]
        before = self._mentions[chunk.id][max(0, sentence.position - CARRIES) : sentence.position]
        return any(before)

    def roles(self, sentence: Sentence, focus: float | None) -> dict[str, float]:
        """Its roles; what defines the heading that the book gives to the topic's own section defines the topic."""
        scores = role_scores(sentence.text, self._topic)
        path = sentence.hit.chunk.section
        heading = next((h for h in reversed(path) if not _REVIEW.match(h)), "")
        clause = main_clause(sentence.text)
        if (focus or 0.0) < OWN_SECTION or not clause or not heading or not defines(sentence.text):
            return scores
        if term_stems(clause.subject) == term_stems(heading) and "definition" not in scores:
            scores["definition"] = HEADED
        return scores

    def aside(self, sentence: Sentence) -> bool:
        """Its heading, or a word of its own, is of what stands around a topic, and the request has no such word."""
        asked = f"{self._topic.text} {self._topic.objective}"
        if _ASIDE_SECTION.search(asked) or _ASIDE_WORDS.search(asked):
            return False
        section = sentence.hit.chunk.section
        return bool((section and _ASIDE_SECTION.search(section[-1])) or _ASIDE_WORDS.search(sentence.text))

    def takes_up(self, sentence: Sentence) -> bool:
        """Its subject is a short "The …" whose words the passage used before and the topic does not have."""
        clause = main_clause(sentence.text)
        if clause is None or not re.match(r"the\s", clause.subject, re.I) or count_words(clause.subject) > 4:
            return False
        stems = set(content_stems(clause.subject)) - self._topic.stems
        before = " ".join(split_sentences(sentence.hit.chunk.text)[: sentence.position])
        return bool(stems) and stems <= set(content_stems(before))


def stem_vectors(texts: Sequence[str]) -> np.ndarray:
    """Unit rows over the texts' stems, square-rooted counts: what cosine means without an encoder.

    A stem's column is its checksum modulo `STEM_COLUMNS`, so that rows of different calls can be compared.
    """
    import numpy as np

    rows = np.zeros((len(texts), STEM_COLUMNS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for s in content_stems(text):
            row[crc32(s.encode()) % STEM_COLUMNS] += 1
    rows = np.sqrt(rows)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
