"""The one small JSON a model writes for a scene: its schema, and getting it out of whatever came back."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from . import LanguageModelError

MAX_TITLE, MAX_SENTENCE, MAX_ACTION = 60, 240, 160  # characters; longer fields let small models ramble
_ID_AND_KEYS = 48  # characters of one sentence's JSON besides its text
_THOUGHT_ENDS = "</think>"
_MAX_STARTS = 200  # brackets that may turn out to begin no JSON


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WordedSentence(_Reply):
    """One sentence and the passage it says it stands on."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_SENTENCE)]
    evidence_id: str


class Wording(_Reply):
    """A scene in the model's words."""

    title: Annotated[str, Field(max_length=MAX_TITLE)]
    sentences: list[WordedSentence]
    visual_action: Annotated[str, Field(max_length=MAX_ACTION)]


def wording_schema(evidence_ids: Sequence[str], count: int) -> dict[str, Any]:
    """JSON schema of `Wording` with `count` sentences, ids from a fixed list."""
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": MAX_SENTENCE},
            "evidence_id": {"enum": list(evidence_ids)},
        },
        "required": ["text", "evidence_id"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "title": {"type": "string", "maxLength": MAX_TITLE},
            "sentences": {"type": "array", "items": sentence, "minItems": count, "maxItems": count},
            "visual_action": {"type": "string", "maxLength": MAX_ACTION},
        },
        "required": ["title", "sentences", "visual_action"],
        "additionalProperties": False,
    }


def worst_case_tokens(count: int) -> int:
    """Tokens above the longest answer the schema allows: one for each character, which no tokenizer exceeds in English."""
    return MAX_TITLE + MAX_ACTION + count * (MAX_SENTENCE + _ID_AND_KEYS) + 2 * _ID_AND_KEYS


def read_wording(text: str, evidence_ids: Sequence[str], count: int) -> Wording:
    """The wording in `text`; a fence, thoughts and words around the JSON are taken off.

    Raises `LanguageModelError`: `not_json` when there is none, `schema_ignored` when it has another shape.
    """
    found = _objects(text.rpartition(_THOUGHT_ENDS)[2]) or _objects(text)
    if not found:
        shown = clean(text)[:80]
        raise LanguageModelError("not_json", f"The model answered without JSON: {shown!r}")
    try:
        wording = _last_whole(found)
    except ValidationError as e:
        first = e.errors()[0]
        path = ".".join(str(p) for p in first["loc"]) or "answer"
        raise LanguageModelError(
            "schema_ignored",
            f"The model's JSON does not follow the schema: {clean(path, 80)}: {clean(first['msg'], 300)}",
        ) from None
    if len(wording.sentences) != count:
        raise LanguageModelError(
            "schema_ignored", f"The model wrote {len(wording.sentences)} sentences where {count} were asked for."
        )
    for sentence in wording.sentences:
        if sentence.evidence_id not in evidence_ids:
            raise LanguageModelError(
                "schema_ignored", f"The model cites {sentence.evidence_id[:20]!r}, which is no passage of this scene."
            )
    return wording


def clean(text: str, limit: int = 4000) -> str:
    """Text as data: one line, no control, zero-width or private characters, at most `limit` characters."""
    kept = (
        " " if c.isspace() else c
        for c in text[: 4 * limit]
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return " ".join("".join(kept).split())[:limit]


def has_json(text: str) -> bool:
    """Whether a whole JSON object stands somewhere in `text`."""
    return any(isinstance(found, dict) for found in _objects(text))


def _last_whole(found: Sequence[Any]) -> Wording:
    """The last of several objects that is a wording: drafts and examples stand before it. Else what the last one lacks."""
    for value in reversed(found):
        try:
            return Wording.model_validate(value)
        except ValidationError:
            continue
    return Wording.model_validate(found[-1])


def _objects(text: str) -> list[Any]:
    """The JSON objects in `text`, whatever stands around them, fences and braces in prose too; an array only by itself."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    try:
        if text.lstrip().startswith("["):
            return [json.loads(text)]
        at, wrong = text.find("{"), 0
        while at >= 0 and wrong < _MAX_STARTS:
            try:
                value, at = decoder.raw_decode(text, at)
                found.append(value)
            except ValueError:
                at, wrong = at + 1, wrong + 1
            at = text.find("{", at)
    except (ValueError, RecursionError):  # the latter for thousands of brackets
        pass
    return found
