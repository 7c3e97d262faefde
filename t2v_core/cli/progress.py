"""The host of the command line: plain torch, and one progress bar on stderr."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from ..host import LocalHost

if TYPE_CHECKING:
    import numpy as np

_REFRESH_SECONDS = 0.1


class TerminalHost(LocalHost):
    """Shows progress when stderr is a terminal; Ctrl-C is the cancel, raised wherever the work stands."""

    def __init__(self, quiet: bool = False) -> None:
        super().__init__(self._show)
        self._visible = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._bar = None
        self._shown_at = float("-inf")

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _show(self, done: float, total: float, text: str = "", preview: np.ndarray | None = None) -> None:
        now = time.monotonic()
        if not self._visible or now - self._shown_at < _REFRESH_SECONDS:
            return
        self._shown_at = now
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=1.0, leave=False, bar_format="{percentage:3.0f}% |{bar:30}| {elapsed} {desc}")
        self._bar.n = min(1.0, done / total) if total else 1.0
        self._bar.set_description_str(text[:60])
