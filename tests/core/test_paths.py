"""Finished files get their names in one step, also where a virus scanner holds them for a moment."""

from __future__ import annotations

import ntpath
from pathlib import Path

import pytest

from t2v_core import paths
from t2v_core.cache import measured
from t2v_core.errors import PathError
from t2v_core.paths import beneath, files_below, folders_with, inside, move


@pytest.fixture
def held(monkeypatch):
    """`held(times)`: that many renames are refused, as Windows does while another program reads the file."""
    original = Path.replace

    def hold(times: int) -> list[int]:
        tries = []

        def replace(self, target):
            tries.append(1)
            if len(tries) <= times:
                raise PermissionError(13, "in use")
            return original(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        return tries

    return hold


def test_a_file_that_is_held_for_a_moment_on_windows_is_moved_in_the_end(tmp_path, monkeypatch, held):
    monkeypatch.setattr(paths, "_WINDOWS", True)
    (tmp_path / "a").write_text("new")
    (tmp_path / "b").write_text("old")
    held(3)
    move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "new"


def test_elsewhere_a_refusal_is_final(tmp_path, monkeypatch, held):
    monkeypatch.setattr(paths, "_WINDOWS", False)
    (tmp_path / "a").write_text("new")
    tries = held(1)
    with pytest.raises(PermissionError):
        move(tmp_path / "a", tmp_path / "b")
    assert len(tries) == 1


def test_a_link_in_a_model_folder_is_followed_and_no_name_leads_out_of_it(tmp_path):
    root, elsewhere = tmp_path / "models", tmp_path / "disk" / "wan"
    for folder in (root, elsewhere):
        folder.mkdir(parents=True)
    try:
        (root / "wan").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    assert beneath(root / "wan", [root]) == root / "wan"
    with pytest.raises(PathError, match="outside"):
        inside(root / "wan", [root])
    for name in ("../disk", "wan/../../disk", "/etc", "a\0b", " "):
        with pytest.raises(PathError):
            beneath(root / name if name.strip() else name, [root])


@pytest.mark.parametrize(
    ("name", "foreign"),
    [(r"\\evil\share\a.pdf", True), ("//evil/share/a.pdf", True), (r"\\?\UNC\evil\share\a.pdf", True),
     (r"\\nas\books\in\a.pdf", False), (r"C:\in\a.pdf", False), ("a.pdf", False)],
)  # fmt: skip
def test_another_computer_is_not_even_asked_for_a_file(name, foreign):
    assert paths._on_another_share(name, [r"C:\in", r"\\NAS\books\in"], ntpath) == foreign


def test_a_folder_is_moved_onto_a_free_name(tmp_path):
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "x").write_text("1")
    move(tmp_path / "part", tmp_path / "whole")
    assert (tmp_path / "whole" / "x").read_text() == "1"


def test_models_behind_links_are_found_and_counted_once_also_where_a_link_leads_back(tmp_path):
    models, disk = tmp_path / "diffusers", tmp_path / "disk"
    (models / "mine" / "Wan").mkdir(parents=True)
    disk.mkdir()
    (models / "mine" / "Wan" / "model_index.json").write_bytes(b"{}")
    (disk / "weights.safetensors").write_bytes(bytes(1000))
    try:
        for link in ("mine/Wan/transformer", "mine/Wan/again"):
            (models / link).symlink_to(disk, target_is_directory=True)
        (models / "mine/Wan/vae.safetensors").symlink_to(disk / "weights.safetensors")
        (models / "loop").symlink_to(models, target_is_directory=True)
        (models / "mine/loop").symlink_to(models / "mine", target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    assert list(folders_with(models, "model_index.json")) == [models / "mine" / "Wan"]
    found = [p.relative_to(models / "mine" / "Wan").as_posix() for p in files_below(models / "mine" / "Wan")]
    assert found == ["model_index.json", "vae.safetensors", "again/weights.safetensors"]
    assert [(m.name, m.size) for m in measured([models])] == [("diffusers/mine", 1002)]
