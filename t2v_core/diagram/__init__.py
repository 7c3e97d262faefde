"""Plan → drawn film: templates choose themselves by what the passages hold, are laid out once, and drawn by Skia."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .catalogue import Match, find_algorithms
    from .choice import Choice, choose
    from .render import DiagramFilm, render_plan, render_report
    from .settings import RenderSettings
    from .sheet import storyboard

_HOMES = {
    "Choice": "choice",
    "DiagramFilm": "render",
    "Match": "catalogue",
    "RenderSettings": "settings",
    "choose": "choice",
    "find_algorithms": "catalogue",
    "render_plan": "render",
    "render_report": "render",
    "storyboard": "sheet",
}

__all__ = [
    "Choice",
    "DiagramFilm",
    "Match",
    "RenderSettings",
    "choose",
    "find_algorithms",
    "render_plan",
    "render_report",
    "storyboard",
]


def __getattr__(name: str) -> Any:
    # Looked up on use: importing the stage loads neither pydantic models nor numpy.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
