"""What this pack keeps on disk: measured, pruned or purged; nothing goes without the token of a dry run.

Kept are chunked books, encoded scenes, generated footage, evaluation vectors, and the video models that this pack
downloaded (their folders say which files it brought), all of which can be made or had again. Every other model and
the Hugging Face cache are only measured, never touched: other programs use them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import ExportError, InputError
from .paths import files_below

DOWNLOADS = "models"
FOLDERS = ("books", "scenes", "footage", "evaluate", DOWNLOADS)
ACTIONS = ("report", "prune", "purge")
# Its time is that of the last removal: whoever still holds what was kept is to make it again.
_REMOVED = ".removed"
# A download whose files changed this many seconds ago may be running.
_ARRIVING = 600
DEFAULT_KEEP = 8 * 2**30  # bytes that `prune` leaves, as much as the exporter keeps of encoded scenes


@dataclass(frozen=True)
class Entry:
    """Files that belong together and go together."""

    folder: str
    name: str
    paths: tuple[Path, ...]
    size: int  # bytes
    last_use: int  # ns since the epoch


@dataclass(frozen=True)
class Measured:
    """A model that is only looked at. `last_use` is the newest time its files were written or, where the disk keeps it, read."""

    name: str
    size: int  # bytes
    last_use: int  # ns since the epoch

    def text(self) -> str:
        return measured_text(self.name, self.size, self.last_use)


@dataclass(frozen=True)
class Removal:
    """What an action would take away, and the token that confirms exactly this."""

    action: str
    entries: tuple[Entry, ...]
    token: str

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(e.size for e in self.entries)

    def text(self) -> str:
        """What would go, and how to confirm it."""
        if not self.entries:
            return f"{self.action}: nothing to remove"
        models = [measured_text(e.name, e.size, e.last_use) for e in self.entries if e.folder == DOWNLOADS]
        by_folder = "\n".join(f"  {line}" for line in (*_by_folder(self.entries), *models))
        return (
            f"{self.action} would remove {len(self.entries)} entries, {self.size / 1e6:.1f} MB:\n{by_folder}\n"
            f"Nothing was removed. To confirm, run {self.action} again with the token {self.token}"
        )


def cache_text(root: Path, downloads: Iterable[Path] = ()) -> str:
    """What is kept, a line a folder."""
    kept = entries(root, downloads)
    return "\n".join([str(root), *(f"  {line}" for line in _by_folder(kept))]) if kept else f"{root}: nothing kept"


def measured(folders: Iterable[Path]) -> list[Measured]:
    """Each model in `folders`: what lies directly in them, files below counted once, on whatever disk links put them."""
    found = []
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(path)):  # a link that leads back
                continue
            files = {Path(os.path.realpath(p)) for p in (files_below(path) if path.is_dir() else [path])}
            stats = [p.stat() for p in files if p.exists()]  # a link may lead nowhere
            size = sum(s.st_size for s in stats)
            if size:
                used = max(max(s.st_atime_ns, s.st_mtime_ns) for s in stats)
                found.append(Measured(f"{folder.name}/{path.name}", size, used))
    return found


def hub_measured() -> list[Measured]:
    """Each repository in the Hugging Face cache; none where there is no cache."""
    from huggingface_hub import constants, scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        repos = sorted(scan_cache_dir(constants.HF_HUB_CACHE).repos, key=lambda r: r.repo_id)
    except CacheNotFound:
        return []
    return [Measured(r.repo_id, r.size_on_disk, int(r.last_accessed * 1e9)) for r in repos]


def measured_text(name: str, size: int, last_use: int) -> str:
    """A line of a report; `last_use` in ns since the epoch."""
    return f"{name}: {_measures(size, last_use)}"


def _measures(size: int, last_use: int) -> str:
    return f"{size / 1e6:.1f} MB, last used {time.strftime('%Y-%m-%d', time.localtime(last_use / 1e9))}"


def entries(root: Path, downloads: Iterable[Path] = ()) -> list[Entry]:
    """Everything kept under `root`, and in `downloads`, the folders models are downloaded to; the longest unused first.

    What is being made right now is left out.
    """
    found = [e for place in dict.fromkeys((root / DOWNLOADS, *downloads)) for e in _downloaded(place)]
    for folder in FOLDERS:
        if folder == DOWNLOADS:
            continue
        groups: dict[str, list[tuple[Path, int, int]]] = {}
        for path, size, used in _files(root / folder):
            groups.setdefault(_unit(folder, path.relative_to(root / folder)), []).append((path, size, used))
        for name, files in groups.items():
            paths, sizes, uses = zip(*files, strict=True)
            found.append(Entry(folder, name, tuple(sorted(paths)), sum(sizes), max(uses)))
    return sorted(found, key=lambda e: (e.last_use, e.folder, e.name))


def dry_run(root: Path, action: str, keep: int = DEFAULT_KEEP, downloads: Iterable[Path] = ()) -> Removal:
    """What `prune` (the longest unused, until `keep` bytes are left) or `purge` (everything) would remove."""
    if action not in ACTIONS[1:]:
        raise InputError(f"action is {action!r}. Choose one of: {', '.join(ACTIONS)}.")
    if keep < 0:
        raise InputError(f"{keep} bytes cannot be kept. Give 0 or more.")
    kept = entries(root, downloads)
    excess, chosen = sum(e.size for e in kept) - keep, []
    for entry in kept:
        if action == "prune" and excess <= 0:
            break
        chosen.append(entry)
        excess -= entry.size
    told = [(action, str(root), e.folder, e.name, e.size, e.last_use) for e in chosen]
    return Removal(action, tuple(chosen), hashlib.sha256(repr(told).encode()).hexdigest()[:12])


def remove(root: Path, action: str, token: str, keep: int = DEFAULT_KEEP, downloads: Iterable[Path] = ()) -> Removal:
    """Remove what the dry run with this token listed. Raises `InputError` when that is not what would go now.

    `ExportError` names files that could not be removed, after all the others are.
    """
    removal = dry_run(root, action, keep, downloads)
    if token != removal.token:
        raise InputError(
            f"The token {token!r} does not confirm this {action}: something changed since, or it is of another dry run. "
            "Run it again without a token and look at what would go."
        )
    held: list[str] = []
    for entry in removal.entries:
        held += _unlinked(entry)
        if entry.folder == "books":
            shutil.rmtree(root / "books" / entry.name, ignore_errors=True)
        if entry.folder == DOWNLOADS:  # what somebody else put there stays, and with it its folder
            for folder in sorted({p.parent for p in entry.paths}, reverse=True):
                with contextlib.suppress(OSError):
                    folder.rmdir()
    if removal.entries:
        with contextlib.suppress(OSError):
            (root / _REMOVED).touch()
    if held:
        more = f" and {len(held) - 1} more files" if len(held) > 1 else ""
        raise ExportError(
            f"{held[0]}{more} could not be removed; everything else was. A program has it open (ComfyUI with that model or film, a "
            f"player), or it may not be written: close it, and run {action} again."
        )
    return removal


def last_removal(root: Path) -> int:
    """When something of this cache was last pruned or purged, in ns since the epoch; 0 for never."""
    try:
        return (root / _REMOVED).stat().st_mtime_ns
    except OSError:
        return 0


def _unlinked(entry: Entry) -> list[str]:
    """Remove an entry's files; those that a program holds. A download's record stays with them: without it they would be nobody's."""
    from .diffusion.record import RECORD

    held: list[str] = []
    for path in entry.paths:
        if held and entry.folder == DOWNLOADS and path.name == RECORD:
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as e:
            held.append(f"{path} ({e.strerror or e})")
    return held


