"""Names of books: a sample that ships with the project, or a file inside allowed folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .errors import BookError
from .paths import inside

SAMPLES = Path(__file__).resolve().parent.parent / "workflows" / "samples"
PREFIX = "sample: "


def sample_choices() -> list[str]:
    """The sample books as they appear in a list: "sample: machine_learning_primer.pdf"."""
    return [PREFIX + p.name for p in sorted(SAMPLES.glob("*.pdf"))]


def resolve_book(choice: str, roots: Sequence[Path]) -> Path:
    """The file of a choice: a sample, or a path relative to one of `roots` (or absolute, inside one).

    Raises `BookError` when there is no such file, `PathError` when it lies outside `roots`.
    """
    if choice in sample_choices():
        return SAMPLES / choice.removeprefix(PREFIX)
    if not choice.strip():
        raise BookError("No book is chosen. Upload a PDF with the button on the node, or choose the sample.")
    checked = [inside(root / choice, roots) for root in roots]
    for path in checked:
        if path.is_file():
            return path
    raise BookError(f"There is no book {choice!r}. Upload it with the button on the node, or choose another.")
