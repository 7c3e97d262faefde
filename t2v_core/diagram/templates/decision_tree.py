"""A decision tree growing: each split cuts the plane, and the tree beside it gains a question."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import decision_tree as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect, marker
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

KINDS = (("circle", "accent"), ("square", "change"))


class DecisionTree(ComputedTemplate):
    name = "decision_tree"
    terms = terms(
        "decision tree, classification tree, CART, Gini impurity, Gini index, information gain, ID3, C4.5, recursive partitioning, decision tree learning, J48"
    )
    needs = beside(
        "CART, ID3, C4.5, J48, information gain, recursive partitioning, Gini index",
        "tree, trees, split, splits, node, nodes, leaf, leaves, attribute, entropy",
    )

    not_beside = beside(
        "decision tree, classification tree",
        "forest, boosting, boosted, bagging, bagged, ensemble, stump, regression tree",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        at = page(box)
        field, diagram = at.plot.columns((0.45, 0.55), 16)
        wide = diagram.w >= 280
        run = algorithm.example(leaves=5 if wide else 4)
        names: DrawList = ()
        if wide or at.plot.h >= 220:  # room for the names of the axes beside the field
            names = (
                line("x₂", field.x, field.y + 12, SMALL, "italic", "soft"),
                line("x₁", field.right, field.bottom - 2, SMALL, "italic", "soft", align=1),
            )
            field = Box(field.x + 22, field.y, field.w - 22, field.h - 22)
        plane = Plane(field, 0.0, 1.0, 0.0, 1.0)
        tree = _Tree(run, diagram, counts=wide)
        times = pace(ctx.clock, len(run.stages))
        symbols = [
            Symbol(
                "p_k",
                "share of class k in a node",
                "accent",
                spoken(ctx.clock, ("class", "share", "proportion", "pure")),
            ),
            Symbol(
                "G",
                "Gini impurity: 0 is pure",
                "ink",
                spoken(ctx.clock, ("impurity", "gini", "pure", "purity", "entropy", "gain")),
            ),
            Symbol(
                r"x_j \leq s",
                "the question a split asks",
                "change",
                spoken(ctx.clock, ("split", "question", "test", "threshold", "attribute", "feature")),
            ),
        ]
        column = side(
            at.side, r"G = 1 - \sum_k p_k^2", symbols, ("splits", "impurity"), len(run.stages), widest="0.000"
        )
        first = run.impurity(0)
        states = [(str(k), f"{run.impurity(k):.3f}", run.impurity(k) / first) for k in range(len(run.stages))]
        right = f"{run.accuracy(len(run.stages) - 1):.0%}"
        points = tuple(
            marker(KINDS[c][0], *_at(plane, p), 5, KINDS[c][1], 0.85) for p, c in zip(run.x, run.y, strict=True)
        )
        edge = Rect(field.x, field.y, field.w, field.h, stroke="rule")
        told = "leaves count ● : ■" if wide else f"{right} right at the end"
        if not tree.answered:  # too close for words between two questions
            told = "leaves count ● : ■; yes: left" if wide else "a yes leads left"
        still = (
            *at.panel(f"Example run: {len(run.y)} points, {told}"),
            *names,
            *column.still,
        )

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            picture = (
                *_regions(run, plane, i, ease(u)),
                edge,
                *points,
                *_cuts(run, plane, i, u),
                *tree.draw(i, ease(u)),
            )
            return (*picture, *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


def _at(plane: Plane, p: tuple) -> tuple[float, float]:
    return plane.at(float(p[0]), float(p[1]))


def _area(plane: Plane, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = plane.at(box[0], box[3]), plane.at(box[1], box[2])
    return x0, y0, x1 - x0, y1 - y0


def _regions(run: algorithm.Growth, plane: Plane, i: int, u: float) -> DrawList:
    """Leaves tinted with their class; the children of a split come in as it is made."""
    leaves = [(n, 1.0) for n in run.stages[i] if n.feature < 0]
    if u > 0:
        leaves += [(run.stages[i + 1][c], u) for c in run.stages[i + 1][run.split_nodes[i]].children]
    tint = [(n, share, mix("panel", KINDS[n.label][1], 0.22)) for n, share in leaves if n.id]
    return tuple(Rect(*_area(plane, n.box), fill=colour, opacity=share) for n, share, colour in tint)


def _cuts(run: algorithm.Growth, plane: Plane, i: int, u: float) -> DrawList:
    """The cut of every split so far; the one at work grows and is in the colour of change."""
    items = []
    for k in range(i + (u > 0)):
        node = run.stages[k + 1][run.split_nodes[k]]
        x0, x1, y0, y1 = node.box
        a, b = (
            ((node.threshold, y0), (node.threshold, y1))
            if node.feature == 0
            else ((x0, node.threshold), (x1, node.threshold))
        )
        (ax, ay), (bx, by) = plane.at(*a), plane.at(*b)
        share = u if k == i else 1.0
        newest = k == i or (k == i - 1 and u == 0)
        end = (ax + (bx - ax) * share, ay + (by - ay) * share)
        items.append(Path(((ax, ay), end), stroke="change" if newest else "ink", width=3 if newest else 2))
    return tuple(items)


class _Tree:
    """Places of all nodes of the full tree: leaves evenly from left to right, levels downwards."""

    def __init__(self, run: algorithm.Growth, box: Box, counts: bool) -> None:
        self.run, self.counts, nodes = run, counts, run.stages[-1]
        order = _leaves(nodes, 0)
        x = {leaf: box.x + 26 + (box.w - 52) * k / (len(order) - 1) for k, leaf in enumerate(order)}
        for n in sorted(nodes, key=lambda n: -n.depth):
            if n.feature >= 0:
                x[n.id] = sum(x[c] for c in n.children) / 2
        depth = max(n.depth for n in nodes)
        self.at = {
            n.id: (
                min(max(x[n.id], box.x + 34), box.right - 34),
                box.y + 14 + (box.h - (34 if counts else 24)) * n.depth / depth,
            )
            for n in nodes
        }

    @property
    def answered(self) -> bool:
        """Whether a word has room between two questions."""
        root = self.run.stages[-1][0]
        return self.at[root.children[0]][1] - self.at[root.id][1] >= 5 * SMALL

    def draw(self, i: int, u: float) -> DrawList:
        stage = self.run.stages[i + (u > 0)]
        new = self.run.stages[i + 1][self.run.split_nodes[i]].children if u > 0 else ()
        edges, items = [], []
        for n in stage:
            share = u if n.id in new else 1.0
            if n.parent >= 0:
                edges.append(Path((self.at[n.parent], self.at[n.id]), stroke="soft", width=1.6, opacity=share))
            items += self._node(n, share)
        return (*edges, *items, *self._answers(stage, u if self.run.split_nodes and i == 0 else 1.0))

    def _answers(self, stage: tuple[algorithm.Node, ...], share: float) -> DrawList:
        """Which way from the root is yes, which no; the same at every question."""
        root = stage[0]
        if root.feature < 0 or not self.answered:
            return ()
        x, y = self.at[root.id]
        ways = zip(("yes", "no"), root.children, strict=True)
        ends = [(word, (x + self.at[c][0]) / 2, (y + self.at[c][1]) / 2 + 4) for word, c in ways]
        return tuple(
            line(word, ex, ey, SMALL, "italic", "soft", 0.5, halo="panel", opacity=share) for word, ex, ey in ends
        )

    def _node(self, n: algorithm.Node, share: float) -> DrawList:
        x, y = self.at[n.id]
        if n.feature < 0:
            kind, colour = KINDS[n.label]
            leaf = marker(kind, x, y, 9, colour, share)
            text = f"{n.counts[0]} : {n.counts[1]}"
            counts = line(text, x, y + 26, SMALL, "tabular", "soft", align=0.5, opacity=share, halo="panel")
            return (leaf, counts) if self.counts else (leaf,)
        text = line(
            f"x{'₁₂'[n.feature]} ≤ {n.threshold:.2f}",
            x,
            y + 0.36 * SMALL,
            SMALL,
            "tabular",
            "ink",
            align=0.5,
            opacity=share,
        )
        plate = Rect(text.x - 6, y - 12, text.advance + 12, 24, 6, "pale", "accent", 1.4, share)
        return (plate, text)


def _leaves(nodes: tuple[algorithm.Node, ...], at: int) -> list[int]:
    n = nodes[at]
    return [at] if n.feature < 0 else [*_leaves(nodes, n.children[0]), *_leaves(nodes, n.children[1])]


TEMPLATE = DecisionTree()
