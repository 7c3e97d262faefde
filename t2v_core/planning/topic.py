"""What a film is about: the phrases of a topic and objective, their short forms, and who is the subject of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .asked import ASKED_FOR, ASPECTS, CLASS_NOUNS, deed_of, only_attributes, phrases_of, terms_of_text, unframed
from .english.grammar import main_clause
from .english.related import one_meaning
from .english.spelling import without_title_capitals
from .other_names import other_names
from .text import (
    FUNCTION_WORDS,
    GENERAL_WORDS,
    mention_stems,
    squash,
    stem,
    term_stems,
    words,
)

# Share of the passages with a phrase's head noun that have the whole phrase, from which the noun alone stands for it.
HEAD_SHARE = 0.35
# How much of a phrase its head noun alone names, in a heading and in a section on the topic.
HEAD = 0.8
# Share of a wider heading's words that must be the topic's ("Intentional Torts and Negligence" is on other things too).
OWN_HEADING = 0.4
# What another of the same name but of another number ("World War II") names at most of the topic.
OTHER_NUMBER = 0.5
# A heading's own number: "Part IV", "6", "3.1", "A.2", "II."; no year, and no letter that is a word ("V shape", "X rays").
# A book chunked elsewhere may have lost the space behind it ("1.2.1Linear motion").
NUMBER = re.compile(
    r"^(?:(?i:chapter|section|part|appendix|unit|lesson)\s+(?:\d+|[A-Z]|(?i:[ivx]+))(?:\.\d+)*[.:)]?"
    r"|\d{1,2}(?:\.\d+)*[.:)]?|\d+(?:\.\d+)*(?:\.\d+|[.)])|(?:[A-Z]|[IVX]+)(?:(?:\.\d+)+[.:)]?|\)|\.(?!\s+[a-z]))|[ivx]+[.)])\s+(?=\S)"
    r"|^\d{1,2}(?:\.\d+)+(?=[A-Z][a-z])"
)
# Phrases of a request from which one of them alone says little.
MANY = 3
# Where a request looks at its subject: "nuclear fusion *in the Sun*" is about fusion. Not "in terms of".
_WHERE = re.compile(r"\s(?:in|within|inside|during|among|throughout)\s(?!terms\b|which\b)", re.I)
# Passages that name the subject, from which its place alone does not stand for it.
_NAMED_IN = 3
# When it was says less of what it is ("sharecropping *after the Civil War*").
_WHEN = re.compile(
    r"(?<=\w)\s(?:after|before|during|since|until) (?:the )?(?:(?:[A-Z][\w’'-]*\s){0,3}(?i:wars?|age|era|revolution|century|period|crisis|depression|antiquity|reconstruction|reformation|renaissance)|\d{4}s?)\b.*$"
)

# "About half the stars are …" says nothing of what stars are.
SOME_OF = re.compile(
    r"(?:about|around|almost|nearly|roughly|over|half|most|many|some|several|few|all|each|every|any|no|none|another|other|certain"
    r"|both|one|two|three|four|\d[\d.,]*)\b(?!-)",  # "one-hot encoding" is a thing
    re.I,
)

# Words that set no other thing apart when they stand before a noun ("the new law").
_GENERAL = frozenset(map(stem, FUNCTION_WORDS | (GENERAL_WORDS - {"first", "second", "third"})))


@dataclass(frozen=True)
class Topic:
    """A topic as a set of noun phrases; the first is the one a definition is wanted of."""

    text: str
    phrases: tuple[str, ...]  # as asked, without framing words
    aliases: tuple[str, ...] = ()  # short or long forms the passages use
    objective: str = ""
    # Stems of the head nouns that may stand for their phrases; None where no text was read.
    heads: frozenset[str] | None = None
    # Those of the phrases that only say where the request looks at the others.
    places: frozenset[str] = frozenset()
    # What a question asks how or why its subject does ("pumps"); "" where the request names a thing.
    deed: str = ""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The phrases that name what the film is about."""
        return tuple(p for p in self.phrases if p not in self.places)

    @property
    def name(self) -> str:
        """The topic without its framing, for titles and queries."""
        return " ".join(self.phrases) if len(self.phrases) == 1 else unframed(self.text, self.phrases)

    @property
    def queries(self) -> tuple[str, ...]:
        """What is near to the topic: its name, and the request's words for the side of it that is asked ("causes of …")."""
        asked = re.search(r"\b(?:[\w-]+ (?:of|for|behind) |(?:how|why)\b).*", self.text, re.I)
        return (self.name, asked[0]) if asked and asked[0].lower() != self.name.lower() else (self.name,)

    @property
    def title(self) -> str:
        """The topic as a film's title: a question asked with how or why in its own words, else its name."""
        asked = re.match(r"(?:how|why)\b(?P<verb> (?:do|does|did|is|are|can)\b)?", self.text, re.I)
        if not asked:
            return self.name
        return self.text.rstrip(" ?.!") + ("?" if asked["verb"] and self.text.rstrip().endswith("?") else "")

    @property
    def is_proper(self) -> bool:
        """Whether the first phrase is a proper name of several words, as it was typed and as the book writes it ("Spanish Civil War")."""
        return len(words(self.phrases[0])) > 1 and all(
            w[:1].isupper() for w in words(self.phrases[0]) if w.lower() not in FUNCTION_WORDS
        )

    @cached_property  # every passage is compared with them
    def stems(self) -> frozenset[str]:
        """Stems of the topic's words."""
        return frozenset(s for p in self.phrases for s in term_stems(p))

    @property
    def objective_stems(self) -> frozenset[str]:
        """Stems of the objective's words that the topic does not have already."""
        return frozenset(s for p in phrases_of(self.objective) for s in term_stems(p)) - self.stems

    def covered(self, text: str) -> frozenset[str]:
        """The topic's stems that `text` mentions, a phrase's short form standing for the phrase."""
        stems = mention_stems(text)
        found = self.stems & stems
        if any(term_stems(alias) <= stems for alias in self.aliases):
            found |= term_stems(self.phrases[0])
        return found - {s for p in self.phrases if _lacks_will(p, text) for s in term_stems(p)}

    def mentions(self, text: str) -> float:
        """1 when a whole topic phrase (or short form) is in `text`, else the share of the topic's stems that are.

        Of a request of many phrases two must be; of a question its subject and what is asked of that.
        """
        stems = mention_stems(text)
        if self.deed:
            return self.share_named(text)
        named = sum(_has(p, text, stems) for p in (*self.subjects, *self.aliases))
        if named >= (2 if len(self.subjects) > MANY else 1):
            return 1.0
        share = len(self.stems & stems) / max(1, len(self.stems))
        other = self.has_other_number(text) or any(_lacks_will(p, text) for p in self.phrases)
        return min(share, OTHER_NUMBER) if other else share

    def does(self, text: str) -> bool:
        """Whether `text` has the verb that is asked about, or a word of its meaning ("filtration" for "filters")."""
        asked = stem(self.deed) if self.deed else ""
        said = mention_stems(text) - (self.stems - {asked})  # a pump is a heart too
        found = {s for s in said if asked and (s == asked or one_meaning(s, asked))}
        return bool(found and found - only_attributes(text))

    def share_named(self, text: str) -> float:
        """How much of the topic `text` names, 0 to 1: its first phrase is what it is about, others where.

        Of a question ("how the heart pumps blood") the verb counts as much as its subject, and an object can stand for it.
        """
        others = [self.has_phrase(p, text) for p in self.phrases[1:]]
        first = self.has_phrase(self.phrases[0], text)
        if self.deed:
            return (first + (any(others) or self.does(text))) / 2
        return (first + 0.5 * sum(others)) / (1 + 0.5 * len(others))

    def heading_of(self, section: Sequence[str]) -> str:
        """What the headings say a passage is about: the innermost one, and the one above it where that is on little but the topic."""
        if len(section) < 2:
            return " ".join(section)
        wider = mention_stems(NUMBER.sub("", section[-2]))
        named = self.covered(section[-2])
        return " ".join(section[-2:]) if len(named) >= OWN_HEADING * len(wider) else section[-1]

    def is_heading(self, heading: str) -> bool:
        """Whether a heading is the topic's name and nothing else ("6 Back-propagation")."""
        return self.is_worded(heading) or (not self.deed and self.names(NUMBER.sub("", heading)))

    def is_worded(self, heading: str) -> bool:
        """Whether the request is the heading word for word, but for an article before it."""
        return _bare(self.text) == _bare(NUMBER.sub("", heading))

    def is_aspect(self, heading: str) -> bool:
        """Whether a heading is on one side of a thing only ("Applications of …"), for which the request does not ask."""
        found = re.match(r"(?P<head>(?:[\w-]+ ){0,2}[\w-]+) (?:of|in) ", NUMBER.sub("", heading))
        asked = f"{self.text} {self.objective}".lower()
        return bool(found) and any(w.lower() in ASPECTS and w.lower() not in asked for w in words(found["head"]))

    def has_phrase(self, phrase: str, text: str) -> bool:
        """Whether `text` has one of the topic's phrases; for the first one a short form will do."""
        stems = mention_stems(text)
        forms = (phrase, *self.aliases) if phrase == self.phrases[0] else (phrase,)
        return any(_has(f, text, stems) for f in forms)

    def has_head(self, text: str) -> bool:
        """Whether `text` has the head noun of one of the phrases ("the crash", where a section is on the market crash)."""
        return any(self.stands_for(phrase, text) for phrase in self.subjects)

    def stands_for(self, phrase: str, text: str) -> bool:
        """Whether `text` has the phrase's head noun, and the passages mostly use that for the phrase."""
        head = _head(phrase)
        return bool(head) and (self.heads is None or head in self.heads) and head in mention_stems(text)

    def sibling(self, name: str) -> frozenset[str]:
        """The words that a name sets before the topic's head noun instead of the topic's own: "third" of "third law",
        where the second law is asked for."""
        said = [stem(w) for w in words(NUMBER.sub("", name))]
        for phrase in self.subjects:
            if number := _other_number(phrase, name):  # "World War II"
                return frozenset({number.lower()})
            core, head = term_stems(re.split(r"\sof\s", phrase)[0]), _head(phrase)
            if len(core) < 2 or head not in said or core <= set(said):
                continue
            at = said.index(head)
            other = frozenset(said[max(0, at - 2) : at]) - self.stems - _GENERAL
            if other and not self.names(name):
                return other
        return frozenset()

    def has_other_number(self, text: str) -> bool:
        """Whether `text` has a numbered name of the topic under another number only ("World War II")."""
        return any(_other_number(phrase, text) for phrase in self.phrases)

    def is_subject_of(self, sentence: str) -> bool:
        """Whether the sentence's subject *is* one of the topic's phrases, not a special case of it."""
        clause = main_clause(sentence)
        if clause is None or (SOME_OF.match(sentence) and not self._opens(sentence)):
            return False
        return self.names(clause.subject, clause.rest)

    def _opens(self, sentence: str) -> bool:
        """Whether the sentence begins with one of the topic's phrases, in its own words ("No free lunch …")."""
        return any(sentence.lower().startswith(p.lower()) for p in (*self.subjects, *self.aliases))

    def opens(self, sentence: str) -> bool:
        """Whether the sentence begins "In *the topic*, …"."""
        found = re.match(r"(?:In|With|Under|During|Through) (?:an? |the )?(?P<what>[^,]{3,60}),", sentence)
        return bool(found) and self.names(found["what"])

    def names(self, subject: str, meaning: str = "") -> bool:
        """Whether a noun phrase is one of the topic's phrases, give or take a class noun and a short form.

        A word of the phrase may also stand in the `meaning` ("k-means is a *clustering* method").
        """
        bare = re.sub(r"\([^)]*\)|,.*$", "", subject)
        own, said = _core(bare), mention_stems(meaning)
        back = re.match(r"the\s", bare, re.I)  # "the response", its head alone, is one spoken of before
        if not back and any(" of " in p and own == {_head(p)} <= (self.heads or set()) for p in self.subjects):
            return True  # "Ownership is …" where "ownership of values" is asked for
        return any(
            own
            and own <= core
            and (own == core or not core <= said)  # "muscle is …, and there is *smooth muscle*": the wider thing
            and core - own <= (frozenset() if back and own <= term_stems(phrase.split()[-1]) else said)
            for phrase in (*self.subjects, *self.aliases)
            if (core := _core(phrase)) and not _lacks_will(phrase, subject)
        )


