"""Diffusers' modules in the hands of ComfyUI's memory manager: counted, partly loaded, evicted and patched like any model.

Every component is a `ModelPatcher` of its own. Plain torch layers become ComfyUI's own classes in place (no
weight is copied, no name changes): these can compute with weights that stay in system memory, and
they check for Cancel at every layer, so that a long step can be interrupted. The VAEs' own convolutions are taught to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import comfy.model_management as memory
import torch
from comfy import latent_formats, ops
from comfy.model_patcher import ModelPatcher
from comfy.weight_adapter import WeightAdapterBase

from ...t2v_core.diffusion.memory import merged
from .runtime import ComfyHost

if TYPE_CHECKING:
    import numpy as np

    from ...t2v_core.diffusion.families import ModelSpec
    from ...t2v_core.diffusion.lora_patches import WeightPatch
    from ...t2v_core.diffusion.memory import Patches

_OWN = ops.disable_weight_init
_SWAPPED = {
    torch.nn.Linear: _OWN.Linear,
    torch.nn.LayerNorm: _OWN.LayerNorm,
    torch.nn.Embedding: _OWN.Embedding,
    torch.nn.Conv2d: _OWN.Conv2d,
    torch.nn.Conv3d: _OWN.Conv3d,
}
# ComfyUI's linear approximations of latents as colours, by family and number of channels; CogVideoX has none.
_FORMATS = {
    ("wan", 16): latent_formats.Wan21,
    ("wan", 48): latent_formats.Wan22,
    ("ltx", 128): latent_formats.LTXV,
}


@dataclass(frozen=True, eq=False)
class Patched:
    """A module and its ModelPatcher; `vram` is one of `t2v_core.diffusion.memory.VRAM`.

    `rest` are the patches of what ComfyUI leaves unpatched in a partial load; see `_castable`.
    """

    patcher: ModelPatcher
    vram: str = "auto"
    rest: tuple[Patches, ...] = ()

    @property
    def module(self) -> torch.nn.Module:
        return self.patcher.model.inner


class DiffusionHost(ComfyHost):
    """`ComfyHost` that also takes over modules; see `t2v_core.diffusion.memory.ModuleHost`."""

    def __init__(self) -> None:
        super().__init__()
        self._in_use: tuple[ModelPatcher, ...] = ()

    def manage(self, module: torch.nn.Module, stored: Sequence[str] = (), vram: str = "auto") -> Patched:
        module.eval().requires_grad_(False)
        for layer in module.modules():
            own = _SWAPPED.get(type(layer))
            if own is not None:
                layer.__class__ = own
                if own is _OWN.Embedding:
                    layer.bias = None  # ComfyUI's constructor sets it, its forward reads it
            elif isinstance(layer, torch.nn.Conv3d):  # diffusers' causal ones, in which decoding spends its time
                layer.register_forward_pre_hook(_look_at_cancel)
        for name in stored:
            module.get_submodule(name).__class__ = ops.manual_cast.Linear
        _join_twins(module)
        # diffusers sends inputs to where a module's first weight is; that one may stay in system memory.
        module._hf_hook = _Hook(self.device())
        whole = _Wrapper(module)
        patcher = ModelPatcher(whole, memory.get_torch_device(), memory.unet_offload_device(), size=_bytes(whole))
        return Patched(patcher, vram)

    def patched(self, managed: Patched, patches: Sequence[Patches]) -> Patched:
        clone, rest = managed.patcher.clone(), list(managed.rest)
        castable = _castable(managed.module)
        for by_name, strength in patches:
            adapters = {f"inner.{name}": _Adapter(patch) for name, patch in by_name.items() if name in castable}
            clone.add_patches(adapters, strength)
            rest.append(({name: patch for name, patch in by_name.items() if name not in castable}, strength))
        return Patched(clone, managed.vram, tuple(rest))

    @contextmanager
    def use(self, managed: Sequence[Patched], working_bytes: int) -> Iterator[None]:
        before, self._in_use = self._in_use, tuple(m.patcher for m in managed)
        try:
            whole = [m.patcher for m in managed if m.vram != "minimum"]
            if whole:
                resident = any(m.vram == "resident" for m in managed)
                memory.load_models_gpu(whole, memory_required=working_bytes, force_full_load=resident)
            for handle in managed:
                if handle.vram == "minimum":
                    _load_next_to_nothing(handle.patcher, working_bytes)
                _load_the_rest(handle.patcher)
            with ExitStack() as undo:
                for handle in managed:
                    undo.enter_context(merged(handle.module, handle.rest))
                yield
        finally:
            self._in_use = before
            for handle in managed:
                if handle.vram == "balanced":
                    _evict(handle.patcher)
                elif handle.vram == "minimum":
                    handle.patcher.detach()

    def make_room(self, nbytes: int) -> None:
        """Evict other models; those in use stay where they are."""
        keep = [memory.LoadedModel(patcher) for patcher in self._in_use]
        memory.free_memory(nbytes, memory.get_torch_device(), keep_loaded=keep)
        memory.soft_empty_cache()

    def latent_picture(self, spec: ModelSpec, latents: torch.Tensor) -> np.ndarray | None:
        form = _FORMATS.get((spec.family, latents.shape[0]))
        if form is None:
            return None
        factors = form()
        middle = latents[:, latents.shape[1] // 2].float().cpu().movedim(0, -1)
        colours = middle @ torch.tensor(factors.latent_rgb_factors)
        if factors.latent_rgb_factors_bias is not None:
            colours = colours + torch.tensor(factors.latent_rgb_factors_bias)
        return colours.add(1).mul(127.5).clamp(0, 255).byte().numpy()


@dataclass(frozen=True)
class _Hook:
    """What diffusers asks of an offloaded module (`diffusers.utils.torch_utils.get_module_execution_device`)."""

    execution_device: torch.device


class _Wrapper(torch.nn.Module):
    """ModelPatcher assigns `device`, which diffusers' and transformers' models only let be read."""

    def __init__(self, module: torch.nn.Module) -> None:
        super().__init__()
        self.inner = module


class _Adapter(WeightAdapterBase):
    """One of the core's weight patches for ComfyUI's patching, so that both hosts compute the same."""

    name = "t2v"

    def __init__(self, patch: WeightPatch) -> None:
        self.patch = patch
        self.loaded_keys: set[str] = set()
        self.weights = ()

    def calculate_weight(self, weight: torch.Tensor, key: str, strength: float, *_args: Any, **_more: Any) -> Any:
        # In float32 as everywhere: weights that stay in system memory come here in their own type.
        return self.patch.apply(weight.float(), strength).to(weight.dtype)


def _castable(module: torch.nn.Module) -> set[str]:
    """Parameters of layers that are ComfyUI's own.

    Others (tables of modules that have children, layers of other classes) it loads, and patches, only with a whole model.
    """
    return {
        f"{home}.{name}"
        for home, layer in module.named_modules()
        if hasattr(layer, "comfy_cast_weights")
        for name, _ in layer.named_parameters(recurse=False)
    }


def _look_at_cancel(_layer: torch.nn.Module, _inputs: Any) -> None:
    memory.throw_exception_if_processing_interrupted()


def _join_twins(module: torch.nn.Module) -> None:
    """Layers that share their weight become one: ComfyUI would count it, move it and pin it once for each of them.

    T5 has its embedding under two names; for UMT5-XXL that is 2 GB.
    """
    first: dict[tuple[int, ...], torch.nn.Module] = {}
    for parent in list(module.modules()):
        for name, layer in list(parent.named_children()):
            weights = tuple(id(p) for p in layer.parameters())
            if weights and not any(layer.children()):
                setattr(parent, name, first.setdefault(weights, layer))


def _bytes(module: torch.nn.Module) -> int:
    """What a module's weights take, each counted once."""
    return sum(t.nbytes for t in {id(t): t for t in module.state_dict(keep_vars=True).values()}.values())


