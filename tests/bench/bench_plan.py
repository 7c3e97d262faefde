"""The extractive planner's figures over 30 topics of four books: grounding, scenes, coverage, redundancy, pictures, CPU.

The sample book is in the repository; the three others are public PDFs that are not. Their folder is named
by `T2V_BENCH_BOOKS`, or is `shared/books` beside or inside the checkout.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

from devtools.environment import ROOT
from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.book.model import Book
from t2v_core.errors import InsufficientEvidence
from t2v_core.host import LocalHost
from t2v_core.planning import PlanRequest, PlanResult, make_plan
from t2v_core.planning.outline import FEWEST
from t2v_core.planning.scene_roles import named_at_end
from t2v_core.planning.topic import Topic, read_topic
from t2v_core.planning.visuals import WORDY_TEMPLATES, only_words
from t2v_core.retrieval import SearchSettings, search
from tests.bench.harness import Bench, MissingPeer

SAMPLE = ROOT / "workflows" / "samples" / "machine_learning_primer.pdf"
SHARED = ("machine-learning-cheat-sheet.pdf", "WekaManual.pdf", "hmmer-userguide.pdf")
SECONDS = 45.0
TOPICS = (
    (SAMPLE.name, "gradient descent"),
    (SAMPLE.name, "an explainer video showing how gradients propagate in backpropagation"),
    (SAMPLE.name, "k-means clustering"),
    (SAMPLE.name, "decision trees"),
    (SAMPLE.name, "principal component analysis"),
    (SAMPLE.name, "overfitting and regularization"),
    (SAMPLE.name, "explain A* search on a graph, step by step"),
    (SAMPLE.name, "attention in Transformers"),
    (SAMPLE.name, "precision and recall"),
    (SAMPLE.name, "logistic regression"),
    (SHARED[0], "Bayesian model selection"),
    (SHARED[0], "the bias-variance tradeoff"),
    (SHARED[0], "support vector machines"),
    (SHARED[1], "cross-validation"),
    (SHARED[1], "Bayesian networks"),
    (SHARED[1], "attribute selection"),
    (SHARED[1], "the ARFF file format"),
    (SHARED[2], "profile hidden Markov models"),
    (SHARED[2], "E-values"),
    (SHARED[2], "the acceleration pipeline"),
)
# Added when the planner stood, and not looked at while it was made: what it does at first sight.
UNSEEN = (
    (SAMPLE.name, "random forests"),
    (SAMPLE.name, "dropout"),
    (SHARED[0], "logistic regression"),
    (SHARED[0], "naive Bayes"),
    (SHARED[0], "mixture models"),
    (SHARED[1], "discretization of attributes"),
    (SHARED[1], "the Experimenter"),
    (SHARED[2], "bit scores"),
    (SHARED[2], "biased composition"),
    (SHARED[2], "domain annotation"),
)


def run(b: Bench) -> None:
    host = LocalHost()
    books = {p.name: chunk_book(p, ChunkSettings(), host, ROOT / ".t2v" / "bench" / "library") for p in _files()}
    plan_one(books[SAMPLE.name], "linear regression", host)  # loads the encoder and the tagger
    results: list[PlanResult] = []
    cpu: list[float] = []
    for name, topic in (*TOPICS, *UNSEEN):
        result, seconds = plan_one(books[name], topic, host)
        cpu.append(seconds)
        if result is None:
            b.note(f"{topic} ({name}): insufficient evidence")
            continue
        results.append(result)
        r = result.report
        b.note(
            f"{topic} ({name}): {r.scenes} scenes, coverage {r.topic_coverage:.2f}, redundancy {r.redundancy:.2f}, "
            f"{r.pace:.2f} words/s, wordy {r.wordy_share:.2f}, {seconds:.2f} CPU s"
        )
    _figures(b, results, cpu)


def plan_one(book: Book, topic: str, host: LocalHost) -> tuple[PlanResult | None, float]:
    """The plan, or None where the book says too little; and the CPU seconds of planning."""
    start = time.process_time()
    try:
        evidence = search([book], topic, SearchSettings(), host)
        return make_plan(PlanRequest(topic, seconds=SECONDS), evidence, host), time.process_time() - start
    except InsufficientEvidence:
        return None, time.process_time() - start


def _figures(b: Bench, results: list[PlanResult], cpu: list[float]) -> None:
    reports = [r.report for r in results]
    pictures = Counter(t for r in reports for t in r.templates for _ in range(r.templates[t]))
    b.note("pictures: " + ", ".join(f"{t} {n}" for t, n in pictures.most_common()))
    b.figure("topics planned", len(results), f"of {len(TOPICS) + len(UNSEEN)}")
    b.figure("grounding ratio, lowest", min(r.grounding for r in reports), at_least=1.0)
    b.figure("scenes of a plan, fewest", min(r.scenes for r in reports), at_least=FEWEST)
    b.figure("coverage of topic terms, lowest", min(r.topic_coverage for r in reports), at_least=0.9)
    b.figure("redundancy, highest", max(r.redundancy for r in reports), at_most=0.75)
    b.figure("scenes that open with a dangling word", sum(len(r.dangling) for r in reports), at_most=0)
    b.figure("one-word or repeated titles", sum(len(r.title_flaws) for r in reports), at_most=0)
    b.figure("definitions whose subject is not the topic", sum(map(_foreign_definitions, results)), at_most=0)
    wordy = sum(pictures[t] for t in WORDY_TEMPLATES)
    b.figure("quotations, enumerations and titles", wordy / pictures.total(), "of the scenes", at_most=0.2)
    plain = (
        sum(only_words(s.visual.template, s.visual.data) for r in results for s in r.plan.scenes if s.visual) - wordy
    )
    b.figure("statements", pictures["statement"] / pictures.total(), "of the scenes")
    b.figure("statements that nothing is added to", plain / pictures.total(), "of the scenes")
    b.figure("CPU of a plan, highest", max(cpu), "s", below=3.0)


def _foreign_definitions(result: PlanResult) -> int:
    plan = result.plan
    topic = read_topic(plan.topic, passages=[e.text for e in plan.evidence])
    return sum(s.role == "definition" and not _defines(s.claims[0].text, topic) for s in plan.scenes)


def _defines(text: str, topic: Topic) -> bool:
    named = named_at_end(text)
    return topic.is_subject_of(text) or (named is not None and topic.names(named[0]))


def _files() -> list[Path]:
    """The four books; `MissingPeer` says how to give the folder of the three that are not in the repository."""
    named = os.environ.get("T2V_BENCH_BOOKS")
    folders = [Path(named)] if named else [ROOT.parent / "shared" / "books", ROOT / "shared" / "books"]
    for folder in folders:
        if all((folder / name).is_file() for name in SHARED):
            return [SAMPLE, *(folder / name for name in SHARED)]
    raise MissingPeer(
        f"The books {', '.join(SHARED)} are not in {' or '.join(map(str, folders))}. "
        "Set T2V_BENCH_BOOKS to the folder that holds them."
    )
