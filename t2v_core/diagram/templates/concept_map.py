"""Concept map: labelled relations between concepts, read along the arrows."""

from __future__ import annotations

from ...planning.visuals import ConceptMap
from ..drawlist import Box
from ..relations import relations
from ..template import Context, Picture, Template


class Concepts(Template):
    name = "concept_map"
    slots = ConceptMap

    def score(self, scene, data: ConceptMap) -> float:
        return 0.65

    def layout(self, data: ConceptMap, box: Box, ctx: Context) -> Picture:
        return relations(data.links, box, ctx, radius=22, explained=True)

    def split(self, data: ConceptMap) -> tuple[ConceptMap, ...]:
        n = len(data.links)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"links": list(k)}) for k in (data.links[: (n + 1) // 2], data.links[(n + 1) // 2 :])
        )


TEMPLATE = Concepts()
