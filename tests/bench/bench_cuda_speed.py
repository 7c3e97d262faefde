"""True-size models: seconds a step of raw diffusers, ours, ours in ComfyUI's hands, and ComfyUI's own sampler.

Without CUDA the models are tiny and the figures say nothing; the code is the same.
"""

from __future__ import annotations

import copy
import itertools
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.harness import Bench
from tests.bench.true_size import (
    KINDS,
    allocated,
    clear,
    embeds_for,
    now,
    on_cuda,
    peak_of,
    shot,
    start_comfyui,
    true_model,
)

STEPS, ROUNDS = 3, 2
# Dense bfloat16 of an H100 or H200 SXM (NVIDIA's data sheet), FLOP/s.
PEAK = 989e12


def run(b: Bench) -> None:
    """Every family, then ComfyUI's own Wan on the same weights."""
    import torch

    memory = start_comfyui()
    b.note(f"{torch.cuda.get_device_name() if on_cuda() else 'CPU, tiny models'}, torch {torch.__version__}")
    if on_cuda():
        with b.part("matrix products"):
            b.figure("bf16 product of 8192×8192 matrices", _ceiling() / 1e12, "TFLOP/s")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            with b.part(kind):
                _family(b, kind, Path(folder))
            memory.unload_all_models()
            clear()
            b.figure(f"{kind}: memory left after everything", allocated(), "MiB", at_most=8)


