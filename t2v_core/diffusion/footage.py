"""Generated footage on disk: lossless, by content hash, complete or not there.

A take is `<key>.mkv` (FFV1 in RGB) and `<key>.json` with how it was judged, written last. Nothing here is
ever deleted by generating; `cache prune` and `cache purge` do that when they are told to.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExportError
from ..film.clip import Clip
from ..film.encode import choose_encoder, encode
from ..film.faults import no_space
from ..film.formats import ExportSettings
from ..film.segments import inspect
from ..film.sources import FileClip
from ..film.workspace import workspace
from ..host import Report, silent
from ..paths import move
from .quality import Verdict
from .shots import Shot

if TYPE_CHECKING:
    import numpy as np

_SETTINGS = ExportSettings(format="mkv-ffv1")


class Footage(FileClip):
    """A kept take as a clip; its key is the content hash of what made it."""

    def __init__(self, path: Path, key: str) -> None:
        super().__init__(path)
        self.key = f"footage:{key}"

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        if not self._path.is_file():
            raise ExportError(
                f"Footage that was kept in {self._path.parent} has been removed since it was made ({self._path.name}). Change an "
                "input of the node that made it and run again: it is made anew."
            )
        yield from super().frames(start, stop)


@dataclass(frozen=True)
class Take:
    """Footage and how it was judged; `notes` say what had to be done to get it."""

    clip: Clip
    verdict: Verdict
    notes: tuple[str, ...] = ()
    found: bool = False  # on disk, from an earlier run


class FootageStore:
    """The takes of a folder; without a folder, of a temporary one that lives as long as this store."""

    def __init__(self, folder: Path | None) -> None:
        self._temporary = (
            None if folder else tempfile.TemporaryDirectory(prefix="t2v-footage-", ignore_cleanup_errors=True)
        )
        self.folder = folder or Path(self._temporary.name)

    def find(self, key: str, shot: Shot) -> Take | None:
        """A kept take, whole; None when it has to be made."""
        path, facts = self._paths(key)
        try:
            known = json.loads(facts.read_text(encoding="utf-8"))
            os.utime(path)
            os.utime(facts)
            clip = Footage(path, key)
            inspect(path, clip)
            verdict, notes = Verdict(**known["verdict"]), tuple(known["notes"])
        except (OSError, ValueError, KeyError, TypeError, ExportError):  # absent, or damaged from outside: made again
            return None
        if (clip.frame_count, clip.width, clip.height) != (shot.frames, shot.width, shot.height):
            return None
        return Take(_Held(clip, self), verdict, notes, found=True)

    def keep(self, key: str, frames: np.ndarray, shot: Shot, verdict: Verdict, notes: tuple[str, ...]) -> Take:
        """Write footage, uint8 F×H×W×3, and its verdict. Raises `ExportError`; a full disk names the way out."""
        path, facts = self._paths(key)
        text = json.dumps({"verdict": asdict(verdict), "notes": notes, "shot": asdict(shot)}, ensure_ascii=False)
        with self._writing(shot.scene) as place:
            _write(_Array(frames, shot.fps), place / path.name, silent)
            (place / facts.name).write_text(text, encoding="utf-8")
            move(place / path.name, path)
            move(place / facts.name, facts)
        return Take(_Held(Footage(path, key), self), verdict, notes)

    def spill(self, frames: np.ndarray, fps: int, scene: str, report: Report) -> Clip:
        """Footage of another sampler, uint8 F×H×W×3, on disk under the hash of its pixels. Raises as `keep` does."""
        made_of = hashlib.sha256(f"{fps} {frames.shape}".encode())
        made_of.update(frames)
        key = made_of.hexdigest()[:40]
        path, _ = self._paths(key)
        source = _Array(frames, fps)
        with self._writing(scene) as place:
            # Looked for first: an exception would keep this call's frames alive until the garbage is collected.
            if not path.is_file() or not _whole(path, source):
                _write(source, place / path.name, report)
                move(place / path.name, path)
        return _Held(Footage(path, key), self)

    @contextmanager
    def _writing(self, scene: str) -> Iterator[Path]:
        """A workspace in this folder; what fails there says of which scene."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with workspace(self.folder) as place:
                yield place
        except (OSError, ExportError) as e:
            hint = " `python -m t2v_core cache prune` makes room." if _full(e) or no_space(self.folder) else ""
            raise ExportError(f"The footage of scene {scene} cannot be kept: {e}{hint}") from e

    def _paths(self, key: str) -> tuple[Path, Path]:
        return self.folder / f"{key}.mkv", self.folder / f"{key}.json"


def _full(error: BaseException | None) -> bool:
    """Whether an error came from a full disk; what was half written is gone by now, and there is room again."""
    while error is not None and getattr(error, "errno", None) not in (errno.ENOSPC, errno.EDQUOT):
        error = error.__cause__
    return error is not None


def _write(clip: Clip, path: Path, report: Report) -> None:
    fmt = _SETTINGS.checked()
    encoder, _ = choose_encoder(fmt, _SETTINGS)
    encode(clip, path, fmt, encoder, report, "")


def _whole(path: Path, like: Clip) -> bool:
    """Whether a file is there with all the frames of a clip."""
    try:
        inspect(path, like)
    except (OSError, ExportError):
        return False
    return True


class _Held(Clip):
    """A clip that keeps its store, and so a temporary folder, alive."""

    def __init__(self, clip: Clip, store: FootageStore) -> None:
        self._clip, self._store = clip, store
        self.width, self.height, self.fps, self.frame_count = clip.width, clip.height, clip.fps, clip.frame_count
        self.key = clip.key

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from self._clip.frames(start, stop)


class _Array(Clip):
    """Frames in memory."""

    def __init__(self, frames: np.ndarray, fps: int) -> None:
        self._frames = frames
        self.frame_count, self.height, self.width = frames.shape[:3]
        self.fps = Fraction(fps)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from self._frames[start:stop]
