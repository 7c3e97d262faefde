"""LoRA files of every naming reach their weights."""

from __future__ import annotations

import pytest
import torch

from tests.core.diffusion.lora_files import TARGETS, applied, factors, write

NAMINGS = {
    "diffusers": ("transformer.{}.lora_A.weight", "transformer.{}.lora_B.weight"),
    "PEFT": ("base_model.model.{}.lora_A.default.weight", "base_model.model.{}.lora_B.default.weight"),
    "ComfyUI": ("diffusion_model.{}.lora_down.weight", "diffusion_model.{}.lora_up.weight"),
    "old diffusers": ("{}.lora.down.weight", "{}.lora.up.weight"),
    "kohya": ("lora_unet_{_}.lora_down.weight", "lora_unet_{_}.lora_up.weight"),
    "Wan-Fun": ("lora_unet__{_}.lora_down.weight", "lora_unet__{_}.lora_up.weight"),
    "DiffSynth": ("pipe.dit.{}.lora_A.default.weight", "pipe.dit.{}.lora_B.default.weight"),
}


@pytest.mark.parametrize("original", [False, True])
@pytest.mark.parametrize("naming", NAMINGS)
@pytest.mark.parametrize("kind", TARGETS)
def test_every_naming_reaches_its_weight(model_of, weight_of, tmp_path, kind, naming, original):
    weight = weight_of(kind)
    down, up = factors(weight)
    name = TARGETS[kind][original]
    keys = [k.replace("{_}", name.replace(".", "_")).replace("{}", name) for k in NAMINGS[naming]]
    path = write(tmp_path / "a.safetensors", dict(zip(keys, (down, up), strict=True)))
    inside, found = applied(model_of(kind), path, kind, 0.5)
    torch.testing.assert_close(inside, weight + 0.5 * (up @ down).reshape(weight.shape), rtol=1e-6, atol=1e-6)
    assert (found.matched, found.unmatched) == (1, ())


@pytest.mark.parametrize("original", [False, True])
@pytest.mark.parametrize("kind", TARGETS)
def test_differences_reach_weight_and_bias_under_both_names(model_of, weight_of, tmp_path, kind, original):
    name = TARGETS[kind][original]
    weight = weight_of(kind)
    bias = model_of(kind).transformers[0].get_parameter(f"{TARGETS[kind][0]}.bias").detach()
    tensors = {f"diffusion_model.{name}.diff": weight + 1, f"diffusion_model.{name}.diff_b": bias + 2}
    path = write(tmp_path / "a.safetensors", tensors)
    for parameter, base, change in (("weight", weight, weight + 1), ("bias", bias, bias + 2)):
        inside, found = applied(model_of(kind), path, kind, 0.5, f"{TARGETS[kind][0]}.{parameter}")
        torch.testing.assert_close(inside, base + 0.5 * change)
        assert found.unmatched == ()


def test_a_distilled_wan_as_lightx2v_publishes_it_fits_whole(model_of, tmp_path):
    """Its kinds of tensors, on every module that has them; the tables of modulation are `diff_m` of what has them."""
    model = model_of("wan")
    shapes = {n: p.shape for n, p in model.transformers[0].named_parameters()}
    blocks, tensors = len(model.transformers[0].blocks), {}
    layers = {
        "self_attn.q": "attn1.to_q",
        "cross_attn.o": "attn2.to_out.0",
        "ffn.0": "ffn.net.0.proj",
        "ffn.2": "ffn.net.2",
    }
    for n in range(blocks):
        block = f"diffusion_model.blocks.{n}"
        for name, ours in layers.items():
            rows, columns = shapes[f"blocks.{n}.{ours}.weight"]
            tensors |= {f"{block}.{name}.lora_down.weight": torch.randn(4, columns), f"{block}.{name}.alpha": torch.tensor(4.0),
                        f"{block}.{name}.lora_up.weight": torch.randn(rows, 4), f"{block}.{name}.diff_b": torch.randn(rows)}  # fmt: skip
        for name, ours in (("self_attn.norm_k", "attn1.norm_k"), ("norm3", "norm2")):
            tensors[f"{block}.{name}.diff"] = torch.randn(shapes[f"blocks.{n}.{ours}.weight"])
        tensors |= {f"{block}.norm3.diff_b": torch.randn(24), f"{block}.diff_m": torch.randn(1, 6, 24)}
    for name, ours in (("time_projection.1", "condition_embedder.time_proj"), ("patch_embedding", "patch_embedding"),
                       ("text_embedding.0", "condition_embedder.text_embedder.linear_1"), ("head.head", "proj_out")):  # fmt: skip
        tensors[f"diffusion_model.{name}.diff_b"] = torch.randn(shapes[f"{ours}.bias"])
    tensors["diffusion_model.head.diff_m"] = torch.randn(1, 2, 24)
    path = write(tmp_path / "lightx2v.safetensors", tensors)
    for name, key in (("blocks.1.scale_shift_table", "blocks.1.diff_m"), ("scale_shift_table", "head.diff_m")):
        base = model.transformers[0].get_parameter(name).detach().clone()
        inside, found = applied(model, path, "wan", 1.0, name)
        torch.testing.assert_close(inside, base + tensors[f"diffusion_model.{key}"])
        assert (found.matched, found.unmatched) == (7 * blocks + 5, ())
