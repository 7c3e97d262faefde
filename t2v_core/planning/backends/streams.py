"""What a server streams, put together to one answer: server-sent events, lines of JSON, or one whole JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import LanguageModelError
from .address import Address
from .answer import clean, has_json

_CUT = ("length", "max_tokens")  # reasons to end that mean: the limit of tokens


class CutOff(LanguageModelError):
    """An answer that ended at the limit of tokens."""

    def __init__(self, message: str) -> None:
        super().__init__("truncated", message)


@dataclass(frozen=True)
class Peer:
    """Who answers: a model at an address."""

    model: str
    address: Address

    @property
    def name(self) -> str:
        return f"{self.model} at {self.address.shown}"

    def said(self, text: str, limit: int = 300) -> str:
        """Words of the server for a message: without the key, on one line, not too long."""
        return clean(self.address.masked(clean(text)), limit)


@dataclass(frozen=True)
class Piece:
    """A part of an answer; `ended` is the reason it ended for, "" while it goes on."""

    text: str = ""
    ended: str = ""
    refusal: str = ""


def collect(pieces: Iterator[Piece], peer: Peer) -> str:
    """The text of an answer that has a good end, without the key; what has none is an error.

    A named reason ends it, whether or not the server hangs up. Where none is named a whole JSON is an answer too.
    """
    text: list[str] = []
    refusal: list[str] = []
    reason = ""
    for piece in pieces:
        text.append(piece.text)
        refusal.append(piece.refusal)
        reason = piece.ended
        if reason:
            break
    whole = peer.address.masked("".join(text))
    if reason in _CUT:
        raise CutOff(f"{peer.name} cut its answer off at the limit of tokens.")
    if any(refusal) or reason == "content_filter":
        why = peer.said("".join(refusal)) or "its content filter stopped the answer"
        raise LanguageModelError("declined", f"{peer.name} declines to answer: {why}")
    if reason in ("tool_calls", "function_call") and not whole.strip():
        raise LanguageModelError("not_json", f"{peer.name} called a tool instead of answering. Choose another model.")
    if not reason and not has_json(whole):
        how = "broke its answer off before the end" if whole else "ended without an answer"
        raise LanguageModelError("truncated", f"{peer.name} {how}.")
    return whole


def openai_pieces(lines: Iterator[str], peer: Peer) -> Iterator[Piece]:
    """Server-sent events, or one whole JSON answer from a server that does not stream."""
    whole: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            data = line[5:].strip()
            if data == "[DONE]":
                return
            yield _choice(_event(data, lines, peer), peer)
        elif line and not line.startswith((":", "event:", "id:", "retry:")):
            whole.append(line)
    if whole:
        yield _choice(_json("\n".join(whole), peer), peer)


def ollama_pieces(lines: Iterator[str], peer: Peer) -> Iterator[Piece]:
    """One JSON a line."""
    for line in filter(None, lines):
        event = _json(line, peer)
        if not isinstance(event, dict) or event.get("error"):
            raise _reported(event, peer)
        ended = str(event.get("done_reason") or "stop") if event.get("done") else ""
        yield Piece(_content(event.get("message")), ended)


def _event(data: str, lines: Iterator[str], peer: Peer) -> Any:
    """One event's JSON. A whole one is followed by an empty line, so what ends with the connection was cut."""
    try:
        return _json(data, peer)
    except LanguageModelError:
        if next(lines, None) is None:
            raise LanguageModelError("truncated", f"{peer.name} broke its answer off before the end.") from None
        raise


def _choice(event: Any, peer: Peer) -> Piece:
    if isinstance(event, dict) and event.get("error"):
        raise _reported(event["error"], peer)
    choices = event.get("choices") if isinstance(event, dict) else None
    if choices == []:  # usage figures at the end of some streams
        return Piece()
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise LanguageModelError(
            "protocol",
            f"The answer of {peer.name} is no chat completion. Is server_url the address of its OpenAI interface (…/v1)?",
        )
    message = choices[0].get("delta") or choices[0].get("message")
    refusal = message.get("refusal") if isinstance(message, dict) else None
    return Piece(_content(message), str(choices[0].get("finish_reason") or ""), str(refusal or ""))


def _content(message: Any) -> str:
    """The text of a message, also where it comes in parts; "" for one of another shape."""
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return str(content or "")


def _reported(error: Any, peer: Peer) -> LanguageModelError:
    message = error.get("message") or error.get("error") or error if isinstance(error, dict) else error
    return LanguageModelError("server_error", f"{peer.name} reports: {peer.said(str(message))}")


def _json(text: str, peer: Peer) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # the latter for thousands of brackets
        raise LanguageModelError(
            "protocol", f"{peer.name} sent something that is not JSON: {peer.said(text, 80)!r}. Is server_url right?"
        ) from None
