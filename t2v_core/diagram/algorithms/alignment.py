"""Aligning two sequences by dynamic programming: the best score (Needleman & Wunsch 1970) or the fewest edits (Levenshtein 1966)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MATCH, MISMATCH, GAP = 1, -1, -1
WAYS = ("diagonal", "above", "left")  # where a cell's value comes from; earlier ones win ties


@dataclass(frozen=True, eq=False)
class Alignment:
    """`table` (len(a) + 1, len(b) + 1) of best values of prefixes; `path` of cells from the last back to (0, 0)."""

    a: str
    b: str
    edits: bool  # whether values count edits (least is best) instead of scores (greatest is best)
    table: np.ndarray
    path: tuple[tuple[int, int], ...]

    @property
    def value(self) -> int:
        """Score of the best alignment, or the edit distance."""
        return int(self.table[-1, -1])

    def options(self, i: int, j: int) -> dict[str, int]:
        """What cell (i, j) would hold by each way there is into it."""
        return _options(self.a, self.b, self.table, i, j, self.edits)

    def columns(self) -> tuple[tuple[str, str], ...]:
        """The alignment from left to right: pairs of letters, "" for a gap."""
        steps = list(zip(self.path[1:], self.path, strict=False))[::-1]
        return tuple((self.a[i0] if i1 > i0 else "", self.b[j0] if j1 > j0 else "") for (i0, j0), (i1, j1) in steps)


def align(a: str, b: str, edits: bool = False) -> Alignment:
    """Fill the table row by row, then walk back from its last cell."""
    table = np.zeros((len(a) + 1, len(b) + 1), int)
    best = min if edits else max
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i or j:
                table[i, j] = best(_options(a, b, table, i, j, edits).values())
    path = [(len(a), len(b))]
    while path[-1] != (0, 0):
        i, j = path[-1]
        options = _options(a, b, table, i, j, edits)
        way = next(w for w in WAYS if options.get(w) == table[i, j])
        path.append((i - (way != "left"), j - (way != "above")))
    return Alignment(a, b, edits, table, tuple(path))


def _options(a: str, b: str, table: np.ndarray, i: int, j: int, edits: bool) -> dict[str, int]:
    found = {}
    gap = 1 if edits else GAP
    if i and j:
        same = a[i - 1] == b[j - 1]
        found["diagonal"] = int(table[i - 1, j - 1]) + ((0 if same else 1) if edits else (MATCH if same else MISMATCH))
    if i:
        found["above"] = int(table[i - 1, j]) + gap
    if j:
        found["left"] = int(table[i, j - 1]) + gap
    return found


def example(edits: bool = False) -> Alignment:
    """Two short stretches of DNA, or two words three edits apart."""
    return align("kitten", "sitting", True) if edits else align("GATTACA", "GCATGCT")
