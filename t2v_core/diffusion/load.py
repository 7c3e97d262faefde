"""A model folder becomes a `VideoModel`: tokenizer, scheduler configuration, and modules in their host's hands."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import InputError, ModelError
from ..host import Report, interruptible, part
from .families import ModelSpec
from .family_tokenizer import source_tokenizer
from .float8 import block_layers, float8_layers, store_in_fp8
from .memory import VRAM, Managed, ModuleHost
from .record import RECORD, origin
from .single_file import load_part
from .sources import ModelFolder, inspect_folder
from .speed import Speed

if TYPE_CHECKING:
    import torch

DTYPES = ("auto", "bf16", "fp16", "fp32")
QUANTIZATIONS = ("none", "fp8")
# diffusers documents Wan's VAE in float32; the others decode in the model's own type.
_FP32_VAES = ("wan",)
# PyTorch's Apple and DirectML devices.
_NO_FLOAT8 = ("mps", "privateuseone")
# Whole T5 files bring the half that no encoder uses.
_UNUSED = ("decoder.", "lm_head.")


@dataclass(frozen=True, eq=False)
class VideoModel:
    """A loaded model, shared by everything that uses it: nothing in it is ever changed.

    `modules`: "text_encoder", "transformer", "transformer_2" for two-stage models, "vae". `key` is a content
    hash of weights, configuration and dtype.
    """

    folder: ModelFolder
    dtype: str
    tokenizer: Any
    scheduler_config: Mapping[str, Any]
    modules: Mapping[str, Managed]
    notes: tuple[str, ...] = ()
    quantization: str = "none"
    speed: Speed = field(default_factory=Speed)

    @property
    def spec(self) -> ModelSpec:
        """The model's row in the table of families."""
        return self.folder.spec

    @property
    def key(self) -> str:
        return f"{self.folder.key}-{self.dtype}-{self.quantization}{self.speed.key()}"

    @property
    def transformers(self) -> list[torch.nn.Module]:
        """The transformer, or both of a two-stage model."""
        return [self.modules[name].module for name in self.folder.transformers]

    def text(self) -> str:
        """What was loaded, as a person reads it."""
        size = ", ".join(f"{name} {n / 1e9:.2f} GB" for name, n in self.folder.weights.items())
        stored = ", transformer stored in fp8" if self.quantization == "fp8" else ""
        head = ", ".join(
            filter(None, (f"{self.folder.name}: {self.spec.name}", f"{self.dtype}{stored}", self.speed.text()))
        )
        native = f"{self.spec.width}×{self.spec.height}, {self.spec.frames} frames at {self.spec.fps} fps"
        return "\n".join((head, f"made for {native}", f"on disk: {size}", *self.notes))


def load_model(
    source: Path | ModelFolder,
    host: ModuleHost,
    dtype: str = "auto",
    quantization: str = "none",
    speed: Speed | None = None,
    vram: str = "auto",
) -> VideoModel:
    """Load every component of a diffusers folder, or of an inspected source, on the CPU and hand it to the host.

    `dtype` "auto" is the family's own where the device computes in it, float16 where it does not, and
    float32 on the CPU. `quantization` "fp8" keeps the transformers' large weights in float8_e4m3fn, half of
    bfloat16, and computes in `dtype`. `vram` is one of `memory.VRAM`. Raises `ModelError` for a folder that is not
    complete, `InputError` for a value that is not in its list or does not go with the family, `DependencyError`
    for a kernel that is not installed.
    """
    speed = speed or Speed()
    for name, value, choices in (
        *(("dtype", dtype, DTYPES), ("quantization", quantization, QUANTIZATIONS)),
        ("vram", vram, VRAM),
    ):
        if value not in choices:
            raise InputError(f"{name} is {value!r}. Choose one of: {', '.join(choices)}.")
    without_float8 = str(host.device()).startswith(_NO_FLOAT8)
    if quantization == "fp8" and without_float8:
        raise InputError(f"{host.device()} devices have no float8. Set quantization to none.")
    host.report(0, 1, f"Inspecting {source.name}")
    found = source if isinstance(source, ModelFolder) else inspect_folder(source)
    speed.check(found.spec.family)
    chosen, note = _choose_dtype(dtype, found.spec, str(host.device()))
    report = part(host.report, 0.05, 0.95)
    total, done = sum(found.weights.values()), 0
    modules = {}
    for name, size in found.weights.items():
        progress = part(report, done, size, total)
        fp8 = quantization == "fp8" and name in found.transformers
        module = interruptible(
            lambda inner, n=name, q=fp8: _load_component(found, n, chosen, q, inner), progress, f"Loading {name}"
        )
        stored = store_in_fp8(module) if fp8 else float8_layers(module)
        if stored and without_float8:
            raise InputError(
                f"{name} is kept in float8, which {host.device()} devices do not have. Choose a file in float16 or bfloat16."
            )
        modules[name] = host.manage(module, stored, vram)
        done += size
    report(total, total, f"{found.name} is loaded")
    downloaded = found.path and origin(found.path)
    if downloaded:
        with contextlib.suppress(OSError):  # last use, for `cache prune`; the folder may be read-only
            os.utime(found.path / RECORD)
    notes = (downloaded and f"downloaded: {downloaded}", _rest(found), note)
    return VideoModel(
        folder=found,
        dtype=chosen,
        tokenizer=source_tokenizer(found),
        scheduler_config=MappingProxyType(found.scheduler),
        modules=MappingProxyType(modules),
        notes=tuple(filter(None, notes)),
        quantization=quantization,
        speed=speed,
    )


