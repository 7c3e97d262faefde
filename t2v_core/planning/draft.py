"""A scene before it is worded: its role and the sentences it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .candidates import Candidate
from .structure import Finding
from .topic import Topic


@dataclass
class Draft:
    """A scene being made: its role and the sentences it says."""

    role: str
    sentences: list[Candidate]
    query: str = ""
    topic: Topic | None = None  # of its chapter, in a long film
    pool: Sequence[Candidate] = ()  # its chapter's sentences
    steps: Finding | None = None  # the picture of the list that it says item by item

    @property
    def lead(self) -> Candidate:
        return self.sentences[0]

    def vector_with(self, *more: Candidate) -> np.ndarray:
        """Unit length; what the whole scene says, with further sentences."""
        total = np.sum([c.vector for c in (*self.sentences, *more)], axis=0)
        return total / max(float(np.linalg.norm(total)), 1e-9)

    @property
    def words(self) -> int:
        return sum(c.sentence.words for c in self.sentences)


def stands(candidate: Candidate) -> tuple:
    """Where in its book a sentence stands; one of a review where the book explains what it sums up."""
    told = candidate.sums_up or candidate
    chunk = told.sentence.hit.chunk
    return chunk.page, chunk.span, told.sentence.position
