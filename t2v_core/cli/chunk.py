"""`chunk BOOK --out DIR`: a book becomes passages, their rejects and their vectors, as files."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..host import Host
from . import options
from .output import add_json, show


def add(commands, env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser("chunk", help="read a book into passages", description=__doc__)
    parser.add_argument(
        "book",
        metavar="BOOK",
        help="PDF, TXT, Markdown, EPUB or HTML file, a folder or zip archive of HTML or Markdown pages, or 'sample: NAME'",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    options.add_chunking(parser)
    parser.add_argument(
        "--save-rejected",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="write the rejected passages too (default: yes)",
    )
    parser.add_argument("--no-embed", action="store_true", help="no vectors: faster, and not searchable")
    options.add_embedding(parser, env)
    options.add_cache(parser, env)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, host: Host) -> int:
    """Chunk, export, report."""
    from ..book import chunk_book, export_book, report_text

    settings = options.chunk_settings(args, embed=not args.no_embed)
    book = chunk_book(options.book_file(args.book), settings, host, options.cache_folder(args, "books"))
    files = export_book(book, args.out, args.save_rejected)
    text = "\n".join([report_text(book), *(f"wrote {file}" for file in files)])
    about = {"id": book.id, "title": book.title, "authors": list(book.authors), "source": book.source}
    show(args, text, about | book.report | {"files": [str(file) for file in files]})
    return 0
