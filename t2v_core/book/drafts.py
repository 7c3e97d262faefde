"""Drafts of chunks, and how those that are too short join their neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from .rules import TOO_SHORT
from .text import words_of

PARAGRAPH = "\n\n"
_LETTERS_OF_TOKEN = 2  # of a heading, at the least: no passage may exceed what the model reads


@dataclass(frozen=True)
class Limits:
    """Words a chunk must and may have, and the tokens it may have (without the model's own special tokens)."""

    min_words: int
    max_words: int
    max_tokens: int


@dataclass(slots=True)
class Draft:
    """A chunk before it has an id and a place in the book's text."""

    text: str
    page: int
    page_last: int
    section: tuple[str, ...]
    words: int
    tokens: int
    trusted: bool
    reason: str = ""


def merge_short(drafts: list[Draft], limits: Limits) -> list[Draft]:
    """Join a draft that is too short to its neighbour in the section where both fit; reject it where not."""
    merged: list[Draft] = []
    for draft in drafts:
        last = merged[-1] if merged and not merged[-1].reason and not draft.reason else None
        short = last is not None and min(last.words, draft.words) < limits.min_words
        if last is not None and short and _both_fit(last, draft, limits):
            _absorb(last, draft)
        else:
            merged.append(draft)
    for draft in merged:
        if not draft.reason and _too_short(draft, limits):
            draft.reason = TOO_SHORT
    return merged


def merge_siblings(drafts: list[Draft], limits: Limits) -> list[Draft]:
    """Save whole sections that are too short: each joins the passage before or behind it under the same parent heading.

    The joined passage stands under what the two headings share, which is what can be said of all of it.
    """
    merged: list[Draft] = []
    last: Draft | None = None  # the nearest draft that is kept, or only too short
    for draft in drafts:
        if draft.reason not in ("", TOO_SHORT):
            merged.append(draft)
            continue
        shared = _shared(last.section, draft.section) if last is not None else ()
        if last is not None and TOO_SHORT in (last.reason, draft.reason) and shared and _both_fit(last, draft, limits):
            _absorb(last, draft)
            last.section = shared
            last.reason = TOO_SHORT if _too_short(last, limits) else ""
        else:
            merged.append(draft)
            last = draft
    return merged


def merge_slides(drafts: list[Draft], limits: Limits) -> list[Draft]:
    """Slides that are too short open with their heading, and neighbours join until they are enough."""
    merged: list[Draft] = []
    kept: list[Draft] = []
    for draft in drafts:
        if draft.reason == TOO_SHORT:
            _open_with_heading(draft)
        last = kept[-1] if kept and draft.reason in ("", TOO_SHORT) else None
        if last is not None and last.reason == TOO_SHORT and _both_fit(last, draft, limits):
            _absorb(last, draft)
            last.reason = TOO_SHORT if _too_short(last, limits) else ""
        else:
            merged.append(draft)
            kept += [draft] if draft.reason in ("", TOO_SHORT) else []
    if len(kept) > 1 and kept[-1].reason == TOO_SHORT and _both_fit(kept[-2], kept[-1], limits):
        _absorb(kept[-2], kept[-1])
        merged = [d for d in merged if d is not kept[-1]]
    return merged


def _open_with_heading(draft: Draft) -> None:
    heading = draft.section[-1] if draft.section else ""
    if heading and not draft.text.startswith(heading):
        draft.text = f"{heading}{PARAGRAPH}{draft.text}"
        draft.words += len(words_of(heading))
        draft.tokens += len(heading) // _LETTERS_OF_TOKEN


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    """The path of two sections when one holds the other or both have one parent; () otherwise."""
    common = tuple(x for x, y in zip(a, b, strict=False) if x == y)
    return common if len(common) >= max(len(a), len(b)) - 1 and a[: len(common)] == b[: len(common)] else ()


def _absorb(draft: Draft, more: Draft) -> None:
    draft.text += PARAGRAPH + more.text
    draft.page_last = max(draft.page_last, more.page_last)
    draft.words += more.words
    draft.tokens += more.tokens
    draft.trusted &= more.trusted


def _too_short(draft: Draft, limits: Limits) -> bool:
    """Below the words a passage must have; not where they fill half of what the model reads, in a script that it spells."""
    if draft.words >= limits.min_words:
        return False
    letters = [c for c in draft.text if c.isalpha()]
    return 2 * draft.tokens < limits.max_tokens or 2 * sum(map(str.isascii, letters)) > len(letters)


def _both_fit(a: Draft, b: Draft, limits: Limits) -> bool:
    return a.words + b.words <= limits.max_words and a.tokens + b.tokens <= limits.max_tokens
