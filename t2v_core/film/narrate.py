"""The narration spoken offline, sentence by sentence, and the plan stretched where speaking takes longer.

Speech of another engine is fitted to the plan just so (`fit_speech`); sounds themselves are never stretched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..host import Report, interruptible, part, silent
from .audio import RATE, Placed, Sound, WaveSound, as_sound, fit_plan, seconds_around
from .schedule import LEAD_SECONDS, LEAD_SHARE, schedule
from .voices import ENGINE, Voice, engine, find_voice, load_speaker

if TYPE_CHECKING:
    import numpy as np

    from ..planning.plan import Scene, ScenePlan

# A breath between two sentences, in seconds.
_BREATH = 0.15
# Sounds are placed by a schedule in milliseconds; the film's frames are coarser.
_MS = Fraction(1000)
# Characters spoken in one go: 15 to 20 seconds, one or two of them to compute, some 100 MB.
_PIECE = 300
# What Piper's voices still pronounce clearly.
MIN_SPEED, MAX_SPEED = 0.5, 2.0
LENGTHS = ("plan", "speech")


@dataclass(frozen=True)
class Narration:
    """The plan with room for its speech, one sound (None where nothing is said) a scene of it, and who speaks."""

    plan: ScenePlan
    sounds: tuple[Sound | None, ...]
    spoken: tuple[float, ...]  # seconds of speech in each scene, the rests between its sentences not counted
    about: str
    planned: float  # seconds of the plan before

    def whole(self) -> Sound:
        """One sound as long as the plan, every scene's speech at its place."""
        times = schedule(self.plan, _MS).scenes
        starts = [t.spoken[0].start if t.spoken else t.start for t in times]
        placed = [(round(at * RATE / _MS), s) for at, s in zip(starts, self.sounds, strict=True) if s is not None]
        return Placed(placed, round(times[-1].stop * RATE / _MS))

    def text(self) -> str:
        """Who speaks, and how long each scene has become."""
        lines = [
            self.about,
            f"{sum(self.spoken):.1f} s of speech; the film lasts {self.plan.seconds:.1f} s, planned were {self.planned:.1f} s",
        ]
        for scene, spoken in zip(self.plan.scenes, self.spoken, strict=True):
            said = f"spoken {spoken:.1f} s" if spoken else "nothing said"
            lines.append(f"{scene.id}  {scene.seconds:.1f} s, {said}")
        return "\n".join(lines)


def scene_texts(plan: ScenePlan) -> list[str]:
    """What is said in each scene, in order, as its subtitles have it; scenes in which nothing is said are left out."""
    return [text for text in map(_words, plan.scenes) if text]


def narrate(
    plan: ScenePlan,
    voice: str = "joe",
    report: Report = silent,
    *,
    speed: float = 1.0,
    length: str = "plan",
    roots: Sequence[Path] = (),
) -> Narration:
    """Speak every sentence of `plan`, each beginning when its subtitle does. `roots` may hold more voices.

    With `length` "plan" scenes become longer where speech needs it, never shorter; with "speech" they last as
    long as what is said in them, also where that is less. The same plan gives the same samples.
    `DependencyError` names the packages to install; `InputError` is for a voice that is not there or does not
    speak the plan's language, and for a `speed` outside 0.5 to 2 or another `length`.
    """
    found = check_narrator(voice, speed, length, roots)
    if _family(found.language) != _family(plan.language):
        raise InputError(
            f"The voice {voice!r} speaks {_family(found.language)!r}, the plan is in {plan.language!r}. Choose another "
            "voice, or connect the speech of another text-to-speech node."
        )
    plan = plan.model_copy(update={"scenes": [s.model_copy(update={"speech": []}) for s in plan.scenes]})
    scenes = schedule(plan, _MS).scenes
    total, done = sum(len(s.spoken) for s in scenes), 0
    spoken: list[list[Sound]] = []
    loading = f"Loading the voice {voice}"
    speaker = interruptible(lambda _: load_speaker(found), part(report, 0, 0, total), loading)
    for scene in scenes:
        spoken.append([])
        for sentence in scene.spoken:
            share = part(report, done, 1, total)
            spoken[-1].append(_say(speaker, sentence.text, speed, share, f"Speaking scene {scene.scene}"))
            done += 1
    report(done, total, "All sentences are spoken")
    fitted = [_fitted(scene, sounds, length) for scene, sounds in zip(plan.scenes, spoken, strict=True)]
    about = f"{ENGINE}, voice {voice} ({found.about})"
    longer = plan.model_copy(update={"scenes": fitted, "narrator": about})
    sounds = tuple(_joined(s, sounds) for s, sounds in zip(fitted, spoken, strict=True))
    lengths = tuple(sum(sound.seconds for sound in scene) for scene in spoken)
    return Narration(longer, sounds, lengths, f"spoken by {about}", plan.seconds)


