"""How to write a template: one file in `templates/`, one class, nothing else to touch.

    class Bars(Template):
        name = "bars"                      # what a plan's `visual.template` says
        slots = Numbers                    # pydantic model of `visual.data` (planning.visuals); `Computed` for algorithms
        terms = {"bar chart": ""}          # computed templates only: what passages call it -> variant

        def score(self, scene, data):      # 0..1: how well this picture tells the scene, when the plan names none
            return 0.5

        def layout(self, data, box, ctx):  # place everything once; raise DoesNotFit rather than overflow or overlap
            heading = line("Share of votes", box.x, box.y + 20, BODY, "semibold")
            cues = ctx.clock.cues([(v.label, v.evidence_id) for v in data.values])
            def draw(t):                   # pure: equal t, equal draw list; seconds from the scene's start
                return tuple(Rect(..., opacity=appear(t, at)) for at in cues)
            return Picture(still=(heading,), draw=draw)

    TEMPLATE = Bars()

Rules. Everything stays inside `box` (units of 1/720 frame height; 1152×~430 in a 16:9 film, 365×~420 in a 9:16 one:
use `box.w < 600` to turn columns into rows). Text comes from `text.line`, `text.block` and `maths.formula`, which
measure; sizes are BODY, SMALL and CAPTION, shrinking to no less than SMALL. What does not change goes into
`still`, which is painted once a scene; `draw(t)` returns what lies on top of it. Whole frames of
rest should give equal draw lists: round nothing, but stop moving. Heavy imports stay inside functions;
numpy at module level is fine. A computed template runs the real algorithm in `layout` (seed: `ctx.seed`).
Set `ctx.clock.states(n)` as the times of n states of a run, or `ctx.clock.cues` for what is said.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..errors import RenderError
from ..planning.plan import Scene, ScenePlan
from ..planning.visuals import Slots
from .clock import Clock
from .drawlist import Box, DrawList


class DoesNotFit(RenderError):
    """The data are too much for the box at the smallest sizes; the engine then shows `split` parts in turn."""


@dataclass(frozen=True)
class Miniature:
    """Another scene's picture as it ends, and the box it stands in; to be shown scaled down."""

    items: DrawList
    box: Box


def _no_scene(scene_id: str) -> Miniature | None:
    return None


@dataclass(frozen=True)
class Context:
    """What a layout may look at besides its data."""

    plan: ScenePlan
    scene: Scene
    clock: Clock
    seed: int = 0
    peek: Callable[[str], Miniature | None] = _no_scene  # the picture of another scene of the plan, by its id
    cited: bool = True  # whether the frame names the source below the picture

    def cite(self, evidence_id: str) -> str:
        """ "Book, p. 42" of a passage; "Book, § Heading" where the book has no pages."""
        item = self.plan.passage(evidence_id)
        return ", ".join(filter(None, (item.book, item.place)))


def _nothing(t: float) -> DrawList:
    return ()


@dataclass(frozen=True)
class Picture:
    """A laid-out scene: `still` is painted once, `draw(t)` is what lies on it t seconds after the scene began.

    `sentences` are those of the narration that the picture shows word for word: no caption repeats them.
    """

    still: DrawList = ()
    draw: Callable[[float], DrawList] = _nothing
    sentences: tuple[str, ...] = ()


class Template(ABC):
    """One kind of picture; stateless, one instance a process, named `TEMPLATE` in its module."""

    name: ClassVar[str]
    slots: ClassVar[type[Slots]]
    terms: ClassVar[Mapping[str, str]] = {}

    def score(self, scene: Scene, data: Any) -> float:
        """How well the picture tells the scene, 0..1; asked only with data that `slots` accepts."""
        return 0.5

    @abstractmethod
    def layout(self, data: Any, box: Box, ctx: Context) -> Picture:
        """Place `data` (an instance of `slots`) inside `box`. Raises `DoesNotFit`."""

    def split(self, data: Any) -> tuple[Any, ...]:
        """Two smaller data that together say the same, shown one after the other; () when it cannot be split."""
        return ()
