"""The gate for a sentence: does the cited passage really say this?

An embedding tells on-topic from off-topic but gives a negated or role-swapped sentence 0.87, so the
cosine only opens the comparison. Numbers, units, names, negation, opposites, quantity, conditions,
words nobody said and the order of arguments are then compared with the sentence of the passage that is
nearest. What these rules let through an NLI model may still refuse, where the user has one. Every refusal has a
reason with a name. When in doubt the gate refuses: the extractive sentence
stands in its place, so a wrong refusal costs a wording and a wrong pass costs the truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from ...book.sentences import split_sentences
from ..english.clauses import Clause
from ..text import addresses_model
from . import opposites, quantities
from .added import added
from .attributes import contrary_attribute
from .bearers import other_bearer
from .bindings import mixed, statements
from .bounds import wrong_bound
from .causality import SAYS_WHY, added_reason, reversed_cause
from .comparatives import compared
from .conditions import dropped_condition
from .copied import altered
from .counterparts import nearest
from .deeds import exchanged_deed, turned_back
from .directions import wrong_direction
from .frames import rival_in_frame
from .inventions import invented, unheard
from .mirrored import mirrored
from .names import unknown_name
from .pair import Pair
from .plain import plainly
from .polarity import lost_denial, wrong_sign
from .reach import wrong_permission, wrong_reach
from .rearranged import crossed, exchanged, replaced
from .remembering import Encoder
from .roles import swapped
from .short_names import spelt_out
from .subjects import told
from .turned import turned
from .word_for_word import is_clause_of, is_sentence_of

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
    "not_entailed",
]
# Sentences of the passages and a sentence → why it does not follow from them, "" where it does.
Entailment = Callable[[Sequence[str], str], str]
MIN_COSINE = 0.45  # verbatim 1.00, paraphrase 0.87, loose 0.60; unsupported 0.29 (means over a textbook)
_NEXT_COSINE = 0.60  # a second sentence of the passage this near belongs to what is said


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may stand, and if not, why."""

    ok: bool
    reason: Reason
    detail: str  # the word, number or pair it fell over
    support: float  # cosine with the nearest sentence of the passages
    nearest: str = ""  # that sentence


def check_sentence(
    sentence: str, passages: Sequence[str], encoder: Encoder, entailment: Entailment | None = None
) -> Verdict:
    """Judge one sentence against the passages it cites; deterministic for one encoder and one NLI model."""
    sentence, passages = spelt_out(sentence, passages), [spelt_out(p, passages) for p in passages]
    sources, about = _read(tuple(passages))
    if not re.search(r"[^\W\d_]{2}", sentence) or not sources:
        return Verdict(False, "empty", "nothing to compare", 0.0)
    scores = _scores(sentence, sources, encoder)
    best = int(np.argmax(scores))
    support = float(scores[best])
    if support < MIN_COSINE:
        return Verdict(False, "unsupported", f"cosine {support:.2f}", support, sources[best])
    if is_sentence_of(sentence, sources):
        return Verdict(True, "", "verbatim", support, sources[best])
    said, sentence = sentence, plainly(sentence)
    second = [i for i in np.argsort(-scores, kind="stable")[1:2] if scores[i] >= _NEXT_COSINE]
    before = [best - 1] if best and _points_back(sources[best]) else []
    window = sorted({*before, best, *(int(i) for i in second)})
    around = sorted({*window, *(i for i in (best - 1, best + 1) if 0 <= i < len(sources))})
    pair = Pair(
        told([sentence]),
        [about[i] for i in window],
        [about[i] for i in around],
        sources[best],
        [sources[i] for i in around],
        encoder,
    )
    for reason, check, close_only in () if is_clause_of(said, sources) else _CHECKS:
        if close_only and not pair.close:
            continue
        if detail := check(pair, sentence, passages):
            return Verdict(False, reason, detail, support, sources[best])
    if entailment is not None and (detail := entailment(sources, said)):
        return Verdict(False, "not_entailed", detail, support, sources[best])
    return Verdict(True, "", "", support, sources[best])


