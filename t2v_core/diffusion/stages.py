"""The three phases of one shot: encode its prompts, denoise its latents, decode its frames.

Encoding and denoising are diffusers' own pipelines, run as far as the latents; decoding is what those
pipelines do with latents, so that all scenes can be encoded, then denoised, then decoded, and each model
part is loaded once. A shot's generator lives on the CPU, for equal noise on every device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .families import ModelSpec
from .shots import Shot

if TYPE_CHECKING:
    import numpy as np
    import torch

# `on_step(step, latents)` after each denoising step; latents are [C, F, H, W].
OnStep = Callable[[int, "torch.Tensor"], None]

# Inner widths of the transformers, by their published configurations; 5120 is Wan 14B's.
_WIDTHS = {
    "wan2.1-1.3b": 1536, "wan2.2-ti2v-5b": 3072, "cogvideox-2b": 1920, "cogvideox-5b": 3072, "cogvideox1.5-5b": 3072
}  # fmt: skip
# Values that a VAE holds for each pixel at its peak (LTX: for each frame's pixel), and the pixels of a tile.
_DECODING = {"wan": (6500, 256 * 256), "cogvideox": (25000, 240 * 360), "ltx": (52, 512 * 512)}


@dataclass
class Embeds:
    """A prompt and its negative, encoded, as the keyword arguments a pipeline takes."""

    arguments: dict[str, torch.Tensor | None]


@dataclass
class Latents:
    """Denoised latents on the CPU as the pipeline gives them, and the generator, which decoding may go on using."""

    tensor: torch.Tensor
    generator: torch.Generator

    def finite(self) -> bool:
        """Whether denoising gave numbers."""
        return bool(self.tensor.isfinite().all())


def encode(pipe: Any, spec: ModelSpec, shot: Shot) -> Embeds:
    """Prompt embeddings on the CPU."""
    import torch

    with torch.inference_mode():
        found = pipe.encode_prompt(
            prompt=shot.positive,
            negative_prompt=shot.negative,
            do_classifier_free_guidance=_guided(shot),
            max_sequence_length=token_limit(pipe, spec),
            device=pipe._execution_device,
        )
    names = ["prompt_embeds", "negative_prompt_embeds"]
    if spec.family == "ltx":
        names = ["prompt_embeds", "prompt_attention_mask", "negative_prompt_embeds", "negative_prompt_attention_mask"]
    return Embeds({n: None if t is None else t.cpu() for n, t in zip(names, found, strict=True)})


def unread(pipe: Any, spec: ModelSpec, shot: Shot) -> tuple[str, ...]:
    """Notes on prompts that have more tokens than the model reads."""
    limit, notes = token_limit(pipe, spec), []
    for name, prompt in (("prompt", shot.positive), ("negative prompt", shot.negative if _guided(shot) else "")):
        tokens = pipe.tokenizer([prompt], padding="longest", return_tensors="pt").input_ids.shape[1]
        if tokens > limit:
            notes.append(f"the {name} has {tokens} tokens, of which {spec.name} reads {limit}: its end is left out")
    return tuple(notes)


def denoise(
    pipe: Any, spec: ModelSpec, shot: Shot, embeds: Embeds, on_step: OnStep, start: np.ndarray | None = None
) -> Latents:
    """Latents of the shot; `on_step` is called after every step and may raise to stop.

    `start` is the first frame, uint8 H×W×3, for pipelines of `continuity.from_picture`.
    """
    import torch

    device = pipe._execution_device
    generator = torch.Generator("cpu").manual_seed(shot.seed)

    def step_end(_pipe: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        on_step(step + 1, _channels_first(_pipe, spec, shot, tensors["latents"])[0])
        return {}

    extra: dict[str, Any] = {}
    if spec.family == "ltx":
        extra["frame_rate"] = shot.fps
        if spec.timesteps and shot.steps == len(spec.timesteps):
            extra["timesteps"] = list(spec.timesteps)
    if shot.guidance_2 is not None and spec.family == "wan":
        extra["guidance_scale_2"] = shot.guidance_2
    if shot.dynamic_cfg:
        extra["use_dynamic_cfg"] = True
    if start is not None:
        from PIL import Image

        extra["image"] = Image.fromarray(start)
    with torch.inference_mode():
        made = pipe(
            **{n: None if t is None else t.to(device) for n, t in embeds.arguments.items()},
            height=shot.height,
            width=shot.width,
            num_frames=shot.frames,
            num_inference_steps=shot.steps,
            guidance_scale=shot.guidance,
            generator=generator,
            max_sequence_length=token_limit(pipe, spec),
            output_type="latent",
            return_dict=False,
            callback_on_step_end=step_end,
            **extra,
        )
    return Latents(made[0].cpu(), generator)


def decode(pipe: Any, spec: ModelSpec, shot: Shot, latents: Latents, vae: torch.nn.Module) -> np.ndarray:
    """Frames of the shot, float32 F×H×W×3 of 0…1 (NaN where the model failed)."""
    import torch

    tensor = latents.tensor.to(pipe._execution_device)
    with torch.inference_mode(), tiling(vae, shot.tiled):
        video = _DECODERS[spec.family](pipe, spec, shot, tensor, latents.generator, vae)
        return pipe.video_processor.postprocess_video(video, output_type="np")[0]


@contextmanager
def tiling(vae: torch.nn.Module, on: bool) -> Iterator[None]:
    """The VAE decodes in tiles inside, and as before afterwards."""
    before = vae.use_tiling
    try:
        if on:
            vae.enable_tiling()
        yield
    finally:
        vae.use_tiling = before


def token_limit(pipe: Any, spec: ModelSpec) -> int:
    """Tokens of a prompt: CogVideoX's position embeddings fix the number, the others keep the family's."""
    return pipe.transformer.config.get("max_text_seq_length", spec.token_limit)


def working_bytes(spec: ModelSpec, shot: Shot, phase: str) -> int:
    """An estimate of the activations of a phase, in bytes, for the host's memory manager.

    Denoising goes by ComfyUI's rule for Wan (comfy/supported_models.py: `memory_usage_factor` is the transformer's width
    over 2222), which CogVideoX takes too, and its factor for LTX. Decoding was measured on an H100 at the published sizes
    (`tests/bench/bench_cuda_speed.py`), with a tenth to spare: it goes by the area that is decoded at once, a tile's if
    tiled, and keeps all frames; only LTX's VAE decodes all frames at once.
    """
    if phase == "encode":
        return 512 * 2**20
    time, space = (8, 32) if spec.family == "ltx" else (4, 8)
    frames = (shot.frames - 1) // time + 1
    if phase == "denoise":
        factor = 5.5 if spec.family == "ltx" else _WIDTHS.get(spec.name, 5120) / 2222
        guided = 2 if _guided(shot) and spec.family != "wan" else 1
        return int(guided * frames * (shot.height // space) * (shot.width // space) * 2 * 0.01 * factor * 2**20)
    size = 4 if spec.family == "wan" or shot.vae_fp32 else 2
    per_pixel, tile = _DECODING[spec.family]
    area = min(tile, shot.height * shot.width) if shot.tiled else shot.height * shot.width
    depth = shot.frames if spec.family == "ltx" else 1
    return size * (area * per_pixel * depth + 3 * shot.frames * shot.height * shot.width)


def _guided(shot: Shot) -> bool:
    return shot.guidance > 1.0


def _channels_first(pipe: Any, spec: ModelSpec, shot: Shot, tensor: torch.Tensor) -> torch.Tensor:
    """A pipeline's latents as [B, C, F, H, W]."""
    if spec.family == "cogvideox":
        return tensor.permute(0, 2, 1, 3, 4)
    if spec.family == "wan" or tensor.dim() == 5:  # LTX's newer pipeline unpacks its last latents itself
        return tensor
    return pipe._unpack_latents(
        tensor,
        (shot.frames - 1) // pipe.vae_temporal_compression_ratio + 1,
        shot.height // pipe.vae_spatial_compression_ratio,
        shot.width // pipe.vae_spatial_compression_ratio,
        pipe.transformer_spatial_patch_size,
        pipe.transformer_temporal_patch_size,
    )


