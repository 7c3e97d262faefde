"""PDF text with its geometry, by pypdfium2; where pdfium fails, pypdf reads again.

A page comes as lines: text, left edge, baseline (from the top of the page), right edge, font size
(tenths of a point) and flags. Only a few characters of a line are asked for their place and font: asking all of
them takes five times as long as the text itself.
"""

import contextlib
import re
from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from blank_page import is_blank
from pdf_lines import PageReader
from read_pdf_again import SecondReader
from wire import ReadError, send, send_opened

_LONGEST_TITLE, _LONGEST_LABEL = 300, 20  # characters
_MOST_AUTHORS = 50
_MAX_PARTS = 100  # files in the file, and notes on a page, that are looked at


def read_pdf(request: dict) -> None:
    """Send the pages of the PDF from `first_page` on."""
    second = SecondReader(request["path"], request["password"])
    try:
        document = pdfium.PdfDocument(request["path"], password=request["password"] or None)
        pages = len(document)
    except pdfium.PdfiumError as e:
        _refuse_password(e, request["password"])
        second.read_all(request, str(e))
        return
    if pages == 0:
        second.read_all(request, "it has no pages")
        return
    if pages > request["max_pages"]:
        raise ReadError("pages", str(pages))
    title, author = (_readable(document.get_metadata_value, key) for key in ("Title", "Author"))
    labels = [_readable(document.get_page_label, i)[:_LONGEST_LABEL] for i in range(pages)]
    authors = re.split(r"\s*(?:;|,| and |&)\s*", author[:_LONGEST_TITLE])[:_MOST_AUTHORS]
    xfa = raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_XFA_FULL
    warnings = ["an XFA form: only Adobe's reader shows what it holds; print it into a new PDF there"] if xfa else []
    warnings += _attached(document)
    send_opened(pages, title[:_LONGEST_TITLE], authors, labels if any(labels) else (), _outline(document), warnings)
    for number in range(request["first_page"], pages + 1):
        message = _page(document.raw, number - 1, request["max_page_characters"]) or second.page(number)
        if message.get("shows") == "" and not is_blank(document, number - 1):
            message |= second.looks_blank(number)
        send({"page": number, **message})


def _readable(get: Callable[..., str], *arguments: object) -> str:
    """What a function of pypdfium2 says, also where half a character stands in it: one bad title must not cost the book."""
    try:
        return get(*arguments)
    except UnicodeDecodeError as e:
        return e.object.decode(e.encoding, "replace")


def _attached(document: pdfium.PdfDocument) -> list[str]:
    """A warning that names PDF files inside the file: a portfolio holds nothing else."""
    names = []
    for i in range(min(document.count_attachments(), _MAX_PARTS)):
        with contextlib.suppress(pdfium.PdfiumError, UnicodeDecodeError):
            names.append(re.split(r"[/\\]", document.get_attachment(i).get_name())[-1])
    files = [name[:60] for name in names if name.lower().endswith(".pdf") and name.isprintable()]
    if not files:
        return []
    return [f"carries other files, which are not read: {', '.join(files[:4])}; save them from a PDF viewer to use them"]


def _refuse_password(error: pdfium.PdfiumError, password: str) -> None:
    if "password" in str(error).lower():
        raise ReadError("wrong_password" if password else "password") from error


def _outline(document: pdfium.PdfDocument) -> list[list]:
    """Bookmarks as [level from 0, title, page from 1, distance from the top of the page or None]."""
    entries = []
    for item in document.get_toc(max_depth=8):
        destination = item.get_dest()
        index = destination.get_index() if destination else None
        title = " ".join(_readable(item.get_title).split())
        if index is None or not title or len(entries) >= 20_000:
            continue
        mode, view = destination.get_view()
        top = {raw.PDFDEST_VIEW_XYZ: 1, raw.PDFDEST_VIEW_FITH: 0}.get(mode)
        y = view[top] if top is not None and len(view) > top else None
        entries.append([item.level, title[:_LONGEST_TITLE], index + 1, y])
    return entries


def _page(document: raw.FPDF_DOCUMENT, index: int, max_characters: int) -> dict:
    """The message of a page; {} when pdfium cannot read it."""
    page = raw.FPDF_LoadPage(document, index)
    textpage = raw.FPDFText_LoadPage(page) if page else None
    message = {}
    if textpage:
        size = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        reader = PageReader(textpage, *(size[::-1] if raw.FPDFPage_GetRotation(page) % 2 else size))
        lines = reader.lines(max_characters)
        message = {"width": round(reader.width, 1), "height": round(reader.height, 1), "lines": lines}
        if reader.count > max_characters:
            message["warning"] = f"only the first {max_characters} of its {reader.count} characters were read"
        if not lines:
            message["shows"] = _shown(page)
        raw.FPDFText_ClosePage(textpage)
    if page:
        raw.FPDF_ClosePage(page)
    return message


def _shown(page: raw.FPDF_PAGE) -> str:
    """What a page without text shows: pictures, or notes (text typed on it as an annotation); "" when it shows nothing."""
    for i in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_PARTS)):
        note = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind == raw.FPDF_ANNOT_FREETEXT:
            return "notes"
    return "pictures" if raw.FPDFPage_CountObjects(page) else ""
