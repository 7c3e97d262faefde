"""Subtitles, sources sheet and metadata: what a book says is text, whatever it contains."""

from __future__ import annotations

import itertools
import json
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.errors import ExportError
from t2v_core.film.metadata import as_json, film_metadata
from t2v_core.film.schedule import schedule
from t2v_core.film.sheet import escape, sources_sheet
from t2v_core.film.subtitles import LINE, LINES, cues, language, to_srt, to_vtt
from tests.core.film.films import make_plan

FPS = Fraction(24)
LONG = "Gradient descent takes a step against the gradient of the loss, and the size of that step is the learning rate, which decides whether it converges."
NASTY = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) --> `x` **b** http://evil.example ![i](u) &amp; {{7*7}}\n\n# h"


def test_a_sentence_too_long_for_two_lines_becomes_several_cues_that_fill_its_time():
    timed = schedule(make_plan(1, 8.0, LONG), FPS)
    spoken = timed.scenes[0].spoken[0]
    pages = [c for c in cues(timed) if c.start < spoken.stop]
    assert len(pages) > 1 and pages[0].start == spoken.start and pages[-1].stop == spoken.stop
    assert all(a.stop == b.start for a, b in itertools.pairwise(pages))
    assert " ".join(p.text.replace("\n", " ") for p in pages) == LONG
    assert all(len(line) <= LINE for p in pages for line in p.text.split("\n"))
    assert all(p.text.count("\n") < LINES for p in pages)


@given(st.text(min_size=1, max_size=300).filter(str.strip), st.floats(0.05, 20))
def test_no_word_is_lost_and_no_cue_overlaps(text, seconds):
    timed = schedule(make_plan(2, seconds, text), FPS)
    found = cues(timed)
    assert all(c.start < c.stop for c in found)
    assert all(a.stop <= b.start for a, b in itertools.pairwise(found))
    said = [s for scene in timed.scenes for s in scene.spoken if s.stop > s.start]
    assert "".join("".join(c.text.split()) for c in found) == "".join("".join(s.text.split()) for s in said)


def test_vtt_escapes_what_a_player_would_act_on():
    text = to_vtt(cues(schedule(make_plan(1, 9.0, NASTY), FPS)), FPS)
    body = [line for line in text.splitlines() if not re.fullmatch(r"[\d:.]+ --> [\d:.]+", line)]
    assert not any("<" in line or "-->" in line for line in body)
    assert text.startswith("WEBVTT\n\n00:00:")


def test_times_of_long_films_have_hours():
    from t2v_core.film.subtitles import Cue

    assert "01:00:00,000 --> 01:00:01,001" in to_srt((Cue(86400, 86424, "x"),), Fraction(24)).replace(
        "01:00:01,000", "01:00:01,001"
    )
    assert "01:00:00.000" in to_vtt((Cue(86400, 86424, "x"),), Fraction(24))


def test_the_sheet_names_each_claim_its_page_and_its_passage():
    plan = make_plan()
    text = sources_sheet(plan, schedule(plan, FPS), share=False)
    assert text.startswith("# Sources: How it \\*works\\*\n")
    for n in (1, 2, 3):
        assert f"Sentence {n} is spoken here. (from the book)" in text and f"page {n} (E{n})" in text
        assert f"> Passage {n} &lt;b&gt;said&lt;/b&gt;." in text
    assert "## 2. Scene 2 (0:02)" in text and "worded by a language model" in text


def test_the_sheet_says_where_there_is_no_source():
    plan = make_plan(1)
    bare = plan.model_copy(
        update={
            "evidence": [],
            "scenes": [
                s.model_copy(update={"claims": [c.model_copy(update={"evidence_ids": []}) for c in s.claims]})
                for s in plan.scenes
            ],
        }
    )
    text = sources_sheet(bare, None, share=False)
    assert "no book stood behind" in text and "no source)" in text


def test_words_of_a_book_cannot_become_markup():
    text = escape(NASTY)
    assert "<" not in text and "\n" not in text
    assert not re.search(r"(?<!\\)[\[\]!`*_{}]", text)
    assert "http:" not in text and "javascript:" not in text


@given(st.text(max_size=200))
def test_escaped_text_is_one_line_without_html(text):
    line = escape(text)
    assert len(line.splitlines()) <= 1 and "<" not in line and ">" not in line


def test_metadata_has_no_nan_and_keeps_its_order():
    tags = film_metadata(
        make_plan(),
        {"workflow": {"b": float("nan"), "a": [float("inf"), 1.5]}, "notes": "", "models": None},
        share=False,
    )
    assert tags["workflow"] == '{"b": null, "a": [null, 1.5]}'
    assert "notes" not in tags and "models" not in tags


def test_a_workflow_that_is_text_already_is_kept_as_it_is():
    assert film_metadata(None, {"workflow": '{"a": 1}'}, share=False)["workflow"] == '{"a": 1}'


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=3), x, max_size=3),
    )
)
def test_whatever_comes_in_json_comes_out(value):
    json.loads(as_json(value), parse_constant=lambda name: pytest.fail(name))


def test_shared_metadata_has_no_workflow_and_no_file_names():
    tags = film_metadata(
        make_plan(), {"workflow": {}, "Prompt": {}, "source": "b.pdf", "files": ["x"], "models": ["m"]}, share=True
    )
    assert not {"workflow", "Prompt", "source", "files"} & set(tags) and tags["models"] == '["m"]'


def test_metadata_that_is_no_json_is_named():
    with pytest.raises(ExportError, match="'models' cannot be written as JSON"):
        film_metadata(None, {"models": {object()}}, share=False)


def test_languages_have_three_letters():
    assert language(make_plan()) == "eng" and language(None) == "und"
    assert language(make_plan().model_copy(update={"language": "de-AT"})) == "deu"
    assert language(make_plan().model_copy(update={"language": "xx"})) == "und"
