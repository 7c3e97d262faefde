"""A clip becomes a film file: encoded by segments, joined with sound and subtitles, verified, and only then visible.

Everything grows in a hidden workspace beside the target. Cancel, a fault or a full disk leave nothing in
the target's folder; the segments that were finished stay in the cache.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DependencyError, ExportError
from ..host import Report, part, silent
from ..paths import move
from ..planning.plan import ScenePlan
from .clip import Clip, Film
from .encode import check_size, choose_encoder
from .faults import faults, pyav
from .formats import ExportSettings
from .join import Tracks, join
from .loudness import normalised
from .metadata import film_metadata
from .pictures import count_frames, whole, write_fallback_gif, write_pictures
from .segments import encode_segments, prune
from .show import Show, arrange
from .sidecars import write_sidecars
from .subtitles import chapters, cues, language
from .verify import verify
from .workspace import workspace

# How the progress bar is shared between encoding, measuring the loudness and joining.
_ENCODE, _LOUDNESS, _JOIN = 0.90, 0.05, 0.05


@dataclass(frozen=True)
class ExportReport:
    """What was written, and in `notes` everything the user should know about it."""

    format: str
    frames: int
    seconds: float
    width: int
    height: int
    bytes: int
    encoder: str = ""
    encoded: int = 0  # segments
    reused: int = 0  # segments found in the cache
    subtitles: int = 0
    chapters: int = 0
    sound_seconds: float | None = None
    loudness_before: float | None = None  # LUFS; None without sound, or for silence
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exported:
    """The film's path (a folder for "png"), the files beside it, and the report."""

    path: Path
    sidecars: tuple[Path, ...]
    report: ExportReport


def export_film(
    clip: Clip,
    target: Path,
    settings: ExportSettings | None = None,
    report: Report = silent,
    *,
    plan: ScenePlan | None = None,
    audio: Any = None,
    metadata: Mapping[str, Any] | None = None,
    cache: Path | None = None,
) -> Exported:
    """Write `clip` to `target`, which must not exist yet (`naming.claim` finds a free name).

    `audio`: a `Sound`, ComfyUI's AUDIO or a path for the whole film, or a list with one (or None) a scene.
    `metadata`: more keys for the file, such as ComfyUI's `workflow` and `prompt`. `cache`: the cache
    root for encoded segments; None keeps none. Where PyAV cannot be loaded a small GIF is written
    instead, and `path` and `notes` say so.

    Raises `ExportError` with the reason and what to do; whatever `report` raises passes through.
    """
    settings = settings or ExportSettings()
    fmt = settings.checked()
    check_size(clip)
    if isinstance(clip, Film):
        metadata = {**clip.facts, **(metadata or {})}
    if target.suffix.lower() != fmt.suffix:
        raise ExportError(f"{target.name} must end in {fmt.suffix or 'no suffix (a folder)'} for {settings.format}.")
    with _workspaces(target.parent, cache) as spaces:
        if not _has_pyav():
            target, made = target.with_suffix(".gif"), spaces.beside / "film.gif"
            show = Show(clip, None, None)
            note = write_fallback_gif(clip, made, settings.repeat, report)
            facts = _picture_facts(clip, made, "gif", (note,), checked=False)  # Pillow keeps equal frames once
        else:
            made = spaces.beside / f"film{fmt.suffix}"
            show = arrange(clip, plan, audio, settings, fmt)
            if fmt.codec:
                facts = _write_film(show, made, spaces, settings, report, plan, metadata)
            else:
                tags = _tags(settings, plan, metadata)
                note = write_pictures(show.clip, made, settings.format, settings.repeat, tags, report)
                facts = _picture_facts(show.clip, made, settings.format, (*show.notes, note))
        beside = write_sidecars(show, spaces.beside, target, settings, plan, report)
        _publish([*beside, (made, target)], settings.overwrite)
    if cache is not None:
        prune(cache / "segments", settings.cache_bytes)
    return Exported(target, tuple(path for _, path in beside), facts)


@dataclass(frozen=True)
class _Spaces:
    """Where an export works: beside the target, where its segments grow, and where they are kept (None: nowhere)."""

    beside: Path
    parts: Path
    kept: Path | None


