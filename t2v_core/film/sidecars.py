"""The files beside a film: subtitles, sources sheet, poster and snapshots."""

from __future__ import annotations

from pathlib import Path

from ..host import Report
from ..planning.plan import ScenePlan
from .clip import Clip
from .faults import faults
from .formats import ExportSettings
from .schedule import Schedule
from .sheet import sources_sheet
from .show import Show
from .subtitles import cues, to_srt, to_vtt


def write_sidecars(
    show: Show, folder: Path, target: Path, settings: ExportSettings, plan: ScenePlan | None, report: Report
) -> list[tuple[Path, Path]]:
    """Write what `settings` asks for into `folder`; (file, the name it will have beside `target`) of each."""
    texts = {}
    if settings.subtitle_files and show.timed and (found := cues(show.timed)):
        texts[".vtt"] = to_vtt(found, show.clip.fps)
        texts[".srt"] = to_srt(found, show.clip.fps)
    if settings.sources and plan is not None:
        texts[".sources.md"] = sources_sheet(plan, show.timed, settings.share)
    pictures = []
    if settings.poster:
        pictures.append((".poster.jpg", poster_frame(show.clip, show.timed)))
    if settings.snapshots:
        pictures += [(f".{name}.png", frame) for name, frame in snapshot_frames(show.clip, show.timed)]

    stem, files = target.stem if target.suffix else target.name, []
    for suffix, text in texts.items():
        made = folder / f"film{suffix}"
        with faults(made):
            made.write_text(text, encoding="utf-8", newline="\n")
        files.append((made, target.with_name(stem + suffix)))
    for n, (suffix, frame) in enumerate(pictures):
        made = folder / f"film{suffix}"
        save_frame(show.clip, frame, made)
        report(n + 1, len(pictures), "Saving single frames")
        files.append((made, target.with_name(stem + suffix)))
    return files


def poster_frame(clip: Clip, timed: Schedule | None) -> int:
    """The frame at three quarters of the first scene, when its picture is complete and has not begun to leave."""
    first = timed.scenes[0].frame_count if timed else clip.frame_count
    return min(clip.frame_count - 1, first * 3 // 4)


def snapshot_frames(clip: Clip, timed: Schedule | None) -> list[tuple[str, int]]:
    """(name, frame) of the first, middle and last frame of each scene, or of the film."""
    spans = [(s.start, min(s.stop, clip.frame_count)) for s in timed.scenes] if timed else [(0, clip.frame_count)]
    return [
        (f"{n:02}-{place}", frame)
        for n, (start, stop) in enumerate(spans, 1)
        for place, frame in (("first", start), ("middle", (start + stop - 1) // 2), ("last", stop - 1))
    ]


def save_frame(clip: Clip, index: int, path: Path) -> None:
    """Write one frame as the image type of the path's suffix."""
    from PIL import Image

    picture = Image.fromarray(clip.frame(index))
    with faults(path):
        picture.save(path, quality=92) if path.suffix == ".jpg" else picture.save(path)
