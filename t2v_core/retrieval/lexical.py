"""The lexical half of retrieval: BM25 over stemmed words, built once and kept beside the library's books.

    <library>/lexical/<what it was made of>/*.npy, *.json

The kept arrays are memory-mapped, so that a library of 100,000 passages opens in milliseconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..book.model import Book
from ..book.text import in_bigrams

if TYPE_CHECKING:
    import bm25s

FOLDER = "lexical"
# Raised whenever the same passages would give another index than before.
VERSION = 3


def build_bm25(texts: Sequence[str]) -> bm25s.BM25 | None:
    """BM25 with the library's own defaults (Lucene's variant, k1 1.5, b 0.75); None when no text holds a word."""
    import bm25s

    words = _tokenize(texts, return_ids=True)
    if not any(words.ids):
        return None
    bm25 = bm25s.BM25()
    bm25.index(words, show_progress=False)
    return bm25


def kept_bm25(texts: Sequence[str], folder: Path) -> bm25s.BM25 | None:
    """The index kept in `folder`; it is built and kept there when it is missing or does not fit."""
    import bm25s

    try:
        bm25 = bm25s.BM25.load(folder, mmap=True, allow_pickle=False)
        if bm25.scores["num_docs"] == len(texts):
            return bm25
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there yet, or damaged: it can be made again from the passages
    bm25 = build_bm25(texts)
    if bm25 is not None:
        with contextlib.suppress(OSError):  # a full or read-only disk: searching needs no copy
            _keep(bm25, folder)
    return bm25


def bm25_scores(bm25: bm25s.BM25 | None, query: str, count: int) -> np.ndarray:
    """BM25 of `query` with each of the `count` texts, float32; zeros when no word is shared."""
    words = _tokenize([query], return_ids=False)[0]
    if bm25 is None or not words:
        return np.zeros(count, np.float32)
    return bm25.get_scores(words)


def lexical_folder(books: Sequence[Book]) -> Path | None:
    """Where the index of these books is kept: with the library all of them lie in; None when they lie in none."""
    import bm25s

    if not all(book.folder for book in books) or len({book.folder.parents[1] for book in books}) != 1:
        return None
    made_of = [bm25s.__version__, VERSION, *((book.id, book.folder.name) for book in books)]
    return books[0].folder.parents[1] / FOLDER / hashlib.sha256(repr(made_of).encode()).hexdigest()[:20]


def _keep(bm25: bm25s.BM25, folder: Path) -> None:
    """Written beside its place and renamed into it; when another process was faster, its copy stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        bm25.save(part, show_progress=False)
        shutil.rmtree(folder, ignore_errors=True)  # a damaged one
        os.replace(part, folder)  # noqa: PTH105 a folder onto a free name
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _tokenize(texts: Sequence[str], return_ids: bool) -> Any:
    """Lower-case Snowball stems of each text, English stop words left out; as words, or as ids with their vocabulary."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    texts = [in_bigrams(text) for text in texts]
    return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, return_ids=return_ids, show_progress=False)
