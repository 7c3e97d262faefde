"""The numbers printed in the sample book's worked examples, calculated again."""

from __future__ import annotations

import heapq
import itertools
import math

import numpy as np


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def softmax(scores) -> np.ndarray:
    return np.exp(scores) / np.exp(scores).sum()


def entropy(*counts: int) -> float:
    return -sum(c / sum(counts) * math.log2(c / sum(counts)) for c in counts if c)


def assert_printed(text: str, *numbers: str) -> None:
    for number in numbers:
        assert number.replace("-", "−") in text, number


def test_linear_regression_of_marks_on_hours(book):
    x, y = np.arange(1, 6), np.array([50, 58, 57, 67, 68])
    slope, intercept = np.polyfit(x, y, 1)
    residuals = y - intercept - slope * x
    squares = (residuals**2).sum()
    assert_printed(
        book.chapter(2),
        f"{slope:.1f} marks per hour",
        f"= {intercept:.1f} marks",
        f"= {intercept + 6 * slope:.1f} marks",
        f"add up to {squares:.1f}",
        f"= {squares / 5:.1f}",
        f"= {1 - squares / ((y - y.mean()) ** 2).sum():.3f}",
        f"= {intercept + 12 * slope:.1f} marks",
        f"= {150 + 9.5 * 60 + 40 * 3 - 6 * 5:.0f} pounds",
    )


def test_gradient_descent_on_the_parabola(book):
    def iterates(rate: float, steps: int) -> list[float]:
        w = [0.0]
        for _ in range(steps):
            w.append(w[-1] - rate * 2 * (w[-1] - 3))
        return w

    text = book.chapter(3)
    assert_printed(text, *(f"= {w:.4f}".rstrip("0") for w in iterates(0.1, 4)[1:]))
    assert_printed(text, ", ".join(f"{w:.4g}" for w in iterates(1.1, 3)), f"{math.ceil(50_000 / 32):,} updates")


def test_logistic_regression_and_its_training_step(book):
    p = sigmoid(0.5)
    w, b = 1.5 - 0.1 * (p - 1) * 3, -4 - 0.1 * (p - 1)
    assert_printed(
        book.chapter(4),
        *(f"= {sigmoid(-4 + 1.5 * hours):.3f}" for hours in (2, 3, 4)),
        f"= {math.exp(1.5):.2f}",
        f"= {-math.log(p):.3f}",
        f"= {-math.log(1 - p):.3f}",
        f"= {(p - 1) * 3:.3f}",
        f"= {w:.3f} and",
        f"= {b:.3f}.",
        f"logit is {3 * w + b:.3f}",
        f"rises to {sigmoid(3 * w + b):.3f}",
        f"falls to {-math.log(sigmoid(3 * w + b)):.3f}",
    )


def test_softmax_of_three_classes(book):
    p = softmax([2, 1, 0])
    assert_printed(
        book.chapter(4),
        f"= {p[0]:.3f} for cat, {p[1]:.3f} for dog and {p[2]:.3f} for rabbit",
        f"= {-math.log(p[0]):.3f};",
        f"= {-math.log(p[2]):.3f}.",
        f"{p[0] - 1:.3f}, {p[1]:.3f} and {p[2]:.3f}",
    )


def test_sizes_of_networks(book):
    hidden, output = 784 * 128 + 128, 128 * 10 + 10
    assert_printed(book.chapter(5), f"{hidden:,} parameters", f"= {output:,}", f"{hidden + output:,} parameters")
    assert_printed(book.chapter(6), f"{2 * (hidden + output):,} forward passes")
    assert_printed(book.chapter(12), f"= {512 * 512:,} entries", f"= {4 * 512 * 512:,}")


def test_back_propagation_by_hand_agrees_with_finite_differences(book):
    def loss(w1: float, w2: float) -> float:
        return 0.5 * (w2 * sigmoid(2 * w1) - 0.5) ** 2

    def slope(f) -> float:
        return (f(1e-5) - f(-1e-5)) / 2e-5

    d1, d2 = slope(lambda e: loss(0.5 + e, 1.5)), slope(lambda e: loss(0.5, 1.5 + e))
    w1, w2 = 0.5 - 0.1 * d1, 1.5 - 0.1 * d2
    assert_printed(
        book.chapter(6),
        f"= {1.5 * sigmoid(1):.4f} and",
        f"= {loss(0.5, 1.5):.4f}",
        f"= {d2:.4f}",
        f"= {d1:.4f}",
        f"= {w1:.4f} and",
        f"= {w2:.4f}.",
        f"prediction {w2 * sigmoid(2 * w1):.4f} and the loss {loss(w1, w2):.4f}",
    )


