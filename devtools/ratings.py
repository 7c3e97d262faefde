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
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

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
    """Plans every topic as the extractive planner does, and keeps the facts of the sentences that were rated."""
    from t2v_core.cli.main import main as command
    from t2v_core.planning import rating, worth

    rows: list[list[float]] = []
    scores: list[int] = []
    of_topic: list[int] = []
    of_book: list[str] = []
    names: list[str] = []
    for number, line in enumerate(ratings.read_text(encoding="utf-8").splitlines()):
        asked = json.loads(line)
        first: list[tuple] = []

        def keep(candidate, whole, first=first):  # the first reading of the topic's sentences, before any further one
            first.append((candidate, whole))
            return worth.worth(candidate, whole)

        with mock.patch.object(rating, "worth", keep):
            command(["plan", asked["book"], "--topic", asked["topic"], "--seconds", "60", "--quiet"])
        seen: set[str] = set()
        for candidate, whole in first:
            text = candidate.sentence.text
            if text in asked["ratings"] and text not in seen:
                seen.add(text)
                facts = worth.facts(candidate, whole)
                names = list(facts)
                rows.append(list(facts.values()))
                scores.append(asked["ratings"][text])
                of_topic.append(number)
        of_book.append(Path(asked["book"]).name)
        print(f"{asked['topic']}: {len(seen)} of {len(asked['ratings'])}")
    np.savez_compressed(
        FILE,
        names=np.array(names),
        facts=np.array(rows, np.float16),
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


def chosen_well(topics: list[tuple[np.ndarray, np.ndarray]]) -> str:
    """Of the best few sentences of each topic the share rated good, the share rated wrong, and the mean rating."""
    best = [ratings[np.argsort(-values, kind="stable")[:FEW]] for values, ratings in topics]
    good, wrong = (float(np.mean([np.mean(test(b)) for b in best])) for test in (lambda b: b >= 2, lambda b: b == 0))
    return f"good {good:.1%}, wrong {wrong:.1%}, mean rating {np.mean([b.mean() for b in best]):.2f}"


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
