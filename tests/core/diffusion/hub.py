"""A small Hugging Face Hub on 127.0.0.1 that serves one folder as one commit, and can misbehave."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """What is served, what was asked for, and faults by file name."""

    def __init__(self, folder: Path, hub_id: str) -> None:
        self.folder, self.hub_id = folder, hub_id
        self.asked: list[str] = []
        self.breaks: dict[str, int] = {}  # file → how many times the connection breaks after half of it
        self.damages: set[str] = set()
        self.sizes: dict[str, int] = {}  # file → a size to pretend
        self.url = ""

    def listing(self) -> dict:
        siblings = []
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            data, name = path.read_bytes(), path.relative_to(self.folder).as_posix()
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
            entry = {"rfilename": name, "size": self.sizes.get(name, len(data)), "blobId": blob}
            if name.endswith(".safetensors"):
                entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
            siblings.append(entry)
        return {"id": self.hub_id, "sha": COMMIT, "siblings": siblings}


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """The hub, answering at `hub.url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            hub.asked.append(path)
            if path in (f"/api/models/{hub.hub_id}/revision/{r}" for r in ("main", COMMIT)):
                assert query == "blobs=true"
                self.answer(200, json.dumps(hub.listing()).encode())
            elif path.startswith(f"/{hub.hub_id}/resolve/{COMMIT}/"):
                self.file(path.partition(f"/{COMMIT}/")[2])
            else:
                self.answer(404, b"")

        def file(self, name: str) -> None:
            data = (hub.folder / name).read_bytes()
            if name in hub.damages:
                data = data[:-1] + bytes([data[-1] ^ 1])
            start = int((self.headers["Range"] or "bytes=0-").removeprefix("bytes=").rstrip("-"))
            rest = data[start:]
            if hub.breaks.get(name, 0) > 0:
                hub.breaks[name] -= 1
                self.answer(206 if start else 200, rest, rest[: len(rest) // 2])
                self.close_connection = True
            else:
                self.answer(206 if start else 200, rest)

        def answer(self, status: int, whole: bytes, sent: bytes | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole if sent is None else sent)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
