"""What a request asks for: its phrases, slips of spelling, both sides of a comparison, and topics a book only mentions."""

import re

import pytest

from t2v_core.errors import InputError, InsufficientEvidence
from t2v_core.host import LocalHost
from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.answers import ANSWERS, answers
from t2v_core.planning.english.spelling import respelled
from t2v_core.planning.topic import read_topic


@pytest.mark.parametrize(
    ("request_", "phrases"),
    [
        ("stages of sleep", ("stages of sleep",)),
        ("the phases of the Moon", ("phases of the Moon",)),
        ("types of chemical bonds", ("chemical bonds",)),
        ("the process of osmosis", ("osmosis",)),
        ("innate and adaptive immunity", ("innate immunity", "adaptive immunity")),
        ("compare mitosis and meiosis", ("mitosis", "meiosis")),
        ("sorting by insertion vs. sorting by merging", ("sorting", "insertion", "merging")),
        ("the difference between supply and demand", ("supply", "demand")),
        ("supply and demand", ("supply", "demand")),
        ("please make a video that explains to first-year students how enzymes work", ("enzymes",)),
    ],
)
def test_the_things_a_request_is_about(request_, phrases):
    assert read_topic(request_).phrases == phrases


@pytest.mark.parametrize(
    ("asked", "deed"),
    [
        ("how the heart pumps blood", "pumps"),
        ("How do enzymes speed up reactions?", "speed"),
        ("how neurons communicate", "communicate"),
        ("how memory is stored", "stored"),
        ("how are mountains formed", "formed"),
        ("how has the climate changed", "changed"),
        ("how can proteins be folded", "folded"),
        ("how do you solve quadratic equations", "solve"),
        ("how the stored energy is released", "released"),
        ("how the immune system recognizes infected cells", "recognizes"),
        ("how vaccines work", ""),
        ("how a bill becomes law", ""),
        ("how to pump water", ""),
        ("the pumping of blood by the heart", ""),
    ],
)
def test_what_a_question_asks_its_subject_does(asked, deed):
    assert read_topic(asked).deed == deed


def test_of_a_question_the_subject_alone_is_not_the_whole_topic():
    pumping, kidney = read_topic("how the heart pumps blood"), read_topic("how the kidney filters blood")
    assert pumping.mentions("The left ventricle of the heart pumps it on.") == 1
    assert pumping.mentions("Blood returns to the heart.") == 1
    assert pumping.mentions("The heart of an athlete is larger.") == 0.5
    assert kidney.does("Filtration takes place in the glomerulus.")
    assert not pumping.does("The heart is a muscle."), "a pump is a heart too, but nothing is said of what it does"
    assert read_topic("the heart").mentions("The heart of an athlete is larger.") == 1


@pytest.mark.parametrize(
    ("asked", "phrases", "answer"),
    [
        ("how are mountains formed", ("mountains",), "Mountains are formed when two plates collide."),
        ("how are stars classified", ("stars",), "Stars are classified by their spectra."),
        ("how has the climate changed", ("climate",), "The climate has changed over millions of years."),
        ("how was the pyramid built", ("pyramid",), "The pyramid was built with ramps."),
        ("how is blood pressure regulated", ("blood pressure",), "This hormone helps to regulate blood pressure."),
        ("how do you solve quadratic equations", ("quadratic equations",), "A quadratic equation is solved by factoring."),
        ("how the stored energy is released", ("stored energy",), "The stored energy is released as heat."),
        ("how long do stars live", ("stars",), "Large stars live for some million years."),
    ],
)  # fmt: skip
def test_a_sentence_with_the_subject_and_the_verb_of_a_question_answers_it(asked, phrases, answer):
    topic = read_topic(asked)
    assert topic.phrases == phrases
    assert topic.does(answer) and topic.mentions(answer) == 1 and answers(topic, answer, "") == ANSWERS


def test_a_participle_before_a_noun_tells_of_nothing_done():
    forming = read_topic("how are red blood cells formed")
    assert not forming.does("Of the formed elements in blood, red blood cells are the most abundant.")
    assert forming.does("Red blood cells are formed in the marrow, and so are other formed elements.")


@pytest.mark.parametrize("term", ["working memory", "visual cortex", "antigen presentation", "thin films"])
def test_a_framing_word_that_is_part_of_a_term_of_the_book_stays(term):
    text = f"The {term.rstrip('s')} is studied here. A {term.rstrip('s')} is common."
    assert read_topic(f"a short video about {term}", passages=[text]).phrases == (term,)
    assert read_topic("a short video on how memory works", passages=[text]).phrases == ("memory",)


