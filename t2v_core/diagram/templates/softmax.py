"""Softmax: scores, their powers of e, and the shares these have of their sum; or the shares under other temperatures."""

from __future__ import annotations

import numpy as np

from ...planning.visuals import Computed
from ..algorithms import softmax as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Path, Rect, arrow
from ..fonts import advance
from ..motion import ease
from ..panel import Page, Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

NAMES = algorithm.CLASSES


class Softmax(ComputedTemplate):
    name = "softmax"
    default = "shares"
    terms = terms(
        "softmax, softmax function, softmax classifier, softmax layer, softmax output, softmax regression, softmax activation",
        temperature="softmax temperature, temperature scaling, sampling temperature, temperature of the softmax",
    )
    not_beside = beside(
        "softmax, softmax function, softmax layer", "attention, query, queries, policy, exploration, action"
    )
    needs = beside(
        "temperature scaling, sampling temperature", "softmax, logits, probabilities, model, tokens, calibration"
    )
    strangers = ("hierarchical softmax", "sampled softmax", "Gumbel softmax", "Gumbel-softmax")
    variants = patterns(temperature=r"\btemperature")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        return (_temperature if self.chosen(data, ctx) == "temperature" else _shares)(page(box), ctx)


class _Bars:
    """Four bars on a line, values above them where there is room, names below; those under zero hang down."""

    def __init__(self, box: Box, low: float, high: float) -> None:
        self.box = box
        self.step = box.w / len(NAMES)
        self.unit = (box.h - 44) / (high - low)
        self.zero = box.y + 22 + high * self.unit

    def draw(self, values: np.ndarray, colour: str, decimals: int, marked: int = -1) -> DrawList:
        items: list = [Path(((self.box.x, self.zero), (self.box.right, self.zero)), stroke="soft", width=1.2)]
        numbers: list = []
        for k, v in enumerate(values):
            x, high = self.box.x + (k + 0.5) * self.step, abs(float(v)) * self.unit
            w = min(0.68 * self.step, 46.0)
            top = self.zero - high if v >= 0 else self.zero
            fill = colour if k == marked or marked < 0 else mix("panel", colour, 0.6)
            items += [Rect(x - w / 2, top, w, high, 2, fill)] if high > 0.5 else []
            text, face = f"{v:.{decimals}f}".replace("-", "−"), "tabular_semibold" if k == marked else "tabular"
            numbers.append(line(text, x, min(top, self.zero) - 6, SMALL, face, "ink", 0.5))
        room = advance(("−" if min(values) < 0 else "") + "0." + decimals * "0", SMALL, "tabular_semibold")
        return (*items, *(numbers if room <= self.step - 2 else ()))

    def names(self) -> DrawList:
        texts = [
            line(n, self.box.x + (k + 0.5) * self.step, self.box.bottom - 3, SMALL, "regular", "soft", 0.5)
            for k, n in enumerate(NAMES)
        ]
        return tuple(texts) if max(t.advance for t in texts) <= self.step - 1 else ()


