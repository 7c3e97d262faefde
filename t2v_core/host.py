"""What the core asks of its host: one callback for progress, preview and cancel, and a place to compute.

ComfyUI's side is `nodes/host`; the command line uses `LocalHost`. Stages take a `Host` (or only its
`report`) as an argument and know nothing else about where they run.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
# How often Cancel is looked for while something runs that cannot look itself, in seconds.
POLL = 0.1
# How long cancelled work may take to end before it is left alone: Cancel is to be done within two seconds.
GRACE = 0.5


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


def interruptible(work: Callable[[Report], T], report: Report, text: str = "") -> T:
    """The result of `work`, for calls that take seconds and never look at Cancel: imports, loading weights, a forward pass.

    `work` runs in a thread. Everything it reports is passed on from here, and in silence its last report (at
    first `text`) again, ten times a second. When that raises, `work` has half a second to end at its own next report;
    what takes longer ends with its call, its result dropped, while the exception leaves. The next call waits
    for such a remainder first: a cancelled load and its successor never share the memory.
    """
    job = _Job(work, text)
    for remainder in [*_remainders]:
        while not remainder.wait(POLL):
            report(*job.newest)
        _remainders.remove(remainder)
    # Not a daemon: at the exit of the interpreter torch's code would meet its end in the middle of a call.
    threading.Thread(target=job.run, name="t2v-work").start()
    try:
        job.pass_on(report)
    except BaseException:
        job.stopped = True
        if not job.ended.wait(GRACE):
            _remainders.append(job.ended)
        raise
    if job.error is not None:
        raise job.error
    return job.result


_remainders: list[threading.Event] = []


class _Stopped(BaseException):
    """Ends cancelled work from inside its own report."""


class _Job:
    """Work in a thread; called as its `Report`, it hands over to the thread that the host knows."""

    result: Any = None
    error: BaseException | None = None
    stopped = False

    def __init__(self, work: Callable[[Report], Any], text: str) -> None:
        self.newest: tuple[Any, ...] = (0.0, 1.0, text)
        self.ended = threading.Event()
        self._work = work
        self._reports: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()

    def __call__(self, done: float, total: float, text: str = "", preview: np.ndarray | None = None) -> None:
        if self.stopped:
            raise _Stopped
        self._reports.put((done, total, text, preview))

    def run(self) -> None:
        try:
            self.result = self._work(self)
        except BaseException as e:  # noqa: BLE001 - raised again in the thread that waits
            self.error = e
        finally:
            self.ended.set()
            self._reports.put(None)

    def pass_on(self, report: Report) -> None:
        """Until the work ends."""
        while True:
            try:
                item = self._reports.get(timeout=POLL)
            except queue.Empty:
                item = self.newest
            if item is None:
                return
            self.newest = item
            report(*item)


def release_memory() -> None:
    """Give the memory of models that nothing holds any longer back to the card."""
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


class LocalHost:
    """Plain torch without a memory manager: CUDA when torch sees it, else the CPU."""

    def __init__(self, report: Report = silent) -> None:
        self.report = report

    def device(self) -> str:
        import torch

        return "cuda" if torch.cuda.is_available() else "cpu"

    def make_room(self, nbytes: int) -> None:
        """Nothing to evict: every model of the command line belongs to the running stage."""
