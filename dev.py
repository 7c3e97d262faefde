"""Everything a developer or a curious newcomer runs, with the standard library alone.

    python dev.py demo      make a film from the sample book on a real ComfyUI
    python dev.py serve     start the graph editor with this pack
    python dev.py test      check the style and run the tests
    python dev.py bench     measure the figures the project promises
    python dev.py gallery   draw every diagram template in every theme
    python dev.py doctor    say what is installed, what is missing, and the fix

The first call of each makes `.venv` and gets ComfyUI (or uses the one in COMFYUI_PATH); later calls start in seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036 - this file is what tells people
    sys.exit(f"Python 3.10 or newer is needed; this is {sys.version.split()[0]}. Run dev.py with a newer one.")

sys.dont_write_bytecode = True  # nothing is written outside .venv and the base directory

from devtools.comfyui import Server, ServerError, find_comfyui  # noqa: E402
from devtools.environment import (  # noqa: E402
    ROOT,
    SetupError,
    ensure_environment,
    python_environment,
    venv_python,
)

BASE = ROOT / ".t2v"
# A file is one process's, so that what it sets up is set up once; in the order of the folders, where the longest come first.
EVERYTHING = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
DEMO_WORKFLOW = ROOT / "workflows" / "api" / "explain_topic_local.json"


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit code is the process's."""
    args, rest = _parser().parse_known_args(argv)
    if rest and args.command != "test":
        _parser().error(f"unknown arguments: {' '.join(rest)}")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # a redirected console of Windows is not UTF-8
    try:
        return args.run(args, rest)
    except (SetupError, ServerError, OSError) as e:
        print(f"\n{e}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def demo(args: argparse.Namespace, _rest: list[str]) -> int:
    """Boot ComfyUI headless, queue the demo workflow over its API, say where the film is."""
    comfyui = _comfyui()
    with Server(comfyui, BASE, log=BASE / "demo.log", offline=True) as server:
        before = _films()
        code = _run("-m", "t2v_core", "queue", DEMO_WORKFLOW, "--server", server.url, *_demo_inputs(args, server))
        for film in sorted(_films() - before):
            print(f"The film: {film}")
        if code == 0 and args.keep_server:
            print(f"The editor runs at {server.url}  (Ctrl-C stops it)", flush=True)
            with contextlib.suppress(KeyboardInterrupt):  # the film is made: stopping the server is no failure
                server.wait()
    return code


def serve(args: argparse.Namespace, _rest: list[str]) -> int:
    """Start the editor and keep it running."""
    with Server(_comfyui(), BASE, port=args.port, log=BASE / "serve.log") as server:
        print(f"The editor runs at {server.url}  (Ctrl-C stops it). Workflow ▸ Browse Templates ▸ academic-t2v")
        server.wait()
    return 0


def test(args: argparse.Namespace, rest: list[str]) -> int:
    """Style first, then pytest with whatever arguments follow; without any, everything, in two processes."""
    ensure_environment("test")
    find_comfyui()
    for step in (("format", "--check", "."), ("check", ".")):
        if code := _run("-m", "ruff", *step, "--quiet"):
            print("Style: run `ruff format . && ruff check --fix .` in .venv", file=sys.stderr)
            return code
    return _run("-m", "pytest", *(rest or EVERYTHING))


def bench(args: argparse.Namespace, _rest: list[str]) -> int:
    """Measure; exits 1 when a figure misses its goal or a peer is not installed."""
    ensure_environment("bench")
    find_comfyui()
    flags = [f for f, on in (("--quick", args.quick), ("--json", args.json)) if on]
    return _run("-m", "tests.bench", *args.names, *flags)


def gallery(args: argparse.Namespace, _rest: list[str]) -> int:
    """Contact sheets of every template × theme × aspect."""
    ensure_environment()
    return _run("-m", "t2v_core.diagram.gallery", args.out)


def doctor(args: argparse.Namespace, _rest: list[str]) -> int:
    """The environment check, with ComfyUI's versions."""
    comfyui = _comfyui()
    return _run("-m", "t2v_core", "doctor", "--comfyui", comfyui, *(["--json"] if args.json else []))


def _comfyui() -> Path:
    ensure_environment()
    return find_comfyui()


def _films() -> set[Path]:
    return set((BASE / "output").rglob("*.mp4"))


def _run(*command: object) -> int:
    return subprocess.call([str(venv_python()), *map(str, command)], cwd=ROOT, env=python_environment())


def _demo_inputs(args: argparse.Namespace, server: Server) -> list[str]:
    """`--set` arguments for what the caller asked to change."""
    sets = []
    if args.book:
        sets.append(f"Book Chunker.book={server.add_input(Path(args.book))}")
    if args.topic is not None:
        sets.append(f"Topic.value={args.topic}")
    if args.seconds is not None:
        sets.append(f"Scene Planner.seconds={args.seconds}")
    return [x for s in sets for x in ("--set", s)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(run, **kwargs) -> argparse.ArgumentParser:
        sub = commands.add_parser(run.__name__, help=run.__doc__, **kwargs)
        sub.set_defaults(run=run)
        return sub

    sub = command(demo)
    sub.add_argument("--topic", help="what the film explains (default: gradient flow in back-propagation)")
    sub.add_argument("--book", help="a PDF, text or Markdown file (default: the sample book)")
    sub.add_argument("--seconds", type=float, help="length of the film, 2 to 3600 (default: 30)")
    sub.add_argument("--keep-server", action="store_true", help="leave the editor running afterwards")
    command(serve).add_argument("--port", type=int, default=8188, help="port on 127.0.0.1 (default: 8188)")
    command(test)
    sub = command(bench)
    sub.add_argument("names", nargs="*", metavar="NAME", help="benches to run (default: all)")
    sub.add_argument("--quick", action="store_true", help="shorter inputs, same goals")
    sub.add_argument("--json", action="store_true", help="print the figures as JSON")
    command(gallery).add_argument("--out", default=str(BASE / "gallery"), help="folder for the sheets")
    command(doctor).add_argument("--json", action="store_true", help="print the checks as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
