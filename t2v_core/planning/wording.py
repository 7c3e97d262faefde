"""Titles, labels and key concepts of scenes: phrases of the passages and headings of the book, never made up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .draft import Draft
from .english.grammar import behind_subject, main_clause, noun_phrases, parse
from .english.phrases import is_noun_phrase, label_of, name_of
from .plan import Visual
from .scene_roles import WEAK, named_at_end
from .text import (
    FUNCTION_WORDS,
    GENERAL_WORDS,
    capitalise,
    content_stems,
    count_words,
    mention_stems,
    specific_stems,
    term_stems,
    words,
)
from .titles import LOOSE, assertion, cuts_list, cuts_phrase, of_list, versus
from .topic import Topic

MAX_TITLE_WORDS, MAX_LABEL_WORDS, MAX_CONCEPTS = 8, 10, 3
_NUMBERING = re.compile(
    r"^(?:(?:chapter|section|part|appendix|unit|lesson)\s+(?:\d+|[A-Z]|[IVX]+)|\d+|(?:[A-Z]|[IVX]+)(?=\.))(?:\.\d+)*[.:)]?\s+(?=\S)",
    re.I,
)
_BAD_HEADING = re.compile(
    r"[=<>{}\\|∑∂]|\.{3}|\b(?:exercises?|references|bibliography|contents|preface|index|(?:key )?(?:summary|terms|concepts)|objectives|review|glossary|part \d+|outcomes|further reading|introduction|overview|notation|example)\b$",
    re.I,
)
_PLAIN_TITLES = {
    "hook": "Why {0} matters",
    "definition": "{0} defined",
    "mechanism": "How {0} {1}",
    "contrast": "{0} compared",
    "example": "{0} by example",
    "result": "The effect of {0}",
    "key_idea": "{0}: the key idea",
    "recap": "Recap of {0}",
}
_LAST_RESORT = "A closer look at"
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight) (?:(?!of\b)[\w-]+ )?(?:steps|stages|phases|types|kinds|forms|parts|layers|classes|functions)\b",
    re.I,
)
_NO_LABEL = re.compile(
    r"(?:it|they|this|that|we|you|what|how|whether|which|using|by|to|in|on|at|as|so|for|from|with|of|there|then)\b",
    re.I,
)
_BEHIND_HEAD = re.compile(r"\s(?:of|in|for|on|with|by|from|to|at|between|among|during)\s")
_ARTICLE = re.compile(r"^(?:an?|the|that)\s+", re.I)


class Wording:
    """Words scenes one by one and remembers the titles given."""

    def __init__(self, topic: Topic, texts: Sequence[str]) -> None:
        self._topic = topic
        self._titles: set[str] = set()
        self._parts = 0  # scenes for which the book had no words for a title
        self._texts = tuple(texts)
        self._stems = [mention_stems(t) for t in texts]
        self._names = {w for t in texts for w in re.findall(r"(?<=[a-z,] )[A-Z]\w+", t)}
        self._seen_small = {w for t in texts for w in words(t) if w[:1].islower()}
        self._frequency = Counter(p.lower() for t in texts for p in noun_phrases(t))

    def title(self, draft: Draft, visual: Visual) -> str:
        """A specific title of two words or more that no other scene has."""
        clause = main_clause(draft.lead.sentence.text)
        said = label_of(behind_subject(draft.lead.sentence.text, clause), MAX_TITLE_WORDS) if clause else ""
        last = [said] if count_words(said) > 2 and not cuts_phrase(draft.lead.sentence.text, said) else []
        for title in [*self._title_options(draft, visual), *last, *self._beside(draft)]:
            clean = title.strip(" .,:;")
            if title != self._heading(draft, said=False):
                clean = capitalise(clean)
            if 2 <= count_words(clean) <= MAX_TITLE_WORDS and self._fold(clean) not in self._titles:
                self._titles.add(self._fold(clean))
                return clean
        self._parts += 1
        return f"{capitalise(self._name(draft))}, part {len(self._titles) + self._parts}"

    def _beside(self, draft: Draft) -> list[str]:
        """ "Resonance and damping": the topic beside what else the scene speaks of."""
        name = self._name(draft)
        others = [c for c in self.concepts(draft) if not term_stems(name) & term_stems(c)]
        return [f"{name} and {self._lower_first(c)}" for c in others]

    def label(self, draft: Draft, title: str) -> str:
        """At most ten words of the leading sentence that say the point, without being the sentence."""
        text = draft.lead.sentence.text
        clause = main_clause(text)
        options = []
        if clause and draft.role == "definition":
            meant = clause.subject if named_at_end(text) else clause.rest
            plain = clause.verb.lower().split()[0] in {"is", "are"}
            options.append(label_of(_ARTICLE.sub("", meant), MAX_LABEL_WORDS) if plain else "")
        if clause:
            said = label_of(behind_subject(text, clause), MAX_LABEL_WORDS)
            options.append(said if f"{clause.verb} " in f"{said} " and not said.endswith(clause.verb) else "")
            rest = label_of(_ARTICLE.sub("", clause.rest), MAX_LABEL_WORDS)
            if not clause.negated and is_noun_phrase(rest):  # without its verb the rest would say the opposite
                options.append(rest)
        options += self.concepts(draft)
        for option in options:
            if _NO_LABEL.match(option) or cuts_list(text, option):
                continue
            same = _ARTICLE.sub("", option).lower() == _ARTICLE.sub("", title).lower()
            new = not same and count_words(option) < draft.words
            if count_words(option) > 1 and new:
                return capitalise(option)
        return ""

    def concepts(self, draft: Draft) -> list[str]:
        """Up to three noun phrases: those that name the topic first, then the most used and longest."""
        scored: dict[str, float] = {}
        for candidate in draft.sentences:
            clause = main_clause(candidate.sentence.text)
            verb = clause.verb.split()[0] if clause else ""
            for phrase in noun_phrases(candidate.sentence.text):
                value = self._worth(phrase) if verb not in phrase.split() else 0.0
                if value > 0:
                    scored.setdefault(phrase, value)
        chosen: list[str] = []
        for phrase in sorted(scored, key=lambda p: -scored[p]):
            if all(not set(content_stems(phrase)) & set(content_stems(c)) or self._distinct(phrase, c) for c in chosen):
                chosen.append(phrase)
        return chosen[:MAX_CONCEPTS]

    def _title_options(self, draft: Draft, visual: Visual) -> list[str]:
        """Candidates for the title, best first: question, heading, short assertion, concept, concept of the topic."""
        topic = draft.topic or self._topic
        clause = main_clause(draft.lead.sentence.text)
        subject = name_of(clause.subject, 5) if clause else ""
        if draft.role == "definition" and draft.lead.sentence.head:
            return [f"{capitalise(self._name(draft))} stated", self._plain(draft)]
        if draft.role == "definition" and clause and (subject or named_at_end(draft.lead.sentence.text)):
            if named := named_at_end(draft.lead.sentence.text):
                asked = self._lower_first(named[0])
                alone = rf"\b(?:the|an?)\s+(?={re.escape(named[0])}(?:[.,;:)]|$|\s(?:because|when|in|by|for|and|or)\b))"
                article = re.search(alone, draft.lead.sentence.text, re.I)
                be = "are" if clause.verb.startswith("are") and parse(named[0])[-1].tag == "NNS" else "is"
                return [f"What {be} {article[0].lower() if article else ''}{asked}?", f"{named[0]} defined"]
            head = parse(re.split(r"\sof\s|\s*[(,]", clause.subject)[0])
            plural = clause.verb.lower().split()[0] in {"are", "denote", "refer"} or head[-1].tag == "NNS"
            verb = "are" if plural else "is"
            whole = re.sub(r"\s*[(,].*$", "", clause.subject)
            asked = whole if count_words(whole) <= 6 else subject
            return [f"What {verb} {self._lower_first(asked)}?", f"{subject} defined"]
        if draft.role == "recap":
            if topic.title != topic.name:
                return [f"Recap: {self._lower_first(topic.title)}"]
            return [f"Recap of {topic.name}", f"Recap of {self._name(draft)}"]
        own = [c for c in self.concepts(draft) if count_words(c) <= 5 and not term_stems(c) <= topic.stems]
        options = [
            versus(visual, self._lower_first),
            self._counted(draft),
            self._heading(draft),
            assertion(draft.lead.sentence.text),
        ]
        options.append(of_list(draft.lead.sentence.text))
        options.append(self._heading(draft, said=False))
        options.append(self._under(draft))
        known = subject and count_words(subject) > 1 and not LOOSE.match(clause.subject) if clause else False
        if known and not topic.names(subject) and is_noun_phrase(subject) and self._worth(subject) > 0:
            options.append(subject)
        plain = self._plain(draft)
        last = plain.startswith(_LAST_RESORT)
        options.append("" if last else plain)
        telling = [c for c in own if count_words(c) > 1]
        name = self._name(draft)
        beside = [f"{name}: {self._lower_first(c)}" for c in telling if not term_stems(name) & term_stems(c)]
        beside = (
            beside if len(topic.phrases) == 1 or count_words(name) > 1 else []
        )  # half of a topic of two names nothing
        options += [*beside, *telling] if draft.lead.names_topic else [*telling, *beside]
        options.append(plain if last else "")
        return [o for o in options if o]

    def _plain(self, draft: Draft) -> str:
        """What a scene of its role may always be called; nothing for a topic that is a sentence ("nephrons filter blood")."""
        topic, name = draft.topic or self._topic, self._name(draft)
        gerund = re.fullmatch(r"[A-Za-z]+ing", name)  # "forgetting", "conditioning" name things too
        if not (gerund or is_noun_phrase(name)) or re.match(r"(?:how|why)\b", topic.text, re.I):
            return ""
        named = f"{self._article(name)}{self._lower_first(name)}"
        if draft.lead.roles.get(draft.role, 0.0) <= WEAK or not draft.lead.subject_fits:
            return f"{_LAST_RESORT} {named}"
        head = parse(_BEHIND_HEAD.split(name)[0])[-1]  # "the evaluation of arguments *works*"
        works = "work" if head.tag in {"NNS", "NNPS"} else "works"
        return _PLAIN_TITLES[draft.role].format(named if draft.role in {"mechanism", "result"} else name, works)

    def _article(self, name: str) -> str:
        """ "the " where the passages mostly say "the cardiac cycle"."""
        found = [
            m.group(1) for t in self._texts for m in re.finditer(rf"(\b(?:the|an?) )?\b{re.escape(name)}\b", t, re.I)
        ]
        if not found and " of " in name:
            return "the "  # "the development of the heart", whose parts the passages name one by one
        return "the " if 2 * sum(map(bool, found)) > len(found) else ""

    def _counted(self, draft: Draft) -> str:
        """ "Blood clotting: three steps" of a sentence that announces them."""
        text, name = draft.lead.sentence.text, self._name(draft)
        found = _COUNTED.search(text)
        of = re.match(r"\sof\s(?P<what>[^,:;.]+)", text[found.end() :]) if found else None
        if found is None or (of and not term_stems(name) <= mention_stems(of["what"])):
            return ""  # "three types of learning", of which the topic is one
        return f"{name}: {found[0].lower()}"

    def _name(self, draft: Draft) -> str:
        """The phrase of the topic that the scene names, else the one the passages use most."""
        phrases = (draft.topic or self._topic).phrases
        said = mention_stems(draft.lead.sentence.text)
        named = [p for p in phrases if term_stems(p) <= said]
        return max(named or phrases, key=lambda p: (self._used(p), len(p)))

    def _used(self, phrase: str) -> int:
        """In how many passages the phrase stands."""
        wanted = term_stems(phrase)
        return sum(wanted <= stems for stems in self._stems)

    def _heading(self, draft: Draft, said: bool = True) -> str:
        """The passage's own heading when it is specific and, if `said`, in the words of the scene."""
        section = draft.lead.sentence.hit.chunk.section
        if not section:
            return ""
        heading = _NUMBERING.sub("", section[-1]).strip(" .:[]")
        if count_words(heading) > 7 and ": " in heading:  # "Changes in … Quantity: The Four-Step Process"
            heading = next((h for h in heading.split(": ") if 1 < count_words(h) <= 7), heading)
        stems = set(specific_stems(heading))
        spoken = {s for c in draft.sentences for s in content_stems(c.sentence.text)}
        if _BAD_HEADING.search(heading) or len(stems) < 2 or (said and len(stems & spoken) * 2 < len(stems)):
            return ""
        return self._small(heading) if count_words(heading) <= 7 else ""

    def _under(self, draft: Draft) -> str:
        """ "Operant conditioning: shaping" of a section whose heading is one word."""
        section = draft.lead.sentence.hit.chunk.section
        heading = _NUMBERING.sub("", section[-1]).strip(" .:") if section else ""
        name = self._name(draft)
        if (
            count_words(heading) != 1
            or _BAD_HEADING.search(heading)
            or heading.lower() in GENERAL_WORDS | FUNCTION_WORDS
        ):
            return ""
        if set(content_stems(heading)) & set(content_stems(name)) or not content_stems(heading):
            return ""
        return f"{name}: {self._lower_first(heading)}"

    def _small(self, heading: str) -> str:
        """A heading in capitals as a sentence; words that the passages only write in capitals stay."""
        if not heading.isupper():
            return heading
        spelt = (m[0] for t in self._texts for m in re.finditer(rf"\b{re.escape(heading)}\b", t, re.I))
        if known := next((s for s in spelt if not s.isupper()), ""):
            return capitalise(known)  # as the text itself writes it
        low = {w.lower() for w in self._seen_small}
        return capitalise(
            " ".join(
                w.lower() if w.lower().strip(".,:;’'") in low | FUNCTION_WORDS else w.capitalize()
                for w in heading.split()
            )
        )

    def _worth(self, phrase: str) -> float:
        """How good a phrase is as a concept: the topic's own words, use in the passages, two or three words."""
        found = [w.lower() for w in words(phrase)]
        if (
            not found
            or len(found) > 5
            or all(w in GENERAL_WORDS | FUNCTION_WORDS for w in found)
            or found[-1] in FUNCTION_WORDS
        ):
            return 0.0
        if found[0] in GENERAL_WORDS | FUNCTION_WORDS and len(found) < 3:
            return 0.0
        if len(found) == 1 and len(found[0]) < 5 and not phrase.isupper():
            return 0.0
        value = 0.4 * self._topic.mentions(phrase) + 0.12 * min(5, self._frequency[phrase.lower()])
        return value + {1: 0.1, 2: 0.5, 3: 0.45, 4: 0.25}.get(len(found), 0.1)

    def _distinct(self, a: str, b: str) -> bool:
        x, y = set(content_stems(a)), set(content_stems(b))
        return not (x <= y or y <= x)

    @staticmethod
    def _fold(title: str) -> str:
        return " ".join(sorted(set(content_stems(title)))) or title.lower()

    def _lower_first(self, text: str) -> str:
        """Lower the first letter inside a title, unless the passages only write the word as a name."""
        whole = words(text)[0] if words(text) else ""
        first = re.sub(r"['’]s?$", "", whole)
        if re.fullmatch(r"[A-Z]\W+", whole) or (first != whole and first in self._names):
            return text  # "A*"; "Coulomb's law", though a coulomb is a unit
        known = first.lower() in self._seen_small or (len(first) > 1 and first not in self._names)
        known = known and first[1:] == first[1:].lower()
        return text[:1].lower() + text[1:] if known else text
