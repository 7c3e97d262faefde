"""Which words ask for which computed picture, and which only look like it."""

import pytest

from t2v_core.diagram.catalogue import catalogue, find_algorithms
from t2v_core.diagram.computed import ComputedTemplate

COMPUTED = [t for t in catalogue().values() if isinstance(t, ComputedTemplate)]

MEANT = [
    ("Gradient descent", "gradient_descent", ""),
    ("Training by stochastic gradient descent on mini-batches", "gradient_descent", "stochastic"),
    ("If the step size is too large, gradient descent overshoots.", "gradient_descent", "too_large"),
    ("Adding momentum to the gradient smooths the path.", "gradient_descent", "momentum"),
    ("The k-means algorithm", "kmeans", ""),
    ("Points are assigned to the nearest of k centroids", "kmeans", ""),
    ("A multilayer perceptron has hidden layers.", "neural_network", ""),
    ("Error back-propagation", "neural_network", "backward"),
    ("By the chain rule the gradient passes from layer to layer.", "neural_network", "backward"),
    ("In deep networks the gradient flow is lost", "neural_network", "backward"),
    ("Vanishing gradients", "gradient_flow", "vanishing"),
    ("Exploding gradients", "gradient_flow", "exploding"),
    ("Logistic regression", "logistic_regression", ""),
    ("Logistic regression draws a decision boundary", "logistic_regression", "boundary"),
    ("With a learning rate too high the loss will diverge", "gradient_descent", "too_large"),
]
FALSE_FRIENDS = [
    "The momentum of a particle is its mass times its velocity.",
    "The campaign gained momentum.",
    "The chain rule of probability factors a joint distribution.",
    "A chain rules the harbour.",
    "The network of roads is deep in the forest.",
    "The trail's descent is steep.",
]


@pytest.mark.parametrize(("text", "template", "variant"), MEANT)
def test_terms_find_their_picture_and_variant(text, template, variant):
    assert (template, variant) in [(m.template, m.variant) for m in find_algorithms(text)]


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_everyday_words_find_nothing(text):
    assert find_algorithms(text) == []


@pytest.mark.parametrize("kind", COMPUTED, ids=lambda t: t.name)
def test_every_term_finds_its_own_picture_when_it_is_the_topic(kind):
    for term in kind.terms:
        assert kind.name in [m.template for m in find_algorithms(term)], term
