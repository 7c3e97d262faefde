"""What extraction finds: a piece of structure with the slots of the picture that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..text import squash
from ..visuals import Datum, Slots

_MOST = 200  # characters of a phrase that a card may hold in full


@dataclass(frozen=True)
class Source:
    """A sentence to extract from and the plan's id of its passage."""

    text: str
    evidence_id: str
    trusted_formulas: bool = True


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


def datum(text: str, source: Source, whole: str = "") -> Datum:
    """A quoted phrase with its evidence id, and what it is short for where that is longer."""
    text, whole = squash(text), squash(whole).rstrip(" .;,")
    return Datum(text=text, evidence_id=source.evidence_id, whole=whole if len(text) < len(whole) <= _MOST else "")


def distinct(labels: Sequence[str]) -> bool:
    """Whether no two labels are the same but for case."""
    return len({x.lower() for x in labels}) == len(labels)
