"""Sound beside a film: streamed in blocks, laid on the film's time line by padding.

Every `Sound` has 48 kHz and one or two channels. Nothing is stretched: what is shorter than the film is
followed by silence.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ExportError
from .faults import faults, pyav
from .schedule import LEAD_SECONDS, LEAD_SHARE, Schedule

if TYPE_CHECKING:
    import numpy as np

    from ..planning.plan import ScenePlan

RATE = 48000
# A tenth of a second: small enough to cancel at once, large enough to cost nothing.
BLOCK = RATE // 10


class Sound(ABC):
    """Sound that is made block by block; `samples` at 48 kHz, `channels` 1 or 2."""

    channels: int
    samples: int

    @abstractmethod
    def blocks(self) -> Iterator[np.ndarray]:
        """Float32 arrays channels × n, n at most `BLOCK`, from the start, each time anew."""

    @property
    def seconds(self) -> float:
        return self.samples / RATE


def as_sound(value: Any) -> Sound:
    """A `Sound` of a `Sound`, of ComfyUI's AUDIO (`waveform` [1, channels, samples], `sample_rate`), or of a file's path."""
    if isinstance(value, Sound):
        return value
    if isinstance(value, Mapping):
        return WaveSound(value["waveform"], int(value["sample_rate"]))
    return FileSound(Path(value))


class WaveSound(Sound):
    """Sound that lies in memory, `waveform` [1, channels, samples], an array or a tensor; whole numbers are PCM."""

    def __init__(self, waveform: Any, rate: int) -> None:
        shape = tuple(waveform.shape)
        if len(shape) != 3 or shape[0] != 1 or shape[1] not in (1, 2):
            raise ExportError(
                f"AUDIO is {'×'.join(map(str, shape))}; it must be 1 × channels (1 or 2) × samples. Give one mono or stereo track."
            )
        if not 1000 <= rate <= 768000:
            raise ExportError(f"AUDIO has a sample rate of {rate}; it must lie between 1000 and 768000.")
        whole = re.fullmatch(r"(?:torch\.)?int(\d+)", str(waveform.dtype))  # as ComfyUI hands on PCM from a file
        self._wave, self._rate, self._scale = waveform, rate, 0.5 ** (int(whole[1]) - 1) if whole else 1.0
        self.channels, self.samples = shape[1], ceil(shape[2] * RATE / rate)

    def blocks(self) -> Iterator[np.ndarray]:
        import numpy as np

        def frames() -> Iterator[Any]:
            av = pyav()
            for start in range(0, self._wave.shape[2], BLOCK):
                block = as_array(self._wave[0, :, start : start + BLOCK]).astype(np.float32, order="C") * self._scale
                if not np.isfinite(block).all():
                    raise ExportError(
                        f"AUDIO holds values that are not numbers (NaN or infinite) after {start / self._rate:.1f} s."
                    )
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout(self.channels))
                frame.sample_rate, frame.pts = self._rate, start
                yield frame

        return _resampled(frames(), self.channels)


class FileSound(Sound):
    """The first sound stream of a file, decoded as it is needed."""

    def __init__(self, path: Path) -> None:
        av = pyav()
        self._path = path
        with faults(path, "read"), av.open(str(path)) as container:
            if not container.streams.audio:
                raise ExportError(f"{path.name} holds no sound.")
            stream = container.streams.audio[0]
            self.channels = min(2, stream.channels)
            ends = [p.pts + (p.duration or 0) for p in container.demux(stream) if p.pts is not None]
            self.samples = ceil(max(ends, default=0) * stream.time_base * RATE)

    def blocks(self) -> Iterator[np.ndarray]:
        av = pyav()
        with faults(self._path, "read"), av.open(str(self._path)) as container:
            yield from _resampled(container.decode(audio=0), self.channels)


class Excerpt(Sound):
    """Samples `start` to `stop` (exclusive) of a sound."""

    def __init__(self, sound: Sound, start: int, stop: int) -> None:
        self._sound, self._start, self._stop = sound, start, stop
        self.channels, self.samples = sound.channels, max(0, stop - start)

    def blocks(self) -> Iterator[np.ndarray]:
        at = 0
        for block in self._sound.blocks():
            piece = block[:, max(0, self._start - at) : max(0, self._stop - at)]
            if piece.shape[1]:
                yield piece
            at += block.shape[1]
            if at >= self._stop:
                return


def file_sound(path: Path, start: float = 0.0, seconds: float = 0.0) -> Sound | None:
    """The sound of a film's file, `seconds` (0: all that is left) from `start` on; None when it has none."""
    av = pyav()
    with faults(path, "read"), av.open(str(path)) as container:
        if not container.streams.audio:
            return None
    sound = FileSound(path)
    if not start and not seconds:
        return sound
    first = min(round(start * RATE), sound.samples)
    return Excerpt(sound, first, min(sound.samples, first + round(seconds * RATE)) if seconds else sound.samples)


