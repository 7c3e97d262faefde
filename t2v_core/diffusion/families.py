"""The table of video model families: frame and size rules, token limits and published defaults.

Imports nothing heavy: prompts, sizes and frame counts are decided from it long before a model is loaded.
Sources: "code" is diffusers 0.42 (pipeline signatures and VAE ratios), "page" the family's public
documentation in diffusers (docs/source/en/api/pipelines/wan.md, cogvideox.md, ltx_video.md), "card" the model card,
to be verified where the weights can be had. CogVideoX counts and sizes are those of its model cards: 8N + 1 frames up
to 49, 16N + 1 up to 161 for 1.5, at 720×480 and 1360×768; LTX-Video's says up to 257 frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import InputError

Family = Literal["wan", "cogvideox", "ltx"]
FAMILIES: tuple[Family, ...] = ("wan", "cogvideox", "ltx")


@dataclass(frozen=True)
class ModelSpec:
    """What has to be known of a model before it is loaded."""

    name: str
    family: Family
    hub_id: str
    height: int  # pixels, published default
    width: int
    multiple: int  # height and width are multiples of this
    frame_step: int  # num_frames = frame_step × k + 1, k ≥ 1
    frames: int  # published default
    fps: int
    steps: int
    guidance: float
    token_limit: int  # of the text encoder, end token included
    dtype: str  # of transformer and text encoder; the Wan VAE stays float32
    scheduler: str
    source: str
    flow_shift: float | None = None  # at the default size; `flow_shift_for` knows the others
    guidance_2: float | None = None  # of the low-noise transformer of two-stage models
    decode_timestep: float | None = None  # LTX ≥ 0.9.1: the VAE takes a last denoising step
    decode_noise_scale: float | None = None
    timesteps: tuple[float, ...] = ()  # of distilled models: the only ones they were trained for
    longest: int = 0  # frames, where more than the default were published

    @property
    def most_frames(self) -> int:
        """The longest footage that the model was published for."""
        return self.longest or self.frames


_UNIPC, _DDIM, _DPM = "UniPC flow", "CogVideoX DDIM", "CogVideoX DPM"
_EULER, _QUADRATIC = "FlowMatchEuler, dynamic shift", "FlowMatchEuler, linear-quadratic"

# The first model of a family is its default. Wan 2.1 14B is the seed system's default model.
MODELS: tuple[ModelSpec, ...] = (
    ModelSpec(
        name="wan2.1-14b", family="wan", hub_id="Wan-AI/Wan2.1-T2V-14B-Diffusers",
        height=480, width=832, multiple=16, frame_step=4, frames=81, fps=16, steps=50, guidance=5.0,
        token_limit=512, dtype="bf16", scheduler=_UNIPC, flow_shift=3.0, source="code; also 720×1280, flow_shift 5",
    ),
    ModelSpec(
        name="wan2.1-1.3b", family="wan", hub_id="Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
        height=480, width=832, multiple=16, frame_step=4, frames=81, fps=16, steps=50, guidance=5.0,
        token_limit=512, dtype="bf16", scheduler=_UNIPC, flow_shift=3.0, source="code",
    ),
    ModelSpec(
        name="wan2.2-a14b", family="wan", hub_id="Wan-AI/Wan2.2-T2V-A14B-Diffusers",
        height=720, width=1280, multiple=16, frame_step=4, frames=81, fps=16, steps=40, guidance=4.0, guidance_2=3.0,
        token_limit=512, dtype="bf16", scheduler=_UNIPC, flow_shift=12.0, source="card",
    ),
    ModelSpec(
        name="wan2.2-ti2v-5b", family="wan", hub_id="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        height=704, width=1280, multiple=32, frame_step=4, frames=121, fps=24, steps=50, guidance=5.0,
        token_limit=512, dtype="bf16", scheduler=_UNIPC, flow_shift=5.0, source="card",
    ),
    ModelSpec(
        name="cogvideox-5b", family="cogvideox", hub_id="THUDM/CogVideoX-5b",
        height=480, width=720, multiple=16, frame_step=8, frames=49, fps=8, steps=50, guidance=6.0,
        token_limit=226, dtype="bf16", scheduler=_DPM, source="page",
    ),
    ModelSpec(
        name="cogvideox-2b", family="cogvideox", hub_id="THUDM/CogVideoX-2b",
        height=480, width=720, multiple=16, frame_step=8, frames=49, fps=8, steps=50, guidance=6.0,
        token_limit=226, dtype="fp16", scheduler=_DDIM, source="page",
    ),
    ModelSpec(
        name="cogvideox1.5-5b", family="cogvideox", hub_id="THUDM/CogVideoX1.5-5B",
        height=768, width=1360, multiple=16, frame_step=16, frames=81, fps=16, steps=50, guidance=6.0,
        token_limit=224, dtype="bf16", scheduler=_DPM, longest=161, source="code; 81 or 161 frames",
    ),
    ModelSpec(
        name="ltx-0.9.1", family="ltx", longest=257, hub_id="Lightricks/LTX-Video-0.9.1",
        height=512, width=704, multiple=32, frame_step=8, frames=161, fps=24, steps=50, guidance=3.0,
        token_limit=128, dtype="bf16", scheduler=_EULER, decode_timestep=0.05, decode_noise_scale=0.025,
        source="code; page: 0.9.1 and later decode with timestep 0.05",
    ),
    ModelSpec(
        name="ltx-0.9.5", family="ltx", longest=257, hub_id="Lightricks/LTX-Video-0.9.5",
        height=512, width=768, multiple=32, frame_step=8, frames=161, fps=24, steps=40, guidance=3.0,
        token_limit=256, dtype="bf16", scheduler=_QUADRATIC, decode_timestep=0.05, decode_noise_scale=0.025,
        source="code (LTXConditionPipeline and its example)",
    ),
    ModelSpec(
        name="ltx-13b", family="ltx", longest=257, hub_id="Lightricks/LTX-Video-0.9.7-dev",
        height=512, width=768, multiple=32, frame_step=8, frames=161, fps=24, steps=30, guidance=5.0,
        token_limit=256, dtype="bf16", scheduler=_QUADRATIC, decode_timestep=0.05, decode_noise_scale=0.025,
        source="page; 768×512 is what its example denoises before the latent upscaler, which is not used here",
    ),
    ModelSpec(
        name="ltx-13b-distilled", family="ltx", longest=257, hub_id="Lightricks/LTX-Video-0.9.8-13B-distilled",
        height=512, width=768, multiple=32, frame_step=8, frames=161, fps=24, steps=8, guidance=1.0,
        token_limit=256, dtype="bf16", scheduler=_QUADRATIC, decode_timestep=0.05, decode_noise_scale=0.025,
        timesteps=(1000, 993, 987, 981, 975, 909, 725, 0.03), source="page; the same for 0.9.7",
    ),
    ModelSpec(
        name="ltx-0.9.0", family="ltx", longest=257, hub_id="Lightricks/LTX-Video",
        height=512, width=704, multiple=32, frame_step=8, frames=161, fps=24, steps=50, guidance=3.0,
        token_limit=128, dtype="bf16", scheduler=_EULER, source="code",
    ),
)  # fmt: skip


def model_spec(name: str) -> ModelSpec:
    """The row for a model's name, hub id or family (the family's default); `InputError` for anything else."""
    wanted = name.strip().lower()
    for spec in MODELS:
        if wanted in (spec.name, spec.family, spec.hub_id.lower()):
            return spec
    known = ", ".join((*FAMILIES, *(spec.name for spec in MODELS)))
    raise InputError(f"{name!r} is no known video model family. Choose one of: {known}.")


def snap_frames(frames: int, spec: ModelSpec) -> int:
    """The nearest frame count the model can make (`frame_step × k + 1`, k ≥ 1); a tie goes up."""
    if frames < 1:
        raise InputError(f"{frames} is not a number of frames. Ask for at least {spec.frame_step + 1}.")
    k = (2 * (frames - 1) + spec.frame_step) // (2 * spec.frame_step)
    return spec.frame_step * max(1, k) + 1


def snap_size(height: int, width: int, spec: ModelSpec) -> tuple[int, int]:
    """Height and width to the nearest multiple the model can make, at least one multiple each."""
    if height < 1 or width < 1:
        raise InputError(f"{width}×{height} is not a picture size. The model's own is {spec.width}×{spec.height}.")

    def snap(pixels: int) -> int:
        return spec.multiple * max(1, (2 * pixels + spec.multiple) // (2 * spec.multiple))

    return snap(height), snap(width)


def flow_shift_for(spec: ModelSpec, height: int) -> float | None:
    """Wan 2.1 wants flow_shift 3 up to 480p and 5 above (diffusers documentation); others keep their own."""
    return 5.0 if spec.name.startswith("wan2.1") and height > 480 else spec.flow_shift
