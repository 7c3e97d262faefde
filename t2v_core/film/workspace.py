"""A hidden folder beside the result in which a film grows, gone when the work ends, however it ends.

The folder holds a locked file for as long as its process lives, so that another process can tell a
folder in use from one that a killed process left behind; `sweep` removes the latter.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

SUFFIX = ".t2v-part"
# A folder is made and locked within milliseconds; a younger one may be between the two.
_MIN_AGE = 2.0


@contextmanager
def workspace(folder: Path, name: str = "") -> Iterator[Path]:
    """Make, lock and in the end remove a hidden folder inside `folder`.

    With a `name` the folder stands for that name: `FileExistsError` while somebody else has it.
    """
    sweep(folder)
    path = folder / f".{name or secrets.token_hex(6)}{SUFFIX}"
    path.mkdir()
    lock = FileLock(path / "lock")
    try:
        lock.acquire(timeout=10)
        yield path
    finally:
        lock.release()
        shutil.rmtree(path, ignore_errors=True)  # what another program still holds open, the next sweep takes


def sweep(folder: Path) -> list[Path]:
    """Remove what killed processes left in `folder`; folders in use stay. Returns what was removed."""
    gone = []
    for path in folder.glob(f".*{SUFFIX}"):
        if not path.is_symlink() and path.is_dir() and _abandoned(path):
            shutil.rmtree(path, ignore_errors=True)
            gone.append(path)
    return gone


def _abandoned(path: Path) -> bool:
    try:
        if time.time() - path.stat().st_mtime < _MIN_AGE:
            return False
        with FileLock(path / "lock").acquire(timeout=0):
            return True
    except (Timeout, OSError):  # in use, or removed or unreadable meanwhile
        return False
