"""What is asked of the model, scene by scene: a `Shot` fixes everything that decides a scene's pixels.

Frames and sizes follow the family's rules; where a wish had to change, the notes say so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import InputError
from .families import ModelSpec, flow_shift_for, snap_frames, snap_size
from .presets import Preset, preset_for

if TYPE_CHECKING:
    from ..prompting.model import ScenePrompt, ScenePrompts

QUALITIES = ("final", "draft")
TILING = ("auto", "on", "off")
ON_BAD_OUTPUT = ("retry", "keep", "diagram", "error")
ON_FAILURE = ("diagram", "error")
LENGTHS = ("plan", "footage")
MAX_JOIN_FPS = 120
CONTINUITIES = ("none", "last_frame")
# Raise when the same shot would come out differently by a change in this package.
FOOTAGE_VERSION = 1
# Draft quality: half the size, a quarter of the steps, at least this many.
DRAFT_STEPS = 4


@dataclass(frozen=True)
class GenerateSettings:
    """How scenes are generated; 0 stands for the quality preset's value. `check` raises `InputError`."""

    width: int = 0
    height: int = 0
    frames: int = 0  # of every scene; 0: as the prompts say
    steps: int = 0
    guidance: float = 0.0
    guidance_2: float = 0.0  # of the low-noise stage of two-stage models
    flow_shift: float = 0.0  # Wan only
    seed: int = 0  # scenes derive their own from it; 0: the prompts' seeds
    quality: str = "final"  # "draft": half the size, a quarter of the steps
    vae_tiling: str = "auto"  # auto: only when decoding whole runs out of memory
    on_bad_output: str = "retry"
    max_retries: int = 1
    on_failure: str = "diagram"
    length: str = "plan"  # "plan": a scene lasts as planned, its footage runs back and forth; "footage": once through
    continuity: str = "none"  # "last_frame": a scene starts from the last picture of the one before; see `continuity`
    dynamic_cfg: bool = False  # CogVideoX only: guidance rises from 1 over the steps

    def check(self) -> None:
        """Raise `InputError` naming the value that is outside its list or range."""
        from ..prompting.model import MAX_SEED

        for name, choices in (
            ("quality", QUALITIES),
            ("vae_tiling", TILING),
            ("on_bad_output", ON_BAD_OUTPUT),
            ("on_failure", ON_FAILURE),
            ("length", LENGTHS),
            ("continuity", CONTINUITIES),
        ):
            if getattr(self, name) not in choices:
                raise InputError(f"{name} is {getattr(self, name)!r}. Choose one of: {', '.join(choices)}.")
        for name, high in (
            *(("width", 4096), ("height", 4096), ("frames", 1001), ("steps", 200)),
            *(("guidance", 30), ("guidance_2", 30), ("flow_shift", 20), ("max_retries", 5), ("seed", MAX_SEED)),
        ):
            if not 0 <= getattr(self, name) <= high:
                raise InputError(f"{name} is {getattr(self, name)}. Give 0 to {high}.")


@dataclass(frozen=True)
class Shot:
    """One attempt at one scene."""

    scene: str
    positive: str
    negative: str
    seed: int
    frames: int
    height: int
    width: int
    fps: int
    steps: int
    guidance: float
    guidance_2: float | None = None
    flow_shift: float | None = None
    tiled: bool = False
    vae_fp32: bool = False  # decode in float32 whatever the model's type
    dynamic_cfg: bool = False
    start: str = ""  # the hash of the picture it starts from; "" where it starts from noise alone

    def key(self, model: str, loras: Sequence[str]) -> str:
        """The content hash its footage is kept under, of the model, its LoRA and everything here but the scene's name."""
        import diffusers

        made_of = asdict(self)
        del made_of["scene"]
        whole = [FOOTAGE_VERSION, diffusers.__version__, model, list(loras), made_of]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:40]


def plan_shots(
    prompts: ScenePrompts, spec: ModelSpec, settings: GenerateSettings
) -> tuple[tuple[Shot, ...], tuple[str, ...]]:
    """The first shot of every scene, and notes on what had to change. Raises `InputError`."""
    from ..prompting.build import scene_seed

    settings.check()
    if not len(prompts):
        raise InputError("There are no prompts. Connect an Academic Prompt Builder with at least one scene.")
    preset = preset_for(prompts.settings.quality, spec)
    height, width, notes = _size(settings, preset, spec)
    written_for = prompts.settings.spec
    if written_for.family != spec.family:
        notes.append(
            f"warning: the prompts were written for {written_for.name}, the model is {spec.name}. "
            "Set the prompt builder's family, so that length and wording fit."
        )
    steps = settings.steps or preset.steps
    if settings.quality == "draft":
        steps = max(DRAFT_STEPS, steps // 4)
        notes.append(f"draft: {width}×{height}, {steps} steps")
    shots = tuple(
        Shot(
            scene=prompt.scene,
            positive=prompt.positive,
            negative=prompt.negative,
            seed=scene_seed(settings.seed, prompt.scene) if settings.seed else prompt.seed,
            frames=_frames(settings, prompt, spec, notes),
            height=height,
            width=width,
            fps=prompts.report.fps,
            steps=steps,
            guidance=settings.guidance or preset.guidance,
            guidance_2=(settings.guidance_2 or spec.guidance_2) if spec.guidance_2 else None,
            flow_shift=_flow_shift(settings, spec, height, notes),
            tiled=settings.vae_tiling == "on",
            dynamic_cfg=_dynamic_cfg(settings, spec, notes),
        )
        for prompt in prompts
    )
    return shots, tuple(dict.fromkeys(notes))


def scene_lengths(seconds: Sequence[float], fps: Fraction) -> list[int]:
    """Frames of each scene, rounded on the running clock as `film.schedule` does."""
    counts, clock, start = [], 0.0, 0
    for length in seconds:
        clock += length
        stop = max(start + 1, round(clock * fps))
        counts.append(stop - start)
        start = stop
    return counts


def _size(settings: GenerateSettings, preset: Preset, spec: ModelSpec) -> tuple[int, int, list[str]]:
    height, width = preset.size or (spec.height, spec.width)
    asked = settings.height or height, settings.width or width
    if settings.quality == "draft":
        asked = asked[0] // 2, asked[1] // 2
    height, width = snap_size(*asked, spec)
    notes = []
    if (height, width) != asked:
        notes.append(
            f"size {asked[1]}×{asked[0]} became {width}×{height}: {spec.name} needs multiples of {spec.multiple}"
        )
    return height, width, notes


def _frames(settings: GenerateSettings, prompt: ScenePrompt, spec: ModelSpec, notes: list[str]) -> int:
    asked = settings.frames or prompt.num_frames
    frames = snap_frames(asked, spec)
    if frames != asked:
        notes.append(f"{asked} frames became {frames}: {spec.name} makes {spec.frame_step}·k + 1")
    return frames


def _flow_shift(settings: GenerateSettings, spec: ModelSpec, height: int, notes: list[str]) -> float | None:
    if spec.flow_shift is None:
        if settings.flow_shift:
            notes.append(f"flow_shift is for Wan; {spec.name} does not use it")
        return None
    return settings.flow_shift or flow_shift_for(spec, height)


def _dynamic_cfg(settings: GenerateSettings, spec: ModelSpec, notes: list[str]) -> bool:
    if settings.dynamic_cfg and spec.family != "cogvideox":
        notes.append(f"dynamic_cfg is for CogVideoX; {spec.name} does not use it")
    return settings.dynamic_cfg and spec.family == "cogvideox"
