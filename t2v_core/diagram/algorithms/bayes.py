"""Bayes' theorem: what the evidence makes of a prior."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Update:
    """Probabilities of a hypothesis H and of evidence E that is seen with and without H."""

    prior: float  # P(H)
    likelihood: float  # P(E | H)
    otherwise: float  # P(E | not H)

    @property
    def joint(self) -> float:
        """P(E and H)."""
        return self.prior * self.likelihood

    @property
    def rest(self) -> float:
        """P(E and not H)."""
        return (1 - self.prior) * self.otherwise

    @property
    def evidence(self) -> float:
        """P(E), by total probability."""
        return self.joint + self.rest

    @property
    def posterior(self) -> float:
        """P(H | E)."""
        return self.joint / self.evidence


def example() -> Update:
    """A rare thing, and evidence that is six times as likely with it as without."""
    return Update(prior=0.2, likelihood=0.9, otherwise=0.15)
