"""Titles that the heading of a section gives, and where the sentence itself says more."""

import numpy as np
import pytest

from t2v_core.planning.candidates import Candidate, Sentence
from t2v_core.planning.draft import Draft
from t2v_core.planning.plan import Visual
from t2v_core.planning.section_titles import must_be_said
from t2v_core.planning.spelt import Spelling
from t2v_core.planning.text import content_stems
from t2v_core.planning.topic import read_topic
from t2v_core.planning.wording import Wording


@pytest.fixture
def titles_under(evidence_of):
    """The titles of the scenes of a film about windmills: a section and a sentence each."""

    def of(*scenes: tuple[tuple[str, ...], str]) -> list[str]:
        hits = evidence_of("windmills", list(scenes), [0.5] * len(scenes)).hits
        said = [Candidate(Sentence(h.chunk.text, h, 0, False), np.ones(1), 0.0, 0.0, 0.0, 0.0) for h in hits]
        wording = Wording(read_topic("windmills"), [s for _, s in scenes])
        return wording.titles([Draft("key_idea", [c]) for c in said], [Visual(template="statement")] * len(said))

    return of


@pytest.fixture
def title_under(evidence_of):
    """The title of a scene of one sentence in a section."""

    def of(section: tuple[str, ...], sentence: str, head: str = "") -> str:
        (hit,) = evidence_of("windmills", [(section, sentence)], [0.5]).hits
        said = Candidate(Sentence(hit.chunk.text, hit, 0, False, head=head), np.ones(1), 0.0, 0.0, 0.0, 0.0)
        return Wording(read_topic("windmills"), [sentence]).title(
            Draft("key_idea", [said]), Visual(template="statement")
        )

    return of


HAIL = "As hail fell on the valley for a couple of days, windmills of every farmer had a hard time, as did their wide barns."


TRADE = "As trade in the valley fell off for a couple of days, windmills had a hard time, as did their wide barns."


def test_the_heading_of_the_section_goes_before_a_phrase_of_the_sentence_that_says_a_word_of_it(title_under) -> None:
    assert title_under(("Windmills", "The Grain Trade"), TRADE) == "The Grain Trade"
    assert title_under(("Windmills", "The Grain Trade", "Key Concepts and Summary"), TRADE) == "The Grain Trade"


def test_a_heading_of_which_the_scene_says_nothing_is_no_title_unless_it_names_the_topic(title_under) -> None:
    assert title_under(("Windmills", "The Grain Trade"), HAIL) == "Wide barns"
    assert title_under(("Farming", "Windmills and Weather"), HAIL) == "Windmills and Weather"


@pytest.mark.parametrize("heading", ["Two Grain Trades", "The Grain Trade Defined", "Copper Windmills"])
def test_what_a_heading_promises_must_be_told(title_under, heading) -> None:
    """A count, a definition, one kind of the topic."""
    assert title_under(("Windmills", heading), HAIL) != heading


def test_a_heading_on_something_of_the_topic_is_of_no_kind_of_it() -> None:
    assert must_be_said("Copper Windmills", set(content_stems("windmills")), str.lower)
    assert not must_be_said("Sorting Windmill Sails", set(content_stems("windmills")), str.lower)


def test_a_name_in_a_heading_must_be_told() -> None:
    inside = Spelling(["In spring, Barbara built sails."]).inside
    assert must_be_said("The Sails of Barbara", set(), inside)
    assert not must_be_said("The Sails of the Coast", set(), inside)


def test_what_a_heading_asks_must_be_told(title_under) -> None:
    asked = ("Windmills", "Who built the dams?")
    assert title_under(asked, HAIL) != asked[-1]
    assert title_under(asked, "For the dams of the valley, windmills had a hard time and built nothing.") == asked[-1]


def test_a_heading_that_is_the_topic_gives_no_title_by_itself(title_under) -> None:
    assert title_under(("Farming", "Windmills"), HAIL) != "Windmills"
    assert title_under(("Farming", "The windmills."), HAIL) != "The windmills"


def test_a_name_that_a_sentence_is_about_goes_before_a_heading_of_which_it_says_nothing(title_under) -> None:
    act = "The Barley Transport Act was pivotal in helping the windmills of the north, as well as their farmers."
    assert title_under(("Windmills", "State Assistance"), act) == "Barley Transport Act"


def test_what_leads_in_a_sentence_is_no_title(title_under) -> None:
    assert title_under(("Windmills", "The Grain Trade"), TRADE, "In particular,") == "The Grain Trade"
    assert title_under(("Windmills", "The Grain Trade"), HAIL, "Hailstorms of spring:") == "Hailstorms of spring"


def test_a_heading_goes_to_the_scene_that_says_it_best(titles_under) -> None:
    section = ("Windmills", "The First Grain Tax")
    before = "In the spring before the tax, windmills of every farmer had a hard time, as did their wide barns."
    itself = "As the first tax on grain fell on the valley, windmills had a hard time, as did their wide barns."
    titles = titles_under((section, before), (section, itself))
    assert titles[0] != "The First Grain Tax" and titles[1] == "The First Grain Tax"


def test_a_heading_that_sets_two_things_apart_stands_over_a_scene_of_both(title_under) -> None:
    section = ("Windmills", "Oak Sails versus Linen Sails")
    assert title_under(section, HAIL) != section[-1]
    both = "As oak and linen sails wore out in the valley, windmills had a hard time, as did their wide barns."
    assert title_under(section, both) == section[-1]


def test_a_chapter_gives_its_introduction_no_title(title_under) -> None:
    assert title_under(("The Grain Trade", "Introduction"), HAIL) != "The Grain Trade"


def test_a_title_names_what_an_example_is_of_where_the_scene_says_it(title_under) -> None:
    section = ("Windmills", "4.1.2Example: The Grain Trade")
    trade = "As the trade in grain fell off for a couple of days, windmills had a hard time, as did their wide barns."
    assert title_under(section, trade) == "The Grain Trade"
    assert "Trade" not in title_under(section, HAIL)


def test_what_a_subject_does_goes_before_a_heading_of_which_it_says_nothing(title_under) -> None:
    told = "Despite the storms, the millers of the valley had bitter rivals at the end of the century."
    assert title_under(("Windmills", "State Assistance"), told) == "The millers of the valley had bitter rivals"


def test_a_scene_on_what_a_heading_of_one_word_names_is_called_by_it(title_under) -> None:
    told = "Ballast is stone and sand in a rack above the wheel, based only on one man's memory of a storm at sea."
    assert title_under(("Windmills", "Ballast"), told) == "Windmills: ballast"
    assert "iscussion" not in title_under(("Windmills", "Discussion"), told.replace("Ballast", "The discussion"))


def test_a_heading_is_kept_for_its_section_where_a_scene_before_it_names_the_same(titles_under) -> None:
    before = "Barley grinding can be treated as a kind of windmill work arising when the loft is full."
    itself = (
        "As hail fell for a couple of days, windmills of every farmer had a hard time, as did their barley grinding."
    )
    titles = titles_under((("Windmills",), before), (("Windmills", "Barley Grinding"), itself))
    assert titles[1] == "Barley Grinding" and not titles[0].startswith("When")


@pytest.mark.parametrize("heading", ["Step 2: dress the stones of a windmill", "Other stones of windmills"])
def test_a_step_or_what_is_left_over_names_no_scene(title_under, heading: str) -> None:
    assert title_under(("Windmills", heading), "The stones of windmills wear down in a year.") != heading
