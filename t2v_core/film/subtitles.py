"""What is said when, as subtitles: cues from a schedule, .vtt and .srt files, a track's header, chapters."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from .clip import Clip, Film
from .schedule import SceneTime, Schedule, Spoken, schedule

if TYPE_CHECKING:
    from ..planning.plan import ScenePlan

# Two lines of 42 characters: the usual limit of subtitle guidelines (Netflix, BBC).
LINE = 42
LINES = 2
# ISO 639-1 to 639-2/T, which MP4 and Matroska store.
_LANGUAGES = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin",
    "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld",
    "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr",
    "vi": "vie", "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """One subtitle: frames of the film from `start` to `stop` (exclusive), at most two lines."""

    start: int
    stop: int
    text: str


def schedule_of(clip: Clip, plan: ScenePlan | None) -> tuple[Schedule | None, str]:
    """When each scene is on, or None; and what is wrong with a plan that does not fit the film.

    In this order: the film's own schedule; the plan laid over the film's scene segments; the plan's
    seconds, when they come to the clip's length.
    """
    if isinstance(clip, Film) and clip.schedule is not None:
        return clip.schedule, ""
    if plan is None:
        return None, ""
    timed = _over_segments(clip, plan) if isinstance(clip, Film) else None
    timed = timed or schedule(plan, clip.fps)
    if abs(timed.frame_count - clip.frame_count) > 1:
        lasts = f"The plan lasts {timed.seconds(timed.frame_count):.1f} s and the film {timed.seconds(clip.frame_count):.1f} s"
        return None, f"{lasts} ({timed.frame_count} and {clip.frame_count} frames): they do not belong together"
    return timed, ""


def repeated(timed: Schedule, times: int, frames: int) -> Schedule:
    """The schedule of a film of `frames` frames played `times` times over."""
    scenes = tuple(_moved(s, n * frames) for n in range(times) for s in timed.scenes)
    return Schedule(timed.fps, scenes)


def cues(timed: Schedule) -> tuple[Cue, ...]:
    """Sentences as cues; a sentence too long for two lines becomes several, timed by their letters."""
    found: list[Cue] = []
    for scene in timed.scenes:
        for spoken in scene.spoken:
            found += _split(spoken)
    return tuple(found)


def to_vtt(found: tuple[Cue, ...], fps: Fraction) -> str:
    """A WebVTT file; the text is data, so its markup characters are escaped."""
    blocks = [
        f"{_clock(c.start, fps, '.')} --> {_clock(c.stop, fps, '.')}\n{html.escape(c.text, quote=False)}\n"
        for c in found
    ]
    return "WEBVTT\n\n" + "\n".join(blocks)


def to_srt(found: tuple[Cue, ...], fps: Fraction) -> str:
    """A SubRip file."""
    return "\n".join(
        f"{n}\n{_clock(c.start, fps, ',')} --> {_clock(c.stop, fps, ',')}\n{c.text}\n" for n, c in enumerate(found, 1)
    )


def packet_bytes(cue: Cue, codec: str) -> bytes:
    """A cue as the payload of a subtitle packet. mov_text (3GPP TS 26.245) puts a 16-bit length first."""
    text = html.escape(cue.text, quote=False) if codec == "webvtt" else cue.text
    data = text.encode()
    return len(data).to_bytes(2, "big") + data if codec == "mov_text" else data


def ass_header(width: int, height: int) -> bytes:
    """The style sheet FFmpeg wants of every text subtitle stream before it opens one."""
    size = max(12, height // 24)
    return (
        f"[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
        "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
        "MarginR, MarginV, Encoding\n"
        f"Style: Default,Arial,{size},&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n\n"
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    ).encode()


def chapters(timed: Schedule) -> list[dict]:
    """One chapter a scene, as PyAV takes them, in whole frames."""
    return [
        {
            "id": n,
            "start": s.start,
            "end": s.stop,
            "time_base": 1 / timed.fps,
            "metadata": {"title": s.title or s.scene},
        }
        for n, s in enumerate(timed.scenes)
    ]


def language(plan: ScenePlan | None) -> str:
    """The three-letter code of the plan's language; "und" when it has none we know."""
    code = plan.language.lower().split("-")[0] if plan else ""
    return code if code in _LANGUAGES.values() else _LANGUAGES.get(code, "und")


def _over_segments(film: Film, plan: ScenePlan) -> Schedule | None:
    """The plan's scenes at the frames their segments really take; a transition belongs to the scene before it."""
    planned = {t.scene: t for t in schedule(plan, film.fps).scenes}
    scenes: list[SceneTime] = []
    at = 0
    for segment in film.segments:
        stop = at + segment.clip.frame_count
        if segment.scene in planned:
            ideal = planned[segment.scene]
            scenes.append(_scaled(ideal, at, stop))
        elif scenes:
            scenes[-1] = replace(scenes[-1], stop=stop)
        at = stop
    if [s.scene for s in scenes] != [s.id for s in plan.scenes]:
        return None
    return Schedule(film.fps, tuple(scenes))


def _scaled(ideal: SceneTime, start: int, stop: int) -> SceneTime:
    def place(frame: int) -> int:
        return start + round((frame - ideal.start) * (stop - start) / ideal.frame_count)

    spoken = tuple(replace(s, start=place(s.start), stop=place(s.stop)) for s in ideal.spoken)
    return replace(ideal, start=start, stop=stop, spoken=spoken)


def _moved(scene: SceneTime, by: int) -> SceneTime:
    spoken = tuple(replace(s, start=s.start + by, stop=s.stop + by) for s in scene.spoken)
    return replace(scene, start=scene.start + by, stop=scene.stop + by, spoken=spoken)


def _split(spoken: Spoken) -> list[Cue]:
    lines = textwrap.wrap(spoken.text, LINE) or [""]
    pages = ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    if spoken.stop - spoken.start < len(pages):
        pages = ["\n".join(lines)]
    total, said, at, found = sum(map(len, pages)) or 1, 0, spoken.start, []
    for page in pages:
        said += len(page)
        end = spoken.start + round((spoken.stop - spoken.start) * said / total)
        if end > at and page:
            found.append(Cue(at, end, page))
        at = end
    return found


def _clock(frame: int, fps: Fraction, point: str) -> str:
    ms = round(frame * 1000 / fps)
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"
