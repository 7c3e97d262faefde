"""The planners' one door: hand-written plans, kept plans, pace and the subject of a request."""

import re

import pytest

from t2v_core.errors import PlanError
from t2v_core.planning import PlanRequest, load_plan, make_plan, plan_from_text
from t2v_core.planning.pacing import scene_count, share_seconds
from t2v_core.planning.text import capitalise
from t2v_core.planning.topic import read_topic


def test_hand_written_lines_become_scenes_without_a_source(host):
    lines = "Photosynthesis: Plants turn light into sugar.\nThe leaf absorbs light and stores energy."
    plan = make_plan(PlanRequest("photosynthesis", seconds=12, planner="manual", lines=lines), None, host).plan
    assert [s.narration for s in plan.scenes] == [
        "Plants turn light into sugar.",
        "The leaf absorbs light and stores energy.",
    ]
    assert plan.scenes[1].title == "The leaf absorbs light and stores energy"
    assert not plan.sourced
    assert plan.seconds == pytest.approx(12)


def manual(host, lines: str, **more):
    """The plan of hand-written lines."""
    return make_plan(PlanRequest("photosynthesis", planner="manual", lines=lines, **more), None, host)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("One line here.\n" * 390, "390 lines.* at most 40 scenes.* at least 195 s"),
        ("One line here.\n" * 500, "500 lines.* Put several"),
        ("A leaf is green.\n" + "light " * 2000, r"Line 2 .*'light light .* 11999 characters.*Break"),
        ("x" * 5000, r"Line 1 .* 5000 characters"),
        ('```json\n{"scenes": []}\n```', "plan file.*plan_text.*`render`"),
        ('[{"scenes": []}]', "plan file"),
        ('// mine\n{\n "title": "A"}', "plan file"),
        ('"schema_version": 1, "title": "A"}', "plan file"),
    ],
)
def test_lines_that_make_no_film_are_refused_with_what_to_do(host, lines, told):
    with pytest.raises(PlanError, match=told) as refused:
        manual(host, lines, seconds=20)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("line", ["light " * 640, "x" * 3900, '{a, b} is a set. "a" is one: of its members.'])
def test_a_long_or_odd_line_is_a_scene_of_a_plan_that_can_be_kept(host, line):
    plan = manual(host, line).plan
    assert load_plan(plan.to_json()) == plan and len(plan.scenes[0].title) < 90


def test_characters_that_nobody_sees_do_not_get_into_hand_written_scenes(host):
    scene = manual(host, "\ufeffLight re\u202eactions: Light\x07 splits water.").plan.scenes[0]
    assert (scene.title, scene.narration) == ("Light reactions", "Light splits water.")
    assert scene.rag_query == "photosynthesis: Light reactions"


def test_a_slow_film_of_hand_written_lines_blames_no_book(host):
    pace = next(w for w in manual(host, "Light splits water.\nSugar is made.").report.warnings if "pace" in w)
    assert "book" not in pace and "at most 3 s" in pace


def test_a_number_of_scenes_that_is_not_kept_is_in_the_audit(evidence, host):
    film = make_plan(PlanRequest("gradient descent", seconds=30, scenes=100), evidence, host)
    assert any(re.search(r"100 scenes were asked for and \d+ made: .* at most 30", w) for w in film.report.warnings)
    assert any("5 scenes were asked for and 1 made" in w for w in manual(host, "A leaf.", scenes=5).report.warnings)
    kept = make_plan(PlanRequest("gradient descent", seconds=45, scenes=4), evidence, host)
    assert not any("asked for" in w for w in kept.report.warnings)


def test_a_plan_given_as_text_is_used_as_it_is(evidence, host):
    plan = make_plan(PlanRequest("gradient descent"), evidence, host).plan
    assert plan_from_text(plan.to_json(), PlanRequest("another topic"), evidence, host).plan == plan


@pytest.mark.parametrize(
    ("text", "large"),
    [
        ("β-lactam antibiotics", "β-lactam antibiotics"),
        ("α particles scatter", "α particles scatter"),
        ("état", "État"),
        ("øre coins", "Øre coins"),
        ("gram staining", "Gram staining"),
    ],
)
def test_a_symbol_at_the_beginning_keeps_its_size(host, text, large):
    assert capitalise(text) == large
    assert manual(host, f"{text} here.").plan.scenes[0].narration == f"{large} here."


@pytest.mark.parametrize("seconds", [2.0, 4.0, 30.0, 61.7, 3600.0])
def test_shares_of_time_add_up_exactly(seconds):
    count = scene_count(seconds)
    assert sum(share_seconds([7 + i % 5 for i in range(count)], seconds)) == pytest.approx(seconds, abs=1e-6)
    assert min(share_seconds([1, *[40] * (count - 1)], seconds)) > 0


