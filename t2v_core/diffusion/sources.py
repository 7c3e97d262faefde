"""A model folder is inspected before it is loaded: which family it is, and whether every file is there and whole.

A folder is what diffusers' `save_pretrained` writes: `model_index.json` and a subfolder a component.
Classes are taken from the table here, never from what a folder names: a folder cannot choose code. A single file
(`single_file.py`) replaces the transformer of a folder, which brings everything else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import InputError, ModelError
from .families import Family, ModelSpec, model_spec
from .single_file import SingleFile, inspect_file, same_tensor
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
        PipelineKind(  # LTX-Video 0.9.5 and later
            "ltx", "LTXConditionPipeline", "LTXVideoTransformer3DModel", "AutoencoderKLLTXVideo", "T5EncoderModel",
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
    single: Mapping[str, SingleFile] = field(default_factory=dict)  # transformers that are files of their own

    @property
    def name(self) -> str:
        """The name of the folder, or of the single file, as shown to people."""
        return self.single["transformer"].path.name if self.single else self.path.name


def inspect_folder(folder: Path) -> ModelFolder:
    """What is in a model folder. Raises `ModelError` naming the file that is missing, damaged or of the wrong kind."""
    return _inspect(folder, {})


def inspect_source(path: Path, rest: Path | None = None, low_noise: Path | None = None) -> ModelFolder:
    """A folder, or a single file with what belongs to it; see `inspect_folder` and `inspect_single`."""
    if path.is_file():
        return inspect_single(path, rest, low_noise)
    if low_noise is not None:
        raise InputError(f"{low_noise.name} is for a model that is a single file; {path.name} is a whole folder.")
    return inspect_folder(path)


def inspect_single(file: Path, rest: Path | None, low_noise: Path | None = None) -> ModelFolder:
    """A single-file transformer with text encoder, tokenizer, VAE and scheduler of the folder `rest`.

    `low_noise`: the second file of a two-stage Wan 2.2. Raises `InputError` when a part is not named, `ModelError` for
    a file that cannot be loaded whole or a folder whose parts belong to another model.
    """
    if rest is None:
        raise InputError(
            f"{file.name} is a transformer only. Choose with parts_from a diffusers folder of the same model, or of "
            "its family, that brings text encoder, tokenizer, VAE and scheduler."
        )
    stage = next((s for s in ("high_noise", "low_noise") if s in file.name.lower().replace("-", "_")), "")
    if stage and low_noise is None:
        raise InputError(
            f"{file.name} is one stage of a two-stage model. Choose the high-noise file as model, and the low-noise file "
            "as low_noise_model."
        )
    single = {"transformer": inspect_file(file)}
    if low_noise is not None:
        single["transformer_2"] = inspect_file(low_noise)
        if single["transformer"].family != "wan" or single["transformer"].config != single["transformer_2"].config:
            raise ModelError(f"{file.name} and {low_noise.name} are not the two stages of one Wan model.")
    return _inspect(rest, single)


def _inspect(folder: Path, single: Mapping[str, SingleFile]) -> ModelFolder:
    if not folder.is_dir():
        raise ModelError(f"There is no model folder {folder}. Choose a folder that holds {_INDEX}.")
    index, kind = _read_json(folder, _INDEX), check_pipeline(folder)
    if single:
        _check_family(single["transformer"], kind, folder)
        index = _with_single(index, single)
    transformers = ("transformer", "transformer_2") if _has(index, "transformer_2") else ("transformer",)
    scheduler = str(_read_json(folder, "scheduler/scheduler_config.json").get("_class_name"))
    if scheduler not in kind.schedulers:
        raise ModelError(f"{folder.name} names the scheduler {scheduler}; known are {', '.join(kind.schedulers)}.")
    configs = {
        name: {"_class_name": kind.transformer, **single[name].config}
        if name in single
        else _read_json(folder, f"{name}/config.json")
        for name in (*transformers, "vae", "text_encoder")
    }
    _check_classes(folder, kind, transformers, configs)
    if not any((folder / "tokenizer" / name).is_file() for name in ("tokenizer.json", "spiece.model")):
        raise ModelError(f"{folder.name} lacks tokenizer/tokenizer.json (or spiece.model). Get the folder again.")
    files = {name: [single[name].path] if name in single else weight_files(folder, name) for name in configs}
    digest = hashlib.sha256(json.dumps([index, scheduler, configs], sort_keys=True).encode())
    for paths in files.values():
        for path in paths:
            read_header(path)
            digest.update(fingerprint(path).encode())
    if single:
        _check_parts(single["transformer"], folder, configs, files["vae"][0])
    named = f"{single['transformer'].path.name if single else folder.name} {index.get('_name_or_path', '')}"
    return ModelFolder(
        path=folder,
        spec=_spec(kind, index, configs, "distilled" in named.lower()),
        kind=kind,
        transformers=transformers,
        scheduler=scheduler,
        options={k: index[k] for k in ("boundary_ratio", "expand_timesteps") if index.get(k) is not None},
        weights={name: sum(p.stat().st_size for p in paths) for name, paths in files.items()},
        key=digest.hexdigest(),
        single=single,
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
            return _shards(folder, component, _read_json(folder, index).get("weight_map"))
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


def _check_family(file: SingleFile, kind: PipelineKind, folder: Path) -> None:
    if file.family != kind.family:
        raise ModelError(
            f"{file.path.name} is of {file.family}, {folder.name} of {kind.family}. Choose a folder of {file.family}."
        )
    if kind.pipeline == "LTXPipeline" and file.config["num_layers"] > 28:
        raise ModelError(
            f"{file.path.name} is LTX-Video 13B, {folder.name} an older one. Choose a folder of 0.9.7 or later."
        )


def _with_single(index: dict[str, Any], single: Mapping[str, SingleFile]) -> dict[str, Any]:
    """The folder's index as it would be with these transformers; Wan 2.2's values are those of its published folders."""
    two, wide = "transformer_2" in single, single["transformer"].config["in_channels"] == 48
    own = {k: v for k, v in index.items() if k not in ("transformer_2", "boundary_ratio", "expand_timesteps")}
    if two:
        own |= {"transformer_2": ["diffusers", ""], "boundary_ratio": index.get("boundary_ratio") or 0.875}
    return own | ({"expand_timesteps": True} if wide else {})


def _check_parts(file: SingleFile, folder: Path, configs: dict[str, Any], vae: Path) -> None:
    """The folder's text encoder and VAE are the ones this transformer was trained with, as far as files show it."""
    channels = configs["vae"].get("z_dim" if file.family == "wan" else "latent_channels")
    text = file.config["text_dim" if file.family == "wan" else "caption_channels"]
    for part, has, needs in (
        *(
            ("VAE", channels, file.config["in_channels"]),
            ("text encoder", configs["text_encoder"].get("d_model"), text),
        ),
    ):
        if has is not None and has != needs:
            raise ModelError(
                f"The {part} of {folder.name} has {has} channels, {file.path.name} needs {needs}. Choose another folder."
            )
    own = "decoder.conv_in.conv.weight"
    if file.others and same_tensor(file, f"vae.{own}", vae, own) is False:
        raise ModelError(
            f"The VAE in {file.path.name} is not the one of {folder.name}: it is of another version. Choose a folder of the same."
        )


def _spec(kind: PipelineKind, index: dict[str, Any], configs: dict[str, Any], distilled: bool) -> ModelSpec:
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
    if kind.pipeline == "LTXConditionPipeline":
        if transformer.get("num_layers", 28) <= 28:
            return model_spec("ltx-0.9.5")
        return model_spec("ltx-13b-distilled" if distilled else "ltx-13b")
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
