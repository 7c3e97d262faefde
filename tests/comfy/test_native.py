"""ComfyUI's own video nodes, run once a scene from our lists, and Join Scenes behind them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import av
import pytest

from devtools.comfyui import find_comfyui
from devtools.environment import ROOT
from t2v_core.cli.client import ServerError
from t2v_core.diffusion.families import model_spec
from t2v_core.diffusion.presets import preset_for
from tests.comfy.conftest import Workflow, small

SIZE = {"width": 96, "height": 64}


@pytest.fixture
def native() -> Workflow:
    """The shipped workflow, small, with two scenes or more."""
    return small("plan_for_native_nodes").set("T2V_ScenePlanner", seconds=12.0)


@pytest.fixture(scope="module")
def wan_files(server) -> dict[str, Path]:
    """A tiny random Wan under the names and in the folders that the workflow says."""
    shipped = small("plan_for_native_nodes")
    models = server.base / "models"
    files = {
        "transformer": models / "diffusion_models" / shipped[shipped.node("UNETLoader")]["inputs"]["unet_name"],
        "vae": models / "vae" / shipped[shipped.node("VAELoader")]["inputs"]["vae_name"],
    }
    for file in files.values():
        file.parent.mkdir(parents=True, exist_ok=True)
    script = Path(__file__).with_name("native_models.py")
    command = [sys.executable, str(script), *map(str, files.values())]
    done = subprocess.run(command, cwd=find_comfyui(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return files


def scenes_of(text: str) -> list[str]:
    """The lines of a report that are about scenes."""
    return [line for line in text.splitlines() if "shown for" in line]


def test_the_shipped_workflow_samples_every_scene_and_makes_a_cited_film(client, server, native, wan_files, made):
    """All of its nodes but the text encoder, which is 6 GB at its smallest: noise that depends on the text stands for it."""
    for name, node in native.items():
        if node["class_type"] == "CLIPTextEncode":
            native[name] = {"class_type": "Other_TextAsNoise", "inputs": {"text": node["inputs"]["text"]}}
    del native[native.node("CLIPLoader")]
    native.set("T2V_AcademicPromptBuilder", scene_frames=9)
    native.set("EmptyHunyuanLatentVideo", **SIZE).set("KSampler", steps=2)
    native.set("T2V_Compose", width=640, height=360)
    footage = server.base / "temp" / "academic-t2v-footage"
    before = set(footage.glob("*.mkv"))
    outcome = client.run(native)
    scenes = scenes_of(outcome.outputs[native.node("T2V_JoinScenes")]["t2v_text"][0])
    prompts = outcome.outputs[native.node("T2V_AcademicPromptBuilder")]["t2v_text"][0]
    assert len(scenes) == prompts.count("(9 frames)") >= 2
    assert len(set(footage.glob("*.mkv")) - before) == len(scenes)  # named by their pixels: each scene's are its own
    assert all(": 9 frames" in line and "note:" not in line for line in scenes)
    with av.open(str(made(outcome))) as film:
        assert len(film.chapters()) == len(scenes)
        assert film.streams.subtitles
        assert (film.streams.video[0].width, film.streams.video[0].height) == (640, 360)
    assert "contrast" in outcome.outputs[native.node("T2V_Compose")]["t2v_text"][0]


def test_the_shipped_numbers_are_the_presets(native):
    builder = native[native.node("T2V_AcademicPromptBuilder")]["inputs"]
    preset = preset_for(builder["quality"], model_spec(builder["family"]))
    sampler, latent = (native[native.node(kind)]["inputs"] for kind in ("KSampler", "EmptyHunyuanLatentVideo"))
    assert (sampler["steps"], sampler["cfg"]) == (preset.steps, preset.guidance)
    assert (latent["height"], latent["width"]) == preset.size


@pytest.fixture
def painted(native) -> Workflow:
    """The same with core's Empty Image in the place of model and sampler: as many frames a scene as the prompts ask for."""
    for kind in ("CLIPLoader", "UNETLoader", "VAELoader", "ModelSamplingSD3", "EmptyHunyuanLatentVideo", "KSampler"):
        del native[native.node(kind)]
    for name in [n for n, node in native.items() if node["class_type"] == "CLIPTextEncode"]:
        del native[name]
    images = native[native.node("VAEDecode")]
    frames = [native.node("T2V_AcademicPromptBuilder"), 3]
    images |= {"class_type": "EmptyImage", "inputs": SIZE | {"batch_size": frames, "color": 0x204060}}
    native.set("T2V_Compose", width=640, height=360)
    return native


def test_join_scenes_takes_a_list_of_batches_and_says_what_is_wrong_with_it(client, painted, made):
    outcome = client.run(painted)
    assert made(outcome).stat().st_size
    join = painted.node("T2V_JoinScenes")
    text = outcome.outputs[join]["t2v_text"][0]
    assert len(scenes_of(text)) == text.count("warning") >= 2
    assert "flat" in text
    painted.set("EmptyImage", batch_size=9)  # no list any more: one batch for all scenes
    with pytest.raises(ServerError, match=r"1 batch.* for .* scenes"):
        client.run(painted)
    painted.set("EmptyImage", batch_size=[painted.node("T2V_AcademicPromptBuilder"), 3])
    del painted[join]["inputs"]["prompts"]
    with pytest.raises(ServerError, match="Connect the prompts"):
        client.run(painted)
    outcome = client.run(painted.set("T2V_JoinScenes", fps=8, length="footage"))
    assert " 8 fps" in outcome.outputs[join]["t2v_text"][0]


@pytest.mark.parametrize("name", ["plan_for_native_nodes", "wan_semantic", "wan_overlay", "ltx"])
def test_the_editors_form_names_the_files_and_where_they_come_from(name):
    """The editor offers a missing file when its name is chosen on the node that lists it."""
    folder = ROOT / "workflows"
    graph = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    named = [(node["type"], file) for node in graph["nodes"] for file in node["properties"].get("models", ())]
    for _, file in named:
        assert file["url"].startswith("https://huggingface.co/")
        assert file["url"].endswith(f"/{file['name']}")
    chosen = {
        (node["class_type"], value)
        for node in json.loads((folder / "api" / f"{name}.json").read_text(encoding="utf-8")).values()
        for value in node["inputs"].values()
        if isinstance(value, str) and value.endswith(".safetensors") and node["class_type"] != "T2V_LoRA"
    }
    assert len(named) == len(chosen) == (2 if name == "ltx" else 3)
    assert {(kind, file["name"]) for kind, file in named} == chosen
