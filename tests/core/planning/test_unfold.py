"""A definition is taken apart at the small words of its own sentence, and at nothing else."""

from __future__ import annotations

import pytest

from t2v_core.planning.unfold import MAX_PARTS, Part, opened, stated, unfold


@pytest.mark.parametrize(
    ("text", "head", "parts"),
    [
        ("the process by which a cell divides", "the process", [("by which", "a cell divides", "means")]),
        (
            "the ratio between the mass of a body and its volume",
            "the ratio",
            [("between", "the mass of a body", "place"), ("and", "its volume", "trait")],
        ),
        (
            "a set of rules used to sort long lists of values over many rounds",
            "a set of rules",
            [("used to", "sort long lists of values", "purpose"), ("over", "many rounds", "place")],
        ),
        ("a series of proteins constitutively found in the plasma", "a series of proteins", [("constitutively found in", "the plasma", "place")]),
        ("a form of rest in which the urge for food fades", "a form of rest", [("in which", "the urge for food fades", "place")]),
        ("the slope with respect to every weight", "the slope", [("with respect to", "every weight", "trait")]),
        (
            "guides because they mostly dwell on a small number of changes",
            "guides",
            [("because", "they mostly dwell on a small number of changes", "reason")],
        ),
        ("slow but steady progress", "slow but steady progress", []),
        ("proportional to the force", "proportional to the force", []),
    ],
)  # fmt: skip
def test_a_phrase_is_cut_at_the_words_that_tie(text, head, parts):
    found, made = unfold(text)
    assert (found, [(p.word, p.text, p.role) for p in made]) == (head, parts)


@pytest.mark.parametrize("most", range(MAX_PARTS + 1))
def test_no_word_is_lost_and_no_more_parts_are_made_than_asked_for(most):
    text = "a device that stores charge between two plates, the smaller of which is grounded, because fields cancel when it is full"
    head, parts = unfold(text, most)
    assert len(parts) <= most
    kept = " ".join([head, *(f"{p.word} {p.text}" for p in parts)]).replace(",", "")
    assert kept.split() == text.replace(",", "").split()


@pytest.mark.parametrize(
    ("term", "meaning", "sentence", "tie", "head", "called"),
    [
        ("Osmosis", "a flow", "Osmosis is a flow of water.", "is", "a flow", False),
        ("Small seed", "is coated with wax", "The small seed is coated with wax.", "is coated with", "wax", False),
        ("Seeds", "are much lighter", "Seeds, or kernels, are much lighter.", "are", "much lighter", False),
        ("Lag", "the delay caused", "The delay caused and seen by all is called lag.", "is called", "the delay caused and seen by all", True),
        ("Lag", "a delay", "Nobody says what it is.", "", "a delay", False),
    ],
)  # fmt: skip
def test_the_words_between_term_and_meaning_are_those_of_the_sentence(term, meaning, sentence, tie, head, called):
    said = stated(term, meaning, (), (sentence,), most=0)
    assert (said.tie, said.head, said.called) == (tie, head, called)


def test_a_feature_takes_back_the_relative_word_and_the_participle_that_were_cut_from_it():
    sentence = "A lens is a piece of glass, made from sand, that bends light."
    said = stated("Lens", "a piece of glass, made", ("from sand", "bends light"), (sentence,))
    assert (said.tie, said.head) == ("is", "a piece of glass")
    assert said.parts == (Part("made from", "sand"), Part("that", "bends light"))
    assert opened("without heat") == Part("without", "heat")
