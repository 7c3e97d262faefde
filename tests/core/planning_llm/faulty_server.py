"""A real HTTP server on this machine whose answers a test chooses: it may stall, cut, redirect or lie."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {
    "title": "Red blood cells",
    "sentences": [{"text": "Oxygen is carried from the lungs to the tissues by red blood cells.", "evidence_id": "E1"}],
    "visual_action": "red cells flow from the lungs to the tissues",
}


def sse(text: str, finish: str = "stop", done: bool = True) -> list[bytes]:
    """An OpenAI stream in three pieces."""
    cut = len(text) // 2
    events = [{"choices": [{"delta": {"content": piece}, "finish_reason": None}]} for piece in (text[:cut], text[cut:])]
    if finish:
        events.append({"choices": [{"delta": {}, "finish_reason": finish}]})
    return [f"data: {json.dumps(e)}\n\n".encode() for e in events] + ([b"data: [DONE]\n\n"] if done else [])


@dataclass
class Reply:
    """What the server sends for one request."""

    status: int = 200
    chunks: list[bytes] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds between two chunks
    stall: bool = False  # keep the connection open after the chunks until the test ends


@dataclass
class FaultyServer:
    """A real server on a free loopback port; `answer(path, body)` decides, `seen` keeps what came in."""

    url: str
    seen: list[tuple[str, dict[str, Any], dict[str, str]]]
    answer: Callable[[str, dict[str, Any]], Reply]
    gone: threading.Event  # a client hung up while the server was stalling


@contextmanager
def faulty_server() -> Iterator[FaultyServer]:
    """Serve until the block ends."""
    ending = threading.Event()
    state = FaultyServer("", [], lambda path, body: Reply(chunks=sse(json.dumps(GOOD))), threading.Event())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.seen.append((self.path, body, dict(self.headers)))
            reply = state.answer(self.path, body)
            with suppress(OSError):
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for chunk in reply.chunks:
                    self.wfile.write(chunk)
                    self.wfile.flush()
                    ending.wait(reply.pause)
            if reply.stall:
                self.connection.settimeout(0.1)
                while not ending.is_set():
                    try:
                        if not self.connection.recv(1):
                            state.gone.set()
                            return
                    except TimeoutError:
                        continue
                    except OSError:
                        state.gone.set()
                        return

        def log_message(self, *args: Any) -> None:
            """Keep the test's output quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    state.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    yield state
    ending.set()
    http.shutdown()
    http.server_close()
