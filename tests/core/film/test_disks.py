"""Full, read-only and forbidden places, and names that cannot be: the true reason is told and nothing partial is left."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import ExportSettings, export_film
from tests.core.film.films import Bars, Noise, make_plan

ROOT = Path(__file__).parents[3]


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

    fmt = FORMATS[name]
    clip = Noise(frames=60 if fmt.codec else 8, size=(320, 240))  # encoders hold back dozens
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
            export_film(Noise(frames=9, size=(320, 240)), disk / f"film{suffix}", ExportSettings(format=name))
        assert not list(disk.iterdir())


def test_a_file_size_limit_is_named(tmp_path):
    """Needs no rights: the system itself refuses to let the file grow (EFBIG, as FAT32 does at 4 GB)."""
    code = (
        "import resource, sys; from pathlib import Path; from tests.core.film.films import Noise\n"
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
