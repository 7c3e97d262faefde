"""What a film is about: the phrases of a topic and objective, their short forms, and who is the subject of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .grammar import FINITE, main_clause, parse
from .text import (
    FUNCTION_WORDS,
    GENERAL_WORDS,
    capitalise,
    mention_stems,
    specific_stems,
    squash,
    stem,
    term_stems,
    words,
)

# Words of a request that speak about the film and not about its subject.
_FRAMING = frozenset(
    """animate animated animation basics brief clip concise course describe describing detailed educational explain
    explained explainer explaining explanation explanations explains film help illustrate illustrated illustrating
    illustration intro introduce introducing introduction introductory intuition intuitive lecture lesson learn learning_about movie
    narrated overview please present presentation scene short show showing shows student students teach teaching
    tutorial understand understanding undergraduate undergraduates video visual visualisation visualise visualising
    visualization visualize visualizing walkthrough work works working""".split()
)
# Those that also name a part of a thing: before its noun ("working memory", "visual cortex"), or as it ("thin film").
_MAY_MODIFY = frozenset("working visual short film video student students course brief scene clip".split())
_MAY_HEAD = frozenset("film films presentation video videos scene scenes illustration lecture".split())
_PHRASES_OUT = re.compile(
    r"\bstep[- ]by[- ]step\b|\bin (?:simple|plain|a few) (?:terms|words|english)\b|\bfrom scratch\b|\bfor (?:beginners|children|kids|everyone)\b"
    r"|\b(?:the )?(?:differences?|similarit(?:y|ies)|comparison|contrast) between\b|\bcomparison of\b|^\s*(?:compar(?:e|ing)|contrast(?:ing)?)\b",
    re.I,
)
# "Make a video that explains to students how …": the request begins at the question.
_ASKED_FOR = re.compile(
    r"^(?:.*?\s)?(?:explain\w*|show\w*|describ\w*|teach\w*)(?:\s(?:to|for)(?:\s[\w-]+){1,3}?|\s[\w-]+(?:\s[\w-]+)?)?\s(?=(?:how|why)\s)",
    re.I,
)
# Share of the passages with a phrase's head noun that have the whole phrase, from which the noun alone stands for it.
HEAD_SHARE = 0.35
# Phrases of a request from which one of them alone says little.
MANY = 3
# When it was says less of what it is ("sharecropping *after the Civil War*").
_WHEN = re.compile(
    r"(?<=\w)\s(?:after|before|during|since|until) (?:the )?(?:[A-Z][\w’'-]*|\w*(?:war|age|era|revolution|century|period|crisis|depression)|\d{4}s?)\b.*$"
)
_VERSUS = re.compile(r"\s(?:vs\.?|versus|compared (?:to|with))\s", re.I)
# "Innate and adaptive immunity": the first adjective's noun stands behind the second one.
_SHARED_HEAD = re.compile(
    r"\b(?P<one>[A-Za-z-]+) (?P<joint>and|or|vs\.?|versus) (?P<other>[A-Za-z-]+) (?P<head>[A-Za-z-]+)\b"
)

# "About half the stars are …" says nothing of what stars are.
_SOME_OF = re.compile(
    r"(?:about|around|almost|nearly|roughly|over|half|most|many|some|several|few|all|each|every|any|no|none|another|other|certain"
    r"|both|one|two|three|four|\d[\d.,]*)\b(?!-)",  # "one-hot encoding" is a thing
    re.I,
)
# An acronym that a text uses so often is its word for the thing.
_USED_OFTEN = 3
# Places at which a text has a framing word in a term before it is read as part of that term.
_USED = 2
# Nouns that name the kind of a thing and may stand or fall away without changing which thing is meant.
_CLASS_NOUNS = frozenset(
    stem_word
    for stem_word in """algorithm algorithms method methods technique techniques model models approach approaches procedure
    procedures rule rules problem problems analysis function functions classifier classifiers concept idea goal aim purpose
    task process system systems theory principle operation objective method's basic key main central""".split()
)


# What "of" may lead from to the thing that the film is about.
_ASPECTS = frozenset(
    """advantages application applications benefit benefits causes consequence consequences effect effects emergence examples
    features forms function functions functioning history impact importance kinds mechanism mechanisms nature origin origins
    properties role roles significance structure types uses""".split()
)


