"""Plans such as books and people really make them: long words, empty labels, nine items, formulas, every script."""

from __future__ import annotations

import random

from t2v_core.planning.plan import BookRef, Claim, EvidenceItem, PlannerInfo, Scene, ScenePlan, Visual

WORDS = (
    "gradient descent loss the weight of a network is and learning rate converges to minimum in every step "
    "regularisation hyperparameter optimisation data set with labels not for classification between clusters"
).split()
ODD = (
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "supercalifragilisticexpialidociousness",
    "https://example.org/a/very/long/path/that/nobody/reads.html",
    "w_{t+1} = w_t − η ∇L(w_t)",
    "التعلّم الآلي هو فرع من الذكاء الاصطناعي",
    "यंत्र अधिगम कृत्रिम बुद्धिमत्ता की एक शाखा है",
    "機械学習は人工知能の一分野であり、データから学ぶ。",
    "🤖 learns 📈",
    "e\u0301tude de l’apprentissage",
    "x\u200b\u00ad\u0007y",
    "A",
    "—",
)
ROLES = ("hook", "definition", "mechanism", "contrast", "example", "result", "key_idea", "recap")


class Ugly:
    """Everything a plan may hold, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)

    def phrase(self, most: int = 6) -> str:
        r = self.r
        if r.random() < 0.25:
            return r.choice(ODD)
        return " ".join(r.choice(WORDS) for _ in range(r.randint(1, most)))

    def sentence(self) -> str:
        return " ".join(self.phrase(8) for _ in range(self.r.randint(1, 4)))[:390].strip().capitalize() + "."

    def datum(self, most: int = 8) -> dict:
        return {"text": self.phrase(most), "evidence_id": self.eid()}

    def eid(self) -> str:
        return self.r.choice(("E1", "E2", ""))

    def links(self, least: int, most: int) -> list[dict]:
        r = self.r
        names = [self.phrase(4) + f" {i}" * (r.random() < 0.5) for i in range(r.randint(2, max(3, most)))]
        return [
            {
                "source": r.choice(names),
                "target": r.choice(names),
                "label": r.choice(("", "is a", "leads to", self.phrase(3))),
                "evidence_id": self.eid(),
            }
            for _ in range(r.randint(least, most))
        ]

    def tree(self, most: int) -> list[dict]:
        r = self.r
        names = [f"{self.phrase(3)} {i}" for i in range(r.randint(3, most + 1))]
        pairs = [(names[r.randrange(i)], names[i]) for i in range(1, len(names))]
        pairs = pairs if r.random() < 0.5 else [(b, a) for a, b in pairs]  # both ways of writing a tree are read
        return [{"source": a, "target": b, "label": "is a", "evidence_id": self.eid()} for a, b in pairs]

    def data(self, template: str) -> dict:
        r, n = self.r, self.r.randint
        if template == "title":
            return {"title": self.phrase(9), "subtitle": r.choice(("", self.phrase(9)))}
        if template == "definition":
            features = [self.datum(5) for _ in range(n(0, 5))]
            return {"term": self.datum(3), "meaning": {"text": self.sentence()}, "features": features}
        if template == "statement":
            added = [
                {"word": r.choice(("", "by", "such as")), "text": self.phrase(9), "of": r.choice(("verb", "object"))}
                for _ in range(n(0, 4))
            ]
            return {
                "subject": self.datum(8),
                "verb": r.choice(("", self.phrase(4))),
                "object": self.datum(14),
                "additions": added,
            }
        if template in ("process", "cycle"):
            return {"steps": [self.datum(12) for _ in range(n(2, 9))], "cyclic": template == "cycle"}
        if template == "cause_effect":
            return {"links": self.links(1, 8)}
        if template == "hierarchy":
            return {"links": self.tree(24) if r.random() < 0.7 else self.links(2, 12)}
        if template == "concept_map":
            return {"links": self.links(2, 40 if r.random() < 0.2 else 12)}
        if template == "comparison":
            k = n(2, 3)
            rows = [
                {"aspect": r.choice(("", self.phrase(3))), "cells": [self.phrase(10) for _ in range(k)]}
                for _ in range(n(1, 6))
            ]
            return {"columns": [self.datum(4) for _ in range(k)], "rows": rows}
        if template == "timeline":
            years = [n(-500, 2030) for _ in range(n(2, 10))]
            return {"events": [{"date": f"{y}", "year": y, "text": self.phrase(12)} for y in years]}
        if template == "enumeration":
            return {"heading": r.choice(("", self.phrase(5))), "items": [self.datum(9) for _ in range(n(2, 9))]}
        if template == "formula":
            texts = ("σ(z) = 1/(1+e^−z)", "w_{t+1} = w_t − η ∇L(w_t)", "E = mc²", "]broken[ x", self.phrase(12))
            symbols = [
                {"symbol": r.choice(("w_t", "η", "∇L", r"\sigma", "loss")), "meaning": self.phrase(8)}
                for _ in range(n(0, 7))
            ]
            return {"text": r.choice(texts), "symbols": symbols}
        if template == "numbers":
            values = [
                {"label": self.phrase(4), "value": round(r.uniform(-5, 100), 1), "text": f"{r.uniform(0, 9999):.1f} %"}
                for _ in range(n(1, 12))
            ]
            return {"kind": r.choice(("bar", "line", "share")), "unit": r.choice(("", "%", "ms")), "values": values}
        if template == "recap":
            points = [{"text": self.phrase(12), "scene": r.choice(("", "s0", "s1"))} for _ in range(n(1, 6))]
            return {"points": points}
        return {"text": self.sentence(), "evidence_id": self.eid()}

    def plan(self, templates: tuple[str, ...], scenes: int = 0) -> ScenePlan:
        """A plan with one scene for each template, or `scenes` of them drawn at random."""
        chosen = list(templates) if not scenes else [self.r.choice(templates) for _ in range(scenes)]
        titles = ["", "A", self.phrase(4), self.phrase(9), "How k-means finds groups"]
        built = [
            Scene(
                id=f"s{i}",
                title=self.r.choice(titles),
                role=self.r.choice(ROLES),
                seconds=round(self.r.uniform(2, 12), 2),
                label=self.r.choice(("", self.phrase(8))),
                claims=[
                    Claim(text=self.sentence(), evidence_ids=[e] if (e := self.eid()) else [], source="extract")
                    for _ in range(self.r.randint(0, 3))
                ],
                visual=Visual(template=t, data=self.data(t)),
            )
            for i, t in enumerate(chosen)
        ]
        evidence = [
            EvidenceItem(
                id="E1", book="A Primer", text="A passage.", page=42, section=["4 Optimisation", "4.2 Descent"]
            ),
            EvidenceItem(
                id="E2",
                book="A Very Long Book Title, with a Subtitle That Goes On: Foundations, Methods and Applications (3rd ed.)",
                text="Another.",
                page=7,
                page_label="vii",
                section=["Part One " + "and more " * 12],
            ),
        ]
        return ScenePlan(
            title=self.phrase(8),
            topic="topic",
            book=BookRef(id="b", title="A Primer", authors=["A. Author"]),
            evidence=evidence,
            scenes=built,
            planner=PlannerInfo(kind="manual"),
        )
