"""`plan BOOK… --topic T` makes a scene plan; `check plan.json` judges one against the passages it carries."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, PlanError
from ..host import Host
from ..planning.request import LANGUAGE_POLICIES, ON_LLM_ERROR, PLANNERS, PlanRequest
from . import options
from .output import add_json, note, show

if TYPE_CHECKING:
    from ..planning.plan import ScenePlan
    from ..planning.report import PlanReport
    from ..planning.request import PlanResult
    from ..retrieval.model import Evidence


def add(commands, env: options.Environment) -> None:
    """Register `plan` and `check`."""
    parser = commands.add_parser("plan", help="plan the scenes of a film", description=__doc__)
    options.add_sources(parser, env, "*")
    add_planning(parser, env)
    parser.add_argument("--seconds", type=float, default=PlanRequest.seconds, help="length of the film, 2 to 3600")
    parser.add_argument("--scenes", type=int, default=0, help="number of scenes (default: fitted to the length)")
    parser.add_argument("--seed", type=int, default=env.get("T2V_SEED", 0))
    parser.add_argument("--out", type=Path, metavar="FILE", help="the plan file (default: only printed)")
    options.add_search(parser, env)
    options.add_cache(parser, env)
    add_json(parser)
    parser.set_defaults(run=run)
    parser = commands.add_parser("check", help="judge a scene plan", description=__doc__)
    parser.add_argument("plan", type=Path, metavar="PLAN", help="a plan file")
    parser.add_argument(
        "--nli-model",
        default=PlanRequest.nli_model,
        metavar="MODEL",
        help="an NLI cross-encoder that judges the claims in other words than the book's: a folder, or a Hugging Face id that is on this machine",
    )
    add_json(parser)
    parser.set_defaults(run=check)


def add_planning(parser: argparse.ArgumentParser, env: options.Environment, topic: bool = True) -> None:
    """What the film is about, a `topic` that must be given or not, and who plans it."""
    parser.add_argument("--topic", required=topic, default="", help="what the film explains")
    parser.add_argument("--audience", default=PlanRequest.audience, help="default: %(default)s")
    parser.add_argument("--objective", default="", help="what the audience should understand")
    parser.add_argument("--style", default="", help="words on the look, for diffusion prompts")
    parser.add_argument("--rag-query", default="", help="what to look for in the book (default: topic and objective)")
    group = parser.add_argument_group("planner")
    group.add_argument("--planner", choices=PLANNERS, default=PlanRequest.planner, help="default: %(default)s")
    group.add_argument(
        "--lines", type=Path, metavar="FILE", help="hand-written scenes, one 'Title: sentence' a line (planner manual)"
    )
    group.add_argument("--language-policy", choices=LANGUAGE_POLICIES, default=PlanRequest.language_policy)
    group.add_argument(
        "--planner-model",
        default=env.get("T2V_PLANNER_MODEL_ID", ""),
        metavar="MODEL",
        help="local_llm: a folder or a Hugging Face id; server: the model's name there; an instruct model of 3B or more",
    )
    group.add_argument("--gguf-file", default="", help="file inside the local model's folder")
    group.add_argument("--server-url", default=PlanRequest.server_url, help="default: %(default)s")
    group.add_argument("--server-api", choices=("auto", "openai", "ollama"), default=PlanRequest.server_api)
    group.add_argument(
        "--credential",
        default="",
        metavar="NAME",
        help="environment variable that holds the server's key (or NAME_FILE, that names its file)",
    )
    group.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="HOST",
        help="a server besides this machine: host, host:port or its address; may be repeated",
    )
    group.add_argument("--on-llm-error", choices=ON_LLM_ERROR, default=PlanRequest.on_llm_error)
    group.add_argument("--llm-timeout", type=float, default=PlanRequest.timeout, help="seconds for one answer")
    group.add_argument(
        "--nli-model",
        default=PlanRequest.nli_model,
        metavar="MODEL",
        help="a folder or a Hugging Face id of an NLI cross-encoder that judges each sentence of a language model last (default: none)",
    )
    group.add_argument(
        "--temperature", type=float, default=PlanRequest.temperature, help="0 (default) to 2: how free its words are"
    )
    group.add_argument("--keep-loaded", action="store_true", help="leave the model loaded in Ollama after the plan")


def run(args: argparse.Namespace, host: Host) -> int:
    """Search, plan, write, report."""
    books = options.open_books(args, options.share_of(host, 0.0, 0.7))
    result, _ = plan_film(args, books, args.seconds, args.scenes, options.share_of(host, 0.7, 0.3))
    if args.out is not None:
        write_plan(args.out, result.plan)
    text = result.report.text() if args.out is not None else result.plan.to_json()
    show(args, text, {"plan": result.plan.model_dump(mode="json"), "report": result.report.model_dump(mode="json")})
    return 0


def check(args: argparse.Namespace, host: Host) -> int:
    """Print the report; 1 when a claim that should be quoted is not in its passage, contradicts it or is not entailed, or a
    pinned picture cannot be drawn."""
    from ..planning import check_plan

    plan = read_plan(args.plan)
    report = check_plan(plan, host, args.nli_model)
    show(args, report.text(), report.model_dump(mode="json"))
    wrong = report.contradictions or report.not_entailed or report.undrawable
    return int(bool(wrong) or _misquotes(plan, report))


def plan_film(
    args: argparse.Namespace, books: tuple, seconds: float, scenes: int, host: Host, lines: str = ""
) -> tuple[PlanResult, Evidence | None]:
    """The plan for the flags of `add_planning`, and the evidence it was made from (None without a book).

    `lines` are scenes by hand where there is no --lines.
    """
    from ..planning import make_plan
    from ..retrieval import search

    wanted = _request(args, seconds, scenes, lines)
    wanted.check()
    if not books and wanted.planner == "extractive":
        raise InputError(
            f"There is no book to tell of {args.topic!r}. Give a BOOK, --lines FILE with scenes of your own, or --planner local_llm or server."
        )
    evidence = None
    if books:
        query = args.rag_query or ". ".join(filter(None, (args.topic, args.objective)))
        evidence = search(books, query, options.search_settings(args), options.share_of(host, 0.0, 0.3))
    return make_plan(wanted, evidence, options.share_of(host, 0.3, 0.7)), evidence


def read_plan(file: Path) -> ScenePlan:
    """The plan in a file; `PlanError` when it cannot be read."""
    from ..planning import load_plan

    return load_plan(_read(file, "a plan file that `plan --out` wrote"), str(file))


def _read(file: Path, wanted: str) -> str:
    """The text of a file; `PlanError` where there is none, or it is not in UTF-8."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as e:
        raise PlanError(f"{file} cannot be read: {e.strerror}. Give {wanted}.") from e
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # every second byte of English in UTF-16
        raise PlanError(f"{file} is not in UTF-8. Save it as UTF-8 and give it again.")
    return text


