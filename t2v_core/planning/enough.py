"""Whether the passages say enough for a film of the length and the scenes asked for, and what to ask for instead."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..errors import InsufficientEvidence, quoted
from ..retrieval.model import Evidence
from .cover import offers
from .draft import Draft
from .outline import FEWEST
from .pacing import PACE, most_scenes, scene_count
from .plan import AuditEntry
from .request import MIN_SECONDS, PlanRequest
from .topic import Topic

# Scenes below which there is no film; from here to `FEWEST` the plan says that the book says little.
HONEST = 2
# Words a second below which a film of fewer scenes than `FEWEST` would stand still: the pace of a lecture.
THIN = 2.3
Outline = Callable[[PlanRequest], list[Draft]]


def require_enough(
    drafts: Sequence[Draft], request: PlanRequest, evidence: Evidence, topic: Topic, outlined: Outline
) -> None:
    """Raise `InsufficientEvidence` where the drafts are no film of this length, naming the longest that `outlined` makes."""
    wanted = _wanted(drafts, request)
    if len(drafts) >= wanted:
        return
    longest = _longest(drafts, request, outlined)
    shorter = f"Ask for a film of at most {longest} seconds, or" if longest else "Either"
    raise InsufficientEvidence(
        f"The passages on {quoted(request.topic)} hold {len(drafts)} scenes of clean sentences; a film of {request.seconds:g} s "
        f"needs {wanted}. {shorter} retrieve more passages (top_k), or choose a topic the book says more about. "
        + offers(evidence, topic)
    )


def _wanted(drafts: Sequence[Draft], request: PlanRequest) -> int:
    """Scenes that a film needs: few of them must have words enough for its length."""
    asked = scene_count(request.seconds, request.scenes)
    thin = sum(d.words for d in drafts) < THIN * request.seconds
    return FEWEST if len(drafts) < FEWEST <= asked and thin else min(HONEST, asked)


def _longest(drafts: Sequence[Draft], request: PlanRequest, outlined: Outline) -> int:
    """The most whole seconds, fewer than asked, that the drafts fill at a lecture's pace and that make a film; 0 for none."""
    filled = round(sum(d.words for d in drafts) / PACE)
    for seconds in range(min(filled, math.ceil(request.seconds) - 1), int(MIN_SECONDS) - 1, -1):
        shorter = replace(request, seconds=float(seconds))
        # A shorter film has no more to say: only a length for which that would do is worth trying.
        if len(drafts) >= _wanted(drafts, shorter) and len(made := outlined(shorter)) >= _wanted(made, shorter):
            return seconds
    return 0


def shortfalls(made: int, request: PlanRequest) -> list[AuditEntry]:
    """What a plan of `made` scenes says of its being shorter than asked, or poorer than a film of its length."""
    found = []
    if made < min(FEWEST, scene_count(request.seconds, request.scenes)):
        detail = (
            f"The book has only {made} scenes of clean sentences on {quoted(request.topic)}: each stays longer on screen. "
            "A shorter film, more passages (top_k) or a wider topic would say more."
        )
        found.append(AuditEntry(event="little_evidence", detail=detail))
    if made < request.scenes:
        detail = (
            f"{request.scenes} scenes were asked for and {made} made: a film of {request.seconds:g} s has at most "
            f"{most_scenes(request.seconds)}, and each needs sentences of its own in the book."
        )
        found.append(AuditEntry(event="fewer_scenes", detail=detail))
    return found
