"""`chunk_book`: one file from bytes to chunks, step by step, through the library."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from ..errors import BookError
from ..host import Host, Report, interruptible, part, silent
from . import library as shelf
from .blocks import MONO, Block, Extracted, Line, Page
from .chunk import make_drafts, number
from .complaints import cut_sentences, guessed_words, is_illegible, language_warnings, little_kept
from .drafts import Draft, Limits
from .duplicates import near_duplicates
from .embed import Encoder, load_encoder
from .extract import extract
from .formats import book_kind, pages_in, shown
from .headings import assign_sections, find_headings
from .layout import is_slide, lay_out
from .ligatures import name_ligatures
from .line_kinds import measure
from .model import Book, Chunk, Rejected
from .overlong import MARK
from .rules import FRAGMENT, INDEX, TABLE_OF_CONTENTS, TOO_SHORT, block_reason, page_reasons
from .running import printed_labels, take_repeated_blocks, take_running_lines
from .section_rules import is_prose, section_reasons
from .settings import ChunkSettings
from .text import clean, font_bullets, is_eastern, is_right_to_left, normalise, vocabulary

if TYPE_CHECKING:
    import numpy as np

# Shares of the progress bar.
_READ, _CUT, _EMBED = 0.2, 0.05, 0.75
# From this share of characters of one width on, it is the type of the book.
_TYPED = 0.8
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS_OF_LINE = 5  # in most lines of prose, in few of a program
# What programs write where the author gave no title: the name of a file or of themselves.
_NO_TITLE = re.compile(
    r"\.(?:dvi|tex|docx?|odt|rtf|indd|qxd|ps|pdf|pptx?|md|html?|fm)$|^(?:untitled|document\d*|title|slide 1|powerpoint presentation|microsoft \w+ -.*)$",
    re.I,
)
# By what share of the size OCR errs, which guesses it from the height of each line.
_NOISE = 0.15


@dataclass
class _Timer:
    """Seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[step] = round(time.perf_counter() - start, 4)


def chunk_book(path: Path, settings: ChunkSettings, host: Host, library: Path | None = None) -> Book:
    """Read, clean, cut and embed the book at `path`; with `library`, only what is not there yet.

    A book opened with a password is never kept in the library. Raises `BookError` when the file cannot
    be read or nothing of it is left, `DependencyError` when the embedding model is not there.
    """
    path = Path(path)
    kind = book_kind(path, settings.max_bytes)
    host.report(0, 1, f"reading {path.name}")
    before = _stamp(path)
    book_id = content_hash(path, settings.max_bytes, host.report)
    encoder = load_encoder(settings.embedding_model, host, settings.allow_download, settings.model_roots)
    key = shelf.entry_key(settings, encoder.name, encoder.max_tokens)
    shelved = library is not None and not settings.password
    if shelved:
        known = shelf.find(library, book_id, key)
        if known is not None:
            host.report(1, 1, f"{path.name} from the library")
            return replace(known, source=shown(path.name), report={**known.report, "from_library": True})
    timer = _Timer()
    book = _read_and_cut(path, kind, book_id, settings, encoder, host, timer)
    if _stamp(path) != before:
        raise BookError(
            f"{path.name} was changed while it was read. Run it again when its program has finished saving it."
        )
    if settings.embed:
        with timer("embed"):
            stored = shelf.known_vectors(library, book_id, encoder.name) if shelved else {}
            vectors = _embed(book.chunks, encoder, stored, part(host.report, _READ + _CUT, _EMBED))
        book = replace(book, embeddings=vectors, embedding_model=encoder.name)
        book.report["warnings"] += language_warnings(book.chunks, encoder)
    if library is not None and settings.password:
        book.report["warnings"].append("not kept in the library, because it was opened with a password")
    if shelved:
        book = shelf.store(library, key, book)
    host.report(1, 1, f"{len(book.chunks)} passages")
    return book


