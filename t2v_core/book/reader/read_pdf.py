"""PDF text with its geometry, by pypdfium2; where pdfium fails, pypdf reads again.

A page comes as lines: text, left edge, baseline (from the top of the page), right edge, font size
(tenths of a point) and flags. Only a few characters of a line are asked for their place and font: asking all of
them takes five times as long as the text itself.
"""

import ctypes
import re
import sys
from collections.abc import Iterator
from itertools import islice

import pdf_library as pdfium
from blank_page import is_blank
from pdf_lines import PageReader
from read_pdf_again import SecondReader
from wire import ReadError, send, send_opened

_MAX_PARTS = 100  # files in the file, and notes on a page, that are looked at
_MAX_BOOKMARKS = 20_000
_LONGEST_TITLE, _LONGEST_LABEL = 300, 20  # characters
_MOST_AUTHORS = 50
_DEEPEST = 8  # level of bookmarks
# pdfium's numbers.
_WRONG_PASSWORD = 4
_ERRORS = {
    0: "Success",
    1: "Unknown error",
    2: "File access error",
    3: "Data format error",
    5: "Unsupported security scheme error",
    6: "Page not found or content error",
}
_XFA = 2  # a form that is nothing else (FORMTYPE_XFA_FULL)
_VIEW_XYZ, _VIEW_FIT_WIDTH = 1, 3
_TYPED_TEXT = 3  # a note of the kind FPDF_ANNOT_FREETEXT


def read_pdf(request: dict) -> None:
    """Send the pages of the PDF from `first_page` on."""
    second = SecondReader(request["path"], request["password"])
    pdfium.init_library(None)
    document = pdfium.load_document(_file_name(request["path"]), _password(request["password"]))
    error = pdfium.last_error() if document is None else 0
    if error == _WRONG_PASSWORD:
        raise ReadError("wrong_password" if request["password"] else "password")
    if document is None:
        second.read_all(request, f"Failed to load document (PDFium: {_ERRORS.get(error, f'error {error}')}).")
        return
    pages = pdfium.page_count(document)
    if pages < 1:
        pdfium.close_document(document)
        second.read_all(request, "it holds no pages")
        return
    if pages > request["max_pages"]:
        raise ReadError("pages", str(pages))
    title, author = (
        pdfium.text_from(pdfium.meta_text, document, key)[:_LONGEST_TITLE] for key in (b"Title", b"Author")
    )
    authors = re.split(r"\s*(?:;|,| and |&)\s*", author)[:_MOST_AUTHORS]
    xfa = pdfium.form_type(document) == _XFA
    warnings = ["an XFA form: only Adobe's reader shows what it holds; print it into a new PDF there"] if xfa else []
    warnings += _attached(document)
    send_opened(
        pages, title, authors, _labels(document, pages), [*islice(_outline(document, set()), _MAX_BOOKMARKS)], warnings
    )
    for number in range(request["first_page"], pages + 1):
        message = _page(document, number - 1, request["max_page_characters"]) or second.page(number)
        if message.get("shows") == "" and not is_blank(document, number - 1):
            message |= second.looks_blank(number)
        send({"page": number, **message})


def _file_name(path: str) -> bytes:
    """As pdfium wants it. Raises `OSError` for a file that cannot be opened, for which it has but one number."""
    with open(path, "rb"):  # noqa: PTH123 pathlib takes as long to import as the rest of the reader
        try:
            return path.encode("utf-8", "strict" if sys.platform == "win32" else "surrogateescape")
        except UnicodeEncodeError as e:
            raise ReadError("unreadable", "its name holds half a character; rename it") from e


def _password(password: str) -> bytes | None:
    """As pdfium wants it; one with half a character in it (a lone surrogate) opens no file."""
    try:
        return password.encode() or None
    except UnicodeEncodeError as e:
        raise ReadError("wrong_password") from e


def _labels(document: int, pages: int) -> list[str]:
    labels = [pdfium.text_from(pdfium.page_label, document, i)[:_LONGEST_LABEL] for i in range(pages)]
    return labels if any(labels) else []


def _attached(document: int) -> list[str]:
    """A warning that names PDF files inside the file: a portfolio holds nothing else."""
    names = []
    for i in range(min(pdfium.attachment_count(document), _MAX_PARTS)):
        attachment = pdfium.attachment(document, i)
        if attachment:
            names.append(re.split(r"[/\\]", pdfium.text_from(pdfium.attachment_name, attachment))[-1])
    files = [name[:60] for name in names if name.lower().endswith(".pdf") and name.isprintable()]
    if not files:
        return []
    return [f"carries other files, which are not read: {', '.join(files[:4])}; save them from a PDF viewer to use them"]


def _outline(document: int, seen: set[int], parent: int | None = None, level: int = 0) -> Iterator[list]:
    """Bookmarks as [level from 0, title, page from 1, distance from the top of the page or None].

    Those `seen` come once: a damaged or hostile outline may run in a circle.
    """
    bookmark = pdfium.first_bookmark(document, parent)
    while bookmark and bookmark not in seen:
        seen.add(bookmark)
        destination = pdfium.bookmark_destination(document, bookmark)
        page = pdfium.destination_page(document, destination) if destination else -1
        title = " ".join(pdfium.text_from(pdfium.bookmark_title, bookmark).split())
        if page >= 0 and title:
            yield [level, title[:_LONGEST_TITLE], page + 1, _height(destination)]
        if level < _DEEPEST - 1:
            yield from _outline(document, seen, bookmark, level + 1)
        bookmark = pdfium.next_bookmark(document, bookmark)


def _height(destination: int) -> float | None:
    """The upper edge of what a bookmark shows, from the bottom of its page, where it says so."""
    known, view = ctypes.c_ulong(), (ctypes.c_float * 4)()
    mode = pdfium.destination_view(destination, ctypes.byref(known), view)
    top = {_VIEW_XYZ: 1, _VIEW_FIT_WIDTH: 0}.get(mode)
    return view[top] if top is not None and known.value > top else None


def _page(document: int, index: int, max_characters: int) -> dict:
    """The message of a page; {} when pdfium cannot read it."""
    page = pdfium.load_page(document, index)
    textpage = pdfium.load_text(page) if page else None
    message = {}
    if textpage:
        size = pdfium.page_width(page), pdfium.page_height(page)
        reader = PageReader(textpage, *(size[::-1] if pdfium.page_rotation(page) % 2 else size))
        lines = reader.lines(max_characters)
        message = {"width": round(reader.width, 1), "height": round(reader.height, 1), "lines": lines}
        if reader.count > max_characters:
            message["warning"] = f"only the first {max_characters} of its {reader.count} characters were read"
        if not lines:
            message["shows"] = _shown(page)
        pdfium.close_text(textpage)
    if page:
        pdfium.close_page(page)
    return message


def _shown(page: int) -> str:
    """What a page without text shows: pictures, or notes (text typed on it as an annotation); "" when it shows nothing."""
    for i in range(min(pdfium.note_count(page), _MAX_PARTS)):
        note = pdfium.load_note(page, i)
        kind = pdfium.note_kind(note)
        pdfium.close_note(note)
        if kind == _TYPED_TEXT:
            return "notes"
    return "pictures" if pdfium.object_count(page) else ""
