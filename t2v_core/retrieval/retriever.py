"""A question becomes `Evidence`: rank the passages, choose the hits, quote their best sentences and cues."""

from __future__ import annotations

from collections.abc import Sequence

from ..book.embed import Encoder, load_encoder
from ..book.model import Book, Chunk
from ..errors import InputError, InsufficientEvidence, RetrievalError, quoted
from ..host import Host, part
from .cues import find_cues
from .filters import allowed
from .highlight import best_sentences, context_of
from .index import Library, library_of
from .model import Evidence, Hit, SearchSettings
from .rank import Ranking, diversify, rank
from .report import place

# A longer question is a mistake (a pasted chapter); the encoder reads only its own window of it anyway.
MAX_QUERY = 4000


def search(books: Sequence[Book], query: str, settings: SearchSettings, host: Host) -> Evidence:
    """The passages of `books` that answer `query`.

    Raises `InsufficientEvidence` when no passage reaches `min_score`, naming the best score and the nearest
    sections; `RetrievalError` when the books cannot be searched with one model or the filters leave nothing;
    `InputError` for an empty query.
    """
    return search_many(books, [query], settings, host)[0]


def search_many(
    books: Sequence[Book], queries: Sequence[str], settings: SearchSettings, host: Host
) -> tuple[Evidence, ...]:
    """One `Evidence` for each query, the queries encoded together. Raises as `search` does."""
    if not books:
        raise InputError("There is no book to search. Chunk one first and connect it.")
    # A terminal in another encoding hands over bytes as half characters, which no tokenizer reads.
    asked = tuple(" ".join(q.encode(errors="replace").decode().split()) for q in queries)
    for q in asked:
        if not q or len(q) > MAX_QUERY:
            raise InputError(f"A query needs 1 to {MAX_QUERY} characters; {q[:60]!r}… has {len(q)}.")
    once: dict[tuple[str, str], Book] = {}
    for book in books:
        once.setdefault((book.id, book.embedding_model), book)
    books = tuple(once.values())
    library = library_of(books)
    mask = allowed(library, settings)
    vectors = query_encoder(books[0], settings, host).encode(list(asked), part(host.report, 0, 0.5))
    if settings.mode == "hybrid":
        library.index.read_words(part(host.report, 0.5, 0.5))
    found = []
    for done, (query, vector) in enumerate(zip(asked, vectors, strict=True)):
        host.report(done, len(asked), f"Searching: {query[:60]}")
        ranking = rank(library.index, query, vector, settings.mode, settings.min_score, mask)
        if not len(ranking.items):
            raise InsufficientEvidence(_nothing_found(query, ranking, library.chunks, settings))
        hits = _hits(query, ranking, library, settings)
        found.append(
            Evidence(query, hits, find_cues(query, hits), context_of(hits, settings.max_context_words), books, settings)
        )
    host.report(len(asked), len(asked), "Searched")
    return tuple(found)


def query_encoder(book: Book, settings: SearchSettings, host: Host) -> Encoder:
    """The encoder for questions to `book`; raises `RetrievalError` when it is not the one the book was embedded with."""
    encoder = load_encoder(
        settings.embedding_model or book.embedding_model, host, settings.allow_download, settings.model_roots
    )
    if (encoder.name, encoder.dimension) != (book.embedding_model, book.dimension):
        raise RetrievalError(
            f"{book.source} was embedded with {book.embedding_model!r} ({book.dimension} numbers a passage), the search "
            f"uses {encoder.name!r} ({encoder.dimension}). Search with the book's model, or chunk the book again with the new one."
        )
    return encoder


def _hits(query: str, ranking: Ranking, library: Library, settings: SearchSettings) -> tuple[Hit, ...]:
    """The `top_k` best, or the most diverse `top_k` of the `candidate_k` best."""
    places = list(range(min(settings.top_k, len(ranking.items))))
    if settings.diversity > 0:
        pool = max(settings.candidate_k, settings.top_k)
        vectors = library.index.vectors(ranking.items[:pool])
        places = diversify(ranking.fused[:pool], vectors, settings.top_k, settings.diversity)
    items = [int(ranking.items[place]) for place in places]
    quotes = best_sentences(query, [library.chunks[item].text for item in items])
    return tuple(
        Hit(
            id=f"E{number}",
            chunk=library.chunks[item],
            book_title=_title(library.books[library.owners[item]]),
            score=round(float(ranking.cosine[place]), 4),
            lexical=round(float(ranking.lexical[place]), 4),
            fused=round(float(ranking.fused[place]), 6),
            sentences=quote,
        )
        for number, (place, item, quote) in enumerate(zip(places, items, quotes, strict=True), start=1)
    )


def _title(book: Book) -> str:
    return book.title or book.source


def _nothing_found(query: str, ranking: Ranking, chunks: Sequence[Chunk], settings: SearchSettings) -> str:
    best: dict[str, float] = {}  # by section: they come best first
    for i, score in zip(ranking.nearest, ranking.nearest_cosine, strict=True):
        best.setdefault(place(chunks[i]), score)
    nearest = [f"{where} ({score:.2f})" for where, score in best.items()]
    return (
        f"Nothing in the book answers {quoted(query)}: the best score is {ranking.nearest_cosine[0]:.2f}, below min_score "
        f"{settings.min_score:.2f}. Nearest: {'; '.join(nearest[:3])}. Ask in the book's own words, "
        "choose another book, or lower min_score."
    )
