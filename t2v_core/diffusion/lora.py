"""LoRA files of every common naming become weight patches by parameter name, one mathematics for every host.

A module `X` of a file may be named as diffusers names it, as the model's authors do, with dots as
underscores (kohya), and with any of the usual prefixes. Its tensors may be LoRA (A/B or down/up, alpha from
the file or PEFT's metadata), DoRA, LoHa, LoKr, or plain differences; `lora_patches.py` says what each does. Whatever does
not fit is named, never skipped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, ModelError
from .families import Family
from .lora_names import parameter_names, split_key, strip_prefix
from .lora_patches import Difference, Factors, Kronecker, WeightPatch
from .weights import fingerprint, read_header

if TYPE_CHECKING:
    import torch

STAGES = ("all", "high_noise", "low_noise")
MAX_STRENGTH = 10.0
_STAGE_OF = {"transformer": "high_noise", "transformer_2": "low_noise"}


@dataclass(frozen=True)
class LoraUse:
    """A LoRA file to apply: its strength, and for two-stage models the stage it is for."""

    path: Path
    strength: float = 1.0
    stage: str = "all"
    trigger: str = ""

    def __post_init__(self) -> None:
        if self.stage not in STAGES:
            raise InputError(f"stage is {self.stage!r}. Choose one of: {', '.join(STAGES)}.")
        if not (math.isfinite(self.strength) and abs(self.strength) <= MAX_STRENGTH):
            raise InputError(f"strength is {self.strength}. Give -{MAX_STRENGTH:g} to {MAX_STRENGTH:g}.")

    def key(self) -> str:
        """The content hash of file, strength and stage."""
        return f"{fingerprint(self.path)}:{self.strength}:{self.stage}"


@dataclass(frozen=True)
class LoraFile:
    """A file's tensors by the module they are for and by kind ("up", "down", "alpha", …), as the file names modules."""

    path: Path
    modules: dict[str, dict[str, torch.Tensor]]
    scaling: dict[str, object]  # PEFT's metadata, when the file has it

    @property
    def name(self) -> str:
        return self.path.name

    def names_for(self, component: str) -> list[str]:
        """The modules meant for a transformer: a file with parts for two stages says so by prefix, others mean any."""
        if not any(name.startswith("transformer_2.") for name in self.modules):
            return list(self.modules)
        return [n for n in self.modules if n.startswith("transformer_2.") == (component == "transformer_2")]


@dataclass(frozen=True)
class MatchedLora:
    """What of a file fits a transformer: patches by parameter name, and the modules that have no place in it."""

    name: str
    component: str
    patches: dict[str, WeightPatch]
    matched: int
    unmatched: tuple[str, ...]

    def text(self) -> str:
        """Counts, and the names that were left out."""
        text = (
            f"{self.name}: {self.matched} of {self.matched + len(self.unmatched)} modules applied to {self.component}"
        )
        if not self.unmatched:
            return text
        more = f" and {len(self.unmatched) - 5} more" if len(self.unmatched) > 5 else ""
        return f"warning: {text}; not in this model: {', '.join(self.unmatched[:5])}{more}"


def read_lora(path: Path) -> LoraFile:
    """Read a `.safetensors` LoRA. Raises `ModelError` naming the file for damage, pickles, or what is not a LoRA."""
    header = read_header(path)
    from safetensors.torch import load_file

    modules: dict[str, dict[str, torch.Tensor]] = {}
    strange = []
    for key, tensor in load_file(path).items():
        module, kind = split_key(key)
        if kind is None:
            strange.append(key)
        else:
            modules.setdefault(module, {})[kind] = tensor
    if not modules:
        raise ModelError(
            f"{path.name} holds no LoRA (its first tensor is {strange[0]}). Choose a LoRA file, not a model."
        )
    if strange:
        raise ModelError(
            f"{path.name} holds tensors of a kind that is not supported: {strange[0]}"
            f"{f' and {len(strange) - 1} more' if len(strange) > 1 else ''}. Supported are LoRA, DoRA, LoHa, LoKr and differences."
        )
    try:
        scaling = json.loads(header.metadata.get("lora_adapter_metadata", "{}"))
    except ValueError as e:
        raise ModelError(f"{path.name} is damaged: its adapter metadata is not JSON. Get the file again.") from e
    return LoraFile(path, modules, scaling)


