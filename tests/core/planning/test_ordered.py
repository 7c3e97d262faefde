"""Steps told in running sentences are one scene in their order; anecdotes, reasons and halves of a course are none."""

import pytest

from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.itemised import said_of
from t2v_core.planning.structure import Source, stages_by_name, told_lists


def sources(*texts):
    return [Source(t, f"E{n}") for n, t in enumerate(texts)]


def labels(items):
    return [x.label for x in items]


def test_steps_run_on_from_one_passage_into_the_next():
    (items,) = told_lists(
        sources(
            "Tanning is an old craft. First, the hide is soaked in lime. Lime loosens the hair of the hide.",
            "Next, the hair is scraped off. Finally, the hide is laid into oak bark.",
        )
    )
    assert [x.source.evidence_id for x in items] == ["E0", "E1", "E1"]
    assert [x.text for x in items[0].behind] == ["Lime loosens the hair of the hide."]


def test_a_step_in_the_passive_says_what_is_done_to_what():
    (items,) = told_lists(
        sources(
            "Tanning is an old craft. First, lime water, a strong base, is rubbed into the hide of a calf, loosening all of its hair. "
            "Next, the hair is scraped off. Finally, the hide is laid into oak bark."
        )
    )
    assert labels(items)[0] == "lime water is rubbed into the hide of a calf"


def test_what_explains_a_step_is_told_where_there_is_room_and_no_step_is_lost():
    (items,) = told_lists(
        sources(
            "First, the hide is soaked in lime. This swells the skin and loosens every hair that grows on it. "
            "The lime of the coast is older than the lime of the hills and costs the tanner more. "
            "Next, the hair is scraped off with a blunt knife. Finally, the hide is laid into oak bark."
        )
    )
    steps = [x.text for x in items]
    assert len(said_of(items, None, 200)) == 5
    tight = [x.said for x in said_of(items, None, 45)]
    assert len(tight) == 4 and tight[1].startswith("This swells")  # what tells more of the step stays longest
    assert [x.said for x in said_of(items, None, 30)] == steps


def test_rounds_and_what_ends_them_are_steps():
    (items,) = told_lists(
        sources(
            "The first round is like a plain count. In the second (and later) rounds, a list is made from the results. "
            "Rounds continue until no new birds are seen."
        )
    )
    assert labels(items)[1:] == ["a list is made from the results", "Rounds continue"]
    assert items[2].whole == "Rounds continue until no new birds are seen"  # drawn where it has room


def test_a_first_step_without_a_word_of_order_begins_what_it_tells():
    text = "One way is a blind tasting. Here, the tea is split into five equal cups. Then every cup is tasted by another judge. Finally, the marks are averaged."
    (items,) = told_lists(sources(text))
    assert items[0].text == "the tea is split into five equal cups."  # in the middle of its passage, word for word
    assert len(said_of(items, None, 60)) == 3


def test_stages_told_by_their_names_are_a_course_of_as_many_as_were_counted():
    told = (
        "In the settling stage, seeds reach the bare rock. This is followed by the rooting stage when mosses hold the soil. "
        "In the closing stage, trees shade the ground."
    )
    (items,) = stages_by_name(sources(f"Rangers describe a three-stage process. {told}"))
    assert labels(items) == ["settling stage", "rooting stage", "closing stage"]
    assert not stages_by_name(sources(f"Rangers describe a four-stage process. {told}"))


@pytest.mark.parametrize(
    "text",
    [
        "First, she sold the mill. Then she bought a ship. Finally, she sailed away.",
        "Initially, the king lost the harbour in 1701. Then the town was burned. Finally, the fleet was sunk.",
        "First, the lamp is cheap. Second, the lamp is light. Finally, the lamp is easy to find.",
        "If the kiln is hot, the glaze melts. The glaze then runs. The pot is then lost.",
        "First, use the mass of the salt:\n\nThen, convert the mass:\n\nFinally, find the ratio:",
        "We first describe the loom. We next discuss the thread. Finally, we show the cloth.",
        "The second fort stands on a hill. A road then leads to the river. Eventually, the road is flooded.",
    ],
)
def test_anecdotes_reasons_sums_and_plans_of_a_chapter_are_no_steps(text):
    assert not told_lists(sources(text))


def test_a_run_that_neither_ends_nor_closes_its_paragraph_may_go_on_and_is_not_told():
    told = "The first step is to soak the hide. After an hour, the hair is scraped off. The skin is then rinsed in the brook."
    assert told_lists(sources(told))
    assert not told_lists(sources(f"{told} Some masters add salt. Bark is ground to powder. It colours the leather."))


def test_a_process_over_two_passages_is_a_scene_of_the_film(evidence_of, host):
    section = ("Warm crafts", "Cloth-fulling")
    about = (
        "Cloth-fulling is a craft that makes woven cloth dense and warm. Cloth-fulling needs more water than weaving does. "
        "If the water is too cold, cloth-fulling fails because the hairs stay smooth. Cloth-fulling gives coats to sailors."
    )
    pages = (
        (section, about),
        (section, "First, the cloth is soaked in warm water. Lime loosens the grease in the cloth."),
        (section, "Next, the cloth is beaten with a hammer. Finally, the cloth is dried on a frame for a year."),
    )
    evidence = evidence_of("cloth-fulling", pages, (0.8, 0.7, 0.7))
    plan = make_plan(PlanRequest("cloth-fulling", seconds=60), evidence, host).plan
    scene = next(s for s in plan.scenes if s.visual.template == "process")
    assert len(scene.visual.data["steps"]) == 3
    for claim in scene.claims:
        assert claim.text in plan.passage(claim.evidence_ids[0]).text
