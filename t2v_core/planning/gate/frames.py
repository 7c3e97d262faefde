"""A word turned into its opposite where everything round it stayed: "is relatively low" for "is relatively high".

The passage may say both words, and a clause may have an even number of opposites, so counting them is not enough. Here each
word of the sentence is laid on the word of the passage that has the same neighbours; where one direction was turned
and another one that was laid beside it was not, or only one was turned, the sentence says the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..english import related
from ..english.clauses import BE, bears_meaning
from ..english.grammar import parse
from ..english.lexicon import NEGATIONS, are_exclusive, are_synonyms, has_direction, opposed, root
from .opposites import of_verb

_FRAME = 3  # neighbours that must be the same where another thing stands
_OUT_OF, _IN_FRONT = "out of", "in front of"
_WAYS = {
    frozenset(pair)
    for pair in (
        ("into", _OUT_OF),
        ("into", "from"),
        ("to", "from"),
        ("onto", "off"),
        ("toward", "from"),
        ("for", "against"),
        ("behind", _IN_FRONT),
    )
}
_STAND_INS = frozenset("one ones it them".split())
_NEAR = 5  # places on each side where a negation denies the word
_OWNING = frozenset({"of", "for"})  # "the supply *of* labor", "the demand *for* labor"
_THINGS = frozenset("NJ")
_END = "."  # stands for every mark, and for the end of the sentence
_REACH = 3  # neighbours on each side that are compared
_ENOUGH = 2  # of them must be the same, the end of the sentence counting as one
_DROPPED = BE | frozenset(
    "a an the will would can could may might do does did has have had also it its their his".split()
)


@dataclass(frozen=True)
class _Word:
    stem: str
    low: str
    kind: str  # first letter of its tag
    telling: bool


def turned_in_frame(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """A word of the sentence and the opposite that a source has in its place; None when there is none, or all were turned."""
    own = _words(sentence)
    if any(w.low == "than" for w in own):
        return None  # judged as a comparison
    told = [_words(s) for s in sources]
    said = {w.stem for words in told for w in words}
    for words in told:
        turns = {
            i: j
            for i in range(len(own))
            for j in range(len(words))
            if (_turned(own[i], words[j]) or (_denies(own[i], words[j]) and _framed(own, i, words, j)))
            and _in_place(own, i, words, j, own[i].stem in said)
            and _denied(own, i) == _denied(words, j)
            and not _kept(own, i, told, _alike(own, i, words, j))
        }
        if not turns or any(_turned_beside(own, i, words, j) for i, j in turns.items()):
            continue
        if len(turns) == 1 or any(_stays(own, k, words) for k in range(len(own)) if k not in turns):
            i, j = next(iter(turns.items()))
            return own[i].stem, words[j].stem
    return _other_way(own, told)


def _other_way(own: Sequence[_Word], told: Sequence[Sequence[_Word]]) -> tuple[str, str] | None:
    """ "Out of" in the place of "into", with the same words on both sides."""
    for words in told:
        for i, j in ((i, j) for i in range(len(own)) for j in range(len(words))):
            if frozenset({own[i].stem, words[j].stem}) in _WAYS and _in_place(own, i, words, j, True):
                return own[i].stem, words[j].stem
    return None


def rival_in_frame(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """A thing that the sources speak of elsewhere, in the place of another one; None when there is none."""
    own = _words(sentence)
    told = [_words(s) for s in sources]
    here, said = {w.stem for w in own}, {w.stem for words in told for w in words}
    for i, word in enumerate(own):
        if word.kind not in _THINGS or not word.telling or word.stem not in said:
            continue
        for words in told:
            for j, other in enumerate(words):
                if (
                    other.kind in _THINGS
                    and other.telling
                    and other.stem not in here
                    and not are_synonyms(word.stem, other.stem)
                    and opposed(word.stem, other.stem) is None
                    and _framed(own, i, words, j)
                    and not _one_thing(word.stem, other.stem, told)
                    and not _kept(own, i, told, _alike(own, i, words, j))
                ):
                    return word.stem, other.stem
    return None


def _one_thing(a: str, b: str, told: Sequence[Sequence[_Word]]) -> bool:
    """Whether one may name the other: a broader word, or side by side in a source ("amylase is an enzyme")."""
    if related.broader(a, b) or related.broader(b, a):
        return True
    return any({x.stem, y.stem} == {a, b} for words in told for x, y in pairwise(words))


def _framed(own: Sequence[_Word], i: int, words: Sequence[_Word], j: int) -> bool:
    before, behind = _same(own, i, words, j, -1), _same(own, i, words, j, 1)
    real = [[w for w in side if w != _END] for side in (before, behind)]
    if _ends_alike(before, behind):
        return words[j].low not in _STAND_INS
    return all(real) and len(before) + len(behind) >= _FRAME


def _turned_beside(own: Sequence[_Word], i: int, words: Sequence[_Word], j: int) -> bool:
    """Whether the word in front at which the likeness ends was turned too: "converging lenses gather", "diverging lenses spread"."""
    n = len(_same(own, i, words, j, -1)) + 1
    return n <= min(i, j) and _turned(own[i - n], words[j - n])


def _denies(one: _Word, other: _Word) -> bool:
    """Whether two words are opposites, whatever class the tagger gave them."""
    return (one.telling or other.telling) and opposed(one.stem, other.stem) is not None


def _turned(one: _Word, other: _Word) -> bool:
    if not (one.telling or other.telling) or one.stem == other.stem:
        return False
    a, _, ending = one.low.partition("-")
    b, _, same = other.low.partition("-")
    if ending and ending == same:  # "real-looking", "fake-looking"
        return opposed(root(a), root(b)) is not None or are_exclusive(root(a), root(b))
    return {one.kind, other.kind} != {"N", "V"} and opposed(one.stem, other.stem) is not None


def _in_place(own: Sequence[_Word], i: int, words: Sequence[_Word], j: int, said: bool) -> bool:
    """Whether the neighbours of two places are the same; where the word is `said` elsewhere, some on each side and one more."""
    before, behind = _same(own, i, words, j, -1), _same(own, i, words, j, 1)
    found = before + behind
    if said:
        both = len(found) > _ENOUGH and all(side and side != [_END] for side in (before, behind))
        return both or _ends_alike(before, behind)
    return len(found) >= _ENOUGH and any(w != _END for w in found)


def _ends_alike(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether two places are the last words of what is said, with the same words in front ("the breeze comes from the *land*")."""
    return list(behind) == [_END] and sum(w != _END for w in before) >= _FRAME


