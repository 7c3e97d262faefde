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
_MAX_ERROR = 2000  # bytes of an error's text that are read; 300 characters of them are shown
_HANG_UP = 0.1  # seconds; a shut socket ends a blocked read at once, and what still connects sends nothing any more
_SOME = 200  # pieces at which the bar of one answer stands in the middle: nobody knows how many will come


class HttpError(Exception):
    """An answer other than 200: status, the beginning of its text, and when to come again as the server says it."""

    def __init__(self, status: int, text: str, retry_after: str = "") -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text
        self.retry_after = retry_after


@contextmanager
def post(address: Address, path: str, body: dict[str, Any], timeout: float, report: Report) -> Iterator[Iterator[str]]:
    """The lines of the answer to a JSON POST, as they come in, without the key.

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
        said = f"{heard} pieces from {address.host}" if heard else f"Waiting for {address.host}"
        report(heard / (heard + _SOME), 1, said)
        left = deadline - time.monotonic()
        if left <= 0:
            raise LanguageModelError(
                "timeout", f"{address.shown} gave no whole answer in time. Raise timeout, or use a faster model."
            )
        try:
            item = exchange.queue.get(timeout=min(_POLL, left))
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
            "timeout", f"{address.shown} did not answer in time. Is it busy, or is the model too slow?"
        )
    if isinstance(error, http.client.HTTPException):
        return LanguageModelError(
            "protocol", f"{address.shown} broke off or does not speak HTTP as expected ({type(error).__name__})."
        )
    return LanguageModelError(
        "unreachable", f"{address.shown} cannot be reached ({error}). Is the server running, and the port right?"
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
        self._stopped = False

    def run(self) -> None:
        try:
            with closing(self._connection):
                self._talk()
            self.queue.put(None)
        except (OSError, http.client.HTTPException, ValueError, AttributeError, LanguageModelError, HttpError) as e:
            # ValueError and AttributeError: http.client's answer to a socket that `stop` shut under it.
            self.queue.put(e if not isinstance(e, (ValueError, AttributeError)) else http.client.HTTPException(str(e)))

    def stop(self) -> None:
        """Shut the socket, which ends a blocked read, and wait briefly for the thread; nothing is sent from now on."""
        self._stopped = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self.join(timeout=_HANG_UP)

    def _talk(self) -> None:
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream, application/x-ndjson, application/json",
        }
        if self._address.key:
            headers["Authorization"] = f"Bearer {self._address.key}"
        self._connection.connect()
        self._socket = self._connection.sock
        if self._stopped:  # while it connected: `stop` had no socket to shut
            return
        self._socket.settimeout(self._timeout)
        self._connection.request("POST", f"{self._address.path}{self._path}", body=self._body, headers=headers)
        response = self._connection.getresponse()
        if 300 <= response.status < 400:
            target = self._clean(response.getheader("Location", "nowhere"))
            raise LanguageModelError(
                "redirect",
                f"{self._address.shown} redirects to {target}; redirects are not followed. Set server_url itself.",
            )
        if response.status != 200:
            text = response.read(_MAX_ERROR).decode("utf-8", "replace")
            wait = self._clean(response.getheader("Retry-After", ""))[:40]
            raise HttpError(response.status, self._clean(text), wait)
        size = 0
        while line := response.readline(_MAX_LINE):
            size += len(line)
            if size > MAX_ANSWER:
                raise LanguageModelError(
                    "protocol",
                    f"{self._address.shown} sent more than {MAX_ANSWER >> 20} MiB for one scene. Stopped reading.",
                )
            self.queue.put(self._address.masked(line.decode("utf-8", "replace").rstrip("\r\n")))

    def _clean(self, text: str) -> str:
        return self._address.masked("".join(c for c in text if c.isprintable()))[:300]
