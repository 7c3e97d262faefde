"""A language model behind HTTP: OpenAI-compatible servers and Ollama's own interface.

OpenAI-compatible servers (vLLM, LM Studio, llama.cpp) differ in what they accept: a JSON schema, "some
JSON", or nothing. The strictest is tried first and what worked is remembered. Ollama is spoken to
natively, because its OpenAI interface cuts long prompts silently.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...host import Report
from . import Answer, Backend, LanguageModelError, Messages
from .address import OLLAMA_PORT, Address, check_address
from .answer import clean
from .exchange import HttpError, post

if TYPE_CHECKING:
    from ..request import PlanRequest

MODES = ("json_schema", "json_object", "plain")
APIS = ("auto", "openai", "ollama")
_LETTERS_PER_TOKEN = 3  # on the safe side for English (about 4)
_KEEP_ALIVE = "5m"  # between two scenes; at the end the model is unloaded by name
_UNLOAD_SECONDS = 5.0


def connect(request: PlanRequest) -> Backend:
    """The server of a request, not yet spoken to. Raises `InputError` for a host or key that is not allowed."""
    if request.server_api not in APIS:
        raise InputError(f"server_api = {request.server_api!r} is not known. Choose one of: {', '.join(APIS)}.")
    if not 1 <= request.timeout <= 3600:
        raise InputError(f"timeout = {request.timeout:g}: give 1 to 3600 seconds.")
    address = check_address(request.server_url, request.allowed_hosts, request.credential)
    ollama = request.server_api == "ollama" or (request.server_api == "auto" and address.port == OLLAMA_PORT)
    return Ollama(address, request) if ollama else OpenAIServer(address, request)


class OpenAIServer:
    """`/chat/completions`, streamed."""

    def __init__(self, address: Address, request: PlanRequest) -> None:
        self.name = request.model or "server"
        self._address, self._request = address, request
        self._mode = 0

    def complete(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        while True:
            mode = MODES[self._mode]
            try:
                return Answer(self._ask(messages, schema, max_tokens, mode, report), mode)
            except HttpError as e:
                if e.status in (400, 404, 415, 422, 501) and _about_format(e.text) and self._mode + 1 < len(MODES):
                    self._mode += 1  # this server cannot do that; the next way asks for less
                    continue
                raise _status_error(e, self._address) from None

    def schema_ignored(self) -> None:
        self._mode = len(MODES) - 1

    def close(self) -> None:
        """Nothing is kept: every answer has its own connection."""

    def _ask(self, messages: Messages, schema: dict[str, Any], max_tokens: int, mode: str, report: Report) -> str:
        body: dict[str, Any] = {
            "messages": list(messages), "max_tokens": max_tokens, "temperature": self._request.temperature,
            "seed": self._request.seed % 2**31, "stream": True,
        }  # fmt: skip
        if self._request.model:
            body["model"] = self._request.model
        if mode == "json_schema":
            body["response_format"] = {"type": mode, "json_schema": {"name": "scene", "strict": True, "schema": schema}}
        elif mode == "json_object":
            body["response_format"] = {"type": mode}
        with post(self._address, "/chat/completions", body, self._request.timeout, report) as lines:
            return _collect(_openai_pieces(lines), self._address)


class Ollama:
    """`/api/chat`, streamed; the model is unloaded at the end."""

    def __init__(self, address: Address, request: PlanRequest) -> None:
        if not request.model:
            raise InputError("Ollama needs the name of a model. Fill in model, for example llama3.2:3b.")
        self.name = request.model
        path = address.path.removesuffix("/v1").removesuffix("/api")
        self._address = Address(address.scheme, address.host, address.port, path, address.key)
        self._request = request
        self._spoken = self._plain = False

    def complete(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
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
        try:
            with post(self._address, "/api/chat", body, self._request.timeout, report) as lines:
                return Answer(_collect(_ollama_pieces(lines), self._address), "plain" if self._plain else "json_schema")
        except HttpError as e:
            raise _status_error(e, self._address) from None

    def schema_ignored(self) -> None:
        self._plain = True

    def close(self) -> None:
        """Ask the server to unload the model; a server that is gone has nothing loaded."""
        if not self._spoken or self._request.keep_loaded:
            return
        body = {"model": self.name, "messages": [], "keep_alive": 0, "stream": False}
        try:
            with post(self._address, "/api/chat", body, _UNLOAD_SECONDS, _no_report) as lines:
                for _ in lines:
                    pass
        except (LanguageModelError, HttpError):
            return


def _collect(pieces: Iterator[tuple[str, str]], address: Address) -> str:
    """The text of (piece, reason it ended for or "") pairs; an answer without a good end is an error."""
    text: list[str] = []
    reason = ""
    for piece, ended in pieces:
        text.append(piece)
        reason = ended or reason
    if reason in ("length", "max_tokens"):
        raise LanguageModelError(
            "truncated",
            f"{address.url} cut its answer at the token limit. Use a model or server with a larger context.",
        )
    if not reason:
        raise LanguageModelError("truncated", f"{address.url} broke its answer off before the end.")
    return "".join(text)


def _openai_pieces(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Server-sent events, or one whole JSON answer from a server that does not stream."""
    whole: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            data = line[5:].strip()
            if data == "[DONE]":
                return
            yield _choice(_json(data))
        elif line and not line.startswith((":", "event:", "id:", "retry:")):
            whole.append(line)
    if whole:
        yield _choice(_json("\n".join(whole)))


def _choice(event: Any) -> tuple[str, str]:
    if isinstance(event, dict) and event.get("error"):
        raise LanguageModelError("server_error", f"The server reports: {clean(str(event['error']), 300)}")
    choices = event.get("choices") if isinstance(event, dict) else None
    if choices == []:  # usage figures at the end of some streams
        return "", ""
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise LanguageModelError(
            "protocol",
            "The server's answer is no chat completion. Is server_url the address of its OpenAI interface (…/v1)?",
        )
    message = choices[0].get("delta") or choices[0].get("message")
    return _content(message), str(choices[0].get("finish_reason") or "")


def _content(message: Any) -> str:
    """The text of a message; "" for one of another shape."""
    return str(message.get("content") or "") if isinstance(message, dict) else ""


def _ollama_pieces(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for line in filter(None, lines):
        event = _json(line)
        if not isinstance(event, dict) or event.get("error"):
            raise LanguageModelError("server_error", f"The server reports: {clean(str(event), 300)}")
        yield _content(event.get("message")), str(event.get("done_reason") or "stop") if event.get("done") else ""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # the latter for thousands of brackets
        raise LanguageModelError(
            "protocol", f"The server sent something that is not JSON: {text[:80]!r}. Is server_url right?"
        ) from None


def _about_format(text: str) -> bool:
    return any(
        word in text.lower()
        for word in ("response_format", "json_schema", "json_object", "schema", "grammar", "format")
    )


def _status_error(error: HttpError, address: Address) -> LanguageModelError:
    if error.status in (401, 403):
        return LanguageModelError(
            "refused", f"{address.url} refuses the key ({error.status}). Check the credential's environment variable."
        )
    if error.status == 404:
        return LanguageModelError("refused", f"{address.url} has no such model or address (404): {error.text}")
    if error.status == 429:
        return LanguageModelError(
            "server_error",
            f"{address.url} allows no more requests now (429); wait, or use another server or key: {error.text}",
        )
    return LanguageModelError("server_error", f"{address.url} failed with status {error.status}: {error.text}")


def _no_report(done: float, total: float, text: str = "", preview: Any = None) -> None:
    """Unloading shows nothing and cannot be cancelled: it follows a Cancel."""
