"""Crosses of two parents by Mendel's laws: genes on different chromosomes, capital letters dominant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Cross:
    """Two parents' genotypes, such as ("Aa", "Bb") for two genes."""

    mother: tuple[str, ...]
    father: tuple[str, ...]

    def child(self, row: str, column: str) -> str:
        """Genotype from two gametes, the dominant allele of each gene first."""
        return "".join("".join(sorted(pair)) for pair in zip(row, column, strict=True))

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The square: a row for each gamete of the mother, a column for each of the father."""
        return tuple(tuple(self.child(r, c) for c in gametes(self.father)) for r in gametes(self.mother))

    @property
    def phenotypes(self) -> Counter[tuple[bool, ...]]:
        """How many cells show which genes' dominant forms."""
        return Counter(shows(g) for row in self.cells for g in row)

    @property
    def genotypes(self) -> Counter[str]:
        return Counter(g for row in self.cells for g in row)


def gametes(parent: tuple[str, ...]) -> tuple[str, ...]:
    """One allele of each gene, every combination equally likely."""
    return tuple("".join(alleles) for alleles in product(*parent))


def shows(genotype: str) -> tuple[bool, ...]:
    """For each gene, whether its dominant form shows: one capital is enough."""
    return tuple(any(a.isupper() for a in genotype[k : k + 2]) for k in range(0, len(genotype), 2))


def example(kind: str) -> Cross:
    """Both parents carry both alleles: of one gene, or of two; in a test cross the father has the recessive pair."""
    if kind == "dihybrid":
        return Cross(("Rr", "Yy"), ("Rr", "Yy"))
    return Cross(("Rr",), ("rr",) if kind == "test" else ("Rr",))
