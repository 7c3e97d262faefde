"""Evidence becomes a scene plan whose every sentence can be traced to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plan import ScenePlan, load_plan
    from .planner import check_plan, make_plan, plan_from_text
    from .readable import editable, scene_list
    from .report import PlanReport
    from .request import PlanRequest, PlanResult

__all__ = [
    "PlanReport", "PlanRequest", "PlanResult", "ScenePlan", "check_plan", "editable", "load_plan", "make_plan",
    "plan_from_text", "scene_list",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # pydantic, numpy and the tagger load only when a planner is asked for.
    if name in {"make_plan", "check_plan", "plan_from_text"}:
        from . import planner as module
    elif name in {"PlanRequest", "PlanResult"}:
        from . import request as module
    elif name in {"ScenePlan", "load_plan"}:
        from . import plan as module
    elif name in {"editable", "scene_list"}:
        from . import readable as module
    elif name == "PlanReport":
        from . import report as module
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(module, name)
