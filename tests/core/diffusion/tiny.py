"""Tiny random video models, built of diffusers' own classes and saved as real model folders; no hub access."""

from __future__ import annotations

import io
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKLCogVideoX,
    AutoencoderKLLTXVideo,
    AutoencoderKLWan,
    CogVideoXDPMScheduler,
    CogVideoXPipeline,
    CogVideoXTransformer3DModel,
    FlowMatchEulerDiscreteScheduler,
    LTXConditionPipeline,
    LTXPipeline,
    LTXVideoTransformer3DModel,
    UniPCMultistepScheduler,
    WanPipeline,
    WanTransformer3DModel,
)
from safetensors.torch import load_file, save_file
from sentencepiece import SentencePieceTrainer
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast, T5Config, T5EncoderModel, UMT5Config, UMT5EncoderModel

_SENTENCES = [f"the slope of the error at step {n} tells each weight which way is down" for n in range(60)]
# The authors' names of Wan's VAE, written down here apart from what the product uses.
_RESIDUAL = {"norm1.gamma": "0.gamma", "conv1": "2", "norm2.gamma": "3.gamma", "conv2": "6"}

# The authors' names of LTX-Video: of the transformer, and of the parts of each version's VAE, the longer first.
_LTX = [
    ("proj_in.", "patchify_proj."),
    ("time_embed.", "adaln_single."),
    (".norm_q.", ".q_norm."),
    (".norm_k.", ".k_norm."),
]
_STATISTICS = [
    ("latents_mean", "per_channel_statistics.mean-of-means"),
    ("latents_std", "per_channel_statistics.std-of-means"),
]
_FIRST_ENCODER = [
    *(
        (f"encoder.down_blocks.{n}.{part}", f"encoder.down_blocks.{3 * n + at}.")
        for n in range(3) for at, part in ((1, "downsamplers.0."), (2, "conv_out.")) if 3 * n + at < 8
    ),
    *((f"encoder.down_blocks.{n}.", f"encoder.down_blocks.{at}.") for n, at in enumerate((0, 3, 6, 8))),
    ("encoder.mid_block.", "encoder.down_blocks.9."),
]  # fmt: skip
_LATER_DECODER = [
    *((f"decoder.up_blocks.{n}.upsamplers.0.", f"decoder.up_blocks.{2 * n + 1}.") for n in range(4)),
    *((f"decoder.up_blocks.{n}.", f"decoder.up_blocks.{2 * n + 2}.") for n in range(4)),
    ("decoder.mid_block.", "decoder.up_blocks.0."),
    ("decoder.time_embedder.", "decoder.last_time_embedder."),
    ("decoder.scale_shift_table", "decoder.last_scale_shift_table"),
]
_LTX_VAE = {
    "0.9.0": [
        *_STATISTICS, *_FIRST_ENCODER,
        ("decoder.mid_block.", "decoder.up_blocks.0."), ("decoder.up_blocks.0.", "decoder.up_blocks.1."),
        ("decoder.up_blocks.1.upsamplers.0.", "decoder.up_blocks.2."), ("decoder.up_blocks.1.", "decoder.up_blocks.3."),
        ("decoder.up_blocks.2.conv_in.", "decoder.up_blocks.4."), ("decoder.up_blocks.2.upsamplers.0.", "decoder.up_blocks.5."),
        ("decoder.up_blocks.2.", "decoder.up_blocks.6."), ("decoder.up_blocks.3.conv_in.", "decoder.up_blocks.7."),
        ("decoder.up_blocks.3.upsamplers.0.", "decoder.up_blocks.8."), ("decoder.up_blocks.3.", "decoder.up_blocks.9."),
    ],
    "0.9.1": [*_STATISTICS, *_FIRST_ENCODER, *_LATER_DECODER],
    "0.9.5": [
        *_STATISTICS,
        *((f"encoder.down_blocks.{n}.downsamplers.0.", f"encoder.down_blocks.{2 * n + 1}.") for n in range(4)),
        *((f"encoder.down_blocks.{n}.", f"encoder.down_blocks.{2 * n}.") for n in range(4)),
        ("encoder.mid_block.", "encoder.down_blocks.8."),
        *_LATER_DECODER,
    ],
}  # fmt: skip

KINDS = ("wan", "wan22", "cog", "cog15", "ltx", "ltx091", "ltx095")


def save(kind: str, folder: Path, **transformer: object) -> Path:
    """Make a tiny model of one of `KINDS` and save it as a diffusers folder; keywords override its transformer's sizes."""
    BUILDERS[kind](**transformer).save_pretrained(folder, safe_serialization=True)
    return folder


def tokenizer(max_length: int) -> PreTrainedTokenizerFast:
    """A byte-level vocabulary: every prompt tokenises."""
    vocab = {"<pad>": 0, "</s>": 1, "<unk>": 2}
    for byte in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocab[byte] = len(vocab)
    built = Tokenizer(models.BPE(vocab=vocab, merges=[], unk_token="<unk>"))
    built.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    built.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=built, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=max_length
    )


