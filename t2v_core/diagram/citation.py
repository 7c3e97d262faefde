"""How passages are cited: book and page, or book and heading, on at most two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..planning.plan import ScenePlan
from .text import SMALL, clean, shortened, wrap

NO_SOURCE = "no source"


def citation(plan: ScenePlan, ids: Sequence[str]) -> str:
    """ "Book, p. 42", "Book, pp. 42, 44", in a book without pages "Book, § Heading"; several books parted by semicolons.

    "no source" without a passage.
    """
    places: dict[str, list[str]] = {}
    for item in (plan.passage(i) for i in ids):
        places.setdefault(clean(item.book), []).append(clean(item.place))
    return "; ".join(", ".join([book, *_together(p)]) for book, p in places.items()) or NO_SOURCE


def _together(places: Sequence[str]) -> list[str]:
    """Each place once, the pages as one: "p. 42" and "p. 44" are "pp. 42, 44"."""
    once = list(dict.fromkeys(filter(None, places)))
    pages = [p.removeprefix("p. ") for p in once if p.startswith("p. ")]
    joined = f"{'pp.' if len(pages) > 1 else 'p.'} {', '.join(pages)}"
    return [joined] * bool(pages) + [p for p in once if not p.startswith("p. ")]


def citation_rows(cited: str, room: float) -> tuple[str, ...]:
    """A citation on at most two lines; a book title too long loses its subtitle, then its end."""
    rows = wrap(cited, room, SMALL)
    if len(rows) > 2:
        rows = wrap(re.sub(r"[:(–—][^;]*(?=, (?:pp?\. |§ ))", "", cited), room, SMALL)
    if len(rows) > 2:
        book, place = re.fullmatch(r"(.*?)(?:, ((?:pp?\. |§ ).*))?", cited).groups()
        rows = tuple(shortened(row, room, SMALL) for row in (book, place) if row)
    return rows
