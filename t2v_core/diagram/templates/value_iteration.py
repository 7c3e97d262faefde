"""Value iteration: what each place of a small world is worth spreads from the goal, and arrows show the best way."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import value_iteration as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Rect, arrow
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

SHOWN = (0, 1, 2, 3, 4, 6, 10, 30)  # sweeps


class ValueIteration(ComputedTemplate):
    name = "value_iteration"
    terms = terms(
        "value iteration, Bellman equation, Bellman optimality equation, Bellman update, Markov decision process, optimal value function, optimal policy, gridworld, grid world, state-value function"
    )
    needs = beside(
        "optimal policy, optimal value function, Bellman equation, state-value function",
        "state, states, reward, rewards, value, values, action, actions, agent, reinforcement",
    )
    strangers = ("partially observable Markov decision process",)
    not_beside = beside("Markov decision process", "partially, POMDP")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        sweeps = algorithm.run(max(SHOWN))
        at = page(box)
        world = _World(at.plot)
        times = pace(ctx.clock, len(SHOWN))
        symbols = [
            Symbol(
                "V(s)", "what place s is worth", "accent", spoken(ctx.clock, ("value", "values", "worth", "utility"))
            ),
            Symbol("R = {-}0.04", "cost of every step", "change", spoken(ctx.clock, ("reward", "rewards", "cost"))),
            Symbol(
                "a",
                "action, 80 % as meant",
                "ink",
                spoken(ctx.clock, ("action", "actions", "policy", "probability", "transition")),
            ),
        ]
        formula = r"V(s) \leftarrow R + \max_a \sum_{s'} P(s' \mid s, a)\, V(s')"
        column = side(at.side, formula, symbols, ("sweep", "greatest change"), 6, 2, "0.0000")
        states = [(str(k), f"{sweeps[k].change:.4f}" if k else "–", sweeps[k].change if k else 0.0) for k in SHOWN]
        still = (*at.panel("Example run: goal +1, pit −1"), *world.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, _ = progress(times, t)
            sweep = sweeps[SHOWN[i]]
            return (*world.draw(sweep, SHOWN[i] > 0), *column.lights(t), *column.table.ledger(states, i))

        return Picture(still, draw)


class _World:
    """The grid: the wall dark, the goal and the pit framed, values in the places with an arrow for the best action."""

    def __init__(self, plot: Box) -> None:
        wide = min(plot.w / algorithm.COLUMNS, 2.2 * plot.h / algorithm.ROWS)
        self.wide, self.high = wide, min(plot.h / algorithm.ROWS, wide)
        self.x = plot.cx - self.wide * algorithm.COLUMNS / 2
        self.y = plot.cy - self.high * algorithm.ROWS / 2

    def _box(self, place: algorithm.Place) -> Box:
        return Box(self.x + place[0] * self.wide + 2, self.y + place[1] * self.high + 2, self.wide - 4, self.high - 4)

    def still(self) -> DrawList:
        b = self._box(algorithm.WALL)
        items: list = [Rect(b.x, b.y, b.w, b.h, 5, mix("rule", "soft", 0.3))]
        for place, text, colour in ((algorithm.GOAL, "+1", "goal"), (algorithm.PIT, "−1", "change")):
            b = self._box(place)
            items.append(Rect(b.x, b.y, b.w, b.h, 5, mix("panel", colour, 0.3), colour, 3))
            items.append(line(text, b.cx, b.cy + 6, SMALL, "tabular_semibold", "ink", 0.5))
        return tuple(items)

    def draw(self, sweep: algorithm.Sweep, told: bool) -> DrawList:
        items: list = []
        for place in algorithm.OPEN:
            b, v = self._box(place), sweep.values[place]
            items.append(
                Rect(b.x, b.y, b.w, b.h, 5, mix("panel", "accent" if v >= 0 else "change", 0.34 * min(1.0, abs(v))))
            )
            tall = b.h >= 72
            number = line(f"{v:.2f}".replace("-", "−") if abs(v) >= 0.005 else "0.00", 0, 0, SMALL, "tabular")
            left = b.cx if tall else b.cx - 12
            items.append(line(number.string, left, b.cy + (30 if tall else 6), SMALL, "tabular", "ink", 0.5))
            if told and abs(v) > 0.005:
                x, y = (b.cx, b.cy - 8) if tall else (b.right - 16, b.cy)
                items.append(_pointer(x, y, sweep.policy[place], 14 if tall else 8))
        return tuple(items)


def _pointer(x: float, y: float, action: str, reach: float):
    dx, dy = algorithm.MOVES[action]
    return arrow(((x - dx * reach, y - dy * reach), (x + dx * reach, y + dy * reach)), "ink", 2.5, min(9.0, reach))


TEMPLATE = ValueIteration()
