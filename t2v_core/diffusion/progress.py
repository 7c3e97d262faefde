"""One bar over all phases and scenes of a generation, with the time that is left and a picture of the latents."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .families import ModelSpec
from .memory import ModuleHost
from .shots import Shot
from .stages import OnStep

if TYPE_CHECKING:
    import numpy as np
    import torch

# Shares of the bar, in denoising steps: text encoders and VAEs take about as long as one or two of them.
ENCODE_UNITS, DECODE_UNITS = 1, 2


class Progress:
    """Counts denoising steps and their like; what is to be done is told by `expect` when it is known."""

    def __init__(self, host: ModuleHost, label: str = "") -> None:
        self._host, self._label = host, label
        self._total = self._done = 0
        self._expected: set[str] = set()
        self._measured: tuple[float, int] | None = None  # when the first denoising step ended, and what was done then

    def expect(self, shots: Sequence[Shot]) -> None:
        """These scenes are to be made; those that were told before count once."""
        new = [s for s in shots if s.scene not in self._expected]
        self._expected.update(s.scene for s in new)
        self._total += sum(_units(s) for s in new)
        if new:
            self.advance(0, "Starting")

    def found(self, shot: Shot) -> None:
        """The scene is on disk already, and counts as done if it was expected."""
        if shot.scene in self._expected:
            if self._measured:  # nothing was computed: the pace stays
                self._measured = (self._measured[0], self._measured[1] + _units(shot))
            self.advance(_units(shot), f"Found {shot.scene} on disk")

    def advance(self, units: int, text: str, picture: np.ndarray | None = None) -> None:
        """So much more is done."""
        self._done += units
        self._say(text, picture)

    def steps(self, shot: Shot, spec: ModelSpec) -> OnStep:
        """A callback for a shot's denoising; a repeated attempt begins again where the first began."""
        begin = self._done

        def on_step(step: int, latents: torch.Tensor) -> None:
            self._done = begin + step
            self._measured = self._measured or (time.monotonic(), self._done)
            picture = self._host.latent_picture(spec, latents)
            self._say(f"Denoising {shot.scene}, step {step} of {shot.steps}", picture)

        return on_step

    def _say(self, text: str, picture: np.ndarray | None) -> None:
        left = ""
        if self._measured and self._done > self._measured[1]:
            begun, before = self._measured  # loading and prompts before it say nothing of a step's time
            seconds = (time.monotonic() - begun) / (self._done - before) * (self._total - self._done)
            left = f", about {seconds / 60:.0f} min left" if seconds > 90 else f", about {seconds:.0f} s left"
        self._host.report(self._done, self._total, f"{self._label}{text}{left}", picture)


def _units(shot: Shot) -> int:
    return shot.steps + ENCODE_UNITS + DECODE_UNITS
