"""A model folder is inspected before it is loaded: which family it is, and whether every file is there and whole.

A folder is what diffusers' `save_pretrained` writes: `model_index.json` and a subfolder a component.
Classes are taken from the table here, never from what a folder names: a folder cannot choose code. Parts that are
files of their own (`composed.py`) stand in for those of a folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import ModelError
from .families import Family, ModelSpec, model_spec
from .single_file import SingleFile
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


KINDS = {
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
        PipelineKind(  # LTX-Video 0.9.5 and later
            "ltx", "LTXConditionPipeline", "LTXVideoTransformer3DModel", "AutoencoderKLLTXVideo", "T5EncoderModel",
            ("FlowMatchEulerDiscreteScheduler",),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class ModelFolder:
    """A complete model on disk. `weights` are bytes by component; `key` is a hash of configuration and weights."""

    path: Path | None  # None: every part is a file of its own
    spec: ModelSpec
    kind: PipelineKind
    transformers: tuple[str, ...]  # "transformer", and "transformer_2" of two-stage models
    scheduler: dict[str, Any]  # its configuration
    options: dict[str, Any]  # pipeline arguments the index sets: boundary_ratio, expand_timesteps
    weights: dict[str, int]
    key: str
    tokenizer: Path | None  # its folder; None: the text encoder's file brings it
    single: Mapping[str, SingleFile] = field(default_factory=dict)  # parts that are files of their own

    @property
    def name(self) -> str:
        """The name of the folder, or of the single file, as shown to people."""
        return self.single["transformer"].path.name if self.single else self.path.name


def inspect_folder(folder: Path) -> ModelFolder:
    """What is in a model folder. Raises `ModelError` naming the file that is missing, damaged or of the wrong kind."""
    index, kind = read_index(folder)
    return inspect_parts(folder, kind, index, scheduler_config(folder, kind), check_tokenizer(folder), {})


def inspect_parts(
    folder: Path | None,
    kind: PipelineKind,
    index: Mapping[str, Any],
    scheduler: dict[str, Any],
    tokenizer: Path | None,
    single: Mapping[str, SingleFile],
) -> ModelFolder:
    """The model of `index` whose parts are the files of `single` and, for the rest, those of `folder`."""
    transformers = ("transformer", "transformer_2") if _has(index, "transformer_2") else ("transformer",)
    configs, files = {}, {}
    for part in (*transformers, "vae", "text_encoder"):
        if part in single:
            configs[part] = single[part].config | {"_class_name": single[part].model}
            files[part] = [single[part].path]
        else:
            configs[part] = read_json(folder, f"{part}/config.json")
    if folder is not None:
        _check_classes(folder, kind, transformers, configs)
        files |= {part: weight_files(folder, part) for part in configs if part not in single}
    digest = hashlib.sha256(json.dumps([index, scheduler, configs], sort_keys=True).encode())
    for part in configs:
        for path in files[part]:
            read_header(path)
            digest.update(fingerprint(path).encode())
    named = f"{single['transformer'].path.name if single else folder.name} {index.get('_name_or_path', '')}"
    return ModelFolder(
        path=folder,
        spec=_spec(kind, index, configs, "distilled" in named.lower()),
        kind=kind,
        transformers=transformers,
        scheduler=scheduler,
        options={k: index[k] for k in ("boundary_ratio", "expand_timesteps") if index.get(k) is not None},
        weights={part: sum(p.stat().st_size for p in files[part]) for part in configs},
        key=digest.hexdigest(),
        tokenizer=tokenizer,
        single=single,
    )


def read_index(folder: Path) -> tuple[dict[str, Any], PipelineKind]:
    """The index of a folder, and the kind of pipeline it names. Raises `ModelError` for one that is not in the table."""
    if not folder.is_dir():
        raise ModelError(f"There is no model folder {folder}. Choose a folder that holds {_INDEX}.")
    return read_json(folder, _INDEX), check_pipeline(folder)


def scheduler_config(folder: Path, kind: PipelineKind) -> dict[str, Any]:
    """The configuration of a folder's scheduler. Raises `ModelError` for a scheduler the family does not use."""
    config = read_json(folder, "scheduler/scheduler_config.json")
    if config.get("_class_name") not in kind.schedulers:
        raise ModelError(
            f"{folder.name} names the scheduler {config.get('_class_name')}; known are {', '.join(kind.schedulers)}."
        )
    return config


