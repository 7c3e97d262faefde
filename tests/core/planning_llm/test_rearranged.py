"""The passage's own words in another place."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.rearranged import crossed, exchanged, replaced

TRAFFIC = "Ferries carry lorries to the island in summer, while barges bring coal to the harbour."


@pytest.mark.parametrize(
    "sentence, words",
    [
        ("Lorries carry ferries to the island in summer.", ("lorri", "ferri")),
        ("Ferries carry the island to lorries in summer.", ("island", "lorri")),
        ("Barges carry lorries to the island in summer, while ferries bring coal to the harbour.", ("barg", "ferri")),
    ],
)
def test_two_phrases_that_changed_places_are_found(sentence, words):
    assert exchanged(sentence, [TRAFFIC]) == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Ferries carry lorries to the island in summer.",
        "Barges bring coal to the harbour, while ferries carry lorries to the island in summer.",
        "In summer, ferries carry lorries to the island.",
        "To the island, ferries bring lorries when it is summer.",
    ],
)
def test_another_order_that_says_the_same_is_none(sentence):
    assert exchanged(sentence, [TRAFFIC]) is None
    assert replaced(sentence, [TRAFFIC]) is None


def test_what_is_listed_or_equated_may_be_named_in_any_order():
    assert exchanged("Tin and copper make bronze.", ["Copper and tin make bronze."]) is None
    assert exchanged("The pascal is the unit of pressure.", ["The unit of pressure is the pascal."]) is None
    assert exchanged("The moss resembles the fern.", ["The fern resembles the moss."]) is None


def test_a_phrase_from_elsewhere_in_another_ones_place_is_found():
    assert replaced("Barges carry lorries to the island in summer.", [TRAFFIC]) == ("barg", "ferri")
    assert replaced("They carry lorries to the island in summer.", [TRAFFIC]) is None
    assert (
        replaced("Steamers carry lorries to the island in summer.", [TRAFFIC]) is None
    )  # a new word: no place of its own


def test_a_second_part_that_names_nothing_is_no_second_case():
    source = "Ice forms at the weir when the river is low, so is it, and water stays at the mill."
    assert crossed("Water stays at the weir.", [source]) is None
    assert crossed("Ice forms at the mill.", ["Ice forms at the weir, water at the mill."]) is not None
