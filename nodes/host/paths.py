"""Where this pack may read and write inside ComfyUI."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import folder_paths

from ...t2v_core.book.formats import SUFFIXES
from ...t2v_core.diffusion.record import RECORD
from ...t2v_core.errors import ModelError, T2VError
from ...t2v_core.film.voices import PACKAGED, installed_voices
from ...t2v_core.paths import beneath, files_below, folders_with
from ...t2v_core.samples import resolve_book, sample_choices


def book_choices() -> list[str]:
    """The sample books, then every readable book in ComfyUI's input folder and its direct subfolders."""
    root = Path(folder_paths.get_input_directory())
    found = (p for pattern in ("*", "*/*") for p in root.glob(pattern) if p.suffix.lower() in SUFFIXES and p.is_file())
    return [*sample_choices(), *sorted(p.relative_to(root).as_posix() for p in found)]


def book_path(choice: str) -> Path:
    """The file of a choice, checked to lie inside ComfyUI's input, output or temp folder."""
    return resolve_book(choice, list(public_folders()))


def public_folders() -> tuple[Path, ...]:
    """ComfyUI's input, output and temp folder, whose files everyone who reaches the server may see."""
    found = (folder_paths.get_input_directory(), folder_paths.get_output_directory(), folder_paths.get_temp_directory())
    return tuple(Path(f) for f in found)


def comfyui_folder() -> Path:
    """Where ComfyUI's own code lies (not its base directory)."""
    return Path(folder_paths.__file__).parent


def output_folder() -> Path:
    """ComfyUI's output folder."""
    return Path(folder_paths.get_output_directory())


def cache_root() -> Path:
    """`T2V_CACHE_ROOT`, else a folder of ComfyUI's user folder; never `temp`, which is emptied at boot."""
    own = os.environ.get("T2V_CACHE_ROOT")
    return Path(own) if own else Path(folder_paths.get_user_directory()) / "academic-t2v"


def model_roots() -> tuple[Path, ...]:
    """Folders that an embedding model named in a workflow may lie in."""
    return tuple(Path(folder_paths.models_dir) / name for name in ("sentence_transformers", "text_encoders"))


def video_model_choices() -> list[str]:
    """Diffusers folders, then single files of `models/diffusion_models`, and of `models/checkpoints` those named LTX; or one empty choice."""
    checkpoints = [f for f in _safetensors("checkpoints") if "ltx" in f.lower()]
    return list(dict.fromkeys([*diffusers_choices(), *transformer_choices(), *checkpoints])) or [""]


def diffusers_choices() -> list[str]:
    """Diffusers folders under `models/diffusers`, by name."""
    return sorted(
        {f.relative_to(root).as_posix() for root in _roots("diffusers") for f in folders_with(root, "model_index.json")}
    )


def transformer_choices() -> list[str]:
    """`.safetensors` files under `models/diffusion_models`."""
    return _safetensors("diffusion_models")


def text_encoder_choices() -> list[str]:
    """`.safetensors` files under `models/text_encoders`."""
    return _safetensors("text_encoders")


def vae_choices() -> list[str]:
    """`.safetensors` files under `models/vae`."""
    return _safetensors("vae")


def video_model(choice: str) -> Path:
    """The folder or file of a choice, checked to lie in its model folder. Raises `PathError` or `ModelError`."""
    if choice.strip().lower().endswith(".safetensors"):
        return _chosen(choice, "a transformer as .safetensors", "diffusion_models", "checkpoints")
    return _chosen(choice, "a diffusers folder", "diffusers")


def text_encoder_file(choice: str) -> Path:
    """The file of a choice, checked to lie in `models/text_encoders`. Raises `PathError` or `ModelError`."""
    return _chosen(choice, "a text encoder as .safetensors", "text_encoders")


def vae_file(choice: str) -> Path:
    """The file of a choice, checked to lie in `models/vae`. Raises `PathError` or `ModelError`."""
    return _chosen(choice, "a VAE as .safetensors", "vae")


