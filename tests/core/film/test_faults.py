"""When something goes wrong the true reason is told, nothing partial is left, and nothing finished is lost."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import ExportSettings, ImageClip, export_film
from t2v_core.film.clip import Film, Segment
from t2v_core.film.workspace import sweep, workspace
from tests.core.film.films import Bars, make_film, make_plan, tone

ROOT = Path(__file__).parents[3]


class Cancelled(Exception):
    """What a host raises when the user presses Cancel."""


class Noise(Bars):
    """Pictures that no encoder can make small."""

    def picture(self, n: int) -> np.ndarray:
        return np.random.default_rng(n).integers(0, 256, (self.height, self.width, 3), dtype=np.uint8)


class Slow(Bars):
    """A clip that tells on standard output which frame it draws."""

    def picture(self, n: int) -> np.ndarray:
        print(self.seed, n, flush=True)
        time.sleep(0.01)
        return super().picture(n)


@contextmanager
def small_disk(path: Path, options: str) -> Iterator[Path]:
    """A disk of its own at `path`, mounted with this process's rights or by sudo, which asks for nothing in CI.

    Where neither is to be had, `test_a_full_device_is_named` still meets the system's own "no space left".
    """
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"{options},mode=1777", "none", str(path)]
    for may in ([], ["sudo", "-n"]) if shutil.which("sudo") else ([],):
        done = subprocess.run([*may, *mount], capture_output=True, text=True)
        if not done.returncode:
            break
    else:
        pytest.skip(f"no right to mount a small disk: {done.stderr}")
    try:
        yield path
    finally:
        subprocess.run([*may, "umount", "-l", str(path)], check=True)


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
        "from tests.core.film.test_faults import Slow\n"
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


def test_a_full_disk_is_named_and_left_clean(tmp_path):
    with small_disk(tmp_path / "disk", "size=400k") as disk:
        with pytest.raises(ExportError, match="disk is full"):
            export_film(Noise(frames=60, size=(320, 240)), disk / "film.mp4", ExportSettings(crf=5))
        assert not list(disk.iterdir())


def test_a_disk_that_fills_while_joining_keeps_the_encoded_segments(tmp_path):
    clip = Noise(frames=30, size=(320, 240))
    with small_disk(tmp_path / "disk", "size=400k") as disk:
        with pytest.raises(ExportError, match="disk is full"):
            export_film(clip, disk / "film.mp4", ExportSettings(crf=5), cache=tmp_path / "cache")
        assert not list(disk.iterdir())
    done = export_film(clip, tmp_path / "film.mp4", ExportSettings(crf=5), cache=tmp_path / "cache")
    assert done.report.reused == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("name", ["mp4-h264", "mp4-av1", "webm-vp9", "mkv-ffv1", "gif", "webp"])
def test_a_full_device_is_named(name, tmp_path):
    """Needs no rights: every write to this device fails with ENOSPC."""
    from t2v_core.film.encode import choose_encoder, encode
    from t2v_core.film.formats import FORMATS
    from t2v_core.film.pictures import write_pictures

    fmt, clip = FORMATS[name], Noise(frames=60, size=(320, 240))
    target = tmp_path / f"film{fmt.suffix}"
    target.symlink_to("/dev/full")
    with pytest.raises(ExportError, match="disk is full"):
        if fmt.codec:
            encode(clip, target, fmt, choose_encoder(fmt, ExportSettings(format=name))[0], lambda *a: None, "")
        else:
            write_pictures(clip, target, name, 1, {}, lambda *a: None)


@pytest.mark.parametrize("name", ["gif", "webp", "png"])
def test_a_full_disk_is_named_for_pictures_too(name, tmp_path):
    suffix = "" if name == "png" else f".{name}"
    with small_disk(tmp_path / "disk", "size=400k") as disk:
        with pytest.raises(ExportError, match="disk is full"):
            export_film(Noise(frames=15, size=(320, 240)), disk / f"film{suffix}", ExportSettings(format=name))
        assert not list(disk.iterdir())


def test_a_file_size_limit_is_named(tmp_path):
    """Needs no rights: the system itself refuses to let the file grow (EFBIG, as FAT32 does at 4 GB)."""
    code = (
        "import resource, sys; from pathlib import Path; from tests.core.film.test_faults import Noise\n"
        "from t2v_core.film import export_film; from t2v_core.errors import ExportError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: export_film(Noise(frames=60, size=(320, 240)), Path(sys.argv[1]) / 'film.mp4')\n"
        "except ExportError as e: print(e)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "past the size" in done.stdout and not list(tmp_path.iterdir())


def test_a_read_only_folder_is_named(film, tmp_path):
    with small_disk(tmp_path / "disk", "size=400k,ro") as disk, pytest.raises(ExportError, match="read-only"):
        export_film(film, disk / "film.mp4")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the permissions of a folder bind only ordinary users")
def test_a_folder_without_permission_is_named(film, tmp_path):
    (tmp_path / "out").mkdir(mode=0o555)
    with pytest.raises(ExportError, match="not permitted"):
        export_film(film, tmp_path / "out" / "film.mp4")


def test_a_folder_that_is_a_file_is_named(film, tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(ExportError, match="folder"):
        export_film(film, tmp_path / "out" / "film.mp4")


def test_a_name_that_is_taken_is_left_as_it_is(film, tmp_path):
    (tmp_path / "film.mp4").write_text("precious")
    with pytest.raises(ExportError, match="already exists"):
        export_film(film, tmp_path / "film.mp4", plan=make_plan())
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]
    assert (tmp_path / "film.mp4").read_text() == "precious"


def test_a_name_too_long_for_the_file_system_is_named(film, tmp_path):
    with pytest.raises(ExportError, match="too long"):
        export_film(film, tmp_path / ("n" * 300 + ".mp4"))
    assert not list(tmp_path.iterdir())


def test_any_language_may_stand_in_a_name(film, tmp_path):
    path = export_film(film, tmp_path / "Фильм 映画 – çà 🎬" / "ein Füll'm #1 %d.mp4", plan=make_plan()).path
    assert path.stat().st_size > 1000


def test_a_missing_encoder_is_named(film, tmp_path, monkeypatch):
    import dataclasses

    from t2v_core.film import formats

    without = dataclasses.replace(formats.FORMATS["mp4-h264"], codec="libnotthere")
    monkeypatch.setitem(formats.FORMATS, "mp4-h264", without)
    with pytest.raises(ExportError, match=r"libnotthere is not in this PyAV.*pip install"):
        export_film(film, tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


def test_a_hardware_encoder_that_does_not_work_is_an_error_by_name_and_a_note_by_auto(film, tmp_path):
    from t2v_core.film.encode import Encoder, probe

    broken = [n for n in ("h264_nvenc", "h264_qsv", "h264_amf") if probe(Encoder(n, "yuv420p", ()))]
    if len(broken) < 3:
        pytest.skip("this machine has a hardware encoder")
    with pytest.raises(ExportError, match="h264_nvenc does not work on this machine"):
        export_film(film, tmp_path / "film.mp4", ExportSettings(hardware="h264_nvenc"))
    done = export_film(film, tmp_path / "film.mp4", ExportSettings(hardware="auto"))
    assert done.report.encoder == "libx264" and "No hardware encoder works here" in done.report.notes[-1]


def test_without_pyav_a_small_gif_is_written_and_said(film, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    done = export_film(film, tmp_path / "film.mp4")
    assert done.path.name == "film.gif" and "Pillow" in done.report.notes[0] and done.report.frames > 10


def images(frames=4, height=32, width=48, channels=3) -> np.ndarray:
    return np.linspace(0, 1, frames * height * width * channels, dtype=np.float32).reshape(
        frames, height, width, channels
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_numbers_are_named_with_their_frame(value, tmp_path):
    batch = images()
    batch[2, 20, 3, 1] = value
    with pytest.raises(ExportError, match="Frame 2 of IMAGE holds values that are not numbers"):
        export_film(ImageClip(batch, Fraction(8)), tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("shape", [(32, 48, 3), (0, 32, 48, 3), (2, 3, 32, 48), (2, 32, 48, 2), (2, 0, 48, 3), ()])
def test_an_image_of_another_shape_is_refused(shape):
    with pytest.raises(ExportError, match=re.escape("frames × height × width")):
        ImageClip(np.zeros(shape, np.float32), Fraction(8))


class Shrinking(Bars):
    def picture(self, n: int) -> np.ndarray:
        return super().picture(n)[: self.height - (n > 4)]


class Short(Bars):
    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        return super().frames(start, 7)


class Long(Bars):
    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from (self.picture(n) for n in range(99))


@pytest.mark.parametrize(
    ("clip", "said"),
    [
        (Shrinking(), "Frame 5 is uint8 63×96×3, the film is uint8 64×96×3"),
        (Short(), "promised 12 frames and gave 7"),
        (Long(), "promised 12 frames and gave more"),
        (Bars(frames=0), "no frames"),
        (Bars(size=(20000, 64)), "not a size"),
        (Bars(size=(16000, 16000)), "not a size"),
        (Bars(fps=Fraction(5000)), "frames a second"),
        (Bars(frames=10**9), "hours"),
    ],
)
@pytest.mark.parametrize("name", ["mp4-h264", "webp"])
def test_a_clip_that_breaks_its_promise_is_named(clip, said, name, tmp_path):
    with pytest.raises(ExportError, match=said):
        export_film(clip, tmp_path / f"film.{name.split('-')[0]}", ExportSettings(format=name))
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_8k_comes_out(tmp_path):
    assert export_film(Bars(frames=2, size=(7680, 4320)), tmp_path / "film.mp4").report.width == 7680


def test_a_file_cut_off_behind_our_back_is_noticed(film, tmp_path, monkeypatch):
    """The check reads what is on the disk: here the joined file loses its end, as with a failing disk."""
    from t2v_core.film import export

    real = export.join

    def join_and_lose(parts, target, *args):
        real(parts, target, *args)
        with target.open("r+b") as file:
            file.truncate(target.stat().st_size // 2)

    monkeypatch.setattr(export, "join", join_and_lose)
    with pytest.raises(ExportError, match=r"did not come out whole|Cannot read back"):
        export_film(film, tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gif", "webp", "png"])
def test_pictures_that_are_missing_behind_our_back_are_noticed(name, tmp_path, monkeypatch):
    from t2v_core.film import export

    real = export.write_pictures

    def write_and_lose(clip, path, *args):
        note = real(clip, path, *args)
        if path.is_dir():
            (path / "frame_000007.png").unlink()
        else:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return note

    monkeypatch.setattr(export, "write_pictures", write_and_lose)
    with pytest.raises(ExportError, match="did not come out whole"):
        export_film(
            Noise(frames=12), tmp_path / f"film{'' if name == 'png' else '.' + name}", ExportSettings(format=name)
        )
    assert not list(tmp_path.iterdir())


def test_what_windows_means_is_said(tmp_path, monkeypatch):
    """Only the wording is tried here: a file in use and a path that is too long have other numbers there than their names say."""
    from t2v_core.film import faults

    taken = tmp_path / "film.mp4"
    taken.touch()
    assert "not permitted" in faults.reason(PermissionError(errno.EACCES, ""), taken)
    monkeypatch.setattr(faults, "WINDOWS", True)
    assert "another program has it open" in faults.reason(PermissionError(errno.EACCES, ""), taken)
    assert "not permitted" in faults.reason(PermissionError(errno.EACCES, ""), tmp_path / "new.mp4")
    assert "more than this Windows takes" in faults.reason(FileNotFoundError(errno.ENOENT, ""), tmp_path / ("n" * 250))
    assert "folder is not there" in faults.reason(FileNotFoundError(errno.ENOENT, ""), tmp_path.parent / "x.mp4")


def test_errno_names_are_known():
    from t2v_core.film.faults import _REASONS

    assert all(code in errno.errorcode for code in _REASONS)


def test_a_film_s_own_error_is_not_dressed_up_as_a_disk_error(tmp_path):
    class Broken(Bars):
        def picture(self, n: int) -> np.ndarray:
            raise FileNotFoundError("font.ttf")

    with pytest.raises(FileNotFoundError, match=r"font\.ttf"):
        export_film(Broken(), tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


def test_a_film_can_be_made_while_another_one_is(tmp_path):
    inner = make_film(make_plan(1, 0.5))

    class Nested(Bars):
        def picture(self, n: int) -> np.ndarray:
            if n == 3:
                export_film(inner, tmp_path / "inner.mp4", cache=tmp_path / "cache")
            return super().picture(n)

    export_film(Nested(), tmp_path / "outer.mp4", cache=tmp_path / "cache")
    assert {p.name for p in tmp_path.iterdir()} == {"inner.mp4", "inner.vtt", "inner.srt", "outer.mp4", "cache"}
