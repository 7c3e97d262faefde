"""Huffman coding: the two rarest are joined again and again until one tree gives every letter its code."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import huffman as algorithm
from ..computed import ComputedTemplate, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Path, Rect
from ..graph import tidy
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import BODY, SMALL, line


class Huffman(ComputedTemplate):
    name = "huffman"
    terms = terms(
        "Huffman coding, Huffman code, Huffman tree, Huffman encoding, Huffman's algorithm, Huffman compression"
    )
    strangers = ("adaptive Huffman coding",)

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        tree = algorithm.build(algorithm.FREQUENCIES)
        at = page(box)
        drawn = _Tree(tree, at.plot)
        times = pace(ctx.clock, len(tree.joins) + 1)
        symbols = [
            Symbol(
                "f_k",
                "how often letter k comes, %",
                "accent",
                spoken(ctx.clock, ("frequency", "frequencies", "frequent", "often", "probability")),
            ),
            Symbol(
                r"\ell_k",
                "length of its code, in bits",
                "change",
                spoken(ctx.clock, ("length", "bits", "shorter", "short", "long")),
            ),
            Symbol(
                "L",
                f"mean length: {tree.bits:.2f} bits",
                "goal",
                spoken(ctx.clock, ("average", "mean", "optimal", "compression")),
            ),
        ]
        letters = sorted(algorithm.FREQUENCIES, key=lambda k: (len(tree.codes[k]), tree.codes[k]))
        most = max(algorithm.FREQUENCIES.values())
        column = side(
            at.side, r"L = \sum_k f_k \, \ell_k", symbols, ("letter", "code, bar: f"), len(letters), 4, "0000", "a"
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            done = i == len(tree.joins)
            rows = [
                column.table.row(
                    k,
                    x,
                    tree.code_after(x, i) or "–",
                    algorithm.FREQUENCIES[x] / most,
                    "goal" if done and k == 0 else "",
                )
                for k, x in enumerate(letters[: column.table.rows])
            ]
            return (*drawn.draw(i, ease(u)), *column.lights(t), *(item for row in rows for item in row))

        return Picture((*at.panel("Example: six letters, per cent of a text"), *column.still), draw)


class _Tree:
    """Leaves where the finished tree has them; nodes and edges appear as they are joined."""

    def __init__(self, tree: algorithm.Tree, plot: Box) -> None:
        self.tree, self.roomy = tree, plot.h >= 230
        depth = {len(tree.nodes) - 1: 0}
        order: list[int] = []

        def visit(node: int) -> None:
            order.append(node)
            for child in tree.nodes[node].children:
                depth[child] = depth[node] + 1
                visit(child)

        visit(len(tree.nodes) - 1)
        parent = {child: n.id for n in tree.nodes for child in n.children}
        wide = 66.0 if self.roomy else 48.0
        across, used = tidy(
            [order.index(parent[n]) if n in parent else -1 for n in order],
            [wide] * len(order),
            min(24.0, (plot.w - 6 * wide) / 6),
        )
        step = (plot.h - 30) / max(depth.values())
        left = plot.cx - used / 2
        self.at = {n: (left + a, plot.y + 15 + depth[n] * step) for n, a in zip(order, across, strict=True)}

    def draw(self, joined: int, u: float) -> DrawList:
        """Leaves, the nodes joined so far, and the next two on their way to being one."""
        tree, leaves = self.tree, len(self.tree.nodes) - len(self.tree.joins)
        made = leaves + joined
        items: list = []
        for node in tree.nodes[leaves:made]:
            items += self._edges(node)
        coming = tree.nodes[made] if made < len(tree.nodes) and u else None
        if coming:
            items.append(Group((*self._edges(coming), *self._chip(coming, "change")), opacity=u))
        ready = set(coming.children) if coming else set()
        for node in tree.nodes[:made]:
            root = node.id == len(tree.nodes) - 1
            items += self._chip(
                node, "change" if node.id in ready else "goal" if root else "accent" if not node.children else "soft"
            )
        return tuple(items)

    def _edges(self, node: algorithm.Node) -> DrawList:
        items: list = []
        (x, y) = self.at[node.id]
        for child, bit in zip(node.children, "01", strict=True):
            cx, cy = self.at[child]
            items.append(Path(((x, y), (cx, cy)), stroke="soft", width=1.8))
            if self.roomy:
                items.append(line(bit, (x + cx) / 2, (y + cy) / 2 + 6, SMALL, "tabular", "soft", 0.5, halo="panel"))
        return tuple(items)

    def _chip(self, node: algorithm.Node, colour: str) -> DrawList:
        x, y = self.at[node.id]
        size = BODY if self.roomy else SMALL
        text = str(node.weight) if node.children else f"{node.letters} {node.weight}"
        words = line(text, x, y + 0.36 * size, size, "tabular_semibold", "ink", 0.5)
        w, h = words.advance + 14, 1.35 * size
        return (Rect(x - w / 2, y - h / 2, w, h, 5, "panel", colour, 2), words)


TEMPLATE = Huffman()