def test_another_name_belongs_to_the_whole_term():
    text = "There is excess supply, also called a surplus. Mitosis, also called karyokinesis, has four phases."
    assert read_topic("supply", passages=[text]).aliases == ()
    assert read_topic("mitosis", passages=[text]).aliases == ("karyokinesis",)


def test_a_run_of_words_as_long_as_a_sentence_is_the_name_of_nothing():
    text = "The GDG runs. A GDG stops. GDGs are slow. We like the GDG."
    assert read_topic("gradient descent gradient", passages=[text]).aliases == ("GDG",)
    assert read_topic("gradient descent " * 50, passages=[text]).aliases == ()


@pytest.mark.parametrize("topic", ["gradient descent " * 80, f"{'how gradient descent finds a minimum, and ' * 30}why"])
def test_a_topic_of_a_whole_paragraph_is_planned(evidence, host, topic):
    assert make_plan(PlanRequest(topic, seconds=45), evidence, host).plan.scenes


def test_a_topic_longer_than_a_paragraph_is_refused_without_repeating_it(evidence, host):
    with pytest.raises(InputError) as refused:
        make_plan(PlanRequest("gradient descent " * 100), evidence, host)
    told = str(refused.value)
    assert told.startswith("The topic 'gradient descent") and "1700 characters" in told and len(told) < 200


def test_a_refusal_repeats_only_the_beginning_of_a_long_topic(evidence, host):
    with pytest.raises(InsufficientEvidence) as refused:
        make_plan(PlanRequest("the cheese of the moon and the wine of the stars " * 20), evidence, host)
    assert "the cheese of the moon" in str(refused.value) and len(str(refused.value)) < 500


def test_planning_can_be_stopped_before_the_topic_is_looked_up(evidence):
    class Stopped(Exception):
        pass

    def stop(done, total, text="", preview=None):
        if text == "Reading the topic":
            raise Stopped

    with pytest.raises(Stopped):
        make_plan(PlanRequest("gradient descent"), evidence, LocalHost(stop))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("photosythesis", "photosynthesis"),
        ("Photosynthasis in leaves", "Photosynthesis in leaves"),
        ("photosynthesis", "photosynthesis"),
        ("seasons", "seasons"),  # an English word stays, however near "reasons" is
        ("zorblax", "zorblax"),
    ],
)
def test_a_slip_of_spelling_is_read_as_the_word_of_the_book(typed, meant):
    texts = ["Photosynthesis stores energy for many reasons.", "The reasons for photosynthesis are plain."]
    assert respelled(typed, texts) == meant


def test_the_plan_says_how_it_read_a_misspelt_topic(evidence, host):
    plan = make_plan(PlanRequest("gradeint descent", seconds=45), evidence, host).plan
    assert plan.topic == "gradient descent"
    assert plan.audit[0].event == "topic_respelled" and "gradeint" in plan.audit[0].detail


def test_a_topic_whose_words_no_passage_has_together_is_refused(evidence_of, host):
    pages = (
        (("Groups", "Learning roles"), "Social groups teach their members how to behave. A family is a social group."),
        (("Groups", "Schools"), "Schools are social institutions. They teach norms and values to the young."),
    )
    evidence = evidence_of("social stratification", pages, scores=(0.52, 0.41))
    with pytest.raises(InsufficientEvidence, match="no passage has these words together"):
        make_plan(PlanRequest("social stratification", seconds=30), evidence, host)


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ("free will", ("free will",)),
        ("What is the general will?", ("general will",)),
        ("will to power", ("will to power",)),
        ("Free Will", ("Free Will",)),
        ("The General Will", ("General Will",)),
        ("Free will versus determinism", ("Free will", "determinism")),
        ("Does free will exist?", ("free will",)),
        ("Is free will an illusion?", ("free will", "illusion")),
        ("why will the sun die", ("sun",)),
        ("how tides will turn", ("tides",)),
    ],
)
def test_will_is_a_noun_where_it_names_something(asked, phrases):
    assert read_topic(asked).phrases == phrases


