"""The scene plan (schema version 1): what the film says, scene by scene, and which passage says so.

The models are strict on reading: unknown fields, unknown evidence ids and wrong types are errors that
name the path of the wrong field. Unusual pace is never refused here; `planning.report` warns of it.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_serializer, model_validator

from ..errors import PlanError
from .text import large_first

SCHEMA_VERSION = 1

Role = Literal["hook", "definition", "mechanism", "contrast", "example", "result", "key_idea", "recap"]
Source = Literal["extract", "llm", "user"]
PlannerKind = Literal["extractive", "local_llm", "server", "manual"]
Text = Annotated[str, Field(max_length=4000)]


Seconds = Annotated[float, Field(ge=0, le=3600)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Spoken(_Strict):
    """A part of a plan that a narrator adds to; until one has, the plan file says nothing of it."""

    @model_serializer(mode="wrap")
    def _without_silence(self, write: Any) -> dict[str, Any]:
        return {k: v for k, v in write(self).items() if v or k not in ("speech", "narrator")}


class BookRef(_Strict):
    """The book a plan was made from."""

    id: str
    title: Text
    authors: list[str] = []


class EvidenceItem(_Strict):
    """A passage of a book, carried inside the plan so that the plan alone can be checked and cited."""

    id: str
    book: str  # title, for citation
    text: Annotated[str, Field(max_length=20000)]
    page: Annotated[int, Field(ge=0)]  # physical, from 1; 0 where the book has no pages
    page_label: str = ""
    section: list[str] = []
    score: float = 0.0

    @property
    def place(self) -> str:
        """Where it stands, as a citation says it: "p. 42", in a book without pages its heading ("§ Back-propagation"), or ""."""
        if self.page:
            return f"p. {self.page_label or self.page}"
        return f"§ {self.section[-1]}" if self.section else ""


class Claim(_Strict):
    """One sentence the viewer hears or reads, and the passages that hold it."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]
    evidence_ids: list[str] = []
    source: Source
    support: Annotated[float, Field(ge=-0.001, le=1.001)] | None = (
        None  # cosine or overlap with the cited sentence, 0..1 and what rounding adds
    )


def _endless(data: Any, path: str = "") -> str | None:
    """Path of the first number in a visual's data that is infinite, as good as that, or none at all (`NaN`); None: there is none."""
    if isinstance(data, int | float):
        return None if abs(data) <= sys.float_info.max else path
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return next((p for k, v in inside if (p := _endless(v, f"{path}.{k}")) is not None), None)


class Visual(_Strict):
    """Which template draws the scene, and its data (see `planning.visuals`)."""

    template: str | None = None  # None: the renderer chooses
    data: dict[str, Any] = {}
    pinned: bool = False  # True: the renderer must use `template` or fail

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Visual:
        if self.pinned and not self.template:
            raise ValueError("template: names none, though it is pinned; name one, or set pinned to false")
        if (path := _endless(self.data)) is not None:
            raise ValueError(f"data{path}: the number is not finite")
        return self


# Words whose small first letter is their spelling (k-means, pH, p53), symbols, and names as short as "ls".
_OWN_SPELLING = re.compile(
    r"[a-z]{1,2}-[a-z]|[a-z]+\d*[A-Z]|[a-z]\d|[b-z]\b|(?!(?:an|as|at|by|he|if|in|is|it|my|no|of|on|or|so|to|up|us|we)\b)[a-z]{2}\b"
)


class Scene(_Spoken):
    """One idea: what is said, for how long, and what is drawn."""

    id: str
    title: Text
    role: Role
    seconds: Annotated[float, Field(gt=0, le=3600)]
    label: Text = ""  # at most 10 words on screen
    narration: Text = ""  # the claims joined, when left empty
    claims: list[Claim] = []
    key_concepts: list[str] = []
    visual: Visual = Visual()
    visual_action: Text = ""  # what moves, camera-free, for a diffusion prompt
    rag_query: Text = ""  # this scene's own retrieval query
    speech: list[tuple[Seconds, Seconds]] = []  # when each sentence is spoken, from the scene's start, and for how long

    @model_validator(mode="after")
    def _derive_narration(self) -> Scene:
        if not self.narration and self.claims:
            object.__setattr__(self, "narration", spoken([c.text for c in self.claims]))
        return self


class PlannerInfo(_Strict):
    """What made the plan."""

    kind: PlannerKind
    model: str | None = None
    seed: int = 0


class AuditEntry(_Strict):
    """Something a reader of the plan should know: a replaced sentence, a warning, a choice."""

    event: str
    detail: Text = ""
    scene: str | None = None