def test_shrunken_slopes_minimise_their_penalised_losses(book):
    x, y = np.arange(-2, 3), np.array([-10, -2, -3, 7, 8])
    slopes = np.linspace(0, 5, 5001)
    squares = ((y - slopes[:, None] * x) ** 2).sum(axis=1)
    ridge = [slopes[np.argmin(squares + penalty * slopes**2)] for penalty in (2.5, 10)]
    lasso = [slopes[np.argmin(squares + penalty * np.abs(slopes))] for penalty in (20, 90)]
    text = book.chapter(7)
    assert_printed(text, f"= {ridge[0]:.1f};", f"= {ridge[1]:.2f}.", f"it is {lasso[0]:.1f},")
    assert lasso[1] == 0


def test_errors_of_the_fitted_polynomials(book):
    train = np.array([0.01, 0.88, 1.22, 0.86, 0.68, 0.15, -0.14, -0.77, -0.80, -1.37, -0.15, -0.02])
    held_out = np.array([0.42, 0.67, 0.87, 1.08, 0.92, 0.21, -0.30, -0.54, -1.18, -1.34, -0.60, -0.42])
    x, v = np.linspace(0, 1, 12), np.linspace(0.04, 0.96, 12)
    fits = [np.polynomial.Polynomial.fit(x, train, degree) for degree in range(10)]
    training = [np.sqrt(np.mean((fit(x) - train) ** 2)) for fit in fits]
    validation = [np.sqrt(np.mean((fit(v) - held_out) ** 2)) for fit in fits]
    assert all(np.diff(training) < 0)
    assert int(np.argmin(validation)) == 3
    assert_printed(
        book.chapter(7),
        f"smallest, {validation[3]:.2f}, at degree 3; at degree 9 it is {validation[9]:.2f}",
        f"fallen to {training[9]:.2f}",
    )


def test_classification_metrics(book):
    tp, fn, fp, tn = 80, 20, 90, 810
    positives, negatives = (0.9, 0.8, 0.6, 0.45), (0.7, 0.5, 0.4, 0.3, 0.2, 0.1)
    ordered = sum(p > n for p, n in itertools.product(positives, negatives))
    assert_printed(
        book.chapter(8),
        f"{(tp + tn) / 1000:.0%}",
        f"= {tp / (tp + fp):.1%}",
        f"= {2 * tp / (2 * tp + fp + fn):.3f}",
        f"= {ordered / 24:.3f}",
        f"average is {(0.95 + 0.35) / 2:.2f}",
        f"= {(0.95 * 900 + 0.35 * 100) / 1000:.2f}",
    )


def test_information_gain_of_the_ferry(book):
    before = entropy(6, 4)
    wind = 0.6 * entropy(5, 1) + 0.4 * entropy(3, 1)
    fog = 0.7 * entropy(5, 2) + 0.3 * entropy(1, 2)
    gini = 1 - 0.6**2 - 0.4**2 - 0.6 * (1 - (5 / 6) ** 2 - (1 / 6) ** 2) - 0.4 * (1 - 0.75**2 - 0.25**2)
    assert_printed(
        book.chapter(9),
        f"= {before:.3f} bits",
        f"entropy of {entropy(5, 1):.3f} bits",
        f"entropy of {entropy(1, 3):.3f} bits",
        f"= {wind:.3f} bits",
        f"= {before - wind:.3f} bits",
        f"{fog:.3f} bits and the gain is only {before - fog:.3f} bits",
        f"Answer: {gini:.3f}",
    )


def test_rounds_of_k_means(book):
    points = np.array([(1, 2), (2, 1), (3, 3), (7, 6), (8, 8), (9, 7)], dtype=float)
    centres, trace = points[[0, 2]], []
    for _ in range(2):
        squares = ((points[:, None] - centres) ** 2).sum(axis=2)
        nearest = squares.argmin(axis=1)
        trace.append(squares.min(axis=1).sum())
        centres = np.array([points[nearest == j].mean(axis=0) for j in (0, 1)])
        trace.append(((points - centres[nearest]) ** 2).sum())
    assert centres.tolist() == [[2, 2], [8, 7]]
    assert_printed(book.chapter(10), *(f"{w:.2f}".rstrip("0").rstrip(".") for w in trace))


