"""PageRank: every page passes its rank on along its links, round after round, until the ranks stay."""

from __future__ import annotations

import math

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import pagerank as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Item, Path, Point
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

SHOWN = (0, 1, 2, 3, 4, 6, 20)  # rounds


class PageRank(ComputedTemplate):
    name = "pagerank"
    terms = terms("PageRank, PageRank algorithm, page rank, page rank algorithm, link analysis, random surfer")
    needs = beside("page rank, link analysis", "web, link, links, page, pages, search, google, graph")
    strangers = ("personalized PageRank", "personalised PageRank", "topic-sensitive PageRank")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.run(rounds=max(SHOWN))
        at = page(box)
        web = _Web(run, at.plot)
        times = pace(ctx.clock, len(SHOWN))
        symbols = [
            Symbol(
                "r_i", "rank of page i: its size", "accent", spoken(ctx.clock, ("rank", "ranks", "importance", "score"))
            ),
            Symbol(
                r"L_j", "links that leave page j", "ink", spoken(ctx.clock, ("links", "link", "outgoing", "hyperlinks"))
            ),
            Symbol("d = 0.85", "chance to follow a link", "change", spoken(ctx.clock, ("damping", "surfer", "random"))),
        ]
        formula = r"r_i = \frac{1-d}{N} + d \sum_{j \to i} \frac{r_j}{L_j}"
        order = np.argsort(-run.rounds[-1], kind="stable")
        column = side(at.side, formula, symbols, ("page", "rank"), len(order) + 1, 3, "0.000", "round")

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            now, then = run.rounds[SHOWN[i]], run.rounds[SHOWN[min(i + 1, len(SHOWN) - 1)]]
            ranks, last = now * (1 - u) + then * u, i == len(SHOWN) - 1
            rows: list[Item] = []
            for k, p in enumerate(order[: column.table.rows]):
                colour = "goal" if last and k == 0 else ""
                rows += column.table.row(k, run.pages[p], f"{now[p]:.3f}", float(ranks[p]) / 0.5, colour)
            if column.table.rows > len(order):
                rows += column.table.row(len(order), "round", str(SHOWN[i]), SHOWN[i] / max(SHOWN), "change")
            return (*web.draw(ranks, u, now, int(order[0]) if last else -1), *column.lights(t), *rows)

        still = (*at.panel(f"Example run: {len(run.pages)} pages, {len(run.links)} links"), *column.still)
        return Picture(still, draw)


class _Web:
    """Pages on a ring, as large as their rank; an arrow for every link, and what is passed on along it."""

    def __init__(self, run: algorithm.Ranks, plot: Box) -> None:
        self.run, n = run, len(run.pages)
        self.most = min(0.145 * plot.h, 52.0)  # radius of a page that has half of all rank
        self.most = max(self.most, 20.0)
        wide, high = min(plot.w / 2 - self.most - 8, 2.4 * plot.h / 2), plot.h / 2 - self.most
        turns = [2 * math.pi * k / n - math.pi / 2 for k in range(n)]
        self.at = [(plot.cx + wide * math.cos(a), plot.cy + 0.1 * high + high * math.sin(a)) for a in turns]

    def radius(self, rank: float) -> float:
        """A page's area is in proportion to its rank."""
        return max(11.0, self.most * math.sqrt(rank / 0.4))

    def _way(self, link: tuple[int, int], ranks: np.ndarray) -> tuple[Point, ...]:
        """From rim to rim, bent a little where links lead both ways, so that both are seen."""
        a, b = link
        (x0, y0), (x1, y1) = self.at[a], self.at[b]
        length = math.dist((x0, y0), (x1, y1))
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        bend = 0.07 * length if (b, a) in self.run.links else 0.0
        start, stop = (self.radius(float(ranks[p])) + 4 for p in link)
        stop = length - stop
        ways = []
        for k in range(9):
            d = start + (stop - start) * k / 8
            off = 4 * bend * (k / 8) * (1 - k / 8)
            ways.append((x0 + ux * d - uy * off, y0 + uy * d + ux * off))
        return tuple(ways)

    def draw(self, ranks: np.ndarray, u: float, passed: np.ndarray, best: int) -> DrawList:
        ways = [self._way(link, ranks) for link in self.run.links]
        items: list[Item] = [Path(way, smooth=True, stroke="soft", width=1.8, head=9) for way in ways]
        if 0 < u < 1:
            for (a, _), way in zip(self.run.links, ways, strict=True):
                share = float(passed[a]) / self.run.out(a)
                at = u * (len(way) - 1)
                k = min(int(at), len(way) - 2)
                x, y = (p + (q - p) * (at - k) for p, q in zip(way[k], way[k + 1], strict=True))
                items.append(Circle(x, y, max(3.0, 0.36 * self.radius(share)), "change", "panel", 1.5))
        for k, (x, y) in enumerate(self.at):
            colour = "goal" if k == best else "accent"
            items.append(Circle(x, y, self.radius(float(ranks[k])), mix("panel", colour, 0.3), colour, 2.2))
            items.append(line(self.run.pages[k], x, y + 0.36 * SMALL, SMALL, "semibold", "ink", 0.5))
        return tuple(items)


TEMPLATE = PageRank()
