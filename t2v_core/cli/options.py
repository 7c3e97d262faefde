"""Flags that several commands share, and the settings they make.

Environment variables that stand in for a flag: T2V_CACHE_ROOT (--cache-root), T2V_EMBEDDING_MODEL_ID
(--embedding-model), T2V_RAG_MIN_SCORE (--min-score), T2V_RAG_CANDIDATE_K (--candidate-k),
T2V_RAG_MAX_CONTEXT_WORDS (--max-context-words), T2V_RAG_MIN_CHUNK_WORDS (--min-chunk-words), T2V_PLANNER_MODEL_ID
(--planner-model), T2V_SEED (--seed), T2V_MODEL_ID (--model-id), T2V_QUALITY_PROFILE (--quality), T2V_SCENE_FRAMES
(--scene-frames), T2V_LORA_PATH (--lora), T2V_LORA_WEIGHT_NAME (--lora-weight-name), T2V_LORA_SCALE (--lora-scale), T2V_DTYPE
(--dtype), T2V_RETRY_ON_BLANK or T2V_RETRY_ON_BLACK (off: --max-retries 0). argparse converts a default that is text just as it does a flag's value.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from ..book.model import Book
from ..errors import InputError
from ..host import Host, part
from ..retrieval.model import MODES, SearchSettings
from .environment import default_cache_root

Environment = Mapping[str, str]


def switched(env: Environment, name: str, on: int, off: int) -> int | str:
    """A number flag's default by a variable that says on or off; any other value as a text that the flag refuses, variable and all."""
    said = env.get(name, "").strip()
    for words, value in ((("", "1", "true", "yes", "on"), on), (("0", "false", "no", "off"), off)):
        if said.lower() in words:
            return value
    return f"{name}={said} (1, true, yes, on; 0, false, no, off)"


def add_cache(parser: argparse.ArgumentParser, env: Environment, bypass: bool = True) -> None:
    """`--cache-root` and, where a command can do without, `--no-cache`."""
    parser.add_argument(
        "--cache-root", type=Path, default=default_cache_root(env), metavar="DIR", help="default: %(default)s"
    )
    if bypass:
        parser.add_argument("--no-cache", action="store_true", help="neither read nor keep books and scenes on disk")


def cache_folder(args: argparse.Namespace, name: str) -> Path | None:
    """A folder of the cache, None with `--no-cache`."""
    return None if args.no_cache else args.cache_root / name


def add_embedding(parser: argparse.ArgumentParser, env: Environment) -> None:
    """The embedding model."""
    parser.add_argument(
        "--embedding-model",
        default=env.get("T2V_EMBEDDING_MODEL_ID", ""),
        metavar="MODEL",
        help="a folder or a Hugging Face id (default: the installed all-MiniLM-L6-v2)",
    )
    parser.add_argument(
        "--allow-download",
        action="store_true",
        help="allow fetching models named by id; nothing is downloaded otherwise",
    )


def add_chunking(parser: argparse.ArgumentParser) -> None:
    """How a book file is read and cut."""
    from ..book.settings import ChunkSettings

    parser.add_argument("--min-words", type=int, default=ChunkSettings.min_words, help="default: %(default)s")
    parser.add_argument("--max-words", type=int, default=ChunkSettings.max_words, help="default: %(default)s")
    parser.add_argument("--keep-exercises", action="store_true", help="keep exercise sections")
    parser.add_argument(
        "--password-variable", default="", metavar="NAME", help="environment variable T2V_… with the book's password"
    )


def chunk_settings(args: argparse.Namespace, embed: bool = True):
    """`ChunkSettings` of the flags."""
    from ..book import ChunkSettings
    from ..secret import from_variable

    return ChunkSettings(
        min_words=args.min_words,
        max_words=args.max_words,
        embed=embed,
        embedding_model=args.embedding_model,
        allow_download=args.allow_download,
        password=from_variable(args.password_variable),
        keep_exercises=args.keep_exercises,
    )


