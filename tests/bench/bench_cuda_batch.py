"""Six scenes on a card that does not hold all model parts at once: phase by phase against scene by scene.

Wan 2.1 1.3B with its 11 GB text encoder and VAE, of true size and random, on a card limited to 16 GiB; then
what is left on the card after a run, a Cancel in each phase, a change of model and unloading. Without CUDA
the model is tiny and the times say nothing.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.harness import Bench
from tests.bench.true_size import allocated, card_of, clear, on_cuda, peak_of, start_comfyui, true_model

SCENES, CARD = 6, 16.0
PARTS = ("text_encoder", "transformer", "vae")
# The quality preset "fast" of Wan: 25 frames, 24 steps. Fewer steps are run, and 24 reckoned from their time.
FRAMES, STEPS, PRESET_STEPS = 25, 6, 24


def run(b: Bench) -> None:
    """The batch, then what is left."""
    memory = start_comfyui()
    from academic_t2v.nodes.host.diffusion import DiffusionHost

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        model = true_model("wan", Path(folder), DiffusionHost(), PARTS)
        b.note(f"the model was made in {time.perf_counter() - start:.0f} s")
        with b.part("six scenes"):
            _batch(b, model)
        memory.unload_all_models()
        clear()
        with b.part("what is left"):
            _left(b, model, Path(folder))


def _settings(frames: int, steps: int) -> Any:
    from academic_t2v.t2v_core.diffusion.shots import GenerateSettings

    size = {"height": 480, "width": 832} if on_cuda() else {"height": 64, "width": 64}
    frames = frames if on_cuda() else 9
    return GenerateSettings(**size, frames=frames, steps=steps, on_bad_output="keep", length="footage")


def _prompts(scenes: int) -> list[Any]:
    """Prompts of a plan, all together and one by one."""
    from academic_t2v.t2v_core.planning.plan import PlannerInfo, Scene, ScenePlan, Visual
    from academic_t2v.t2v_core.prompting import PromptSettings, build_prompts

    def prompts(numbers: range) -> Any:
        made = [
            Scene(id=f"s{n}", title=f"Water, part {n}", role="mechanism", seconds=2.0, narration="Water evaporates.",
                  visual=Visual(template="title_card", data={}))
            for n in numbers
        ]  # fmt: skip
        plan = ScenePlan(title="Water", topic="water", scenes=made, planner=PlannerInfo(kind="manual"))
        return build_prompts(plan, PromptSettings(family="wan2.1-1.3b", quality="fast"))

    return [prompts(range(1, scenes + 1)), *(prompts(range(n, n + 1)) for n in range(1, scenes + 1))]


class _Clock:
    """When each step, and each phase, was reported."""

    def __init__(self, host: Any) -> None:
        self.steps: list[float] = []
        self._inner = host.report
        host.report = self

    def __call__(self, done: float, total: float, text: str = "", preview: Any = None) -> None:
        if "Denoising" in text:
            self.steps.append(time.perf_counter())
        self._inner(done, total, text, preview)

    def seconds_a_step(self) -> float:
        """The shortest time between two reports: steps within a scene."""
        return min(b - a for a, b in itertools.pairwise(self.steps))


def _batch(b: Bench, model: Any) -> None:
    from academic_t2v.nodes.host.diffusion import DiffusionHost
    from academic_t2v.t2v_core.diffusion.generate import generate

    together, *one_by_one = _prompts(SCENES)
    settings = _settings(FRAMES, STEPS)
    with card_of(CARD):
        generate(model, one_by_one[0], settings, DiffusionHost())  # kernels are chosen and memory is touched once
        host = DiffusionHost()
        clock = _Clock(host)
        _, phases, peak = peak_of(lambda: generate(model, together, settings, host))
        _, scenes, _ = peak_of(lambda: [generate(model, p, settings, DiffusionHost()) for p in one_by_one])
    step = clock.seconds_a_step()
    goal = 1.3 if on_cuda() else None
    b.figure(f"six scenes of {FRAMES} frames, {STEPS} steps: phase by phase", phases, "s")
    b.figure("scene by scene", scenes, "s")
    b.figure("scene by scene over phase by phase", scenes / phases, "×", at_least=goal)
    b.figure("a step", step, "s")
    more = SCENES * (PRESET_STEPS - STEPS) * step
    b.figure(f"the same, reckoned for {PRESET_STEPS} steps", (scenes + more) / (phases + more), "×", at_least=goal)
    b.figure(f"peak on a card of {CARD:g} GiB, beyond what was loaded", peak, "GiB")


class _Cancelled(Exception):
    """Stands for ComfyUI's interrupt, which also comes out of a report."""


def _left(b: Bench, model: Any, folder: Path) -> None:
    import comfy.model_management as memory
    from academic_t2v.nodes.host.diffusion import DiffusionHost
    from academic_t2v.t2v_core.diffusion.generate import generate

    prompts, settings = _prompts(2)[0], _settings(9, 2)

    def unaccounted() -> float:
        """MiB on the device that ComfyUI does not count as a loaded model."""
        clear()
        return allocated() - sum(m.model_loaded_memory() for m in memory.current_loaded_models) / 2**20

    def unloaded(what: str) -> None:
        memory.unload_all_models()
        clear()
        b.figure(f"left after {what} and unloading", allocated(), "MiB", at_most=8)

    def stopping(at: str) -> Any:
        host = DiffusionHost()

        def report(done: float, total: float, text: str = "", preview: Any = None) -> None:
            if at in text:
                raise _Cancelled

        host.report = report
        return host

    kept = generate(model, prompts, settings, DiffusionHost())
    b.figure("on the card after a run, beyond what ComfyUI counts", unaccounted(), "MiB", at_most=8)
    unloaded("a run")
    for at in ("Encoded", "Denoising s1, step 1", "Denoising s2, step 2", "Decoded s1"):
        try:
            generate(model, prompts, settings, stopping(at))
        except _Cancelled:
            b.figure(f"after Cancel at '{at}', beyond what ComfyUI counts", unaccounted(), "MiB", at_most=8)
        unloaded(f"Cancel at '{at}'")
    again = generate(model, prompts, settings, DiffusionHost())
    same = all((x == y).all() for x, y in zip(kept.film.frames(), again.film.frames(), strict=True))
    b.figure("the run after the Cancels equals the one before", same, at_least=1)
    other = true_model("ltx", folder, DiffusionHost(), ("transformer",))
    with card_of(CARD), DiffusionHost().use([other.modules["transformer"]], 2**30):
        names = [type(m.model.model.inner).__name__ for m in memory.current_loaded_models if m.model_loaded_memory()]
        b.note(f"on a card of {CARD:g} GiB after a change of model: {', '.join(names)}")
        b.figure("after a change of model, beyond what ComfyUI counts", unaccounted(), "MiB", at_most=8)
    del other
    unloaded("a change of model")
