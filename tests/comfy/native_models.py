"""Runs inside ComfyUI's own Python path, without a server: a tiny random Wan 2.1 as files of ComfyUI's own key format.

python native_models.py TRANSFORMER_FILE VAE_FILE     (in ComfyUI's folder, with --cpu appended for ComfyUI itself)
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.argv, FILES = [sys.argv[0], "--cpu"], sys.argv[1:]
sys.path.insert(0, str(Path.cwd()))

import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()

import torch  # noqa: E402
from comfy import ops  # noqa: E402
from comfy.ldm.wan.model import WanModel  # noqa: E402
from comfy.ldm.wan.vae import WanVAE  # noqa: E402
from safetensors.torch import save_file  # noqa: E402


def save(model: torch.nn.Module, path: str) -> None:
    """With random weights that keep the size of what passes through."""
    for name, value in model.state_dict().items():
        scale = (value[0].numel() if value.ndim > 1 else 100) ** -0.5
        value.copy_(torch.ones_like(value) if name.endswith("gamma") else torch.randn_like(value) * scale)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, path)


torch.manual_seed(1)
transformer, vae = FILES
with torch.no_grad():
    save(WanModel(dim=128, num_heads=1, ffn_dim=64, num_layers=1, operations=ops.manual_cast), transformer)
    save(WanVAE(dim=8, z_dim=16, temperal_downsample=[False, True, True]), vae)
