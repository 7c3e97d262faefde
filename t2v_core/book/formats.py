"""The book formats this project reads, and what can be said of a file before it is parsed."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import BookError
from ..host import Report, silent

# Reader of each suffix.
_KINDS = {
    ".pdf": "pdf",
    ".epub": "epub",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".zip": "site",
}
SUFFIXES = frozenset(_KINDS)
_SIGNATURES = {"pdf": b"%PDF-", "epub": b"PK\x03\x04", "site": b"PK\x03\x04"}
_MOST_PAGES = 50_000  # of a folder
# How files begin that are often taken for books.
_OTHERS = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive, an EPUB or an office document",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"AT&TFORM": "a DjVu file",
}


def pages_in(folder: Path, max_bytes: int, report: Report = silent) -> list[str]:
    """Names of the HTML and Markdown files in a folder and those below it, sorted; hidden ones and links out of it are left out.

    Raises `BookError` when they are too many, or of more than `max_bytes` together.
    """
    names: list[str] = []
    size = 0
    root = folder.resolve()
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        report(0, 1, f"looking through {shown(folder.name)}: {len(names)} pages")
        for file in (Path(where, name) for name in sorted(files) if not name.startswith(".")):
            if _KINDS.get(file.suffix.lower()) not in ("html", "markdown") or not _is_inside(file, root):
                continue
            names.append(file.relative_to(folder).as_posix())
            size += file.stat().st_size
            report(0, 1, f"looking through {shown(folder.name)}: {len(names)} pages")
            if len(names) > _MOST_PAGES or size > max_bytes:
                limit = f"{_MOST_PAGES} pages" if len(names) > _MOST_PAGES else f"{max_bytes} bytes"
                raise BookError(
                    f"{shown(folder.name)} is too large: its pages are more than the limit of {limit}. "
                    "Choose the folder of one book."
                )
    return names


def _is_inside(file: Path, root: Path) -> bool:
    """Whether it is a file within `root`: to open a named pipe may take for ever, and a link may lead nowhere."""
    try:
        return file.is_file() and file.resolve().is_relative_to(root)
    except OSError:  # a link to where nobody may look
        return False


def shown(name: str) -> str:
    """A file's name as text: of names that are no UTF-8, which Linux allows, the bytes that are none become "?"."""
    return name.encode(errors="replace").decode()


def book_kind(path: Path, max_bytes: int) -> str:
    """The format of the file: "pdf", "epub", "html", "markdown", "text", "site" (a zip archive of pages) or "folder" (of pages).

    Raises `BookError` for a missing, empty, too large or unknown file, and for one that is not what its name says.
    """
    try:
        if path.is_dir():
            return "folder"
        there = path.is_file()
    except (OSError, ValueError) as e:  # a name too long for the system, a loop of links, a zero byte
        raise BookError(
            f"{path.name[:60]!r} cannot be a file here ({e.__class__.__name__}). Choose another name."
        ) from e
    if not there:
        raise BookError(f"{path.name} is not a file, or is not there. Choose a book that exists.")
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise BookError(
            f"{path.name} is in no book format this reads. Save it as PDF or HTML, or use one of {', '.join(sorted(SUFFIXES))}."
        )
    size = path.stat().st_size
    if size == 0:
        raise BookError(f"{path.name} is empty (0 bytes). Get the file again.")
    if size > max_bytes:
        raise BookError(f"{path.name} is too large: {size} bytes, the limit is {max_bytes}. Split it.")
    try:
        with path.open("rb") as f:
            head = f.read(1024)
    except OSError as e:
        raise BookError(f"{path.name} cannot be read ({e.strerror}). Check its permissions and its disk.") from e
    other = next((what for start, what in _OTHERS.items() if head.startswith(start)), "")
    if other and not head.startswith(_SIGNATURES.get(kind, b"\0")):
        raise BookError(
            f"{path.name} is {other}, whatever its name says. Rename it, or save the book as PDF, EPUB or text."
        )
    if _SIGNATURES.get(kind, b"") not in head:
        raise BookError(f"{path.name} is not {kind.upper()}, whatever its name says. Get the file again, or rename it.")
    return kind
