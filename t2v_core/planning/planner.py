"""One door to every planner: check the request, plan, report."""

from __future__ import annotations

import re
from functools import partial

from ..errors import PlanError, quoted
from ..host import Host
from ..retrieval.model import Evidence
from .backends.local import release_kept
from .extractive import plan_extractive
from .gate.entailment import entailment_model
from .gather import Passages
from .language import check_language
from .manual import plan_manual
from .plan import ScenePlan, load_plan
from .report import PlanReport, report_on, with_entailment
from .request import PlanRequest, PlanResult
from .text import squash

# A plan, from its first brace on: pasted from a file with a byte order mark, or from a chat with a fence.
_PLAN = re.compile(r"[\ufeff\s]*(?:(?:```|~~~)\w*\s+)?\{\s*[\"}]")
TENTH = 0.1  # seconds that sums of edited lengths may differ by


def make_plan(request: PlanRequest, evidence: Evidence | None, host: Host) -> PlanResult:
    """Plan a film. `evidence` may be None for the manual planner only.

    Raises `InputError` for a request no planner accepts, `InsufficientEvidence` when the book does not
    cover the topic, `PlanError` when no plan can be made.
    """
    request.check()
    notes = check_language(" ".join((request.topic, request.objective)), request.language_policy)
    if request.planner != "local_llm":  # what was kept for a next plan of that kind would stay for good
        release_kept()
    if request.planner == "manual":
        plan = plan_manual(request)
    elif request.planner == "extractive":
        plan = plan_extractive(request, evidence, host)
    else:
        from .llm import plan_with_llm

        plan = plan_with_llm(request, evidence, host)
    if notes:
        plan = plan.model_copy(update={"audit": [*notes, *plan.audit]})
    return PlanResult(plan, report_on(plan, _encoder_of(evidence, host)))


def plan_from_text(text: str, request: PlanRequest, evidence: Evidence | None, host: Host) -> PlanResult:
    """A hand-edited plan file's text used as it is; any other text is the manual planner's lines."""
    if _PLAN.match(text):
        plan = load_plan(text, "plan_text")
        report = report_on(plan, _encoder_of(evidence, host))
        if unlike := _unlike(plan, request):
            kept = (
                f"plan_text holds a plan of its own, used as it is: {'; '.join(unlike)}. Empty plan_text to plan anew"
            )
            report = report.model_copy(update={"warnings": [kept, *report.warnings]})
        return PlanResult(plan, report)
    if text.strip() and request.planner != "manual":
        raise PlanError(
            "plan_text is neither a plan (JSON) nor wanted by this planner. Empty it, or choose planner 'manual'."
        )
    return make_plan(request, evidence, host)


def _unlike(plan: ScenePlan, request: PlanRequest) -> list[str]:
    """What a plan kept as text holds otherwise than it is asked for beside it."""
    found = []
    respelled = any(e.event == "topic_respelled" and quoted(request.topic) in e.detail for e in plan.audit)
    if not respelled and squash(request.topic).lower() not in ("", squash(plan.topic).lower()):
        found.append(f"its topic is {quoted(plan.topic)}, not {quoted(request.topic)}")
    if abs(request.seconds - plan.seconds) >= TENTH:
        found.append(f"it lasts {plan.seconds:g} s, not {request.seconds:g} s")
    if request.scenes not in (0, len(plan.scenes)):
        found.append(f"it has {len(plan.scenes)} scenes, not {request.scenes}")
    for name in ("audience", "objective", "style"):
        has, asked = getattr(plan, name), getattr(request, name)
        if name == "audience" and not squash(has):
            continue  # its widget is never empty
        if squash(has).lower() != squash(asked).lower():
            found.append(f"its {name} is {quoted(has)}, not {quoted(asked)}")
    return found


def check_plan(plan: ScenePlan, host: Host, nli_model: str = "") -> PlanReport:
    """The report of an existing plan against the passages it carries; with an NLI model, also what it finds not entailed.

    Raises what `entailment_model` raises.
    """
    host.report(0, 1, "Checking the plan")
    report = report_on(plan)
    with entailment_model(nli_model, host) as entailment:
        if entailment is not None:
            report = with_entailment(report, plan, partial(entailment.refusal, report=host.report))
    host.report(1, 1, "Plan checked")
    return report


def _encoder_of(evidence: Evidence | None, host: Host):
    """What measures meaning for the report: the evidence's encoder, or None where there is none."""
    if evidence is None:
        return None
    passages = Passages(evidence, host)
    return passages.encode if passages.embedded else None
