"""Video models on a real server: loaded, patched, generated, cancelled; tiny models in the place of the real ones."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import av
import pytest
import torch
from safetensors.torch import load_file, save_file

from devtools.environment import ROOT
from t2v_core.cache import dry_run, remove
from t2v_core.cli.client import ServerError
from t2v_core.diffusion.composed import Parts, inspect_source
from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.part_configs import LTX_SCHEDULERS, LTX_VAES
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.diffusion.speed import Speed
from t2v_core.planning import load_plan
from t2v_core.prompting import PromptSettings, build_prompts

FAMILY = {"wan": "wan2.1-1.3b", "cog": "cogvideox-2b", "ltx": "ltx-0.9.0"}
SMALL = {"width": 64, "height": 64, "steps": 2, "on_bad_output": "keep", "length": "footage"}
PLAN = json.dumps(
    {
        "schema_version": 1,
        "title": "Water",
        "topic": "water",
        "scenes": [
            {"id": f"s{n}", "title": f"Water {n}", "role": "mechanism", "seconds": 1.0, "narration": "Water moves."}
            for n in (1, 2)
        ],
        "planner": {"kind": "manual"},
    }
)


def tiny_models():
    """The module that makes tiny models."""
    spec = importlib.util.spec_from_file_location("t2v_tiny", ROOT / "tests/core/diffusion/tiny.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def save_style(path: Path, width: int) -> None:
    """A LoRA for one layer of a transformer of that width."""
    torch.manual_seed(1)
    name = "transformer.blocks.0.attn1.to_q"
    save_file({f"{name}.lora_A.weight": torch.randn(4, width), f"{name}.lora_B.weight": torch.randn(width, 4)}, path)


@pytest.fixture(scope="session")
def models(server) -> Path:
    """The server's model folders, with tiny models and a LoRA in them."""
    for kind in FAMILY:
        tiny_models().save(kind, server.base / "models" / "diffusers" / f"tiny-{kind}")
    loras = server.base / "models" / "loras"
    loras.mkdir(exist_ok=True)
    save_style(loras / "style.safetensors", 24)
    return server.base / "models"


@pytest.fixture
def graph(client):
    """`graph(kind, prefix, …)`: plan → prompts → model → scenes → a lossless file; inputs not named have their defaults."""

    def node(kind: str, **inputs: object) -> dict:
        required = client.get(f"/object_info/{kind}")[kind]["input"]["required"]
        defaults = {name: spec[1]["default"] for name, spec in required.items() if "default" in spec[1]}
        return {"class_type": kind, "inputs": defaults | inputs}

    def build(kind: str, prefix: str, **settings: object) -> dict:
        prompts = {"plan": ["plan", 0], "family": FAMILY[kind], "quality": "fast", "scene_frames": 9, "seed": 3}
        scenes = {"model": ["model", 0], "prompts": ["prompts", 0], "plan": ["plan", 0], "scene_frames": 9}
        film = {"video": ["scenes", 0], "filename_prefix": prefix, "format": "mkv-ffv1", "use_cache": False}
        return {
            "plan": node("T2V_ScenePlanner", topic="water", planner="manual", plan_text=PLAN),
            "prompts": node("T2V_AcademicPromptBuilder", **prompts),
            "model": node("T2V_VideoModelLoader", model=f"tiny-{kind}"),
            "scenes": node("T2V_SceneGenerator", **scenes, **SMALL | settings),
            "film": node("T2V_ExportMP4", **film),
        }

    return build


