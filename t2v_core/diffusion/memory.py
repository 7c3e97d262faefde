"""Who owns a model's weights: the small protocol a host's memory manager fulfils, and plain torch's own.

ComfyUI's side (`nodes/host/diffusion.py`) wraps each module in a ModelPatcher. `LocalModules` does the
same with plain torch: a module is on the device only while it is used, and LoRA are merged for that time
only, the very same tensors put back afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from ..host import Host, LocalHost

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import numpy as np
    import torch

    from .families import ModelSpec
    from .lora_patches import WeightPatch

# How much of the device a model may take: as the host sees fit; all of it, for good; only what is at work; next to nothing.
VRAM = ("auto", "resident", "balanced", "minimum")
# A LoRA on a module: its patches by parameter name, and its strength.
Patches = tuple[dict[str, "WeightPatch"], float]


class Managed(Protocol):
    """A module in its host's hands. `module` may be called only inside `ModuleHost.use`."""

    @property
    def module(self) -> torch.nn.Module: ...


class ModuleHost(Host, Protocol):
    """The services that models need besides a `Host`'s."""

    def manage(self, module: torch.nn.Module, stored: Sequence[str] = (), vram: str = "auto") -> Managed:
        """Take a module over; nothing else may move or change it from now on.

        `vram`: "resident" loads it whole and leaves it on the device, "balanced" takes it off after each use,
        "minimum" keeps its weights in system memory and brings them layer by layer, "auto" leaves it to the host.

        `stored` names its linear layers whose weights are kept in another type than is computed in: they
        are to be cast to their input's type at every use.
        """

    def patched(self, managed: Managed, patches: Sequence[Patches]) -> Managed:
        """The same module with LoRA on it while that handle is used; the given handle stays without."""

    def use(self, managed: Sequence[Managed], working_bytes: int) -> AbstractContextManager[None]:
        """Have these modules ready on the device, with `working_bytes` free besides."""

    def latent_picture(self, spec: ModelSpec, latents: torch.Tensor) -> np.ndarray | None:
        """A quick picture, uint8 H×W×3, of latents [C, F, H, W]; None where the host knows none."""


class LocalModule:
    """A module, the LoRA that belong to this handle, and how much of the device it may take."""

    def __init__(self, module: torch.nn.Module, patches: tuple[Patches, ...] = (), vram: str = "auto") -> None:
        self.module, self.patches, self.vram = module, patches, vram


class LocalModules(LocalHost):
    """Plain torch: everything to the device before use, back to the CPU after it unless it is resident."""

    def manage(self, module: torch.nn.Module, stored: Sequence[str] = (), vram: str = "auto") -> LocalModule:
        for name in stored:
            module.get_submodule(name).__class__ = _casting_linear()
        return LocalModule(module.eval().requires_grad_(False), vram=vram)

    def patched(self, managed: LocalModule, patches: Sequence[Patches]) -> LocalModule:
        return LocalModule(managed.module, (*managed.patches, *patches), managed.vram)

    @contextmanager
    def use(self, managed: Sequence[LocalModule], working_bytes: int) -> Iterator[None]:
        with ExitStack() as undo:
            for handle in managed:
                if handle.vram == "minimum":
                    undo.enter_context(merged(handle.module, handle.patches))
                    undo.enter_context(_layer_by_layer(handle.module, self.device()))
                    continue
                if handle.vram != "resident":
                    undo.callback(handle.module.to, "cpu")
                handle.module.to(self.device())
                undo.enter_context(merged(handle.module, handle.patches))
            yield

    def latent_picture(self, spec: ModelSpec, latents: torch.Tensor) -> None:
        return None


@contextmanager
def merged(module: torch.nn.Module, patches: Sequence[Patches]) -> Iterator[None]:
    """LoRA merged into the weights, computed in float32; the original tensors come back bit for bit."""
    parameters: dict[str, Any] = dict(module.named_parameters())
    originals: dict[str, torch.Tensor] = {}
    try:
        for by_name, strength in patches:
            for name, patch in by_name.items():
                parameter = parameters[name]
                originals.setdefault(name, parameter.data)
                parameter.data = patch.apply(parameter.data.float(), strength).to(parameter.dtype)
        yield
    finally:
        for name, data in originals.items():
            parameters[name].data = data


@contextmanager
def _layer_by_layer(module: torch.nn.Module, device: str) -> Iterator[None]:
    """Every layer's weights are on the device only while it computes (diffusers' leaf-level group offloading)."""
    from diffusers.hooks import HookRegistry, apply_group_offloading

    apply_group_offloading(module, onload_device=device, offload_device="cpu", offload_type="leaf_level")
    try:
        yield
    finally:
        HookRegistry.check_if_exists_or_initialize(module).remove_hook("group_offloading", recurse=True)
        module.to("cpu")  # a layer may have been stopped while it was there


@lru_cache(maxsize=1)
def _casting_linear() -> type[torch.nn.Linear]:
    """A Linear that computes in its input's type, whatever its weight is stored in."""
    import torch

    class CastingLinear(torch.nn.Linear):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            bias = None if self.bias is None else self.bias.to(x.dtype)
            return torch.nn.functional.linear(x, self.weight.to(x.dtype), bias)

    return CastingLinear