def _decode_wan(pipe, spec, shot, tensor, generator, vae) -> torch.Tensor:
    import torch

    tensor = tensor.to(vae.dtype)
    mean, std = (
        torch.tensor(values).view(1, -1, 1, 1, 1).to(tensor.device, tensor.dtype)
        for values in (vae.config.latents_mean, vae.config.latents_std)
    )
    return vae.decode(tensor / (1.0 / std) + mean, return_dict=False)[0]


def _decode_cogvideox(pipe, spec, shot, tensor, generator, vae) -> torch.Tensor:
    patch, ratio = pipe.transformer.config.patch_size_t, pipe.vae_scale_factor_temporal
    latent_frames = (shot.frames - 1) // ratio + 1
    padding = -latent_frames % patch if patch else 0  # CogVideoX 1.5 pads in front; its pipeline drops it here too
    tensor = tensor[:, padding:].permute(0, 2, 1, 3, 4)
    return vae.decode((1 / vae.config.scaling_factor * tensor).to(vae.dtype), return_dict=False)[0]


def _decode_ltx(pipe, spec, shot, tensor, generator, vae) -> torch.Tensor:
    import torch
    from diffusers.utils.torch_utils import randn_tensor

    tensor = _channels_first(pipe, spec, shot, tensor)
    tensor = pipe._denormalize_latents(tensor, vae.latents_mean, vae.latents_std, vae.config.scaling_factor)
    dtype = pipe.transformer.dtype
    tensor, timestep = tensor.to(dtype), None
    if vae.config.timestep_conditioning:
        noise = randn_tensor(tensor.shape, generator=generator, device=tensor.device, dtype=dtype)
        scale = torch.tensor([spec.decode_noise_scale], device=tensor.device, dtype=dtype)[:, None, None, None, None]
        timestep = torch.tensor([spec.decode_timestep], device=tensor.device, dtype=dtype)
        tensor = (1 - scale) * tensor + scale * noise
        timestep = timestep.to(vae.dtype)
    return vae.decode(tensor.to(vae.dtype), timestep, return_dict=False)[0]


_DECODERS = {"wan": _decode_wan, "cogvideox": _decode_cogvideox, "ltx": _decode_ltx}
