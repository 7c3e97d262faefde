"""PDF files that are broken or hostile, each in its own way: those to refuse, and those to read all the same."""

from __future__ import annotations

import io
import re
import zlib

from samples import Pdf, deflated, make_pdf, paragraph, prose, stream, textbook

PAGE = paragraph(prose(0), 700)


def encrypted(password: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(textbook().data()))
    writer.encrypt(password, "owner-secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def edited(change) -> bytes:
    """The small textbook with `change(pdf)` done to its objects."""
    pdf = textbook()
    change(pdf)
    return pdf.data()


def cyclic_page_tree() -> bytes:
    return edited(lambda pdf: pdf.objects.update({2: b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>"}))


def cyclic_outline() -> bytes:
    pdf = textbook()
    for number, body in pdf.objects.items():
        if b"/Parent" in body and b"/Dest" in body:
            pdf.objects[number] = re.sub(rb"/Next \d+ 0 R", b"/Next %d 0 R" % number, body)
    return pdf.data()


def deep_page_tree(depth: int = 5000) -> bytes:
    pdf = make_pdf([PAGE])
    page = max(pdf.objects)
    leaf, top = b"%d 0 R" % page, page + 1
    for i in range(depth):
        child = leaf if i == depth - 1 else b"%d 0 R" % (top + i + 1)
        pdf.add(b"<< /Type /Pages /Count 1 /Parent %d 0 R /Kids [%s] >>" % (max(2, top + i - 1), child))
    pdf.objects[2] = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % top
    return pdf.data()


def flate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b" " * 2**20) for _ in range(1500)]) + packer.flush()
    pdf = make_pdf([PAGE])
    content = next(n for n, body in pdf.objects.items() if b"FlateDecode" in body)
    pdf.objects[content] = stream(packed, b"/Filter /FlateDecode")
    return pdf.data()


def operator_bomb() -> bytes:
    return make_pdf([b"BT /F1 9 Tf 72 700 Td " + b"(a) Tj " * 4_000_000 + b"ET"]).data()


def form_recursion() -> bytes:
    pdf = make_pdf([b"/X0 Do"])
    form = pdf.add(b"")
    pdf.objects[form] = stream(
        b"/X0 Do /X0 Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 %d 0 R >> >>" % form,
    )
    for number, body in pdf.objects.items():
        if b"/Type /Page " in body:
            pdf.objects[number] = body.replace(b"/Resources <<", b"/Resources << /XObject << /X0 %d 0 R >>" % form)
    return pdf.data()


def image_only() -> bytes:
    pdf = make_pdf([b"q 500 0 0 700 50 50 cm /I0 Do Q"] * 3)
    image = pdf.add(
        stream(
            b"\x80" * 64,
            b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
        )
    )
    for number, body in pdf.objects.items():
        if b"/Type /Page " in body:
            pdf.objects[number] = body.replace(b"/Resources <<", b"/Resources << /XObject << /I0 %d 0 R >>" % image)
    return pdf.data()


def many_pages() -> bytes:
    pdf = Pdf()
    pdf.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    pdf.add(b"<< /Type /Pages /Count 100000 /Kids [" + b"3 0 R " * 100_000 + b"] >>")
    pdf.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    return pdf.data()


def wrong_xref() -> bytes:
    data = textbook().data()
    return re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m.group(1)) + 7), data)


def endless_filters() -> bytes:
    data = b"text"
    for _ in range(60):
        data = zlib.compress(data)
    pdf = make_pdf([PAGE])
    content = next(n for n, body in pdf.objects.items() if b"FlateDecode" in body)
    pdf.objects[content] = stream(data, b"/Filter [" + b"/FlateDecode " * 60 + b"]")
    return pdf.data()


def with_trailer(extra: bytes) -> bytes:
    pdf = textbook()
    pdf.trailer += extra
    return pdf.data()


def replaced(old: bytes, new: bytes, count: int = -1) -> bytes:
    data = textbook().data()
    assert old in data
    return data.replace(old, new, count)


def script_and_attachment() -> bytes:
    pdf = textbook()
    attachment = pdf.add(b"<< /Type /Filespec /F (evil.exe) /EF << /F %d 0 R >> >>" % (max(pdf.objects) + 2))
    pdf.add(stream(b"MZ" + b"\0" * 100, b"/Type /EmbeddedFile"))
    pdf.objects[1] = pdf.objects[1].replace(
        b"/Type /Catalog",
        b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.launchURL\\('http://x'\\)) >> "
        b"/Names << /EmbeddedFiles << /Names [(evil.exe) %d 0 R] >> >>" % attachment,
    )
    return pdf.data()


