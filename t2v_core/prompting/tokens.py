"""How long a prompt is for the text encoder: counted with its tokenizer, or estimated on the safe side."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_PIECE = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")


@dataclass(frozen=True)
class TokenCounter:
    """`count(text)` includes the end token; `source` is "tokenizer" or "estimate"."""

    count: Callable[[str], int]
    source: str


def counter_for(tokenizer: Any | None) -> TokenCounter:
    """Counts with a transformers tokenizer when one is given, else `estimate_tokens`."""
    if tokenizer is None:
        return TokenCounter(estimate_tokens, "estimate")
    return TokenCounter(
        lambda text: len(tokenizer(text, add_special_tokens=True, truncation=False, verbose=False)["input_ids"]),
        "tokenizer",
    )


def estimate_tokens(text: str) -> int:
    """An upper estimate for SentencePiece encoders (T5, UMT5) on English.

    They average about 1.3 tokens a word on prose; rare technical words fall apart into pieces of three
    to four letters, digits and signs stand alone. Words up to four letters count one, longer ones one
    more for each further four letters, letters beyond ASCII two each; plus the end token.
    """
    total = 1
    for piece in _PIECE.findall(text):
        foreign = sum(not c.isascii() for c in piece)
        total += max(1, -(-(len(piece) - foreign) // 4)) + 2 * foreign
    return total
