"""Runs inside ComfyUI's own Python path, without a server: tiny models under its memory manager; prints JSON.

python managed.py MODEL_FOLDER LORA_FILE     (in ComfyUI's folder, with --cpu appended for ComfyUI itself)
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]


def load_pack() -> None:
    """This repository as the package `academic_t2v`, as ComfyUI loads a pack."""
    spec = importlib.util.spec_from_file_location(
        "academic_t2v", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = sys.modules["academic_t2v"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def main(folder: Path, lora: Path) -> dict[str, object]:
    """What happens to a model that is partly loaded, evicted, patched, and loaded again."""
    import comfy.model_management as memory
    import numpy as np
    import torch
    from academic_t2v.nodes.host.diffusion import DiffusionHost, _load_the_rest
    from academic_t2v.t2v_core.diffusion import stages
    from academic_t2v.t2v_core.diffusion.load import load_model, pipeline_for
    from academic_t2v.t2v_core.diffusion.lora import LoraUse, match_all
    from academic_t2v.t2v_core.diffusion.memory import LocalModules
    from academic_t2v.t2v_core.diffusion.shots import Shot
    from academic_t2v.t2v_core.diffusion.speed import Speed
    from academic_t2v.t2v_core.diffusion.speed import faster as faster_for
    from diffusers.utils.torch_utils import get_module_execution_device

    torch.set_num_threads(1)
    shot = Shot("s", "a wave", "blur", 7, 9, 64, 64, 8, 3, 5.0)

    def frames(host, model, modules, in_between=lambda part: None):
        with host.use([modules["text_encoder"]], 0):
            in_between("text_encoder")
            pipe = pipeline_for(model, host, modules)
            embeds = stages.encode(pipe, model.spec, shot)
        with host.use([modules["transformer"]], 0):
            in_between("transformer")
            with faster_for(model.speed, pipe, model.transformers):
                latents = stages.denoise(pipe, model.spec, shot, embeds, lambda step, tensor: None)
        with host.use([modules["vae"]], 0):
            return stages.decode(pipe, model.spec, shot, latents, modules["vae"].module)

    def patched(host, model):
        module = model.modules["transformer"].module
        (found,) = match_all(LoraUse(lora), [("transformer", module)], model.spec.family)
        return dict(model.modules) | {"transformer": host.patched(model.modules["transformer"], [(found.patches, 0.7)])}

    local, host = LocalModules(), DiffusionHost()
    plain, managed = load_model(folder, local), load_model(folder, host)
    raw, raw_lora = frames(local, plain, plain.modules), frames(local, plain, patched(local, plain))
    found: dict[str, object] = {"lora differs": not np.array_equal(raw, raw_lora)}

    def check(name, expected, modules, in_between=lambda part: None):
        found[name] = bool(np.array_equal(frames(host, managed, modules, in_between), expected))

    def close(name, expected, modules, in_between=lambda part: None):
        difference = np.abs(frames(host, managed, modules, in_between) - expected).max()
        found[name] = float(difference)

    check("whole", raw, managed.modules)
    weights = {id(t): t for m in managed.modules.values() for t in m.module.state_dict(keep_vars=True).values()}
    counted = sum(m.model.model_size() for m in memory.current_loaded_models)
    found["accounted"] = counted == sum(t.nbytes for t in weights.values())
    with_lora = patched(host, managed)
    close("with LoRA", raw_lora, with_lora)
    check("base after LoRA", raw, managed.modules)

    def partly(modules):
        """Leave a tenth of a part's weights loaded, as a small card would."""

        def act(part):
            patcher = modules[part].patcher
            patcher.unpatch_model(memory.unet_offload_device())
            patcher.partially_load(memory.get_torch_device(), patcher.model_size() // 10)
            found["cast on the fly"] = sum(
                1 for m in patcher.model.modules() if getattr(m, "comfy_cast_weights", False)
            )
            _load_the_rest(patcher)

        return act

    def put_out(part):
        """Half of a part's weights, as when another model wants room."""
        patcher = managed.modules[part].patcher
        patcher.partially_unload(memory.unet_offload_device(), patcher.model_size() // 2)
        _load_the_rest(patcher)

    check("partly put out", raw, managed.modules, put_out)
    check("partly loaded", raw, managed.modules, partly(managed.modules))
    close("partly loaded with LoRA", raw_lora, with_lora, partly(with_lora))
    left = []

    def room(part):
        host.make_room(2**62)
        left.append([x.model is managed.modules[part].patcher for x in memory.current_loaded_models])

    check("room made during use", raw, managed.modules, room)
    found["left during use"] = left
    memory.unload_all_models()
    found["left after unloading"] = len(memory.current_loaded_models)
    check("after eviction", raw, managed.modules)
    unpinned = []
    norm = torch.nn.ModuleDict({"norm": torch.nn.GroupNorm(1, 2)})
    _load_the_rest(SimpleNamespace(model=norm, load_device=torch.device("cpu:0"), unpin_weight=unpinned.append))
    found["unpinned before they move"] = unpinned
    away = host.manage(torch.nn.Linear(2, 2, device="meta")).module
    found["runs on"] = str(get_module_execution_device(away)) == str(memory.get_torch_device())
    memory.interrupt_current_processing(True)
    try:
        pipe = pipeline_for(managed, host)
        stages.encode(pipe, managed.spec, shot)
        found["interrupt within a layer"] = False
    except memory.InterruptProcessingException:
        found["interrupt within a layer"] = True
    check("after the interrupt", raw, managed.modules)
    picture = host.latent_picture(managed.spec, torch.zeros(16, 3, 8, 12))
    found["picture of 16 channels"] = None if picture is None else [str(picture.dtype), *picture.shape]
    stored, kept = load_model(folder, local, "auto", "fp8"), load_model(folder, host, "auto", "fp8")
    expected = frames(local, stored, stored.modules)
    found["fp8 differs"] = not np.array_equal(expected, raw)
    found["fp8"] = bool(np.array_equal(frames(host, kept, kept.modules), expected))
    found["fp8 partly loaded"] = bool(np.array_equal(frames(host, kept, kept.modules, partly(kept.modules)), expected))
    for vram in ("resident", "balanced", "minimum"):
        model = load_model(folder, host, vram=vram)
        found[f"vram {vram}"] = bool(np.array_equal(frames(host, model, model.modules), raw))
        patchers = [m.patcher for m in model.modules.values()]
        found[f"{vram}: loaded after use"] = sum(x.model in patchers for x in memory.current_loaded_models)
        close(f"vram {vram} with LoRA", raw_lora, patched(host, model))

    def counted(part):
        if part == "transformer" and vram == "minimum":
            found["minimum: cast on the fly"] = sum(
                1 for m in model.modules[part].patcher.model.modules() if getattr(m, "comfy_cast_weights", False)
            )

    frames(host, model, model.modules, counted)
    faster = Speed(attention="math", cache="first_block")
    sped = dataclasses.replace(managed, speed=faster)
    expected = frames(local, dataclasses.replace(plain, speed=faster), plain.modules)
    found["faster"] = bool(np.array_equal(frames(host, sped, sped.modules), expected))

    def interrupt(part):
        if part == "transformer":
            memory.interrupt_current_processing(True)

    try:
        frames(host, sped, sped.modules, interrupt)
        found["interrupted while faster"] = False
    except memory.InterruptProcessingException:
        found["interrupted while faster"] = True
    check("after the interrupt while faster", raw, managed.modules)
    found["time over raw"] = _ratio(
        lambda: frames(host, managed, managed.modules), lambda: frames(local, plain, plain.modules)
    )
    return found


def _ratio(a, b, repeat: int = 7) -> float:
    """Median CPU time of `a` over `b`, in turns."""
    ratios = []
    for _ in range(repeat):
        t0 = time.process_time()
        a()
        t1 = time.process_time()
        b()
        ratios.append((t1 - t0) / (time.process_time() - t1))
    return sorted(ratios)[repeat // 2]


if __name__ == "__main__":
    arguments = sys.argv[1:3]
    sys.argv = [sys.argv[0], "--cpu"]
    sys.path.insert(0, str(Path.cwd()))
    import comfy.options

    comfy.options.enable_args_parsing()
    load_pack()
    print(json.dumps(main(*map(Path, arguments))))
