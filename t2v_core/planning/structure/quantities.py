"""Numbers with units and dates: bars, shares and timelines out of what the passages print."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import main_clause
from ..english.phrases import label_of, name_of
from ..text import count_words, squash
from ..visuals import Event, Numbers, Quantity, Timeline
from .model import Finding, Source, distinct

_NUMBER = re.compile(
    r"(?<![\w.,\-–/])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>%|percent\b|per cent\b|(?:milli|micro|nano)?seconds?\b|ms\b|minutes?\b|hours?\b|days?\b|years?\b"
    r"|[kMGT]B\b|bytes?\b|bits?\b|[kMG]?Hz\b|km\b|cm\b|mm\b|meters?\b|metres?\b|kg\b|grams?\b|degrees?\b|dollars?\b|[a-z]{4,}s\b)"
)
_YEAR = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|by|until|around|from|of)\s+(?P<date>(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?(?P<year>1[0-9]{3}|20[0-4][0-9]))\b"
)
_SHARE_OF = re.compile(
    r"(?:(?:about|approximately|nearly|almost|over|more than|less than|fewer than|only|only about|some|roughly|around|up to|at least)\s)?(?P<value>\d+(?:\.\d+)?)\s?(?:%|percent|per cent)\sof\b",
    re.I,
)
_NEXT = re.compile(r",\s(?:and|but|while|whereas)\s|;\s")
_SHARE = re.compile(
    r"\b(?:train(?:ing)?|test(?:ing)?|validation|split|share|remaining|rest|proportion|made up)\b", re.I
)


def numbers(sources: Sequence[Source]) -> Finding | None:
    """Quantities of one unit, each with the words the sentence sets beside it."""
    by_unit: dict[str, list[tuple[Quantity, str]]] = {}
    for source in sources:
        text = squash(source.text)
        for match in _NUMBER.finditer(text):
            label = _beside(text, match)
            if not label:
                continue
            quantity = Quantity(
                label=label,
                value=float(match["value"].replace(",", "")),
                text=match.group().strip(),
                evidence_id=source.evidence_id,
            )
            by_unit.setdefault(_unit(match["unit"]), []).append((quantity, source.text))
    for unit, found in sorted(by_unit.items(), key=lambda x: -len(x[1])):
        values = [q for q, _ in found][:8]
        if len(values) >= 2 and distinct([q.label for q in values]):
            whole = (
                unit == "%"
                and abs(sum(q.value for q in values) - 100) < 1e-6
                and bool(_SHARE.search(" ".join(t for _, t in found)))
            )
            slots = Numbers(kind="share" if whole else "bar", unit=unit, values=values)
            return Finding("numbers", slots, 0.8, tuple(dict.fromkeys(t for _, t in found)))
    return next((f for f in map(_share_of, sources) if f), None)


def _share_of(source: Source) -> Finding | None:
    """ "About 90 % of the stars lie on the main sequence": one bar, its track the whole."""
    text = squash(source.text)
    match, clause = _SHARE_OF.match(text), main_clause(text)
    if match is None or clause is None or clause.negated or not clause.subject.startswith(match.group()):
        return None
    whole = clause.subject[match.end() :].strip()
    said = _NEXT.split(clause.predicate)[0]
    if not whole or count_words(whole) > 12 or not 2 <= count_words(said) <= 16 or _NUMBER.search(said):
        return None
    share = Quantity(
        label=said,
        value=float(match["value"]),
        text=f"{match.group().removesuffix(' of')}",
        evidence_id=source.evidence_id,
    )
    if not 0 < share.value <= 100:
        return None
    return Finding("numbers", Numbers(kind="share", unit=f"of {whole}", values=[share]), 0.66, (source.text,))


def timeline(sources: Sequence[Source]) -> Finding | None:
    """Dated events in order of their years; at least two."""
    events: dict[int, Event] = {}
    used = []
    for source in sources:
        text = squash(source.text)
        match = _YEAR.search(text)
        what = _event(text, match) if match else ""
        if match and what and int(match["year"]) not in events:
            events[int(match["year"])] = Event(
                date=match["date"], year=int(match["year"]), text=what, evidence_id=source.evidence_id
            )
            used.append(source.text)
    if len(events) < 2:
        return None
    slots = Timeline(events=[events[y] for y in sorted(events)][:8])
    return Finding("timeline", slots, 0.8, tuple(used))


def _unit(text: str) -> str:
    low = text.lower()
    if low in {"percent", "per cent"}:
        return "%"
    return (
        text
        if text in {"ms", "MB", "GB", "TB", "kB", "Hz", "kHz", "MHz", "GHz"} or low == "%"
        else low
        if low.endswith("s")
        else low + "s"
    )


def _beside(text: str, match: re.Match[str]) -> str:
    """What a number is of: the words behind it ("80 % of the data"), else the subject before it."""
    behind = re.match(
        r"\s+(?:of|for|on|in|with|to)\s+(?P<what>[^,.;()]+?)(?=\s+(?:and|but|while|whereas|to|for|is|are)\b|[,.;()]|$)",
        text[match.end() :],
    )
    if behind and (name := name_of(behind["what"], 5)):
        return name
    before = re.search(
        r"(?:^|[,;]|\b(?:and|while|whereas|but)\b)\s*(?P<what>[^,;]+?)\s+(?:is|are|was|were|takes?|took|has|have|reaches|reached|achieves?|achieved|uses?|gets?|scores?|costs?|of)\s+(?:about |only |around |nearly |up to )*$",
        text[: match.start()],
    )
    return name_of(before["what"], 5) if before else ""


def _event(text: str, match: re.Match[str]) -> str:
    """What happened: the sentence without its date, as a label."""
    plain = text.rstrip(".")
    if match.start() == 0:
        return label_of(plain[match.end() :].lstrip(" ,"), 10)
    clause = main_clause(text)
    head = plain[: match.start()].rstrip(" ,")
    return label_of(head, 10) if clause and count_words(head) >= 3 else ""
