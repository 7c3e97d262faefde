"""Questions, contrasts and counts that a sentence or its picture makes a title of."""

import numpy as np
import pytest

from t2v_core.planning.candidates import Candidate, Sentence
from t2v_core.planning.contrasts import contrasted, versus
from t2v_core.planning.counted_titles import counted
from t2v_core.planning.definition_titles import what_is
from t2v_core.planning.draft import Draft
from t2v_core.planning.english.grammar import main_clause
from t2v_core.planning.headlines import doer, headlines, reason
from t2v_core.planning.labels import label
from t2v_core.planning.naming import subject_of
from t2v_core.planning.plan import Visual
from t2v_core.planning.structure.model import Finding
from t2v_core.planning.visuals import Steps


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _said(text: str) -> Candidate:
    return Candidate(Sentence(text, None, 0, False), np.ones(1), 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The ice on the lake melts with every mild week, because the water below stores heat.", "why the ice on the lake melts"),
        ("Because the roots hold the soil, the slope is always a safe place.", "why the slope is a safe place"),
        ("Kites are valued because farmers can see far with them.", "why kites are valued"),
        ("Oak beams can only be sawn because they dry for a year.", "why oak beams can only be sawn"),
        ("Copper is nearly always hammered because it is soft.", "why copper is nearly always hammered"),
        ("Swans rarely quarrel because every pair has its own pond.", "why swans rarely quarrel"),
        ("Lakes freeze at the top since ice is lighter than water.", "why lakes freeze at the top"),
        ("The gardener protects the roses by covering the soil with straw.", "how the gardener protects the roses"),
        ("The price of a stamp is determined by the weight of the letter.", "how the price of a stamp is determined"),
        ("A rainbow appears when sunlight meets small drops.", "when a rainbow appears"),
        ("Millers earn the highest profits if they band together as a guild.", "when millers earn the highest profits"),
        ("If the ropes that hold a sail are equal, as on old, small mills, then the arms turn freely.", "when the arms turn freely"),
        ("Millers fill the baskets if the river is high.", "when millers fill the baskets"),
        ("When a mast, a beam, or a plank is cut across, joiners use the term butt.", "when joiners use the term butt"),
        ("The deepest lake is found where the rock is soft.", "where the deepest lake is found"),
        ("Oak trees form when acorns sprout.", "when oak trees form"),
        ("The harvest of a field depends on the rain of the spring.", "what the harvest of a field depends on"),
        ("A good bridge requires stone piers and a river that never floods.", "what a good bridge requires"),
        ("The strike lasted until the owners of the mill gave in.", "how long the strike lasted"),
        ("If the doors were open, every guest would simply leave the hall.", "if the doors were open"),
        ("There are three types of sailing boats: yawls, ketches and sloops.", "three types of sailing boats"),
        ("There are three approaches to weather lore: the old, the new, and the mixed.", "three approaches to weather lore"),
        ("There are two ways to cut grain: by hand and by mill.", "two ways"),
        ("A tide table can show whether the gap between the moon and a tide is long or short.", "what a tide table can show"),
        ("Lye is the basis for dye works and soaps.", "what lye is the basis for"),
        ("The rain gauge measures how much rain falls.", "what the rain gauge measures"),
    ],
)  # fmt: skip
def test_a_sentence_asks_what_its_scene_answers(sentence: str, title: str) -> None:
    assert headlines(sentence, _small)[0] == title


@pytest.mark.parametrize(
    "sentence",
    [
        "It is loved because of its colour.",  # points back
        "The method is slow because of the many steps.",  # which method?
        "The mill was not closed because of the flood alone, but the owner had died.",  # denies the cause
        "The tower is surrounded by a moat.",  # no means
        "Since the canal opened, the mills have become rich.",  # time
        "Since the flood, the mills have become rich.",
        "Stone by stone, they become skilled by working with a builder.",
        "The mills have become rich since the millers of the town left the guild.",
        "Sailors look to see if the wind turns.",  # whether
        "Tin exists as a mixture of several kinds of atoms.",  # no time
    ],
)
def test_no_question_is_made_of_what_is_not_answered(sentence: str) -> None:
    assert not [h for h in headlines(sentence, _small) if h.startswith(("why", "how", "when"))]


def test_it_is_not_asked_what_just_anyone_shows_nor_what_only_names_a_thing() -> None:
    for sentence in ("Studies show the harm of frost.", "Tinsmiths use the term solder to describe a joint."):
        assert not headlines(sentence, _small)


