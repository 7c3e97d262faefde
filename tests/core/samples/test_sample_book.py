"""The sample book is a whole textbook, and the PDF in the repository is the one its source describes."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "workflows" / "samples"
SOURCE = SAMPLES / "source"
PDF = SAMPLES / "machine_learning_primer.pdf"

TOPICS = (
    "Supervised learning is",
    "Linear regression is",
    "Gradient descent is",
    "Logistic regression is",
    "A neural network is",
    "Back-propagation is",
    "Overfitting is",
    "Regularisation is",
    "A confusion matrix is",
    "A decision tree is",
    "The k-means algorithm is",
    "Principal component analysis, or PCA, is",
    "Attention is",
    "A* is a search algorithm",
)


def test_the_pdf_was_built_from_the_present_source(book):
    spec = importlib.util.spec_from_file_location("sample_book_build", SOURCE / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    built_from = book.reader.metadata["/Keywords"].rsplit("source ", 1)[-1]
    assert built_from == build.source_digest(), f"{PDF.name} is out of date: run {SOURCE / 'build.py'}"


def test_it_is_a_short_book_of_moderate_size(book):
    assert 30 <= len(book.pages) <= 45
    assert PDF.stat().st_size < 1_500_000
    words = sum(len(re.findall(r"[A-Za-z]{2,}", book.chapter(n))) for n in range(1, 14))
    assert 11_000 <= words <= 14_000


def test_metadata_names_the_book_and_carries_no_date(book):
    metadata = book.reader.metadata
    assert metadata.title == "A Machine Learning Primer"
    assert metadata.author == "The Academic T2V authors"
    assert "/CreationDate" not in metadata
    assert "/ModDate" not in metadata


def test_front_matter_is_labelled_in_roman_and_the_rest_in_arabic_numerals(book):
    assert book.labels[:7] == ("i", "ii", "iii", "iv", "v", "vi", "1")
    assert book.labels[6:] == tuple(str(n) for n in range(1, len(book.labels) - 5))


def test_the_outline_has_every_heading_of_the_source(book):
    assert [(depth, title) for depth, title, _ in book.outline] == list(_headings())


def test_the_printed_contents_agree_with_the_outline(book):
    contents = book.page("iii") + " " + book.page("iv")
    for _, title, label in book.outline:
        if title != "Exercises":
            assert re.search(rf"{re.escape(title)}[ .]+{label}\b", contents), title


def test_a_heading_stands_on_the_page_that_its_bookmark_opens(book):
    for _, title, label in book.outline:
        assert re.sub(r"^\d+ ", "", title) in book.page(label)


def test_running_heads_carry_number_and_chapter_on_the_left_and_section_on_the_right(book):
    openings = {label for depth, _, label in book.outline if depth == 1}
    chapter = ""
    for index, (label, text) in enumerate(zip(book.labels, book.pages, strict=True)):
        if label in openings:
            chapter = next(title for depth, title, at in book.outline if depth == 1 and at == label)
        elif label.isdigit() and index % 2:
            assert text.startswith(f"{label} {chapter} "), label
        elif label.isdigit():
            assert re.match(rf"{re.escape(chapter.split()[0])}\.\d [^.]+? {label} ", text), label


def test_every_figure_and_table_is_numbered_in_its_chapter_and_captioned(book):
    for number, path in enumerate(_chapters(), start=1):
        captions = set(re.findall(rf"\b((?:Figure|Table) {number}\.\d+) (?=[A-Z])", book.chapter(number)))
        assert len(captions) == len(re.findall(r"^#figure\(", path.read_text(encoding="utf-8"), re.M)), path.name


def test_every_chapter_has_formulas_worked_examples_and_exercises(book):
    for number in range(1, 14):
        text = book.chapter(number)
        assert f"({number}.1)" in text
        assert f"Example {number}.1 (" in text
        assert f"Exercises {number}.1 " in text


def test_every_index_entry_leads_to_its_term(book):
    index = book.pages[-1].removeprefix("Index ")
    terms = {m for path in _chapters() for m in re.findall(r'#idx\("([^",]+)"\)', path.read_text(encoding="utf-8"))}
    found = 0
    for term in terms:
        entry = re.search(rf"(?:^|[\d ]){re.escape(term)}, (\d+(?:, \d+)*)", index)
        assert entry, term
        for label in entry.group(1).split(", "):
            stem = term.lower().split()[0][:5]
            text = unicodedata.normalize("NFKC", book.page(label)).lower()
            assert stem in text, (term, label)
            found += 1
    assert found > 100


@pytest.mark.parametrize("definition", TOPICS)
def test_each_topic_is_defined_in_a_sentence_that_comes_out_whole(book, definition):
    assert any(definition in page for page in book.pages)


@pytest.mark.parametrize("year", ["1805", "1886", "1958", "1968", "1982", "1986", "2017"])
def test_dates_of_the_history_are_backed_by_the_bibliography(book, year):
    bibliography = " ".join(page for page in book.pages if re.match(r"(\d+ )?Bibliography ", page))
    assert f"({year})" in bibliography
    assert any(re.search(rf"\b(in|until) {year}\b", book.chapter(n)) for n in range(1, 14))


def _chapters():
    return sorted(SOURCE.glob("[0-9][0-9]_*.typ"))


def _headings():
    """(depth, title) of every heading in the source, in reading order, numbered as the book numbers them."""
    yield 1, "Preface"
    yield 1, "Notation"
    for chapter, path in enumerate(_chapters(), start=1):
        section = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            title = re.sub(r"\s*<[\w-]+>$", "", line.lstrip("= ")).replace("\\", "")
            if line.startswith("= "):
                yield 1, f"{chapter} {title}"
            elif line.startswith("== "):
                section += 1
                yield 2, f"{chapter}.{section} {title}"
            elif line.startswith("#exercises("):
                yield 2, "Exercises"
    yield 1, "Bibliography"
    yield 1, "Index"
