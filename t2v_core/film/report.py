"""An export as a person reads it."""

from __future__ import annotations

from .export import Exported


def report_text(done: Exported) -> str:
    """Where the film is, what it holds, what was reused, and everything worth knowing about it."""
    r = done.report
    size = f"{r.width}×{r.height}, {r.seconds:.1f} s, {r.frames} frames, {r.bytes / 1e6:.1f} MB"
    lines = [str(done.path), f"{size}, {r.format}" + (f" ({r.encoder})" if r.encoder else "")]
    if r.encoded or r.reused:
        lines.append(f"{r.encoded} parts rendered, {r.reused} reused from earlier runs")
    if r.subtitles or r.chapters:
        lines.append(f"{r.subtitles} subtitles, {r.chapters} chapters")
    if r.sound_seconds is not None:
        lines.append(f"sound of {r.sound_seconds:.1f} s")
    if done.sidecars:
        lines.append("beside it: " + ", ".join(p.name for p in done.sidecars))
    return "\n".join([*lines, *r.notes])