def premises(passages: Sequence[str]) -> list[str]:
    """The sentences of passages, without those that speak to a language model."""
    return [s for p in passages for s in split_sentences(p) if not addresses_model(s)]


@lru_cache(maxsize=64)
def _read(passages: tuple[str, ...]) -> tuple[list[str], list[list[Clause]]]:
    """The sentences of passages, and the clauses of each."""
    sources = premises(passages)
    return sources, told(sources)


def _numbers(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return quantities.wrong_number(sentence, passages) or quantities.exchanged_number(sentence, passages)


def _units(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return quantities.wrong_unit(sentence, passages)


def _bounds(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return wrong_bound(sentence, pair.nearest, " ".join(pair.beside))


def _attributes(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    words = contrary_attribute(sentence, pair.beside)
    return f"{words[0]} / {words[1]}" if words else ""


def _permissions(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return wrong_permission(pair.sentence, pair.source)


def _names(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return unknown_name(sentence, passages)


def _signs(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return wrong_sign(pair.sentence, pair.source, pair.close) or lost_denial(pair.sentence, pair.source)


def _comparisons(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    words, *_ = compared(pair.sentence, pair.source)
    return f"{words[0]} / {words[1]}" if words else ""


def _bindings(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    if compared(pair.sentence, pair.source)[2]:
        return ""
    words = mixed(statements(pair.here), statements(pair.around))
    return f"{words[0]} / {words[1]}" if words else ""


def _causes(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    told_plainly = pair.close or any(low in SAYS_WHY for c in pair.sentence for low in c.lows)
    words = reversed_cause(pair.sentence, pair.source) if told_plainly else None
    if words:
        return f"{words[0]} / {words[1]}"
    return added_reason(pair.sentence, pair.source) if pair.close else ""


def _reach(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return wrong_reach(pair.sentence, pair.source, pair.close)


def _conditions(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return dropped_condition(pair.sentence, pair.source)


def _roles(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    if compared(pair.sentence, pair.source)[2]:
        return ""
    words = swapped(pair.sentence, pair.source)
    if words:
        converse = any(
            t[2]
            for c in pair.sentence
            if (other := nearest(c, pair.source)) is not None
            for t in opposites.turned(c, other)
        )
        if converse:
            words = None
    return f"{words[0]} / {words[1]}" if words else ""


def _places(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    places = other_bearer, exchanged, replaced, crossed, mirrored, rival_in_frame, turned_back
    words = next((found for check in places if (found := check(sentence, pair.beside))), None)
    words = (
        words
        or turned(sentence, pair.nearest)
        or exchanged_deed(sentence, pair.beside, [c for part in pair.around for c in part])
    )
    return f"{words[0]} / {words[1]}" if words else ""


def _copied(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return altered(sentence, pair.nearest, passages)


def _added(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    return added(sentence, pair.nearest, passages)


def _invention(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
    said = [c for part in pair.around for c in part]
    return invented(sentence, pair.sentence, pair.source, said, pair.nearest, pair.encoder, passages)


def _unheard(pair: Pair, sentence: str, passages: Sequence[str]) -> str:
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


_PRONOUNS = frozenset("it they this these those he she its their such".split())
# (reason, check, whether it asks only where the wording is close enough to lay word on word)
_CHECKS = (
    ("number", _numbers, False),
    ("unit", _units, False),
    ("number", _bounds, False),
    ("name", _names, False),
    ("negation", _signs, False),
    ("opposite", _permissions, False),
    ("opposite", _attributes, False),
    ("opposite", wrong_direction, False),
    ("quantity", _reach, False),
    ("condition", _conditions, True),
    ("roles", _places, True),
    ("roles", _comparisons, False),
    ("roles", _roles, True),
    ("roles", _bindings, True),
    ("cause", _causes, False),
    ("invention", _copied, False),
    ("invention", _added, False),
    ("invention", _invention, True),
    ("invention", _unheard, False),
)
