"""The caption: words darken as they are said and stand still, formulas are set, long sentences are paged."""

from __future__ import annotations

import pytest

from t2v_core.diagram.caption import caption
from t2v_core.diagram.chrome import Grid, section_path
from t2v_core.diagram.citation import citation, citation_rows
from t2v_core.diagram.clock import Beat, Clock
from t2v_core.diagram.drawlist import Maths, Text
from t2v_core.diagram.fonts import advance
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.planning.plan import EvidenceItem, Scene

GRID = Grid(1280, 34, 1, True)


def _said(text: str, t: float, grid: Grid = GRID, seconds: float = 60) -> tuple:
    scene = Scene(id="s", title="t", role="mechanism", seconds=seconds, narration=text)
    return caption(scene, Clock(seconds, (Beat(text, (), 0, seconds),)), grid)(t)


def test_words_darken_one_by_one() -> None:
    text = "one two three four"
    shown = [" ".join(x.string for x in _said(text, t) if x.colour == "ink") for t in (0, 16, 31, 46)]
    assert shown == ["one", "one two", "one two three", "one two three four"]


def test_words_stand_where_they_stood_when_they_darken() -> None:
    places = {
        round(next(x for x in _said("one two three four", t) if "four" in x.string).bounds.right, 3) for t in range(60)
    }
    assert len(places) == 1


def test_inline_formulas_are_set_as_maths_and_keep_their_punctuation() -> None:
    items = _said("so w_{t+1}, the weight, falls", 59)
    assert [x.latex for x in items if isinstance(x, Maths)] == ["w_{t + 1},"]
    assert [x.string for x in items if isinstance(x, Text)] == ["so", "the weight, falls"]


def test_a_sentence_that_the_picture_shows_is_not_shown_twice() -> None:
    scene = Scene(id="s", title="t", role="mechanism", seconds=60, narration="one two. three four.")
    clock = Clock(60, (Beat("one two.", (), 0, 30), Beat("three four.", (), 30, 60)))
    said = caption(scene, clock, GRID, ("one two.",))
    assert said(10) == () and [x.string for x in said(59)] == ["three four."]


def test_a_line_of_arabic_darkens_as_one() -> None:
    items = _said("التعلم الآلي هو فرع", 20)
    assert [x.colour for x in items] == ["ink"]


def test_a_long_sentence_is_paged_and_every_word_is_shown() -> None:
    text = " ".join(f"word{i}" for i in range(90))
    seen = {w for t in range(60) for x in _said(text, t) for w in x.string.split()}
    assert seen == set(text.split())
    pages = {tuple(w for x in _said(text, t) for w in x.string.split()) for t in range(60)}
    assert min(map(len, pages)) > 0.6 * max(map(len, pages))
    assert all(x.y < 668 for t in range(60) for x in _said(text, t))


def test_a_citation_names_every_page_once() -> None:
    plan = gallery_plan()
    more = [EvidenceItem(id=f"P{p}", book="B", text="x", page=p) for p in (7, 9, 7)[:2]]
    plan = plan.model_copy(update={"evidence": [*plan.evidence, *more]})
    assert citation(plan, ["P7", "P9", "P7"]) == "B, pp. 7, 9"
    assert citation(plan, []) == "no source"


@pytest.mark.parametrize("place", ["p. 412", "§ Reading the scale"])
def test_a_long_book_title_loses_its_subtitle_before_its_page_or_section(place) -> None:
    cited = f"A Very Long Book Title: With a Subtitle That Goes On and On, Second Edition, Volume Three, {place}"
    rows = citation_rows(cited, 260)
    said = " ".join(rows)
    assert len(rows) <= 2 and said.startswith("A Very") and said.endswith(place) and "Subtitle" not in said


def test_a_deep_section_path_keeps_its_last_level() -> None:
    plan = gallery_plan()
    deep = plan.evidence[0].model_copy(update={"section": ["1 " + "A long chapter title " * 6, "1.2 A section"]})
    plan = plan.model_copy(update={"evidence": [deep]})
    path = section_path(plan, plan.scenes[0], 500)
    assert path == "…  ›  1.2 A section" and advance(path, 16, "regular") <= 500
