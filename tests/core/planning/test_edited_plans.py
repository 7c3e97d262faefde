"""Plans edited by hand: what is wrong is named by its path, and what an edit leaves unsaid or unsourced is a warning."""

import json
import re

import pytest

from t2v_core.errors import PlanError
from t2v_core.planning import PlanRequest, check_plan, load_plan, make_plan, plan_from_text


def test_characters_that_nobody_sees_are_named_in_an_edited_plan(evidence, host):
    text = edited(evidence, host, lambda d: d["scenes"][0]["claims"][0].update(text="Mills\u202e grind\x07 corn."))
    warnings = check_plan(load_plan(text), host).warnings
    assert any(re.search(r"delete them: s1: .*U\+202E, U\+0007", w) for w in warnings)


def test_an_unknown_evidence_id_is_named_by_its_path(evidence, host):
    data = json.loads(make_plan(PlanRequest("gradient descent"), evidence, host).plan.to_json())
    data["scenes"][1]["claims"][0]["evidence_ids"] = ["E99"]
    with pytest.raises(PlanError, match=r"scenes\.1\.claims\.0\.evidence_ids.*E99"):
        load_plan(json.dumps(data))


def test_a_changed_number_is_reported_as_a_contradiction(evidence, host):
    data = json.loads(make_plan(PlanRequest("gradient descent"), evidence, host).plan.to_json())
    data["scenes"][0]["claims"][0] |= {"text": "Gradient descent needs 77 steps.", "source": "user"}
    report = check_plan(load_plan(json.dumps(data)), host)
    assert report.grounding < 1
    assert any("77" in c for c in report.contradictions)


def edited(evidence, host, change) -> str:
    """The text of a plan file after `change` of its data."""
    data = json.loads(make_plan(PlanRequest("gradient descent"), evidence, host).plan.to_json())
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["scenes"][0].update(colour="red"), r"scenes\.0\.colour: there is no such field"),
        (lambda d: d["scenes"][1].update(seconds="long"), r"scenes\.1\.seconds: "),
        (lambda d: d["scenes"][1].update(role="intro"), r"scenes\.1\.role: .*'hook'"),
        (lambda d: d.update(scenes=[]), r"scenes: "),
        (lambda d: d.pop("planner"), r"planner: is missing"),
        (lambda d: d.update(schema_version=2), r"schema_version: this version reads"),
        (lambda d: d["scenes"][1].update(id=d["scenes"][0]["id"]), r"\n  scenes\.1\.id: 's1' is used twice"),
        (
            lambda d: d["scenes"][0]["visual"]["data"].update(evidence_id="E77"),
            r"\n  scenes\.0\.visual\.data\.evidence_id",
        ),
        (lambda d: d["evidence"][0].update(page=-1), r"evidence\.0\.page: "),
        (lambda d: d["evidence"][0].update(page="12"), r"evidence\.0\.page: "),
        (lambda d: d["scenes"][0].update(seconds="12"), r"scenes\.0\.seconds: "),
        (lambda d: d["scenes"][0]["visual"].update(pinned="yes"), r"scenes\.0\.visual\.pinned: "),
        (
            lambda d: d["scenes"][1]["visual"].update(pinned=True, template=None),
            r"\n  scenes\.1\.visual\.template: names none, though it is pinned",
        ),
        (lambda d: d["scenes"][0]["claims"][0].update(support=5), r"scenes\.0\.claims\.0\.support: "),
        (
            lambda d: d["scenes"][0]["visual"]["data"].update(values=[{"value": float("inf")}]),
            r"\n  scenes\.0\.visual\.data\.values\.0\.value: the number is not finite",
        ),
        (
            lambda d: d["scenes"][0]["visual"]["data"].update(value=10**400),
            r"\n  scenes\.0\.visual\.data\.value: the number is not finite",
        ),
    ],
)
def test_a_wrong_field_is_named_by_its_path(evidence, host, change, told):
    with pytest.raises(PlanError, match=told):
        load_plan(edited(evidence, host, change))


@pytest.mark.parametrize("text", ["", "  ", "[]", '{"schema_version": 1, "title": "a'])
def test_what_is_no_plan_at_all_is_refused(text):
    with pytest.raises(PlanError, match=r"film\.json"):
        load_plan(text, "film.json")


def test_a_byte_order_mark_is_no_mistake(evidence, host):
    plan = make_plan(PlanRequest("gradient descent"), evidence, host).plan
    assert load_plan("\ufeff" + plan.to_json()) == plan
    assert plan_from_text("\ufeff" + plan.to_json(), PlanRequest("gradient descent"), evidence, host).plan == plan


@pytest.mark.parametrize("planner", ["extractive", "manual"])
def test_a_plan_pasted_with_its_fence_is_used_whatever_the_planner(evidence, host, planner):
    plan = make_plan(PlanRequest("gradient descent"), evidence, host).plan
    request = PlanRequest("gradient descent", planner=planner)
    for text in (plan.to_json(), f"```json\n{plan.to_json()}```", f"\n~~~\n{plan.to_json()}\n~~~\n"):
        assert plan_from_text(text, request, evidence, host).plan == plan


