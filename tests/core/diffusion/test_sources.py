"""Model folders and weight files that are not what they should be are refused by name."""

from __future__ import annotations

import json
import pickle
import shutil

import pytest

from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.sources import inspect_folder
from t2v_core.errors import InputError, ModelError

EXPECTED = {
    "wan": "wan2.1-1.3b",
    "wan22": "wan2.2-a14b",
    "cog": "cogvideox-2b",
    "cog15": "cogvideox1.5-5b",
    "ltx": "ltx-0.9.0",
    "ltx091": "ltx-0.9.1",
    "ltx095": "ltx-0.9.5",
}
WEIGHTS = "transformer/diffusion_pytorch_model.safetensors"


@pytest.fixture
def folder(folder_of, tmp_path):
    """A copy of a model that a test may break."""
    return shutil.copytree(folder_of("ltx"), tmp_path / "my-model")


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_family_is_read_off_the_folder(folder_of, kind):
    found = inspect_folder(folder_of(kind))
    assert found.spec.name == EXPECTED[kind]
    assert found.transformers == (("transformer", "transformer_2") if kind == "wan22" else ("transformer",))


@pytest.mark.parametrize(
    "name",
    [
        "model_index.json",
        "scheduler/scheduler_config.json",
        "vae/config.json",
        "text_encoder/model.safetensors",
        WEIGHTS,
        "tokenizer/tokenizer.json",
    ],
)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name.split("/")[0]) as error:
        inspect_folder(folder)
    assert "my-model" in str(error.value)


def test_a_missing_shard_is_named(folder):
    path = folder / WEIGHTS
    path.rename(path.with_name("diffusion_pytorch_model-00001-of-00002.safetensors"))
    shards = {
        "a": "diffusion_pytorch_model-00001-of-00002.safetensors",
        "b": "diffusion_pytorch_model-00002-of-00002.safetensors",
    }
    index = path.with_name("diffusion_pytorch_model.safetensors.index.json")
    index.write_text(json.dumps({"weight_map": shards}))
    with pytest.raises(ModelError, match="00002-of-00002"):
        inspect_folder(folder)


def test_a_shard_outside_the_folder_is_refused(folder):
    path = folder / WEIGHTS
    index = path.with_name("diffusion_pytorch_model.safetensors.index.json")
    index.write_text(json.dumps({"weight_map": {"a": "../../secret.safetensors"}}))
    path.unlink()
    with pytest.raises(ModelError, match="secret"):
        inspect_folder(folder)


BROKEN = {
    "empty": (b"", "empty"),
    "cut off": (lambda whole: whole[:-100], "cut off"),
    "longer": (lambda whole: whole + b"more", "damaged"),
    "web page": (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "git lfs"),
    "pickle": (pickle.dumps({"weight": [1.0]}), "pickle"),
    "archive": (b"PK\x03\x04" + bytes(100), "pickle archive"),
    "huge header": (b"\xff" * 8 + b"{}" + bytes(100), "damaged"),
    "no header": ((20).to_bytes(8, "little") + b"not json at all, no no" + bytes(100), "damaged"),
    "wrong offsets": (
        (lambda h: len(h).to_bytes(8, "little") + h + bytes(8))(
            json.dumps({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
        ),
        "damaged",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_weight_file_that_is_none_is_refused_by_name(folder, case):
    content, word = BROKEN[case]
    path = folder / WEIGHTS
    path.write_bytes(content(path.read_bytes()) if callable(content) else content)
    with pytest.raises(ModelError) as error:
        inspect_folder(folder)
    assert path.name in str(error.value)
    assert word in str(error.value).lower()


def test_pickled_weights_are_not_loaded(folder):
    path = folder / WEIGHTS
    path.rename(path.with_suffix(".bin"))
    with pytest.raises(ModelError, match="pickle"):
        inspect_folder(folder)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("model_index.json", "_class_name", "StableDiffusionPipeline"),
        ("model_index.json", "_class_name", "WanImageToVideoPipeline"),
        ("transformer/config.json", "_class_name", "UNet2DConditionModel"),
        ("scheduler/scheduler_config.json", "_class_name", "os.system"),
    ],
)
def test_another_kind_of_model_is_refused(folder, name, key, value):
    path = folder / name
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(ModelError, match=value.replace(".", r"\.")):
        inspect_folder(folder)


def test_weights_of_another_shape_are_refused_by_name(folder):
    path = folder / "transformer" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"attention_head_dim": 16}))
    with pytest.raises(ModelError, match="my-model/transformer"):
        load_model(folder, LocalModules())


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ModelError, match="nowhere"):
        inspect_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("dtype", "expected"), [("auto", "torch.float32"), ("fp32", "torch.float32"), ("bf16", "torch.bfloat16")]
)
@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_the_dtype_reaches_the_modules_and_wans_vae_stays_float32(folder_of, kind, dtype, expected):
    model = load_model(folder_of(kind), LocalModules(), dtype)
    assert str(model.modules["transformer"].module.dtype) == expected
    vae = str(next(model.modules["vae"].module.parameters()).dtype)
    assert vae == ("torch.float32" if kind == "wan" else expected)


def test_an_unknown_dtype(folder_of):
    with pytest.raises(InputError, match="dtype"):
        load_model(folder_of("ltx"), LocalModules(), "int3")
