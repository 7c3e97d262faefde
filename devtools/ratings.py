"""Fits two models of the planner to ratings of readers: what a sentence is worth as the first of a scene (`planning/worth.py`),
and how well a sentence goes on from it (`planning/flow.py`).

    python -m devtools.ratings worth|flow                        # the weights, and how well they choose in books not seen by the fit
    python -m devtools.ratings worth|flow --read RATINGS.jsonl   # first reads ratings and the books they are of

A line of RATINGS.jsonl is {"book": folder of a chunked book, "topic": …, "ratings": {sentence: 0 to 3}}, for `flow` with the
"lead" that the sentences were rated behind. Of a first sentence 3 means that a teacher would want exactly this in a one-minute film,
2 good, 1 weak, 0 wrong. The .npz files keep what the models look at, and no text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from t2v_core.planning.candidates import Candidate


@dataclass(frozen=True)
class Model:
    """A linear model: its ratings, how many sentences it chooses for a film or a scene, and what its weights are drawn to."""

    name: str
    few: int
    floors: tuple[float, ...]  # ratings below which the planner takes no sentence
    ridge: float  # how strongly
    before: Mapping[str, float] = field(default_factory=dict)  # by fact; 0 for all others

    @property
    def file(self) -> Path:
        return Path(__file__).with_name(f"ratings_{self.name}.npz")

    def data(self) -> dict[str, np.ndarray]:
        """names (facts), facts (sentences × facts), ratings, choices (which choice a sentence is of), books (of the choices)."""
        with np.load(self.file, allow_pickle=False) as file:
            found = dict(file)
        return {k: v.astype(float) if k in ("facts", "ratings") else v for k, v in found.items()}

    def fit(self, facts: np.ndarray, ratings: np.ndarray, names: Iterable[str]) -> tuple[np.ndarray, float]:
        """Weights of the facts in rating points, and the rating where all facts are 0: a ridge regression."""
        mean = facts.mean(axis=0)
        before = np.array([self.before.get(n, 0.0) for n in names])
        centred = facts - mean
        left = ratings - ratings.mean() - centred @ before
        weights = np.linalg.solve(centred.T @ centred + self.ridge * np.eye(len(before)), centred.T @ left) + before
        return weights, float(ratings.mean() - mean @ weights)


# The weights were set by hand before there were ratings: facts too rare to be learned keep what was thought of them.
WORTH = Model(
    "worth",
    few=5,
    floors=(0.9, 0.6),
    ridge=100.0,
    before={
        "relevance": 0.65, "centrality": 0.45, "subject_fits": 0.15, "mention": 0.15, "objective": 0.05, "section_fits": 0.08,
        "focus": 0.45, "own": 0.2, "drawn": 0.35, "opens": 0.06, "begins": 0.25, "joint": 0.15, "agreed": 0.25, "reviews": 0.3,
        "aside": -0.6, "sibling": -0.35, "episode": -0.25, "takes_up": -0.3, "leans": -0.15, "screen": -0.2, "vague": -0.1,
        "opens_vaguely": -0.25, "says_little": -0.3, "there_is": -0.2, "announces": -0.35, "reports": -0.2, "person": -0.2,
        "nameless": -0.08, "of_words": -0.25, "no_clause": -0.12, "definition": 0.35, "mechanism": 0.2, "result": 0.2,
        "contrast": 0.2, "key_idea": 0.2, "example": 0.1,
    },
)  # fmt: skip
FLOW = Model("flow", few=1, floors=(1.2,), ridge=3.0)


class Choice(NamedTuple):
    """Of the best few sentences of each choice the shares rated good and wrong, and the mean rating."""

    good: float
    wrong: float
    mean: float

    def __str__(self) -> str:
        return f"good {self.good:.1%}, wrong {self.wrong:.1%}, mean rating {self.mean:.2f}"


def chosen(model: Model, choices: Iterable[tuple[np.ndarray, np.ndarray]]) -> Choice:
    """How well values choose, of choices with the values and ratings of their sentences."""
    best = [ratings[np.argsort(-values, kind="stable")[: model.few]] for values, ratings in choices]
    parts = (lambda b: np.mean(b >= 2), lambda b: np.mean(b == 0), np.mean)
    return Choice(*(float(np.mean([part(b) for b in best])) for part in parts))


def choices(data: Mapping[str, np.ndarray]) -> Iterator[np.ndarray]:
    """The rows of each choice."""
    for choice in np.unique(data["choices"]):
        yield data["choices"] == choice


def unseen(model: Model, data: Mapping[str, np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Choice by choice the values by weights that are fitted without its book, and the ratings."""
    book = data["books"][data["choices"]]
    fitted = {
        name: model.fit(data["facts"][book != name], data["ratings"][book != name], data["names"]) for name in set(book)
    }
    for rows in choices(data):
        weights, average = fitted[book[rows][0]]
        yield average + data["facts"][rows] @ weights, data["ratings"][rows]


