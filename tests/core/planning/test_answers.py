"""What a request asks of its topic, what a book calls the topic, and sentences that state one fact."""

from __future__ import annotations

import pytest

from t2v_core.planning.answers import ANSWERS, answers, side_of
from t2v_core.planning.english.flaws import flaw
from t2v_core.planning.topic import read_topic
from t2v_core.planning.twins import are_cases, state_one_fact


@pytest.mark.parametrize(
    ("request_", "side"),
    [
        ("causes of the French Revolution", "causes"),
        ("why rivers flood", "causes"),
        ("effects of acid rain", "effects"),
        ("types of volcanoes", "kinds"),
        ("history of the telescope", "history"),
        ("how a glacier forms", "process"),
        ("volcanoes", ""),
        ("the roots of plants", ""),
        ("square roots of numbers", ""),
        ("evolution of stars", ""),
        ("development of the embryo", ""),
        ("the rise of sea level", ""),
    ],
)
def test_the_side_of_the_topic_that_a_request_asks_for(request_: str, side: str) -> None:
    assert side_of(read_topic(request_)) == side


@pytest.mark.parametrize(
    ("text", "of_causes"),
    [
        ("Heavy autumn rain caused the flood.", 1),
        ("The thaw of the snow led to floods in the valley.", 1),
        ("Floods result from long rain on frozen ground.", 1),
        ("The flood destroyed two thousand houses.", -1),
        ("Floods lead to disease among cattle.", -1),
        ("The flood was three metres deep.", 0),
        ("Autumn rain doesn't cause floods.", 0),
        ("Autumn rain does not always lead to floods.", 0),
        ("Autumn rain rarely leads to floods.", 0),
        ("The farmers deny that rain causes floods.", 0),
        ("No one knows what caused the flood.", 0),
        ("Heavy rain caused not only the flood but a slide of mud.", 1),
    ],
)
def test_causes_and_effects_are_told_by_where_the_arrow_ends(text: str, of_causes: int) -> None:
    causes = answers(read_topic("causes of floods"), text, "The valley")
    effects = answers(read_topic("effects of floods"), text, "The valley")
    assert (causes > 0) - (causes < 0) == of_causes
    assert (effects > 0) - (effects < 0) == -of_causes


def test_a_kind_of_the_topic_answers_what_its_types_are() -> None:
    topic = read_topic("types of volcanoes")
    assert answers(topic, "There are three types of volcanoes: shields, cones and domes.", "Volcanoes") == ANSWERS
    assert 0 < answers(topic, "Shield volcanoes are broad and flat.", "Volcanoes") < ANSWERS
    assert answers(topic, "Volcanoes are found on every continent.", "Volcanoes") == 0
    assert answers(topic, "The types of rock differ from place to place.", "Rocks") == 0


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Lippershey applied for a patent of his telescope in 1608.", True),
        ("In 1608, Lippershey applied for a patent of the telescope.", True),
        ("During the 1660s Newton built a telescope.", True),
        ("By 1905 the mirror of the telescope was done.", True),
        ("When the telescope was invented in 1608, sailors bought it.", True),
        ("Through a telescope, sailors saw the coast in 1650.", False),
        ("In 1905 engineers built a larger telescope.", True),
        ("On 7 January 1610, the telescope showed moons.", True),
        ("On January 7, 1610, the telescope showed moons.", True),
        ("In the spring of 1905 the telescope was done.", True),
        ("In 1789 Herschel built a telescope of 12 meters.", True),
        ("A telescope gathers light.", False),
        ("The telescope has a length of 1800 mm.", False),
        ("The telescope hangs from a mass of 1200 kg.", False),
        ("The telescope lies in 2000 boxes.", False),
        ("In 1887 the body of its founder was buried there.", False),
    ],
)
def test_history_is_told_with_its_dates(text: str, dated: bool) -> None:
    assert (answers(read_topic("history of the telescope"), text, "Light") == ANSWERS) is dated


@pytest.mark.parametrize(
    "text",
    [
        "The leukocyte, commonly known as a white blood cell (or WBC), defends the body.",
        "White blood cells, or leukocytes, defend the body. Leukocytes are few. A leukocyte moves by itself.",
    ],
)
def test_a_synonym_stands_for_the_topic_in_either_number(text: str) -> None:
    topic = read_topic("white blood cells", passages=[text])
    assert topic.mentions("Classification of leukocytes") == 1


def test_the_synonym_of_what_stands_behind_of_and_words_written_as_one_name_the_topic() -> None:
    text = "The erythrocyte, commonly known as a red blood cell, is small. The lifecycle of erythrocytes is short."
    topic = read_topic("the life cycle of red blood cells", passages=[text])
    assert topic.mentions("Lifecycle of Erythrocytes") == 1