# Named refusals: what the message must say.
REFUSED = {
    "zero bytes": (lambda: b"", "is empty"),
    "one byte": (lambda: b"%", "is not PDF"),
    "a web page": (lambda: b"<html><body>404 not found</body></html>", "is not PDF"),
    "a zip": (lambda: b"PK\x03\x04" + b"\0" * 200, "is a zip archive"),
    "random bytes": (lambda: bytes((i * 97 + i // 7) % 256 for i in range(5000)), "is not PDF"),
    "only the header": (lambda: b"%PDF-1.7\n", "is damaged"),
    "header and noise": (lambda: b"%PDF-1.7\n" + bytes((i * 89) % 256 for i in range(9000)), "is damaged"),
    "cut after a tenth": (lambda: (d := textbook().data())[: len(d) // 10], "is damaged"),
    "no pages": (
        lambda: edited(lambda p: p.objects.update({2: b"<< /Type /Pages /Count 0 /Kids [] >>"})),
        r"is damaged \((?!.*Success).*holds no pages",
    ),
    "no catalog": (lambda: edited(lambda p: p.objects.update({1: b"<< /Type /Nothing >>"})), "is damaged"),
    "a cyclic page tree": (cyclic_page_tree, "is damaged|holds no text|can be read|cannot be read"),
    "needs a password": (lambda: encrypted("user-secret"), "needs a password"),
    "a false encryption entry": (
        lambda: with_trailer(b"/Encrypt << /Filter /Nonsense /V 9 >>"),
        "is damaged|encrypted",
    ),
    "pictures only": (image_only, "holds no text.*scan"),
    "blank pages": (lambda: make_pdf([b""] * 5).data(), "holds no text"),
    "a hundred thousand pages": (many_pages, "more than the limit of 2000"),
    "a Flate bomb": (flate_bomb, "cannot be read|can be read|could not be opened|holds no text|needs more than"),
    "a form that draws itself": (form_recursion, "holds no text|can be read"),
    "sixty filters": (endless_filters, "holds no text|can be read|cannot be read"),
    "a page tree of 5000 levels": (deep_page_tree, "can be read|is damaged"),
    "an operator bomb": (operator_bomb, "takes longer|cannot be read|can be read|holds no text"),
}

# Damage that a reader can live with: the text must still come out.
READ_ANYWAY = {
    "a wrong cross-reference table": wrong_xref,
    "startxref nowhere": lambda: replaced(b"startxref\n", b"startxref\n9"),
    "no end-of-file mark": lambda: textbook().data()[:-6],
    "no cross-reference table": lambda: replaced(b"\nxref\n", b"\nxxxx\n"),
    "noise before the header": lambda: b"\0\1junk\n" * 9 + textbook().data(),
    "noise behind the end": lambda: textbook().data() + b"\0" * 5000,
    "a cyclic outline": cyclic_outline,
    "an outline to nowhere": lambda: edited(
        lambda p: p.objects.update(
            {n: b.replace(b"/Dest [", b"/Dest [999") for n, b in p.objects.items() if b"/Dest" in b}
        )
    ),
    "a huge media box": lambda: make_pdf([PAGE], box=b"[0 0 99999999 99999999]").data(),
    "an empty media box": lambda: make_pdf([PAGE], box=b"[0 0 0 0]").data(),
    "a media box of nonsense": lambda: make_pdf([PAGE], box=b"[(a) null /b]").data(),
    "fonts that are not there": lambda: make_pdf([PAGE], fonts=b"/F1 9999 0 R").data(),
    "fonts of nonsense": lambda: make_pdf([PAGE], fonts=b"/F1 << /Type /Font /Subtype /Type0 /BaseFont 7 >>").data(),
    "a page count that lies": lambda: replaced(b"/Count 10", b"/Count 99"),
    "one page missing": lambda: edited(
        lambda p: p.objects.update(
            {2: p.objects[2].replace(b"/Kids [", b"/Kids [888 0 R ").replace(b"/Count 10", b"/Count 11")}
        )
    ),
    "page labels of nonsense": lambda: edited(
        lambda p: p.objects.update({1: p.objects[1].replace(b"/S /r", b"/S 7 /St (x)")})
    ),
    "scripts and attachments": script_and_attachment,
    "metadata of nonsense": lambda: with_trailer(b"/Info << /Title 7 /Author [1 2] >>"),
    "deep page tree": lambda: deep_page_tree(50),
    "an object stream that is cut": lambda: edited(lambda p: p.add(deflated(b"x" * 999)[:40])),
    "a stream longer than the file": lambda: edited(
        lambda p: p.objects.update(
            {n: re.sub(rb"/Length \d+", b"/Length 99999999", b) for n, b in p.objects.items() if b"/Length" in b}
        )
    ),
}