def content_hash(path: Path, max_bytes: int, report: Report = silent) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the file, or of all pages in a folder, each after its name's and its own length.

    Raises `BookError` as `pages_in`, and when it cannot be read.
    """
    digest = hashlib.sha256()
    names = pages_in(path, max_bytes, report) if path.is_dir() else [""]
    for done, name in enumerate(names):
        report(0, 1, f"reading {shown(path.name)}: {done} of {len(names)}")
        try:
            with (path / name).open("rb") as f:
                if name:
                    encoded = os.fsencode(name)
                    digest.update(f"{len(encoded)} {os.fstat(f.fileno()).st_size} ".encode() + encoded)
                while data := f.read(1 << 20):
                    digest.update(data)
        except OSError as e:
            raise BookError(
                f"{shown(name or path.name)} cannot be read ({e.strerror}). Check its permissions and its disk."
            ) from e
    return digest.hexdigest()[:16]


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of a file, None of a folder and of what is gone."""
    with suppress(OSError):
        stat = path.stat()
        return None if path.is_dir() else (stat.st_size, stat.st_mtime_ns)
    return None


def cut(extracted: Extracted, settings: ChunkSettings, encoder: Encoder) -> tuple[list[Draft], list[str], int]:
    """Clean and chunk what was read: drafts (kept and rejected), printed page labels, running lines removed."""
    pages = extracted.pages
    _normalise(pages)
    guessed = name_ligatures([line for page in pages for line in page.lines], encoder.count_tokens)
    extracted.warnings = [*extracted.warnings, *guessed_words(guessed)]
    numbers, running = take_running_lines(pages)
    running += take_repeated_blocks(pages)
    labels = printed_labels(numbers, extracted.labels)
    by_page = page_reasons(pages)
    normal = measure(pages)
    headings = find_headings(pages, extracted.outline, normal, by_page)
    blocks = assign_sections(lay_out(pages, normal, headings))
    _clean(blocks, pages, by_page, settings)
    limits = Limits(settings.min_words, settings.max_words, encoder.max_tokens - encoder.special_tokens)
    drafts = make_drafts((b for b in blocks if b.text), limits, encoder.count_tokens, _are_slides(pages))
    cuts = sum(a.text.endswith(f" {MARK}") and b.text.startswith(MARK) for a, b in pairwise(drafts))
    extracted.warnings += cut_sentences(cuts, limits)
    return drafts, labels, running


def _read_and_cut(
    path: Path, kind: str, book_id: str, settings: ChunkSettings, encoder: Encoder, host: Host, timer: _Timer
) -> Book:
    with timer("read"):
        extracted = extract(path, settings, part(host.report, 0, _READ))

    def clean_and_cut(_report: Report) -> tuple[tuple[Chunk, ...], tuple[Rejected, ...], int]:
        drafts, labels, running = cut(extracted, settings, encoder)
        repeats = near_duplicates([d.text for d in drafts if not d.reason])
        label = lambda page: labels[page - 1] if page <= len(labels) else ""  # noqa: E731
        # Form feeds end the pages of a text; an EPUB may say where those of the printed book begin.
        paged = kind == "pdf" or bool(labels) or (kind == "text" and len(extracted.pages) > 1)
        return *number(drafts, book_id, label, repeats, paged), running

    with timer("clean_and_cut"):
        own = "" if _NO_TITLE.search(extracted.title) else extracted.title
        title = own or _printed_title(extracted.pages) or shown(path.stem).replace("_", " ").strip()
        report = part(host.report, _READ, _CUT)
        chunks, rejected, running = interruptible(clean_and_cut, report, "cleaning and cutting")
    host.report(_READ + _CUT, 1, f"{len(chunks)} passages")
    reasons = Counter(r.reason for r in rejected)
    found = ", ".join(f"{n} × {reason}" for reason, n in reasons.most_common()) or "it has no sentences"
    if kind == "pdf" and is_illegible(extracted.pages, chunks, rejected):
        raise BookError(
            f"{path.name} is set in fonts that do not say which letters they show: what was read is no text ({found}). "
            "Run it through OCR (for example `ocrmypdf --force-ocr in.pdf out.pdf`) and use the result."
        )
    if not chunks:
        if TOO_SHORT in reasons and reasons.keys() <= {TOO_SHORT, FRAGMENT}:
            raise BookError(
                f"{path.name} holds no passage of {settings.min_words} words (min_words): {'; '.join([found, *extracted.warnings[:2]])}. Slides and lists hold little to explain from; "
                "lower min_words, or choose the book or the notes that go with them."
            )
        raise BookError(
            f"Nothing of {path.name} is left after cleaning ({'; '.join([found, *extracted.warnings[:2]])}). It may hold only tables, code or lists; "
            "lower min_words, or choose another book."
        )
    report = {
        "pages": extracted.page_count,
        "chunks": len(chunks),
        "rejected": dict(sorted(reasons.items())),
        "running_lines": running,
        "untrusted_formulas": sum(not c.trusted_formulas for c in chunks),
        "seconds": timer.seconds,
        "warnings": [*extracted.warnings, *_kind_warnings(extracted.pages), *little_kept(chunks, rejected)],
        "from_library": False,
    }
    return Book(
        book_id,
        title,
        extracted.authors,
        shown(path.name),
        extracted.page_count,
        chunks,
        rejected,
        None,
        "",
        report,
    )


