"""ComfyUI's IMAGE (float32 torch B×H×W×C in 0..1) and the core's frames (uint8 numpy H×W×3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import torch


def to_image(frame: np.ndarray) -> torch.Tensor:
    """One frame as an IMAGE batch of one."""
    import torch

    return torch.from_numpy(frame.copy()).float().div_(255.0).unsqueeze(0)


def from_image(images: torch.Tensor) -> np.ndarray:
    """The first image of a batch as a frame."""
    return images[0, ..., :3].detach().clamp(0, 1).mul(255).round().byte().cpu().numpy()
