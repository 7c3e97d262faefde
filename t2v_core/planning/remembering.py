"""An encoder that embeds every text once: the gate asks for a passage's sentences again with each sentence it judges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

_KEPT = 4096  # texts; 384 numbers each are 6 MB


class Encoder(Protocol):
    """What the gate needs of an encoder: rows of length 1 for texts."""

    def encode(self, texts: Sequence[str]) -> np.ndarray: ...


class RememberingEncoder:
    """`encoder` with the vectors of the texts asked for last kept in memory."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, np.ndarray] = OrderedDict()

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
