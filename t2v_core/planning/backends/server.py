"""A language model behind HTTP: OpenAI-compatible servers and Ollama's own interface.

OpenAI-compatible servers (vLLM, LM Studio, llama.cpp) differ in what they accept: a JSON schema, "some
JSON", or nothing; `max_tokens` or `max_completion_tokens`; a seed or none. The strictest is tried first and what
worked is remembered. Ollama is spoken to natively, because its OpenAI interface cuts long prompts silently.
"""

from __future__ import annotations

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...host import Report, silent
from . import Answer, Backend, LanguageModelError, Messages
from .address import OLLAMA_PORT, Address, check_address
from .exchange import HttpError, post
from .streams import CutOff, Peer, collect, ollama_pieces, openai_pieces

if TYPE_CHECKING:
    from ..request import PlanRequest

MODES = ("json_schema", "json_object", "plain")
APIS = ("auto", "openai", "ollama")
_LETTERS_PER_TOKEN = 3  # on the safe side for English (about 4)
_KEEP_ALIVE = "5m"  # between two scenes; at the end the model is unloaded by name
_UNLOAD_SECONDS = 1.0  # it follows a Cancel, which is to be done within two
_THINKING = 4096  # tokens more, once an answer was cut: what a thinking model may need before it answers
_MAX_PATIENCE = 5.0  # seconds a server may ask to wait before one more try
_POLL = 0.1

_FORMAT = re.compile(r"\b(?:response_format|format|json_schema|json_object|schema|grammar)\b", re.I)
_UNKNOWN = re.compile(r"unsupported|not supported|not permitted|unknown|unrecogni[sz]ed|unexpected|extra", re.I)
_TOO_LONG = re.compile(r"context|too (?:long|large|many)|maximum|exceed", re.I)


def connect(request: PlanRequest) -> Backend:
    """The server of a request, not yet spoken to. Raises `InputError` for a host or key that is not allowed."""
    if request.server_api not in APIS:
        raise InputError(f"server_api = {request.server_api!r} is not known. Choose one of: {', '.join(APIS)}.")
    if not 1 <= request.timeout <= 3600:
        raise InputError(f"timeout = {request.timeout:g}: give 1 to 3600 seconds.")
    address = check_address(
        request.server_url, request.allowed_hosts, request.credential, public_folders=request.public_folders
    )
    ollama = request.server_api == "ollama" or (request.server_api == "auto" and address.port == OLLAMA_PORT)
    return Ollama(address, request) if ollama else OpenAIServer(address, request)


