"""The passages a plan stands on: what the evidence holds, and what the book answers to each scene's own query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ..book.model import Chunk
from ..book.sentences import split_sentences
from ..errors import InsufficientEvidence
from ..host import Host
from ..retrieval.model import Evidence, Hit
from .candidates import HOME
from .english.references import dangles
from .english.stem_vectors import stem_vectors, stem_word_vectors
from .focus import focus
from .own_sections import own_sections
from .plan import BookRef, EvidenceItem
from .scene_roles import NAMED, role_scores
from .topic import Topic

if TYPE_CHECKING:
    from ..book.embed import Encoder, WordVectors
    from .structure import Finding, Item

T = TypeVar("T")
# Passages a scene's query may bring in.
PER_QUERY = 6
# Passages of the sections that a topic names: a chapter.
MOST_OF_SECTIONS = 40
# Passages that define the topic, taken in besides those a query finds.
MOST_DEFINING = 4
# Passages looked at for a film of many sections.
MOST_PASSAGES = 400


class Passages:
    """Hits by chunk with the plan's evidence ids: the evidence's own first, new ones numbered on."""

    def __init__(self, evidence: Evidence, host: Host) -> None:
        self.evidence = evidence
        self._host = host
        self._ids: dict[str, str] = {}
        self._hits: dict[str, Hit] = {}
        self._vectors: dict[str, np.ndarray] = {}
        self.lists: dict[
            tuple[str, ...], list[tuple[Sequence[Item], Finding, float]]
        ] = {}  # of `procedures`, by the passages of a section
        self.own: dict[str, int] = {}  # of chunks in a section of the topic's own, how deep that lies (`find_focus`)
        self.focus: dict[str, float] = {}  # of chunks whose section is about the topic (`find_focus`)
        self.nearness: dict[str, float] = {}  # of chunks the cosine with the topic (`find_focus`)
        for hit in evidence.hits:
            self._add(hit)

    @property
    def hits(self) -> list[Hit]:
        """Every passage so far, in order of arrival."""
        return [self._hits[chunk] for chunk in self._ids]

    def id_of(self, hit: Hit) -> str:
        """The plan's evidence id of a passage."""
        return self._ids[hit.chunk.id]

    def ask(self, queries: Sequence[str], top_k: int = PER_QUERY) -> list[list[Hit]]:
        """The hits of each query; the evidence's own where it carries no book to ask again.

        A query that nothing answers brings no hits.
        """
        if not self.evidence.books:
            return [list(self.evidence.hits) for _ in queries]
        from ..retrieval import search

        settings = replace(self.evidence.settings, top_k=top_k, diversity=0.0)
        answers = []
        for query in queries:
            try:
                hits = search(self.evidence.books, query, settings, self._host).hits
            except InsufficientEvidence:
                hits = ()
            for hit in hits:
                self._add(hit)
            answers.append([self._hits[h.chunk.id] for h in hits])
        return answers

    def find_focus(self, topic: Topic) -> None:
        """Look up which sections of the books are about the topic, which are its own, and how near each passage is."""
        own = own_sections(self.evidence, topic, self.encode)
        found = focus(self.evidence, topic, self.encode, own)
        self.own = {i: depth for i, depth in own.items() if self._may_use(i)}
        self.focus = {i: value for i, value in found.items() if self._may_use(i)}
        asked = self.encode(topic.queries).mean(axis=0)
        for book in self.evidence.books:
            if book.embeddings is not None:
                cosines = (book.embeddings @ asked).tolist()
                self.nearness |= dict(zip((c.id for c in book.chunks), cosines, strict=True))

    def read_sections(self) -> None:
        """Take in the passages of the sections that are most about the topic."""
        if not self.evidence.hits:
            return
        begun: set[tuple[int, tuple[str, ...]]] = set()
        home = []
        for number, book in enumerate(self.evidence.books):
            for chunk in book.chunks:
                if self.focus.get(chunk.id, 0.0) < HOME:
                    continue
                # Of a chapter on the topic the beginning of every section is read before the rest of any.
                goes_on = chunk.id in self.own and (number, chunk.section) in begun
                begun.add((number, chunk.section))
                home.append((goes_on, -self.focus[chunk.id], number, chunk, book.title or book.source))
        for *_, chunk, title in sorted(home, key=lambda h: (*h[:3], h[3].span))[:MOST_OF_SECTIONS]:
            self._hit_of(chunk, replace(self.evidence.hits[0], book_title=title))

    def read_definitions(self, topic: Topic) -> None:
        """Take in the few passages of the books in which a sentence defines the topic, wherever they stand."""
        if not self.evidence.hits:
            return
        taken = 0
        for book in self.evidence.books:
            for chunk in book.chunks:
                if (
                    taken < MOST_DEFINING
                    and chunk.id not in self._hits
                    and self._may_use(chunk.id)
                    and _may_define(chunk.text, topic)
                ):
                    self._hit_of(chunk, replace(self.evidence.hits[0], book_title=book.title or book.source))
                    taken += 1

    def neighbours(self, hit: Hit) -> list[Hit]:
        """The passage with the ones right before and behind it in its section: a list may run across their borders."""
        book = next((b for b in self.evidence.books if b.id == hit.chunk.book), None)
        if book is None:
            return [hit]
        at = next((i for i, c in enumerate(book.chunks) if c.id == hit.chunk.id), None)
        if at is None:
            return [hit]
        near = book.chunks[max(0, at - 1) : at + 2]
        return [self._hit_of(c, hit) for c in near if c.section == hit.chunk.section and self._may_use(c.id)]

    def sections(self, query: str) -> Iterator[tuple[str, list[Hit]]]:
        """Heading and passages of the books' sections, nearest to the query first, then the rest of their chapters."""
        if not self.evidence.books:
            return
        nearest = self.ask([query], MOST_PASSAGES)[0]
        ranked = {(h.chunk.book, h.chunk.section): h for h in nearest if h.chunk.section}
        chapters = {(book, section[0]) for book, section in ranked}
        by_section: dict[tuple[str, tuple[str, ...]], list[Chunk]] = {}
        for book in self.evidence.books:
            for chunk in book.chunks:
                by_section.setdefault((book.id, chunk.section), []).append(chunk)
        later = [key for key in by_section if key not in ranked and key[1] and (key[0], key[1][0]) in chapters]
        for key in [*ranked, *later]:
            like = ranked.get(key) or nearest[0]
            title = next(b.title or b.source for b in self.evidence.books if b.id == key[0])
            yield key[1][-1], [self._hit_of(c, replace(like, book_title=title)) for c in by_section[key]]

    def report(self, done: int, text: str) -> None:
        """Tell the host what is being read, so that it can cancel."""
        self._host.report(done, done + 1, text)

    def _hit_of(self, chunk: Chunk, like: Hit) -> Hit:
        """The passage as a hit; one that no query found has score 0."""
        if chunk.id not in self._hits:
            self._add(replace(like, chunk=chunk, score=0.0, lexical=0.0, fused=0.0, sentences=()))
        return self._hits[chunk.id]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows of the texts by the book's own encoder, or by their stems where the book has no embeddings."""
        encoder = self._encoder
        if encoder is None:
            return stem_vectors(texts)
        missing = [t for t in dict.fromkeys(texts) if t not in self._vectors]
        if missing:
            rows = encoder.encode(missing, self._host.report)
            self._vectors.update(zip(missing, rows, strict=True))
        return np.stack([self._vectors[t] for t in texts])

    def has_encoded(self, text: str) -> bool:
        """Whether `encode` has read the text already."""
        return text in self._vectors

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """The words of each text with a unit row for each, by the same encoder."""
        encoder = self._encoder
        return stem_word_vectors(texts) if encoder is None else encoder.encode_words(texts, self._host.report)

    def _may_use(self, chunk_id: str) -> bool:
        """Whether the passage lies within the pages and the section that the evidence was asked for."""
        return self._within is None or chunk_id in self._within

    @cached_property
    def _within(self) -> frozenset[str] | None:
        """Ids of the passages that the filters of the evidence allow; None without filters."""
        settings = self.evidence.settings
        if not self.evidence.books or not (settings.pages or settings.section):
            return None
        from ..retrieval.filters import allowed
        from ..retrieval.index import library_of

        library = library_of(self.evidence.books)
        mask = allowed(library, replace(settings, min_chunk_words=0))
        return frozenset(c.id for c, within in zip(library.chunks, mask, strict=True) if within)

    @cached_property
    def _encoder(self) -> Encoder | None:
        """The encoder that the book was embedded with; None where it was not."""
        book = next((b for b in self.evidence.books if b.embeddings is not None), None)
        if book is None:
            return None
        from ..book.embed import load_encoder

        settings = self.evidence.settings
        model = settings.embedding_model or book.embedding_model
        return load_encoder(model, self._host, settings.allow_download, settings.model_roots)

    @property
    def embedded(self) -> bool:
        """Whether cosine means meaning here, and not shared words."""
        return any(b.embeddings is not None for b in self.evidence.books)

    def items(self, used: Sequence[str]) -> list[EvidenceItem]:
        """The passages with these ids, for the plan file, in the order of their numbers."""
        wanted = set(used)
        return [_item(i, self._hits[chunk]) for chunk, i in self._ids.items() if i in wanted]

    def book(self, used: Sequence[str]) -> BookRef | None:
        """The book most of the used passages come from."""
        by_id = {i: chunk for chunk, i in self._ids.items()}
        counts: dict[str, int] = {}
        for i in used:
            book = self._hits[by_id[i]].chunk.book
            counts[book] = counts.get(book, 0) + 1
        if not counts:
            return None
        best = max(counts, key=lambda b: counts[b])
        for book in self.evidence.books:
            if book.id == best:
                return BookRef(id=book.id, title=book.title or book.source, authors=list(book.authors))
        return BookRef(id=best, title=next(h.book_title for h in self.hits if h.chunk.book == best))

    def _add(self, hit: Hit) -> None:
        if hit.chunk.id not in self._ids:
            self._ids[hit.chunk.id] = f"E{len(self._ids) + 1}"
            self._hits[hit.chunk.id] = hit


def _may_define(text: str, topic: Topic) -> bool:
    """Whether a sentence of the passage defines the topic; the cheap tests first."""
    if topic.mentions(text) < 1:
        return False
    sentences = [s for s in split_sentences(text) if topic.mentions(s) >= 1 and not dangles(s)]
    return any(role_scores(s, topic).get("definition", 0.0) >= NAMED for s in sentences)


def by_section(items: Iterable[T], hit_of: Callable[[T], Hit]) -> list[list[T]]:
    """The items of each section in the order of their passages; what stands in one passage keeps its order."""
    groups: dict[tuple, list[T]] = {}
    for item in items:
        chunk = hit_of(item).chunk
        groups.setdefault((chunk.book, chunk.section), []).append(item)
    return [sorted(group, key=lambda item: hit_of(item).chunk.span) for group in groups.values()]


def _item(evidence_id: str, hit: Hit) -> EvidenceItem:
    chunk = hit.chunk
    return EvidenceItem(
        id=evidence_id,
        book=hit.book_title,
        text=chunk.text,
        page=chunk.page if chunk.paged else 0,
        page_label=chunk.page_label,
        section=list(chunk.section),
        score=round(hit.score, 4),
    )
