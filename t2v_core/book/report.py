"""What happened to a book, in a few lines a person reads."""

from __future__ import annotations

from .model import Book


def report_text(book: Book) -> str:
    """Pages, chunks, rejected by reason, seconds by step and warnings of `book`."""
    r = book.report
    authors = f" by {', '.join(book.authors)}" if book.authors else ""
    rejected = r.get("rejected", {})
    lines = [
        f"{book.title}{authors} ({book.source})",
        f"{book.pages} pages → {len(book.chunks)} passages"
        + (f", {book.dimension} numbers each by {book.embedding_model}" if book.embedding_model else ", not embedded"),
    ]
    if rejected:
        reasons = ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in rejected.items())
        lines.append(f"left out: {sum(rejected.values())} passages ({reasons})")
    if r.get("from_library"):
        lines.append("taken from the library")
    else:
        lines.append("seconds: " + ", ".join(f"{step} {s:.2f}" for step, s in r.get("seconds", {}).items()))
    lines += [f"warning: {w}" for w in r.get("warnings", ())]
    return "\n".join(lines)
