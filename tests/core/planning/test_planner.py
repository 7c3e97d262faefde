"""The planners' one door, language, hand-written plans, pace and the report."""

import json
import re
import sys

import pytest

from t2v_core.errors import InputError, PlanError
from t2v_core.planning import PlanRequest, check_plan, load_plan, make_plan, plan_from_text
from t2v_core.planning.language import other_language
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


def test_characters_that_nobody_sees_are_named_in_an_edited_plan(evidence, host):
    text = edited(evidence, host, lambda d: d["scenes"][0]["claims"][0].update(text="Mills\u202e grind\x07 corn."))
    warnings = check_plan(load_plan(text), host).warnings
    assert any(re.search(r"delete them: s1: .*U\+202E, U\+0007", w) for w in warnings)


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("обратное распространение ошибки", "Cyrillic"),
        ("勾配降下法の説明", "Japanese|Chinese"),
        ("शिक्षण दर", "Devanagari"),
    ],
)
def test_a_topic_in_another_script_is_refused_by_name(evidence, host, text, name):
    with pytest.raises(InputError, match=name):
        make_plan(PlanRequest(text), evidence, host)


SENTENCES = [
    ("Wie funktioniert die Gram-Färbung bei Bakterien", "German"),
    ("warum ist der Himmel blau", "German"),
    ("Comment fonctionne la coloration de Gram", "French"),
    ("pourquoi le ciel est bleu", "French"),
    ("¿Cómo funciona la tinción de Gram?", "Spanish"),
    ("por qué el cielo es azul", "Spanish"),
    ("Come funziona la colorazione di Gram", "Italian"),
    ("perché il cielo è blu", "Italian"),
    ("Hoe werkt de gramkleuring bij bacteriën", "Dutch"),
    ("waarom is de lucht blauw", "Dutch"),
    ("Como os enzimas aceleram as reações do corpo", "Portuguese"),
    ("por que o céu é azul", "Portuguese"),
]


@pytest.fixture
def no_detector(monkeypatch):
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)


@pytest.mark.parametrize(("text", "name"), SENTENCES)
def test_a_sentence_in_another_language_is_known_by_its_small_words(no_detector, evidence, host, text, name):
    assert other_language(text) == name
    with pytest.raises(InputError, match=f"{name}: .*language_policy"):
        make_plan(PlanRequest(text), evidence, host)


@pytest.mark.parametrize(
    "text",
    [
        "Ponce de León and Juan de la Cosa",
        "El Niño and La Niña",
        "How the die is cast: the van der Waals forces",
        "Watson et al. on de novo assembly",
        "No free lunch as a limit, par for the course",
        "big O and little o notation",
        "Leonardo da Vinci e la Gioconda",
    ],
)
def test_names_and_borrowed_words_are_no_sentence_in_another_language(no_detector, text):
    assert other_language(text) == ""


def test_a_short_english_topic_and_a_greek_symbol_pass():
    assert other_language("naive Bayes") == ""
    assert other_language("α β") == ""


def test_a_language_warning_is_in_the_plan_and_its_report(host):
    result = make_plan(
        PlanRequest("обучение", planner="manual", lines="Learning changes weights.", language_policy="warn"), None, host
    )
    assert result.plan.audit[0].event == "language"
    assert any("Cyrillic" in w for w in result.report.warnings)


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


@pytest.mark.parametrize(
    "text",
    [
        "sin(x + y)",
        "sin x and sin y",
        "Elements Ne and Se",
        "Van door design",
        "Sous vide par excellence",
        "UN and EN standards",
    ],
)
def test_symbols_and_borrowed_words_are_no_other_language(text):
    assert other_language(text) == ""


def test_lines_of_a_pasted_page_stay_apart_and_blank_ones_cost_nothing(host):
    lines = "Hot water boils.\x0cCold water freezes." + "\n" * 50_000
    plan = make_plan(PlanRequest("water", planner="manual", lines=lines), None, host).plan
    assert [s.narration for s in plan.scenes] == ["Hot water boils.", "Cold water freezes."]


@pytest.mark.parametrize("data", [{"evidence_id": {"evidence_id": "E9", "text": "x"}}, {"term": {"text": 5}}])
def test_data_of_an_odd_shape_is_reported_and_stops_nothing(evidence, host, data):
    def change(d: dict) -> None:
        d["scenes"][-1].update(role="definition", visual={"template": "definition", "data": data})

    assert any("cannot be drawn" in w for w in check_plan(load_plan(edited(evidence, host, change)), host).warnings)


def test_a_plan_without_an_audience_is_for_any(host):
    kept = make_plan(PlanRequest("water", planner="manual", lines="Hot water boils.", audience=""), None, host).plan
    report = plan_from_text(kept.to_json(), PlanRequest("water"), None, host).report
    assert not any("audience" in w for w in report.warnings)
