"""Importing the pack inside ComfyUI: seconds, heavy modules loaded, and network use."""

from __future__ import annotations

import json
import statistics
import subprocess

from devtools.comfyui import find_comfyui
from devtools.environment import ROOT, python_environment, venv_python
from tests.bench.harness import Bench

HEAVY = ("diffusers", "transformers", "sentence_transformers", "skia", "pypdfium2", "bm25s", "accelerate")

# Loads the pack as ComfyUI does, in a process where ComfyUI's own node API is already imported.
PROBE = """
import asyncio, importlib.util, json, socket, sys, time
sys.path.insert(0, {comfyui!r})
sys.argv = ["main.py", "--cpu"]
import comfy.options; comfy.options.enable_args_parsing()
import nodes, comfy_api.v0_0_2
before = set(sys.modules)
calls = []
connect = socket.socket.connect
socket.socket.connect = lambda self, *a: calls.append(a) or connect(self, *a)
start = time.perf_counter()
name = "probe_x_academic-t2v"
spec = importlib.util.spec_from_file_location(name, {init!r}, submodule_search_locations=[{root!r}])
module = importlib.util.module_from_spec(spec)
sys.modules[name] = module
spec.loader.exec_module(module)
extension = asyncio.run(module.comfy_entrypoint())
found = asyncio.run(extension.get_node_list())
ids = [n.GET_SCHEMA().node_id for n in found]
seconds = time.perf_counter() - start
loaded = sorted({{m.split(".")[0] for m in set(sys.modules) - before}})
print(json.dumps({{"seconds": seconds, "ids": ids, "loaded": loaded, "network": len(calls)}}))
"""


def run(b: Bench) -> None:
    """Median of fresh processes; modules that ComfyUI itself had loaded are not counted."""
    code = PROBE.format(comfyui=str(find_comfyui()), init=str(ROOT / "__init__.py"), root=str(ROOT))
    seconds, loaded, network, ids = [], set(), 0, []
    for _ in range(3 if b.quick else 5):
        done = subprocess.run(
            [str(venv_python()), "-c", code],
            capture_output=True,
            text=True,
            env=python_environment(),
            cwd=find_comfyui(),
        )
        if done.returncode:
            raise RuntimeError(f"The pack cannot be imported:\n{done.stderr[-2000:]}")
        result = json.loads(done.stdout.strip().splitlines()[-1])
        seconds.append(result["seconds"])
        loaded |= set(result["loaded"])
        network += result["network"]
        ids = result["ids"]
    b.note(f"{len(ids)} nodes: {', '.join(ids)}")
    b.note(f"modules it loads besides its own: {', '.join(sorted(loaded))}")
    b.figure("import, entry point and all schemas", statistics.median(seconds), "s", below=0.3)
    b.figure("heavy modules loaded", len(loaded & set(HEAVY)), at_most=0)
    b.figure("network connections opened", network, at_most=0)
