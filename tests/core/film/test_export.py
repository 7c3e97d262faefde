"""A film file holds what was asked: frames, times, subtitles, chapters, sound, metadata, colours."""

from __future__ import annotations

import json
from fractions import Fraction

import av
import numpy as np
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import FORMATS, ExportSettings, export_film
from t2v_core.film.operations import Still
from t2v_core.film.subtitles import chapters, cues
from t2v_core.film.verify import moov_first
from tests.core.film.films import Bars, Noise, decoded, dropped_on_the_editor, make_film, make_plan, tone


def test_every_frame_is_shown_at_its_time_across_the_joins(film, tmp_path):
    path = export_film(film, tmp_path / "film.mp4").path
    with av.open(str(path)) as container:
        times = [f.time for f in container.decode(video=0)]
    assert times == pytest.approx([n / 24 for n in range(film.frame_count)], abs=1e-6)


def test_the_pictures_of_each_segment_come_out_at_their_place(film, tmp_path):
    pictures = decoded(export_film(film, tmp_path / "film.mp4", ExportSettings(crf=4)).path)
    for n in (0, 47, 48, 95, 96, film.frame_count - 1):
        assert np.abs(pictures[n].astype(int) - film.frame(n)).mean() < 6


def test_subtitles_and_chapters_stand_where_the_schedule_has_them(plan, film, tmp_path):
    path = export_film(film, tmp_path / "film.mp4", plan=plan).path
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[0]
        texts = [
            (round(p.pts * p.time_base * 24), round((p.pts + p.duration) * p.time_base * 24), bytes(p)[2:].decode())
            for p in container.demux(stream)
            if p.size > 2
        ]
        marks = [(round(c["start"] * c["time_base"] * 24), c["metadata"]["title"]) for c in container.chapters()]
    assert texts == [(c.start, c.stop, c.text) for c in cues(film.schedule)]
    assert marks == [(c["start"], c["metadata"]["title"]) for c in chapters(film.schedule)]


def test_the_editor_gets_the_workflow_back(plan, film, tmp_path):
    graph = {"nodes": [{"id": 1, "type": "T2V_Export", "name": "Füße {}"}], "x": float("nan")}
    path = export_film(
        film, tmp_path / "f.mp4", plan=plan, audio=tone(6), metadata={"workflow": graph, "prompt": {"1": {}}}
    ).path
    found = dropped_on_the_editor(path)
    assert found["workflow"]["nodes"] == graph["nodes"] and found["workflow"]["x"] is None
    assert found["prompt"] == {"1": {}}


@pytest.mark.slow
def test_the_editor_gets_the_workflow_back_from_a_file_above_64_mib(tmp_path):
    clip = Noise(frames=60, size=(1280, 720))
    path = export_film(
        clip, tmp_path / "f.mp4", ExportSettings(crf=0, preset="ultrafast"), metadata={"workflow": {"a": 1}}
    ).path
    assert path.stat().st_size > 64 * 2**20
    assert dropped_on_the_editor(path) == {"workflow": {"a": 1}}


def test_the_index_comes_first_and_bt709_is_tagged(film, tmp_path):
    path = export_film(film, tmp_path / "film.mp4").path
    assert moov_first(path)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert context.pix_fmt == "yuv420p"


@pytest.mark.parametrize("rgb", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 114, 178)])
def test_colours_are_converted_by_the_matrix_they_are_tagged_with(rgb, tmp_path):
    clip = Still(np.full((64, 64, 3), rgb, np.uint8), Fraction(24), 3)
    path = export_film(clip, tmp_path / "film.mp4").path
    with av.open(str(path)) as container:
        luma = next(container.decode(video=0)).to_ndarray()[20, 20]
    r, g, b = (c / 255 for c in rgb)
    assert luma == pytest.approx(16 + 219 * (0.2126 * r + 0.7152 * g + 0.0722 * b), abs=1.5)


def test_the_film_says_what_it_is(plan, film, tmp_path):
    extra = {"models": ["wan.safetensors"], "seeds": [7]}
    path = export_film(film, tmp_path / "film.mp4", plan=plan, metadata=extra).path
    with av.open(str(path)) as container:
        tags = container.metadata
    assert tags["title"] == plan.title and tags["topic"] == plan.topic and tags["book"] == "A *Book*"
    assert json.loads(tags["models"]) == ["wan.safetensors"] and json.loads(tags["seeds"]) == [7]
    assert tags["made_with"].startswith("Academic T2V ")


def test_a_film_that_is_given_away_keeps_passages_and_workflow_to_itself(plan, film, tmp_path):
    extra = {"workflow": {"file": "secret.pdf"}, "prompt": {"a": 1}, "source": "secret.pdf"}
    done = export_film(film, tmp_path / "film.mp4", ExportSettings(share=True), plan=plan, metadata=extra)
    everything = b"".join(p.read_bytes() for p in (done.path, *done.sidecars))
    assert b"secret" not in everything and b"Passage" not in everything
    assert b"page 1" in everything


