"""Tokens of words, for tokenizers like BERT's, which count a text word by word: each word is counted once and remembered."""

from __future__ import annotations

import re
import string
from typing import Any

# What BERT's tokenizer takes for a word each wherever it stands, and the stretches between.
_MARKS = string.punctuation + "“”‘’–—…"
_RUN = re.compile(f"[^{re.escape(_MARKS)}]+")


class WordTokens(dict[str, int]):
    """Tokens by word (no white space in it). What is not there yet is counted when it is asked for."""

    def __init__(self, tokenizer: Any) -> None:
        super().__init__()
        self._encode, self._word_piece = tokenizer.encode, tokenizer.model.tokenize
        self._lower = tokenizer.normalizer.lowercase
        special = (token.content for token in tokenizer.get_added_tokens_decoder().values())
        self._special = re.compile("|".join(map(re.escape, special)), re.I)

    @staticmethod
    def fit(parts: dict[str, Any]) -> bool:
        """Whether a tokenizer (the content of its `tokenizer.json`) splits and spells as BERT's."""
        kinds = [(parts.get(part) or {}).get("type") for part in ("normalizer", "pre_tokenizer", "model")]
        return kinds == ["BertNormalizer", "BertPreTokenizer", "WordPiece"]

    def __missing__(self, word: str) -> int:
        if self._special.search(word):
            tokens = len(self._encode(word, add_special_tokens=False))
        elif word.isalnum() and word.isascii():  # nothing to normalise but its case
            tokens = len(self._word_piece(word.lower() if self._lower else word))
        elif (inner := word.strip(_MARKS)) != word:
            tokens = len(word) - len(inner) + (self[inner] if inner else 0)
        elif (runs := _RUN.findall(word)) != [word]:
            tokens = len(word) - sum(map(len, runs)) + sum(map(self.__getitem__, runs))
        else:
            tokens = len(self._encode(word, add_special_tokens=False))
        self[word] = tokens
        return tokens
