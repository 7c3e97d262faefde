"""Clips become one film file: streamed, cached scene by scene, subtitled, chaptered and verified."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Clip": "clip",
    "Film": "clip",
    "frame_rate": "clip",
    "Segment": "clip",
    "ExportSettings": "formats",
    "FORMATS": "formats",
    "Exported": "export",
    "ExportReport": "export",
    "export_film": "export",
    "report_text": "report",
    "claim": "naming",
    "fit_plan": "audio",
    "ImageClip": "sources",
    "FileClip": "sources",
}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that importing the package costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
