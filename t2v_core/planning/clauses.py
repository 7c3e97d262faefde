"""A sentence as clauses: tagged words round one verb each, and which of them carry meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .grammar import Token, parse
from .lexicon import root
from .text import FUNCTION_WORDS

BE = frozenset("is are was were be been being get gets got".split())
_VERB = ("VB", "MD")
OPENS_CLAUSE = frozenset(
    "but while whereas although though because since so which that who whose when if unless until where and or than as".split()
)
MARKS = frozenset(",;:()—–")
# Two statements set against each other: always two clauses, whatever the tagger makes of their verbs.
CONTRAST = frozenset("but while whereas although though ;".split())


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence round one verb."""

    tokens: tuple[Token, ...]

    @property
    def lows(self) -> tuple[str, ...]:
        return tuple(t.low for t in self.tokens)

    @property
    def stems(self) -> tuple[str, ...]:
        """Stems of the content words, numbers included."""
        return tuple(root(t.low) for t in self.tokens if is_content(t))


# Function words by form that still say where, which or how much.
_TELLING = frozenset(
    "above below before after over under up down out off less more least last same without within inside outside through away toward towards".split()
)


def bears_meaning(word: Token | str) -> bool:
    """Whether a word says something a sentence can be right or wrong about: content, place, order, amount."""
    low = word if isinstance(word, str) else word.low
    return low in _TELLING or (low not in FUNCTION_WORDS and any(c.isalnum() for c in low))


def is_content(token: Token) -> bool:
    """Whether a token carries meaning of its own: not a function word, mark or auxiliary."""
    return token.low not in FUNCTION_WORDS and any(c.isalnum() for c in token.text)


def clauses(sentence: str) -> list[Clause]:
    """The sentence cut at marks and connectives, so that every piece has a verb of its own where possible."""
    tokens = _with_verbs(parse(re.sub(r"(?<=\d),(?=\d{3})", "", sentence)))
    pieces: list[list[Token]] = [[]]
    for i, token in enumerate(tokens):
        opens = (token.low in OPENS_CLAUSE and token.low not in {"than", "as", "that"}) or (
            token.low == "that" and i and tokens[i - 1].tag.startswith(("NN", "VB"))
        )
        contrast = token.low in CONTRAST and len(pieces[-1]) > 2 and len(tokens) - i > 3
        if contrast or ((token.text in MARKS or opens) and _has_verb(pieces[-1]) and _has_verb(tokens[i + 1 :])):
            pieces.append([])
        pieces[-1].append(token)
    merged: list[list[Token]] = []
    for piece in pieces:
        if merged and piece[0].low not in CONTRAST and not (_has_verb(piece) and _has_verb(merged[-1])):
            merged[-1] += piece
        else:
            merged.append(piece)
    return [Clause(tuple(p)) for p in merged if p]


def main_verb(clause: Clause) -> Token | None:
    """The last verb of the clause's first verb group."""
    found = None
    for i, token in enumerate(clause.tokens):
        if is_verbal(clause.tokens, i):
            found = token
        elif found is not None and token.tag != "RB":
            break
    return found


def _with_verbs(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tagger's nouns behind "can", "may" and their like are verbs."""
    out = list(tokens)
    for i, token in enumerate(out[1:], start=1):
        before = next((t for t in reversed(out[:i]) if t.tag != "RB"), token)
        if before.tag == "MD" and token.tag in {"NN", "JJ"}:
            out[i] = replace(token, tag="VB")
    return tuple(out)


def is_verbal(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token is a verb here, and not a participle in front of its noun ("imported goods")."""
    if not tokens[i].tag.startswith(_VERB):
        return False
    if (
        tokens[i].tag not in {"VBN", "VBD", "VBG"}
        or i + 1 >= len(tokens)
        or not tokens[i + 1].tag.startswith(("NN", "JJ"))
    ):
        return True
    before = tokens[i - 1] if i else None
    return before is not None and (
        before.tag.startswith(("NN", "PRP")) or before.low in BE | {"to", "by", "has", "have", "had"}
    )


def _has_verb(tokens: Iterable[Token]) -> bool:
    return any(t.tag in {"VBZ", "VBP", "VBD", "MD"} or (t.tag.startswith("VB") and t.low in BE) for t in tokens)
