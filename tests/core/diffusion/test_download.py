"""A model comes from the Hub only when that is allowed: whole, safetensors only, recorded, resumable, and removable."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from t2v_core.cache import dry_run, remove
from t2v_core.cli.main import main
from t2v_core.diffusion.download import fetch_model
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.record import RECORD
from t2v_core.errors import DependencyError, ExportError, InputError, ModelError
from t2v_core.host import silent

HUB_ID = "Somebody/Tiny-LTX"
WEIGHTS = "transformer/diffusion_pytorch_model.safetensors"


@pytest.fixture(scope="session")
def fake():
    """The module of the small hub."""
    spec = importlib.util.spec_from_file_location("t2v_fake_hub", Path(__file__).with_name("hub.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def hub(fake, folder_of, tmp_path, monkeypatch):
    """A hub with the tiny LTX and much that must not be fetched."""
    from huggingface_hub import constants

    folder = shutil.copytree(folder_of("ltx"), tmp_path / "served")
    for name in ("evil.py", "transformer/custom.py", "transformer/diffusion_pytorch_model.fp16.safetensors",
                 "text_encoder/pytorch_model.bin", "ltx-video-2b.safetensors", "README.md", "other/config.json",
                 "vae/nested/model.safetensors"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"not wanted")
    with fake.serving(fake.Hub(folder, HUB_ID)) as served:
        monkeypatch.setattr(constants, "ENDPOINT", served.url)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        yield served


@pytest.fixture
def root(tmp_path):
    return tmp_path / "cache" / "models"


def test_the_downloaded_folder_is_the_model_and_nothing_else(fake, hub, root):
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    wanted = {"model_index.json", "scheduler/scheduler_config.json", WEIGHTS, "transformer/config.json",
              "vae/config.json", "vae/diffusion_pytorch_model.safetensors", "text_encoder/config.json",
              "text_encoder/model.safetensors", RECORD}  # fmt: skip
    assert wanted <= names
    assert {n.partition("/")[0] for n in names - wanted} == {"tokenizer"}
    assert not [n for n in names if n.endswith((".py", ".bin"))]
    for name in names - {RECORD}:
        assert (folder / name).read_bytes() == (hub.folder / name).read_bytes()
    model = load_model(folder, LocalModules())
    assert f"downloaded: {HUB_ID} at {fake.COMMIT}" in model.text()


def test_nothing_is_asked_when_it_is_not_allowed(hub, root):
    with pytest.raises(InputError, match="allow_download"):
        fetch_model(HUB_ID, root, silent)
    assert hub.asked == [] and not root.exists()


def test_what_is_there_is_used_without_a_word_to_the_hub(fake, hub, root):
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    hub.asked.clear()
    assert fetch_model(HUB_ID, root, silent) == folder
    assert hub.asked == []
    pinned = fetch_model(HUB_ID, root, silent, allow=True, revision=fake.COMMIT)
    assert pinned != folder and hub.asked[0].endswith(fake.COMMIT)


def test_a_folder_of_the_same_name_from_elsewhere_is_not_taken_for_it(hub, root):
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    with pytest.raises(InputError, match="Somebody/Tiny-LTX at"):
        fetch_model("Else/Tiny-LTX", root, silent, allow=True)
    (folder / RECORD).unlink()
    assert fetch_model("Else/Tiny-LTX", root, silent) == folder  # the user's own


@pytest.mark.parametrize("hub_id", ["Tiny-LTX", "../x/y", "a/../b", "a/b/c", "http://x/y", "a/b?c", ""])
def test_a_wrong_id_is_named(hub, root, hub_id):
    with pytest.raises(InputError, match="hub id"):
        fetch_model(hub_id, root, silent, allow=True)
    assert hub.asked == []


@pytest.mark.parametrize("revision", ["main", "0123", "../../x"])
def test_a_revision_is_a_commit(hub, root, revision):
    with pytest.raises(InputError, match="revision"):
        fetch_model(HUB_ID, root, silent, allow=True, revision=revision)


def test_a_full_disk_is_noticed_before_anything_large_arrives(hub, root, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(2**40, 2**40, 2**30))
    hub.sizes[WEIGHTS] = 30 * 2**30
    with pytest.raises(ModelError, match=r"full.*32\.\d GB.*cache prune"):
        fetch_model(HUB_ID, root, silent, allow=True)
    assert not [a for a in hub.asked if "resolve" in a]


def test_progress_counts_bytes_and_a_cancel_leaves_what_arrived_for_the_next_time(hub, root):
    seen = []

    def stop(done, total, text="", preview=None):
        seen.append((done, total))
        if WEIGHTS in text:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_model(HUB_ID, root, stop, allow=True)
    assert not (root / "Tiny-LTX").exists()
    done = [d / t for d, t in seen]
    assert done == sorted(done) and 0 < done[-1] <= 1
    hub.asked.clear()
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    assert not [a for a in hub.asked if a.endswith("model_index.json")]
    assert (folder / WEIGHTS).read_bytes() == (hub.folder / WEIGHTS).read_bytes()
    assert [p.name for p in root.iterdir()] == ["Tiny-LTX"]


def test_a_broken_connection_is_taken_up_where_it_broke(hub, root):
    hub.breaks[WEIGHTS] = 3
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    assert (folder / WEIGHTS).read_bytes() == (hub.folder / WEIGHTS).read_bytes()
    hub.breaks["vae/diffusion_pytorch_model.safetensors"] = 4
    shutil.rmtree(folder)
    with pytest.raises(DependencyError, match="broke off"):
        fetch_model(HUB_ID, root, silent, allow=True)


@pytest.mark.parametrize("name", [WEIGHTS, "vae/config.json"])
def test_a_damaged_file_is_named_and_fetched_again(hub, root, name):
    hub.damages.add(name)
    with pytest.raises(ModelError, match=f"{name} arrived damaged"):
        fetch_model(HUB_ID, root, silent, allow=True)
    hub.damages.clear()
    assert fetch_model(HUB_ID, root, silent, allow=True).is_dir()


def test_another_kind_of_model_is_refused_before_its_weights_come(hub, root):
    path = hub.folder / "model_index.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"_class_name": "FluxPipeline"}))
    with pytest.raises(ModelError, match="FluxPipeline"):
        fetch_model(HUB_ID, root, silent, allow=True)
    assert not [a for a in hub.asked if a.endswith(".safetensors")]


def test_pickles_are_not_fetched(hub, root):
    (hub.folder / "text_encoder" / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"no \.safetensors weights in text_encoder"):
        fetch_model(HUB_ID, root, silent, allow=True)
    assert not [a for a in hub.asked if "resolve" in a]


def test_what_the_hub_refuses_and_a_hub_that_is_not_there(hub, root, monkeypatch):
    from huggingface_hub import constants

    with pytest.raises(DependencyError, match="404"):
        fetch_model("Somebody/Nothing", root, silent, allow=True)
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(DependencyError, match="cannot be reached"):
        fetch_model(HUB_ID, root, silent, allow=True)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DependencyError, match="HF_HUB_OFFLINE"):
        fetch_model(HUB_ID, root, silent, allow=True)


def test_purge_takes_the_downloaded_files_and_leaves_what_the_user_put_there(hub, root):
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    own = folder / "transformer" / "my-notes.txt"
    own.write_text("mine")
    theirs = shutil.copytree(hub.folder, root / "own-model")
    listed = dry_run(root.parent, "purge")
    assert f"{HUB_ID}@0123456789ab" in listed.text()
    assert own.exists() and (folder / WEIGHTS).exists()
    remove(root.parent, "purge", listed.token)
    assert [p.name for p in folder.rglob("*") if p.is_file()] == ["my-notes.txt"]
    assert (theirs / WEIGHTS).is_file()


def test_what_a_program_holds_of_a_download_is_listed_again(hub, root, monkeypatch):
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    unlink = type(folder).unlink

    def held(self, missing_ok=False):
        if self.suffix == ".safetensors":
            raise PermissionError(13, "in use", str(self))
        unlink(self, missing_ok)

    with monkeypatch.context() as windows, pytest.raises(ExportError, match="run purge again"):
        windows.setattr(type(folder), "unlink", held)
        remove(root.parent, "purge", dry_run(root.parent, "purge").token)
    remove(root.parent, "purge", dry_run(root.parent, "purge").token)
    assert not folder.exists()


def test_prune_goes_by_last_use_and_loading_is_use(hub, root):
    folder = fetch_model(HUB_ID, root, silent, allow=True)
    os.utime(folder / RECORD, (1000, 1000))
    assert dry_run(root.parent, "prune", 0).entries[0].last_use == 1000 * 10**9
    load_model(folder, LocalModules())
    assert dry_run(root.parent, "prune", 0).entries[0].last_use > 10**18


def test_a_record_cannot_name_files_outside_its_folder(root):
    folder = root / "evil"
    folder.mkdir(parents=True)
    victim = root.parent / "precious.txt"
    victim.write_text("keep me")
    files = {"../../precious.txt": 7, str(victim): 7}
    (folder / RECORD).write_text(json.dumps({"hub_id": "a/b", "commit": "c" * 40, "files": files}))
    remove(root.parent, "purge", dry_run(root.parent, "purge").token)
    assert victim.exists()


def test_the_command_line_takes_a_hub_id(hub, tmp_path, capsys):
    lines = tmp_path / "lines.txt"
    lines.write_text("Water: Water boils at sea level.", encoding="utf-8")
    given = ["explain", "--topic", "water", "--lines", str(lines), "--seconds", "2", "--engine", "diffusion",
             "--model", HUB_ID, "--prompts-out", str(tmp_path / "prompts.json")]  # fmt: skip
    environment = {"T2V_CACHE_ROOT": str(tmp_path / "cache")}
    assert main(given, environment) != 0
    assert "allow_download" in capsys.readouterr().err
    assert main([*given, "--allow-download"], environment) == 0
    assert (tmp_path / "cache" / "models" / "Tiny-LTX" / WEIGHTS).is_file()
