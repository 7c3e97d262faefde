"""What sort of thing a statement says, read off its verb."""

from __future__ import annotations

import pytest

from t2v_core.planning.picture import action
from t2v_core.planning.plan import Visual
from t2v_core.planning.sense import done_by_object, sense_of


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
        ("has to be", "given", "is"),
        ("rises with", "the tide", "rises"),
        ("grew", "rapidly", "rises"),
        ("fell by", "a third", "falls"),
        ("falls to", "the eldest son", "does"),
        ("increases", "the price", "does"),
        ("was increased by", "the council", "does"),
        ("fell in", "love", "does"),
        ("lies between", "the chest and the belly", "between"),
        ("differs between", "cats and dogs", "does"),
    ],
)
def test_the_verb_tells_what_is_said(verb: str, object_: str, sense: str) -> None:
    assert sense_of(verb, object_) == sense


@pytest.mark.parametrize(
    ("verb", "object_", "sense"),
    [
        ("does not always kill", "its host", "does"),
        ("do not", "merely store energy", "does"),
        ("does not", "only lower blood sugar", "does"),
        ("does not necessarily reduce", "demand", "does"),
        ("is not", "always visible", "is"),
        ("is not", "necessarily finite-dimensional", "is"),
        ("does not have to be", "random", "does"),
        ("cannot divide without", "a nucleus", "does"),
        ("does not work without", "an enzyme", "does"),
        ("never fails to reach", "the sea", "does"),
        ("cannot refuse to accept", "payment", "does"),
        ("was not extended to", "women until 1920", "does"),
        ("did not vote in", "France until 1944", "does"),
        ("does not need", "a host", "denied"),
        ("is not", "a planet", "denied"),
        ("does not dissolve in", "water", "denied"),
        ("does not apply to", "goods", "denied"),
        ("does not act as", "a catalyst", "denied"),
    ],
)
def test_only_a_plain_denial_is_crossed_out(verb: str, object_: str, sense: str) -> None:
    assert sense_of(verb, object_) == sense


def test_a_denial_that_an_addition_takes_back_is_not_crossed_out() -> None:
    assert sense_of("does not germinate in", "the field", "until it rains") == "does"
    assert sense_of("does not germinate in", "the field", "in winter") == "denied"


@pytest.mark.parametrize(
    ("verb", "object_"),
    [
        ("contains", "no clause on delay"),
        ("has", "no smell and no colour"),
        ("has", "no overall charge"),
        ("had", "nothing to eat"),
        ("consisted of", "the mayor, two priests, and no women"),
        ("has", "lost its licence"),
        ("has", "won three elections"),
        ("has", "kept the tax low"),
        ("has", "found a new particle"),
        ("has", "become rare"),
        ("has", "always had a market"),
        ("had", "had two strokes"),
        ("has", "since become rich"),
        ("has", "yet to make a profit"),
        ("had", "his rivals executed"),
    ],
)
def test_nothing_is_framed_that_is_lacking_or_only_done(verb: str, object_: str) -> None:
    assert sense_of(verb, object_) == "does"


@pytest.mark.parametrize(
    "object_", ["two painted walls and a flat roof", "a broken wing", "four toes", "the right to vote"]
)
def test_what_a_thing_has_is_framed(object_: str) -> None:
    assert sense_of("has", object_) == "holds"


@pytest.mark.parametrize(
    ("verb", "object_", "sense"),
    [
        ("lived in", "fear of the army", "does"),
        ("lives in", "poverty", "does"),
        ("are kept in", "check by duties", "does"),
        ("took place in", "private", "does"),
        ("occurred in", "rapid succession", "does"),
        ("is produced in", "large quantities", "does"),
        ("was found in", "contempt", "does"),
        ("occurs in", "the presence of light", "does"),
        ("sits in", "opposition", "does"),
        ("lies in", "measuring the current", "does"),
        ("occurs in", "December", "does"),
        ("is found in", "many languages", "does"),
        ("occurred in", "the first half of the century", "does"),
        ("occurs in", "the form of a ring", "does"),
        ("is located in", "the lower part of the abdominal cavity", "within"),
        ("is situated in", "the left half of the chest", "within"),
        ("is situated in", "the northern part of the country", "within"),
        ("is found", "in most cells", "within"),
        ("are found in", "all oceans", "within"),
        ("lies in", "Central Asia", "within"),
        ("lives in", "France", "within"),
        ("lives in", "a state of fear", "does"),
    ],
)
def test_only_a_place_is_drawn_round_what_lies_there(verb: str, object_: str, sense: str) -> None:
    assert sense_of(verb, object_) == sense


def test_hearsay_about_what_something_is_is_what_it_is() -> None:
    assert sense_of("is said to be", "impartial") == "is"


@pytest.mark.parametrize(
    ("verb", "object_", "by"),
    [
        ("was bitten by", "the dog", True),
        ("is slowly taken up by", "the roots", True),
        ("was written by", "two monks", True),
        ("was followed by", "the Iron Age", False),
        ("is reduced by", "20 percent", False),
        ("rose by", "a third", False),
        ("is near by", "the sea", False),
        ("bites", "the child", False),
    ],
)
def test_who_does_it_stands_behind_by(verb: str, object_: str, by: bool) -> None:
    assert done_by_object(verb, object_) == by


@pytest.mark.parametrize(
    ("subject", "verb", "object_", "sense"),
    [
        ("The ambassador", "declined", "politely", "does"),
        ("The word", "dropped from", "the language", "does"),
        ("The ripe apple", "falls from", "the tree", "does"),
        ("The curtain", "falls", "after the last act", "does"),
        ("The curtain", "falls with", "the last act", "does"),
        ("The sun", "rises in", "the east", "does"),
        ("The old league", "declined by", "1905", "does"),
        ("The price of bread", "rises with", "the demand for flour", "rises"),
        ("The fee charged by the ferry", "fell", "sharply", "falls"),
        ("Bread prices", "fall", "during a boom", "falls"),
        ("The number of farms", "fell", "sharply", "falls"),
        ("The army", "grew by", "a third", "rises"),
        ("The herd", "shrank by", "20 percent", "falls"),
        ("The herd", "shrank from", "900 to 300", "falls"),
        ("A balloon", "rises with", "the heat", "rises"),
    ],
)
def test_only_an_amount_or_what_changes_by_one_has_a_curve(subject: str, verb: str, object_: str, sense: str) -> None:
    assert sense_of(verb, object_, "", subject) == sense


@pytest.mark.parametrize(
    ("verb", "object_", "sense"),
    [
        ("barely rises with", "income", "does"),
        ("rarely fall", "during a boom", "does"),
        ("rises", "hardly at all", "does"),
        ("seldom has", "three layers", "does"),
        ("is scarcely found in", "the soil", "does"),
        ("is hardly", "visible", "is"),
        ("seldom is", "visible", "is"),
    ],
)
def test_what_hardly_happens_is_not_drawn_as_happening(verb: str, object_: str, sense: str) -> None:
    assert sense_of(verb, object_, "", "Demand") == sense


def test_what_moves_follows_what_is_said() -> None:
    said = {
        v: {"subject": {"text": "A"}, "verb": v, "object": {"text": "b"}} for v in ("has", "moves", "does not move")
    }
    acts = [action(Visual(template="statement", data=d), "heat") for d in said.values()]
    assert len(set(acts)) == 3
    assert all("heat" in a for a in acts)
