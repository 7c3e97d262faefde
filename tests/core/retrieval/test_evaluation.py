import json
import math

import numpy as np
import pytest

from t2v_core.book.embed import load_encoder
from t2v_core.errors import InputError
from t2v_core.retrieval import SearchSettings, evaluate
from t2v_core.retrieval.evaluation import _metrics, windows


def write_lines(file, rows):
    file.write_text("\n".join(json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return file


def test_metrics_are_those_of_the_textbook():
    found = [False, True, True] + [False] * 30
    ndcg, recall, reciprocal = _metrics(found, relevant=4)
    ideal = sum(1 / math.log2(i + 1) for i in range(1, 5))
    assert ndcg == pytest.approx((1 / math.log2(3) + 1 / math.log2(4)) / ideal)
    assert recall == 0.5
    assert reciprocal == 0.5
    assert _metrics([True] * 24, 30) == pytest.approx((1.0, 0.8, 1.0))
    assert _metrics([], 3) == (0.0, 0.0, 0.0)


def test_every_mode_is_judged_and_vectors_are_kept(tmp_path, host):
    docs = write_lines(
        tmp_path / "d.jsonl",
        [
            {"id": 1, "text": "Cats purr when they are content."},
            {"id": 2, "text": "A diesel engine ignites fuel by compression."},
            {"id": 3, "text": "Bread rises because yeast makes gas."},
        ],
    )
    queries = write_lines(
        tmp_path / "q.jsonl",
        [
            {"id": "a", "text": "how does a diesel motor ignite", "relevant": [2]},
            {"id": "b", "text": "why dough rises", "relevant": ["3"]},
            {"id": "c", "text": "nothing answers this", "relevant": []},
        ],
    )
    queries.write_bytes(b"\xef\xbb\xbf" + queries.read_bytes())  # as editors on Windows save it
    result = evaluate(docs, queries, SearchSettings(), host, tmp_path / "cache")
    assert result["default"] == "hybrid"
    assert set(result["modes"]) == {"hybrid", "semantic"}
    assert result["modes"]["hybrid"] == {"ndcg@10": 1.0, "recall@24": 1.0, "mrr@10": 1.0}
    assert (result["documents"], result["queries"]) == (3, 2)
    (kept,) = (tmp_path / "cache").iterdir()
    np.save(kept, -np.load(kept))  # if the kept vectors are used, everything is now below min_score
    assert evaluate(docs, queries, SearchSettings(), host, tmp_path / "cache")["modes"]["semantic"]["recall@24"] == 0.0
    kept.write_bytes(kept.read_bytes()[:-99])
    with pytest.raises(InputError, match=r"is damaged.*--no-cache"):
        evaluate(docs, queries, SearchSettings(), host, tmp_path / "cache")
    with pytest.raises(InputError, match=r"Nothing can be kept in .*cache-root"):
        evaluate(docs, queries, SearchSettings(), host, docs / "cache")


def test_windows_lose_no_word_and_fit_the_model(host):
    encoder = load_encoder("", host)
    sentences = " ".join(f"Sentence number {i} speaks of gradients and of trees." for i in range(80))
    endless = " ".join(f"word{i}" for i in range(400))
    for text in (sentences, endless, sentences + " " + endless, "", "Short."):
        pieces = windows(text, encoder)
        assert " ".join(pieces).split() == text.split()
        assert all(n + encoder.special_tokens <= encoder.max_tokens for n in encoder.count_tokens(pieces))


@pytest.mark.parametrize(
    ("docs", "queries", "message"),
    [
        ('{"id": 1}', '{"id": 1, "text": "q", "relevant": [1]}', "d.jsonl, line 1"),
        ('{"id": 1, "text": "a"}\nnonsense', '{"id": 1, "text": "q", "relevant": [1]}', "d.jsonl, line 2, is not JSON"),
        ('{"id": 1, "text": "a"}', '{"id": 1, "text": "q"}', "q.jsonl, line 1"),
        ('{"id": 1, "text": "a"}', '{"id": 1, "text": " ", "relevant": [1]}', "q.jsonl, line 1"),
        ('{"id": 1, "text": "a"}', '{"id": 1, "text": "q", "relevant": [9]}', "does not hold: 9"),
        ('{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}', '{"id": 1, "text": "q", "relevant": [1]}', "an id twice"),
        ("", '{"id": 1, "text": "q", "relevant": [1]}', "at least one document"),
        ('[1, 2]', '{"id": 1, "text": "q", "relevant": [1]}', "d.jsonl, line 1"),
        ("[" * 100_000, '{"id": 1, "text": "q", "relevant": [1]}', "d.jsonl, line 1, is not JSON"),
        ('{"id": 1, "text": "a"}', '{"id": 1, "text": "q \\ud800", "relevant": [1]}', "q.jsonl, line 1: its text"),
    ],
)  # fmt: skip
def test_damaged_collections_name_file_and_line(tmp_path, host, docs, queries, message):
    (tmp_path / "d.jsonl").write_text(docs)
    (tmp_path / "q.jsonl").write_text(queries)
    with pytest.raises(InputError, match=message):
        evaluate(tmp_path / "d.jsonl", tmp_path / "q.jsonl", SearchSettings(), host)
