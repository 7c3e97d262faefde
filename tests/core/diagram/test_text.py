"""Text keeps inside its box, loses nothing, and says so when it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from t2v_core.diagram.drawlist import Box
from t2v_core.diagram.fonts import advance, missing
from t2v_core.diagram.template import DoesNotFit
from t2v_core.diagram.text import BODY, block, blocks, clean, halves, wrap


@given(st.text(alphabet="abc dé-Ω漢字 علم /x", min_size=1, max_size=120), st.floats(60, 400))
@settings(max_examples=120, deadline=None)
def test_wrapped_lines_are_never_wider_than_asked_and_lose_nothing(text: str, width: float) -> None:
    rows = wrap(text, width, BODY)
    assert all(advance(r, BODY, "regular") <= width + 0.01 for r in rows)
    squeezed = lambda s: "".join(s.replace("-", "").split())  # noqa: E731
    assert squeezed("".join(rows)) == squeezed(clean(text))


def test_lines_are_evened_out() -> None:
    rows = wrap("Assign each point to its nearest centre", 300, BODY)
    assert len(rows) == 2 and min(len(r) for r in rows) > 12


def test_text_shrinks_before_it_gives_up() -> None:
    large = block("words", Box(0, 0, 300, 40))
    small = block("words that need rather more room than there is at the larger size", Box(0, 0, 300, 62))
    assert large.size > small.size >= 16
    with pytest.raises(DoesNotFit, match="does not fit"):
        block("word " * 80, Box(0, 0, 100, 40))


def test_siblings_share_one_size() -> None:
    made = blocks(["short", "a text that is a good deal longer than its neighbour is"], [Box(0, 0, 200, 62)] * 2)
    assert made[0].size == made[1].size


def test_invisible_characters_are_dropped_and_joiners_kept() -> None:
    assert clean("a\u0007b\n  c\u00ad") == "a b c"
    assert "\u200d" in clean("क्\u200dष")


def test_halves_are_cut_between_words() -> None:
    assert halves("one two three four") == ("one two", "three four")
    assert halves("一二三四") == ("一二", "三四")
    assert halves("x") == ()


def test_characters_without_any_font_are_named() -> None:
    assert missing("plain text ∇η") == ""
    assert missing("\U000f0000") == "\U000f0000"
