import contextlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.errors import InputError, RetrievalError
from t2v_core.retrieval import SearchSettings
from t2v_core.retrieval.filters import allowed
from t2v_core.retrieval.index import library_of

LABELS = ["ii", "", "iv", "A-3", "3-12", "12"]  # of passages on pages 10 to 15 of the file, the last one over two pages


@pytest.fixture(scope="module")
def labelled(book):
    chunks = [replace(book.chunks[i % 5], page=10 + i, page_last=10 + i, page_label=x) for i, x in enumerate(LABELS)]
    chunks[-1] = replace(chunks[-1], page_last=16)
    vectors = np.zeros((len(chunks), book.dimension), np.float32)
    return library_of((replace(book, chunks=tuple(chunks), embeddings=vectors),))


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ("12-13, 15", [12, 13, 15]),
        (" 10 – 11 ;16 ", [10, 11, 15]),  # the last passage goes on to page 16
        ("", [10, 11, 12, 13, 14, 15]),
        ("iv", [12]),
        ("II-x", [10, 12]),
        ("i–iii, p. 13", [10, 15]),
        ("p.12", [15]),
        ("pp. 11-12", [11, 15]),  # where no number is printed, the file's counts
        ("pp. 11, 12-13", [11, 15]),  # as a film cites them: the mark holds for what follows
        ("10, p. 11 and 12 & iv", [10, 11, 12, 15]),
        ("A-3", [13]),
        ("page a-1-a-4", [13]),
        ("p. 3-12", [14]),  # a label goes before a range
    ],
)
def test_pages_of_the_file_and_printed_pages_are_told_apart(labelled, pages, found):
    mask = allowed(labelled, SearchSettings(pages=pages, min_chunk_words=0))
    assert labelled.first_page[mask].tolist() == found


@pytest.mark.parametrize("text", ["0", "5-3", "1-", "-4", "1--3", "1 2", "9999999999"])
def test_what_is_no_page_range_is_an_error_that_quotes_it(labelled, text):
    with pytest.raises(InputError, match=text.strip()):
        allowed(labelled, SearchSettings(pages=text))


@pytest.mark.parametrize("text", ["xx", "x-ii", "p. 99", "pages v-12"])
def test_printed_pages_that_are_not_there_are_an_error_that_says_which_are(labelled, text):
    with pytest.raises(RetrievalError, match=r"printed '.*printed are ii to ii, 11 to 11, iv"):
        allowed(labelled, SearchSettings(pages=text))


@given(st.text(max_size=12))
def test_any_text_is_pages_or_an_error(labelled, text):
    with contextlib.suppress(InputError, RetrievalError):
        allowed(labelled, SearchSettings(pages=text, min_chunk_words=0))


def test_filters_keep_pages_sections_and_long_passages(book):
    assert allowed(library_of((book,)), SearchSettings()).all()
    assert allowed(library_of((book,)), SearchSettings(pages="11-12")).tolist() == [False, True, True, False, False]
    assert allowed(library_of((book,)), SearchSettings(section="tREES")).tolist() == [False, False, True, True, False]
    least = max(c.words for c in book.chunks)
    assert allowed(library_of((book,)), SearchSettings(min_chunk_words=least)).sum() == 1


def test_filters_that_leave_nothing_name_themselves_and_what_there_is(book):
    with pytest.raises(RetrievalError, match=r"'90-95'.*pages 10 to 14.*2 Optimisation"):
        allowed(library_of((book,)), SearchSettings(pages="90-95"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "magic"),
        ("top_k", 0),
        ("candidate_k", -1),
        ("min_score", 1.5),
        ("min_score", float("nan")),
        ("diversity", 2),
        ("max_context_words", -1),
        ("min_chunk_words", -1),
    ],
)
def test_settings_out_of_range_name_the_knob(name, value):
    with pytest.raises(InputError, match="(?i)" + name):
        SearchSettings(**{name: value})
