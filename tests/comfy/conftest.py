"""One real ComfyUI for the whole run, on a free port, with another pack, and a base directory that is thrown away."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devtools.comfyui import Server, find_comfyui
from devtools.environment import ROOT
from t2v_core.cli.client import ComfyClient, Outcome


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's home folder, in which it has no business."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("comfyui")
    shutil.copytree(Path(__file__).parent / "other_pack", base / "custom_nodes" / "other-pack")
    os.environ["T2V_TEST_PASSWORD"] = "open sesame 数"  # of a locked book; the server inherits it
    own = {"HOME": str(home), "USERPROFILE": str(home)}
    with Server(
        find_comfyui(), base, log=base / "server.log", offline=True, extra=("other-pack",), variables=own
    ) as running:
        yield running


@pytest.fixture
def client(server: Server) -> ComfyClient:
    return ComfyClient(server.url)


@pytest.fixture
def output(server: Server) -> Path:
    return server.base / "output"


class Workflow(dict[str, Any]):
    """An API-format workflow whose inputs are changed by the kind of node."""

    def node(self, kind: str) -> str:
        """The id of the only node of a kind."""
        (found,) = [i for i, node in self.items() if node["class_type"] == kind]
        return found

    def set(self, kind: str, **inputs: object) -> Workflow:
        """Change inputs of the only node of a kind."""
        self[self.node(kind)]["inputs"].update(inputs)
        return self


def small(name: str) -> Workflow:
    """A shipped workflow, made so short and small that a run takes seconds."""
    workflow = Workflow(json.loads((ROOT / "workflows" / "api" / f"{name}.json").read_text(encoding="utf-8")))
    if "T2V_ScenePlanner" in kinds(workflow):
        workflow.set("T2V_ScenePlanner", seconds=6.0)
    if "T2V_DiagramRenderer" in kinds(workflow):
        workflow.set("T2V_DiagramRenderer", width=640, height=360, fps=12.0)
    return workflow


@pytest.fixture
def film() -> Workflow:
    """The shipped film workflow, small."""
    return small("explain_topic_local")


@pytest.fixture
def shipped() -> dict[str, Workflow]:
    """Every shipped workflow that runs without a video model, small; `test_diffusion` and `test_native` run the others."""
    return {name: w for name, w in _all_small().items() if not kinds(w) & {"T2V_VideoModelLoader", "UNETLoader"}}


@pytest.fixture
def shipped_with_models() -> dict[str, Workflow]:
    """Every shipped workflow that loads a video model with our own node, small."""
    return {name: w for name, w in _all_small().items() if "T2V_VideoModelLoader" in kinds(w)}


def kinds(workflow: Workflow) -> set[str]:
    """The kinds of nodes that a workflow has."""
    return {node["class_type"] for node in workflow.values()}


def _all_small() -> dict[str, Workflow]:
    return {p.stem: small(p.stem) for p in sorted((ROOT / "workflows" / "api").glob("*.json"))}


@pytest.fixture
def made(output: Path):
    """Find what a run wrote: `made(outcome)` is its film."""

    def find(outcome: Outcome, suffix: str = ".mp4") -> Path:
        (file,) = [f for f in outcome.files() if f["filename"].endswith(suffix)]
        return output / file["subfolder"] / file["filename"]

    return find
