"""The bench's measuring tape: figures against goals, peers that must be installed, CPU time and peak memory.

A bench is a file `bench_<name>.py` here with `run(b: Bench) -> None`. It measures ratios inside one
run, because absolute times mean little on a shared machine, and reports each by `b.figure`. A figure
that misses its goal, a peer that is not installed, or an exception makes the bench fail: it never skips.
"""

from __future__ import annotations

import importlib
import statistics
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class MissingPeer(Exception):
    """A library this bench compares with is not installed."""


@dataclass
class Bench:
    """Collects the figures of one bench."""

    name: str
    quick: bool = False
    figures: list[dict[str, object]] = field(default_factory=list)
    say: Callable[[str], None] = print

    def figure(
        self,
        what: str,
        value: float,
        unit: str = "",
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        below: float | None = None,
    ) -> bool:
        """Record a figure; without a goal it is only shown. Returns whether the goal is met."""
        ok = (
            (at_most is None or value <= at_most)
            and (at_least is None or value >= at_least)
            and (below is None or value < below)
        )
        goals = {"≤": at_most, "≥": at_least, "<": below}
        goal = " ".join(f"{sign} {g:g}" for sign, g in goals.items() if g is not None)
        self.figures.append({"what": what, "value": value, "unit": unit, "goal": goal, "ok": ok})
        mark = "  " if not goal else "ok" if ok else "MISS"
        self.say(f"  {mark:4} {what}: {value:.4g} {unit}" + (f"   (goal {goal})" if goal else ""))
        return ok

    @contextmanager
    def part(self, what: str) -> Iterator[None]:
        """A part of a bench: an exception inside is a missed figure of its own, and the next part goes on."""
        start = time.perf_counter()
        try:
            yield
        except Exception as e:  # noqa: BLE001 - one broken part must not hide the others' figures
            self.say(traceback.format_exc())
            why = f"{what} broke: {type(e).__name__}: {e}"[:300]
            self.figures.append({"what": why, "value": 0, "unit": "", "goal": "is measured", "ok": False})
            self.say(f"  MISS {why}")
        self.note(f"{what}: {time.perf_counter() - start:.1f} s")

    def note(self, text: str) -> None:
        """Say something that is not a figure."""
        self.say(f"       {text}")

    def peer(self, module: str, package: str):
        """Import a peer, or fail the bench by naming the package."""
        try:
            return importlib.import_module(module)
        except ImportError as e:
            raise MissingPeer(f"{package} is not installed: pip install -r tests/bench/requirements.txt ({e})") from e


def cpu_seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """Median CPU seconds (all threads of this process) of `work`, after one warm-up."""
    work()
    took = []
    for _ in range(repeat):
        t = time.process_time()
        work()
        took.append(time.process_time() - t)
    return statistics.median(took)


def ratio(a: Callable[[], object], b: Callable[[], object], repeat: int = 3) -> float:
    """Median CPU time of `a` over that of `b`, measured in turns so that a drifting machine cancels out."""
    a()
    b()
    ratios = []
    for _ in range(repeat):
        t0 = time.process_time()
        a()
        t1 = time.process_time()
        b()
        t2 = time.process_time()
        ratios.append((t1 - t0) / max(t2 - t1, 1e-9))
    return statistics.median(ratios)
