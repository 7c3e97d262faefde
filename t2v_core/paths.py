"""File names that come from users, workflows and books: checked before anything is opened or written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import PathError

# Windows refuses these in any file name; elsewhere they are only trouble.
_FORBIDDEN = set('<>:"|?*')
# Devices on Windows in every folder, with any ending: "NUL.mp4" writes nowhere (Microsoft, "Naming Files").
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{d}{n}" for d in ("com", "lpt") for n in "123456789¹²³"
}
# The shortest limit of the common file systems (NTFS, APFS, ext4: 255), less room for counter and suffix.
MAX_NAME = 200
_WINDOWS = os.name == "nt"
# Between two tries of a rename, in seconds: a virus scanner or the indexer of Windows lets go of a new file within one.
_PAUSES = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0)


def inside(path: str | os.PathLike[str], roots: Iterable[str | os.PathLike[str]]) -> Path:
    """The real path of `path` when it lies in one of `roots`, symlinks resolved.

    Raises `PathError` for NUL bytes, an empty name, or a file outside every root.
    """
    return _within(path, roots, os.path.realpath)


def beneath(path: str | os.PathLike[str], roots: Iterable[str | os.PathLike[str]]) -> Path:
    """`path` as it is written when it leads into one of `roots`; links in there are followed wherever they lead.

    For folders that users fill themselves, such as models that are linked from another disk. Raises as `inside` does.
    """
    return _within(path, roots, os.path.abspath)


def folder_below(name: str, roots: Sequence[str | os.PathLike[str]]) -> Path | None:
    """The folder that `name` means below one of `roots`, or a path into one; a path by itself where there are no roots.

    None where there is no such folder. A name is checked before the disk is asked for it. Raises as `inside` does.
    """
    places = [beneath(Path(root) / name, roots) for root in roots]
    with suppress(PathError):  # "models/LLM/name", from the folder that ComfyUI runs in
        places.append(beneath(name, roots) if roots else Path(name))
    try:
        return next((place for place in places if place.is_dir()), None)
    except (OSError, ValueError):  # a name no folder can have
        return None


def _within(path: str | os.PathLike[str], roots: Iterable[str | os.PathLike[str]], place: Callable[[str], str]) -> Path:
    text = os.fspath(path)
    if not text.strip() or "\0" in text:
        raise PathError(f"{text!r} is not a file name. Choose a file inside the allowed folders.")
    roots = [os.fspath(root) for root in roots]
    if _on_another_share(text, roots):
        raise PathError(
            f"{text!r} lies on another computer. Copy the file into one of the allowed folders and choose it."
        )
    placed = place(text)
    for root in roots:
        base = place(root)
        try:
            if os.path.commonpath([placed, base]) == base:
                return Path(placed)
        except ValueError:  # another drive on Windows
            continue
    raise PathError(f"{text!r} lies outside the allowed folders. Move the file into one of them and choose it there.")


def _on_another_share(text: str, roots: Iterable[str], system: Any = os.path) -> bool:
    """Whether `text` names a network share of Windows that holds none of `roots`.

    To ask for a file there would already send the user's name and the hash of the password to that computer.
    """
    drive = system.splitdrive(system.abspath(text))[0].lower()
    return drive.startswith("\\\\") and drive not in {system.splitdrive(system.abspath(r))[0].lower() for r in roots}


def check_prefix(prefix: str) -> tuple[str, ...]:
    """The folders and the stem of an output prefix such as `films/backprop`, each part checked.

    Raises `PathError` for an empty, absolute, climbing (`..`) or over-long prefix, drive letters,
    control characters, and characters and names that Windows forbids.
    """
    text = prefix.replace("\\", "/")
    parts = tuple(text.split("/"))
    bad = (
        not text.strip()
        or text.startswith("/")
        or any(p.strip() in {"", ".", ".."} or p != p.rstrip(" .") for p in parts)
        or any(c in _FORBIDDEN or ord(c) < 32 or ord(c) == 127 for c in text.replace("/", ""))
    )
    if bad:
        raise PathError(
            f"{prefix!r} is not a file name prefix. Use letters, digits, '-' and '_', with '/' for folders inside output."
        )
    if device := next((p for p in parts if p.split(".")[0].rstrip(" ").lower() in _DEVICES), None):
        raise PathError(f"{device!r} is the name of a device on Windows and cannot be a file's. Choose another prefix.")
    if any(len(p.encode()) > MAX_NAME for p in parts):
        raise PathError(f"A part of the file name prefix is longer than {MAX_NAME} bytes. Shorten {prefix[:40]!r}….")
    return parts


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, links followed, no real folder entered twice: a link may lead back to where it lies."""
    entered = {os.path.realpath(folder)}
    for parent, folders, names in os.walk(folder, followlinks=True):
        real = {os.path.realpath(Path(parent) / name): name for name in sorted(folders, reverse=True)}
        folders[:] = sorted(name for place, name in real.items() if place not in entered)
        entered.update(real)
        yield from (p for name in sorted(names) if (p := Path(parent) / name).is_file())


def folders_with(root: Path, name: str, depth: int = 3) -> Iterator[Path]:
    """Folders below `root` that hold a file `name`, `depth` folders between them at most; links are followed, but not back to a
    folder on the way. What begins with a dot is passed over: a download that is not finished.
    """
    try:
        below = sorted(f for f in root.iterdir() if not f.name.startswith(".") and f.is_dir())
    except OSError:  # absent, or not ours to read
        return
    for folder in below:
        if (folder / name).is_file():
            yield folder
        elif depth and not _leads_back(folder):
            yield from folders_with(folder, name, depth - 1)


def _leads_back(folder: Path) -> bool:
    """Whether `folder` is a link to a folder that it lies in, as it is written."""
    real = os.path.realpath(folder)
    return any(os.path.realpath(parent) == real for parent in folder.parents)


def move(source: Path, target: Path) -> None:
    """Rename a finished file over `target`, or a folder onto a free name, in one step.

    Windows refuses while a scanner has the new file open; there it is tried again for two seconds. Raises `OSError`.
    """
    for pause in _PAUSES if _WINDOWS else ():
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(pause)
    source.replace(target)
