"""Definitions: the term is the subject, the meaning is what the sentence says it is, the features are its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..grammar import FINITE, THE_MORE, main_clause, noun_phrases, parse
from ..phrases import cut_phrase, label_of, name_of, segments
from ..scene_roles import defines, named_at_end
from ..text import count_words
from ..visuals import Datum, Definition
from .model import Finding, Source, datum

MAX_MEANING, MAX_SUBJECT = 14, 8
# Words of the kind a thing is said to be; phrases that set it apart from others of the kind, and words of one.
MAX_KIND, MAX_FEATURES, MAX_FEATURE = 8, 4, 12
# How good a picture a plain statement is, laid out like a definition: the last but a quotation.
STATEMENT = 0.12
_RELATIVE = re.compile(
    r"(?:so that|such that|in which|by which|for which|that|which|who|whose|where|when|while|whereas|because|if|until)\b",
    re.I,
)
_NEXT_CLAUSE = re.compile(r",\s+but\s|,\s+(?:and|so)\s+(?=(?:so|it|its|the|this|they|therefore|is|are|each|every)\b)")


def statement(source: Source) -> Finding | None:
    """What a thing does, laid out like a definition; for sentences that hold no relation worth drawing."""
    clause = main_clause(source.text)
    term = name_of(clause.subject, MAX_SUBJECT) if clause else ""
    if clause is None or not term or THE_MORE.match(source.text):
        return None
    said = f"{clause.verb} {clause.rest}"
    meaning = said if count_words(said) <= MAX_MEANING else label_of(said, MAX_MEANING)
    if count_words(meaning) < 3:
        return None
    parts = segments(clause.rest)
    features = [] if clause.negated else [f for f in _features(parts, source) if f.text not in meaning]
    slots = Definition(term=datum(term, source), meaning=datum(meaning, source), features=features)
    return Finding("definition", slots, STATEMENT + 0.05 * (len(features) > 1), (source.text,))


def _features(parts: Sequence[str], source: Source) -> list[Datum]:
    """Up to four of the parts as labels; a relative clause only with its verb."""
    labels = [x for p in parts if (x := label_of(p)) and count_words(x) > 1 and noun_phrases(x)]
    kept = [x for x in labels if not re.match(r"(?:and|but|or|so)\b", x)]
    kept = [x for x in kept if not _RELATIVE.match(x) or any(t.tag in FINITE for t in parse(x))]
    return [datum(x, source) for x in kept[:4]]


def definition(source: Source) -> Finding | None:
    """The definition a sentence gives ("X is a …"), or the idea it states ("the key idea is that …"); None otherwise."""
    clause = main_clause(source.text)
    if clause is None or clause.negated or THE_MORE.match(source.text):
        return None
    if named := named_at_end(source.text):
        return _turned_round(*named, source)
    idea = clause.verb.lower() == "is" and clause.rest.startswith("that ")
    if not idea and not defines(source.text):
        return None
    term = name_of(clause.subject)
    rest = re.sub(r"^(?:to|as|called|that)\s+", "", clause.rest)
    if clause.verb.lower().split()[0] in {"consists", "describes"}:
        rest = f"{clause.verb} {clause.rest}"
    rest = _NEXT_CLAUSE.split(rest)[0]
    parts = segments(rest)
    if not term or not parts:
        return None
    meaning, features = _unfolded(parts)
    if not features:
        meaning = rest if count_words(rest) <= MAX_MEANING else cut_phrase(rest, MAX_MEANING)
        meaning = meaning or label_of(parts[0], MAX_MEANING)
    if count_words(meaning) < 2:
        return None
    slots = Definition(
        term=datum(term, source), meaning=datum(meaning, source), features=[datum(x, source) for x in features]
    )
    return Finding("definition", slots, (0.85 if features else 0.7) - 0.1 * idea, (source.text,))


def _turned_round(name: str, said: str, source: Source) -> Finding | None:
    """ "The division of the nucleus is called mitosis": the subject is the meaning."""
    term = name_of(name)
    meaning = said if count_words(said) <= MAX_MEANING else label_of(said, MAX_MEANING)
    if not term or not meaning:
        return None
    return Finding(
        "definition", Definition(term=datum(term, source), meaning=datum(meaning, source)), 0.7, (source.text,)
    )


def _unfolded(parts: Sequence[str]) -> tuple[str, list[str]]:
    """The kind of thing, and what sets it apart, phrase by phrase in the order in which it is said."""
    kind, *rest = parts
    if rest and (dangling := re.search(r"\s(?:at|in|by|for|from|on|to|with|of)$", kind)):  # "points at" + "which …"
        kind, rest = kind[: dangling.start()], [kind[dangling.start() :].strip() + " " + rest[0], *rest[1:]]
    if not 2 <= count_words(kind) <= MAX_KIND or not rest:
        return kind, []
    features = [phrase for part in rest for phrase in _phrases(part)]
    return kind, features[:MAX_FEATURES]


def _phrases(part: str) -> list[str]:
    """A part whole when it is short enough, else cut into consecutive phrases; nothing when no clean cut covers it."""
    text = re.sub(r"^(?:that|which|who)\s+", "", part)
    if count_words(text) <= MAX_FEATURE:
        return [text] if count_words(text) > 1 and noun_phrases(text) else []
    found: list[str] = []
    while text and not _RELATIVE.match(text):
        phrase = label_of(text, MAX_FEATURE)
        rest = text[len(phrase) :].strip(" ,;")
        if count_words(phrase) < 2 or not text.startswith(phrase) or rest.startswith("of "):
            return found
        found.append(phrase)
        text = rest
    return found
