"""Wan from ComfyUI's own files alone: transformer, text encoder with its tokenizer, and VAE, without a diffusers folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLLTXVideo
from safetensors.torch import load_file, save_file

from t2v_core.diffusion.composed import Parts, inspect_single, inspect_source
from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model, torch_dtype
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.part_configs import LTX_SCHEDULERS, LTX_VAES
from t2v_core.diffusion.part_files import inspect_text_encoder, inspect_vae
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.diffusion.single_file import load_part
from t2v_core.errors import InputError, ModelError
from tests.core.diffusion.own_memory import in_own_memory

SMALL = {"width": 64, "height": 64, "frames": 9, "steps": 2, "on_bad_output": "keep", "length": "footage"}
WEIGHTS = "diffusion_pytorch_model.safetensors"


@pytest.fixture(scope="module")
def folder(tiny, tmp_path_factory) -> Path:
    """A tiny Wan folder whose heads and VAE are laid out as published ones are."""
    return tiny.published_wan(tmp_path_factory.mktemp("comfy") / "wan")


@pytest.fixture(scope="module")
def files(tiny, folder, tmp_path_factory) -> dict[str, Path]:
    """The same model as ComfyUI's three files."""
    home = tmp_path_factory.mktemp("files")
    return tiny.comfy_files(folder, {n: home / f"{n}.safetensors" for n in ("model", "text_encoder", "vae")})


def state(model, name: str) -> dict[str, torch.Tensor]:
    return model.modules[name].module.state_dict()


@pytest.mark.parametrize("dtype", ["auto", "bf16", "fp16"])
def test_files_hold_what_the_folder_holds(folder, files, dtype):
    whole = load_model(folder, LocalModules(), dtype)
    made = load_model(
        inspect_single(files["model"], Parts(text_encoder=files["text_encoder"], vae=files["vae"])),
        LocalModules(),
        dtype,
    )
    assert made.spec == whole.spec and made.folder.path is None
    for name in ("text_encoder", "transformer", "vae"):
        mine, theirs = state(made, name), state(whole, name)
        assert mine.keys() == theirs.keys()
        assert all(torch.equal(mine[n], theirs[n]) and mine[n].dtype == theirs[n].dtype for n in theirs), name
    assert "text_encoder.safetensors" in made.text() and "vae.safetensors" in made.text()
    embedding = made.modules["text_encoder"].module
    assert embedding.shared.weight is embedding.encoder.embed_tokens.weight


def test_a_film_needs_no_folder(files, prompts_for):
    source = inspect_source(files["model"], Parts(text_encoder=files["text_encoder"], vae=files["vae"]))
    model = load_model(source, LocalModules())
    made = generate(model, prompts_for("wan"), GenerateSettings(**SMALL), LocalModules())
    frames = np.stack([f.copy() for f in made.film.frames()])
    assert frames.shape[1:] == (64, 64, 3) and frames.std() > 0


def test_a_folder_brings_what_is_no_file(folder, files, tmp_path):
    """LTX-Video's T5 as a file: the tokenizer is the folder's; Wan's VAE alone: the text encoder is the folder's."""
    place = shutil.copytree(folder, tmp_path / "rest", ignore=shutil.ignore_patterns("transformer*"))
    model = load_model(inspect_single(files["model"], Parts(place, vae=files["vae"])), LocalModules())
    assert "text encoder, tokenizer and scheduler of rest" in model.text() and "VAE: vae.safetensors" in model.text()
    shutil.rmtree(place / "tokenizer")
    shutil.rmtree(place / "text_encoder")
    model = load_model(inspect_single(files["model"], Parts(place, text_encoder=files["text_encoder"])), LocalModules())
    assert "VAE and scheduler of rest" in model.text()