def text_encoder(model=T5EncoderModel, config=T5Config):
    torch.manual_seed(0)
    sizes = {"vocab_size": 300, "d_model": 32, "d_kv": 8, "d_ff": 37, "num_layers": 2, "num_heads": 4}
    ids = {"pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
    return model(config(**sizes, **ids, feed_forward_proj="gated-gelu")).eval()


def wan(two_stage: bool = False, expand_timesteps: bool = False, **sizes: object) -> WanPipeline:
    torch.manual_seed(0)
    vae = AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    )

    def transformer() -> WanTransformer3DModel:
        return WanTransformer3DModel(
            **{
                "patch_size": (1, 2, 2),
                "num_attention_heads": 2,
                "attention_head_dim": 12,
                "in_channels": 16,
                "out_channels": 16,
                "text_dim": 32,
                "freq_dim": 256,
                "ffn_dim": 32,
                "num_layers": 2,
                "cross_attn_norm": True,
                "qk_norm": "rms_norm_across_heads",
                "rope_max_seq_len": 1024,
            }
            | sizes
        ).eval()

    return WanPipeline(
        tokenizer=tokenizer(512),
        text_encoder=text_encoder(UMT5EncoderModel, UMT5Config),
        vae=vae.eval(),
        scheduler=UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0),
        transformer=transformer(),
        transformer_2=transformer() if two_stage else None,
        boundary_ratio=0.875 if two_stage else None,
        expand_timesteps=expand_timesteps,
    )


def cogvideox(v15: bool = False, **sizes: object) -> CogVideoXPipeline:
    torch.manual_seed(0)
    transformer = CogVideoXTransformer3DModel(
        **{
            "num_attention_heads": 2,
            "attention_head_dim": 16,
            "in_channels": 4,
            "out_channels": 4,
            "time_embed_dim": 2,
            "text_embed_dim": 32,
            "num_layers": 2,
            "sample_width": 32 if v15 else 8,
            "sample_height": 32 if v15 else 8,
            "sample_frames": 9,
            "patch_size": 2,
            "patch_size_t": 2 if v15 else None,
            "temporal_compression_ratio": 4,
            "max_text_seq_length": 16,
            "use_rotary_positional_embeddings": v15,
            "patch_bias": not v15,
        }
        | sizes
    )
    vae = AutoencoderKLCogVideoX(
        down_block_types=("CogVideoXDownBlock3D",) * 4,
        up_block_types=("CogVideoXUpBlock3D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        latent_channels=4,
        layers_per_block=1,
        norm_num_groups=2,
        temporal_compression_ratio=4,
    )
    scheduler = CogVideoXDPMScheduler(
        snr_shift_scale=1.0,
        timestep_spacing="trailing",
        rescale_betas_zero_snr=True,
        prediction_type="v_prediction",
        beta_schedule="scaled_linear",
    )
    return CogVideoXPipeline(
        tokenizer=tokenizer(16),
        text_encoder=text_encoder(),
        vae=vae.eval(),
        transformer=transformer.eval(),
        scheduler=scheduler,
    )


def ltx(timestep_conditioning: bool = False, pipeline: type = LTXPipeline, **sizes: object) -> LTXPipeline:
    torch.manual_seed(0)
    transformer = LTXVideoTransformer3DModel(
        **{
            "in_channels": 8,
            "out_channels": 8,
            "patch_size": 1,
            "patch_size_t": 1,
            "num_attention_heads": 4,
            "attention_head_dim": 8,
            "cross_attention_dim": 32,
            "num_layers": 2,
            "caption_channels": 32,
        }
        | sizes
    )
    vae = AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 5,
        spatio_temporal_scaling=(True, True, True, False),
        decoder_spatio_temporal_scaling=(True, True, True, False),
        decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4,
        upsample_factor=(1,) * 4,
        timestep_conditioning=timestep_conditioning,
        patch_size=4,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
    )
    return pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae.eval(),
        text_encoder=text_encoder(),
        tokenizer=tokenizer(128),
        transformer=transformer.eval(),
    )


BUILDERS = {
    "wan": wan,
    "wan22": lambda **s: wan(two_stage=True, **s),
    "wan22_5b": lambda **s: wan(expand_timesteps=True, **s),
    "cog": cogvideox,
    "cog15": lambda **s: cogvideox(v15=True, **s),
    "ltx": ltx,
    "ltx091": lambda **s: ltx(timestep_conditioning=True, **s),
    "ltx095": lambda **s: ltx(timestep_conditioning=True, pipeline=LTXConditionPipeline, **s),
}


def published_wan(folder: Path) -> Path:
    """A tiny Wan folder whose heads and VAE are laid out as published ones are, so that shapes tell its configuration."""
    save("wan", folder, num_attention_heads=1, attention_head_dim=128)
    torch.manual_seed(0)
    AutoencoderKLWan(base_dim=4, z_dim=16).save_pretrained(folder / "vae")
    return folder


