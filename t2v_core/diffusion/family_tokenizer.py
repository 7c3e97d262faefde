"""The tokenizer that a family's text encoder reads with: of a model that is chosen, or of any that is on disk.

T5 and UMT5 are the same in all models of a family, so that prompts can be measured before a model is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import DependencyError, ModelError
from ..paths import folders_with
from .families import Family
from .part_files import SPIECE, tokenizer_of
from .sources import KINDS, ModelFolder, check_tokenizer, read_json
from .tokenizer import SpieceTokenizer, folder_tokenizer
from .weights import read_header

_INDEX = "model_index.json"


def source_tokenizer(found: ModelFolder) -> Any:
    """The tokenizer of a model: its folder's, or the one in its text encoder's file. Raises `ModelError` or `DependencyError`."""
    return folder_tokenizer(found.tokenizer) if found.tokenizer else tokenizer_of(found.single["text_encoder"])


def family_tokenizer(family: Family, roots: Iterable[Path], files: Iterable[Path] = (), t5: Path | None = None) -> Any:
    """The first tokenizer of the family, None where there is none that can be read.

    Looked for in `t5`, a folder of T5's tokenizer, for the families that read with it; in text encoder `files` that bring UMT5's;
    in the diffusers folders below `roots`.
    """
    places = [lambda: folder_tokenizer(t5)] if t5 is not None and t5.is_dir() and family != "wan" else []
    if family == "wan":
        places += [lambda f=file: _in_file(f) for file in files]
    places += [lambda f=folder: _in_folder(f, family) for root in roots for folder in folders_with(root, _INDEX)]
    for place in places:
        try:
            if (found := place()) is not None:
                return found
        except (ModelError, DependencyError):  # somebody else's damaged file: this is about the length of a prompt
            continue
    return None


def _in_file(file: Path) -> SpieceTokenizer | None:
    """UMT5's tokenizer, which ComfyUI's files bring as a tensor."""
    if SPIECE not in read_header(file).tensors:
        return None
    from safetensors import safe_open

    with safe_open(file, framework="np") as tensors:
        return SpieceTokenizer(tensors.get_tensor(SPIECE).tobytes(), file.name)


def _in_folder(folder: Path, family: Family) -> Any:
    kind = KINDS.get(str(read_json(folder, _INDEX).get("_class_name")))
    return folder_tokenizer(check_tokenizer(folder)) if kind and kind.family == family else None
