"""Evidence as a person reads it: where each passage stands, how well it fits, and how it begins."""

from __future__ import annotations

from .model import Evidence, Hit

QUOTE_WORDS = 30


def report_text(evidence: Evidence) -> str:
    """One block a passage, in order of rank."""
    head = f"{len(evidence.hits)} passages for “{evidence.query}”"
    return "\n\n".join([head, *(_block(hit) for hit in evidence.hits)])


def _block(hit: Hit) -> str:
    chunk = hit.chunk
    where = " › ".join(chunk.section) or "(no heading)"
    quote = (hit.sentences[0] if hit.sentences else chunk.text).split()
    text = " ".join(quote[:QUOTE_WORDS]) + (" …" if len(quote) > QUOTE_WORDS else "")
    place = f"{hit.book_title}, p. {chunk.page_label or chunk.page}"
    return f"{hit.id}  {place}  ·  similarity {hit.score:.2f}\n{where}\n{text}"
