"""Words that only point at another place of the book are left out; the sentence behind them is spoken."""

from __future__ import annotations

import pytest

from t2v_core.planning.english.leadins import without_connective, without_lead_in
from t2v_core.planning.plan import as_sentence


@pytest.mark.parametrize(
    "lead",
    [
        "As we discussed briefly in the previous section, ",
        "As you will recall from Chapter 3, ",
        "As noted earlier, ",
        "As you might expect, ",
        "Note that ",
        "Keep in mind that ",
        "It is important to note that ",
        "It should be noted that ",
        "In the previous section, we learned that ",
        "You may remember that ",
        "We have already seen that ",
        "As this chapter has suggested, ",
        "Now that we know cells, ",
    ],
)
def test_a_lead_in_is_left_out(lead):
    assert without_lead_in(f"{lead}osmosis is the flow of water through a membrane.") == (
        "osmosis is the flow of water through a membrane."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "As we move up the food chain, less energy is left.",
        "As the name suggests, a diode has two electrodes.",
        "As shown in Figure 4.2, the rate rises.",
        "As seen from above, the city is round.",
        "As stated by Newton, bodies at rest stay at rest.",
        "You might expect that heavy things fall faster.",
        "Recall that in diffusion no membrane is needed.",
        "Early astronomers noted that planets wander.",
        "Notes are taken by the first reader.",
    ],
)
def test_what_carries_meaning_stays(sentence):
    assert without_lead_in(sentence) == sentence


def test_an_attitude_is_left_out():
    assert without_connective("Luckily for us, cells mend themselves.") == "cells mend themselves."


def test_of_two_things_that_were_learned_the_first_is_said():
    said = without_lead_in("We have seen that every value has one owner and that the owner may change.")
    assert said == "every value has one owner"
    both = "the pull of the Earth on the Moon and that of the Moon on the Earth are equal."
    assert without_lead_in(f"We have seen that {both}") == both


def test_a_claim_is_said_as_a_sentence_and_keeps_its_own_spelling():
    assert as_sentence("osmosis is a flow of water") == "Osmosis is a flow of water."
    assert as_sentence("a cell divides.") == "A cell divides."
    for text in (
        "k-means finds groups.",
        "mRNA is read.",
        "pH falls.",
        "p53 stops the cycle.",
        "x grows.",
        "ls lists files.",
    ):
        assert as_sentence(text) == text


def test_a_sentence_may_open_a_scene_without_its_thus_but_not_without_its_for_example():
    assert without_connective("Thus, the river rises.") == "the river rises."
    for text in ("For example, the river rises.", "Otherwise, it falls.", "Butter melts."):
        assert without_connective(text) == text
