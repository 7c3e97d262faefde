"""The gate on planted corruptions and true paraphrases of many subjects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from t2v_core.planning.grounding import check_sentence

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("gate_*.json"))


def load(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))


def measure(paths: list[Path], encoder) -> tuple[float, float, list[str]]:
    """Share of corrupted sentences caught, share of paraphrases kept, and the sentences judged wrongly."""
    cases = [c for path in paths for c in load(path)]
    corrupted = [(text, c["source"]) for c in cases for _, text in c["corrupted"]]
    paraphrases = [(text, c["source"]) for c in cases for text in c["paraphrases"]]
    passed = [text for text, source in corrupted if check_sentence(text, [source], encoder).ok]
    lost = [text for text, source in paraphrases if not check_sentence(text, [source], encoder).ok]
    return 1 - len(passed) / len(corrupted), 1 - len(lost) / len(paraphrases), passed + lost


def test_corruptions_are_caught_and_paraphrases_kept(encoder):
    caught, kept, wrong = measure([HERE / "gate_heldout.json"], encoder)
    assert caught >= 0.95 and kept >= 0.85, wrong


@pytest.mark.slow
def test_no_set_falls_behind_and_all_together_reach_the_goal(encoder):
    figures = {path.stem: measure([path], encoder) for path in FILES}
    assert all(caught >= 0.8 and kept >= 0.75 for caught, kept, _ in figures.values()), figures
    caught, kept, _ = figures["gate_cases"]
    assert caught >= 0.95 and kept >= 0.85, figures["gate_cases"]
    caught, kept, _ = measure(FILES, encoder)
    assert caught >= 0.95 and kept >= 0.85


def test_there_are_enough_cases_of_each_kind():
    cases = [c for path in FILES for c in load(path)]
    assert sum(len(c["corrupted"]) for c in cases) >= 100
    assert sum(len(c["paraphrases"]) for c in cases) >= 60
    kinds = {kind for c in cases for kind, _ in c["corrupted"]}
    assert {"negation", "number", "unit", "invention", "roles", "scope", "opposite", "name", "condition"} <= kinds


SOURCE = "Red blood cells carry oxygen from the lungs to the tissues. They live for about 120 days."


@pytest.mark.parametrize(
    "reason, text",
    [
        ("unsupported", "The stock market fell sharply in autumn."),
        ("number", "Red blood cells live for about 210 days."),
        ("unit", "Red blood cells live for about 120 hours."),
        ("name", "Red blood cells carry oxygen from the lungs to the tissues, as Harvey showed."),
        ("negation", "Red blood cells do not carry oxygen from the lungs to the tissues."),
        ("roles", "Red blood cells carry oxygen from the tissues to the lungs."),
        ("invention", "Red blood cells carry oxygen and microplastics from the lungs to the tissues."),
        ("quantity", "All red blood cells always carry oxygen from the lungs to the tissues."),
        ("cause", "Because red blood cells carry oxygen from the lungs to the tissues, they live for about 120 days."),
        ("empty", "..."),
    ],
)  # fmt: skip
def test_a_refusal_names_its_reason(reason, text, encoder):
    verdict = check_sentence(text, [SOURCE], encoder)
    assert (verdict.ok, verdict.reason) == (False, reason)
    assert verdict.detail


def test_a_verbatim_sentence_always_passes(encoder):
    for sentence in ("Red blood cells carry oxygen from the lungs to the tissues.", "They live for about 120 days."):
        assert check_sentence(sentence, [SOURCE], encoder).ok


def test_without_a_passage_nothing_passes(encoder):
    assert check_sentence("Red blood cells carry oxygen.", [], encoder).reason == "empty"
