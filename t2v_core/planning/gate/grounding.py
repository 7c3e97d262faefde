"""The gate for a sentence: does the cited passage really say this?

An embedding tells on-topic from off-topic but gives a negated or role-swapped sentence 0.87, so the
cosine only opens the comparison. Numbers, units, names, negation, opposites, quantity, conditions,
words nobody said and the order of arguments are then compared with the sentence of the passage that is
nearest. Every refusal has a reason with a name. When in doubt the gate refuses: the extractive sentence
stands in its place, so a wrong refusal costs a wording and a wrong pass costs the truth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np

from ...book.sentences import split_sentences
from ..english import lexicon
from ..english.clauses import Clause
from ..english.lexicon import root
from ..text import addresses_model
from . import opposites, polarity, quantities
from .bindings import mixed, statements
from .causality import added_reason, reversed_cause, same_order
from .comparatives import compared, regraded
from .conditions import dropped_condition
from .deeds import exchanged_deed, sides_turned
from .frames import rival_in_frame, turned_in_frame
from .inventions import invented, unheard
from .marks import read
from .mirrored import mirrored
from .rearranged import crossed, exchanged, replaced
from .remembering import Encoder
from .roles import swapped
from .subjects import told

Reason = Literal[
    "",
    "empty",
    "unsupported",
    "number",
    "unit",
    "name",
    "negation",
    "opposite",
    "quantity",
    "condition",
    "invention",
    "roles",
    "cause",
]
MIN_COSINE = 0.45  # verbatim 1.00, paraphrase 0.87, loose 0.60; unsupported 0.29 (means over a textbook)
_FEW = 4  # words of a clause that two clauses may share by chance
# Share of words that the passage does not have, from which on a sentence has a wording of its own. Of 2750 sentences
# every third true one lies above it, and of its refusals by word order or by lost words there nearly all were wrong.
_OWN_WORDS = 0.2
_NEXT_COSINE = 0.60  # a second sentence of the passage this near belongs to what is said


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may stand, and if not, why."""

    ok: bool
    reason: Reason
    detail: str  # the word, number or pair it fell over
    support: float  # cosine with the nearest sentence of the passages
    nearest: str = ""  # that sentence


def check_sentence(sentence: str, passages: Sequence[str], encoder: Encoder) -> Verdict:
    """Judge one sentence against the passages it cites; deterministic for one encoder."""
    sources, about = _read(tuple(passages))
    if not re.search(r"[^\W\d_]{2}", sentence) or not sources:
        return Verdict(False, "empty", "nothing to compare", 0.0)
    scores = _scores(sentence, sources, encoder)
    best = int(np.argmax(scores))
    support = float(scores[best])
    if support < MIN_COSINE:
        return Verdict(False, "unsupported", f"cosine {support:.2f}", support, sources[best])
    if _same_words(sentence, sources):
        return Verdict(True, "", "verbatim", support, sources[best])
    second = [i for i in np.argsort(-scores, kind="stable")[1:2] if scores[i] >= _NEXT_COSINE]
    before = [best - 1] if best and _points_back(sources[best]) else []
    window = sorted({*before, best, *(int(i) for i in second)})
    around = sorted({*window, *(i for i in (best - 1, best + 1) if 0 <= i < len(sources))})
    pair = _Pair(
        told([sentence]),
        [about[i] for i in window],
        [about[i] for i in around],
        sources[best],
        [sources[i] for i in around],
        encoder,
    )
    for reason, check in _CHECKS if pair.close else _ALWAYS:
        detail = check(pair, sentence, passages)
        if detail:
            return Verdict(False, reason, detail, support, sources[best])
    return Verdict(True, "", "", support, sources[best])


@lru_cache(maxsize=64)
def _read(passages: tuple[str, ...]) -> tuple[list[str], list[list[Clause]]]:
    """The sentences of passages, and the clauses of each."""
    sources = [s for p in passages for s in split_sentences(p) if not addresses_model(s)]
    return sources, told(sources)


@dataclass(frozen=True)
class _Pair:
    """A sentence and what it is compared with, both as clauses."""

    here: list[list[Clause]]
    there: list[list[Clause]]
    around: list[list[Clause]]  # with the sentences beside the nearest: words from there are no inventions
    nearest: str
    beside: list[str]  # the sentences that `around` was read from
    encoder: Encoder

    @cached_property
    def close(self) -> bool:
        """Whether the sentence keeps nearly all words of the passage, so that word can be laid on word."""
        known = {root(t.low) for part in self.around for c in part for t in c.tokens}
        own = [s for c in self.sentence for s in c.stems]
        new = sum(s not in known for s in own)
        return new <= 1 or new < _OWN_WORDS * len(own)

    @cached_property
    def sentence(self) -> list[Clause]:
        return [c for part in self.here for c in part]

    @cached_property
    def source(self) -> list[Clause]:
        return [c for part in self.there for c in part]


