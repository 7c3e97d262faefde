"""Chains of events: sentences of a passage in which one thing brings on the next."""

import pytest

from t2v_core.book.model import Chunk
from t2v_core.planning import PlanRequest, make_plan
from t2v_core.planning.english.sentences import clean_sentences
from t2v_core.planning.events import told_events
from t2v_core.retrieval.model import Hit

CHAIN = (
    "An action potential reaches the end of the axon. It opens calcium channels in the membrane of the terminal. "
    "The calcium then causes vesicles to fuse with the membrane. As a result, transmitter flows into the gap. "
    "It is then broken down by enzymes in the gap."
)


def labels(text: str) -> list[list[str]]:
    chunk = Chunk("b:1", "b", text, 1, 1, "1", ("Nerves",), len(text.split()), 0, (0, len(text)))
    sentences = clean_sentences([Hit("E1", chunk, "Book", 0.7, 0.0, 0.7)])
    return [[x.label for x in run] for run in told_events(sentences, "E1")]


def test_each_event_is_a_step_in_the_words_of_its_sentence():
    assert labels(CHAIN) == [
        [
            "An action potential reaches the end of the axon",
            "opens calcium channels in the membrane of the terminal",
            "The calcium then causes vesicles to fuse with the membrane",
            "transmitter flows into the gap",
            "then broken down by enzymes in the gap",
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Bones store calcium. Muscles also use calcium. Blood carries calcium through the body.",  # three facts
        "Cells are small. They have a membrane. It is called the plasma membrane.",  # what things are
        "Golgi stained a cell. He then saw its branches. After this he drew them.",  # a story
        "Heat melts the ore in the oven. This acts as a store that can be used at night. As a result, the mill runs until dawn.",
        "Heat melts the ore in the oven. This melting is helped by coal and takes an hour; thus, the mill runs. As a result, the iron sinks.",
        "It opens a channel. The channel then lets ions in. As a result, the voltage rises.",  # of what?
    ],
)
def test_facts_side_by_side_are_no_chain(text):
    assert labels(text) == []


def test_a_chain_on_the_topic_is_one_scene_that_draws_its_steps(evidence_of, host):
    pages = (
        (("Nerves", "The synapse"), "The synapse is a gap across which one nerve cell signals to another. " + CHAIN),
        (
            ("Nerves", "Speed"),
            "The synapse delays a signal by half a millisecond. A synapse that fires too often grows tired and slower. "
            "Drugs that block the receptors of a synapse keep its signal from the next cell. "
            "Enzymes in the gap clear the synapse within a few milliseconds.",
        ),
    )
    evidence = evidence_of("the synapse", pages, scores=(0.8, 0.6))
    plan = make_plan(PlanRequest("the synapse", seconds=44), evidence, host).plan
    (told,) = [s for s in plan.scenes if s.visual.template == "process"]
    assert told.claims[0].text.startswith("An action potential")
    assert len(told.claims) == len(told.visual.data["steps"]) >= 4
