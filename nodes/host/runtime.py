"""ComfyUI's progress bar, Cancel, device and memory manager as the core's `Host`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import comfy.model_management as memory
from comfy.utils import ProgressBar

if TYPE_CHECKING:
    import numpy as np

# A message for every frame would flood the websocket; these are what an eye can follow.
BAR_SECONDS = 0.05
PREVIEW_SECONDS = 0.5
PREVIEW_SIZE = 512


class ComfyHost:
    """One a node execution; every `report` checks for Cancel, and raises ComfyUI's own interrupt."""

    def __init__(self, previews: bool = True) -> None:
        """`previews` off for nodes that show a film: the editor would take the live picture for the film and stop there."""
        self._previews = previews
        self._bar = ProgressBar(1)
        self._bar_at = self._preview_at = float("-inf")

    def report(self, done: float, total: float, text: str = "", preview: np.ndarray | None = None) -> None:
        memory.throw_exception_if_processing_interrupted()
        now = time.monotonic()
        if now - self._bar_at < BAR_SECONDS and done < total:
            return
        self._bar_at = now
        image = None
        if self._previews and preview is not None and now - self._preview_at >= PREVIEW_SECONDS:
            self._preview_at = now
            image = _preview(preview)
        self._bar.update_absolute(done, total, image)

    def device(self) -> Any:
        return memory.get_torch_device()

    def make_room(self, nbytes: int) -> None:
        memory.free_memory(nbytes, memory.get_torch_device())


def _preview(frame: np.ndarray) -> tuple[str, Any, int]:
    from PIL import Image

    image = Image.fromarray(frame)
    image.thumbnail((PREVIEW_SIZE, PREVIEW_SIZE))
    return ("JPEG", image, PREVIEW_SIZE)
