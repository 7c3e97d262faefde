"""Sentences that are the passage's but for a few words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from t2v_core.book.sentences import split_sentences
from t2v_core.planning.gate.copied import altered
from t2v_core.planning.gate.grounding import check_sentence
from t2v_core.planning.gate.remembering import RememberingEncoder
from t2v_core.planning.gate.turned import turned

DYKE = "The dyke has to be raised because the sea in front of it rises faster than the land behind it sinks."
LOOM = "The weavers of Ostby learned how patterns can be stored on cards with holes before the power loom came."
RENT = "A farmer can lower the rent only by giving up some of the fields in the valley."


@pytest.mark.parametrize(
    "source, text",
    [
        (DYKE, "The dyke has to be raised although the sea in front of it rises faster than the land behind it sinks."),
        (DYKE, DYKE.rstrip(".") + " and this always works."),
        (DYKE, DYKE.rstrip(".") + ", or so some claim."),
        (DYKE, "Nobody believes that " + DYKE[0].lower() + DYKE[1:]),
        (DYKE, "It is wrong to say that " + DYKE[0].lower() + DYKE[1:]),
        (DYKE, "In the past, " + DYKE[0].lower() + DYKE[1:]),
        (DYKE, DYKE.rstrip(".") + " <b>soon</b>."),
        (LOOM, LOOM.replace("can be", "cannot be")),
        (LOOM, LOOM.replace("with holes", "without holes")),
        (LOOM, LOOM.replace("before", "after")),
        (RENT, RENT.replace("only", "also")),
        (RENT, RENT.replace("some", "all")),
    ],
)
def test_a_near_copy_may_not_deny_hedge_or_add(source, text, encoder):
    assert check_sentence(source, [source], encoder).ok
    assert not check_sentence(text, [source], encoder).ok


@pytest.mark.parametrize(
    "source, text",
    [
        (DYKE, "The dyke must be raised as the sea in front of it rises faster than the land behind it sinks."),
        (DYKE, "The dyke has to be raised, since the sea in front rises faster than the land behind it sinks."),
        (
            LOOM,
            "The weavers of Ostby learned how one can store patterns on cards with holes before the power loom came.",
        ),
        (RENT, "A farmer can reduce the rent only by giving up some of the fields in the valley."),
    ],
)
def test_a_near_copy_may_use_another_word_for_the_same(source, text, encoder):
    assert altered(text, source, [source]) == ""
    assert check_sentence(text, [source], encoder).ok


def test_a_sentence_in_words_of_its_own_is_no_copy():
    assert altered("Nobody ever stops raising the dyke, for the sea comes up quickly.", DYKE, [DYKE]) == ""


def test_the_words_of_a_name_keep_their_order():
    source = "The engineer sent Amos Lind to the mouth of the river to look for better clay."
    assert altered(source.replace("Amos Lind", "Lind Amos"), source, [source]) == "Lind Amos"


@pytest.mark.parametrize(
    "exchanged, source, text",
    [
        (
            True,
            "A rise in the price of wool almost always leads to an increase in the number of sheep.",
            "An increase in the number of sheep leads to a rise in the price of wool almost always.",
        ),
        (True, "Basalt is a rock that cools quickly.", "A rock that cools quickly is basalt."),
        (False, "Basalt is a rock that cools quickly.", "A rock that cools quickly is called basalt."),
        (False, "A rock that cools quickly is basalt.", "Basalt is a rock that cools quickly."),
        (False, "The tallest of the hills is Hagen Top.", "Hagen Top is the tallest of the hills."),
    ],
)
def test_the_two_sides_of_a_verb_stay_where_they_are(exchanged, source, text):
    assert (turned(text, source) is not None) is exchanged


def planted(sentence: str) -> list[str]:
    """The sentence with something put in front of it, behind it or into it that its passage does not say."""
    begun, whole = sentence[0].lower() + sentence[1:], sentence.rstrip(".")
    said = [
        f"{whole} and this always works.",
        f"{whole}, or so some claim.",
        f"{whole}, which was first noticed in a monastery.",
        f"It is wrong to say that {begun}",
        f"Nobody believes that {begun}",
        f"In the past, {begun}",
        f"Only in theory is it true that {begun}",
        sentence.replace(" because ", " although ").replace(" when ", " unless "),
        sentence.replace(" is ", " is not ").replace(" are ", " are not "),
        sentence.replace(" can ", " cannot "),
    ]
    return [text for text in said if text != sentence]


@pytest.mark.slow
def test_what_is_planted_into_the_passages_own_sentences_is_caught(encoder):
    encoder, verdicts = RememberingEncoder(encoder), []
    for path in sorted(Path(__file__).parent.glob("gate_*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))[:8]:
            sentence = split_sentences(case["source"])[0]
            assert check_sentence(sentence, [case["source"]], encoder).ok
            verdicts += [check_sentence(text, [case["source"]], encoder).ok for text in planted(sentence)]
    assert len(verdicts) > 900
    assert sum(verdicts) <= 0.02 * len(verdicts)
