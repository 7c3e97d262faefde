"""Evidence made of a few pages of plain textbook prose, without embeddings: planning must work on it too."""

import pytest

from t2v_core.book.model import Book, Chunk
from t2v_core.host import LocalHost
from t2v_core.retrieval.model import Cues, Evidence, Hit

PAGES = (
    (
        ("Optimisation", "Gradient descent"),
        "Gradient descent is an iterative optimization algorithm for finding a local minimum of a differentiable function. "
        "The method starts from an initial guess and repeatedly moves the parameters against the gradient of the loss. "
        "At each step gradient descent computes the gradient, multiplies it by the learning rate, and subtracts the product from the parameters. "
        "This process continues until the loss stops decreasing. "
        "The update is w = w − η g, where η is the learning rate and g is the gradient of the loss. "
        "As shown in Figure 3.2, the iterates approach the minimum of the bowl.",
    ),
    (
        ("Optimisation", "Choosing the learning rate"),
        "The learning rate controls how far gradient descent moves in each step. "
        "A learning rate that is too large causes the loss to diverge, whereas a small learning rate slows convergence. "
        "If the learning rate decreases over time, gradient descent settles into a minimum more reliably. "
        "In this section we will discuss several schedules. "
        "A learning rate schedule reduces the step size as training proceeds. "
        "For a convex loss function, gradient descent converges to the global minimum when the learning rate is small enough.",
    ),
    (
        ("Optimisation", "Stochastic gradient descent"),
        "While batch gradient descent uses all training examples for one update, stochastic gradient descent uses one randomly chosen example at a time. "
        "Stochastic gradient descent is noisier than batch gradient descent but reaches a good solution with far less computation. "
        "Mini-batch gradient descent combines both ideas and averages the gradient over a small set of examples. "
        "For example, gradient descent can fit the weights of a linear regression model to thousands of house prices. "
        "Momentum helps gradient descent cross narrow valleys, because past gradients are added to the current step. "
        "The key idea of gradient descent is that the negative gradient points in the direction of steepest descent.",
    ),
)


@pytest.fixture
def evidence() -> Evidence:
    """Three passages on gradient descent, best first."""
    return make_evidence("gradient descent", PAGES, scores=(0.71, 0.64, 0.58))


@pytest.fixture
def evidence_of():
    """Builds evidence of a query, its pages (section, text) and their scores."""
    return make_evidence


@pytest.fixture
def host() -> LocalHost:
    return LocalHost()


def make_evidence(query: str, pages, scores) -> Evidence:
    """Evidence of one unembedded book with a passage a page."""
    chunks = tuple(
        Chunk(f"book:{n}", "book", text, n, n, str(n), section, len(text.split()), 0, (0, len(text)))
        for n, (section, text) in enumerate(pages, start=1)
    )
    hits = tuple(
        Hit(f"E{n}", c, "A Short Course", s, 1.0, s) for n, (c, s) in enumerate(zip(chunks, scores, strict=True), 1)
    )
    return Evidence(query, hits, Cues(), hits[0].chunk.text if hits else "", ())


def empty_book() -> Book:
    return Book("book", "A Short Course", ("A. Author",), "course.pdf", 3, (), (), None, "")
