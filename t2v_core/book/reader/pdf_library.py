"""pdfium, which the package pypdfium2 brings: the functions that this reader calls, described for ctypes.

pypdfium2's own modules describe all 450 and build objects on top; importing them takes as long as reading ten pages.
Documents, pages, bookmarks and all that pdfium keeps are addresses here, `None` where it has none. What the functions do stands in
pdfium's headers, under the names given here.
"""

import ctypes
import os
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from importlib.machinery import PathFinder
from itertools import repeat

from wire import ReadError

_FIRST_ROWS = 512  # words of a full page


def _library() -> ctypes.PyDLL:
    """The library itself; its functions are called without giving up Python's lock, which nobody else wants here."""
    package = PathFinder.find_spec("pypdfium2_raw")
    for folder in (package and package.submodule_search_locations) or ():
        for name in ("libpdfium.so", "libpdfium.dylib", "pdfium.dll"):
            file = f"{folder}/{name}"
            if os.access(file, os.R_OK):
                return ctypes.PyDLL(file)
    from pypdfium2_raw import bindings  # made for a library that stands elsewhere in the system

    found = bindings._libs["pdfium"]
    return ctypes.PyDLL(found._name, handle=found._handle)


try:
    _LIBRARY = _library()
except (ImportError, OSError, AttributeError, KeyError) as e:
    raise ReadError("library", "pypdfium2") from e


def function(name: str, result: type | None = None, *arguments: type) -> Callable:
    """A function of pdfium. Without `arguments`, it takes numbers of C's type `int` and references, and takes them much faster.

    Raises `ReadError` for one that the library lacks.
    """
    try:
        found = _LIBRARY[name]
    except AttributeError as e:
        raise ReadError("library", "pypdfium2") from e
    found.restype = result
    if arguments:
        found.argtypes = arguments
    return found


_P, _INT, _SIZE, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong, ctypes.c_float
init_library = function("FPDF_InitLibraryWithConfig", None, _P)
last_error = function("FPDF_GetLastError", _SIZE)
load_document = function("FPDF_LoadDocument", _P, ctypes.c_char_p, ctypes.c_char_p)
new_document = function("FPDF_CreateNewDocument", _P)
import_pages = function("FPDF_ImportPagesByIndex", _INT, _P, _P, _P, _SIZE, _INT)
save_copy = function("FPDF_SaveAsCopy", _INT, _P, _P, _SIZE)
close_document = function("FPDF_CloseDocument", None, _P)
page_count = function("FPDF_GetPageCount", _INT, _P)
meta_text = function("FPDF_GetMetaText", _SIZE, _P, ctypes.c_char_p, _P, _SIZE)
page_label = function("FPDF_GetPageLabel", _SIZE, _P, _INT, _P, _SIZE)
form_type = function("FPDF_GetFormType", _INT, _P)
attachment_count = function("FPDFDoc_GetAttachmentCount", _INT, _P)
attachment = function("FPDFDoc_GetAttachment", _P, _P, _INT)
attachment_name = function("FPDFAttachment_GetName", _SIZE, _P, _P, _SIZE)
first_bookmark = function("FPDFBookmark_GetFirstChild", _P, _P, _P)
next_bookmark = function("FPDFBookmark_GetNextSibling", _P, _P, _P)
bookmark_title = function("FPDFBookmark_GetTitle", _SIZE, _P, _P, _SIZE)
bookmark_destination = function("FPDFBookmark_GetDest", _P, _P, _P)
destination_page = function("FPDFDest_GetDestPageIndex", _INT, _P, _P)
destination_view = function("FPDFDest_GetView", _SIZE, _P, _P, _P)
load_page = function("FPDF_LoadPage", _P, _P, _INT)
close_page = function("FPDF_ClosePage", None, _P)
page_width = function("FPDF_GetPageWidthF", _FLOAT, _P)
page_height = function("FPDF_GetPageHeightF", _FLOAT, _P)
page_rotation = function("FPDFPage_GetRotation", _INT, _P)
object_count = function("FPDFPage_CountObjects", _INT, _P)
note_count = function("FPDFPage_GetAnnotCount", _INT, _P)
load_note = function("FPDFPage_GetAnnot", _P, _P, _INT)
note_kind = function("FPDFAnnot_GetSubtype", _INT, _P)
close_note = function("FPDFPage_CloseAnnot", None, _P)
load_text = function("FPDFText_LoadPage", _P, _P)
close_text = function("FPDFText_ClosePage", None, _P)
character_count = function("FPDFText_CountChars", _INT, _P)
text_units = function("FPDFText_GetText", _INT, _P, _INT, _INT, _P)
code_unit = function("FPDFText_GetUnicode", ctypes.c_uint, _P, _INT)
object_font = function("FPDFTextObj_GetFont", _P, _P)
# Called for many characters: of these, the text page is a reference.
font_size = function("FPDFText_GetFontSize", ctypes.c_double)
font_info = function("FPDFText_GetFontInfo")
text_object = function("FPDFText_GetTextObject", _P)


class _Buffer:
    """Room for what pdfium writes, made once: making it takes as long as to ask a hundred times."""

    def __init__(self) -> None:
        self._room = ctypes.create_string_buffer(1 << 16)

    def of(self, size: int) -> ctypes.Array:
        """At least `size` bytes, in which anything may stand."""
        if size > len(self._room):
            self._room = ctypes.create_string_buffer(2 * size)
        return self._room


buffer = _Buffer()


def text_from(ask: Callable, *arguments: object) -> str:
    """What a function that fills a buffer with UTF-16 and a zero says; half a character in it costs no more than itself."""
    size = ask(*arguments, None, 0)
    room = buffer.of(size)
    ask(*arguments, room, size)
    return ctypes.string_at(room, max(size - 2, 0)).decode("utf-16-le", "replace")


class Answers:
    """What a function that writes `width` numbers of this type code says of characters, asked all at once.

    It writes to as many addresses, or to one if they are `in_one` structure. A call costs twenty times what it does, most
    of it making C's arguments of Python's, so the references are made once and serve for every page.
    """

    def __init__(self, name: str, typecode: str, width: int, *, in_one: bool = False) -> None:
        self._function, self._typecode, self._width = function(name), typecode, width
        self._addresses = 1 if in_one else width
        self._make_room(_FIRST_ROWS)

    def _make_room(self, rows: int) -> None:
        self._rows, size = rows, array(self._typecode).itemsize
        self._numbers = array(self._typecode, bytes(rows * self._width * size))
        self._place = place = (ctypes.c_char * (rows * self._width * size)).from_buffer(self._numbers)
        offsets = (range(k * size, rows * self._width * size, self._width * size) for k in range(self._addresses))
        self._references = [[*map(ctypes.byref, repeat(place), column)] for column in offsets]

    def ask(self, text_page: object, characters: Sequence[int], columns: int) -> list[list[float]]:
        """The first `columns` of the numbers, by column, of these characters of a text page (a reference to it).

        Zeros where pdfium knows none: then it writes nothing.
        """
        count, width = len(characters), self._width
        if count > self._rows:
            self._make_room(2 * count)
        ctypes.memset(self._place, 0, count * width * self._numbers.itemsize)
        deque(map(self._function, repeat(text_page), characters, *self._references), maxlen=0)
        return [self._numbers[k : count * width : width].tolist() for k in range(columns)]
