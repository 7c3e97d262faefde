"""Citations of other works are left out of what is spoken; the sentence is still found in its passage."""

from __future__ import annotations

import pytest

from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.english.citations import without_citations


@pytest.mark.parametrize(
    "citation",
    [
        " (Weber, 1995)",
        " (Weber & Kurz, 1995, p. 12)",
        " (Weber et al., 2014; Kurz, 2015a)",
        " (e.g., Weber, Kurz, & Lang, 1995)",
        " (as cited in Weber, 1995)",
        " [12]",
        " [3, 5–7]",
        " [Weber and Kurz, 1995]",
    ],
)
def test_a_citation_in_the_middle_of_a_sentence_is_left_out(citation):
    said = "Tidal bores{} rise in narrow rivers, and they fall with the ebb."
    assert without_citations(said.format(citation)) == said.format("")


@pytest.mark.parametrize(
    "sentence",
    [
        "The value lies in [1, 3] at low tide.",
        "Every depth in the interval [2, 5] was measured.",
        "The method of (Weber, 1995) measures the height of a bore.",
        "In particular, (Weber, 1995) measured the height of a bore.",
        "Recently (Weber, 1995) measured the height of a bore.",
        "The bore (May 1917) was the highest one.",
        "Weber (1995) measured the height of a bore.",
        "Tides (twice a day) lift the ships.",
    ],
)
def test_brackets_that_the_sentence_needs_stay(sentence):
    assert without_citations(sentence) == sentence


def test_a_sentence_that_cites_is_spoken_without_its_citation_and_found_in_its_passage(evidence_of, host):
    page = (
        "A tidal bore (Weber & Kurz, 1995) is a wave that runs up a river against its current. "
        "A tidal bore forms [4] where a high tide enters a narrow river, because the water has no room. "
        "The height of a tidal bore grows (Lang et al., 2003) as the river becomes narrower and shallower. "
        "Fishermen of the valley wait for the tidal bore, since it carries fish far inland."
    )
    evidence = evidence_of("tidal bore", ((("Tidal bores",), page),), scores=(0.8,))
    result = make_plan(PlanRequest("tidal bore", seconds=24), evidence, host)
    said = " ".join(scene.narration for scene in result.plan.scenes)
    assert "A tidal bore is a wave that runs up a river" in said
    assert "(" not in said and "[" not in said
    assert result.report.grounding == 1.0
