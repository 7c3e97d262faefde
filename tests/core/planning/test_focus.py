"""Sections on the topic: found by their headings and their passages, read first, told in the book's order."""

from dataclasses import replace

import numpy as np
import pytest

from t2v_core.book.model import Book
from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.english.flaws import flaw
from t2v_core.planning.focus import focus
from t2v_core.planning.scene_roles import role_scores
from t2v_core.planning.structure import Source, extract, told_lists
from t2v_core.planning.topic import read_topic

PAGES = (
    (
        ("Respiration", "The lungs"),
        "The lungs are two organs in the chest. The left lung has two lobes and leaves room for the heart. "
        "The lungs are covered by a thin membrane that produces a fluid.",
    ),
    (
        ("Respiration", "Gas exchange"),
        "Gas exchange in the lungs is the movement of oxygen into the blood. Oxygen diffuses through the wall of the alveoli "
        "because its pressure in the air is higher than in the blood. Carbon dioxide leaves the blood in the opposite direction "
        "and is breathed out.",
    ),
    (
        ("Respiration", "Gas exchange", "Ventilation"),
        "Ventilation moves air into the alveoli of the lungs with every breath. The diaphragm contracts and draws air into the chest.",
    ),
    (
        ("Digestion", "The stomach"),
        "The stomach mixes food with acid. Gas may collect in the stomach after a meal. Proteins are cut into short chains.",
    ),
)


def _focus(evidence, topic: str) -> dict[str, float]:
    found = focus(evidence, read_topic(topic), lambda texts: np.zeros((len(texts), 1)))
    return {" › ".join(h.chunk.section): found.get(h.chunk.id, 0.0) for h in evidence.hits}


def test_a_heading_on_the_subject_of_a_question_is_not_yet_on_what_is_asked(evidence_of):
    pages = (
        (("The heart", "Location of the heart"), "The heart lies between the lungs. Its base is at the top."),
        (("The heart", "Pumping of blood"), "The heart pumps blood into the arteries. The ventricles contract."),
    )
    found = _focus(evidence_of("heart", pages, (0.6, 0.6)), "how the heart pumps blood")
    assert found["The heart › Pumping of blood"] > found["The heart › Location of the heart"]


def test_the_section_of_the_topics_first_phrase_is_its_home(evidence_of):
    found = _focus(evidence_of("gas exchange", PAGES, (0.6, 0.7, 0.6, 0.3)), "gas exchange in the lungs")
    home = "Respiration › Gas exchange"
    assert max(found, key=found.get) == home
    assert found[home] > found["Respiration › The lungs"] > found["Digestion › The stomach"]
    assert found["Respiration › Gas exchange › Ventilation"] > found["Respiration › The lungs"]


def test_what_a_subsection_explains_the_text_before_it_does_not(evidence_of):
    pages = (
        (("Trade",), "Countries trade with their neighbours. Ports grow where ships call."),
        (("Trade", "Comparative advantage"), "Comparative advantage decides what a country makes for others."),
        (("Trade", "Comparative advantage", "Gains"), "The gains from comparative advantage are shared by both sides."),
    )
    found = _focus(evidence_of("comparative advantage", pages, (0.4, 0.7, 0.6)), "comparative advantage")
    assert found["Trade › Comparative advantage"] > 2 * found["Trade"]
    assert found["Trade › Comparative advantage › Gains"] > 2 * found["Trade"]


def test_one_near_passage_does_not_make_a_chapter_s_sections_strange(evidence_of):
    topic = "gradient flow"
    pages = (
        (("Nets",), "The gradient flow of a net."),
        *((("Nets", "Layers"), f"Layer {n} passes its part on to the one below.") for n in range(3)),
    )
    near = {topic: 1.0, pages[0][1]: 0.9}
    encode = lambda texts: np.array([[v := near.get(t, 0.85), np.sqrt(1 - v * v)] for t in texts])  # noqa: E731
    evidence = evidence_of(topic, pages, (0.9, 0.6, 0.6, 0.6))
    chunks = tuple(h.chunk for h in evidence.hits)
    book = Book("b", "Nets", (), "b.pdf", 1, chunks, (), encode([c.text for c in chunks]), "two columns")
    found = focus(replace(evidence, books=(book,)), read_topic(topic), encode)
    assert min(found[c.id] for c in chunks[1:]) > 0.5


def test_a_section_on_the_causes_answers_within_a_chapter_on_the_topic(evidence_of):
    pages = (
        (
            ("The Salt Famine", "The hungry years"),
            "The salt famine lasted for years. In the salt famine many left the coast.",
        ),
        (("The Salt Famine", "Causes of the shortage"), "Rain had ruined the pans along the shore."),
        (("Fishing", "Causes of the shortage"), "Storms had kept the boats in port."),
    )
    found = _focus(evidence_of("salt famine", pages, (0.7, 0.5, 0.4)), "causes of the salt famine")
    assert found["The Salt Famine › Causes of the shortage"] >= 0.6
    assert found.get("Fishing › Causes of the shortage", 0.0) < 0.3