def read_topic(topic: str, objective: str = "", passages: Iterable[str] = ()) -> Topic:
    """Split a request into its noun phrases and look up their short forms in the passages."""
    passages = tuple(passages)
    asked = without_title_capitals(ASKED_FOR.sub("", squash(topic)), passages)
    topic = _WHEN.sub("", asked)
    text = "\n".join(passages)
    phrases = phrases_of(topic, terms_of_text(topic, text)) or phrases_of(asked) or (squash(asked),)
    heads = _heads(phrases, passages) if passages else None
    places = _places(topic, phrases, passages)
    return Topic(
        squash(asked), phrases, tuple(other_names(phrases, text)), squash(objective), heads, places, deed_of(asked)
    )


def _places(topic: str, phrases: Sequence[str], passages: Sequence[str]) -> frozenset[str]:
    """The phrases behind the request's "in", where the passages speak of those before it."""
    parts = _WHERE.split(topic, maxsplit=1)
    behind = [p for p in phrases if p.lower() in parts[-1].lower() and p.lower() not in parts[0].lower()]
    before = [term_stems(p) for p in phrases if p not in behind]
    if not behind or not before:
        return frozenset()
    named = sum(any(stems <= mention_stems(passage) for stems in before) for passage in passages)
    return frozenset(behind) if named >= _NAMED_IN else frozenset()


