"""Supply and demand: where the curves cross, how that point moves when one of them shifts, or what a price away from it leaves."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import market as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, Circle, DrawList, Path, along, arrow
from ..motion import ease
from ..panel import Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

MOST, DEAREST = 150.0, 13.0  # units and money that the axes hold
HIGH = 8.0  # a price above the one at which the curves cross
MOVES = {"demand_law": (8.0, 3.0), "supply_law": (3.0, 8.0)}  # prices between which one curve is followed
BOTH = r"Q_d(P^*) = Q_s(P^*)"
FORMULAS = {"demand_law": r"Q_d = 100 - 8 P", "supply_law": r"Q_s = 10 + 10 P"}
NOTES = {
    "equilibrium": "the price falls until both agree",
    "price": f"the price is held at {HIGH:g}",
    "demand": "more is wanted at every price",
    "supply": "more is offered at every price",
    "demand_law": "the price falls, along one curve",
    "supply_law": "the price rises, along one curve",
}
MARGIN = 30.0  # of the plot at its left and foot, for the numbers


class SupplyDemand(ComputedTemplate):
    name = "supply_demand"
    default = "equilibrium"
    terms = terms(
        "supply and demand, demand and supply, market equilibrium, equilibrium price, equilibrium quantity, law of supply and demand",
        demand_law="demand curve, law of demand, demand schedule, quantity demanded",
        supply_law="supply curve, law of supply, supply schedule, quantity supplied",
        demand="shift in demand, increase in demand, change in demand",
        supply="shift in supply, increase in supply, change in supply",
        price="price floor, surplus and shortage, excess supply",
    )
    needs = beside(
        "quantity demanded, quantity supplied, equilibrium price, equilibrium quantity, market equilibrium, demand curve, supply curve, "
        "law of demand, law of supply, demand schedule, supply schedule",
        "price, prices, market, markets, demand, supply, buyers, sellers, curve, good, goods, equilibrium",
    )
    not_beside = beside(
        "supply and demand, demand and supply, demand curve, supply curve, quantity demanded, quantity supplied, market equilibrium, equilibrium price",
        "elasticity, elastic, inelastic, aggregate, monopoly, monopolist, perfectly, decrease, decreases, leftward, shortage, ceiling",
    ) | beside(
        "shift in demand, change in demand, shift in supply, change in supply", "decrease, decreases, leftward, left"
    )
    strangers = (
        "aggregate demand curve",
        "aggregate supply curve",
        "aggregate supply and aggregate demand",
        "kinked demand curve",
    )
    variants = patterns(
        price=r"\bsurplus|\bprice floor|\bexcess supply",
        supply=r"\b(shift|increase|change)s? in (the )?supply|\bsupply (curve )?(shifts|increases)",
        demand=r"\b(shift|increase|change)s? in (the )?demand\b|\bdemand (curve )?(shifts|increases)",
        equilibrium=r"\bequilibrium|\bsupply and demand|\bdemand and supply|quantity demanded.*quantity supplied|quantity supplied.*quantity demanded",
        supply_law=r"\blaw of supply|\bquantity supplied|\bsupply (curve|schedule)",
        demand_law=r"\blaw of demand|\bquantity demanded|\bdemand (curve|schedule)",
    )

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        before, after = algorithm.example(kind)
        at = page(box, above=0.5)
        curves = _Curves(before, after, kind, at.plot)
        times = pace(ctx.clock, 5)
        column = side(
            at.side, FORMULAS.get(kind, BOTH), _symbols(kind, ctx), ("measure", "value"), 4, 4, "100", "offered at 8"
        )
        rows = _rows(before, after, kind)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            stage = lambda k: 1.0 if i > k else ease(u) if i == k else 0.0  # noqa: E731
            numbers = tuple(x for k, (step, *row) in enumerate(rows) if i >= step for x in column.table.row(k, *row))
            return (*curves.draw(stage), *column.lights(t), *numbers)

        return Picture((*at.panel(f"Example: {NOTES[kind]}"), *curves.axes, *column.still), draw)


def _symbols(kind: str, ctx: Context) -> list[Symbol]:
    wanted = spoken(ctx.clock, ("demand", "demanded", "buyers", "consumers"))
    offered = spoken(ctx.clock, ("supply", "supplied", "sellers", "producers"))
    price = spoken(ctx.clock, ("equilibrium", "price", "prices"))
    demand = Symbol("Q_d", "demanded: falls as P rises", "accent", wanted)
    supply = Symbol("Q_s", "supplied: rises with P", "change", offered)
    if kind.endswith("_law"):
        return [demand if kind == "demand_law" else supply, Symbol("P", "price", "goal", price)]
    return [demand, supply, Symbol("P^*", "price where both agree", "goal", price)]


def _rows(before: algorithm.Market, after: algorithm.Market, kind: str) -> list[tuple]:
    """(state from which it stands, label, value, share of the bar, colour) of each row."""
    most = 100.0
    if kind in ("price", "equilibrium"):
        wanted, offered = before.demanded(HIGH), before.supplied(HIGH)
        at_high = [
            (3, f"wanted at {HIGH:g}", f"{wanted:g}", wanted / most, "accent"),
            (3, f"offered at {HIGH:g}", f"{offered:g}", offered / most, "change"),
            (3, "surplus", f"{offered - wanted:g}", (offered - wanted) / most, ""),
        ]
        return [*at_high, (4, "price P*", f"{before.price:g}", before.price / DEAREST, "goal")]
    if kind.endswith("_law"):
        (p0, q0), (p1, q1) = ((p, _quantity(before, kind, p)) for p in MOVES[kind])
    else:
        (p0, q0), (p1, q1) = ((m.price, m.quantity) for m in (before, after))
    return [
        (2, "P before", f"{p0:g}", p0 / DEAREST, ""),
        (2, "Q before", f"{q0:g}", q0 / most, ""),
        (4, "P after", f"{p1:g}", p1 / DEAREST, "goal"),
        (4, "Q after", f"{q1:g}", q1 / most, "goal"),
    ]


def _quantity(market: algorithm.Market, kind: str, price: float) -> float:
    return market.demanded(price) if kind == "demand_law" else market.supplied(price)


class _Curves:
    """Price upwards, quantity to the right, as economists draw them; every curve ends at its letter."""

    def __init__(self, before: algorithm.Market, after: algorithm.Market, kind: str, plot: Box) -> None:
        self.before, self.after, self.kind = before, after, kind
        inner = Box(plot.x + MARGIN, plot.y + 18, plot.w - MARGIN - 24, plot.h - 18 - MARGIN + 4)
        self.plane = Plane(inner, 0.0, MOST, 0.0, DEAREST)

    @property
    def axes(self) -> DrawList:
        b = self.plane.box
        return (
            arrow(((b.x, b.bottom), (b.x, b.y - 8)), "soft", 1.5, 8),
            arrow(((b.x, b.bottom), (b.right + 14, b.bottom)), "soft", 1.5, 8),
            line("price P", b.x + 10, b.y + 2, SMALL, "italic", "soft"),
            line("quantity Q", b.right + 12, b.bottom + 20, SMALL, "italic", "soft", 1.0),
        )

    def draw(self, stage) -> DrawList:
        """Demand, supply, where they cross; then the shift, or the price that is held, and what follows; names on top."""
        if self.kind.endswith("_law"):
            return self._along(stage)
        grown = {"D": stage(0), "S": min(1.0, 1.6 * stage(1))}
        met = max(0.0, 2.6 * stage(1) - 1.6)  # once the curves have met
        items = [self._curve(name, self.before, u) for name, u in grown.items()]
        names = [x for name, u in grown.items() for x in self._named(name, self.before, u)]
        if self.kind == "price":
            held = self._held(HIGH, stage(2), stage(3))
            return (*items, *self._crossing(self.before, met, "goal"), *held, *names)
        if self.kind == "equilibrium":
            price = HIGH + (self.before.price - HIGH) * stage(3)
            held = self._held(price, stage(2), stage(2)) if stage(3) < 1 else ()
            return (*items, *held, *self._crossing(self.before, float(stage(3) == 1), "goal"), *names)
        moved = self._shift(stage(2)) if stage(2) else ()
        old = self._crossing(self.before, met, "ink" if stage(3) else "goal")
        new = self._crossing(self.after, stage(3), "goal")
        return (*items, *moved, *old, *new, *names, *self._named(self.moving, self.after, stage(2)))

    def _along(self, stage) -> DrawList:
        """One curve that stays, and a point that follows it from one price to another."""
        name = "D" if self.kind == "demand_law" else "S"
        first, last = MOVES[self.kind]
        price = first + (last - first) * stage(2)
        items = [self._curve(name, self.before, stage(0)), *self._named(name, self.before, stage(0))]
        if stage(2):
            items += self._point(first, _quantity(self.before, self.kind, first), 1.0, "ink")
        if not 0 < stage(2) < 1:
            return (*items, *self._point(price, _quantity(self.before, self.kind, price), stage(1), "goal"))
        x, y = self.plane.at(_quantity(self.before, self.kind, price), price)
        return (*items, Circle(x, y, 7, "goal", "panel", 2))

    @property
    def moving(self) -> str:
        return {"demand": "D", "supply": "S"}.get(self.kind, "")

    def _ends(self, name: str, market: algorithm.Market) -> tuple:
        """From where a curve enters the picture to where it leaves it."""
        if name == "D":
            low, high = 2.2, min(DEAREST - 0.5, (market.most - 6) / market.fall)
            return self.plane.at(market.demanded(high), high), self.plane.at(market.demanded(low), low)
        low, high = 0.4, min(DEAREST - 1.0, (MOST - 14 - market.least) / market.rise)
        return self.plane.at(market.supplied(low), low), self.plane.at(market.supplied(high), high)

    def _curve(self, name: str, market: algorithm.Market, u: float, **more: object) -> Path:
        return Path(along(self._ends(name, market), u), stroke="accent" if name == "D" else "change", width=3, **more)

    def _named(self, name: str, market: algorithm.Market, u: float) -> DrawList:
        """The curve's letter at its end, once it is drawn; with an index where it moves."""
        if u < 1:
            return ()
        x, y = self._ends(name, market)[1]
        label = name if name != self.moving else f"{name}{'₁' if market == self.before else '₂'}"
        colour = "accent" if name == "D" else "change"
        return (line(label, x + 7, y + 5, SMALL, "semibold", colour, halo="panel"),)

    def _shift(self, u: float) -> DrawList:
        """The curve that moves, dashed on its way to where it ends, and an arrow that says so."""
        name = self.moving
        between = self.before.shifted(**{self.kind: algorithm.SHIFT * u})
        moved = self._curve(name, between, 1.0, dash=(9, 5))
        price = 9.0 if name == "D" else 9.2
        q = self.before.demanded(price) if name == "D" else self.before.supplied(price)
        x0, y = self.plane.at(q, price)
        x1, _ = self.plane.at(q + algorithm.SHIFT * u, price)
        pushed = (arrow(((x0 + 6, y), (x1 - 6, y)), "ink", 2, 8),) if x1 - x0 > 26 else ()
        return (moved, *pushed)

    def _crossing(self, market: algorithm.Market, u: float, colour: str) -> DrawList:
        """The point where the curves meet."""
        return self._point(market.price, market.quantity, u, colour)

    def _point(self, price: float, quantity: float, u: float, colour: str) -> DrawList:
        """A point, and dashed lines from it to its price and its quantity."""
        if not u:
            return ()
        x, y = self.plane.at(quantity, price)
        b = self.plane.box
        guides = (
            Path(along(((x, y), (b.x, y)), u), stroke=colour, width=1.5, dash=(4, 5)),
            Path(along(((x, y), (x, b.bottom)), u), stroke=colour, width=1.5, dash=(4, 5)),
        )
        numbers = ()
        if u == 1:
            numbers = (
                line(f"{price:g}", b.x - 6, y + 6, SMALL, "tabular_semibold", colour, 1.0),
                line(f"{quantity:g}", x, b.bottom + 20, SMALL, "tabular_semibold", colour, 0.5),
            )
        return (*guides, Circle(x, y, 7, colour, "panel", 2), *numbers)

    def _held(self, price: float, u: float, v: float) -> DrawList:
        """A price above the crossing, and the gap between what is offered and what is wanted there."""
        if not u:
            return ()
        b = self.plane.box
        x0, y = self.plane.at(self.before.demanded(price), price)
        x1, _ = self.plane.at(self.before.supplied(price), price)
        items: list = [Path(along(((b.x, y), (b.right, y)), u), stroke="ink", width=2, dash=(4, 4))]
        if u == 1 and price == HIGH:
            items.append(line(f"{HIGH:g}", b.x - 6, y + 6, SMALL, "tabular_semibold", "ink", 1.0))
        if v:
            items += [Path(((x0, y), (x0 + (x1 - x0) * v, y)), stroke="ink", width=5)]
            items += [Circle(x, y, 6, c, "panel", 2) for x, c in ((x0, "accent"), (x1, "change"))][: 2 if v == 1 else 1]
        if v == 1 and x1 - x0 > 90:
            items.append(line("surplus", (x0 + x1) / 2, y - 12, SMALL, "semibold", "ink", 0.5, halo="panel"))
        return tuple(items)


TEMPLATE = SupplyDemand()