@pytest.mark.parametrize(
    ("request_", "phrases"),
    [
        (
            "an explainer video showing how gradients propagate in backpropagation",
            ("gradients", "backpropagation"),
        ),
        ("how k-means finds groups", ("k-means", "groups")),
        ("why deep networks suffer from vanishing gradients", ("deep networks", "vanishing gradients")),
        ("explain A* search on a graph, step by step", ("A* search", "graph")),
        ("How does photosynthesis work?", ("photosynthesis",)),
    ],
)
def test_a_request_is_reduced_to_its_subject(request_, phrases):
    assert read_topic(request_).phrases == phrases


def test_spelling_and_hyphens_do_not_hide_a_topic():
    assert read_topic("backpropagation").mentions("Back-propagation computes gradients.") == 1
    assert read_topic("regularization").mentions("Regularisation lowers the error.") == 1
    assert read_topic("k-means clustering").is_subject_of("The k-means algorithm is a clustering method.")


def test_a_special_case_is_not_the_topic():
    assert not read_topic("lexical scope").is_subject_of("Dynamic scope is a rule for looking up names.")
    assert not read_topic("gradient descent").is_subject_of("Stochastic gradient descent is a cheap variant.")


def test_the_place_of_a_topic_is_not_the_topic_where_the_book_speaks_of_the_rest():
    texts = ["Osmosis is a flow of water.", "Osmosis fills a cell.", "Roots take up water by osmosis."]
    named, unknown = read_topic("osmosis in roots", passages=texts), read_topic("turgor in roots", passages=texts)
    assert not named.is_subject_of("Roots hold the soil.") and named.mentions("Roots hold the soil.") < 1
    assert named.is_subject_of(texts[0]) and named.title == "osmosis in roots"
    assert unknown.is_subject_of("Roots hold the soil.")


def test_an_acronym_of_the_book_names_the_topic():
    passages = ["A hidden Markov model (HMM) has states. HMMs emit symbols. An HMM is a model. The HMM is trained."]
    assert read_topic("hidden Markov models", passages=passages).is_subject_of("HMMs are models of sequences.")


def test_a_plan_kept_for_another_topic_is_named(host):
    kept = make_plan(
        PlanRequest("boiling water", planner="manual", lines="Water boils when it is hot."), None, host
    ).plan
    again = plan_from_text(kept.to_json(), PlanRequest("boiling water"), None, host)
    other = plan_from_text(kept.to_json(), PlanRequest("freezing water"), None, host)
    assert not any("plan_text" in w for w in again.report.warnings)
    shouted = plan_from_text(kept.to_json(), PlanRequest("Boiling Water"), None, host)
    assert not any("plan_text" in w for w in shouted.report.warnings)
    assert any("plan_text" in w for w in other.report.warnings)
    assert other.plan == kept


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"seconds": 60}, "it lasts 30 s, not 60 s"),
        ({"scenes": 7}, "it has 1 scenes, not 7"),
        ({"audience": "children"}, "its audience is 'undergraduate students', not 'children'"),
        ({"objective": "tell why"}, "its objective is '', not 'tell why'"),
        ({"style": "blue"}, "its style is '', not 'blue'"),
    ],
)
def test_a_plan_kept_for_another_film_is_named(host, asked, told):
    kept = make_plan(PlanRequest("boiling water", planner="manual", lines="Hot water boils."), None, host).plan
    report = plan_from_text(kept.to_json(), PlanRequest("boiling water", **asked), None, host).report
    assert told in report.warnings[0] and "plan_text" in report.warnings[0]


def test_a_plan_kept_for_a_misspelt_topic_is_its_own(evidence, host):
    asked = PlanRequest("gradeint descent", seconds=45)
    kept = make_plan(asked, evidence, host).plan
    assert not any("plan_text" in w for w in plan_from_text(kept.to_json(), asked, evidence, host).report.warnings)


def test_lines_of_a_pasted_page_stay_apart_and_blank_ones_cost_nothing(host):
    lines = "Hot water boils.\x0cCold water freezes." + "\n" * 50_000
    plan = make_plan(PlanRequest("water", planner="manual", lines=lines), None, host).plan
    assert [s.narration for s in plan.scenes] == ["Hot water boils.", "Cold water freezes."]


def test_a_plan_without_an_audience_is_for_any(host):
    kept = make_plan(PlanRequest("water", planner="manual", lines="Hot water boils.", audience=""), None, host).plan
    report = plan_from_text(kept.to_json(), PlanRequest("water"), None, host).report
    assert not any("audience" in w for w in report.warnings)