def _heads(phrases: Sequence[str], passages: Sequence[str]) -> frozenset[str]:
    """Stems of the head nouns that the passages mostly use for their phrases: "crash" of "market crash", not "bill" of "bill of rights"."""
    plain = [re.sub(r"[\W_]", "", p.lower()) for p in passages]
    found = set()
    for phrase in phrases:
        head, whole = _head(phrase), term_stems(phrase)
        begins = head[
            : max(3, len(head) - 2)
        ]  # every spelling of the word begins so: few passages need be read word by word
        with_head = [
            s for s in (mention_stems(p) for p, t in zip(passages, plain, strict=True) if begins in t) if head in s
        ]
        if sum(whole <= stems for stems in with_head) >= HEAD_SHARE * len(with_head):
            found.add(head)
    return frozenset(found)


def _has(phrase: str, text: str, stems: frozenset[str]) -> bool:
    """Whether a text of these stems has the phrase, and not only under another number."""
    return term_stems(phrase) <= stems and not (_other_number(phrase, text) or _lacks_will(phrase, text))


def _lacks_will(phrase: str, text: str) -> bool:
    """Whether the phrase has the noun "will", which no stem stands for, and the text does not have it there ("free press")."""
    named, said = (squash(t.lower().replace("-", " ")) for t in (phrase, text))
    return "will" in named.split() and named not in said


