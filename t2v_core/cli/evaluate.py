"""`evaluate --docs D.jsonl --queries Q.jsonl`: how well retrieval answers labelled questions, in each mode."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..host import Host
from ..retrieval.model import MODES, SearchSettings
from . import options
from .output import add_json, show


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("evaluate", help="judge retrieval on labelled questions", description=__doc__)
    parser.add_argument("--docs", type=Path, required=True, metavar="FILE", help='JSON lines {"id", "text"}')
    parser.add_argument(
        "--queries", type=Path, required=True, metavar="FILE", help='JSON lines {"id", "text", "relevant": [ids]}'
    )
    parser.add_argument("--mode", choices=MODES, default=SearchSettings.mode, help="reported as the default mode")
    parser.add_argument("--min-score", type=float, default=env.get("T2V_RAG_MIN_SCORE", SearchSettings.min_score))
    options.add_embedding(parser, env)
    options.add_cache(parser, env)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, host: Host) -> int:
    """Print a table of modes and figures."""
    from ..retrieval import evaluate

    settings = SearchSettings(
        mode=args.mode,
        min_score=args.min_score,
        embedding_model=args.embedding_model,
        allow_download=args.allow_download,
    )
    result = evaluate(args.docs, args.queries, settings, host, options.cache_folder(args, "evaluate"))
    show(args, _table(result), result)
    return 0


def _table(result: dict[str, Any]) -> str:
    names = list(result["modes"][result["default"]])
    lines = [f"{result['queries']} queries, {result['documents']} documents, {result['model']}"]
    lines.append(f"{'':20}" + "".join(f"{name:>12}" for name in names))
    for mode, figures in result["modes"].items():
        label = f"{mode} (default)" if mode == result["default"] else mode
        lines.append(f"{label:20}" + "".join(f"{figures[name]:12.4f}" for name in names))
    return "\n".join(lines)
