"""The film as it will be shown: played back or repeated, with its sound as long as its pictures and its times known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from ..planning.plan import ScenePlan
from .audio import RATE, Placed, Sound, as_sound, place
from .clip import Clip, Film, Segment
from .formats import ExportSettings, Format
from .operations import Still, Trim, ping_pong
from .schedule import SceneTime, Schedule
from .subtitles import repeated, schedule_of


@dataclass(frozen=True)
class Show:
    """Pictures, their times (None when not known), their sound, and what the user should know about them."""

    clip: Clip
    timed: Schedule | None
    sound: Sound | None
    notes: tuple[str, ...] = ()


def arrange(clip: Clip, plan: ScenePlan | None, audio: Any, settings: ExportSettings, fmt: Format) -> Show:
    """Apply ping-pong, the sound's length, burned-in subtitles and repetition. Raises `ExportError` for sound that does not fit."""
    timed, why = schedule_of(clip, plan)
    notes = [f"{why}, so subtitles and chapters were left out."] if why else []
    captioned = isinstance(clip, Film) and clip.captioned
    if settings.ping_pong:
        clip = ping_pong(clip)
        if timed:
            timed = None
            notes.append("The film plays forwards and back: subtitles and chapters were left out.")
    sound = None
    if audio is not None and not fmt.audio:
        notes.append(f"{settings.format} has no sound: the audio was left out.")
    elif audio is not None:
        clip, timed, sound, note = _with_sound(clip, timed, audio, settings.long_audio)
        notes.append(note)
    if settings.burn_subtitles:
        clip, note = _with_subtitles(clip, timed, captioned)
        notes.append(note)
    if settings.repeat > 1 and (fmt.codec or not fmt.suffix):
        clip, timed, sound = _repeated(clip, timed, sound, settings.repeat)
    return Show(clip, timed, sound, tuple(n for n in notes if n))


def _with_subtitles(clip: Clip, timed: Schedule | None, captioned: bool) -> tuple[Clip, str]:
    if captioned:
        return clip, "The pictures show what is said already: it was not drawn into them again."
    if timed is None:
        return clip, "It is not known when what is said: nothing was drawn into the pictures. Connect the plan."
    from ..diagram.subtitled import with_subtitles

    return with_subtitles(clip, timed), ""


def _with_sound(
    clip: Clip, timed: Schedule | None, audio: Any, long_audio: str
) -> tuple[Clip, Schedule | None, Sound, str]:
    note = ""
    if isinstance(audio, Sequence) and not isinstance(audio, str):
        clip, timed, note = _with_scenes_held(clip, timed, audio)
    else:
        audio = as_sound(audio)
        beyond = ceil(audio.samples * clip.fps / RATE) - clip.frame_count
        if beyond > 1 and long_audio == "hold":
            clip = _held(clip, beyond)
            note = f"The sound is {float(beyond / clip.fps):.1f} s longer than the pictures: the last frame is held until it ends."
        elif beyond > 1:
            note = f"The sound is {float(beyond / clip.fps):.1f} s longer than the pictures: its end was cut off."
    return clip, timed, place(audio, timed, clip.frame_count, clip.fps), note


def _with_scenes_held(clip: Clip, timed: Schedule | None, sounds: Sequence[Any]) -> tuple[Clip, Schedule | None, str]:
    """The film with the picture of each scene held until its sound ends, and its times; sounds are neither cut nor stretched."""
    if timed is None or len(sounds) != len(timed.scenes):
        return clip, timed, ""  # `place` says what is wrong
    beyond = [
        0 if s is None else max(0, _frames_beyond(t, s, clip.fps)) for t, s in zip(timed.scenes, sounds, strict=True)
    ]
    if not any(beyond):
        return clip, timed, ""
    longer = [t.scene for t, n in zip(timed.scenes, beyond, strict=True) if n]
    note = (
        f"The sound of {', '.join(longer)} is longer than its scene: the picture is held for {float(sum(beyond) / clip.fps):.1f} s in "
        "all. Connect the Narrator's plan to what makes the pictures, and they will last as long as the speech."
    )
    return _film_held(clip, _cuts(clip, timed, beyond)), _times_held(timed, beyond), note


def _frames_beyond(scene: SceneTime, value: Any, fps: Fraction) -> int:
    sound, start = as_sound(value), scene.spoken[0].start if scene.spoken else scene.start
    beyond = ceil(sound.samples * fps / RATE) - (scene.stop - start)
    return beyond if beyond > 1 else 0


def _film_held(clip: Clip, cuts: dict[int, int]) -> Film:
    """`clip` with the frame before each cut shown for so many frames more."""
    segments: list[Segment] = []
    at = 0
    for segment in _segments(clip):
        start, stop = at, at + segment.clip.frame_count
        for cut in sorted(c for c in cuts if start < c <= stop):
            still = Still(clip.frame(cut - 1), clip.fps, cuts[cut])
            segments += [_piece(segment, at - start, cut - start), Segment(still, f"{segment.name}, held", None)]
            at = cut
        if at < stop:
            segments.append(_piece(segment, at - start, stop - start))
        at = stop
    return Film(tuple(segments))


def _piece(segment: Segment, start: int, stop: int) -> Segment:
    if (start, stop) == (0, segment.clip.frame_count):
        return segment
    return Segment(Trim(segment.clip, start, stop), f"{segment.name}, {start} to {stop}", segment.scene)


def _cuts(clip: Clip, timed: Schedule, beyond: Sequence[int]) -> dict[int, int]:
    """Where each scene is held: after the last picture that is its alone, before it blends into the next."""
    ends, at = {t.scene: t.stop for t in timed.scenes}, 0
    for segment in _segments(clip):
        at += segment.clip.frame_count
        if segment.scene in ends:
            ends[segment.scene] = at
    return {ends[t.scene]: n for t, n in zip(timed.scenes, beyond, strict=True) if n}


def _times_held(timed: Schedule, beyond: Sequence[int]) -> Schedule:
    """Scenes longer by `beyond` frames, later by what came before; their sentences share the time that was won."""
    scenes, later = [], 0
    for scene, more in zip(timed.scenes, beyond, strict=True):
        first = scene.spoken[0].start if scene.spoken else 0
        span = max(1, scene.spoken[-1].stop - first) if scene.spoken else 1

        def moved(frame: int, first: int = first, span: int = span, by: int = later, more: int = more) -> int:
            return frame + by + more * (frame - first) // span

        spoken = tuple(replace(s, start=moved(s.start), stop=moved(s.stop)) for s in scene.spoken)
        scenes.append(replace(scene, start=scene.start + later, stop=scene.stop + later + more, spoken=spoken))
        later += more
    return Schedule(timed.fps, tuple(scenes))


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