def _kept(own: Sequence[_Word], i: int, told: Sequence[Sequence[_Word]], alike: int) -> bool:
    """Whether the sources have the word, or one for it, in a place where as many neighbours are the same."""
    return any(
        (are_synonyms(own[i].stem, w.stem) or related.one_meaning(own[i].stem, w.stem))
        and _alike(own, i, words, k) >= alike
        for words in told
        for k, w in enumerate(words)
    )


def _alike(own: Sequence[_Word], i: int, words: Sequence[_Word], j: int) -> int:
    return len(_same(own, i, words, j, -1)) + len(_same(own, i, words, j, 1))


def _same(own: Sequence[_Word], i: int, words: Sequence[_Word], j: int, step: int) -> list[str]:
    """The neighbours that are the same on one side, counted from the two places outwards."""
    found: list[str] = []
    for n in range(1, _REACH + 1):
        a, b = _at(own, i + step * n), _at(words, j + step * n)
        if a != b and not are_synonyms(a, b) and not {a, b} <= _OWNING:
            break
        found.append(a)
        if a == _END:
            break
    return found


def _stays(own: Sequence[_Word], k: int, words: Sequence[_Word]) -> bool:
    """Whether a word with a direction stands between the same neighbours in the source."""
    return (
        own[k].telling
        and has_direction(own[k].stem)
        and any(w.stem == own[k].stem and _in_place(own, k, words, j, False) for j, w in enumerate(words))
    )


def _at(words: Sequence[_Word], i: int) -> str:
    return words[i].stem if 0 <= i < len(words) else _END


def _denied(words: Sequence[_Word], i: int) -> bool:
    """Whether a negation stands a few words before or behind, with no mark in between."""
    start = next((j + 1 for j in range(i - 1, i - _NEAR, -1) if _at(words, j) == _END), i - _NEAR)
    stop = next((j for j in range(i + 1, i + _NEAR) if _at(words, j) == _END), i + _NEAR)
    return any(w.low in NEGATIONS or w.low.endswith(("n't", "n’t")) for w in words[max(0, start) : stop])


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    tokens = parse(text)
    for i, token in enumerate(tokens):
        if of_verb(tokens, i):
            continue
        lows = [w.low for w in found[-2:]]
        if token.low == "of" and lows == ["in", "front"]:
            found[-2:] = [_Word(_IN_FRONT, _IN_FRONT, "I", False)]
        elif token.low == "of" and found and found[-1].low == "out":
            found[-1] = _Word(_OUT_OF, _OUT_OF, "I", False)
        elif not token.text[0].isalnum():
            found.append(_Word(_END, token.text, "", False))
        elif token.low not in _DROPPED:
            found.append(_Word(root(token.low), token.low, token.tag[0], bears_meaning(token)))
    return found
