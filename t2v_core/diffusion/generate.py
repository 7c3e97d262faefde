"""Scene prompts become footage: rounds of three phases over all scenes, each take kept on disk as soon as it is made.

    round 1: encode all scenes → denoise all → decode, judge and keep each
    round 2: the same for the scenes whose output was bad, with the remedy of `policy`; and so on

Each model part is loaded once a round. Where scenes start from each other's last pictures, each has rounds of its own,
one after the other, and only the prompts are encoded together. A scene that fails is drawn as a diagram, or ends the run; a host's
interrupt ends it at once, and the takes that were finished stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import RenderError
from ..film.clip import Clip, Film
from .assemble import assemble, lasting, shown_lengths
from .continuity import check_continuity, digest
from .footage import FootageStore, Take
from .load import VideoModel
from .lora import LoraUse, match_all
from .memory import Managed, ModuleHost, Patches
from .policy import plain, retry
from .progress import Progress
from .report import Attempt, GenerationReport, SceneReport
from .rounds import Round
from .shots import GenerateSettings, Shot, plan_shots
from .speed import Speed

if TYPE_CHECKING:
    import numpy as np

    from ..planning.plan import ScenePlan
    from ..prompting.model import ScenePrompts


@dataclass(frozen=True)
class Generated:
    """The film, lazy and read from the kept takes, and what was done for it."""

    film: Film
    report: GenerationReport


@dataclass
class _Scene:
    """A scene on its way: its next shot, what was tried, and its pictures once they are settled."""

    shot: Shot | None
    attempts: list[Attempt] = field(default_factory=list)
    take: Take | None = None
    source: str = ""


def generate(
    model: VideoModel,
    prompts: ScenePrompts,
    settings: GenerateSettings,
    host: ModuleHost,
    *,
    loras: Sequence[LoraUse] = (),
    plan: ScenePlan | None = None,
    cache: Path | None = None,
) -> Generated:
    """Generate every scene that is not kept under `cache` yet; without a cache, takes live as long as the film.

    `plan` gives the film its schedule and the diagrams that bad scenes fall back to. Raises `InputError` for
    settings, `ModelError` for a LoRA, `RenderError` for a scene that failed where settings say so; whatever
    `host.report` raises passes through.
    """
    shots, notes = plan_shots(prompts, model.spec, settings)
    if settings.continuity != "none":
        check_continuity(model)
    modules, applied = _with_loras(model, loras, host)
    lora_keys = [use.key() for use in loras]
    store = FootageStore(cache)
    scenes = [_Scene(shot) for shot in shots]
    rounds = Round(model, modules, host, store, lora_keys, settings, Progress(host))
    if settings.continuity == "none":
        _make(scenes, rounds, plan is not None)
    else:
        lengths = shown_lengths(prompts, shots, settings)
        start = None
        for n, scene in enumerate(scenes):
            if start is not None:
                scene.shot = replace(scene.shot, start=digest(start))
            _make([scene], rounds, plan is not None, shots[n + 1 :], start)
            drawn = scene.source == "diagram" or scene.take is None
            start = None if drawn else lasting(scene.take.clip, lengths[n]).frame(lengths[n] - 1)
    report = GenerationReport(
        model=f"{model.folder.name} ({model.spec.name})",
        dtype=model.dtype,
        loras=tuple(applied),
        scenes=tuple(SceneReport(s.attempts[0].shot.scene, s.source, tuple(s.attempts)) for s in scenes),
        notes=(*filter(None, (model.speed.text(),)), *model.notes, *notes),
    )
    clips: list[Clip | None] = [None if s.source == "diagram" or s.take is None else s.take.clip for s in scenes]
    film = assemble(prompts, shots, clips, plan, settings, host)
    film.facts = {"generation": report.to_dict()}
    return Generated(film, report)


def _make(
    scenes: list[_Scene],
    rounds: Round,
    drawable: bool,
    ahead: Sequence[Shot] = (),
    start: np.ndarray | None = None,
) -> None:
    """Rounds over some scenes until each is settled; see `Round.run` for `ahead` and `start`, `_settle` for `drawable`."""
    settings, hurried = rounds.settings, rounds.model.speed
    for number in range(settings.max_retries + 1):
        todo = [s for s in scenes if s.shot is not None]
        if not todo:
            break
        if number:
            rounds = replace(rounds, progress=Progress(rounds.host, f"retry {number}: "))
        if any(s.attempts and s.attempts[-1].verdict == "nan" for s in todo):
            rounds = replace(rounds, model=plain(rounds.model))
        results = rounds.run([s.shot for s in todo], () if number else ahead, start)
        changed = () if rounds.model.speed == hurried else (f"without {hurried.text()}",)
        for scene, result in zip(todo, results, strict=True):
            _judge(scene, result, settings, number + 1, rounds.model, changed)
    for scene in scenes:
        _settle(scene, settings, drawable)


def _with_loras(model: VideoModel, loras: Sequence[LoraUse], host: ModuleHost) -> tuple[dict[str, Managed], list[str]]:
    """The model's modules with the LoRA on their transformers, and what matched, in words."""
    modules, texts = dict(model.modules), []
    patches: dict[str, list[Patches]] = {}
    for use in loras:
        transformers = [(name, model.modules[name].module) for name in model.folder.transformers]
        for found in match_all(use, transformers, model.spec.family):
            patches.setdefault(found.component, []).append((found.patches, use.strength))
            texts.append(f"{found.text()} at {use.strength:g}")
    for name, stack in patches.items():
        modules[name] = host.patched(modules[name], stack)
    return modules, texts


def _judge(
    scene: _Scene,
    result: Take | str,
    settings: GenerateSettings,
    attempt: int,
    model: VideoModel,
    changed: tuple[str, ...],
) -> None:
    """Note how a shot ended, with what was `changed` for it, and decide whether there is another."""
    shot = scene.shot
    scene.shot = None
    if isinstance(result, str):
        scene.attempts.append(Attempt(shot, "failed", result, changed))
        return
    scene.take = result
    scene.attempts.append(
        Attempt(shot, result.verdict.kind, result.verdict.why, (*changed, *result.notes), result.found)
    )
    if not result.verdict.ok and settings.on_bad_output == "retry" and attempt <= settings.max_retries:
        scene.shot = retry(shot, result.verdict, attempt, _half_vae(model), model.speed != Speed())


def _settle(scene: _Scene, settings: GenerateSettings, drawable: bool) -> None:
    """Where the scene's pictures come from; `RenderError` where bad or failed scenes are errors.

    `drawable`: there is a plan to draw diagrams from; without one a diagram is an error too.
    """
    last = scene.attempts[-1]
    if last.verdict == "ok":
        scene.source = "generated"
        return
    failed = last.verdict == "failed"
    wanted = settings.on_failure if failed else settings.on_bad_output
    if wanted == "retry":  # and retrying did not help
        wanted = settings.on_failure
    if wanted == "error" or (wanted == "diagram" and not drawable):
        otherwise = (
            "let on_bad_output and on_failure draw the scene as a diagram"
            if wanted == "error"
            else "connect the plan, to have the scene drawn as a diagram instead"
        )
        raise RenderError(
            f"Scene {last.shot.scene} came out {last.verdict}: {last.why}. Tried: "
            f"{'; '.join(a.text() for a in scene.attempts)}. Change the seed, guidance, steps or dtype, or {otherwise}."
        )
    scene.source = "diagram" if wanted == "diagram" else "kept in spite of it"


def _half_vae(model: VideoModel) -> bool:
    return next(model.modules["vae"].module.parameters()).element_size() < 4
