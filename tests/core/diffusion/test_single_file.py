"""Single-file transformers load to the very weights of their folder, or are refused by name; never wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from t2v_core.diffusion.composed import Parts, inspect_single
from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.diffusion.single_file import inspect_file
from t2v_core.errors import InputError, ModelError
from tests.core.diffusion.own_memory import in_own_memory

SMALL = {"width": 64, "height": 64, "frames": 9, "steps": 2, "on_bad_output": "keep", "length": "footage"}
# Sizes whose heads are those of every published model, so that shapes tell the configuration.
SIZES = {
    "wan": {"num_attention_heads": 1, "attention_head_dim": 128},
    "ltx": {"num_attention_heads": 32, "attention_head_dim": 4, "cross_attention_dim": 128},
}
WEIGHTS = "transformer/diffusion_pytorch_model.safetensors"
# The authors' names, written down here apart from what the product uses: diffusers' name → theirs, in order.
WAN = [
    ("condition_embedder.time_embedder.linear_1", "time_embedding.0"), ("condition_embedder.time_embedder.linear_2", "time_embedding.2"),
    ("condition_embedder.text_embedder.linear_1", "text_embedding.0"), ("condition_embedder.text_embedder.linear_2", "text_embedding.2"),
    ("condition_embedder.time_proj", "time_projection.1"), (".attn1.", ".self_attn."), (".attn2.", ".cross_attn."),
    (".to_out.0.", ".o."), (".to_q.", ".q."), (".to_k.", ".k."), (".to_v.", ".v."), (".ffn.net.0.proj.", ".ffn.0."),
    (".ffn.net.2.", ".ffn.2."), (".norm2.", ".norm3."), ("proj_out.", "head.head."),
]  # fmt: skip
LTX = [
    ("proj_in.", "patchify_proj."),
    ("time_embed.", "adaln_single."),
    (".norm_q.", ".q_norm."),
    (".norm_k.", ".k_norm."),
]


def original(name: str, kind: str) -> str:
    if kind == "wan" and name == "scale_shift_table":
        return "head.modulation"
    for ours, theirs in [*WAN, (".scale_shift_table", ".modulation")] if kind == "wan" else LTX:
        name = name.replace(ours, theirs)
    return name


@pytest.fixture(scope="module")
def folder(tiny, tmp_path_factory):
    """`folder(kind)`: a tiny model whose heads are of the published size, made once."""
    root = tmp_path_factory.mktemp("single")

    def get(kind: str) -> Path:
        return root / kind if (root / kind).exists() else tiny.save(kind, root / kind, **SIZES[kind[:3]])

    return get


@pytest.fixture
def rest(folder, tmp_path):
    """`rest(kind)`: the folder without its transformer."""

    def get(kind: str) -> Path:
        return shutil.copytree(folder(kind), tmp_path / f"rest-{kind}", ignore=shutil.ignore_patterns("transformer*"))

    return get


def write(path: Path, tensors: dict, **metadata: str) -> Path:
    save_file({k: v.clone().contiguous() for k, v in tensors.items()}, path, metadata or None)
    return path


def film(model, prompts):
    made = generate(in_own_memory(model), prompts, GenerateSettings(**SMALL), LocalModules())
    return np.stack([f.copy() for f in made.film.frames()])


NAMINGS = {
    "diffusers": lambda name, kind: name,
    "authors": original,
    "checkpoint": lambda name, kind: f"model.diffusion_model.{original(name, kind)}",
}


@pytest.mark.parametrize("naming", NAMINGS)
@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_a_file_is_its_folder_bit_for_bit(folder, rest, prompts_for, tmp_path, kind, naming):
    weights = load_file(folder(kind) / WEIGHTS)
    path = write(tmp_path / "model.safetensors", {NAMINGS[naming](n, kind): w for n, w in weights.items()})
    whole = load_model(folder(kind), LocalModules())
    single = load_model(inspect_single(path, Parts(rest(kind))), LocalModules())
    assert single.spec == whole.spec
    mine, theirs = single.transformers[0].state_dict(), whole.transformers[0].state_dict()
    assert mine.keys() == theirs.keys() and all(torch.equal(mine[n], theirs[n]) for n in mine)
    assert {k: v for k, v in single.transformers[0].config.items() if k[0] != "_"} == {
        k: v for k, v in whole.transformers[0].config.items() if k[0] != "_"
    } | {k: single.transformers[0].config[k] for k in ("patch_size",)}
    assert np.array_equal(film(single, prompts_for(kind)), film(whole, prompts_for(kind)))
    assert "model.safetensors" in single.text() and f"VAE and scheduler of rest-{kind}" in single.text()


@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_dtypes_are_those_of_the_folder(folder, rest, tmp_path, kind):
    """Wan keeps its norms and tables in float32; so does a single file of it."""
    path = write(tmp_path / "m.safetensors", load_file(folder(kind) / WEIGHTS))
    whole = load_model(folder(kind), LocalModules(), "bf16").transformers[0].state_dict()
    single = load_model(inspect_single(path, Parts(rest(kind))), LocalModules(), "bf16").transformers[0].state_dict()
    assert {n: w.dtype for n, w in single.items()} == {n: w.dtype for n, w in whole.items()}
    assert all(torch.equal(single[n], whole[n]) for n in whole)


def scaled(weights: dict, end: str) -> tuple[dict, dict]:
    """The large weights as float8 with a scale each, and what they stand for."""
    stored, meant = {}, dict(weights)
    for name, weight in weights.items():
        if weight.dim() != 2 or "blocks." not in name or not name.endswith(".weight"):
            stored[name] = weight
            continue
        scale = weight.abs().max() / 448
        small = (weight / scale).to(torch.float8_e4m3fn)
        stored |= {name: small, f"{name.removesuffix('.weight')}{end}": scale.float()}
        meant[name] = small.float() * scale
    return stored, meant


@pytest.mark.parametrize(("end", "aside"), [(".scale_weight", ".scale_input"), (".weight_scale", ".input_scale")])
@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_scaled_float8_is_multiplied_by_its_scales(folder, rest, tmp_path, kind, end, aside):
    stored, meant = scaled(load_file(folder(kind) / WEIGHTS), end)
    tensors = {original(n, kind): w for n, w in stored.items() if not n.endswith(end)}
    for name in (n for n in stored if n.endswith(end)):
        weight = original(name.removesuffix(end) + ".weight", kind).removesuffix(".weight")
        tensors |= {weight + end: stored[name], weight + aside: torch.tensor(1.0)}
    tensors["scaled_fp8"] = torch.zeros(2).to(torch.float8_e4m3fn)
    model = load_model(
        inspect_single(write(tmp_path / "fp8_scaled.safetensors", tensors), Parts(rest(kind))), LocalModules()
    )
    state = model.transformers[0].state_dict()
    assert all(torch.equal(state[n], meant[n]) for n in meant)
    assert "float8 weights with scales" in model.text()


def test_plain_float8_is_what_it_says(folder, rest, tmp_path):
    weights = {
        n: w.to(torch.float8_e4m3fn) if w.dim() == 2 else w for n, w in load_file(folder("wan") / WEIGHTS).items()
    }
    model = load_model(inspect_single(write(tmp_path / "fp8.safetensors", weights), Parts(rest("wan"))), LocalModules())
    state = model.transformers[0].state_dict()
    assert all(torch.equal(state[n], w.float()) for n, w in weights.items())


def refused(path, *words):
    with pytest.raises(ModelError) as error:
        inspect_file(path)
    for word in (path.name, *words):
        assert word.lower() in str(error.value).lower()


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"blocks.0.self_attn.q.weight_scale": torch.ones(3)}, ["quantized", "blocks.0.self_attn.q.weight_scale"]),
        ({"blocks.0.self_attn.q.qweight": torch.zeros(4, dtype=torch.uint8)}, ["quantized", "qweight"]),
        (
            {"scaled_fp8": torch.zeros(2), "head.modulation": torch.zeros(1, 2, 128).to(torch.float8_e4m3fn)},
            ["no scales"],
        ),
        ({"blocks.0.self_attn.something.weight": torch.zeros(3)}, ["no place"]),
        ({"img_emb.proj.0.weight": torch.zeros(3)}, ["image-to-video"]),
        ({"vace_blocks.0.after_proj.weight": torch.zeros(3)}, ["VACE"]),
        ({"blocks.0.self_attn.q.weight": torch.zeros(3, 3)}, ["damaged", "self_attn.q.weight"]),
    ],
)
def test_what_would_load_wrong_is_refused_by_name(folder, tmp_path, extra, words):
    tensors = {original(n, "wan"): w for n, w in load_file(folder("wan") / WEIGHTS).items()} | extra
    refused(write(tmp_path / "odd.safetensors", tensors), *words)


@pytest.mark.parametrize("lost", ["blocks.1.ffn.0.weight", "patch_embedding.weight", "head.head.bias"])
def test_a_missing_tensor_is_named(folder, tmp_path, lost):
    tensors = {original(n, "wan"): w for n, w in load_file(folder("wan") / WEIGHTS).items()}
    del tensors[lost]
    refused(write(tmp_path / "less.safetensors", tensors))


def test_files_of_other_models_and_no_models(tmp_path):
    refused(
        write(tmp_path / "flux.safetensors", {"double_blocks.0.img_attn.qkv.weight": torch.zeros(3)}), "no transformer"
    )
    (tmp_path / "m.ckpt").write_bytes(b"PK\x03\x04")
    refused(tmp_path / "m.ckpt", "pickle")


def test_the_rest_has_to_be_named_and_to_fit(folder, rest, tmp_path):
    path = write(tmp_path / "m.safetensors", load_file(folder("wan") / WEIGHTS))
    with pytest.raises(InputError, match="parts_from"):
        inspect_single(path)
    with pytest.raises(ModelError, match="of ltx"):
        inspect_single(path, Parts(rest("ltx")))
    place = rest("wan")
    for part, change, word in (("vae", {"z_dim": 48}, "VAE"), ("text_encoder", {"d_model": 9}, "text encoder")):
        config = place / part / "config.json"
        before = config.read_text()
        config.write_text(json.dumps(json.loads(before) | change))
        with pytest.raises(ModelError, match=word):
            inspect_single(path, Parts(place))
        config.write_text(before)


def test_a_checkpoint_with_another_vae_is_refused(folder, rest, tmp_path):
    """LTX-Video's versions have VAEs of one shape and different latents."""
    weights = {f"model.diffusion_model.{original(n, 'ltx')}": w for n, w in load_file(folder("ltx") / WEIGHTS).items()}
    vae = load_file(folder("ltx") / "vae/diffusion_pytorch_model.safetensors")["decoder.conv_in.conv.weight"]
    place = rest("ltx")
    same = write(tmp_path / "same.safetensors", weights | {"vae.decoder.conv_in.conv.weight": vae.bfloat16()})
    assert inspect_single(same, Parts(place)).spec.name == "ltx-0.9.0"
    other = write(tmp_path / "other.safetensors", weights | {"vae.decoder.conv_in.conv.weight": vae + 1})
    with pytest.raises(ModelError, match="another version"):
        inspect_single(other, Parts(place))


def test_two_stages_are_two_files(folder, rest, prompts_for, tmp_path):
    source = folder("wan22")
    high = write(tmp_path / "wan2.2_t2v_high_noise_14B.safetensors", load_file(source / WEIGHTS))
    low = write(
        tmp_path / "wan2.2_t2v_low_noise_14B.safetensors",
        load_file(source / WEIGHTS.replace("transformer", "transformer_2", 1)),
    )
    with pytest.raises(InputError, match="low_noise_model"):
        inspect_single(high, Parts(rest("wan")))
    single = load_model(inspect_single(high, Parts(tmp_path / "rest-wan", low)), LocalModules())
    whole = load_model(source, LocalModules())
    assert single.spec == whole.spec and single.folder.options == {"boundary_ratio": 0.875}
    assert np.array_equal(film(single, prompts_for("wan22")), film(whole, prompts_for("wan22")))
