"""Bad input on a real server: a clear error on the node, nothing partial in output, and the server lives."""

from __future__ import annotations

import io
import json
import os

import pytest
from pypdf import PdfReader, PdfWriter

from t2v_core.cli.client import ServerError
from t2v_core.samples import SAMPLES


def files_in(folder):
    return {p for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def refuses(client, output):
    """`refuses(workflow, words…)`: the run fails, says these words, and leaves nothing behind."""

    def check(workflow, *words):
        before = files_in(output)
        with pytest.raises(ServerError) as error:
            client.run(workflow)
        for word in words:
            assert word.lower() in str(error.value).lower()
        assert files_in(output) == before
        assert client.get("/system_stats")

    return check


def pdf(password: str = "") -> bytes:
    """A page without text, as a scanner makes it; encrypted with a password."""
    writer, data = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(data)
    return data.getvalue()


BAD_BOOKS = {
    "scanned.pdf": (pdf(), "ocr"),
    "locked.pdf": (pdf("secret"), "password"),
    "empty.pdf": (b"", "empty.pdf"),
    "damaged.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "damaged.pdf"),
    "web.pdf": (b"<!DOCTYPE html><html><body>Log in</body></html>", "web.pdf"),
    "empty.txt": (b"   \n", "empty.txt"),
}


@pytest.mark.parametrize("name", BAD_BOOKS)
def test_a_bad_book_is_named(refuses, client, film, tmp_path, name):
    content, word = BAD_BOOKS[name]
    (tmp_path / name).write_bytes(content)
    film.set("T2V_BookChunker", book=client.upload(tmp_path / name))
    refuses(film, "T2V_BookChunker", word)


def test_no_book(refuses, film):
    refuses(film.set("T2V_BookChunker", book=""), "book")


def test_a_missing_book_is_named(refuses, film):
    refuses(film.set("T2V_BookChunker", book="not there.pdf"), "not there.pdf")


@pytest.mark.parametrize("book", ["../../secret.pdf", "/etc/passwd", "a\0b.pdf"])
def test_a_book_outside_the_allowed_folders(refuses, film, book):
    refuses(film.set("T2V_BookChunker", book=book), "T2V_BookChunker")


@pytest.mark.parametrize("prefix", ["../film", "/tmp/film", "", "a/../../b", "C:\\film", "x" * 300])
def test_a_prefix_that_leaves_output(refuses, film, prefix):
    refuses(film.set("T2V_ExportMP4", filename_prefix=prefix), "T2V_ExportMP4")


def test_a_topic_the_book_does_not_cover(refuses, film):
    refuses(film.set("PrimitiveStringMultiline", value="medieval Icelandic fishing law"), "T2V_")


def test_a_topic_in_another_language(refuses, film):
    film.set("PrimitiveStringMultiline", value="градиентный спуск и обратное распространение ошибки")
    refuses(film, "T2V_")


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("T2V_ScenePlanner", {"planner": "oracle"}),
        ("T2V_SemanticRetriever", {"mode": "psychic"}),
        ("T2V_DiagramRenderer", {"theme": "neon"}),
        ("T2V_ExportMP4", {"format": "exe"}),
        ("T2V_ScenePlanner", {"seconds": 0.0}),
        ("T2V_DiagramRenderer", {"width": 0}),
        ("T2V_ScenePlanner", {"plan_text": '{"schema_version": 1}'}),
    ],
)
def test_a_value_outside_its_range_or_list(refuses, film, kind, inputs):
    refuses(film.set(kind, **inputs), next(iter(inputs)) if "plan_text" not in inputs else "scenes")


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("T2V_ScenePlanner", {"seconds": float("nan")}),
        ("T2V_ScenePlanner", {"seconds": float("inf")}),
        ("T2V_ScenePlanner", {"seconds": "long"}),
        ("T2V_ScenePlanner", {"scenes": 10**9}),
        ("T2V_DiagramRenderer", {"fps": float("nan")}),
        ("T2V_DiagramRenderer", {"width": 10**9}),
        ("T2V_SemanticRetriever", {"min_score": float("nan")}),
        ("T2V_SemanticRetriever", {"top_k": -1}),
        ("T2V_BookChunker", {"max_words": 10**9}),
        ("T2V_ScenePlanner", {"language_policy": "perhaps"}),
        ("T2V_DiagramRenderer", {"palette": "mud"}),
        ("T2V_DiagramRenderer", {"quality": "best"}),
        ("T2V_ExportMP4", {"hardware": "abacus"}),
        ("T2V_ExportMP4", {"preset": "instantly"}),
    ],
)
def test_what_is_no_such_number_or_choice_is_named(refuses, film, kind, inputs):
    refuses(film.set(kind, **inputs), *inputs)


def test_bounds_of_a_passage_that_contradict_each_other(refuses, film):
    refuses(film.set("T2V_BookChunker", min_words=300, max_words=100), "min_words", "max_words")


def test_a_plan_nested_beyond_all_reason(refuses, film):
    refuses(film.set("T2V_ScenePlanner", plan_text='{"a":' * 50_000), "plan_text")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("T2V_SemanticRetriever", "book"),
        ("T2V_ScenePlanner", "evidence"),
        ("T2V_DiagramRenderer", "plan"),
        ("T2V_ExportMP4", "video"),
    ],
)
def test_an_input_that_is_not_connected_is_named(refuses, film, kind, name):
    del film[film.node(kind)]["inputs"][name]
    refuses(film, name)


@pytest.fixture
def locked(client, film, tmp_path):
    """`locked(variable)`: a workflow that reads five pages of the sample book, encrypted, and shows the report."""
    writer, path = PdfWriter(), tmp_path / "locked pages.pdf"
    for page in PdfReader(SAMPLES / "machine_learning_primer.pdf").pages[15:20]:
        writer.add_page(page)
    writer.encrypt(os.environ["T2V_TEST_PASSWORD"], algorithm="AES-256")
    writer.write(path)
    book = client.upload(path)

    def build(variable: str):
        chunker = film.set("T2V_BookChunker", book=book, password_variable=variable)[film.node("T2V_BookChunker")]
        return {"1": chunker, "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 1]}}}

    return build


def test_a_locked_book_opens_with_a_password_that_never_enters_the_workflow(client, locked, server):
    outcome = client.run(locked("T2V_TEST_PASSWORD"))
    assert "5 pages" in json.dumps(outcome.outputs)
    history = json.dumps(client.get(f"/history/{outcome.prompt_id}"), ensure_ascii=False)
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert os.environ["T2V_TEST_PASSWORD"] not in history + log


@pytest.mark.parametrize(("variable", "word"), [("", "password"), ("T2V_NOT_SET", "T2V_NOT_SET"), ("PATH", "T2V_")])
def test_without_its_password_a_locked_book_says_what_to_do(refuses, locked, variable, word):
    refuses(locked(variable), word)
