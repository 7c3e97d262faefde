"""Titles, labels and key concepts of scenes: phrases of the passages and headings of the book, never made up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .concepts import Concepts
from .contrasts import contrasted, versus
from .counted_titles import counted, in_steps
from .definition_titles import of_argument, says_what, what_is
from .draft import Draft
from .english.grammar import Clause, behind_subject, is_clause, main_clause, parse
from .english.phrases import is_noun_phrase, label_of
from .headlines import CONDITION, doer, headlines
from .labels import label
from .naming import (
    BEHIND_HEAD,
    EVERYDAY,
    MOST_NAMED,
    is_cut,
    is_noun_run,
    names_thing,
    object_of,
    says_little,
    subject_of,
    telling,
    tells_where,
    terms,
    things_of,
)
from .plan import Visual
from .scene_roles import WEAK, named_at_end
from .section_titles import (
    EXAMPLE,
    HINTED,
    OPPOSED,
    best_first,
    fit,
    headings_of,
    must_be_said,
    one_word,
    says_of,
    stands_under,
    tells,
)
from .spelt import Spelling
from .structure.definitions import IS_WORTH, does_so
from .text import (
    GENERAL_WORDS,
    capitalise,
    content_stems,
    count_words,
    mention_stems,
    term_stems,
)
from .titles import LOOSE, assertion, cuts_phrase, deed, first_doing, is_sound, of_list, statement
from .topic import Topic

MAX_TITLE_WORDS = 8
SHORT = 7  # words of a statement that is a title as it stands
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
_IN_CASE_OF = re.compile(r"(?:In|With|For|During)\s(?:(?:the\s)?cases?\sof\s)?(?P<kind>[^,;:()\d]+),\s")
_LED = re.compile(r"^[A-Za-z]+ly,?\s")  # "*ultimately* several mills"
_LAST_RESORT = "A closer look at"


class Wording:
    """Words scenes one by one and remembers the titles given."""

    def __init__(self, topic: Topic, texts: Sequence[str]) -> None:
        self._topic = topic
        self._titles: set[str] = set()
        self._kept: set[str] = set()  # headings of the film's sections: no mere phrase of another scene
        self._parts = 0  # scenes for which the book had no words for a title
        self._stems = [mention_stems(t) for t in texts]
        self.spelling = Spelling(texts)
        self._concepts = Concepts(topic, texts)

    def titles(self, drafts: Sequence[Draft], visuals: Sequence[Visual]) -> list[str]:
        """A title for each scene of a film; a heading is offered first to the scene of its section that says it best."""
        headings = [self.spelling.heading(headings_of(d.lead.sentence.hit.chunk.section)[0]) for d in drafts]
        self._kept = {h.lower() for h in headings}
        fits = [(h, fit(h, (d.topic or self._topic).stems, d)) for h, d in zip(headings, drafts, strict=True)]
        given = {i: self.title(drafts[i], visuals[i]) for i in best_first(fits)}
        return [given[i] for i in range(len(drafts))]

    def title(self, draft: Draft, visual: Visual) -> str:
        """A specific title of two words or more that no other scene has."""
        clause, headings = main_clause(draft.lead.sentence.text), self._headings(draft)
        said = label_of(behind_subject(draft.lead.sentence.text, clause), MAX_TITLE_WORDS) if clause else ""
        last = [said] if count_words(said) > 2 and not cuts_phrase(draft.lead.sentence.text, said) else []
        for title in [*self._title_options(draft, visual, headings), *last, *self._beside(draft), *self._closer(draft)]:
            clean = title.strip(" .,:;")
            if title not in headings:
                clean = capitalise(clean)
            clean = re.sub(r"^[“‘\"']+[a-z]", lambda m: m[0].upper(), clean)
            fits = 2 <= count_words(clean) <= MAX_TITLE_WORDS and is_sound(clean)
            kept = clean.lower() in self._kept and title not in headings
            if fits and not kept and self._fold(clean) not in self._titles:
                self._titles.add(self._fold(clean))
                return clean
        self._parts += 1
        return f"{capitalise(self._name(draft))}, part {len(self._titles) + self._parts}"

    def _beside(self, draft: Draft, text: str = "") -> list[str]:
        """ "War and unemployment", no "war and choices": the topic beside what else the scene, or its sentence `text`, speaks of."""
        name = self._name(draft)
        if not (is_noun_run(self.spelling.inside(name)) or re.fullmatch(r"[A-Za-z]+ing", name)):
            return []
        others = [c for c in self.concepts(draft) if not term_stems(name) & term_stems(c) and (not text or c in text)]
        others = [c for c in others if not tells_where(c, text or draft.lead.sentence.text)]
        others = [
            c for c in others if count_words(c) > 1 or (parse(c)[-1].tag == "NN" and not self.spelling.article(c))
        ]
        return [f"{name} and {self.spelling.inside(c)}" for c in others]

    def _closer(self, draft: Draft) -> list[str]:
        """ "A closer look at damping": whatever else the scene names, where no other scene is called so."""
        named = [t for c in draft.sentences for t in terms(c.sentence.text) if is_noun_run(t) and telling(t)]
        named = [t for t in named if t.lower() not in EVERYDAY | GENERAL_WORDS and not says_little(t)]
        return [f"{_LAST_RESORT} {self.spelling.article(t)}{self.spelling.inside(t)}" for t in named]

    def label(self, draft: Draft, title: str) -> str:
        """The scene's label beside this title."""
        return label(draft.lead.sentence.text, draft.role, title, draft.words)

    def concepts(self, draft: Draft) -> list[str]:
        """Up to three noun phrases that the scene is about."""
        return self._concepts.of([c.sentence.text for c in draft.sentences])

    def _title_options(self, draft: Draft, visual: Visual, headings: Sequence[str]) -> list[str]:
        """Candidates for the title, best first: a question, a heading, what is asserted, a name."""
        topic, (told, spoken_of, plain, wider) = draft.topic or self._topic, headings
        clause = main_clause(draft.lead.sentence.text)
        text = draft.lead.sentence.text
        subject = subject_of(text, clause) if clause else ""
        head = draft.lead.sentence.head.rstrip(": ")
        if draft.role == "definition" and head and main_clause(head):
            return [f"{capitalise(self._name(draft))} stated", self._plain(draft)]
        defined = clause and not (IS_WORTH.match(clause.rest) or CONDITION.match(text) or does_so(clause))
        if draft.role == "definition" and clause and defined and (subject or named_at_end(text)):
            return what_is(text, clause, subject, self.spelling.inside) or [self._plain(draft)]
        if draft.role == "recap":
            if topic.title != topic.name:
                return [f"Recap: {self.spelling.inside(topic.title)}"]
            return [f"Recap of {topic.name}", f"Recap of {self._name(draft)}"]
        own = [c for c in self.concepts(draft) if 1 < count_words(c) <= 5 and not term_stems(c) <= topic.stems]
        asked = headlines(text, self.spelling.inside)
        options = [
            *([capitalise(head)] if names_thing(head) and not main_clause(head) else []),
            *(
                what_is(text, clause, subject, self.spelling.inside)[:1]
                if clause and defined and says_what(text, clause, subject)
                else ()
            ),
            versus(visual, self.spelling.inside),
            contrasted(text, self.spelling.inside, visual.template == "comparison"),
            counted(self._name(draft), draft),
            *in_steps(self._name(draft), draft.lead.sentence.hit.chunk.section, draft),
            *(a for a in asked if a.startswith("why ")),
            told,
            self._under(draft),
            self._case(text, topic),
            *(a for a in asked if not a.startswith("what ")),
            statement(text, SHORT),
        ]
        known = bool(clause) and self._fills(subject, clause) and not is_cut(subject, text)
        known = known and not re.match(r"\s(?:and|or)\s", clause.subject.partition(subject)[2])  # of several things one
        special = known and (topic.stems & term_stems(subject) or re.search(r"\s[A-Z]", subject))
        if known and topic.stems <= term_stems(subject):  # of one kind of the topic rather all that is said
            options.append(statement(text, MAX_TITLE_WORDS))
        options += [spoken_of, *asked, (named_at_end(text) or ("", ""))[0], of_list(text), assertion(text)]
        if clause:
            options += [
                *of_argument(clause, self.spelling.inside, topic.stems),
                doer(clause, self.spelling.inside),
                statement(text, MAX_TITLE_WORDS),
                first_doing(text, MAX_TITLE_WORDS),
                deed(text),
            ]
        heard = plain if says_of(plain, draft) else ""
        # A heading of which the scene says nothing was a wrong title in every second case, unless it named the topic.
        unheard = [h for h in ("" if heard else plain, wider) if topic.stems & term_stems(h)]
        options += [subject if special else "", heard, subject if known else "", *unheard]
        core = re.split(r"[,;:(]|\b(?:that|which|who|whose|whereas|because|where)\b", clause.rest if clause else text)
        object_ = object_of(clause) if clause else ""
        options += ["" if LOOSE.match(object_) or is_cut(object_, text) else object_, *things_of(core[0])]
        named = [c for c in own if c in text and not (says_little(c) or tells_where(c, text) or is_clause(c))]
        things = things_of(text)
        whole = {c: next((t for t in things if t.startswith(f"{c} of ")), "") for c in named if is_cut(c, text)}
        named = [w for c in named if (w := whole.get(c, c))]  # "legal status | of the environment"
        named = [c for c in named if not re.search(rf"\bthan\s(?:the\s|an?\s)?{re.escape(c)}", text)]  # compared with
        beside = self._beside(draft, core[0]) + self._beside(draft, text)
        # "Damping and wind tunnels" before a name alone; "damping and pastry" only where there is none.
        long = [b for b in beside if count_words(b) > count_words(self._name(draft)) + 2]
        options += [*long, *named] if draft.lead.names_topic and draft.lead.subject_fits else [*named, *long]
        options += [*beside, self._under(draft, said=False)]
        options += [*things, *self._others(text, topic), self._plain(draft)]
        return [o for o in options if o]

    def _case(self, text: str, topic: Topic) -> str:
        """ "Negative reinforcement" of "In negative reinforcement, …": the kind of thing of which a sentence tells."""
        found = _IN_CASE_OF.match(text)
        kind = re.sub(r"^(?:the|an?)\s", "", found["kind"]) if found else ""
        if (
            not (2 <= count_words(kind) <= 4 and is_noun_run(kind) and telling(kind))
            or self.spelling.inside(kind)[0].isupper()
        ):
            return ""
        of_topic = bool(topic.stems & term_stems(kind)) and not term_stems(kind) <= topic.stems
        return kind if of_topic and not says_little(kind) else ""

    def _others(self, text: str, topic: Topic) -> list[str]:
        """Terms of a sentence that no title before them has."""
        found = [t for t in terms(text) if count_words(t) > 1 and names_thing(t) and not says_little(t)]
        found = [t for t in found if not (tells_where(t, text) or is_clause(t))]
        return [t for t in found if self._concepts.worth(t) > 0 and not term_stems(t) <= topic.stems]

    def _fills(self, subject: str, clause: Clause) -> bool:
        """Whether the subject of a sentence is a title: a thing of two words or more that is not the topic itself."""
        own = self._topic.names(subject) and term_stems(subject) <= self._topic.stems
        if count_words(subject) < 2 or LOOSE.match(_LED.sub("", clause.subject)) or own or says_little(subject):
            return False
        doing = re.match(r"(?!having|being)[A-Za-z]+ing\s(?:the|an?|of)\s", subject) and "," not in clause.subject
        aim = re.fullmatch(
            r"[\w-]+\sto\s[a-z]+\s(?P<what>[\w’'-]+(?:\s[\w-]+)?)", subject
        )  # "trend to adopt standards"
        if doing or (aim and names_thing(aim["what"])):
            return True
        long = count_words(subject) == MOST_NAMED  # more than a term has
        return names_thing(subject) and (long or self._concepts.worth(subject) > 0)

    def _plain(self, draft: Draft) -> str:
        """What a scene of its role may always be called; nothing for a topic that is a sentence ("nephrons filter blood")."""
        topic, name = draft.topic or self._topic, self._name(draft)
        gerund = re.fullmatch(r"[A-Za-z]+ing", name)  # "forgetting", "conditioning" name things too
        if not (gerund or is_noun_phrase(name)) or re.match(r"(?:how|why)\b", topic.text, re.I):
            return ""
        named = f"{self.spelling.article(name)}{self.spelling.inside(name)}"
        if draft.lead.roles.get(draft.role, 0.0) <= WEAK or not draft.lead.subject_fits:
            return f"{_LAST_RESORT} {named}"
        head = parse(BEHIND_HEAD.split(name)[0])[-1]  # "the evaluation of arguments *works*"
        works = "work" if head.tag in {"NNS", "NNPS"} else "works"
        return _PLAIN_TITLES[draft.role].format(named if draft.role in {"mechanism", "result"} else name, works)

    def _name(self, draft: Draft) -> str:
        """The phrase of the topic that the scene names, else the one the passages use most."""
        phrases = (draft.topic or self._topic).phrases
        whole = " ".join(c.sentence.text for c in draft.sentences)
        told = draft.lead.sentence.text, whole, " ".join(draft.lead.sentence.hit.chunk.section)
        found = ([p for p in phrases if term_stems(p) <= mention_stems(text)] for text in told)
        named = next(filter(None, found), [])
        return max(named or phrases, key=lambda p: (sum(term_stems(p) <= stems for stems in self._stems), len(p)))

    def _headings(self, draft: Draft) -> tuple[str, str, str, str]:
        """Headings of the scene's section, "" where they are none: its own if told, if a word of it is said, and anyway; the wider one."""
        own, wider = map(self.spelling.heading, headings_of(draft.lead.sentence.hit.chunk.section))
        topic, lead = draft.topic or self._topic, [draft.lead.sentence.text]
        whole = [" ".join(c.sentence.text for c in draft.sentences)]
        told, said = tells(own, topic.stems, lead), tells(own, topic.stems, lead, HINTED)
        wide = tells(wider, topic.stems, whole, HINTED)
        repeats = {*content_stems(own)} in (topic.stems, {*content_stems(topic.title)})
        named = not repeats and not own.endswith("?")  # what it asks must be told
        strict = OPPOSED.search(own) or any(map(EXAMPLE.search, draft.lead.sentence.hit.chunk.section[-1:]))
        strict = strict or must_be_said(own, topic.stems, self.spelling.inside)
        named = named and (not strict or tells(own, topic.stems, whole, HINTED))  # of two things both
        return (own if told else "", own if said else "", own if named else "", wider if wide else "")

    def _under(self, draft: Draft, said: bool = True) -> str:
        """ "Operant conditioning: shaping" of a section whose heading is one word."""
        heading, name = one_word(draft.lead.sentence.hit.chunk.section), self._name(draft)
        stands = stands_under(heading, name, draft.lead.sentence.text, said)
        return f"{name}: {self.spelling.inside(heading)}" if stands else ""

    @staticmethod
    def _fold(title: str) -> str:
        return " ".join(sorted(set(content_stems(title)))) or title.lower()
