"""Which sentences of the evidence may be spoken: clean, complete, and understandable on their own.

A narrated sentence stands in its passage word for word, citations left out, so nothing can be mended here: a sentence with a flaw
(`flaws`) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...book.sentences import sentence_spans
from ...retrieval.model import Hit
from ..plan import as_sentence
from ..text import capitalise, count_words, squash
from .citations import without_citations
from .flaws import MAX_WORDS, MIN_WORDS, flaw, introduced_letters
from .grammar import main_clause
from .leadins import without_connective, without_heading, without_lead_in, without_pointer
from .quotations import quoted
from .references import EXAMPLE_MARK, dangles
from .tasks import example_begins, exercise_begins, tells_of_reader

# Sentences with which a section begins.
BEGINNING = 2

_FOOTNOTE = re.compile(r"(?<=[a-z)]\.)\d{1,2}$")  # a note's mark that the file sets right behind the full stop
# What is told behind "This is summed up by the law:" holds; behind "a widespread mistake:", "It was once held:" it may not.
_STATES_A_LAW = re.compile(r"\b(?:laws?|rules?|principles?|theorem|property|relation|key|follows)\b", re.I)
_SAID_ONLY = re.compile(
    r"\b(?:was|were|had|did|not|no|said|says?|held|hold|thought|believ\w+|claim\w*|argu\w+|suppos\w+|assum\w+|seem\w*|mistake\w*|myth\w*|wrong|false|once)\b",
    re.I,
)
# A sentence that seems to end with an abbreviation ("Brown v.") goes on.
_BROKEN_BEFORE = re.compile(r"\b(?:vs?|cf)\.\s*$")
# Sections that do not teach.
_NOT_TEACHING = re.compile(
    # Before the word only what says where or whose: "Big-O Notation" and "Dangling References" teach.
    r"(?:(?:[\d.]+|[A-Z]\.?|[ivx]+\.|chapter|section|unit|module|part|book|course|key|selected|suggested|additional|further|general|more|some|author['’]s|review|end[- ]of[- ]chapter)\s)?(?:preface|foreword|footnotes|endnotes|key terms|terms to know|glossary|vocabulary|try it|prologue|acknowledg\w*|about (?:the|this)\b|notation|licen[cs]e|copyright|contents|index|references|bibliography|exercises?|problems|objectives|learning (?:outcomes|goals)|quiz|critical thinking|free response|answers?(?=\W*$)"
    r"|(?:review|practice|discussion|self-?check|conceptual|study|multiple[- ]choice|short[- ]answer|essay) (?:questions|problems)|(?:test|exam) prep\w*|practice (?:test|exam|quiz)\w*|homework|check your\b|further (?:reading|exploration|study)|(?:videos?|web ?sites?|articles|links|resources|(?:group |class |learning )?activities|assignments)(?=\W*$)|how to (?:use|read)|credits|contributors|list of|release notes|change ?log)(?:\b|$)",
    re.I,
)
# All that stands under these headings is about the book, whatever its own heading.
_FRONT_MATTER = re.compile(
    r"(?:preface|foreword|prologue|acknowledg\w*|about (?:the|this) (?:book|text\w*|authors?|edition)|references|bibliography|glossary|index|contents)(?:\W*$|\b(?=\W))",
    re.I,
)
# What a sentence takes back behind its semicolon, and what in front of it only half of something is.
_TAKES_BACK = re.compile(
    r"(?:\w+,? ){0,2}(?:however|but|yet|rather|instead|otherwise|nevertheless|nonetheless|still|unless|except|in (?:reality|fact|truth))\b",
    re.I,
)
_HALF = re.compile(
    r"^(?:not (?:only|just|merely)|on (?:the )?one hand|if)\b|\((?:i|1|a)\)|\b(?:either|neither|both)\b",
    re.I,
)
# What is denied is told of by what is so instead; what follows from a denial is not.
_DENIES = re.compile(r"\b(?:not|never|cannot|no longer|nor)\b|n[’']t\b", re.I)
_FOLLOWS = re.compile(
    r"(?:therefore|thus|hence|consequently|accordingly|as a result|for example|this|these|that is)\b", re.I
)


@dataclass(frozen=True)
class Sentence:
    """A clean sentence of a passage."""

    text: str  # a stretch of the passage, word for word
    hit: Hit
    position: int  # among all sentences of its chunk, from 0
    dangling: bool  # only understood right behind the sentence before it
    opens: bool = False  # first of its paragraph, where a textbook says what the paragraph is about
    begins: bool = False  # among the first two of its section, where a textbook says what the section is about
    head: str = ""  # what introduces it in the book, up to a colon ("This is stated by Lenz's law: …", "Sweeping: …")
    untied: bool = False  # without the "Thus," or "However," with which the book ties it to the sentence before

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def key(self) -> tuple[str, int]:
        """Chunk and position: equal for the same sentence found by two queries."""
        return self.hit.chunk.id, self.position

    def in_section_of(self, other: Sentence) -> bool:
        """Whether both stand under the same headings of one book."""
        a, b = self.hit.chunk, other.hit.chunk
        return bool(a.section) and (a.book, a.section) == (b.book, b.section)

    def follows(self, other: Sentence) -> bool:
        """Whether this is the very next sentence of the same chunk."""
        return self.hit.chunk.id == other.hit.chunk.id and self.position == other.position + 1


def clean_sentences(hits: Iterable[Hit], min_words: int = MIN_WORDS) -> list[Sentence]:
    """Every speakable sentence of the hits, without repetitions, in the order of the hits."""
    found: list[Sentence] = []
    seen: set[str] = set()
    hits = list(hits)
    first = _first_of_sections(hits)
    for hit in hits:
        if not is_taught(hit.chunk.section):
            continue
        text_of = hit.chunk.text
        others = quoted(text_of)
        letters = introduced_letters(text_of)
        exercise, example = exercise_begins(text_of), example_begins(text_of)
        for position, (start, end) in enumerate(sentence_spans(text_of)):
            text = without_citations(without_lead_in(without_pointer(_FOOTNOTE.sub("", text_of[start:end]))))
            if _BROKEN_BEFORE.search(text_of[:start]):
                continue  # the second half of a sentence
            if start >= exercise or any(a < start + 1 and end <= b for a, b in others):
                continue  # a task, or somebody else's word
            said = without_heading(text, hit.chunk.section, text_of)
            head, text = text.removesuffix(said), _first_statement(said)
            folded = squash(text).lower()
            if folded in seen or flaw(as_sentence(text) if len(text) < end - start else text, min_words, letters):
                continue
            seen.add(folded)
            opens = not text_of[:start].strip() or text_of[:start].rstrip(" \t").endswith("\n\n")
            begins = position < BEGINNING and hit.chunk.id in first
            leans = dangles(as_sentence(text)) or (start > example and tells_of_reader(text))
            found.append(Sentence(text, hit, position, leans, opens, begins, head))
    return found


def _first_statement(text: str) -> str:
    """What a sentence says before its semicolon, where that is a statement and what follows is too much to be heard or
    points elsewhere ("; this process is …"); else the sentence."""
    first, semicolon, second = text.partition("; ")
    half = _HALF.search(first) or (_DENIES.search(first) and not _FOLLOWS.match(second))
    if not semicolon or half or _TAKES_BACK.match(second):
        return text  # the first half is not what the sentence says
    listed = ":" in first and not re.search(r":.*\b(?:and|or)\b", first)  # "two parts: A; and B"
    leans = dangles(capitalise(second)) and not dangles(as_sentence(first))
    much = count_words(text) > MAX_WORDS or (leans and (dangles(as_sentence(text)) or bool(flaw(as_sentence(text)))))
    cut = much and not listed
    return first if cut and count_words(first) >= MIN_WORDS and main_clause(f"{first}.") else text


def untied(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences that lean on the one before only by how they begin ("Thus, …", "This is its law: …"), as they stand without that."""
    found = []
    for sentence in sentences:
        if not sentence.dangling:
            continue
        for text in (without_connective(sentence.text), _behind_colon(sentence.text)):
            if text != sentence.text and not dangles(as_sentence(text)) and not flaw(as_sentence(text)):
                head = sentence.text.removesuffix(text) if ": " in sentence.text else ""
                found.append(replace(sentence, text=text, dangling=False, untied=True, head=head))
                break
    return found


