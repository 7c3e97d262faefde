"""Arguments that changed places, and words turned into their opposites, where everything round them stayed."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.deeds import exchanged_deed
from t2v_core.planning.gate.frames import rival_in_frame, turned_in_frame
from t2v_core.planning.gate.mirrored import mirrored

HARBOUR = (
    "The pilot of the tanker hands the charts, if they are dry, to the harbour master. The tide is unusually high at noon, while the wind is low. "
    "The tug pulls the barge closer. Cranes lift crates into the hold. The crane is equal in height to the mast."
).split(". ")


@pytest.mark.parametrize(
    "sentence, words",
    [
        ("The tanker of the pilot is dry.", ("tanker", "pilot")),
        ("The barge pulls the tug closer.", ("barg", "tug")),
        ("The pilot of the tanker hands the charts.", None),
        ("The barge is pulled closer by the tug.", None),
        ("The mast is equal in height to the crane.", None),
    ],
)
def test_two_arguments_that_are_related_the_other_way_round_are_found(sentence, words):
    assert mirrored(sentence, HARBOUR) == words


@pytest.mark.parametrize(
    "sentence, words",
    [
        ("The tide is unusually low at noon.", ("low", "high")),
        ("The tug pushes the barge closer.", ("push", "pull")),
        ("Cranes lift crates out of the hold.", ("out of", "into")),
        ("The tug does not push the barge closer.", None),
        ("At noon the wind is low.", None),
        ("The tide is unusually high.", None),
    ],
)
def test_an_opposite_in_the_place_of_a_word_is_found(sentence, words):
    assert turned_in_frame(sentence, HARBOUR) == words


def test_a_thing_in_the_place_of_another_one_is_found():
    told = ["Brass screws corrode slowly in salt water.", "Steel nails are cheap."]
    assert rival_in_frame("Brass nails corrode slowly in salt water.", told) == ("nail", "screw")
    assert rival_in_frame("Brass screws corrode slowly in water.", told) is None


def test_sides_of_a_deed_are_told_whatever_form_its_verb_has():
    told = ["Divers inspect the hull by filming the rudder from below."]
    assert exchanged_deed("The rudder films the divers.", told) == ("rudder", "film")
    assert exchanged_deed("The rudder is filmed by the divers.", told) is None
