"""Frames into one encoded part of a film: streamed, BT.709, even-sized, checked frame by frame."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ExportError
from ..host import Report
from .clip import Clip
from .faults import faults, pyav
from .formats import BT709, MAX_FPS, MAX_PIXELS, MAX_SECONDS, MAX_SIDE, ExportSettings, Format

if TYPE_CHECKING:
    import numpy as np

# A preview this often, in seconds of film.
_PREVIEW_EVERY = 1.0
# A frame that is shown before one it refers to takes three.
_NEVER_REORDERED = 2
# Where hardware encoders take a constant quality, by the end of their name.
_HARDWARE_QUALITY = {
    "nvenc": lambda crf: {"rc": "constqp", "qp": str(crf)},
    "qsv": lambda crf: {"global_quality": str(crf)},
    "amf": lambda crf: {"rc": "cqp", "qp_i": str(crf), "qp_p": str(crf)},
    "vaapi": lambda crf: {"rc_mode": "CQP", "qp": str(crf)},
    "videotoolbox": lambda crf: {"q:v": str(max(1, 100 - 2 * crf))},
}


@dataclass(frozen=True)
class Encoder:
    """An FFmpeg encoder with its options, as it goes into the cache key."""

    name: str
    pix_fmt: str
    options: tuple[tuple[str, str], ...]


def choose_encoder(fmt: Format, settings: ExportSettings) -> tuple[Encoder, str]:
    """The encoder of `settings`, and a sentence when it is not the one that was hoped for.

    A hardware encoder is taken only after it has encoded two frames here; named by the user and not
    working, it is an `ExportError`, as is a software encoder that this PyAV was built without.
    """
    crf = fmt.crf if settings.crf is None else settings.crf
    if settings.hardware != "off":
        names = fmt.hardware if settings.hardware == "auto" else (settings.hardware,)
        failed: list[str] = []
        for name in names:
            encoder = Encoder(name, fmt.pix_fmt, tuple(_HARDWARE_QUALITY[name.rsplit("_", 1)[1]](crf).items()))
            why = probe(encoder)
            if not why:
                return encoder, ""
            failed.append(f"{name}: {why}")
        if settings.hardware != "auto":
            raise ExportError(
                f"{settings.hardware} does not work on this machine ({why}). Set hardware to auto or off."
            )
        return _software(fmt, settings, crf), "No hardware encoder works here, the software one was used: " + "; ".join(
            failed
        )
    return _software(fmt, settings, crf), ""


def probe(encoder: Encoder) -> str:
    """Why `encoder` cannot encode two small frames here; "" when it can."""
    import numpy as np

    av = pyav()
    try:
        context = av.CodecContext.create(encoder.name, "w")
        context.width, context.height, context.pix_fmt = 256, 256, encoder.pix_fmt
        context.framerate, context.time_base = Fraction(24), Fraction(1, 24)
        context.options = dict(encoder.options)
        for pts in range(2):
            frame = av.VideoFrame.from_ndarray(np.zeros((256, 256, 3), np.uint8), format="rgb24")
            frame = frame.reformat(format=encoder.pix_fmt)
            frame.pts = pts
            context.encode(frame)
        context.encode(None)
    except (OSError, ValueError, av.error.FFmpegError) as e:
        return getattr(e, "strerror", None) or str(e)
    return ""


def check_size(clip: Clip) -> None:
    """`ExportError` for a clip without frames, or one no encoder or disk should be asked to take."""
    if clip.frame_count < 1:
        raise ExportError("There are no frames to write. Connect a film of at least one frame.")
    if (
        min(clip.width, clip.height) < 1
        or max(clip.width, clip.height) > MAX_SIDE
        or clip.width * clip.height > MAX_PIXELS
    ):
        raise ExportError(
            f"{clip.width}×{clip.height} is not a size a film can have: sides of 1 to {MAX_SIDE}, at most "
            f"{MAX_PIXELS} pixels. Change width and height."
        )
    if not 0 < clip.fps <= MAX_FPS:
        raise ExportError(
            f"{float(clip.fps):g} frames a second cannot be written; fps must be above 0 and at most {MAX_FPS}."
        )
    if clip.seconds > MAX_SECONDS:
        raise ExportError(
            f"The film would last {clip.seconds / 3600:.1f} hours; the limit is {MAX_SECONDS // 3600}. Make it shorter."
        )


def encode(clip: Clip, path: Path, fmt: Format, encoder: Encoder, report: Report, text: str) -> None:
    """Encode all of `clip` into a file of its own at `path`; memory does not grow with the length."""
    with writing(path, fmt.container) as container:
        with faults(path):
            stream = _add_video(container, clip, fmt, encoder)
        convert = _converter(clip, fmt)
        for index, array in enumerate(checked_frames(clip)):
            with faults(path):
                frame = convert(array)
                frame.pts, frame.time_base = index, 1 / clip.fps
                container.mux(_in_order(stream.encode(frame), clip))
            due = index % max(1, int(clip.fps * _PREVIEW_EVERY)) == 0
            report(index + 1, clip.frame_count, text, array if due else None)
        with faults(path):
            container.mux(_in_order(stream.encode(None), clip))


@contextmanager
def writing(path: Path, container: str, options: dict[str, str] | None = None) -> Iterator[Any]:
    """An open PyAV output; opening and closing failures are `ExportError` too."""
    av = pyav()
    with faults(path):
        output = av.open(str(path), "w", format=container, options=options or {})
    with ExitStack() as undo:
        undo.callback(_abandon, output)
        yield output
        undo.pop_all()
    with faults(path):
        output.close()


def reading(path: Path) -> Any:
    """Open a film of ours for its packets alone.

    Our files say all of themselves in their headers. Opening would read on and decode frames to learn more, at 10 ms
    for a segment in 720p and 16 ms in 1080p; with the smallest probe that FFmpeg takes it needs one. Raises
    `ExportError` for a file without pictures, and what PyAV raises.
    """
    av = pyav()
    try:
        container = av.open(str(path), options={"probesize": "32"}, stream_options=[{"skip_frame": "all"}])
        if container.streams.video:
            return container
        container.close()
    except av.error.FFmpegError:
        raise
    except ValueError:  # PyAV found no stream to give the option to
        pass
    raise ExportError(f"{path.name} holds no pictures: it was cut short. The disk may be full or failing.")


def checked_frames(clip: Clip) -> Iterator[np.ndarray]:
    """The clip's frames, each of them what the clip promised; `ExportError` names the first that is not."""
    import numpy as np

    shape, count = (clip.height, clip.width, 3), 0
    for array in clip.frames():
        if array.shape != shape or array.dtype != np.uint8:
            raise ExportError(
                f"Frame {count} is {array.dtype} {'×'.join(map(str, array.shape))}, the film is uint8 "
                f"{'×'.join(map(str, shape))}. All frames of a film must have one size."
            )
        count += 1
        if count > clip.frame_count:
            break
        yield array
    if count != clip.frame_count:
        raise ExportError(
            f"The film promised {clip.frame_count} frames and gave {'more' if count > clip.frame_count else count}. "
            "This is a fault of the node that made it."
        )