def test_ltx_takes_its_t5_from_a_file(tiny, tmp_path):
    sizes = {"num_attention_heads": 32, "attention_head_dim": 4, "cross_attention_dim": 128}
    place = tiny.save("ltx", tmp_path / "ltx", **sizes)
    transformer = shutil.copy(place / "transformer" / WEIGHTS, tmp_path / "ltx.safetensors")
    encoder = load_file(place / "text_encoder" / "model.safetensors")
    encoder |= {"encoder.embed_tokens.weight": encoder["shared.weight"].clone()}  # as some files of T5 have it
    save_file(encoder, tmp_path / "t5.safetensors")
    whole = load_model(place, LocalModules())
    shutil.rmtree(place / "text_encoder")
    model = load_model(
        inspect_single(Path(transformer), Parts(place, text_encoder=tmp_path / "t5.safetensors")), LocalModules()
    )
    mine, theirs = state(model, "text_encoder"), state(whole, "text_encoder")
    assert mine.keys() == theirs.keys() and all(torch.equal(mine[n], theirs[n]) for n in theirs)


@pytest.mark.parametrize(("kind", "version"), [("ltx", "0.9.0"), ("ltx091", "0.9.1"), ("ltx095", "0.9.5")])
def test_an_ltx_checkpoint_holds_its_vae(tiny, prompts_for, tmp_path, kind, version):
    """Transformer and VAE of one file, T5 of another, its tokenizer as a folder: the model of a whole folder, bit for bit."""
    place = tiny.published_ltx(kind, LTX_VAES[version], LTX_SCHEDULERS[version], tmp_path / "ltx")
    file = tiny.ltx_checkpoint(place, version, tmp_path / "ltx-video.safetensors")
    encoder = place / "text_encoder" / "model.safetensors"
    model = load_model(inspect_source(file, Parts(text_encoder=encoder, tokenizer=place / "tokenizer")), LocalModules())
    whole = load_model(place, LocalModules())
    assert model.spec == whole.spec and model.folder.kind == whole.folder.kind
    for name in ("text_encoder", "transformer", "vae"):
        mine, theirs = state(model, name), state(whole, name)
        assert mine.keys() == theirs.keys() and all(torch.equal(mine[n], theirs[n]) for n in theirs), name
    settings = GenerateSettings(**SMALL)
    both = (in_own_memory(model), in_own_memory(whole))
    films = [generate(m, prompts_for("ltx"), settings, LocalModules()).film for m in both]
    assert np.array_equal(*(np.stack([f.copy() for f in film.frames()]) for film in films))
    with pytest.raises(InputError, match="brings no tokenizer"):
        inspect_source(file, Parts(text_encoder=encoder))
    with pytest.raises(InputError, match="Choose its text_encoder"):
        inspect_source(file)


def test_the_first_vae_of_ltx_is_the_one_diffusers_makes_by_itself():
    made = dict(AutoencoderKLLTXVideo().config)
    assert {k: v for k, v in LTX_VAES["0.9.0"].items() if tuple_of(made[k]) != v} == {}


def tuple_of(value):
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_a_text_encoder_in_float8_stays_as_small_and_counts_its_scales(tiny, files, tmp_path, dtype):
    """But for T5's `wo`, which casts its input to the type of its weight."""
    shutil.copy(files["text_encoder"], tmp_path / "small.safetensors")
    save_file(tiny.scale_to_float8(tmp_path / "small.safetensors"), tmp_path / "meant.safetensors")
    parts = Parts(text_encoder=tmp_path / "small.safetensors", vae=files["vae"])
    host, prompt = LocalModules(), torch.arange(2, 30)[None]
    model = load_model(inspect_single(files["model"], parts), host, dtype)
    found = state(model, "text_encoder")
    stored = [n for n in found if found[n].dtype == torch.float8_e4m3fn]
    assert stored == [n for n in found if n.endswith((".q.weight", ".wi_0.weight"))]
    assert "6 float8 weights with scales" in model.text()
    exact, rounded = (
        load_part(inspect_text_encoder(tmp_path / "meant.safetensors"), torch_dtype(t))(prompt).last_hidden_state
        for t in ("fp32", dtype)
    )
    with host.use([model.modules["text_encoder"]], 0), torch.inference_mode():
        mine = model.modules["text_encoder"].module(prompt).last_hidden_state
    assert (mine - exact).abs().mean() <= 2 * (rounded - exact).abs().mean() + 1e-6


