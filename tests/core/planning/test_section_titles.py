"""Titles that the heading of a section gives, and where the sentence itself says more."""

import numpy as np
import pytest

from t2v_core.planning.candidates import Candidate, Sentence
from t2v_core.planning.draft import Draft
from t2v_core.planning.plan import Visual
from t2v_core.planning.topic import read_topic
from t2v_core.planning.wording import Wording


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


def test_the_heading_of_the_section_goes_before_a_phrase_of_the_sentence(title_under) -> None:
    assert title_under(("Windmills", "The Grain Trade"), HAIL) == "The Grain Trade"
    assert title_under(("Windmills", "The Grain Trade", "Key Concepts and Summary"), HAIL) == "The Grain Trade"


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
    assert title_under(("Windmills", "The Grain Trade"), HAIL, "In particular,") == "The Grain Trade"
    assert title_under(("Windmills", "The Grain Trade"), HAIL, "Hailstorms of spring:") == "Hailstorms of spring"
