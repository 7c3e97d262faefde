"""Tiny models on disk, a plan of three scenes, and prompts for it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
import torch

from t2v_core.diffusion.load import VideoModel, load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.planning.plan import Claim, EvidenceItem, PlannerInfo, Scene, ScenePlan, Visual
from t2v_core.prompting import PromptSettings, ScenePrompts, build_prompts
from tests.core.diffusion.lora_files import TARGETS

torch.set_num_threads(1)
FAMILY = {"wan": "wan2.1-1.3b", "wan22": "wan2.2-a14b", "cog": "cogvideox-2b", "cog15": "cogvideox1.5-5b",
          "ltx": "ltx-0.9.0", "ltx091": "ltx-0.9.1", "ltx095": "ltx-0.9.5"}  # fmt: skip


@pytest.fixture(scope="session")
def tiny():
    """The module that makes tiny models."""
    spec = importlib.util.spec_from_file_location("t2v_tiny_models", Path(__file__).with_name("tiny.py"))
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def folder_of(tiny, tmp_path_factory):
    """`folder_of(kind)`: the folder of a tiny model, made once."""
    root = tmp_path_factory.mktemp("models")

    def get(kind: str) -> Path:
        return root / kind if (root / kind).exists() else tiny.save(kind, root / kind)

    return get


@pytest.fixture(scope="session")
def model_of(folder_of):
    """`model_of(kind)`: a tiny model, loaded once; nothing may change it."""
    loaded: dict[str, VideoModel] = {}

    def get(kind: str) -> VideoModel:
        if kind not in loaded:
            loaded[kind] = load_model(folder_of(kind), LocalModules())
        return loaded[kind]

    return get


@pytest.fixture
def weight_of(model_of):
    """`weight_of(kind, name)`: a weight of a tiny transformer; without a name, that of `TARGETS`."""

    def get(kind: str, name: str = "") -> torch.Tensor:
        name = name or TARGETS[kind][0]
        return model_of(kind).modules["transformer"].module.get_parameter(f"{name}.weight").detach()

    return get


@pytest.fixture(scope="session")
def plan() -> ScenePlan:
    claim = Claim(text="Water evaporates from the sea.", evidence_ids=["E1"], source="extract")
    scenes = [
        Scene(id=f"s{n}", title=f"Water, part {n}", role="mechanism", seconds=1.0, claims=[claim],
              visual=Visual(template="quotation", data={"text": claim.text, "evidence_id": "E1"}))
        for n in (1, 2, 3)
    ]  # fmt: skip
    return ScenePlan(
        title="The water cycle",
        topic="the water cycle",
        evidence=[EvidenceItem(id="E1", book="Weather", text="Water evaporates from the sea.", page=3)],
        scenes=scenes,
        planner=PlannerInfo(kind="extractive"),
    )


@pytest.fixture(scope="session")
def prompts_for(plan):
    """`prompts_for(kind)`: the plan's prompts for that tiny model's family."""

    def get(kind: str, **settings: object) -> ScenePrompts:
        return build_prompts(plan, PromptSettings(family=FAMILY[kind], quality="fast", **settings))

    return get