def check_narrator(voice: str, speed: float, length: str = "plan", roots: Sequence[Path] = ()) -> Voice:
    """The voice, once it, the engine, `speed` and `length` are known to be right; else the error of `narrate`."""
    _check_length(length)
    if not MIN_SPEED <= speed <= MAX_SPEED:
        raise InputError(
            f"speed is {speed:g}; it must lie between {MIN_SPEED:g} and {MAX_SPEED:g}. 1 is the voice's own."
        )
    found = find_voice(voice, roots)
    engine()
    return found


def fit_speech(plan: ScenePlan, speech: Sequence[Any], length: str = "plan") -> Narration:
    """Speech made elsewhere, one sound (ComfyUI's AUDIO) for each scene with words, as a `Narration`; `length` as of `narrate`.

    Raises `InputError` when their number differs, `ExportError` for a sound of a wrong shape.
    """
    _check_length(length)
    saying = [bool(_words(s)) for s in plan.scenes]
    if len(speech) != sum(saying):
        raise InputError(
            f"There are {len(speech)} sounds for {sum(saying)} scenes with words. Connect one AUDIO a scene, as a list: Scene "
            "Texts gives the words. One recording of the whole film belongs on the audio input of Export MP4."
        )
    left = iter(speech)
    sounds = tuple(as_sound(next(left)) if says else None for says in saying)
    lengths = tuple(0.0 if s is None else s.seconds for s in sounds)
    fitted = fit_plan(plan, sounds, length == "speech")
    scenes = [_shared_out(s, seconds) for s, seconds in zip(fitted.scenes, lengths, strict=True)]
    fitted = fitted.model_copy(update={"scenes": scenes, "narrator": "another text-to-speech node"})
    return Narration(fitted, sounds, lengths, "spoken by the connected audio", plan.seconds)


def _check_length(length: str) -> None:
    if length not in LENGTHS:
        raise InputError(f"length is {length!r}; it must be {' or '.join(LENGTHS)}.")


def _fitted(scene: Scene, sounds: Sequence[Sound], length: str) -> Scene:
    """The scene with room for its sentences, and when each is spoken; what time is left rests after each alike."""
    if not sounds:
        return scene
    said = sum(s.seconds for s in sounds)
    needed = seconds_around(said + _BREATH * len(sounds))
    seconds = needed if length == "speech" else max(scene.seconds, needed)
    at, speech = _lead(seconds), []
    rest = (seconds - 2 * at - said) / len(sounds)
    for sound in sounds:
        speech.append((at, sound.seconds))
        at += sound.seconds + rest
    return scene.model_copy(update={"seconds": seconds, "speech": speech})


def _shared_out(scene: Scene, seconds: float) -> Scene:
    """The scene with one sound of so many seconds shared out to its sentences by their letters."""
    texts = [c.text for c in scene.claims] or [scene.narration]
    at, share = _lead(scene.seconds), seconds / max(1, sum(map(len, texts)))
    speech = []
    for text in texts if seconds else ():
        speech.append((at, share * len(text)))
        at += share * len(text)
    return scene.model_copy(update={"speech": speech})


def _lead(seconds: float) -> float:
    return min(LEAD_SECONDS, LEAD_SHARE * seconds)


def _words(scene: Scene) -> str:
    return " ".join(c.text for c in scene.claims).strip() or scene.narration.strip()


def _family(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _say(speaker: Any, text: str, speed: float, report: Report, doing: str) -> Sound:
    import numpy as np
    from piper import SynthesisConfig

    # Piper's noise makes speech livelier, and different each time.
    length = (speaker.config.length_scale or 1.0) / speed
    config = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0, length_scale=length)
    waves: list[np.ndarray] = []
    for piece in _pieces(text):
        report(0.0, 1.0, doing)  # also where the engine is quicker than the next look at Cancel
        chunks = interruptible(lambda _, piece=piece: list(speaker.synthesize(piece, config)), report, doing)
        waves += [c.audio_float_array for c in chunks]
    if not waves:
        return WaveSound(np.zeros((1, 1, 1), np.float32), RATE)
    return WaveSound(np.concatenate(waves)[None, None], speaker.config.sample_rate)


def _pieces(text: str) -> list[str]:
    """`text` in parts short enough for the voice, whose memory grows with the square of what it says in one go.

    Parted after a clause, else after a word. Double brackets, which Piper takes for phonemes, are undone: the text is a
    book's, and only ever words.
    """
    left, pieces = " ".join(text.replace("[[", "[ [").split()), []
    while len(left) > _PIECE:
        ends = [m.end() for m in re.finditer(r"[,;:.!?–—)]\s", left[:_PIECE])] or [left.rfind(" ", 0, _PIECE) + 1]
        end = ends[-1] or _PIECE
        pieces.append(left[:end].strip())
        left = left[end:].strip()
    return [*pieces, left] if left else pieces


def _joined(scene: Scene, sounds: Sequence[Sound]) -> Sound | None:
    """The sentences of a scene as one sound that begins with the first."""
    if not sounds:
        return None
    starts = [round((at - scene.speech[0][0]) * RATE) for at, _ in scene.speech]
    return Placed(list(zip(starts, sounds, strict=True)), starts[-1] + sounds[-1].samples)
