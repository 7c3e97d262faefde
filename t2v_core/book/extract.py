"""Reads a book file in a child process: what the file does to its reader cannot hurt the host.

The child (`reader/`) is killed when a page takes longer than `page_seconds` of its processor's time, when it needs more than
`max_memory`, and at once when the host cancels. A page that kills the reader is left out with a
warning and reading goes on behind it; the third such page ends the attempt.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..errors import BookError
from ..host import Report
from .blocks import Block, Bookmark, Extracted, Line, Page
from .complaints import grouped, refusal, require_text, textless
from .formats import book_kind, pages_in
from .settings import ChunkSettings

READER = Path(__file__).with_name("reader")
# Pages that may kill the reader before the file is given up.
_MAX_LOST_PAGES = 3
# How often the host is asked for a cancel, in seconds.
_POLL = 0.1
# Messages that the reader may be ahead of its parent; and the seconds that it then waits before it looks again.
_AHEAD, _PAUSE = 64, 0.01
# glibc gives the memory of a page back to the system and asks for it anew with the next one, unless it may keep so many bytes.
_MEMORY = {"MALLOC_TOP_PAD_": str(16 * 2**20)}
# The reader may be silent this many times `page_seconds` while it computes little: the machine is busy, or the disk far away.
_PATIENCE = 6


class _Lost(Exception):
    """The reader died or was killed; the message says why."""


def extract(path: Path, settings: ChunkSettings, report: Report) -> Extracted:
    """Read the file at `path`. Raises `BookError` with what is wrong with it and what to do."""
    kind = book_kind(path, settings.max_bytes)
    book = Extracted("", (), [], [], [], [])
    lost: list[str] = []
    heights: dict[int, float] = {}
    shows: dict[str, list[int]] = defaultdict(list)  # pages without text, by what is on them
    characters = 0
    total = 0

    def tick() -> None:
        report(len(book.pages), total or 1, f"reading page {len(book.pages)} of {total}")

    while True:
        first = book.pages[-1].number + 1 if book.pages else 1
        try:
            for message in _messages(path, kind, first, settings, tick):
                if "open" in message:
                    total = total or _opened(book, message["open"])
                elif "error" in message:
                    raise refusal(path, message, settings)
                elif "page" in message:
                    book.pages.append(_page(message, book))
                    heights[message["page"]] = message.get("height", 0.0)
                    shows[message.get("shows", "")].append(message["page"])
                    characters += sum([len(x.text) for x in book.pages[-1].lines or book.pages[-1].blocks])
                    if characters > settings.max_characters:
                        raise BookError(
                            f"{path.name} holds more than {settings.max_characters} characters. Split the book."
                        )
            break
        except _Lost as e:
            if not total:
                anew = "save it anew from a PDF viewer" if kind == "pdf" else "split it if it is only large"
                raise BookError(
                    f"{path.name} could not be opened: {e}. The file is damaged or built to exhaust its reader; "
                    f"get it again, or {anew}."
                ) from e
            lost.append(f"page {first + _pages_since(book, first)} left out: {e}")
            book.pages.append(Page(first + _pages_since(book, first)))
            if len(lost) >= _MAX_LOST_PAGES:
                raise BookError(
                    f"{path.name} cannot be read: {'; '.join(lost)}. Save it anew from a PDF viewer, or split it."
                ) from e
            if book.pages[-1].number >= total:
                break
    book.warnings[:] = [*grouped(book.warnings), *lost]
    for mark in book.outline:
        mark.y = max(0.0, heights.get(mark.page, 0.0) - mark.y) if mark.y else 0.0
    _number_as_printed(book)
    require_text(path, book, characters, shows)
    book.warnings += textless(shows, len(book.pages))
    return book


def _pages_since(book: Extracted, first: int) -> int:
    """How many pages this attempt has read before it was lost."""
    return book.pages[-1].number - first + 1 if book.pages and book.pages[-1].number >= first else 0


def _opened(book: Extracted, opened: dict[str, Any]) -> int:
    book.title, book.authors = opened["title"], tuple(opened["authors"])
    book.labels, book.warnings = opened["labels"], list(opened["warnings"])
    book.outline = [Bookmark(level, title, page, y or 0.0) for level, title, page, y in opened["outline"]]
    return int(opened["pages"])


def _page(message: dict[str, Any], book: Extracted) -> Page:
    number = message["page"]
    for key in ("failed", "warning"):
        if key in message:
            book.warnings.append(f"page {number}: {message[key]}")
    blocks = []
    for kind, level, text, *printed in message.get("blocks", ()):
        blocks.append(Block(kind, text, number, number, level))
        if printed:
            book.printed.append((blocks[-1], len(book.labels) + printed[0], len(book.labels) + printed[1]))
    book.labels += message.get("labels", ())
    return Page(
        number,
        message.get("width", 0.0),
        message.get("height", 0.0),
        [Line(number, t, x0 / 10, y / 10, x1 / 10, size / 10, f) for t, x0, y, x1, size, f in message.get("lines", ())],
        blocks,
    )


def _number_as_printed(book: Extracted) -> None:
    """Blocks of an EPUB that says where printed pages begin stand on those; what precedes the first has a page of its own."""
    if not book.labels or not book.printed:
        return
    before = int(any(first == 0 for _, first, _ in book.printed))
    book.labels[:0] = [""] * before
    for block, first, last in book.printed:
        block.page, block.page_last = first + before, last + before


def _messages(path: Path, kind: str, first: int, settings: ChunkSettings, tick: Any) -> Iterator[dict[str, Any]]:
    """The reader's messages; `tick()` is called at least every `_POLL` seconds and may raise the host's interrupt."""
    request = {
        "path": str(path.resolve()),
        "kind": kind,
        "files": pages_in(path, settings.max_bytes, lambda *_: tick()) if kind == "folder" else [],
        "password": settings.password,
        "first_page": first,
        "max_pages": settings.max_pages,
        "max_bytes": settings.max_bytes,
        "max_page_characters": settings.max_page_characters,
        "max_characters": settings.max_characters,
        "max_memory": settings.max_memory,
        "import_path": [folder for folder in sys.path if folder],
    }
    with _child(request) as (process, lines):
        silence: tuple[float, float] | None = None  # when it began, and the reader's processor time then
        while True:
            tick()
            try:
                line = lines.get(timeout=_POLL)
            except queue.Empty:
                silence = silence or (time.monotonic(), _processor_seconds(process.pid))
                _watch(process, silence, settings)
                continue
            if line is None:
                raise _Lost(_how_it_died(process.wait(), settings))
            silence = None
            message = json.loads(line)
            if "done" in message:
                return
            yield message


@contextlib.contextmanager
def _child(request: dict[str, Any]) -> Iterator[tuple[subprocess.Popen[bytes], queue.SimpleQueue[bytes | None]]]:
    """The running reader and its output lines (`None` at the end); killed when the block is left."""
    process = subprocess.Popen(
        [sys.executable, "-S", str(READER)],  # `site` may run the code of packages the reader does not use
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        env={**os.environ, **_MEMORY},
    )
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    stop = threading.Event()

    def pump() -> None:
        for line in process.stdout:
            lines.put(line)
            while lines.qsize() > _AHEAD and not stop.is_set():
                time.sleep(_PAUSE)
        lines.put(None)

    thread = threading.Thread(target=pump, name="book-reader", daemon=True)
    thread.start()
    try:
        with contextlib.suppress(OSError):  # it died at once; its end is reported through `lines`
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.close()
        yield process, lines
    finally:
        stop.set()
        process.kill()
        process.wait()
        thread.join()
        process.stdout.close()


def _watch(process: subprocess.Popen[bytes], silence: tuple[float, float], settings: ChunkSettings) -> None:
    """Raise `_Lost` when the silent reader is over its time, or over its memory where the system sets no limit.

    Its processor time counts, so that a good file is not called damaged on a machine that is busy with a film.
    """
    began, used = silence
    worked, waited = _processor_seconds(process.pid) - used, time.monotonic() - began
    if worked > settings.page_seconds or waited > _PATIENCE * settings.page_seconds:
        raise _Lost(f"reading it takes longer than {settings.page_seconds:g} s")
    if not sys.platform.startswith("linux"):
        if resident_bytes(process.pid) > settings.max_memory:
            raise _Lost(f"reading it needs more than {settings.max_memory // 2**20} MB")


def resident_bytes(pid: int) -> int:
    """Memory of a process and its children."""
    return sum(_of_family(pid, lambda process: process.memory_info().rss))


def _processor_seconds(pid: int) -> float:
    """Time that a process and its children have computed."""
    return sum(_of_family(pid, lambda process: sum(process.cpu_times()[:2])))


def _of_family(pid: int, measure: Callable[[Any], float]) -> Iterator[float]:
    """A figure of a process and each child: on Windows a virtual environment's Python starts the real one as a child."""
    import psutil

    try:
        family = [psutil.Process(pid)]
        family += family[0].children(recursive=True)
    except psutil.NoSuchProcess:
        return
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            yield measure(member)


def _how_it_died(code: int, settings: ChunkSettings) -> str:
    if code < 0 or code > 1:
        return f"the reader crashed or ran out of its {settings.max_memory // 2**20} MB (exit code {code})"
    return "the reader stopped before the end of the file"
