"""EPUB books: order, pages and contents of what is whole, a named refusal of what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from samples import prose
from test_formats import chunked

from t2v_core.book import ChunkSettings
from t2v_core.book.extract import extract
from t2v_core.errors import BookError
from t2v_core.host import silent
from t2v_core.retrieval.report import place

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Methods &amp; More</dc:title><dc:creator>Ada Lovelace</dc:creator></metadata><manifest>"
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def epub(path: Path, **changes: str | bytes | None) -> Path:
    members: dict[str, str | bytes | None] = {
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": PACKAGE,
        "OPS/nav.xhtml": "<html><body><nav>Contents</nav></body></html>",
        "OPS/one.xhtml": f"<html><body><h1>1 Gradient descent</h1><p>{prose(0)}</p></body></html>",
        "OPS/two b.xhtml": f"<html><body><h1>2 Neural networks</h1><p>{prose(1)}</p></body></html>",
        **changes,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def test_an_epub_is_read_in_the_order_of_its_spine(tmp_path, host):
    book = chunked(epub(tmp_path / "book.epub"), host)
    assert (book.title, book.authors) == ("Methods & More", ("Ada Lovelace",))
    assert [(c.section, c.page, c.text) for c in book.chunks] == [
        (("1 Gradient descent",), 1, prose(0)),
        (("2 Neural networks",), 2, prose(1)),
    ]


NAVIGATION = """<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li><a href="one.xhtml">Part I</a>
<ol><li><a href="one.xhtml#c1">1 Descent</a></li><li><a href="two%20b.xhtml">2 Networks</a></li></ol></li></ol></nav>
<nav epub:type="page-list"><ol><li><a href="one.xhtml#x">xii</a></li></ol></nav></body></html>"""


def test_an_epub_is_cited_by_its_printed_pages_and_sorted_into_its_contents(tmp_path, host):
    one = f'<p>{prose(2)}</p><p id="c1">1 Descent</p><p>{prose(0)}<a id="x"/></p><p>{prose(4)}</p>'
    two = f'<div role="doc-pagebreak" title="Page 1">1</div><h1>2 Networks</h1><p>{prose(1)}</p><h2>Layers</h2><p>{prose(3)}</p>'
    book = chunked(
        epub(tmp_path / "book.epub", **{"OPS/nav.xhtml": NAVIGATION, "OPS/one.xhtml": one, "OPS/two b.xhtml": two}),
        host,
    )
    assert [(c.page, c.page_last, c.page_label, c.section) for c in book.chunks] == [
        (1, 1, "", ("Part I",)),
        (1, 2, "", ("Part I", "1 Descent")),
        (2, 2, "xii", ("Part I", "1 Descent")),
        (3, 3, "1", ("Part I", "2 Networks")),
        (3, 3, "1", ("Part I", "2 Networks", "Layers")),
    ]
    assert book.pages == 3
    assert place(book.chunks[3]) == "p. 1 (page 3 of the file), “Part I › 2 Networks”"


BAD_EPUBS = {
    "no container": ({"META-INF/container.xml": None}, "is damaged"),
    "a package of nonsense": ({"OPS/book.opf": "<<<"}, "is damaged"),
    "an empty spine": ({"OPS/book.opf": PACKAGE.replace("<itemref", "<nothing")}, "is damaged"),
    "a package outside": ({"META-INF/container.xml": CONTAINER.replace("OPS/book.opf", "../../etc/passwd")}, "is damaged"),
    "a zip bomb": ({"OPS/one.xhtml": b" " * 9_000_000}, "too much text"),
    "an entity bomb": (
        {
            "OPS/book.opf": '<!DOCTYPE p [<!ENTITY a "' + "x" * 1000 + '">'
            + "".join(f'<!ENTITY a{i} "{f"&a{i - 1 if i else chr(0)};".replace(chr(0), "") * 12}">' for i in range(9))
            + "]><p>&a8;</p>"
        },
        "is damaged|could not be opened|needs more than",
    ),
    "protected by DRM": (
        {"META-INF/encryption.xml": '<e><CipherReference URI="OPS/one.xhtml"/></e>'},
        "protected by DRM",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_EPUBS)
def test_a_bad_epub_is_refused_by_name(kind, tmp_path):
    changes, message = BAD_EPUBS[kind]
    with pytest.raises(BookError, match=message):
        extract(epub(tmp_path / "bad.epub", **changes), ChunkSettings(max_characters=2_000_000), silent)


def test_a_cut_epub_is_damaged(tmp_path, host):
    file = epub(tmp_path / "cut.epub")
    with pytest.raises(BookError, match="is damaged"):
        chunked(file, host, file.read_bytes()[:-400])


def test_an_epub_may_name_places_in_its_documents_and_addresses_of_its_authors(tmp_path, host):
    package = PACKAGE.replace("one.xhtml", "one.xhtml#start").replace(
        "Ada Lovelace", "Ada Lovelace &lt;ada@example.org&gt;"
    )
    book = chunked(epub(tmp_path / "book.epub", **{"OPS/book.opf": package}), host)
    assert book.authors == ("Ada Lovelace",)
    assert book.pages == 2 and not book.report["warnings"]


def test_a_document_that_an_epub_names_twice_is_read_once(tmp_path, host):
    package = PACKAGE.replace("</spine>", '<itemref idref="a"/>' * 20 + "</spine>")
    assert chunked(epub(tmp_path / "book.epub", **{"OPS/book.opf": package}), host).pages == 2
