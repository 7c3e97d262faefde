"""A small book of known passages, embedded by the real model."""

from __future__ import annotations

import pytest

from t2v_core.book.embed import load_encoder
from t2v_core.book.model import Book, Chunk
from t2v_core.host import LocalHost

PASSAGES = (
    (
        ("2 Optimisation", "2.1 Gradient descent"),
        "Gradient descent is an iterative method that minimises a loss function. At every step the parameters move "
        "against the gradient, w = w − η∇L(w). The learning rate η must not be too large. With a learning rate of 0.1 the "
        "loss falls below 5 % after 20 iterations.",
    ),
    (
        ("2 Optimisation", "2.2 Momentum"),
        "Momentum accumulates past gradients in a velocity vector. The velocity rolls through small bumps of the error "
        "surface, so that the descent oscillates less across narrow valleys and converges sooner along them.",
    ),
    (
        ("3 Trees", "3.1 Decision trees"),
        "A decision tree is a flowchart in which every inner node tests one feature. The tree grows from its root: each "
        "node splits the training data until the leaves are pure. Decision trees overfit when they grow too deep.",
    ),
    (
        ("3 Trees", "3.2 Random forests"),
        "A random forest averages many decision trees, each grown on a bootstrap sample of the data with a random "
        "subset of the features at every split. Averaging reduces the variance of single trees considerably.",
    ),
    (
        ("4 Clustering", "4.1 k-means"),
        "The k-means algorithm assigns every point to its nearest centroid and moves each centroid to the mean of its "
        "points. The two steps repeat until the assignment no longer changes, which takes at most a few dozen rounds.",
    ),
)


def make_book(book_id: str = "b", title: str = "Learning Machines", passages=PASSAGES, trusted: bool = True) -> Book:
    encoder = load_encoder("", LocalHost())
    chunks = tuple(
        Chunk(
            id=f"{book_id}:{i}",
            book=book_id,
            text=text,
            page=10 + i,
            page_last=10 + i,
            page_label=str(2 + i),
            section=section,
            words=len(text.split()),
            tokens=0,
            span=(0, len(text)),
            trusted_formulas=trusted,
        )
        for i, (section, text) in enumerate(passages)
    )
    vectors = encoder.encode([c.text for c in chunks])
    return Book(book_id, title, (), f"{book_id}.pdf", 20, chunks, (), vectors, encoder.name)


@pytest.fixture(scope="session")
def book() -> Book:
    return make_book()


@pytest.fixture(scope="session")
def host() -> LocalHost:
    return LocalHost()


@pytest.fixture(scope="session")
def make():
    return make_book
