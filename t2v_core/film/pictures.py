"""Films that are not packets in a container: GIF, animated WebP, PNG frames; and single frames of a film."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ExportError
from ..host import Report
from .clip import Clip
from .encode import checked_frames, writing
from .exif import add_exif, exif
from .faults import faults, no_space, pyav

if TYPE_CHECKING:
    import numpy as np

# GIF times are hundredths of a second and browsers slow down anything under two of them.
GIF_MAX_FPS = 50
# Frames the palette is made from, spread over the film.
_PALETTE_FRAMES = 24
# What Pillow's GIF writer, which holds the whole film in memory, is given at most.
FALLBACK_WIDTH, FALLBACK_FPS, FALLBACK_FRAMES = 640, 10, 1200
_PNG_DIGITS = 6


class Thinned(Clip):
    """Every `step`-th frame of a clip, at a rate lower by as much."""

    def __init__(self, clip: Clip, step: int) -> None:
        self._clip, self._step = clip, step
        self.width, self.height, self.fps = clip.width, clip.height, clip.fps / step
        self.frame_count = -(-clip.frame_count // step)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        stop = self.frame_count if stop is None else min(stop, self.frame_count)
        last = min(self._clip.frame_count, (stop - 1) * self._step + 1)
        for n, array in enumerate(self._clip.frames(start * self._step, last)):
            if n % self._step == 0:
                yield array


def write_pictures(
    clip: Clip, path: Path, format_name: str, repeat: int, tags: Mapping[str, str], report: Report
) -> str:
    """Write `clip` as "gif", "webp" (files) or "png" (a folder of frames); returns what had to be changed, or "".

    `tags` go into a WebP and into the first PNG as ComfyUI's own savers put them there; a GIF has no place for them.
    """
    if format_name == "png":
        write_png_frames(clip, path, tags, report)
        return ""
    step = max(1, -(-clip.fps // GIF_MAX_FPS)) if format_name == "gif" else 1
    if format_name == "gif":
        _write_gif(Thinned(clip, step) if step > 1 else clip, path, repeat, report)
    else:
        _write_webp(clip, path, repeat, report)
        with faults(path):
            add_exif(path, exif(tags))
    return f"GIF cannot show {float(clip.fps):g} frames a second: one frame in {step} was kept." if step > 1 else ""


def write_png_frames(clip: Clip, folder: Path, tags: Mapping[str, str], report: Report) -> None:
    """Write every frame as frame_000001.png … into the new `folder`, the first with `tags` as texts."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    for name, text in tags.items():
        texts.add_itxt(name, text) if not text.isascii() else texts.add_text(name, text)

    with faults(folder):
        folder.mkdir()
    for index, array in enumerate(checked_frames(clip)):
        path = folder / f"frame_{index + 1:0{_PNG_DIGITS}}.png"
        with faults(path):
            Image.fromarray(array).save(path, compress_level=4, pnginfo=None if index else texts)
        report(index + 1, clip.frame_count, "Writing PNG frames", array if index % 24 == 0 else None)


def write_fallback_gif(clip: Clip, path: Path, repeat: int, report: Report) -> str:
    """A small GIF by Pillow alone, for where no encoder can be loaded; returns the sentence that says so.

    Pillow keeps all frames until it writes, so the film is made narrow, slow, and at most two minutes long.
    """
    from PIL import Image

    step = max(1, round(clip.fps / FALLBACK_FPS))
    small = Thinned(clip, step)
    if small.frame_count > FALLBACK_FRAMES:
        raise ExportError(
            f"No video encoder can be loaded, and {clip.seconds:.0f} s are too long for a GIF by Pillow "
            f"(at most {FALLBACK_FRAMES // FALLBACK_FPS} s). Install PyAV: pip install av"
        )
    width = min(FALLBACK_WIDTH, clip.width)
    size = width, max(1, round(clip.height * width / clip.width))

    def images() -> Iterator[Any]:
        for index, array in enumerate(checked_frames(small)):
            report(index + 1, small.frame_count, "Writing a GIF")
            yield Image.fromarray(array).resize(size).quantize(256)

    frames = images()
    first = next(frames)
    loop = {} if repeat == 1 else {"loop": max(0, repeat - 1)}
    first.save(path, "GIF", save_all=True, append_images=frames, duration=float(1000 / small.fps), **loop)
    return (
        f"No video encoder could be loaded: the film was written by Pillow as a GIF of {size[0]}×{size[1]} at "
        f"{float(small.fps):g} frames a second, without sound and subtitles. Install PyAV for MP4: pip install av"
    )


def count_frames(path: Path) -> tuple[int, tuple[int, int]]:
    """How many pictures an animated file or a folder of frames holds, counted anew, and their width and height."""
    from PIL import Image, UnidentifiedImageError

    files = sorted(path.iterdir()) if path.is_dir() else [path]
    try:
        with Image.open(files[0]) as image:
            return len(files) if path.is_dir() else getattr(image, "n_frames", 1), image.size
    except (UnidentifiedImageError, OSError) as e:
        raise ExportError(f"{path.name} did not come out whole: {e}. The disk may be full.") from e


