"""What is said of a file that cannot be read, or only in part: each time what is wrong, with which file, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from ..errors import BookError, DependencyError, T2VError
from .blocks import GARBLED, Extracted, Page
from .drafts import Limits
from .embed import PACKAGED, Encoder
from .model import Chunk, Rejected
from .rules import GLYPH_SOUP, NEAR_DUPLICATE, OCR_NOISE, shows_codes
from .settings import ChunkSettings

_OF_PAGE = re.compile(r"page (\d+): (.*)", re.S)
# Share of pages that are pictures, above which it is worth saying.
_MANY_PICTURES = 0.2
_SHOWN = 5  # words in a warning
# From this share of garbled lines or words on, a PDF of which hardly anything is left is one whose letters could not be read.
_ILLEGIBLE = 0.3
_LITTLE = 0.1
# Share of the words below which it is worth saying that the rest was left out; of real books half and more are kept.
_MOST_LOST = 0.25
# English words that few other languages have, and a share of the words that no text in another has: 0.15 to 0.30 in English, below 0.02 elsewhere.
_ENGLISH = frozenset("the of and to is that with are which this from by it be as".split())
_ENGLISH_SHARE = 0.08
NOT_ENGLISH = "the book is not in English"


def refusal(path: Path, message: dict[str, Any], settings: ChunkSettings) -> T2VError:
    """The error for a reader's `message` that says why it cannot go on."""
    detail = message.get("detail", "")
    texts = {
        "password": f"{path.name} is encrypted and needs a password. Put it into an environment variable T2V_… where "
        "this runs, and give that variable's name as password_variable (--password-variable).",
        "wrong_password": f"The password given does not open {path.name}. Check it for upper and lower case.",
        "pages": f"{path.name} has {detail} pages, more than the limit of {settings.max_pages}. Split it.",
        "memory": f"{path.name} needs more than {settings.max_memory // 2**20} MB to be read. "
        "It is damaged or built to exhaust memory; get it again, or split it.",
        "characters": f"{path.name} holds too much text ({detail}; the limit is {settings.max_characters} characters). "
        "Split it.",
        "unpacked": f"{path.name} is too large: its pages unpack to {detail}, the limit is {settings.max_bytes >> 20} MB. Split it.",
        "library": f"Reading {path.name} needs the package {detail}. Run: pip install {detail}",
        "drm": f"{path.name} is protected by DRM or a password and cannot be read. Use a copy without protection.",
        "pictures": f"{path.name} is a book of pictures (drawings or scanned pages) and holds no text. Choose an edition with text.",
        "no_pages": f"{path.name} holds neither HTML or Markdown pages nor a book that was chunked. "
        + (f"Unpack it and choose {detail}." if detail else "Choose a PDF, EPUB, HTML, Markdown or text file."),
        "locked": f"{path.name} is a zip archive with a password. Unpack it and pack its pages again without one.",
        "encoding": f"{path.name} is not text: {detail}. Save it as UTF-8.",
        "unreadable": f"{path.name} cannot be read ({detail}). Check that it is still there, its permissions and its disk.",
        "member": f"{path.name} is damaged ({detail}). Get the file again.",
        "damaged": f"{path.name} is damaged ({detail}). Get the file again.",
    }
    kind = DependencyError if message["error"] == "library" else BookError
    return kind(texts[message["error"]])


def require_text(path: Path, book: Extracted, characters: int, shows: dict[str, list[int]]) -> None:
    """Raise `BookError` for a book without `characters`; `shows` holds its pages without text by what is on them."""
    if characters:
        return
    if shows["notes"]:
        raise BookError(
            f"{path.name} holds no text but what was typed on its pages as notes (annotations), which are not read. "
            "Print it into a new PDF from a PDF viewer and use that."
        )
    if any(w.startswith("page") for w in book.warnings):
        raise BookError(f"No page of {path.name} can be read ({book.warnings[0]}). The file is damaged; get it again.")
    if path.suffix.lower() == ".pdf":
        raise BookError(
            f"{path.name} holds no text: its {len(book.pages)} pages are pictures (a scan), blank, or set in fonts that do not say "
            "which letters they show. Run it through OCR first (for example `ocrmypdf in.pdf out.pdf`) and use the result."
        )
    raise BookError(f"{path.name} holds no text. Choose another file.")