def by_fact(name: str, data: Mapping[str, np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Choice by choice one fact as the value, and the ratings."""
    column = list(data["names"]).index(name)
    for rows in choices(data):
        yield data["facts"][rows, column], data["ratings"][rows]


def read(model: Model, ratings: Path) -> None:
    """Rates every topic's sentences as the extractive planner does, and keeps the facts of those that readers rated."""
    names: list[str] = []
    rows: list[tuple[list[float], int, int]] = []
    books: list[str] = []
    for number, line in enumerate(ratings.read_text(encoding="utf-8").splitlines()):
        asked = json.loads(line)
        told = dict(_facts(model, asked))
        for text, facts in told.items():
            names = list(facts)
            rows.append((list(facts.values()), asked["ratings"][text], number))
        books.append(Path(asked["book"]).name)
        print(f"{asked['topic']}: {len(told)} of {len(asked['ratings'])}")
    facts, scores, choices = zip(*rows, strict=True)
    np.savez_compressed(
        model.file,
        names=np.array(names),
        facts=np.array(facts, np.float16),
        ratings=np.array(scores, np.int8),
        choices=np.array(choices, np.int16),
        books=np.array(books),
    )


def _facts(model: Model, asked: dict) -> Iterator[tuple[str, dict[str, float]]]:
    """Every rated sentence that the planner finds, with what the model looks at."""
    from t2v_core.planning import flow, worth

    candidates = _candidates(asked["book"], asked["topic"])
    whole = worth.Whole.of(candidates)
    by_text = {c.sentence.text: c for c in reversed(candidates)}
    lead = by_text.get(asked.get("lead", ""))
    for text, candidate in by_text.items():
        if text in asked["ratings"] and (lead or model is WORTH):
            yield text, flow.facts(lead, candidate) if lead else worth.facts(candidate, whole)


@lru_cache(maxsize=1)  # the scenes of one film stand together
def _candidates(book: str, topic: str) -> list[Candidate]:
    from t2v_core.book import load_book
    from t2v_core.host import LocalHost
    from t2v_core.planning import PlanRequest
    from t2v_core.planning.extractive import rated_sentences
    from t2v_core.retrieval import search
    from t2v_core.retrieval.model import SearchSettings

    evidence = search((load_book(Path(book)),), topic, SearchSettings(), LocalHost())
    return rated_sentences(PlanRequest(topic), evidence, LocalHost())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=["worth", "flow"])
    parser.add_argument("--read", type=Path, metavar="RATINGS.jsonl")
    options = parser.parse_args()
    model = {"worth": WORTH, "flow": FLOW}[options.model]
    if options.read:
        read(model, options.read)
    data = model.data()
    weights, average = model.fit(data["facts"], data["ratings"], data["names"])
    for name, weight in zip(data["names"], weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(f"AVERAGE = {average:.2f}")
    before = np.array([model.before.get(n, 0.0) for n in data["names"]])
    old = [(data["facts"][rows] @ before, data["ratings"][rows]) for rows in choices(data)]
    found = list(unseen(model, data))
    books = len(set(data["books"]))
    print(f"{len(data['ratings'])} sentences, {len(old)} choices, {books} books; the best {model.few} of each choice:")
    print(f"  fitted to the other books: {chosen(model, found)}")
    if model.before:
        print(f"  weighed by hand before:    {chosen(model, old)}")
    nearest = "relevance" if model is WORTH else "near"
    print(f"  nearest in meaning:        {chosen(model, by_fact(nearest, data))}")

    values, ratings = (np.concatenate(part) for part in zip(*found, strict=True))
    for floor in model.floors:
        print(f"  of those below {floor}: {np.mean(ratings[values < floor] < 2):.0%} weak or wrong")


if __name__ == "__main__":
    main()
