"""Contact sheets of every template in every theme and aspect: what a change of look is judged by.

`python -m t2v_core.diagram.gallery FOLDER` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ..host import Report, silent
from ..planning.plan import BookRef, Claim, EvidenceItem, PlannerInfo, Scene, ScenePlan, Visual
from .catalogue import catalogue
from .render import render_plan
from .settings import RenderSettings
from .sheet import storyboard
from .theme import THEMES

ASPECTS = {"16x9": (1280, 720), "9x16": (720, 1280), "1x1": (720, 720), "4x3": (960, 720)}
BOOK = "A Short Primer of Machine Learning"

_SAID = {
    "title": ["Gradient descent is how most models learn."],
    "definition": ["Gradient descent is an iterative method that minimises a loss by moving against its gradient."],
    "statement": ["In each step the optimiser moves the weights against the gradient by comparing the loss of two batches."],
    "process": ["First choose k centres.", "Then assign each point to its nearest centre.", "Move each centre to the mean of its points.", "Repeat until nothing changes."],
    "cycle": ["Predict with the current weights.", "Measure the loss.", "Compute the gradient and update the weights."],
    "cause_effect": ["A large step size overshoots the minimum, so the loss grows until training diverges.", "Steep curvature also overshoots the minimum."],
    "hierarchy": ["Machine learning is divided into supervised, unsupervised and reinforcement learning.", "Regression and classification are supervised, clustering is unsupervised."],
    "concept_map": ["A neural network consists of layers of neurons.", "Training adjusts their weights, guided by the loss."],
    "comparison": ["Supervised learning uses labelled data.", "Its goal is to predict; unsupervised learning finds structure.", "Examples are classification and clustering."],
    "timeline": ["In 1958 Rosenblatt builds the perceptron.", "In 1986 back-propagation becomes widely known, in 2012 AlexNet wins."],
    "enumeration": ["A network has an input layer, hidden layers and an output layer."],
    "formula": ["The weights at step t move by the step size times the gradient of the loss."],
    "numbers": ["Logistic regression reaches 91.8 %, a random forest 96.9 %, a convolutional network 99.3 %."],
    "quotation": ["Gradient descent is an iterative method that minimises a loss by moving against its gradient."],
    "recap": ["Descent moves against the gradient.", "k-means repeats two steps.", "Labels make the difference."],
}  # fmt: skip


def gallery(
    folder: Path, report: Report = silent, themes: tuple[str, ...] = (), aspects: tuple[str, ...] = ()
) -> list[Path]:
    """Write one PNG sheet for each theme and aspect into `folder`; returns their paths."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(t, a) for t in themes or tuple(THEMES) for a in aspects or tuple(ASPECTS)]
    plan, written = gallery_plan(), []
    for i, (theme, aspect) in enumerate(wanted):
        width, height = ASPECTS[aspect]
        film = render_plan(plan, RenderSettings(width=width, height=height, theme=theme))
        sheet = storyboard(film, width=2400)
        report(i, len(wanted), f"{theme} {aspect}", sheet)
        written.append(folder / f"{theme}-{aspect}.png")
        Image.fromarray(sheet).save(written[-1])
    report(len(wanted), len(wanted), "Gallery")
    return written


def gallery_plan() -> ScenePlan:
    """One scene for each template there is: sample data for those that show phrases, their own term for computed ones."""
    scenes = []
    for name, kind in catalogue().items():
        term = next(iter(kind.terms), name)
        said = _SAID.get(name, [f"This is how {term} works.", "Each state is computed, then drawn."])
        scenes.append(
            Scene(
                id=name,
                title=_title(name, term),
                role="mechanism",
                seconds=10,
                claims=[Claim(text=s, evidence_ids=["E1"], source="extract") for s in said],
                visual=Visual(template=name, data=_DATA.get(name, {"term": term})),
            )
        )
    passage = EvidenceItem(
        id="E1",
        book=BOOK,
        text=" ".join(_SAID["definition"]),
        page=42,
        section=["4  Optimisation", "4.2  Gradient descent"],
    )
    return ScenePlan(
        title="Every picture",
        topic="templates",
        book=BookRef(id="primer", title=BOOK, authors=[]),
        evidence=[passage],
        scenes=scenes,
        planner=PlannerInfo(kind="manual"),
    )


def _title(name: str, term: str) -> str:
    """As a book would write it: a computed picture by its term, capital first unless it begins with a symbol."""
    title = term if name not in _DATA else name.replace("_", " ")
    return title if title[1:2] == "-" else title[0].upper() + title[1:]


