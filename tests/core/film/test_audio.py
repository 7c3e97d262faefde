"""Sound: as long as the picture, at one loudness, at its place, never stretched."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import ExportSettings, export_film, fit_plan
from t2v_core.film.audio import RATE, FileSound, Placed, WaveSound, as_sound, file_sound
from t2v_core.film.loudness import loudness
from t2v_core.film.schedule import schedule
from tests.core.film.films import Bars, decoded, make_film, make_plan, tone


def quiet(done, total, text="", preview=None):
    pass


def samples_of(path) -> np.ndarray:
    return np.concatenate(list(FileSound(path).blocks()), axis=1)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000, 96000])
@pytest.mark.parametrize("channels", [1, 2])
def test_sound_and_pictures_are_equally_long(rate, channels, tmp_path):
    done = export_film(Bars(frames=37), tmp_path / "film.mp4", audio=tone(0.9, rate, channels))
    assert abs(done.report.sound_seconds - done.report.seconds) < 1 / 24
    with av.open(str(done.path)) as container:
        assert container.streams.audio[0].channels == channels and container.streams.audio[0].rate == RATE


def test_short_sound_is_followed_by_silence_and_keeps_its_pitch(tmp_path):
    path = export_film(
        Bars(frames=96), tmp_path / "film.mp4", audio=tone(2), settings=ExportSettings(loudness=None)
    ).path
    wave = samples_of(path)[0]
    assert np.abs(wave[int(2.2 * RATE) : int(3.9 * RATE)]).max() < 1e-3
    spectrum = np.abs(np.fft.rfft(wave[:RATE]))
    assert abs(int(spectrum.argmax()) - 440) <= 1


def test_long_sound_holds_the_last_frame_and_says_so(tmp_path):
    done = export_film(Bars(frames=24), tmp_path / "film.mp4", audio=tone(2.5))
    assert done.report.frames == 60 and "last frame is held" in done.report.notes[-1]


def test_long_sound_can_be_cut_instead(tmp_path):
    done = export_film(Bars(frames=24), tmp_path / "film.mp4", ExportSettings(long_audio="cut"), audio=tone(2.5))
    assert done.report.frames == 24 and "cut off" in done.report.notes[-1]


@pytest.mark.parametrize("level", [0.01, 0.1, 0.6])
def test_every_film_has_one_loudness(level, tmp_path):
    path = export_film(Bars(frames=120), tmp_path / "film.mp4", audio=tone(5, level=level, channels=2)).path
    assert loudness(FileSound(path), tmp_path, quiet) == pytest.approx(-16, abs=0.7)
    assert np.abs(samples_of(path)).max() < 0.95


def test_silence_stays_silence(tmp_path):
    audio = {"waveform": np.zeros((1, 1, 48000), np.float32), "sample_rate": 48000}
    done = export_film(Bars(frames=24), tmp_path / "film.mp4", audio=audio)
    assert done.report.loudness_before is None and np.abs(samples_of(done.path)).max() < 1e-4


def test_each_scene_s_sound_begins_with_its_first_sentence(tmp_path):
    plan = make_plan(3, 2.0)
    film = make_film(plan)
    path = export_film(
        film, tmp_path / "f.mp4", ExportSettings(loudness=None), plan=plan, audio=[tone(1), None, tone(1.2)]
    ).path
    loud = np.abs(samples_of(path)[0]) > 0.01
    first, _, third = film.schedule.scenes
    at = [first.spoken[0].start / 24, third.spoken[0].start / 24]
    starts = [np.argmax(loud) / RATE, (np.argmax(loud[4 * RATE :]) + 4 * RATE) / RATE]
    assert starts == pytest.approx(at, abs=1 / 24)


def test_a_picture_is_held_until_its_scene_s_sound_ends(tmp_path):
    plan = make_plan(3, 1.0)
    film = make_film(plan)
    done = export_film(
        film, tmp_path / "f.mp4", ExportSettings(loudness=None, crf=2), plan=plan, audio=[None, tone(3), tone(0.5)]
    )
    first, second, third = film.schedule.scenes
    more = done.report.frames - film.frame_count
    spoken = second.spoken[0].start
    assert more == 72 - (second.stop - spoken) and "of s2 is longer" in done.report.notes[-1]
    pictures = decoded(done.path)
    for at in (second.stop, second.stop + more - 1):
        assert np.abs(pictures[at].astype(int) - film.frame(second.stop - 1)).mean() < 6
    assert np.abs(pictures[second.stop + more].astype(int) - film.frame(third.start)).mean() < 6
    loud = np.abs(samples_of(done.path)[0]) > 0.01
    assert loud[: (spoken - 1) * RATE // 24].sum() == 0
    assert loud[(second.stop + more - 3) * RATE // 24 : (second.stop + more) * RATE // 24].any()
    with av.open(str(done.path)) as container:
        marks = [round(c["start"] * c["time_base"] * 24) for c in container.chapters()]
        said = [
            (p.pts * p.time_base * 24, (p.pts + p.duration) * p.time_base * 24)
            for p in container.demux(subtitles=0)
            if p.size > 2
        ]
    assert marks == [first.start, second.start, third.start + more]
    assert (
        said[2][0] == spoken
        and said[3][1] == second.spoken[-1].stop + more
        and said[4][0] == third.spoken[0].start + more
    )


def test_a_scene_is_held_before_it_blends_into_the_next(tmp_path):
    from t2v_core.film.clip import Film, Segment

    plan = make_plan(2, 1.0)
    parts = [Segment(Bars(0, 20), "s1", "s1"), Segment(Bars(5, 8), "s1-s2", None), Segment(Bars(1, 20), "s2", "s2")]
    film = Film(tuple(parts), schedule(plan, Fraction(24)))
    done = export_film(film, tmp_path / "f.mp4", ExportSettings(crf=2), plan=plan, audio=[tone(2), None])
    pictures, more = decoded(done.path), done.report.frames - 48
    assert more > 20
    for at, picture in ((19 + more, film.frame(19)), (20 + more, film.frame(20)), (28 + more, film.frame(28))):
        assert np.abs(pictures[at].astype(int) - picture).mean() < 6


def test_sounds_and_scenes_must_be_as_many(tmp_path):
    plan = make_plan(2, 1.0)
    with pytest.raises(ExportError, match="3 sounds for 2 scenes"):
        export_film(make_film(plan), tmp_path / "film.mp4", plan=plan, audio=[None] * 3)
    with pytest.raises(ExportError, match="1 sounds for an unknown number"):
        export_film(Bars(), tmp_path / "film.mp4", audio=[None])


@pytest.mark.parametrize("spoken", [0.5, 3.9, 4.2, 4.5, 9.0])
def test_a_fitted_plan_has_room_for_every_sound(spoken, tmp_path):
    plan = fit_plan(make_plan(2, 1.0), [tone(spoken), None])
    timed = schedule(plan, Fraction(24)).scenes[0]
    assert (timed.spoken[-1].stop - timed.spoken[0].start) / 24 >= spoken - 2 / 24
    assert plan.scenes[1].seconds == 1.0
    export_film(make_film(plan), tmp_path / "film.mp4", plan=plan, audio=[tone(spoken), None])


@pytest.mark.parametrize("shape", [(2, 1, 100), (1, 6, 100), (100,), (1, 100)])
def test_audio_of_another_shape_is_refused(shape):
    with pytest.raises(ExportError, match="one mono or stereo track"):
        WaveSound(np.zeros(shape, np.float32), 48000)


def test_audio_that_is_not_a_number_is_named(tmp_path):
    audio = tone(1)
    audio["waveform"][0, 0, 30000] = np.nan
    with pytest.raises(ExportError, match="NaN"):
        export_film(Bars(frames=24), tmp_path / "film.mp4", audio=audio)
    assert not list(tmp_path.iterdir())


def test_sound_is_read_from_a_file(tmp_path):
    path = export_film(Bars(frames=48), tmp_path / "a.mp4", audio=tone(2)).path
    assert as_sound(path).seconds == pytest.approx(2, abs=0.05)
    with pytest.raises(ExportError, match="no sound"):
        FileSound(export_film(Bars(frames=4), tmp_path / "b.mp4").path)


def test_blocks_come_out_as_long_as_promised():
    sound = Placed([(1000, as_sound(tone(0.3))), (30000, as_sound(tone(0.5, channels=2)))], 70001)
    assert sum(b.shape[1] for b in sound.blocks()) == 70001
    assert {b.shape[0] for b in sound.blocks()} == {2}


def test_a_tensor_is_taken_as_it_is(tmp_path):
    torch = pytest.importorskip("torch")
    audio = tone(1)
    audio["waveform"] = torch.from_numpy(audio["waveform"]).to(torch.bfloat16)
    assert export_film(Bars(frames=24), tmp_path / "film.mp4", audio=audio).report.sound_seconds == pytest.approx(
        1, abs=0.03
    )


def test_an_excerpt_of_a_film_s_sound_is_cut_to_the_sample(tmp_path):
    path = export_film(Bars(frames=72), tmp_path / "a.mp4", ExportSettings(loudness=None), audio=tone(3, 48000)).path
    whole = samples_of(path)
    part = np.concatenate(list(file_sound(path, 0.5, 1.25).blocks()), axis=1)
    assert (part == whole[:, RATE // 2 : RATE * 7 // 4]).all()
    assert file_sound(path, 1.0).samples == FileSound(path).samples - RATE
    assert file_sound(export_film(Bars(frames=4), tmp_path / "b.mp4").path) is None


@pytest.mark.parametrize("kind", ["int16", "int32"])
def test_whole_numbers_are_taken_as_pcm(kind):
    torch = pytest.importorskip("torch")
    audio = tone(0.3, level=0.5)
    numbers = (audio["waveform"] * np.iinfo(kind).max).astype(kind)
    plain = np.concatenate(list(as_sound(audio).blocks()), axis=1)
    for waveform in (numbers, torch.from_numpy(numbers)):
        made = np.concatenate(list(as_sound(audio | {"waveform": waveform}).blocks()), axis=1)
        assert np.abs(made - plain).max() < 1e-4


def test_sound_of_no_length_is_silence(tmp_path):
    audio = {"waveform": np.zeros((1, 2, 0), np.float32), "sample_rate": 44100}
    assert export_film(Bars(frames=24), tmp_path / "film.mp4", audio=audio).report.sound_seconds == 1.0
