"""A model of the Hub: only what is needed, Cancel in the middle of a file, and a next try that goes on."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from t2v_core.errors import DependencyError, InputError
from t2v_core.hub import hub_folder

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {
    "config.json": b"{}",
    "model.safetensors": bytes(range(256)) * 4096,
    "pytorch_model.bin": b"code",
    "onnx/model.safetensors": b"x",
}
WANTED = {"allow": ("*.json", "*.safetensors"), "ignore": ("*/*",)}


class Cancelled(BaseException):
    pass


class Hub:
    """What was asked for; while `stalls`, the large file stops after its first half until its reader is gone."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.stalls = False
        self.half, self.gone = threading.Event(), threading.Event()


@pytest.fixture
def hub(monkeypatch, tmp_path):
    state = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.do_GET()

        def do_GET(self):
            path = self.path.partition("?")[0]
            if path.startswith("/api/models/owner/tiny/tree/"):
                tree = [{"type": "file", "path": n, "size": len(d), "oid": "0" * 40} for n, d in FILES.items()]
                self.answer(json.dumps(tree).encode())
            elif path.startswith("/api/models/owner/tiny"):
                siblings = [{"rfilename": name} for name in FILES]
                self.answer(json.dumps({"id": "owner/tiny", "sha": COMMIT, "siblings": siblings}).encode())
            elif path.startswith(f"/owner/tiny/resolve/{COMMIT}/"):
                self.file(path.partition(f"{COMMIT}/")[2])
            else:
                self.send_error(404, headers={"X-Error-Code": "RepoNotFound"})

        def send_error(self, code, headers=None, **_more):
            self.send_response(code)
            for name, value in {**(headers or {}), "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def file(self, name):
            state.asked.append((name, self.headers.get("Range", "")))
            self.answer(FILES[name], {"ETag": f'"{hashlib.sha256(FILES[name]).hexdigest()}"', "X-Repo-Commit": COMMIT})

        def answer(self, data, headers=None):
            start = int((self.headers["Range"] or "bytes=0-").removeprefix("bytes=").partition("-")[0])
            self.send_response(206 if start else 200)
            for name, value in {**(headers or {}), "Content-Length": str(len(data) - start)}.items():
                self.send_header(name, value)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.end_headers()
            if self.command == "HEAD":
                return
            if not (state.stalls and len(data) > 10_000):
                self.wfile.write(data[start:])
                return
            self.wfile.write(data[: len(data) // 2])
            state.half.set()
            self.connection.settimeout(30)
            if not self.connection.recv(1):  # b"": the other end is closed
                state.gone.set()
            self.close_connection = True

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hf" / "hub"))
    yield state
    server.shutdown()
    server.server_close()


def quiet(done, total, text="", preview=None):
    pass


def test_only_what_is_needed_arrives(hub):
    folder = hub_folder("owner/tiny", "The model", quiet, download=True, **WANTED)
    assert sorted(p.name for p in folder.rglob("*")) == ["config.json", "model.safetensors"]
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    assert hub_folder("owner/tiny", "The model", quiet, download=False, **WANTED) == folder


def test_cancel_ends_a_download_in_the_middle_of_a_file_and_the_next_one_finishes_it(hub):
    hub.stalls = True

    def report(done, total, text="", preview=None):
        assert "Downloading owner/tiny" in text
        if hub.half.is_set():
            raise Cancelled

    with pytest.raises(Cancelled):
        hub_folder("owner/tiny", "The model", report, download=True, **WANTED)
    assert hub.gone.wait(20)
    hub.stalls = False
    folder = hub_folder("owner/tiny", "The model", quiet, download=True, **WANTED)
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]


def test_nothing_is_fetched_unasked_and_what_cannot_be_is_named(hub):
    with pytest.raises(DependencyError, match="allow_download"):
        hub_folder("owner/tiny", "The model", quiet, download=False, **WANTED)
    assert not hub.asked
    with pytest.raises(DependencyError, match=r"The model 'owner/none' cannot be fetched: .+"):
        hub_folder("owner/none", "The model", quiet, download=True, **WANTED)
    with pytest.raises(InputError, match="neither a model folder nor"):
        hub_folder("../etc", "The model", quiet, download=True, **WANTED)
