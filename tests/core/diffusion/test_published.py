"""The folders of every model in the table as their makers publish them: what is fetched of them, and what they are taken for.

Layouts are those of public listings and configurations: the indices of Wan 2.1, Wan 2.2 and CogVideoX, the VAE and transformer
sizes of diffusers' conversion scripts, weights in shards, tokenizers with or without tokenizer.json. The tensors are stand-ins.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from t2v_core.diffusion.download import fetch_model
from t2v_core.diffusion.families import MODELS, model_spec
from t2v_core.diffusion.record import RECORD
from t2v_core.diffusion.sources import inspect_folder
from t2v_core.host import silent

PARTS = {
    "wan": ("WanPipeline", "UniPCMultistepScheduler", "UMT5EncoderModel", "T5TokenizerFast", "WanTransformer3DModel", "AutoencoderKLWan"),
    "cogvideox": ("CogVideoXPipeline", "CogVideoXDDIMScheduler", "T5EncoderModel", "T5Tokenizer", "CogVideoXTransformer3DModel", "AutoencoderKLCogVideoX"),
    "ltx": ("LTXPipeline", "FlowMatchEulerDiscreteScheduler", "T5EncoderModel", "T5Tokenizer", "LTXVideoTransformer3DModel", "AutoencoderKLLTXVideo"),
}  # fmt: skip
DEEP = {"block_out_channels": [128, 256, 512, 1024, 2048], "timestep_conditioning": True}
# Of the transformer's and the VAE's configuration and of the index, what tells the models of a family apart.
TOLD = {
    "wan2.1-14b": ({"num_attention_heads": 40}, {}, {}),
    "wan2.1-1.3b": ({"num_attention_heads": 12}, {}, {}),
    "wan2.2-a14b": ({"num_attention_heads": 40}, {}, {"boundary_ratio": 0.875, "transformer_2": ["diffusers", "WanTransformer3DModel"]}),
    "wan2.2-ti2v-5b": ({"num_attention_heads": 24, "in_channels": 48}, {"z_dim": 48}, {"boundary_ratio": None, "expand_timesteps": True, "transformer_2": [None, None]}),
    "cogvideox-5b": ({"use_rotary_positional_embeddings": True}, {"scaling_factor": 0.7}, {}),
    "cogvideox-2b": ({"use_rotary_positional_embeddings": False}, {"scaling_factor": 1.15258426}, {}),
    "cogvideox1.5-5b": ({"use_rotary_positional_embeddings": True, "patch_size_t": 2}, {"scaling_factor": 0.7}, {}),
    "ltx-0.9.0": ({"num_layers": 28}, {"block_out_channels": [128, 256, 512, 512]}, {}),
    "ltx-0.9.1": ({"num_layers": 28}, {"block_out_channels": [128, 256, 512, 512], "timestep_conditioning": True}, {}),
    "ltx-0.9.5": ({"num_layers": 28}, DEEP, {"_class_name": "LTXConditionPipeline"}),
    "ltx-13b": ({"num_layers": 48}, DEEP, {"_class_name": "LTXConditionPipeline"}),
    "ltx-13b-distilled": ({"num_layers": 48}, DEEP, {"_class_name": "LTXConditionPipeline"}),
}  # fmt: skip
# What lies beside a model in such repositories: other models, other forms of the same weights, pictures, pages.
BESIDE = (
    ".gitattributes", "README.md", "LICENSE", "README_zh.md", "assets/comp.png", "media/ltx.gif", "ltx-video-2b-v0.9.1.safetensors",
    "ltxv-13b-0.9.7-dev-fp8.safetensors", "transformer/diffusion_pytorch_model.fp16.safetensors", "text_encoder/pytorch_model.bin",
    "vae/diffusion_pytorch_model.bin", "google/umt5-xxl/spiece.model", "scheduler/config.json", "examples/run.py",
)  # fmt: skip


@pytest.fixture(scope="module")
def fake():
    """The module of the small hub."""
    spec = importlib.util.spec_from_file_location("t2v_published_hub", Path(__file__).with_name("hub.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def publish(name: str, home: Path) -> set[str]:
    """Write the files of a model's repository; the names of those that belong to its diffusers folder."""
    family = model_spec(name).family
    transformer, vae, told = TOLD[name]
    pipeline, scheduler, encoder, tokenizer, transformer_class, vae_class = PARTS[family]
    index = {
        "_class_name": pipeline, "_diffusers_version": "0.33.0.dev0", "scheduler": ["diffusers", scheduler],
        "text_encoder": ["transformers", encoder], "tokenizer": ["transformers", tokenizer],
        "transformer": ["diffusers", transformer_class], "vae": ["diffusers", vae_class],
    } | told  # fmt: skip
    configs = {
        "model_index.json": index,
        "scheduler/scheduler_config.json": {"_class_name": scheduler},
        "text_encoder/config.json": {"architectures": [encoder], "d_model": 4096},
        "vae/config.json": {"_class_name": vae_class} | vae,
    }
    pieces = ["spiece.model", "special_tokens_map.json", "tokenizer_config.json"]
    pieces.append("tokenizer.json" if family == "wan" else "added_tokens.json")
    configs |= {f"tokenizer/{piece}": {} for piece in pieces}
    transformers = ["transformer", "transformer_2"] if told.get("transformer_2", [None])[0] else ["transformer"]
    for part in transformers:
        configs[f"{part}/config.json"] = {"_class_name": transformer_class} | transformer
    for file, content in configs.items():
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_text(json.dumps(content))
    weights = ["vae/diffusion_pytorch_model.safetensors"]
    for part, stem, shards in (
        *((t, "diffusion_pytorch_model", 2) for t in transformers),
        ("text_encoder", "model", 3),
    ):
        names = [f"{stem}-{n:05}-of-{shards:05}.safetensors" for n in range(1, shards + 1)]
        index_file = f"{part}/{stem}.safetensors.index.json"
        (home / index_file).write_text(
            json.dumps({"metadata": {}, "weight_map": {f"w{n}": f for n, f in enumerate(names)}})
        )
        weights += [index_file, *(f"{part}/{n}" for n in names)]
    for n, file in enumerate(f for f in weights if f.endswith(".safetensors")):
        save_file({f"w{k}": torch.zeros(1) for k in range(4)} | {"n": torch.tensor(n)}, home / file)
    for file in BESIDE:
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_bytes(b"not wanted")
    return {*configs, *weights}


@pytest.mark.parametrize("name", TOLD)
def test_only_the_folder_is_fetched_and_it_is_known_for_what_it_is(fake, tmp_path, monkeypatch, name):
    from huggingface_hub import constants

    spec, home = model_spec(name), tmp_path / "served"
    wanted = publish(name, home)
    with fake.serving(fake.Hub(home, spec.hub_id)) as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.url)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        folder = fetch_model(spec.hub_id, tmp_path / "models", silent, allow=True)
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == {*wanted, RECORD}
    found = inspect_folder(folder)
    assert found.spec == spec
    assert len(found.transformers) == (2 if name == "wan2.2-a14b" else 1)
    assert found.options == {
        k: v for k, v in TOLD[name][2].items() if k in ("boundary_ratio", "expand_timesteps") and v
    }


def test_every_model_of_the_table_has_its_layout_here():
    assert set(TOLD) == {spec.name for spec in MODELS}
