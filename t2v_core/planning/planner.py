"""One door to every planner: check the request, plan, report."""

from __future__ import annotations

from functools import partial

from ..errors import PlanError, quoted
from ..host import Host
from ..retrieval.model import Evidence
from .extractive import plan_extractive
from .gate.entailment import entailment_model
from .gather import Passages
from .language import check_language
from .manual import plan_manual
from .plan import ScenePlan, load_plan
from .report import PlanReport, report_on, with_entailment
from .request import PlanRequest, PlanResult


def make_plan(request: PlanRequest, evidence: Evidence | None, host: Host) -> PlanResult:
    """Plan a film. `evidence` may be None for the manual planner only.

    Raises `InputError` for a request no planner accepts, `InsufficientEvidence` when the book does not
    cover the topic, `PlanError` when no plan can be made.
    """
    request.check()
    notes = check_language(" ".join((request.topic, request.objective)), request.language_policy)
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
    if text.lstrip("\ufeff \t\r\n").startswith("{"):  # pasted from a file, a byte order mark may stand in front
        plan = load_plan(text, "plan_text")
        report = report_on(plan, _encoder_of(evidence, host))
        if request.topic.strip() and request.topic.strip() != plan.topic.strip():
            stale = (
                f"plan_text holds a plan about {quoted(plan.topic)}, not {quoted(request.topic)}; empty it to plan anew"
            )
            report = report.model_copy(update={"warnings": [stale, *report.warnings]})
        return PlanResult(plan, report)
    if text.strip() and request.planner != "manual":
        raise PlanError(
            "plan_text is neither a plan (JSON) nor wanted by this planner. Empty it, or choose planner 'manual'."
        )
    return make_plan(request, evidence, host)


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
