"""What is written into a film's file about it: title, topic, book, models, seeds, and ComfyUI's workflow."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from .. import __version__
from ..errors import ExportError
from ..planning.plan import ScenePlan

# ComfyUI's editor looks for these two when a file is dropped on it.
GRAPH_KEYS = ("workflow", "prompt")
# Left out, wherever they stand, of a film that is given away.
_PRIVATE = frozenset(
    {*GRAPH_KEYS, "generation", "source", "file", "files", "path", "paths", "passages", "evidence", "audit"}
)


def film_metadata(plan: ScenePlan | None, extra: Mapping[str, Any] | None, share: bool) -> dict[str, str]:
    """Key → text. `extra` may hold `workflow` and `prompt` (JSON or text), models, seeds, notes.

    Everything but text is written as JSON as ComfyUI writes it, with null for NaN and infinity, which JSON does not have.
    Raises `ExportError` for what JSON cannot hold.
    """
    found: dict[str, Any] = {}
    if plan is not None:
        found = {
            "title": plan.title,
            "topic": plan.topic,
            "language": plan.language,
            "planner": plan.planner.kind,
            "planner_model": plan.planner.model or "",
            "seed": str(plan.planner.seed),
            "narrator": plan.narrator,
        }
        if plan.book is not None:
            found |= {"book": plan.book.title, "book_authors": ", ".join(plan.book.authors)}
        if not plan.sourced:
            found["book"] = "no source"
    found |= {"made_with": f"Academic T2V {__version__}", **(extra or {})}
    if share:
        found = {k: v for k, v in found.items() if k.lower() not in _PRIVATE}
    return {k: _text(k, v) for k, v in found.items() if v is not None and v != ""}


def as_json(value: Any) -> str:
    """JSON text without NaN; `TypeError` for what JSON cannot hold."""
    return json.dumps(_finite(value), allow_nan=False)


def _text(key: str, value: Any) -> str:
    try:
        return value.replace("\0", "") if isinstance(value, str) else as_json(value)
    except TypeError as e:
        raise ExportError(
            f"The metadata {key!r} cannot be written as JSON: {e}. Give text, numbers, lists or objects."
        ) from e


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    return value
