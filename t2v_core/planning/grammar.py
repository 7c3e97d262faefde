"""A light grammar of English sentences: word classes (TextBlob's Brill tagger), noun phrases, subject and verb.

The tagger's lexicon is general English; the repairs below mend what goes wrong in technical prose, where
"updates" is a verb after a noun phrase and "pass" is a noun after an adjective.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:[’'\-‑.][^\W_]+)*[*+#]*|\S")
NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_PREMODIFIER = NOUN | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD"}
_RELATIVE = frozenset("that which who whose where when whom".split())
_ALWAYS_VERBS = frozenset(
    "become becomes remain remains depend depends differ differs consist consists belong belongs seem seems".split()
)
_AUXILIARY = frozenset(
    "is are was were be been has have had does do did can could may might will would must should".split()
)
_BETWEEN = frozenset("not also then often usually thus only easily".split())  # inside a verb group
_SUBORDINATE = frozenset("when if while because since although though whereas once after before whenever".split())
_NEGATED = re.compile(r"\b(not|never|cannot|no longer)\b|n['’]t\b")
_PREPOSITIONS = frozenset(
    "of in on at by for with without from to into onto through via between among over under during using as than per "
    "within across towards toward against about like unlike".split()
)


@dataclass(frozen=True)
class Token:
    """A word or mark, its Penn Treebank tag and its place in the sentence."""

    text: str
    tag: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()


@dataclass(frozen=True)
class Clause:
    """The first main clause of a sentence, as spans of its text."""

    subject: str
    verb: str  # the verb group: "is", "can be computed", "updates"
    rest: str  # everything behind the verb, without the final stop
    negated: bool


@lru_cache(maxsize=4096)
def parse(sentence: str) -> tuple[Token, ...]:
    """The sentence's tokens, tagged."""
    from textblob.en import tag

    spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(sentence)]
    if not spans:
        return ()
    tags = [t for _, t in tag(" ".join(w for w, _, _ in spans), tokenize=False)]
    if len(tags) != len(spans):  # the tagger drops marks it takes for its own separators
        tags = ["NN"] * len(spans)
    return tuple(_repair([Token(w, t, a, b) for (w, a, b), t in zip(spans, tags, strict=True)]))


def noun_phrases(sentence: str) -> list[str]:
    """Noun phrases without determiners, in order: runs of modifiers that end in a noun."""
    found = []
    tokens = parse(sentence)
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and (tokens[j].tag in _PREMODIFIER) and re.match(r"\w", tokens[j].text):
            j += 1
        run = list(tokens[i:j])
        while run and run[-1].tag not in NOUN:
            run.pop()
        while run and (run[0].tag in {"CD", "VBN"} or (run[0].tag == "VBG" and len(run) > 2)):
            run.pop(0)
        if run:
            found.append(sentence[run[0].start : run[-1].end])
        i = max(j, i + 1)
    return found


@lru_cache(maxsize=4096)
def main_clause(sentence: str) -> Clause | None:
    """Subject, verb group and rest of the first main clause; None where no finite verb is found.

    An introductory phrase before a comma ("In machine learning, …") is left out of the subject.
    """
    tokens = parse(sentence)
    at = _main_verb(tokens)
    limit = next((i for i, t in enumerate(tokens) if i > 2 and t.low in {"whereas", "while", "but"}), len(tokens))
    if at is None or at > limit:
        tokens, at = _read_as_verb(tokens)
    start = _subject_start(tokens, at) if at else None
    if at is None or start is None:
        return None
    end = _group_end(tokens, at)
    last = at - 1
    while last > start and tokens[last].tag == "RB":
        last -= 1
    group = sentence[tokens[at].start : tokens[end - 1].end]
    rest = sentence[tokens[end].start :].rstrip(" .!") if end < len(tokens) else ""
    subject = sentence[tokens[start].start : tokens[last].end]
    return Clause(subject, group, rest, bool(_NEGATED.search(group)))


