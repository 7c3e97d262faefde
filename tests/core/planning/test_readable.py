"""A plan as a person reads and edits it."""

import json

from t2v_core.diagram.citation import citation
from t2v_core.planning import editable, load_plan, scene_list
from t2v_core.planning.plan import Claim, EvidenceItem, PlannerInfo, Scene, ScenePlan, Visual

PLAN = ScenePlan(
    title="Rain",
    topic="rain",
    evidence=[
        EvidenceItem(id="E1", book="Weather", text="Water evaporates.", page=12, page_label="ix"),
        EvidenceItem(id="E2", book="Weather", text="Rain falls.", page=14),
    ],
    scenes=[
        Scene(
            id="s1", title="How rain forms", role="key_idea", seconds=6.5, visual=Visual(template="cause_effect"),
            claims=[
                Claim(text="Water evaporates.", evidence_ids=["E1"], source="extract"),
                Claim(text="Then it rains.", evidence_ids=["E1", "E2"], source="llm"),
            ],
        ),
        Scene(id="s2", title="My scene", role="recap", seconds=4, claims=[Claim(text="Mine.", source="user")]),
        Scene(id="s3", title="Hand-written", role="recap", seconds=4, narration="Only said."),
    ],
    planner=PlannerInfo(kind="extractive"),
)  # fmt: skip


def test_the_scene_list_gives_each_sentence_its_pages():
    text = scene_list(PLAN)
    assert text.startswith("Rain: 3 scenes, 14.5 s\n\n1. How rain forms [6.5 s, key idea, drawn as cause effect]\n")
    assert "   Water evaporates. (p. ix)\n   Then it rains. (p. ix; p. 14; worded by a language model)" in text
    assert "   Mine. (no source)" in text and "   Only said." in text


def test_pages_of_several_books_carry_their_titles():
    other = EvidenceItem(id="E3", book="Clouds", text="Clouds drift.", page=2)
    assert "(Weather, p. ix)" in scene_list(PLAN.model_copy(update={"evidence": [*PLAN.evidence, other]}))


def test_a_book_without_pages_is_cited_by_its_headings():
    page = EvidenceItem(id="E1", book="Clouds", text="Clouds drift.", page=0, section=["Sky", "Wind"])
    bare = EvidenceItem(id="E2", book="Clouds", text="Rain falls.", page=0)
    plan = PLAN.model_copy(update={"evidence": [page, bare]})
    assert "Water evaporates. (§ Wind)" in scene_list(plan) and "(§ Wind; Clouds; worded" in scene_list(plan)
    assert citation(plan, ["E1", "E2"]) == "Clouds, § Wind"
    assert citation(PLAN, ["E1", "E2"]) == "Weather, pp. ix, 14"


def test_an_editable_plan_is_the_same_plan_with_each_sentence_once():
    text = editable(PLAN)
    assert load_plan(text) == PLAN
    assert text.count("Then it rains.") == 1
    assert text.index('"scenes"') < text.index('"evidence"')
    assert "Only said." in text  # narration of its own stays


def test_an_edited_sentence_is_also_the_narration():
    data = json.loads(editable(PLAN))
    data["scenes"][1]["claims"][0]["text"] = "Changed."
    assert load_plan(json.dumps(data)).scenes[1].narration == "Changed."
