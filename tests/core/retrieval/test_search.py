import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from t2v_core.errors import InputError, InsufficientEvidence, RetrievalError
from t2v_core.retrieval import SearchSettings, search, search_many
from t2v_core.retrieval.highlight import context_of
from t2v_core.retrieval.report import report_text, to_dict

ROOT = Path(__file__).resolve().parents[3]
SECOND = (
    (
        ("1 Baking", "1.1 Bread"),
        "Bread dough rises because yeast turns sugar into carbon dioxide, which the gluten of the flour holds back. The "
        "dough is kneaded for ten minutes so that the gluten forms long strands.",
    ),
)


@pytest.mark.parametrize("mode", ["hybrid", "semantic"])
def test_the_passage_that_answers_comes_first(book, host, mode):
    evidence = search([book], "how does a decision tree grow", SearchSettings(mode=mode), host)
    best = evidence.hits[0]
    assert best.id == "E1"
    assert best.chunk.section[-1] == "3.1 Decision trees"
    assert best.book_title == "Learning Machines"
    assert best.score == pytest.approx(max(h.score for h in evidence.hits))
    assert all(h.score >= 0.18 for h in evidence.hits)
    assert [h.fused for h in evidence.hits] == sorted((h.fused for h in evidence.hits), reverse=True)


def test_a_question_from_a_terminal_in_another_encoding_is_searched(book, host):
    evidence = search([book], "how does a decision tree grow \udce9", SearchSettings(), host)
    assert evidence.hits[0].chunk.section[-1] == "3.1 Decision trees"


def test_best_sentences_quote_their_passage(book, host):
    evidence = search([book], "how does a decision tree grow", SearchSettings(), host)
    for hit in evidence.hits:
        assert 1 <= len(hit.sentences) <= 3
        assert all(s in hit.chunk.text for s in hit.sentences)
    evidence = search([book], "a tree grows from its root until leaves are pure", SearchSettings(), host)
    assert "grows from its root" in evidence.hits[0].sentences[0]


def test_the_best_sentence_is_a_sentence_even_where_a_label_shares_more_words(make, host):
    text = (
        "Decision tree of the weather data\n\nA tree asks one question at each of its inner nodes, until the answer is "
        "clear.\n\nf(x) = tree(x) + 1\n\nIts leaves hold the answers, and its depth is limited by the number of features."
    )
    evidence = search(
        [make("f", passages=[(("1 Trees",), text)])], "decision tree of the weather data", SearchSettings(), host
    )
    assert evidence.hits[0].sentences[0].startswith("A tree asks one question")
    assert evidence.context.startswith("A tree asks one question")


def test_a_book_given_twice_is_searched_once(make, host):
    evidence = search([make("t"), make("t")], "how does a decision tree grow", SearchSettings(), host)
    assert len({h.chunk.id for h in evidence.hits}) == len(evidence.hits)
    assert len(evidence.books) == 1


def test_nothing_found_names_each_near_section_once(make, host):
    book = make("n", passages=[(("1 Trees",), f"{text} {i}") for i in range(3) for _, text in SECOND])
    book = replace(book, chunks=tuple(replace(c, page=3, page_last=3, page_label="3") for c in book.chunks))
    with pytest.raises(InsufficientEvidence) as e:
        search([book], "quantum chromodynamics", SearchSettings(min_score=0.9), host)
    assert str(e.value).count("page 3") == 1


def test_context_keeps_whole_sentences_within_the_limit(book, host):
    evidence = search([book], "gradient descent", SearchSettings(max_context_words=30), host)
    assert 0 < len(evidence.context.split()) <= 30
    assert evidence.context.endswith(".")
    assert context_of(evidence.hits, 3).endswith("…")
    assert len(context_of(evidence.hits, 3).split()) <= 4
    assert context_of(evidence.hits, 0) == ""


def test_evidence_carries_what_a_planner_needs_to_search_again(book, host):
    settings = SearchSettings(top_k=2)
    evidence = search((book,), "gradient descent", settings, host)
    assert evidence.books == (book,)
    assert evidence.settings is settings
    assert len(evidence.hits) == 2


def test_several_queries_answer_as_each_alone(book, host):
    queries = ["momentum of the descent", "k-means clustering"]
    together = search_many([book], queries, SearchSettings(), host)
    for query, evidence in zip(queries, together, strict=True):
        alone = search([book], query, SearchSettings(), host)
        assert [h.chunk.id for h in alone.hits] == [h.chunk.id for h in evidence.hits]
        assert evidence.query == query


def test_several_books_are_searched_as_one_and_each_hit_names_its_book(book, host, make):
    baking = make("c", "Bread", SECOND)
    evidence = search([book, baking], "why does dough rise", SearchSettings(), host)
    assert evidence.hits[0].book_title == "Bread"
    assert search([book, baking], "random forests", SearchSettings(), host).hits[0].book_title == "Learning Machines"