def test_a_text_has_the_noun_will_only_where_it_says_so():
    topic = read_topic("free will")
    assert topic.mentions("Some doubt that free will exists.") == 1 and topic.is_heading("Free Will")
    assert topic.mentions("A free-will defence was tried.") == 1
    assert topic.mentions("A free press will print it.") < 1 and not topic.covered("The press is free.")


def test_a_passage_on_another_of_a_name_is_none_on_the_name(evidence_of, host):
    pages = (
        (
            ("The River War",),
            "The River War lasted four years. Many towns sent their men to the River War. "
            "Later some of them fought in the Northern River War. The River War ended with a treaty.",
        ),
        (("Hills",), "A war over the hills was fought by two clans. The war lasted one summer."),
        (("Coast",), "The war on the coast was one of ships. A war of ships is dear."),
    )
    evidence = evidence_of("Northern River War", pages, scores=(0.59, 0.7, 0.3))
    with pytest.raises(InsufficientEvidence, match="does not explain it"):
        make_plan(PlanRequest("Northern River War", seconds=12), evidence, host)
    assert make_plan(PlanRequest("river war", seconds=12), evidence, host).plan.scenes


def test_capitals_that_the_book_does_not_write_make_no_name(evidence_of, host):
    pages = (
        (
            ("Seed dispersal",),
            "The wind carries light seeds far from the plant. Many seeds have wings for wind dispersal. "
            "By dispersal by wind, or wind seed dispersal, a plant reaches new ground. Heavy seeds fall near the stem.",
        ),
        (("The Seed Board",), "In those years the Seed Board of the valley bought seed, and the Seed Board sold it."),
    )
    evidence = evidence_of("Wind Seed Dispersal", pages, scores=(0.59, 0.3))
    texts = [text for _, text in pages]
    assert read_topic("Wind Seed Dispersal", "", texts) == read_topic("wind seed dispersal", "", texts)
    assert make_plan(PlanRequest("Wind Seed Dispersal", seconds=12), evidence, host).plan.scenes
    assert read_topic("Seed Board", "", texts).is_proper
    assert read_topic("Spanish Seed Dispersal", "", texts).is_proper


def test_a_name_deep_in_a_subject_is_not_what_the_sentence_is_about(evidence_of, host):
    pages = (
        (
            ("Tools",),
            "The price of hand tools such as the common seam ripper rose. The makers of small goods like a seam ripper earn little. "
            "Most shops keep a shelf of them. Few people buy one twice.",
        ),
    )
    evidence = evidence_of("seam ripper", pages, scores=(0.5,))
    with pytest.raises(InsufficientEvidence, match="hardly a sentence is about it"):
        make_plan(PlanRequest("seam ripper", seconds=12), evidence, host)


def test_a_refusal_does_not_offer_the_topic_that_it_refuses(evidence_of, host):
    pages = ((("Tidal bore",), "A tidal bore is a wave in a river."), (("Reefs",), "Reefs grow in warm water."))
    evidence = evidence_of("tidal bore", pages, scores=(0.8, 0.3))
    with pytest.raises(InsufficientEvidence, match=r"It does have: Reefs\. Choose"):
        make_plan(PlanRequest("tidal bore", seconds=60), evidence, host)


def test_a_refusal_offers_sections_on_more_than_the_topic(evidence_of, host):
    pages = ((("Tidal bore",), "A tidal bore is a wave in a river."), (("Surfing on a tidal bore",), "Few try it."))
    evidence = evidence_of("tidal bore", pages, scores=(0.8, 0.3))
    with pytest.raises(InsufficientEvidence, match=r"It does have: Surfing on a tidal bore\. Choose"):
        make_plan(PlanRequest("tidal bore", seconds=60), evidence, host)


@pytest.mark.parametrize("number", ["", "3.1.3 ", "3.1.3"])
def test_a_heading_word_for_word_is_explained_under_it_in_whatever_words(evidence_of, host, number):
    text = (
        "A harbour that silts up needs a dredger every spring. The dredger stirs the mud, and the mud buries the oyster beds. "
        "Fishermen lose the beds for two or three years. A deeper channel lets salt water reach the fields behind the dike."
    )
    pages = (((f"{number}The price of keeping channels open",), text), (("Sails",), "Sails are cut from flax."))
    evidence = evidence_of("price of keeping channels open", pages, scores=(0.5, 0.3))
    plan = make_plan(PlanRequest("The price of keeping channels open", seconds=12), evidence, host).plan
    assert "dredger" in " ".join(s.narration for s in plan.scenes)


