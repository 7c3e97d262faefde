"""Where a local language model lies, what it will take of the memory, and names for what foreign files make fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import DependencyError, InputError, PathError, T2VError
from ...host import Report, silent
from ...hub import hub_folder
from ...paths import folder_below
from . import Kind, LanguageModelError
from .answer import clean

if TYPE_CHECKING:
    from ..request import PlanRequest

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# A model's own files lie at the top; other frameworks' weights below it, or as Mistral's "consolidated" copy.
_DOWNLOADED = ("*.json", "*.txt", "*.model", "*.jinja")
_NOT_NEEDED = ("*/*", "consolidated*")
_GGUF_BYTES = 4  # a weight, unpacked: transformers makes float32 of GGUF


def find(request: PlanRequest) -> tuple[str, Path | None]:
    """Name and folder of a request's model; no folder for one that may be fetched. Nothing is loaded or fetched.

    Raises `InputError` for what is neither here nor may be fetched, `PathError` for what may not be named.
    """
    if request.gguf_file:
        gguf_name(request.gguf_file)
    if not request.model.strip():
        raise InputError(
            "The local planner needs a model: a folder with config.json and .safetensors, such as models/LLM/Qwen2.5-3B-Instruct."
        )
    folder = folder_below(request.model, request.model_roots)
    if folder is not None:
        if not request.gguf_file and not (folder / "config.json").is_file():
            raise InputError(f"{folder} holds no model: there is no config.json in it. Choose the model's own folder.")
        return folder.name, folder.absolute()
    if not _HUB_ID.fullmatch(request.model):
        raise InputError(
            f"There is no model folder {request.model[:120]!r}. Put the model into models/LLM and choose it there."
        )
    if request.allow_download:
        return request.model, None
    try:
        return request.model, _hub(request, silent, download=False)
    except DependencyError:
        raise InputError(
            f"{request.model} is not on this machine. Download it into models/LLM, or switch allow_download on."
        ) from None


def find_or_fetch(request: PlanRequest, report: Report) -> tuple[str, Path]:
    """Name and folder of a request's model, fetched where that is needed and allowed. Raises as `find` and `hub_folder` do."""
    name, folder = find(request)
    return name, folder or _hub(request, report, download=True)


def gguf_name(name: str) -> str:
    """`name`, checked to be a file of the model's folder; `PathError` for anything else."""
    if Path(name).name != name or not name.lower().endswith(".gguf"):
        raise PathError(f"gguf_file {name[:80]!r} is not the plain name of a .gguf file inside the model's folder.")
    return name


def loaded_size(folder: Path, gguf_file: str) -> int:
    """Bytes that the weights take once they are loaded: those of safetensors, and GGUF unpacked."""
    if not gguf_file:
        return sum(p.stat().st_size for p in folder.glob("*.safetensors"))
    with naming("cannot_load", f"{gguf_file} cannot be read"):
        from gguf import GGUFReader

        tensors = GGUFReader(folder / gguf_file).tensors
        return sum(int(t.n_elements) for t in tensors) * _GGUF_BYTES


@contextmanager
def naming(kind: Kind, what: str) -> Iterator[None]:
    """Name whatever fails in here: a model's files are read by a dozen libraries, each with errors of its own.

    Only for blocks that report through `interruptible` or not at all: the host's interrupt must not end here.
    """
    try:
        yield
    except T2VError:
        raise
    except MemoryError as e:
        raise LanguageModelError(kind, f"{what}: there is not enough memory. Choose a smaller model.") from e
    except Exception as e:  # safetensors, jinja, huggingface_hub and torch raise classes that share no other base
        if type(e).__name__ == "OutOfMemoryError":  # torch.OutOfMemoryError, torch.cuda's before 2.5
            raise LanguageModelError(kind, f"{what}: the device has not enough memory. Choose a smaller model.") from e
        reason = clean(str(e), 300).rstrip(" .:") or type(e).__name__
        raise LanguageModelError(kind, f"{what}: {reason}.") from e


def _hub(request: PlanRequest, report: Report, download: bool) -> Path:
    allow = (*_DOWNLOADED, request.gguf_file or "*.safetensors")
    return hub_folder(request.model, "The language model", report, download=download, allow=allow, ignore=_NOT_NEEDED)
