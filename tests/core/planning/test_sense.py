"""What sort of thing a statement says, read off its verb."""

from __future__ import annotations

import pytest

from t2v_core.planning.picture import action
from t2v_core.planning.plan import Visual
from t2v_core.planning.sense import sense_of


@pytest.mark.parametrize(
    ("verb", "object_", "sense"),
    [
        ("moves", "the weights", "does"),
        ("", "fell", "does"),
        ("becomes", "ice", "does"),
        ("has to leave", "the room", "does"),
        ("ensures that", "no heat is lost", "does"),
        ("is heated by", "the Sun", "does"),
        ("was", "dry and barren", "is"),
        ("are often", "small", "is"),
        ("may still be", "the best guess", "is"),
        ("has", "three layers", "holds"),
        ("is composed of", "subunits", "holds"),
        ("are made of", "sulfuric acid", "holds"),
        ("takes place in", "the cytoplasm", "within"),
        ("is mainly found in", "the soil", "within"),
        ("occurred in", "1905", "does"),
        ("occurs in", "both directions", "does"),
        ("argues that", "prices fall", "says"),
        ("was that", "the wall fell", "does"),
        ("does not have", "a wall", "denied"),
        ("can never be", "negative", "denied"),
        ("isn’t", "a planet", "denied"),
    ],
)
def test_the_verb_tells_what_is_said(verb: str, object_: str, sense: str) -> None:
    assert sense_of(verb, object_) == sense


def test_what_moves_follows_what_is_said() -> None:
    said = {
        v: {"subject": {"text": "A"}, "verb": v, "object": {"text": "b"}} for v in ("has", "moves", "does not move")
    }
    acts = [action(Visual(template="statement", data=d), "heat") for d in said.values()]
    assert len(set(acts)) == 3
    assert all("heat" in a for a in acts)
