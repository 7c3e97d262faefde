"""PageRank by power iteration (Brin & Page 1998): a page is worth what the pages that link to it pass on.

r_i ← (1 − d)/N + d Σ_{j→i} r_j / L_j, from equal ranks, with the damping d = 0.85 of the paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

DAMPING = 0.85
LINKS = {"A": "BC", "B": "C", "C": "A", "D": "AC", "E": "CD"}  # page -> the pages it links to


@dataclass(frozen=True, eq=False)
class Ranks:
    """`rounds` (T+1, N): the ranks after each round, in the order of `pages`; each sums to 1."""

    pages: tuple[str, ...]
    links: tuple[tuple[int, int], ...]
    rounds: np.ndarray

    def out(self, page: int) -> int:
        """How many links leave a page."""
        return sum(a == page for a, _ in self.links)


def run(links: Mapping[str, str] = LINKS, rounds: int = 20, damping: float = DAMPING) -> Ranks:
    """`rounds` rounds over pages that each have a link."""
    pages = tuple(links)
    pairs = tuple((pages.index(a), pages.index(b)) for a, targets in links.items() for b in targets)
    passed = np.zeros((len(pages), len(pages)))
    for a, b in pairs:
        passed[b, a] = 1 / len(links[pages[a]])
    ranks = [np.full(len(pages), 1 / len(pages))]
    for _ in range(rounds):
        ranks.append((1 - damping) / len(pages) + damping * passed @ ranks[-1])
    return Ranks(pages, pairs, np.array(ranks))