def test_the_doer_is_asked_for_where_it_is_too_long_to_name() -> None:
    sentence = "The slow drift of sand along the whole of the southern coast forms a narrow spit."
    assert doer(main_clause(sentence), _small) == "what forms a narrow spit"
    assert not doer(main_clause("The drift does not form a narrow spit."), _small)
    assert not doer(
        main_clause("The tide forms whatever bars, spits, and banks the river and the wind have left of it."), _small
    )
    late = main_clause("The tide changes the whole coast only after many years of rain.")
    assert doer(late, _small) == "what changes the whole coast"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("A clay pot has thick walls, whereas a glass pot has thin walls.", "clay versus glass pot"),
        ("Unlike sailing boats, steam boats keep their course against the wind.", "steam versus sailing boats"),
        ("Wooden bridges are cheaper than stone bridges.", "Wooden versus stone bridges"),
        ("Barley is not the same as rye, which is when bread turns dark.", "Barley versus rye"),
        ("The farmer claims that oats feed horses, while the miller sells them.", ""),
        ("Long delays are more often the rule rather than the exception.", ""),
        ("A boat is faster than it was.", ""),
        ("A clay pot is heavy, but a glass pot is light.", "clay versus glass pot"),
        ("Unlike clay pots, clay pot handles are thin.", ""),  # what the one has
        ("Clay pots were far from perfect, but steel knives changed the kitchens.", ""),  # only concedes
    ],
)
def test_two_things_set_against_each_other_are_named_once(sentence: str, title: str) -> None:
    assert contrasted(sentence, _small) == title


def test_but_sets_two_things_apart_where_the_picture_does() -> None:
    sentence = "Clay pots break in frost, but steel pots survive the winter."
    assert contrasted(sentence, _small) == ""
    assert contrasted(sentence, _small, compared=True) == "Clay versus steel pots"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Milling has three steps: cleaning, grinding and sifting.", "Milling: three steps"),
        ("The three steps of milling are cleaning, grinding, and sifting.", "Milling: three steps"),
        ("Milling has three steps that follow each other.", ""),
        ("Milling has four steps: cleaning, grinding and sifting.", ""),
        ("Milling is the last of three steps: cleaning, drying and grinding.", ""),
    ],
)
def test_steps_are_counted_in_a_title_only_where_the_scene_tells_them(sentence: str, title: str) -> None:
    assert counted("Milling", Draft("mechanism", [_said(sentence)])) == title


def test_steps_told_one_by_one_are_counted() -> None:
    steps = [{"text": name, "evidence_id": "e1"} for name in ("Cleaning", "Grinding", "Sifting")]
    picture = Finding("process", Steps(steps=steps), 0.9, ())
    said = _said("Milling has three steps that follow each other.")
    assert counted("Milling", Draft("mechanism", [said], steps=picture)) == "Milling: three steps"


def test_columns_that_name_nothing_give_no_title() -> None:
    def of(*names: str) -> Visual:
        return Visual(template="comparison", data={"columns": [{"text": n} for n in names]})

    assert versus(of("Training error", "Validation error"), _small) == "Training versus validation error"
    assert versus(of("Consumers", "People"), _small) == ""
    assert versus(of("Cheese", "Hard cheese"), _small) == ""
    assert versus(of("Models", "Mountain lakes"), _small) == ""


def test_a_reason_stands_alone() -> None:
    assert reason("The mill stops because the river freezes.") == "the river freezes"
    assert reason("The mill stops because it freezes.") == ""
    assert reason("Since ice is lighter than water, lakes freeze at the top.") == "ice is lighter than water"


@pytest.mark.parametrize(
    "sentence",
    [
        "The frost kills many trees, not because the river freezes.",
        "The frost kills many trees, but not because the river freezes.",
        "The frost kills trees not so much because the river freezes.",
        "The frost kills trees only because the river freezes.",
        "The frost kills trees partly because the river freezes.",
        "The mill does not stop because the river freezes.",
        "Since the river froze, the mill has become a barn.",  # time
    ],
)
def test_what_is_no_cause_or_not_the_whole_one_is_no_reason(sentence: str) -> None:
    assert reason(sentence) == ""
    assert label(sentence, "mechanism", "The mill", 20).lower() != "the river freezes"


def test_of_several_things_all_are_asked_for() -> None:
    sentence = "Yawls, ketches, and sloops are sailing boats of one or two masts."
    clause = main_clause(sentence)
    assert what_is(sentence, clause, subject_of(sentence, clause), _small)[0] == "What are yawls, ketches, and sloops?"
    sentence = "Errors of hasty judgement occur when a miller trusts one sack."
    clause = main_clause(sentence)
    assert what_is(sentence, clause, subject_of(sentence, clause), _small)[0] == "What are errors of hasty judgement?"


def test_a_denial_in_capitals_is_no_case_in_which_something_is_so() -> None:
    told = "The weight of the cargo is NOT the force on the rope when the crane lowers it."
    assert not [h for h in headlines(told, _small) if h.startswith("when")]


def test_what_is_the_most_of_its_kind_is_not_asked_for_without_that() -> None:
    told = "The most commonly used measure of tonnage is the register ton, which is a hundred cubic feet."
    clause = main_clause(told)
    assert clause and what_is(told, clause, "commonly used measure of tonnage", _small) == []
