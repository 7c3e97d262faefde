"""One real ComfyUI for the whole run, on a free port, with a base directory that is thrown away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devtools.comfyui import Server, find_comfyui
from devtools.environment import ROOT
from t2v_core.cli.client import ComfyClient

API_WORKFLOWS = sorted((ROOT / "workflows" / "api").glob("*.json"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("comfyui")
    with Server(find_comfyui(), base, log=base / "server.log", offline=True) as running:
        yield running


@pytest.fixture
def client(server: Server) -> ComfyClient:
    return ComfyClient(server.url)


@pytest.fixture
def output(server: Server) -> Path:
    return server.base / "output"


@pytest.fixture
def film() -> dict[str, Any]:
    """The shipped film workflow, made short and small so that a test takes seconds."""
    prompt = json.loads((ROOT / "workflows" / "api" / "explain_topic_local.json").read_text(encoding="utf-8"))
    set_input(prompt, "T2V_ScenePlanner", "seconds", 6.0)
    set_input(prompt, "T2V_DiagramRenderer", "width", 640)
    set_input(prompt, "T2V_DiagramRenderer", "height", 360)
    set_input(prompt, "T2V_DiagramRenderer", "fps", 12.0)
    return prompt


def node_of(prompt: dict[str, Any], kind: str) -> str:
    """The id of the only node of a kind."""
    (found,) = [i for i, node in prompt.items() if node["class_type"] == kind]
    return found


def set_input(prompt: dict[str, Any], kind: str, name: str, value: object) -> None:
    """Change an input of the only node of a kind."""
    prompt[node_of(prompt, kind)]["inputs"][name] = value
