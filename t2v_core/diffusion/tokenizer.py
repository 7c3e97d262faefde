"""T5's tokenizer read from its SentencePiece model, as the published CogVideoX and LTX-Video folders and ComfyUI's files bring it.

transformers turns such a model into one of its own first, and needs protobuf for it, which neither ComfyUI nor diffusers
installs; sentencepiece itself does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DependencyError, ModelError

if TYPE_CHECKING:
    import torch

# Of every T5 and UMT5: transformers' name of the file, and the ids of `</s>` and `<pad>`.
FILE = "spiece.model"
_END, _PAD = 1, 0


class SpieceTokenizer:
    """Called as diffusers' pipelines call those of transformers; `</s>` ends a prompt and `<pad>` fills it up.

    `model` is the file's content, `name` whose it is, for messages. Raises `ModelError` when it is damaged,
    `DependencyError` without the package `sentencepiece`.
    """

    def __init__(self, model: bytes, name: str) -> None:
        try:
            from sentencepiece import SentencePieceProcessor
        except ImportError as e:
            raise DependencyError(
                f"{name} brings its tokenizer as SentencePiece. Install the package: pip install sentencepiece"
            ) from e
        self._pieces = SentencePieceProcessor()
        try:
            self._pieces.LoadFromSerializedProto(model)
        except RuntimeError as e:
            raise ModelError(f"The tokenizer in {name} is damaged ({e}). Get the file again.") from e

    def __call__(self, text: str | list[str], max_length: int | None = None, **_: object) -> Any:
        """`input_ids` and `attention_mask`, int64 [prompts, length]: cut to `max_length` and filled up to it.

        Without `max_length` they are as long as the longest prompt.
        """
        import torch
        from transformers import BatchEncoding

        prompts = self._pieces.encode([text] if isinstance(text, str) else list(text))
        length = max_length or 1 + max(map(len, prompts))
        ids = torch.full((len(prompts), length), _PAD)
        mask = torch.zeros_like(ids)
        for row, pieces in enumerate(prompts):
            pieces = [*pieces[: length - 1], _END]
            ids[row, : len(pieces)] = torch.tensor(pieces)
            mask[row, : len(pieces)] = 1
        return BatchEncoding({"input_ids": ids, "attention_mask": mask})

    @property
    def model_max_length(self) -> int:
        """T5's own limit; pipelines ask for fewer tokens themselves."""
        return 512

    def batch_decode(self, ids: torch.Tensor | Sequence[Sequence[int]]) -> list[str]:
        """The text of each row, as a pipeline shows what it had to cut off."""
        return [self._pieces.decode([int(i) for i in row]) for row in ids]


def folder_tokenizer(folder: Path) -> Any:
    """The tokenizer of a model's `tokenizer` folder: transformers' where it is ready-made, else the SentencePiece model.

    Raises `ModelError` for a damaged one, `DependencyError` for a package that is missing.
    """
    if not (folder / "tokenizer.json").is_file():
        return SpieceTokenizer((folder / FILE).read_bytes(), f"{folder.parent.name}/{folder.name}/{FILE}")
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False, use_fast=True)
    except ImportError as e:
        raise DependencyError(f"The tokenizer of {folder.parent.name} needs another package: {e}") from e
    except (OSError, ValueError, KeyError) as e:
        raise ModelError(f"{folder} cannot be loaded: {e} Get the folder again.") from e
