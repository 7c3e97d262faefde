"""What prompts take from a book and how they say it: whole statements, titles in mid-sentence, odd plans, other languages."""

import pytest

from t2v_core.errors import InputError
from t2v_core.planning.plan import Claim, Scene, Visual
from t2v_core.prompting import PromptSettings, build_prompts
from t2v_core.prompting.grounds import whole_statements
from t2v_core.prompting.language import foreign_language
from t2v_core.retrieval.model import Cues, Evidence


def written(plan, evidence=None, settings=None, **scene):
    changed = plan.model_copy(update={"scenes": [plan.scenes[0].model_copy(update=scene)]})
    return build_prompts(changed, settings or PromptSettings(), evidence).prompts[0].positive


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("What a cloud is composed of", "about what a cloud is composed of:"),
        ("The sea feeds the clouds", "about how the sea feeds the clouds:"),
        ("Is rain always wet", "about the water cycle:"),
        ("Markov chains", "about Markov chains:"),
    ],
)
def test_a_title_stands_whole_in_mid_sentence(plan, title, named):
    assert f"An animated diagram {named}" in written(plan, title=title)


def test_scraps_of_figures_and_lists_are_no_cues(plan):
    scraps = (
        "4. Heat the water by one step of the cycle",
        "number of drops falling on the way back",
        "layers passed when water falls",
        "and the water rises from the sea",
    )
    evidence = Evidence("water", (), Cues(motion=scraps, visual=("ten clouds", "water passed")), "")
    text = written(plan, evidence)
    assert "Water evaporates from the sea." in text  # the scene's own claim instead
    for scrap in scraps:
        assert scrap[3:] not in text
    assert "Key ideas: rain" in written(plan, evidence, claims=[], narration="It is about water that moves.")


def test_a_cue_speaks_of_the_scene_it_stands_in(plan):
    cues = Cues(motion=("the water vapour rises over the warm sea", "the water pump pushes oil into pipes"))
    text = written(plan, Evidence("water", (), cues, ""))
    assert "The water vapour rises over the warm sea." in text
    assert "oil" not in text


def test_a_page_is_shown_only_for_a_books_words(plan):
    page = {"visual": Visual(template="quotation"), "visual_action": "One passage on a page is highlighted"}
    assert "an open book" in written(plan, **page)
    by_hand = written(plan, **page, claims=[Claim(text="Water moves.", source="user")])
    assert "open book" not in by_hand and "passage" not in by_hand


def test_a_passage_is_shortened_to_whole_statements():
    text = "In rivers, where the depth of the water stays low, fish rest. Rain falls on hills."
    assert whole_statements(text, 40) == text
    assert whole_statements(text, 13) == "In rivers, where the depth of the water stays low, fish rest."
    assert whole_statements(text, 9) == ""
    assert (
        whole_statements("Germs such as R. flava grow. They are small and round.", 8) == "Germs such as R. flava grow."
    )
    assert whole_statements("For thin ice to form on a lake it must freeze.", 5) == ""


def test_overlay_without_a_passage_says_so(plan):
    bare = plan.model_copy(
        update={"scenes": [plan.scenes[1].model_copy(update={"claims": [Claim(text="A ball rolls.", source="user")]})]}
    )
    report = build_prompts(bare, PromptSettings(rag_mode="overlay")).report
    assert any("no passage" in n and "s2" in n for n in report.notes)
    assert not any("no passage" in n for n in build_prompts(plan, PromptSettings()).report.notes)


@pytest.mark.parametrize(
    ("template", "data", "said"),
    [
        ("timeline", {"events": [{"date": 1999, "text": ""}]}, "1999"),
        ("numbers", {"values": [{"label": 7, "value": 3}]}, "7"),
        ("steps", {"steps": [{"text": ["a"]}, {"text": None}, {"text": True}]}, "lighting up in order."),
    ],
)
def test_numbers_and_odd_values_in_an_edited_plan_are_read(plan, template, data, said):
    assert said in written(plan, visual=Visual(template=template, data=data))


def test_an_override_is_verbatim(plan):
    wanted = "acad_infov1, a diagram (red:1.2) embedding:foo"
    settings = PromptSettings(positive=wanted, lora_trigger=" ,trg1,, trg2 , ")
    assert written(plan, settings=settings) == f"trg1, trg2, {wanted}"


def test_a_trigger_is_a_name_in_any_script(plan):
    with pytest.raises(InputError, match=r"lora_trigger.*language_policy"):
        build_prompts(plan, PromptSettings(lora_trigger="触发词"))
    warned = build_prompts(plan, PromptSettings(lora_trigger="触发词", language_policy="warn"))
    assert warned.prompts[0].positive.startswith("触发词, An animated")
    assert any("lora_trigger" in w for w in warned.report.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "La descente de gradient est un algorithme", "Gradientenabstieg beim maschinellen Lernen",
        "une animation claire du cycle de l'eau", "el ciclo del agua", "градиентный спуск",
    ],
)  # fmt: skip
def test_another_language_is_named_in_topics_and_overrides(plan, text):
    for field in ("topic", "positive", "objective"):
        with pytest.raises(InputError, match=f"{field} is not English.*language_policy"):
            build_prompts(plan, PromptSettings(**{field: text}))
    report = build_prompts(plan.model_copy(update={"topic": text}), PromptSettings()).report
    assert any("topic is not English" in w for w in report.warnings)  # the planner let it pass


@pytest.mark.parametrize(
    "text",
    [
        "Rio de Janeiro", "anime girl, masterpiece, best quality, ultra detailed", "Tokugawa Ieyasu shogunate", "the MIT license",
        "UN Security Council", "the Treaty of Guadalupe de la Vega", "Escherichia coli Staphylococcus aureus", "A* search", "theta and λ",
    ],
)  # fmt: skip
def test_names_and_keywords_are_no_other_language(text):
    assert foreign_language(text) == ""


def test_many_scenes_make_a_short_report_and_frames_beyond_the_published_are_warned_of(plan):
    scenes = [Scene(id=f"x{i}", title=f"Rain {i}", role="example", seconds=2000) for i in range(200)]
    long = plan.model_copy(update={"scenes": scenes})
    for family, most in (("cogvideox", 49), ("wan", 81), ("ltx", 257)):
        report = build_prompts(long, PromptSettings(family=family, scene_frames=10_000)).report
        (warning,) = [w for w in report.warnings if "was published for" in w]
        assert f"the {most} that" in warning and "and 194 more" in warning
        assert len("\n".join(report.lines())) < 1500
        calm = build_prompts(long, PromptSettings(family=family, scene_frames=most))
        assert not any("published" in w for w in calm.report.warnings)
