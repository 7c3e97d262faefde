"""What a search found, as a person reads it and as a program does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..book.complaints import NOT_ENGLISH
from ..book.model import Book, Chunk
from .model import Evidence, Hit

_CUE_NAMES = ("concepts", "visual", "motion", "constraints", "definitions", "formulas", "numbers")


def report_text(evidence: Evidence) -> str:
    """Hits with scores, places and their best sentence, then the cues."""
    blocks = [f"{len(evidence.hits)} passages for: {evidence.query}"]
    for hit in evidence.hits:
        quote = f"\n    “{hit.sentences[0]}”" if hit.sentences else ""
        blocks.append(f"{hit.id}  {hit.score:.2f}  {hit.book_title}, {place(hit.chunk)}{quote}")
    for name in _CUE_NAMES:
        if entries := getattr(evidence.cues, name):
            blocks.append(f"{name}: {'; '.join(entries)}")
    blocks += [f"warning: {warning}" for warning in language_warnings_of(evidence.books)]
    return "\n".join(blocks)


def to_dict(evidence: Evidence) -> dict[str, Any]:
    """Plain values, for JSON: query, hits, cues, context and the settings that decided them."""
    settings = asdict(evidence.settings)
    settings["model_roots"] = [str(root) for root in evidence.settings.model_roots]
    return {
        "query": evidence.query,
        "hits": [_hit(hit) for hit in evidence.hits],
        "cues": asdict(evidence.cues),
        "context": evidence.context,
        "settings": settings,
        "warnings": language_warnings_of(evidence.books),
    }


def language_warnings_of(books: Iterable[Book]) -> list[str]:
    """What was said when they were chunked of books in a language that their embedding model is not for."""
    return [
        f"{book.source}: {warning}"
        for book in books
        for warning in book.report.get("warnings", ())
        if warning.startswith(NOT_ENGLISH)
    ]


def place(chunk: Chunk) -> str:
    """Where a passage stands: "p. 12 (page 20 of the file), “3 Trees › 3.2 Splits”"; in a book without pages the headings alone."""
    section = f"“{' › '.join(chunk.section)}”" if chunk.section else ""
    if not chunk.paged:
        return section or f"part {chunk.page}"
    printed = chunk.page_label and chunk.page_label != str(chunk.page)
    page = f"p. {chunk.page_label} (page {chunk.page} of the file)" if printed else f"page {chunk.page}"
    return f"{page}, {section}" if section else page


def _hit(hit: Hit) -> dict[str, Any]:
    chunk = hit.chunk
    return {
        "id": hit.id,
        "chunk": chunk.id,
        "book": hit.book_title,
        "page": chunk.page,
        "page_last": chunk.page_last,
        "page_label": chunk.page_label,
        "section": list(chunk.section),
        "score": hit.score,
        "lexical": hit.lexical,
        "fused": hit.fused,
        "sentences": list(hit.sentences),
        "text": chunk.text,
    }
