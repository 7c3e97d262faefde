"""A phrase comes up when it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.diagram.clock import Beat, Clock, active

CLOCK = Clock(
    12,
    (
        Beat("First choose k centres.", ("E1",), 0.5, 3),
        Beat("Then assign each point to its nearest centre.", ("E1",), 3, 7),
        Beat("Move each centre to the mean of its points.", ("E2",), 7, 11),
    ),
)


def test_steps_come_up_in_their_sentences() -> None:
    cues = CLOCK.cues([("choose k centres", ""), ("assign each point", ""), ("move each centre to the mean", "")])
    assert 0.5 <= cues[0] < 3 <= cues[1] < 7 <= cues[2] < 11


def test_a_phrase_in_other_words_comes_up_with_its_passage() -> None:
    assert CLOCK.cues([("choose centres", ""), ("averaging", "E2")])[1] == 7


def test_what_is_never_said_is_spread_between_its_neighbours() -> None:
    cues = CLOCK.cues(
        [("choose k centres", ""), ("unspoken one", ""), ("unspoken two", ""), ("the mean of its points", "")]
    )
    assert cues[0] < cues[1] < cues[2] < cues[3]


def test_unordered_phrases_keep_their_own_times() -> None:
    cues = CLOCK.cues([("the mean of its points", ""), ("choose k centres", "")], ordered=False)
    assert cues[0] > cues[1]


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["", "E1", "E2"])), max_size=9))
def test_ordered_cues_never_decrease_and_stay_in_the_scene(items: list[tuple[str, str]]) -> None:
    cues = CLOCK.cues(items)
    assert list(cues) == sorted(cues) and all(0 <= c <= CLOCK.seconds for c in cues) and len(cues) == len(items)


def test_a_silent_scene_spreads_its_phrases() -> None:
    cues = Clock(10).cues([("a", ""), ("b", ""), ("c", "")])
    assert 0 < cues[0] < cues[1] < cues[2] < 10


def test_states_leave_time_to_see_the_result() -> None:
    states = CLOCK.states(5)
    assert states[0] == 0.5 and states[-1] < 11 and list(states) == sorted(states)


@pytest.mark.parametrize("t, index", [(0.0, -1), (1.0, 0), (2.5, 1), (9.0, 2)])
def test_the_active_step_is_the_last_that_came_up(t: float, index: int) -> None:
    assert active((1.0, 2.0, 3.0), t) == index
