"""Exact search over passages: cosines straight from (memory-mapped) vectors, and BM25.

Nothing is copied on opening: the vectors stay where they lie, one matrix a book. BM25 is opened, or built where
it was never kept, when the first lexical question comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..book.model import Book, Chunk
from ..errors import RetrievalError
from ..host import Report, interruptible
from .lexical import bm25_scores, build_bm25, kept_bm25, lexical_folder

if TYPE_CHECKING:
    import bm25s

# Book sets that stay open: about 1 kB a chunk each where BM25 is not kept on disk.
_KEPT = 4
# Below this share of the rows, gathering them is faster than a pass over the whole matrix.
_FEW = 0.2


class Index:
    """Vectors and words of a list of items, each item one passage or several windows of one document.

    `matrices` are float32, windows × dimension, rows of length 1, one after the other; `starts` holds the
    first window of each item when items have several (ascending, beginning with 0). BM25 is kept in `folder`
    when there is one.
    """

    def __init__(
        self,
        matrices: Sequence[np.ndarray],
        texts: Sequence[str],
        starts: np.ndarray | None = None,
        folder: Path | None = None,
    ) -> None:
        self.matrices = tuple(np.asarray(m) for m in matrices)  # a view: memmap itself is slow to index
        self.texts = texts
        self.starts = starts
        self.folder = folder

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
        return kept_bm25(self.texts, self.folder) if self.folder else build_bm25(self.texts)


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
        Index([b.embeddings for b in books], [*map(_with_heading, chunks)], folder=lexical_folder(books)),
    )


def _with_heading(chunk: Chunk) -> str:
    """A passage under its innermost heading, which often names what the passage only calls "it"."""
    return f"{chunk.section[-1]} {chunk.text}" if chunk.section else chunk.text
