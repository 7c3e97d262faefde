"""One HTTP exchange whose answer arrives line by line, with Cancel and a deadline at all times.

The socket is read in a thread, because a blocked read cannot be interrupted; the caller's thread wakes
four times a second to report. When `report` raises, or time is up, the socket is shut down and the thread ends.
"""

from __future__ import annotations

import http.client
import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from ...host import Report
from . import LanguageModelError
from .address import Address

_POLL = 0.25  # seconds between two reports
_CONNECT = 10.0  # seconds to open a connection
MAX_ANSWER = 4 << 20  # bytes; a scene's JSON is a few hundred
_MAX_LINE = 1 << 20


class HttpError(Exception):
    """An answer other than 200: status and the beginning of its text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text


@contextmanager
def post(address: Address, path: str, body: dict[str, Any], timeout: float, report: Report) -> Iterator[Iterator[str]]:
    """The lines of the answer to a JSON POST, as they come in.

    Raises `LanguageModelError` (unreachable, timeout, redirect, protocol), `HttpError` for other
    statuses than 200, and whatever `report` raises.
    """
    exchange = _Exchange(address, path, json.dumps(body).encode(), timeout)
    exchange.start()
    try:
        yield _lines(exchange, time.monotonic() + timeout, report, address)
    finally:
        exchange.stop()


def _lines(exchange: _Exchange, deadline: float, report: Report, address: Address) -> Iterator[str]:
    heard = 0
    while True:
        report(heard, 0, f"Waiting for {address.host}" if not heard else f"{heard} pieces from {address.host}")
        if time.monotonic() > deadline:
            raise LanguageModelError(
                "timeout", f"{address.url} gave no whole answer in time. Raise timeout, or use a faster model."
            )
        try:
            item = exchange.queue.get(timeout=_POLL)
        except queue.Empty:
            continue
        if item is None:
            return
        if isinstance(item, Exception):
            raise _named(item, address)
        heard += 1
        yield item


def _named(error: Exception, address: Address) -> Exception:
    if isinstance(error, (LanguageModelError, HttpError)):
        return error
    if isinstance(error, TimeoutError):
        return LanguageModelError(
            "timeout", f"{address.url} did not answer in time. Is it busy, or is the model too slow?"
        )
    if isinstance(error, http.client.HTTPException):
        return LanguageModelError(
            "protocol", f"{address.url} broke off or does not speak HTTP as expected ({type(error).__name__})."
        )
    return LanguageModelError(
        "unreachable", f"{address.url} cannot be reached ({error}). Is the server running, and the port right?"
    )


class _Exchange(threading.Thread):
    """Sends the request and puts lines into `queue`; then None, or the exception that ended it."""

    def __init__(self, address: Address, path: str, body: bytes, timeout: float) -> None:
        super().__init__(name="t2v-llm", daemon=True)
        self.queue: queue.Queue[str | Exception | None] = queue.Queue()
        self._address, self._path, self._body, self._timeout = address, path, body, timeout
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(address.host, address.port, timeout=min(_CONNECT, timeout))
        self._socket: socket.socket | None = None

    def run(self) -> None:
        try:
            with closing(self._connection):
                self._talk()
            self.queue.put(None)
        except (OSError, http.client.HTTPException, ValueError, AttributeError, LanguageModelError, HttpError) as e:
            # ValueError and AttributeError: http.client's answer to a socket that `stop` shut under it.
            self.queue.put(e if not isinstance(e, (ValueError, AttributeError)) else http.client.HTTPException(str(e)))

    def stop(self) -> None:
        """Shut the socket, which ends a blocked read, and wait briefly for the thread."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self.join(timeout=1.0)

    def _talk(self) -> None:
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream, application/x-ndjson, application/json",
        }
        if self._address.key:
            headers["Authorization"] = f"Bearer {self._address.key}"
        self._connection.connect()
        self._socket = self._connection.sock
        self._socket.settimeout(self._timeout)
        self._connection.request("POST", f"{self._address.path}{self._path}", body=self._body, headers=headers)
        response = self._connection.getresponse()
        if 300 <= response.status < 400:
            target = _clean(response.getheader("Location", "nowhere"))
            raise LanguageModelError(
                "redirect",
                f"{self._address.url} redirects to {target}; redirects are not followed. Set server_url itself.",
            )
        if response.status != 200:
            raise HttpError(response.status, self._without_key(_clean(response.read(2000).decode("utf-8", "replace"))))
        size = 0
        while line := response.readline(_MAX_LINE):
            size += len(line)
            if size > MAX_ANSWER:
                raise LanguageModelError(
                    "protocol",
                    f"{self._address.url} sent more than {MAX_ANSWER >> 20} MiB for one scene. Stopped reading.",
                )
            self.queue.put(line.decode("utf-8", "replace").rstrip("\r\n"))

    def _without_key(self, text: str) -> str:
        return text.replace(self._address.key, "***") if self._address.key else text


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:300]