def _load_next_to_nothing(patcher: ModelPatcher, working_bytes: int) -> None:
    """Leave the weights in system memory, as ComfyUI's `--novram` does for every model; layers cast them as they go."""
    memory.free_memory(working_bytes + memory.minimum_inference_memory(), patcher.load_device)
    patcher.partially_load(patcher.load_device, 0.1)


def _evict(patcher: ModelPatcher) -> None:
    """Back to system memory, whatever room there is."""
    others = [m for m in memory.current_loaded_models if m.model is not patcher]
    memory.free_memory(1e30, patcher.load_device, keep_loaded=others)


def _load_the_rest(patcher: ModelPatcher) -> None:
    """Bring to the device what ComfyUI leaves behind in a partial load and cannot cast on the fly.

    These are tables on modules that have children, and layers of classes that are not ComfyUI's: small
    in transformers and text encoders. ComfyUI takes them back with everything else when it unloads. It may have
    registered their system memory with CUDA when it put them there: memory that is freed without being unregistered
    breaks later copies.
    """
    device, unpin = patcher.load_device, getattr(patcher, "unpin_weight", lambda _key: None)
    for home, layer in patcher.model.named_modules():
        if hasattr(layer, "comfy_cast_weights"):
            continue
        for name, parameter in layer.named_parameters(recurse=False):
            if parameter.device != device:
                unpin(f"{home}.{name}")
                parameter.data = parameter.data.to(device)
        for name, buffer in layer.named_buffers(recurse=False):
            if buffer.device != device:
                setattr(layer, name, buffer.to(device))