def _numbers(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return quantities.wrong_number(sentence, passages) or quantities.exchanged_number(sentence, passages)


def _units(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return quantities.wrong_unit(sentence, passages)


def _bounds(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return polarity.wrong_bound(sentence, pair.nearest)


def _names(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return quantities.unknown_name(sentence, passages)


def _signs(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return polarity.wrong_sign(pair.sentence, pair.source, pair.close) or polarity.lost_denial(
        pair.sentence, pair.source
    )


def _comparisons(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    words, *_ = compared(pair.sentence, pair.source)
    return f"{words[0]} / {words[1]}" if words else ""


def _bindings(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    if compared(pair.sentence, pair.source)[2]:
        return ""
    words = mixed(statements(pair.here), statements(pair.around))
    return f"{words[0]} / {words[1]}" if words else ""


def _causes(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    words = reversed_cause(pair.sentence, pair.source)
    if words:
        return f"{words[0]} / {words[1]}"
    return added_reason(pair.sentence, pair.source)


def _opposites(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    """An odd number of turned directions in a clause; a converse pair is even when its arguments moved too."""
    if words := turned_in_frame(sentence, pair.beside):
        return f"{words[0]} / {words[1]}"
    _, agreed, _ = compared(pair.sentence, pair.source)
    moved = swapped(pair.sentence, pair.source)
    ordered = same_order(pair.sentence, pair.source)
    pairs = [(c, polarity.nearest(c, pair.source)) for c in pair.sentence]
    # Once more as a whole: the word that was turned may stand in a clause that the tagger did not cut off.
    whole = _joined(pair.sentence), _joined(polarity.spoken_of(pair.sentence, pair.source, opposites=True))
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


def _reach(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return polarity.wrong_reach(pair.sentence, pair.source, pair.close)


def _conditions(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return dropped_condition(pair.sentence, pair.source)


def _roles(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    if compared(pair.sentence, pair.source)[2]:
        return ""
    words = swapped(pair.sentence, pair.source)
    if words:
        converse = any(
            t[2]
            for c in pair.sentence
            if (other := polarity.nearest(c, pair.source)) is not None
            for t in opposites.turned(c, other)
        )
        if converse:
            words = None
    return f"{words[0]} / {words[1]}" if words else ""


def _places(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    places = exchanged, replaced, crossed, mirrored, rival_in_frame, exchanged_deed
    words = next((found for check in places if (found := check(sentence, pair.beside))), None)
    return f"{words[0]} / {words[1]}" if words else ""


def _invention(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return invented(pair.sentence, pair.source, [c for part in pair.around for c in part], pair.nearest, pair.encoder)


def _unheard(pair: _Pair, sentence: str, passages: Sequence[str]) -> str:
    return unheard(sentence, " ".join(pair.beside), pair.encoder)


def _scores(sentence: str, sources: Sequence[str], encoder: Encoder) -> np.ndarray:
    """Cosine with each source; "They live for 120 days" says who only with the sentence before it."""
    read_on = {i: f"{sources[i - 1]} {s}" for i, s in enumerate(sources) if i and _points_back(s)}
    vectors = encoder.encode([sentence, *sources, *read_on.values()])
    scores = vectors[1:] @ vectors[0]
    for i, joined in zip(read_on, scores[len(sources) :], strict=True):
        scores[i] = max(scores[i], joined)
    return scores[: len(sources)]


def _points_back(sentence: str) -> bool:
    return any(w in _PRONOUNS for w in re.findall(r"[a-z]+", sentence.lower()))


def _same_words(sentence: str, sources: Sequence[str]) -> bool:
    plain = re.sub(r"\W+", " ", sentence).strip().lower()
    return any(plain == re.sub(r"\W+", " ", s).strip().lower() for s in sources)


_PRONOUNS = frozenset("it they this these those he she its their such".split())
# Evidence that stands whatever the wording …
_ALWAYS = (
    ("number", _numbers),
    ("unit", _units),
    ("number", _bounds),
    ("name", _names),
    ("negation", _signs),
    ("opposite", _opposites),
    ("quantity", _reach),
    ("roles", _places),
    ("roles", _comparisons),
    ("invention", _unheard),
)
# … and what follows only where word can be laid on word.
_CHECKS = (
    *_ALWAYS[:7],
    ("condition", _conditions),
    *_ALWAYS[7:-1],
    ("roles", _roles),
    ("roles", _bindings),
    ("cause", _causes),
    ("invention", _invention),
    *_ALWAYS[-1:],
)
