"""Video models: what our host costs over raw diffusers, and LoRA against PEFT.

Tiny random models run through the same code as true ones. What only a graphics card can show is measured by
`cuda_same`, `cuda_speed` and `cuda_batch`.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from devtools.comfyui import find_comfyui
from t2v_core.diffusion import stages
from t2v_core.diffusion.load import VideoModel, load_model, pipeline_for
from t2v_core.diffusion.memory import LocalModules, merged
from t2v_core.diffusion.shots import Shot
from tests.bench.harness import Bench, ratio

TINY = Path(__file__).parents[1] / "core" / "diffusion" / "tiny.py"
STEPS = 6


def run(b: Bench) -> None:
    """Every family, then LoRA."""
    import torch

    torch.set_num_threads(1)
    tiny = _tiny()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("wan", "cog", "ltx"):
            _overhead(b, kind, load_model(tiny.save(kind, Path(folder) / kind), LocalModules()))
            _managed(b, kind, Path(folder) / kind)
        _against_peft(b, load_model(Path(folder) / "wan", LocalModules()))


def _overhead(b: Bench, kind: str, model: VideoModel) -> None:
    """Our phases against one call of the raw pipeline, in CPU time."""
    import diffusers

    frames = 9 if kind == "wan" else 17
    shot = Shot("s", "a wave", "blur", 7, frames, 128, 128, 8, STEPS, 5.0)
    host = LocalModules()
    raw = getattr(diffusers, model.folder.kind.pipeline).from_pretrained(model.folder.path)
    raw.set_progress_bar_config(disable=True)

    def ours() -> Any:
        pipe = pipeline_for(model, host)
        embeds = stages.encode(pipe, model.spec, shot)
        latents = stages.denoise(pipe, model.spec, shot, embeds, lambda step, tensor: None)
        return stages.decode(pipe, model.spec, shot, latents, model.modules["vae"].module)

    def theirs() -> Any:
        import torch

        more = {"frame_rate": 8} if kind == "ltx" else {}
        return raw(
            shot.positive, negative_prompt=shot.negative, height=128, width=128, num_frames=frames, output_type="np",
            num_inference_steps=STEPS, guidance_scale=5.0, max_sequence_length=stages.token_limit(raw, model.spec),
            generator=torch.Generator("cpu").manual_seed(7), **more,
        ).frames[0]  # fmt: skip

    b.figure(f"{kind}: largest difference to raw diffusers", float(abs(ours() - theirs()).max()), at_most=0)
    b.figure(f"{kind}: time over raw diffusers", ratio(ours, theirs, 3 if b.quick else 7), "×", at_most=1.02)


def _managed(b: Bench, kind: str, folder: Path) -> None:
    """The same under ComfyUI's memory manager, in a process of its own."""
    import torch
    from safetensors.torch import save_file

    model = load_model(folder, LocalModules())
    name, parameter = next(
        (n, p) for n, p in model.modules["transformer"].module.named_parameters() if n.endswith("attn1.to_q.weight")
    )
    rows, columns = parameter.shape
    lora = folder / "lora.safetensors"
    target = name.removesuffix(".weight")
    save_file(
        {f"{target}.lora_A.weight": torch.randn(4, columns), f"{target}.lora_B.weight": torch.randn(rows, 4)}, lora
    )
    script = Path(__file__).parents[1] / "comfy" / "managed.py"
    command = [sys.executable, str(script), str(folder), str(lora)]
    done = subprocess.run(command, cwd=find_comfyui(), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    same = [found[n] for n in ("whole", "partly loaded", "after eviction", "base after LoRA")]
    b.figure(f"{kind}: under ComfyUI equal to raw, of 4 states", sum(same), at_least=4)
    b.figure(f"{kind}: under ComfyUI, time over raw", found["time over raw"], "×", at_most=1.02)


def _against_peft(b: Bench, model: VideoModel) -> None:
    """The same LoRA, plain and DoRA, through PEFT's layers and merged by us."""
    import torch

    from t2v_core.diffusion.lora import Factors

    peft = b.peer("peft", "peft")
    module = model.modules["transformer"].module
    target = "blocks.0.attn1.to_q"
    layer = module.get_submodule(target)
    for name, dora in (("LoRA", False), ("DoRA", True)):
        torch.manual_seed(3)
        config = peft.LoraConfig(r=4, lora_alpha=8, target_modules=["0"], use_dora=dora, init_lora_weights=False)
        theirs = peft.get_peft_model(torch.nn.Sequential(_copy(layer)), config)
        adapted = theirs.base_model.model[0]
        pair = (adapted.lora_B["default"].weight.detach(), adapted.lora_A["default"].weight.detach())
        magnitude = adapted.lora_magnitude_vector["default"].weight.detach() if dora else None
        x = torch.randn(2, 5, layer.in_features)
        with torch.inference_mode(), merged(module, [({f"{target}.weight": Factors((pair,), 2.0, magnitude)}, 1.0)]):
            difference = float((layer(x) - theirs(x)).abs().max())
        b.figure(f"{name}: largest difference to PEFT", difference, at_most=1e-5)


def _copy(layer: Any) -> Any:
    import copy

    return copy.deepcopy(layer)


def _tiny() -> Any:
    spec = importlib.util.spec_from_file_location("t2v_tiny_models", TINY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
