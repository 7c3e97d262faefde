"""Structure of passages: what can be drawn of them, deterministically and quoted word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .causes import cause_effect
from .comparisons import comparison, set_apart
from .concept_maps import concept_map
from .definitions import definition
from .formulas import formula
from .items import Item, numbered_lists, steps_of
from .legible import legible
from .members import told_members
from .model import Finding, Source
from .ordered import stages_by_name, told_lists
from .paragraphs import listed, paragraph_lists
from .processes import process
from .quantities import numbers, timeline
from .stages import course, headed_stages, heads_stage, named_stages, told_stages
from .statements import aims, doings, statement
from .taxonomy import enumeration, hierarchy
from .whole import made_whole

__all__ = [
    "Finding",
    "Item",
    "Source",
    "course",
    "extract",
    "headed_stages",
    "heads_stage",
    "listed",
    "named_stages",
    "numbered_lists",
    "paragraph_lists",
    "set_apart",
    "stages_by_name",
    "steps_of",
    "told_lists",
    "told_members",
    "told_stages",
]

# How well the leading sentence must be drawn for it not to be read word by word as well.
ENOUGH = 0.6


def extract(spoken: Sequence[Source], passages: Sequence[Source] = ()) -> list[Finding]:
    """Everything that can be drawn for one scene, strongest first.

    `spoken` are the scene's sentences: what is drawn is said. `passages` are whole passages in reading order (for formulas).
    """
    near = " ".join(s.text for s in spoken)
    found = _sound(
        [
            *map(definition, spoken),
            process(spoken),
            cause_effect(spoken),
            comparison(spoken),
            hierarchy(spoken),
            numbers(spoken),
            timeline(spoken),
            formula(passages, near),
            concept_map(spoken),
            enumeration(spoken),
        ]
    )
    lead = [f for f in found if spoken[0].text in f.sources]
    if all(f.strength < ENOUGH for f in lead):
        found += _sound([*map(doings, spoken), *map(aims, spoken)])
        if all(f.template != "definition" for f in lead):
            found += _sound(map(statement, spoken[:1]))
    return sorted(found, key=lambda f: -f.strength)


def _sound(found: Iterable[Finding | None]) -> list[Finding]:
    """Those that can be read alone, their labels whole."""
    return [sound for f in found if f and (whole := made_whole(f)) and (sound := legible(whole))]
