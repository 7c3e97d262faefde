"""Sound: as long as the picture, at one loudness, at its place, never stretched."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import ExportSettings, export_film, fit_plan
from t2v_core.film.audio import RATE, FileSound, Placed, WaveSound, as_sound
from t2v_core.film.loudness import loudness
from t2v_core.film.schedule import schedule
from tests.core.film.films import Bars, make_film, make_plan, tone


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


def test_a_scene_s_sound_longer_than_its_scene_is_named(tmp_path):
    plan = make_plan(2, 1.0)
    with pytest.raises(ExportError, match=r"scene 's2' lasts 3\.0 s, its picture only"):
        export_film(make_film(plan), tmp_path / "film.mp4", plan=plan, audio=[tone(0.5), tone(3)])
    assert not list(tmp_path.iterdir())


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
