"""Calls of pdfium's functions for many characters at a time.

A call costs twenty times what it does, most of it ctypes turning arguments into C's. References made once by `byref` need no
turning: so what pdfium writes goes to the same places for every page, and their references are kept.
"""

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

_FIRST_ROWS = 512  # words of a full page


def direct(function: Any, result: Any = None, *arguments: Any) -> Callable[..., Any]:
    """The same function of pdfium without ctypes' looking at arguments, but those of the types named, and at errors.

    Other arguments are references or whole numbers of C's type `int`.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)


class Answers:
    """What a function that writes `width` numbers of this type code says of characters, asked all at once.

    It writes to as many addresses, or to one if they are `in_one` structure.
    """

    def __init__(self, function: Callable[..., Any], typecode: str, width: int, *, in_one: bool = False) -> None:
        self._function, self._typecode, self._width = function, typecode, width
        self._addresses = 1 if in_one else width
        self._grow(_FIRST_ROWS)

    def _grow(self, rows: int) -> None:
        self._rows, size = rows, array(self._typecode).itemsize
        self._numbers = array(self._typecode, bytes(rows * self._width * size))
        place = (ctypes.c_char * (rows * self._width * size)).from_buffer(self._numbers)
        self._at = [
            [ctypes.byref(place, (row * self._width + k) * size) for row in range(rows)] for k in range(self._addresses)
        ]

    def ask(self, textpage: Any, characters: Sequence[int]) -> list[list[float]]:
        """The numbers, by column, of these characters of a text page (a reference to it)."""
        count, width = len(characters), self._width
        if count > self._rows:
            self._grow(2 * count)
        deque(map(self._function, repeat(textpage), characters, *self._at), maxlen=0)
        return [self._numbers[k : count * width : width].tolist() for k in range(width)]
