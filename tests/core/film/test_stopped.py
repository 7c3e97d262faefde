"""Cancel and a kill at any moment: nothing partial is left, nothing finished is lost, nobody else's work is swept away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from t2v_core.film import ExportSettings, export_film
from t2v_core.film.clip import Film, Segment
from t2v_core.film.workspace import sweep, workspace
from tests.core.film.films import Bars, make_film, make_plan, tone

ROOT = Path(__file__).parents[3]


class Cancelled(Exception):
    """What a host raises when the user presses Cancel."""


class Slow(Bars):
    """A clip that tells on standard output which frame it draws."""

    def picture(self, n: int) -> np.ndarray:
        print(self.seed, n, flush=True)
        time.sleep(0.01)
        return super().picture(n)


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.3, 0.6, 0.85, 0.9, 0.94, 0.96, 0.99])
def test_cancel_at_any_moment_leaves_nothing(moment, plan, film, tmp_path):
    def report(done, total, text="", preview=None):
        if done / total >= moment:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_film(film, tmp_path / "film.mp4", report=report, plan=plan, audio=tone(6))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gif", "webp", "png", "webm-vp9", "mkv-ffv1"])
@pytest.mark.parametrize("step", [1, 7, 12])
def test_cancel_leaves_nothing_in_any_format(name, step, tmp_path):
    calls = []

    def report(done, total, text="", preview=None):
        calls.append(text)
        if len(calls) == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        suffix = {"webm-vp9": ".webm", "mkv-ffv1": ".mkv", "png": ""}.get(name, f".{name}")
        export_film(Bars(frames=12), tmp_path / f"film{suffix}", ExportSettings(format=name), report)
    assert not list(tmp_path.iterdir())


def test_cancel_keeps_the_finished_segments(film, tmp_path):
    def report(done, total, text="", preview=None):
        if text == "Encoding s3":
            raise Cancelled

    with pytest.raises(Cancelled):
        export_film(film, tmp_path / "out" / "film.mp4", report=report, cache=tmp_path / "cache")
    done = export_film(film, tmp_path / "out" / "film.mp4", cache=tmp_path / "cache")
    assert (done.report.encoded, done.report.reused) == (1, 2)


def test_every_frame_can_cancel(film, tmp_path):
    told = []
    export_film(film, tmp_path / "film.mp4", report=lambda d, t, text="", preview=None: told.append((d / t, text)))
    assert sum(text.startswith("Encoding") for _, text in told) >= film.frame_count
    assert [d for d, _ in told] == sorted(d for d, _ in told) and told[-1][0] <= 1


@pytest.mark.parametrize("kill", ["encoding", "after two scenes"])
def test_a_killed_process_leaves_no_film_and_the_next_run_goes_on(kill, tmp_path):
    script = (
        "import sys; from pathlib import Path; from t2v_core.film import export_film; from t2v_core.film.clip import Film, Segment\n"
        "from tests.core.film.test_stopped import Slow\n"
        "film = Film(tuple(Segment(Slow(n, 20), f's{n}', None) for n in range(4)))\n"
        "export_film(film, Path(sys.argv[1]) / 'film.mp4', cache=Path(sys.argv[2]))\n"
    )
    out, cache = tmp_path / "out", tmp_path / "cache"
    process = subprocess.Popen([sys.executable, "-c", script, out, cache], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    wanted = "0 10" if kill == "encoding" else "2 10"
    for line in process.stdout:
        if line.strip() == wanted:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    assert all(p.name.startswith(".") for p in out.iterdir())
    for left in (*out.iterdir(), *(cache / "segments").glob(".*")):
        os.utime(left, (time.time() - 60,) * 2)
    film = Film(tuple(Segment(Slow(n, 20), f"s{n}", None) for n in range(4)))
    done = export_film(film, out / "film.mp4", cache=cache)
    assert done.report.reused == (0 if kill == "encoding" else 2)
    assert [p.name for p in out.iterdir()] == ["film.mp4"] and not list((cache / "segments").glob(".*"))


def test_a_workspace_in_use_is_not_swept(tmp_path):
    with workspace(tmp_path) as folder:
        os.utime(folder, (0, 0))
        assert sweep(tmp_path) == [] and folder.is_dir()


def test_sweeping_follows_no_link_and_takes_nothing_that_is_not_ours(tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    (tmp_path / ".link.t2v-part").symlink_to(tmp_path / "precious", target_is_directory=True)
    (tmp_path / ".hidden").mkdir()
    os.utime(tmp_path / "precious", (0, 0))
    assert sweep(tmp_path) == []
    assert (tmp_path / "precious" / "file").exists() and (tmp_path / ".hidden").exists()


def test_a_film_can_be_made_while_another_one_is(tmp_path):
    inner = make_film(make_plan(1, 0.5))

    class Nested(Bars):
        def picture(self, n: int) -> np.ndarray:
            if n == 3:
                export_film(inner, tmp_path / "inner.mp4", cache=tmp_path / "cache")
            return super().picture(n)

    export_film(Nested(), tmp_path / "outer.mp4", cache=tmp_path / "cache")
    assert {p.name for p in tmp_path.iterdir()} == {"inner.mp4", "inner.vtt", "inner.srt", "outer.mp4", "cache"}
