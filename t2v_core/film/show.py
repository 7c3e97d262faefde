"""The film as it will be shown: played back or repeated, with its sound as long as its pictures and its times known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ..planning.plan import ScenePlan
from .audio import RATE, Placed, Sound, as_sound, place
from .clip import Clip, Film, Segment
from .formats import ExportSettings, Format
from .operations import Still, ping_pong
from .schedule import Schedule
from .subtitles import repeated, schedule_of


@dataclass(frozen=True)
class Show:
    """Pictures, their times (None when not known), their sound, and what the user should know about them."""

    clip: Clip
    timed: Schedule | None
    sound: Sound | None
    notes: tuple[str, ...] = ()


def arrange(clip: Clip, plan: ScenePlan | None, audio: Any, settings: ExportSettings, fmt: Format) -> Show:
    """Apply ping-pong, the sound's length and repetition. Raises `ExportError` for sound that does not fit."""
    timed, why = schedule_of(clip, plan)
    notes = [why] if why else []
    if settings.ping_pong:
        clip = ping_pong(clip)
        if timed:
            timed = None
            notes.append("The film plays forwards and back: subtitles and chapters were left out.")
    sound = None
    if audio is not None and not fmt.audio:
        notes.append(f"{settings.format} has no sound: the audio was left out.")
    elif audio is not None:
        clip, sound, note = _with_sound(clip, timed, audio, settings.long_audio)
        notes.append(note)
    if settings.repeat > 1 and (fmt.codec or not fmt.suffix):
        clip, timed, sound = _repeated(clip, timed, sound, settings.repeat)
    return Show(clip, timed, sound, tuple(n for n in notes if n))


def _with_sound(clip: Clip, timed: Schedule | None, audio: Any, long_audio: str) -> tuple[Clip, Sound, str]:
    note = ""
    if not isinstance(audio, Sequence) or isinstance(audio, str):
        audio = as_sound(audio)
        beyond = ceil(audio.samples * clip.fps / RATE) - clip.frame_count
        if beyond > 1 and long_audio == "hold":
            clip = _held(clip, beyond)
            note = f"The sound is {float(beyond / clip.fps):.1f} s longer than the pictures: the last frame is held until it ends."
        elif beyond > 1:
            note = f"The sound is {float(beyond / clip.fps):.1f} s longer than the pictures: its end was cut off."
    return clip, place(audio, timed, clip.frame_count, clip.fps), note


def _held(clip: Clip, frames: int) -> Film:
    still = Still(clip.frame(clip.frame_count - 1), clip.fps, frames)
    return Film((*_segments(clip), Segment(still, "rest", None)))


def _repeated(
    clip: Clip, timed: Schedule | None, sound: Sound | None, times: int
) -> tuple[Clip, Schedule | None, Sound | None]:
    film = Film(_segments(clip) * times)
    if sound is not None:
        once = sound.samples
        sound = Placed([(n * once, sound) for n in range(times)], round(film.frame_count * RATE / film.fps))
    return film, repeated(timed, times, clip.frame_count) if timed else None, sound


def _segments(clip: Clip) -> tuple[Segment, ...]:
    return clip.segments if isinstance(clip, Film) else (Segment(clip, "film", None),)
