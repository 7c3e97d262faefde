"""Where a sentence stands: in a section on the topic, right behind a sentence on it, or beside the book's explanation."""

from __future__ import annotations

import re

from ..book.sentences import split_sentences
from .asked import CLASS_NOUNS
from .english.grammar import main_clause
from .english.sentences import Sentence
from .scene_roles import HEADED, NAMED, defines, named_at_end, role_scores
from .text import GENERAL_WORDS, content_stems, count_words, mention_stems, stem, term_stems, words
from .topic import Topic

# A sentence up to so many behind one that names the topic goes on about it.
CARRIES = 4
# How much of it makes a section the topic's home.
HOME = 0.60
# Nouns that name no thing alone.
GENERAL = frozenset(map(stem, GENERAL_WORDS | CLASS_NOUNS))
# How much a section must be about the topic (`focus.focus`) for the book to give it to nothing else.
OWN_SECTION = 0.9
REVIEW_HEADING = re.compile(
    r"(?:\S+\s)?(?:(?:chapter|section|unit|lecture)\s)?(?:review|summary|recap|in (?:summary|brief|short)|key (?:points|ideas|concepts|takeaways)"
    r"|(?:key )?(?:points|ideas|concepts) (?:and|&) (?:summary|review)|take-?aways|conclusions?|highlights)$",
    re.I,
)
# Sections on where a thing ends or fails: told behind what it is and does.
LIMITS_HEADING = re.compile(
    r"\b(?:limit(?:s|ations?)|pitfalls?|drawbacks?|disadvantages?|shortcomings?|problems? (?:with|of)|criticisms?|critiques?|objections?"
    r"|challenges?|dangers?|cautions?|caveats?|weakness(?:es)?|fails?|failures?)\b",
    re.I,
)
# Sections that a textbook sets behind or beside its explanation, and the words of a sentence that could stand there.
_ASIDE_SECTION = re.compile(
    r"\b(?:disorders?|diseases?|disturbances?|abnormalit\w+|imbalances?|histor(?:y|ical)|biograph\w+|careers?|everyday|anecdotes?"
    r"|case (?:stud(?:y|ies)|in point)|in the news|trivia|aging|first aid|CPR|courses?|installation|source code|controvers\w+|criticisms?)\b",
    re.I,
)
_ASIDE_WORDS = re.compile(
    r"\b(?:disorders?|diseases?|syndromes?|patients?|illness(?:es)?|abnormal(?:ly|it\w+)?|deficienc(?:y|ies)|failures?|symptoms?|clinicians?|physicians?"
    r"|(?:was|were) (?:first )?(?:discovered|invented|named|coined|awarded)|nobel|centur(?:y|ies))\b",
    re.I,
)

# Sentences back to which a case that a passage tells of may have been brought in.
CASE = 6
_THE = re.compile(r"\b[Tt]he (?P<noun>[a-z]{3,})(?=['’,.;]|\s(?!of\b|that\b|which\b|who\b|where\b|in which\b))")
_A = re.compile(r"\b[Aa]n? (?:[a-z-]+ )?(?P<noun>[a-z]{3,})\b")
ORDINAL = re.compile(r"^(?:the|each)\s+(?:first|second|third|fourth|last|other|new|original)\s", re.I)
_SOMEONE = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Hh]ers)\b|\b[A-Z][a-z]+['’]s (?:case|symptoms?|samples?|condition|doctor|mother|father|parents|story|test)\b"
)