def padded(width: int, height: int, fmt: Format) -> tuple[int, int]:
    """The encoded size: odd sides grow by one where chroma is shared by two pixels."""
    return (width + width % 2, height + height % 2) if fmt.even else (width, height)


def tag_bt709(context: Any) -> None:
    """Write into a stream's parameters that its pictures are BT.709 in limited range."""
    context.color_primaries = context.color_trc = context.colorspace = context.color_range = BT709


def _software(fmt: Format, settings: ExportSettings, crf: int | None) -> Encoder:
    av = pyav()
    options = dict(fmt.options)
    if crf is not None:
        options["crf"] = str(crf)
    if settings.preset or fmt.preset:
        options[fmt.preset_option] = settings.preset or fmt.preset
    try:
        av.codec.Codec(fmt.codec, "w")
    except ValueError as e:
        raise ExportError(
            f"The encoder {fmt.codec} is not in this PyAV ({av.__version__}). Install PyAV from PyPI "
            f"(pip install --force-reinstall --no-deps av), or choose another format than {settings.format}."
        ) from e
    return Encoder(fmt.codec, fmt.pix_fmt, tuple(options.items()))


def _add_video(container: Any, clip: Clip, fmt: Format, encoder: Encoder) -> Any:
    if encoder.name == "libsvtav1":
        os.environ.setdefault("SVT_LOG", "1")  # else it writes thirty lines to the console for each film
    stream = container.add_stream(encoder.name, rate=clip.fps, options=dict(encoder.options))
    stream.width, stream.height = padded(clip.width, clip.height, fmt)
    stream.pix_fmt = encoder.pix_fmt
    context = stream.codec_context
    context.time_base = 1 / clip.fps
    if fmt.tag:
        context.codec_tag = fmt.tag
    if fmt.yuv:
        tag_bt709(context)
    return stream


def _in_order(packets: list[Any], clip: Clip) -> list[Any]:
    """The packets with decode times a muxer takes: x265 leaves them to chance in a film too short to be reordered."""
    if clip.frame_count <= _NEVER_REORDERED:
        for packet in packets:
            packet.dts = packet.pts
    return packets


def _converter(clip: Clip, fmt: Format):
    """A function from one RGB array to a frame of the encoder's format, without copies that can be spared."""
    import numpy as np

    av = pyav()
    reformat = av.video.reformatter.VideoReformatter().reformat
    width, height = padded(clip.width, clip.height, fmt)
    pad = None if (width, height) == (clip.width, clip.height) else np.empty((height, width, 3), np.uint8)
    options = {"dst_colorspace": "ITU709", "dst_color_range": "MPEG"} if fmt.yuv else {}
    if int(av.__version__.split(".")[0]) >= 17:  # else it has no choice
        options["threads"] = 1  # the encoder's threads have the other cores; several here cost a sixth more

    def convert(array: np.ndarray) -> Any:
        if pad is not None:
            replicate(array, pad)
            array = pad
        # The frame borrows the array's memory; it is converted before the clip may use it again.
        frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(array), format="rgb24")
        return reformat(frame, format=fmt.pix_fmt, **options)

    return convert


def replicate(array: np.ndarray, out: np.ndarray) -> None:
    """Copy `array` into the larger `out`, its last column and row repeated to fill it."""
    height, width = array.shape[:2]
    out[:height, :width] = array
    out[:height, width:] = array[:, -1:]
    out[height:] = out[height - 1 : height]


def _abandon(output: Any) -> None:
    """Close a container whose file is thrown away; that the trailer cannot be written no longer matters."""
    av = pyav()
    try:
        output.close()
    except (OSError, ValueError, av.error.FFmpegError):
        return
