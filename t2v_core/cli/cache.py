"""`cache report`: what is kept on disk, and how much of it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..host import Host
from . import options
from .output import add_json, show


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("cache", help="say what is kept on disk", description=__doc__)
    parser.add_argument("action", choices=["report"], nargs="?", default="report")
    options.add_cache(parser, env, bypass=False)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _host: Host) -> int:
    """One line a folder of the cache."""
    root: Path = args.cache_root
    folders = sorted(p for p in root.iterdir() if p.is_dir()) if root.is_dir() else []
    sizes = {folder.name: _measure(folder) for folder in folders}
    lines = [f"{root}" if folders else f"{root}: nothing kept"]
    lines += [f"  {name:12} {count:6} files  {size / 1e6:10.1f} MB" for name, (count, size) in sizes.items()]
    data = {"root": str(root), "folders": {n: {"files": c, "bytes": s} for n, (c, s) in sizes.items()}}
    show(args, "\n".join(lines), data)
    return 0


def _measure(folder: Path) -> tuple[int, int]:
    """Files and bytes below a folder; what vanishes while looking counts as gone."""
    count = size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                size += (Path(parent) / name).stat().st_size
                count += 1
            except FileNotFoundError:
                continue
    return count, size
