"""A host that counts, settings without embedding, the small textbook as a file, and PDFs of given pages as books."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_core.book import chunk_book
from t2v_core.book.model import Book
from t2v_core.book.settings import ChunkSettings
from t2v_core.host import LocalHost

sys.path.insert(0, str(Path(__file__).parent))  # for `samples`


@pytest.fixture
def host() -> LocalHost:
    return LocalHost()


@pytest.fixture
def plain() -> ChunkSettings:
    """Everything but the vectors: chunking alone takes no model."""
    return ChunkSettings(embed=False)


@pytest.fixture(scope="session")
def textbook_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from samples import textbook

    file = tmp_path_factory.mktemp("books") / "small_book.pdf"
    file.write_bytes(textbook().data())
    return file


@pytest.fixture
def chunked(tmp_path: Path, host: LocalHost) -> Callable[..., Book]:
    """Makes a PDF of the given pages and chunks it."""
    from samples import make_pdf

    def run(*pages, **options) -> Book:
        file = tmp_path / "book.pdf"
        file.write_bytes(make_pdf(pages, **options).data())
        return chunk_book(file, ChunkSettings(embed=False), host)

    return run
