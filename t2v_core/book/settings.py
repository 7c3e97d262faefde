"""`ChunkSettings`: how a book is read, cleaned, cut and embedded, and the limits that keep a bad file harmless."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from ..errors import InputError


@dataclass(frozen=True)
class ChunkSettings:
    """Options of the Book Chunker. Raises `InputError` for values that cannot work.

    `min_words` and `max_words` are the seed system's defaults. The limits are far above real books
    (the longest textbooks have about 2,000 pages and 8 million characters).
    """

    min_words: int = 45
    max_words: int = 220
    embed: bool = True
    embedding_model: str = ""  # "" = the installed MiniLM package; else a folder, a model folder's name or a hub id
    allow_download: bool = False  # only then may `embedding_model` be fetched from the Hugging Face hub
    password: str = ""
    keep_exercises: bool = False
    model_roots: tuple[Path, ...] = ()  # folders in which `embedding_model` is looked up; none: any folder may be named
    max_pages: int = 5_000
    max_bytes: int = 512 * 2**20
    max_characters: int = 30_000_000
    max_page_characters: int = 200_000
    page_seconds: float = 10.0  # computing longer than this on one page (or on opening the file) skips it (or fails)
    max_memory: int = 1536 * 2**20  # bytes the reading process may take

    def __post_init__(self) -> None:
        if not 1 <= self.min_words <= self.max_words:
            raise InputError(
                f"min_words is {self.min_words} and max_words is {self.max_words}: "
                "min_words must be at least 1 and not above max_words."
            )
        if self.max_words > 5_000:
            raise InputError(f"max_words is {self.max_words}; choose at most 5000.")
        for name in ("max_pages", "max_bytes", "max_characters", "max_page_characters", "page_seconds", "max_memory"):
            if getattr(self, name) <= 0:
                raise InputError(f"{name} is {getattr(self, name)}; it must be above 0.")

    def for_text(self) -> dict[str, object]:
        """The options that change which chunks come out, for cache keys: neither secrets nor embedding options."""
        others = {"embed", "embedding_model", "allow_download", "model_roots", "password", "page_seconds", "max_memory"}
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in others}
