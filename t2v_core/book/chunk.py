"""Blocks become chunks: whole paragraphs where they fit, else cut between sentences.

Limits are words and, as the hard one, the embedding model's tokens; only a sentence that is longer alone is cut inside
(`overlong.py`). Short neighbours of one section merge. Notes and captions are gathered apart from the running text, so that no paragraph is interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, groupby

from .blocks import CAPTION, FORMULA, NOTE, Block
from .drafts import PARAGRAPH, Draft, Limits, merge_short, merge_siblings, merge_slides
from .model import Chunk, Rejected
from .overlong import CountTokens, within_limits
from .rules import FRAGMENT, GARBLED_FORMULA, NEAR_DUPLICATE, TOO_LONG, VERB
from .text import STOPS, ends_in, is_eastern, words_of
from .units import Unit, atoms_of, is_sentence, trim, units_of

_FEW_WORDS = 5
_TERMS, _WORDS_OF_TERM = 8, 4  # so many entries of a few words are a list of terms


def make_drafts(
    blocks: Iterable[Block], limits: Limits, count_tokens: CountTokens, slides: bool = False
) -> list[Draft]:
    """Drafts in reading order; those with a `reason` are rejected. Of `slides`, short neighbours join whatever their headings."""
    groups = list(_groups(blocks))
    units = [[units_of(block) for block in group] for group in groups]
    flat = [unit for group in units for block in group for unit in block]
    for unit, tokens in zip(flat, count_tokens([u.text for u in flat]), strict=True):
        unit.tokens = tokens
    drafts: list[Draft] = []
    for group in units:
        flow = [unit for block in group for unit in block]
        if flow:
            if flow[0].block.reason:
                drafts += _rejected_drafts(flow, limits)
            else:
                drafts += _section_drafts(within_limits(flow, limits, count_tokens), limits)
    if slides:
        return merge_slides(merge_siblings(drafts, limits), limits)
    for draft in drafts:
        if not draft.reason and _lists_terms(draft.text):
            draft.reason = FRAGMENT
    return merge_siblings(drafts, limits)


def number(
    drafts: Sequence[Draft], book: str, label: Callable[[int], str], repeats: set[int], paged: bool = True
) -> tuple[tuple[Chunk, ...], tuple[Rejected, ...]]:
    """Chunks and rejected chunks with ids and spans; `repeats` are the indices of near-duplicates among the kept drafts."""
    chunks: list[Chunk] = []
    rejected: list[Rejected] = []
    position = 0
    kept = 0
    for i, draft in enumerate(drafts):
        span = (position, position + len(draft.text))
        position = span[1] + len(PARAGRAPH)
        chunk = Chunk(
            f"{book}:{i}",
            book,
            draft.text,
            draft.page,
            draft.page_last,
            label(draft.page),
            draft.section,
            draft.words,
            draft.tokens,
            span,
            draft.trusted,
            paged,
        )
        reason = draft.reason
        if not reason:
            reason = NEAR_DUPLICATE if kept in repeats else ""
            kept += 1
        if reason:
            rejected.append(Rejected(chunk, reason))
        else:
            chunks.append(chunk)
    return tuple(chunks), tuple(rejected)


def _groups(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    """Blocks that may share a chunk: the running text of a section, its notes and captions, and what is rejected."""
    for _, section in groupby(blocks, key=lambda b: b.section):
        members = list(section)
        kept = [b for b in members if not b.reason]
        yield [b for b in kept if b.kind not in (NOTE, CAPTION)]
        yield [b for b in kept if b.kind in (NOTE, CAPTION)]
        for _, rejected in groupby((b for b in members if b.reason), key=lambda b: b.reason):
            yield list(rejected)


def _section_drafts(flow: list[Unit], limits: Limits) -> list[Draft]:
    """The passages of one section, and what is cut off at its ends."""
    head, body, tail = trim(flow)
    drafts = _pack(body, limits) if body else []
    for place, cut_off in ((0, head), (len(drafts) + bool(head), tail)):
        if cut_off:
            formula = any(u.block.kind == FORMULA for u in cut_off)
            drafts.insert(place, _draft(cut_off, GARBLED_FORMULA if formula else FRAGMENT))
    return drafts


def _pack(flow: list[Unit], limits: Limits) -> list[Draft]:
    """Chunks of one section: cut at paragraphs once long enough, inside a paragraph only when it is too long."""
    packed: list[list[list[Unit]] | Draft] = []  # passages, as atoms, and what is rejected between them
    current: list[list[Unit]] = []
    words = tokens = 0
    for atom in _fitted(atoms_of(flow), limits, packed):
        more_words, more_tokens = _words(atom), _tokens(atom)
        full = words + more_words > limits.max_words or tokens + more_tokens > limits.max_tokens
        if current and (full or (atom[0].first and words >= limits.min_words)):
            packed.append(current)
            current, words, tokens = [], 0, 0
        current.append(atom)
        words, tokens = words + more_words, tokens + more_tokens
    if current:
        if packed and isinstance(packed[-1], list) and words < limits.min_words:
            _share(packed[-1], current, limits)
        packed.append(current)
    return merge_short([p if isinstance(p, Draft) else _passage([*chain(*p)]) for p in packed], limits)


def _share(passage: list[list[Unit]], rest: list[list[Unit]], limits: Limits) -> None:
    """Move sentences from a full passage to the too short rest behind it, where both are long enough then."""
    if _fits([*chain(*passage, *rest)], limits):
        return  # they become one
    given: list[list[Unit]] = []
    while passage and _words([*chain(*given, *rest)]) < limits.min_words:
        given.insert(0, passage.pop())
    if passage and _words([*chain(*passage)]) >= limits.min_words and _fits([*chain(*given, *rest)], limits):
        rest[:0] = given
    else:
        passage += given


def _lists_terms(text: str) -> bool:
    """Whether it is nothing but entries of a few words each, without a sentence."""
    if text.count(PARAGRAPH) < _TERMS:
        return False
    return all(len(words_of(x)) <= _WORDS_OF_TERM and not ends_in(x, STOPS) for x in text.split(PARAGRAPH))


def _passage(units: list[Unit]) -> Draft:
    """A kept draft, unless it is formulas and labels without one sentence: a list of symbols, the parts of a figure."""
    whole = all(u.block.trusted for u in units)
    said = any(is_sentence(u) or (whole and _says(u)) for u in units)
    symbols = any(u.block.kind == FORMULA for u in units) and not said
    return _draft(units, FRAGMENT if symbols else "")


def _says(unit: Unit) -> bool:
    """Whether it is words about a formula, without a stop because the formula is their end: "then A is the matrix"."""
    return unit.block.kind != FORMULA and unit.words >= _FEW_WORDS and bool(VERB.search(unit.text))


def _fitted(atoms: list[list[Unit]], limits: Limits, rejected: list) -> Iterable[list[Unit]]:
    """Atoms within the limits: longer ones are cut between their units; what is over the limits alone is rejected."""
    for atom in atoms:
        if _fits(atom, limits):
            yield atom
            continue
        part: list[Unit] = []
        for unit in atom:
            if not _fits([unit], limits):
                rejected.append(_draft([unit], TOO_LONG))
                continue
            if part and not _fits([*part, unit], limits):
                cut = _best_cut(part)
                yield part[:cut]
                part = part[cut:]
            part.append(unit)
        if part:
            yield part


def _best_cut(part: list[Unit]) -> int:
    """Where to end a passage of formulas that is too long: behind the last formula that a new sentence follows."""
    for i in range(len(part) - 1, 0, -1):
        if part[i].first and part[i].block.kind != FORMULA and not part[i].text[0].islower():
            return i
    return len(part)


def _rejected_drafts(flow: list[Unit], limits: Limits) -> list[Draft]:
    """Rejected text in pieces of at most `max_words` where its lines allow."""
    drafts: list[Draft] = []
    current: list[Unit] = []
    words = 0
    for unit in flow:
        if current and words + unit.words > limits.max_words:
            drafts.append(_draft(current, unit.block.reason))
            current, words = [], 0
        current.append(unit)
        words += unit.words
    drafts.append(_draft(current, flow[0].block.reason))
    return drafts


def _words(units: list[Unit]) -> int:
    return units[0].words if len(units) == 1 else sum([u.words for u in units])


def _tokens(units: list[Unit]) -> int:
    return units[0].tokens if len(units) == 1 else sum([u.tokens for u in units])


def _fits(units: list[Unit], limits: Limits) -> bool:
    return _words(units) <= limits.max_words and _tokens(units) <= limits.max_tokens


def _space_before(unit: Unit) -> str:
    return "" if is_eastern(unit.text[:2]) else " "


def _draft(units: list[Unit], reason: str = "") -> Draft:
    text = units[0].text + "".join((PARAGRAPH if u.first else _space_before(u)) + u.text for u in units[1:])
    return Draft(
        text,
        units[0].block.page,
        max(u.block.page_last for u in units),
        units[0].block.section,
        _words(units),
        _tokens(units),
        all(u.block.trusted for u in units),
        reason,
    )
