"""What is kept on disk is measured, and goes only by the token of a dry run."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def kept(tmp_path):
    """A cache with two books, two segments and two takes, the first of each unused for longest; and strangers."""
    root = tmp_path / "cache"
    files = {
        "books/b1/k/book.json": 10, "books/b1/k/chunks.jsonl": 90, "books/b2/k/book.json": 100,
        "scenes/segments/a.mp4": 100, "scenes/segments/b.mp4": 100,
        "footage/a.mkv": 90, "footage/a.json": 10, "footage/b.mkv": 100,
        "footage/.x.t2v-part/c.mkv": 50, "own/notes.txt": 7,
    }  # fmt: skip
    for n, (name, size) in enumerate(files.items()):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
        os.utime(path, (1000 + n, 1000 + n))
    return root


def names(root):
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


def test_the_report_counts_entries_and_bytes(run, kept):
    report = run("cache", "report", "--json").json
    assert report["folders"]["footage"] == {"entries": 2, "files": 3, "bytes": 200}
    assert report["folders"]["books"] == {"entries": 2, "files": 3, "bytes": 200}
    assert "own" not in report["folders"]


def test_a_dry_run_removes_nothing(run, kept):
    before = names(kept)
    for action in ("prune", "purge"):
        answer = run("cache", action, "--keep-gb", 0)
        assert "Nothing was removed" in answer.out
    assert names(kept) == before


def test_purge_with_its_token_takes_all_that_is_ours_and_nothing_else(run, kept):
    token = run("cache", "purge", "--json").json["token"]
    done = run("cache", "purge", "--token", token, "--json").json
    assert (done["entries"], done["bytes"], done["removed"]) == (6, 600, True)
    assert names(kept) == {"own/notes.txt", "footage/.x.t2v-part/c.mkv", ".removed"}


def test_prune_takes_what_was_unused_for_longest_whole_entries_at_a_time(run, kept):
    keep = 350 / 2**30
    token = run("cache", "prune", "--keep-gb", keep, "--json").json["token"]
    done = run("cache", "prune", "--keep-gb", keep, "--token", token, "--json").json
    assert done["entries"] == 3
    assert not (kept / "books/b1/k").exists() and not (kept / "books/b2/k").exists()
    assert (kept / "scenes/segments/b.mp4").exists() and (kept / "footage/a.json").exists()


def test_a_file_that_a_program_holds_is_named_and_the_rest_goes(run, kept, monkeypatch):
    """Windows removes no file that is open, such as a model in use."""
    unlink = type(kept).unlink

    def held(self, missing_ok=False):
        if self.name == "b.mkv":
            raise PermissionError(13, "in use", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(type(kept), "unlink", held)
    token = run("cache", "purge", "--json").json["token"]
    answer = run("cache", "purge", "--token", token)
    assert answer.code != 0 and "b.mkv" in answer.err and "close it" in answer.err
    assert names(kept) == {"own/notes.txt", "footage/.x.t2v-part/c.mkv", "footage/b.mkv", ".removed"}


def test_the_hubs_cache_is_measured_with_its_last_use(run, kept, tmp_path, monkeypatch):
    from huggingface_hub import constants

    home, used = tmp_path / "hub" / "models--a--b", 86400 * 365.5
    for name, content in (("refs/main", b"c"), ("blobs/x", b""), ("snapshots/c/model.safetensors", bytes(3_000_000))):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_bytes(content)
    os.utime(home / "snapshots/c/model.safetensors", (used, used))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(home.parent))
    assert "Hugging Face cache: a/b: 3.0 MB, last used 1971-01-01" in run("cache", "report").out
    assert run("cache", "report", "--json").json["hub"] == {"a/b": {"bytes": 3_000_000, "last_use": int(used * 1e9)}}


@pytest.mark.parametrize("change", ["new", "used", "token"])
def test_a_token_confirms_only_what_it_was_given_for(run, kept, change):
    token = run("cache", "purge", "--json").json["token"]
    if change == "new":
        (kept / "footage/new.mkv").write_bytes(b"1")
    elif change == "used":
        os.utime(kept / "footage/b.mkv")
    else:
        token = "0" * 12
    before = names(kept)
    answer = run("cache", "purge", "--token", token)
    assert answer.code != 0
    assert token in answer.err
    assert names(kept) == before


def test_a_link_is_never_followed(run, kept, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.mkv").write_bytes(b"1")
    try:
        (kept / "footage/link").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    token = run("cache", "purge", "--json").json["token"]
    run("cache", "purge", "--token", token)
    assert (outside / "precious.mkv").exists()
