"""What saved workflows and newcomers rely on: ids and inputs stay, everything is explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devtools.environment import ROOT
from t2v_core.cli.main import build_parser
from t2v_core.diagram.compose import ComposeSettings
from t2v_core.diffusion.lora import LoraUse

# The inputs of every released node, in order. Saved workflows store widget values by position: append, never change.
HIDDEN = {"prompt", "extra_pnginfo", "unique_id"}
FROZEN = Path(__file__).parent / "frozen_inputs.json"


@pytest.fixture
def ours(client):
    return {k: v for k, v in client.get("/object_info").items() if k.startswith("T2V_")}


def test_inputs_are_only_ever_appended(ours):
    for node, frozen in json.loads(FROZEN.read_text(encoding="utf-8")).items():
        for kind, names in frozen.items():
            assert ours[node]["input_order"].get(kind, [])[: len(names)] == names, f"{node}: {kind} inputs changed"


def test_every_node_is_frozen(ours):
    assert set(ours) == set(json.loads(FROZEN.read_text(encoding="utf-8")))


def test_every_input_and_output_says_what_it_is(ours):
    for node, info in ours.items():
        assert info["description"], node
        for inputs in info["input"].values():
            for name, spec in inputs.items():
                if name not in HIDDEN:
                    assert spec[1].get("tooltip"), f"{node}.{name} has no tooltip"
        assert all(info["output_tooltips"]), node


def test_every_node_has_a_help_page(ours, client):
    for node in ours:
        page = (ROOT / "web" / "docs" / f"{node}.md").read_text(encoding="utf-8")
        assert page.startswith("# ") and len(page) > 150, node
        named = {name for inputs in ours[node]["input_order"].values() for name in inputs} - HIDDEN
        assert not [n for n in named if n not in page and not n.startswith("book_")], node
        assert not [n for n in ours[node]["output_name"] if f"| {n} |" not in page], node


# An input of a node, and the name under which the command line has it where that is another.
FLAGS = {
    "T2V_VideoModelLoader": {n: n for n in ("dtype", "quantization", "vram", "attention", "cache", "compile", "revision", "allow_download")},
    "T2V_ScenePlanner": {"timeout": "llm_timeout", **{n: n for n in (
        "planner", "language_policy", "allow_download", "server_url", "credential", "on_llm_error", "nli_model", "server_api",
        "temperature", "keep_loaded", "gguf_file")}},
    "T2V_LoRA": {},
    "T2V_AcademicPromptBuilder": {"family": "model_id", **{n: n for n in (
        "quality", "max_context_words", "scene_frames", "seed", "lora_prompt_profile", "lora_trigger", "lora_negative_boost")}},
    "T2V_SceneGenerator": {n: n for n in (
        "width", "height", "scene_frames", "steps", "guidance", "guidance_2", "flow_shift", "seed", "vae_tiling", "on_bad_output",
        "max_retries", "on_failure", "length", "continuity", "dynamic_cfg")},
    "T2V_Compose": {n: n for n in ("layout", "titles", "captions", "citations")},
}  # fmt: skip


def test_the_command_line_has_the_nodes_inputs_with_their_defaults(ours):
    args = vars(build_parser({}).parse_args(["explain", "book.pdf", "--topic", "x"]))
    for node, flags in FLAGS.items():
        for name, flag in flags.items():
            (spec,) = (inputs[name] for inputs in ours[node]["input"].values() if name in inputs)
            assert args[flag] == spec[1]["default"], f"{node}.{name}"
    compose = ours["T2V_Compose"]["input"]["required"]
    assert args["size"] == (compose["width"][1]["default"], compose["height"][1]["default"])
    assert ComposeSettings.theme == compose["theme"][1]["default"]
    assert LoraUse.strength == ours["T2V_LoRA"]["input"]["required"]["strength"][1]["default"]


def test_all_nodes_stand_under_one_menu_root(ours):
    assert {info["category"].split("/")[0] for info in ours.values()} == {"Academic T2V"}
