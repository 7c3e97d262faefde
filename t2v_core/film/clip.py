"""`Clip`: a film that does not exist yet. Frames are made one by one, when the encoder asks for them.

A 60 s 720p30 film is 19.9 GB as float32 images; as a clip it is one frame. Everything that makes or
changes pictures returns a clip; only an encoder, or a tool that needs one frame, ever iterates it.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from .schedule import Schedule


def frame_rate(fps: float) -> Fraction:
    """`fps` as a fraction of small terms. Raises `InputError` where it is no number above 0."""
    if not (math.isfinite(fps) and fps > 0):
        raise InputError(f"fps = {fps}: give a number of frames a second, such as 24.")
    return Fraction(fps).limit_denominator(1001)


class Clip(ABC):
    """Size, rate and length are known without rendering; `frames()` renders.

    `key` is a content hash of everything that decides the pixels, or None when that is not known; a
    clip with a key may be cached. Sizes in pixels, `fps` exact.
    """

    width: int
    height: int
    fps: Fraction
    frame_count: int
    key: str | None = None

    @abstractmethod
    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        """Yield frames `start` to `stop` (exclusive) as uint8 H×W×3, C-contiguous RGB.

        A yielded array may be reused for the next frame: copy it to keep it.
        """

    @property
    def seconds(self) -> float:
        """Duration in seconds."""
        return float(self.frame_count / self.fps)

    def frame(self, index: int) -> np.ndarray:
        """A copy of one frame."""
        for array in self.frames(index, index + 1):
            return array.copy()
        raise InputError(f"Frame {index} is not one of this clip's {self.frame_count}.")


@dataclass(frozen=True, eq=False)
class Segment:
    """A part of a film that is rendered, encoded and cached on its own: a scene or a transition."""

    clip: Clip
    name: str  # "s1", "s1-s2"
    scene: str | None  # Scene.id; None for a transition


class Film(Clip):
    """Segments played one after the other, and the schedule of what is said when.

    Raises `InputError` when the segments differ in size or rate.
    """

    def __init__(self, segments: tuple[Segment, ...], schedule: Schedule | None = None) -> None:
        if not segments:
            raise InputError("A film needs at least one segment.")
        first = segments[0].clip
        for s in segments:
            if (s.clip.width, s.clip.height, s.clip.fps) != (first.width, first.height, first.fps):
                raise InputError(
                    f"Segment {s.name!r} is {s.clip.width}×{s.clip.height} at {s.clip.fps} fps, the film is "
                    f"{first.width}×{first.height} at {first.fps}. Render all scenes with the same settings."
                )
        self.segments = segments
        self.schedule = schedule
        self.facts: Mapping[str, Any] = {}  # how it was made, for the file's metadata
        self.captioned = False  # whether its pictures show what is said
        self.width, self.height, self.fps = first.width, first.height, first.fps
        self.frame_count = sum(s.clip.frame_count for s in segments)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        stop = self.frame_count if stop is None else min(stop, self.frame_count)
        offset = 0
        for segment in self.segments:
            n = segment.clip.frame_count
            lo, hi = max(start - offset, 0), min(stop - offset, n)
            if lo < hi:
                yield from segment.clip.frames(lo, hi)
            offset += n
