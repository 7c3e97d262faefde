"""Numbers with units and dates: bars, shares and timelines out of what the passages print."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import main_clause
from ..english.phrases import label_of, name_of
from ..text import count_words, squash
from ..visuals import Bound, Event, Numbers, Quantity, Timeline
from .model import Finding, Source, distinct

_NUMBER = re.compile(
    r"(?<![\w.,\-–/])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>%|percent\b|per cent\b|(?:milli|micro|nano)?seconds?\b|ms\b|minutes?\b|hours?\b|days?\b|years?\b"
    r"|[kMGT]B\b|bytes?\b|bits?\b|[kMG]?Hz\b|km\b|cm\b|mm\b|meters?\b|metres?\b|kg\b|grams?\b|degrees?\b|dollars?\b|[a-z]{4,}s\b)"
)
_YEAR = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|by|until|around|from|of)\s+(?P<date>(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?(?P<year>1[0-9]{3}|20[0-4][0-9]))\b"
)
_MOST = r"less than|fewer than|under|below|no more than|not more than|up to|at most|(?:a )?maximum of"
_LEAST = (
    r"more than|greater than|over|above|no less than|no fewer than|not less than|at least|upwards of|(?:a )?minimum of"
)
# A number that its sentence only bounds; the words are printed with it.
_BOUND = re.compile(rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))\s$", re.I)
_SHARE_OF = re.compile(
    rf"(?P<bound>(?:about|approximately|nearly|almost|only|only about|some|roughly|around|{_MOST}|{_LEAST})\s)?(?P<value>\d+(?:\.\d+)?)\s?(?:%|percent|per cent)\sof\b",
    re.I,
)
_JOINT = re.compile(r"\s(?:and|while|whereas|but)\s")
# What has so much, right before the number.
_HAS = re.compile(
    r"(?:^|[,;]|\b(?:and|while|whereas|but)\b)\s*(?:(?:and|while|whereas|but)\s+)?(?P<what>[^,;]+?)\s+(?:is|are|was|were|takes?|took|has|have|reaches|reached|achieves?|achieved|uses?|gets?|scores?|costs?|of)\s+(?:about |only |around |nearly )*$"
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
            words, bound = _bound(text[: match.start()])
            quantity = Quantity(
                label=label,
                value=float(match["value"].replace(",", "")),
                text=f"{words}{match.group().strip()}",
                evidence_id=source.evidence_id,
                bound=bound,
            )
            by_unit.setdefault(_unit(match["unit"]), []).append((quantity, source.text))
    for unit, found in sorted(by_unit.items(), key=lambda x: -len(x[1])):
        values = [q for q, _ in found][:8]
        if len(values) >= 2 and distinct([q.label for q in values]):
            whole = (
                unit == "%"
                and not any(q.bound for q in values)
                and abs(sum(q.value for q in values) - 100) < 1e-6
                and bool(_SHARE.search(" ".join(t for _, t in found)))
            )
            slots = Numbers(kind="share" if whole else "bar", unit=unit, values=values)
            return Finding("numbers", slots, 0.8, tuple(dict.fromkeys(t for _, t in found)))
    return next((f for f in map(_share_of, sources) if f), None)


def _share_of(source: Source) -> Finding | None:
    """ "About 90 % of the stars lie on the main sequence": one bar, its track the whole."""
    text = squash(source.text)
    match = _SHARE_OF.match(text)
    if match is None:
        return None
    share_of = text[match.start("value") : match.end()]
    clause = main_clause(text[match.start("value") :])  # "at least" opens no subject
    if clause is None or clause.negated or not clause.subject.startswith(share_of):
        return None
    whole = clause.subject.removeprefix(share_of).strip()
    said = _NEXT.split(clause.predicate)[0]
    if not whole or count_words(whole) > 12 or not 2 <= count_words(said) <= 16 or _NUMBER.search(said):
        return None
    share = Quantity(
        label=said,
        value=float(match["value"]),
        text=f"{match.group().removesuffix(' of')}",
        evidence_id=source.evidence_id,
        bound=_bound(match["bound"] or "")[1],
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


def _bound(before: str) -> tuple[str, Bound]:
    """The words right before a number that make it a bound, with the space behind them, and which bound."""
    match = _BOUND.search(before)
    return (match.group(), "most" if match["most"] else "least") if match else ("", "")


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
    head = text[: match.start()]
    before = _HAS.search(head.removesuffix(_bound(head)[0]))
    if not before:
        return ""
    what = before["what"]
    if re.search(r"\d", what):  # "a lamp uses 60 watts and *a heater* uses 1500": of the clause behind the other number
        what = _JOINT.split(what)[-1]
        if re.search(r"\d", what):
            return ""
    return name_of(what, 5)


def _event(text: str, match: re.Match[str]) -> str:
    """What happened: the sentence without its date, as a label."""
    plain = text.rstrip(".")
    if match.start() == 0:
        return label_of(plain[match.end() :].lstrip(" ,"), 10)
    clause = main_clause(text)
    head = plain[: match.start()].rstrip(" ,")
    return label_of(head, 10) if clause and count_words(head) >= 3 else ""
