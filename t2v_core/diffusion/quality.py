"""Is this footage, or the sign of a fault? Measured on three frames, without a model.

The limits are the seed system's, on values of 0…255 of the first, middle and last frame. Two tests stand
beside them, so that drawn pictures pass: a frame with *content* (enough pixels far from its median) is never
blank, and frames whose large areas differ, or that repeat a pattern, are never noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    import numpy as np

VERDICTS = ("ok", "nan", "black", "dark", "white", "washed_out", "flat", "noise")

# Seed system: black max ≤ 2 and mean ≤ 0.6; underexposed mean ≤ 18, std ≤ 6; white min ≥ 250, std ≤ 2;
# washed out mean ≥ 220, std ≤ 6; noise std ≥ 32, 20 ≤ mean ≤ 235, mean difference between frames ≥ 24.
_FLAT_STD = 2.0  # the seed's limit for white, for any colour
# A thin line drawn across a frame is about 0.2 % of its pixels; a tenth of the range is a visible difference.
_CONTENT_SHARE, _CONTENT_STEP = 0.002, 24
# Noise in latents is blown up by the VAE to blots of up to 32 pixels. It evens out: between blocks of a quarter of a
# frame only (blot / block)² of its variance is left, while pictures (amplitude ∝ 1/frequency, Field 1987) keep a third
# of theirs. Regular patterns even out too, text among them, but resemble themselves a little further away than a blot.
_BLOT, _BLOCKS, _SPARE = 32, 4, 1.3
_ALIKE = 0.15


@dataclass(frozen=True)
class Verdict:
    """One of `VERDICTS`, and what was measured, in words."""

    kind: str
    why: str

    @property
    def ok(self) -> bool:
        return self.kind == "ok"


def classify(frames: np.ndarray) -> Verdict:
    """Judge footage F×H×W×3, uint8 of 0…255 or float of 0…1. Raises `InputError` for another shape."""
    import numpy as np

    if frames.ndim != 4 or frames.shape[3] != 3 or not frames.size:
        raise InputError(f"Footage must be frames × height × width × 3, not {frames.shape}.")
    if frames.dtype != np.uint8 and not np.isfinite(frames).all():
        share = 1 - np.isfinite(frames).mean()
        return Verdict("nan", f"{share:.0%} of the values are not numbers")
    chosen = frames[sorted({0, len(frames) // 2, len(frames) - 1})]
    scale = 1.0 if frames.dtype == np.uint8 else 255.0
    grey = (chosen.astype(np.float32) * scale) @ np.float32([0.299, 0.587, 0.114])
    faults = [_blank(frame, colours) for frame, colours in zip(grey, chosen * scale, strict=True)]
    if all(faults):
        return faults[0]
    return _noise(grey) or Verdict("ok", f"mean {grey.mean():.0f}, deviation {grey.std():.0f}")


def to_uint8(frames: np.ndarray) -> np.ndarray:
    """Float frames of 0…1 rounded to 0…255; what is no number becomes black."""
    import numpy as np

    return np.rint(np.nan_to_num(frames, nan=0.0, posinf=1.0, neginf=0.0).clip(0, 1) * 255).astype(np.uint8)


def _blank(grey: np.ndarray, colours: np.ndarray) -> Verdict | None:
    import numpy as np

    far = np.abs(colours - np.median(colours, axis=(0, 1))).max(axis=-1) >= _CONTENT_STEP
    if far.mean() >= _CONTENT_SHARE:
        return None
    mean, std = float(grey.mean()), float(grey.std())
    measured = f"mean {mean:.1f}, deviation {std:.1f}"
    for kind, hit in (
        ("black", grey.max() <= 2 and mean <= 0.6),
        ("dark", mean <= 18 and std <= 6),
        ("white", grey.min() >= 250 and std <= 2),
        ("washed_out", mean >= 220 and std <= 6),
        ("flat", std <= _FLAT_STD),
    ):
        if hit:
            return Verdict(kind, measured)
    return None


def _noise(grey: np.ndarray) -> Verdict | None:
    import numpy as np

    mean, std = float(grey.mean()), float(grey.std())
    if len(grey) < 2 or std < 32 or not 20 <= mean <= 235:
        return None
    change = float(np.abs(np.diff(grey, axis=0)).mean())
    if change < 24:
        return None
    side = min(grey.shape[1:])
    blot = max(1, min(_BLOT, side // 6))
    share = float(np.mean([_between_blocks(frame) for frame in grey]))
    if share >= _SPARE * (blot * _BLOCKS / side) ** 2:
        return None
    lags = range(blot, min(3 * blot + 1, side), max(1, blot // 8))
    likeness = max(np.mean([_correlations(frame, lag) for frame in grey], axis=0).max() for lag in lags)
    chance = 4 * blot / np.sqrt(grey.size)  # four deviations of what independent blots show
    if likeness >= max(_ALIKE, chance):
        return None
    return Verdict(
        "noise",
        f"deviation {std:.0f}, frames differ by {change:.0f}, large areas by {share:.0%} of it, no pattern ({likeness:.2f})",
    )


def _between_blocks(frame: np.ndarray) -> float:
    """The share of a frame's variance that is left between its blocks' means; 1 for a frame of one colour."""
    size = max(1, min(frame.shape) // _BLOCKS)
    rows, columns = frame.shape[0] // size, frame.shape[1] // size
    blocks = frame[: rows * size, : columns * size].reshape(rows, size, columns, size)
    variance = float(blocks.var())
    return float(blocks.mean(axis=(1, 3)).var()) / variance if variance else 1.0


def _correlations(frame: np.ndarray, lag: int) -> tuple[float, float]:
    """How much a frame resembles itself, or its negative, shifted sideways and down; 0…1 each."""
    centred = frame - frame.mean()
    power = float((centred**2).mean())
    if not power:
        return 1.0, 1.0
    sideways, down = centred[:, lag:] * centred[:, :-lag], centred[lag:] * centred[:-lag]
    return abs(float(sideways.mean())) / power, abs(float(down.mean())) / power
