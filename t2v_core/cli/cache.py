"""`cache report`, `cache prune` and `cache purge`: what is kept on disk, and its removal in two steps.

prune removes what was unused for longest until --keep-gb are left, purge everything; both only list it and print a
token, and remove it when run again with --token. Models are measured, never removed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..cache import ACTIONS, DEFAULT_KEEP, FOLDERS, Entry, cache_text, dry_run, entries, hub_measured, remove
from ..host import Host
from . import options
from .output import add_json, show


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("cache", help="say what is kept on disk, and remove it", description=__doc__)
    parser.add_argument("action", choices=ACTIONS, nargs="?", default="report")
    parser.add_argument(
        "--keep-gb", type=float, default=DEFAULT_KEEP / 2**30, help="left by prune (default: %(default)g)"
    )
    parser.add_argument("--token", default="", help="confirms what the same action has just listed")
    options.add_cache(parser, env, bypass=False)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _host: Host) -> int:
    """Report, list or remove."""
    root: Path = args.cache_root
    if args.action == "report":
        _report(args, root)
        return 0
    keep = round(args.keep_gb * 2**30)
    if args.token:
        done = remove(root, args.action, args.token, keep)
        text = f"{args.action} removed {len(done.entries)} entries, {done.size / 1e6:.1f} MB"
    else:
        done = dry_run(root, args.action, keep)
        text = done.text()
    data = {"action": args.action, "removed": bool(args.token), "entries": len(done.entries), "bytes": done.size}
    show(args, text, data | {"token": done.token})
    return 0


def _report(args: argparse.Namespace, root: Path) -> None:
    kept, hub = entries(root), hub_measured()
    folders = {name: [e for e in kept if e.folder == name] for name in FOLDERS}
    data = {
        "root": str(root),
        "folders": {name: _counts(own) for name, own in folders.items() if own},
        "hub": {m.name: {"bytes": m.size, "last_use": m.last_use} for m in hub},
    }
    lines = [cache_text(root), *(f"Hugging Face cache: {m.text()}" for m in hub)]
    show(args, "\n".join(lines), data)


def _counts(own: list[Entry]) -> dict[str, int]:
    return {"entries": len(own), "files": sum(len(e.paths) for e in own), "bytes": sum(e.size for e in own)}
