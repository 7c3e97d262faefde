"""Fits what a sentence is worth to a film (`t2v_core/planning/worth.py`) to ratings of readers.

    python -m devtools.ratings                       # the weights, and how well they choose in books not seen by the fit
    python -m devtools.ratings read RATINGS.jsonl    # makes ratings.npz of ratings and the books they are of

A line of RATINGS.jsonl is {"book": folder of a chunked book, "topic": …, "ratings": {sentence: 0 to 3}}: 3 a teacher would want
exactly this in a one-minute film, 2 good, 1 weak, 0 wrong. `ratings.npz` keeps what the model looks at (`worth.facts`),
and no text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

FILE = Path(__file__).with_name("ratings.npz")
# Weights set by hand before there were ratings: the fit is drawn towards them, as far as `RIDGE` says, so that facts too rare
# to be learned keep what was thought of them.
BEFORE = {
    "relevance": 0.65, "centrality": 0.45, "subject_fits": 0.15, "mention": 0.15, "objective": 0.05, "section_fits": 0.08,
    "focus": 0.45, "own": 0.2, "drawn": 0.35, "opens": 0.06, "begins": 0.25, "joint": 0.15, "agreed": 0.25, "reviews": 0.3,
    "aside": -0.6, "sibling": -0.35, "episode": -0.25, "takes_up": -0.3, "leans": -0.15, "screen": -0.2, "vague": -0.1,
    "opens_vaguely": -0.25, "says_little": -0.3, "there_is": -0.2, "announces": -0.35, "reports": -0.2, "person": -0.2,
    "nameless": -0.08, "of_words": -0.25, "no_clause": -0.12, "definition": 0.35, "mechanism": 0.2, "result": 0.2,
    "contrast": 0.2, "key_idea": 0.2, "example": 0.1,
}  # fmt: skip
RIDGE = 100.0
# Sentences of a short film.
FEW = 5


def read(ratings: Path) -> None:
    """Rates every topic's sentences as the extractive planner does, and keeps the facts of those that readers rated."""
    from t2v_core.book import load_book
    from t2v_core.host import LocalHost
    from t2v_core.planning import PlanRequest
    from t2v_core.planning.extractive import rated_sentences
    from t2v_core.planning.worth import Whole, facts
    from t2v_core.retrieval import search
    from t2v_core.retrieval.model import SearchSettings

    host = LocalHost()
    names: list[str] = []
    rows: list[tuple[list[float], int, int]] = []
    of_book: list[str] = []
    for number, line in enumerate(ratings.read_text(encoding="utf-8").splitlines()):
        asked = json.loads(line)
        evidence = search((load_book(Path(asked["book"])),), asked["topic"], SearchSettings(), host)
        candidates = rated_sentences(PlanRequest(asked["topic"]), evidence, host)
        whole = Whole.of(candidates)
        found = {c.sentence.text: c for c in reversed(candidates) if c.sentence.text in asked["ratings"]}
        for text, candidate in found.items():
            told = facts(candidate, whole)
            names = list(told)
            rows.append((list(told.values()), asked["ratings"][text], number))
        of_book.append(Path(asked["book"]).name)
        print(f"{asked['topic']}: {len(found)} of {len(asked['ratings'])}")
    looked_at, scores, of_topic = zip(*rows, strict=True)
    np.savez_compressed(
        FILE,
        names=np.array(names),
        facts=np.array(looked_at, np.float16),
        ratings=np.array(scores, np.int8),
        topics=np.array(of_topic, np.int16),
        books=np.array(of_book),
    )


def fit(facts: np.ndarray, ratings: np.ndarray, names: list[str]) -> tuple[np.ndarray, float]:
    """Weights of the facts in rating points, and the rating where all facts are 0."""
    mean = facts.mean(axis=0)
    before = np.array([BEFORE.get(n, 0.0) for n in names])
    centred = facts - mean
    left = ratings - ratings.mean() - centred @ before
    weights = np.linalg.solve(centred.T @ centred + RIDGE * np.eye(len(names)), centred.T @ left) + before
    return weights, float(ratings.mean() - mean @ weights)


def unseen(data: dict[str, np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Topic by topic the values by weights that are fitted without its book, and the ratings."""
    facts, ratings, names = data["facts"].astype(float), data["ratings"].astype(float), list(data["names"])
    book = data["books"][data["topics"]]
    for name in sorted(set(data["books"])):
        weights, _ = fit(facts[book != name], ratings[book != name], names)
        for topic in np.unique(data["topics"][book == name]):
            rows = data["topics"] == topic
            yield facts[rows] @ weights, ratings[rows]


class Choice(NamedTuple):
    """Of the best few sentences of each topic the shares rated good and wrong, and the mean rating."""

    good: float
    wrong: float
    mean: float

    def __str__(self) -> str:
        return f"good {self.good:.1%}, wrong {self.wrong:.1%}, mean rating {self.mean:.2f}"


def chosen_well(topics: Iterable[tuple[np.ndarray, np.ndarray]]) -> Choice:
    """How well values choose, of topics with the values and ratings of their sentences."""
    best = [ratings[np.argsort(-values, kind="stable")[:FEW]] for values, ratings in topics]
    return Choice(*(float(np.mean([part(b) for b in best])) for part in (_good, _wrong, np.mean)))


def _good(ratings: np.ndarray) -> float:
    return float(np.mean(ratings >= 2))


def _wrong(ratings: np.ndarray) -> float:
    return float(np.mean(ratings == 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", choices=["fit", "read"], default="fit")
    parser.add_argument("ratings", nargs="?", type=Path)
    options = parser.parse_args()
    if options.command == "read":
        read(options.ratings)
    data = dict(np.load(FILE, allow_pickle=False))
    facts, ratings, names = data["facts"].astype(float), data["ratings"].astype(float), list(data["names"])
    weights, average = fit(facts, ratings, names)
    print(f"AVERAGE = {average:.2f}")
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    topics = list(unseen(data))
    before = np.array([BEFORE.get(n, 0.0) for n in names])
    old = [(facts[rows] @ before, ratings[rows]) for t in np.unique(data["topics"]) for rows in [data["topics"] == t]]
    print(
        f"{len(ratings)} sentences, {len(topics)} topics, {len(set(data['books']))} books; the best {FEW} of each topic:"
    )
    print(f"  fitted to the other books: {chosen_well(topics)}")
    print(f"  as weighed by hand before: {chosen_well(old)}")


if __name__ == "__main__":
    main()
