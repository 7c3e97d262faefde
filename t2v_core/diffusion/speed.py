"""What makes denoising faster: the attention kernel, reuse of blocks between steps, and compilation.

Each is in force for a phase or a shot only and undone when that ends, however it ends; nothing in a loaded model
stays changed. All of them change the numbers a little, so they are part of a model's key.

| option | what it does | families |
|---|---|---|
| attention math, cudnn, efficient | PyTorch's own kernels (`torch.nn.attention.sdpa_kernel`) | all |
| attention flash, flash3, sage | another package's kernel (`diffusers` attention dispatcher) | Wan: LTX masks padding and CogVideoX calls PyTorch directly |
| attention xformers | the same | Wan, LTX |
| cache first_block | skips the other blocks while the first one's output hardly changes (ParaAttention's First Block Cache) | all |
| cache pyramid | reuses attention between steps (Pyramid Attention Broadcast, arXiv:2408.12588) | CogVideoX, LTX: Wan runs the two halves of guidance in turns, and would mix them |
| compile | `compile_repeated_blocks`: each kind of block once | Wan, LTX: diffusers names no repeated block for CogVideoX |

MagCache is not offered: it needs ratios measured for each checkpoint, and diffusers brings none for these.
"""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import DependencyError, InputError
from .families import Family

if TYPE_CHECKING:
    import torch

# Name → what it needs to be there: a package, or CUDA.
_KERNELS = {"auto": "", "math": "", "efficient": "cuda", "cudnn": "cuda"}
_PACKAGES = {"flash": "flash_attn", "flash3": "flash_attn_interface", "sage": "sageattention", "xformers": "xformers"}
_SDPA = {"math": "MATH", "efficient": "EFFICIENT_ATTENTION", "cudnn": "CUDNN_ATTENTION"}
_DISPATCHED = {"flash": "flash", "flash3": "_flash_3", "sage": "sage", "xformers": "xformers"}
ATTENTIONS = (*_KERNELS, *_PACKAGES)
CACHES = ("none", "first_block", "pyramid")
# Families for which an option works; an option that is not here works for all.
_FOR: dict[str, tuple[Family, ...]] = {
    "flash": ("wan",),
    "flash3": ("wan",),
    "sage": ("wan",),
    "xformers": ("wan", "ltx"),
    "pyramid": ("cogvideox", "ltx"),
    "compile": ("wan", "ltx"),
}
# diffusers' own values: FirstBlockCacheConfig's threshold; for the broadcast those of its CogVideoX example.
_THRESHOLD, _SKIP, _TIMESTEPS = 0.05, 2, (100, 800)


@dataclass(frozen=True)
class Speed:
    """The options; `check` raises for what this model or machine cannot do."""

    attention: str = "auto"  # auto: PyTorch chooses
    cache: str = "none"
    compile: bool = False

    def check(self, family: Family) -> None:
        """Raise `InputError` for a value outside its list or family, `DependencyError` for a package that is not there."""
        for name, choices in (("attention", ATTENTIONS), ("cache", CACHES)):
            if getattr(self, name) not in choices:
                raise InputError(f"{name} is {getattr(self, name)!r}. Choose one of: {', '.join(choices)}.")
        for name, value in (("attention", self.attention), ("cache", self.cache), ("compile", self.compile)):
            families = _FOR.get("compile" if value is True else str(value))
            if families is not None and family not in families:
                what = name if value is True else f"{name} {value}"
                raise InputError(
                    f"{what} does not work with {family}, only with {', '.join(families)}. Choose another."
                )
        if self.attention not in available_attentions():
            needs = _PACKAGES.get(self.attention)
            needs = f"the package {needs} and a CUDA device" if needs else "a CUDA device"
            raise DependencyError(
                f"attention {self.attention} needs {needs}. Choose one of: {', '.join(available_attentions())}."
            )

    def key(self) -> str:
        """Part of the model's key; "" for the defaults."""
        return "" if self == Speed() else f"-{self.attention}-{self.cache}-{'compiled' if self.compile else 'eager'}"

    def text(self) -> str:
        """The options that are not the defaults, in words."""
        chosen = (
            f"attention {self.attention}" if self.attention != "auto" else "",
            f"cache {self.cache}" if self.cache != "none" else "",
            "compiled blocks" if self.compile else "",
        )
        return ", ".join(filter(None, chosen))


