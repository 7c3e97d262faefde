"""A market with straight curves of demand and supply: quantities in units, prices in money."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Market:
    """Demanded: `most` − `fall` · price. Supplied: `least` + `rise` · price."""

    most: float = 100.0
    fall: float = 8.0
    least: float = 10.0
    rise: float = 10.0

    def demanded(self, price: float) -> float:
        return self.most - self.fall * price

    def supplied(self, price: float) -> float:
        return self.least + self.rise * price

    @property
    def price(self) -> float:
        """The price at which as much is demanded as supplied."""
        return (self.most - self.least) / (self.fall + self.rise)

    @property
    def quantity(self) -> float:
        return self.demanded(self.price)

    def shifted(self, demand: float = 0.0, supply: float = 0.0) -> Market:
        """More is demanded or supplied at every price."""
        return replace(self, most=self.most + demand, least=self.least + supply)


SHIFT = 36.0


def example(kind: str) -> tuple[Market, Market]:
    """Before and after more is wanted ("demand") or offered ("supply") at every price; unchanged for other kinds."""
    market = Market()
    after = market.shifted(**{kind: SHIFT}) if kind in ("demand", "supply") else market
    return market, after
