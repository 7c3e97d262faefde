"""`doctor`: what is installed, what is missing, and the exact fix; exit code 1 when something needed is missing."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from ..host import Host
from . import options
from .output import add_json, show


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("doctor", help="check the environment", description=__doc__)
    parser.add_argument("--comfyui", type=Path, metavar="DIR", help="a ComfyUI to check too")
    options.add_cache(parser, env, bypass=False)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _host: Host) -> int:
    """Print every check."""
    from ..doctor import checks, comfyui_check, frontend_check, report_text

    found = [] if args.comfyui is None else [comfyui_check(args.comfyui), frontend_check()]
    found += checks(cache=args.cache_root, output=Path.cwd())
    show(args, report_text(found), {"checks": [asdict(check) for check in found]})
    return int(any(check.status == "failure" for check in found))
