"""Tiny models on the device there is: the same numbers as raw diffusers in every state, and real shortage of memory.

The checks that CI makes on the CPU, repeated on CUDA, where copies, streams and kernels are others.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.bench.harness import Bench
from tests.bench.true_size import (
    KINDS,
    allocated,
    card_of,
    clear,
    now,
    on_cuda,
    peak_of,
    random_part,
    small_model,
    start_comfyui,
)
from tests.comfy import managed

# What `tests/comfy/managed.py` must find true, and how far a LoRA may be from plain torch's.
STATES = ("whole", "base after LoRA", "partly loaded", "partly put out", "accounted", "room made during use", "after eviction", "after the interrupt",
          "interrupt within a layer", "fp8 differs", "fp8", "fp8 partly loaded", "lora differs")  # fmt: skip
LORA = {"wan": ("blocks.0.attn1.to_q", 128), "cog": ("transformer_blocks.0.attn1.to_q", 32),
        "ltx": ("transformer_blocks.0.attn1.to_q", 32)}  # fmt: skip


def run(b: Bench) -> None:
    """All kinds and types against raw diffusers; ComfyUI's states; too little memory."""
    memory = start_comfyui()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("wan", "wan22", "cog", "cog15", "ltx", "ltx091"):
            for dtype in ("fp32",) if kind not in KINDS or not on_cuda() else ("fp32", "bf16", "fp16"):
                with b.part(f"{kind} in {dtype}"):
                    _against_raw(b, kind, Path(folder) / dtype, dtype)
        for kind in KINDS:
            with b.part(f"{kind}: states under ComfyUI"):
                _states(b, kind, Path(folder) / "fp32")
        memory.unload_all_models()
        clear()
        b.figure("memory left after all of that", allocated(), "MiB", at_most=8)
        with b.part("too little memory"):
            _short_of_memory(b, Path(folder) / "fp32")


def _scene(**changes: Any) -> Any:
    from academic_t2v.t2v_core.diffusion.shots import Shot

    return replace(Shot("s1", "a wave", "blur", 7, 9, 64, 64, 8, 2, 5.0), **changes)


def _against_raw(b: Bench, kind: str, folder: Path, dtype: str) -> None:
    """Our three phases, under plain torch and under ComfyUI, against one call of the raw pipeline."""
    import torch
    from academic_t2v.nodes.host.diffusion import DiffusionHost
    from academic_t2v.t2v_core.diffusion.load import pipeline_for
    from academic_t2v.t2v_core.diffusion.memory import LocalModules
    from academic_t2v.t2v_core.diffusion.stages import token_limit

    local, scene = LocalModules(), _scene()
    model = small_model(kind, folder, local, dtype)
    made = {"plain torch": _frames(model, local, scene)}
    ours = pipeline_for(model, local)
    raw = type(ours).__mro__[1](**ours.components, **model.folder.options).to(local.device())
    raw.set_progress_bar_config(disable=True)
    extra = {"frame_rate": scene.fps} if kind.startswith("ltx") else {}
    if kind == "ltx091":
        extra |= {"decode_timestep": model.spec.decode_timestep, "decode_noise_scale": model.spec.decode_noise_scale}
    theirs = raw(
        scene.positive, negative_prompt=scene.negative, height=64, width=64, num_frames=9, num_inference_steps=2,
        guidance_scale=5.0, generator=torch.Generator("cpu").manual_seed(7), output_type="np",
        max_sequence_length=token_limit(raw, model.spec), **extra,
    ).frames[0]  # fmt: skip
    raw.to("cpu")
    host = DiffusionHost()
    made["ComfyUI"] = _frames(small_model(kind, folder, host, dtype), host, scene)
    for name, frames in made.items():
        b.figure(
            f"{kind} in {dtype}: under {name}, largest difference to raw", float(abs(frames - theirs).max()), at_most=0
        )


def _frames(model: Any, host: Any, scene: Any) -> Any:
    from academic_t2v.t2v_core.diffusion import stages
    from academic_t2v.t2v_core.diffusion.load import pipeline_for

    pipe = pipeline_for(model, host)
    with host.use([model.modules["text_encoder"]], 0):
        embeds = stages.encode(pipe, model.spec, scene)
    with host.use([model.modules[name] for name in model.folder.transformers], 0):
        latents = stages.denoise(pipe, model.spec, scene, embeds, lambda step, tensor: None)
    with host.use([model.modules["vae"]], 0):
        return stages.decode(pipe, model.spec, scene, latents, model.modules["vae"].module)


def _states(b: Bench, kind: str, folder: Path) -> None:
    import torch
    from safetensors.torch import save_file

    target, width = LORA[kind]
    file = folder / f"{kind}-lora.safetensors"
    torch.manual_seed(1)
    save_file(
        {f"{target}.lora_A.weight": torch.randn(4, width), f"{target}.lora_B.weight": torch.randn(width, 4)}, file
    )
    found = managed.main(folder / kind, file)
    wrong = [name for name in STATES if found[name] is not True]
    if wrong:
        b.note(f"{kind}: not so: {', '.join(wrong)}")
    b.figure(f"{kind}: states under ComfyUI as they should be", len(STATES) - len(wrong), at_least=len(STATES))
    for name in ("with LoRA", "partly loaded with LoRA"):
        b.figure(f"{kind}: {name}, largest difference to plain torch", found[name], at_most=1e-4)


def _short_of_memory(b: Bench, folder: Path) -> None:
    """Wan's true VAE on a card that holds its tiles but not the whole: decoded in tiles, and said so."""
    from academic_t2v.nodes.host.diffusion import DiffusionHost
    from academic_t2v.t2v_core.diffusion.footage import FootageStore
    from academic_t2v.t2v_core.diffusion.progress import Progress
    from academic_t2v.t2v_core.diffusion.rounds import Round
    from academic_t2v.t2v_core.diffusion.shots import GenerateSettings

    host = DiffusionHost()
    model = small_model("wan", folder, host)
    if on_cuda():
        vae = host.manage(random_part(model, "wan", "vae"))
        model = replace(model, modules=MappingProxyType(dict(model.modules) | {"vae": vae}))
    scene = _scene(frames=17, height=480, width=832, flow_shift=3.0) if on_cuda() else _scene()

    def take(**changes: Any) -> Any:
        store = FootageStore(None)
        settings = GenerateSettings(vae_tiling="on" if changes.get("tiled") else "auto")
        rounds = Round(model, model.modules, host, store, (), settings, Progress(host))
        return rounds.run([replace(scene, **changes)])[0]

    take(tiled=True)  # everything is loaded from here on
    _, _, whole = peak_of(take)
    _, _, tiled = peak_of(lambda: take(tiled=True))
    b.figure("Wan's VAE, 17 frames of 832×480: peak at once", whole, "GiB")
    b.figure("the same in tiles", tiled, "GiB", below=whole if on_cuda() else None)
    base = allocated() / 2**10
    with card_of(base + (whole + tiled) / 2):
        start = now()
        made = take()
        b.figure("on a card between both: seconds", now() - start, "s")
    if on_cuda():
        said = not isinstance(made, str) and "decoded in tiles: memory ran out" in made.notes
        b.note(f"the take says: {made if isinstance(made, str) else made.notes}")
        b.figure("decoded in tiles, and said so", said, at_least=1)
        with card_of(base + tiled / 3):
            made = take()
        b.note(f"on a card too small for anything: {made}")
        b.figure("a failure that names the sizes", isinstance(made, str) and "832×480" in made, at_least=1)
