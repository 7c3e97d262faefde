"""Which picture a scene gets, and the reason that is given for it."""

from __future__ import annotations

import pytest

from t2v_core.diagram import choose
from t2v_core.diagram.catalogue import catalogue, template
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.errors import RenderError
from t2v_core.planning.plan import Claim, Scene, ScenePlan, Visual
from t2v_core.planning.visuals import TEMPLATE_SLOTS


@pytest.fixture(scope="module")
def plan() -> ScenePlan:
    return gallery_plan()


def _scene(**more: object) -> Scene:
    given = {"id": "x", "title": "A scene", "role": "mechanism", "seconds": 5, **more}
    return Scene.model_validate(given)


def test_every_kind_of_slots_has_its_template() -> None:
    assert set(TEMPLATE_SLOTS) <= set(catalogue())
    assert all(catalogue()[name].slots is slots for name, slots in TEMPLATE_SLOTS.items())


def test_the_plan_s_wish_is_followed_when_its_data_are_complete(plan: ScenePlan) -> None:
    for scene in plan.scenes:
        assert choose(plan, scene).template == scene.id


def test_data_without_a_template_find_the_one_they_fit(plan: ScenePlan) -> None:
    events = {"events": [{"date": "1958", "year": 1958, "text": "a"}, {"date": "1986", "year": 1986, "text": "b"}]}
    choice = choose(plan, _scene(visual={"data": events}))
    assert choice.template == "timeline" and "fit" in choice.reason


def test_steps_that_lead_back_to_the_first_are_a_cycle(plan: ScenePlan) -> None:
    steps = [{"text": "a"}, {"text": "b"}, {"text": "c"}]
    assert choose(plan, _scene(visual={"data": {"steps": steps, "cyclic": True}})).template == "cycle"
    assert choose(plan, _scene(visual={"data": {"steps": steps}})).template == "process"


def test_a_scene_that_names_an_algorithm_gets_its_picture(plan: ScenePlan) -> None:
    choice = choose(plan, _scene(title="How k-means clustering works"))
    assert choice.template == "kmeans" and "k-means" in choice.reason


def test_a_scene_with_nothing_to_draw_is_quoted_with_its_source(plan: ScenePlan) -> None:
    claim = Claim(text="Nobody knows why. " * 40, evidence_ids=["E1"], source="extract")
    choice = choose(plan, _scene(title="Why", claims=[claim.model_dump()]))
    assert choice.template == "quotation" and choice.data.evidence_id == "E1"
    assert len(choice.data.text) <= 400 and choice.data.text.endswith("…")


def test_an_unknown_template_is_said_and_replaced_or_refused_when_pinned(plan: ScenePlan) -> None:
    wish = Visual(template="hologram")
    assert "'hologram'" in choose(plan, _scene(title="Why", visual=wish.model_dump())).reason
    with pytest.raises(RenderError, match="hologram"):
        choose(plan, _scene(visual={**wish.model_dump(), "pinned": True}))
    with pytest.raises(RenderError, match="definition"):
        template("hologram")
