"""`--engine diffusion`: scenes from a video model, LoRA, and the words over them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diffusion.load import DTYPES, QUANTIZATIONS
from ..diffusion.lora import STAGES
from ..diffusion.memory import VRAM
from ..diffusion.shots import CONTINUITIES, LENGTHS, ON_BAD_OUTPUT, ON_FAILURE, TILING, GenerateSettings
from ..diffusion.speed import ATTENTIONS, CACHES, Speed
from ..errors import InputError
from ..host import Host
from . import options

if TYPE_CHECKING:
    from ..diffusion.lora import LoraUse
    from ..diffusion.sources import ModelFolder
    from ..film.clip import Film
    from ..planning.plan import ScenePlan
    from ..prompting import ScenePrompts

ENGINES = ("diagram", "diffusion")
_LAYOUTS = ("lower_third", "picture_in_picture", "split", "off")


def add_diffusion(parser: argparse.ArgumentParser, env: options.Environment) -> None:
    """The engine, and what only a video model needs; the defaults are those of the nodes."""
    d = GenerateSettings()
    group = parser.add_argument_group("video model")
    group.add_argument(
        "--engine",
        type=lambda name: "diagram" if name == "local" else name,  # its former name
        choices=ENGINES,
        default="diagram",
        help="what makes the pictures (default: %(default)s)",
    )
    group.add_argument(
        "--model",
        type=Path,
        metavar="DIR_OR_FILE_OR_HUB_ID",
        help="a diffusers folder of Wan, CogVideoX or LTX-Video, a Wan or LTX-Video transformer as .safetensors, or owner/name "
        "on the Hub (downloaded with --allow-download)",
    )
    group.add_argument("--revision", default="", metavar="COMMIT", help="of a hub id (default: the newest, recorded)")
    group.add_argument(
        "--parts-from",
        type=Path,
        metavar="DIR",
        help="the diffusers folder that brings the other parts of a single file, as far as they are no files of their own",
    )
    group.add_argument(
        "--low-noise-model",
        type=Path,
        metavar="FILE",
        help="the low-noise file of Wan 2.2 A14B, when --model is a file",
    )
    group.add_argument(
        "--text-encoder",
        type=Path,
        metavar="FILE",
        help="when --model is a file: its text encoder as .safetensors (UMT5 for Wan, T5 for LTX-Video)",
    )
    group.add_argument(
        "--vae",
        type=Path,
        metavar="FILE",
        help="when --model is a file: its VAE (for LTX-Video, when the file has none)",
    )
    group.add_argument(
        "--tokenizer",
        type=Path,
        metavar="DIR",
        help="folder of T5's tokenizer, for LTX-Video without --parts-from, and to measure prompts when there is no --model: ComfyUI/comfy/text_encoders/t5_tokenizer",
    )
    speed = Speed()
    group.add_argument(
        "--vram", choices=VRAM, default="auto", help="how much of the GPU to take (default: %(default)s)"
    )
    group.add_argument("--attention", choices=ATTENTIONS, default=speed.attention, help="kernel (default: %(default)s)")
    group.add_argument(
        "--cache", choices=CACHES, default=speed.cache, help="reuse work between steps (default: %(default)s)"
    )
    group.add_argument("--compile", action="store_true", help="compile the transformer's blocks; Wan and LTX-Video")
    group.add_argument("--dtype", choices=DTYPES, default=env.get("T2V_DTYPE", "auto"), help="default: %(default)s")
    group.add_argument(
        "--quantization", choices=QUANTIZATIONS, default="none", help="how the transformer is stored (default: none)"
    )
    group.add_argument(
        "--lora",
        "--lora-path",
        dest="lora",
        action="append",
        type=Path,
        metavar="FILE_OR_FOLDER",
        help="a LoRA as .safetensors, or a folder that holds one; may be repeated",
    )
    group.add_argument("--lora-weight-name", action="append", metavar="NAME", help="the file inside a LoRA's folder")
    group.add_argument(
        "--lora-scale", action="append", type=float, metavar="S", help="one for all, or one for each --lora"
    )
    group.add_argument(
        "--lora-stage",
        action="append",
        choices=STAGES,
        help="for Wan 2.2 A14B: the stage it was made for; one for all, or one for each --lora (default: all)",
    )
    for name, kind in (
        ("width", int),
        ("height", int),
        ("steps", int),
        ("guidance", float),
        ("guidance-2", float),
        ("flow-shift", float),
    ):
        group.add_argument(f"--{name}", type=kind, default=0, help="default: as --quality says")
    group.add_argument(
        "--dynamic-cfg", action="store_true", help="CogVideoX only: guidance rises from 1 over the steps"
    )
    group.add_argument(
        "--continuity",
        choices=CONTINUITIES,
        default=d.continuity,
        help="last_frame: scenes start from each other's last pictures, LTX-Video and Wan 2.2 TI2V-5B only (default: %(default)s)",
    )
    group.add_argument(
        "--length",
        choices=LENGTHS,
        default=d.length,
        help="plan: a scene lasts as planned, its footage runs back and forth; footage: once through (default: %(default)s)",
    )
    group.add_argument("--vae-tiling", choices=TILING, default=d.vae_tiling, help="default: %(default)s")
    group.add_argument("--on-bad-output", choices=ON_BAD_OUTPUT, default=d.on_bad_output, help="default: %(default)s")
    switch = next((v for v in ("T2V_RETRY_ON_BLANK", "T2V_RETRY_ON_BLACK") if env.get(v)), "T2V_RETRY_ON_BLANK")
    retries = options.switched(env, switch, on=d.max_retries, off=0)
    group.add_argument("--max-retries", type=int, default=retries, help="default: %(default)s")
    group.add_argument("--on-failure", choices=ON_FAILURE, default=d.on_failure, help="default: %(default)s")
    group.add_argument(
        "--layout", choices=_LAYOUTS, default="lower_third", help="words over the footage (default: %(default)s)"
    )
    group.add_argument(
        "--no-titles", dest="titles", action="store_false", help="without the scenes' titles over the footage"
    )
    parser.set_defaults(lora_environment=tuple(env.get(f"T2V_LORA_{n}", "") for n in ("PATH", "WEIGHT_NAME", "SCALE")))


def check_diffusion(args: argparse.Namespace, host: Host) -> None:
    """Raise what is wrong with model, LoRA and settings before any work begins; get the model where that is allowed."""
    from ..cache import DOWNLOADS
    from ..diffusion.download import fetch_model, is_hub_id
    from ..diffusion.weights import read_header

    if args.model is None:
        raise InputError("--engine diffusion needs --model DIR, a diffusers folder of Wan, CogVideoX or LTX-Video.")
    for use in loras(args):
        read_header(use.path)
    generate_settings(args).check()
    if not args.model.exists() and is_hub_id(args.model.as_posix()):
        root = args.cache_root / DOWNLOADS
        args.model = fetch_model(
            args.model.as_posix(), root, host.report, allow=args.allow_download, revision=args.revision
        )
    speed_settings(args).check(model_source(args).spec.family)


def model_source(args: argparse.Namespace) -> ModelFolder:
    """What --model and its parts are. Raises `ModelError` or `InputError`."""
    from ..diffusion.composed import Parts, inspect_source

    return inspect_source(
        args.model, Parts(args.parts_from, args.low_noise_model, args.text_encoder, args.vae, args.tokenizer)
    )


def prompt_tokenizer(args: argparse.Namespace, family: str) -> Any | None:
    """What prompts are measured with: the tokenizer of --model, else --tokenizer, else one of the family among the downloads."""
    from ..cache import DOWNLOADS
    from ..diffusion.family_tokenizer import family_tokenizer, source_tokenizer

    if args.model is not None:
        return source_tokenizer(model_source(args))
    return family_tokenizer(family, [args.cache_root / DOWNLOADS], t5=args.tokenizer)


def speed_settings(args: argparse.Namespace) -> Speed:
    """`Speed` of the flags."""
    return Speed(args.attention, args.cache, args.compile)


def loras(args: argparse.Namespace) -> tuple[LoraUse, ...]:
    """The stack of LoRA that the flags, or else the environment, name. Raises `InputError`."""
    from ..diffusion.lora import LoraUse

    path, name, scale = args.lora_environment
    files = args.lora or ([Path(path)] if path else [])
    names = args.lora_weight_name or ([name] if name else [])
    scales = args.lora_scale or ([_number(scale)] if scale else [])
    names = _for_each(files, names, "", "--lora-weight-name")
    scales = _for_each(files, scales, 1.0, "--lora-scale")
    stages = _for_each(files, args.lora_stage or [], "all", "--lora-stage")
    return tuple(
        LoraUse(_file(file, name), strength, stage, args.lora_trigger)
        for file, name, strength, stage in zip(files, names, scales, stages, strict=True)
    )


def generate_film(
    args: argparse.Namespace, plan: ScenePlan, prompts: ScenePrompts, host: Host
) -> tuple[Film, str, dict[str, Any]]:
    """Load, generate and compose as the flags say: the film, and the report as text and as data."""
    from ..diagram.compose import ComposeSettings, compose
    from ..diffusion.generate import generate
    from ..diffusion.load import load_model
    from ..diffusion.memory import LocalModules

    loading = LocalModules(options.share_of(host, 0.0, 0.1).report)
    model = load_model(model_source(args), loading, args.dtype, args.quantization, speed_settings(args), args.vram)
    made = generate(
        model,
        prompts,
        generate_settings(args),
        LocalModules(options.share_of(host, 0.1, 0.8).report),
        loras=loras(args),
        plan=plan,
        cache=options.cache_folder(args, "footage"),
    )
    text, data = made.report.text(), {"generation": made.report.to_dict()}
    if args.layout == "off":
        return made.film, text, data
    width, height = args.size
    theme = args.theme or ComposeSettings.theme
    wanted = ComposeSettings(args.layout, width, height, theme, args.titles, args.captions, args.citations)
    composed = compose(made.film, plan, wanted, options.share_of(host, 0.9, 0.1).report)
    return composed.film, f"{text}\n{composed.text()}", data


def generate_settings(args: argparse.Namespace) -> GenerateSettings:
    """`GenerateSettings` of the flags."""
    return GenerateSettings(
        width=args.width,
        height=args.height,
        frames=args.scene_frames,
        steps=args.steps,
        guidance=args.guidance,
        flow_shift=args.flow_shift,
        quality="draft" if args.draft else "final",
        vae_tiling=args.vae_tiling,
        on_bad_output=args.on_bad_output,
        max_retries=args.max_retries,
        on_failure=args.on_failure,
        length=args.length,
        guidance_2=args.guidance_2,
        continuity=args.continuity,
        dynamic_cfg=args.dynamic_cfg,
    )


def _for_each(files: list[Path], values: list[Any], default: Any, flag: str) -> list[Any]:
    if len(values) not in (0, 1, len(files)):
        raise InputError(
            f"{flag} is given {len(values)} times for {len(files)} --lora. Give it once, or once for each."
        )
    return list(values) if len(values) == len(files) else (values or [default]) * len(files)


def _file(path: Path, name: str) -> Path:
    """The LoRA file itself. Raises `InputError` for a folder that does not say which."""
    if not path.is_dir():
        if not path.is_file():
            raise InputError(f"There is no LoRA {path}. Give a .safetensors file or a folder that holds one.")
        return path
    if name:
        if Path(name).name != name or not (path / name).is_file():
            raise InputError(f"There is no {name} in {path}. Give the name of a file in that folder.")
        return path / name
    found = sorted(path.glob("*.safetensors"))
    if len(found) != 1:
        raise InputError(f"{path} holds {len(found)} .safetensors files. Say which with --lora-weight-name.")
    return found[0]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as e:
        raise InputError(f"T2V_LORA_SCALE is {text!r}, not a number.") from e
