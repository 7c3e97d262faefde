"""Cancel on a real ComfyUI: how long each node goes without looking at it, and how long a pressed one takes to end."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from devtools.comfyui import Server, find_comfyui
from devtools.environment import ROOT
from t2v_core.cli.client import ComfyClient, Progress, ServerError
from tests.bench.harness import Bench

_unlike = itertools.count(100)
GOAL = 2.0  # seconds
PROBE = Path(__file__).with_name("cancel_probe.py")
# Where Cancel is pressed: a node, and the share of its bar that is done by then.
PRESSES = (
    ("T2V_BookChunker", 0.0),
    ("T2V_BookChunker", 0.1),
    ("T2V_BookChunker", 0.5),
    ("T2V_SemanticRetriever", 0.0),
    ("T2V_ScenePlanner", 0.0),
    ("T2V_ScenePlanner", 0.5),
    ("T2V_DiagramRenderer", 0.0),
    ("T2V_DiagramRenderer", 0.6),
    ("T2V_ExportMP4", 0.0),
    ("T2V_ExportMP4", 0.3),
    ("T2V_Narrator", 0.0),
    ("T2V_Narrator", 0.5),
    ("T2V_Compose", 0.0),
)


def run(b: Bench) -> None:
    """A server on which nothing is imported, loaded or kept yet: the longest silences are those of a first run."""
    with tempfile.TemporaryDirectory() as temp:
        base = Path(temp)
        pack = base / "custom_nodes" / "cancel-probe"
        pack.mkdir(parents=True)
        shutil.copy(PROBE, pack / "__init__.py")
        with Server(find_comfyui(), base, offline=True, extra=("cancel-probe",)) as server:
            client = ComfyClient(server.url)
            _silences(b, client)
            for kind, share in PRESSES:
                workflow = _workflow(use_library=False)
                if kind in ("T2V_Narrator", "T2V_Compose"):
                    workflow = _spoken_and_composed(workflow)
                seconds, where = _press(client, workflow, kind, share)
                b.figure(f"Cancel at {share:.0%} of {kind}, ended in {where}", seconds, "s", at_most=GOAL)


def _silences(b: Bench, client: ComfyClient) -> None:
    """One run to its end, of the demo with a voice, its pictures taken for footage."""
    workflow = _spoken_and_composed(_workflow())
    # ComfyUI looks at Cancel before every node: one more shows how long the last was silent at its end.
    workflow["end"] = {"class_type": "PreviewAny", "inputs": {"source": [_node(workflow, "T2V_ExportMP4"), 1]}}
    client.run(workflow)
    for node, found in client.get("/cancel_probe").items():
        kind = workflow[node]["class_type"]
        if kind.startswith("T2V_"):
            b.figure(f"longest silence of {kind}", found["seconds"], "s", at_most=GOAL)
            if found["where"]:
                b.note(found["where"])


def _press(client: ComfyClient, workflow: dict[str, Any], kind: str, share: float) -> tuple[float, str]:
    """Seconds from the press to the run's end, and the node that was at work then."""
    node, pressed, at = _node(workflow, kind), [], [""]

    def follow(progress: Progress) -> None:
        at[0] = workflow[progress.node]["class_type"]
        if progress.node == node and progress.done >= share * progress.total and not pressed:
            pressed.append(time.monotonic())
            client.interrupt()

    try:
        client.run(workflow, follow)
    except ServerError as e:
        if pressed and "interrupted" in str(e):
            return time.monotonic() - pressed[0], at[0]
        raise
    raise RuntimeError(f"Cancel at {share:.0%} of {kind} was not heard: the run came to its end.")


def _workflow(**chunker: object) -> dict[str, Any]:
    """The demo, never twice alike, so that only the book is taken from ComfyUI's cache."""
    workflow = json.loads((ROOT / "workflows" / "api" / "explain_topic_local.json").read_text(encoding="utf-8"))
    workflow[_node(workflow, "T2V_BookChunker")]["inputs"].update(chunker)
    workflow[_node(workflow, "T2V_SemanticRetriever")]["inputs"]["max_context_words"] = next(_unlike)
    workflow[_node(workflow, "T2V_ExportMP4")]["inputs"]["use_cache"] = False
    return workflow


def _spoken_and_composed(workflow: dict[str, Any]) -> dict[str, Any]:
    """The demo with a Narrator behind its planner, and words laid over its pictures by Compose."""
    planner, renderer, exporter = (
        _node(workflow, f"T2V_{k}") for k in ("ScenePlanner", "DiagramRenderer", "ExportMP4")
    )
    spoken = {"voice": "joe", "speed": 1.0, "length": "plan"}
    laid = {"layout": "picture_in_picture", "width": 1280, "height": 720, "theme": "night"}
    laid |= {"titles": True, "captions": True, "citations": True}
    workflow["voice"] = {"class_type": "T2V_Narrator", "inputs": {"plan": [planner, 0], **spoken}}
    workflow["words"] = {"class_type": "T2V_Compose", "inputs": {"video": [renderer, 0], "plan": ["voice", 0], **laid}}
    workflow[renderer]["inputs"]["plan"] = ["voice", 0]
    workflow[exporter]["inputs"] |= {"video": ["words", 0], "plan": ["voice", 0], "scene_audio": ["voice", 1]}
    return workflow


def _node(workflow: dict[str, Any], kind: str) -> str:
    return next(i for i, node in workflow.items() if node["class_type"] == kind)
