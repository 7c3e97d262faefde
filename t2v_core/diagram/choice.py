"""Which template draws a scene, and why: the plan's wish when its data are complete, else the best score, else the quotation."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..errors import RenderError
from ..planning.plan import Scene, ScenePlan
from ..planning.visuals import Computed, Slots
from .catalogue import catalogue, find_algorithms, template

QUOTE_LENGTH = 400  # characters a datum may have (planning.visuals.Short)


@dataclass(frozen=True)
class Choice:
    """The template of a scene, its validated data, and the reason in words for the report."""

    template: str
    data: Slots
    reason: str


def choose(plan: ScenePlan, scene: Scene) -> Choice:
    """Pick the picture of `scene`. Raises `RenderError` when the plan pins a template that cannot be drawn."""
    wish, doubt = scene.visual, ""
    if wish.template is not None:
        if wish.template in catalogue():
            data = _read(wish.template, wish.data)
            if isinstance(data, Slots):
                return Choice(wish.template, data, "the plan asks for it")
            doubt = f"the plan asks for {wish.template!r}, but its data are incomplete: {data}"
        else:
            doubt = f"the plan asks for {wish.template!r}, which is not a template"
        if wish.pinned:
            raise RenderError(f"Scene {scene.id!r}: {doubt}. Fill its data, or set pinned to false.")
    best = max(_candidates(scene), key=lambda c: c[0], default=None)
    if best is not None:
        choice = best[1]
        return Choice(choice.template, choice.data, f"{doubt}; {choice.reason}" if doubt else choice.reason)
    return quotation(scene, doubt or "no template has its data")


def quotation(scene: Scene, why: str) -> Choice:
    """The scene's words with their citation, for scenes that nothing else can draw."""
    claim = next((c for c in scene.claims), None)
    text = claim.text if claim else scene.narration or scene.label or scene.title or scene.id
    if len(text) > QUOTE_LENGTH:
        text = textwrap.shorten(text, QUOTE_LENGTH, placeholder=" …")
    ids = claim.evidence_ids if claim else []
    data = {"text": text, "evidence_id": ids[0] if ids else ""}
    return Choice("quotation", template("quotation").slots.model_validate(data), f"{why}: the quotation card")


def _candidates(scene: Scene) -> list[tuple[float, Choice]]:
    """(score, choice) of every template that can draw the scene's own data, or whose term the scene names."""
    found = []
    if scene.visual.data:
        for name, kind in catalogue().items():
            data = None if kind.slots is Computed else _read(name, scene.visual.data)
            if isinstance(data, Slots):
                score = kind.score(scene, data)
                found.append((score, Choice(name, data, f"its data fit {name!r} best (score {score:.2f})")))
    heading = " . ".join([scene.title, *scene.key_concepts])
    for text, weight in ((heading, 1.0), (scene.narration, 0.8)):
        for match in find_algorithms(text):
            data = Computed(term=match.term, variant=match.variant)
            score = weight * catalogue()[match.template].score(scene, data)
            found.append((score, Choice(match.template, data, f"the scene names {match.term!r} (score {score:.2f})")))
    return found


def _read(name: str, data: dict[str, Any]) -> Slots | str:
    """The validated slots, or what is wrong with them."""
    try:
        return catalogue()[name].slots.model_validate(data)
    except ValidationError as e:
        return "; ".join(f"{'.'.join(map(str, err['loc']))}: {err['msg']}" for err in e.errors()[:3])
