"""Agglomerative clustering: begin with every point alone, merge the two nearest clusters until one is left.

Distances after a merge follow Lance & Williams (1967); Ward's heights are √(2 |A||B| / (|A|+|B|)) ‖mean A − mean B‖, as in
SciPy and R's ward.D2 (Murtagh & Legendre 2014).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

LINKAGES = ("single", "complete", "average", "ward")


@dataclass(frozen=True)
class Merge:
    """Clusters `a` and `b` (points are 0 … n−1, the cluster of merge m is n+m) joined at `height` to `size` points."""

    a: int
    b: int
    height: float
    size: int


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Every merge in order, and the points in the order in which the dendrogram has them side by side."""

    points: np.ndarray  # (n, 2)
    linkage: str
    merges: tuple[Merge, ...]

    def members(self, cluster: int) -> tuple[int, ...]:
        """The points of a cluster in the order of the dendrogram."""
        if cluster < len(self.points):
            return (cluster,)
        merge = self.merges[cluster - len(self.points)]
        return (*self.members(merge.a), *self.members(merge.b))

    @property
    def order(self) -> tuple[int, ...]:
        return self.members(len(self.points) + len(self.merges) - 1)

    @property
    def gap(self) -> int:
        """How many merges come before the largest jump in height: where the tree is cut."""
        heights = [m.height for m in self.merges]
        return max(range(1, len(heights)), key=lambda i: heights[i] - heights[i - 1])


def agglomerate(points: np.ndarray, linkage: str) -> Hierarchy:
    """All merges of n points; equal distances are resolved by the lower numbers."""
    n = len(points)
    size = dict.fromkeys(range(n), 1)
    apart = {(i, j): float(np.linalg.norm(points[i] - points[j])) for i in range(n) for j in range(i + 1, n)}
    merges = []
    for new in range(n, 2 * n - 1):
        (a, b), height = min(apart.items(), key=lambda item: (item[1], item[0]))
        merges.append(Merge(a, b, height, size[a] + size[b]))
        for k in size.keys() - {a, b}:
            to_a, to_b = apart.pop(_pair(a, k)), apart.pop(_pair(b, k))
            apart[k, new] = _updated(linkage, to_a, to_b, height, size[a], size[b], size[k])
        del apart[a, b]
        size[new] = size.pop(a) + size.pop(b)
    return Hierarchy(points, linkage, tuple(merges))


def _pair(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def _updated(linkage: str, to_a: float, to_b: float, height: float, na: int, nb: int, nk: int) -> float:
    """Distance of cluster k to the union of a and b."""
    if linkage == "single":
        return min(to_a, to_b)
    if linkage == "complete":
        return max(to_a, to_b)
    if linkage == "average":
        return (na * to_a + nb * to_b) / (na + nb)
    squares = (na + nk) * to_a**2 + (nb + nk) * to_b**2 - nk * height**2
    return math.sqrt(squares / (na + nb + nk))


def example(linkage: str, seed: int = 0) -> Hierarchy:
    """Ten points in three groups in the unit square."""
    rng = np.random.default_rng(seed + 64)  # the four linkages then merge in four different orders
    groups = (((0.24, 0.26), 3), ((0.78, 0.30), 3), ((0.48, 0.76), 4))
    points = np.concatenate([np.array(at) + rng.normal(0, 0.09, (n, 2)) for at, n in groups]).clip(0.07, 0.93)
    return agglomerate(points, linkage)
