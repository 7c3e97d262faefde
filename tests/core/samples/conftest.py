"""The sample book, opened once: its text page by page, its labels and its outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

PDF = Path(__file__).resolve().parents[3] / "workflows" / "samples" / "machine_learning_primer.pdf"


@dataclass(frozen=True)
class SampleBook:
    """`pages[i]` is the text of the page labelled `labels[i]`, on one line, with words that were broken at a line's end joined."""

    reader: PdfReader
    labels: tuple[str, ...]
    pages: tuple[str, ...]
    outline: tuple[tuple[int, str, str], ...]  # depth, title, page label

    def page(self, label: str) -> str:
        return self.pages[self.labels.index(label)]

    def chapter(self, number: int) -> str:
        """The text of one chapter."""
        starts = [i for i, text in enumerate(self.pages) if re.match(r"Chapter \d+ ", text)]
        ends = [*starts[1:], next(i for i, text in enumerate(self.pages) if text.startswith("Bibliography "))]
        return " ".join(self.pages[starts[number - 1] : ends[number - 1]])


@pytest.fixture(scope="session")
def book() -> SampleBook:
    reader = PdfReader(PDF)
    labels = tuple(reader.page_labels)
    document = pypdfium2.PdfDocument(PDF)
    pages = tuple(_one_line(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return SampleBook(reader, labels, pages, tuple(_walk(reader, labels, reader.outline, 1)))


def _one_line(text: str) -> str:
    # PDFium marks a hyphen at a line's end with U+FFFE (U+0002 in older releases).
    return " ".join(re.sub("[\ufffe\x02]\\s*", "", text).split())


def _walk(reader, labels, entries, depth):
    for entry in entries:
        if isinstance(entry, list):
            yield from _walk(reader, labels, entry, depth + 1)
        else:
            yield depth, entry.title, labels[reader.get_destination_page_number(entry)]
