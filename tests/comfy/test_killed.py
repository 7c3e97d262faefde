"""A server that is killed in the middle of a film: nothing partial is seen, and the next one goes on where it was."""

from __future__ import annotations

import os
import threading
import time

import pytest

from devtools.comfyui import Server, find_comfyui
from t2v_core.cli.client import ComfyClient, ServerError

LINES = "\n".join(
    f"Step {n}: In step {n} the value moves a little closer to the minimum of the loss." for n in range(1, 9)
)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL; its TerminateProcess is what kill() calls there")
def test_a_killed_server_leaves_nothing_partial_and_the_next_one_goes_on(film, tmp_path):
    film.set("T2V_ScenePlanner", planner="manual", plan_text=LINES, topic="steps", seconds=40.0)
    del film[film.node("T2V_ScenePlanner")]["inputs"]["evidence"]
    for kind in ("T2V_BookChunker", "T2V_SemanticRetriever", "PrimitiveStringMultiline"):
        del film[film.node(kind)]
    exporter, far = film.node("T2V_ExportMP4"), threading.Event()

    def follow(progress):
        if progress.node == exporter and progress.done > 0.5 * progress.total:
            far.set()

    def kill(process):
        far.wait(300)
        process.kill()

    with Server(find_comfyui(), tmp_path, log=tmp_path / "first.log", offline=True) as first:
        killer = threading.Thread(target=kill, args=(first.process,))
        killer.start()
        with pytest.raises(ServerError):
            ComfyClient(first.url).run(film, follow)
        half_way = far.is_set()
        far.set()
        killer.join()
    assert half_way, (tmp_path / "first.log").read_text(encoding="utf-8")[-2000:]
    films = tmp_path / "output" / "academic-t2v"
    assert all(p.name.startswith(".") for p in films.iterdir())
    time.sleep(2.5)  # what a killed process left is younger than the sweep's mercy until then
    with Server(find_comfyui(), tmp_path, log=tmp_path / "second.log", offline=True) as second:
        outcome = ComfyClient(second.url).run(film)
    (report,) = outcome.outputs[exporter]["t2v_text"]
    reused = int(report.split(" reused")[0].rsplit(" ", 1)[1])
    assert reused >= 1 and "0 parts rendered" not in report
    assert {p.suffix for p in films.iterdir()} == {".mp4", ".vtt", ".srt", ".md"}
    kept = tmp_path / "user" / "academic-t2v" / "scenes" / "segments"
    assert not [p for p in kept.iterdir() if p.name.startswith(".")]
