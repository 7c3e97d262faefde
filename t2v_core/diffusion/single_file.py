"""A part of a model from one file: transformers of Wan and LTX-Video, as ComfyUI keeps them in `models/diffusion_models`.

What it is, and its configuration, are read off names and shapes in the file's header before any weight is. Files of
the models' authors (also with `model.diffusion_model.` in front, and with other parts besides) and of diffusers are
known. Weights that ComfyUI stores as float8 with a scale each are multiplied by it; every other
quantization, and every tensor that has no place in the model, is refused by name: nothing is loaded half.
Text encoders and VAEs that are files of their own are recognised in `part_files.py`, and loaded here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ModelError
from ..host import Report, silent
from .families import Family
from .float8 import t5_layers, times
from .weights import Header, read_header

if TYPE_CHECKING:
    import torch

_PREFIXES = ("model.diffusion_model.", "diffusion_model.", "transformer.")
# A name that only this kind of file has → the family, and whether the names are the authors' own.
_MARKS: tuple[tuple[str, Family, bool], ...] = (
    ("head.modulation", "wan", True),
    ("condition_embedder.time_proj.weight", "wan", False),
    ("patchify_proj.weight", "ltx", True),
    ("caption_projection.linear_1.weight", "ltx", False),
)
# Parts that make a file something other than a model from text to video.
_OTHERS = {
    "img_emb.": "a Wan image-to-video model", "condition_embedder.image_embedder.": "a Wan image-to-video model",
    "vace_": "Wan VACE", "control_adapter.": "a Wan camera model", "face_adapter.": "Wan Animate",
    "audio_": "a model with sound", "casual_audio_encoder.": "Wan S2V", "ref_conv.": "a Wan control model",
}  # fmt: skip
_CLASSES = {"wan": "WanTransformer3DModel", "ltx": "LTXVideoTransformer3DModel"}
# T5 shares its embedding between two names.
TIED = "encoder.embed_tokens.weight"
_SCALES = (".scale_weight", ".weight_scale")
# Of quantized matrix multiplication; they do not change the weights.
_ASIDE = (".scale_input", ".input_scale", ".comfy_quant")
_FLOAT8 = ("F8_E4M3", "F8_E5M2")
_FLOATS = ("F32", "F16", "BF16", *_FLOAT8)
# Every published Wan has heads of 128, every LTX-Video 32 heads (diffusers' conversion scripts; ComfyUI's model_detection.py).
_WAN_HEAD, _LTX_HEADS = 128, 32


@dataclass(frozen=True)
class SingleFile:
    """What a file holds. `names`: the model's parameter → the file's tensor; `scales`: tensor → its scale."""

    path: Path
    family: Family
    model: str  # its class in diffusers or transformers
    config: dict[str, Any]
    names: Mapping[str, str]
    scales: Mapping[str, str]
    others: tuple[str, ...]  # tensors of other parts, such as a VAE

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


def inspect_file(path: Path) -> SingleFile:
    """What is in a file, by its header. Raises `ModelError` naming file and tensor for whatever cannot be loaded whole."""
    header = read_header(path)
    own, others = _own(header)
    family, original = _family(path, own)
    for part, what in _OTHERS.items():
        found = next((n for n in own if n.startswith(part)), None)
        if found:
            raise ModelError(f"{path.name} is {what} ({found}): it does not make video from text alone.")
    weights, scales = weights_and_scales(path, header, own)
    names = _names(family, weights) if original else {n: n for n in weights}
    config = _config(path, family, {name: tuple(header.tensors[weights[n]]["shape"]) for name, n in names.items()})
    found = SingleFile(
        path, family, _CLASSES[family], config, {n: weights[o] for n, o in names.items()}, scales, others
    )
    check_whole(found, header)
    return found


def load_part(
    file: SingleFile,
    dtype: torch.dtype,
    report: Report = silent,
    in_fp8: Callable[[torch.nn.Module], Iterable[str]] = lambda module: (),
) -> torch.nn.Module:
    """The module with the file's weights in `dtype`; what its library keeps in float32 stays so.

    `in_fp8` names the layers whose weights become float8_e4m3fn as they are read: they never lie in memory in `dtype`.
    The layers of a text encoder that the file has in float8 stay in float8: their inputs are multiplied by their scales.
    """
    import torch
    from safetensors import safe_open

    module = _empty(file)
    kept = _kept_in_float32(module, dtype)
    narrow = {f"{layer}.weight" for layer in in_fp8(module)}
    as_it_is = {f"{layer}.weight" for layer in t5_layers(module)}
    state, inputs_times = {}, {}
    with safe_open(file.path, framework="pt") as tensors:
        for n, (name, key) in enumerate(file.names.items()):
            report(n, len(file.names), f"Loading {file.path.name}")
            tensor = tensors.get_tensor(key)
            factor = tensors.get_tensor(file.scales[key]).float() if key in file.scales else None
            if name in as_it_is and tensor.dtype.itemsize == 1 and (factor is None or factor.numel() == 1):
                inputs_times[name.removesuffix(".weight")] = None if factor is None else factor.item()
                state[name] = tensor
                continue
            if factor is not None:
                tensor = tensor.float() * factor.reshape(-1, *[1] * (tensor.dim() - 1))
            tensor = tensor.to(torch.float32 if any(k in name.split(".") for k in kept) else dtype)
            state[name] = tensor.to(torch.float8_e4m3fn) if name in narrow else tensor
    module.load_state_dict(state, assign=True, strict=False)  # `check_whole` was strict; tied weights have one name
    if hasattr(module, "tie_weights"):
        module.tie_weights()
    for name, factor in inputs_times.items():
        if factor is not None:
            module.get_submodule(name).register_forward_pre_hook(times(factor))
    return module.eval()


def same_tensor(file: SingleFile, key: str, other: Path, other_key: str) -> bool | None:
    """Whether a tensor of another part is the one in another file; None when either does not have it."""
    import torch
    from safetensors import safe_open

    with safe_open(file.path, framework="pt") as a, safe_open(other, framework="pt") as b:
        if key not in a.keys() or other_key not in b.keys():  # noqa: SIM118 - safe_open has no __contains__
            return None
        mine, theirs = a.get_tensor(key), b.get_tensor(other_key)
    return mine.shape == theirs.shape and torch.allclose(mine.float(), theirs.float(), rtol=1e-2, atol=1e-3)


def _own(header: Header) -> tuple[dict[str, str], tuple[str, ...]]:
    """The transformer's tensors by name without prefix, and the names of everything else."""
    for prefix in _PREFIXES:
        own = {key[len(prefix) :]: key for key in header.tensors if key.startswith(prefix)}
        if own:
            return own, tuple(k for k in header.tensors if not k.startswith(prefix))
    return {key: key for key in header.tensors}, ()


