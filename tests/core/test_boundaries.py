"""The core stands alone: it names nothing of ComfyUI, and importing it loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = sorted((ROOT / "t2v_core").rglob("*.py"))
OF_COMFYUI = {"comfy", "comfy_api", "comfy_extras", "comfy_execution", "folder_paths", "nodes", "server", "execution"}
HEAVY = ("torch", "transformers", "diffusers", "sentence_transformers", "skia", "av", "bm25s", "scipy")

# Imports the modules that every command and every node begins with, where ComfyUI cannot be imported at all.
LIGHT = """
import sys
for name in {banned!r}: sys.modules[name] = None
import t2v_core.cli.main, t2v_core.book, t2v_core.retrieval, t2v_core.planning, t2v_core.diagram, t2v_core.film
import t2v_core.prompting, t2v_core.diffusion, t2v_core.doctor, t2v_core.samples, t2v_core.film.formats
print(" ".join(m for m in {heavy!r} if m in sys.modules))
"""


def imported(tree: ast.AST) -> set[str]:
    """The first part of every absolute import."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", CORE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_core_imports_nothing_of_comfyui(path):
    assert not imported(ast.parse(path.read_text(encoding="utf-8"))) & OF_COMFYUI


def test_importing_the_core_needs_no_comfyui_and_loads_nothing_heavy():
    code = LIGHT.format(banned=sorted(OF_COMFYUI), heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_nodes_are_found_by_reading_their_source():
    """ComfyUI-Manager lists a pack by literals: each class derives directly from `io.ComfyNode` and names its id."""
    for path in sorted((ROOT / "nodes").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = [
            c
            for c in tree.body
            if isinstance(c, ast.ClassDef) and [ast.unparse(b) for b in c.bases] == ["io.ComfyNode"]
        ]
        if path.stem in {"__init__", "extension"}:
            continue
        assert len(nodes) == 1, path.name
        ids = [k.value.value for k in ast.walk(nodes[0]) if isinstance(k, ast.keyword) and k.arg == "node_id"]
        assert len(ids) == 1 and ids[0].startswith("T2V_"), path.name
