"""The nouns of this stage: `PromptSettings`, `ScenePrompt`, `PromptReport` and `ScenePrompts`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..diffusion.families import ModelSpec, model_spec
from ..diffusion.presets import Preset, preset_for
from ..errors import InputError

RAG_MODES = ("semantic", "overlay", "none")
LORA_PROFILES = ("auto", "none", "academic_infographic")
LANGUAGE_POLICIES = ("error", "warn", "off")
DIAGRAM_LOCKS = ("auto", "on", "off")
MAX_SEED = 2**32 - 1  # what numpy, torch and every ComfyUI sampler accept


@dataclass(frozen=True)
class PromptSettings:
    """How prompts are written. Texts left empty are taken from the plan.

    Raises `InputError` for a choice outside its list or a number outside its range.
    """

    family: str = "wan"  # "wan" | "cogvideox" | "ltx", or a model of `diffusion.families`
    quality: str = "balanced"  # a row of `diffusion.presets`
    topic: str = ""
    audience: str = ""
    objective: str = ""
    style: str = ""
    positive: str = ""  # replaces the positive prompt of every scene
    negative: str = ""  # replaces the negative prompt of every scene
    rag_mode: str = ""  # "semantic": cues and plan | "overlay": raw context | "none": no book text; "": as the preset
    max_context_words: int = 80  # of raw context in overlay mode
    diagram_lock: str = "auto"  # "on" | "off"; "auto": as the preset, else on
    scene_frames: int = 0  # frames of every scene; 0: the preset's, fewer for a scene that is shorter
    fps: int = 0  # 0: the preset's
    seed: int = 0  # scenes derive their own from it; 0 with a preset that fixes a seed: the preset's
    lora_names: tuple[str, ...] = ()  # files of the LoRA in use, for `lora_prompt_profile` auto
    lora_prompt_profile: str = "auto"
    lora_trigger: str = ""  # put first in every positive prompt
    lora_negative_boost: bool = True
    language_policy: str = "error"

    def __post_init__(self) -> None:
        for name, value, choices in (
            ("rag_mode", self.rag_mode, ("", *RAG_MODES)),
            ("diagram_lock", self.diagram_lock, DIAGRAM_LOCKS),
            ("lora_prompt_profile", self.lora_prompt_profile, LORA_PROFILES),
            ("language_policy", self.language_policy, LANGUAGE_POLICIES),
        ):
            if value not in choices:
                raise InputError(f"{name} is {value!r}. Choose one of: {', '.join(c or 'empty' for c in choices)}.")
        for name, value, low, high in (
            ("max_context_words", self.max_context_words, 0, 2000),
            ("scene_frames", self.scene_frames, 0, 10_000),
            ("fps", self.fps, 0, 120),
            ("seed", self.seed, 0, 2**64 - 1),
        ):
            if not low <= value <= high:
                raise InputError(f"{name} is {value}. Give a whole number from {low} to {high}.")
        preset_for(self.quality, self.spec)

    @property
    def spec(self) -> ModelSpec:
        """The model these prompts are for."""
        return model_spec(self.family)

    @property
    def preset(self) -> Preset:
        """The row of the quality table for that model."""
        return preset_for(self.quality, self.spec)


@dataclass(frozen=True)
class ScenePrompt:
    """What a sampler needs for one scene."""

    scene: str  # Scene.id
    positive: str
    negative: str
    num_frames: int  # follows the model's frame rule
    seed: int  # 0 … 2³² − 1, from the film's seed and the scene's id
    seconds: float  # of the scene in the film, which may be longer than the footage
    tokens: int = 0  # of `positive`, end token included
    negative_tokens: int = 0
    cut: tuple[str, ...] = ()  # parts that were shortened or left out for the limit


@dataclass(frozen=True)
class PromptReport:
    """What was decided, counted, cut and removed on the way."""

    model: str
    quality: str
    rag_mode: str
    token_limit: int
    counted_with: str  # "tokenizer" or "estimate"
    fps: int
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @property
    def estimate(self) -> str:
        """How the length is estimated."""
        return " from T5's count and a quarter more" if model_spec(self.model).family == "wan" else " as T5 counts"

    def lines(self) -> list[str]:
        """The report as a person reads it."""
        exact = "counted with the tokenizer of its text encoder"
        counted = exact if self.counted_with == "tokenizer" else f"estimated{self.estimate}, no tokenizer at hand"
        head = f"{self.model}, {self.quality}, rag {self.rag_mode}, limit {self.token_limit} tokens ({counted})"
        return [head, *self.notes, *(f"warning: {w}" for w in self.warnings)]


@dataclass(frozen=True)
class ScenePrompts:
    """The prompts of a film, scene by scene."""

    prompts: tuple[ScenePrompt, ...]
    report: PromptReport
    settings: PromptSettings

    def __iter__(self):
        return iter(self.prompts)

    def __len__(self) -> int:
        return len(self.prompts)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"prompts": [asdict(p) for p in self.prompts], "report": self.report.to_dict()}