def test_why_is_answered_by_what_stands_under_a_heading_on_the_origins(evidence_of):
    pages = (
        (("The Salt Riot", "Origins of the riot", "The new tax"), "The salt riot was near when the tax rose."),
        (("The Salt Riot", "Trials", "Judges"), "The salt riot ended before the judges."),
    )
    found = _focus(evidence_of("salt riot", pages, (0.7, 0.6)), "Why did the salt riot break out?")
    assert found["The Salt Riot › Origins of the riot › The new tax"] > found["The Salt Riot › Trials › Judges"]


def test_a_chapter_on_another_of_the_same_name_is_none_on_the_topic(evidence_of):
    pages = (
        (("Charter War I", "Outbreak"), "Charter War I began over a toll. The toll had doubled."),
        (("Charter War II", "Outbreak"), "The war began when the charter was burnt."),
    )
    found = _focus(evidence_of("Charter War I", pages, (0.7, 0.6)), "Charter War I")
    assert found["Charter War I › Outbreak"] > 0.6 and not found.get("Charter War II › Outbreak")


def test_scenes_follow_the_book_once_the_topic_is_defined(evidence_of, host):
    evidence = evidence_of("gas exchange", PAGES, (0.6, 0.7, 0.6, 0.3))
    plan = make_plan(PlanRequest("gas exchange in the lungs", seconds=40), evidence, host).plan
    assert plan.scenes[0].role == "definition"
    pages = [plan.passage(s.claims[0].evidence_ids[0]).page for s in plan.scenes[1:]]
    assert pages == sorted(pages)
    assert not any("stomach" in s.narration for s in plan.scenes)


def test_steps_told_in_order_are_a_list():
    text = (
        "A wound is closed in stages. First, the vessel narrows. The muscle of its wall contracts. "
        "Next, platelets form a plug. Finally, threads of fibrin hold the plug together. First, one speaks of a scab. Then it heals."
    )
    (items,) = told_lists([Source(text, "E1")])
    assert [x.label for x in items] == [
        "the vessel narrows", "platelets form a plug", "threads of fibrin hold the plug together",
    ]  # fmt: skip
    assert not told_lists([Source("Next, platelets form a plug. Then it hardens. Finally, it is removed.", "E1")])


def test_a_told_list_is_read_whole_and_once():
    text = "First, weigh the flask. Next, add the acid. Then, stir the mixture. Finally, read the scale."
    (items,) = told_lists([Source(text, "E1")])
    assert len(items) == 4


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("On the top of each kidney is the adrenal gland.", "the kidney"),
        ("Between the sac and the heart is the cavity, which is filled with fluid.", "the heart"),
        ("About half the stars are binary stars, which orbit each other.", "stars"),
        ("In small towns, brass bands are common social groups.", "brass bands"),
        ("The response is a classical and very specific immune response.", "immune response"),
    ],
)
def test_what_only_mentions_a_topic_does_not_define_it(sentence, topic):
    assert "definition" not in role_scores(sentence, read_topic(topic))


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("One-hot encoding is a representation with one column for each category.", "one-hot encoding"),
        ("Over-fitting is the fault of a model that fits the noise of its data.", "over-fitting"),
        ("A brass band is made up of players who meet once a week.", "brass band"),
        ("Half life is the time in which half of the nuclei decay.", "half life"),
    ],
)
def test_what_says_which_thing_a_topic_is_defines_it(sentence, topic):
    assert role_scores(sentence, read_topic(topic)).get("definition") == 1.0


def test_announced_steps_explain_how_a_thing_works():
    assert role_scores("Blood clotting involves three steps: spasm, a plug and fibrin.", read_topic("blood clotting"))[
        "mechanism"
    ] == pytest.approx(1.0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Crosses mark the centroids and colours mark the assignment.",
        "You will discover that the parts of the nephron use several processes.",
        "The clot is normal after the mechanism just described in the text.",
    ],
)
def test_sentences_about_figures_and_readers_are_not_said(sentence):
    assert flaw(sentence)


def test_a_definition_ends_where_another_statement_begins():
    text = "Ventilation is the process that moves air into the lungs, and perfusion affects the flow of blood."
    slots = extract([Source(text, "E1")])[0].slots
    assert "perfusion" not in str(slots) and "moves air into the lungs" in str(slots)


def test_counted_aspects_are_a_tree_of_them():
    text = "Two important aspects of gas exchange are ventilation and perfusion."
    found = extract([Source(text, "E1")])[0]
    assert found.template == "hierarchy" and [x.source for x in found.slots.links] == ["ventilation", "perfusion"]


def test_a_question_keeps_its_words_as_the_films_title():
    assert read_topic("how blood clots?").title == "how blood clots"
    assert read_topic("explain k-means clustering").title == "k-means clustering"
    assert read_topic("sharecropping after the Civil War").phrases == ("sharecropping",)


def test_a_heading_of_one_word_becomes_a_title_with_the_topic(evidence_of, host):
    evidence = evidence_of("gas exchange", PAGES, (0.6, 0.7, 0.6, 0.3))
    plan = make_plan(PlanRequest("gas exchange in the lungs", seconds=40), evidence, host).plan
    titles = [s.title for s in plan.scenes]
    assert "Lungs: ventilation" in titles, titles
