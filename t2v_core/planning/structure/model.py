"""What extraction finds: a piece of structure with the slots of the picture that shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..grammar import parse
from ..text import FUNCTION_WORDS, count_words, cut_phrase, squash, words
from ..visuals import Datum, Slots

MAX_LABEL = 8  # words of a label in a picture
MAX_NAME = 6  # words of the name of a thing

_DETERMINERS = re.compile(r"^(?:the|an?|any|some|its|their|this|these|those|our|your|such|both)\s+", re.I)
_POINTING = frozenset(
    "it they them he she we you i one ones this that these those which who what there here itself themselves each other "
    "others another some many most all both either none everything something anything thing things latter former".split()
)


@dataclass(frozen=True)
class Source:
    """A sentence to extract from and the plan's id of its passage."""

    text: str
    evidence_id: str


@dataclass(frozen=True)
class Finding:
    """Structure found in the passages: the template that shows it, its filled slots, how well it is cut."""

    template: str
    slots: Slots
    strength: float  # 0..1
    sources: tuple[str, ...]  # the sentences it was read from

    @property
    def data(self) -> dict:
        """The slots as a plan's `Visual.data`."""
        return self.slots.model_dump(exclude_defaults=True)


def datum(text: str, source: Source) -> Datum:
    """A quoted phrase with its evidence id."""
    return Datum(text=squash(text), evidence_id=source.evidence_id)


def name_of(phrase: str, max_words: int = MAX_NAME) -> str:
    """The name of a thing out of a noun phrase: no determiner, aside or relative clause; "" when it only points."""
    text = re.sub(r"\s*\([^)]*\)", "", squash(phrase))
    text = re.split(r",|;|\s(?=(?:that|which|who|whose|where|when|because|if)\s)", text)[0].strip(" .,;:")
    while (bare := _DETERMINERS.sub("", text)) != text:
        text = bare
    if count_words(text) > max_words:
        text = cut_phrase(text, max_words)
    found = words(text)
    if not found or found[0].lower() in _POINTING or found[-1].lower() in FUNCTION_WORDS - {"one", "two"}:
        return ""
    if found[0].lower() in {"to", "not", "how", "whether", "as", "so", "than", "if", "because", "no"}:
        return ""
    return text if any(len(w) > 2 for w in found) and _has_noun(text) else ""


def label_of(phrase: str, max_words: int = MAX_LABEL) -> str:
    """A phrase cut at a phrase border for use as a label; "" when no clean cut is short enough."""
    text = re.sub(r"\s*\([^)]*\)", "", squash(phrase)).strip(" .,;:–—-")
    cut = cut_phrase(text, max_words)
    found = words(cut)
    if not found or found[-1].lower() in {"and", "or", "the", "a", "an", "of", "is", "are"}:
        return ""
    return cut if len(found) > 1 or len(found[0]) > 3 else ""


def segments(phrase: str) -> list[str]:
    """A long phrase split before the words that open a new thought ("… that …", "… by …", "… using …")."""
    parts = re.split(
        r",?\s(?=(?:that|which|who|whose|where|in which|by which|for which|so that|such that|for|by|to|with|using|based on|from|when|while|whereas|because|if|until|into)\s)|[,;:]\s",
        squash(phrase).strip(" ."),
    )
    joined: list[str] = []
    for part in parts:
        if joined and (count_words(part) < 2 or count_words(joined[-1]) < 2):
            joined[-1] = f"{joined[-1]} {part}" if f"{joined[-1]} {part}" in squash(phrase) else joined[-1]
        else:
            joined.append(part)
    return [p for p in joined if p]


def distinct(labels: Sequence[str]) -> bool:
    """Whether no two labels are the same but for case."""
    return len({x.lower() for x in labels}) == len(labels)


def _has_noun(text: str) -> bool:
    return any(
        t.tag.startswith("NN") or t.tag in {"VBG", "FW", "CD"} or (t.tag == "JJ" and len(words(text)) == 1)
        for t in parse(text)
    )
