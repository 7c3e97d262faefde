"""Which passages a search may look at: page ranges, headings, and a least number of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ..book.model import Chunk
from ..errors import InputError, RetrievalError
from .model import SearchSettings

_RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")


def parse_pages(text: str) -> tuple[tuple[int, int], ...]:
    """Page ranges of "10-25, 40" as ((10, 25), (40, 40)); raises `InputError` for anything else."""
    ranges = []
    for part in filter(None, (p.strip() for p in re.split(r"[,;]", text))):
        match = _RANGE.fullmatch(part)
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= last:
            raise InputError(f"{part!r} is not a page or a range of pages. Write physical pages such as '10-25, 40'.")
        ranges.append((first, last))
    return tuple(ranges)


def allowed(chunks: Sequence[Chunk], settings: SearchSettings) -> np.ndarray:
    """Boolean mask of the passages the settings allow; raises `RetrievalError` when they allow none."""
    ranges = parse_pages(settings.pages)
    wanted = settings.section.strip().casefold()
    mask = np.array(
        [
            chunk.words >= settings.min_chunk_words
            and (not ranges or any(chunk.page <= last and chunk.page_last >= first for first, last in ranges))
            and (not wanted or any(wanted in heading.casefold() for heading in chunk.section))
            for chunk in chunks
        ],
        dtype=bool,
    )
    if not mask.any():
        raise RetrievalError(_nothing_allowed(chunks, settings))
    return mask


def _nothing_allowed(chunks: Sequence[Chunk], settings: SearchSettings) -> str:
    filters = [
        f"pages {settings.pages!r}" if settings.pages.strip() else "",
        f"section {settings.section!r}" if settings.section.strip() else "",
        f"at least {settings.min_chunk_words} words",
    ]
    headings = list(dict.fromkeys(c.section[0] for c in chunks if c.section))
    return (
        f"No passage lies within {', '.join(filter(None, filters))}. The passages span pages "
        f"{min(c.page for c in chunks)} to {max(c.page_last for c in chunks)}"
        + (f"; its main headings are: {'; '.join(headings[:8])}" if headings else "")
        + ". Widen the filter or leave it empty."
    )