def test_without_metadata_the_file_tells_nothing(plan, film, tmp_path):
    path = export_film(
        film, tmp_path / "f.mp4", ExportSettings(metadata=False), plan=plan, metadata={"workflow": {"a": 1}}
    ).path
    with av.open(str(path)) as container:
        assert not {"workflow", "title", "topic"} & set(container.metadata)


def test_the_files_beside_the_film_share_its_name(plan, film, tmp_path):
    done = export_film(film, tmp_path / "film.mp4", ExportSettings(poster=True, snapshots=True), plan=plan)
    names = {p.name for p in tmp_path.iterdir()}
    assert {"film.mp4", "film.vtt", "film.srt", "film.sources.md", "film.poster.jpg", "film.03-last.png"} <= names
    assert names == {p.name for p in (done.path, *done.sidecars)}


@pytest.mark.parametrize("fps", [Fraction(1), Fraction(240), Fraction(24000, 1001)])
def test_odd_rates_keep_their_frames_and_times(fps, tmp_path):
    plan = make_plan(2, 3.0)
    done = export_film(make_film(plan, fps), tmp_path / "film.mp4", plan=plan, audio=tone(6))
    assert done.report.frames == make_film(plan, fps).frame_count
    assert abs(done.report.sound_seconds - done.report.seconds) <= max(1 / fps, 1024 / 48000)


@pytest.mark.parametrize("size", [(97, 65), (1, 1), (33, 64), (180, 101)])
def test_odd_sizes_grow_by_a_repeated_pixel(size, tmp_path):
    clip = Bars(frames=3, size=size)
    path = export_film(clip, tmp_path / "film.mp4", ExportSettings(crf=1)).path
    picture = decoded(path)[0]
    assert picture.shape == (size[1] + size[1] % 2, size[0] + size[0] % 2, 3)
    assert np.abs(picture[-1].astype(int) - picture[size[1] - 1]).max() <= 12


@pytest.mark.parametrize("name", [name for name, fmt in FORMATS.items() if fmt.codec])
def test_a_film_may_have_scenes_of_one_frame_and_of_two(name, tmp_path):
    """x265 gives the frames of so short a film decode times out of unset memory."""
    from t2v_core.film.clip import Film, Segment

    one = export_film(Bars(frames=1), tmp_path / f"one{FORMATS[name].suffix}", ExportSettings(format=name))
    assert one.report.frames == 1
    film = Film(tuple(Segment(Bars(n, frames), f"s{n}", None) for n, frames in enumerate((20, 1, 2, 1, 1, 25))))
    done = export_film(film, tmp_path / f"film{FORMATS[name].suffix}", ExportSettings(format=name))
    assert done.report.frames == 50


def test_a_film_played_twice_has_twice_the_frames_and_chapters_but_is_encoded_once(plan, film, tmp_path):
    done = export_film(film, tmp_path / "film.mp4", ExportSettings(repeat=2), plan=plan, audio=tone(6))
    assert done.report.frames == 2 * film.frame_count and done.report.chapters == 6 and done.report.encoded == 3


def test_forwards_and_back_ends_where_it_began(tmp_path):
    clip = Bars(frames=10)
    done = export_film(clip, tmp_path / "film.mp4", ExportSettings(ping_pong=True, crf=2))
    assert done.report.frames == 18
    pictures = decoded(done.path)
    assert np.abs(pictures[-1].astype(int) - clip.frame(1)).mean() < 6


def test_a_plan_of_another_length_gives_no_subtitles_and_says_so(plan, tmp_path):
    done = export_film(Bars(frames=10), tmp_path / "film.mp4", plan=plan)
    assert done.report.subtitles == 0 and "do not belong together" in " ".join(done.report.notes)


def test_a_plan_finds_its_scenes_in_the_film_s_segments(plan, tmp_path):
    from t2v_core.film.clip import Film

    film = Film(make_film(plan).segments)
    done = export_film(film, tmp_path / "film.mp4", plan=plan)
    assert done.report.chapters == 3 and done.report.subtitles > 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "avi"}, {"crf": 52}, {"crf": -1}, {"preset": "warp"}, {"hardware": "gpu"}, {"repeat": 0},
        {"long_audio": "stretch"}, {"loudness": 3.0}, {"audio_kbps": 1}, {"cache_bytes": -1},
    ],
)  # fmt: skip
def test_a_setting_outside_its_list_is_named(wrong, film, tmp_path):
    with pytest.raises(ExportError, match=next(iter(wrong)).split("_")[0]):
        export_film(film, tmp_path / "film.mp4", ExportSettings(**wrong))
    assert not list(tmp_path.iterdir())
