"""Descent, regression and networks against finite differences, numpy.linalg and scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from t2v_core.diagram.algorithms import (
    gradient_descent,
    linear_regression,
    logistic_regression,
    neural_network,
    polynomial_fit,
)


def numerical_gradient(f, at, eps=1e-6):
    at = np.asarray(at, float)
    out = np.zeros_like(at)
    for i in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[i] = eps
        out[i] = (f(at + step) - f(at - step)) / (2 * eps)
    return out


@pytest.mark.parametrize("variant", gradient_descent.VARIANTS)
def test_the_bowl_has_the_promised_gradient_and_minimum(variant):
    run = gradient_descent.example(variant)
    w = np.array([0.2, 0.7])
    assert np.allclose(run.problem.gradient(w), numerical_gradient(run.problem.loss, w), atol=1e-7)
    best = np.linalg.lstsq(run.problem.x, run.problem.y, rcond=None)[0]
    assert np.allclose(best, run.problem.minimum)


@pytest.mark.parametrize("variant", gradient_descent.VARIANTS)
def test_every_step_follows_the_update_rule(variant):
    run = gradient_descent.example(variant)
    moves = np.diff(run.points, axis=0)
    assert np.allclose(run.losses, [run.problem.loss(p) for p in run.points])
    if variant == "stochastic":
        return
    for t, move in enumerate(moves):
        before = moves[t - 1] if t else 0
        assert np.allclose(
            move, run.momentum * before - run.step_size * numerical_gradient(run.problem.loss, run.points[t]), atol=1e-6
        )


def test_the_step_size_decides_between_arriving_and_running_away():
    plain, wild = gradient_descent.example("plain"), gradient_descent.example("too_large")
    assert plain.step_size < plain.largest_step_size and wild.step_size > wild.largest_step_size
    assert np.all(np.diff(plain.losses) < 0) and plain.losses[-1] < 0.01 * plain.losses[0]
    assert wild.losses[-1] > 4 * wild.losses[0]


def test_momentum_arrives_sooner_than_the_same_steps_without():
    run = gradient_descent.example("momentum")
    assert run.losses[-1] < 0.2 * gradient_descent.without_momentum(run).losses[-1]


def test_stochastic_steps_are_noisy_but_go_down():
    run = gradient_descent.example("stochastic")
    assert np.any(np.diff(run.losses) > 0) and run.losses[-1] < 0.4 * run.losses[0]


def test_linear_regression_ends_at_least_squares():
    run = linear_regression.example()
    assert np.allclose(run.best, np.polyfit(run.x, run.y, 1))
    assert np.all(np.diff(run.errors) < 0)
    assert run.errors[-1] == pytest.approx(run.best_error, rel=1e-3)


def test_the_first_step_of_linear_regression_is_the_gradients():
    run = linear_regression.example()
    slope = numerical_gradient(lambda w: linear_regression.mean_squared_error(w, run.x, run.y), run.lines[0])
    assert np.allclose(run.lines[1] - run.lines[0], -run.step_size * slope, atol=1e-7)


@pytest.mark.parametrize("make", [logistic_regression.curve, logistic_regression.boundary])
def test_logistic_regression_heads_for_the_maximum_of_the_likelihood(make):
    run = make()
    w, b = run.weights[3], run.biases[3]
    dw, db = logistic_regression.gradient(w, b, run.x, run.y)
    assert np.allclose(
        dw, numerical_gradient(lambda v: logistic_regression.cross_entropy(v, b, run.x, run.y), w), atol=1e-7
    )
    assert db == pytest.approx(
        numerical_gradient(lambda v: logistic_regression.cross_entropy(w, v, run.x, run.y), b).item(), abs=1e-7
    )
    assert np.all(np.diff(run.losses) < 0)
    peer = LogisticRegression(C=1e9, tol=1e-8, max_iter=1000).fit(run.x, run.y)
    best = logistic_regression.cross_entropy(peer.coef_[0], peer.intercept_[0], run.x, run.y)
    assert best <= run.losses[-1] < best + 0.05
    assert run.accuracy(-1) == pytest.approx(peer.score(run.x, run.y), abs=0.04)


@pytest.mark.parametrize(
    "run",
    [
        neural_network.example(),
        neural_network.deep(neural_network.SIGMOID, 1.0, layers=3, width=3),
        neural_network.deep(neural_network.RELU, 1.4, layers=3, width=4),
    ],
    ids=["example", "sigmoid", "relu"],
)
def test_backpropagation_gives_the_gradient_of_every_weight(run):
    x = run.activations[0]
    for layer, gradient in enumerate(run.gradients):

        def loss(w, layer=layer):
            weights = (*run.weights[:layer], w, *run.weights[layer + 1 :])
            return neural_network.propagate(weights, run.biases, x, run.target, run.activation).loss

        assert np.allclose(gradient, numerical_gradient(loss, run.weights[layer]), atol=1e-7)


def test_one_step_against_the_gradient_lowers_the_networks_loss():
    run = neural_network.example()
    assert neural_network.descend(run, 0.5).loss < run.loss


def test_gradients_vanish_through_sigmoids_and_not_through_well_scaled_relus():
    sigmoid = neural_network.deep(neural_network.SIGMOID, 1.0).flow
    relu = neural_network.deep(neural_network.RELU, np.sqrt(2)).flow
    assert sigmoid[0] < 1e-3 * sigmoid[-1]
    assert relu[0] > 0.05 * relu[-1]


def test_gradients_explode_through_large_weights():
    flow = neural_network.deep(neural_network.RELU, 4.0).flow
    assert flow[0] > 50 * flow[-1]


@pytest.mark.parametrize("degree", polynomial_fit.DEGREES)
def test_polynomials_are_the_least_squares_ones(degree):
    run = polynomial_fit.by_degree()
    fit = next(f for f in run.fits if f.degree == degree)
    peer = np.polynomial.Polynomial.fit(run.sample.x, run.sample.y, degree)
    assert np.allclose(fit(run.sample.test_x), peer(run.sample.test_x), atol=1e-6)


def test_training_error_falls_with_degree_while_test_error_turns():
    run = polynomial_fit.by_degree()
    train, test = [f.train_error for f in run.fits], [f.test_error for f in run.fits]
    assert train == sorted(train, reverse=True)
    assert 0 < run.best < len(run.fits) - 1
    assert test[0] > 1.5 * test[run.best] and test[-1] > 1.5 * test[run.best]


def test_the_penalty_solves_the_ridge_equations():
    run = polynomial_fit.by_penalty()
    basis = np.polynomial.legendre.legvander(run.sample.x, 12)
    ridge = np.diag([0.0] + [1.0] * 12)
    for fit in run.fits[1:]:
        c = np.linalg.solve(basis.T @ basis + fit.penalty * ridge, basis.T @ run.sample.y)
        assert np.allclose(c, fit.coefficients, atol=1e-8)
    assert 0 < run.best < len(run.fits) - 1


def test_bias_falls_and_variance_rises_with_degree():
    simple, wiggly = polynomial_fit.spread(1), polynomial_fit.spread(9)
    assert simple.bias2 > 5 * wiggly.bias2 and wiggly.variance > 2 * simple.variance
    error = ((simple.curves - polynomial_fit.truth(simple.x)) ** 2).mean()
    assert error == pytest.approx(simple.bias2 + simple.variance)
