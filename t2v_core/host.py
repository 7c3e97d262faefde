"""What the core asks of its host: one callback for progress, preview and cancel, and a place to compute.

ComfyUI's side is `nodes/host`; the command line uses `LocalHost`. Stages take a `Host` (or only its
`report`) as an argument and know nothing else about where they run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np


class Report(Protocol):
    """Progress, preview and cancel in one call; every loop of a stage calls it at every step.

    `done` of `total` steps are finished; `text` says what is at work; `preview` is a uint8 H×W×3
    frame. The host raises its own interrupt from inside this call when the user has cancelled.
    """

    def __call__(self, done: float, total: float, text: str = "", preview: np.ndarray | None = None) -> None: ...


class Host(Protocol):
    """The services a stage may use."""

    report: Report

    def device(self) -> Any:
        """The `torch.device` (or its name) that models run on."""

    def make_room(self, nbytes: int) -> None:
        """Ask the host's memory manager to free `nbytes` on the device before a model is loaded."""


def silent(done: float, total: float, text: str = "", preview: np.ndarray | None = None) -> None:
    """A `Report` for callers that want neither progress nor cancel."""


def part(report: Report, start: float, share: float, total: float = 1.0) -> Report:
    """A `Report` for a sub-task that fills `share` of a bar of `total`, beginning at `start`."""

    def inner(done: float, of: float, text: str = "", preview: np.ndarray | None = None) -> None:
        report(start + share * (done / of if of else 1.0), total, text, preview)

    return inner


class LocalHost:
    """Plain torch without a memory manager: CUDA when torch sees it, else the CPU."""

    def __init__(self, report: Report = silent) -> None:
        self.report = report

    def device(self) -> str:
        import torch

        return "cuda" if torch.cuda.is_available() else "cpu"

    def make_room(self, nbytes: int) -> None:
        """Nothing to evict: every model of the command line belongs to the running stage."""
