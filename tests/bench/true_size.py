"""Video models of true size with random weights, made on the device in seconds, in the hands of any host.

Speed and memory do not depend on what the weights are, only on their shapes, which are the published ones.
Where there is no CUDA the same models are tiny, so that every line of the CUDA benches also runs without it.
"""

from __future__ import annotations

import gc
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from devtools.comfyui import find_comfyui
from tests.comfy.managed import load_pack

TINY = Path(__file__).parents[1] / "core" / "diffusion" / "tiny.py"
KINDS = ("wan", "cog", "ltx")
# Published configurations where diffusers' defaults are another model's: Wan 2.1 1.3B; CogVideoX 2b and LTX 2B
# are the defaults, and so are the three VAEs. UMT5-XXL is Wan's text encoder.
TRUE: dict[str, dict[str, Any]] = {
    "wan": {"num_attention_heads": 12, "attention_head_dim": 128, "ffn_dim": 8960, "num_layers": 30, "text_dim": 4096},
    "cog": {},
    "ltx": {},
}  # fmt: skip
TEXT_ENCODER = {
    "vocab_size": 256384, "d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64,
    "feed_forward_proj": "gated-gelu", "pad_token_id": 0, "eos_token_id": 1,
}  # fmt: skip
# The published size of each: frames, height, width, fps.
SIZES = {"wan": (81, 480, 832, 16), "cog": (49, 480, 720, 8), "ltx": (161, 512, 704, 24)}
SMALL = (9, 64, 64, 8)
GUIDANCE = {"wan": 5.0, "cog": 6.0, "ltx": 3.0}


def start_comfyui() -> ModuleType:
    """Import ComfyUI's memory manager, and this repository as the pack it loads; both as a server has them."""
    import torch

    if "academic_t2v" not in sys.modules:
        sys.path.append(str(find_comfyui()))
        sys.argv = [sys.argv[0]] if torch.cuda.is_available() else [sys.argv[0], "--cpu"]
        import comfy.options

        comfy.options.enable_args_parsing()
        load_pack()
    import comfy.model_management

    return comfy.model_management


def tiny() -> ModuleType:
    """The module that makes tiny models."""
    if "t2v_tiny_models" not in sys.modules:
        spec = importlib.util.spec_from_file_location("t2v_tiny_models", TINY)
        module = sys.modules["t2v_tiny_models"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["t2v_tiny_models"]


def on_cuda() -> bool:
    """Whether models are of true size."""
    import torch

    return torch.cuda.is_available()


def small_model(kind: str, folder: Path, host: Any, dtype: str = "auto", **sizes: Any) -> Any:
    """The tiny model of a kind, from a folder; `sizes` are of its transformer."""
    from academic_t2v.t2v_core.diffusion.load import load_model

    path = folder / kind
    heads = {"num_attention_heads": 1, "attention_head_dim": 128} if kind == "wan" else {}  # what ComfyUI's own takes
    return load_model(path if path.exists() else tiny().save(kind, path, **heads | sizes), host, dtype)


def true_model(kind: str, folder: Path, host: Any, parts: tuple[str, ...], **small: Any) -> Any:
    """A model whose `parts` are of true size and random; the other parts stay tiny, with a transformer of `small` sizes."""
    model = small_model(kind, folder, host, **small)
    if not on_cuda():
        return model
    made = {name: host.manage(random_part(model, kind, name)) for name in parts}
    return replace(model, modules=MappingProxyType(dict(model.modules) | made))


def random_part(model: Any, kind: str, name: str) -> Any:
    """One component with its default random initialisation, made on the GPU, then moved to the CPU."""
    import torch

    tiny_part = model.modules[name].module
    dtype = torch.float32 if name == "vae" and kind == "wan" else _torch_dtype(model)
    with torch.device("cuda"):
        if name == "text_encoder":
            before = torch.get_default_dtype()
            torch.set_default_dtype(dtype)
            try:
                module = type(tiny_part)(type(tiny_part.config)(**TEXT_ENCODER))
            finally:
                torch.set_default_dtype(before)
        else:
            module = type(tiny_part)(**(TRUE[kind] if name == "transformer" else {}))
    kept = set(getattr(module, "_keep_in_fp32_modules", None) or ())
    for full, parameter in module.named_parameters():
        if not kept & set(full.split(".")):
            parameter.data = parameter.data.to(dtype)
    return module.eval().requires_grad_(False).to("cpu")


def shot(kind: str, steps: int, **changes: Any) -> Any:
    """A scene of the published size; tiny without CUDA."""
    from academic_t2v.t2v_core.diffusion.shots import Shot

    frames, height, width, fps = SIZES[kind] if on_cuda() else SMALL
    made = Shot("s1", "a wave", "blur", 7, frames, height, width, fps, steps, GUIDANCE[kind])
    return replace(made, flow_shift=3.0 if kind == "wan" else None, **changes)


def embeds_for(model: Any) -> Any:
    """Random embeddings of the width the transformer takes."""
    import torch
    from academic_t2v.t2v_core.diffusion.stages import Embeds

    config = model.modules["transformer"].module.config
    width = next(config[n] for n in ("text_dim", "text_embed_dim", "caption_channels") if n in config)
    limit = config.get("max_text_seq_length", model.spec.token_limit)
    names = ["prompt_embeds", "negative_prompt_embeds"]
    found: dict[str, Any] = {n: torch.randn(1, limit, width, dtype=_torch_dtype(model)) for n in names}
    if model.spec.family == "ltx":
        found |= {n.replace("embeds", "attention_mask"): torch.ones(1, limit, dtype=torch.bool) for n in names}
    return Embeds(found)


def now() -> float:
    """The clock, once the device has done all it was given."""
    import torch

    if on_cuda():
        torch.cuda.synchronize()
    return time.perf_counter()


def clear() -> None:
    """Give back to the device whatever nothing refers to any more, library workspaces included."""
    import torch

    gc.collect()
    if on_cuda():
        torch.cuda.synchronize()
        torch._C._cuda_clearCublasWorkspaces()
        torch.cuda.empty_cache()


def allocated() -> float:
    """MiB of tensors on the device; 0 without CUDA."""
    import torch

    return torch.cuda.memory_allocated() / 2**20 if on_cuda() else 0.0


def peak_of(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What `work` gives, the seconds it took, and the GiB it needed at its peak beyond what was there before."""
    import torch

    if not on_cuda():
        start = now()
        return work(), now() - start, 0.0
    clear()
    before = torch.cuda.memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    start = now()
    made = work()
    return made, now() - start, (torch.cuda.max_memory_allocated() - before) / 2**30


@contextmanager
def card_of(gib: float) -> Iterator[None]:
    """A smaller card: torch may not take more, and ComfyUI counts with no more."""
    import comfy.model_management as memory
    import torch

    if not on_cuda():
        yield
        return
    total = torch.cuda.get_device_properties(0).total_memory
    before = memory.EXTRA_RESERVED_VRAM
    clear()
    memory.EXTRA_RESERVED_VRAM = before + total - int(gib * 2**30)
    torch.cuda.set_per_process_memory_fraction(gib * 2**30 / total)
    try:
        yield
    finally:
        memory.EXTRA_RESERVED_VRAM = before
        torch.cuda.set_per_process_memory_fraction(1.0)


def _torch_dtype(model: Any) -> Any:
    from academic_t2v.t2v_core.diffusion.load import torch_dtype

    return torch_dtype(model.dtype)
