"""Searches, sorts, trees, series and chains against networkx, sorted(), brute force and closed forms."""

import itertools
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.diagram.algorithms import (
    binary_search,
    binary_search_tree,
    fourier,
    graph_search,
    hash_table,
    huffman,
    markov_chain,
    minimax,
    pagerank,
    sorting,
    stack_queue,
    value_iteration,
)


def as_networkx(graph):
    g = nx.Graph()
    g.add_weighted_edges_from(graph.edges)
    return g


@pytest.mark.parametrize("make", [graph_search.on_graph, graph_search.on_grid])
@pytest.mark.parametrize("algorithm", graph_search.ALGORITHMS)
def test_the_path_is_a_path_and_as_short_as_promised(make, algorithm):
    run = make(algorithm)
    g = as_networkx(run.graph)
    assert run.path[0] == run.start and run.path[-1] == run.goal
    assert all(g.has_edge(a, b) for a, b in pairwise(run.path))
    weighted = algorithm in ("dijkstra", "astar")
    steps = nx.path_weight(g, run.path, "weight") if weighted else len(run.path) - 1
    assert run.cost == steps
    if algorithm != "dfs":
        assert steps == nx.shortest_path_length(g, run.start, run.goal, weight="weight" if weighted else None)


@pytest.mark.parametrize("make", [graph_search.on_graph, graph_search.on_grid])
def test_nodes_are_settled_in_the_order_networkx_visits_them(make):
    bfs, dfs = make("bfs"), make("dfs")
    layers = nx.single_source_shortest_path_length(as_networkx(bfs.graph), bfs.start)
    depth = [layers[n] for n in bfs.states[-1].settled]
    assert depth == sorted(depth)
    expected = list(nx.dfs_preorder_nodes(as_networkx(dfs.graph), dfs.start, sort_neighbors=sorted))
    assert list(dfs.states[-1].settled) == expected[: len(dfs.states)]


@pytest.mark.parametrize("make", [graph_search.on_graph, graph_search.on_grid])
def test_dijkstra_settles_by_rising_distance(make):
    run = make("dijkstra")
    truth = nx.single_source_dijkstra_path_length(as_networkx(run.graph), run.start)
    final = run.states[-1]
    assert [final.cost[n] for n in final.settled] == [truth[n] for n in final.settled]
    assert [truth[n] for n in final.settled] == sorted(truth[n] for n in final.settled)


def test_a_star_looks_at_fewer_cells_than_dijkstra():
    assert len(graph_search.on_grid("astar").states) < 0.8 * len(graph_search.on_grid("dijkstra").states)


def test_the_frontier_is_what_is_known_but_not_settled():
    for algorithm in graph_search.ALGORITHMS:
        run = graph_search.on_grid(algorithm)
        for before, after in pairwise(run.states):
            assert before.frontier[0] == after.node
            assert not set(after.frontier) & set(after.settled)


def test_no_way_gives_no_path():
    run = graph_search.search(graph_search.grid(("..#.",)), 0, 3, "bfs")
    assert run.path == ()


@pytest.mark.parametrize("algorithm", sorting.ALGORITHMS)
@given(values=st.lists(st.integers(-50, 50), max_size=14))
def test_every_algorithm_sorts_and_marks_only_final_places(algorithm, values):
    run = sorting.run(algorithm, tuple(values))
    ordered = sorted(values)
    assert list(run.states[-1].values) == ordered
    for state in run.states:
        assert all(state.values[i] == ordered[i] for i in state.done)
        assert algorithm == "merge" or sorted(state.values) == ordered


def test_comparisons_are_counted_truly():
    n = 10
    assert sorting.run("bubble", tuple(range(n))).states[-1].comparisons == n - 1
    assert sorting.run("selection", tuple(range(n))).states[-1].comparisons == n * (n - 1) // 2
    assert sorting.run("insertion", tuple(range(n, 0, -1))).states[-1].moves == n * (n - 1) // 2


@given(keys=st.lists(st.integers(0, 99), min_size=1, max_size=20, unique=True), wanted=st.integers(0, 99))
def test_a_search_tree_is_sorted_and_finds_what_is_there(keys, wanted):
    tree = binary_search_tree.build(tuple(keys), (wanted,))
    assert tree.in_order() == sorted(keys)
    last = tree.operations[-1]
    assert last.found == (wanted in keys)
    assert all(tree.depth(k) == i for i, k in enumerate(last.path))


def test_the_distance_of_a_partial_sum_is_the_integral_not_that_of_samples():
    t = (np.arange(400_000) + 0.5) * 2 * np.pi / 400_000
    for name in fourier.WAVES:
        orders, coefficients = fourier.terms(name, 3)
        rest = fourier.wave(name, t) - coefficients @ np.sin(orders[:, None] * t)
        assert fourier.series(name).errors[2] == pytest.approx(np.sqrt(np.mean(rest**2)), abs=2e-5)


@pytest.mark.parametrize("name", fourier.WAVES)
def test_coefficients_are_the_integrals(name):
    t = (np.arange(200_000) + 0.5) * 2 * np.pi / 200_000 - np.pi
    orders, coefficients = fourier.terms(name, 5)
    for n in range(1, orders[-1] + 1):
        integral = 2 * np.mean(fourier.wave(name, t) * np.sin(n * t))
        expected = coefficients[list(orders).index(n)] if n in orders else 0
        assert integral == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", fourier.WAVES)
