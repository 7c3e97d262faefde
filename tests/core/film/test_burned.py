"""Subtitles drawn into pictures: readable over anything, at their times, cached, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from t2v_core.diagram.contrast import contrast
from t2v_core.diagram.subtitled import with_subtitles
from t2v_core.film import ExportSettings, export_film
from t2v_core.film.clip import Clip, Film, Segment
from t2v_core.film.schedule import schedule
from t2v_core.film.subtitles import cues
from tests.core.film.films import Bars, make_film, make_plan

BURN = ExportSettings(format="mkv-ffv1", burn_subtitles=True)


class Ground(Clip):
    """One colour, or black and white stripes where `level` is None."""

    def __init__(self, level: int | None, frames: int, size=(640, 360)) -> None:
        self.width, self.height = size
        self.fps, self.frame_count, self.level = Fraction(24), frames, level

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        out = np.full((self.height, self.width, 3), self.level or 0, np.uint8)
        if self.level is None:
            out[:, np.arange(self.width) % 8 < 4] = 255
        for _ in range(start, self.frame_count if stop is None else min(stop, self.frame_count)):
            yield out


def text_area(before: np.ndarray, after: np.ndarray) -> tuple[slice, slice]:
    changed = (before != after).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


@pytest.mark.parametrize("level", [90, 128, 200, 255, None])
@pytest.mark.parametrize("size", [(640, 360), (360, 640)])
def test_text_reads_over_any_ground(level, size):
    timed = schedule(make_plan(1, 3.0), Fraction(24))
    clip = Ground(level, timed.frame_count, size)
    cue = cues(timed)[0]
    before, after = clip.frame(cue.start), with_subtitles(clip, timed).frame(cue.start)
    rows, columns = text_area(before, after)
    area = after[rows, columns]
    ink = max(np.unique(area.reshape(-1, 3), axis=0), key=lambda p: int(p.sum()))
    plate = area[len(area) // 3 : -len(area) // 3, 1:4].reshape(-1, 3)  # beside the text
    assert min(contrast(tuple(map(int, ink)), tuple(map(int, p))) for p in plate) >= 4.5
    assert rows.start > size[1] / 2 and rows.stop <= size[1]
    assert columns.start >= 0.04 * size[0] and columns.stop <= 0.96 * size[0]


def test_each_sentence_is_shown_for_exactly_its_frames():
    film = make_film(make_plan(2, 2.0), size=(320, 180))
    burned = with_subtitles(film, film.schedule)
    plain = (f.copy() for f in film.frames())
    shown = [bool((a != b).any()) for a, b in zip(plain, burned.frames(), strict=True)]
    said = np.zeros(film.frame_count, bool)
    for cue in cues(film.schedule):
        said[cue.start : cue.stop] = True
    assert shown == said.tolist()
    assert (burned.frame(60) == list(map(np.copy, burned.frames()))[60]).all()


def test_burned_scenes_are_kept_and_told_apart_from_plain_ones(tmp_path):
    plan = make_plan(2, 1.0)

    def reused(name: str, burn: bool) -> int:
        settings = ExportSettings(burn_subtitles=burn)
        return export_film(make_film(plan), tmp_path / name, settings, plan=plan, cache=tmp_path / "c").report.reused

    assert [reused("a.mp4", False), reused("b.mp4", True), reused("c.mp4", False), reused("d.mp4", True)] == [
        0,
        0,
        2,
        2,
    ]


def test_a_film_that_shows_its_sentences_is_left_alone_and_the_report_says_so(tmp_path):
    plan = make_plan(1, 1.0)
    film = make_film(plan)
    film.captioned = True
    done = export_film(film, tmp_path / "film.mkv", BURN, plan=plan)
    assert "show what is said already" in done.report.notes[-1]


def test_without_times_nothing_is_drawn_and_the_report_says_so(tmp_path):
    assert "Connect the plan" in export_film(Bars(), tmp_path / "film.mkv", BURN).report.notes[-1]


@pytest.mark.parametrize("captions", [True, False])
def test_drawn_and_composed_films_say_whether_they_show_their_sentences(captions):
    from t2v_core.diagram import RenderSettings, render_plan
    from t2v_core.diagram.compose import ComposeSettings, compose

    plan = make_plan(1, 1.0)
    assert render_plan(plan, RenderSettings(width=640, height=360, captions=captions)).captioned is captions
    timed = schedule(plan, Fraction(24))
    footage = Film((Segment(Ground(90, timed.frame_count), "s1", "s1"),), timed)
    assert compose(footage, plan, ComposeSettings(width=640, height=360, captions=captions)).film.captioned is captions
