"""Footage that other samplers made, one batch of images a scene, becomes one film with the plan's times.

Batches are float32, four times the size of what a film shows. One after the other they are converted, judged and
written to disk, lossless; the film reads them from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ExportError, InputError
from ..film.clip import Clip, Film, Segment
from ..film.schedule import schedule
from ..film.sources import ImageClip
from ..host import Report, part, silent
from .assemble import lasting
from .footage import FootageStore
from .quality import Verdict, classify
from .shots import LENGTHS, MAX_JOIN_FPS, scene_lengths

if TYPE_CHECKING:
    import numpy as np

    from ..planning.plan import ScenePlan
    from ..prompting.model import ScenePrompts


@dataclass(frozen=True)
class JoinSettings:
    """How batches become a film. Raises `InputError` for a value outside its list or range."""

    fps: int = 0  # of the footage; 0: the prompts'
    length: str = "plan"  # "plan": a scene lasts as planned, its footage runs back and forth; "footage": once through

    def __post_init__(self) -> None:
        if self.length not in LENGTHS:
            raise InputError(f"length is {self.length!r}. Choose one of: {', '.join(LENGTHS)}.")
        if not 0 <= self.fps <= MAX_JOIN_FPS:
            raise InputError(f"fps is {self.fps}. Give 0 to {MAX_JOIN_FPS}.")


@dataclass(frozen=True)
class Joined:
    """The film, lazy and read from disk, and what each scene's footage looks like."""

    film: Film
    frames: tuple[int, ...]  # of each scene's batch
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The film's facts, then a line a scene."""
        film = self.film
        lines = [f"{len(self.frames)} scenes, {film.width}×{film.height}, {film.fps} fps, {film.seconds:.1f} s"]
        for segment, frames, verdict in zip(film.segments, self.frames, self.verdicts, strict=True):
            warning = "" if verdict.ok else "warning: "
            judged = f"{verdict.kind} ({verdict.why})"
            lines.append(f"{warning}{segment.name}: {frames} frames, shown for {segment.clip.seconds:.1f} s; {judged}")
        return "\n".join([*lines, *self.notes])


def join_scenes(
    images: Sequence[Any],
    plan: ScenePlan,
    settings: JoinSettings,
    report: Report = silent,
    *,
    prompts: ScenePrompts | None = None,
    folder: Path | None = None,
) -> Joined:
    """Join `images`, a float batch F×H×W×C of 0…1 for each scene of `plan`, in order.

    Footage is kept in `folder`; without one, in a temporary folder that lives as long as the film. `InputError`
    where batches and scenes do not fit together, `ExportError` for pixels that are no numbers or a disk that is
    full; whatever `report` raises passes through.
    """
    ids = [s.id for s in plan.scenes]
    fps = _fps(settings, prompts)
    clips = _as_clips(images, ids, fps)
    notes = _against_prompts(clips, ids, prompts)
    store = FootageStore(folder)
    kept, verdicts = [], []
    for n, (scene, clip) in enumerate(zip(ids, clips, strict=True)):
        report(n, len(ids), f"Joining scene {scene}")
        with _naming(scene):
            pixels = _pixels(clip, part(report, n, 0.5, len(ids)))
        verdicts.append(classify(pixels))
        kept.append(store.spill(pixels, fps, scene, part(report, n + 0.5, 0.5, len(ids))))
        del pixels  # before the next scene's are made
    report(len(ids), len(ids), "All scenes are joined")
    rate = Fraction(fps)
    planned = settings.length == "plan"
    lengths = scene_lengths([s.seconds for s in plan.scenes], rate) if planned else [c.frame_count for c in kept]
    segments = tuple(Segment(lasting(c, n), i, i) for c, n, i in zip(kept, lengths, ids, strict=True))
    film = Film(segments, schedule(plan, rate) if planned else None)
    return Joined(film, tuple(c.frame_count for c in kept), tuple(verdicts), notes)


def _fps(settings: JoinSettings, prompts: ScenePrompts | None) -> int:
    fps = settings.fps or (prompts.report.fps if prompts is not None else 0)
    if not fps:
        raise InputError("fps is 0 and no prompts are connected. Connect the prompts, or give the video model's fps.")
    return fps


def _against_prompts(clips: list[Clip], ids: list[str], prompts: ScenePrompts | None) -> tuple[str, ...]:
    """Notes on scenes that are not as long as their prompt asked for."""
    if prompts is None:
        return ()
    if [p.scene for p in prompts] != ids:
        raise InputError("The prompts were written for other scenes than the plan's. Connect the same plan to both.")
    return tuple(
        f"note: {p.scene} has {clip.frame_count} frames, its prompt asked for {p.num_frames}"
        for p, clip in zip(prompts, clips, strict=True)
        if clip.frame_count != p.num_frames
    )


def _as_clips(images: Sequence[Any], ids: list[str], fps: int) -> list[Clip]:
    """The batches as clips, one a scene and all of one size, before any of them is converted."""
    if len(images) != len(ids):
        raise InputError(
            f"There are {len(images)} batches of images for {len(ids)} scenes. Connect positive, negative and num_frames "
            "of the Academic Prompt Builder to the nodes that sample, so that they run once a scene, and what they "
            "decode straight to this node."
        )
    clips = []
    for scene, batch in zip(ids, images, strict=True):
        with _naming(scene):
            clips.append(ImageClip(batch, Fraction(fps)))
    first = clips[0]
    for scene, clip in zip(ids, clips, strict=True):
        if (clip.width, clip.height) != (first.width, first.height):
            raise InputError(
                f"Scene {scene} is {clip.width}×{clip.height}, scene {ids[0]} is {first.width}×{first.height}. Sample all "
                "scenes with one width and height."
            )
    return clips


def _pixels(clip: Clip, report: Report) -> np.ndarray:
    """All frames of a clip, uint8 F×H×W×3."""
    import numpy as np

    pixels = np.empty((clip.frame_count, clip.height, clip.width, 3), np.uint8)
    for n, frame in enumerate(clip.frames()):
        pixels[n] = frame
        report(n + 1, clip.frame_count)
    return pixels


@contextmanager
def _naming(scene: str) -> Iterator[None]:
    """What fails says in which scene."""
    try:
        yield
    except ExportError as e:
        raise ExportError(f"Scene {scene}: {e}") from e
