"""A sentence that is its source's but for a few words: each of those few must be harmless.

Whoever rephrases changes more than that, so here the checks that allow for free wording need not: a denial, a degree, another link
between two statements or a phrase that nothing bears out are no slip of style. What is refused for nothing costs little, as the
book's own sentence is nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ..english import lexicon, related
from ..english.clauses import BE, bears_meaning
from ..english.lexicon import are_synonyms, root
from ..text import FUNCTION_WORDS
from .inventions import GENERAL, GRAMMAR, PARTICLES, stems_of
from .marks import NEEDED
from .names import of_place
from .quantities import NUMBER_WORDS

_WORD = re.compile(r"[^\W_]+(?:[’'\-‑.][^\W_]+)*|[<>@#{}\[\]\\/|]")
# Chosen on 1,557 copies of textbook sentences with something planted, of which the gate let 18 % through without this file and 3 %
# with it; of 1,607 true paraphrases it refuses 2 more.
_COPIED = 0.8  # share of the source's words, or of the sentence's, that the other has in this order …
_RUN = 9  # … or so many words on end
_FEWEST = 4  # words that both have
# Words that link two statements, by what they say of the second: that it is why, under what condition it holds, that it stands in the way.
LINKS: dict[str, set[str]] = {
    word: set(kinds.split())
    for kinds, words in {
        "why": "because due therefore thus hence so",
        "case": "if when whenever once where provided",
        "although": "although though despite notwithstanding but however yet while whereas still",
        "unless": "unless except",
        "until": "until till before",
        "why case": "as",
        "why after": "since",
        "after": "after",
        "without": "without",
        "with": "with",
    }.items()
    for word in words.split()
}
_NEVER_ADDED = frozenset({"although", "unless", "without"})
_JOINS = frozenset("but however yet while whereas still".split())  # say little of their own
_STRONG = (
    lexicon.ONLY
    | frozenset(w for w, level in lexicon.LEVELS.items() if level in (lexicon.RARE, lexicon.ALL))
    | {"always", "never"}
)
_AT_A_TIME = frozenset("formerly nowadays".split())
_SHUTS_OUT = lexicon.ONLY | {"just", "alone", "nothing", "no", "except"}
_SAYING = frozenset(map(root, "claim claims argue believe believes think suppose pretend wrong false untrue".split()))
_DENIES = lexicon.NEGATIONS | {"without"}
# "Serves as" is little more than "is".
_SERVES = frozenset(map(root, "serve act function count treat regard consider".split()))
_JUDGED_ELSEWHERE = NUMBER_WORDS | lexicon.UNITS.keys() | GRAMMAR | PARTICLES
_SHORT = 2  # words that are left out between two others


def altered(sentence: str, source: str, passages: Sequence[str]) -> str:
    """The first word by which a near copy says something else than `source`; "" where it is none, or says the same."""
    own, told = _words(sentence), _words(source)
    here, there = list(map(_form, own)), list(map(_form, told))
    match = SequenceMatcher(None, there, here, autojunk=False)
    blocks = match.get_matching_blocks()
    same = sum(b.size for b in blocks)
    if max(b.size for b in blocks) < _RUN and (same < _FEWEST or same < _COPIED * min(len(here), len(there))):
        return ""
    steps = match.get_opcodes()
    left_out = [w for kind, i, j, _, _ in steps if kind in ("delete", "replace") for w in told[i:j]]
    known = stems_of(passages)
    for kind, i, j, start, end in steps:
        if kind == "delete" and start and j < len(told) and _lost(told[i - 1 : j], own):
            return told[j - 1]
        for word in own[start:end] if kind in ("insert", "replace") else ():
            if not _harmless(word, own, told[i:j], left_out, known):
                return word
    return _turned_name(sentence, source)


def _lost(words: Sequence[str], own: Sequence[str]) -> bool:
    """Whether "only" is left out of what is copied else; the first of `words` stands before it."""
    gone = words[1:]
    return len(gone) <= _SHORT and words[0] != "not" and bool(lexicon.ONLY & {*gone}) and _SHUTS_OUT.isdisjoint(own)


def _harmless(word: str, own: Sequence[str], old: Sequence[str], left_out: Sequence[str], known: set[str]) -> bool:
    """Whether a word that a near copy brings along may stand: `old` is what it has the place of, `left_out` all that is missing."""
    stem = root(word)
    if not word[0].isalnum():
        return False
    if word in lexicon.NEGATIONS or word.endswith(("n't", "n’t")):
        return any(w in _DENIES or w in lexicon.LEVELS or _denied(w, own) for w in left_out)
    if word in LINKS:
        replaced = {link for w in old for link in LINKS.get(w, ())}
        missing = replaced or {link for w in left_out for link in LINKS.get(w, ())}
        denied = "without" in replaced and lexicon.NEGATIONS & {*own}  # "when there are no …"
        return bool(LINKS[word] & missing or denied or word in _JOINS) or not (replaced or LINKS[word] & _NEVER_ADDED)
    if word in lexicon.LEVELS or word in _STRONG:
        levels = [lexicon.LEVELS[w] for w in old if w in lexicon.LEVELS]
        if levels and word in lexicon.LEVELS:
            return min(abs(level - lexicon.LEVELS[word]) for level in levels) <= 1
        alike = NEEDED | {"has", "have", "had"} if word == "must" else _STRONG | lexicon.LEVELS.keys()
        return word not in _STRONG or any(w in alike for w in left_out)
    if (word, *old) in {("to", "from"), ("from", "to")}:
        return False
    if word in _AT_A_TIME:
        return stem in known
    if stem in _SAYING:
        return any(root(w) in _SAYING or are_synonyms(stem, root(w)) for w in left_out)
    if (
        not bears_meaning(word)
        or word in FUNCTION_WORDS
        or word in _JUDGED_ELSEWHERE
        or word in BE
        or stem in known
        or word[0].isdigit()
    ):
        return True
    if any(bears_meaning(w) for w in old):
        return True  # one word for another: whether they mean the same is judged by meaning
    return (
        stem in GENERAL | _SERVES
        or of_place(stem, known)
        or any(are_synonyms(stem, k) or related.one_meaning(stem, k) for k in known)
    )


def _denied(word: str, own: Sequence[str]) -> bool:
    """Whether a word is what one of these is not: "unsafe" for "not safe"."""
    return any(lexicon.negates(root(word), root(w)) or lexicon.opposed(root(word), root(w)) for w in own)


def _turned_name(sentence: str, source: str) -> str:
    """Two words of a name in the wrong order: "Robert Livingston" is not "Livingston Robert"."""
    capital = re.compile(r"\b([A-Z][a-z]+)(?= ([A-Z][a-z]+)\b)")
    told = set(capital.findall(source))
    return next((" ".join(pair) for pair in capital.findall(sentence) if pair not in told and pair[::-1] in told), "")


def _form(word: str) -> str:
    return "be" if word in BE else root(word)


def _words(text: str) -> list[str]:
    """The words; "a few" and "in the past" are one each, and other words than "few" and "past"."""
    text = re.sub(r"\ba few\b", "several", text.lower())
    return _WORD.findall(re.sub(r"\bin the (?:past|future)\b", "formerly", text))