def _behind_colon(text: str) -> str:
    """The statement behind "This is summed up by the law: …"; the whole where none stands there."""
    head, colon, said = text.partition(": ")
    states = colon and _STATES_A_LAW.search(head) and not _SAID_ONLY.search(head)
    return said if states and main_clause(as_sentence(said)) else text


def _first_of_sections(hits: Iterable[Hit]) -> set[str]:
    """The chunk with which each section begins, as far as the hits hold it."""
    first: dict[tuple, Hit] = {}
    for hit in hits:
        key = hit.chunk.book, hit.chunk.section
        if hit.chunk.section and (key not in first or hit.chunk.span < first[key].chunk.span):
            first[key] = hit
    return {hit.chunk.id for hit in first.values()}


def teaches(heading: str) -> bool:
    """Whether the section under a heading explains something; exercises, objectives and lists of links do not."""
    return not _NOT_TEACHING.match(heading)


def is_taught(section: Sequence[str]) -> bool:
    """Whether the section with this path of headings explains something: no part of a preface does."""
    return not section or (teaches(section[-1]) and not any(_FRONT_MATTER.match(h) for h in section[:-1]))


def said_as_example(text: str) -> bool:
    """Whether the sentence announces itself as an example ("For example, …")."""
    return bool(EXAMPLE_MARK.match(squash(text)))