class Placed(Sound):
    """Sounds laid on a time line of `samples`, each at its start; silence between, cut where the next begins."""

    def __init__(self, sounds: Sequence[tuple[int, Sound]], samples: int) -> None:
        self._sounds = sorted(sounds, key=lambda s: s[0])
        self.samples = samples
        self.channels = max((s.channels for _, s in sounds), default=1)

    def blocks(self) -> Iterator[np.ndarray]:
        import numpy as np

        at = 0
        ends = [start for start, _ in self._sounds[1:]] + [self.samples]
        for (start, sound), end in zip(self._sounds, ends, strict=True):
            yield from self._silence(at, start)
            at = max(at, start)
            for block in sound.blocks():
                block = block[:, : end - at]
                if not block.shape[1]:
                    break
                yield np.ascontiguousarray(np.broadcast_to(block, (self.channels, block.shape[1])))
                at += block.shape[1]
        yield from self._silence(at, self.samples)

    def _silence(self, start: int, stop: int) -> Iterator[np.ndarray]:
        import numpy as np

        for at in range(start, stop, BLOCK):
            yield np.zeros((self.channels, min(BLOCK, stop - at)), np.float32)


def place(audio: Any, timed: Schedule | None, frames: int, fps: Any) -> Sound:
    """The film's sound, as long as its pictures.

    `audio` is one sound for the whole film, or one (or None) for each scene of `timed`, which begins
    with the scene's first sentence. `ExportError` when their numbers differ.
    """
    samples = round(frames * RATE / fps)
    if not isinstance(audio, Sequence) or isinstance(audio, str):
        return Placed([(0, as_sound(audio))], samples)
    if timed is None or len(audio) != len(timed.scenes):
        raise ExportError(
            f"There are {len(audio)} sounds for {len(timed.scenes) if timed else 'an unknown number of'} scenes. "
            "Connect the plan, and one sound a scene."
        )
    placed = []
    for scene, value in zip(timed.scenes, audio, strict=True):
        if value is None:
            continue
        sound = as_sound(value)
        start = scene.spoken[0].start if scene.spoken else scene.start
        placed.append((round(start * RATE / fps), sound))
    return Placed(placed, samples)


def fit_plan(plan: ScenePlan, sounds: Sequence[Any], shorter: bool = False) -> ScenePlan:
    """The plan with every scene at least as long as its sound and the rests around it; sounds are not stretched.

    With `shorter` a scene with a sound is just as long, even where the plan gave it more.
    """
    if len(sounds) != len(plan.scenes):
        raise ExportError(
            f"There are {len(sounds)} sounds for {len(plan.scenes)} scenes. Give one sound, or None, a scene."
        )
    scenes = []
    for scene, value in zip(plan.scenes, sounds, strict=True):
        needed = seconds_around(as_sound(value).seconds) if value is not None else 0.0
        seconds = needed if shorter and needed else max(scene.seconds, needed)
        scenes.append(scene.model_copy(update={"seconds": seconds}))
    return plan.model_copy(update={"scenes": scenes})


def seconds_around(spoken: float) -> float:
    """The length of the scene whose sentences take `spoken` seconds, with the rests that a schedule puts around them."""
    rested = spoken + 2 * LEAD_SECONDS
    return rested if rested * LEAD_SHARE >= LEAD_SECONDS else spoken / (1 - 2 * LEAD_SHARE)


def layout(channels: int) -> str:
    """FFmpeg's name of a channel layout."""
    return "mono" if channels == 1 else "stereo"


def as_array(value: Any) -> np.ndarray:
    """A NumPy array of an array or a tensor on any device and of any float type."""
    import numpy as np

    if hasattr(value, "detach"):
        value = value.detach().cpu().float().numpy()
    return np.asarray(value)


def _resampled(frames: Iterator[Any], channels: int) -> Iterator[np.ndarray]:
    av = pyav()
    resampler = av.AudioResampler(format="fltp", layout=layout(channels), rate=RATE)
    for frame in frames:
        frame.pts = None  # gaps and jumps of a damaged file must not become silence or repetition
        for out in resampler.resample(frame):
            yield from cut(out.to_ndarray())
    for out in resampler.resample(None):
        yield from cut(out.to_ndarray())


def cut(array: np.ndarray) -> Iterator[np.ndarray]:
    """Blocks of at most `BLOCK` samples, each with memory of its own."""
    for start in range(0, array.shape[1], BLOCK):
        yield array[:, start : start + BLOCK].copy()