def _other_number(phrase: str, text: str) -> str:
    """The number under which a text has a numbered name of the topic, where it never has the topic's own: "II" of
    "World War II" for "World War I"; else ""."""
    name = re.fullmatch(r"(?P<name>.*\w) (?P<number>[IVX]+)", phrase)
    if not name:
        return ""
    found = re.findall(rf"\b{re.escape(name['name'])}s?\s([IVX]+)\b(?:\s(?:and|or)\s([IVX]+)\b)?", text, re.I)
    numbers = [n for pair in found for n in pair if n]
    return "" if not numbers or name["number"] in numbers else numbers[0]


def _bare(name: str) -> list[str]:
    """The words of a name without case and first article."""
    return re.sub(r"^(?:an?|the)\s", "", squash(name).lower()).strip(" ?.!:").split()


def _head(phrase: str) -> str:
    """The stem of a phrase's head noun: "ownership" of "ownership of values"."""
    found = [w for w in words(re.split(r"\sof\s", phrase)[0]) if w != "I"]  # "World War I"
    return stem(found[-1]) if found else ""


def _core(phrase: str) -> frozenset[str]:
    """Stems that decide which thing a phrase names."""
    return term_stems(" ".join(w for w in words(phrase) if w.lower() not in CLASS_NOUNS))