def _family(path: Path, own: Iterable[str]) -> tuple[Family, bool]:
    names = set(own)
    for mark, family, original in _MARKS:
        if mark in names and (mark != "caption_projection.linear_1.weight" or "time_embed.linear.weight" in names):
            return family, original
    raise ModelError(
        f"{path.name} holds no transformer of Wan or LTX-Video (its first tensor is {min(names, default='none')}). "
        "Choose such a file, or a diffusers folder."
    )


def weights_and_scales(path: Path, header: Header, own: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The weights by name, and the scale of each that has one. Raises `ModelError` for another quantization."""
    scales = {}
    for name, key in own.items():
        end = next((e for e in _SCALES if name.endswith(e)), "")
        if not end:
            continue
        weight = own.get(f"{name[: -len(end)]}.weight")
        shape, rows = header.tensors[key]["shape"], header.tensors.get(weight, {}).get("shape", [0])[0]
        count = 1
        for size in shape:
            count *= size
        if weight is None or header.tensors[weight]["dtype"] not in _FLOAT8 or count not in (1, rows):
            raise ModelError(_unknown_quantization(path, name))
        scales[weight] = key
    aside = (*_SCALES, *_ASIDE)
    weights = {n: k for n, k in own.items() if not n.endswith(aside) and n != "scaled_fp8"}
    for name, key in weights.items():
        if header.tensors[key]["dtype"] not in _FLOATS:
            raise ModelError(_unknown_quantization(path, name))
    marked = "scaled_fp8" in own or any(n.endswith(".comfy_quant") for n in own)
    marked = marked or "_quantization_metadata" in header.metadata
    if marked and not scales and any(header.tensors[k]["dtype"] in _FLOAT8 for k in weights.values()):
        raise ModelError(f"{path.name} is damaged: it says its weights are scaled, and has no scales. Get it again.")
    return weights, scales


def _unknown_quantization(path: Path, name: str) -> str:
    return (
        f"{path.name} is quantized in a way that is not supported ({name}). Supported are float16, bfloat16, float32, "
        "and float8 with or without one scale a weight (`fp8_scaled`). Get one of these."
    )


def _names(family: Family, weights: Iterable[str]) -> dict[str, str]:
    """diffusers' name → the authors' name, by diffusers' own conversion, which only renames these."""
    from diffusers.loaders import single_file_utils as convert

    names = {name: name for name in weights}
    if family == "wan":
        return convert.convert_wan_transformer_to_diffusers(names)
    return convert.convert_ltx_transformer_checkpoint_to_diffusers(names)


def _config(path: Path, family: Family, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """The model's configuration, by the shapes of its parameters."""
    try:
        if family == "wan":
            width, channels, *patch = shapes["patch_embedding.weight"]
            return {
                "num_attention_heads": width // _WAN_HEAD,
                "attention_head_dim": _WAN_HEAD,
                "in_channels": channels,
                "out_channels": shapes["proj_out.weight"][0] // (patch[0] * patch[1] * patch[2]),
                "patch_size": tuple(patch),
                "text_dim": shapes["condition_embedder.text_embedder.linear_1.weight"][1],
                "freq_dim": shapes["condition_embedder.time_embedder.linear_1.weight"][1],
                "ffn_dim": shapes["blocks.0.ffn.net.0.proj.weight"][0],
                "num_layers": count_blocks(shapes, "blocks."),
            }
        width, channels = shapes["proj_in.weight"]
        return {
            "num_attention_heads": _LTX_HEADS,
            "attention_head_dim": width // _LTX_HEADS,
            "in_channels": channels,
            "out_channels": shapes["proj_out.weight"][0],
            "cross_attention_dim": shapes["transformer_blocks.0.attn2.to_k.weight"][1],
            "caption_channels": shapes["caption_projection.linear_1.weight"][1],
            "num_layers": count_blocks(shapes, "transformer_blocks."),
        }
    except (KeyError, ValueError, IndexError) as e:
        raise ModelError(f"{path.name} is not a whole {family} transformer: {e} is missing. Get the file again.") from e


def count_blocks(names: Iterable[str], prefix: str) -> int:
    """How many numbered blocks there are below `prefix`."""
    return len({n[len(prefix) :].partition(".")[0] for n in names if n.startswith(prefix)})


def check_whole(file: SingleFile, header: Header) -> None:
    """Every parameter has its tensor of its shape, and no tensor is left over. Raises `ModelError` naming the first."""
    expected = {name: tuple(p.shape) for name, p in _empty(file).state_dict().items() if name != TIED}
    missing, extra = sorted(expected.keys() - file.names.keys()), sorted(file.names.keys() - expected.keys())
    if missing or extra:
        what = f"lacks {missing[0]}" if missing else f"holds {file.names[extra[0]]}, which has no place in the model"
        more = f" ({len(missing)} missing, {len(extra)} without a place)" if len(missing) + len(extra) > 1 else ""
        raise ModelError(f"{file.path.name} is not a whole {file.model}: it {what}{more}.")
    for name, key in file.names.items():
        shape = tuple(header.tensors[key]["shape"])
        if shape != expected[name]:
            raise ModelError(
                f"{file.path.name} is damaged: {key} is {shape}, not {expected[name]}. Get the file again."
            )


def _kept_in_float32(module: torch.nn.Module, dtype: torch.dtype) -> tuple[str, ...]:
    """Parts of names whose weights stay in float32: diffusers' in any narrower type, transformers' in float16 alone."""
    import torch

    of_diffusers = not hasattr(module, "get_input_embeddings")
    narrow = dtype != torch.float32 if of_diffusers else dtype == torch.float16
    return tuple(getattr(module, "_keep_in_fp32_modules", None) or ()) if narrow else ()


def _empty(file: SingleFile) -> torch.nn.Module:
    """The model without weights, for their names, or to be filled."""
    import diffusers
    import transformers
    from accelerate import init_empty_weights

    with init_empty_weights(include_buffers=False):
        if hasattr(diffusers, file.model):
            return getattr(diffusers, file.model)(**file.config)
        cls = getattr(transformers, file.model)
        return cls(cls.config_class(**file.config))