def test_the_end_of_a_list_is_no_synonym() -> None:
    text = "Rivers, lakes, or seas, are waters. Seas are salty. Seas are deep. Seas are wide."
    assert read_topic("lakes", passages=[text]).aliases == ()


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("acids", "Adding an acid, or base, changes it."),
        ("buyers", "The buyer, or seller, may withdraw."),
        ("parents", "A parent, or guardian, must sign."),
        ("lakes", "A lake, or reservoir, is a water. The lake and the reservoir differ."),
    ],
)
def test_another_thing_behind_or_is_no_synonym(asked: str, text: str) -> None:
    other = text.partition(" or ")[2].partition(",")[0]
    assert (
        read_topic(asked, passages=[f"{text} The {other} is old. A {other} is new. No {other} is blue."]).aliases == ()
    )


def test_the_number_of_a_name_stays_with_it() -> None:
    topic = read_topic("causes of World War I")
    assert topic.phrases == ("World War I",)
    assert (
        topic.mentions("World War I broke out in 1914.") == topic.mentions("Both World Wars I and II were long.") == 1
    )
    assert topic.mentions("World War II broke out in 1939.") < 1 and not topic.has_phrase("World War I", "World War II")
    assert topic.sibling("World War II") and not topic.sibling("World War I")
    assert read_topic("Elizabeth I").mentions("Elizabeth II was crowned in 1953.") < 1
    assert read_topic("World War II").mentions("World War I ended in 1918.") < 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("The Third Law of Motion", {"third"}),
        ("The Second Law of Motion", set()),
        ("The law", set()),
        ("A new law", set()),
        ("Friction", set()),
    ],
)
def test_a_sibling_has_the_topics_head_and_another_word_before_it(name: str, other: set[str]) -> None:
    assert read_topic("the second law of motion").sibling(name) == other


def test_sentences_that_state_one_fact_in_nearly_the_same_words() -> None:
    first = "The Sun puts out an enormous amount of energy every second."
    assert state_one_fact(first, "The Sun produces an enormous amount of energy each second.")
    assert not state_one_fact(first, "The Sun turns once in about twenty-five days.")
    assert not state_one_fact(
        "A good harvest makes the price of bread fall.", "A bad harvest makes the price of bread rise."
    )


def test_what_happens_in_the_course_of_an_event_is_no_cause_of_it() -> None:
    topic = read_topic("causes of the Great Flood", passages=["The Great Flood came in spring."])
    assert answers(topic, "Thousands of families moved to the hills during the Great Flood.", "The hills") < 0


def test_cases_of_one_rule_are_set_apart_by_a_word() -> None:
    sinks = "If the load of a raft is greater than the lift, the raft sinks."
    assert are_cases(sinks, "If the load of a raft is less than the lift, the raft rises.")
    assert are_cases(sinks, "If the load of a raft is equal to the lift, the raft floats.")
    assert are_cases("An elastic rod bends and springs back.", "An inelastic rod bends and never springs back.")
    assert not are_cases(sinks, "If the load of a raft exceeds the lift, the raft goes down.")
    assert not are_cases(sinks, "A raft of light wood is less dear than a boat of iron.")


def test_why_something_was_done_is_not_told_by_the_causes_of_what_it_was_done_in() -> None:
    topic = read_topic("why did the valley lose the war")
    causes = "The Causes of the War"
    assert answers(topic, "A quarrel over water led to the war with the valley.", causes) < ANSWERS / 2
    assert answers(topic, "The want of ships led to the losses of the valley.", "The Last Summer") == ANSWERS
    assert answers(topic, "Heavy losses led to peace in the valley.", "The Last Summer") < 0
    assert answers(read_topic("causes of the war"), "A quarrel over water led to the war.", causes) == ANSWERS


def test_a_section_on_what_is_asked_tells_it() -> None:
    topic = read_topic("how rivers are named")
    assert answers(topic, "Many keep the words of the first settlers.", "Naming Rivers") > 0
    assert answers(topic, "Many keep the words of the first settlers.", "The Length of Rivers") == 0


@pytest.mark.parametrize(
    ("text", "defines"),
    [
        ("Smooth muscle is a tissue that moves without our will.", True),
        ("Muscle is a tissue of three kinds: skeletal, cardiac and smooth muscle.", False),
    ],
)
def test_the_wider_thing_is_not_the_topic(text: str, defines: bool) -> None:
    assert read_topic("smooth muscle").is_subject_of(text) is defines


@pytest.mark.parametrize(
    "text",
    [
        "The print shows the harbour on the morning of the protest.",
        "A nice timeline of the canal and the story of how we are finding out more about it.",
        "What we know about lunar dust and the problems it can cause.",
        "At the museum itself, you can board replicas of both ships.",
    ],
)
def test_captions_and_reading_lists_are_not_spoken(text: str) -> None:
    assert flaw(text)


def test_a_map_may_be_what_is_told_of() -> None:
    assert not flaw("Maps drawn by sailors show the coast from the sea.")
