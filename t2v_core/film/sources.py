"""Clips that come from outside: ComfyUI's IMAGE batches, and video files decoded as streams."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ExportError
from .audio import as_array
from .clip import Clip
from .faults import faults, pyav
from .formats import BT601, BT709

if TYPE_CHECKING:
    import numpy as np

# Rows converted at a time: their float32 copy (370 kB at 720p) stays in the processor's cache.
_ROWS = 24
# 256.0 as bits. Negative numbers, infinity and NaN have larger bits than any number below 256, so that one
# look for the largest finds whatever has to be clipped or refused, which is rarely anything.
_BITS_256 = 0x43800000
# A file's own word on its length may be off by this many frames.
_MISSING_FRAMES = 3
# Untagged video of at least this height is BT.709, below it BT.601: what players assume.
_HD_HEIGHT = 720


class ImageClip(Clip):
    """ComfyUI's IMAGE, float [B, H, W, C] of 0..1 with 1, 3 or 4 channels, as an array or a tensor.

    Frames are converted one by one: rounded, clipped, alpha composed on black. `ExportError` for another
    shape at once, and for NaN or infinity when the frame is reached, which names the frame.
    """

    def __init__(self, images: Any, fps: Fraction) -> None:
        shape = tuple(getattr(images, "shape", ()))
        if len(shape) != 4 or shape[3] not in (1, 3, 4) or min(shape) < 1:
            raise ExportError(
                f"IMAGE is {'×'.join(map(str, shape)) or type(images).__name__}; it must be frames × height × width × "
                "channels (1, 3 or 4) with at least one frame."
            )
        self._images = images
        self.frame_count, self.height, self.width = shape[:3]
        self.fps = Fraction(fps)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import numpy as np

        out = np.empty((self.height, self.width, 3), np.uint8)
        rows = np.empty((_ROWS, self.width, 3), np.float32)
        bits = rows.view(np.uint32)
        for index in range(max(0, start), self.frame_count if stop is None else min(stop, self.frame_count)):
            picture = as_array(self._images[index])
            for top in range(0, self.height, _ROWS):
                source = _opaque(picture[top : top + _ROWS])
                band = rows[: len(source)]
                np.multiply(source, 255.0, out=band, casting="unsafe")
                band += 0.5
                if bits[: len(source)].max() >= _BITS_256:
                    _clip(band, index)
                np.copyto(out[top : top + _ROWS], band, casting="unsafe")
            yield out


class FileClip(Clip):
    """The first video stream of a file, decoded as it is needed, turned as its player would turn it. Its key is the
    file's path, size and time.

    A file with uneven frame times plays its frames at its average rate. `ExportError` when it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        av = pyav()
        self._path = path
        with faults(path, "read"), av.open(str(path)) as container:
            if not container.streams.video:
                raise ExportError(f"{path.name} holds no video. Choose a video file.")
            stream = container.streams.video[0]
            self.width, self.height = stream.width, stream.height
            self.fps = Fraction(stream.average_rate or stream.guessed_rate or 24)
            shown = [
                (p.pts * p.time_base, (p.duration or 0) * p.time_base)
                for p in container.demux(stream)
                if p.pts is not None
            ]
            promised = (stream.duration or 0) * stream.time_base
            self._turns = _quarter_turns(container, stream)
        if self._turns % 2:
            self.width, self.height = self.height, self.width
        times = [time for time, _ in shown]
        lasts = max((time + duration for time, duration in shown), default=0) - min(times, default=0)
        if not times or lasts < promised - _MISSING_FRAMES / self.fps:
            raise ExportError(
                f"{path.name} holds {float(lasts):.2f} of {float(promised):.2f} s: it is damaged or was cut off. Get it again."
            )
        self.frame_count = len(times)
        self._first = min(times)
        # Only where frame n lies at n / fps may one be found by its time.
        self._even = sorted(round((t - self._first) * self.fps) for t in times) == list(range(len(times)))
        stat = path.stat()
        self.key = f"file:{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}"

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        av = pyav()
        stop = self.frame_count if stop is None else min(stop, self.frame_count)
        with faults(self._path, "read"), av.open(str(self._path)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            if start and self._even:
                container.seek(int((self._first + start / self.fps) / stream.time_base), stream=stream)
            reformat = av.video.reformatter.VideoReformatter().reformat
            for n, frame in enumerate(container.decode(stream)):
                index = round((frame.pts * frame.time_base - self._first) * self.fps) if self._even else n
                if index >= stop:
                    return
                if index >= start:
                    yield _turned(_rgb(frame, reformat), self._turns)


def _clip(band: np.ndarray, index: int) -> None:
    import numpy as np

    if not np.isfinite(band).all():
        raise ExportError(
            f"Frame {index} of IMAGE holds values that are not numbers (NaN or infinite). The model or VAE "
            "before this node has failed; run it in higher precision."
        )
    np.clip(band, 0.0, 255.0, out=band)


def _opaque(picture: np.ndarray) -> np.ndarray:
    """Three channels: grey repeated, alpha composed on black."""
    channels = picture.shape[2]
    if channels == 4:
        return picture[..., :3] * picture[..., 3:]
    return picture if channels == 3 else picture.repeat(3, axis=2)


def _quarter_turns(container: Any, stream: Any) -> int:
    """How often a player turns the pictures left by 90°, which phones write for films taken upright; only a frame tells."""
    container.seek(0)
    first = next(container.decode(stream), None)
    return round(first.rotation / 90) % 4 if first is not None else 0


def _turned(array: np.ndarray, turns: int) -> np.ndarray:
    import numpy as np

    return np.ascontiguousarray(np.rot90(array, turns)) if turns else array


def _rgb(frame: Any, reformat: Any) -> np.ndarray:
    import numpy as np

    known = int(frame.colorspace) in (BT709, 5, 6, 7, 9, 10)
    matrix = int(frame.colorspace) if known else BT709 if frame.height >= _HD_HEIGHT else BT601
    # RGB has no matrix; but PyAV 16 leaves the source's out where it does not differ from the result's.
    colours = {} if frame.format.is_rgb else {"src_colorspace": matrix, "dst_colorspace": BT601}
    return np.ascontiguousarray(reformat(frame, format="rgb24", **colours).to_ndarray())
