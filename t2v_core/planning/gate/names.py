"""Names: what a sentence may not bring along by itself, and the places that adjectives are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.tagging import is_name
from ..text import FUNCTION_WORDS, stem
from .quantities import AGO

# A name: a capital inside the sentence, or an acronym anywhere.
_NAME = re.compile(r"\b[A-Z][\w’'-]*")
_NAMES = re.compile(r"\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)+")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.?){2,}")
_FROM_PLACE = re.compile(r"(?<=[a-z]{3})(?:ian|an|ese|ish|ic)$")
# Places whose adjective is not built by an ending.
_DEMONYMS = tuple(
    frozenset(map(stem, group.split()))
    for group in (
        "switzerland swiss", "france french frenchmen", "netherlands holland dutch", "greece greek", "wales welsh", "denmark danish danes",
        "england english", "scotland scottish scots", "ireland irish", "britain british", "spain spanish spaniards", "poland polish poles",
        "finland finnish finns", "sweden swedish swedes", "turkey turkish turks", "norway norwegian", "germany german", "portugal portuguese",
        "thailand thai", "philippines filipino", "iceland icelandic", "peru peruvian", "cyprus cypriot", "congo congolese", "lebanon lebanese",
        "venice venetian", "florence florentine", "naples neapolitan", "genoa genoese", "egypt egyptian", "afghanistan afghan",
    )
)  # fmt: skip


def unknown_name(sentence: str, passages: Sequence[str]) -> str:
    """The first capitalised name or acronym that no passage has; "" when all are there."""
    text = " ".join(passages)
    known = {stem(w) for w in re.findall(r"[^\W_]+", text)}
    initials = "".join(w[0].lower() for w in re.findall(r"[^\W\d_]+", text))
    short = {m.replace(".", "") for m in _ACRONYM.findall(text)}
    spelled = {
        w
        for m in _NAMES.finditer(sentence)
        if "".join(w[0] for w in m.group().split()) in short
        for w in m.group().split()
    }
    for m in _NAME.finditer(sentence):
        word = m.group()
        acronym = len(word) > 1 and word.rstrip("s").isupper()
        first = m.start() == len(sentence) - len(sentence.lstrip(" \"'“‘("))
        if first and not acronym and not is_name(word):
            continue
        if word in spelled:
            continue  # "United States" for "U.S."
        if word.lower() in AGO and re.search(r"\d\s*$", sentence[: m.start()]):
            continue  # "540 MYA" is a number with its unit
        word = re.sub(r"[’']s$", "", word)
        parts = [stem(p) for p in re.findall(r"[^\W_]+", word) if p.lower() not in FUNCTION_WORDS]
        spelled_out = acronym and len(word.rstrip("s")) > 1 and word.rstrip("s").lower() in initials
        if len(word) > 1 and not spelled_out and any(p not in known and not of_place(p, known) for p in parts):
            return word
    return ""


def of_place(name: str, known: set[str]) -> bool:
    """Whether a stem is a place whose adjective, or an adjective whose place, is known ("Tunisia", "Tunisian"; "Wales", "Welsh")."""
    if any(name in group and known & group for group in _DEMONYMS):
        return True
    plain = {re.sub(r"[aeiy]+$", "", s) for s in (name, re.sub(_FROM_PLACE, "", name))}
    return any(
        k[:1] == name[:1] and re.sub(r"[aeiy]+$", "", re.sub(_FROM_PLACE, "", k)) in plain for k in known if len(k) > 3
    )
