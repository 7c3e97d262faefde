"""LoRA files for tiny models, and what they do to a weight."""

from __future__ import annotations

import math

import torch
from safetensors.torch import save_file

from t2v_core.diffusion.lora import LoraUse, match_all
from t2v_core.diffusion.memory import merged

# A module of each family: diffusers' name, and the authors' own.
TARGETS = {
    "wan": ("blocks.1.attn2.to_k", "blocks.1.cross_attn.k"),
    "cog": ("transformer_blocks.0.attn1.to_q", "transformer_blocks.0.attn1.to_q"),
    "ltx": ("proj_in", "patchify_proj"),
}


def factors(weight, rank=4):
    generator = torch.Generator().manual_seed(2)
    columns = math.prod(weight.shape[1:])
    down = torch.randn(rank, columns, generator=generator)
    return down, torch.randn(weight.shape[0], rank, generator=generator)


def write(path, tensors, **metadata):
    save_file({k: v.clone().contiguous() for k, v in tensors.items()}, path, metadata or None)
    return path


def applied(model, path, kind, strength=1.0, parameter=""):
    """The parameter under the LoRA, as a host that merges sees it; bit for bit the base afterwards."""
    module = model.modules["transformer"].module
    name = parameter or f"{TARGETS[kind][0]}.weight"
    before = module.get_parameter(name).detach().clone()
    (found,) = match_all(LoraUse(path), [("transformer", module)], model.spec.family)
    with merged(module, [(found.patches, strength)]):
        inside = module.get_parameter(name).detach().clone()
    assert torch.equal(module.get_parameter(name), before)
    return inside, found