def test_a_heading_of_the_topic_s_words_is_a_heading_on_it(evidence_of, host):
    pages = (
        (
            ("Functions", "Argument evaluation"),
            "R has a form of lazy evaluation of arguments. Each argument is a promise until its value is needed. "
            "A promise is forced when a function asks for its value. The value is then kept beside the promise.",
        ),
    )
    evidence = evidence_of("lazy evaluation of arguments", pages, scores=(0.55,))
    plan = make_plan(PlanRequest("lazy evaluation of arguments", seconds=12), evidence, host).plan
    assert "lazy evaluation" in " ".join(s.narration for s in plan.scenes)


def test_the_noun_before_of_stands_for_the_topic_where_the_book_uses_it_so():
    passages = ["Each value has an owner: ownership of values moves.", "Ownership of a value ends with its scope."]
    assert read_topic("ownership of values", passages=passages).has_head("What Is Ownership?")
    assert not read_topic("ownership of values", passages=["A firm's ownership is traded."] * 3).has_head("Ownership")


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [("Bone Loss after Menopause", ("Bone Loss", "Menopause")), ("trade before 1914", ("trade",))],
)
def test_only_a_date_or_an_age_is_left_out_of_a_topic(asked, phrases):
    assert read_topic(asked).phrases == phrases


def test_both_sides_of_a_comparison_are_spoken_of(evidence_of, host):
    pages = (
        (
            ("Cells", "Red cells"),
            "Red cells carry oxygen through the body. Red cells are flat discs without a nucleus. Red cells live for four months. "
            "Red cells are made in the marrow of bones. Old red cells are broken down in the spleen.",
        ),
        (
            ("Cells", "White cells"),
            "White cells defend the body against infection. White cells leave the vessels and enter the tissue.",
        ),
    )
    evidence = evidence_of("red and white cells", pages, scores=(0.7, 0.5))
    plan = make_plan(PlanRequest("compare red cells and white cells", seconds=40), evidence, host).plan
    said = " ".join(s.narration for s in plan.scenes)
    assert "Red cells" in said and "White cells" in said


def test_a_film_too_long_for_what_the_book_says_names_the_length_that_fits(evidence_of, host):
    pages = (
        (
            ("Heat", "Convection"),
            "Convection is the transport of heat by a moving fluid. Warm air rises because it is lighter than cold air.",
        ),
    )
    evidence = evidence_of("convection", pages, scores=(0.8,))
    with pytest.raises(InsufficientEvidence, match="at most 9 seconds"):
        make_plan(PlanRequest("convection", seconds=45), evidence, host)
    for seconds in (4, 9):
        assert make_plan(PlanRequest("convection", seconds=seconds), evidence, host).plan.scenes


@pytest.mark.parametrize("asked", [{"seconds": 45}, {"seconds": 30, "scenes": 6}, {"seconds": 10.5, "scenes": 4}])
def test_the_length_that_a_refusal_names_is_shorter_and_can_be_planned(evidence_of, host, asked):
    page = "Convection is the transport of heat by a moving fluid. Warm air rises because it is lighter than cold air. Cold air sinks."
    evidence = evidence_of("convection", ((("Heat", "Convection"), page),), scores=(0.8,))
    with pytest.raises(InsufficientEvidence, match="at most") as refused:
        make_plan(PlanRequest("convection", **asked), evidence, host)
    longest = int(re.search(r"at most (\d+) seconds", str(refused.value))[1])
    assert longest < asked["seconds"]
    assert make_plan(PlanRequest("convection", **asked | {"seconds": longest}), evidence, host).plan.scenes


def test_a_question_stays_a_question_in_the_title():
    assert read_topic("Why do stars shine?").title == "Why do stars shine?"
    assert read_topic("how blood clots?").title == "how blood clots"


def test_a_topic_in_another_language_than_the_book_is_called_so():
    from t2v_core.planning.language import language_hint

    texts = ["Muscles contract when calcium is released."]
    assert "another language than English" in language_hint("la contracción muscular", texts)
    assert "language of the book" in language_hint("Zellteilung", texts)
    assert "Chinese" in language_hint("革兰氏染色", texts) and "Chinese" in language_hint("细胞", texts)
    assert "Cyrillic" in language_hint("окраска по Граму", texts) and "Arabic" in language_hint("صبغة غرام", texts)
    assert language_hint("muscles of birds", texts) == ""
