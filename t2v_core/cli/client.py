"""A client of ComfyUI's API: queue a workflow, follow it over the websocket, read what it made.

Speaks HTTP and a websocket to a running server and imports nothing of ComfyUI. Routes and messages
are those of ComfyUI 0.3.75: /prompt, /ws, /history, /queue, /interrupt, /upload/image, /object_info.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import InputError, T2VError

TIMEOUT = 60  # seconds for one answer of the server; following a run waits as long as the run takes

_LOST = "The server closed the connection. Look at its log: it may have run out of memory."


class ServerError(T2VError):
    """The server refused a workflow, or a node failed; the message is the server's own reason."""


@dataclass(frozen=True)
class Progress:
    """`node` (its id in the workflow) is at `done` of `total`."""

    node: str
    done: float
    total: float


@dataclass
class Outcome:
    """How a run ended: files by kind as the server lists them, and the nodes it took from its cache."""

    prompt_id: str
    outputs: dict[str, Any] = field(default_factory=dict)
    cached: list[str] = field(default_factory=list)

    def files(self) -> list[dict[str, str]]:
        """Every saved file: {"filename", "subfolder", "type"}."""
        values = [v for output in self.outputs.values() for v in output.values() if isinstance(v, list)]
        return [f for v in values for f in v if isinstance(f, dict) and "filename" in f]


class ComfyClient:
    """One server and one websocket session with it."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url if "//" in url else f"http://{url}")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise InputError(f"{url!r} is not a server address. Give one such as http://127.0.0.1:8188.")
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self.id = uuid.uuid4().hex

    def get(self, path: str) -> Any:
        """The JSON answer of a GET."""
        return self._answer(urllib.request.Request(self.url + path))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The JSON answer of a POST, None when it is empty."""
        data = json.dumps(body).encode()
        return self._answer(urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}))

    def run(
        self, prompt: dict[str, Any], on_progress=lambda progress: None, extra: dict[str, Any] | None = None
    ) -> Outcome:
        """Queue an API-format workflow and wait for its end.

        Raises `ServerError` with the server's own reason when it is refused, fails or is interrupted.
        """
        import websocket

        address = self.url.replace("http", "ws", 1) + f"/ws?clientId={self.id}"
        try:
            socket = websocket.create_connection(address, timeout=TIMEOUT)
        except (OSError, websocket.WebSocketException) as e:
            raise ServerError(f"No ComfyUI answers at {self.url} ({e}). Start it, or give its address.") from e
        try:
            body = {"prompt": prompt, "client_id": self.id}
            prompt_id = self.post("/prompt", body | ({"extra_data": extra} if extra else {}))["prompt_id"]
            outcome = Outcome(prompt_id)
            socket.settimeout(None)
            for kind, data in _messages(socket, prompt_id):
                if kind == "execution_cached":
                    outcome.cached = data["nodes"]
                elif kind == "executing":
                    if data["node"] is None:  # sent once the history holds the run, unlike execution_success
                        break
                    on_progress(Progress(data["node"], 0, 1))
                elif kind == "progress":
                    on_progress(Progress(data["node"], data["value"], data["max"]))
                elif kind == "execution_error":
                    raise ServerError(_reason(data))
                elif kind == "execution_interrupted":
                    raise ServerError("The run was interrupted on the server.")
        except (ConnectionError, websocket.WebSocketException) as e:
            raise ServerError(_LOST) from e
        finally:
            socket.close()
        outcome.outputs = self.get(f"/history/{prompt_id}")[prompt_id]["outputs"]
        return outcome

    def interrupt(self) -> None:
        """Cancel what runs."""
        self.post("/interrupt", {})

    def upload(self, file: Path, name: str = "") -> str:
        """Put a file into the server's input folder; the name it got there."""
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="{name or file.name}"\r\n\r\n'
        data = head.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._answer(urllib.request.Request(self.url + "/upload/image", data, kind))["name"]

    def _answer(self, request: urllib.request.Request) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                body = response.read()
        except urllib.error.HTTPError as e:
            raise ServerError(_refusal(e)) from e
        except (urllib.error.URLError, OSError) as e:
            raise ServerError(f"No ComfyUI answers at {self.url} ({e}). Start it, or give its address.") from e
        return json.loads(body) if body else None


def _messages(socket: Any, prompt_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The server's messages about this run; previews (binary) and others' runs are passed over."""
    while True:
        message = socket.recv()
        if message == "":
            raise ServerError(_LOST)
        if isinstance(message, bytes):
            continue
        content = json.loads(message)
        if content["data"].get("prompt_id") == prompt_id:
            yield content["type"], content["data"]


def _reason(data: dict[str, Any]) -> str:
    return f"{data['node_type']} (node {data['node_id']}): {data['exception_message'].strip()}"


def _refusal(error: urllib.error.HTTPError) -> str:
    """What the server says of a workflow it does not accept, node by node."""
    text = error.read().decode("utf-8", "replace")
    try:
        content = json.loads(text)
        lines = [content["error"]["message"]]
        for node, found in (content.get("node_errors") or {}).items():
            lines += [f"  node {node} ({found['class_type']}): {e['message']} {e['details']}" for e in found["errors"]]
        return "\n".join(lines)
    except (ValueError, KeyError, TypeError):
        return f"The server answered {error.code}: {text[:300]}"
