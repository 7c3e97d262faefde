"""LoRA of every kind, applied by the published mathematics."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch

from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.lora import LoraUse, match_all
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.shots import GenerateSettings
from tests.core.diffusion.lora_files import TARGETS, applied, factors, write


@pytest.mark.parametrize("kind", TARGETS)
def test_alpha_of_the_file(model_of, weight_of, tmp_path, kind):
    weight = weight_of(kind)
    down, up = factors(weight)
    name = f"diffusion_model.{TARGETS[kind][0]}"
    tensors = {f"{name}.lora_down.weight": down, f"{name}.lora_up.weight": up, f"{name}.alpha": torch.tensor(2.0)}
    inside, _ = applied(model_of(kind), write(tmp_path / "a.safetensors", tensors), kind)
    torch.testing.assert_close(inside, weight + 2.0 / 4 * (up @ down).reshape(weight.shape), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("config", "scale"),
    [
        ({"transformer.lora_alpha": 8}, 8 / 4),
        ({"transformer.lora_alpha": 8, "transformer.use_rslora": True}, 8 / 2),
        ({"transformer.lora_alpha": 8, "transformer.alpha_pattern": {"attn2.to_k": 1}}, 1 / 4),
    ],
)
def test_alpha_of_pefts_metadata(model_of, weight_of, tmp_path, config, scale):
    weight = weight_of("wan")
    down, up = factors(weight)
    name = "transformer.blocks.1.attn2.to_k"
    tensors = {f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up}
    path = write(tmp_path / "a.safetensors", tensors, lora_adapter_metadata=json.dumps(config))
    inside, _ = applied(model_of("wan"), path, "wan")
    torch.testing.assert_close(inside, weight + scale * (up @ down), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("key", ["dora_scale", "lora_magnitude_vector"])
@pytest.mark.parametrize("kind", TARGETS)
def test_dora_sets_the_length_of_every_row(model_of, weight_of, tmp_path, kind, key):
    weight = weight_of(kind)
    down, up = factors(weight)
    lengths = torch.rand(weight.shape[0]) + 0.5
    name = f"transformer.{TARGETS[kind][0]}"
    magnitude = lengths[:, None] if key == "dora_scale" else lengths
    tensors = {f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up, f"{name}.{key}": magnitude}
    inside, _ = applied(model_of(kind), write(tmp_path / "a.safetensors", tensors), kind)
    torch.testing.assert_close(inside.flatten(1).norm(dim=1), lengths, rtol=1e-5, atol=1e-5)
    direction = weight + (up @ down).reshape(weight.shape)
    cosines = torch.nn.functional.cosine_similarity(inside.flatten(1), direction.flatten(1))
    torch.testing.assert_close(cosines, torch.ones_like(cosines), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kind", TARGETS)
def test_loha_is_the_product_of_two_pairs(model_of, weight_of, tmp_path, kind):
    weight = weight_of(kind)
    (b1, a1), (b2, a2) = factors(weight), factors(weight)
    name = f"lycoris_{TARGETS[kind][0].replace('.', '_')}"
    kinds = {"hada_w1_a": a1, "hada_w1_b": b1, "hada_w2_a": a2, "hada_w2_b": b2, "alpha": torch.tensor(1.0)}
    path = write(tmp_path / "a.safetensors", {f"{name}.{k}": v for k, v in kinds.items()})
    inside, _ = applied(model_of(kind), path, kind)
    expected = weight + 0.25 * ((a1 @ b1) * (a2 @ b2)).reshape(weight.shape)
    torch.testing.assert_close(inside, expected, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("form", ["whole", "product"])
@pytest.mark.parametrize("kind", TARGETS)
def test_lokr_is_the_kronecker_product(model_of, weight_of, tmp_path, kind, form):
    weight = weight_of(kind)
    rows, columns = weight.shape[0], math.prod(weight.shape[1:])
    generator = torch.Generator().manual_seed(3)
    small = torch.randn(2, 4, generator=generator)
    a, b = torch.randn(rows // 2, 3, generator=generator), torch.randn(3, columns // 4, generator=generator)
    name = f"lycoris_{TARGETS[kind][0].replace('.', '_')}"
    second = {"lokr_w2": a @ b} if form == "whole" else {"lokr_w2_a": a, "lokr_w2_b": b}
    tensors = {"lokr_w1": small, "alpha": torch.tensor(1.5), **second}
    path = write(tmp_path / "a.safetensors", {f"{name}.{k}": v for k, v in tensors.items()})
    inside, _ = applied(model_of(kind), path, kind, 0.5)
    scale = 1.0 if form == "whole" else 1.5 / 3
    expected = weight + 0.5 * scale * torch.kron(small, a @ b).reshape(weight.shape)
    torch.testing.assert_close(inside, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kind", TARGETS)
def test_dora_of_columns(model_of, weight_of, tmp_path, kind):
    """LyCORIS keeps a length for each column, as [1, n]: told from rows by its form, also where the matrix is square."""
    weight = weight_of(kind)
    down, up = factors(weight)
    lengths = torch.rand(1, weight.shape[1]) + 0.5
    name = f"lycoris_{TARGETS[kind][0].replace('.', '_')}"
    tensors = {f"{name}.lora_down.weight": down, f"{name}.lora_up.weight": up, f"{name}.dora_scale": lengths}
    inside, _ = applied(model_of(kind), write(tmp_path / "a.safetensors", tensors), kind)
    torch.testing.assert_close(inside.norm(dim=0), lengths[0], rtol=1e-5, atol=1e-5)


def test_plain_differences_of_weight_and_bias(model_of, weight_of, tmp_path):
    bias = model_of("wan").modules["transformer"].module.get_parameter("blocks.0.ffn.net.2.bias").detach()
    change = torch.ones_like(bias)
    path = write(tmp_path / "a.safetensors", {"diffusion_model.blocks.0.ffn.2.diff_b": change})
    inside, _ = applied(model_of("wan"), path, "wan", 0.25, "blocks.0.ffn.net.2.bias")
    torch.testing.assert_close(inside, bias + 0.25)


def test_a_convolution_takes_a_lora_too(model_of, weight_of, tmp_path):
    weight = weight_of("wan", "patch_embedding")
    down, up = torch.randn(4, *weight.shape[1:]), torch.randn(weight.shape[0], 4, 1, 1, 1)
    keys = ("diffusion_model.patch_embedding.lora_down.weight", "diffusion_model.patch_embedding.lora_up.weight")
    path = write(tmp_path / "a.safetensors", dict(zip(keys, (down, up), strict=True)))
    inside, _ = applied(model_of("wan"), path, "wan", 1.0, "patch_embedding.weight")
    expected = weight + (up.flatten(1) @ down.flatten(1)).reshape(weight.shape)
    torch.testing.assert_close(inside, expected, rtol=1e-5, atol=1e-5)


@pytest.fixture
def style(weight_of, tmp_path):
    """A LoRA file of diffusers for the tiny Wan."""
    down, up = factors(weight_of("wan"))
    name = "transformer.blocks.1.attn2.to_k"
    return write(tmp_path / "style.safetensors", {f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up})


SMALL = {"width": 64, "height": 64, "frames": 5, "steps": 2, "on_bad_output": "keep", "length": "footage"}


def frames(model, prompts, *loras, **settings):
    made = generate(model, prompts, GenerateSettings(**SMALL | settings), LocalModules(), loras=loras)
    return [f.copy() for f in made.film.frames()], made.report


def test_a_lora_changes_the_film_and_the_next_film_does_not_know_it(model_of, prompts_for, style):
    model, prompts = model_of("wan"), prompts_for("wan")
    base, _ = frames(model, prompts)
    changed, report = frames(model, prompts, LoraUse(style, 2.0))
    again, _ = frames(model, prompts)
    assert not np.array_equal(base, changed)
    assert np.array_equal(base, again)
    assert "style.safetensors: 1 of 1 modules" in report.text()


@pytest.mark.parametrize("kind", TARGETS)
def test_a_distilled_lora_at_guidance_one_computes_only_the_prompt(model_of, weight_of, prompts_for, tmp_path, kind):
    """Four steps, guidance 1: one forward pass a step, of one prompt, with the LoRA in it, as raw diffusers with PEFT."""
    model, prompts, weight = model_of(kind), prompts_for(kind), weight_of(kind)
    down, up = factors(weight)
    name = f"transformer.{TARGETS[kind][0]}"
    path = write(tmp_path / "4step.safetensors", {f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up})
    batches = []
    handle = model.transformers[0].register_forward_pre_hook(
        lambda _, args, kwargs: batches.append(kwargs["hidden_states"].shape[0]), with_kwargs=True
    )
    try:
        distilled, report = frames(model, prompts, LoraUse(path), steps=4, guidance=1.0)
    finally:
        handle.remove()
    assert batches == [1] * (3 * 4)
    assert report.scenes[0].attempts[0].shot.guidance == 1.0
    other, _ = frames(model, prompts, steps=4, guidance=1.0)
    assert not np.array_equal(distilled, other)


def test_two_lora_add_up(model_of, prompts_for, style):
    model, prompts = model_of("wan"), prompts_for("wan")
    twice, _ = frames(model, prompts, LoraUse(style, 1.0), LoraUse(style, 1.0))
    double, _ = frames(model, prompts, LoraUse(style, 2.0))
    assert np.abs(np.stack(twice).astype(int) - np.stack(double)).max() <= 1


def test_strength_and_stage_make_another_take(model_of, prompts_for, style, tmp_path):
    keys = {LoraUse(style, s, stage).key() for s in (0.5, 1.0) for stage in ("all", "low_noise")}
    assert len(keys) == 4


@pytest.mark.parametrize(("stage", "touched"), [("all", 2), ("high_noise", 1), ("low_noise", 1)])
def test_a_stage_of_a_two_stage_model(model_of, style, stage, touched):
    model = model_of("wan22")
    modules = [(n, model.modules[n].module) for n in model.folder.transformers]
    found = match_all(LoraUse(style, stage=stage), modules, "wan")
    assert len(found) == touched
    if stage != "all":
        assert found[0].component == {"high_noise": "transformer", "low_noise": "transformer_2"}[stage]


def test_a_file_with_a_part_for_each_stage(model_of, weight_of, tmp_path):
    down, up = factors(weight_of("wan"))
    tensors = {}
    for part, scale in (("transformer", 1), ("transformer_2", 2)):
        tensors |= {
            f"{part}.blocks.1.attn2.to_k.lora_A.weight": down,
            f"{part}.blocks.1.attn2.to_k.lora_B.weight": scale * up,
        }
    model = model_of("wan22")
    modules = [(n, model.modules[n].module) for n in model.folder.transformers]
    high, low = match_all(LoraUse(write(tmp_path / "a.safetensors", tensors)), modules, "wan")
    assert (high.unmatched, low.unmatched) == ((), ())
    zero = torch.zeros_like(weight_of("wan"))
    name = "blocks.1.attn2.to_k.weight"
    torch.testing.assert_close(2 * high.patches[name].apply(zero, 1.0), low.patches[name].apply(zero, 1.0))


def test_some_unmatched_is_a_warning_with_names(model_of, weight_of, tmp_path):
    down, up = factors(weight_of("wan"))
    tensors = {}
    for name in ("transformer.blocks.1.attn2.to_k", "lora_te_text_model_encoder_layers_0"):
        tensors |= {f"{name}.lora_down.weight": down.clone(), f"{name}.lora_up.weight": up.clone()}
    _, found = applied(model_of("wan"), write(tmp_path / "a.safetensors", tensors), "wan")
    assert found.text().startswith("warning: a.safetensors: 1 of 2 modules")
    assert "lora_te_text_model" in found.text()
