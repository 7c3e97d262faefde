"""Clips made of clips: cut, scaled, faded, laid over each other, held, repeated. Nothing is rendered until asked for.

The result has a cache key whenever its parts have one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import InputError
from .clip import Clip

if TYPE_CHECKING:
    import numpy as np

# Frames that `Reversed` holds at once.
_REVERSE_BYTES = 64 * 2**20


def key_of(kind: str, clips: Sequence[Clip], *values: object) -> str | None:
    """The key of an operation on clips: None when one of them has none."""
    keys = [c.key for c in clips]
    if None in keys:
        return None
    return hashlib.sha256(repr((kind, keys, [str(v) for v in values])).encode()).hexdigest()


class Still(Clip):
    """One picture, uint8 H×W×3, shown for `frame_count` frames."""

    def __init__(self, picture: np.ndarray, fps: Fraction, frame_count: int) -> None:
        if picture.ndim != 3 or picture.shape[2] != 3 or str(picture.dtype) != "uint8" or not picture.size:
            raise InputError(f"A still must be uint8 height × width × 3, not {picture.dtype} {picture.shape}.")
        self.height, self.width = picture.shape[:2]
        self.fps, self.frame_count = Fraction(fps), frame_count
        self._picture = picture.copy(order="C")
        self.key = hashlib.sha256(self._picture.tobytes() + repr(picture.shape).encode()).hexdigest()

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        for _ in _span(self, start, stop):
            yield self._picture


class Trim(Clip):
    """Frames `start` to `stop` (exclusive) of a clip."""

    def __init__(self, clip: Clip, start: int, stop: int) -> None:
        if not 0 <= start < stop <= clip.frame_count:
            raise InputError(f"Frames {start} to {stop} do not lie in a clip of {clip.frame_count} frames.")
        self._clip, self._start = clip, start
        self.width, self.height, self.fps = clip.width, clip.height, clip.fps
        self.frame_count = stop - start
        self.key = key_of("trim", [clip], start, stop)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        span = _span(self, start, stop)
        return self._clip.frames(self._start + span.start, self._start + span.stop) if span else iter(())


class Cropped(Clip):
    """The `width`×`height` pixels of every frame whose top left corner is at (x, y)."""

    def __init__(self, clip: Clip, x: int, y: int, width: int, height: int) -> None:
        if not (0 <= x < x + width <= clip.width and 0 <= y < y + height <= clip.height):
            raise InputError(f"{width}×{height} at ({x}, {y}) does not lie in a clip of {clip.width}×{clip.height}.")
        self._clip, self._x, self._y = clip, x, y
        self.width, self.height, self.fps, self.frame_count = width, height, clip.fps, clip.frame_count
        self.key = key_of("cropped", [clip], x, y, width, height)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        for frame in self._clip.frames(start, stop):
            yield frame[self._y : self._y + self.height, self._x : self._x + self.width]


class Concat(Clip):
    """Clips of one size and rate one after the other. `Film` is the same with names and a schedule."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        if not clips:
            raise InputError("There is nothing to put together.")
        for clip in clips:
            _same(clips[0], clip)
        self._clips = tuple(clips)
        self.width, self.height, self.fps = clips[0].width, clips[0].height, clips[0].fps
        self.frame_count = sum(c.frame_count for c in clips)
        self.key = key_of("concat", clips, *(c.frame_count for c in clips))

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        span, offset = _span(self, start, stop), 0
        for clip in self._clips:
            lo, hi = max(span.start - offset, 0), min(span.stop - offset, clip.frame_count)
            if lo < hi:
                yield from clip.frames(lo, hi)
            offset += clip.frame_count


class Scaled(Clip):
    """A clip fitted into `width` × `height`, its shape kept; the rest is filled with `bars` (RGB)."""

    def __init__(self, clip: Clip, width: int, height: int, bars: tuple[int, int, int] = (0, 0, 0)) -> None:
        if min(width, height) < 1:
            raise InputError(f"{width}×{height} is not a size. Give at least 1×1.")
        self._clip, self._bars = clip, bars
        self.width, self.height, self.fps, self.frame_count = width, height, clip.fps, clip.frame_count
        self.key = key_of("scaled", [clip], width, height, bars)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import av
        import numpy as np

        scale = min(Fraction(self.width, self._clip.width), Fraction(self.height, self._clip.height))
        width, height = max(1, round(self._clip.width * scale)), max(1, round(self._clip.height * scale))
        left, top = (self.width - width) // 2, (self.height - height) // 2
        canvas = np.empty((self.height, self.width, 3), np.uint8)
        canvas[:] = self._bars
        reformat = av.video.reformatter.VideoReformatter().reformat
        for array in self._clip.frames(start, stop):
            frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(array), format="rgb24")
            small = reformat(frame, width, height, "rgb24", interpolation="BICUBIC")
            canvas[top : top + height, left : left + width] = small.to_ndarray()
            yield canvas


