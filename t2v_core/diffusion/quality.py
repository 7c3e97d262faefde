"""Is this footage, or the sign of a fault? Measured on three frames, without a model.

The limits are the seed system's, on values of 0…255 of the first, middle and last frame. Two tests stand
beside them, so that drawn pictures pass: a frame with *content* (enough pixels far from its median) is never
blank, and a frame whose pixels resemble those a little further away is never noise.
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
# Pictures (amplitude ∝ 1/frequency, Field 1987) stay alike over a sixth of a frame; noise, also noise in
# latents, which the VAE blows up to blots of 8 to 32 pixels, is not at one blot's distance.
_NOISE_CORRELATION = 0.35
_NOISE_LAGS = (8, 16, 32)


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
    lags = [lag for lag in _NOISE_LAGS if lag <= min(grey.shape[1:]) // 6]
    likeness = min((max(_correlation(frame, lag) for frame in grey) for lag in lags), default=1.0)
    if likeness >= _NOISE_CORRELATION:
        return None
    return Verdict("noise", f"deviation {std:.0f}, frames differ by {change:.0f}, neighbours alike by {likeness:.2f}")


def _correlation(frame: np.ndarray, lag: int) -> float:
    """The correlation of a frame with itself, shifted sideways and down: the larger of both."""
    import numpy as np

    pairs = ((frame[:, lag:], frame[:, :-lag]), (frame[lag:], frame[:-lag]))
    return max(float(np.corrcoef(a.ravel(), b.ravel())[0, 1]) for a, b in pairs)
