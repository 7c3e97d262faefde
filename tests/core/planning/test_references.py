"""Which sentences lean on what was said before them, and which stand alone."""

import pytest

from t2v_core.planning.english.references import dangles


@pytest.mark.parametrize(
    "text",
    [
        "This process continues until the loss stops falling.",
        "It is therefore important to scale the features.",
        "However, the method fails when the data are noisy.",
        "In this case the error grows without bound.",
        "The cost of such a model is high.",
        "Mills were fit for such a job because the stones are so heavy that they crush all.",
        "It is able to divide many times.",
        "It is equal to the mass of the body times the speed.",
        "They are stored for the backward pass.",
        "The purpose of price supports is to prevent these swings.",
        "Inflation, on the other hand, means that prices rise in most markets.",
        "After the crash, both were hit hard.",
        "Limits on competition used to be even more common in the past.",
        "Centrioles are not present in the centrosomes of other species.",
        "The second type of memory lasts for a few seconds.",
        "The second is the line of least change among all those that remain.",
        "One criticism is that the rule is hard to apply.",
        "One of these is found in every cell of the leaf.",
        "At that point, the price begins to fall.",
        "The answer is a process of sorting by weight.",
        "Economists call this an overheated economy.",
        "Many are born before the winter has ended.",
        "You may see them on the banks of the river.",
        "The reaction is therefore slow at low heat.",
        "No farmer would argue against them.",
        "For them, the harbour was the last sight of the coast.",
        "Small at first, it grew to fill the whole harbour.",
        "Rich in iron, they were sold at once.",
        "First used in the mines, it replaced the old lamp.",
        "Cooled slowly, it forms large crystals.",
        "A tall tree of the tropics, it grows fast.",
        "Today, it is grown in every country.",
        "To increase their share, they were able to close the strait.",
        "In winter, they have to rest.",
        "In winter, it is hard to tell the other birds from sparrows.",
        "Much like these other cases, the law was never used.",
        "In all the cases discussed, the subject was awake.",
        "A test with the same recall as the one above may still miss many.",
        "On the other, stone bridges are dear and last for centuries.",
        "We solve that by drying the clay for another week.",
        "A tile is kind of like that.",
        "Because if they are very wet, it only makes sense to wait.",
        "What he found is that the seeds of the fern sleep in winter.",
        "The report goes on to say that the dam was too low.",
        "In both cases, the river carries more sand than before.",
        "The glazed one is fired at a much higher heat.",
        "Since passage of that law, towns have built their own kilns.",
        "The kilns were closed by the end of that month.",
        "The aim of every good kiln is to save that fuel.",
        "This kind of slow fire is called smouldering.",
        "The previous step is the slowest of all.",
        "A potter learns more from the previous kiln than from any book.",
        "This kind of fire, feared by all, is called smouldering.",
        "This fire is like that of a pit, where the coals, kept under ash, are known as embers.",
        "The miller usually discards these, leaving clean flour.",
    ],
)
def test_a_sentence_that_leans_on_another_is_known(text):
    assert dangles(text)


def test_an_example_that_names_its_subject_stands_alone():
    assert not dangles("For example, gradient descent fits the weights of a linear model.")
    assert dangles("For example, this fits the weights of a linear model.")


def test_what_stands_for_a_thing_named_later_or_in_the_sentence_stands_alone():
    assert not dangles("Even if they are very wet, clay tiles keep their shape.")
    assert not dangles("Whether a tile is fired or dried, it has the same form in both cases.")
    assert not dangles("What it means to be a guild member changed over the years.")
    assert not dangles("The only one that was never flooded is the northern mill.")
    assert not dangles("If a law binds a town, the subject of that law is its council.")
    assert not dangles("A kiln keeps the heat of its walls even after the fire has died.")
    assert dangles("The second winter was even colder.")
    assert not dangles("Farmers and, for that matter, millers keep cats.")
    assert not dangles("A good potter remembers the previous steps, as a cook does.")
    assert not dangles("This practice of burning clay without a flame is called smouldering.")
    assert not dangles("This kind of fire, characterized by heat without a flame, is called smouldering.")
    assert not dangles("Such a fire, which burns for days below the ash, is called a smoulder.")


def test_a_pointing_word_whose_noun_is_in_the_sentence_stands_alone():
    assert not dangles("Cells store energy in glucose, which releases this energy when needed.")
    assert not dangles("Karyokinesis, also known as mitosis, is divided into five phases.")


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


@pytest.mark.parametrize(
    "text",
    [
        "The second law of motion says how a force changes the speed.",
        "One way to reduce the noise is to take the mean of many values.",
        "In addition to starch, plants store fats in their seeds.",
        "In contrast to the old rule, the new rule has no exceptions.",
        "As a result of the frost, many vines died in the valley.",
        "Instead of watching one star, astronomers look at a cluster of stars.",
        "Proteins become too rigid to act when they are cooled.",
        "So far, the search has found no water on the planet.",
        "There may be a second layer of cells below the skin.",
        "The idea that matter consists of atoms is very old.",
        "Enzymes thus speed up the reactions of the cell.",
        "A model is a rule with adjustable numbers inside it.",
        "On hills with several peaks, a climber finds one of them.",
        "Banks lend to other banks when the rates are low.",
        "A country exports those goods that it makes at the lowest cost.",
        "Although it is rare, meningitis is feared by doctors.",
        "The first method is slower than the second, whereas the latter needs more memory.",
        "It is not always clear how to compare two plans.",
        "Stoicism reached a conclusion similar to that reached by Daoism.",
        "Each row belongs to one query.",
        "In general, it helps to draw the graph first.",
        "Interestingly, it was a monk who found the law.",
        "Small and light, sparrows need little food.",
        "As a liquid cools, it becomes solid.",
        "If heated, it melts.",
        "For plants to grow, they need to find light.",
        "Sugar, it turns out, feeds the yeast.",
        "The problems that the board discussed were old.",
    ],
)
def test_a_sentence_that_says_what_its_words_stand_for_stands_alone(text):
    assert not dangles(text)
