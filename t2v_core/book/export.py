"""The files of a chunked book, as the seed system wrote them, and the way back.

`book_chunks.jsonl` and `book_chunks.rejected.jsonl` hold one JSON object a line, `book_chunks.embeddings.npz`
the vectors in the same order, `book_chunks.report.json` what belongs to the book as a whole.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np

from ..errors import BookError
from ..paths import move
from .model import Book, Chunk, Rejected

CHUNKS = "book_chunks.jsonl"
REJECTED = "book_chunks.rejected.jsonl"
VECTORS = "book_chunks.embeddings.npz"
REPORT = "book_chunks.report.json"


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Turn an `OSError` of the body, such as a full disk, into a `BookError` that names the folder."""
    try:
        yield
    except OSError as e:
        raise BookError(
            f"The chunked book cannot be kept in {folder}: {e.strerror or e}. Check that folder and the room on its disk, or choose another one "
            "(the library's is T2V_CACHE_ROOT)."
        ) from e


def export_book(book: Book, folder: Path, save_rejected: bool = True) -> list[Path]:
    """Write the files of `book` into `folder`, replacing those there; returns what was written.

    Raises `BookError` where the folder cannot be written.
    """
    with kept_in(folder):
        return _export(book, folder, save_rejected)


def _export(book: Book, folder: Path, save_rejected: bool) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / CHUNKS, folder / REPORT]
    write_atomically(folder / CHUNKS, lambda f: f.write(chunk_lines(book.chunks)))
    write_atomically(
        folder / REPORT, lambda f: f.write(json.dumps(describe(book), ensure_ascii=False, indent=1).encode())
    )
    if save_rejected:
        write_atomically(folder / REJECTED, lambda f: f.write(rejected_lines(book.rejected)))
        written.append(folder / REJECTED)
    if book.embeddings is not None:
        ids = np.array([c.id for c in book.chunks], dtype=np.str_)
        vectors = np.ascontiguousarray(book.embeddings)
        write_atomically(
            folder / VECTORS, lambda f: np.savez(f, embeddings=vectors, ids=ids, model=np.str_(book.embedding_model))
        )
        written.append(folder / VECTORS)
    return written


def load_book(folder: Path) -> Book:
    """The book that `export_book` wrote into `folder`. Raises `BookError` when files are missing or do not fit."""
    about = _read_json(folder / REPORT)
    chunks = read_chunks(folder / CHUNKS)
    rejected = read_rejected(folder / REJECTED) if (folder / REJECTED).is_file() else ()
    vectors = None
    if (folder / VECTORS).is_file():
        try:
            with np.load(folder / VECTORS, allow_pickle=False) as archive:
                vectors, ids, model = archive["embeddings"], archive["ids"], str(archive["model"])
        except (ValueError, KeyError, OSError, zipfile.BadZipFile) as e:
            raise BookError(f"{folder / VECTORS} is damaged ({e}). Chunk the book again.") from e
        if ids.tolist() != [c.id for c in chunks] or model != about.get("embedding_model"):
            raise BookError(f"{VECTORS} and {CHUNKS} in {folder} are not of one export. Chunk the book again.")
    return make_book(about, chunks, rejected, vectors)


def describe(book: Book) -> dict[str, Any]:
    """What belongs to the book as a whole, for JSON."""
    return {
        "id": book.id,
        "title": book.title,
        "authors": list(book.authors),
        "source": book.source,
        "pages": book.pages,
        "embedding_model": book.embedding_model,
        "report": book.report,
    }


def make_book(
    about: dict[str, Any], chunks: tuple[Chunk, ...], rejected: tuple[Rejected, ...], vectors: np.ndarray | None
) -> Book:
    """The reverse of `describe`."""
    try:
        return Book(
            about["id"],
            about["title"],
            tuple(about["authors"]),
            about["source"],
            int(about["pages"]),
            chunks,
            rejected,
            vectors,
            about["embedding_model"] if vectors is not None else "",
            about["report"],
        )
    except (KeyError, TypeError, ValueError) as e:
        raise BookError(f"The description of the chunked book is damaged ({e!r}). Chunk the book again.") from e


def chunk_lines(chunks: Iterable[Chunk]) -> bytes:
    """JSON lines of chunks."""
    return "".join(json.dumps(asdict(c), ensure_ascii=False) + "\n" for c in chunks).encode()


def rejected_lines(rejected: Iterable[Rejected]) -> bytes:
    """JSON lines of rejected chunks, each with its `reason`."""
    return "".join(
        json.dumps({**asdict(r.chunk), "reason": r.reason}, ensure_ascii=False) + "\n" for r in rejected
    ).encode()


def read_chunks(file: Path) -> tuple[Chunk, ...]:
    """Chunks from JSON lines. Raises `BookError` when the file is missing or damaged."""
    return tuple(_chunk(file, row) for row in _rows(file))


def read_rejected(file: Path) -> tuple[Rejected, ...]:
    """Rejected chunks from JSON lines; errors as `read_chunks`."""
    return tuple(Rejected(_chunk(file, row), str(row.pop("reason", ""))) for row in _rows(file))


def write_atomically(file: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write beside `file` and rename: readers see the old file or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as f:
            write(f)
        move(Path(name), file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _chunk(file: Path, row: dict[str, Any]) -> Chunk:
    try:
        fields = {k: row[k] for k in ("id", "book", "text", "page", "page_last", "page_label", "words", "tokens")}
        span = (int(row["span"][0]), int(row["span"][1]))
        return Chunk(
            **fields,
            section=tuple(row["section"]),
            span=span,
            trusted_formulas=row.get("trusted_formulas", True),
            paged=row.get("paged", True),
        )
    except (KeyError, TypeError, ValueError, IndexError) as e:
        raise BookError(f"{file} does not hold chunks ({e!r}). Chunk the book again.") from e


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    except FileNotFoundError as e:
        raise BookError(f"{file} is not there. Choose a folder that a chunked book was exported to.") from e
    except (json.JSONDecodeError, UnicodeDecodeError) as e:
        raise BookError(f"{file} is damaged ({e}). Chunk the book again.") from e


def _read_json(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        raise BookError(f"{file} is not there. Choose a folder that a chunked book was exported to.") from e
    except (json.JSONDecodeError, UnicodeDecodeError) as e:
        raise BookError(f"{file} is damaged ({e}). Chunk the book again.") from e
