"""The word index of a kept library: built once, opened afterwards, made anew when it is damaged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from t2v_core.retrieval import SearchSettings, lexical, search
from t2v_core.retrieval.index import library_of

QUERY = "how does a decision tree grow"


@pytest.fixture
def shelved(make, tmp_path):
    """Two books that lie in one library."""
    return [replace(make(name), folder=tmp_path / "books" / name / "key") for name in "ab"]


def results(books, host):
    return [(h.chunk.id, h.lexical) for h in search(books, QUERY, SearchSettings(), host).hits]


def reopened(books):
    return [replace(book) for book in books]  # another object: nothing of it is in memory


def test_chinese_and_japanese_are_found_by_pairs_of_characters():
    texts = ["梯度下降法找到函数的最小值。", "神经网络由许多层组成。", "決定木はデータを分割する。"]
    bm25 = lexical.build_bm25(texts)
    found = [
        int(np.argmax(lexical.bm25_scores(bm25, query, 3)))
        for query in ("函数的最小值", "什么是神经网络", "データの分割")
    ]
    assert found == [0, 1, 2]


def test_a_passage_is_found_by_the_words_of_its_heading(make):
    passages = [
        (("1 Walks", "1.1 Ergodicity"), "It means that time and space agree."),
        ((), "Nothing of the kind here."),
    ]
    index = library_of((make("a", passages=passages),)).index
    assert index.lexical("ergodicity")[0] > 0 == index.lexical("ergodicity")[1] == index.lexical("walks")[0]


def test_a_kept_book_is_searched_without_reading_its_words_again(shelved, host, monkeypatch):
    first = results(shelved[:1], host)
    monkeypatch.setattr(lexical, "build_bm25", lambda texts: pytest.fail("it was built again"))
    again = reopened(shelved[:1])
    assert results(again, host) == first
    assert isinstance(library_of(tuple(again)).index._bm25.scores["data"], np.memmap)


def test_several_books_have_an_index_of_their_own(shelved, host, tmp_path):
    alone, together = results(shelved[:1], host), results(shelved, host)
    assert len(list((tmp_path / "books" / "lexical").iterdir())) == 2
    assert results(reopened(shelved), host) == together
    assert {i for i, _ in alone} < {i for i, _ in together}


def test_a_damaged_index_is_made_anew(shelved, host, tmp_path):
    first = results(shelved, host)
    for file in (tmp_path / "books" / "lexical").rglob("*.npy"):
        file.write_bytes(b"not an array")
    assert results(reopened(shelved), host) == first
    assert not list((tmp_path / "books" / "lexical").glob(".*"))


def test_a_library_that_cannot_be_written_is_searched_all_the_same(shelved, host, tmp_path):
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "lexical").write_text("a file where the folder should be")
    assert results(shelved, host)


def test_books_that_are_kept_nowhere_leave_nothing_behind(make, host, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert results([make("c")], host)
    assert not list(tmp_path.iterdir())