@dataclass(frozen=True)
class Topic:
    """A topic as a set of noun phrases; the first is the one a definition is wanted of."""

    text: str
    phrases: tuple[str, ...]  # as asked, without framing words
    aliases: tuple[str, ...] = ()  # short or long forms the passages use
    objective: str = ""
    heads: frozenset[str] | None = (
        None  # stems of the head nouns that may stand for their phrases; None where no text was read
    )

    @property
    def name(self) -> str:
        """The topic without its framing, for titles and queries."""
        return " ".join(self.phrases) if len(self.phrases) == 1 else _unframed(self.text, self.phrases)

    @property
    def title(self) -> str:
        """The topic as a film's title: a question asked with how or why in its own words, else its name."""
        asked = re.match(r"(?:how|why)\b(?P<verb> (?:do|does|did|is|are|can)\b)?", self.text, re.I)
        if not asked:
            return self.name
        return self.text.rstrip(" ?.!") + ("?" if asked["verb"] and self.text.rstrip().endswith("?") else "")

    @property
    def stems(self) -> frozenset[str]:
        """Stems of the topic's words."""
        return frozenset(s for p in self.phrases for s in term_stems(p))

    @property
    def objective_stems(self) -> frozenset[str]:
        """Stems of the objective's words that the topic does not have already."""
        return frozenset(s for p in _split(self.objective) for s in term_stems(p)) - self.stems

    def covered(self, text: str) -> frozenset[str]:
        """The topic's stems that `text` mentions, a phrase's short form standing for the phrase."""
        stems = mention_stems(text)
        found = self.stems & stems
        if any(term_stems(alias) <= stems for alias in self.aliases):
            found |= term_stems(self.phrases[0])
        return found

    def mentions(self, text: str) -> float:
        """1 when a whole topic phrase (or short form) is in `text`, else the share of the topic's stems that are.

        Of a request of many phrases two must be.
        """
        stems = mention_stems(text)
        named = sum(term_stems(p) <= stems for p in (*self.phrases, *self.aliases))
        if named >= (2 if len(self.phrases) > MANY else 1):
            return 1.0
        return len(self.stems & stems) / max(1, len(self.stems))

    def has_phrase(self, phrase: str, text: str) -> bool:
        """Whether `text` has one of the topic's phrases; for the first one a short form will do."""
        stems = mention_stems(text)
        forms = (phrase, *self.aliases) if phrase == self.phrases[0] else (phrase,)
        return any(term_stems(f) <= stems for f in forms)

    def has_head(self, text: str) -> bool:
        """Whether `text` has the head noun of one of the phrases ("the crash", where a section is on the market crash)."""
        return any(self.stands_for(phrase, text) for phrase in self.phrases)

    def stands_for(self, phrase: str, text: str) -> bool:
        """Whether `text` has the phrase's head noun, and the passages mostly use that for the phrase."""
        head = _head(phrase)
        return bool(head) and (self.heads is None or head in self.heads) and head in mention_stems(text)

    def is_subject_of(self, sentence: str) -> bool:
        """Whether the sentence's subject *is* one of the topic's phrases, not a special case of it."""
        clause = main_clause(sentence)
        if clause is None or (_SOME_OF.match(sentence) and not self._opens(sentence)):
            return False
        return self.names(clause.subject, clause.rest)

    def _opens(self, sentence: str) -> bool:
        """Whether the sentence begins with one of the topic's phrases, in its own words ("No free lunch …")."""
        return any(sentence.lower().startswith(p.lower()) for p in (*self.phrases, *self.aliases))

    def names(self, subject: str, meaning: str = "") -> bool:
        """Whether a noun phrase is one of the topic's phrases, give or take a class noun and a short form.

        A word of the phrase may also stand in the `meaning` ("k-means is a *clustering* method").
        """
        bare = re.sub(r"\([^)]*\)|,.*$", "", subject)
        own, said = _core(bare), mention_stems(meaning)
        back = re.match(r"the\s", bare, re.I)  # "the response", its head alone, is one spoken of before
        if not back and any(" of " in p and own == {_head(p)} <= (self.heads or set()) for p in self.phrases):
            return True  # "Ownership is …" where "ownership of values" is asked for
        return any(
            own
            and own <= core
            and core - own <= (frozenset() if back and own <= term_stems(phrase.split()[-1]) else said)
            for phrase in (*self.phrases, *self.aliases)
            if (core := _core(phrase))
        )


