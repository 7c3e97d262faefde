"""Directions of a sentence that are turned against its source ("rises", "falls"), as evidence and counter-evidence weigh."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..english import lexicon, related
from ..english.clauses import Clause
from ..english.grammar import parse
from ..english.lexicon import root
from . import opposites
from .causality import same_order
from .comparatives import compared, regraded
from .counterparts import nearest, spoken_of
from .deeds import sides_turned
from .frames import turned_in_frame
from .marks import read
from .pair import Pair
from .roles import swapped

_FEW = 4  # words of a clause that two clauses may share by chance


def wrong_direction(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    """An odd number of turned directions in a clause; a converse pair is even when its arguments moved too."""
    if words := turned_in_frame(sentence, pair.beside):
        return f"{words[0]} / {words[1]}"
    _, agreed, _ = compared(pair.sentence, pair.source)
    moved = swapped(pair.sentence, pair.source)
    ordered = same_order(pair.sentence, pair.source)
    pairs = [(c, nearest(c, pair.source)) for c in pair.sentence]
    # Once more as a whole: the word that was turned may stand in a clause that the tagger did not cut off.
    whole = _joined(pair.sentence), _joined(spoken_of(pair.sentence, pair.source, opposites=True))
    beside = {root(t.low) for t in parse(pair.nearest)}
    said = {root(t.low) for part in pair.around for c in part for t in c.tokens}
    denied_anywhere = {w.stem for w in read(pair.source) if "negation" in w.marked}
    turned_at_all = {t[0] for t in opposites.turned(*whole)}
    pairs.append(whole)
    for clause, other in pairs:
        if other is None:
            continue
        marked = read([clause, other])
        if not pair.close and any(w.level == lexicon.RARE for w in marked):
            continue  # "rarely complex" for "mostly simple"
        denied = {w.stem for w in marked if "negation" in w.marked or w.level == lexicon.RARE}
        signs = [
            t
            for t in opposites.turned(clause, other)
            if (t[0] in turned_at_all or _tells_it(clause, other))
            and (pair.close or _alike(t, clause, other))
            and not any(_said_as(t[0], s) for s in beside)
            and (_shares(clause, other) or (pair.close and t[0] not in said))
            and (pair.close or t[0] not in said)
            and not any(lexicon.opposed(t[0], s) is not None for s in denied_anywhere)
            and t[1] not in _under(other)
            and not (t[2] and (moved or sides_turned(sentence, pair.beside, t[0], t[1])))
            and not {t[0], t[1]} & denied
            and not _names_one(t, agreed)
            and not (ordered and {t[0], t[1]} == {"after", "befor"})
        ]
        if len(signs) % 2 or _turned_alike(signs) or _of_one_thing(signs, clause):
            return f"{signs[0][0]} / {signs[0][1]}"
        words = opposites.exclusive(clause, other) or regraded(clause, other)
        if words and (pair.close or words[0] not in said):
            return f"{words[0]} / {words[1]}"
    return ""


def _alike(turn: tuple[str, str, bool], clause: Clause, source: Clause) -> bool:
    """Whether a word and its opposite are of one class: "lose *heat*" is no opposite of "*cool*"."""
    one, other = ({t.tag[:1] for t in c.tokens if root(t.low) == s} for c, s in ((clause, turn[0]), (source, turn[1])))
    return bool(one & other)


def _said_as(word: str, other: str) -> bool:
    """Whether another word has the same meaning, and no hand-made list of opposites speaks of it ("raise", "elevate")."""
    return word != other and related.one_meaning(word, other) and lexicon.opposed(word, other) is None


def _of_one_thing(signs: Sequence[tuple[str, str, bool]], clause: Clause) -> bool:
    """Whether two turned words stand side by side and describe one thing: "a large, slow" for "a small, fast memory"."""
    turned = {t[0] for t in signs if not t[2]}
    words = [root(t.low) for t in clause.tokens if t.text not in {",", "and"}]
    return any(a in turned and b in turned for a, b in pairwise(words))


def _under(clause: Clause) -> set[str]:
    """Stems right behind "beneath" or "below": "beneath the surface" is as much as "underground"."""
    words = [t for t in clause.tokens if t.tag != "DT"]
    return {root(b.low) for a, b in pairwise(words) if a.low in {"beneath", "below", "under", "underneath"}}


def _shares(clause: Clause, source: Clause) -> bool:
    """Whether at least half of a clause's words stand in this clause of the source: the turned one is set against it there."""
    told_by = sum(any(lexicon.are_synonyms(s, x) for x in source.stems) for s in clause.stems)
    return 2 * told_by >= len(clause.stems)


def _tells_it(clause: Clause, source: Clause) -> bool:
    """Whether nearly all of a clause is said by this clause of the source: then no other one excuses what is turned."""
    told_by = sum(any(lexicon.are_synonyms(s, x) for x in source.stems) for s in clause.stems)
    return len(clause.stems) > _FEW and told_by >= len(clause.stems) - 1


def _names_one(turn: tuple[str, str, bool], qualities: frozenset[str]) -> bool:
    """Whether a turned pair is a comparison that was found to agree."""
    return any(lexicon.are_synonyms(turn[0], q) or lexicon.are_synonyms(turn[1], q) for q in qualities)


def _turned_alike(signs: list[tuple[str, str, bool]]) -> bool:
    """Whether one word was turned twice: "the smaller, the smaller" may become "the larger, the larger", other words may not."""
    twice = [word for i, (word, *_) in enumerate(signs) if any(word == other for other, *_ in signs[:i])]
    return any(not word.endswith("er") and word not in {"more", "less"} for word in twice)


def _joined(parts: list[Clause]) -> Clause:
    return Clause(tuple(t for c in parts for t in c.tokens))