def t5_tokenizer() -> Path:
    """The folder of T5's tokenizer that ComfyUI brings for LTX-Video and others."""
    return comfyui_folder() / "comfy" / "text_encoders" / "t5_tokenizer"


def tokenizer_on_disk(family: str) -> object:
    """The tokenizer of a family's text encoder, from ComfyUI itself or the model folders; None where there is none."""
    from ...t2v_core.diffusion.family_tokenizer import family_tokenizer

    encoders = (text_encoder_file(choice) for choice in text_encoder_choices())
    return family_tokenizer(family, _roots("diffusers"), encoders, t5_tokenizer())


def download_folders() -> list[Path]:
    """Where models are downloaded to, the first, and where such models may lie."""
    return _roots("diffusers")


def lora_choices() -> list[str]:
    """`.safetensors` files under `models/loras`; one empty choice when there is none."""
    return _safetensors("loras") or [""]


def lora_file(choice: str) -> Path:
    """The file of a choice, checked to lie in `models/loras`. Raises `PathError` or `ModelError`."""
    return _chosen(choice, "a LoRA as .safetensors", "loras")


def model_folders() -> list[Path]:
    """Where ComfyUI keeps what this pack's loaders read."""
    return [
        *_roots("diffusers"),
        *_roots("diffusion_models"),
        *_roots("loras"),
        *model_roots(),
        *llm_roots(),
        *nli_roots(),
    ]


def voice_roots() -> tuple[Path, ...]:
    """Folders that a voice file named in a workflow may lie in."""
    return (Path(folder_paths.models_dir) / "tts" / "piper",)


def voice_choices() -> list[str]:
    """The voices that come in packages, installed or not, then the voice files that are there."""
    return list(dict.fromkeys([*PACKAGED, *(voice.name for voice in installed_voices(voice_roots()))]))


def file_times(find: Callable[[str], Path], choice: object) -> str:
    """Sizes and times of what `find` makes of a choice: they change when files are replaced under their names.

    "" where nothing is chosen or there; the node itself says so.
    """
    if not isinstance(choice, str) or not choice.strip():
        return ""
    try:
        path = find(choice)
        files = files_below(path) if path.is_dir() else [path]
        return str([(f.name, s.st_size, s.st_mtime_ns) for f in files if f.name != RECORD for s in [f.stat()]])
    except (T2VError, OSError):
        return ""


def _safetensors(kind: str) -> list[str]:
    found = (f.replace("\\", "/") for f in folder_paths.get_filename_list(kind))
    return [f for f in found if f.lower().endswith(".safetensors")]


def _roots(kind: str) -> list[Path]:
    return [Path(p) for p in folder_paths.get_folder_paths(kind)]


def _chosen(choice: str, what: str, *kinds: str) -> Path:
    """What was chosen, in the folders of the first kind that has it. Raises `PathError` or `ModelError`."""
    roots = [root for kind in kinds for root in _roots(kind)]
    if not choice.strip():
        raise ModelError(f"Nothing is chosen. Put {what} into {roots[0]} and choose it.")
    candidates = [beneath(root / choice, roots) for root in roots]
    found = next((c for c in candidates if c.exists()), None)
    if found is None:
        raise ModelError(f"There is no {choice!r} in {roots[0]}. Put {what} there, reload the editor and choose it.")
    return found


def llm_roots() -> tuple[Path, ...]:
    """Folders that a language model named in a workflow may lie in."""
    return (Path(folder_paths.models_dir) / "LLM",)


def nli_roots() -> tuple[Path, ...]:
    """Folders that an NLI model named in a workflow may lie in."""
    return (Path(folder_paths.models_dir) / "nli",)


def allowed_llm_hosts() -> tuple[str, ...]:
    """Hosts besides this machine that a planner may send passages to; never taken from a workflow."""
    return tuple(h.strip() for h in os.environ.get("T2V_LLM_HOSTS", "").split(",") if h.strip())