def read_topic(topic: str, objective: str = "", passages: Iterable[str] = ()) -> Topic:
    """Split a request into its noun phrases and look up their short forms in the passages."""
    asked = _ASKED_FOR.sub("", squash(topic))
    topic = _WHEN.sub("", asked)
    passages = tuple(passages)
    text = "\n".join(passages)
    phrases = _split(topic, _of_terms(topic, text)) or _split(asked) or (squash(asked),)
    found = dict.fromkeys(form for phrase in phrases for form in _short_forms(phrase, text))
    heads = _heads(phrases, passages) if passages else None
    return Topic(squash(asked), phrases, tuple(found), squash(objective), heads)


def _heads(phrases: Sequence[str], passages: Sequence[str]) -> frozenset[str]:
    """Stems of the head nouns that the passages mostly use for their phrases: "crash" of "market crash", not "bill" of "bill of rights"."""
    said = [mention_stems(p) for p in passages]
    found = set()
    for phrase in phrases:
        head, whole = _head(phrase), term_stems(phrase)
        with_head = [stems for stems in said if head in stems]
        if sum(whole <= stems for stems in with_head) >= HEAD_SHARE * len(with_head):
            found.add(head)
    return frozenset(found)


def _head(phrase: str) -> str:
    """The stem of a phrase's head noun: "ownership" of "ownership of values"."""
    found = words(re.split(r"\sof\s", phrase)[0])
    return stem(found[-1]) if found else ""


def _of_terms(request: str, text: str) -> frozenset[str]:
    """The framing words of a request that are part of a term of the text: "working" of "working memory"."""
    found = [w.lower() for w in words(request)]
    pairs = [(a, b) for a, b in pairwise(found) if not {a, b} & FUNCTION_WORDS]
    own = [(a, b, a) for a, b in pairs if a in _MAY_MODIFY and b not in _FRAMING]
    own += [(a, b, b) for a, b in pairs if b in _MAY_HEAD and a not in _FRAMING]
    return frozenset(
        framing
        for a, b, framing in own
        if len(re.findall(rf"\b{re.escape(a)}[ -]{re.escape(b.removesuffix('s'))}", text, re.I)) >= _USED
    )


def _unframed(text: str, phrases: Sequence[str] = ()) -> str:
    """The request with framing words at its ends removed, as far as none of its phrases begins with them."""
    kept = _PHRASES_OUT.sub(" ", text).split()
    first = {p.split()[0].lower() for p in phrases if p}
    while (
        kept
        and _is_frame(kept[0])
        and kept[0].lower() not in first
        and not (kept[0].lower() in {"how", "why"} and len(kept) > 2)
    ):
        kept.pop(0)
    if (
        len(kept) > 1
        and kept[0].lower() in {"how", "why"}
        and kept[1].lower() in {"does", "do", "is", "are", "to", "a", "the"}
    ):
        kept = kept[2:]
    while kept and _is_frame(kept[-1]):
        kept.pop()
    return squash(" ".join(kept)).strip(" .,:;?!") or squash(text)


def _is_frame(word: str) -> bool:
    low = word.lower().strip(".,:;?!")
    return low in _FRAMING or (low in FUNCTION_WORDS and low not in {"not", "no"})