def pipeline_for(
    model: VideoModel, host: ModuleHost, modules: Mapping[str, Managed] | None = None, **scheduler: object
) -> Any:
    """A fresh diffusers pipeline around the model's modules, with a scheduler of its own; cheap.

    It computes on the host's device whatever its modules are on: the host moves them. `scheduler`
    overrides values of the scheduler's configuration.
    """
    import diffusers

    modules = modules or model.modules
    base = getattr(diffusers, model.folder.kind.pipeline)
    on_host = type(base.__name__, (base,), {"_execution_device": property(lambda _self: host.device())})
    built = on_host(
        tokenizer=model.tokenizer,
        scheduler=_scheduler_class(model.folder).from_config(dict(model.scheduler_config), **scheduler),
        **{name: handle.module for name, handle in modules.items()},
        **model.folder.options,
    )
    built.set_progress_bar_config(disable=True)
    return built


def torch_dtype(name: str) -> torch.dtype:
    """The torch dtype of "bf16", "fp16" or "fp32"."""
    import torch

    return {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}[name]


def _choose_dtype(asked: str, spec: ModelSpec, device: str) -> tuple[str, str]:
    on_cpu = device.startswith("cpu")
    if asked != "auto":
        slow = on_cpu and asked == "fp16"
        return asked, "float16 is slow and inexact on a CPU; fp32 is the better choice here." if slow else ""
    if on_cpu:
        return (
            "fp32",
            f"On the CPU the model computes in float32, which takes minutes a frame at {spec.name}'s true size.",
        )
    if spec.dtype == "bf16" and device.startswith("cuda") and not _has_bf16(device):
        return (
            "fp16",
            "This GPU only emulates bfloat16, slowly: float16 is used; if frames come out black, choose fp32.",
        )
    return spec.dtype, ""


def _has_bf16(device: str) -> bool:
    """NVIDIA's cards before Ampere (RTX 20, GTX 16) only emulate bfloat16, many times slower than float16."""
    import torch

    return torch.version.hip is not None or torch.cuda.get_device_capability(device)[0] >= 8


def _rest(folder: ModelFolder) -> str:
    """Where the parts of a single-file model come from, and what its weights were."""
    if not folder.single:
        return ""
    said = {"text_encoder": "text encoder", "transformer_2": "low-noise transformer", "vae": "VAE"}
    places = [f"{said[n]}: {file.path.name}" for n, file in folder.single.items() if n in said]
    if folder.path:
        of_folder = {
            "text encoder": "text_encoder" not in folder.single,
            "tokenizer": folder.tokenizer == folder.path / "tokenizer",
            "VAE": "vae" not in folder.single,
        }
        named = ", ".join(name for name, is_there in of_folder.items() if is_there)
        places.append(f"{named}{' and ' if named else ''}scheduler of {folder.path.name}")
    scaled = sum(len(file.scales) for file in folder.single.values())
    weights = [f"{scaled} float8 weights with scales"] if scaled else []
    return "; ".join(places + weights)


def _load_component(folder: ModelFolder, name: str, dtype: str, fp8: bool, report: Report) -> torch.nn.Module:
    if name == "vae" and folder.spec.family in _FP32_VAES:
        dtype = "fp32"
    if name in folder.single:
        return load_part(folder.single[name], torch_dtype(dtype), report, block_layers if fp8 else lambda module: ())
    cls = _component_class(folder, name)
    try:
        module, told = cls.from_pretrained(
            folder.path,
            subfolder=name,
            torch_dtype=torch_dtype(dtype),
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
        )
    except (OSError, ValueError, RuntimeError, KeyError) as e:
        raise ModelError(f"{folder.name}/{name} cannot be loaded: {e} Get the folder again.") from e
    _check_whole(folder, name, told)
    return module


def _check_whole(folder: ModelFolder, name: str, told: Mapping[str, Any]) -> None:
    """Raise `ModelError` for what the libraries only log: parameters that stay random, tensors that are not used."""
    missing = sorted(told.get("missing_keys") or ())
    unused = _UNUSED if name == "text_encoder" else ()
    extra = sorted(k for k in told.get("unexpected_keys") or () if not k.startswith(unused))
    if not missing and not extra:
        return
    what = f"lacks {missing[0]}" if missing else f"holds {extra[0]}, which has no place in the model"
    raise ModelError(
        f"{folder.name}/{name} is not whole, or of another kind: it {what} ({len(missing)} missing, {len(extra)} without "
        "a place). Get the folder again; weights that are quantized with scales are not supported in a folder."
    )


def _component_class(folder: ModelFolder, name: str) -> Any:
    import diffusers
    import transformers

    kind = folder.kind
    if name == "text_encoder":
        return getattr(transformers, kind.text_encoder)
    return getattr(diffusers, kind.vae if name == "vae" else kind.transformer)


def _scheduler_class(folder: ModelFolder) -> Any:
    import diffusers

    return getattr(diffusers, folder.scheduler["_class_name"])