def whole(path: Path, clip: Clip, format_name: str, frames: int) -> int:
    """How many frames of `clip` a written file or folder shows, of which it holds `frames`; `ExportError` when some are missing.

    A WebP holds equal frames once, for as long as they last together: its length is what must be right.
    """
    if format_name == "webp":
        lasts = _webp_seconds(path)
        shown = clip.frame_count if not lasts and frames == 1 else round(lasts * clip.fps)
        missing = abs(shown - clip.frame_count) > 1
        shown = clip.frame_count
    else:
        shown = frames
        step = max(1, -(-clip.fps // GIF_MAX_FPS)) if format_name == "gif" else 1
        missing = frames != -(-clip.frame_count // step)
    if missing:
        hint = "The disk is full; free some space." if no_space(path.parent) else "Try again, or choose another disk."
        raise ExportError(f"{path.name} did not come out whole and was removed: frames are missing. {hint}")
    return shown


def _webp_seconds(path: Path) -> float:
    """The length of an animated WebP, summed over its frames' chunks; 0 for a single picture."""
    with path.open("rb") as file:
        file.seek(12)
        ms = 0
        while len(head := file.read(8)) == 8:
            kind, size = head[:4], int.from_bytes(head[4:], "little")
            if kind == b"ANMF":
                ms += int.from_bytes(file.read(16)[12:15], "little")
                size -= 16
            file.seek(size + size % 2, 1)
    return ms / 1000


def _write_gif(clip: Clip, path: Path, repeat: int, report: Report) -> None:
    """Two passes, so that the palette fits the film and memory stays small: FFmpeg's own filter would hold every frame."""
    av = pyav()
    palette = _palette(clip)
    loop = {"loop": str(-1 if repeat == 1 else max(0, repeat - 1))}
    with writing(path, "gif", loop) as container:
        stream = container.add_stream("gif", rate=clip.fps)
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "pal8"
        graph = av.filter.Graph()
        pictures = graph.add_buffer(width=clip.width, height=clip.height, format="bgra", time_base=1 / clip.fps)
        colours = graph.add_buffer(width=16, height=16, format="bgra", time_base=1 / clip.fps)
        use, sink = graph.add("paletteuse", dither="sierra2_4a", diff_mode="rectangle"), graph.add("buffersink")
        pictures.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        palette.pts, palette.time_base = 0, 1 / clip.fps
        colours.push(palette)
        colours.push(None)
        for index, array in enumerate(checked_frames(clip)):
            with faults(path):
                frame = av.VideoFrame.from_ndarray(array, format="rgb24").reformat(format="bgra")
                frame.pts, frame.time_base = index, 1 / clip.fps
                pictures.push(frame)
                _drain(sink, stream, container)
            report(index + 1, clip.frame_count, "Writing a GIF", array if index % 24 == 0 else None)
        with faults(path):
            pictures.push(None)
            _drain(sink, stream, container)
            container.mux(stream.encode(None))


def _palette(clip: Clip) -> Any:
    """A 16×16 frame of the 256 colours that serve a sample of the film best."""
    av = pyav()
    graph = av.filter.Graph()
    source = graph.add_buffer(width=clip.width, height=clip.height, format="bgra", time_base=1 / clip.fps)
    make, sink = graph.add("palettegen", reserve_transparent="0"), graph.add("buffersink")
    source.link_to(make)
    make.link_to(sink)
    graph.configure()
    count = min(_PALETTE_FRAMES, clip.frame_count)
    for n in range(count):
        frame = av.VideoFrame.from_ndarray(clip.frame(n * clip.frame_count // count), format="rgb24").reformat(
            format="bgra"
        )
        frame.pts, frame.time_base = n, 1 / clip.fps
        source.push(frame)
    source.push(None)
    return sink.pull()


def _drain(sink: Any, stream: Any, container: Any) -> None:
    av = pyav()
    while True:
        try:
            frame = sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        container.mux(stream.encode(frame))


def _write_webp(clip: Clip, path: Path, repeat: int, report: Report) -> None:
    av = pyav()
    with writing(path, "webp", {"loop": str(repeat)}) as container:
        options = {"quality": "85", "compression_level": "4"}
        stream = container.add_stream("libwebp_anim", rate=clip.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "bgra"
        stream.codec_context.time_base = 1 / clip.fps
        for index, array in enumerate(checked_frames(clip)):
            with faults(path):
                frame = av.VideoFrame.from_ndarray(array, format="rgb24").reformat(format="bgra")
                frame.pts, frame.time_base = index, 1 / clip.fps
                container.mux(stream.encode(frame))
            report(index + 1, clip.frame_count, "Writing an animated WebP", array if index % 24 == 0 else None)
        with faults(path):
            container.mux(stream.encode(None))