class Context:
    """Whether a sentence stands where the book is speaking of the topic."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._sentences: dict[str, list[str]] = {}
        self._mentions: dict[str, list[bool]] = {}

    def inside(self, sentence: Sentence) -> bool:
        """The innermost heading names the topic."""
        return self._topic.mentions(self._topic.heading_of(sentence.hit.chunk.section)) >= 1

    def carried(self, sentence: Sentence) -> bool:
        """One of the few sentences right before it names the topic, so that it goes on about it."""
        chunk = sentence.hit.chunk
        if chunk.id not in self._mentions:
            self._mentions[chunk.id] = [self._topic.mentions(t) >= 1 for t in self._passage(sentence)]
        before = self._mentions[chunk.id][max(0, sentence.position - CARRIES) : sentence.position]
        return any(before)

    def roles(self, sentence: Sentence, focus: float | None) -> dict[str, float]:
        """Its roles; what defines the heading that the book gives to the topic's own section defines the topic."""
        scores = role_scores(sentence.text, self._topic)
        if sentence.head and self._topic.mentions(sentence.head) >= 1:
            return {**scores, "definition": NAMED}  # "… is stated by Lenz's law: …"
        path = sentence.hit.chunk.section
        heading = next((h for h in reversed(path) if not REVIEW_HEADING.match(h)), "")
        clause = main_clause(sentence.text)
        if (focus or 0.0) >= HOME and "definition" not in scores and self._defines_head(sentence):
            return {**scores, "definition": HEADED}
        if (focus or 0.0) < OWN_SECTION or not clause or not heading or not defines(sentence.text):
            return scores
        if term_stems(clause.subject) == term_stems(heading) and "definition" not in scores:
            scores["definition"] = HEADED
        return scores

    def _defines_head(self, sentence: Sentence) -> bool:
        """What defines the head noun alone under a heading with the whole term: "Induction is …" of "electromagnetic induction"."""
        text = sentence.text
        clause = main_clause(text)
        named = named_at_end(text)
        term = named[0] if named else clause.subject if clause and defines(text) else ""
        own = term_stems(term)
        headings = " . ".join(sentence.hit.chunk.section[-2:]).lower()
        return bool(own) and any(
            p.lower() in headings
            and len(term_stems(p)) > 1
            and own == term_stems(words(re.split(r"\sof\s", p)[0])[-1])
            and not own <= GENERAL
            for p in self._topic.phrases
        )

    def aside(self, sentence: Sentence) -> bool:
        """Its heading, or a word of its own, is of what stands around a topic, and the request has no such word."""
        if _asks_for_asides(self._topic):
            return False
        section = sentence.hit.chunk.section
        opens = sentence.begins and self._topic.is_subject_of(sentence.text)  # "Antibodies fight *disease*"
        return bool(
            (section and _ASIDE_SECTION.search(section[-1])) or (not opens and _ASIDE_WORDS.search(sentence.text))
        ) or self._tells_of_someone(sentence.text)

    def of_a_sibling(self, sentence: Sentence) -> bool:
        """It speaks of another thing of the topic's kind ("the third law", where the second one is asked for), and no
        wider section on the topic tells of that."""
        if self._topic.mentions(sentence.text) >= 1:
            return False
        clause = main_clause(sentence.text)
        path = sentence.hit.chunk.section
        heading = next((h for h in reversed(path) if not REVIEW_HEADING.match(h)), "")
        subject = clause.subject if clause and count_words(clause.subject) <= 6 else ""
        other = self._topic.sibling(heading) or self._topic.sibling(subject)
        within = [h for h in path if self._topic.mentions(h) >= 1 and not other & mention_stems(h)]
        return bool(other) and not within

    def takes_up(self, sentence: Sentence) -> bool:
        """Its subject is a short "The …" whose words the passage used before and the topic does not have."""
        clause = main_clause(sentence.text)
        if clause is None or not re.match(r"(?:the|each)\s", clause.subject, re.I) or count_words(clause.subject) > 4:
            return False
        stems = set(content_stems(ORDINAL.sub("", clause.subject))) - self._topic.stems
        before = " ".join(self._passage(sentence)[: sentence.position])
        return bool(stems) and stems <= set(content_stems(before))

    def of_a_case(self, sentence: Sentence) -> bool:
        """It speaks of "the dog" of which the passage told as "a dog": of one case, and not of the thing in general."""
        before = " ".join(self._passage(sentence)[max(0, sentence.position - CASE) : sentence.position])
        nouns = {m["noun"] for m in _THE.finditer(sentence.text)} - {m["noun"] for m in _A.finditer(sentence.text)}
        cases = {m["noun"] for m in _A.finditer(before)}
        return any(stem(n) not in self._topic.stems for n in nouns & cases)

    def _passage(self, sentence: Sentence) -> list[str]:
        """The sentences of the passage it stands in, split once."""
        chunk = sentence.hit.chunk
        if chunk.id not in self._sentences:
            self._sentences[chunk.id] = split_sentences(chunk.text)
        return self._sentences[chunk.id]

    def _tells_of_someone(self, text: str) -> bool:
        """A sentence on one person, for a topic without a name in it: a story that the book tells beside its subject."""
        return bool(_SOMEONE.search(text)) and not re.search(r"\s[A-Z][a-z]", self._topic.text)


def is_beside(heading: str, topic: Topic) -> bool:
    """Whether a heading is of what a textbook sets behind or beside its explanation, for which the topic does not ask."""
    return bool(_ASIDE_SECTION.search(heading)) and not _asks_for_asides(topic)


def _asks_for_asides(topic: Topic) -> bool:
    asked = f"{topic.text} {topic.objective}"
    return bool(_ASIDE_SECTION.search(asked) or _ASIDE_WORDS.search(asked))