def check_tokenizer(folder: Path) -> Path:
    """The folder of a folder's tokenizer. Raises `ModelError` when there is none."""
    if not any((folder / "tokenizer" / name).is_file() for name in ("tokenizer.json", "spiece.model")):
        raise ModelError(f"{folder.name} lacks tokenizer/tokenizer.json (or spiece.model). Get the folder again.")
    return folder / "tokenizer"


def check_pipeline(folder: Path) -> PipelineKind:
    """The kind of pipeline a folder's index names. Raises `ModelError` for one that is not in the table."""
    named = read_json(folder, _INDEX).get("_class_name")
    kind = KINDS.get(str(named))
    if kind is None:
        raise ModelError(
            f"{folder.name} is a {named or 'model of unknown kind'}, which makes no video from text here. "
            f"Choose a folder of one of: {', '.join(KINDS)}."
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
            return _shards(folder, component, read_json(folder, index).get("weight_map"))
    pickles = sorted(p.name for p in home.glob("*.bin")) if home.is_dir() else []
    hint = f" {pickles[0]} is a pickle file and is not loaded." if pickles else ""
    raise ModelError(f"{folder.name} lacks {component}/…safetensors.{hint} Get the folder's .safetensors files.")


def _shards(folder: Path, component: str, weight_map: Any) -> list[Path]:
    """The shards of an index, each with the tensors that the index says it has; diffusers takes its word for it."""
    home, tensors = folder / component, {}
    for tensor, name in weight_map.items() if isinstance(weight_map, dict) else ():
        tensors.setdefault(str(name), set()).add(tensor)
    missing = [n for n in sorted(tensors) if Path(n).name != n or not (home / n).is_file()]
    if missing or not tensors:
        raise ModelError(f"{folder.name} lacks {component}/{missing[0] if missing else '…'}. Get it again.")
    for name, wanted in sorted(tensors.items()):
        lost = sorted(wanted - read_header(home / name).tensors.keys())
        if lost:
            raise ModelError(f"{folder.name}/{component}/{name} lacks {lost[0]}, which its index names. Get it again.")
    return [home / name for name in sorted(tensors)]


def _check_classes(folder: Path, kind: PipelineKind, transformers: tuple[str, ...], configs: dict[str, Any]) -> None:
    expected = dict.fromkeys(transformers, kind.transformer) | {"vae": kind.vae}
    for name, cls in expected.items():
        if configs[name].get("_class_name") != cls:
            raise ModelError(
                f"{folder.name}/{name}/config.json is of a {configs[name].get('_class_name')}; a {kind.pipeline} needs {cls}."
            )
    for name, config in configs.items():
        if config.get("quantization_config"):
            method = config["quantization_config"]
            method = method.get("quant_method") if isinstance(method, dict) else method
            raise ModelError(
                f"{folder.name}/{name} is quantized ({method}), which is not supported. Get the folder in bfloat16 or float16; "
                "quantization fp8 of the loader makes it smaller."
            )
    architectures = configs["text_encoder"].get("architectures") or [kind.text_encoder]
    if kind.text_encoder not in architectures:
        raise ModelError(
            f"{folder.name}/text_encoder is a {architectures[0]}; a {kind.pipeline} needs {kind.text_encoder}."
        )


def _spec(kind: PipelineKind, index: Mapping[str, Any], configs: dict[str, Any], distilled: bool) -> ModelSpec:
    """The row of the family's table by what its published configurations differ in; of distilled LTX, only the name."""
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
    if transformer.get("num_layers", 28) > 28:
        return model_spec("ltx-13b-distilled" if distilled else "ltx-13b")
    if kind.pipeline == "LTXConditionPipeline" or len(vae.get("block_out_channels", ())) == 5:
        return model_spec("ltx-0.9.5")
    return model_spec("ltx-0.9.1" if vae.get("timestep_conditioning") else "ltx-0.9.0")


def _has(index: Mapping[str, Any], component: str) -> bool:
    entry = index.get(component)
    return isinstance(entry, list) and bool(entry) and entry[0] is not None


def read_json(folder: Path, name: str) -> dict[str, Any]:
    """A configuration of a folder. Raises `ModelError` for one that is missing or damaged."""
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