def textless(shows: dict[str, list[int]], pages: int) -> Iterator[str]:
    """Warnings about pages that hold no text: a full-page figure now and then is usual, a fifth of the book is a scan."""
    if shows["notes"]:
        yield f"{_ranges(shows['notes'])}: text typed on them as notes is not read; print the file into a new PDF to use it"
    if len(shows["pictures"]) > _MANY_PICTURES * pages:
        yield (
            f"{_ranges(shows['pictures'])}: pictures without text; if they are scans, run the file through OCR "
            "(for example `ocrmypdf --skip-text in.pdf out.pdf`)"
        )


def grouped(warnings: list[str]) -> list[str]:
    """Warnings of single pages with one text as one: "pages 12-15, 40: …"."""
    pages: dict[str, list[int]] = {}
    for warning in warnings:
        of_page = _OF_PAGE.match(warning)
        pages.setdefault(of_page[2] if of_page else warning, []).extend([int(of_page[1])] if of_page else [])
    return [f"{_ranges(numbers)}: {text}" if numbers else text for text, numbers in pages.items()]


def _ranges(numbers: list[int]) -> str:
    runs = [[k for _, k in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    listed = ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs[:20])
    return f"page{'s' * (len(numbers) > 1)} {listed}{' …' * (len(runs) > 20)}"


def guessed_words(words: dict[str, str]) -> Iterator[str]:
    """A warning that names words of which a character was guessed: as read, by how the file has them."""
    if words:
        shown = ", ".join(sorted(words.values())[:_SHOWN])
        yield f"the file does not say which characters stand in {len(words)} words; they were taken for ligatures: {shown}{' …' * (len(words) > _SHOWN)}"


def cut_sentences(cuts: int, limits: Limits) -> Iterator[str]:
    """A warning that sentences which were too long to be kept whole are in several passages."""
    if cuts:
        yield (
            f"sentences longer than {limits.max_words} words (max_words) or the {limits.max_tokens} tokens that the embedding model "
            f"reads were cut between their clauses at {cuts} places, where the passages show …"
        )


def is_illegible(pages: list[Page], chunks: tuple[Chunk, ...], rejected: tuple[Rejected, ...]) -> bool:
    """Whether the letters of a PDF of which little or nothing is left could not be read."""
    lines = [line for page in pages for line in page.lines]
    lost = sum(r.chunk.words for r in rejected)
    if shows_codes(line.text for line in lines):
        return True
    if sum(c.words for c in chunks) >= _LITTLE * lost > 0 or (chunks and not lost):
        return False
    garbled = sum(bool(line.flags & GARBLED) for line in lines)
    soup = sum(r.chunk.words for r in rejected if r.reason in (GLYPH_SOUP, OCR_NOISE))
    return garbled > _ILLEGIBLE * len(lines) or not lines or (not chunks and soup > _ILLEGIBLE * lost)


def little_kept(chunks: tuple[Chunk, ...], rejected: tuple[Rejected, ...]) -> Iterator[str]:
    """A warning where most of the text was left out: by which rules."""
    kept, lost = sum(c.words for c in chunks), Counter[str]()
    for r in rejected:
        lost[r.reason] += r.chunk.words * (r.reason != NEAR_DUPLICATE)  # that is kept elsewhere
    if kept < _MOST_LOST * (kept + lost.total()):
        rules = ", ".join(f"{reason} {words}" for reason, words in lost.most_common(3))
        yield (
            f"only {kept} of {kept + lost.total()} words are kept (the others, by rule: {rules}); look into the rejected passages "
            "(save_rejected) whether this is the right book"
        )


def language_warnings(chunks: tuple[Chunk, ...], encoder: Encoder) -> Iterator[str]:
    """The model that comes with the project is of English texts: it hardly tells those of other languages apart."""
    words = [word for chunk in chunks for word in chunk.text.lower().split()]
    if encoder.name == PACKAGED and sum(word in _ENGLISH for word in words) < _ENGLISH_SHARE * len(words):
        yield (
            f"{NOT_ENGLISH}, which the embedding model {PACKAGED} is for: retrieval by meaning is weak. Name a model of many "
            "languages as embedding_model (such as sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2 with allow_download), "
            "and ask in the book's own words"
        )
