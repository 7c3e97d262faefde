"""Cause and effect: what leads to what, chained from left to right; a condition or reason told in a clause keeps its word."""

from __future__ import annotations

from ...planning.visuals import CauseEffect
from ..condition import conditional, under_condition
from ..drawlist import Box
from ..relations import relations
from ..template import Context, DoesNotFit, Picture, Template


class Causes(Template):
    name = "cause_effect"
    slots = CauseEffect

    def score(self, scene, data: CauseEffect) -> float:
        return 0.75

    def layout(self, data: CauseEffect, box: Box, ctx: Context) -> Picture:
        if part := conditional(data.links):
            try:
                return under_condition(part, data.links, box, ctx)
            except DoesNotFit:
                pass  # words too many for large cards
        return relations(data.links, box, ctx)

    def split(self, data: CauseEffect) -> tuple[CauseEffect, ...]:
        n = len(data.links)
        if n < 2:
            return ()
        return tuple(
            data.model_copy(update={"links": k}) for k in (data.links[: (n + 1) // 2], data.links[(n + 1) // 2 :])
        )


TEMPLATE = Causes()
