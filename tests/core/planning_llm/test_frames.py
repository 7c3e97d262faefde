"""Arguments that changed places, and words turned into their opposites, where everything round them stayed."""

from __future__ import annotations

import pytest

from t2v_core.planning.frames import turned_in_frame
from t2v_core.planning.mirrored import mirrored

HARBOUR = (
    "The pilot of the tanker hands the charts, if they are dry, to the harbour master. The tide is unusually high at noon, while the wind is low. "
    "The tug pulls the barge closer. The crane is equal in height to the mast."
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
        ("The tug does not push the barge closer.", None),
        ("At noon the wind is low.", None),
        ("The tide is unusually high.", None),
    ],
)
def test_an_opposite_in_the_place_of_a_word_is_found(sentence, words):
    assert turned_in_frame(sentence, HARBOUR) == words
