"""The data each kind of picture needs: the vocabulary that planner, plan file and templates share.

Every datum that comes from a passage carries its `evidence_id` (empty only in hand-written plans), so
that whatever is on screen can be traced. Templates validate `Visual.data` with these models; a
computed template (gradient descent, k-means …) takes `Computed` and runs the real algorithm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Slots(BaseModel):
    """Base of every slots model: strict, so that a typo in a hand-edited plan is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Short = Annotated[str, Field(min_length=1, max_length=400)]


class Datum(Slots):
    """A phrase or sentence of a passage; `whole` is the longer phrase that `text` is short for, drawn where it has room."""

    text: Short
    evidence_id: str = ""
    whole: Annotated[str, Field(max_length=400)] = ""


class Title(Slots):
    """Title card."""

    title: Short
    subtitle: str = ""


class Definition(Slots):
    """`term` is the subject of its `meaning`; `features` are parts of the meaning to light up."""

    term: Datum
    meaning: Datum
    features: Annotated[list[Datum], Field(max_length=5)] = []


class Addition(Slots):
    """What a sentence adds to its statement: the word that ties it on ("by", "because", "that"), what stands behind it, and
    whether it tells more of the `verb` (how, where, when, why) or of the `object` (which one)."""

    word: Annotated[str, Field(max_length=60)] = ""
    text: Short
    of: Literal["verb", "object"] = "verb"
    evidence_id: str = ""


class Statement(Slots):
    """What `subject` does or is like, in the order of the sentence: subject, `verb`, `object`, and what is added to them."""

    subject: Datum
    verb: Annotated[str, Field(max_length=120)] = ""  # empty where the object is the verb ("prices | fell")
    object: Datum
    additions: Annotated[list[Addition], Field(max_length=4)] = []


class Steps(Slots):
    """Ordered process, or cycle when the last step leads back to the first."""

    steps: Annotated[list[Datum], Field(min_length=2, max_length=9)]
    cyclic: bool = False


class Link(Slots):
    """`source` leads to `target`; `label` is the verb of the passage."""

    source: Short
    target: Short
    label: str = ""
    evidence_id: str = ""


class CauseEffect(Slots):
    """Causes and effects, chained where an effect is the next cause."""

    links: Annotated[list[Link], Field(min_length=1, max_length=8)]


class Hierarchy(Slots):
    """Pairs of one tree: `source` "is a" or is "part of" `target`; with another label, `source` is the parent."""

    links: Annotated[list[Link], Field(min_length=2, max_length=24)]


class ConceptMap(Slots):
    """Labelled relations between concepts."""

    links: Annotated[list[Link], Field(min_length=1, max_length=40)]


class ComparisonRow(Slots):
    """One aspect; one cell a column."""

    aspect: str = ""
    cells: Annotated[list[str], Field(min_length=2, max_length=3)]
    evidence_id: str = ""


class Comparison(Slots):
    """Two or three columns."""

    columns: Annotated[list[Datum], Field(min_length=2, max_length=3)]
    rows: Annotated[list[ComparisonRow], Field(min_length=1, max_length=6)]


class Event(Slots):
    """Something dated; `date` as printed, `year` for its place on the axis."""

    date: Short
    year: int
    text: Short
    evidence_id: str = ""


class Timeline(Slots):
    """Dates in order."""

    events: Annotated[list[Event], Field(min_length=2, max_length=10)]


class Enumeration(Slots):
    """Items without order."""

    heading: str = ""
    items: Annotated[list[Datum], Field(min_length=2, max_length=9)]


class SymbolMeaning(Slots):
    """A symbol of a formula, in LaTeX or plain, and what it stands for."""

    symbol: Short
    meaning: Short
    evidence_id: str = ""


class Formula(Slots):
    """A formula as printed (`text`) and, where known, as LaTeX."""

    text: Short
    latex: str = ""
    symbols: Annotated[list[SymbolMeaning], Field(max_length=7)] = []
    evidence_id: str = ""


Bound = Literal["", "most", "least"]


class Quantity(Slots):
    """A number of a passage; `text` is how the passage prints it; `bound` says that it is at `most` or at `least` so much."""

    label: Short
    value: float
    text: Short
    evidence_id: str = ""
    bound: Bound = ""


class Numbers(Slots):
    """Numbers of one unit: bars, a line over an ordered axis, or shares of a whole."""

    kind: Literal["bar", "line", "share"] = "bar"
    unit: str = ""
    values: Annotated[list[Quantity], Field(min_length=1, max_length=12)]


class Quotation(Slots):
    """A sentence as printed."""

    text: Short
    evidence_id: str = ""


class RecapPoint(Slots):
    """One line of the recap and the scene it looks back to."""

    text: Short
    scene: str = ""  # Scene.id, for its miniature
    evidence_id: str = ""


class Recap(Slots):
    """What to remember."""

    points: Annotated[list[RecapPoint], Field(min_length=1, max_length=6)]


class Computed(Slots):
    """A picture made by running a real algorithm; `term` is what the passage calls it."""

    term: str = ""
    variant: str = ""  # one of the template's own variants; "" for its default
    labels: Annotated[list[Datum], Field(max_length=6)] = []  # phrases of the passage for the side column
    evidence_id: str = ""


# Every template that shows phrases of the passages, and the model of its slots. A template name that is
# not here is a computed picture (`Computed`); `diagram.find_algorithms` knows their terms.
TEMPLATE_SLOTS: dict[str, type[Slots]] = {
    "title": Title,
    "definition": Definition,
    "statement": Statement,
    "process": Steps,
    "cycle": Steps,
    "cause_effect": CauseEffect,
    "hierarchy": Hierarchy,
    "concept_map": ConceptMap,
    "comparison": Comparison,
    "timeline": Timeline,
    "enumeration": Enumeration,
    "formula": Formula,
    "numbers": Numbers,
    "quotation": Quotation,
    "recap": Recap,
}

# Pictures that only set words: at most one scene in five may be one of them.
WORDY_TEMPLATES = ("title", "enumeration", "quotation")


def only_words(template: str, data: Mapping[str, object]) -> bool:
    """Whether a picture only sets words: a statement that nothing is added to does, too."""
    return template in WORDY_TEMPLATES or (template == "statement" and not data.get("additions"))


def slots_model(template: str) -> type[Slots]:
    """The slots model of a template; `Computed` for any name that is not in `TEMPLATE_SLOTS`."""
    return TEMPLATE_SLOTS.get(template, Computed)
