"""Which sentences may be narrated."""

import pytest

from t2v_core.planning.english.flaws import flaw
from t2v_core.planning.english.references import dangles
from t2v_core.planning.english.sentences import clean_sentences, untied


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
        "Visit this website to see how the market for oil has changed.",
        "As you scan, you will notice that most cells are at rest.",
        "We thank the reviewers for their helpful comments on the text.",
        "For instance, if one wants to obtain the order of the attributes.",
        "The left picture shows a river delta, while the right picture shows a fan of gravel.",
        "Shrinkage vs. selection of variables is a choice that depends on the data.",
        "A demo of erosion on a slope of sand: Water to carry the grains downhill.",
        "We recommend and as good introductions to the theory of the field.",
        "A nice timeline of the war can be found at the museum.",
        "A brief history of the treaty with all of its articles.",
        "On choosing a good method for the small sample.",
        "What we know about the people of the early coast.",
        "The map shows the growth of the empire in Asia.",
        "This painting shows Venus as she rises from the sea.",
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
        "There are two kinds of margin: the hard margin and the soft margin.",
        "The states exercise power over the roads of the country.",
        "A person may begin to fulfil the role of a “deviant” among friends.",
        "Young adults of the 1960s and the U.S. culture of that time changed the vote.",
        "Each cell has a wall (e.g. a shell) that the water cannot pass.",
        "Lifetimes keep references valid as long as we need them to be.",
        "When we focus on a near object, the lens of the eye becomes round.",
        "A good story has a beginning, a middle and an end.",
        "A good explanation accounts for every known fact.",
        "A clear profile of the user guides the design of the product.",
        "A short review of the data precedes every experiment.",
        "An interesting book value exceeds the market price.",
        "On heating water turns into steam at 100 degrees.",
        "On cooling the liquid metal slowly becomes solid.",
        "On receiving the offer the seller may accept or refuse it.",
        "What we know about the Etruscans derives from their tombs.",
        "The map of the genome shows where each gene lies.",
        "The painting shows Venus as she rises from the sea.",
        "The prints of a wolf show four toes and four claws.",
        "The drawing of lots shows the equality of all citizens.",
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
        "It is able to divide many times.",
        "It is equal to the mass of the body times the speed.",
        "They are stored for the backward pass.",
        "The purpose of price supports is to prevent these swings.",
        "Inflation, on the other hand, means that prices rise in most markets.",
        "After the crash, both were hit hard.",
        "Limits on competition used to be even more common in the past.",
        "Centrioles are not present in the centrosomes of other species.",
    ],
)
def test_a_sentence_that_leans_on_another_is_known(text):
    assert dangles(text)


def test_an_example_that_names_its_subject_stands_alone():
    assert not dangles("For example, gradient descent fits the weights of a linear model.")
    assert dangles("For example, this fits the weights of a linear model.")


def test_a_pointing_word_whose_noun_is_in_the_sentence_stands_alone():
    assert not dangles("Cells store energy in glucose, which releases this energy when needed.")
    assert not dangles("Karyokinesis, also known as mitosis, is divided into five phases.")


@pytest.mark.parametrize(
    ("heading", "taught"),
    [("Dangling References", True), ("Big-O Notation", True), ("2.3 References", False), ("Review Questions", False)],
)
def test_a_section_teaches_unless_its_heading_says_it_is_something_else(evidence_of, heading, taught):
    text = "A reference that outlives its value points at memory that is used for something else."
    assert bool(clean_sentences([evidence_of("references", (((heading,), text),), (0.7,)).hits[0]])) == taught


def test_a_reference_at_the_end_is_left_off_and_the_rest_is_said(evidence_of):
    text = "Mitosis divides the nucleus of a cell into two equal parts (Figure 3). The cell then divides as well."
    (sentence, *_) = clean_sentences([evidence_of("mitosis", (((), text),), (0.7,)).hits[0]])
    assert sentence.text == "Mitosis divides the nucleus of a cell into two equal parts"


def test_learning_as_a_subject_is_not_talk_about_the_text():
    assert not flaw("Conditioning is a process by which we learn to associate stimuli with events.")
    assert flaw("We learn the details of conditioning and of its uses later in the text.")
    assert not dangles("Conditioning helps us to associate stimuli and, consequently, to anticipate events.")
    assert dangles("The rate, consequently, falls to zero within a few steps.")


def test_a_sentence_that_leans_on_another_only_by_its_beginning_stands_without_it(evidence_of):
    text = (
        "Rates rise with heat and with pressure. Thus, changes of heat are able to shift a balance of rates. "
        "This is told by the law of Henry: A system under stress will shift until the stress is less. "
        "It is simple to state but takes a long time to be proved in full."
    )
    said = untied(clean_sentences(evidence_of("rates", (((), text),), (0.7,)).hits))
    assert [s.text.split()[0] for s in said] == ["changes", "A"]


def test_what_was_only_said_or_was_a_mistake_is_not_spoken_as_a_fact(evidence_of):
    text = "This is a widespread mistake: heavy bodies fall faster than light ones do. It was once held to be so: the sun turns around the earth."
    assert not untied(clean_sentences(evidence_of("falling", (((), text),), (0.7,)).hits))


def test_a_long_unbroken_word_behind_an_open_quote_is_judged_at_once():
    assert flaw("The word “" + "a" * 5000 + " is long and goes on here.")  # a pattern that backtracks would not end


def test_a_long_sentence_is_said_to_its_semicolon(evidence_of):
    first = "A forest is a set of many trees, each of them grown on its own sample of the cases"
    second = "the trees vote on each new case that comes in, and the class with most of their votes is what it says in the end"
    hits = evidence_of("forests", (((), f"{first}; {second}."),), (0.7,)).hits
    assert [s.text for s in clean_sentences(hits)] == [first]


@pytest.mark.parametrize(
    "text",
    [
        "It is common to insert a layer between two others.",
        "No branch could work without the help of the rest.",
        "Congress can pass laws, but its power to do so can be checked.",
        "Stars live such a long time that nothing much is seen to change.",
        "Schools also teach pupils how to follow a schedule.",
        "Rather than growing without end, the curve flattens.",
    ],
)
def test_a_sentence_that_says_what_it_points_at_stands_alone(text):
    assert not dangles(text)
