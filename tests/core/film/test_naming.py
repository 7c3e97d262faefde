"""Names: ComfyUI's prefixes and counters, never outside the folder, never two writers on one name."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from t2v_core.errors import PathError
from t2v_core.film import claim, export_film
from t2v_core.film.naming import expand
from tests.core.film.films import Bars

ROOT = Path(__file__).parents[3]
NOON = time.strptime("2026-03-07 12:34:56", "%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("%date:yyyy-MM-dd%/film", "2026-03-07/film"),
        ("%date:yyMMdd_hhmmss%", "260307_123456"),
        ("a%year%-%month%-%day%_%hour%%minute%%second%", "a2026-03-07_123456"),
        ("film_%width%x%height%", "film_640x360"),
        ("100%", "100%"),
        ("%unknown%", "%unknown%"),
    ],
)
def test_dates_and_sizes_are_filled_in_as_comfyui_does(prefix, name):
    assert expand(prefix, NOON, 640, 360) == name


def test_numbers_go_on_after_the_last_one(tmp_path):
    (tmp_path / "film_00007_.mp4").touch()
    (tmp_path / "film_00003_.png").touch()
    (tmp_path / "filmset_00050_.mp4").touch()
    with claim(tmp_path, "film", ".mp4") as path:
        assert path == tmp_path / "film_00008_.mp4"


def test_a_claimed_name_is_not_given_twice_and_leaves_nothing(tmp_path):
    with claim(tmp_path, "a/film", ".mp4") as one, claim(tmp_path, "a/film", ".mp4") as two:
        assert (one.name, two.name) == ("film_00001_.mp4", "film_00002_.mp4")
        assert not [p for p in (tmp_path / "a").iterdir() if not p.name.startswith(".")]
    assert not list((tmp_path / "a").iterdir())


def test_upper_and_lower_case_are_one_name(tmp_path):
    (tmp_path / "FILM_00001_.mp4").touch()
    with claim(tmp_path, "film", ".mp4") as path:
        assert path.name == "film_00002_.mp4"


@pytest.mark.parametrize("prefix", ["console/film", "nullable", "com10", "a.con/film", "auxiliary.v2"])
def test_names_that_only_look_like_devices_are_taken(prefix, tmp_path):
    with claim(tmp_path, prefix, ".mp4") as path:
        assert path.name.endswith("_00001_.mp4")


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        " ",
        "../film",
        "a/../../film",
        "/abs",
        "C:\\film",
        "a\0b",
        "x" * 300,
        "ü" * 150,
        ".",
        "a/",
        "film.",
        "%date:../../x%",
        "CON/film",
        "nul",
        "a/Aux.v2/film",
        "com1 .x/film",
        "film ",
        "a./film",
        "a?b",
    ],
)
def test_a_prefix_that_leads_elsewhere_is_refused(prefix, tmp_path):
    home = tmp_path / "output"
    home.mkdir()
    with pytest.raises(PathError), claim(home, prefix, ".mp4"):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["output"] and not list(home.iterdir())


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    home = tmp_path / "output"
    home.mkdir()
    (home / "link").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(PathError), claim(home, "link/film", ".mp4"):
        pass


def test_processes_that_write_one_prefix_at_once_get_names_of_their_own(tmp_path):
    code = (
        "import sys; from pathlib import Path; from t2v_core.film import claim\n"
        "for n in range(15):\n"
        "    with claim(Path(sys.argv[1]), 'film', '.mp4') as path:\n"
        "        with path.open('x') as file: file.write(sys.argv[2])\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, tmp_path, str(n)], cwd=ROOT) for n in range(3)]
    assert [p.wait() for p in processes] == [0, 0, 0]
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == [f"film_{n:05}_.mp4" for n in range(1, 46)]


def test_a_film_is_written_under_its_claimed_name_and_nothing_else_stays(tmp_path):
    names = []
    for _ in range(2):
        with claim(tmp_path, "sub/film", ".mp4") as path:
            done = export_film(Bars(), path)
        names.append(done.path.relative_to(tmp_path).as_posix())
    assert names == ["sub/film_00001_.mp4", "sub/film_00002_.mp4"]
    assert sorted(p.name for p in (tmp_path / "sub").iterdir()) == ["film_00001_.mp4", "film_00002_.mp4"]
