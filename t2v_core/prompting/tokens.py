"""How long a prompt is for the text encoder: counted with its tokenizer, or estimated from the pieces T5 reads.

CogVideoX and LTX-Video read with T5, whose pieces lie beside this file (t5_pieces.txt.gz, from google/t5-v1_1-xxl, Apache-2.0):
the estimate for them is T5's own count. Wan reads with UMT5, whose pieces for a hundred languages are fewer for English.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

PIECES = Path(__file__).with_name("t5_pieces.txt.gz")
_UNKNOWN = 2  # the place of "<unk>" among the pieces
# How many more tokens than T5 an encoder may need for the same English: one token in four, where it isn't T5 itself.
_MARGIN = {"cogvideox": 1.0, "ltx": 1.0}
_OTHER_MARGIN = 1.25


@dataclass(frozen=True)
class TokenCounter:
    """`count(text)` includes the end token; `source` is "tokenizer" or "estimate"."""

    count: Callable[[str], int]
    source: str


def counter_for(tokenizer: Any | None, family: str = "") -> TokenCounter:
    """Counts with the family's transformers tokenizer when it is given, else `estimate_tokens`."""
    if tokenizer is None:
        return TokenCounter(lambda text: estimate_tokens(text, family), "estimate")
    return TokenCounter(
        lambda text: len(tokenizer([text], add_special_tokens=True, truncation=False, verbose=False)["input_ids"][0]),
        "tokenizer",
    )


def estimate_tokens(text: str, family: str = "") -> int:
    """An upper estimate of the tokens of English `text`, end token included: what T5 counts, and the family's margin."""
    return 1 + int(_MARGIN.get(family, _OTHER_MARGIN) * sum(map(_tokens, text.split())) + 0.999)


@lru_cache(maxsize=65536)  # a prompt is measured again for each cut
def _tokens(word: str) -> int:
    """T5's tokens of what stands between two blanks; the blank before belongs to it."""
    return len(_t5().encode(f"▁{word}").ids)


@lru_cache(maxsize=1)
def _t5() -> Any:
    from tokenizers import Tokenizer, models

    lines = gzip.decompress(PIECES.read_bytes()).decode().split("\n")
    pieces = [(piece, float(score)) for piece, score in (line.split("\t") for line in lines)]
    return Tokenizer(models.Unigram(pieces, _UNKNOWN, False))
