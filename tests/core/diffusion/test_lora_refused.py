"""LoRA files that do not fit, are damaged, or are no LoRA: refused by name before anything of them is used."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from t2v_core.diffusion.lora import LoraUse, match_all, read_lora
from t2v_core.errors import InputError, ModelError
from tests.core.diffusion.lora_files import write


def refused(model, path, *words):
    with pytest.raises(ModelError) as error:
        match_all(LoraUse(path), [("transformer", model.modules["transformer"].module)], model.spec.family)
    for word in (path.name, *words):
        assert word.lower() in str(error.value).lower()


# A module that only this family has.
UNIQUE = {"wan": "blocks.1.cross_attn.k", "cog": "transformer_blocks.0.norm1.linear", "ltx": "patchify_proj"}


@pytest.mark.parametrize(("of", "on"), itertools.permutations(UNIQUE, 2))
def test_a_lora_of_each_family_on_each_other_is_refused(model_of, tmp_path, of, on):
    name = UNIQUE[of]
    tensors = {f"{name}.lora_A.weight": torch.zeros(4, 24), f"{name}.lora_B.weight": torch.zeros(24, 4)}
    refused(model_of(on), write(tmp_path / "of.safetensors", tensors), "fits this model")


def test_a_lora_of_another_size_is_refused(model_of, tmp_path):
    name = "transformer.blocks.1.attn2.to_k"
    tensors = {f"{name}.lora_A.weight": torch.randn(4, 5120), f"{name}.lora_B.weight": torch.randn(5120, 4)}
    refused(model_of("wan"), write(tmp_path / "of-14b.safetensors", tensors), "another model")


@pytest.mark.parametrize(
    ("tensors", "word"),
    [
        ({"model.weight": torch.zeros(3)}, "no lora"),
        ({"blocks.1.attn2.to_k.lora_A.weight": torch.zeros(4, 24)}, "lacks up"),
        ({"blocks.1.attn2.to_k.hada_w1_a": torch.zeros(24, 4)}, "lacks w1_b"),
        ({"a.lora_A.weight": torch.zeros(4, 4), "b.oft_blocks": torch.zeros(4, 4)}, "not supported: b.oft_blocks"),
        ({"blocks.1.attn2.to_k.lokr_w1": torch.zeros(4, 4)}, "lacks kron2_a"),
    ],
)
def test_a_file_that_is_no_whole_lora_is_refused(model_of, tmp_path, tensors, word):
    refused(model_of("wan"), write(tmp_path / "odd.safetensors", tensors), word)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.pt", b"PK\x03\x04", "pickle"),
        ("a.bin", b"\x80\x04", "pickle"),
        ("a.safetensors", b"\x80\x04\x95", "pickle"),
        ("a.safetensors", b"", "empty"),
        ("a.safetensors", b"<html>log in</html>", "web page"),
        ("a.safetensors", b"\x08\x00\x00\x00\x00\x00\x00\x00{}", "cut off"),
        ("a.gguf", b"GGUF", ".safetensors"),
    ],
)
def test_a_file_that_cannot_be_weights_is_refused_before_it_is_opened(tmp_path, name, content, word):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ModelError, match=word):
        read_lora(path)


@pytest.mark.parametrize(("field", "value"), [("strength", math.nan), ("strength", 50.0), ("stage", "middle")])
def test_a_value_outside_its_range(tmp_path, field, value):
    with pytest.raises(InputError, match=field):
        LoraUse(tmp_path / "a.safetensors", **{field: value})
