"""`explain BOOK --topic T --out film.mp4`: the whole way from a book to a film.

Without a book the plan comes from hand-written lines (--lines) or a language model, and the film says "no source"; for prompts
and footage the topic alone is enough. --plan uses a plan that is there already.
With --engine diagram, the default, the film is drawn. With --engine diffusion a video model makes the footage from prompts
that --prompt, --negative, --rag-mode and --quality shape; --print-prompt and --prompts-out give them out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..diffusion.families import MODELS
from ..diffusion.presets import QUALITIES
from ..errors import InputError
from ..host import Host
from ..planning.request import PlanRequest
from . import options
from .diffuse import add_diffusion, check_diffusion, generate_film, loras, model_source, prompt_tokenizer
from .output import add_json, note, show
from .plan import add_planning, plan_film, read_plan, write_plan
from .render import (
    FPS,
    add_drawing,
    add_export,
    add_narration,
    check_narration,
    draw_film,
    export_settings,
    narrated,
    write_film,
)

if TYPE_CHECKING:
    from ..planning.plan import ScenePlan
    from ..planning.report import PlanReport
    from ..prompting import ScenePrompts
    from ..retrieval.model import Evidence

_RAG_MODES = ("semantic", "overlay", "none")
_SHORTEST_SCENE = 3.0  # seconds: hardly a sentence


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "explain",
        help="make a film from a book and a topic",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_sources(parser, env, "*")
    add_planning(parser, env, topic=False)
    parser.add_argument("--plan", type=Path, metavar="FILE", help="a plan file, in place of BOOK and --topic")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the film; replaced when it exists")
    parser.add_argument("--plan-out", type=Path, metavar="FILE", help="keep the plan too")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--seconds", type=float, help=f"length of the film (default: {PlanRequest.seconds:g})")
    length.add_argument("--frames", type=int, help="length of the film in frames")
    scenes = parser.add_mutually_exclusive_group()
    scenes.add_argument("--scenes", type=int, default=0, help="number of scenes (default: fitted to the length)")
    scenes.add_argument(
        "--scene-frames", type=int, default=env.get("T2V_SCENE_FRAMES", 0), help="about how many frames a scene has"
    )
    parser.add_argument("--seed", type=int, default=env.get("T2V_SEED", 0))
    _add_prompting(parser, env)
    add_diffusion(parser, env)
    options.add_search(parser, env)
    add_drawing(parser)
    add_narration(parser)
    add_export(parser)
    options.add_cache(parser, env)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, host: Host) -> int:
    """Chunk, search, plan, speak, prompt, draw, write."""
    diffusion = args.engine == "diffusion"
    wants_prompts = diffusion or args.print_prompt or args.prompts_out is not None
    if not (args.print_prompt or args.prompts_out or args.out or args.plan_out or args.storyboard):
        raise InputError("Nothing to make: give --out film.mp4, --plan-out, --storyboard or --print-prompt.")
    if args.out is not None:
        export_settings(args)  # a wrong flag is told before the work begins
    check_narration(args)
    if diffusion:
        check_diffusion(args, host)
    _check_drawing(args)
    plan, report, evidence = _planned(args, wants_prompts, options.share_of(host, 0.0, 0.4))
    texts, data = [report.text()], {"plan_report": report.model_dump(mode="json")}
    plan, sounds, said = narrated(args, plan, options.share_of(host, 0.4, 0.05))
    texts += [said] if said else []
    if args.plan_out is not None:
        write_plan(args.plan_out, plan)
        data["plan"] = str(args.plan_out)
    if wants_prompts:
        prompts = _prompts(args, plan, evidence)
        data["prompts"] = prompts.to_dict()
        if args.print_prompt:
            texts.append(_prompt_text(prompts))
        if args.prompts_out is not None:
            _write_json(args.prompts_out, data["prompts"])
    if args.out is not None or args.storyboard is not None:
        share = options.share_of(host, 0.45, 0.55)
        if diffusion:
            film, text, made = generate_film(args, plan, prompts, options.share_of(share, 0.0, 0.9))
            texts.append(text)
            data |= made
            text, made = write_film(args, film, plan, options.share_of(share, 0.9, 0.1), sounds)
        else:
            text, made = draw_film(args, plan, share, sounds)
        texts.append(text)
        data |= made
    show(args, "\n".join(texts), data)
    return 0


def _add_prompting(parser: argparse.ArgumentParser, env: options.Environment) -> None:
    group = parser.add_argument_group("prompts for a video model")
    group.add_argument("--prompt", default="", help="replaces the positive prompt of every scene")
    group.add_argument("--negative", default="", help="replaces the negative prompt of every scene")
    group.add_argument(
        "--rag-mode",
        choices=_RAG_MODES,
        default="",
        help="semantic: cues and plan; overlay: raw passages; none: no book text (default: as --quality says)",
    )
    group.add_argument("--model-id", default=env.get("T2V_MODEL_ID", MODELS[0].name), help="default: %(default)s")
    group.add_argument(
        "--quality", choices=QUALITIES, default=env.get("T2V_QUALITY_PROFILE", "balanced"), help="default: %(default)s"
    )
    group.add_argument(
        "--diagram-lock",
        action=argparse.BooleanOptionalAction,
        help="ask for one flat 2D diagram with a static camera (default: as --quality says)",
    )
    group.add_argument("--lora-prompt-profile", choices=("auto", "none", "academic_infographic"), default="auto")
    group.add_argument("--lora-trigger", default="", help="put first in every positive prompt")
    group.add_argument("--lora-negative-boost", action=argparse.BooleanOptionalAction, default=True)
    group.add_argument("--print-prompt", action="store_true", help="print the prompts")
    group.add_argument("--prompts-out", type=Path, metavar="FILE", help="write the prompts as JSON")


def _planned(
    args: argparse.Namespace, wants_prompts: bool, host: Host
) -> tuple[ScenePlan, PlanReport, Evidence | None]:
    """The plan of --plan, or one made from books, lines or, where prompts are wanted of nothing else, the topic."""
    from ..planning import check_plan

    if args.plan is not None:
        if args.books or args.lines is not None:
            raise InputError("--plan is a plan already: give it without BOOK and --lines.")
        plan = read_plan(args.plan)
        idle = [f"--{n}" for n in ("topic", "objective", "seconds", "frames", "scenes") if getattr(args, n)]
        if idle:
            note(f"note: {', '.join(idle)}: the plan has its own, and is used as it is.")
        return plan, check_plan(plan, host, args.nli_model), None
    if not args.topic.strip():
        raise InputError("Say with --topic what the film explains, or give a plan with --plan.")
    books = options.open_books(args, options.share_of(host, 0.0, 0.75))
    alone = wants_prompts and not books and args.lines is None and args.planner == "extractive"
    seconds, scenes = _length(args)
    rest = options.share_of(host, 0.75, 0.25)
    result, evidence = plan_film(args, books, seconds, scenes, rest, " ".join(args.topic.split()) if alone else "")
    return result.plan, result.report, evidence


def _length(args: argparse.Namespace) -> tuple[float, int]:
    """Seconds of the film and number of scenes, whichever way they were given."""
    if args.seconds is not None:
        seconds = args.seconds
    else:
        seconds = PlanRequest.seconds if args.frames is None else float(args.frames / args.fps)
    if args.scene_frames < 0:
        raise InputError(f"--scene-frames is {args.scene_frames}; give a number of frames, or 0.")
    if args.scenes or not args.scene_frames:
        return seconds, args.scenes
    lasting = float(args.scene_frames / args.fps)
    if lasting < _SHORTEST_SCENE:
        note(
            f"note: a scene of {args.scene_frames} frames would last {lasting:.1f} s, too short to say a sentence: scenes are fitted to the length."
        )
        return seconds, 0
    return seconds, max(1, round(seconds / lasting))


def _check_drawing(args: argparse.Namespace) -> None:
    """Of a drawn film --width and --height are its size; what only a video model uses is named."""
    if args.engine == "diffusion":
        return
    if args.width and args.height:
        args.size = args.width, args.height
    idle = [f"--{n.replace('_', '-')}" for n in ("steps", "guidance", "guidance_2", "flow_shift") if getattr(args, n)]
    if bool(args.width) != bool(args.height):
        idle.append("--width" if args.width else "--height")
    if not (args.print_prompt or args.prompts_out):
        idle += [f"--{n}" for n in ("prompt", "negative") if getattr(args, n)]
    if idle:
        note(f"note: {', '.join(idle)}: for a video model (--engine diffusion); the drawn film does not use it.")


def _prompts(args: argparse.Namespace, plan: ScenePlan, evidence: Evidence | None) -> ScenePrompts:
    from ..prompting import PromptSettings, build_prompts

    settings = PromptSettings(
        family=args.model_id if args.model is None else model_source(args).spec.name,
        quality=args.quality,
        positive=args.prompt,
        negative=args.negative,
        rag_mode=args.rag_mode,
        max_context_words=args.max_context_words,
        diagram_lock={None: "auto", True: "on", False: "off"}[args.diagram_lock],
        scene_frames=args.scene_frames,
        fps=0 if args.fps is FPS else max(1, round(args.fps)),
        seed=args.seed,
        lora_names=tuple(use.path.name for use in loras(args)),
        lora_prompt_profile=args.lora_prompt_profile,
        lora_trigger=args.lora_trigger,
        lora_negative_boost=args.lora_negative_boost,
        language_policy=args.language_policy,
    )
    return build_prompts(plan, settings, evidence, prompt_tokenizer(args, settings.spec.family))


def _prompt_text(prompts: ScenePrompts) -> str:
    blocks = [f"{p.scene} ({p.num_frames} frames, seed {p.seed})\n+ {p.positive}\n- {p.negative}" for p in prompts]
    return "\n\n".join(["\n".join(prompts.report.lines()), *blocks])


def _write_json(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    note(f"wrote {file}")
