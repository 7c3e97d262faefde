"""A plan for a person: scene by scene what is said, from which page, for how long, and what is drawn.

`scene_list` is for reading before the film is made, `editable` for changing it.
"""

from __future__ import annotations

import json

from .plan import Claim, Scene, ScenePlan, spoken


def scene_list(plan: ScenePlan) -> str:
    """The whole film as a few lines a scene, every sentence with its pages."""
    head = f"{plan.title}: {len(plan.scenes)} scenes, {plan.seconds:g} s"
    several = len({e.book for e in plan.evidence}) > 1
    return "\n\n".join([head, *(_scene(n, s, plan, several) for n, s in enumerate(plan.scenes, 1))])


def editable(plan: ScenePlan) -> str:
    """The plan file (JSON) as it is best edited: scenes before the passages, and narration that only joins the claims
    left out, so that each sentence stands in one place."""
    data = plan.model_dump(mode="json")
    for scene, shown in zip(plan.scenes, data["scenes"], strict=True):
        if scene.narration == spoken([c.text for c in scene.claims]):
            del shown["narration"]
    data["evidence"] = data.pop("evidence")  # last
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _scene(number: int, scene: Scene, plan: ScenePlan, several: bool) -> str:
    facts = f"{scene.seconds:g} s, {scene.role.replace('_', ' ')}"
    if scene.visual.template:
        facts += f", drawn as {scene.visual.template.replace('_', ' ')}"
    said = [f"   {c.text} ({_source(c, plan, several)})" for c in scene.claims]
    return "\n".join([f"{number}. {scene.title} [{facts}]", *(said or [f"   {scene.narration or 'Nothing is said.'}"])])


def _source(claim: Claim, plan: ScenePlan, several: bool) -> str:
    """The pages of a claim, with the book's title where there are several books."""
    cited = [plan.passage(i) for i in claim.evidence_ids]
    places = [", ".join(filter(None, (e.book if several or not e.place else "", e.place))) for e in cited]
    worded = ["worded by a language model"] if claim.source == "llm" else []
    return "; ".join([*dict.fromkeys(places), *worded]) or "no source"
