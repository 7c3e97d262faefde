"""What generating did, scene by scene and attempt by attempt, for people, programs and the film's metadata."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .shots import Shot


@dataclass(frozen=True)
class Attempt:
    """One shot and how it ended: a verdict of `quality`, or "failed"."""

    shot: Shot
    verdict: str
    why: str
    notes: tuple[str, ...] = ()
    found: bool = False  # taken from disk

    def text(self) -> str:
        """One line."""
        s = self.shot
        made = f"seed {s.seed}, {s.steps} steps, guidance {s.guidance:g}{' rising' if s.dynamic_cfg else ''}"
        made += "" if s.guidance_2 is None else f", then {s.guidance_2:g}"
        made += ", from the last picture before it" if s.start else ""
        made += ", from disk" if self.found else ""
        return f"{self.verdict} ({self.why}); {made}" + "".join(f"; {n}" for n in self.notes)


@dataclass(frozen=True)
class SceneReport:
    """A scene's attempts, and where its pictures came from: "generated", "kept in spite of it", or "diagram"."""

    scene: str
    source: str
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True)
class GenerationReport:
    """The whole film."""

    model: str
    dtype: str
    loras: tuple[str, ...]
    scenes: tuple[SceneReport, ...]
    notes: tuple[str, ...] = ()

    @property
    def degraded(self) -> tuple[str, ...]:
        """Scenes that are not what the model was asked for."""
        return tuple(s.scene for s in self.scenes if s.source != "generated")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON and the film's metadata; prompts are left out, the plan has them."""
        data = asdict(self)
        for scene in data["scenes"]:
            for attempt in scene["attempts"]:
                for name in ("scene", "positive", "negative"):
                    del attempt["shot"][name]
        return data

    def text(self) -> str:
        """The report as a person reads it."""
        lines = [f"{self.model}, {self.dtype}", *self.loras, *self.notes]
        if self.scenes:
            shot = self.scenes[0].attempts[0].shot
            shift = "" if shot.flow_shift is None else f", flow_shift {shot.flow_shift:g}"
            lines.append(f"{shot.width}×{shot.height} at {shot.fps} fps{shift}")
        for scene in self.scenes:
            lines.append(f"{scene.scene}: {scene.source}, {scene.attempts[0].shot.frames} frames")
            lines += [f"  {n}. {a.text()}" for n, a in enumerate(scene.attempts, 1)]
        return "\n".join(lines)