def test_every_term_brings_the_sum_closer(name):
    run = fourier.series(name)
    assert np.all(np.diff(run.errors) < 0)
    assert np.allclose(run.sums[2], run.term(0) + run.term(1) + run.term(2))


def test_the_chain_tends_to_its_stationary_distribution():
    chain = markov_chain.example()
    assert np.allclose(chain.stationary @ chain.transition, chain.stationary)
    assert np.allclose(np.linalg.matrix_power(chain.transition, 200)[0], chain.stationary)
    assert np.allclose(chain.distributions[5], np.linalg.matrix_power(chain.transition, 5)[chain.walk[0]])
    assert np.all(chain.transition[chain.walk[:-1], chain.walk[1:]] > 0)


@pytest.mark.parametrize("key", [*binary_search.VALUES, 0, 50, 99])
def test_binary_search_finds_what_is_there_in_at_most_four_looks(key):
    steps = binary_search.search(binary_search.VALUES, key)
    found = steps[-1].order == 0 and binary_search.VALUES[steps[-1].middle] == key
    assert found == (key in binary_search.VALUES) and len(steps) <= 4
    for before, after in pairwise(steps):
        assert after.high - after.low + 1 <= (before.high - before.low + 1) / 2


def test_every_key_is_in_the_chain_of_its_remainder_behind_those_that_came_before():
    chains = hash_table.chains(len(hash_table.KEYS))
    assert sorted(k for c in chains for k in c) == sorted(hash_table.KEYS)
    for bucket, chain in enumerate(chains):
        assert all(k % hash_table.BUCKETS == bucket for k in chain)
        assert list(chain) == sorted(chain, key=hash_table.KEYS.index)


def test_values_of_the_grid_are_those_of_the_textbook_and_no_other_policy_does_better():
    values = value_iteration.run()[-1].values
    textbook = {(0, 0): 0.812, (1, 0): 0.868, (2, 0): 0.918, (0, 1): 0.762, (2, 1): 0.660}
    textbook |= {(0, 2): 0.705, (1, 2): 0.655, (2, 2): 0.611, (3, 2): 0.388}
    assert {p: values[p] for p in textbook} == pytest.approx(textbook, abs=6e-4)
    policy = value_iteration.run()[-1].policy
    for p in value_iteration.OPEN:  # the fixed point of Bellman's equation
        best = max(value_iteration.worth(values, p, a) for a in value_iteration.MOVES)
        assert values[p] == pytest.approx(value_iteration.COST + best, abs=1e-4)
        assert value_iteration.worth(values, p, policy[p]) == pytest.approx(best)


def test_no_two_words_of_the_code_begin_alike_and_no_code_of_such_lengths_is_shorter():
    tree = huffman.build(huffman.FREQUENCIES)
    codes = tree.codes
    assert not any(a != b and b.startswith(a) for a in codes.values() for b in codes.values())
    assert sum(2.0 ** -len(c) for c in codes.values()) == 1
    assert [tree.code_after("f", n) for n in (0, 1, 2, 3, 5)] == ["", "0", "0", "00", codes["f"]]
    weights = sorted(huffman.FREQUENCIES.values())
    lengths = (v for v in itertools.combinations_with_replacement(range(1, 6), 6) if sum(2.0**-n for n in v) <= 1)
    best = min(sum(w * n for w, n in zip(weights, v[::-1], strict=True)) for v in lengths)
    assert tree.bits == best / 100 == 2.24


def test_page_ranks_are_those_of_networkx():
    run = pagerank.run(rounds=60)
    there = nx.pagerank(nx.DiGraph([(a, b) for a, to in pagerank.LINKS.items() for b in to]), alpha=0.85, tol=1e-12)
    assert run.rounds[-1] == pytest.approx([there[p] for p in run.pages], abs=1e-6)
    assert run.rounds.sum(axis=1) == pytest.approx(1)


def test_cuts_change_no_value_and_spare_leaves():
    rng = np.random.default_rng(1)
    for leaves in [*rng.integers(0, 20, (50, 3, 4)).tolist(), list(minimax.LEAVES)]:
        whole, cut = minimax.run(leaves), minimax.run(leaves, prune=True)
        assert whole.value == cut.value == max(map(min, leaves))
        assert min(leaves[cut.best]) == cut.value and len(whole.states[-1].seen) == sum(map(len, leaves))
        last = cut.states[-1]
        assert sorted(last.seen + last.cut) == sorted(whole.states[-1].seen)
    assert last.cut == ((1, 1), (1, 2))  # as in the book


def test_a_stack_gives_back_the_last_and_a_queue_the_first():
    out = {kind: [s.removed for s in stack_queue.run(kind) if s.removed is not None] for kind in ("stack", "queue")}
    assert out == {"stack": [5, 9, 7], "queue": [3, 7, 5]}
    assert all(s.items == (3, 7, 5)[: k + 1] for k, s in enumerate(stack_queue.run("stack")[1:4]))
