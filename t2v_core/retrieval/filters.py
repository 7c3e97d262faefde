"""Which passages a search may look at: pages, headings, and a least number of words.

Pages are written in two ways that cannot be mistaken for each other: `10-25` counts the pages of the file from 1; a
printed page is written as a film cites it, `p. 42` or `pp. 10-25, 44`, or in its own letters, `iv-xii` or `A-3`. Pages of
the file go first: a mark such as `pp.` holds for all that follows it.
"""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np

from ..errors import InputError, RetrievalError
from .index import Library
from .model import SearchSettings

_PARTING = re.compile(r"[,;&]|\band\b", re.I)
_RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")
_PRINTED = re.compile(r"(?:pp?\.?|pages?)\s*(?=\d)|(?:pp?\.|pages?)\s+(?=\w)", re.I)
_DASH = re.compile(r"\s*[-–]\s*")
_COUNTED = re.compile(r"(.*?)(\d{1,7})")
_ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_HOW = "Write pages of the file such as '10-25, 40', printed pages as 'p. 10-25' or 'iv-xii'."


def allowed(library: Library, settings: SearchSettings) -> np.ndarray:
    """Boolean mask of the passages the settings allow.

    Raises `InputError` for what names no pages, `RetrievalError` when the settings allow no passage.
    """
    mask = library.words >= settings.min_chunk_words
    if wanted := [part for part in map(str.strip, _PARTING.split(settings.pages)) if part]:
        marked = np.cumsum([bool(_PRINTED.match(part)) for part in wanted])
        on_pages = [_on_pages(library, part, bool(m)) for part, m in zip(wanted, marked, strict=True)]
        mask &= np.any(on_pages, axis=0)
    if heading := settings.section.strip().casefold():
        mask &= [any(heading in title.casefold() for title in chunk.section) for chunk in library.chunks]
    if not mask.any():
        raise RetrievalError(_nothing_allowed(library, settings))
    return mask


def _on_pages(library: Library, text: str, marked: bool) -> np.ndarray:
    """Mask of the passages on the pages that one part of a list names; `marked` from the first "p." of that list on."""
    match = _RANGE.fullmatch(text)
    if match and not marked:
        first, last = int(match[1]), int(match[2] or match[1])
        if 1 <= first <= last:
            return (library.first_page <= last) & (library.last_page >= first)
    mark = _PRINTED.match(text)
    if not (mark or text[0].isalpha() or (match and marked)):
        raise InputError(f"{text!r} is not a page or a range of pages. {_HOW}")
    return _on_printed_pages(library, text[mark.end() :] if mark else text)


def _on_printed_pages(library: Library, wanted: str) -> np.ndarray:
    """Mask by printed label, which is the page's number in the file where none is printed.

    A label may hold a dash of its own ("A-3"): the whole is looked for before it is read as a range.
    """
    labels = [(chunk.page_label or str(chunk.page)).casefold() for chunk in library.chunks]
    mask = np.array([label == wanted.casefold() for label in labels])
    places = [_counted(label) for label in labels]
    pages = library.last_page - library.first_page
    cuts = [(wanted, wanted), *((wanted[: dash.start()], wanted[dash.end() :]) for dash in _DASH.finditer(wanted))]
    for (series, low), (of_high, high) in (map(_counted, cut) for cut in cuts):
        if not mask.any() and series == of_high and 0 < low <= high:
            mask = np.array([s == series and first <= high for s, first in places])
            mask &= np.array([first for _, first in places]) + pages >= low
    if not mask.any():
        runs = [[label for label, _ in run] for _, run in groupby(zip(labels, places, strict=True), lambda p: p[1][0])]
        shown = ", ".join(f"{run[0]} to {run[-1]}" for run in runs[:6])
        raise RetrievalError(f"No passage stands on a page printed {wanted!r}; printed are {shown}. {_HOW}")
    return mask


def _counted(label: str) -> tuple[str, int]:
    """The series that a label counts in and its number there: ("", 12), ("roman", 4), ("a-", 3); 0 where it counts nothing."""
    text = label.casefold()
    if _ROMAN.fullmatch(text):
        digits = [_ROMAN_DIGITS[c] for c in text]
        return "roman", sum(d if d >= max(digits[i:]) else -d for i, d in enumerate(digits))
    match = _COUNTED.fullmatch(text)
    return (match[1], int(match[2])) if match else (text, 0)


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
