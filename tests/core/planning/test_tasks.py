"""Tasks, captions, program text and examples told to the reader are not spoken as the book's statements; nor what only goes on."""

import pytest

from t2v_core.planning.english.flaws import flaw
from t2v_core.planning.english.references import dangles
from t2v_core.planning.english.sentences import clean_sentences


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sort-stack is the procedure you must write, using the two stacks of the first part.", "sets a task"),
        ("You should design the gate so that it closes when the river rises.", "sets a task"),
        ("You should find that the number of weighings grows with the number of coins.", "sets a task"),
        ("The loader uses the predicate tide-table? before it opens the gate.", "code"),
        ("The second row is the winter count of the geese on the marsh.", "describes a figure"),
        ("Side view of the locks for lifting a barge to the upper canal.", "a caption"),
        ("Motion of water in a pipe closed at one end, caused by a pump that stops at night.", "a caption"),
        ("The anatomy of the human ear and of the nose.", "a caption"),
    ],
)
def test_what_belongs_to_a_task_a_picture_or_a_program_is_not_spoken(text, why):
    assert flaw(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "A lock is a chamber in which a boat is lifted.",
        "The larger the wheel, the slower the turning of the axle.",
        "A graph of the tides shows two peaks each day.",
        "Each lock holds water for one barge, and both gates close.",
        "A sail that fills with wind is called a drawing sail.",
        "Two-thirds of the villagers own boats, and some rent one.",
        "Balance the heavy pan by adding a weight of lead.",
        "Balance oxygen atoms by adding water molecules.",
        "Pull the rope until the sail is full of wind.",
    ],
)
def test_statements_are_no_captions_and_no_tasks(text):
    assert not flaw(text)


@pytest.mark.parametrize(
    "text",
    [
        "The lattice gives builders a way to defer that decision without losing time.",
        "An alternative way to store grain is to dry it on racks.",
        "An alternate definition of a knot can be given by its crossings.",
        "A more practical approach to the storing of grain is to dry the ears on racks.",
        "With the tools described so far, we can build any bridge.",
        "It is important to learn about knots before discussing the rigging of ships.",
        "Because the mill wheel turns at night, the miller must walk to the weir anyway.",
        "To measure their width requires a long rope and two boats.",
        "Once in motion, it is easier to keep it in motion than it was to start it.",
        "Much of his work dealt with the clay of the river banks.",
        "In all cases of this kind, the body loses water.",
        "In both cases, sugar stays in the blood.",
        "When it freezes, it cracks the pipe.",
        "While he could read the old maps, he could not draw one.",
    ],
)
def test_a_sentence_that_goes_on_with_the_books_course_leans_on_it(text):
    assert dangles(text)


@pytest.mark.parametrize(
    "text",
    [
        "Farmers who own a barn can put off that choice, for the barn keeps the grain dry.",
        "An alternative form of the knot is called a bend.",
        "A better way to store grain than a pit is a barn.",
        "An alternative to coal is wood from the hills.",
        "So far, no dam on the upper river has broken.",
        "To restore its shape, a spring pulls with a force that grows with the stretch.",
        "In all cases of fever, the body loses water.",
        "In both cases of diabetes, sugar stays in the blood.",
        "When it rains, the river rises.",
        "When it freezes, water cracks the pipe.",
        "A potter knows the clay by its smell and by its weight.",
        "Anyone can drop his nets in the bay after the spring.",
    ],
)
def test_a_sentence_that_names_what_it_tells_of_stands_alone(text):
    assert not dangles(text)


def test_what_stands_behind_an_exercise_in_its_passage_is_part_of_it(evidence_of):
    text = (
        "A weir keeps the water of a brook at one level.\n\nExercise 2.4: A brook falls by two metres at the mill. "
        "A weir upstream turns the water of the brook aside."
    )
    assert [s.text for s in clean_sentences(evidence_of("weirs", (((), text),), (0.7,)).hits)] == [
        "A weir keeps the water of a brook at one level."
    ]


def test_behind_imagine_what_is_told_of_the_reader_leans_on_the_example(evidence_of):
    text = (
        "Imagine that you own a mill on a small brook in the hills. Your wheel turns slowly in the dry months of summer. "
        "A millrace is a channel that brings water to a wheel."
    )
    leans = {s.text: s.dangling for s in clean_sentences(evidence_of("mills", (((), text),), (0.7,)).hits)}
    assert leans["Your wheel turns slowly in the dry months of summer."]
    assert not leans["A millrace is a channel that brings water to a wheel."]
