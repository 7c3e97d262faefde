"""Words of general English and how WordNet relates them."""

from __future__ import annotations

import pytest

from t2v_core.planning.english.lexicon import root
from t2v_core.planning.english.related import broader, one_meaning, opposite


@pytest.mark.parametrize(
    "a, b", [("borders", "boundaries"), ("measurement", "measured"), ("looks", "appears"), ("warmer", "heat")]
)
def test_synonyms_and_derived_words_share_a_meaning(a, b):
    assert one_meaning(root(a), root(b))


@pytest.mark.parametrize(
    "a, b", [("sudden", "gradual"), ("opaque", "transparent"), ("shallow", "deep"), ("easy", "difficult")]
)
def test_opposites_are_known(a, b):
    assert opposite(root(a), root(b)) and opposite(root(b), root(a))


def test_the_broader_word_stands_for_the_narrower_and_not_the_other_way_round():
    assert broader(root("animal"), root("insect")) or broader(root("change"), root("shift"))
    assert not broader(root("insect"), root("animal"))


def test_unrelated_and_unknown_words_are_strangers():
    for a, b in [("galaxy", "tariff"), ("hyperparameter", "median")]:
        assert not one_meaning(root(a), root(b)) and not opposite(root(a), root(b))
