"""How well retrieval answers labelled questions: nDCG@10, recall@24 and MRR@10 of each mode.

Documents longer than the model's window are cut at sentences into windows and scored by their best one
(MaxP of Dai and Callan, SIGIR 2019). Ranking is the one of `search`, gate included, without diversity, word or
`top_k` limits. Judgements are binary.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..book.export import write_atomically
from ..book.sentences import split_sentences
from ..errors import InputError
from ..host import Host, part
from .index import Index
from .model import MODES, SearchSettings
from .rank import rank

if TYPE_CHECKING:
    from ..book.embed import Encoder

NDCG_DEPTH = 10
RECALL_DEPTH = 24  # as many as `candidate_k`
MRR_DEPTH = 10
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON can write one, a tokenizer cannot read it


@dataclass(frozen=True)
class Question:
    """A query and the documents that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


def evaluate(
    docs: Path, queries: Path, settings: SearchSettings, host: Host, cache: Path | None = None
) -> dict[str, Any]:
    """{"default": mode, "modes": {mode: {"ndcg@10", "recall@24", "mrr@10"}}, "documents", "queries", "model"}.

    `docs` holds one {"id", "text"} a line, `queries` one {"id", "text", "relevant": [ids]}. Of `settings` the
    `mode` (reported as default), `min_score` and embedding model count. Document vectors are kept in `cache`
    (a folder) when given. Raises `InputError` naming file and line for what cannot be read.
    """
    from ..book.embed import load_encoder

    entries = [(str(d["id"]), d["text"]) for d in _read(docs, ("id", "text"))]
    documents = dict(entries)
    if len(documents) < len(entries):
        raise InputError(f"{docs.name} uses an id twice. Give every document its own.")
    questions = [
        Question(str(q["id"]), q["text"], frozenset(map(str, q["relevant"])))
        for q in _read(queries, ("id", "text", "relevant"))
    ]
    questions = [q for q in questions if q.relevant]
    if not documents or not questions:
        raise InputError(f"{docs.name} and {queries.name} need at least one document and one query with relevant ids.")
    unknown = sorted({r for q in questions for r in q.relevant} - documents.keys())
    if unknown:
        raise InputError(f"{queries.name} names documents that {docs.name} does not hold: {', '.join(unknown[:5])}.")
    encoder = load_encoder(settings.embedding_model, host, settings.allow_download, settings.model_roots)
    index = _index(list(documents.values()), encoder, host, cache)
    vectors = encoder.encode([q.text for q in questions])
    modes = {}
    for done, mode in enumerate(MODES):
        host.report(0.9 + 0.1 * done / len(MODES), 1, f"Ranking in {mode} mode")
        modes[mode] = _score(index, list(documents), questions, vectors, mode, settings.min_score)
    return {
        "default": settings.mode,
        "modes": modes,
        "documents": len(documents),
        "queries": len(questions),
        "model": encoder.name,
    }


def windows(text: str, encoder: Encoder) -> list[str]:
    """`text` cut at sentences into pieces the model reads whole; a sentence longer than that is cut at words."""
    room = encoder.max_tokens - encoder.special_tokens
    pieces = split_sentences(text) or [text]
    counts = encoder.count_tokens(pieces)
    if sum(counts) <= room:
        return [text]
    if max(counts) > room:
        pieces = [w for p, n in zip(pieces, counts, strict=True) for w in (p.split() if n > room else [p])]
        counts = encoder.count_tokens(pieces)
    packed: list[list[str]] = [[]]
    used = 0
    for piece, n in zip(pieces, counts, strict=True):
        if packed[-1] and used + n > room:
            packed.append([])
            used = 0
        packed[-1].append(piece)
        used += n
    return [" ".join(p) for p in packed]


def _index(texts: Sequence[str], encoder: Encoder, host: Host, cache: Path | None) -> Index:
    pieces: list[str] = []
    starts = []
    for done, text in enumerate(texts):
        host.report(0.1 * done / len(texts), 1, "Cutting documents into windows")
        starts.append(len(pieces))
        pieces += windows(text, encoder)
    return Index([_vectors(pieces, encoder, host, cache)], texts, np.array(starts))


def _vectors(pieces: Sequence[str], encoder: Encoder, host: Host, cache: Path | None) -> np.ndarray:
    """The vectors of the windows, from the cache when the same were encoded by the same model before."""
    digest = hashlib.sha256("\0".join([encoder.name, *pieces]).encode()).hexdigest()[:32]
    file = cache / f"{digest}.npy" if cache else None
    if file and file.is_file():
        try:
            return np.load(file, allow_pickle=False)
        except (ValueError, OSError, EOFError) as e:
            raise InputError(f"{file} is damaged ({e}). Delete it, or go on with --no-cache.") from e
    vectors = encoder.encode(list(pieces), part(host.report, 0.1, 0.8))
    if file:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, lambda out: np.save(out, vectors))
        except OSError as e:
            raise InputError(
                f"Nothing can be kept in {file.parent}: {e.strerror}. Choose another --cache-root, or --no-cache."
            ) from e
    return vectors


def _score(
    index: Index, ids: Sequence[str], questions: Sequence[Question], vectors: np.ndarray, mode: str, min_score: float
) -> dict[str, float]:
    """Means over the questions, to four decimals."""
    rows = []
    for question, vector in zip(questions, vectors, strict=True):
        order = rank(index, question.text, vector, mode, min_score).items
        rows.append(_metrics([ids[i] in question.relevant for i in order], len(question.relevant)))
    means = np.mean(rows, axis=0)
    names = (f"ndcg@{NDCG_DEPTH}", f"recall@{RECALL_DEPTH}", f"mrr@{MRR_DEPTH}")
    return {name: round(float(value), 4) for name, value in zip(names, means, strict=True)}


def _metrics(found: Sequence[bool], relevant: int) -> tuple[float, float, float]:
    """nDCG, recall and reciprocal rank of one ranking, given which of its places are relevant."""
    gains = sum(1 / np.log2(place + 2) for place, hit in enumerate(found[:NDCG_DEPTH]) if hit)
    ideal = sum(1 / np.log2(place + 2) for place in range(min(NDCG_DEPTH, relevant)))
    first = next((place for place, hit in enumerate(found[:MRR_DEPTH], start=1) if hit), None)
    return gains / ideal, sum(found[:RECALL_DEPTH]) / relevant, 1 / first if first else 0.0


def _read(file: Path, fields: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, each checked to hold `fields`."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")  # Windows' editors write a mark before it
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"{file} cannot be read: {e}. Give a JSON-lines file in UTF-8.") from e
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as e:
            raise InputError(f"{file.name}, line {number}, is not JSON: {e}.") from e
        missing = [f for f in fields if not isinstance(entry, dict) or f not in entry]
        if (
            missing
            or not isinstance(entry["text"], str)
            or ("relevant" in fields and not entry["text"].strip())
            or not isinstance(entry.get("relevant", []), list)
        ):
            raise InputError(
                f"{file.name}, line {number}: needs {', '.join(fields)} (text a string, of a query with words, relevant a list of ids)."
            )
        if _HALF_CHARACTER.search(entry["text"]):
            raise InputError(f"{file.name}, line {number}: its text holds half a character (\\ud800 to \\udfff).")
        yield entry