def test_what_is_missing_or_of_another_model_is_said(files, tiny, tmp_path):
    with pytest.raises(InputError, match=r"vae.*wan_2.1_vae.*parts_from"):
        inspect_single(files["model"], Parts(text_encoder=files["text_encoder"]))
    with pytest.raises(ModelError, match="no T5 or UMT5"):
        inspect_text_encoder(files["vae"])
    with pytest.raises(ModelError, match="not the VAE of Wan"):
        inspect_vae(files["text_encoder"], "wan")
    with pytest.raises(InputError, match="whole folder"):
        inspect_source(tmp_path, Parts(vae=files["vae"]))
    tensors = load_file(files["text_encoder"])
    bare = {n: w for n, w in tensors.items() if n != "spiece_model"}
    save_file(bare, tmp_path / "bare.safetensors")
    with pytest.raises(InputError, match="brings no tokenizer"):
        inspect_single(files["model"], Parts(text_encoder=tmp_path / "bare.safetensors", vae=files["vae"]))
    save_file(tensors | {"spiece_model": torch.zeros(9, dtype=torch.uint8)}, tmp_path / "broken.safetensors")
    with pytest.raises(ModelError, match=r"tokenizer in broken\.safetensors is damaged"):
        load_model(
            inspect_single(files["model"], Parts(text_encoder=tmp_path / "broken.safetensors", vae=files["vae"])),
            LocalModules(),
        )
    t5 = {n: w for n, w in bare.items() if "block.1.layer.0.SelfAttention.relative" not in n}
    save_file(t5, tmp_path / "t5.safetensors")
    with pytest.raises(ModelError, match=r"t5.safetensors is of ltx, model.safetensors of wan"):
        inspect_single(files["model"], Parts(text_encoder=tmp_path / "t5.safetensors", vae=files["vae"]))
    lost = {n: w for n, w in tensors.items() if not n.endswith("final_layer_norm.weight")}
    save_file(lost, tmp_path / "lost.safetensors")
    with pytest.raises(ModelError, match=r"lacks encoder.final_layer_norm.weight"):
        inspect_text_encoder(tmp_path / "lost.safetensors")


def test_layers_kept_in_float8_are_those_of_a_folder(folder, files):
    """Read weight by weight, so that a large file needs no memory for its weights in bfloat16."""
    source = inspect_single(files["model"], Parts(text_encoder=files["text_encoder"], vae=files["vae"]))
    mine = state(load_model(source, LocalModules(), "bf16", "fp8"), "transformer")
    theirs = state(load_model(folder, LocalModules(), "bf16", "fp8"), "transformer")
    assert any(w.dtype == torch.float8_e4m3fn for w in mine.values())
    assert all(mine[n].dtype == w.dtype and torch.equal(mine[n].float(), w.float()) for n, w in theirs.items())


def test_the_two_stages_of_wan_22_need_no_folder_either(files, tmp_path):
    high = Path(shutil.copy(files["model"], tmp_path / "wan2.2_t2v_high_noise_14B.safetensors"))
    low = Path(shutil.copy(files["model"], tmp_path / "wan2.2_t2v_low_noise_14B.safetensors"))
    found = inspect_single(high, Parts(low_noise=low, text_encoder=files["text_encoder"], vae=files["vae"]))
    assert found.spec.name == "wan2.2-a14b"
    assert found.options == {"boundary_ratio": 0.875}
    model = load_model(found, LocalModules())
    assert len(model.transformers) == 2
    assert "low-noise transformer: wan2.2_t2v_low_noise_14B.safetensors" in model.text()
