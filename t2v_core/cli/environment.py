"""Where the command line keeps what it may reuse: `T2V_CACHE_ROOT`, else the platform's cache folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

_NAME = "academic-t2v"


def default_cache_root(environment: Mapping[str, str]) -> Path:
    """The folder for books, scenes and document vectors when no `--cache-root` names one."""
    if own := environment.get("T2V_CACHE_ROOT"):
        return Path(own).expanduser()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / _NAME / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _NAME
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _NAME
