"""Each segment of a film encoded once: kept by content hash, shared between processes, oldest dropped first.

A segment's hash covers its clip's key, size, rate and length, the encoder with all its options, and the
versions of the encoder library and of this module. A file is complete or not there: it is written in a
workspace and renamed into place. A run links the segments it uses into its own workspace first, so that
nobody's clean-up takes them away.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..errors import ExportError
from ..host import Report, part
from ..paths import move
from .clip import Clip, Film, Segment
from .encode import Encoder, encode, padded, reading
from .faults import faults, pyav
from .formats import Format

# Raise when the same clip would be encoded differently by this package.
ENCODING_VERSION = 1


@dataclass(frozen=True)
class Part:
    """An encoded file that `join` puts into the film: `delay` is how many packets decoding runs ahead of showing."""

    path: Path
    frames: int
    delay: int


@dataclass(frozen=True)
class Counts:
    """What a run encoded and what it found done, in segments."""

    encoded: int = 0
    reused: int = 0


def encode_segments(
    film: Clip, folder: Path, cache: Path | None, fmt: Format, encoder: Encoder, report: Report
) -> tuple[list[Part], Counts]:
    """Every segment of `film` as a file in `folder`, out of the cache where it is there; and how many were.

    Segments that share a key are encoded once. Raises `ExportError`.
    """
    segments = film.segments if isinstance(film, Film) else (Segment(film, "film", None),)
    done: dict[str, Part] = {}
    parts: list[Part] = []
    encoded = reused = at = 0
    for n, segment in enumerate(segments):
        clip = segment.clip
        key = segment_key(clip, fmt, encoder) or f"unkeyed-{id(clip)}"
        if key not in done:
            path = folder / f"{n:05}{fmt.suffix}"
            kept = cache / f"{key}{fmt.suffix}" if cache and clip.key else None
            ready = _take(kept, path, clip) if kept else None
            if ready:
                reused += 1
            else:
                share = part(report, at, clip.frame_count, film.frame_count)
                encode(clip, path, fmt, encoder, share, f"Encoding {segment.name}")
                ready = inspect(path, clip)
                if kept:
                    _keep(path, kept)
                encoded += 1
            done[key] = ready
        parts.append(done[key])
        at += clip.frame_count
        report(at, film.frame_count, f"{segment.name} is encoded")
    return parts, Counts(encoded, reused)


def segment_key(clip: Clip, fmt: Format, encoder: Encoder) -> str | None:
    """The content hash an encoded clip is kept under; None for a clip whose content is not known."""
    if not clip.key:
        return None
    av = pyav()
    made_of = {
        "clip": clip.key,
        "size": padded(clip.width, clip.height, fmt),
        "fps": str(clip.fps),
        "frames": clip.frame_count,
        "encoder": [encoder.name, encoder.pix_fmt, *map(list, encoder.options)],
        "container": [fmt.container, fmt.tag],
        "versions": [ENCODING_VERSION, av.library_versions["libavcodec"]],
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:40]


def inspect(path: Path, clip: Clip) -> Part:
    """How many frames an encoded segment holds and how far decoding runs ahead; `ExportError` when it is not whole.

    MP4 and MOV say both in their index and first packet. The index is written last, behind the pictures: where it can
    be read, the segment was finished. Matroska has no such index, there every packet is looked at.
    """
    delay = 0
    with faults(path, "read back"), reading(path) as container:
        stream = container.streams.video[0]
        frame_of = frame_clock(stream, clip.fps)
        packets = (p for p in container.demux(stream) if p.pts is not None)
        count = stream.frames
        if count and (first := next(packets, None)):
            # Decode times only grow and none is after its frame's own, so none later can be further ahead than the first.
            delay = max(0, -frame_of(first.dts))
        else:
            count = 0
            for packet in packets:
                delay = max(delay, count - frame_of(packet.pts))
                count += 1
    if count != clip.frame_count:
        raise ExportError(f"{path.name} holds {count} of {clip.frame_count} frames: the disk may be full or failing.")
    return Part(path, count, delay)


def frame_clock(stream: Any, fps: Fraction) -> Callable[[int], int]:
    """A function from a packet's pts to the frame it shows: the nearest, since containers store rounded times."""
    scale = stream.time_base * fps
    top, bottom = 2 * scale.numerator, 2 * scale.denominator
    return lambda pts: (pts * top + scale.denominator) // bottom


def cache_report(cache: Path) -> dict[str, int]:
    """How many segments are kept, and their bytes."""
    sizes = [entry[1] for entry in _entries(cache)]
    return {"segments": len(sizes), "bytes": sum(sizes)}


def prune(cache: Path, limit: int) -> int:
    """Remove the segments that were used longest ago until the rest takes at most `limit` bytes; returns how many went."""
    entries = sorted(_entries(cache))
    excess, gone = sum(size for _, size, _ in entries) - limit, 0
    for _, size, path in entries:
        if excess <= 0:
            break
        try:
            path.unlink(missing_ok=True)
        except PermissionError:  # Windows: another process is reading it
            continue
        excess -= size
        gone += 1
    return gone


def _entries(cache: Path) -> list[tuple[int, int, Path]]:
    """(last use in ns, bytes, path) of every kept segment."""
    found = []
    for path in cache.iterdir() if cache.is_dir() else ():
        try:
            stat = path.stat()
        except FileNotFoundError:  # another process pruned it
            continue
        if path.is_file():
            found.append((stat.st_mtime_ns, stat.st_size, path))
    return found


def _take(kept: Path, path: Path, clip: Clip) -> Part | None:
    """Link a kept segment to `path`; None when it is not there or, damaged from outside, not whole."""
    try:
        _link(kept, path)
        os.utime(kept)
        return inspect(path, clip)
    except FileNotFoundError:
        return None
    except ExportError:
        path.unlink(missing_ok=True)
        with suppress(PermissionError):  # Windows: another process is reading it
            kept.unlink(missing_ok=True)
        return None


def _keep(path: Path, kept: Path) -> None:
    """Put a finished segment into the cache in one step."""
    with faults(kept):
        spare = path.with_name(f"keep-{path.name}")
        _link(path, spare)
        try:
            move(spare, kept)
        except PermissionError:
            if not kept.exists():  # Windows refuses while another process reads the same segment, which is fine
                raise


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
