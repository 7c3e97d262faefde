"""One loudness for every film: measured by EBU R128, brought to the target by one gain, peaks limited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..host import Report
from .audio import RATE, Sound, cut, layout
from .faults import pyav

if TYPE_CHECKING:
    import numpy as np

# EBU R128 calls this silence; there is nothing to normalise.
_SILENCE_LUFS = -69.0
# The limiter's ceiling: −1.5 dB leaves room for what AAC adds (EBU R128 allows −1 dBTP).
_CEILING = 10 ** (-1.5 / 20)


def normalised(sound: Sound, target: float, folder: Path, report: Report) -> tuple[Sound, float | None]:
    """The sound at `target` LUFS and what it measured before (EBU R128, integrated); silence is left alone."""
    measured = loudness(sound, folder, report)
    if measured is None:
        return sound, None
    return Levelled(sound, target - measured), measured


def loudness(sound: Sound, folder: Path, report: Report) -> float | None:
    """Integrated loudness in LUFS by FFmpeg's ebur128 filter; None for silence. `folder` takes its log."""
    log = folder / "loudness.txt"
    filters = (
        ("ebur128", {"metadata": "1", "framelog": "quiet"}),
        ("ametadata", {"mode": "print", "key": "lavfi.r128.I", "file": str(log)}),
    )
    done = 0
    for block in _filtered(sound, filters):
        done += block.shape[1]
        report(min(done, sound.samples), sound.samples, "Measuring the loudness")
    values = (
        [float(line.split("=")[1]) for line in log.read_text().splitlines() if "r128.I=" in line]
        if log.exists()
        else []
    )
    return values[-1] if values and values[-1] > _SILENCE_LUFS else None


class Levelled(Sound):
    """A sound with a gain in dB, and a limiter that keeps its peaks below −1.5 dB."""

    def __init__(self, sound: Sound, gain: float) -> None:
        self._sound, self._gain = sound, gain
        self.channels, self.samples = sound.channels, sound.samples

    def blocks(self) -> Iterator[np.ndarray]:
        filters = (
            ("volume", {"volume": f"{self._gain:.3f}dB"}),
            # `latency` takes the limiter's look-ahead out again, so that sound and picture stay together.
            ("alimiter", {"limit": f"{_CEILING:.4f}", "level": "false", "latency": "true"}),
        )
        return _filtered(self._sound, filters)


def _filtered(sound: Sound, filters: Sequence[tuple[str, dict[str, str]]]) -> Iterator[np.ndarray]:
    """Blocks of `sound` after FFmpeg's audio filters."""
    av = pyav()
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="fltp", layout=layout(sound.channels), time_base=Fraction(1, RATE)
    )
    last = source
    ends = (("aformat", {"sample_fmts": "fltp", "sample_rates": str(RATE), "channel_layouts": layout(sound.channels)}),)
    for name, options in (*filters, *ends):
        node = graph.add(name, **options)
        last.link_to(node)
        last = node
    last.link_to(graph.add("abuffersink"))
    graph.configure()
    at = 0
    for block in sound.blocks():
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout(sound.channels))
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        at += block.shape[1]
        graph.push(frame)
        yield from _pull(graph)
    graph.push(None)
    yield from _pull(graph)


def _pull(graph: Any) -> Iterator[np.ndarray]:
    av = pyav()
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield from cut(frame.to_ndarray())
