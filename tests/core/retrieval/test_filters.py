import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.errors import InputError, RetrievalError
from t2v_core.retrieval import SearchSettings
from t2v_core.retrieval.filters import allowed, parse_pages
from t2v_core.retrieval.index import library_of


def test_pages_are_ranges_and_single_numbers():
    assert parse_pages("10-25, 40") == ((10, 25), (40, 40))
    assert parse_pages(" 3 – 5 ;7 ") == ((3, 5), (7, 7))
    assert parse_pages("") == ()


@pytest.mark.parametrize("text", ["0", "5-3", "iv", "1-", "-4", "1--3", "1 2", "9999999999"])
def test_what_is_no_page_range_is_an_error_that_quotes_it(text):
    with pytest.raises(InputError, match=text.strip()):
        parse_pages(text)


@given(st.text(max_size=12))
def test_any_text_is_pages_or_an_input_error(text):
    with contextlib.suppress(InputError):
        assert all(1 <= first <= last for first, last in parse_pages(text))


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
