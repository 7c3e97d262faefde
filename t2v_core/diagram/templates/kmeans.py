"""k-means: points take the sign of their nearest centre, centres move to the mean of their points."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import kmeans as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms, wording
from ..drawlist import Box, Circle, DrawList, Item, MarkerKind, Path, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture

CENTRE = ("centre", "center", "centroid", "prototype", "mean")
LOOKS: tuple[tuple[MarkerKind, str], ...] = (("circle", "accent"), ("square", "change"), ("triangle", "goal"))


class KMeans(ComputedTemplate):
    name = "kmeans"
    terms = terms(
        "k-means, k-means clustering, Lloyd's algorithm, kmeans, simple k-means, cluster centres, cluster centers, centroids"
    )
    needs = beside("centroids", "cluster, clustering, clusters, assign, assigned")

    strangers = ("bisecting k-means", "spherical k-means")
    not_beside = beside(
        "centroids, cluster centres, cluster centers",
        "hierarchical, agglomerative, divisive, dendrogram, linkage, mixture, fuzzy, DBSCAN, mean shift, spectral, medoid",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        plane = Plane(at.plot, 0.0, 1.0, 0.0, 1.0)
        times = pace(ctx.clock, 2 * len(run.rounds) + 1)  # each round: assign, then move
        centre = wording(CENTRE, data, ctx)
        symbols = [
            Symbol(
                "x_i",
                f"joins its nearest {centre}",
                "accent",
                tuple(zip(times[0::2], times[1::2], strict=False)),
            ),
            Symbol(
                r"\mu_j",
                "moves to the mean of its points",
                "change",
                tuple(zip(times[1::2], times[2::2], strict=False)),
            ),
            Symbol(
                "J",
                "sum of squared distances",
                "ink",
                spoken(ctx.clock, ("distance", "inertia", "objective", "distortion")),
            ),
        ]
        column = side(
            at.side, r"J = \sum_i \left\| x_i - \mu_{c(i)} \right\|^2", symbols, ("round", "J"), rows=len(run.rounds)
        )
        states = [(str(k + 1), f"{r.inertia:.3f}", r.inertia / run.rounds[0].inertia) for k, r in enumerate(run.rounds)]
        still = (*at.panel(f"Example run: {len(run.points)} points, k = {run.k}"), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            round_ = min(i // 2, len(run.rounds) - 1)
            numbers = column.table.ledger(states, round_) if i or u else ()
            return (*_points(run, plane, i, ease(u)), *_centres(run, plane, i, u), *column.lights(t), *numbers)

        return Picture(still, draw)


def _points(run: algorithm.KMeans, plane: Plane, i: int, u: float) -> DrawList:
    """Every point with the sign of its group; in the assigning half of a round the changed ones fade over."""
    last = len(run.rounds) - 1
    now = run.rounds[min(i // 2, last)].labels
    before = run.rounds[i // 2 - 1].labels if i >= 2 else None
    share = u if i % 2 == 0 else 1.0
    if i > 2 * last + 1:
        before, share = now, 1.0
    items = []
    for k, p in enumerate(run.points):
        x, y = plane.at(*p)
        old = None if before is None else before[k]
        if old != now[k] and share < 1:
            items.append(
                Circle(x, y, 5, "faint", opacity=1 - share) if old is None else _sign(old, x, y, 5.5, 1 - share)
            )
        items.append(_sign(now[k], x, y, 5.5, 1.0 if old == now[k] else share))
    return tuple(items)


def _sign(group: int, x: float, y: float, r: float, opacity: float) -> Item:
    kind, colour = LOOKS[group]
    return marker(kind, x, y, r, colour, 0.75 * opacity)


def _centres(run: algorithm.KMeans, plane: Plane, i: int, u: float) -> DrawList:
    """The centres in a ring; in the moving half of a round they travel along a dashed line."""
    round_ = run.rounds[min(i // 2, len(run.rounds) - 1)]
    moving = i % 2 == 1 or i > 2 * len(run.rounds) - 1
    share = (u if i % 2 == 1 else 1.0) if moving else 0.0
    items, r = [], 11.0 if plane.box.h > 220 else 8.0
    for (kind, colour), a, b in zip(LOOKS, round_.centres, round_.moved, strict=True):
        (x0, y0), (x1, y1) = plane.at(*a), plane.at(*b)
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        if share and (x0, y0) != (x1, y1):
            items += [
                Path(((x0, y0), (x, y)), stroke="soft", width=2, dash=(5, 5)),
                marker(kind, x0, y0, 0.8 * r, colour, 0.4),
            ]
        items += [Circle(x, y, 1.65 * r, "panel", "ink", 2), marker(kind, x, y, r, colour)]
    return tuple(items)


TEMPLATE = KMeans()
