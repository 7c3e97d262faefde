"""The nouns of this stage: `SearchSettings`, `Hit`, `Cues` and `Evidence`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..book.model import Book, Chunk
from ..errors import InputError

MODES = ("hybrid", "semantic")
MAX_TOP_K = 1000


@dataclass(frozen=True)
class SearchSettings:
    """How evidence is looked for. Defaults are the seed system's where it had the knob.

    Raises `InputError` for a value outside its range.
    """

    mode: str = "hybrid"  # "hybrid" | "semantic"
    top_k: int = 6
    candidate_k: int = 24  # passages `diversity` chooses among; at least `top_k` are taken
    min_score: float = 0.18  # cosine below which a passage is not evidence
    max_context_words: int = 80  # of the context string for overlay prompting
    min_chunk_words: int = 25
    diversity: float = 0.0  # 0: pure relevance … 1: pure novelty (maximal marginal relevance)
    pages: str = ""  # "10-25, 40": pages of the file to search, "p. 42, iv-xii": printed ones; "" for all
    section: str = ""  # text a heading must contain; "" for all
    embedding_model: str = ""  # "" for the one the books were embedded with
    allow_download: bool = False  # of that model, when it is only known by its hub id
    model_roots: tuple[Path, ...] = ()  # folders a model may be named in

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise InputError(f"Search mode {self.mode!r} is not known. Choose one of: {', '.join(MODES)}.")
        for name, value, low, high in (
            ("top_k", self.top_k, 1, MAX_TOP_K),
            ("candidate_k", self.candidate_k, 1, MAX_TOP_K),
            ("min_score", self.min_score, -1.0, 1.0),
            ("max_context_words", self.max_context_words, 0, 10_000),
            ("min_chunk_words", self.min_chunk_words, 0, 10_000),
            ("diversity", self.diversity, 0.0, 1.0),
        ):
            if not low <= value <= high:
                raise InputError(f"{name} is {value}; choose a value from {low:g} to {high:g}.")


@dataclass(frozen=True)
class Hit:
    """A passage found, with the score of each ranker."""

    id: str  # "E1", "E2" … in the order of rank
    chunk: Chunk
    book_title: str
    score: float  # cosine between query and passage
    lexical: float  # BM25; 0 in semantic mode
    fused: float  # what the order was made by
    sentences: tuple[str, ...] = ()  # its best sentences for the query, best first


@dataclass(frozen=True)
class Cues:
    """What the hits hold that a planner or a prompt can use; each entry quotes the passages."""

    concepts: tuple[str, ...] = ()
    visual: tuple[str, ...] = ()
    motion: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Evidence:
    """The answer to one query: hits in order of rank, cues, and the books to ask again."""

    query: str
    hits: tuple[Hit, ...]
    cues: Cues
    context: str  # best passages, cut to `max_context_words`
    books: tuple[Book, ...] = ()  # what was searched, so that a planner can retrieve again per scene
    settings: SearchSettings = field(default_factory=SearchSettings)
