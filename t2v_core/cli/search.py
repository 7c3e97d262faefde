"""`search BOOK… --query Q`: the passages that answer a question, with pages and scores."""

from __future__ import annotations

import argparse

from ..host import Host
from . import options
from .output import add_json, show


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("search", help="find passages", description=__doc__)
    options.add_sources(parser, env, "+")
    parser.add_argument("--query", action="append", required=True, metavar="Q", help="may be given several times")
    options.add_search(parser, env)
    options.add_cache(parser, env)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, host: Host) -> int:
    """One query prints one result, several print a list in their order."""
    from ..retrieval import search_many
    from ..retrieval.report import report_text, to_dict

    books = options.open_books(args, options.share_of(host, 0.0, 0.9))
    settings = options.search_settings(args)
    found = search_many(books, args.query, settings, options.share_of(host, 0.9, 0.1))
    results = [to_dict(evidence) for evidence in found]
    show(args, "\n\n".join(map(report_text, found)), results[0] if len(results) == 1 else results)
    return 0