def _subject_start(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where the subject of the verb at `at` begins; None where there is none."""
    start = 0
    if tokens[0].low in _PREPOSITIONS | _SUBORDINATE:
        start = next((i + 1 for i in range(at - 1, 0, -1) if tokens[i].text == ","), 0)
        if start == 0:
            start = _noun_phrase_start(tokens, at)
    while start < at and tokens[start].tag == "CC":
        start += 1
    return start if start < at else None


def _group_end(tokens: tuple[Token, ...], at: int) -> int:
    """One past the last word of the verb group that begins at `at` ("can be computed")."""
    end = at + 1
    while end < len(tokens):
        here, before = tokens[end], tokens[end - 1]
        carries = here.tag in {"VB", "VBN", "RB", "VBG"} and before.low in _AUXILIARY | _BETWEEN
        adverb = here.tag == "RB" and here.low in {"not", "also", "often", "then", "usually", "thus"}
        if not carries and not adverb:
            break
        end += 1
    return end


def _noun_phrase_start(tokens: tuple[Token, ...], end: int) -> int:
    """Where the noun phrase right before `end` begins ("At each step | gradient descent")."""
    start = end
    while start and (tokens[start - 1].tag in _PREMODIFIER or tokens[start - 1].low == "of"):
        start -= 1
    return start - 1 if start and start < end and tokens[start - 1].tag in {"DT", "PRP$"} else start


def _main_verb(tokens: tuple[Token, ...]) -> int | None:
    """Index of the finite verb of the main clause: the first one that no relative or subordinate word governs."""
    blocked = False
    opened = bool(tokens) and tokens[0].low in _SUBORDINATE
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in "([") - (token.text in ")]")
        if depth:
            continue
        if token.text == "," and opened:
            opened = blocked = False
        elif i and (
            (token.low in _RELATIVE and token.tag != "DT") or token.low in _SUBORDINATE | {"until", "unless", "if"}
        ):
            blocked = True
        elif token.tag in FINITE and i:
            if opened:
                continue
            if blocked:
                blocked = False  # the relative clause's own verb
                continue
            return i
    return None


def _read_as_verb(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], int | None]:
    """A sentence without a finite verb: its first -s word between a singular noun and another phrase is the verb."""
    for i in range(1, len(tokens) - 1):
        here, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
        if before.low in _RELATIVE or (here.text == "," and tokens[0].low not in _PREPOSITIONS | _SUBORDINATE):
            break
        if here.tag == "NN" and before.tag == "NNS" and after.tag in {"IN", "RB"} and here.low.isalpha():
            verb = Token(here.text, "VBP", here.start, here.end)
            return (*tokens[:i], verb, *tokens[i + 1 :]), i
        follows = after.tag in NOUN | {"JJ", "CD", "RB", "IN", "TO", "VBN"}
        if here.tag == "NNS" and here.low.endswith("s") and before.tag in {"NN", "NNP"} and follows:
            verb = Token(here.text, "VBZ", here.start, here.end)
            return (*tokens[:i], verb, *tokens[i + 1 :]), i
    return tokens, None


def _repair(tokens: list[Token]) -> list[Token]:
    """Mend tags by their neighbours; one pass for nouns, one for a missing verb."""
    out = list(tokens)
    for i, token in enumerate(out):
        before = out[i - 1] if i else None
        after = out[i + 1] if i + 1 < len(out) else None
        tag = token.tag
        if not re.match(r"\w", token.text):
            tag = token.text
        elif (
            tag == "VBD"
            and after
            and after.tag in NOUN | {"JJ"}
            and (before is None or before.tag in {"RB", "DT", "IN", "JJ"})
        ):
            tag = "VBN"
        elif tag == "VB" and before and before.tag in {"NNS", "NNPS", "PRP"}:
            tag = "VBP"
        elif token.low in _ALWAYS_VERBS and before and before.tag not in {"TO", "MD"}:
            tag = "VBZ" if token.low.endswith("s") else "VBP"
        elif before and out[i - 1].tag in {"DT", "PRP$", "JJ", "JJS", "JJR"} and tag in {"VB", "VBP", "VBZ", "VBD"}:
            tag = "NNS" if tag == "VBZ" else "NN"
        elif ("-" in token.text and tag == "JJ" and not (after and after.tag in NOUN | {"JJ", "VBG"})) or (
            tag in {"JJ", "VBG"}
            and before
            and before.tag in NOUN | {"TO", "VB", "IN"}
            and (after is None or after.tag in FINITE | {".", ","})
        ):
            tag = "NN"
        out[i] = Token(token.text, tag, token.start, token.end)
    _find_hidden_verbs(out)
    return out


def _find_hidden_verbs(tokens: list[Token]) -> None:
    """Turn nouns into verbs where two noun phrases would stand side by side ("the algorithm partitions the data")."""
    for i in range(1, len(tokens) - 1):
        here = tokens[i]
        if here.low != "all" and _hides_verb(tokens, i):
            tokens[i] = Token(here.text, "VBZ" if here.tag == "NNS" else "VBP", here.start, here.end)


def _hides_verb(tokens: list[Token], i: int) -> bool:
    here, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
    plural = here.tag == "NNS" and here.low.endswith("s")
    if plural and before.tag == "JJ" and i > 1 and tokens[i - 2].tag in {"RB", "VBZ", "VBP"}:
        return after.tag in NOUN | {"DT", "JJ", "PRP$"}  # "… that is too large | causes | divergence"
    if after.tag == "TO":
        return plural and before.tag in {"NN", "WDT"}
    if after.tag not in {"DT", "PRP$", "PRP"} and after.low not in {"how", "what", "whether"}:
        return False
    if here.tag == "NN":
        return before.tag == "NNS"
    return plural and (before.tag in NOUN | {"JJ", "RB", "WDT", "CC", ")", ",", "VBG"} or before.low in _RELATIVE)
