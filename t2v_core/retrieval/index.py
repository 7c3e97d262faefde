"""Exact search over passages: cosines straight from (memory-mapped) vectors, BM25 from an index kept in memory.

Nothing is copied on opening: the vectors stay where they lie, one matrix a book. BM25 is built when the
first lexical question comes, and kept for the few book sets used last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..book.model import Book, Chunk
from ..errors import RetrievalError
from ..host import Report, interruptible

if TYPE_CHECKING:
    import bm25s

# Book sets whose BM25 index stays in memory: about 1 kB a chunk each.
_KEPT = 4
# Below this share of the rows, gathering them is faster than a pass over the whole matrix.
_FEW = 0.2


def build_bm25(texts: Sequence[str]) -> bm25s.BM25 | None:
    """BM25 with the library's own defaults (Lucene's variant, k1 1.5, b 0.75); None when no text holds a word."""
    import bm25s

    words = _tokenize(texts, return_ids=True)
    if not any(words.ids):
        return None
    bm25 = bm25s.BM25()
    bm25.index(words, show_progress=False)
    return bm25


def bm25_scores(bm25: bm25s.BM25 | None, query: str, count: int) -> np.ndarray:
    """BM25 of `query` with each of the `count` texts, float32; zeros when no word is shared."""
    words = _tokenize([query], return_ids=False)[0]
    if bm25 is None or not words:
        return np.zeros(count, np.float32)
    return bm25.get_scores(words)


def _tokenize(texts: Sequence[str], return_ids: bool) -> Any:
    """Lower-case Snowball stems of each text, English stop words left out; as words, or as ids with their vocabulary."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    return bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, return_ids=return_ids, show_progress=False)


class Index:
    """Vectors and words of a list of items, each item one passage or several windows of one document.

    `matrices` are float32, windows × dimension, rows of length 1, one after the other; `starts` holds the
    first window of each item when items have several (ascending, beginning with 0).
    """

    def __init__(self, matrices: Sequence[np.ndarray], texts: Sequence[str], starts: np.ndarray | None = None) -> None:
        self.matrices = tuple(matrices)
        self.texts = texts
        self.starts = starts

    def __len__(self) -> int:
        return len(self.texts)

    def cosines(self, vector: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cosine of each item's best window with `vector`, and the row of that window; both of length len(self)."""
        scores = np.concatenate([np.asarray(m @ vector) for m in self.matrices])
        if self.starts is None:
            return scores, np.arange(len(scores))
        best = np.maximum.reduceat(scores, self.starts)
        stops = np.append(self.starts[1:], len(scores))
        rows = np.array([a + int(np.argmax(scores[a:b])) for a, b in zip(self.starts, stops, strict=True)])
        return best, rows

    def products(self, vector: np.ndarray, items: np.ndarray) -> np.ndarray:
        """Dot product of each of these items' best window with `vector`."""
        if self.starts is None and len(items) < _FEW * len(self):
            return self.vectors(items) @ vector
        return self.cosines(vector)[0][items]

    def vectors(self, rows: np.ndarray) -> np.ndarray:
        """The vectors of these rows, len(rows) × dimension."""
        out = np.empty((len(rows), self.matrices[0].shape[1]), np.float32)
        start = 0
        for matrix in self.matrices:
            here = np.flatnonzero((rows >= start) & (rows < start + len(matrix)))
            out[here] = matrix[rows[here] - start]
            start += len(matrix)
        return out

    def lexical(self, query: str) -> np.ndarray:
        """BM25 of each item with `query`, float32."""
        return bm25_scores(self._bm25, query, len(self))

    def read_words(self, report: Report) -> None:
        """Build now what the first lexical question needs: of 100,000 passages it takes seconds."""
        if "_bm25" not in vars(self):
            interruptible(lambda _: self._bm25, report, "indexing the words of the book")

    @cached_property
    def _bm25(self) -> bm25s.BM25 | None:
        return build_bm25(self.texts)


@dataclass(frozen=True, eq=False)
class Library:
    """The passages of several books as one list, with what filters look at as arrays of that length."""

    books: tuple[Book, ...]
    chunks: tuple[Chunk, ...]
    owners: np.ndarray  # number of each chunk's book
    words: np.ndarray
    first_page: np.ndarray
    last_page: np.ndarray
    index: Index


@lru_cache(maxsize=_KEPT)
def library_of(books: tuple[Book, ...]) -> Library:
    """These books as one library.

    Raises `RetrievalError` when a book has no chunks or no embeddings, or when the books were embedded
    with different models.
    """
    for book in books:
        if not book.chunks:
            raise RetrievalError(f"{book.source} has no passages left after cleaning. Look at its rejected passages.")
        if book.embeddings is None:
            raise RetrievalError(f"{book.source} was chunked without embeddings. Chunk it again with embedding on.")
        if len(book.embeddings) != len(book.chunks):
            raise RetrievalError(
                f"{book.source} has {len(book.chunks)} passages but {len(book.embeddings)} embeddings: "
                "its folder is damaged. Chunk the book again."
            )
    kinds = {(b.embedding_model, b.dimension): b.source for b in books}
    if len(kinds) > 1:
        listed = "; ".join(f"{source}: {name} ({dim} numbers)" for (name, dim), source in kinds.items())
        raise RetrievalError(
            f"These books were embedded with different models ({listed}). Chunk them again with one of them."
        )
    chunks = tuple(c for b in books for c in b.chunks)
    return Library(
        books,
        chunks,
        np.repeat(np.arange(len(books)), [len(b.chunks) for b in books]),
        np.array([c.words for c in chunks]),
        np.array([c.page for c in chunks]),
        np.array([c.page_last for c in chunks]),
        Index([b.embeddings for b in books], [c.text for c in chunks]),
    )
