"""Agglomerative clustering: the two nearest clusters merge, and the dendrogram beside them gains a bar at that height."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import hierarchical as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, MarkerKind, Path, Point, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane, dot
from ..template import Context, Picture
from ..text import SMALL, line

LOOKS: tuple[tuple[MarkerKind, str], ...] = (("circle", "accent"), ("square", "change"), ("triangle", "goal"))
AROUND = 15.0  # units between points and the outline of their cluster
MEASURED = 23.0  # units between leaves from which on heights stand at an axis …
ROOMY = 220.0  # … when the points' field is as wide as this
FORMULAS = {
    "single": r"d(A, B) = \min_{a \in A,\, b \in B} \| a - b \|",
    "complete": r"d(A, B) = \max_{a \in A,\, b \in B} \| a - b \|",
    "average": r"d(A, B) = \frac{1}{|A| \, |B|} \sum_{a \in A, \, b \in B} \| a - b \|",
    "ward": r"d(A, B) = \sqrt{\frac{2 \, |A| \, |B|}{|A| + |B|}} \, \| \mu_A - \mu_B \|",
}
MEANINGS = {
    "single": "distance of the nearest points",
    "complete": "distance of the farthest points",
    "average": "mean distance of their points",
    "ward": "growth of the spread inside",
}


class HierarchicalClustering(ComputedTemplate):
    name = "hierarchical_clustering"
    default = "average"
    terms = terms(
        "hierarchical clustering, agglomerative clustering, agglomerative hierarchical clustering, dendrogram, "
        "hierarchical agglomerative clustering, bottom-up clustering, hierarchical cluster analysis",
        single="single linkage, single-link clustering, nearest-neighbour linkage",
        complete="complete linkage, complete-link clustering, farthest-neighbour linkage",
        average="average linkage, UPGMA, average-link clustering",
        ward="Ward linkage, Ward's linkage, Ward's method, Ward's minimum variance method, Ward clustering",
    )
    needs = beside(
        "Ward's method, UPGMA", "cluster, clusters, clustering, linkage, dendrogram, tree, variance, distance"
    )
    strangers = ("divisive hierarchical clustering",)
    variants = patterns(
        single=r"\bsingle[- ]link",
        complete=r"\bcomplete[- ]link",
        average=r"\baverage[- ]link|\bUPGMA\b",
        ward=r"\bWard\b",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        run = algorithm.example(kind)
        at = page(box)
        field, diagram = at.plot.columns((0.46, 0.54), 18)
        plane = _plane(run, field)
        points = tuple(plane.at(*p) for p in run.points)
        tree = _Dendrogram(run, diagram, plane.box.w >= ROOMY)
        times = pace(ctx.clock, len(run.merges) + 2)  # every merge, and the cut in the end
        column = side(
            at.side, FORMULAS[kind], _symbols(kind, ctx), ("merge", "height"), rows=7, least=2, widest="0.000"
        )
        top = run.merges[-1].height
        states = [("–", "0.000", 0.0)] + [
            (str(i + 1), f"{m.height:.3f}", m.height / top) for i, m in enumerate(run.merges)
        ]
        name = "Ward" if kind == "ward" else kind
        still = (*at.panel(f"Example run: {len(points)} points, {name} linkage"), *tree.still, *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            merged, cut = min(i, len(run.merges)), _cut(run, i, u)
            grown = ease(u) if i < len(run.merges) else 0.0
            hulls = _outlines(run, points, merged, grown, cut)
            marks = _points(run, points, merged, grown, cut)
            ledger = column.table.ledger(states[1:], merged - 1) if merged else ()
            return (*hulls, *marks, *tree.draw(merged, grown, cut), *column.lights(t), *ledger)

        return Picture(still, draw)


def _plane(run: algorithm.Hierarchy, field: Box) -> Plane:
    """The points in the middle of the field, in equal units both ways, so that what is near looks near."""
    low, high = run.points.min(0), run.points.max(0)
    x, y = (low + high) / 2
    half = (high - low).max() / 2 * 1.28
    edge = min(field.w, field.h)
    square = Box(field.cx - edge / 2, field.cy - edge / 2, edge, edge)
    return Plane(square, x - half, x + half, y - half, y + half)


def _symbols(kind: str, ctx: Context) -> list[Symbol]:
    said = {
        "d": ("distance", "similarity", "dissimilarity", "linkage", "nearest", "farthest", "closest"),
        "A": ("cluster", "clusters", "group", "groups"),
        "h": ("dendrogram", "height", "tree", "cut", "level"),
    }
    return [
        Symbol("A, B", "two clusters that may merge", "change", spoken(ctx.clock, said["A"])),
        Symbol("d", MEANINGS[kind], "ink", spoken(ctx.clock, said["d"])),
        Symbol("h", "height of a merge: its d", "accent", spoken(ctx.clock, said["h"])),
    ]


def _cut(run: algorithm.Hierarchy, i: int, u: float) -> float:
    """How far the final cut has come, 0..1."""
    last = len(run.merges)
    return 1.0 if i > last else ease(u) if i == last else 0.0


def _groups(run: algorithm.Hierarchy) -> list[tuple[int, ...]]:
    """The clusters below the cut, by their place in the dendrogram."""
    n, kept = len(run.points), run.gap
    above = {c for m in run.merges[kept:] for c in (m.a, m.b)}
    groups = [run.members(c) for c in above if c < n + kept]
    return sorted(groups, key=lambda g: run.order.index(g[0]))


def _points(run: algorithm.Hierarchy, points: tuple[Point, ...], merged: int, u: float, cut: float) -> DrawList:
    """Points of the two clusters that merge in the colour of change; after the cut, each group with its own sign."""
    active: set[int] = set()
    if u > 0 and merged < len(run.merges):
        merge = run.merges[merged]
        active = {*run.members(merge.a), *run.members(merge.b)}
    items = [dot(x, y, 5.5, "change" if i in active else "accent", 1 - cut) for i, (x, y) in enumerate(points)]
    if cut > 0:
        for (kind, colour), group in zip(LOOKS, _groups(run), strict=True):
            items += [marker(kind, *points[i], 6.5, colour, cut) for i in group]
    return tuple(items)


def _outlines(run: algorithm.Hierarchy, points: tuple[Point, ...], merged: int, u: float, cut: float) -> DrawList:
    """The clusters so far, each inside its outline; at the cut those above it go."""
    shown = []
    for k, merge in enumerate(run.merges[: merged + (u > 0)]):
        newest = k == merged
        share = (u if newest else 1.0) * (1 - cut if k >= run.gap else 1.0)
        if share > 0:
            members = run.members(len(run.points) + k)
            hull = _around([points[i] for i in members], AROUND + 1.2 * np.log2(merge.size))
            stroke = "change" if newest else "soft"
            shown.append(Path(hull, closed=True, stroke=stroke, width=2.2 if newest else 1.2, opacity=share))
    return tuple(shown)


def _around(points: list[Point], by: float) -> tuple[Point, ...]:
    """The convex hull of circles of radius `by` around the points (monotone chain, Andrew 1979)."""
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    cloud = sorted({(x + by * np.cos(a), y + by * np.sin(a)) for x, y in points for a in turns})
    chain: list[Point] = []
    for row in (cloud, cloud[::-1]):
        half: list[Point] = []
        for p in row:
            while len(half) > 1 and _turn(half[-2], half[-1], p) <= 0:
                half.pop()
            half.append(p)
        chain += half[:-1]
    return tuple((float(x), float(y)) for x, y in chain)


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


class _Dendrogram:
    """Leaves side by side at the foot; a bar for every merge at its height."""

    def __init__(self, run: algorithm.Hierarchy, box: Box, roomy: bool) -> None:
        self.run, n = run, len(run.points)
        self.measured = roomy and (box.w - 52) / n >= MEASURED
        inner = Box(box.x + 52, box.y + 10, box.w - 52, box.h - 20) if self.measured else box.inset(6, 8)
        self.box, self.scale = inner, (inner.h - 8) / run.merges[-1].height
        pitch = inner.w / n
        self.x = {leaf: inner.x + (k + 0.5) * pitch for k, leaf in enumerate(run.order)}
        self.height = dict.fromkeys(range(n), 0.0)
        for k, m in enumerate(run.merges):
            self.x[n + k], self.height[n + k] = (self.x[m.a] + self.x[m.b]) / 2, m.height

    def y(self, height: float) -> float:
        return self.box.bottom - height * self.scale

    @property
    def still(self) -> DrawList:
        base = Path(((self.box.x, self.box.bottom), (self.box.right, self.box.bottom)), stroke="rule", width=1.2)
        if not self.measured:
            return (base,)
        axis = Path(
            ((self.box.x - 6, self.box.bottom), (self.box.x - 6, self.box.y - 4)), stroke="soft", width=1.4, head=7
        )
        return (base, axis, line("h", self.box.x - 16, self.box.y + 8, SMALL, "italic", "soft", align=1))

    def draw(self, merged: int, u: float, cut: float) -> DrawList:
        """The bars so far; the one at work rises from both its clusters and closes."""
        items: list = []
        for k in range(merged):
            items += self._bar(k, 1.0, "accent" if k == merged - 1 and not u and not cut else "soft")
        if u > 0:
            items += self._bar(merged, u, "change")
        if cut > 0:
            heights = [m.height for m in self.run.merges]
            y = self.y((heights[self.run.gap - 1] + heights[self.run.gap]) / 2)
            end = self.box.x - 6 + (self.box.w + 6) * cut
            items.append(Path(((self.box.x - 6, y), (end, y)), stroke="goal", width=2.4, dash=(7, 5)))
            if self.measured:
                count = str(len(self.run.points) - self.run.gap)
                items.append(
                    line(f"k = {count}", self.box.x - 12, y + 0.36 * SMALL, SMALL, "semibold", "goal", 1, opacity=cut)
                )
        elif self.measured and merged + (u > 0):
            merge = self.run.merges[merged if u > 0 else merged - 1]
            colour, y = ("change" if u > 0 else "accent"), max(self.y(merge.height), self.box.y + 26)
            items.append(
                line(f"{merge.height:.2f}", self.box.x - 12, y + 0.36 * SMALL, SMALL, "tabular", colour, align=1)
            )
        return tuple(items)

    def _bar(self, k: int, u: float, colour: str) -> DrawList:
        m = self.run.merges[k]
        left, right = sorted((m.a, m.b), key=self.x.__getitem__)
        top, rise, close = self.y(m.height), min(1.0, 2 * u), max(0.0, 2 * u - 1)
        (xl, yl), (xr, yr) = ((self.x[c], self.y(self.height[c])) for c in (left, right))
        posts = ((xl, yl), (xl, yl + (top - yl) * rise)), ((xr, yr), (xr, yr + (top - yr) * rise))
        if close >= 1:
            return (Path((posts[0][0], (xl, top), (xr, top), posts[1][0]), stroke=colour, width=2.2),)
        reach = (xr - xl) / 2 * close
        ways = (*posts[0], (xl + reach, top)), (*posts[1], (xr - reach, top))
        return tuple(Path(way if close > 0 else way[:2], stroke=colour, width=2.2) for way in ways)


TEMPLATE = HierarchicalClustering()
