"""Whether a page on which pdfium found nothing is surely meant to be blank: books leave pages blank before chapters.

pdfium does not say whether it could read a page's content. A copy of that page alone is a file so simple that its
one content stream can be looked at here. Opening the whole book in the second reader takes a hundred times as long.
"""

import ctypes
import re
from collections.abc import Callable

import pdf_library as pdfium

DRAWS = re.compile(rb"(?:^|[\s)\]>])(?:Tj|TJ|Do|'|\")(?:\s|$)")
_STREAM = re.compile(rb"/Filter\s*/FlateDecode\s*/Length (\d+)\s*>>\s*stream\r?\n")
# A stream of more packed bytes is looked at by the second reader: it holds something.
_LONGEST = 256


class _Target(ctypes.Structure):
    """pdfium's FPDF_FILEWRITE: whom it tells what it writes."""

    _write_block = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
    _fields_ = (("version", ctypes.c_int), ("write_block", _write_block))

    def __init__(self, write: Callable[[bytes], object]) -> None:
        super().__init__(1, self._write_block(lambda _, data, size: write(ctypes.string_at(data, size)) is None))


def is_blank(document: int, index: int) -> bool:
    """True when the content of the page is whole and draws nothing; False when that cannot be told from a copy of it."""
    import zlib

    copy, blocks = pdfium.new_document(), []
    try:
        if not pdfium.import_pages(copy, document, ctypes.byref(ctypes.c_int(index)), 1, 0):
            return False
        if not pdfium.save_copy(copy, ctypes.byref(_Target(blocks.append)), 0):
            return False
    finally:
        pdfium.close_document(copy)
    data = b"".join(blocks)
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
