"""Language models behind one small interface: a chat in, text out, progress and Cancel in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ...errors import PlanError
from ...host import Host, Report

if TYPE_CHECKING:
    from ..request import PlanRequest

Kind = Literal[
    "unreachable", "timeout", "redirect", "refused", "server_error", "protocol", "truncated", "declined", "not_json", "schema_ignored",
    "cannot_load", "cannot_run",
]  # fmt: skip
# After one of these the next scene would fail in the same way.
FATAL: frozenset[Kind] = frozenset(
    {"unreachable", "timeout", "redirect", "refused", "protocol", "cannot_load", "cannot_run"}
)
Messages = Sequence[dict[str, str]]  # {"role": "system" | "user" | "assistant", "content": text}


class LanguageModelError(PlanError):
    """A language model gave no usable answer; `kind` names why."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Answer:
    """What a model wrote, and how it was held to the schema."""

    text: str
    mode: str  # "grammar" (local), "json_schema", "json_object", "plain"


class Backend(Protocol):
    """One loaded or connected model."""

    name: str  # for the plan file
    place: str  # for messages: the model, and the server it is at

    def complete(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        """One answer; `report` is called while waiting. Raises `LanguageModelError`, and whatever `report` raises."""

    def schema_ignored(self) -> None:
        """Told when an answer that should have followed the schema did not: the next one is asked for in another way."""

    def close(self) -> None:
        """Give memory and connections back."""


def check_settings(request: PlanRequest) -> None:
    """Raise `InputError` for settings no backend can use: what can be told without loading or asking anything."""
    if request.planner == "server":
        from .server import connect

        connect(request)
    elif request.planner == "local_llm":
        from .model_files import find

        find(request)


def open_backend(request: PlanRequest, host: Host) -> Backend:
    """The backend a request asks for. Raises `InputError` for settings nobody may use, `LanguageModelError` otherwise."""
    if request.planner == "server":
        from .server import connect

        return connect(request)
    from .local import load

    return load(request, host)
