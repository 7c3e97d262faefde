"""PDF files written byte by byte, so that each can be broken in its own way, and prose to fill them with."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

TOPICS = (
    ("Gradient descent", "the slope of the loss", "the learning rate", "a minimum"),
    ("Neural networks", "the weights of a layer", "the activation function", "a decision"),
    ("Clustering", "the distance of two points", "the number of clusters", "a partition"),
    ("Graph search", "the frontier of open nodes", "the heuristic estimate", "a shortest path"),
    ("Sorting", "the order of two elements", "the pivot element", "a sorted list"),
)


def prose(topic: int, sentences: int = 8, start: int = 0) -> str:
    """Distinct sentences about a topic."""
    name, a, b, c = TOPICS[topic % len(TOPICS)]
    forms = (
        f"{name} begins with a careful look at {a} in step number {{n}}.",
        f"In round {{n}} the method compares {b} with what it has seen before.",
        f"A student who follows example {{n}} will see how {a} leads to {c}.",
        f"When {b} is chosen badly, attempt {{n}} fails and {c} is never reached.",
        f"It is remarkable that {c} appears after only {{n}} repetitions of the same idea.",
    )
    return " ".join(forms[(start + i) % len(forms)].format(n=start + i + 1) for i in range(sentences))


@dataclass
class Text:
    """Text at a place of a page, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "F1"  # F1 Times, F2 Times bold, F3 Courier, F4 Symbol


@dataclass
class Pdf:
    """A PDF as numbered objects; `data()` writes it with a correct cross-reference table."""

    objects: dict[int, bytes] = field(default_factory=dict)
    trailer: bytes = b""

    def add(self, body: bytes) -> int:
        number = max(self.objects, default=0) + 1
        self.objects[number] = body
        return number

    def data(self) -> bytes:
        out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        offsets = {}
        for number, body in self.objects.items():
            offsets[number] = len(out)
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        for number in range(1, len(self.objects) + 1):
            out += b"%010d 00000 n \n" % offsets[number]
        out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(self.objects) + 1, self.trailer)
        return out + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def deflated(content: bytes) -> bytes:
    return stream(zlib.compress(content), b"/Filter /FlateDecode")


def show(texts: Sequence[Text]) -> bytes:
    """The content stream that draws `texts`."""
    parts = []
    for t in texts:
        escaped = t.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        parts.append(f"BT /{t.font} {t.size} Tf {t.x} {t.y} Td ({escaped}) Tj ET")
    return "\n".join(parts).encode("latin-1")


def paragraph(text: str, y: float, x: float = 72, size: float = 10, width: int = 90, indent: float = 0) -> list[Text]:
    """`text` broken into lines of at most `width` characters from `y` downwards."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return [Text(x + (indent if i == 0 else 0), y - 12 * i, line, size) for i, line in enumerate(lines)]


def make_pdf(
    pages: Sequence[Sequence[Text] | bytes],
    outline: Sequence[tuple[str, int]] = (),
    labels: bytes = b"",
    title: str = "",
    box: bytes = b"[0 0 612 792]",
    fonts: bytes = b"",
) -> Pdf:
    """A PDF of `pages` (texts, or a whole content stream), with an outline of (title, page from 1)."""
    pdf = Pdf()
    root, tree = pdf.add(b""), pdf.add(b"")
    names = (b"/Times-Roman", b"/Times-Bold", b"/Courier", b"/Symbol")
    made = [pdf.add(b"<< /Type /Font /Subtype /Type1 /BaseFont %s >>" % name) for name in names]
    fonts = fonts or b" ".join(b"/F%d %d 0 R" % (i + 1, n) for i, n in enumerate(made))
    kids = []
    for page in pages:
        content = pdf.add(deflated(page if isinstance(page, bytes) else show(page)))
        kids.append(
            pdf.add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Contents %d 0 R /Resources << /Font << %s >> >> >>"
                % (tree, box, content, fonts)
            )
        )
    pdf.objects[tree] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % k for k in kids),
    )
    extra = b"/PageLabels << /Nums [%s] >> " % labels if labels else b""
    if outline:
        extra += b"/Outlines %d 0 R " % _outline(pdf, outline, kids)
    pdf.objects[root] = b"<< /Type /Catalog /Pages %d 0 R %s>>" % (tree, extra)
    if title:
        pdf.trailer = b"/Info %d 0 R" % pdf.add(
            b"<< /Title (%s) /Author (Ada Lovelace and Alan Turing) >>" % title.encode()
        )
    return pdf


def _outline(pdf: Pdf, outline: Sequence[tuple[str, int]], kids: Sequence[int]) -> int:
    root = pdf.add(b"")
    first = max(pdf.objects) + 1
    last = first + len(outline) - 1
    for i, (title, page) in enumerate(outline):
        links = (b"/Prev %d 0 R " % (first + i - 1) if i else b"") + (
            b"/Next %d 0 R " % (first + i + 1) if first + i < last else b""
        )
        pdf.add(
            b"<< /Title (%s) /Parent %d 0 R /Dest [%d 0 R /Fit] %s>>" % (title.encode(), root, kids[page - 1], links)
        )
    pdf.objects[root] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first, last, len(outline))
    return root


def textbook(chapters: int = 3, pages_each: int = 2) -> Pdf:
    """A small book: title page, contents, chapters with running heads and page numbers, bibliography, index."""
    pages: list[list[Text]] = [[Text(150, 600, "A Small Book of Methods", 24, "F2")]]
    contents = [Text(72, 700, "Contents", 16, "F2")]
    outline = []
    body: list[list[Text]] = []
    for c in range(chapters):
        name = TOPICS[c % len(TOPICS)][0]
        outline.append((f"{c + 1} {name}", 3 + c * pages_each))
        contents.append(Text(72, 660 - 14 * c, f"{c + 1} {name} " + ". " * 40 + str(1 + c * pages_each)))
        for p in range(pages_each):
            number = 1 + c * pages_each + p
            texts = [Text(72, 750, f"{number} A SMALL BOOK", 9)]
            if p == 0:
                texts.append(Text(72, 700, f"{c + 1} {name}", 16, "F2"))
            texts += paragraph(prose(c, 9, start=20 * p), 660)
            texts += paragraph(prose(c, 9, start=20 * p + 9), 480, indent=12)
            body.append(texts)
    contents += [Text(72, 660 - 14 * (chapters + i), f"Entry {i} " + ". " * 40 + str(i)) for i in range(8)]
    references = [Text(72, 700, "References", 16, "F2")]
    for i in range(12):
        references.append(
            Text(
                72,
                670 - 14 * i,
                f"[{i}] Smith, J. and Doe, A. (19{60 + i}). On methods. Journal of Methods, {i}(2):1-9.",
            )
        )
    index = [Text(72, 700, "Index", 16, "F2")]
    index += [Text(72, 670 - 14 * i, f"method {chr(97 + i)}, {i + 1}, {i + 4}") for i in range(20)]
    outline += [("References", 3 + len(body)), ("Index", 4 + len(body))]
    labels = b"0 << /S /r >> 2 << /S /D >>"
    return make_pdf([*pages, contents, *body, references, index], outline, labels, title="A Small Book of Methods")
