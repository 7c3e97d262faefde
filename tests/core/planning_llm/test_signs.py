"""Signs, shares, conditions, opposites and causes: each check by itself, without an encoder."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.bindings import mixed, statements
from t2v_core.planning.gate.causality import added_reason, reversed_cause
from t2v_core.planning.gate.conditions import dropped_condition
from t2v_core.planning.gate.opposites import exclusive, turned
from t2v_core.planning.gate.polarity import wrong_sign
from t2v_core.planning.gate.reach import wrong_reach
from t2v_core.planning.gate.roles import swapped
from t2v_core.planning.gate.subjects import told


def read(text: str) -> list:
    return [clause for part in told([text]) for clause in part]


@pytest.mark.parametrize(
    "source, sentence, found",
    [
        ("The law protects workers and limits working hours.", "The law does not limit working hours.", "not limit"),
        ("Trees reduce noise and cool the streets.", "Trees do not cool the streets.", "not cool"),
        ("The drug prevents the enzyme from binding.", "The enzyme does not bind when the drug is given.", ""),
        ("The wax prevents evaporation and rot.", "With the wax there is no rot.", ""),
        ("The coating blocks the absorption of water.", "With the coating, water is not absorbed.", ""),
    ],
)
def test_a_verb_of_ending_explains_the_denial_only_of_what_it_governs(source, sentence, found):
    assert wrong_sign(read(sentence), read(source)) == found


@pytest.mark.parametrize(
    "source, sentence, found",
    [
        ("Only a third of the energy reaches the ground.", "A third of the energy reaches the ground.", "only third"),
        ("Only a third of the energy reaches the ground.", "Just a third of the energy reaches the ground.", ""),
        ("Only a third of the energy reaches us.", "At most a third of the energy reaches us.", ""),
        ("In some valleys mills are shared.", "The fen is the only place where mills are shared.", "only / -"),
        ("The miller had to come from the fen.", "Only a man of the fen could be the miller.", ""),
        ("Mills are peculiar to the fen.", "Mills stand only in the fen.", ""),
        ("The seed lies dry for a year.", "The seed lies dry for not only a year.", ""),
        ("Only 12 of the 50 trees survived.", "12 of the 50 trees survived.", ""),
    ],
)
def test_a_share_that_only_makes_small_keeps_a_word_that_says_so(source, sentence, found):
    assert wrong_reach(read(sentence), read(source)) == found


SIGNED = "The contract is valid if both parties sign it."
HEATED = "The reaction starts if the acid is heated."


@pytest.mark.parametrize(
    "source, sentence, found",
    [
        (SIGNED, "The contract is valid.", "if …"),
        (SIGNED, "The contract is valid once it is written.", "if …"),
        (SIGNED, "The contract is valid once both parties have signed it.", ""),
        (HEATED, "The reaction starts where the acid is.", "if …"),
        (HEATED, "Once the acid is heated, the reaction starts.", ""),
        (
            "Water boils at a lower temperature if the pressure falls.",
            "Water boils at a lower temperature when heated.",
            "if …",
        ),
        ("Buds open in April.", "Buds open in April unless it rains.", "unless …"),
    ],
)
def test_a_condition_is_kept_only_where_it_is_said_again(source, sentence, found):
    assert dropped_condition(read(sentence), read(source)) == found


def test_opposites_are_counted_and_exclusive_words_are_told_apart():
    (rises,), (falls,) = read("The price rises."), read("The price falls.")
    assert [t[:2] for t in turned(falls, rises)] == [("fall", "rise")]
    assert turned(rises, rises) == []
    (red,), (blue,) = read("The flame is red."), read("The flame is blue.")
    assert exclusive(red, blue) == ("red", "blue") and exclusive(red, red) is None


def test_causes_are_neither_turned_round_nor_invented():
    source = read("Friction causes heat.")
    assert reversed_cause(read("Heat causes friction."), source)
    assert not reversed_cause(read("Heat is caused by friction."), source)
    both = read("The tide falls. The boats rest on the mud.")
    assert added_reason(read("Because the tide falls, the boats rest on the mud."), both)
    assert not added_reason(read("The tide falls and the boats rest on the mud."), both)


def test_it_stands_for_what_was_given_not_for_the_giver():
    source = statements(told(["The teacher asks the students a question, and the students answer it."]))
    assert mixed(statements(told(["The students answer a question that the teacher asks."])), source) is None


def test_arguments_of_a_verb_that_holds_both_ways_may_change_places():
    assert swapped(read("The canal joins the river."), read("The river joins the canal.")) is None
    assert swapped(read("The canal feeds the river."), read("The river feeds the canal."))