def add_search(parser: argparse.ArgumentParser, env: Environment) -> None:
    """How evidence is looked for."""
    d = SearchSettings()
    group = parser.add_argument_group("retrieval")
    group.add_argument("--mode", choices=MODES, default=d.mode, help="default: %(default)s")
    group.add_argument("--top-k", type=int, default=d.top_k, help="passages to return (default: %(default)s)")
    group.add_argument("--candidate-k", type=int, default=env.get("T2V_RAG_CANDIDATE_K", d.candidate_k))
    group.add_argument(
        "--min-score",
        type=float,
        default=env.get("T2V_RAG_MIN_SCORE", d.min_score),
        help="cosine below which a passage is no evidence (default: %(default)s)",
    )
    group.add_argument(
        "--max-context-words", type=int, default=env.get("T2V_RAG_MAX_CONTEXT_WORDS", d.max_context_words)
    )
    group.add_argument("--min-chunk-words", type=int, default=env.get("T2V_RAG_MIN_CHUNK_WORDS", d.min_chunk_words))
    group.add_argument("--diversity", type=float, default=d.diversity, help="0: pure relevance … 1: pure novelty")
    group.add_argument(
        "--pages", default="", help='pages of the file to search, such as "10-25, 40", or printed ones, "p. 42, iv-xii"'
    )
    group.add_argument("--section", default="", help="search only sections whose heading contains this")


def search_settings(args: argparse.Namespace) -> SearchSettings:
    """`SearchSettings` of the flags."""
    return SearchSettings(
        mode=args.mode,
        top_k=args.top_k,
        candidate_k=args.candidate_k,
        min_score=args.min_score,
        max_context_words=args.max_context_words,
        min_chunk_words=args.min_chunk_words,
        diversity=args.diversity,
        pages=args.pages,
        section=args.section,
        embedding_model=args.embedding_model,
        allow_download=args.allow_download,
    )


def add_sources(parser: argparse.ArgumentParser, env: Environment, count: str) -> None:
    """Books to search: folders that `chunk` wrote, or book files, which are chunked on the way."""
    parser.add_argument(
        "books",
        nargs=count,
        metavar="BOOK",
        help="a folder that `chunk` wrote, a book file or a folder of pages, or 'sample: NAME'",
    )
    add_embedding(parser, env)
    add_chunking(parser)


def open_books(args: argparse.Namespace, host: Host) -> tuple[Book, ...]:
    """The books of the command, in the order given."""
    return tuple(
        _open_book(source, args, share_of(host, done / len(args.books), 1 / len(args.books)))
        for done, source in enumerate(args.books)
    )


def book_file(source: str) -> Path:
    """The file or folder of a book argument: a path, or a sample's name. Raises `InputError` when there is none."""
    from ..samples import SAMPLES, sample_choices

    file = SAMPLES / source.partition(": ")[2] if source in sample_choices() else Path(source)
    try:
        there = file.exists()
    except OSError:  # a name too long for the system
        there = False
    if not there:
        raise InputError(
            f"There is no book “{source[:200]}”. Give a file or a folder of pages, or one of: {', '.join(sample_choices())}."
        )
    return file


def _open_book(source: str, args: argparse.Namespace, host: Host) -> Book:
    from ..book import chunk_book, load_book
    from ..book.export import CHUNKS

    if (Path(source) / CHUNKS).is_file():
        return load_book(Path(source))
    return chunk_book(book_file(source), chunk_settings(args), host, cache_folder(args, "books"))


def share_of(host: Host, start: float, share: float) -> Host:
    """`host` for a sub-task that fills `share` of the bar, from `start`."""
    return _Part(host, start, share)


class _Part:
    """A host whose progress fills a share of another's."""

    def __init__(self, host: Host, start: float, share: float) -> None:
        self.report = part(host.report, start, share)
        self.device = host.device
        self.make_room = host.make_room
