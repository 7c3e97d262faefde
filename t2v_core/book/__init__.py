"""A book file becomes cleaned, cited, embedded chunks: extract ─► clean ─► chunk ─► embed ─► library."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Loaded when first used: importing the package must cost nothing.
_HOME = {
    "chunk_book": ".ingest",
    "ChunkSettings": ".settings",
    "export_book": ".export",
    "load_book": ".export",
    "report_text": ".report",
}
__all__ = ["ChunkSettings", "chunk_book", "export_book", "load_book", "report_text"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name], __name__), name)
