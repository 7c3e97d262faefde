import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from t2v_core.cli import main as door
from t2v_core.cli.environment import default_cache_root
from t2v_core.cli.main import build_parser

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = ("explain", "chunk", "search", "plan", "check", "render", "queue", "evaluate", "cache", "doctor")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    answer = run(command, "--help")
    assert answer.code == 0
    assert "usage:" in answer.out


def test_help_loads_nothing_heavy():
    script = (
        "import sys\nfrom t2v_core.cli.main import main\ntry: main(['explain', '--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'numpy', 'transformers', 'sentence_transformers', 'skia', 'av', 'bm25s', 'pydantic'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    out = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_a_book_goes_from_file_to_passages_to_answers(run, book_file, tmp_path):
    folder = tmp_path / "chunks"
    made = run("chunk", book_file, "--out", folder, "--min-words", 20, "--json")
    assert made.code == 0, made.err
    names = {"book_chunks.jsonl", "book_chunks.rejected.jsonl", "book_chunks.embeddings.npz"}
    assert names <= {Path(f).name for f in made.json["files"]}
    first = json.loads((folder / "book_chunks.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert {"id", "book", "text", "page", "page_last", "page_label", "section", "words", "tokens", "span"} <= set(first)

    found = run("search", folder, "--query", "what does momentum accumulate", "--json")
    assert found.code == 0, found.err
    assert "velocity" in found.json["hits"][0]["text"]

    both = run("search", folder, "--query", "momentum", "--query", "gradient descent", "--json")
    assert [r["query"] for r in both.json] == ["momentum", "gradient descent"]

    plain = run("search", folder, "--query", "momentum of gradient descent")
    assert "E1" in plain.out
    assert "Momentum" in plain.out


def test_a_book_file_can_be_searched_at_once_and_is_kept(run, book_file, tmp_path):
    assert run("search", book_file, "--min-words", 20, "--query", "momentum").code == 0
    report = run("cache", "report", "--json").json
    assert report["root"] == str(tmp_path / "cache")
    assert report["folders"]["books"]["files"] > 0
    assert run("search", book_file, "--min-words", 20, "--query", "momentum", "--no-cache").code == 0


def test_no_rejected_and_no_embeddings_when_not_wanted(run, book_file, tmp_path):
    folder = tmp_path / "chunks"
    assert run("chunk", book_file, "--out", folder, "--no-save-rejected", "--no-embed").code == 0
    assert {p.name for p in folder.iterdir()} == {"book_chunks.jsonl", "book_chunks.report.json"}
    answer = run("search", folder, "--query", "momentum")
    assert answer.code == door.ERROR
    assert "without embeddings" in answer.err


def test_what_the_book_does_not_cover_has_its_own_exit_code(run, book_file):
    for command in ("search", "plan"):
        flag = "--query" if command == "search" else "--topic"
        answer = run(command, book_file, "--min-words", 20, flag, "tomato soup with basil")
        assert answer.code == door.INSUFFICIENT_EVIDENCE
        assert "best score" in answer.err
        assert answer.out == ""


def test_wrong_arguments_are_usage_errors(run, book_file):
    assert run().code == door.USAGE
    assert run("search", book_file).code == door.USAGE
    assert run("search", book_file, "--query", "q", "--mode", "magic").code == door.USAGE
    assert run("render", "p.json", "--size", "huge").code == door.USAGE
    assert run("explain", book_file, "--topic", "t", "--seconds", 3, "--frames", 9).code == door.USAGE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chunk", "nothing.pdf", "--out", "x"), "nothing.pdf"),
        (("search", "nothing.pdf", "--query", "q"), "nothing.pdf"),
        (("search", "nothing.pdf", "--query", "q", "--top-k", "0"), "nothing.pdf"),
        (("check", "nothing.json"), "nothing.json"),
        (("render", "plan.json"), "--out"),
        (("explain", "--topic", "t"), "--out"),
        (("explain", "--topic", "t", "--scene-frames", "-1", "--out", "f.mp4"), "scene-frames"),
        (("evaluate", "--docs", "a.jsonl", "--queries", "b.jsonl"), "a.jsonl"),
        (("queue", "nothing.json"), "nothing.json"),
    ],
)
def test_errors_name_the_cause_and_leave_nothing(run, arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = run(*arguments)
    assert answer.code == door.ERROR
    assert message in answer.err
    assert "Traceback" not in answer.err
    assert [p.name for p in tmp_path.iterdir() if p.name != "cache"] == []


def test_interrupted_has_its_own_exit_code(run, monkeypatch, book_file):
    def interrupted(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("t2v_core.cli.options.open_books", interrupted)
    answer = run("search", book_file, "--query", "q")
    assert answer.code == door.INTERRUPTED
    assert "Stopped" in answer.err


def parse(environment: dict[str, str], *arguments: str) -> argparse.Namespace:
    return build_parser(environment).parse_args(list(arguments))


def test_a_flag_beats_its_variable_and_a_variable_beats_the_default():
    environment = {"T2V_RAG_MIN_SCORE": "0.4", "T2V_SEED": "7", "T2V_QUALITY_PROFILE": "high", "T2V_SCENE_FRAMES": "48"}
    plain = parse({}, "explain", "--topic", "t")
    assert (plain.min_score, plain.seed, plain.quality, plain.scene_frames) == (0.18, 0, "balanced", 0)
    varied = parse(environment, "explain", "--topic", "t")
    assert (varied.min_score, varied.seed, varied.quality, varied.scene_frames) == (0.4, 7, "high", 48)
    flagged = parse(environment, "explain", "--topic", "t", "--min-score", "0.2", "--seed", "1", "--quality", "fast")
    assert (flagged.min_score, flagged.seed, flagged.quality) == (0.2, 1, "fast")


def test_every_variable_of_the_table_reaches_its_flag():
    environment = {
        "T2V_EMBEDDING_MODEL_ID": "e",
        "T2V_RAG_CANDIDATE_K": "30",
        "T2V_RAG_MAX_CONTEXT_WORDS": "99",
        "T2V_RAG_MIN_CHUNK_WORDS": "5",
        "T2V_PLANNER_MODEL_ID": "p",
        "T2V_MODEL_ID": "ltx",
        "T2V_LORA_PATH": "l.safetensors",
        "T2V_CACHE_ROOT": "c",
        "T2V_RETRY_ON_BLANK": "0",
    }
    args = parse(environment, "explain", "--topic", "t")
    assert (args.max_retries, parse({}, "explain", "--topic", "t").max_retries) == (0, 1)
    assert args.embedding_model == "e"
    assert (args.candidate_k, args.max_context_words, args.min_chunk_words) == (30, 99, 5)
    assert (args.planner_model, args.model_id) == ("p", "ltx")
    assert (args.lora_environment[0], args.cache_root) == ("l.safetensors", Path("c"))


@pytest.mark.parametrize(("name", "value"), [("T2V_SEED", "lots"), ("T2V_RETRY_ON_BLANK", "n")])
def test_a_variable_that_cannot_be_read_is_a_usage_error(run, name, value):
    answer = run("explain", "--topic", "t", **{name: value})
    assert answer.code == door.USAGE
    assert f"value: '{value}'" in answer.err or f"{name}={value}" in answer.err


@pytest.mark.parametrize(
    ("platform", "variables", "ending"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/academic-t2v"),
        ("linux", {}, ".cache/academic-t2v"),
        ("darwin", {}, "Library/Caches/academic-t2v"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/academic-t2v/Cache"),
        ("linux", {"T2V_CACHE_ROOT": "/mine"}, "/mine"),
    ],
)
def test_the_cache_lies_where_the_platform_keeps_caches(monkeypatch, platform, variables, ending):
    monkeypatch.setattr(sys, "platform", platform)
    assert default_cache_root(variables).as_posix().endswith(ending)
