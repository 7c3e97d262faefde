import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.retrieval.index import Index
from t2v_core.retrieval.rank import ROCCHIO_ALPHA, ROCCHIO_BETA, RRF_K, diversify, rank, top

TEXTS = ["apple pear", "apple", "banana", "cherry stone", "stone wall"]


def unit(*rows):
    array = np.array(rows, np.float32)
    return array / np.linalg.norm(array, axis=-1, keepdims=True)


VECTORS = unit([1, 0, 0], [0.9, 0.4, 0], [0.5, 0.8, 0], [0.1, 1, 0], [0, 0, 1])
QUERY = unit([1, 0, 0])[0]


def test_semantic_order_is_the_order_of_cosines():
    found = rank(Index([VECTORS], TEXTS), "apple", QUERY, "semantic", -1.0)
    assert found.items.tolist() == [0, 1, 2, 3, 4]
    assert np.allclose(found.cosine, VECTORS @ QUERY)
    assert not found.lexical.any()


def test_passages_below_min_score_are_not_ranked_even_when_their_words_match():
    found = rank(Index([VECTORS], TEXTS), "stone wall", QUERY, "hybrid", 0.05)
    assert 4 not in found.items
    assert 3 in found.items


def test_hybrid_fuses_reciprocal_ranks_of_words_and_of_the_expanded_query():
    index = Index([VECTORS], TEXTS)
    found = rank(index, "cherry", QUERY, "hybrid", 0.05)
    expanded = ROCCHIO_ALPHA * QUERY + ROCCHIO_BETA * VECTORS[:4].mean(axis=0)
    dense = np.argsort(-(VECTORS[:4] @ expanded)).tolist()
    expected = {item: 1 / (RRF_K + place) for place, item in enumerate(dense, start=1)}
    expected[3] += 1 / (RRF_K + 1)
    assert found.items.tolist() == sorted(expected, key=lambda i: -expected[i])
    assert np.allclose(found.fused, sorted(expected.values(), reverse=True))


def test_only_allowed_items_are_ranked_and_reported_as_nearest():
    allowed = np.array([False, False, True, True, True])
    found = rank(Index([VECTORS], TEXTS), "apple", QUERY, "hybrid", 0.3, allowed)
    assert found.items.tolist() == [2]
    assert found.nearest.tolist()[0] == 2
    assert not {0, 1} & set(found.nearest.tolist())


def test_several_matrices_search_as_one():
    split = Index([VECTORS[:2], VECTORS[2:]], TEXTS)
    whole = Index([VECTORS], TEXTS)
    for mode in ("hybrid", "semantic"):
        a, b = (rank(index, "apple stone", QUERY, mode, 0.0) for index in (split, whole))
        assert a.items.tolist() == b.items.tolist()
        assert np.allclose(a.fused, b.fused)
    assert np.array_equal(split.vectors(np.array([0, 3])), VECTORS[[0, 3]])


def test_a_document_scores_as_its_best_window():
    index = Index([VECTORS], ["one", "two"], starts=np.array([0, 3]))
    cosines, rows = index.cosines(unit([0, 0, 1])[0])
    assert rows[1] == 4
    assert cosines[1] == pytest.approx(1.0)
    assert cosines[0] == pytest.approx(0.0)


def test_a_query_of_stop_words_or_of_unknown_words_ranks_by_meaning():
    index = Index([VECTORS], TEXTS)
    orders = {tuple(rank(index, query, QUERY, "hybrid", 0.0).items) for query in ("the of and", "zzz", "?")}
    assert len(orders) == 1
    assert len(orders.pop()) == 5


def test_texts_without_any_word_can_be_searched():
    index = Index([VECTORS[:2]], ["", "∑∑"])
    assert not index.lexical("anything").any()


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.integers(1, 50))
def test_top_is_a_stable_sort_cut_short(values, k):
    scores = np.array(values, np.float32)
    assert top(scores, k).tolist() == sorted(range(len(values)), key=lambda i: (-values[i], i))[:k]


def test_diversity_prefers_what_is_new_over_what_is_alike():
    vectors = unit([1, 0, 0], [1, 0.01, 0], [0, 1, 0])
    relevance = np.array([1.0, 0.99, 0.5])
    assert diversify(relevance, vectors, 2, 0.0) == [0, 1]
    assert diversify(relevance, vectors, 2, 0.7) == [0, 2]
    assert sorted(diversify(relevance, vectors, 9, 1.0)) == [0, 1, 2]