def available_attentions() -> list[str]:
    """The attention kernels that are here: PyTorch's for this device, and installed packages that diffusers accepts."""
    import torch

    cuda = torch.cuda.is_available()
    own = [name for name, needs in _KERNELS.items() if not needs or cuda]
    return own + [name for name, package in _PACKAGES.items() if cuda and importlib.util.find_spec(package)]


@contextmanager
def compiled(speed: Speed, transformers: Iterable[torch.nn.Module]) -> Iterator[None]:
    """The transformers' repeated blocks are compiled inside, at their first use; for a whole phase."""
    with ExitStack() as undo:
        for transformer in transformers if speed.compile else ():
            for block in transformer.modules():
                if type(block).__name__ in transformer._repeated_blocks:
                    undo.callback(setattr, block, "_compiled_call_impl", block._compiled_call_impl)
            transformer.compile_repeated_blocks()
        yield


@contextmanager
def faster(speed: Speed, pipe: Any, transformers: Iterable[torch.nn.Module]) -> Iterator[None]:
    """Attention and cache as chosen, for one shot: a cache holds nothing of another one."""
    with ExitStack() as undo:
        if speed.compile:
            undo.enter_context(_compiler())
        undo.enter_context(_attention(speed.attention))
        for transformer in transformers if speed.cache != "none" else ():
            transformer.enable_cache(_cache_config(speed.cache, pipe))
            undo.callback(transformer.disable_cache)
            undo.callback(transformer._reset_stateful_cache)
        yield


@contextmanager
def _compiler() -> Iterator[None]:
    """A compiler that is missing or fails ends the run: every scene would fail alike. Memory that runs out in it stays that."""
    import torch

    try:
        yield
    except RuntimeError as e:
        if not type(e).__module__.startswith(("torch._dynamo", "torch._inductor")):
            raise
        cause = getattr(e, "inner_exception", e)
        if isinstance(cause, torch.OutOfMemoryError):
            raise torch.OutOfMemoryError(str(cause)) from e  # a new one: the old one holds what it was raised from
        said = next(iter(str(e).strip().splitlines()), type(cause).__name__).rstrip(":")
        needs = (
            "It needs a C++ compiler, and on CUDA Triton (on Windows the package triton-windows). Install them, or turn"
        )
        raise DependencyError(
            f"compile fails on this machine: {said} {needs if _of_toolchain(cause) else 'Turn'} compile off."
        ) from e


def _of_toolchain(e: BaseException) -> bool:
    """Whether a C++ compiler or Triton is missing or fails: PyTorch's own errors for that, or those of running it."""
    own = ("InvalidCxxCompiler", "CppCompileError", "CUDACompileError", "TritonMissing")
    running = isinstance(e, (ImportError, FileNotFoundError, subprocess.CalledProcessError))
    return running or type(e).__name__ in own or "C compiler" in str(e)  # the last is Triton's, a plain RuntimeError


@contextmanager
def _attention(name: str) -> Iterator[None]:
    if name in _SDPA:
        from torch.nn.attention import SDPBackend, sdpa_kernel

        with sdpa_kernel(getattr(SDPBackend, _SDPA[name])):
            yield
    elif name in _DISPATCHED:
        from diffusers.models.attention_dispatch import attention_backend

        with ExitStack() as undo:
            try:
                undo.enter_context(attention_backend(_DISPATCHED[name]))
            except (RuntimeError, ImportError, OSError) as e:  # too old for diffusers, or it does not load
                raise DependencyError(f"attention {name} cannot be used: {e} Choose auto, or another.") from e
            yield
    else:
        yield


def _cache_config(name: str, pipe: Any) -> Any:
    import diffusers

    if name == "first_block":
        return diffusers.FirstBlockCacheConfig(threshold=_THRESHOLD)
    return diffusers.PyramidAttentionBroadcastConfig(
        spatial_attention_block_skip_range=_SKIP,
        spatial_attention_timestep_skip_range=_TIMESTEPS,
        current_timestep_callback=lambda: pipe.current_timestep,
    )
