"""Broken, hostile and odd files of every format but plain PDF damage: a named error or the right text each."""

from __future__ import annotations

import zipfile

import pytest
from samples import Text, make_pdf, paragraph, prose, show, stream
from test_epub import PACKAGE, epub

from t2v_core.book import ChunkSettings, chunk_book
from t2v_core.errors import BookError

SETTINGS = ChunkSettings(embed=False, max_characters=300_000)
P = prose(0)
PAGE = show(paragraph(P, 700))


def package(*changes: str):
    """An EPUB in whose package each first text of `changes` is replaced by the next."""
    text = PACKAGE
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        text = text.replace(old, new)
    return lambda path: epub(path, **{"OPS/book.opf": text})


def damaged(*members: str):
    """An EPUB of which the packed bytes of some members are no longer what was written."""

    def make(path):
        epub(path)
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            for member in map(archive.getinfo, members):
                content[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 0x55
        path.write_bytes(content)

    return make


def data(content: bytes):
    return lambda path: path.write_bytes(content)


def entity_bomb() -> str:
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    return f'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">{entities}]><package '


def wrong_letters(table: bytes) -> bytes:
    """A PDF whose fonts say that code n shows the n-th letter of `table`, or counts up from its only one."""
    pdf = make_pdf([PAGE])
    ranges = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange %s endbfrange endcmap"
    number = pdf.add(stream(ranges % table))
    for key, body in pdf.objects.items():
        pdf.objects[key] = body.replace(b"/BaseFont", b"/ToUnicode %d 0 R /BaseFont" % number)
    return pdf.data()


def typed_notes() -> bytes:
    """A PDF of which nothing but a note of a viewer holds text."""
    pdf = make_pdf([b""])
    note = pdf.add(b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 99 99] /Contents (%s) >>" % P.encode())
    for key, body in pdf.objects.items():
        pdf.objects[key] = body.replace(b"/Type /Page ", b"/Type /Page /Annots [%d 0 R] " % note)
    return pdf.data()


def portfolio() -> bytes:
    pdf = make_pdf([show([Text(72, 700, "For the best experience, open this PDF portfolio in Acrobat.")])])
    file = pdf.add(stream(b"%PDF-1.7", b"/Type /EmbeddedFile"))
    spec = pdf.add(b"<< /Type /Filespec /F (../one.pdf) /UF (../one.pdf) /EF << /F %d 0 R >> >>" % file)
    names = b"/Type /Catalog /Names << /EmbeddedFiles << /Names [(one.pdf) %d 0 R] >> >>" % spec
    pdf.objects[1] = pdf.objects[1].replace(b"/Type /Catalog", names)
    return pdf.data()


def xfa_form() -> bytes:
    pdf = make_pdf([show([Text(72, 700, "Please wait. Your viewer may not be able to display this document.")])])
    form = pdf.add(stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"))
    catalog = b"/Type /Catalog /NeedsRendering true /AcroForm << /Fields [] /XFA %d 0 R >>" % form
    pdf.objects[1] = pdf.objects[1].replace(b"/Type /Catalog", catalog)
    return pdf.data()


def half_characters() -> bytes:
    """A PDF of which the title, a label and a bookmark end within a character, and text turns the other way."""
    pdf = make_pdf([PAGE])
    half = b"(\xfe\xff\x00A\xd8\x00)"
    pdf.trailer = b"/Info << /Title %s /Author %s >>" % (half, half)
    pdf.add(b"<< /Type /Outlines /First %d 0 R >>" % (len(pdf.objects) + 2))
    pdf.add(b"<< /Title %s /Parent %d 0 R /Dest [3 0 R /XYZ 0 700 0] >>" % (half, len(pdf.objects)))
    labels = b"/PageLabels << /Nums [0 << /P %s >>] >> /Outlines %d 0 R " % (half, len(pdf.objects) - 1)
    pdf.objects[1] = pdf.objects[1].replace(b"/Type /Catalog", b"/Type /Catalog " + labels)
    return pdf.data()


def with_password(*locked: str):
    """An archive in which these pages are encrypted."""

    def make(path):
        with zipfile.ZipFile(path, "w") as archive:
            for name in ("a.html", "b.html"):
                archive.writestr(name, f"<h1>Start</h1><p>{P}")
                archive.getinfo(name).flag_bits |= name in locked

    return make


def epub_with_password(*locked: str):
    """A book in which these files are encrypted, or all."""

    def make(path):
        epub(path)
        with zipfile.ZipFile(path, "a") as archive:
            for name in locked or archive.namelist():
                archive.getinfo(name).flag_bits |= 1
            archive.comment = b"so that the directory is written again"

    return make


def method_99(path) -> None:
    """Two pages, of which the second is packed by a method that does not exist."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.html", f"<h1>A</h1><p>{P}")
        archive.writestr("b.html", f"<h1>B</h1><p>{P}")
        local = archive.getinfo("b.html").header_offset
    content = bytearray(path.read_bytes())
    for at in (local + 8, content.rfind(b"PK\x01\x02") + 10):
        content[at] = 99
    path.write_bytes(content)


OUTSIDE = ("<package ", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><package ', "Methods", "&x;")

REFUSED = {
    "bomb.epub": (
        lambda p: epub(p, **{"OPS/one.xhtml": b"<p>" + b"a " * 700_000}),
        "too much text .*unpacks to more than",
    ),
    "spineless.epub": (package("<itemref", "<other"), "its spine names no documents"),
    "entities.epub": (package("<package ", entity_bomb(), "Methods", "&e9;"), "is damaged"),
    "outside.epub": (package(*OUTSIDE), "is damaged.*undefined entity"),
    "endless_word.html": (data(b"<p>" + b"x" * 250_000), "Nothing of .* is left"),
    "japanese.txt": (data(("これは日本語の文章です。" * 40).encode("shift_jis")), "is not text: .*old encoding"),
    "program.txt": (data(b"\x7fELF" + bytes(range(256)) * 40), "is not text"),
    "spaces.pdf": (
        data(wrong_letters(b"<00> <FF> [" + b"<0020> " * 256 + b"]")),
        "holds no text.*fonts that do not say",
    ),
    "private.pdf": (data(wrong_letters(b"<20> <7a> <E000>")), "fonts that do not say"),
    "cipher.pdf": (data(wrong_letters(b"<41> <7a> <0044>")), "fonts that do not say .*glyph_soup"),
    "typed_notes.pdf": (data(typed_notes()), "typed on its pages as notes"),
    "portfolio.pdf": (data(portfolio()), "other files, which are not read: one.pdf;"),
    "papers.zip": (
        lambda p: zipfile.ZipFile(p, "w").writestr("in/one.pdf", "%PDF"),
        "holds neither HTML or Markdown pages .*Unpack it and choose one.pdf",
    ),
    "secret.zip": (with_password("a.html", "b.html"), "zip archive with a password"),
    "container.epub": (damaged("META-INF/container.xml"), "META-INF/container.xml is damaged"),
    "locked.epub": (
        lambda p: epub(p, **{"META-INF/rights.xml": "<rights/>", "OPS/one.xhtml": bytes(99)}),
        "protected by DRM",
    ),
    "secret.epub": (epub_with_password(), "protected by DRM or a password"),
    "secret_package.epub": (epub_with_password("OPS/book.opf"), "protected by DRM or a password"),
    "form.pdf": (data(xfa_form()), "XFA form"),
}
READ = {
    "outside.epub": (package("one.xhtml", "../../../../etc/passwd"), "is not in the file"),
    "windows.epub": (package("one.xhtml", "TEXT\\\\..\\\\One.XHTML", "&amp;", "&"), ""),
    "damaged.epub": (damaged("OPS/two b.xhtml", "OPS/nav.xhtml"), "page 2: OPS/two b.xhtml is damaged"),
    "half_a_scan.pdf": (data(make_pdf([PAGE, b"0 0 612 792 re f"]).data()), "page 2: pictures without text"),
    "half_characters.pdf": (data(half_characters()), ""),
    "turned.txt": (data(("\u202e\u2067" + P).encode()), ""),
    "odd_names.zip": (
        lambda p: zipfile.ZipFile(p, "w").writestr("./x/../in\\a.html", f"<h1>Start</h1><p>{P}"),
        "",
    ),
    "a_secret.zip": (with_password("b.html"), "page 2: b.html has a password"),
    "method.zip": (method_99, "b.html is packed in a way that is not known here"),
    "one_line.html": (data(b"<p>" + (P + " ").encode() * 300), ""),
    "deep.html": (data(b"<b><i>" * 40_000 + P.encode()), ""),
    "entities.html": (data(b"<p>&#xffffffff; &#0; &nosuch; &#55357; " + P.encode()), ""),
    "brackets.md": (data(b"[" * 5_000 + b"\n\n" + P.encode()), ""),
    "blanks.md": (
        data(b"\n\n".join([P.encode(), b"# T" + b" " * 80_000 + b"x", b"a" + b" " * 200_000 + b"b", b"{%" * 4_000])),
        "",
    ),
    "quotes.md": (data(b">" * 5_000 + b" x\n\n" + P.encode()), ""),
    "little_endian.txt": (data(P.encode("utf-16-le")), "UTF-16-LE"),
    "big_endian.txt": (data(P.encode("utf-16-be")), "UTF-16-BE"),
    "wide.html": (data(f"<html><body><p>{P}</p>".encode("utf-16-le")), "UTF-16-LE"),
    "a_zero.txt": (data(P.encode()[:100] + b"\0" + P.encode()[100:]), "1 zero bytes left out"),
    "mixed.txt": (data(f"{P} Café. ".encode() + "Müller. ".encode("latin-1")), "not valid UTF-8"),
    "returns.txt": (data(P.replace(". ", ".\r").encode()), ""),
    "glyphs.pdf": (
        data(make_pdf([PAGE, b"BT /F1 9 Tf 72 700 Td (" + b"a b c " * 170_000 + b") Tj ET"]).data()),
        "words are kept",  # pdfium leaves out what lies far outside the page
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_by_name(name, tmp_path, host):
    make, message = REFUSED[name]
    make(tmp_path / name)
    with pytest.raises(BookError, match=message) as caught:
        chunk_book(tmp_path / name, SETTINGS, host)
    assert name in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_and_what_was_guessed_is_said(name, tmp_path, host):
    make, warning = READ[name]
    make(tmp_path / name)
    book = chunk_book(tmp_path / name, SETTINGS, host)
    first = P if name != "outside.epub" else prose(1)
    assert first[:60] in " ".join(c.text for c in book.chunks)
    assert warning in "; ".join(book.report["warnings"])
    assert bool(warning) == bool(book.report["warnings"])
