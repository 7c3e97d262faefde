"""The passage's own words in another place: two phrases exchanged, or one put where the passage has another.

Needs no grammar: "Rome defeated Carthage" turned round keeps every word and every neighbour but two. A writer who rephrases
never changes exactly that, so a sentence that becomes the passage's again when two phrases are exchanged back is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..english import related
from ..english.clauses import BE, bears_meaning
from ..english.lexicon import are_synonyms, opposed, root
from ..english.tagging import can_be_verb
from .deeds import BOTH_WAYS
from .inventions import SHELL_STEMS
from .names import of_place

_PHRASE = 4  # words of a phrase that is exchanged
_FRAME = 3  # words round a phrase that was replaced, all with meaning or …
_FRAME_TOLD = 2  # … so many of them, where the two are things that do not name one another
_WHEN_AND_WHERE = frozenset("in on at during for by with".split())
_PARALLEL = frozenset("while whereas and but".split())
_POINTS = frozenset("this these such".split())
_UNSAID = frozenset("a an the each every".split())  # left out on both sides
_SAME_BOTH_WAYS = BE | BOTH_WAYS | frozenset("and or nor call like versus".split())
_WITH_THEM = frozenset("both as well to with".split())  # "is equal to", "and also"
_WHERE = frozenset("in on at by for with to from into through of under over".split())
_OWNERS = frozenset("its their his her".split())
_PARTS = re.compile(r"\s*(?:[,;:.()]|\b(?:and|while|whereas|but)\b)\s*")
_WORD = re.compile(r"[^\W_]+(?:[’'\-‑.][^\W_]+)*")


def exchanged(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """Two phrases of the sentence that stand the other way round in a source, all other words being the same."""
    own = _words(sentence)
    told = [f" {' '.join(_words(s))} " for s in sources]
    if any(f" {' '.join(own)} " in t for t in told):
        return None
    for i, j, k, end in _pairs(len(own)):
        one, between, other = own[i:j], own[j:k], own[k:end]
        if _either_way(between) or one == other or not (_telling(one) and _telling(other)):
            continue
        if i and own[i - 1] == own[k - 1] and own[i - 1] in _WHEN_AND_WHERE:
            continue  # "in 1995 … in Rome"
        if min(j - i, end - k) > 1 and _PARALLEL & set(between):
            continue  # two statements, verbs included, in the other order
        back = " ".join([*own[:i], *other, *between, *one, *own[end:]])
        if any(f" {back} " in t for t in told):
            return " ".join(one), " ".join(other)
    return None


def _either_way(between: Sequence[str]) -> bool:
    """Whether what stands on the two sides of these words may change places."""
    return bool(_SAME_BOTH_WAYS & set(between)) and all(w in _SAME_BOTH_WAYS | _WITH_THEM for w in between)


def replaced(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """A phrase that the sources say elsewhere and the one in whose place it stands, all other words being the same."""
    own = _without_be(sentence)
    told = [_without_be(s) for s in sources]
    said = {w for t in told for w in t}
    if any(f" {' '.join(own)} " in f" {' '.join(t)} " for t in told):
        return None
    for i in range(len(own)):
        for j in range(i + 1, min(len(own), i + _PHRASE) + 1):
            phrase, before, behind = own[i:j], own[:i], own[j:]
            frame = sum(map(bears_meaning, (*before, *behind)))
            if frame < _FRAME_TOLD or len(own) - len(phrase) < _FRAME or not all(map(bears_meaning, phrase)):
                continue
            if not all(w in said or of_place(w, said) for w in phrase):
                continue
            for other in _in_frame(before, behind, told, phrase):
                if not _alike(phrase, other) and (frame >= _FRAME or _rivals(phrase, other, told)):
                    return " ".join(phrase), " ".join(other)
    return None


def _rivals(phrase: Sequence[str], other: Sequence[str], told: Sequence[Sequence[str]]) -> bool:
    """Whether each says something, and neither names the other: a broader word, or side by side in a source."""
    if not all(map(bears_meaning, other)) or {*phrase, *other} & SHELL_STEMS:
        return False
    a, b = phrase[-1], other[-1]
    if related.broader(a, b) or related.broader(b, a):
        return False
    return not any({x, y} == {a, b} for words in told for x, y in pairwise(words))


def _without_be(text: str) -> list[str]:
    words = _words(text)
    return [w for w, after in zip(words, [*words[1:], ""], strict=True) if w not in BE or not can_be_verb(after)]


def crossed(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """What the one does with the place of the other: "hydrogen forms at the cathode, oxygen at the anode" read crosswise."""
    own = set(_words(sentence))
    for text in sources:
        for full, short in pairwise([w for w in _words(part) if w not in _OWNERS] for part in _PARTS.split(text)):
            here = [w for w in full if bears_meaning(w)]
            there = [w for w in short if bears_meaning(w)]
            if len(here) < 3 or len(short) != 3 or [short[0]] != there[:1] or short[1] not in _WHERE & {full[-2]}:
                continue  # the second part leaves its verb out
            for one, other in ((here[0], there[-1]), (there[0], here[-1])):
                if {one, other} <= own and not ({here[0], here[-1], *there} - {one, other}) & own:
                    return one, other
    return None


def _in_frame(
    before: Sequence[str], behind: Sequence[str], told: Sequence[Sequence[str]], phrase: Sequence[str]
) -> Iterator[list[str]]:
    """What the sources have between the words before and behind a phrase; one of its length where it ends the sentence.

    Nothing that only describes the phrase, which follows there ("all the *various* parishes").
    """
    for words in told:
        for at in range(len(words) - len(before) - len(behind)):
            start = at + len(before)
            if list(words[at:start]) != list(before) or (
                not before and _POINTS & set(words[max(0, start - 3) : start])
            ):
                continue  # "*This* group of compounds includes": whatever was named before
            for end in range(start + 1, min(len(words), start + _PHRASE) + 1):
                if list(words[end : end + len(phrase)]) == list(phrase) or not (behind or end - start == len(phrase)):
                    continue
                if list(words[end : end + len(behind)]) == list(behind):
                    yield list(words[start:end])


def _alike(phrase: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one phrase may stand for the other: shared words, synonyms, or a word without meaning of its own."""
    return (
        not all(map(bears_meaning, other))
        or any(are_synonyms(a, b) for a in phrase for b in other)
        or any(opposed(a, b) is not None for a in phrase for b in other)  # judged by its sign
    )


def _pairs(n: int) -> Iterator[tuple[int, int, int, int]]:
    """Bounds of two phrases that do not touch."""
    for i in range(n):
        for j in range(i + 1, min(n, i + _PHRASE) + 1):
            for k in range(j + 1, n):
                for end in range(k + 1, min(n, k + _PHRASE) + 1):
                    yield i, j, k, end


def _telling(phrase: Sequence[str]) -> bool:
    return bears_meaning(phrase[0]) and bears_meaning(phrase[-1])


def _words(text: str) -> list[str]:
    return [_form(m, text) for m in _WORD.finditer(text.lower()) if m.group() not in _UNSAID]


def _form(word: re.Match[str], text: str) -> str:
    """Its stem; "the *calling* function" is not "the *called* function"."""
    after = _WORD.match(text.lower(), word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    describes = word.group().endswith("ing") and after is not None and bears_meaning(after.group())
    return word.group() if describes else root(word.group())