def _write_film(
    show: Show,
    made: Path,
    spaces: _Spaces,
    settings: ExportSettings,
    report: Report,
    plan: ScenePlan | None,
    metadata: Mapping[str, Any] | None,
) -> ExportReport:
    fmt = settings.checked()
    encoder, why = choose_encoder(fmt, settings)
    share = part(report, 0.0, _ENCODE)
    parts, counts = encode_segments(show.clip, spaces.parts, spaces.kept, fmt, encoder, share)
    sound, measured = show.sound, None
    if sound is not None and settings.loudness is not None:
        sound, measured = normalised(sound, settings.loudness, spaces.beside, part(report, _ENCODE, _LOUDNESS))
    tracks = Tracks(
        sound=sound,
        audio_kbps=settings.audio_kbps,
        cues=cues(show.timed) if show.timed and settings.subtitles else (),
        language=language(plan),
        chapters=chapters(show.timed) if show.timed and settings.chapters else [],
        metadata=_tags(settings, plan, metadata),
    )
    join(parts, made, fmt, show.clip.fps, tracks, part(report, _ENCODE + _LOUDNESS, _JOIN))
    found = verify(made, fmt, show.clip, tracks)
    return ExportReport(
        format=settings.format,
        frames=found.frames,
        seconds=found.seconds,
        width=found.width,
        height=found.height,
        bytes=made.stat().st_size,
        encoder=encoder.name,
        encoded=counts.encoded,
        reused=counts.reused,
        subtitles=found.subtitles,
        chapters=found.chapters,
        sound_seconds=found.sound_seconds,
        loudness_before=measured,
        notes=tuple(n for n in (*show.notes, why) if n),
    )


def _tags(settings: ExportSettings, plan: ScenePlan | None, metadata: Mapping[str, Any] | None) -> dict[str, str]:
    return film_metadata(plan, metadata, settings.share) if settings.metadata else {}


def _picture_facts(
    clip: Clip, made: Path, format_name: str, notes: tuple[str, ...], checked: bool = True
) -> ExportReport:
    frames, (width, height) = count_frames(made)
    if checked:
        frames = whole(made, clip, format_name, frames)
    files = made.iterdir() if made.is_dir() else (made,)
    return ExportReport(
        format=format_name,
        frames=frames,
        seconds=clip.seconds,
        width=width,
        height=height,
        bytes=sum(p.stat().st_size for p in files),
        notes=tuple(n for n in notes if n),
    )


@contextmanager
def _workspaces(home: Path, cache: Path | None) -> Iterator[_Spaces]:
    with ExitStack() as held:
        with faults(home / "the film"):
            home.mkdir(parents=True, exist_ok=True)
            beside = held.enter_context(workspace(home))
        if cache is None:
            yield _Spaces(beside, beside, None)
            return
        kept = cache / "segments"
        with faults(kept / "a segment"):
            kept.mkdir(parents=True, exist_ok=True)
            parts = held.enter_context(workspace(kept))
        yield _Spaces(beside, parts, kept)


def _publish(files: list[tuple[Path, Path]], overwrite: bool) -> None:
    """Give finished files their names, the film last; all of them or none. A name that is taken is never written over."""
    with ExitStack() as undo:
        for made, target in files:
            with faults(target):
                try:
                    _rename(made, target, overwrite)
                except FileExistsError as e:
                    raise ExportError(
                        f"{target.name} already exists and was left as it is. Choose another name."
                    ) from e
            if not target.is_dir():
                undo.callback(target.unlink, missing_ok=True)
        undo.pop_all()


def _rename(made: Path, target: Path, overwrite: bool) -> None:
    if made.is_dir():
        if target.exists():
            raise FileExistsError(target)
        move(made, target)
    elif overwrite:
        move(made, target)
    else:
        try:
            os.link(made, target)  # unlike a rename, fails when the name is taken
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            target.open("xb").close()
            move(made, target)


def _has_pyav() -> bool:
    try:
        pyav()
    except DependencyError:
        return False
    return True