class ScenePlan(_Spoken):
    """The whole film before it is drawn."""

    schema_version: Literal[1] = SCHEMA_VERSION
    title: Text
    topic: Text
    audience: Text = ""
    objective: Text = ""
    style: Text = ""
    language: str = "en"
    book: BookRef | None = None
    evidence: list[EvidenceItem] = []
    scenes: Annotated[list[Scene], Field(min_length=1, max_length=1000)]
    planner: PlannerInfo
    audit: list[AuditEntry] = []
    narrator: Text = ""  # who speaks: engine and voice

    @model_validator(mode="after")
    def _ids_agree(self) -> ScenePlan:
        known = {e.id for e in self.evidence}
        if len(known) != len(self.evidence):
            raise ValueError("evidence: two passages share one id")
        seen: set[str] = set()
        for i, scene in enumerate(self.scenes):
            if scene.id in seen:
                raise ValueError(f"scenes.{i}.id: {scene.id!r} is used twice")
            seen.add(scene.id)
            for j, claim in enumerate(scene.claims):
                for eid in claim.evidence_ids:
                    if eid not in known:
                        raise ValueError(f"scenes.{i}.claims.{j}.evidence_ids: {eid!r} names no passage of this plan")
            for path, eid in evidence_ids_in(scene.visual.data):
                if eid not in known:
                    raise ValueError(f"scenes.{i}.visual.data{path}: {eid!r} names no passage of this plan")
        return self

    @property
    def seconds(self) -> float:
        """Length of the film in seconds."""
        return math.fsum(s.seconds for s in self.scenes)

    @property
    def sourced(self) -> bool:
        """True when a book stands behind the plan; otherwise the film says "no source"."""
        return bool(self.evidence)

    def passage(self, evidence_id: str) -> EvidenceItem:
        """The passage with this id; `KeyError` when there is none."""
        for item in self.evidence:
            if item.id == evidence_id:
                return item
        raise KeyError(evidence_id)

    def to_json(self) -> str:
        """The plan file: UTF-8 text, two spaces of indent, stable key order, no NaN."""
        return self.model_dump_json(indent=2) + "\n"


def spoken(texts: Sequence[str]) -> str:
    """Sentences and phrases said one after another, each as a sentence."""
    return " ".join(map(as_sentence, texts))


def as_sentence(text: str) -> str:
    """The text with a large first letter and an end mark: a claim may begin behind "As we saw," or end before "(Figure 3).\""""
    text = text if text.endswith((".", "!", "?", ".)", ".”", ":")) else f"{text}."
    return text if _OWN_SPELLING.match(text) else large_first(text)


def evidence_ids_in(data: Any, path: str = "") -> list[tuple[str, str]]:
    """Every `evidence_id` inside a visual's data, as (path, id)."""
    if isinstance(data, dict):
        own = data.get("evidence_id")
        found = [(f"{path}.evidence_id", own)] if isinstance(own, str) and own else []  # "": written by hand
        return found + [x for k, v in data.items() if k != "evidence_id" for x in evidence_ids_in(v, f"{path}.{k}")]
    if isinstance(data, list):
        return [x for i, v in enumerate(data) for x in evidence_ids_in(v, f"{path}.{i}")]
    return []


def _mistake(path: Sequence[str | int], message: str) -> str:
    """One wrong field for a reader: its path and what is wrong with it."""
    if tuple(path) == ("schema_version",):
        return f"schema_version: this version reads plans of schema version {SCHEMA_VERSION}"
    if message.startswith("Value error, "):
        own = message.removeprefix("Value error, ")  # it names its path itself, from its model on
        return ".".join((*map(str, path), own))
    plain = {"Extra inputs are not permitted": "there is no such field", "Field required": "is missing"}
    return f"{'.'.join(map(str, path)) or 'plan'}: {plain.get(message, message)}"


def _no_field_twice(text: str, name: str) -> None:
    """Raise `PlanError` where one object of a plan file has a field twice: all but the last would be lost."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counted = Counter(field for field, _ in pairs)
        if twice := next((field for field, n in counted.items() if n > 1), None):
            raise PlanError(f"{name}: the field {twice!r} stands twice in one place. Keep one of the two.")
        return dict(pairs)

    json.loads(text, object_pairs_hook=once, parse_int=len, parse_float=len, parse_constant=len)


# As a chat or a page of Markdown shows it.
_FENCED = re.compile(r"\s*(?P<fence>```|~~~)\w*[ \t]*\r?\n(?P<plan>.*)(?P=fence)\s*", re.S)


def load_plan(text: str, name: str = "plan") -> ScenePlan:
    """Read a plan file's text; `PlanError` names every wrong field by its path."""
    text = text.lstrip("\ufeff")  # some editors put a byte order mark in front
    if fenced := _FENCED.fullmatch(text):
        text = fenced["plan"]
    if not text.strip():
        raise PlanError(f"{name} is empty. Give a plan file that `plan --out` wrote.")
    try:
        plan = ScenePlan.model_validate_json(text, strict=True)
    except ValidationError as e:
        if any(err["loc"] == ("plan",) for err in e.errors()):
            raise PlanError(f"{name} is the whole output of `plan --json`. Take its 'plan' part.") from None
        lines = [_mistake(err["loc"], err["msg"]) for err in e.errors()[:8]]
        raise PlanError(f"{name} is not a valid scene plan. Mend these fields:\n  " + "\n  ".join(lines)) from None
    _no_field_twice(text, name)
    return plan