def write_plan(file: Path, plan: ScenePlan) -> None:
    """Write the plan file, making its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(plan.to_json(), encoding="utf-8", newline="\n")
    note(f"wrote {file}")


def _request(args: argparse.Namespace, seconds: float, scenes: int, lines: str) -> PlanRequest:
    known: dict[str, Any] = {
        name: getattr(args, name)
        for name in (
            *("topic", "audience", "objective", "style", "seed", "planner", "language_policy", "rag_query"),
            *(
                "allow_download",
                "gguf_file",
                "server_url",
                "server_api",
                "credential",
                "on_llm_error",
                "nli_model",
                "temperature",
                "keep_loaded",
            ),
        )
    }
    if args.lines is not None or lines:
        known |= {"planner": "manual", "lines": lines or _read(args.lines, "a text file, one scene a line")}
    return PlanRequest(
        **known,
        seconds=seconds,
        scenes=scenes,
        model=args.planner_model,
        allowed_hosts=tuple(args.allow_host),
        timeout=args.llm_timeout,
    )


def _misquotes(plan: ScenePlan, report: PlanReport) -> bool:
    """Whether a claim that was not worded by a language model is missing from its passage, or narration from the claims."""
    quoted = {f"{scene.id}: {claim.text}" for scene in plan.scenes for claim in scene.claims if claim.source != "llm"}
    return bool(report.unclaimed) or not quoted.isdisjoint(report.ungrounded)