class CrossFade(Clip):
    """`first` turns into `second` over their whole, equal length: the weight of `second` grows evenly."""

    def __init__(self, first: Clip, second: Clip) -> None:
        _same(first, second)
        if first.frame_count != second.frame_count:
            raise InputError(
                f"A cross-fade needs two clips of one length, not {first.frame_count} and {second.frame_count} frames. Trim them."
            )
        self._first, self._second = first, second
        self.width, self.height, self.fps, self.frame_count = first.width, first.height, first.fps, first.frame_count
        self.key = key_of("cross-fade", [first, second])

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import numpy as np

        span = _span(self, start, stop)
        pairs = zip(self._first.frames(span.start, span.stop), self._second.frames(span.start, span.stop), strict=True)
        for n, (a, b) in zip(span, pairs, strict=True):
            weight = round(256 * (n + 1) / (self.frame_count + 1))
            yield ((a.astype(np.uint16) * (256 - weight) + b.astype(np.uint16) * weight + 128) >> 8).astype(np.uint8)


class Overlay(Clip):
    """A picture with alpha, uint8 h×w×4, laid on every frame with its corner at (left, top); what sticks out is cut."""

    def __init__(self, clip: Clip, picture: np.ndarray, left: int = 0, top: int = 0) -> None:
        if picture.ndim != 3 or picture.shape[2] != 4 or str(picture.dtype) != "uint8":
            raise InputError(
                f"An overlay must be uint8 height × width × 4 (RGBA), not {picture.dtype} {picture.shape}."
            )
        rows = slice(max(0, -top), max(0, min(picture.shape[0], clip.height - top)))
        columns = slice(max(0, -left), max(0, min(picture.shape[1], clip.width - left)))
        self._clip, self._left, self._top = clip, max(0, left), max(0, top)
        self._picture = picture[rows, columns].copy()
        self.width, self.height, self.fps, self.frame_count = clip.width, clip.height, clip.fps, clip.frame_count
        self.key = key_of(
            "overlay", [clip], left, top, hashlib.sha256(self._picture.tobytes()).hexdigest(), self._picture.shape
        )

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        import numpy as np

        alpha = self._picture[..., 3:].astype(np.uint16)
        colour = self._picture[..., :3].astype(np.uint16) * alpha + 127
        height, width = self._picture.shape[:2]
        for array in self._clip.frames(start, stop):
            out = array.copy()
            part = out[self._top : self._top + height, self._left : self._left + width]
            part[:] = (colour + part * (255 - alpha)) // 255
            yield out


class Reversed(Clip):
    """A clip backwards, a bounded number of frames held at a time."""

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self.width, self.height, self.fps, self.frame_count = clip.width, clip.height, clip.fps, clip.frame_count
        self.key = key_of("reversed", [clip])

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        span = _span(self, start, stop)
        step = max(1, _REVERSE_BYTES // (self.width * self.height * 3))
        hi = self.frame_count - span.start
        while hi > self.frame_count - span.stop:
            lo = max(self.frame_count - span.stop, hi - step)
            yield from reversed([array.copy() for array in self._clip.frames(lo, hi)])
            hi = lo


def ping_pong(clip: Clip) -> Clip:
    """The clip forwards and back, its first and last frame shown once, so that it loops smoothly."""
    if clip.frame_count < 3:
        return clip
    return Concat([clip, Trim(Reversed(clip), 1, clip.frame_count - 1)])


def _span(clip: Clip, start: int, stop: int | None) -> range:
    return range(max(0, start), clip.frame_count if stop is None else min(stop, clip.frame_count))


def _same(a: Clip, b: Clip) -> None:
    if (a.width, a.height, a.fps) != (b.width, b.height, b.fps):
        raise InputError(
            f"Clips of {a.width}×{a.height} at {a.fps} fps and {b.width}×{b.height} at {b.fps} fps do not go together. Scale one of them first."
        )
