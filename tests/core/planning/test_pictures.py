"""Which picture a scene gets where an algorithm is named: its run, or what the sentence says."""

from __future__ import annotations

import pytest

from t2v_core.planning.picture import Pictures, Wanted
from t2v_core.planning.structure import Source


def _template(text: str, topic: str) -> str:
    return Pictures().choose(Wanted("mechanism", topic, (Source(text, "E1"),))).template


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gradient descent walks down the slope step by step.", True),
        ("The cost of gradient descent does not depend on the colour of the plot.", False),
        ("Mountain guides know many kinds of gradient descent.", False),
        ("The weather of the valley limits the harvest.", False),
    ],
)
def test_a_run_is_shown_where_the_scene_tells_what_the_algorithm_does(text: str, shown: bool) -> None:
    assert (_template(text, "gradient descent") == "gradient_descent") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A neural network draws many lines and bends them.", False),
        ("The network reads the pixels one by one.", False),
        ("A convolutional neural network slides small windows over a picture.", True),
    ],
)
def test_the_run_of_the_topic_stands_only_where_the_scene_names_the_algorithm(text: str, shown: bool) -> None:
    assert (_template(text, "convolutional neural networks") == "convolution") == shown


def test_a_case_that_is_only_supposed_is_not_run() -> None:
    case = "If gradient descent overshoots the valley and misses the floor, then the plot would assign no colour to it."
    assert _template(case, "plots") != "gradient_descent"
    assert _template(case, "gradient descent") == "gradient_descent"


def test_phrases_beside_a_run_can_be_read_alone() -> None:
    said = "K-means clustering is the task of dividing points into groups so that the points of a group are near each other."
    visual = Pictures().choose(Wanted("mechanism", "k-means clustering", (Source(said, "E1"),)))
    assert visual.template == "kmeans"
    assert not any(x["text"].startswith("so that") for x in visual.data["labels"])


def test_what_the_sentence_says_goes_before_the_run_of_what_it_only_mentions() -> None:
    assert (
        _template("The sluice gives a means of control by which a neural network can pick stones.", "sluices")
        == "statement"
    )
