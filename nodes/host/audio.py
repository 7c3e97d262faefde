"""The core's `Sound` as ComfyUI's AUDIO (float32 torch 1×channels×samples)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...t2v_core.film.audio import Sound


def to_audio(sound: Sound, report: Callable[[float, float, str], None]) -> dict[str, object]:
    """The whole sound in memory, 192 kB a second and channel."""
    import torch

    from ...t2v_core.film.audio import RATE

    wave, at = torch.zeros(1, sound.channels, sound.samples), 0
    for block in sound.blocks():
        report(at, sound.samples, "Putting the speech together")
        wave[0, :, at : at + block.shape[1]] = torch.from_numpy(block)[:, : sound.samples - at]
        at += block.shape[1]
    return {"waveform": wave, "sample_rate": RATE}
