"""What is drawn as a definition: a term, the kind of thing it is, and what sets it apart."""

import pytest

from t2v_core.planning.scene_roles import defines
from t2v_core.planning.structure import Source, extract
from t2v_core.planning.structure.definitions import definition
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
