"""What an operating system's or FFmpeg's error number means for somebody who wants a film.

PyAV hands on the `errno` of a failed write; a pipe to an ffmpeg program would only say "Broken pipe".
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from ..errors import DependencyError, ExportError

_FULL = "the disk is full. Free some space, or choose a folder on another disk"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your disk quota is used up. Free some space, or choose another folder",
    errno.EFBIG: "the file grew past the size this file system or account allows. Raise crf, shorten the film, or choose another disk",
    errno.EACCES: "writing is not permitted there. Choose a folder you may write to",
    errno.EPERM: "writing is not permitted there. Choose a folder you may write to",
    errno.EROFS: "that file system is read-only. Choose another folder",
    errno.ENAMETOOLONG: "the file name is too long for this file system. Shorten the prefix",
    errno.ENOENT: "the folder is not there. Make it, or choose another",
    errno.ENOTDIR: "a part of the path is a file, not a folder. Choose another folder",
    errno.EMFILE: "too many files are open. Close other programs, or raise the limit of open files",
    errno.ENOMEM: "memory ran out. Make the film smaller (width, height), or close other programs",
    errno.EIO: "the disk reports a read or write error. Check it, or choose another disk",
}
WINDOWS = os.name == "nt"
# MAX_PATH less what a file's own name needs; longer ones are "not found" where long paths are not switched on.
MAX_WINDOWS_PATH = 248
# A file that came out wrong on a disk with less than this left: the disk is the reason.
_NEARLY_NOTHING = 64 * 1024


@contextmanager
def faults(path: Path, doing: str = "write") -> Iterator[None]:
    """Turn an `OSError` or an FFmpeg error of the body into an `ExportError` that names `path` and the reason.

    Keep a clip's own frames and a host's report out of the body: their errors are not about this file.
    """
    try:
        yield
    except _errors() as e:
        raise ExportError(f"Cannot {doing} {path.name}: {reason(e, path)}.") from e


def reason(error: Exception, path: Path) -> str:
    """The cause in words, with the error's own text where we have none."""
    number = getattr(error, "errno", None)
    if WINDOWS and number == errno.ENOENT and len(str(path)) >= MAX_WINDOWS_PATH:
        return f"its path has {len(str(path))} characters, more than this Windows takes. Shorten the prefix ({path.parent})"
    if WINDOWS and number in (errno.EACCES, errno.EPERM) and path.is_file():
        return f"another program has it open, such as a player. Close it there ({path.parent})"
    if number in _REASONS:
        return f"{_REASONS[number]} ({path.parent})"
    if no_space(path.parent):
        return f"{_FULL} ({path.parent})"
    text = getattr(error, "strerror", None) or str(error)
    return f"{text}. Try another format or folder; the folder was {path.parent}"


def no_space(folder: Path) -> bool:
    """Whether the disk of `folder` has no room for even a small write."""
    try:
        return shutil.disk_usage(folder).free < _NEARLY_NOTHING
    except OSError:
        return False


def _errors() -> tuple[type[Exception], ...]:
    """What a write can raise; FFmpeg's own only where PyAV is loaded, since the fallback works without it."""
    av = sys.modules.get("av")
    return (OSError, av.error.FFmpegError) if av else (OSError,)


def pyav() -> ModuleType:
    """The `av` module; `DependencyError` with the command that installs it."""
    try:
        import av
    except ImportError as e:
        raise DependencyError(
            f"PyAV, which reads and writes films, cannot be loaded ({e}). Install it: pip install av"
        ) from e
    return av
