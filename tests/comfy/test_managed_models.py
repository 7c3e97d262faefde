"""Tiny models under ComfyUI's own memory manager, in a process of its own: partly loaded, evicted, patched, interrupted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from devtools.comfyui import find_comfyui
from tests.comfy.test_diffusion import tiny_models

# A layer of each family and its width, and what ComfyUI patches in no partial load: a norm of another class, a table.
TARGETS = {
    "wan": ("blocks.0.attn1.to_q", 24, {"blocks.0.attn1.norm_q.diff": (24,), "blocks.0.diff_m": (1, 6, 24)}),
    "cog": ("transformer_blocks.0.attn1.to_q", 32, {}),
    "ltx": ("transformer_blocks.0.attn1.to_q", 32, {"scale_shift_table.diff": (2, 32)}),
}


@pytest.fixture(scope="module", params=TARGETS)
def found(request, tmp_path_factory):
    """What `managed.py` found for one family."""
    folder = tmp_path_factory.mktemp(request.param)
    tiny_models().save(request.param, folder / "model")
    name, width, differences = TARGETS[request.param]
    torch.manual_seed(1)
    pair = {f"{name}.lora_A.weight": torch.randn(4, width), f"{name}.lora_B.weight": torch.randn(width, 4)}
    save_file(pair | {k: torch.randn(s) for k, s in differences.items()}, folder / "lora.safetensors")
    command = [
        sys.executable,
        str(Path(__file__).with_name("managed.py")),
        folder / "model",
        folder / "lora.safetensors",
    ]
    done = subprocess.run(list(map(str, command)), cwd=find_comfyui(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "state",
    [
        "whole",
        "base after LoRA",
        "partly loaded",
        "partly put out",
        "room made during use",
        "after eviction",
        "after the interrupt",
        "vram resident",
        "vram balanced",
        "vram minimum",
        "after the interrupt while faster",
    ],
)
def test_the_frames_equal_raw_diffusers_bit_for_bit(found, state):
    assert found[state] is True


@pytest.mark.parametrize(
    "state",
    ["with LoRA", "partly loaded with LoRA", *(f"vram {v} with LoRA" for v in ("resident", "balanced", "minimum"))],
)
def test_a_lora_computes_the_same_as_in_plain_torch(found, state):
    assert found["lora differs"]
    assert found[state] <= 1e-5


def test_comfyui_counts_every_weight_once_and_gets_all_of_them_back(found):
    assert found["accounted"]
    assert found["left after unloading"] == 0


def test_what_comfyui_pinned_is_unpinned_before_it_moves(found):
    assert found["unpinned before they move"] == ["norm.weight", "norm.bias"]


def test_inputs_go_to_the_device_wherever_a_model_s_first_weight_is(found):
    assert found["runs on"]


def test_partly_loaded_means_that_layers_cast_on_the_fly(found):
    assert found["cast on the fly"] > 0


def test_cancel_is_noticed_within_a_layer(found):
    assert found["interrupt within a layer"]


def test_fp8_storage_computes_the_same_as_in_plain_torch(found):
    assert found["fp8 differs"]
    assert found["fp8"] and found["fp8 partly loaded"]


def test_latents_are_shown_where_comfyui_knows_their_colours(found, request):
    family = request.node.callspec.params["found"]
    assert found["picture of 16 channels"] == (["uint8", 8, 12, 3] if family == "wan" else None)


def test_making_room_evicts_every_model_but_the_one_in_use(found):
    assert found["left during use"] == [[True], [True]]


def test_memory_modes_leave_on_the_device_what_they_say(found):
    assert found["resident: loaded after use"] == 3
    assert found["balanced: loaded after use"] == found["minimum: loaded after use"] == 0
    assert found["minimum: cast on the fly"] > 0


def test_a_cache_and_a_kernel_compute_the_same_as_in_plain_torch_and_cancel_ends_them(found):
    assert found["faster"]
    assert found["interrupted while faster"]
