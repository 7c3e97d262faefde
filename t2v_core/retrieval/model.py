"""The nouns of this stage: `SearchSettings`, `Hit`, `Cues` and `Evidence`."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..book.model import Book, Chunk


@dataclass(frozen=True)
class SearchSettings:
    """How evidence is looked for. Defaults are the seed system's where it had the knob."""

    mode: str = "hybrid"  # "hybrid" | "semantic"
    top_k: int = 6
    candidate_k: int = 24
    min_score: float = 0.18  # cosine below which a passage is not evidence
    max_context_words: int = 80  # of the context string for overlay prompting
    min_chunk_words: int = 25
    diversity: float = 0.0  # 0: pure relevance … 1: pure novelty (maximal marginal relevance)
    pages: str = ""  # "10-25, 40": physical pages to search; "" for all
    section: str = ""  # text a heading must contain; "" for all


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
