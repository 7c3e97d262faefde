"""Model folders and weight files that are not what they should be are refused by name."""

from __future__ import annotations

import json
import pickle
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

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


COMPONENTS = {
    "transformer": WEIGHTS,
    "vae": "vae/diffusion_pytorch_model.safetensors",
    "text_encoder": "text_encoder/model.safetensors",
}


def rewrite(path, change):
    """Change a weight file's tensors."""
    tensors = change(load_file(path))
    save_file({k: v.contiguous() for k, v in tensors.items()}, path, {"format": "pt"})


@pytest.mark.parametrize("component", COMPONENTS)
@pytest.mark.parametrize("fault", ["renamed", "lost", "scaled"])
def test_weights_that_would_stay_random_or_unused_are_refused(folder, component, fault):
    def change(tensors):
        name = sorted(tensors)[3]
        if fault == "scaled":
            return tensors | {f"{name}_scale": torch.ones(1)}
        tensor = tensors.pop(name)
        return tensors | ({f"module.{name}": tensor} if fault == "renamed" else {})

    rewrite(folder / COMPONENTS[component], change)
    with pytest.raises(ModelError, match=f"my-model/{component} is not whole.*(lacks|holds)"):
        load_model(folder, LocalModules())


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_whole_folder_passes_and_a_whole_t5_too(folder_of, tmp_path, kind):
    copy = shutil.copytree(folder_of(kind), tmp_path / kind)
    rewrite(copy / COMPONENTS["text_encoder"], lambda t: t | {"decoder.block.0.weight": torch.zeros(2)})
    assert load_model(copy, LocalModules()).spec.name == EXPECTED[kind]


def test_a_shard_without_its_tensors_is_refused(folder):
    """The index names two shards, both are there, one holds less than it should."""
    path = folder / WEIGHTS
    tensors = load_file(path)
    half, names = len(tensors) // 2, sorted(tensors)
    shards = {n: f"diffusion_pytorch_model-0000{1 + (i >= half)}-of-00002.safetensors" for i, n in enumerate(names)}
    for shard in sorted(set(shards.values())):
        save_file({n: tensors[n] for n in names[:-1] if shards[n] == shard}, path.with_name(shard), {"format": "pt"})
    index = {"metadata": {"total_size": 1}, "weight_map": shards}
    path.with_name("diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps(index))
    path.unlink()
    with pytest.raises(ModelError, match="my-model/transformer"):
        load_model(folder, LocalModules())


def test_code_in_a_folder_is_never_run(folder, tmp_path):
    """A folder that names its own classes and brings modules for them: only the table's classes are used."""
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w').close()\nclass Evil: pass\n"
    for place in ("", "transformer/", "tokenizer/", "text_encoder/", "scheduler/"):
        for name in ("evil.py", "__init__.py", "pipeline.py", "transformer.py", "modeling_evil.py"):
            (folder / f"{place}{name}").write_text(code)
    for name, change in (
        ("model_index.json", {"transformer": ["evil", "Evil"], "_custom_pipeline": "pipeline.py"}),
        ("text_encoder/config.json", {"auto_map": {"AutoModel": "modeling_evil.Evil"}}),
        ("tokenizer/tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.Evil", None]}}),
        ("transformer/config.json", {"auto_map": {"AutoModel": "evil.Evil"}}),
    ):
        path = folder / name
        path.write_text(json.dumps(json.loads(path.read_text()) | change))
    load_model(folder, LocalModules())
    assert not marker.exists()


def test_float8_weights_in_a_folder_are_cast_and_a_mixture_too(folder):
    def change(tensors):
        return {
            n: t.to(torch.float8_e4m3fn if n.endswith("to_q.weight") else torch.bfloat16) for n, t in tensors.items()
        }

    before = load_file(folder / WEIGHTS)
    rewrite(folder / WEIGHTS, change)
    state = load_model(folder, LocalModules()).transformers[0].state_dict()
    meant = {n: t.float() for n, t in change(before).items()}
    assert all(state[n].dtype == torch.float32 and torch.equal(state[n], t) for n, t in meant.items())


def test_a_quantized_folder_is_named(folder):
    path = folder / "transformer" / "config.json"
    path.write_text(
        json.dumps(json.loads(path.read_text()) | {"quantization_config": {"quant_method": "bitsandbytes"}})
    )
    with pytest.raises(ModelError, match="bitsandbytes"):
        inspect_folder(folder)


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


@pytest.mark.parametrize(("generation", "chosen"), [((7, 5), "fp16"), ((8, 6), "bf16")])
def test_a_card_that_only_emulates_bfloat16_gets_float16(folder_of, monkeypatch, generation, chosen):
    """PyTorch says of RTX 20 and GTX 16 that they support it."""

    class Card(LocalModules):
        def device(self):
            return "cuda"

    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device=None: generation)
    model = load_model(folder_of("ltx"), Card())
    assert (model.dtype, "only emulates bfloat16" in model.text()) == (chosen, chosen == "fp16")


def test_an_unknown_dtype(folder_of):
    with pytest.raises(InputError, match="dtype"):
        load_model(folder_of("ltx"), LocalModules(), "int3")


def test_another_scheduler_is_another_model(folder):
    """Scenes are kept by the model's key: what a scheduler is set to changes their pictures."""
    before = inspect_folder(folder).key
    path = folder / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"shift": 7.5}))
    assert inspect_folder(folder).key != before