class _Server(ABC):
    """What both interfaces share: more room for a model that thinks, one wait where the server asks for it, named errors."""

    def __init__(self, address: Address, request: PlanRequest) -> None:
        self.name = request.model or "server"
        self._address, self._request = address, request
        self._peer = Peer(self.name if request.model else "the model", address)
        self.place = self._peer.name
        self._extra = 0  # tokens for thoughts

    def complete(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        """As `Backend.complete`; an answer cut at the limit is asked for once more with room for thoughts."""
        try:
            return self._patiently(lambda: self._once(messages, schema, max_tokens + self._extra, report), report)
        except CutOff as e:
            if self._extra:
                raise self._cut(max_tokens) from e
        self._extra = _THINKING
        try:
            return self._patiently(lambda: self._once(messages, schema, max_tokens + self._extra, report), report)
        except CutOff as e:
            raise self._cut(max_tokens) from e
        except LanguageModelError as e:
            self._extra = 0
            if e.kind != "server_error":  # what refuses this much is short of context
                raise
            raise self._cut(max_tokens) from e

    @abstractmethod
    def _once(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        """One answer, in whatever way this server wants to be asked; raises `HttpError` too."""

    def _patiently(self, ask: Callable[[], Answer], report: Report) -> Answer:
        """The answer; a server that asks for a few seconds is asked once more after them."""
        try:
            try:
                return ask()
            except HttpError as e:
                seconds = _patience(e)
                if not 0 < seconds <= min(_MAX_PATIENCE, self._request.timeout):
                    raise
                _wait(seconds, report, f"{self._address.host} asks to wait {seconds:g} s")
                return ask()
        except HttpError as e:
            raise _status_error(e, self._peer) from None

    def _cut(self, max_tokens: int) -> LanguageModelError:
        return LanguageModelError(
            "truncated",
            f"{self.place} cut its answer off at the limit of {max_tokens} tokens, and with {_THINKING} more for thoughts too. "
            "Turn its thinking off, choose an instruct model, or give the server a larger context.",
        )


class OpenAIServer(_Server):
    """`/chat/completions`, streamed."""

    def __init__(self, address: Address, request: PlanRequest) -> None:
        super().__init__(address, request)
        self._mode = 0
        self._limit = "max_tokens"
        self._left_out: set[str] = set()  # settings that this server does not know

    def schema_ignored(self) -> None:
        self._mode = len(MODES) - 1

    def close(self) -> None:
        """Nothing is kept: every answer has its own connection."""

    def _once(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        while True:
            mode = MODES[self._mode]
            body = self._body(messages, schema, max_tokens, mode)
            try:
                with post(self._address, "/chat/completions", body, self._request.timeout, report) as lines:
                    return Answer(collect(openai_pieces(lines, self._peer), self._peer), mode)
            except HttpError as e:
                if not self._asks_less(e):
                    raise

    def _body(self, messages: Messages, schema: dict[str, Any], max_tokens: int, mode: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "messages": list(messages), self._limit: max_tokens, "temperature": self._request.temperature,
            "seed": self._request.seed % 2**31, "stream": True,
        }  # fmt: skip
        if self._request.model:
            body["model"] = self._request.model
        if mode == "json_schema":
            body["response_format"] = {"type": mode, "json_schema": {"name": "scene", "strict": True, "schema": schema}}
        elif mode == "json_object":
            body["response_format"] = {"type": mode}
        return {k: v for k, v in body.items() if k not in self._left_out}

    def _asks_less(self, error: HttpError) -> bool:
        """Whether this server is asked in another way from now on: without what it says it does not know."""
        if error.status not in (400, 404, 415, 422, 501):
            return False
        if "max_completion_tokens" in error.text and self._limit == "max_tokens":
            self._limit = "max_completion_tokens"
            return True
        named = [s for s in ("seed", "temperature") if re.search(rf"\b{s}\b", error.text) and s not in self._left_out]
        if error.status in (400, 422) and named:
            self._left_out.update(named)
            return True
        unnamed = error.status in (400, 422) and _UNKNOWN.search(error.text) and not _TOO_LONG.search(error.text)
        if (_FORMAT.search(error.text) or unnamed) and self._mode + 1 < len(MODES):
            self._mode += 1
            return True
        return False


class Ollama(_Server):
    """`/api/chat`, streamed; the model is unloaded at the end."""

    def __init__(self, address: Address, request: PlanRequest) -> None:
        if not request.model:
            raise InputError("Ollama needs the name of a model. Fill in model, for example llama3.2:3b.")
        path = address.path.removesuffix("/v1").removesuffix("/api")
        super().__init__(replace(address, path=path), request)
        self._spoken = self._plain = False

    def schema_ignored(self) -> None:
        self._plain = True

    def close(self) -> None:
        """Ask the server to unload the model, for a second; a server that is gone has nothing loaded."""
        if not self._spoken or self._request.keep_loaded:
            return
        body = {"model": self.name, "messages": [], "keep_alive": 0, "stream": False}
        with (
            suppress(LanguageModelError, HttpError),
            post(self._address, "/api/chat", body, _UNLOAD_SECONDS, silent) as lines,
        ):
            for _ in lines:
                pass

    def _once(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        prompt = sum(len(m["content"]) for m in messages) // _LETTERS_PER_TOKEN + 256
        body = {
            "model": self.name, "messages": list(messages), "stream": True, "keep_alive": _KEEP_ALIVE,
            "options": {
                "num_ctx": max(2048, -(-(prompt + max_tokens) // 1024) * 1024), "num_predict": max_tokens,
                "temperature": self._request.temperature, "seed": self._request.seed % 2**31,
            },
        }  # fmt: skip
        if not self._plain:
            body["format"] = schema
        self._spoken = True
        with post(self._address, "/api/chat", body, self._request.timeout, report) as lines:
            return Answer(
                collect(ollama_pieces(lines, self._peer), self._peer), "plain" if self._plain else "json_schema"
            )


def _patience(error: HttpError) -> float:
    """Seconds after which a busy server wants to be asked again; 0 where it names none."""
    named = re.fullmatch(r"\d{1,4}(?:\.\d+)?", error.retry_after) if error.status in (429, 503) else None
    return float(named[0]) if named else 0.0


def _wait(seconds: float, report: Report, text: str) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        report(0, 1, text)
        time.sleep(min(_POLL, left))


def _status_error(error: HttpError, peer: Peer) -> LanguageModelError:
    if error.status in (401, 403):
        return LanguageModelError(
            "refused", f"{peer.name} refuses the key ({error.status}). Check the credential's environment variable."
        )
    if error.status == 404:
        return LanguageModelError("refused", f"{peer.name}: no such model or address (404): {error.text}")
    when = f"; it asks to wait {error.retry_after} s" if error.retry_after else ""
    if error.status == 429:
        return LanguageModelError(
            "server_error",
            f"{peer.name} allows no more requests now (429){when}. Wait, or use another server or key: {error.text}",
        )
    return LanguageModelError("server_error", f"{peer.name} failed with status {error.status}{when}: {error.text}")
