"""Bad input on a real server: a clear error on the node, nothing partial in output, and the server lives."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter

from t2v_core.cli.client import ServerError


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
