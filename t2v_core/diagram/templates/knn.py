"""k nearest neighbours: a circle grows around a new point, the neighbours it takes in vote."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import knn as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms, wording
from ..drawlist import Box, Circle, DrawList, Group, MarkerKind, Path, marker
from ..panel import Side, Symbol, page, side
from ..plot import Plane, tag
from ..template import Context, Picture
from ..text import SMALL, line

LOOKS: tuple[tuple[MarkerKind, str, str], ...] = (("circle", "accent", "circles"), ("square", "change", "squares"))
NEIGHBOURS = ("neighbour", "neighbor", "nearest")
K = 7


class KNN(ComputedTemplate):
    name = "knn"
    terms = terms(
        "k-nearest neighbours, k-nearest neighbors, k nearest neighbour, k nearest neighbor, kNN, k-NN, nearest neighbour classifier, nearest neighbor classifier, "
        "nearest neighbour rule, nearest neighbor rule, nearest neighbour method, nearest neighbor algorithm, nearest neighbour algorithm, instance-based learning, IBk, nearest neighbour classification, nearest neighbor classification, nearest neighbour, nearest neighbor"
    )
    needs = beside(
        "nearest neighbour, nearest neighbor",
        "k, classify, classified, classification, classifier, class, vote, majority, training, instance, label",
    )

    not_beside = beside(
        "nearest neighbour, nearest neighbor, nearest neighbour method, nearest neighbor algorithm, nearest neighbour algorithm",
        "k-d tree, kd-tree, ball tree, chain, interpolation, tour, salesman, hashing, linkage",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        plane = _plane(at.plot, run)
        times = pace(ctx.clock, K + 1)
        symbols = [
            Symbol(
                "x", "the new point", "goal", spoken(ctx.clock, ("new point", "query", "unknown", "unlabelled", "test"))
            ),
            Symbol(
                "k",
                f"{wording(NEIGHBOURS, data, ctx)}s that vote"
                if "near" not in wording(NEIGHBOURS, data, ctx)
                else "neighbours that vote",
                "change",
                spoken(ctx.clock, NEIGHBOURS),
            ),
            Symbol(r"\hat{y}", "class with most votes", "accent", spoken(ctx.clock, ("vote", "majority", "class"))),
        ]
        formula = r"\hat{y} = \arg\max_c \sum_{i \in N_k(x)} [\, y_i = c \,]"
        column = side(at.side, formula, symbols, ("class", "votes"), 2, widest="7 of 7")
        places = [plane.at(float(x), float(y)) for x, y in run.points]
        shown = [(p, c) for p, c in zip(places, run.labels, strict=True) if at.plot.contains(Box(*p, 0, 0))]
        points = tuple(marker(LOOKS[c][0], *p, 6, LOOKS[c][1], 0.55) for p, c in shown)
        still = (*at.panel(f"Example run: {len(run.labels)} points, Euclidean distance"), *column.still)

        def draw(t: float) -> DrawList:
            k, u = progress(times, t)
            return (
                *_circle(at.bleed, plane, run, k, u),
                *points,
                *_links(plane, run, places, k),
                *_query(plane, run, k),
                *column.lights(t),
                *_votes(column, run, k),
            )

        return Picture(still, draw)


def _plane(plot: Box, run: algorithm.Neighbours) -> Plane:
    """The same unit in both directions, so that a circle holds the nearest."""
    unit, (x, y) = plot.w / plot.h, run.query
    half = 0.42 if plot.h > 220 else 0.28  # low plots show the neighbourhood only
    return Plane(plot, x - half * unit, x + half * unit, y - half, y + half)


def _circle(clip: Box, plane: Plane, run: algorithm.Neighbours, k: int, u: float) -> DrawList:
    """Through the k-th neighbour, growing to the next."""
    reach = [0.0, *(float(run.distances[j]) for j in run.order)]
    radius = reach[k] + (reach[k + 1] - reach[k]) * u
    if not radius:
        return ()
    x, y = plane.at(*run.query)
    r = radius * plane.box.h / (plane.y1 - plane.y0) + (7 if u == 0 else 0)
    return (Group((Circle(x, y, r, "pale", "ink", 1.5, dash=(6, 5)),), clip=clip),)


def _links(plane: Plane, run: algorithm.Neighbours, places: list, k: int) -> DrawList:
    query, items = plane.at(*run.query), []
    for j in run.order[:k]:
        kind, colour, _ = LOOKS[run.labels[j]]
        items += [Path((query, places[j]), stroke=colour, width=2), marker(kind, *places[j], 8, colour, stroke="panel")]
    return tuple(items)


def _query(plane: Plane, run: algorithm.Neighbours, k: int) -> DrawList:
    """A diamond; once enough have voted, in the shape and colour of the winner inside a ring."""
    at = plane.at(*run.query)
    name = (
        line(f"k = {k}", plane.box.x + 4, plane.box.y + 14, SMALL, "semibold", halo="panel")
        if k
        else tag("new point", at, plane.box, "goal", gap=16)
    )
    if k == 0 or run.tied(k):
        return (marker("diamond", *at, 11, "goal", stroke="panel"), name)
    kind, colour, _ = LOOKS[run.winner(k)]
    return (Circle(*at, 16, "panel", "goal", 2.5), marker(kind, *at, 9, colour), name)


def _votes(column: Side, run: algorithm.Neighbours, k: int) -> DrawList:
    votes = run.votes(k) if k else [0, 0]
    best = run.winner(k) if k and not run.tied(k) else -1
    rows = [
        column.table.row(
            c,
            LOOKS[c][2],
            f"{votes[c]} of {k}" if k else "–",
            votes[c] / K,
            "goal" if c == best else "",
            bar=LOOKS[c][1],
        )
        for c in (0, 1)
    ]
    return tuple(item for row in rows for item in row)


TEMPLATE = KNN()
