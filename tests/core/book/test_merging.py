"""Sections that are too short on their own join a sibling instead of being lost."""

from __future__ import annotations

from t2v_core.book.blocks import TEXT, Block
from t2v_core.book.chunk import make_drafts
from t2v_core.book.drafts import Limits

LIMITS = Limits(min_words=12, max_words=40, max_tokens=200)
SENTENCE = "Every short section holds one plain sentence of nine words."


def drafts(*sections):
    blocks = [Block(TEXT, text, 1, 1, section=path) for path, text in sections]
    return make_drafts(blocks, LIMITS, lambda texts: [len(t.split()) for t in texts])


def test_two_short_siblings_become_one_passage_under_their_parent():
    (joined,) = drafts((("8 Regression", "8.1 First"), SENTENCE), (("8 Regression", "8.2 Second"), SENTENCE))
    assert joined.section == ("8 Regression",)
    assert joined.text == f"{SENTENCE}\n\n{SENTENCE}"
    assert not joined.reason


def test_a_short_section_joins_the_longer_one_behind_it():
    (joined,) = drafts(
        (("8 Regression", "8.1 First"), SENTENCE), (("8 Regression", "8.2 Second"), f"{SENTENCE} {SENTENCE}")
    )
    assert joined.words == 30
    assert not joined.reason


def test_sections_of_different_chapters_stay_apart():
    first, second = drafts((("8 Regression", "8.1 First"), SENTENCE), (("9 Trees", "9.1 Second"), SENTENCE))
    assert (first.reason, second.reason) == ("too_short", "too_short")


def test_a_passage_that_is_full_takes_no_more():
    first, second = drafts(
        (("8 Regression", "8.1 First"), " ".join([SENTENCE] * 4)), (("8 Regression", "8.2 Second"), SENTENCE)
    )
    assert first.section == ("8 Regression", "8.1 First")
    assert second.reason == "too_short"
