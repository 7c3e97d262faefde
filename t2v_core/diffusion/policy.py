"""What happens to bad output: retried by its cause, then kept, drawn as a diagram, or an error.

The retry table is the seed system's; a retry also takes a new seed, and guidance that stays the same over all steps. Two causes have a better remedy first:
numbers that are not numbers, or black frames, from a VAE in half precision are decoded again in float32.

| verdict | guidance at most | steps | added to the prompt | added to the negative prompt |
|---|---|---|---|---|
| nan (decoding), black (half-precision VAE) | same | same | | |
| black, dark | 4.8 | 0.75 ×, at least 22 | bright even lighting | black frame, dark, underexposed |
| white, flat | 4.8 | 0.90 ×, at least 28 | clear visible subject | blank white frame, empty frame |
| washed_out | 4.5 | 0.85 ×, at least 26 | strong contrast, saturated colours | washed out, overexposed, low contrast |
| noise | 4.2 | 1.25 ×, at least 42 | clean smooth picture | noise, static, grain, glitch |
| nan (denoising), with an attention kernel, a cache or compilation | same | same, without these (`plain`) | | |
| nan (denoising) else | no retry: the same weights in the same type would fail again |
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .quality import Verdict
from .shots import Shot
from .speed import Speed

if TYPE_CHECKING:
    from .load import VideoModel


@dataclass(frozen=True)
class Remedy:
    """One row of the table."""

    guidance: float
    steps: float
    at_least: int
    positive: str
    negative: str


_DARK = Remedy(4.8, 0.75, 22, "bright even lighting", "black frame, dark, underexposed")
_WHITE = Remedy(4.8, 0.90, 28, "clear visible subject", "blank white frame, empty frame")
REMEDIES = {
    "black": _DARK,
    "dark": _DARK,
    "white": _WHITE,
    "flat": _WHITE,
    "washed_out": Remedy(4.5, 0.85, 26, "strong contrast, saturated colours", "washed out, overexposed, low contrast"),
    "noise": Remedy(4.2, 1.25, 42, "clean smooth picture", "noise, static, grain, glitch"),
}


def retry(shot: Shot, verdict: Verdict, attempt: int, half_vae: bool, hurried: bool = False) -> Shot | None:
    """The shot to try after `attempt` failed ones (1 or more); None when trying again is of no use.

    `half_vae`: the VAE computes in half precision. `hurried`: the model runs with options of `Speed`, which a retry
    of numbers that are none leaves out (`plain`).
    """
    if verdict.kind in ("nan", "black") and half_vae and not shot.vae_fp32:
        return replace(shot, vae_fp32=True)
    if verdict.kind == "nan" and hurried:
        return shot
    remedy = REMEDIES.get(verdict.kind)
    if remedy is None:
        return None
    return replace(
        shot,
        seed=_new_seed(shot.seed, attempt),
        guidance=min(shot.guidance, remedy.guidance),
        steps=max(remedy.at_least, round(remedy.steps * shot.steps)),
        dynamic_cfg=False,
        positive=_with(shot.positive, remedy.positive),
        negative=_with(shot.negative, remedy.negative),
    )


def plain(model: VideoModel) -> VideoModel:
    """The same model with PyTorch's own attention, without a cache and compilation."""
    return replace(model, speed=Speed())


def _with(prompt: str, words: str) -> str:
    if words in prompt:
        return prompt
    return f"{prompt.rstrip(' .,')}, {words}" if prompt.strip() else words


def _new_seed(seed: int, attempt: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{attempt}".encode()).digest()[:4], "big")
