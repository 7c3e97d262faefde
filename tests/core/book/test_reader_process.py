"""The process that reads a book: its limits of time, memory and size, its busy machine, its cancel."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from broken_pdfs import PAGE, operator_bomb
from samples import make_pdf, paragraph, prose, show

from t2v_core.book.extract import extract, resident_bytes
from t2v_core.book.settings import ChunkSettings
from t2v_core.errors import BookError
from t2v_core.host import silent


def test_one_page_that_never_ends_costs_that_page_only(tmp_path):
    bomb = b"BT /F1 9 Tf 72 700 Td " + b"(a) Tj " * 4_000_000 + b"ET"
    file = tmp_path / "mixed.pdf"
    file.write_bytes(make_pdf([show(PAGE), bomb, show(paragraph(prose(1), 700))]).data())
    book = extract(file, ChunkSettings(page_seconds=1.0), silent)
    assert [bool(page.lines) for page in book.pages] == [True, False, True]
    assert any("page 2" in warning for warning in book.warnings)


def test_a_reader_that_gets_no_processor_time_is_waited_for(tmp_path):
    """As on a machine that is busy with a film: the reader stands still for longer than `page_seconds`."""
    file = tmp_path / "good.pdf"
    file.write_bytes(make_pdf([show(PAGE)]).data())
    before, stopped = _children(), []

    def report(done, total, text="", preview=None):
        for pid in _children() - before - set(stopped):
            reader = psutil.Process(pid)
            stopped.append(pid)
            reader.suspend()
            threading.Timer(3.0, reader.resume).start()

    book = extract(file, ChunkSettings(page_seconds=2.0), report)
    assert stopped and book.pages[0].lines and not book.warnings


def test_cancel_kills_the_reader_at_once(tmp_path):
    class Cancelled(Exception):
        pass

    started = time.monotonic()

    def report(done, total, text="", preview=None):
        if time.monotonic() > started + 0.5:
            raise Cancelled

    file = tmp_path / "slow.pdf"
    file.write_bytes(operator_bomb())
    children = _children()
    with pytest.raises(Cancelled):
        extract(file, ChunkSettings(page_seconds=60), report)
    assert _children() == children


def _children() -> set[int]:
    return {p.pid for p in psutil.Process().children(recursive=True)}


def test_a_file_over_the_byte_limit_is_not_opened(textbook_file: Path):
    with pytest.raises(BookError, match="too large"):
        extract(textbook_file, ChunkSettings(max_bytes=100), silent)


def test_a_book_over_the_character_limit_is_refused(textbook_file: Path):
    with pytest.raises(BookError, match="more than 500 characters"):
        extract(textbook_file, ChunkSettings(max_characters=500), silent)


def test_a_page_over_its_character_limit_is_cut_with_a_warning(textbook_file: Path):
    book = extract(textbook_file, ChunkSettings(max_page_characters=300), silent)
    assert any("only the first 300" in warning for warning in book.warnings)


def test_the_memory_of_a_reader_counts_with_that_of_its_children():
    """On Windows a virtual environment's Python is a small program that starts the real one."""
    child = "import time; block = b'x' * (96 << 20); print('ready', flush=True); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as process:
        try:
            process.stdout.readline()
            assert resident_bytes(process.pid) > 96 << 20
        finally:
            for member in [*psutil.Process(process.pid).children(recursive=True), process]:
                member.kill()
    assert resident_bytes(process.pid) == 0
