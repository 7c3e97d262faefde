"""What commands print: text for people, or JSON for programs; always on stdout, progress never."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def show(args: argparse.Namespace, text: str, data: Any) -> None:
    """Print `data` as JSON with `--json`, else `text`."""
    print(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) if args.json else text, flush=True)


def note(text: str) -> None:
    """Say something beside the answer."""
    print(text, file=sys.stderr)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The `--json` flag."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
