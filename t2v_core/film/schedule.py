"""When each scene and each sentence is on screen: one schedule for renderer, subtitles and chapters.

Times are whole frames, so that pictures, subtitles and chapters agree to the frame. A sentence is on while a narrator
speaks it; where none has spoken, its share of its scene is its share of the scene's words, after a lead-in in which
the picture settles.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..planning.plan import Scene, ScenePlan

# The picture settles before the first word, and the last word rests before the cut; at most this
# many seconds and at most this share of the scene.
LEAD_SECONDS = 0.4
LEAD_SHARE = 0.08
_ROUNDED = 0.001  # seconds


@dataclass(frozen=True)
class Spoken:
    """One sentence: its text, passages, and the frames of the film it is said in."""

    text: str
    evidence_ids: tuple[str, ...]
    start: int
    stop: int


@dataclass(frozen=True)
class SceneTime:
    """The frames of one scene, and of its sentences, counted from the start of the film."""

    scene: str
    title: str
    start: int
    stop: int
    spoken: tuple[Spoken, ...]

    @property
    def frame_count(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True)
class Schedule:
    """The whole film in frames."""

    fps: Fraction
    scenes: tuple[SceneTime, ...]

    @property
    def frame_count(self) -> int:
        return self.scenes[-1].stop

    def seconds(self, frame: int) -> float:
        """The time of a frame."""
        return float(frame / self.fps)


def schedule(plan: ScenePlan, fps: Fraction) -> Schedule:
    """Lay the plan's scenes end to end; rounding never accumulates, every scene has at least one frame."""
    scenes: list[SceneTime] = []
    clock, start = 0.0, 0
    for scene in plan.scenes:
        clock += scene.seconds
        stop = max(start + 1, round(clock * fps))
        scenes.append(SceneTime(scene.id, scene.title, start, stop, _spoken(scene, start, stop, fps)))
        start = stop
    return Schedule(fps, tuple(scenes))


def _spoken(scene: Scene, start: int, stop: int, fps: Fraction) -> tuple[Spoken, ...]:
    from ..planning.plan import as_sentence

    parts = [(as_sentence(c.text), tuple(c.evidence_ids)) for c in scene.claims]
    if not parts and scene.narration:
        parts = [(scene.narration, ())]
    if not parts:
        return ()
    if _holds(scene, len(parts)):
        times = [(start + round(at * fps), start + round((at + lasts) * fps)) for at, lasts in scene.speech]
        return tuple(
            Spoken(text, ids, min(at, stop - 1), min(max(at + 1, end), stop))
            for (text, ids), (at, end) in zip(parts, times, strict=True)
        )
    lead = int(min(LEAD_SECONDS * fps, LEAD_SHARE * (stop - start)))
    first, room = start + lead, stop - start - 2 * lead
    weights = [max(1, len(text.split())) for text, _ in parts]
    total, said, spoken, at = sum(weights), 0, [], first
    for (text, ids), weight in zip(parts, weights, strict=True):
        said += weight
        end = first + round(room * said / total)
        spoken.append(Spoken(text, ids, at, max(at, end)))
        at = max(at, end)
    return tuple(spoken)


def _holds(scene: Scene, sentences: int) -> bool:
    """Whether the speech is that of these sentences, one after another inside the scene: the plan may have been edited since."""
    ends = [0.0, *(at + lasts for at, lasts in scene.speech)]
    in_order = all(at >= before - _ROUNDED for (at, _), before in zip(scene.speech, ends, strict=False))
    return len(scene.speech) == sentences and in_order and ends[-1] <= scene.seconds + _ROUNDED