def _are_slides(pages: list[Page]) -> bool:
    return sum(map(is_slide, pages)) > 0.5 * len(pages)


def _kind_warnings(pages: list[Page]) -> Iterator[str]:
    if _are_slides(pages):
        yield "slides: points without sentences explain little; the book or the notes behind them give better films"


def _normalise(pages: list[Page]) -> None:
    for page in pages:
        items = (*page.lines, *page.blocks)
        bullets = font_bullets(item.text for item in items)
        for item in items:
            item.text = normalise(item.text, bullets)
        page.lines = [line for line in page.lines if line.text.strip()]
        if is_right_to_left("".join(line.text for line in page.lines)):
            # Mirrored, so that indents and short last lines are where the layout looks for them.
            for line in page.lines:
                line.x0, line.x1 = page.width - max(line.x0, line.x1), page.width - min(line.x0, line.x1)
    _forget_monospace([line for page in pages for line in page.lines])


def _forget_monospace(lines: list[Line]) -> None:
    """One width of all letters means no code in Chinese and Japanese, nor where the whole book is typed or recognised (OCR) so.

    Sizes that differ by little are one size then.
    """
    mono = [line for line in lines if line.flags & MONO]
    typed = sum([len(line.text) for line in mono]) > _TYPED * sum([len(line.text) for line in lines])
    typed = typed and sum(len(_WORD.findall(line.text)) >= _WORDS_OF_LINE for line in mono) > 0.5 * len(mono)
    for line in mono:
        if typed or is_eastern(line.text):
            line.flags &= ~MONO
    usual = median(line.size for line in mono) if typed else 0.0
    for line in mono if typed else ():
        if abs(line.size - usual) < _NOISE * usual:
            line.size = usual


def _clean(blocks: list[Block], pages: list[Page], by_page: dict[int, str], settings: ChunkSettings) -> None:
    words = vocabulary(item.text for page in pages for item in (page.lines or page.blocks))
    for block in blocks:
        block.text = clean(block.text, words)
    of_section = section_reasons(blocks, settings.keep_exercises)
    for block, following, reason in zip_longest(blocks, blocks[1:], of_section):
        near = following if following is not None and following.section == block.section else None
        of_page = by_page.get(block.page, "")
        if of_page in (TABLE_OF_CONTENTS, INDEX) and is_prose(block.text):
            of_page = ""  # a chapter that opens with its own contents
        block.reason = of_page or reason or block_reason(block, near)


def _printed_title(pages: list[Page]) -> str:
    """The largest text of the first page, when it stands out from the rest."""
    lines = pages[0].lines if pages else []
    sizes = sorted({line.size for line in lines}, reverse=True)
    if len(sizes) < 2 or sizes[0] < 1.2 * _median_size(lines):
        return ""
    title = " ".join(line.text.strip() for line in lines if line.size > sizes[0] - 0.5)
    return title if 3 <= len(title) <= 160 else ""


def _median_size(lines: list[Line]) -> float:
    return sorted(line.size for line in lines)[len(lines) // 2]


def _embed(chunks: tuple[Chunk, ...], encoder: Encoder, stored: dict[str, np.ndarray], report: Report) -> np.ndarray:
    """Vectors of all chunks; only texts that are not in `stored` are computed."""
    import numpy as np

    vectors = np.empty((len(chunks), encoder.dimension), np.float32)
    missing = [i for i, c in enumerate(chunks) if c.text not in stored]
    for i, chunk in enumerate(chunks):
        if chunk.text in stored:
            vectors[i] = stored[chunk.text]
    if missing:
        vectors[missing] = encoder.encode([chunks[i].text for i in missing], report)
    return vectors
