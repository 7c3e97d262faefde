"""Sentences over the limits, which would be lost: verse without stops is cut at its lines, prose between its clauses.

Where a sentence had to be cut, both sides of the cut show "…", so that nobody takes a part for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil

from .blocks import FORMULA
from .drafts import Limits
from .text import SOUTH_EAST, STOPS, ends_in, words_of
from .units import Unit

CountTokens = Callable[[Sequence[str]], list[int]]
MARK = "…"
_WORDS_OF_MARKS, _TOKENS_OF_MARKS = 1, 2
# Where clauses end, the strongest borders first. Thai, Lao, Khmer and Burmese put spaces there.
_BORDERS = tuple(
    map(
        re.compile,
        (
            r"(?<=[;:؛])\s+|(?<=[；：])\s*|\s(?=[–—]\s)|(?<=—)(?=\w)",
            r"(?<=[,،、)])\s+|(?<=[，、])\s*",
            rf"(?<=[{SOUTH_EAST}])\s+(?=[{SOUTH_EAST}])",
        ),
    )
)
_STOPLESS = re.compile(f"[{SOUTH_EAST}]")
# Below so many words between its borders on average, or without a stop, it is a list of names or symbols and no sentence.
_WORDS_OF_CLAUSE = 4


def within_limits(flow: Sequence[Unit], limits: Limits, count_tokens: CountTokens) -> list[Unit]:
    """`flow` with each sentence over the limits as several units; one without lines and clauses stays as it is."""
    fitting: list[Unit] = []
    for unit in flow:
        if (unit.words <= limits.max_words and unit.tokens <= limits.max_tokens) or unit.block.kind == FORMULA:
            unit.text = unit.text.replace("\n", " ")
            fitting.append(unit)
        else:
            lines = [line for line in unit.text.split("\n") if line.strip()]
            texts = [
                (piece, line > 0 and i == 0)
                for line, x in enumerate(lines)
                for i, piece in enumerate(_clauses(x, limits, count_tokens))
            ]
            counts = count_tokens([text for text, _ in texts])
            fitting += [
                Unit(text, unit.block, first or (unit.first and i == 0), len(words_of(text)), tokens)
                for i, ((text, first), tokens) in enumerate(zip(texts, counts, strict=True))
            ]
    return fitting


def _clauses(text: str, limits: Limits, count_tokens: CountTokens) -> list[str]:
    """A sentence in pieces of about one length that end where clauses do; whole where it fits, or has no such pieces."""

    def room(parts: list[str], words: int = limits.max_words, tokens: int = limits.max_tokens) -> list[float]:
        """The share that each part takes of what a passage may hold."""
        counts = zip(parts, count_tokens(parts), strict=True)
        return [max(len(words_of(part)) / max(words, 1), n / max(tokens, 1)) for part, n in counts]

    if room([text])[0] <= 1:
        return [text]
    marked = limits.max_words - _WORDS_OF_MARKS, limits.max_tokens - _TOKENS_OF_MARKS
    parts = [text]
    for border in _BORDERS:
        shares = room(parts, *marked)
        parts = [
            p
            for part, share in zip(parts, shares, strict=True)
            for p in ([part] if share <= 1 else _split(part, border))
        ]
    shares = room(parts, *marked)
    is_list = len(words_of(text)) < _WORDS_OF_CLAUSE * len(parts) or not (
        ends_in(text, STOPS) or _STOPLESS.search(text)
    )
    if is_list or max(shares) > 1:
        return [text]
    pieces = _gathered(parts, shares)
    return [MARK * (i > 0) + piece.strip() + f" {MARK}" * (i + 1 < len(pieces)) for i, piece in enumerate(pieces)]


def _split(text: str, border: re.Pattern[str]) -> list[str]:
    ends = [m.end() for m in border.finditer(text)]
    return [text[a:b] for a, b in pairwise([0, *ends, len(text)]) if a < b]


def _gathered(parts: list[str], shares: list[float]) -> list[str]:
    """Neighbouring parts put together until they take as much room as in equal pieces, and never more than there is."""
    enough = sum(shares) / ceil(sum(shares))
    pieces: list[list[str]] = []
    taken: list[float] = []
    for part, share in zip(parts, shares, strict=True):
        if not pieces or taken[-1] >= enough or taken[-1] + share > 1:
            pieces.append([])
            taken.append(0.0)
        pieces[-1].append(part)
        taken[-1] += share
    if len(pieces) > 1 and taken[-2] + taken[-1] <= 1:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return ["".join(piece) for piece in pieces]
