"""Roots, alignments, distributions and margins agree with their definitions, found in another way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import integrate

from t2v_core.diagram.algorithms import (
    activation,
    alignment,
    bayes,
    calculus,
    matrix_product,
    root_finding,
    sampling,
    svm,
)


def test_newton_and_bisection_near_the_root_of_the_cubic():
    (root,) = [r.real for r in np.roots([1, 0, -2, -5]) if abs(r.imag) < 1e-9]
    assert abs(root_finding.newton().guesses[-1] - root) < 1e-8
    run = root_finding.bisection()
    assert all(low <= root <= high for low, high in run.brackets)
    assert abs(run.guesses[-1] - root) <= (run.brackets[-1][1] - run.brackets[-1][0]) / 2
    x = 1.7
    assert root_finding.slope(x) == pytest.approx((root_finding.f(x + 1e-6) - root_finding.f(x - 1e-6)) / 2e-6)


def _all_alignments(a: str, b: str):
    """Every way of aligning two strings, as columns."""
    if not a and not b:
        yield ()
    for i, j in ((1, 1), (1, 0), (0, 1)):
        if len(a) >= i and len(b) >= j:
            yield from (((a[:i], b[:j]), *rest) for rest in _all_alignments(a[i:], b[j:]))


@pytest.mark.parametrize("edits", [False, True])
@pytest.mark.parametrize(("a", "b"), [("GATT", "GCAT"), ("abc", "cab"), ("aa", "b"), ("", "xy")])
def test_the_alignment_is_the_best_of_all(a: str, b: str, edits: bool):
    worth = (0, 1, 1) if edits else (alignment.MATCH, alignment.MISMATCH, alignment.GAP)
    value = lambda columns: sum(worth[2] if not x or not y else worth[x != y] for x, y in columns)  # noqa: E731
    run = alignment.align(a, b, edits)
    assert run.value == (min if edits else max)(value(c) for c in _all_alignments(a, b))
    assert value(run.columns()) == run.value
    assert "".join(x for x, _ in run.columns()) == a and "".join(y for _, y in run.columns()) == b


def test_areas_are_those_under_the_curve():
    x = np.linspace(-2, 2, 200_001)
    assert sampling.within(2) == pytest.approx(np.sum(sampling.normal(x)) * (x[1] - x[0]), abs=1e-5)


def test_means_of_larger_samples_spread_as_the_theorem_says():
    runs = [sampling.means(n) for n in sampling.SIZES]
    assert all(r.deviation == pytest.approx(r.expected, rel=0.05) for r in runs)
    width = np.diff(runs[-1].edges)[0]
    middles = runs[-1].edges[:-1] + width / 2
    off = [np.abs(r.density - sampling.normal(middles, 1, r.expected)).sum() * width for r in runs]
    assert off == sorted(off, reverse=True)
    assert runs[-1].density.sum() * width == pytest.approx(1, abs=1e-3)


def test_no_direction_has_a_wider_margin_and_its_supports_touch_it():
    run = svm.example()
    every = [np.subtract(*run.band(a)[::-1]) for a in np.linspace(0, 2 * np.pi, 20_001)]
    assert run.widths[-1] >= max(every) - 1e-6
    assert set(run.labels[run.supports]) == {0, 1} and len(run.supports) == 3
    # The margin is the distance of the groups' convex hulls: no pair of points of segments is nearer.
    groups = [run.points[run.labels == k] for k in (0, 1)]
    shares = np.linspace(0, 1, 41)
    segments = [np.array([p + s * (q - p) for p, q in itertools.combinations(g, 2) for s in shares]) for g in groups]
    nearest = min(np.linalg.norm(segments[1] - p, axis=1).min() for p in segments[0][:: len(shares) // 4])
    assert nearest >= run.widths[-1] - 1e-6


def test_every_line_shown_parts_the_groups():
    run = svm.example()
    assert (run.widths > 0).all() and run.widths[-1] == run.widths.max()


@pytest.mark.parametrize("prior, likelihood, otherwise", [(0.2, 0.9, 0.15), (0.01, 0.99, 0.05), (0.5, 0.3, 0.3)])
def test_bayes_theorem_agrees_with_counting_cases(prior, likelihood, otherwise):
    cases = 10_000_000
    ill = round(prior * cases)
    positive = round(likelihood * ill), round(otherwise * (cases - ill))
    update = bayes.Update(prior, likelihood, otherwise)
    assert update.posterior == pytest.approx(positive[0] / sum(positive), abs=1e-5)
    assert update.evidence == pytest.approx(sum(positive) / cases, abs=1e-5)


@pytest.mark.parametrize("kind", activation.ACTIVATIONS)
def test_slopes_of_activations_are_those_of_their_curves(kind):
    act, x, h = activation.ACTIVATIONS[kind], np.array([-3.0, -0.7, 0.4, 2.5]), 1e-6
    assert act.slope(x) == pytest.approx((act.f(x + h) - act.f(x - h)) / (2 * h), abs=1e-8)


def test_secants_near_the_slope_of_the_tangent():
    off = [abs(calculus.secant(h) - 2 * calculus.POINT) for h in calculus.STEPS]
    assert off == pytest.approx(calculus.STEPS)


def test_more_strips_come_nearer_to_the_area_and_trapezoids_faster():
    area, _ = integrate.quad(calculus.square, 0, calculus.END)
    assert pytest.approx(area) == calculus.AREA
    left, trapezoids = ([abs(calculus.total(n, t) - area) for n in calculus.STRIPS] for t in (False, True))
    assert left == sorted(left, reverse=True) and all(t < r for t, r in zip(trapezoids, left, strict=True))
    x = np.linspace(0, calculus.END, 9)
    assert calculus.total(8, True) == pytest.approx(integrate.trapezoid(x**2, x))


def test_entries_are_those_of_the_product():
    product = matrix_product.A @ matrix_product.B
    assert [[matrix_product.entry(i, j) for j in range(2)] for i in range(2)] == product.tolist()
