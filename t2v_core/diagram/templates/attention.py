"""Attention: word by word, how much each looks at every other, as lines between words and as a grid of weights."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import attention as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect
from ..fonts import advance
from ..motion import ease
from ..panel import Side, Symbol, page, side
from ..template import Context, Picture
from ..text import BODY, SMALL, line
from ..theme import mix


class Attention(ComputedTemplate):
    name = "attention"
    terms = terms(
        "self-attention, attention weights, attention mechanism, attention head, multi-head attention, scaled dot-product attention, "
        "dot-product attention, softmax attention, attention layer, attention score, attention matrix, cross-attention, attention map, "
        "additive attention, query key and value, queries keys and values, transformer attention"
    )
    needs = beside(
        "attention score, attention map",
        "softmax, query, queries, key, keys, token, tokens, word, words, transformer, layer, head",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        run = algorithm.example()
        at = page(box)
        order = _order(run)
        times = pace(ctx.clock, len(order))
        symbols = [
            Symbol("Q", "query: what a word looks for", "change", spoken(ctx.clock, ("query", "queries"))),
            Symbol("K", "key: what a word offers", "accent", spoken(ctx.clock, ("key",))),
            Symbol("V", "value: what it passes on", "ink", spoken(ctx.clock, ("value",))),
        ]
        formula = r"A = \text{softmax} \, \left( \frac{Q K^{\top}}{\sqrt{d}} \right) V"
        column = side(at.side, formula, symbols, ("looks at", "weight"), len(run.words), least=3, widest="0.000")
        drawn = _Bridge(run, at.plot)
        still = (*at.panel("Example run: word vectors made by hand"), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 0.6)
            now, share = order[i], 1.0
            if u > 0.5:
                now, share = order[i + 1], ease(2 * u - 1)
            elif u > 0:
                share = ease(1 - 2 * u)
            return (*drawn.draw(now, share), *column.lights(t), *_numbers(column, run, now, share))

        return Picture(still, draw)


def _order(run: algorithm.Attention) -> list[int]:
    """Words in order, the pronoun last: whom it means is the result."""
    pronoun = run.words.index("it")
    return [*(i for i in range(len(run.words)) if i != pronoun), pronoun]


def _numbers(column: Side, run: algorithm.Attention, now: int, share: float) -> DrawList:
    """The heaviest weights of the word at work, heaviest first; where all words have room, in the order of the sentence."""
    weights, table = run.weights[now], column.table
    most = sorted(range(len(weights)), key=lambda j: -weights[j])
    shown = range(len(weights)) if table.rows >= len(weights) else most[: table.rows]
    rows = [
        table.row(r, run.words[j], f"{weights[j]:.3f}", float(weights[j]), "goal" if j == most[0] else "", share)
        for r, j in enumerate(shown)
    ]
    return tuple(item for row in rows for item in row)


class _Bridge:
    """The sentence twice: above the word that looks, below the words looked at, joined by lines as wide as the weights."""

    def __init__(self, run: algorithm.Attention, plot: Box) -> None:
        self.run, self.plot = run, plot
        sizes = [s for s in (BODY, 18.0, SMALL) if self._width(s) <= plot.w]
        self.size = sizes[0] if sizes else SMALL
        gap = (plot.w - sum(advance(w, self.size, "semibold") for w in run.words)) / len(run.words)
        x, self.x = plot.x + gap / 2, []
        for w in run.words:
            width = advance(w, self.size, "semibold")
            self.x.append(x + width / 2)
            x += width + gap
        pad = 0.09 * plot.h
        self.top, self.bottom = plot.y + pad + 8, plot.bottom - pad - 8

    def _width(self, size: float) -> float:
        return sum(advance(w, size, "semibold") + 14 for w in self.run.words)

    def draw(self, now: int, share: float) -> DrawList:
        weights, items = self.run.weights[now], []
        for j, w in enumerate(weights):
            a, b = (self.x[now], self.top + 16), (self.x[j], self.bottom - 18)
            middle = (a[1] + b[1]) / 2
            curve = (
                a,
                (a[0] + (b[0] - a[0]) * 0.12, a[1] + (middle - a[1]) * 0.6),
                (b[0] - (b[0] - a[0]) * 0.12, b[1] - (b[1] - middle) * 0.6),
                b,
            )
            colour = "goal" if j == int(weights.argmax()) else "accent"
            items.append(
                Path(
                    curve,
                    smooth=True,
                    stroke=colour,
                    width=1 + 15 * float(w),
                    opacity=(0.25 + 0.6 * float(w) / float(weights.max())) * share,
                )
            )
        for j, word in enumerate(self.run.words):
            items += self._word(word, self.x[j], self.top, "change" if j == now else "", share if j == now else 1.0)
            items += self._shaded(word, j, float(weights[j]) * share)
        return tuple(items)

    def _word(self, word: str, x: float, y: float, colour: str, share: float) -> DrawList:
        text = line(
            word, x, y + 0.36 * self.size, self.size, "semibold" if colour else "regular", colour or "soft", align=0.5
        )
        if not colour:
            return (text,)
        return (Rect(text.x - 6, y - 15, text.advance + 12, 30, 6, "pale", "change", 1.6, share), text)

    def _shaded(self, word: str, j: int, weight: float) -> DrawList:
        text = line(word, self.x[j], self.bottom + 0.36 * self.size, self.size, "regular", "ink", align=0.5)
        return (
            Rect(
                text.x - 5, self.bottom - 15, text.advance + 10, 30, 6, mix("panel", "accent", min(0.35, 0.5 * weight))
            ),
            text,
        )


TEMPLATE = Attention()
