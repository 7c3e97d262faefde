"""The planner without a language model: whole, grounded, timed plans, or an honest refusal."""

import pytest

from t2v_core.errors import InputError, InsufficientEvidence
from t2v_core.planning import PlanRequest, load_plan, make_plan
from t2v_core.planning.english.references import starts_dangling
from t2v_core.planning.topic import read_topic


def test_every_claim_stands_verbatim_in_the_passage_it_cites(evidence, host):
    plan = make_plan(PlanRequest("gradient descent", seconds=60), evidence, host).plan
    assert all(c.text in plan.passage(c.evidence_ids[0]).text for s in plan.scenes for c in s.claims)


@pytest.mark.parametrize("seconds", [2, 4, 10, 30, 61.7, 100])
def test_scenes_last_exactly_as_long_as_asked(evidence, host, seconds):
    plan = make_plan(PlanRequest("gradient descent", seconds=seconds), evidence, host).plan
    assert plan.seconds == pytest.approx(seconds, abs=1e-6)


def test_a_plan_survives_its_file(evidence, host):
    plan = make_plan(PlanRequest("gradient descent"), evidence, host).plan
    assert load_plan(plan.to_json()) == plan


def test_the_topic_is_the_subject_of_its_definition(evidence, host):
    plan = make_plan(PlanRequest("gradient descent", seconds=60), evidence, host).plan
    first = next(s for s in plan.scenes if s.role == "definition")
    assert read_topic("gradient descent").is_subject_of(first.claims[0].text)


def test_no_scene_opens_with_a_word_that_points_back(evidence, host):
    plan = make_plan(PlanRequest("gradient descent", seconds=100), evidence, host).plan
    assert not [s.narration for s in plan.scenes if starts_dangling(s.narration)]


def test_figure_references_and_announcements_are_never_said(evidence, host):
    said = " ".join(
        s.narration for s in make_plan(PlanRequest("gradient descent", seconds=100), evidence, host).plan.scenes
    )
    assert "Figure" not in said and "In this section" not in said


def test_a_topic_the_book_lacks_is_refused_with_what_it_has(evidence, host):
    from dataclasses import replace

    weak = replace(evidence, hits=tuple(replace(h, score=0.2) for h in evidence.hits))
    with pytest.raises(InsufficientEvidence, match="Choosing the learning rate"):
        make_plan(PlanRequest("the French revolution"), weak, host)


def test_the_same_request_gives_the_same_bytes(evidence, host):
    request = PlanRequest("gradient descent", seconds=45)
    assert make_plan(request, evidence, host).plan.to_json() == make_plan(request, evidence, host).plan.to_json()


@pytest.mark.parametrize(
    ("field", "value"), [("seconds", 1.0), ("seconds", float("nan")), ("planner", "magic"), ("topic", " ")]
)
def test_a_value_no_planner_accepts_is_named(evidence, host, field, value):
    with pytest.raises(InputError, match=field if field != "topic" else "topic"):
        make_plan(PlanRequest(**{"topic": "gradient descent", field: value}), evidence, host)


def test_the_steps_of_a_list_are_said_one_by_one_and_drawn(evidence_of, host):
    text = (
        "Titration measures the concentration of an acid. A titration is carried out in four steps. "
        "1. Fill the burette with the base. 2. Measure a volume of the acid into the flask. "
        "3. Add the base slowly until the colour changes. 4. Read the volume of base that was used."
    )
    more = (
        "Titration is a method of analysis that finds how much of a substance is in a solution. "
        "A titration needs an indicator, which changes its colour when the acid is used up. "
        "Titration is more precise than a test with paper strips. "
        "If the base is added too quickly, the titration overshoots its end point. "
        "The main idea of titration is that a known amount of base uses up an unknown amount of acid."
    )
    pages = ((("Chemistry", "Titration"), text), (("Chemistry", "Titration"), more))
    plan = make_plan(PlanRequest("titration", seconds=60), evidence_of("titration", pages, (0.7, 0.6)), host).plan
    scene = next(s for s in plan.scenes if s.visual.template == "process")
    assert [c.text for c in scene.claims] == [
        "Fill the burette with the base.",
        "Measure a volume of the acid into the flask.",
        "Add the base slowly until the colour changes.",
        "Read the volume of base that was used.",
    ]
    assert [s["text"] + "." for s in scene.visual.data["steps"]] == [c.text for c in scene.claims]