def test_filters_hold_in_the_result(book, host):
    evidence = search([book], "trees", SearchSettings(section="3 Trees", pages="13"), host)
    assert [h.chunk.page for h in evidence.hits] == [13]


def test_diversity_reorders_but_stays_within_the_candidates(book, host):
    plain = search([book], "decision trees", SearchSettings(top_k=3, min_score=0.0), host)
    varied = search([book], "decision trees", SearchSettings(top_k=3, min_score=0.0, diversity=0.9), host)
    assert varied.hits[0].chunk.id == plain.hits[0].chunk.id
    assert [h.chunk.id for h in varied.hits] != [h.chunk.id for h in plain.hits]


def test_what_the_book_does_not_cover_names_the_best_score_and_the_nearest_sections(book, host):
    with pytest.raises(
        InsufficientEvidence,
        match=r"'tomato soup with basil': the best score is -?0\.\d\d.*p\. \d+ \(page \d+ of the file\), “.*›",
    ):
        search([book], "tomato soup with basil", SearchSettings(min_score=0.3), host)


def test_another_embedding_model_is_an_error_that_says_what_to_do(book, host):
    other = replace(book, embedding_model="other-model", embeddings=book.embeddings)
    with pytest.raises(RetrievalError, match=r"different models.*Chunk them again"):
        search([book, other], "trees", SearchSettings(), host)
    with pytest.raises(RetrievalError, match=r"b\.pdf was embedded with 'other-model'.*chunk the book again"):
        search([other], "trees", SearchSettings(embedding_model=book.embedding_model), host)
    shorter = replace(book, embeddings=book.embeddings[:, :100])
    with pytest.raises(RetrievalError, match="100 numbers"):
        search([shorter], "trees", SearchSettings(), host)


def test_books_that_cannot_be_searched_say_why(book, host):
    with pytest.raises(RetrievalError, match="without embeddings"):
        search([replace(book, embeddings=None)], "trees", SearchSettings(), host)
    with pytest.raises(RetrievalError, match="damaged"):
        search([replace(book, embeddings=book.embeddings[:2])], "trees", SearchSettings(), host)
    with pytest.raises(RetrievalError, match="no passages left"):
        search([replace(book, chunks=(), embeddings=book.embeddings[:0])], "trees", SearchSettings(), host)
    with pytest.raises(InputError, match="no book"):
        search([], "trees", SearchSettings(), host)


@pytest.mark.parametrize("query", ["", "  \n ", "x" * 5000])
def test_an_empty_or_endless_query_is_refused(book, host, query):
    with pytest.raises(InputError, match="query"):
        search([book], query, SearchSettings(), host)


def test_memory_mapped_vectors_give_the_same_answer(book, host, tmp_path):
    np.save(tmp_path / "v.npy", book.embeddings)
    mapped = replace(book, embeddings=np.load(tmp_path / "v.npy", mmap_mode="r"))
    a, b = (search([x], "decision trees", SearchSettings(), host) for x in (book, mapped))
    assert [(h.chunk.id, h.fused) for h in a.hits] == [(h.chunk.id, h.fused) for h in b.hits]


def test_cancel_reaches_the_caller(book):
    from t2v_core.host import LocalHost

    class Cancelled(BaseException):
        pass

    def cancel(*_args, **_kwargs):
        raise Cancelled

    with pytest.raises(Cancelled):
        search([book], "trees", SearchSettings(), LocalHost(cancel))


def test_reports_name_page_section_and_cues(book, host):
    evidence = search([book], "decision trees", SearchSettings(), host)
    text = report_text(evidence)
    assert "Learning Machines, p. 4 (page 12 of the file), “3 Trees › 3.1 Decision trees”" in text
    assert "concepts:" in text
    data = to_dict(evidence)
    assert data["hits"][0]["page"] == 12
    assert data["settings"]["top_k"] == 6


@pytest.mark.slow
def test_another_process_finds_the_same(book, host):
    script = (
        "import sys; sys.path.insert(0, 'tests/core/retrieval')\n"
        "import conftest, hashlib\n"
        "from t2v_core.retrieval import search, SearchSettings\n"
        "from t2v_core.retrieval.report import to_dict\n"
        "evidence = search([conftest.make_book()], 'gradient descent', SearchSettings(), conftest.LocalHost())\n"
        "print(hashlib.sha256(repr(to_dict(evidence)).encode()).hexdigest())"
    )
    environment = {**__import__("os").environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    out = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    here = repr(to_dict(search([book], "gradient descent", SearchSettings(), host)))
    assert out.strip().splitlines()[-1] == hashlib.sha256(here.encode()).hexdigest()
