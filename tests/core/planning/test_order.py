"""A film goes through the sections on its topic as the book does, and leaves aside what stands beside them."""

import pytest

from t2v_core.errors import InsufficientEvidence
from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.cover import offers, require_cover
from t2v_core.planning.plan import as_sentence
from t2v_core.planning.titles import cuts_phrase, of_list
from t2v_core.planning.topic import read_topic

PAGES = (
    (
        ("Respiration", "Breathing"),
        "Breathing is the movement of air into and out of the lungs. Breathing has two phases that follow each other all day.",
    ),
    (
        ("Respiration", "Breathing", "Breathing in"),
        "Breathing in begins when the diaphragm contracts and moves down (Figure 3). The chest grows wider and air enters the lungs.",
    ),
    (
        ("Respiration", "Breathing", "Breathing out"),
        "Breathing out follows once the muscles relax and let the ribs sink. The chest becomes narrower and pushes air out of the lungs.",
    ),
    (
        ("Respiration", "Breathing", "Disorders of breathing"),
        "Asthma is a disorder that makes breathing difficult because it narrows the airways. A spray widens the airways of patients within minutes.",
    ),
    (
        ("Respiration", "Breathing", "Chapter review"),
        "Breathing moves air by changing the volume of the chest. The diaphragm drives breathing by moving down and up.",
    ),
)


def _plan(evidence_of, host, seconds=45):
    evidence = evidence_of("breathing", PAGES, scores=(0.8, 0.7, 0.7, 0.6, 0.6))
    return make_plan(PlanRequest("breathing", seconds=seconds), evidence, host).plan


def test_the_sections_of_a_topic_are_told_in_their_order(evidence_of, host):
    said = " ".join(s.narration for s in _plan(evidence_of, host, 60).scenes)
    assert (
        said.index("is the movement of air") < said.index("Breathing in begins") < said.index("Breathing out follows")
    )


def test_what_goes_wrong_with_a_thing_is_no_scene_of_how_it_works(evidence_of, host):
    assert "Asthma" not in " ".join(s.narration for s in _plan(evidence_of, host).scenes)


def test_a_claim_cut_before_a_pointer_is_spoken_with_a_stop(evidence_of, host):
    plan = _plan(evidence_of, host)
    cut = next(c.text for s in plan.scenes for c in s.claims if c.text.startswith("Breathing in begins"))
    assert cut.endswith("moves down") and as_sentence(cut).endswith("moves down.")
    assert all(s.narration.endswith(".") for s in plan.scenes)


def test_titles_are_headings_questions_or_statements_of_the_book(evidence_of, host):
    titles = [s.title for s in _plan(evidence_of, host).scenes]
    assert titles[0] == "What is breathing?"
    assert of_list("The five signs of a fever are heat, thirst, pain, and sleep.") == "five signs of a fever"
    assert not of_list("A fever keeps the vessels wide, flooding tissues with fluid and heat.")
    assert not [t for t in titles if ": " in t and t not in ("Breathing: two phases",)]


def test_a_title_ends_where_a_phrase_ends():
    text = "Glue works well with small, dry parts of wood."
    assert cuts_phrase(text, "Glue works well with small") and cuts_phrase(
        text, "Glue works well with small, dry parts"
    )
    assert not cuts_phrase(text, "Glue works well with small, dry parts of wood")


def test_sections_that_do_not_teach_are_not_offered(evidence_of):
    pages = [
        ((f"Chapter {i}", name), "Air moves.") for i, name in enumerate(("Learning Objectives", "Summary", "Tides"))
    ]
    evidence = evidence_of("breathing", pages, scores=(0.5, 0.4, 0.3))
    assert offers(evidence, read_topic("breathing")).startswith("It does have: Tides. ")


def test_headings_that_only_count_are_not_offered(evidence_of):
    names = (
        "Part 1",
        "PART TWO",
        "Chapter IV.",
        "3.2",
        "II",
        "Appendix A",
        "Ill winds",
        "Part of the sea",
        "Chapter 5: Tides",
    )
    evidence = evidence_of("breathing", [((n,), "Air moves.") for n in names], scores=[0.5] * len(names))
    assert offers(evidence, read_topic("breathing")).startswith(
        "It does have: Ill winds; Part of the sea; Chapter 5: Tides. "
    )


def test_a_refusal_for_want_of_near_passages_does_not_offer_the_refused_topic(evidence_of):
    pages = [((name,), "Air moves.") for name in ("Breathing", "Tides")]
    with pytest.raises(InsufficientEvidence, match=r"It does have: Tides\."):
        require_cover(evidence_of("breathing", pages, scores=(0.2, 0.1)), "breathing")


def test_a_film_begins_with_neither_a_contrast_nor_an_example_nor_some_of_many(evidence_of, host):
    pages = [
        (("Waves", "Rogue waves"), "Some of the rogue waves of a winter reach a height of more than 25 metres at sea."),
        (("Waves", "Rogue waves"), "For example, rogue waves damage one large ship of the merchant fleet nearly every month."),
        (("Waves", "Rogue waves"), "Trains of waves build rogue waves when their crests meet at one place of the open sea."),
        (("Waves", "Rogue waves"), "In contrast to tides, rogue waves last for less than a minute and travel with the wind."),
    ]  # fmt: skip
    evidence = evidence_of("rogue waves", pages, scores=(0.8, 0.8, 0.8, 0.8))
    plan = make_plan(PlanRequest("rogue waves", seconds=22), evidence, host).plan
    assert len(plan.scenes) > 1 and plan.scenes[0].narration.startswith("Trains of waves")
