"""Clustering, trees, neighbours, PCA, attention and counting against scikit-learn, torch and brute force."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.cluster import hierarchy
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from t2v_core.diagram.algorithms import (
    attention,
    confusion_matrix,
    convolution,
    decision_tree,
    gaussian_mixture,
    hierarchical,
    kmeans,
    knn,
    pca,
    perceptron,
    random_forest,
    softmax,
)


def test_kmeans_walks_lloyds_way_to_the_same_centres():
    run = kmeans.example()
    peer = KMeans(3, init=run.rounds[0].centres, n_init=1, algorithm="lloyd", tol=0).fit(run.points)
    last = run.rounds[-1]
    assert np.allclose(last.moved, peer.cluster_centers_)
    assert np.array_equal(last.labels, peer.labels_)
    assert last.inertia == pytest.approx(peer.inertia_)


def test_every_round_of_kmeans_lowers_the_distance_and_the_last_moves_nothing():
    run = kmeans.example()
    inertia = [r.inertia for r in run.rounds]
    assert 3 <= len(run.rounds) <= 10
    assert all(a > b for a, b in pairwise(inertia[:-1]))
    assert np.allclose(run.rounds[-1].centres, run.rounds[-1].moved)
    for r in run.rounds:
        brute = [min(range(3), key=lambda j: np.linalg.norm(p - r.centres[j])) for p in run.points]
        assert list(r.labels) == brute


def test_a_centre_without_points_stays():
    run = kmeans.lloyd(np.array([[0.0, 0], [1, 0]]), np.array([[0.0, 0], [1, 0], [9, 9]]))
    assert np.allclose(run.rounds[-1].moved[2], [9, 9])


@pytest.mark.parametrize("leaves", [2, 3, 4, 5])
def test_the_tree_grows_like_a_best_first_cart(leaves):
    run = decision_tree.example()
    peer = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0).fit(run.x, run.y)
    nodes = run.stages[leaves - 1]
    mine = sorted((n.feature, n.threshold) for n in nodes if n.feature >= 0)
    theirs = [(f, t) for f, t in zip(peer.tree_.feature, peer.tree_.threshold, strict=True) if f >= 0]
    assert np.allclose(mine, sorted(theirs))
    assert run.accuracy(leaves - 1) == pytest.approx(peer.score(run.x, run.y))
    assert np.allclose(sorted(n.gini for n in nodes), sorted(peer.tree_.impurity))


def test_boxes_of_leaves_hold_exactly_their_points():
    run = decision_tree.example()
    leaves = [n for n in run.stages[-1] if n.feature < 0]
    assert sorted(np.concatenate([n.rows for n in leaves])) == list(range(len(run.x)))
    for n in leaves:
        x0, x1, y0, y1 = n.box
        p = run.x[n.rows]
        assert np.all((p >= [x0, y0]) & (p <= [x1, y1]))


@pytest.mark.parametrize("k", [1, 3, 5, 7])
def test_neighbours_vote_like_scikit_learns(k):
    run = knn.example()
    peer = KNeighborsClassifier(k).fit(run.points, run.labels)
    assert run.winner(k) == peer.predict(run.query[None])[0]
    assert set(run.order[:k]) == set(peer.kneighbors(run.query[None])[1][0])


def test_the_choice_of_k_matters_in_the_example():
    run = knn.example()
    assert run.winner(1) != run.winner(7)


def test_components_are_scikit_learns():
    run = pca.example()
    peer = PCA().fit(run.points)
    assert np.allclose(run.variances, peer.explained_variance_)
    assert np.allclose(np.abs(run.directions @ peer.components_.T), np.eye(2), atol=1e-9)
    assert np.allclose(run.share, peer.explained_variance_ratio_)


def test_no_direction_tried_has_more_variance_than_the_first_component():
    run = pca.example()
    for angle, variance in zip(run.angles, run.tried, strict=True):
        line = np.array([np.cos(angle), np.sin(angle)])
        assert variance == pytest.approx((run.points @ line).var(ddof=1))
    assert run.tried[-1] == pytest.approx(run.variances[0]) and run.tried.max() == pytest.approx(run.tried[-1])
    dropped = run.projections(run.directions[0])
    assert np.allclose((run.points - dropped) @ run.directions[0], 0)


def test_attention_agrees_with_torch():
    torch = pytest.importorskip("torch")
    run = attention.example()
    q, k, v = (torch.tensor(a)[None] for a in (run.queries, run.keys, run.values))
    peer = torch.nn.functional.scaled_dot_product_attention(q, k, v)[0].numpy()
    assert np.allclose(run.output, peer)
    assert np.allclose(run.weights.sum(1), 1)


def test_the_pronoun_attends_most_to_its_noun():
    run = attention.example()
    assert run.words[int(run.weights[run.words.index("it")].argmax())] == "cat"


def test_the_four_cells_and_their_ratios_agree_with_scikit_learn():
    run = confusion_matrix.example()
    for s in run.states:
        called = run.scores >= s.threshold
        assert [s.tn, s.fp, s.fn, s.tp] == list(metrics.confusion_matrix(run.labels, called).ravel())
        assert s.precision == pytest.approx(metrics.precision_score(run.labels, called, zero_division=1.0))
        assert s.recall == pytest.approx(metrics.recall_score(run.labels, called))
        assert s.f1 == pytest.approx(metrics.f1_score(run.labels, called))
        assert s.accuracy == pytest.approx(metrics.accuracy_score(run.labels, called))
    assert run.auc == pytest.approx(metrics.roc_auc_score(run.labels, run.scores))


def test_recall_only_falls_as_the_threshold_rises():
    recall = [s.recall for s in confusion_matrix.example().states]
    assert recall == sorted(recall, reverse=True) and recall[0] == 1


@pytest.mark.parametrize("name", convolution.KERNELS)
def test_convolution_is_the_sum_of_products_at_every_place(name):
    run = convolution.example(name)
    for r, c in run.places:
        total = sum(run.image[r + i, c + j] * run.kernel[i, j] for i in range(3) for j in range(3))
        assert run.output[r, c] == pytest.approx(total)
    assert len(run.places) == 36


@pytest.mark.parametrize("linkage", hierarchical.LINKAGES)
@pytest.mark.parametrize("seed", range(5))
def test_clusters_merge_at_the_heights_of_scipy(linkage, seed):
    points = np.random.default_rng(seed).normal(size=(14, 2))
    run = hierarchical.agglomerate(points, linkage)
    peer = hierarchy.linkage(points, linkage)
    assert np.allclose([m.height for m in run.merges], peer[:, 2])
    assert [m.size for m in run.merges] == peer[:, 3].astype(int).tolist()
    assert sorted(run.order) == list(range(14))


def test_the_example_has_three_groups_and_each_linkage_merges_its_own_way():
    runs = [hierarchical.example(linkage) for linkage in hierarchical.LINKAGES]
    assert [len(r.points) - r.gap for r in runs] == [3, 3, 3, 3]
    assert len({tuple((m.a, m.b) for m in r.merges) for r in runs}) == 4


def test_shares_of_a_softmax_add_up_and_keep_the_order_and_the_ratios_of_their_powers():
    p = softmax.softmax(softmax.SCORES)
    assert p.sum() == pytest.approx(1) and list(np.argsort(-p)) == list(np.argsort(-softmax.SCORES))
    assert p[0] / p[1] == pytest.approx(np.e ** (softmax.SCORES[0] - softmax.SCORES[1]))
    assert softmax.softmax(softmax.SCORES + 1000) == pytest.approx(p)


def test_a_low_temperature_sharpens_and_a_high_one_flattens():
    spread = [softmax.entropy(softmax.softmax(softmax.SCORES, t)) for t in sorted(softmax.TEMPERATURES)]
    assert spread == sorted(spread) and softmax.entropy(np.full(4, 0.25)) == pytest.approx(2)


def test_each_update_of_the_perceptron_adds_the_point_that_was_wrong_until_none_is():
    run = perceptron.example()
    for k, i in enumerate(run.mistakes):
        before, x = run.weights[k], np.append(run.points[i], 1.0)
        assert run.labels[i] * (before @ x) <= 0
        assert run.weights[k + 1] == pytest.approx(before + run.labels[i] * x)
    assert run.wrong(len(run.mistakes)) == 0 < run.wrong(0)


def test_the_mixture_is_the_one_that_scikit_learn_finds_from_the_same_start():
    run = gaussian_mixture.example()
    first, last = run.rounds[0], run.rounds[-1]
    peer = GaussianMixture(
        2,
        max_iter=12,
        tol=0,
        reg_covar=0,
        weights_init=first.weights,
        means_init=first.means,
        precisions_init=np.linalg.inv(first.covariances),
    )
    with pytest.warns(Warning, match="converge"):
        peer.fit(run.points)
    assert last.means == pytest.approx(peer.means_, abs=1e-6) and last.weights == pytest.approx(peer.weights_, abs=1e-6)
    assert last.likelihood == pytest.approx(peer.score(run.points), abs=1e-6)
    likelihoods = [r.likelihood for r in run.rounds]
    assert likelihoods == sorted(likelihoods) and last.shares.sum(axis=1) == pytest.approx(1)


def test_leaves_of_every_tree_fill_the_square_and_the_forest_beats_its_trees():
    run = random_forest.example()
    for tree in run.trees:
        assert sum((x1 - x0) * (y1 - y0) for x0, x1, y0, y1, _ in tree) == pytest.approx(1)
    x = run.points
    by_hand = [sum(random_forest.calls(t, p[None])[0] for t in run.trees[:5]) / 5 for p in x]
    assert run.votes(x, 5) == pytest.approx(by_hand)
    assert run.accuracy(random_forest.TREES) > run.alone() + 0.05
