"""The nouns of this stage: `Chunk`, `Rejected` and `Book`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Chunk:
    """A passage that begins and ends at sentence borders, and where it stands in the book."""

    id: str  # unique across books: "<book id>:<running number>"
    book: str  # Book.id
    text: str
    page: int  # first physical page, from 1
    page_last: int
    page_label: str  # printed label of the first page ("iv", "42"); "" where the book has none
    section: tuple[str, ...]  # headings from the outermost inwards
    words: int
    tokens: int  # of the embedding model
    span: tuple[int, int]  # characters of the cleaned book text
    trusted_formulas: bool = True  # False: formulas in it came out of the file garbled; never draw or quote them
    paged: bool = True  # False: the file has no pages (HTML, EPUB, text); `page` counts its parts, its section is cited


@dataclass(frozen=True)
class Rejected:
    """A passage that cleaning took out, with the name of the rule that did."""

    chunk: Chunk
    reason: str


@dataclass(frozen=True, eq=False)
class Book:
    """Everything later stages need of a book."""

    id: str  # content hash of the file
    title: str
    authors: tuple[str, ...]
    source: str  # file name without folders, for display
    pages: int
    chunks: tuple[Chunk, ...]
    rejected: tuple[Rejected, ...]
    embeddings: np.ndarray | None  # float32, len(chunks) × dimension, rows of length 1; None with `--no-embed`
    embedding_model: str  # name stored with the vectors; searching with another model is an error
    report: dict[str, Any] = field(default_factory=dict)  # pages, chunks, rejected by reason, seconds by step, warnings
    folder: Path | None = None  # its entry in the library; None when it is kept in none

    @property
    def dimension(self) -> int:
        """Length of an embedding row; 0 when the book was not embedded."""
        return 0 if self.embeddings is None else int(self.embeddings.shape[1])
