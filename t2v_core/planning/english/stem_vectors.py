"""What nearness of texts means where no encoder is at hand: cosine of their stems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from ..text import content_stems, words

if TYPE_CHECKING:
    import numpy as np

# Columns of the vectors that stand in for embeddings: two stems of a chapter seldom share one.
STEM_COLUMNS = 4096


def stem_vectors(texts: Sequence[str]) -> np.ndarray:
    """Unit rows over the texts' stems, square-rooted counts: what cosine means without an encoder.

    A stem's column is its checksum modulo `STEM_COLUMNS`, so that rows of different calls can be compared.
    """
    import numpy as np

    rows = np.zeros((len(texts), STEM_COLUMNS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for s in content_stems(text):
            row[crc32(s.encode()) % STEM_COLUMNS] += 1
    rows = np.sqrt(rows)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def stem_word_vectors(texts: Sequence[str]) -> list[tuple[list[str], np.ndarray]]:
    """The words of each text, and a row for each: two words are alike when they have one stem, and not otherwise."""
    return [(found, stem_vectors(found)) for found in map(words, texts)]