def _d(*texts: str) -> list[dict[str, str]]:
    return [{"text": t, "evidence_id": "E1"} for t in texts]


def _links(*links: tuple[str, str, str]) -> dict[str, list[dict[str, str]]]:
    return {"links": [{"source": a, "label": label, "target": b, "evidence_id": "E1"} for a, label, b in links]}


_DATA: dict[str, dict] = {
    "title": {"title": "Gradient descent", "subtitle": "How a model finds the bottom of its loss"},
    "definition": {
        "term": _d("Gradient descent")[0],
        "meaning": _d("an iterative method that minimises a loss by moving against its gradient")[0],
        "features": _d("iterative method", "minimises a loss", "moving against its gradient"),
    },
    "statement": {
        "subject": _d("The optimiser")[0],
        "verb": "moves",
        "object": _d("the weights")[0],
        "additions": [
            {"word": "In", "text": "each step"},
            {"word": "against", "text": "the gradient"},
            {"word": "by", "text": "comparing the loss of two batches"},
        ],
    },
    "process": {"steps": _d("Choose k centres", "Assign each point to its nearest centre", "Move each centre to the mean of its points", "Repeat until nothing changes")},
    "cycle": {"steps": _d("Predict with the current weights", "Measure the loss", "Compute the gradient", "Update the weights"), "cyclic": True},
    "cause_effect": _links(
        ("large step size", "makes the update", "overshoots the minimum"),
        ("overshoots the minimum", "so the", "loss grows"),
        ("loss grows", "until", "training diverges"),
        ("steep curvature", "also", "overshoots the minimum"),
    ),
    "hierarchy": _links(
        ("Supervised learning", "is a", "Machine learning"),
        ("Unsupervised learning", "is a", "Machine learning"),
        ("Reinforcement learning", "is a", "Machine learning"),
        ("Regression", "is a", "Supervised learning"),
        ("Classification", "is a", "Supervised learning"),
        ("Clustering", "is a", "Unsupervised learning"),
    ),
    "concept_map": _links(
        ("Neural network", "consists of", "layers"),
        ("layers", "contain", "neurons"),
        ("neurons", "have", "weights"),
        ("Training", "adjusts", "weights"),
        ("Loss", "guides", "Training"),
        ("Neural network", "makes", "predictions"),
        ("predictions", "are measured by", "Loss"),
    ),
    "comparison": {
        "columns": _d("Supervised learning", "Unsupervised learning"),
        "rows": [
            {"aspect": "Data", "cells": ["labelled data", "unlabelled data"], "evidence_id": "E1"},
            {"aspect": "Goal", "cells": ["predict the label of new points", "find structure"], "evidence_id": "E1"},
            {"aspect": "Example", "cells": ["classification and regression", "clustering"], "evidence_id": "E1"},
        ],
    },
    "timeline": {
        "events": [
            {"date": str(y), "year": y, "text": t, "evidence_id": "E1"}
            for y, t in (
                (1943, "McCulloch and Pitts describe an artificial neuron"),
                (1958, "Rosenblatt builds the perceptron"),
                (1986, "Back-propagation becomes widely known"),
                (2012, "AlexNet wins ImageNet"),
            )
        ]
    },
    "enumeration": {"heading": "Layers of a network", "items": _d("input layer", "hidden layers", "output layer")},
    "formula": {
        "text": "w_{t+1} = w_t − η ∇L(w_t)",
        "evidence_id": "E1",
        "symbols": [
            {"symbol": s, "meaning": m, "evidence_id": "E1"}
            for s, m in (("w_t", "weights at step t"), ("η", "step size"), ("∇L", "gradient of the loss"))
        ],
    },
    "numbers": {
        "unit": "accuracy",
        "values": [
            {"label": n, "value": v, "text": f"{v} %", "evidence_id": "E1"}
            for n, v in (("Logistic regression", 91.8), ("Random forest", 96.9), ("Convolutional network", 99.3))
        ],
    },
    "quotation": _d("Gradient descent is an iterative method that minimises a loss by moving against its gradient.")[0],
    "recap": {
        "points": [
            {"text": "Descent moves against the gradient", "scene": "definition", "evidence_id": "E1"},
            {"text": "k-means repeats two steps", "scene": "process", "evidence_id": "E1"},
            {"text": "Labels make the difference", "scene": "comparison", "evidence_id": "E1"},
        ]
    },
}  # fmt: skip

if __name__ == "__main__":
    for path in gallery(Path(sys.argv[1])):
        print(path)
