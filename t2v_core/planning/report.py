"""What there is to say about a plan: grounding, coverage, redundancy, pace, order of concepts, labels, pictures.

Each measure is computed from the plan alone (its passages travel inside it), so a hand-edited or generated
plan is judged by the same rules. Unusual values are warnings, never refusals.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict

from .concepts import MAX_CONCEPTS
from .english.references import starts_dangling
from .english.stem_vectors import stem_vectors
from .pacing import FASTEST, FASTEST_SCENE, SLOWEST
from .plan import Scene, ScenePlan
from .provenance import contradicts, grounded, unclaimed, unfounded, unspoken
from .shown import hidden, label_flaw, picture_flaws, title_flaws
from .text import content_stems, count_words, mention_stems, overlap
from .topic import Topic, read_topic
from .visuals import only_words

if TYPE_CHECKING:
    from .gate.grounding import Entailment

# Above this the scenes of a plan repeat each other (cosines of plans that read so).
MAX_REDUNDANCY = 0.80
MAX_WORDY = 0.2
# A long film may tell what stands around its topic; from one scene in five on it is a film about something else too.
MOST_ELSEWHERE, _LONG = 0.2, 8
_FIRST = re.compile(r"^First(?:ly)?,? ")  # the first step points on, not back
Encode = Callable[[Sequence[str]], np.ndarray]


class PlanReport(BaseModel):
    """Figures of a plan. Ratios are 0 to 1; `pace` is words a second."""

    model_config = ConfigDict(frozen=True)

    sourced: bool
    scenes: int
    seconds: float
    words: int
    pace: float
    slowest_scene: float
    fastest_scene: float
    grounding: float  # share of claims found word for word in a passage they cite
    ungrounded: list[str]  # "s2: sentence" of claims that are not, and of narration that no claim holds
    uncited: list[str]  # the claims among them that cite no passage
    unclaimed: list[str]  # the narration among them: said, but claimed of no passage
    unspoken: list[str]  # claims that the narration of their scene leaves out
    silent: list[str]  # scenes in which nothing is said
    hurried: list[str]  # scenes too short for their narration
    unfounded: list[str]  # phrases of pictures that are not in the passage they cite
    contradictions: list[str]  # negation or numbers that the cited passage does not have
    topic_coverage: float  # share of the topic's words that the scenes use
    objective_coverage: float
    redundancy: float  # largest cosine between the narrations of two scenes
    redundancy_by: str  # "meaning" (embeddings) or "words" (shared stems)
    used_before_defined: list[str]
    label_flaws: list[str]
    title_flaws: list[str]
    hidden: list[str]  # characters that nobody sees and that can turn or cut a line
    undrawable: list[str]  # pinned pictures that the renderer refuses
    crowded: list[str]  # scenes of more than three key concepts
    elsewhere: list[str]  # scenes of a long film that neither name the topic nor come from a section that does
    dangling: list[str]  # scenes that open with a word that points back
    roles: list[str]
    templates: dict[str, int]
    wordy_share: float  # pictures that only set words, statements that nothing is added to among them
    not_entailed: list[
        str
    ] = []  # claims in other words than the book's that an NLI model does not find in their passage
    warnings: list[str]

    def to_json(self) -> str:
        """The report as JSON text."""
        return self.model_dump_json(indent=2)

    def text(self) -> str:
        """The report for a reader."""
        source = f"grounding {self.grounding:.0%}" if self.sourced else "no source"
        lines = [
            f"{self.scenes} scenes, {self.seconds:g} s, {self.words} words, {self.pace:.2f} words/s; {source}",
            f"topic coverage {self.topic_coverage:.0%}, objective coverage {self.objective_coverage:.0%}, redundancy {self.redundancy:.2f} (by {self.redundancy_by})",
            "roles: " + " → ".join(self.roles),
            "pictures: " + ", ".join(f"{name} × {n}" for name, n in self.templates.items()),
        ]
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])


def report_on(plan: ScenePlan, encode: Encode | None = None) -> PlanReport:
    """The report of a plan; `encode` (texts to unit rows) measures redundancy by meaning instead of shared words."""
    said = [(s, c) for s in plan.scenes for c in s.claims]
    held = [grounded(plan, c.text, c.evidence_ids) for _, c in said]
    unheld = unclaimed(plan) if plan.sourced else []
    topic = read_topic(plan.topic, plan.objective, [e.text for e in plan.evidence])
    shown = " . ".join(" . ".join((s.title, s.label, s.narration, *s.key_concepts)) for s in plan.scenes)
    paces = [count_words(s.narration) / s.seconds for s in plan.scenes]
    total = sum(count_words(s.narration) for s in plan.scenes)
    templates = [s.visual.template or "none" for s in plan.scenes]
    figures = {
        "sourced": plan.sourced,
        "scenes": len(plan.scenes),
        "seconds": round(plan.seconds, 3),
        "words": total,
        "pace": round(total / plan.seconds, 3),
        "slowest_scene": round(min(paces), 3),
        "fastest_scene": round(max(paces), 3),
        "grounding": round(sum(held) / (len(held) + len(unheld)), 4) if plan.sourced and held else 0.0,
        "ungrounded": [
            *(f"{s.id}: {c.text}" for (s, c), ok in zip(said, held, strict=True) if plan.sourced and not ok),
            *unheld,
        ],
        "uncited": [f"{s.id}: {c.text}" for s, c in said if plan.sourced and not c.evidence_ids],
        "unclaimed": unheld,
        "unspoken": unspoken(plan.scenes),
        "silent": [s.id for s in plan.scenes if not s.narration],
        "hurried": [_hurry(s) for s in plan.scenes if count_words(s.narration) > FASTEST_SCENE * s.seconds],
        "unfounded": [f"{s.id}: {flaw}" for s in plan.scenes for flaw in unfounded(plan, s)],
        "contradictions": [x for s, c in said if plan.sourced for x in contradicts(plan, s, c.text, c.evidence_ids)],
        "topic_coverage": round(len(topic.covered(shown)) / max(1, len(topic.stems)), 4),
        "objective_coverage": round(overlap(topic.objective_stems, mention_stems(shown)), 4)
        if topic.objective_stems
        else 1.0,
        "redundancy": round(_redundancy(plan.scenes, encode or stem_vectors), 4),
        "redundancy_by": "meaning" if encode else "words",
        "used_before_defined": _early(plan.scenes),
        "label_flaws": [f"{s.id}: {flaw}" for s in plan.scenes if (flaw := label_flaw(s))],
        "title_flaws": title_flaws(plan.scenes),
        "hidden": [f"{s.id}: {marks}" for s in plan.scenes if (marks := hidden(s))],
        "undrawable": picture_flaws([s for s in plan.scenes if s.visual.pinned]),
        "crowded": [f"{s.id}: {len(s.key_concepts)}" for s in plan.scenes if len(s.key_concepts) > MAX_CONCEPTS],
        "elsewhere": _elsewhere(plan, topic) if plan.sourced and len(plan.scenes) >= _LONG else [],
        "dangling": [s.id for s in plan.scenes if starts_dangling(_FIRST.sub("", s.narration))],
        "roles": [s.role for s in plan.scenes],
        "templates": {t: templates.count(t) for t in sorted(set(templates), key=lambda t: (-templates.count(t), t))},
        "wordy_share": round(sum(map(_only_words, plan.scenes)) / len(plan.scenes), 4),
    }
    return PlanReport(**figures, warnings=[*_warnings(figures), *picture_flaws(plan.scenes), *_audit(plan)])


def _elsewhere(plan: ScenePlan, topic: Topic) -> list[str]:
    """Scenes of which neither what they say nor a heading above it names a word of the topic."""
    found = []
    for scene in plan.scenes:
        headings = (h for c in scene.claims for i in c.evidence_ids for h in plan.passage(i).section)
        if not any(topic.covered(text) for text in (scene.title, scene.narration, *headings)):
            found.append(scene.id)
    return found


def _only_words(scene: Scene) -> bool:
    return only_words(scene.visual.template, scene.visual.data)


def _hurry(scene: Scene) -> str:
    count = count_words(scene.narration)
    return f"{scene.id}: {count} words in {scene.seconds:g} s, give it at least {math.ceil(count / FASTEST)} s"


def with_entailment(report: PlanReport, plan: ScenePlan, entailment: Entailment) -> PlanReport:
    """The report with what an NLI model says of each claim that is not word for word in a passage it cites."""
    from .gate.grounding import premises

    found = []
    for scene in plan.scenes if plan.sourced else ():
        for claim in scene.claims:
            if claim.evidence_ids and not grounded(plan, claim.text, claim.evidence_ids):
                cited = premises(tuple(plan.passage(i).text for i in claim.evidence_ids))
                if refusal := entailment(cited, claim.text):
                    found.append(f"{scene.id}: {claim.text} ({refusal})")
    warnings = [*report.warnings, *(f"not entailed by its passage: {text}" for text in found)]
    return report.model_copy(update={"not_entailed": found, "warnings": warnings})


def _redundancy(scenes: Sequence[Scene], encode: Encode) -> float:
    texts = [s.narration for s in scenes if s.narration]
    if len(texts) < 2:
        return 0.0
    rows = np.asarray(encode(texts))
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, 0.0)
    return float(max(0.0, cosines.max()))


def _early(scenes: Sequence[Scene]) -> list[str]:
    """Concepts a scene uses although a later scene is the one that defines them."""
    found = []
    for at, scene in enumerate(scenes):
        if scene.role != "definition" or at == 0:
            continue
        named = scene.visual.data.get("term")
        term = named.get("text") if isinstance(named, dict) else None
        stems = set(content_stems(term)) if isinstance(term, str) else set()
        for before in scenes[:at]:
            if stems and before.role != "hook" and stems <= set(content_stems(before.narration)):
                found.append(f"{before.id} uses {term!r}, defined in {scene.id}")
                break
    return found


def _warnings(f: dict) -> list[str]:
    too_long = f"make the film at most {max(1, math.floor(f['words'] / SLOWEST))} s long, or say more"
    loose = [text for text in f["ungrounded"] if text not in [*f["unclaimed"], *f["uncited"]]]
    checks = (
        (loose, f"not in a passage that is cited for it: {'; '.join(loose)}"),
        (f["uncited"], f"cites nothing, so not in a passage of the book: {'; '.join(f['uncited'])}"),
        (f["unclaimed"], f"the narration says what no claim holds: {'; '.join(f['unclaimed'])}"),
        (f["unspoken"], f"claimed, but not in the narration of its scene: {'; '.join(f['unspoken'])}"),
        (f["silent"], f"nothing is said in {', '.join(f['silent'])}"),
        (f["unfounded"], f"shown, but not in the passage that is cited for it: {'; '.join(f['unfounded'])}"),
        (f["contradictions"], "; ".join(f["contradictions"])),
        (
            f["pace"] < SLOWEST,
            f"pace {f['pace']:.2f} words/s is slow (usual: {SLOWEST}–{FASTEST}): {'the book says too little for this length' if f['sourced'] else too_long}",
        ),
        (
            f["pace"] > FASTEST,
            f"pace {f['pace']:.2f} words/s is fast (usual: {SLOWEST}–{FASTEST}): make the film at least {math.ceil(f['words'] / FASTEST)} s long, or ask for fewer scenes",
        ),
        (f["hurried"], f"too fast to follow: {'; '.join(f['hurried'])}"),
        (f["topic_coverage"] < 0.9, f"only {f['topic_coverage']:.0%} of the topic's words are covered"),
        (f["objective_coverage"] < 0.5, f"only {f['objective_coverage']:.0%} of the objective's words are covered"),
        (f["redundancy"] > MAX_REDUNDANCY, f"two scenes say nearly the same ({f['redundancy']:.2f})"),
        (f["used_before_defined"], "; ".join(f["used_before_defined"])),
        (f["label_flaws"], "; ".join(f["label_flaws"])),
        (f["title_flaws"], "; ".join(f["title_flaws"])),
        (f["hidden"], f"characters that nobody sees, delete them: {'; '.join(f['hidden'])}"),
        (f["crowded"], f"more than {MAX_CONCEPTS} key concepts: {'; '.join(f['crowded'])}"),
        (
            len(f["elsewhere"]) > MOST_ELSEWHERE * f["scenes"],
            f"{len(f['elsewhere'])} of {f['scenes']} scenes ({', '.join(f['elsewhere'][:5])}, …) are about what stands around the topic: the book says too little of it for {f['seconds']:g} s, ask for a shorter film",
        ),
        (f["dangling"], f"scenes open with a word that points back: {', '.join(f['dangling'])}"),
        (f["wordy_share"] > MAX_WORDY, f"{f['wordy_share']:.0%} of the pictures only set words"),
        (not f["sourced"], "no source: no book stands behind this plan"),
    )
    return [text for bad, text in checks if bad]


def _audit(plan: ScenePlan) -> list[str]:
    return [f"{e.scene + ': ' if e.scene else ''}{e.event}: {e.detail}" for e in plan.audit]