def test_the_whole_output_of_the_command_is_named(evidence, host):
    output = {
        "plan": json.loads(make_plan(PlanRequest("gradient descent"), evidence, host).plan.to_json()),
        "report": {},
    }
    with pytest.raises(PlanError, match="Take its 'plan' part"):
        plan_from_text(json.dumps(output), PlanRequest("gradient descent"), evidence, host)


def test_a_field_that_stands_twice_is_named(evidence, host):
    text = edited(evidence, host, lambda d: d)
    with pytest.raises(PlanError, match="'topic' stands twice"):
        load_plan(text.replace('"topic":', '"topic": "x", "topic":', 1))


def test_narration_that_no_claim_holds_is_reported(evidence, host):
    invented = "Gradient descent was discovered on the Moon."
    plan = load_plan(edited(evidence, host, lambda d: d["scenes"][0].update(narration=invented)))
    report = check_plan(plan, host)
    assert report.unclaimed == [f"s1: {invented}"]
    assert report.grounding < 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda s: s["claims"].append({"text": "The moon is cold.", "source": "user"}),
            r"not in a passage .*s1: The moon is cold\.",
        ),
        (
            lambda s: s["claims"].append({"text": "The moon is cold.", "source": "user"}),
            r"not in the narration .*s1: The moon is cold\.",
        ),
        (lambda s: s.update(claims=[], narration=""), r"nothing is said in s1"),
        (lambda s: s.update(seconds=1), r"too fast to follow: s1: \d+ words in 1 s"),
        (
            lambda s: s.update(visual={"template": "quotation", "data": {"text": "Paint.", "evidence_id": "E1"}}),
            r"shown, .*s1: 'Paint\.' is not in E1",
        ),
    ],
)
def test_what_an_edit_leaves_unsaid_unsourced_or_too_fast_is_a_warning(evidence, host, change, told):
    report = check_plan(load_plan(edited(evidence, host, lambda d: change(d["scenes"][0]))), host)
    assert any(re.search(told, w) for w in report.warnings)


def test_a_long_film_that_leaves_its_topic_is_a_warning(evidence, host):
    def wander(data: dict) -> None:
        claim = {"text": "The moon is cold.", "source": "user"}
        data["scenes"] += [
            {"id": f"m{i}", "title": "A cold moon", "role": "mechanism", "seconds": 3, "claims": [claim]}
            for i in range(9)
        ]

    report = check_plan(load_plan(edited(evidence, host, wander)), host)
    assert report.elsewhere == [f"m{i}" for i in range(9)]
    assert any("ask for a shorter film" in w for w in report.warnings)
    assert not make_plan(PlanRequest("gradient descent"), evidence, host).report.elsewhere


def test_a_plan_of_the_book_says_shows_and_claims_the_same(evidence, host):
    report = make_plan(PlanRequest("gradient descent"), evidence, host).report
    assert not (report.unspoken or report.silent or report.hurried or report.unfounded)


def test_a_claim_that_cites_nothing_is_told_from_one_that_misquotes(evidence, host):
    def change(data):
        misquoted = data["scenes"][0]["claims"][0] | {"text": "The sea is warm."}
        data["scenes"][0]["claims"] += [{"text": "The moon is cold.", "source": "user"}, misquoted]

    report = check_plan(load_plan(edited(evidence, host, change)), host)
    assert report.uncited == ["s1: The moon is cold."]
    assert {"s1: The moon is cold.", "s1: The sea is warm."} <= set(report.ungrounded)
    assert any("cites nothing" in w and "moon" in w and "sea" not in w for w in report.warnings)
    assert any("cited for it" in w and "sea" in w and "moon" not in w for w in report.warnings)


def test_a_template_that_does_not_exist_is_named(evidence, host):
    plan = load_plan(edited(evidence, host, lambda d: d["scenes"][0]["visual"].update(template="hologram")))
    report = check_plan(plan, host)
    assert any("hologram" in w and "process" in w for w in report.warnings) and not report.undrawable


@pytest.mark.parametrize("visual", [{"template": "hologram"}, {"template": "comparison", "data": {}}])
def test_a_pinned_picture_that_cannot_be_drawn_is_told_apart(evidence, host, visual):
    plan = load_plan(edited(evidence, host, lambda d: d["scenes"][1]["visual"].update(**visual, pinned=True)))
    (flaw,) = check_plan(plan, host).undrawable
    assert flaw.startswith("s2: ") and visual["template"] in flaw


@pytest.mark.parametrize("data", [{"evidence_id": {"evidence_id": "E9", "text": "x"}}, {"term": {"text": 5}}])
def test_data_of_an_odd_shape_is_reported_and_stops_nothing(evidence, host, data):
    def change(d: dict) -> None:
        d["scenes"][-1].update(role="definition", visual={"template": "definition", "data": data})

    assert any("cannot be drawn" in w for w in check_plan(load_plan(edited(evidence, host, change)), host).warnings)
