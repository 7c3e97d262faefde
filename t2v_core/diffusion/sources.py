"""A model folder is inspected before it is loaded: which family it is, and whether every file is there and whole.

A folder is what diffusers' `save_pretrained` writes: `model_index.json` and a subfolder a component.
Classes are taken from the table here, never from what a folder names: a folder cannot choose code.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ModelError
from .families import Family, ModelSpec, model_spec
from .weights import fingerprint, read_header

_INDEX = "model_index.json"


@dataclass(frozen=True)
class PipelineKind:
    """The classes a family's pipeline is made of: component → class name in diffusers or transformers."""

    family: Family
    pipeline: str
    transformer: str
    vae: str
    text_encoder: str
    schedulers: tuple[str, ...]


_KINDS = {
    kind.pipeline: kind
    for kind in (
        PipelineKind(
            "wan", "WanPipeline", "WanTransformer3DModel", "AutoencoderKLWan", "UMT5EncoderModel",
            ("UniPCMultistepScheduler", "FlowMatchEulerDiscreteScheduler"),
        ),
        PipelineKind(
            "cogvideox", "CogVideoXPipeline", "CogVideoXTransformer3DModel", "AutoencoderKLCogVideoX", "T5EncoderModel",
            ("CogVideoXDDIMScheduler", "CogVideoXDPMScheduler"),
        ),
        PipelineKind(
            "ltx", "LTXPipeline", "LTXVideoTransformer3DModel", "AutoencoderKLLTXVideo", "T5EncoderModel",
            ("FlowMatchEulerDiscreteScheduler",),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class ModelFolder:
    """A complete model on disk. `weights` are bytes by component; `key` is a hash of configuration and weights."""

    path: Path
    spec: ModelSpec
    kind: PipelineKind
    transformers: tuple[str, ...]  # "transformer", and "transformer_2" of two-stage models
    scheduler: str
    options: dict[str, Any]  # pipeline arguments the index sets: boundary_ratio, expand_timesteps
    weights: dict[str, int]
    key: str

    @property
    def name(self) -> str:
        """The folder's name, as shown to people."""
        return self.path.name


def inspect_folder(folder: Path) -> ModelFolder:
    """What is in a model folder. Raises `ModelError` naming the file that is missing, damaged or of the wrong kind."""
    if not folder.is_dir():
        raise ModelError(f"There is no model folder {folder}. Choose a folder that holds {_INDEX}.")
    index, kind = _read_json(folder, _INDEX), check_pipeline(folder)
    transformers = ("transformer", "transformer_2") if _has(index, "transformer_2") else ("transformer",)
    scheduler = str(_read_json(folder, "scheduler/scheduler_config.json").get("_class_name"))
    if scheduler not in kind.schedulers:
        raise ModelError(f"{folder.name} names the scheduler {scheduler}; known are {', '.join(kind.schedulers)}.")
    configs = {name: _read_json(folder, f"{name}/config.json") for name in (*transformers, "vae", "text_encoder")}
    _check_classes(folder, kind, transformers, configs)
    if not any((folder / "tokenizer" / name).is_file() for name in ("tokenizer.json", "spiece.model")):
        raise ModelError(f"{folder.name} lacks tokenizer/tokenizer.json (or spiece.model). Get the folder again.")
    files = {name: weight_files(folder, name) for name in configs}
    digest = hashlib.sha256(json.dumps([index, scheduler, configs], sort_keys=True).encode())
    for paths in files.values():
        for path in paths:
            read_header(path)
            digest.update(fingerprint(path).encode())
    return ModelFolder(
        path=folder,
        spec=_spec(kind, index, configs),
        kind=kind,
        transformers=transformers,
        scheduler=scheduler,
        options={k: index[k] for k in ("boundary_ratio", "expand_timesteps") if index.get(k) is not None},
        weights={name: sum(p.stat().st_size for p in paths) for name, paths in files.items()},
        key=digest.hexdigest(),
    )


def check_pipeline(folder: Path) -> PipelineKind:
    """The kind of pipeline a folder's index names. Raises `ModelError` for one that is not in the table."""
    named = _read_json(folder, _INDEX).get("_class_name")
    kind = _KINDS.get(str(named))
    if kind is None:
        raise ModelError(
            f"{folder.name} is a {named or 'model of unknown kind'}, which makes no video from text here. "
            f"Choose a folder of one of: {', '.join(_KINDS)}."
        )
    return kind


def weight_files(folder: Path, component: str) -> list[Path]:
    """The weight files of a component: one, or the shards its index names. Raises `ModelError` for a missing one."""
    home = folder / component
    for stem in ("diffusion_pytorch_model", "model"):
        if (home / f"{stem}.safetensors").is_file():
            return [home / f"{stem}.safetensors"]
        index = f"{component}/{stem}.safetensors.index.json"
        if (folder / index).is_file():
            names = sorted(set(_read_json(folder, index).get("weight_map", {}).values()))
            missing = [n for n in names if Path(n).name != n or not (home / n).is_file()]
            if missing or not names:
                raise ModelError(f"{folder.name} lacks {component}/{missing[0] if missing else '…'}. Get it again.")
            return [home / n for n in names]
    pickles = sorted(p.name for p in home.glob("*.bin")) if home.is_dir() else []
    hint = f" {pickles[0]} is a pickle file and is not loaded." if pickles else ""
    raise ModelError(f"{folder.name} lacks {component}/…safetensors.{hint} Get the folder's .safetensors files.")


def _check_classes(folder: Path, kind: PipelineKind, transformers: tuple[str, ...], configs: dict[str, Any]) -> None:
    expected = dict.fromkeys(transformers, kind.transformer) | {"vae": kind.vae}
    for name, cls in expected.items():
        if configs[name].get("_class_name") != cls:
            raise ModelError(
                f"{folder.name}/{name}/config.json is of a {configs[name].get('_class_name')}; a {kind.pipeline} needs {cls}."
            )
    architectures = configs["text_encoder"].get("architectures") or [kind.text_encoder]
    if kind.text_encoder not in architectures:
        raise ModelError(
            f"{folder.name}/text_encoder is a {architectures[0]}; a {kind.pipeline} needs {kind.text_encoder}."
        )


def _spec(kind: PipelineKind, index: dict[str, Any], configs: dict[str, Any]) -> ModelSpec:
    """The row of the family's table by what its published configurations differ in."""
    transformer, vae = configs["transformer"], configs["vae"]
    if kind.family == "wan":
        if index.get("expand_timesteps"):
            return model_spec("wan2.2-ti2v-5b")
        if _has(index, "transformer_2"):
            return model_spec("wan2.2-a14b")
        return model_spec("wan2.1-14b" if transformer.get("num_attention_heads", 40) > 12 else "wan2.1-1.3b")
    if kind.family == "cogvideox":
        if transformer.get("patch_size_t"):
            return model_spec("cogvideox1.5-5b")
        return model_spec("cogvideox-5b" if transformer.get("use_rotary_positional_embeddings") else "cogvideox-2b")
    return model_spec("ltx-0.9.1" if vae.get("timestep_conditioning") else "ltx-0.9.0")


def _has(index: dict[str, Any], component: str) -> bool:
    entry = index.get(component)
    return isinstance(entry, list) and bool(entry) and entry[0] is not None


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        raise ModelError(f"{folder.name} lacks {name}. Choose a whole diffusers folder, or get it again.") from e
    except (OSError, ValueError) as e:
        raise ModelError(f"{folder.name}/{name} cannot be read: {e}. Get the folder again.") from e
    if not isinstance(content, dict):
        raise ModelError(f"{folder.name}/{name} is no configuration. Get the folder again.")
    return content
