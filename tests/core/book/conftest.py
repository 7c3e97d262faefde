"""A host that counts, settings without embedding, and the small textbook as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

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