def _shares(at: Page, ctx: Context) -> Picture:
    """Scores at the left, their powers in the middle, their shares at the right; each grows out of the one before."""
    z = algorithm.SCORES
    powers, shares = np.exp(z), algorithm.softmax(z)
    places = at.plot.columns((1, 1, 1), 44 if at.plot.w > 520 else 22)
    groups = [
        ("score", _Bars(_under(places[0]), float(z.min()) - 0.4, float(z.max())), z, "accent", 1),
        ("power of e", _Bars(_under(places[1]), 0.0, float(powers.max())), powers, "change", 2),
        ("share", _Bars(_under(places[2]), 0.0, 1.0), shares, "goal", 2),
    ]
    times = pace(ctx.clock, 4)
    symbols = [
        Symbol("z_k", "score of class k", "accent", spoken(ctx.clock, ("score", "logit", "input", "output"))),
        Symbol(
            "e^{z_k}",
            "its power: always above 0",
            "change",
            spoken(ctx.clock, ("exponential", "exponentiate", "power")),
        ),
        Symbol(
            "p_k",
            "its share: all add up to 1",
            "goal",
            spoken(ctx.clock, ("probability", "probabilities", "normalise", "normalize", "sum")),
        ),
    ]
    narrow, low = at.frame.w < 500, at.frame.h < 250
    formula = r"p_k = e^{z_k} \,/\, \textstyle\sum_j e^{z_j}" if low else r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}"
    head = ("class", "share") if narrow else ("class", "power / sum = share")
    widest = "0.63" if narrow else "7.39 / 11.70 = 0.63"
    column = side(at.side, formula, symbols, head, 4, 3, widest, "owl")
    total = float(powers.sum())
    note = f"Example: powers of e add up to {total:.2f}"
    titles = tuple(line(name, g.box.cx, g.box.y - 4, SMALL, "semibold", c, 0.5) for name, g, _, c, _ in groups)
    still = (*at.panel(note), *titles, *(x for _, g, *_ in groups for x in g.names()), *column.still)

    def draw(t: float) -> DrawList:
        i, u = progress(times, t)
        items: list = []
        for k, (_, bars, values, colour, decimals) in enumerate(groups):
            grown = 1.0 if i > k else ease(u) if i == k else 0.0
            items += bars.draw(values * grown, colour, decimals) if grown else ()
            if k and grown:
                a, b, y = groups[k - 1][1].box, bars.box, bars.box.cy
                items.append(arrow(((a.right + 3, y), (b.x - 3, y)), "soft", 2, 8))
        for k in range(column.table.rows if i == 3 else 0):
            text = f"{shares[k]:.2f}" if narrow else f"{powers[k]:.2f} / {total:.2f} = {shares[k]:.2f}"
            items += column.table.row(k, NAMES[k], text, float(shares[k]), "goal" if k == 0 else "")
        return (*items, *column.lights(t))

    return Picture(still, draw)


def _under(box: Box) -> Box:
    """The box below its title."""
    return Box(box.x, box.y + 18, box.w, box.h - 18)


def _temperature(at: Page, ctx: Context) -> Picture:
    """The same scores under a few temperatures: low ones make the greatest win, high ones make all alike."""
    bars = _Bars(_under(at.plot.inset(0.1 * at.plot.w, 0)), 0.0, 1.0)
    runs = [algorithm.softmax(algorithm.SCORES, t) for t in algorithm.TEMPERATURES]
    times = pace(ctx.clock, len(runs))
    symbols = [
        Symbol("T", "temperature", "change", spoken(ctx.clock, ("temperature", "hot", "cold"))),
        Symbol(
            "T < 1", "sharper: the greatest wins", "accent", spoken(ctx.clock, ("sharp", "low", "confident", "peaked"))
        ),
        Symbol(
            "T > 1",
            "flatter: all more alike",
            "goal",
            spoken(ctx.clock, ("flat", "high", "uniform", "diverse", "soft")),
        ),
    ]
    formula = (
        r"p_k = e^{z_k / T} \,/\, \textstyle\sum_j e^{z_j / T}"
        if at.frame.h < 250
        else r"p_k = \frac{e^{z_k / T}}{\sum_j e^{z_j / T}}"
    )
    column = side(at.side, formula, symbols, ("T", "share of the greatest"), 5, 3, "0.00", "0.25")
    scores = ", ".join(f"{v:g}" for v in algorithm.SCORES).replace("-", "−")
    still = (*at.panel(f"Example: scores {scores}"), *bars.names(), *column.still)
    states = [(f"{t:g}", f"{p[0]:.2f}", float(p[0])) for t, p in zip(algorithm.TEMPERATURES, runs, strict=True)]

    def draw(t: float) -> DrawList:
        i, u = progress(times, t)
        now = runs[i] * (1 - ease(u)) + runs[min(i + 1, len(runs) - 1)] * ease(u)
        name = line(f"T = {algorithm.TEMPERATURES[i]:g}", at.plot.x + 6, at.plot.y + 14, SMALL, "semibold", "change")
        shown = bars.draw(now, "accent", 2, 0)
        return (*shown, name, *column.lights(t), *column.table.ledger(states, i))

    return Picture(still, draw)


TEMPLATE = Softmax()
