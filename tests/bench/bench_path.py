"""The demo film on a real ComfyUI: seconds and peak memory of every stage, server boot included."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

from devtools.comfyui import Server, find_comfyui
from devtools.environment import ROOT
from t2v_core.cli.client import ComfyClient, Progress
from tests.bench.harness import Bench

SAMPLE_SECONDS = 0.05


class Stopwatch:
    """Which node runs, since when, and the most memory the server's process had meanwhile."""

    def __init__(self, pid: int) -> None:
        import psutil

        self.process, self.node = psutil.Process(pid), "boot"
        self.seconds: dict[str, float] = defaultdict(float)
        self.peak: dict[str, int] = defaultdict(int)
        self._since, self._stop = time.monotonic(), threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def at(self, node: str) -> None:
        """The server went on to `node`."""
        now = time.monotonic()
        self.seconds[self.node] += now - self._since
        self.node, self._since = node, now

    def close(self) -> None:
        """Stop watching."""
        self.at("")
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self.peak[self.node] = max(self.peak[self.node], self.process.memory_info().rss)


def _measure_film(b: Bench, path: Path) -> None:
    """What a newcomer's first film must be: half a minute of 720p24, four scenes or more, subtitled."""
    import av

    with av.open(str(path)) as film:
        video = film.streams.video[0]
        b.note(f"film: {path.name}, {video.width}×{video.height}, {video.average_rate} fps, {video.codec.name}")
        b.figure("seconds of film", float(film.duration / av.time_base), "s", at_least=29.5, at_most=30.5)
        b.figure("height of the film", video.height, "px", at_least=720)
        b.figure("chapters", len(film.chapters()), at_least=4)
        b.figure("subtitle tracks", len(film.streams.subtitles), at_least=1)


def run(b: Bench) -> None:
    """A fresh base directory, so that nothing is cached: what a newcomer waits for once all is installed."""
    prompt = json.loads((ROOT / "workflows" / "api" / "explain_topic_local.json").read_text(encoding="utf-8"))
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as base, Server(find_comfyui(), Path(base), offline=True) as server:
        boot = time.monotonic() - start
        watch = Stopwatch(server.process.pid)

        def follow(progress: Progress) -> None:
            title = prompt[progress.node]["_meta"]["title"]
            if title != watch.node:
                watch.at(title)

        outcome = ComfyClient(server.url).run(prompt, follow)
        watch.close()
        total = time.monotonic() - start
        films = [f for f in outcome.files() if f["filename"].endswith(".mp4")]
        for film in films:
            _measure_film(b, server.base / "output" / film["subfolder"] / film["filename"])
    b.figure("server boot", boot, "s")
    for node, seconds in watch.seconds.items():
        if node and node != "boot":
            b.figure(node, seconds, "s")
            b.figure(f"{node}, peak memory", watch.peak[node] / 2**20, "MB")
    b.figure("films written", len(films), at_least=1)
    b.figure("whole demo, boot included", total, "s", below=90)
    b.figure("peak memory of the server", max(watch.peak.values()) / 2**20, "MB", below=1500)