def match(lora: LoraFile, module: torch.nn.Module, family: Family, component: str) -> MatchedLora:
    """The patches of `lora` for one transformer. Raises `ModelError` when shapes show it is for another model."""
    known = parameter_names(module, family)
    shapes = {name: tuple(p.shape) for name, p in module.named_parameters()}
    patches: dict[str, WeightPatch] = {}
    unmatched, matched = [], 0
    for name in lora.names_for(component):
        target = known.get(strip_prefix(name))
        if target is None:
            unmatched.append(name)
            continue
        found = _patches(lora, name, target, lora.modules[name])
        for parameter, patch in found.items():
            if parameter not in shapes or not patch.fits(shapes[parameter]):
                raise ModelError(
                    f"{lora.name} was made for another model: {name} does not fit a parameter of shape "
                    f"{'×'.join(map(str, shapes.get(parameter, ()))) or 'none'}. Choose a LoRA for this very model and size."
                )
        patches |= found
        matched += 1
    return MatchedLora(lora.name, component, patches, matched, tuple(unmatched))


def match_all(use: LoraUse, transformers: Iterable[tuple[str, torch.nn.Module]], family: Family) -> list[MatchedLora]:
    """A LoRA for every transformer it is meant for. Raises `ModelError` when nothing of it fits anywhere."""
    lora = read_lora(use.path)
    candidates = list(transformers)
    found = [
        match(lora, module, family, component)
        for component, module in candidates
        if len(candidates) == 1 or use.stage in ("all", _STAGE_OF[component])
    ]
    if not any(m.matched for m in found):
        raise ModelError(
            f"Nothing in {lora.name} fits this model ({family}): its first module is {next(iter(lora.modules))}. "
            "Choose a LoRA made for this family."
        )
    return [m for m in found if m.matched]


def _patches(lora: LoraFile, name: str, target: str, tensors: dict[str, torch.Tensor]) -> dict[str, WeightPatch]:
    """The patches of one module, by parameter name; `target` is its weight, or a table."""
    found: dict[str, WeightPatch] = {}
    bias = f"{target.removesuffix('.weight')}.bias"
    magnitude = tensors.get("magnitude")
    if "up" in tensors or "down" in tensors:
        _complete(lora, name, tensors, ("up", "down"))
        pair = (tensors["up"], tensors["down"])
        found[target] = Factors((pair,), _scale(lora, name, tensors, pair[1].shape[0]), magnitude)
    elif any(kind.startswith("kron") for kind in tensors):
        found[target] = _kronecker(lora, name, tensors, magnitude)
    elif any(kind.startswith("w") for kind in tensors):
        _complete(lora, name, tensors, ("w1_a", "w1_b", "w2_a", "w2_b"))
        pairs = ((tensors["w1_a"], tensors["w1_b"]), (tensors["w2_a"], tensors["w2_b"]))
        found[target] = Factors(pairs, _scale(lora, name, tensors, pairs[0][1].shape[0]), magnitude)
    if "diff" in tensors:
        found[target] = Difference(tensors["diff"])
    if "diff_b" in tensors:
        found[bias] = Difference(tensors["diff_b"])
    if "up_bias" in tensors:
        scale = _scale(lora, name, tensors, tensors["down"].shape[0])
        found[bias] = Difference(tensors["up_bias"] * scale)
    return found


def _kronecker(
    lora: LoraFile, name: str, tensors: dict[str, torch.Tensor], magnitude: torch.Tensor | None
) -> Kronecker:
    """LoKr: alpha counts only where a side is given as a product, whose rank it is divided by (as LyCORIS has it)."""
    sides, rank = [], 0
    for side in ("kron1", "kron2"):
        if side in tensors:
            sides.append((tensors[side],))
            continue
        _complete(lora, name, tensors, (f"{side}_a", f"{side}_b"))
        sides.append((tensors[f"{side}_a"], tensors[f"{side}_b"]))
        rank = sides[-1][1].shape[0]
    return Kronecker(sides[0], sides[1], _scale(lora, name, tensors, rank) if rank else 1.0, magnitude)


def _complete(lora: LoraFile, name: str, tensors: dict[str, torch.Tensor], kinds: Sequence[str]) -> None:
    missing = [k for k in kinds if k not in tensors]
    if missing:
        raise ModelError(f"{lora.name} is incomplete: {name} lacks {', '.join(missing)}. Get the file again.")


def _scale(lora: LoraFile, name: str, tensors: dict[str, torch.Tensor], rank: int) -> float:
    """alpha / rank: the file's own alpha, else PEFT's metadata, else 1."""
    if "alpha" in tensors:
        return float(tensors["alpha"]) / rank
    component = "transformer_2" if name.startswith("transformer_2.") else "transformer"
    alpha = lora.scaling.get(f"{component}.lora_alpha")
    patterns = lora.scaling.get(f"{component}.alpha_pattern") or {}
    alpha = next((a for pattern, a in patterns.items() if strip_prefix(name).endswith(pattern)), alpha)
    if alpha is None:
        return 1.0
    return float(alpha) / (math.sqrt(rank) if lora.scaling.get(f"{component}.use_rslora") else rank)
