"""Takes and diagrams become one film: every scene as long as it should be, all of one size and rate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import RenderError
from ..film.clip import Clip, Film, Segment
from ..film.operations import Concat, Trim, ping_pong
from ..film.schedule import schedule
from ..host import Host
from .shots import GenerateSettings, Shot, scene_lengths

if TYPE_CHECKING:
    from ..planning.plan import ScenePlan
    from ..prompting.model import ScenePrompts


def assemble(
    prompts: ScenePrompts,
    shots: Sequence[Shot],
    clips: Sequence[Clip | None],
    plan: ScenePlan | None,
    settings: GenerateSettings,
    host: Host,
) -> Film:
    """The film; a scene without a clip is drawn from the plan. Raises `RenderError` when the plan has no such scene."""
    fps = Fraction(shots[0].fps)
    drawn = _diagrams(plan, shots, host) if plan is not None and None in clips else {}
    lengths = shown_lengths(prompts, shots, settings)
    segments = []
    for shot, clip, length in zip(shots, clips, lengths, strict=True):
        if clip is None:
            clip = drawn[shot.scene]
            length = length if settings.length == "plan" else clip.frame_count
        segments.append(Segment(lasting(clip, length), shot.scene, shot.scene))
    planned = plan is not None and settings.length == "plan" and _same_scenes(plan, prompts)
    return Film(tuple(segments), schedule(plan, fps) if planned else None)


def shown_lengths(prompts: ScenePrompts, shots: Sequence[Shot], settings: GenerateSettings) -> list[int]:
    """Frames that each scene's footage is shown for."""
    if settings.length == "footage":
        return [shot.frames for shot in shots]
    return scene_lengths([p.seconds for p in prompts], Fraction(shots[0].fps))


def lasting(clip: Clip, frames: int) -> Clip:
    """The clip cut to `frames`, or run forwards and back until they are full."""
    if frames <= clip.frame_count:
        return clip if frames == clip.frame_count else Trim(clip, 0, frames)
    there_and_back = ping_pong(clip)
    turns = -(-frames // there_and_back.frame_count)
    return Trim(Concat([there_and_back] * turns), 0, frames)


def _same_scenes(plan: ScenePlan, prompts: ScenePrompts) -> bool:
    return [(s.id, s.seconds) for s in plan.scenes] == [(p.scene, p.seconds) for p in prompts]


def _diagrams(plan: ScenePlan, shots: Sequence[Shot], host: Host) -> dict[str, Clip]:
    """Every scene of the plan as a drawn clip of the footage's size and rate."""
    from ..diagram import RenderSettings, render_plan

    first = shots[0]
    looks = RenderSettings(width=first.width, height=first.height, fps=Fraction(first.fps), transitions=False)
    film = render_plan(plan, looks, host.report)
    drawn = {s.scene: s.clip for s in film.segments if s.scene}
    missing = [s.scene for s in shots if s.scene not in drawn]
    if missing:
        raise RenderError(f"The plan has no scene {missing[0]}. Connect the plan these prompts were written from.")
    return drawn
