"""An encoder that embeds every text once: the gate asks for a passage's sentences again with each sentence it judges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ...book.embed import WordVectors

_KEPT = 4096  # texts; 384 numbers each are 6 MB
_KEPT_WORDS = 64  # texts of a few dozen words with 384 numbers each: some 8 MB


class Encoder(Protocol):
    """What the gate needs of an encoder: rows of length 1 for texts, and for the words of each text."""

    def encode(self, texts: Sequence[str]) -> np.ndarray: ...

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]: ...


class RememberingEncoder:
    """`encoder` with the vectors of the texts asked for last kept in memory."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, np.ndarray] = OrderedDict()
        self._words: OrderedDict[str, WordVectors] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text, those not seen before embedded in one batch."""
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        for text in texts:
            self._known.move_to_end(text)
        rows = np.stack([self._known[t] for t in texts])
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return rows

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """The words of each text with a row for each."""
        new = [t for t in dict.fromkeys(texts) if t not in self._words]
        if new:
            self._words.update(zip(new, self._encoder.encode_words(new), strict=True))
        for text in texts:
            self._words.move_to_end(text)
        found = [self._words[t] for t in texts]
        while len(self._words) > _KEPT_WORDS:
            self._words.popitem(last=False)
        return found
