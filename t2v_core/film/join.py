"""Encoded parts, sound, subtitles and chapters into one file, in one pass and without encoding pictures again."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from pathlib import Path
from typing import Any

from ..errors import ExportError
from ..host import Report
from .audio import RATE, Sound
from .encode import reading, tag_bt709, writing
from .faults import faults, pyav
from .formats import Format
from .segments import Part, frame_clock
from .subtitles import Cue, ass_header, packet_bytes

# mdta keys keep `workflow` and `prompt` as ComfyUI's editor looks for them; faststart puts moov first.
_OPTIONS = {
    "mp4": {"movflags": "use_metadata_tags+faststart"},
    "mov": {"movflags": "use_metadata_tags+faststart"},
    "webm": {"cues_to_front": "1"},
}
_REPORT_STEP = 64

_Timed = tuple[float, Any]  # seconds, and the packet or packets that belong there


@dataclass(frozen=True)
class Tracks:
    """What goes into the file beside the pictures. `sound` is already as long as the pictures."""

    sound: Sound | None = None
    audio_kbps: int = 160
    cues: tuple[Cue, ...] = ()
    language: str = "und"
    chapters: list[dict] = field(default_factory=list)
    metadata: Mapping[str, str] = field(default_factory=dict)


def join(parts: Sequence[Part], target: Path, fmt: Format, fps: Fraction, tracks: Tracks, report: Report) -> None:
    """Write `target`. Frame n of the film is shown at n / fps exactly; memory does not grow with the length."""
    av = pyav()
    total = sum(p.frames for p in parts)
    with writing(target, fmt.container, _OPTIONS.get(fmt.container)) as output:
        with faults(parts[0].path, "read back"), av.open(str(parts[0].path)) as first:
            template = first.streams.video[0]
            size = template.width, template.height
            video = _add_video(output, template, fmt, fps)
        with faults(target):
            output.metadata.update(tracks.metadata)
            if tracks.chapters:
                output.set_chapters(tracks.chapters)
            lanes = [_pictures(parts, video, fps)]
            if tracks.sound and fmt.audio:
                lanes.append(_sound(output, fmt, tracks, tracks.sound))
            if tracks.cues and fmt.subtitle:
                lanes.append(_subtitles(output, fmt, tracks, fps, size))
        # The muxer holds packets back until it has seen every stream: fed in order of time it holds few.
        for n, (seconds, packets) in enumerate(heapq.merge(*lanes, key=itemgetter(0))):
            with faults(target):
                output.mux(packets)
            if n % _REPORT_STEP == 0:
                report(min(total, seconds * fps), total, "Joining the segments")


def _add_video(output: Any, template: Any, fmt: Format, fps: Fraction) -> Any:
    # AV1's decoder has another name than its encoder, which PyAV would look for: copied without a codec, its
    # colours come out of its own headers.
    opaque = fmt.codec == "libsvtav1"
    video = output.add_stream_from_template(template, opaque=opaque)
    video.time_base = 1 / fps
    if fmt.tag:
        video.codec_context.codec_tag = fmt.tag
    if fmt.yuv and not opaque:
        tag_bt709(video.codec_context)
    return video


def _pictures(parts: Sequence[Part], video: Any, fps: Fraction) -> Iterator[_Timed]:
    """The packets of all parts, with the film's times.

    Encoders run out of frames at the end of a part, so its decode times are not a continuous count; they
    are counted anew here: packet k is decoded `delay` frames before it could be shown at the earliest.
    """
    delay = max(p.delay for p in parts)
    tick, seconds = 1 / fps, float(1 / fps)
    offset = decoded = 0
    header: bytes | None = None
    for n, part in enumerate(parts):
        with faults(part.path, "read back"), reading(part.path) as source:
            stream = source.streams.video[0]
            header = header if n else stream.codec_context.extradata
            if stream.codec_context.extradata != header:
                raise ExportError(f"{part.path.name} was encoded unlike the first segment. Clear the film cache.")
            frame_of = frame_clock(stream, fps)
            for packet in source.demux(stream):
                if packet.pts is None:
                    continue
                packet.pts = offset + frame_of(packet.pts)
                packet.dts = decoded - delay
                packet.duration, packet.time_base, packet.stream = 1, tick, video
                yield decoded * seconds, packet
                decoded += 1
        offset += part.frames


def _sound(output: Any, fmt: Format, tracks: Tracks, sound: Sound) -> Iterator[_Timed]:
    layout = "mono" if sound.channels == 1 else "stereo"
    stream = output.add_stream(fmt.audio, rate=RATE, layout=layout)
    if fmt.audio in ("aac", "libopus"):
        stream.bit_rate = tracks.audio_kbps * 1000
    stream.metadata["language"] = tracks.language
    return _encoded_sound(stream, layout, sound)


def _encoded_sound(stream: Any, layout: str, sound: Sound) -> Iterator[_Timed]:
    av = pyav()
    at = 0
    for block in sound.blocks():
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        yield at / RATE, stream.encode(frame)
        at += block.shape[1]
    yield at / RATE, stream.encode(None)


def _subtitles(output: Any, fmt: Format, tracks: Tracks, fps: Fraction, size: tuple[int, int]) -> Iterator[_Timed]:
    stream = output.add_stream(fmt.subtitle)
    stream.codec_context.subtitle_header = ass_header(*size)
    stream.time_base = 1 / fps
    stream.metadata["language"] = tracks.language
    return _cue_packets(stream, fmt.subtitle, tracks.cues, fps)


def _cue_packets(stream: Any, codec: str, cues: Sequence[Cue], fps: Fraction) -> Iterator[_Timed]:
    av = pyav()
    for cue in cues:
        packet = av.Packet(packet_bytes(cue, codec))
        packet.stream, packet.time_base = stream, 1 / fps
        packet.pts = packet.dts = cue.start
        packet.duration = cue.stop - cue.start
        yield float(cue.start / fps), packet