def comfy_files(folder: Path, places: dict[str, Path]) -> dict[str, Path]:
    """The parts of `published_wan` as ComfyUI's three files: "model", "text_encoder", "vae"."""
    weights = "diffusion_pytorch_model.safetensors"
    encoder = load_file(folder / "text_encoder" / "model.safetensors")
    parts = {
        "model": load_file(folder / "transformer" / weights),
        "text_encoder": {n: w for n, w in encoder.items() if "embed_tokens" not in n}
        | {"spiece_model": torch.frombuffer(bytearray(spiece()), dtype=torch.uint8)},
        "vae": {_authors(n): w for n, w in load_file(folder / "vae" / weights).items()},
    }
    for name, tensors in parts.items():
        places[name].parent.mkdir(parents=True, exist_ok=True)
        save_file({n: w.contiguous() for n, w in tensors.items()}, places[name])
    return places


def spiece() -> bytes:
    """A small SentencePiece model with T5's ids: pad 0, end 1, unknown 2."""
    made = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(_SENTENCES), model_writer=made, vocab_size=90, hard_vocab_limit=False, model_type="unigram",
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2,
    )  # fmt: skip
    return made.getvalue()


def _authors(name: str) -> str:
    """diffusers' name of a tensor of Wan's VAE → the authors'."""
    for ours, theirs in (
        ("post_quant_conv.", "conv2."), ("quant_conv.", "conv1."), (".conv_in.", ".conv1."), (".norm_out.", ".head.0."),
        (".conv_out.", ".head.2."), (".mid_block.attentions.0.", ".middle.1."), ("encoder.down_blocks.", "encoder.downsamples."),
    ):  # fmt: skip
        if ours in name if ours.startswith(".") else name.startswith(ours):
            name = name.replace(ours, theirs)
            break
    parts = name.split(".")
    if ".mid_block.resnets." in name:
        parts[1:4] = ["middle", "0" if parts[3] == "0" else "2"]
    if ".up_blocks." in name:
        block, kind, index = int(parts[2]), parts[3], int(parts[4])
        parts[1:5] = ["upsamples", str(4 * block + (index if kind == "resnets" else 3))]
    at = next((n for n, part in enumerate(parts) if part in ("norm1", "conv1", "norm2", "conv2") and n > 2), None)
    if at is not None and (parts[1] in ("middle", "upsamples", "downsamples")):
        tail = ".".join(parts[at:])
        ours = next(r for r in _RESIDUAL if tail.startswith(r))
        parts[at:] = ["residual", *tail.replace(ours, _RESIDUAL[ours], 1).split(".")]
    return ".".join("shortcut" if part == "conv_shortcut" else part for part in parts)


def published_ltx(kind: str, vae: dict, scheduler: dict, folder: Path) -> Path:
    """A tiny LTX-Video folder laid out as published ones are, by their configurations of VAE and scheduler."""
    save(kind, folder, num_attention_heads=32, attention_head_dim=4, cross_attention_dim=128)
    torch.manual_seed(0)
    narrow = {k: tuple(n // 16 for n in vae[k]) for k in ("block_out_channels", "decoder_block_out_channels")}
    AutoencoderKLLTXVideo(**vae | narrow | {"latent_channels": 8}).save_pretrained(folder / "vae")
    FlowMatchEulerDiscreteScheduler.from_config(scheduler).save_pretrained(folder / "scheduler")
    return folder


def ltx_checkpoint(folder: Path, version: str, path: Path) -> Path:
    """Transformer and VAE of `published_ltx` as one file of the authors'."""
    weights = "diffusion_pytorch_model.safetensors"
    tensors = {}
    for name, tensor in load_file(folder / "transformer" / weights).items():
        for ours, theirs in _LTX:
            name = name.replace(ours, theirs)
        tensors[f"model.diffusion_model.{name}"] = tensor.contiguous()
    for name, tensor in load_file(folder / "vae" / weights).items():
        for ours, theirs in _LTX_VAE[version]:
            if name.startswith(ours):
                name = theirs + name.removeprefix(ours)
                break
        name = name.replace(".conv_shortcut.conv.", ".conv_shortcut.").replace(".resnets.", ".res_blocks.")
        tensors[f"vae.{name.replace('.norm3.', '.norm3.norm.')}"] = tensor.contiguous()
    save_file(tensors, path)
    return path


def scale_to_float8(path: Path) -> dict[str, torch.Tensor]:
    """Keep some weights of a text encoder's file in float8 with scales, as ComfyUI's `fp8_scaled` does; what they stand for."""
    tensors, meant = load_file(path), load_file(path)
    for name in [n for n in tensors if ".block." in n and n.endswith((".q.weight", ".wi_0.weight", ".wo.weight"))]:
        scale = tensors[name].abs().max() / 448
        small = (tensors[name] / scale).to(torch.float8_e4m3fn)
        tensors |= {name: small, name.removesuffix("weight") + "scale_weight": scale.float()}
        meant[name] = small.float() * scale
    tensors["scaled_fp8"] = torch.zeros(0).to(torch.float8_e4m3fn)
    save_file(tensors, path)
    return {n: w for n, w in meant.items() if n != "spiece_model"}
