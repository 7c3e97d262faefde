"""fp8 storage: the transformer takes fewer bytes, the film stays about the same, LoRA come and go."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.lora import Difference
from t2v_core.diffusion.memory import LocalModules, merged
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.errors import InputError

SMALL = {"width": 64, "height": 64, "frames": 9, "steps": 2, "on_bad_output": "keep", "length": "footage"}
LAYERS = {
    "wan": "blocks.0.attn1.to_q",
    "cog": "transformer_blocks.0.attn1.to_q",
    "ltx": "transformer_blocks.0.attn1.to_q",
}


def film(model, prompts):
    made = generate(model, prompts, GenerateSettings(**SMALL), LocalModules())
    return np.stack([f.copy() for f in made.film.frames()]).astype(int), made.report


@pytest.mark.parametrize("kind", LAYERS)
def test_large_weights_are_stored_in_eight_bits_and_the_film_is_about_the_same(folder_of, model_of, prompts_for, kind):
    stored = load_model(folder_of(kind), LocalModules(), "auto", "fp8")
    module = stored.modules["transformer"].module
    assert module.get_parameter(f"{LAYERS[kind]}.weight").dtype == torch.float8_e4m3fn
    assert all(p.dtype == torch.float32 for n, p in module.named_parameters() if "norm" in n or n.endswith("bias"))
    assert str(module.dtype) == "torch.float32"
    assert next(stored.modules["vae"].module.parameters()).dtype == torch.float32

    def size(model):
        return sum(p.nbytes for p in model.modules["transformer"].module.parameters())

    assert size(stored) < 0.75 * size(model_of(kind))
    whole, _ = film(model_of(kind), prompts_for(kind))
    coarse, _ = film(stored, prompts_for(kind))
    assert 0 < np.abs(whole - coarse).mean() < 4
    again, _ = film(stored, prompts_for(kind))
    assert np.array_equal(coarse, again)
    assert stored.key != model_of(kind).key and "fp8" in stored.text()


def test_a_patch_on_stored_weights_comes_off_bit_for_bit(folder_of):
    module = load_model(folder_of("wan"), LocalModules(), "auto", "fp8").modules["transformer"].module
    name = f"{LAYERS['wan']}.weight"
    before = module.get_parameter(name).clone()
    with merged(module, [({name: Difference(torch.ones(before.shape))}, 1.0)]):
        inside = module.get_parameter(name)
        assert inside.dtype == torch.float8_e4m3fn
        torch.testing.assert_close(inside.float(), before.float() + 1, rtol=0.1, atol=0.1)
    assert torch.equal(module.get_parameter(name).float(), before.float())


def test_an_unknown_quantization(folder_of):
    with pytest.raises(InputError, match="quantization"):
        load_model(folder_of("ltx"), LocalModules(), "auto", "int1")


def test_a_device_without_float8_is_named_before_anything_is_loaded(folder_of, monkeypatch):
    class Apple(LocalModules):
        def device(self):
            return "mps"

    monkeypatch.setattr("t2v_core.diffusion.load._load_component", None)
    with pytest.raises(InputError, match="mps devices have no float8"):
        load_model(folder_of("ltx"), Apple(), "auto", "fp8")
