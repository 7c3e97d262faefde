"""Where what a plan says comes from: claims and the narration laid beside the passages, and the phrases of pictures, which keep the
`evidence_id` of what they replaced when a plan is edited by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..book.sentences import split_sentences
from .english.citations import without_citations
from .plan import Scene, ScenePlan, evidence_ids_in
from .text import DENIAL, content_stems, mention_stems, overlap, squash

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHOWN = ("text", "source", "target", "meaning", "date")  # fields of a datum that are taken from its passage


def grounded(plan: ScenePlan, text: str, evidence_ids: Sequence[str]) -> bool:
    """Whether the sentence stands in a passage it cites, word for word but for the passage's own citations of other works."""
    needle = squash(text)
    cited = [squash(plan.passage(i).text) for i in evidence_ids]
    return any(needle in passage or needle in without_citations(passage) for passage in cited)


def unclaimed(plan: ScenePlan) -> list[str]:
    """Sentences of hand-edited narration that are in no claim of their scene."""
    found = []
    for scene in plan.scenes:
        claims = squash(" ".join(c.text for c in scene.claims)).lower()
        for sentence in split_sentences(scene.narration):
            if squash(sentence).lower().rstrip(".") not in claims:
                found.append(f"{scene.id}: {sentence}")
    return found


def unspoken(scenes: Sequence[Scene]) -> list[str]:
    """Claims that were added to a scene, or changed, and not said in its narration."""
    found = []
    for scene in scenes:
        narration = squash(scene.narration).lower()
        texts = (squash(c.text) for c in scene.claims)
        found += [f"{scene.id}: {text}" for text in texts if text.lower().rstrip(".") not in narration]
    return found


def contradicts(plan: ScenePlan, scene: Scene, text: str, evidence_ids: Sequence[str]) -> list[str]:
    """Numbers or a negation that the nearest cited sentence does not have, or the other way round."""
    if grounded(plan, text, evidence_ids) or not evidence_ids:
        return []
    cited = [s for i in evidence_ids for s in split_sentences(plan.passage(i).text)]
    nearest = max(cited, key=lambda s: overlap(content_stems(text), content_stems(s)), default="")
    found = []
    if bool(DENIAL.search(text)) != bool(DENIAL.search(nearest)):
        found.append(f"{scene.id}: negation differs from the cited sentence: {text}")
    foreign = [n for n in _NUMBER.findall(text) if all(n not in _NUMBER.findall(s) for s in cited)]
    if foreign:
        found.append(f"{scene.id}: {', '.join(foreign)} is not in the cited passage: {text}")
    return found


def unfounded(plan: ScenePlan, scene: Scene) -> list[str]:
    """Phrases of a scene's visual data with a word that the passage they cite does not have.

    A cell of a comparison may come from the passage of its column; a recap shows the titles of other scenes.
    """
    data = scene.visual.data
    ids = list(dict.fromkeys(i for _, i in evidence_ids_in(data)))
    said = {i: mention_stems(squash(plan.passage(i).text)) for i in ids}
    found = [f"{text!r} is not in {i}" for text, i in _cited(data) if not said[i].issuperset(content_stems(text))]
    return found + [
        f"{text!r} is not in {' or '.join(ids)}"
        for text in _cells(data)
        if ids and not any(s.issuperset(content_stems(text)) for s in said.values())
    ]


def _cited(data: Any) -> Iterator[tuple[str, str]]:
    """Every phrase with a passage of its own, and the id of that."""
    if isinstance(data, dict):
        evidence_id = data.get("evidence_id")
        if isinstance(evidence_id, str) and evidence_id and not data.get("scene"):
            yield from ((data[key], evidence_id) for key in _SHOWN if isinstance(data.get(key), str))
        data = [value for key, value in data.items() if key != "evidence_id"]  # as `evidence_ids_in` reads it
    for value in data if isinstance(data, list) else ():
        yield from _cited(value)


def _cells(data: dict[str, Any]) -> list[str]:
    rows = data.get("rows")
    cells = [row.get("cells") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [c for row in cells if isinstance(row, list) for c in row if isinstance(c, str)]
