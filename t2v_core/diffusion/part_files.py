"""Text encoder and VAE as files of their own, as ComfyUI keeps them in `models/text_encoders` and `models/vae`.

With them and a transformer file, whoever has the files of ComfyUI's own templates needs no diffusers folder. LTX-Video's VAE is
in the transformer's own file. Configurations are read off shapes, as in `single_file.py`; what is the same in every
published file is in `part_configs.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

from ..errors import ModelError
from .families import Family
from .part_configs import LTX_VAES, LTX_WIDTH, T5
from .single_file import TIED, SingleFile, check_whole, count_blocks, weights_and_scales
from .tokenizer import SpieceTokenizer
from .weights import Header, read_header

# ComfyUI puts the tokenizer into the file of Wan's text encoder, as a SentencePiece model (comfy/text_encoders/wan.py).
SPIECE = "spiece_model"
# Channels of the latents of Wan 2.1, which Wan 2.2 A14B shares; 2.2 TI2V-5B has 48 and another VAE.
_WAN_LATENTS = 16


def inspect_text_encoder(path: Path) -> SingleFile:
    """A T5 (LTX-Video) or UMT5 (Wan) encoder. Raises `ModelError` naming file and tensor for anything else."""
    header = read_header(path)
    own = {n: n for n in header.tensors if n not in (SPIECE, TIED) and not n.startswith(("decoder.", "lm_head."))}
    if TIED in header.tensors and "shared.weight" not in own:
        own["shared.weight"] = TIED
    weights, scales = weights_and_scales(path, header, own)
    shapes = _shapes(header, weights)
    bias = "encoder.block.{}.layer.0.SelfAttention.relative_attention_bias.weight"
    try:
        (words, width), (buckets, heads) = shapes["shared.weight"], shapes[bias.format(0)]
        config = {
            "vocab_size": words,
            "d_model": width,
            "d_kv": shapes["encoder.block.0.layer.0.SelfAttention.q.weight"][0] // heads,
            "d_ff": shapes["encoder.block.0.layer.1.DenseReluDense.wi_0.weight"][0],
            "num_heads": heads,
            "num_layers": count_blocks(shapes, "encoder.block."),
            "relative_attention_num_buckets": buckets,
        }
    except (KeyError, ValueError) as e:
        raise ModelError(
            f"{path.name} is no T5 or UMT5 text encoder: {e} is missing. Wan's is ComfyUI's umt5_xxl…, LTX-Video's t5xxl…"
        ) from e
    # Only UMT5 has a bias of its own in every layer.
    family: Family = "wan" if bias.format(1) in shapes else "ltx"
    model = "UMT5EncoderModel" if family == "wan" else "T5EncoderModel"
    others = (SPIECE,) if SPIECE in header.tensors else ()
    found = SingleFile(path, family, model, config | T5, weights, scales, others)
    check_whole(found, header)
    return found


def inspect_vae(path: Path, family: Family) -> SingleFile:
    """The VAE of a family in a file. Raises `ModelError` naming file and tensor for anything else."""
    return _wan_vae(path) if family == "wan" else _ltx_vae(path)


def ltx_version(vae: SingleFile) -> str:
    """Which of the versions that differ in their VAE this is of: "0.9.0", "0.9.1" or "0.9.5", which all later ones share."""
    if not vae.config["timestep_conditioning"]:
        return "0.9.0"
    return "0.9.5" if len(vae.config["block_out_channels"]) == 5 else "0.9.1"


def _wan_vae(path: Path) -> SingleFile:
    from diffusers.loaders.single_file_utils import convert_wan_vae_to_diffusers

    header = read_header(path)
    own = {n: n for n in header.tensors}
    if not own.keys() & {"decoder.middle.0.residual.0.gamma", "decoder.mid_block.resnets.0.norm1.gamma"}:
        raise ModelError(
            f"{path.name} is not the VAE of Wan 2.1 (its first tensor is {min(own)}). Choose ComfyUI's wan_2.1_vae, or with "
            "parts_from a diffusers folder."
        )
    weights, scales = weights_and_scales(path, header, own)
    original = "decoder.middle.0.residual.0.gamma" in own
    names = convert_wan_vae_to_diffusers({n: n for n in weights}) if original else dict(weights)
    shapes = _shapes(header, names)
    width, latents = (shapes.get(n, (0,))[0] for n in ("encoder.conv_in.weight", "post_quant_conv.weight"))
    if latents != _WAN_LATENTS:
        raise ModelError(
            f"{path.name} is a Wan VAE of {latents} latent channels, not the {_WAN_LATENTS} of Wan 2.1. That of Wan 2.2 TI2V-5B is "
            "read from a diffusers folder: choose one with parts_from."
        )
    found = SingleFile(path, "wan", "AutoencoderKLWan", {"base_dim": width, "z_dim": latents}, names, scales, ())
    check_whole(found, header)
    return found


def _ltx_vae(path: Path) -> SingleFile:
    from diffusers.loaders.single_file_utils import convert_ltx_vae_checkpoint_to_diffusers

    header = read_header(path)
    inside = {k: k for k in header.tensors if k.startswith("vae.")} or {f"vae.{k}": k for k in header.tensors}
    if not {"vae.encoder.conv_in.conv.weight", "vae.encoder.conv_out.conv.weight"} <= inside.keys():
        raise ModelError(f"{path.name} holds no VAE of LTX-Video. Choose with parts_from a diffusers folder that does.")
    weights, scales = weights_and_scales(path, header, inside)
    # The conversion asks for one shape to tell the versions apart.
    told = {n: SimpleNamespace(name=key, shape=header.tensors[key]["shape"]) for n, key in weights.items()}
    deep = told["vae.encoder.conv_out.conv.weight"].shape[1] // told["vae.encoder.conv_in.conv.weight"].shape[0] == 16
    version = "0.9.5" if deep else "0.9.1" if "vae.decoder.last_scale_shift_table" in told else "0.9.0"
    if deep:
        told["vae.encoder.conv_out.conv.weight"].shape = (0, 2048)
    names = {n: t.name for n, t in convert_ltx_vae_checkpoint_to_diffusers(told).items()}
    shapes = _shapes(header, names)
    config = LTX_VAES[version] | {"latent_channels": shapes["latents_mean"][0]}
    scale = shapes["encoder.conv_in.conv.weight"][0] / LTX_WIDTH
    for key in ("block_out_channels", "decoder_block_out_channels"):
        config[key] = tuple(int(width * scale) for width in config[key])
    found = SingleFile(path, "ltx", "AutoencoderKLLTXVideo", config, names, scales, ())
    check_whole(found, header)
    return found


def tokenizer_of(file: SingleFile) -> SpieceTokenizer:
    """The tokenizer that a text encoder's file brings. Raises `ModelError` for a damaged one."""
    from safetensors import safe_open

    with safe_open(file.path, framework="np") as tensors:
        return SpieceTokenizer(tensors.get_tensor(SPIECE).tobytes(), file.path.name)


def has_tokenizer(file: SingleFile) -> bool:
    """Whether a text encoder's file brings its tokenizer."""
    return SPIECE in file.others


def _shapes(header: Header, names: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(header.tensors[key]["shape"]) for name, key in names.items()}