def _split(text: str, terms: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Runs of content words, framing words other than `terms` left out, in order and without repetitions.

    A finite verb ends a run ("how k-means *finds* groups"); a lone word behind it says too little to be looked for.
    """
    text = _VERSUS.sub(" , ", _SHARED_HEAD.sub(_with_head, text))
    verbs = {t.text.lower() for t in parse(text)[1:] if t.tag in FINITE} | _asked_verb(text)
    runs: list[list[str]] = [[]]
    objects: set[int] = set()
    for piece in re.split(r"(?<=[,;:.?!])\s|\s", _PHRASES_OUT.sub(" , ", text)):
        found = words(piece)
        for word in found:
            low = word.lower()
            if _belongs(low, runs[-1]):  # "stages of the disease" is one phrase
                runs[-1].append(word)
                continue
            framing = low in FUNCTION_WORDS or low in _FRAMING - terms
            if framing or (low in verbs and any(runs)):
                runs.append([])
                if not framing:
                    objects.add(len(runs) - 1)
            else:
                runs[-1].append(word)
        if not found or piece[-1:] in ",;:.?!":
            runs.append([])
    for run in runs:
        while run and run[-1].lower() in FUNCTION_WORDS:
            run.pop()
    asked = re.match(r"(?:how|why)\b", text.strip(), re.I)  # "how the brain stores *memories*"
    lone = {i for i in objects if len(runs[i]) == 1 and not (asked and specific_stems(runs[i][0]))}
    named = [" ".join(r) for i, r in enumerate(runs) if r and i not in lone]
    spoken = [n for n in named if re.search(r"[^\W\d_]", n) and n.lower() not in _FRAMING]  # a year alone names nothing
    things = [n for n in spoken if not all(w.lower() in _ASPECTS | _CLASS_NOUNS | GENERAL_WORDS for w in words(n))]
    return tuple(dict.fromkeys(things or spoken or named))


def _belongs(low: str, run: list[str]) -> bool:
    """Whether "of", or the article behind it, goes on with the run; not where the run names only an aspect ("types of …")."""
    if not run:
        return False
    last = run[-1].lower()
    if low == "of":
        return last not in _ASPECTS | _CLASS_NOUNS | GENERAL_WORDS | FUNCTION_WORDS
    return last == "of" and low in {"the", "a", "an"}


def _with_head(match: re.Match[str]) -> str:
    """ "innate immunity and adaptive immunity" of "innate and adaptive immunity"."""
    tags = [t.tag for t in parse(match["one"] + " " + match["head"])]
    adjective = len(tags) > 1 and tags[0].startswith("JJ") and tags[1].startswith("NN")
    whole = f"{match['one']} {match['head']} {match['joint']} {match['other']} {match['head']}"
    return whole if adjective and match["head"].lower() not in FUNCTION_WORDS else match[0]


def _asked_verb(text: str) -> set[str]:
    """The verb of what a question asks ("how nephrons *filter* blood")."""
    asked = re.match(r"(?:how|why)\s+(?:(?:do|does|did|can)\s+)?(?P<said>.+?)[?.!]*$", text.strip(), re.I)
    clause = main_clause(capitalise(asked["said"]) + ".") if asked else None
    return {w.lower() for w in words(clause.verb)} if clause and len(words(clause.verb)) == 1 else set()


def _core(phrase: str) -> frozenset[str]:
    """Stems that decide which thing a phrase names."""
    return term_stems(" ".join(w for w in words(phrase) if w.lower() not in _CLASS_NOUNS))


def _short_forms(phrase: str, text: str) -> list[str]:
    """Acronyms that the text sets behind the phrase or uses for a run of its words, and long forms of one asked for."""
    if re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]s?", phrase):
        letters = phrase.rstrip("s")
        before = re.findall(rf"((?:[A-Za-z]+[ -]+){{{len(letters)}}})\(\s*{re.escape(letters)}s?\s*\)", text)
        return [long.strip(" -") for long in before if _initials(long) == letters.lower()]
    parts = words(phrase)
    asked = phrase.lower()
    named = _also_known(phrase, "\n".join(line for line in text.split("\n") if asked in line.lower()))
    if len(parts) < 2:
        return named
    behind = re.findall(rf"{re.escape(phrase)}s?\s*\(\s*([A-Z][A-Za-z]*[A-Z])s?\s*\)", text, re.I)
    found = named + [short for short in behind if short[0].lower() == phrase[0].lower()]
    for start in range(len(parts) - 2):  # three words or more: two letters stand for too many things
        for end in range(start + 3, len(parts) + 1):
            short = _initials(" ".join(parts[start:end])).upper()
            if len(re.findall(rf"\b{re.escape(short)}s?\b", text)) >= _USED_OFTEN:
                found.append(" ".join([*parts[:start], short, *parts[end:]]))
    return found


def _also_known(phrase: str, text: str) -> list[str]:
    """Other names that the text gives the phrase: "karyokinesis, also known as mitosis"."""
    name = r"([A-Za-z][\w-]+(?: [a-z][\w-]+)?)"
    called = r",? (?:\()?(?:also|often|sometimes|commonly) (?:known as|called|termed|referred to as) (?:the |an? )?"
    found = re.findall(rf"(?:^|[.;] |\bthe |\b[Aa]n? ){name}{called}{re.escape(phrase)}\b", text, re.I | re.M)
    alone = r"(?:^|[.;,(] |\b(?:the|an?|of|in|by|for) )"  # "excess supply, also called …" names something else
    found += re.findall(rf"{alone}{re.escape(phrase)}{called}{name}(?=[,.;)])", text, re.I | re.M)
    return [f for f in dict.fromkeys(found) if f.lower() not in FUNCTION_WORDS][:2]


def _initials(phrase: str) -> str:
    return "".join(part[0] for part in re.split(r"[ -]+", phrase.strip(" -"))).lower()