def _downloaded(place: Path) -> Iterator[Entry]:
    """A model folder an entry, of exactly the files that its record names and that lie in it, whole or in part."""
    from .diffusion.record import RECORD, read_record

    for path in sorted(place.glob(f"*/{RECORD}")):
        record = read_record(path.parent)
        if record is None or path.parent.is_symlink():
            continue
        home = path.parent.resolve()
        files = [p for name in record["files"] if (p := home / name).is_file() and home in p.resolve().parents]
        sizes, uses = sum(p.stat().st_size for p in files), [p.stat().st_mtime for p in (*files, path)]
        unfinished = ", unfinished" if path.parent.suffix == ".part" else ""
        if unfinished and time.time() - max(uses) < _ARRIVING:
            continue
        name = f"{record['hub_id']}@{record['commit'][:12]}{unfinished}"
        paths = (*sorted(files), path)  # the record goes last
        yield Entry(DOWNLOADS, name, paths, sizes, path.stat().st_mtime_ns)


def _unit(folder: str, path: Path) -> str:
    """The entry a file belongs to: a book's folder `<book>/<key>`, elsewhere the files of one name."""
    if folder == "books":
        return Path(*path.parts[:2]).as_posix()
    return path.with_suffix("").as_posix()


def _files(folder: Path) -> Iterator[tuple[Path, int, int]]:
    """(path, bytes, last use) of every file below a folder; hidden ones are somebody's work in progress."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and not (Path(parent) / f).is_symlink()]
        for name in names:
            path = Path(parent) / name
            try:
                stat = path.lstat()
            except FileNotFoundError:
                continue
            if not name.startswith(".") and not path.is_symlink():
                yield path, stat.st_size, stat.st_mtime_ns


def _by_folder(kept: Iterable[Entry]) -> list[str]:
    lines = []
    for folder in FOLDERS:
        own = [e for e in kept if e.folder == folder]
        if own:
            measures = _measures(sum(e.size for e in own), max(e.last_use for e in own))
            lines.append(f"{folder:9} {len(own):6} entries, {measures}")
    return lines