def test_best_clusterings_of_the_six_points(book):
    points = np.array([(1, 2), (2, 1), (3, 3), (7, 6), (8, 8), (9, 7)], dtype=float)

    def best(k: int) -> float:
        labels = (np.array(c) for c in itertools.product(range(k), repeat=6) if len(set(c)) == k)
        return min(sum(((points[c == j] - points[c == j].mean(axis=0)) ** 2).sum() for j in range(k)) for c in labels)

    values = [f"{best(k):g}" for k in range(1, 6)]
    assert_printed(book.chapter(10), f"{', '.join(values[:4])} and {values[4]} for")


def test_principal_components_of_four_points(book):
    points = np.array([(10, 13), (6, 15), (2, 7), (6, 5)], dtype=float)
    values, vectors = np.linalg.eigh(np.cov(points.T, bias=True))
    assert np.allclose(values, [5, 20])
    axis = vectors[:, 1] * np.sign(vectors[0, 1])
    score = (points[0] - points.mean(axis=0)) @ axis
    rebuilt = points.mean(axis=0) + score * axis
    assert_printed(
        book.chapter(11),
        f"= {score:.3f} on the first component",
        f"({rebuilt[0]:.0f}, {rebuilt[1]:.0f})",
        f"length {np.linalg.norm(points[0] - rebuilt):.3f}",
        f"{1000 * 50 + 50 * 4096 + 4096:,} numbers, or {(1000 * 50 + 51 * 4096) / 4_096_000:.1%}",
    )


def test_attention_with_one_query(book):
    scores = np.array([(1, 1, 0, 1), (0, 1, 0, 0), (2, 0, 1, 1)]) @ np.array([1, 0, 1, 1])
    weights = softmax(scores / 2)
    output = weights @ np.array([(10, 0), (0, 10), (5, 5)])
    masked = softmax([1, 2])
    assert_printed(
        book.chapter(12),
        f"{weights[0]:.3f}, {weights[1]:.3f} and {weights[2]:.3f}",
        f"({output[0]:.2f}, {output[1]:.2f})",
        f"been {softmax(scores)[2]:.3f}",
        f"{masked[0]:.3f}, {masked[1]:.3f} and 0",
    )


ROADS = {("S", "A"): 1, ("S", "B"): 4, ("A", "B"): 2, ("A", "C"): 5, ("B", "C"): 2, ("B", "G"): 7, ("C", "G"): 3}
GUESS = {"S": 7, "A": 6, "B": 4, "C": 2, "G": 0}


def a_star(edges, guess, start, goal):
    """(length, nodes expanded before the goal is taken from the open list)."""
    cost, queue, expanded = {start: 0}, [(guess(start), start)], []
    while queue:
        estimate, here = heapq.heappop(queue)
        if estimate > cost[here] + guess(here):
            continue
        if here == goal:
            return cost[here], expanded
        expanded.append(here)
        for there, length in edges(here):
            if cost[here] + length < cost.get(there, math.inf):
                cost[there] = cost[here] + length
                heapq.heappush(queue, (cost[there] + guess(there), there))
    raise AssertionError("no path")


def roads_from(node):
    for (a, b), length in ROADS.items():
        if node in (a, b):
            yield (b if node == a else a), length


def test_a_star_on_the_road_map(book):
    length, expanded = a_star(roads_from, GUESS.get, "S", "G")
    assert expanded == ["S", "A", "B", "C"]
    assert_printed(book.chapter(13), f"from S to G, of {length} km")
    assert all(GUESS[a] <= d + GUESS[b] and GUESS[b] <= d + GUESS[a] for (a, b), d in ROADS.items())


def test_an_overestimating_heuristic_misses_the_shortest_road(book):
    length, _ = a_star(roads_from, {**GUESS, "B": 7}.get, "S", "G")
    assert_printed(book.chapter(13), f"which is {length} km long")


def test_a_star_on_the_grid_finds_the_printed_path_length(book):
    wall = {(7, row) for row in range(1, 7)}

    def steps(cell):
        for dx, dy in ((1, 0), (0, 1), (0, -1), (-1, 0)):
            there = (cell[0] + dx, cell[1] + dy)
            if 0 <= there[0] < 13 and 0 <= there[1] < 9 and there not in wall:
                yield there, 1

    length, _ = a_star(steps, lambda cell: abs(cell[0] - 11) + abs(cell[1] - 4), (3, 4), (11, 4))
    assert_printed(book.chapter(13), f"a path of {length} steps")
