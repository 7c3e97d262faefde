"""What is drawn as a definition: a term, the kind of thing it is, and what sets it apart."""

import pytest

from t2v_core.planning.scene_roles import defines, named_at_end, role_scores
from t2v_core.planning.structure import Source, extract
from t2v_core.planning.structure.definitions import definition
from t2v_core.planning.topic import read_topic
from tests.core.planning.test_structure import found


@pytest.mark.parametrize(
    "text",
    [
        "Envy is a more encompassing word than spite.",
        "Honesty is a better plan than cunning.",
        "Trade is a fundamental link between the towns of the valley.",
        "Clover is an important source of food for bees.",
        "If, again, the guests are members of a club, they usually wish for quiet.",
    ],
)
def test_what_names_no_kind_of_thing_is_no_definition(text):
    assert definition(Source(text, "E1")) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("The toll is a price—the price of one crossing at the ferry.", "the price of one crossing at the ferry"),
        (
            "The wear of a road is the loss of stone that the wet, cold, and dark months of a year bring about in towns and in valleys alike.",
            "the loss of stone",
        ),
    ],
)
def test_a_definition_says_of_which_kind_its_thing_is_and_ends_in_no_list(text, meaning):
    assert definition(Source(text, "E1")).slots.meaning.text == meaning


def test_what_is_one_of_several_ideas_of_a_field_is_not_what_the_idea_is():
    assert not defines("A key concept in milling is the dressing of the stone.")
    assert defines("The dressing of a stone is the cutting of its furrows.")


@pytest.mark.parametrize(
    "text",
    [
        "Mills are a main source of flour and may be noisy.",
        "Mills are also major sources of noise, such as the rattle of a hopper.",
        "Milling is the key to the wealth of the valleys.",
        "Post mills are the most common type of mill in the plain.",
        "After the church, the mill is the tallest and most striking object of a village.",
        "The toll is just one of many burdens a farmer might bear.",
        "Mills are one of the noisiest sights of a village.",
        "Post mills are examples of early machines.",
        "Thrift is the opposite fault: the miller spends too little.",
        "The price of bread is a major concern of the townspeople.",
    ],
)
def test_what_something_is_good_for_or_how_it_ranks_is_no_definition(text):
    assert not defines(text)


def test_a_definition_may_begin_with_one_of_a_kind():
    assert defines("The mosses are one of the divisions of the land plants.")
    assert defines("Circular motion (CM) is periodic motion for a wheel where the rim does not slip.")


def test_a_name_is_told_only_with_what_tells_it_from_others_of_its_kind():
    assert named_at_end("A very common type of mill is called a post mill.") is None
    assert named_at_end("A very common type of mill that turns on a post is called a post mill.")


def test_what_something_means_for_us_is_the_weaker_definition():
    topic = read_topic("drought")
    means = role_scores("Drought means that we see the bed of the river.", topic)["definition"]
    assert means < role_scores("Drought is a long spell without rain.", topic)["definition"]


def test_a_name_may_be_told_with_what_it_is_of():
    text = "The layout of the sails on the arms of a mill is called the sail plan of the mill."
    assert "definition" in role_scores(text, read_topic("sail plan"))


def test_a_definition_is_not_cut_inside_a_bound():
    text = (
        "The brake is a plate that bends to be equal and opposite to whatever force is exerted, up to its last limit."
    )
    shown = [f.text for f in definition(Source(text, "E1")).slots.features]
    assert not any(f.endswith(" up") for f in shown) and shown[-1].endswith("up to its last limit")


def test_a_clause_is_no_term():
    text = "Tubes help the cell resist pressure, serve as tracks for proteins that move through it, and pull its ends."
    assert all(
        not f.data["term"]["text"].startswith("Tubes help")
        for f in extract([Source(text, "E1")])
        if f.template == "definition"
    )


def test_a_definition_may_say_when_a_thing_occurs():
    text = "A drought occurs when a region gets too little rain for many months."
    assert extract([Source(text, "E1")])[0].template == "definition"


def test_a_preposition_stays_with_its_relative_clause():
    found = extract([Source("Osmosis is a process through which water crosses a membrane.", "E1")])[0]
    assert not found.data["meaning"]["text"].endswith("through")
    assert all(not f["text"].startswith("which") for f in found.data.get("features", []))


def test_a_participle_keeps_what_it_is_used_for():
    slots = definition(Source("A strategy is a plan of action used to find a solution.", "E1")).slots
    assert slots.meaning.text == "a plan of action used to find a solution" and not slots.features


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Some phagocytes are blood cells that swim freely.", "Some phagocytes"),
        ("The sarcomeres, fibrils, and fibers are parts of a muscle.", "Sarcomeres, fibrils, and fibers"),
    ],
)
def test_a_term_keeps_how_many_and_which_are_meant(text, term):
    assert found(text, "definition").slots.term.text == term


@pytest.mark.parametrize("text", ["Not all millers are farmers that own a field.", "Few mills are houses that float."])
def test_what_is_denied_of_most_is_no_definition(text):
    assert not defines(text)
