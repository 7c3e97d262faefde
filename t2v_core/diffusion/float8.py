"""Weights that are kept in 8 bits, half of bfloat16, and computed in a wider type: which layers', and with which scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def store_in_fp8(transformer: torch.nn.Module) -> tuple[str, ...]:
    """Turn the weights of `block_layers` into float8_e4m3fn, where they are not yet, and name those layers."""
    import torch

    stored = block_layers(transformer)
    for name in stored:
        weight = transformer.get_submodule(name).weight
        weight.data = weight.data.to(torch.float8_e4m3fn)
    return stored


def block_layers(transformer: torch.nn.Module) -> tuple[str, ...]:
    """The blocks' linear layers, which are nearly all of a transformer.

    Biases, norms, embeddings, tables and the first and last projection stay, as diffusers'
    `_skip_layerwise_casting_patterns` has them stay.
    """
    import torch

    kept = (*(getattr(transformer, "_skip_layerwise_casting_patterns", None) or ()), "norm")
    return tuple(
        name
        for name, layer in transformer.named_modules()
        if "blocks." in name and isinstance(layer, torch.nn.Linear) and not any(k in name for k in kept)
    )


def float8_layers(module: torch.nn.Module) -> tuple[str, ...]:
    """The linear layers whose weights are stored in float8."""
    import torch

    return tuple(
        name
        for name, layer in module.named_modules()
        if isinstance(layer, torch.nn.Linear) and layer.weight.dtype.itemsize == 1
    )


def t5_layers(module: torch.nn.Module) -> tuple[str, ...]:
    """T5's linear layers but those that cast their input to the type of their weight, which its library keeps wide."""
    import torch

    if not hasattr(module, "get_input_embeddings"):
        return ()
    wide = tuple(getattr(module, "_keep_in_fp32_modules", None) or ())
    return tuple(
        name
        for name, layer in module.named_modules()
        if isinstance(layer, torch.nn.Linear) and name.rpartition(".")[2] not in wide
    )


def times(factor: float) -> Callable[..., Any]:
    """A hook that multiplies a layer's input: the same as multiplying its weight, which stays as small as it is."""
    return lambda _layer, inputs: (inputs[0] * factor, *inputs[1:])
