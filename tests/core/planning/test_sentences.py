"""Which sentences may be narrated."""

import pytest

from t2v_core.planning.sentences import dangles, flaw


@pytest.mark.parametrize(
    "text",
    [
        "As shown in Figure 3.2, the curve rises and then falls again.",
        "The method was introduced by Smith et al. and is used widely today.",
        "In this chapter we will discuss several kinds of networks.",
        "The value x = 3 is then put into the second equation.",
        "The results [12] show that the error falls with more data.",
        "Call model.fit() to train the network on the data you have.",
        "Is a network with more layers always better than a small one?",
        "The following steps are carried out one after the other:",
        "EXPERIMENTER The dataset name is now displayed in the panel of the tab.",
        "The forward pass (blue, above) computes the values from left to right.",
        "We thank the reviewers for their helpful comments on the text.",
        "For instance, if one wants to obtain the order of the attributes.",
    ],
)
def test_a_sentence_that_cannot_stand_in_a_film_is_left_out(text):
    assert flaw(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gradient descent is an iterative method that minimises a function.",
        "Precision and recall pull in opposite directions.",
        "A forest is more accurate than a single tree, whereas a tree is easier to explain.",
        "About 70% of the energy is lost as heat in a car engine.",
    ],
)
def test_plain_prose_is_kept(text):
    assert not flaw(text)


@pytest.mark.parametrize(
    "text",
    [
        "This process continues until the loss stops falling.",
        "It is therefore important to scale the features.",
        "However, the method fails when the data are noisy.",
        "In this case the error grows without bound.",
        "The cost of such a model is high.",
        "They are stored for the backward pass.",
    ],
)
def test_a_sentence_that_leans_on_another_is_known(text):
    assert dangles(text)


def test_an_example_that_names_its_subject_stands_alone():
    assert not dangles("For example, gradient descent fits the weights of a linear model.")
    assert dangles("For example, this fits the weights of a linear model.")
