"""Whether a page on which pdfium found nothing is surely meant to be blank: books leave pages blank before chapters.

pdfium does not say whether it could read a page's content. A copy of that page alone is a file so simple that its
one content stream can be looked at here. Opening the whole book in the second reader takes a hundred times as long.
"""

import io
import re
import zlib

import pypdfium2 as pdfium

DRAWS = re.compile(rb"(?:^|[\s)\]>])(?:Tj|TJ|Do|'|\")(?:\s|$)")
_STREAM = re.compile(rb"/Filter\s*/FlateDecode\s*/Length (\d+)\s*>>\s*stream\r?\n")
# A stream of more packed bytes is looked at by the second reader: it holds something.
_LONGEST = 256


def is_blank(document: pdfium.PdfDocument, index: int) -> bool:
    """True when the content of the page is whole and draws nothing; False when that cannot be told from a copy of it."""
    try:
        with pdfium.PdfDocument.new() as copy:
            copy.import_pages(document, [index])
            file = io.BytesIO()
            copy.save(file)
    except pdfium.PdfiumError:
        return False
    data = file.getvalue()
    streams = list(_STREAM.finditer(data))
    if len(streams) != 1 or data.count(b"endstream") != 1 or int(streams[0][1]) > _LONGEST:
        return False
    packed = data[streams[0].end() :][: int(streams[0][1])]
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, 4 * _LONGEST)
    except zlib.error:
        return False
    return unpacker.eof and content.isascii() and not DRAWS.search(content)
