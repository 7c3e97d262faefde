"""A question becomes ranked evidence from one or more books, and the cues found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .model import Cues, Evidence, Hit, SearchSettings

if TYPE_CHECKING:
    from .evaluation import evaluate
    from .retriever import search, search_many

__all__ = ["Cues", "Evidence", "Hit", "SearchSettings", "evaluate", "search", "search_many"]


def __getattr__(name: str) -> Any:
    # The functions load numpy and the encoder's module only when they are asked for.
    if name in {"search", "search_many"}:
        from . import retriever as module
    elif name == "evaluate":
        from . import evaluation as module
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(module, name)
