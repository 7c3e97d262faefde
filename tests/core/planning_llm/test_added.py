"""Phrases added to a copied sentence, and words of another passage or in another form that add nothing."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.grounding import check_sentence

BELL = "The bell rings at noon and again at dusk, when the market closes."
ROPE = "The rope is made of hemp. It holds a load of forty kilograms without tearing."
BATHS = "At night the baths were 40 metres below the road, but during the day the keeper lowered the gate to 20 metres."
GUILD = "The women’s guild opened a school in 1924 and sold bread to a small number of shops in the U.S. town of Salem."
SLOPES = "Terraces produce steps, where the height always falls in jumps and never in a smooth slope."
SALT = "All kinds of salt dissolve in this water, and everything that lives there needs it."
QUEUE = "This can be slow: every cart must pass the gate before the next one leaves, even if the road is wide."
MILLS = "Choosing the millstone matters more with hard grain than without hard grain."


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (False, BELL, "The bell, cast by monks in Bruges, rings at noon and again at dusk, when the market closes."),
        (False, BELL, "The bell rings at noon and again at dusk, when the market closes, to warn the fishermen."),
        (False, BELL, "The bell refuses to ring at noon and again at dusk, when the market closes."),
        (True, BELL, "The bell rings at noon, and then it rings again at dusk, when the market closes."),
        (True, ROPE, "The hemp holds a load of forty kilograms without tearing."),
    ],
)
def test_what_is_added_to_a_copied_sentence_must_stand_in_its_passage(ok, source, text, encoder):
    assert check_sentence(text, [source], encoder).ok is ok


@pytest.mark.parametrize(
    "ok, source, text",
    [
        (True, BATHS, "At night the baths were 40 metres down, but in the daytime the keeper lowered the gate to 20 metres."),
        (False, BATHS, "In the daytime the baths were 40 metres below the road."),
        (True, GUILD, "The female guild opened a school in 1924."),
        (True, GUILD, "The women's guild opened a school in the 1920s."),
        (False, GUILD, "The women's guild opened a school in the 1930s."),
        (True, GUILD, "The women's guild sold bread to a few shops in the United States town of Salem."),
        (False, GUILD, "The women's guild sold bread to a few shops in the Upper Saxony town of Salem."),
        (True, SLOPES, "Terraces produce steps, where the height falls in jumps rather than sloping smoothly."),
        (True, SALT, "All salt dissolves in this water."),
        (True, SALT, "All living things there need it."),
        (True, QUEUE, "This can be slow, because every cart must pass the gate before the next one leaves, even if the road is wide."),
        (True, MILLS, "With hard grain, choosing the millstone matters more than without it."),
    ],
)  # fmt: skip
def test_the_same_is_said_with_another_form_of_a_word_or_a_number(ok, source, text, encoder):
    verdict = check_sentence(text, [source], encoder)
    assert verdict.ok is ok, verdict