def _family(b: Bench, kind: str, folder: Path) -> None:
    import torch
    from academic_t2v.nodes.host.diffusion import DiffusionHost
    from academic_t2v.t2v_core.diffusion import stages
    from academic_t2v.t2v_core.diffusion.load import pipeline_for
    from academic_t2v.t2v_core.diffusion.memory import LocalModules
    from academic_t2v.t2v_core.diffusion.speed import Speed, compiled, faster

    local, comfy = LocalModules(), DiffusionHost()
    width = {"text_dim": 4096} if kind == "wan" else {}  # the only one that ComfyUI's own takes
    model = true_model(kind, folder, local, ("transformer", "vae"), **width)
    embeds, scene = embeds_for(model), shot(kind, STEPS)
    module = model.modules["transformer"].module
    managed = comfy.manage(copy.deepcopy(module))
    ours = pipeline_for(model, local)
    under_comfy = pipeline_for(model, comfy, dict(model.modules) | {"transformer": managed})
    raw = _raw(ours)
    room = stages.working_bytes(model.spec, scene, "denoise")

    def steps(pipe: Any = ours, host: Any = local) -> list[float]:
        """Between steps: everything that a scene's round does then, the preview too."""
        times: list[float] = []

        def on_step(step: int, tensor: Any) -> None:
            host.report(step, STEPS, "", host.latent_picture(model.spec, tensor))
            times.append(now())

        made = stages.denoise(pipe, model.spec, scene, embeds, on_step)
        if not made.finite():
            b.note(f"{kind}: the latents are not finite")
        return _between(times)

    def raw_steps() -> list[float]:
        times: list[float] = []
        device = raw._execution_device
        raw(
            **{n: t.to(device) for n, t in embeds.arguments.items()},
            height=scene.height, width=scene.width, num_frames=scene.frames, num_inference_steps=STEPS,
            guidance_scale=scene.guidance, generator=torch.Generator("cpu").manual_seed(scene.seed),
            max_sequence_length=stages.token_limit(raw, model.spec), output_type="latent",
            callback_on_step_end=lambda *_: times.append(now()) or {},
        )  # fmt: skip
        return _between(times)

    with local.use([model.modules["transformer"]], 0), comfy.use([managed], room):
        _, _, peak = peak_of(steps)
        flops = _flops(lambda: stages.denoise(ours, model.spec, shot(kind, 1), embeds, lambda s, t: None))
        ways = {
            "raw diffusers": raw_steps,
            "ours": steps,
            "ours under ComfyUI": lambda: steps(under_comfy, comfy),
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                took[name] += way()
        base = statistics.median(took["raw diffusers"])
        measure = _Measure(b, kind, base, flops)
        for name, seconds in took.items():
            measure(name, seconds, 1.02 if on_cuda() else None)
        b.figure(f"{kind}: peak of denoising besides the weights", peak, "GiB")
        b.figure(f"{kind}: that, over our estimate", peak * 2**30 / room, "×")
        for attention in ("cudnn",) if on_cuda() else ("math",):
            with b.part(f"{kind}: attention {attention}"), faster(Speed(attention=attention), ours, [module]):
                measure(f"attention {attention}", steps())
        for name, threshold in (("never hits", 0.0), ("always hits", 1e9)):
            with (
                b.part(f"{kind}: cache that {name}"),
                _threshold(threshold),
                faster(Speed(cache="first_block"), ours, [module]),
            ):
                measure(f"first-block cache that {name}", steps())
        compiling = [("ours", ours, local, module)] if kind != "cog" and on_cuda() else []
        if compiling and kind == "wan":
            compiling.append(("under ComfyUI", under_comfy, comfy, managed.module))
        for name, pipe, host, own in compiling:
            with b.part(f"{kind}: {name}, compiled"), compiled(Speed(compile=True), [own]):
                start = now()
                steps(pipe, host)
                b.figure(f"{kind}: {name}, the first {STEPS} steps, compiling included", now() - start, "s")
                measure(f"{name}, compiled", steps(pipe, host))
                if name == "ours":
                    with faster(Speed(attention="cudnn"), ours, [module]):
                        steps()
                        measure("compiled, with attention cudnn", steps())
    if kind == "wan":
        with b.part("ComfyUI's own Wan"), torch.inference_mode():  # as its executor runs nodes
            _comfyuis_own(b, model, embeds, scene, base, flops)
    with b.part(f"{kind}: decoding"):
        _decoding(b, kind, model, local)


def _between(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def _raw(ours: Any) -> Any:
    """diffusers' own pipeline around the same modules."""
    base = type(ours).__mro__[1]
    raw = type(base.__name__, (base,), {"_execution_device": property(lambda _self: ours._execution_device)})(
        **ours.components
    )
    raw.set_progress_bar_config(disable=True)
    return raw


def _flops(one_step: Any) -> float:
    """Floating-point operations of a step, by torch's own counter."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        one_step()
    return counter.get_total_flops()


@dataclass
class _Measure:
    """Records the time of a step in its three forms."""

    b: Bench
    kind: str
    base: float
    flops: float

    def __call__(self, name: str, times: list[float], at_most: float | None = None) -> None:
        one = statistics.median(times)
        self.b.figure(f"{self.kind}: {name}, seconds a step", one, "s")
        used = 100 * self.flops / one / PEAK
        self.b.figure(f"{self.kind}: {name}, of the card's peak", used, f"% ({self.flops / 1e12:.0f} TFLOP a step)")
        if one != self.base:
            self.b.figure(f"{self.kind}: {name}, over raw diffusers", one / self.base, "×", at_most=at_most)


@contextmanager
def _threshold(value: float) -> Iterator[None]:
    """Both ends of what a cache can do; how often it hits depends on trained weights."""
    from academic_t2v.t2v_core.diffusion import speed

    before, speed._THRESHOLD = speed._THRESHOLD, value
    try:
        yield
    finally:
        speed._THRESHOLD = before


def _comfyuis_own(b: Bench, model: Any, embeds: Any, scene: Any, base: float, flops: float) -> None:
    """ComfyUI's model and sampler on the same weights under their original names."""
    import comfy.sample
    import comfy.sd
    import torch

    module = model.modules["transformer"].module
    theirs = comfy.sd.load_diffusion_model_state_dict(_original_weights(module))
    context = {n: t.float() for n, t in embeds.arguments.items()}
    device = theirs.load_device
    latents = torch.zeros(1, 16, (scene.frames - 1) // 4 + 1, scene.height // 8, scene.width // 8)
    noise = torch.randn(latents.shape, generator=torch.Generator("cpu").manual_seed(scene.seed))

    times: list[float] = []
    positive, negative = ([[context[n], {}]] for n in ("prompt_embeds", "negative_prompt_embeds"))
    for _ in range(2):
        times.clear()
        comfy.sample.sample(
            theirs, noise, STEPS + 1, scene.guidance, "uni_pc", "simple", positive, negative, latents,
            callback=lambda *_: times.append(now()), disable_pbar=True, seed=scene.seed,
        )  # fmt: skip
    one = statistics.median(_between(times))
    b.figure("wan: ComfyUI's own sampler, seconds a step", one, "s")
    b.figure("wan: ComfyUI's own sampler, of the card's peak", 100 * flops / one / PEAK, "%")
    b.figure("wan: ours (raw diffusers' time) over ComfyUI's own", base / one, "×")
    x, text = noise.to(device, torch.bfloat16), context["prompt_embeds"].to(device, torch.bfloat16)
    their_dtype = theirs.model.get_dtype()
    t = torch.tensor([500.0], device=device)
    mine_host = module.to(device)
    mine = mine_host(x.to(module.dtype), t, text.to(module.dtype), return_dict=False)[0].float()
    other = theirs.model.diffusion_model(x.to(their_dtype), t, text.to(their_dtype), transformer_options={}).float()
    module.to("cpu")
    b.figure(
        "wan: one forward of ComfyUI's against diffusers'", float((mine - other).norm() / mine.norm()), at_most=0.02
    )


def _original_weights(module: Any) -> dict[str, Any]:
    """The transformer's weights under Wan's own names."""
    from academic_t2v.t2v_core.diffusion.lora_names import _original

    renamed = {}
    for name, tensor in module.state_dict().items():
        own, _, kind = name.rpartition(".")
        new = {"scale_shift_table": f"{own}.modulation".replace("..", ".")}.get(kind)
        if new is None:
            new = f"{_original(own, 'wan')}.{kind}"
        renamed["head.modulation" if name == "scale_shift_table" else new] = tensor
    return renamed


def _decoding(b: Bench, kind: str, model: Any, local: Any) -> None:
    """Seconds and peak of decoding a whole scene, at once and in tiles, against what we tell the host to keep free."""
    import torch
    from academic_t2v.t2v_core.diffusion import stages
    from academic_t2v.t2v_core.diffusion.load import pipeline_for

    pipe, vae = pipeline_for(model, local), model.modules["vae"].module
    for tiled in (False, True):
        scene = shot(kind, STEPS, tiled=tiled)
        latents = stages.Latents(_random_latents(pipe, model, scene), torch.Generator("cpu").manual_seed(1))
        with local.use([model.modules["vae"]], 0):
            _, seconds, peak = peak_of(lambda s=scene, t=latents: stages.decode(pipe, model.spec, s, t, vae))
        way = "in tiles" if tiled else "at once"
        b.figure(f"{kind}: decoding {way}", seconds, "s")
        b.figure(f"{kind}: decoding {way}, peak besides the weights", peak, "GiB")
        room = stages.working_bytes(model.spec, scene, "decode")
        b.figure(f"{kind}: that, over our estimate", peak * 2**30 / room, "×")


def _random_latents(pipe: Any, model: Any, scene: Any) -> Any:
    """Noise in the shape the pipeline leaves latents in."""
    import torch

    channels = model.modules["vae"].module.config.get("z_dim") or model.modules["vae"].module.config["latent_channels"]
    time, space = (8, 32) if model.spec.family == "ltx" else (4, 8)
    shape = (1, channels, (scene.frames - 1) // time + 1, scene.height // space, scene.width // space)
    noise = torch.randn(shape)
    if model.spec.family == "cogvideox":
        return noise.permute(0, 2, 1, 3, 4)
    return noise if model.spec.family == "wan" else pipe._pack_latents(noise, 1, 1)


def _ceiling() -> float:
    import torch

    a, c = (torch.randn(8192, 8192, device="cuda", dtype=torch.bfloat16) for _ in range(2))
    for _ in range(3):
        a @ c
    start = now()
    for _ in range(10):
        a @ c
    return 10 * 2 * 8192**3 / (now() - start)
