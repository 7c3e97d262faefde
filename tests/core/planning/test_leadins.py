"""Words that only point at another place of the book are left out; the sentence behind them is spoken."""

from __future__ import annotations

import pytest

from t2v_core.planning.english.leadins import (
    without_connective,
    without_heading,
    without_lead_in,
    without_pointer,
)
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


def test_brackets_round_all_that_is_said_behind_a_lead_in_are_left_out():
    assert (
        without_lead_in("As you can see, (the light of a star bends near the sun).")
        == "the light of a star bends near the sun"
    )


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


@pytest.mark.parametrize(
    "pointer",
    [
        " (Figure 3)",
        " (Figures 3.1 and 3.2, left)",
        " (Figure)",
        " (Table 2; Weber, 2003)",
        " [3] (Figure 2)",
        " (Weber et al., 2003a, 2004; Institute of Botany [IB], n.d.)",
        " (Weber and Lang 2016, 20)",
        " (see page 12)",
        " (see the section on roots)",
        " (see Roots: Stems, Leaves, and Seeds)",
        " (see Appendix C for a plan of the cycle)",
        " (discussed below)",
        ", which is discussed in more detail in the next section",
        ", which we will describe later in this chapter",
        ", as described above",
        ", as was seen earlier",
        ", as we have seen",
        ", as illustrated in the figure",
        ", shown in Figure",
        ", see Table 3",
        ", as in Example 3",
        ", as Figure 3.1 shows",
        ", as discussed in Roots and Stems",
    ],
)
def test_a_whole_reference_to_the_text_is_left_off_the_end(pointer):
    assert without_pointer(f"Spores live for years{pointer}.") == "Spores live for years"


@pytest.mark.parametrize(
    "sentence",
    [
        "Wilting was a plague of the old farms, seen in Europe only.",
        "Rust was a plague of the old farms, first described in Europe.",
        "Insulin lowers blood glucose quickly, given before meals.",
        "Venus is called the morning star, seen before sunrise.",
        "Silk was first woven in China, introduced later to Europe.",
        "Silk was first woven in China, introduced later.",
        "The first signs are mild, which are seen later.",
        "The theory holds for all gases, which are described in Kelvin units.",
        "The plant tolerates frost, as we have seen in no other plant.",
        "All men had the vote (Except in the South until 1965).",
        "The crown fell without a shot (March 1917).",
        "The harbour was opened to all ships (1853).",
        "The sugar of the kitchen is sucrose (table sugar).",
        "The bank is watched by one office (SEC).",
        "Lemons cured the men (seen on every ship).",
    ],
)
def test_what_is_told_of_the_subject_is_not_cut_off_the_end(sentence):
    assert without_pointer(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Common misconception: Heavy falling bodies reach the ground before light ones.",
        "Aristotle: Falling bodies move toward their natural place at a fixed speed.",
        "Myth: We use a tenth of the brain.",
        "False claim: The moon shines by a light of its own.",
        "Objection: A rule of this kind has no exceptions.",
        "Errors about bodies: Heavy bodies fall faster than light ones.",
    ],
)
def test_a_label_that_says_whose_or_how_true_a_claim_is_is_not_left_out(sentence):
    assert without_heading(sentence, ("Motion", "Falling bodies")) == sentence


@pytest.mark.parametrize(
    ("sentence", "section"),
    [
        ("Ptolemy: The sun moves round the earth.", ("Astronomy", "Ptolemy and Copernicus")),
        ("Ptolemy: The sun moves round the earth.", ("Astronomy", "Ptolemy")),
        ("Skeptics: Knowledge of the world is not possible.", ("Knowledge", "Skeptics and dogmatists")),
        ("Atomists: The skeptics and the atomists share one school.", ("Knowledge", "Atomists")),
    ],
)
def test_a_label_that_says_who_holds_it_is_not_left_out(sentence, section):
    assert without_heading(sentence, section) == sentence


def test_a_heading_that_only_names_what_is_told_of_is_left_out():
    assert without_heading("Spores of ferns: The ferns shed spores in autumn.") == "The ferns shed spores in autumn."
    assert without_heading("Dry seasons: The ferns are asleep.", ("Ferns", "Dry  Seasons")) == "The ferns are asleep."
