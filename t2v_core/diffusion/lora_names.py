"""How the makers of LoRA files name modules and tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .families import Family

if TYPE_CHECKING:
    import torch

# The end of a tensor's name → what it is. Longer ends first.
_KINDS = {
    ".lora_A.default.weight": "down",
    ".lora_B.default.weight": "up",
    ".lora_magnitude_vector.default.weight": "magnitude",
    ".lora_magnitude_vector.weight": "magnitude",
    ".lora_magnitude_vector": "magnitude",
    ".dora_scale": "magnitude",
    ".lora_A.weight": "down",
    ".lora_B.weight": "up",
    ".lora_B.bias": "up_bias",
    ".lora_down.weight": "down",
    ".lora_up.weight": "up",
    ".lora.down.weight": "down",
    ".lora.up.weight": "up",
    ".hada_w1_a": "w1_a",
    ".hada_w1_b": "w1_b",
    ".hada_w2_a": "w2_a",
    ".hada_w2_b": "w2_b",
    ".lokr_w1": "kron1",
    ".lokr_w1_a": "kron1_a",
    ".lokr_w1_b": "kron1_b",
    ".lokr_w2": "kron2",
    ".lokr_w2_a": "kron2_a",
    ".lokr_w2_b": "kron2_b",
    ".alpha": "alpha",
    ".diff": "diff",
    ".diff_b": "diff_b",
}
# LightX2V's distilled Wan names a change of a block's, or the head's, modulation by what has it.
_MODULATION, _TABLE = ".diff_m", "modulation"
# Longer ones first: Wan-Fun writes `lora_unet__`, DiffSynth `pipe.dit.`.
_PREFIXES = (
    *("base_model.model.", "model.diffusion_model.", "diffusion_model.", "transformer_2.", "transformer.", "unet."),
    *("pipe.dit.", "lora_unet__", "lora_unet_", "lora_transformer_", "lycoris_"),
)
# diffusers' name → the authors' own, in this order (diffusers' convert_wan_… and convert_ltx_… scripts).
_ORIGINAL: dict[Family, tuple[tuple[str, str], ...]] = {
    "wan": (
        ("condition_embedder.time_embedder.linear_1", "time_embedding.0"),
        ("condition_embedder.time_embedder.linear_2", "time_embedding.2"),
        ("condition_embedder.text_embedder.linear_1", "text_embedding.0"),
        ("condition_embedder.text_embedder.linear_2", "text_embedding.2"),
        ("condition_embedder.time_proj", "time_projection.1"),
        ("attn1.to_out.0", "self_attn.o"),
        ("attn2.to_out.0", "cross_attn.o"),
        ("attn1.to_", "self_attn."),
        ("attn2.to_", "cross_attn."),
        ("attn1.", "self_attn."),
        ("attn2.", "cross_attn."),
        ("ffn.net.0.proj", "ffn.0"),
        ("ffn.net.2", "ffn.2"),
        ("norm2", "norm3"),
        ("proj_out", "head.head"),
        ("scale_shift_table", _TABLE),
    ),
    "ltx": (
        ("proj_in", "patchify_proj"),
        ("time_embed", "adaln_single"),
        ("norm_q", "q_norm"),
        ("norm_k", "k_norm"),
    ),
    "cogvideox": (),
}


def split_key(key: str) -> tuple[str, str | None]:
    """A tensor's module, as the file names it, and its kind; None for a kind that is not known."""
    for end, kind in _KINDS.items():
        if key.endswith(end):
            return key[: -len(end)], kind
    if key.endswith(_MODULATION):
        return f"{key.removesuffix(_MODULATION)}.{_TABLE}", "diff"
    return key, None


def strip_prefix(name: str) -> str:
    """A module's name without the prefixes that say which program wrote it."""
    while prefix := next((p for p in _PREFIXES if name.startswith(p)), ""):
        name = name[len(prefix) :]
    return name


def parameter_names(module: torch.nn.Module, family: Family) -> dict[str, str]:
    """Every name a file may use for a layer's weight, or for a table (without prefix) → diffusers' name of the parameter."""
    names: dict[str, str] = {}
    for parameter, _ in module.named_parameters():
        if parameter.endswith(".bias"):
            continue
        own = parameter.removesuffix(".weight")
        for alias in (own, _original(own, family)):
            names[alias] = parameter
            names[alias.replace(".", "_")] = parameter
    return names


def _original(name: str, family: Family) -> str:
    for ours, theirs in _ORIGINAL[family]:
        name = name.replace(ours, theirs)
    return f"head.{name}" if name == _TABLE else name
