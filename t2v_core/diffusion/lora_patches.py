"""The mathematics of LoRA and its kin: what each kind does to one weight.

ΔW = strength · scale · Δ with scale = alpha / rank, where Δ is

| kind | Δ | source |
|---|---|---|
| LoRA | B·A | Hu et al. 2021, arXiv:2106.09685 |
| LoHa | (B₁·A₁) ∘ (B₂·A₂) | Hyeon-Woo et al. 2021, arXiv:2108.06098 |
| LoKr | W₁ ⊗ W₂, each whole or a product of two | Yeh et al. 2023, arXiv:2309.14859 |

DoRA (Liu et al. 2024, arXiv:2402.09353) rescales W + scale·Δ, row by row or column by column, to learned lengths.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import torch


class WeightPatch(Protocol):
    """A change of one parameter."""

    def fits(self, shape: Sequence[int]) -> bool:
        """Whether it is made for a parameter of that shape."""

    def apply(self, weight: torch.Tensor, strength: float) -> torch.Tensor:
        """The changed parameter; float32 in, float32 out, the given tensor stays as it is."""


@dataclass(frozen=True)
class Factors:
    """Low-rank factors (up · down), one pair for LoRA and two for LoHa; `magnitude` makes it DoRA."""

    pairs: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    scale: float
    magnitude: torch.Tensor | None = None

    def fits(self, shape: Sequence[int]) -> bool:
        rows = {up.shape[0] for up, _ in self.pairs}
        columns = {down.shape[1:].numel() for _, down in self.pairs}
        ranks_agree = all(up.shape[1:].numel() == down.shape[0] for up, down in self.pairs)
        fits = ranks_agree and rows == {shape[0]} and columns == {math.prod(shape[1:])}
        return fits and _lengths_fit(self.magnitude, shape)

    def apply(self, weight: torch.Tensor, strength: float) -> torch.Tensor:
        products = [up.to(weight).flatten(1) @ down.to(weight).flatten(1) for up, down in self.pairs]
        delta = math.prod(products[1:], start=products[0]).reshape(weight.shape)
        return _changed(weight, self.scale * delta, strength, self.magnitude)


@dataclass(frozen=True)
class Kronecker:
    """LoKr: the Kronecker product of two matrices, each given whole or as the factors of a product."""

    first: tuple[torch.Tensor, ...]
    second: tuple[torch.Tensor, ...]
    scale: float
    magnitude: torch.Tensor | None = None

    def fits(self, shape: Sequence[int]) -> bool:
        sides = (self.first, self.second)
        if any(len(s) == 2 and s[0].shape[1:].numel() != s[1].shape[0] for s in sides):
            return False
        rows = math.prod(s[0].shape[0] for s in sides)
        columns = math.prod(s[-1].shape[1:].numel() for s in sides)
        return (rows, columns) == (shape[0], math.prod(shape[1:])) and _lengths_fit(self.magnitude, shape)

    def apply(self, weight: torch.Tensor, strength: float) -> torch.Tensor:
        import torch

        first, second = (_product(side, weight) for side in (self.first, self.second))
        delta = torch.kron(first, second).reshape(weight.shape)
        return _changed(weight, self.scale * delta, strength, self.magnitude)


@dataclass(frozen=True)
class Difference:
    """A plain difference, as `.diff` and `.diff_b` hold."""

    value: torch.Tensor

    def fits(self, shape: Sequence[int]) -> bool:
        return tuple(self.value.shape) == tuple(shape)

    def apply(self, weight: torch.Tensor, strength: float) -> torch.Tensor:
        return weight + strength * self.value.to(weight)


def _product(side: Sequence[torch.Tensor], like: torch.Tensor) -> torch.Tensor:
    whole, *rest = (tensor.to(like).flatten(1) for tensor in side)
    return whole @ rest[0] if rest else whole


def _changed(
    weight: torch.Tensor, delta: torch.Tensor, strength: float, magnitude: torch.Tensor | None
) -> torch.Tensor:
    """The weight with so much of the change; with `magnitude`, its rows or columns at their learned lengths."""
    if magnitude is None:
        return weight + strength * delta
    merged, axis = weight + delta, 1 if _by_column(magnitude) else 0
    lengths = merged.transpose(0, axis).flatten(1).norm(dim=1)
    shape = [1] * weight.dim()
    shape[axis] = -1
    rescaled = merged * (magnitude.to(weight).flatten() / lengths).reshape(shape)
    return weight + strength * (rescaled - weight)


def _by_column(magnitude: torch.Tensor) -> bool:
    """PEFT keeps a length for each row, as a vector; LyCORIS for each row ([n, 1]) or each column ([1, n])."""
    return magnitude.dim() > 1 and magnitude.shape[0] == 1 and magnitude.shape[1] > 1


def _lengths_fit(magnitude: torch.Tensor | None, shape: Sequence[int]) -> bool:
    return magnitude is None or magnitude.numel() == shape[1 if _by_column(magnitude) else 0]