def pixels(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        return [f.to_ndarray(format="rgb24").tobytes() for f in film.decode(video=0)]


@pytest.mark.parametrize("kind", FAMILY)
def test_a_managed_model_makes_the_same_pixels_as_plain_torch(client, models, output, graph, kind):
    client.run(graph(kind, f"diffusion/{kind}"))
    served = pixels(output / "diffusion" / f"{kind}_00001_.mkv")
    assert served == locally(models / "diffusers" / f"tiny-{kind}")


def locally(source, speed: Speed | None = None) -> list[bytes]:
    """What plain torch makes of the same plan."""
    host = LocalModules()
    model = load_model(source, host, speed=speed)
    prompts = build_prompts(
        load_plan(PLAN), PromptSettings(family=model.spec.name, quality="fast", scene_frames=9, seed=3)
    )
    return [f.tobytes() for f in generate(model, prompts, GenerateSettings(frames=9, **SMALL), host).film.frames()]


@pytest.mark.parametrize("kind", FAMILY)
def test_options_of_the_loader_reach_the_model_and_leave_it_as_it_was(client, models, output, graph, kind):
    """Least memory, another kernel and a cache, between two runs without; the second model is another family's."""
    options = {"vram": "minimum", "attention": "math", "cache": "first_block"}
    films, texts = {}, {}
    for name, inputs in (("plain", {}), ("options", options), ("again", {})):
        workflow = graph(kind, f"options/{kind}-{name}", use_cache=False)
        workflow["model"]["inputs"] |= inputs
        texts[name] = client.run(workflow).outputs["scenes"]["t2v_text"][0]
        films[name] = pixels(output / "options" / f"{kind}-{name}_00001_.mkv")
    assert films["plain"] == films["again"]
    assert films["options"] == locally(models / "diffusers" / f"tiny-{kind}", Speed("math", "first_block"))
    assert "attention math, cache first_block" in texts["options"] and "attention" not in texts["again"]


def test_another_model_between_two_runs_changes_nothing(client, models, output, graph):
    for kind, name in (("wan", "before"), ("ltx", "between"), ("cog", "between2"), ("wan", "after")):
        client.run(graph(kind, f"switch/{name}", use_cache=False))
    assert pixels(output / "switch" / "before_00001_.mkv") == pixels(output / "switch" / "after_00001_.mkv")


def test_a_single_file_with_the_parts_of_a_folder(client, models, output, graph):
    folder = tiny_models().save("wan", models / "diffusers" / "whole", num_attention_heads=1, attention_head_dim=128)
    file = models / "diffusion_models" / "one.safetensors"
    file.parent.mkdir(exist_ok=True)
    shutil.copy(folder / "transformer" / "diffusion_pytorch_model.safetensors", file)
    assert (
        "one.safetensors"
        in client.get("/object_info")["T2V_VideoModelLoader"]["input"]["required"]["model"][1]["options"]
    )
    workflow = graph("wan", "single/film", use_cache=False)
    workflow["model"]["inputs"] |= {"model": "one.safetensors", "parts_from": "whole"}
    outcome = client.run(workflow)
    assert "one.safetensors" in outcome.outputs["scenes"]["t2v_text"][0]
    assert pixels(output / "single" / "film_00001_.mkv") == locally(inspect_source(file, Parts(folder)))
    workflow["model"]["inputs"]["parts_from"] = "tiny-ltx"
    with pytest.raises(ServerError, match="of ltx"):
        client.run(workflow)


def test_wan_from_comfyuis_own_files(client, models, output, graph, tmp_path):
    names = {
        "model": "diffusion_models/wan.safetensors",
        "text_encoder": "text_encoders/umt5.safetensors",
        "vae": "vae/wan.safetensors",
    }
    places = {part: models / name for part, name in names.items()}
    tiny_models().comfy_files(tiny_models().published_wan(tmp_path / "wan"), places)
    tiny_models().scale_to_float8(places["text_encoder"])
    workflow = graph("wan", "files/film", use_cache=False)
    workflow["model"]["inputs"] |= {
        "model": "wan.safetensors",
        "text_encoder": "umt5.safetensors",
        "vae": "wan.safetensors",
    }
    assert "text encoder: umt5.safetensors" in client.run(workflow).outputs["model"]["t2v_text"][0]
    source = inspect_source(places["model"], Parts(text_encoder=places["text_encoder"], vae=places["vae"]))
    assert pixels(output / "files" / "film_00001_.mkv") == locally(source)
    for part, said in (("text_encoder", "../x.safetensors"), ("vae", "missing.safetensors")):
        with pytest.raises(ServerError, match="outside" if ".." in said else "missing"):
            client.run(workflow | {"model": workflow["model"] | {"inputs": workflow["model"]["inputs"] | {part: said}}})


def test_a_hub_id_is_downloaded_only_when_that_is_allowed(client, models, graph):
    workflow = graph("ltx", "hub/film")
    workflow["model"]["inputs"] |= {"model": "", "hub_id": "Somebody/tiny-ltx"}
    client.run(workflow)  # a folder of that name is there
    workflow["model"]["inputs"]["hub_id"] = "Somebody/not-there"
    with pytest.raises(ServerError, match="allow_download"):
        client.run(workflow)
    workflow["model"]["inputs"]["allow_download"] = True
    with pytest.raises(ServerError, match="HF_HUB_OFFLINE"):
        client.run(workflow)
    assert not list((models / "diffusers").glob("*not-there*"))


def lora(workflow: dict, **inputs: object) -> dict:
    """Put a LoRA between model and scenes."""
    settings = {"lora_name": "style.safetensors", "strength": 1.0, "stage": "all", "trigger": "", "model": ["model", 0]}
    workflow["lora"] = {"class_type": "T2V_LoRA", "inputs": settings | inputs}
    workflow["scenes"]["inputs"]["lora"] = ["lora", 0]
    return workflow


def test_a_lora_changes_the_film_and_the_base_comes_back(client, models, output, graph):
    base = graph("wan", "lora/base", use_cache=False)
    client.run(base)
    outcome = client.run(lora(graph("wan", "lora/with", use_cache=False)))
    client.run(graph("wan", "lora/again", use_cache=False))
    assert "1 of 1 modules" in outcome.outputs["lora"]["t2v_text"][0]
    before, changed, after = (pixels(output / "lora" / f"{n}_00001_.mkv") for n in ("base", "with", "again"))
    assert before != changed
    assert before == after


def test_files_that_changed_under_their_names_are_read_again(client, server, models, output, graph):
    """A LoRA trained again, a model folder behind a link, and scenes that another program purged."""
    places = models / "diffusers" / "of-another-disk", tiny_models().save("wan", server.base / "elsewhere")
    try:
        places[0].symlink_to(places[1], target_is_directory=True)
    except OSError:
        shutil.copytree(places[1], places[0])
    workflow = lora(graph("wan", "changed/first"))
    workflow["model"]["inputs"]["model"] = places[0].name
    client.run(workflow)
    kept = server.base / "user" / "academic-t2v"
    remove(kept, "purge", dry_run(kept, "purge").token)
    workflow["film"]["inputs"]["filename_prefix"] = "changed/purged"
    client.run(workflow)
    save_file(
        {k: 3 * v for k, v in load_file(models / "loras" / "style.safetensors").items()},
        models / "loras" / "new.safetensors",
    )
    (models / "loras" / "new.safetensors").replace(models / "loras" / "style.safetensors")
    workflow["film"]["inputs"]["filename_prefix"] = "changed/trained"
    client.run(workflow)
    first, purged, trained = (pixels(output / "changed" / f"{n}_00001_.mkv") for n in ("first", "purged", "trained"))
    assert first == purged != trained


def test_the_generation_is_in_the_films_metadata_and_on_the_node(client, models, output, graph):
    workflow = graph("ltx", "facts/film")
    each = {"video": ["scenes", 2], "filename_prefix": "facts/each", "format": "auto", "codec": "auto"}
    outcome = client.run(workflow | {"each": {"class_type": "SaveVideo", "inputs": each}})
    assert [len(pixels(p)) for p in sorted((output / "facts").glob("each*.mp4"))] == [9, 9]  # one a scene
    with av.open(str(output / "facts" / "film_00001_.mkv")) as film:
        facts = json.loads({k.lower(): v for k, v in film.metadata.items()}["generation"])
    assert facts["model"].startswith("tiny-ltx")
    assert [s["scene"] for s in facts["scenes"]] == ["s1", "s2"]
    assert "seed" in outcome.outputs["scenes"]["t2v_text"][0]


def put_tiny(models: Path, inputs: dict, scratch: Path) -> None:
    """A tiny model where a loader looks for its own."""
    tiny, name = tiny_models(), inputs["model"]
    if name.startswith("ltx"):
        folder = tiny.published_ltx("ltx091", LTX_VAES["0.9.1"], LTX_SCHEDULERS["0.9.1"], scratch)
        for place in ("checkpoints", "text_encoders"):
            (models / place).mkdir(exist_ok=True)
        tiny.ltx_checkpoint(folder, "0.9.1", models / "checkpoints" / name)
        encoder = load_file(folder / "text_encoder" / "model.safetensors")
        encoder["shared.weight"] = torch.randn(32128, 32)  # as many as the pieces of T5's own tokenizer
        save_file(encoder, models / "text_encoders" / inputs["text_encoder"])
    elif name.endswith(".safetensors"):
        places = {"model": models / "diffusion_models" / name, "vae": models / "vae" / inputs["vae"]}
        places["text_encoder"] = models / "text_encoders" / inputs["text_encoder"]
        tiny.comfy_files(tiny.published_wan(scratch), places)
    elif not (models / "diffusers" / name).exists():
        tiny.save("cog", models / "diffusers" / name)


def test_every_shipped_workflow_with_a_model_makes_its_film(client, models, shipped_with_models, made, tmp_path):
    assert set(shipped_with_models) >= {"wan_semantic", "wan_overlay", "cogvideox", "ltx"}
    for name, workflow in shipped_with_models.items():
        put_tiny(models, workflow[workflow.node("T2V_VideoModelLoader")]["inputs"], tmp_path / name)
        if styled := "T2V_LoRA" in {n["class_type"] for n in workflow.values()}:
            save_style(models / "loras" / workflow[workflow.node("T2V_LoRA")]["inputs"]["lora_name"], 128)
        workflow.set("T2V_SceneGenerator", width=64, height=64, scene_frames=9, steps=2, on_bad_output="keep")
        workflow.set("T2V_Compose", width=640, height=360)
        outcome = client.run(workflow)
        with av.open(str(made(outcome))) as film:
            assert (film.streams.video[0].width, film.streams.video[0].height) == (640, 360)
            assert json.loads(film.metadata["generation"])["scenes"]
            assert len(film.chapters()) >= 1
        prompts = outcome.outputs[workflow.node("T2V_AcademicPromptBuilder")]["t2v_text"][0]
        assert ("infographic style" in prompts) == styled  # by the name of the LoRA's file
        assert "counted with the tokenizer" in prompts
        assert "contrast" in outcome.outputs[workflow.node("T2V_Compose")]["t2v_text"][0]


def test_bad_scenes_are_retried_and_then_drawn(client, models, output, graph):
    """A random model whose VAE weights are zero paints every frame grey."""
    folder = models / "diffusers" / "grey"
    if not folder.exists():
        pipe = tiny_models().ltx()
        with torch.no_grad():
            for parameter in pipe.vae.decoder.parameters():
                parameter.zero_()
        pipe.save_pretrained(folder, safe_serialization=True)
    workflow = graph("ltx", "bad/film", on_bad_output="retry", width=128, height=128)
    workflow["model"]["inputs"]["model"] = "grey"
    text = client.run(workflow).outputs["scenes"]["t2v_text"][0]
    assert text.count("flat") >= 4
    assert "s1: diagram" in text
    assert len(set(pixels(output / "bad" / "film_00001_.mkv"))) > 2
    workflow["scenes"]["inputs"]["on_failure"] = "error"
    with pytest.raises(ServerError, match="came out flat"):
        client.run(workflow)


@pytest.mark.parametrize(
    ("node", "inputs", "word"),
    [
        ("model", {"model": "../../etc"}, "outside"),
        ("model", {"model": "missing"}, "missing"),
        ("model", {"model": ""}, "nothing is chosen"),
        ("model", {"dtype": "int3"}, "dtype"),
        ("model", {"vram": "lots"}, "vram"),
        ("model", {"attention": "flash"}, "attention flash"),
        ("model", {"compile": True, "model": "tiny-cog"}, "compile"),
        ("model", {"model": "../x.safetensors"}, "outside"),
        ("scenes", {"vae_tiling": "some"}, "vae_tiling"),
        ("scenes", {"on_failure": "cry"}, "on_failure"),
    ],
)
def test_a_wrong_value_is_named(client, models, graph, node, inputs, word):
    workflow = graph("ltx", "wrong/film")
    workflow[node]["inputs"] |= inputs
    with pytest.raises(ServerError, match=f"(?i){word}"):
        client.run(workflow)


def test_a_lora_that_is_none_is_named(client, models, graph):
    (models / "loras" / "page.safetensors").write_bytes(b"<!DOCTYPE html><html>log in</html>")
    (models / "loras" / "old.pt").write_bytes(b"PK\x03\x04")
    for name, word in (("page.safetensors", "web page"), ("old.pt", "pickle"), ("../x.safetensors", "outside")):
        with pytest.raises(ServerError, match=word):
            client.run(lora(graph("wan", "wrong/lora"), lora_name=name))
    with pytest.raises(ServerError, match="fits this model"):
        client.run(lora(graph("ltx", "wrong/lora")))


@pytest.mark.parametrize("kind", ["wan", "cog", "ltx"])
def test_cancel_is_heard_by_the_next_layer_in_every_phase_and_the_next_run_is_equal(
    client, server, models, output, graph, kind
):
    client.run(graph(kind, f"cancel/{kind}-before", use_cache=False))
    for seed, part in enumerate(("text_encoder", "transformer", "vae"), 10):
        stopped = graph(kind, "cancel/stopped", use_cache=False, seed=seed)
        stopped["cancel"] = {"class_type": "Other_CancelWithin", "inputs": {"model": ["model", 0], "part": part}}
        stopped["scenes"]["inputs"]["model"] = ["cancel", 0]
        with pytest.raises(ServerError, match="interrupted"):
            client.run(stopped)
        assert client.get("/other_pack/computed") == 0, part
    assert not list((output / "cancel").glob("stopped*")) and not list(server.base.rglob("*.t2v-part"))
    client.run(graph(kind, f"cancel/{kind}-after", use_cache=False))
    assert pixels(output / "cancel" / f"{kind}-before_00001_.mkv") == pixels(
        output / "cancel" / f"{kind}-after_00001_.mkv"
    )
