"""One verb exchanged and all else kept: refused where it says another thing, kept where it says the same in other words."""

from __future__ import annotations

import pytest

from t2v_core.planning.gate.grounding import check_sentence

OTHER = [
    ("Edison {} the phonograph in 1877 in his laboratory.", "invented", ("stole", "sold")),
    ("The Senate {} treaties by a vote of two thirds.", "ratifies", ("writes",)),
    ("The judge {} the witness for an hour.", "questioned", ("married",)),
    ("The treaty was {} by the king in the spring.", "signed", ("burned",)),
    ("Galileo {} four moons of Jupiter.", "observed", ("named",)),
    ("Bees {} pollen from flower to flower.", "carry", ("eat",)),
    ("The liver {} glycogen for times of hunger.", "stores", ("burns",)),
    ("Parliament {} the tax on paper in 1861.", "repealed", ("raised", "debated")),
    ("The court {} the law on child labor.", "upheld", ("struck", "wrote")),
    ("A stack {} the item added last.", "returns", ("deletes",)),
    ("Insulin {} the sugar in the blood.", "lowers", ("measures",)),
    ("The glacier {} the valley over thousands of years.", "carved", ("filled",)),
    ("The heart {} blood to the lungs.", "pumps", ("filters",)),
    ("Banks {} the money of their customers.", "lend", ("print",)),
    ("The compiler {} the types of all variables.", "checks", ("guesses",)),
    ("The furnace {} the ore at noon.", "melts", ("boils",)),
    ("The council {} the plan for the canal.", "approved", ("proposed",)),
    ("The monks {} the chronicle in Latin.", "wrote", ("read",)),
    ("The editor {} the novel before it appeared.", "shortened", ("translated",)),
    ("The general {} the army into the valley.", "led", ("followed",)),
]
SAME = [
    ("The gland {} its sweat through narrow ducts.", "releases", "discharges"),
    ("The lightning {} the energy stored in the cloud.", "discharges", "releases"),
    ("The committee {} the report in May.", "examined", "studied"),
    ("The firm {} the mine in 1901.", "purchased", "bought"),
    ("The storm {} the harbor in a night.", "destroyed", "wrecked"),
    ("The astronomer {} the comet in March.", "noticed", "spotted"),
    ("The author {} the novel in 1851.", "published", "released"),
    ("The senate {} the treaty in March.", "approved", "ratified"),
    ("The wall {} the old town.", "surrounds", "encloses"),
    ("The hormone {} the growth of the bone.", "triggers", "stimulates"),
    ("The river {} sand to the sea.", "carries", "transports"),
    ("The committee {} the vote until May.", "postponed", "delayed"),
]


@pytest.mark.parametrize("frame, said, other", [(frame, said, o) for frame, said, others in OTHER for o in others])
def test_a_verb_that_says_another_thing_is_refused(frame, said, other, encoder):
    verdict = check_sentence(frame.format(other), [frame.format(said)], encoder)
    assert not verdict.ok and verdict.reason in ("invention", "opposite")


@pytest.mark.parametrize("frame, said, other", SAME)
def test_a_verb_that_says_the_same_in_other_words_is_kept(frame, said, other, encoder):
    verdict = check_sentence(frame.format(other), [frame.format(said)], encoder)
    assert verdict.ok, verdict
