"""Chunked books on disk, by content hash and settings: the same book again costs a file look-up.

    <library>/<book id>/<key>/book.json, chunks.jsonl, rejected.jsonl, embeddings.npy

An entry is written beside its place and renamed into it, so that two processes never see a part of
one; the first to finish wins. Beside the books lie the word indices that searches made of them
(`retrieval/lexical.py`). Vectors are memory-mapped: an index of a million rows opens in a millisecond.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..errors import BookError
from ..paths import move
from .export import chunk_lines, describe, kept_in, make_book, read_chunks, read_rejected, rejected_lines
from .model import Book
from .settings import ChunkSettings

# Raised whenever the same file and settings would give other chunks than before.
VERSION = 21
# An unfinished entry older than this belongs to a process that was killed.
_STALE_SECONDS = 24 * 3600


def entry_key(settings: ChunkSettings, model: str, max_tokens: int) -> str:
    """The name of an entry: what the chunks and vectors of a given file depend on."""
    parts = {
        **settings.for_text(),
        "version": VERSION,
        "model": model,
        "max_tokens": max_tokens,
        "embed": settings.embed,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]


def find(library: Path, book_id: str, key: str) -> Book | None:
    """The stored book; `None` when it is not there. Raises `BookError` when the entry is damaged."""
    folder = library / book_id / key
    if not (folder / "book.json").is_file():
        return None
    try:
        about = json.loads((folder / "book.json").read_text(encoding="utf-8"))
        vectors = None
        if (folder / "embeddings.npy").is_file():
            vectors = np.load(folder / "embeddings.npy", mmap_mode="r", allow_pickle=False)
        book = make_book(about, read_chunks(folder / "chunks.jsonl"), read_rejected(folder / "rejected.jsonl"), vectors)
    except (ValueError, OSError, EOFError) as e:
        raise _damaged(folder, e) from e
    if vectors is not None and (vectors.ndim != 2 or len(vectors) != len(book.chunks)):
        raise _damaged(folder, "the vectors do not fit the chunks")
    return replace(book, folder=folder)


def store(library: Path, key: str, book: Book) -> Book:
    """Keep `book` and return it as kept; when another process has stored the same in the meantime, its copy stays.

    Raises `BookError` where the library cannot be written.
    """
    with kept_in(library):
        return _store(library / book.id, key, book)


def _store(home: Path, key: str, book: Book) -> Book:
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=home))
    try:
        (part / "chunks.jsonl").write_bytes(chunk_lines(book.chunks))
        (part / "rejected.jsonl").write_bytes(rejected_lines(book.rejected))
        if book.embeddings is not None:
            np.save(part / "embeddings.npy", np.ascontiguousarray(book.embeddings))
        (part / "book.json").write_text(json.dumps(describe(book), ensure_ascii=False), encoding="utf-8")
        try:
            move(part, home / key)
        except OSError:
            if not (home / key / "book.json").is_file():
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return replace(book, folder=home / key)


def known_vectors(library: Path, book_id: str, model: str) -> dict[str, np.ndarray]:
    """Vectors of the book's texts by `model`, from its entries with other settings."""
    known: dict[str, np.ndarray] = {}
    home = library / book_id
    for folder in sorted(p for p in home.glob("*") if not p.name.startswith(".")) if home.is_dir() else ():
        try:
            book = find(library, book_id, folder.name)
        except BookError:
            continue  # it is named when it is asked for itself
        if book is not None and book.embeddings is not None and book.embedding_model == model:
            known.update(zip((c.text for c in book.chunks), book.embeddings, strict=True))
    return known


def _sweep(home: Path) -> None:
    for part in home.glob(".part-*"):
        with contextlib.suppress(FileNotFoundError):  # its process has just finished it
            if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(part, ignore_errors=True)


def _damaged(folder: Path, why: object) -> BookError:
    return BookError(f"The library's copy in {folder} is damaged ({why}). Delete that folder and chunk the book again.")
