"""A finished file opened again and measured: what a player will find, not what we meant to write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..errors import ExportError
from .clip import Clip
from .encode import padded, reading
from .faults import faults, no_space
from .formats import Format
from .join import Tracks
from .segments import frame_clock

# Sound comes in packets of up to 1024 samples, which is longer than a frame above 46 frames a second.
_SOUND_FRAME = 1024 / 48000


@dataclass(frozen=True)
class Found:
    """Frames, seconds and size of the pictures, seconds of the sound (None without), subtitles and chapters counted."""

    frames: int
    seconds: float
    width: int
    height: int
    sound_seconds: float | None
    subtitles: int
    chapters: int


def verify(path: Path, fmt: Format, clip: Clip, tracks: Tracks) -> Found:
    """Measure the file at `path`; `ExportError` when anything differs from what was asked."""
    with faults(path, "read back"), reading(path) as container:
        video = container.streams.video[0]
        frame_of = frame_clock(video, clip.fps)
        shown, sound_ends, said = [], [], 0
        for packet in container.demux():
            if packet.pts is None:
                continue
            if packet.stream.type == "video":
                shown.append(frame_of(packet.pts))
            elif packet.stream.type == "audio":
                sound_ends.append((packet.pts + (packet.duration or 0)) * packet.time_base)
            elif packet.stream.type == "subtitle":
                said += packet.size > 2  # mov_text fills the gaps with empty texts of two bytes
        found = Found(
            frames=len(shown),
            seconds=float(len(shown) / clip.fps),
            width=video.width,
            height=video.height,
            sound_seconds=float(max(sound_ends)) if sound_ends else None,
            subtitles=said,
            chapters=len(container.chapters()),
        )
    wrong = _differences(found, sorted(shown), fmt, clip, tracks)
    if fmt.container in ("mp4", "mov") and not moov_first(path):
        wrong.append("its index is not at its start")
    if wrong:
        hint = "The disk is full; free some space." if no_space(path.parent) else "Try again, or choose another disk."
        raise ExportError(f"The film did not come out whole and was removed: {'; '.join(wrong)}. {hint}")
    return found


def _differences(found: Found, shown: list[int], fmt: Format, clip: Clip, tracks: Tracks) -> list[str]:
    wrong = []
    if shown != list(range(clip.frame_count)):
        wrong.append(f"{found.frames} of {clip.frame_count} frames, or not at their times")
    if (found.width, found.height) != padded(clip.width, clip.height, fmt):
        wrong.append(f"it is {found.width}×{found.height}")
    if (
        tracks.sound
        and fmt.audio
        and abs((found.sound_seconds or 0.0) - clip.seconds) > max(1 / clip.fps, _SOUND_FRAME)
    ):
        wrong.append(f"its sound lasts {found.sound_seconds or 0.0:.3f} s, its pictures {clip.seconds:.3f} s")
    if fmt.subtitle and found.subtitles != len(tracks.cues):
        wrong.append(f"{found.subtitles} of {len(tracks.cues)} subtitles")
    if found.chapters != len(tracks.chapters):
        wrong.append(f"{found.chapters} of {len(tracks.chapters)} chapters")
    return wrong


def moov_first(path: Path) -> bool:
    """Whether an MP4's `moov` box stands before its `mdat`, so that it plays while it loads."""
    with path.open("rb") as file:
        while header := file.read(8):
            size, kind = int.from_bytes(header[:4], "big"), header[4:]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size == 1:
                size = int.from_bytes(file.read(8), "big") - 8
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False
