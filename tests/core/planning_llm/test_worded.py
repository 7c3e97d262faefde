"""Titles and visual actions of a model: what may stand, what falls, and that the audit says so."""

from __future__ import annotations

import json

import pytest

from t2v_core.host import LocalHost
from t2v_core.planning.llm import word_plan
from t2v_core.planning.request import PlanRequest
from t2v_core.planning.worded import refused_action, refused_title
from tests.core.planning_llm.faulty_server import GOOD, Reply, sse

PASSAGES = (
    "The market garden grows lettuce in long beds. A gardener waters every bed in the morning because the sun dries the soil. "
    "The beds are not ploughed. Compost feeds the worms. It is wrong to say that worms eat lettuce.",
)
OWN = ("market gardens", "Watering the beds")


@pytest.mark.parametrize(
    "title",
    ["Lettuce in long beds", "The market garden", "Market Gardens", "Watering beds", "Compost feeds the worms", "The sun dries the soil"],
)  # fmt: skip
def test_a_phrase_of_the_book_or_a_true_sentence_may_be_a_title(encoder, title):
    assert refused_title(title, PASSAGES, OWN, encoder) == ""


@pytest.mark.parametrize(
    "title",
    [
        "The beds are ploughed", "Compost never feeds the worms", "The worms feed compost", "No gardener waters the bed",
        "Slower morning sun", "Garden without lettuce", "Market garden market garden", "Lettuce in the", "And long beds",
        "Lettuce dries the sun", "Compost <b>feeds</b> worms", "Robots water the beds", "Worms eat lettuce", "Every worm eats compost",
        "Lettuce", "soil The beds",
    ],
)  # fmt: skip
def test_a_title_says_nothing_that_the_book_does_not(encoder, title):
    assert refused_title(title, PASSAGES, OWN, encoder)


@pytest.mark.parametrize(
    "action",
    [
        "lettuce slowly grows in the beds", "arrows flow from the sun to the soil", "Two circles merge, then fade.",
        "the gardener moves left along a bed",
    ],
)  # fmt: skip
def test_an_action_moves_what_is_in_the_scene(action):
    assert refused_action(action, (*PASSAGES, *OWN)) == ""


@pytest.mark.parametrize(
    "action",
    [
        "the garden explodes and burns", "text saying that worms move", "the words slide to the left", "arrows never reach the soil",
        "the beds don't move", "file:///etc/passwd slides left", "<b>beds</b> move left", "beds move 3 times", "The Market Garden Project",
        "the camera moves along the beds", "move", "garden of lies grows", "the bed, a sign, glows",
    ],
)  # fmt: skip
def test_an_action_brings_nothing_new_into_the_picture(action):
    assert refused_action(action, (*PASSAGES, *OWN))


def test_a_short_name_may_stand_in_a_title_for_what_it_is_short_for(encoder):
    passages = (
        "Spider mite damage (SMD) spreads in dry beds. The dry beds of the south are covered with straw. SMD ruins lettuce.",
    )
    assert refused_title("SMD ruins lettuce", passages, OWN, encoder) == ""
    assert refused_title("Lettuce ruins SMD", passages, OWN, encoder)


def ask(server, skeleton, encoder, answer):
    server.answer = lambda path, body: Reply(chunks=sse(json.dumps({**GOOD, **answer})))
    request = PlanRequest(topic="red blood cells", planner="server", server_url=server.url, timeout=20.0)
    return word_plan(skeleton, request, LocalHost(), encoder)


def test_what_falls_is_put_back_and_listed(server, skeleton, encoder):
    answer = {"title": "Red blood cells never live", "visual_action": "red cells explode in the lungs"}
    plan = ask(server, skeleton, encoder, answer)
    assert [(s.title, s.visual_action) for s in plan.scenes] == [(s.title, s.visual_action) for s in skeleton.scenes]
    entries = {(a.event, a.scene): a.detail for a in plan.audit}
    assert repr(answer["title"]) in entries["title_replaced", "s1"]
    assert repr(answer["visual_action"]) in entries["action_replaced", "s2"]


def test_scenes_that_were_not_asked_are_listed_and_the_plan_says_who_worded_it(server, skeleton, encoder):
    scenes = [skeleton.scenes[0].model_copy(update={"id": f"s{i}"}) for i in range(1, 6)]
    server.answer = lambda path, body: Reply(500, [b"out of memory"])
    request = PlanRequest(topic="red blood cells", planner="server", server_url=server.url, timeout=20.0)
    plan = word_plan(skeleton.model_copy(update={"scenes": scenes}), request, LocalHost(), encoder)
    assert [a.detail[:10] for a in plan.audit if a.event == "llm_skipped"] == ["s3, s4, s5"]
    assert plan.planner.kind == "extractive"
