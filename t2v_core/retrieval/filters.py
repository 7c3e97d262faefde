"""Which passages a search may look at: page ranges, headings, and a least number of words."""

from __future__ import annotations

import re

import numpy as np

from ..errors import InputError, RetrievalError
from .index import Library
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


def allowed(library: Library, settings: SearchSettings) -> np.ndarray:
    """Boolean mask of the passages the settings allow; raises `RetrievalError` when they allow none."""
    mask = library.words >= settings.min_chunk_words
    if ranges := parse_pages(settings.pages):
        mask &= np.any([(library.first_page <= b) & (library.last_page >= a) for a, b in ranges], axis=0)
    if wanted := settings.section.strip().casefold():
        mask &= [any(wanted in heading.casefold() for heading in chunk.section) for chunk in library.chunks]
    if not mask.any():
        raise RetrievalError(_nothing_allowed(library, settings))
    return mask


def _nothing_allowed(library: Library, settings: SearchSettings) -> str:
    filters = [
        f"pages {settings.pages!r}" if settings.pages.strip() else "",
        f"section {settings.section!r}" if settings.section.strip() else "",
        f"at least {settings.min_chunk_words} words",
    ]
    headings = list(dict.fromkeys(c.section[0] for c in library.chunks if c.section))
    return (
        f"No passage lies within {', '.join(filter(None, filters))}. The passages span pages "
        f"{library.first_page.min()} to {library.last_page.max()}"
        + (f"; its main headings are: {'; '.join(headings[:8])}" if headings else "")
        + ". Widen the filter or leave it empty."
    )
