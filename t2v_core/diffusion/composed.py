"""A model put together from files: a transformer, and what belongs to it as files or from a diffusers folder.

Neither family needs a folder when its text encoder and VAE are files (`part_files.py`): the scheduler's configuration is
shipped here (`part_configs.py`), Wan's tokenizer is in ComfyUI's text encoder, LTX-Video's VAE in the transformer's file. T5's
tokenizer is a folder of its own, which ComfyUI brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError, ModelError
from .part_configs import LTX_SCHEDULERS, WAN_SCHEDULER
from .part_files import has_tokenizer, inspect_text_encoder, inspect_vae, ltx_version
from .single_file import SingleFile, inspect_file, same_tensor
from .sources import (
    KINDS,
    ModelFolder,
    PipelineKind,
    check_tokenizer,
    inspect_folder,
    inspect_parts,
    read_index,
    read_json,
    scheduler_config,
    weight_files,
)


@dataclass(frozen=True)
class Parts:
    """What belongs to a transformer that is a file. None: not named."""

    folder: Path | None = None  # a diffusers folder for whatever is not named here
    low_noise: Path | None = None  # the second file of a two-stage Wan 2.2
    text_encoder: Path | None = None
    vae: Path | None = None
    tokenizer: Path | None = None  # folder of T5's, for LTX-Video without `folder`


def inspect_source(path: Path, parts: Parts = Parts()) -> ModelFolder:
    """A folder, or a single file with what belongs to it; see `inspect_folder` and `inspect_single`."""
    if path.is_file():
        return inspect_single(path, parts)
    for extra in filter(None, (parts.low_noise, parts.text_encoder, parts.vae)):
        raise InputError(f"{extra.name} is for a model that is a single file; {path.name} is a whole folder.")
    return inspect_folder(path)


def inspect_single(file: Path, parts: Parts = Parts()) -> ModelFolder:
    """A single-file transformer with its other parts: files where they are named, a folder for what is not.

    Raises `InputError` when a part is not named, `ModelError` for a file that cannot be loaded whole or parts that belong to
    another model.
    """
    single = _transformers(file, parts.low_noise)
    main = single["transformer"]
    if parts.text_encoder is not None:
        single["text_encoder"] = inspect_text_encoder(parts.text_encoder)
    if parts.vae is not None:
        single["vae"] = inspect_vae(parts.vae, main.family)
    elif parts.folder is None and main.family == "ltx" and any(name.startswith("vae.") for name in main.others):
        single["vae"] = inspect_vae(file, "ltx")
    _check_families(single)
    brought = "text_encoder" in single and has_tokenizer(single["text_encoder"])
    if parts.folder is None:
        tokenizer = parts.tokenizer if main.family == "ltx" and not brought else None
        _check_complete(single, brought or tokenizer is not None)
        index, kind, scheduler = _shipped(single)
    else:
        index, kind = read_index(parts.folder)
        _check_folder(main, kind, parts.folder)
        scheduler = scheduler_config(parts.folder, kind)
        tokenizer = None if brought else check_tokenizer(parts.folder)
    _check_parts(single, parts.folder)
    return inspect_parts(parts.folder, kind, _with_single(index, single), scheduler, tokenizer, single)


def _shipped(single: Mapping[str, SingleFile]) -> tuple[dict[str, Any], PipelineKind, dict[str, Any]]:
    """Index, kind of pipeline and scheduler of a model without a folder."""
    if single["transformer"].family == "wan":
        name, scheduler = "WanPipeline", WAN_SCHEDULER
    else:
        version = ltx_version(single["vae"])
        name = "LTXConditionPipeline" if version == "0.9.5" else "LTXPipeline"
        scheduler = LTX_SCHEDULERS[version]
    _check_folder(single["transformer"], KINDS[name], single["vae"].path)
    return {"_class_name": name}, KINDS[name], dict(scheduler)


def _transformers(file: Path, low_noise: Path | None) -> dict[str, SingleFile]:
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
    return single


def _check_families(single: Mapping[str, SingleFile]) -> None:
    main = single["transformer"]
    for part in single.values():
        if part.family != main.family:
            raise ModelError(
                f"{part.path.name} is of {part.family}, {main.path.name} of {main.family}. Choose a file of {main.family}."
            )


def _check_complete(single: Mapping[str, SingleFile], tokenizer: bool) -> None:
    """Raise `InputError` for what is lacking without a folder."""
    file = single["transformer"]
    folder = (
        "with parts_from a diffusers folder of the same model, or of its family, that brings text encoder, tokenizer, "
        "VAE and scheduler."
    )
    lacking = [part for part in ("text_encoder", "vae") if part not in single]
    if lacking:
        files = "umt5_xxl… and wan_2.1_vae" if file.family == "wan" else "t5xxl…; the VAE is in a whole checkpoint"
        raise InputError(
            f"{file.path.name} is a transformer only. Choose its {' and '.join(lacking)} (ComfyUI's {files}), or {folder}"
        )
    if not tokenizer:
        raise InputError(
            f"{single['text_encoder'].path.name} brings no tokenizer. Choose a file that does (ComfyUI's umt5_xxl…), or {folder}"
        )


def _check_folder(file: SingleFile, kind: PipelineKind, folder: Path) -> None:
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


def _check_parts(single: Mapping[str, SingleFile], folder: Path | None) -> None:
    """Text encoder and VAE are the ones this transformer was trained with, as far as files show it."""
    file = single["transformer"]
    wan = file.family == "wan"
    for part, name, has, needs in (
        ("vae", "VAE", "z_dim" if wan else "latent_channels", file.config["in_channels"]),
        ("text_encoder", "text encoder", "d_model", file.config["text_dim" if wan else "caption_channels"]),
    ):
        config = single[part].config if part in single else read_json(folder, f"{part}/config.json")
        place = single[part].path.name if part in single else folder.name
        if config.get(has) not in (None, needs):
            raise ModelError(
                f"The {name} of {place} has {config[has]} channels, {file.path.name} needs {needs}. Choose another."
            )
    own = "decoder.conv_in.conv.weight"
    if (
        file.others
        and "vae" not in single
        and same_tensor(file, f"vae.{own}", weight_files(folder, "vae")[0], own) is False
    ):
        raise ModelError(
            f"The VAE in {file.path.name} is not the one of {folder.name}: it is of another version. Choose a folder of the same."
        )
