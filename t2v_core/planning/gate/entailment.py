"""A natural-language-inference cross-encoder: does a passage entail a sentence?

The gate's rules compare words; such a model reads both texts together and names their relation. It is the
user's own, a sequence classifier one of whose labels is entailment, and only ever refuses: its strongest
label decides, so there is no threshold to tune. Weights come from safetensors, no code from the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...errors import InputError, ModelError
from ...host import Host, Report, interruptible, release_memory
from ...hub import hub_folder
from ...paths import folder_below

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# A model's own files lie at the top; weights of other frameworks below it.
_DOWNLOADED, _NOT_NEEDED = ("*.json", "*.txt", "*.model", "*.safetensors"), ("*/*",)
# Tokens of passage and sentence together: what the published cross-encoders were trained on. Longer passages are read in windows.
_MAX_TOKENS = 512
_BATCH = 8  # windows read at once


@contextmanager
def entailment_model(
    name: str, host: Host, allow_download: bool = False, roots: Sequence[Path] = ()
) -> Iterator[EntailmentModel | None]:
    """The model of that name, unloaded at the end of the block; None for "".

    `name`: a folder (below one of `roots` when there are any), or a hub id, fetched only with `allow_download`.
    Raises `InputError` or `PathError` for what is no such folder, `DependencyError` for a hub id that is not on
    this machine, `ModelError` for a model without safetensors or without one label for entailment.
    """
    if not name.strip():
        yield None
        return
    model = EntailmentModel(_folder(name.strip(), host, allow_download, roots), name.strip(), host)
    try:
        yield model
    finally:
        model.close()


class EntailmentModel:
    """A sequence classifier for (passage, sentence), and its tokenizer, on the host's device."""

    def __init__(self, folder: Path, name: str, host: Host) -> None:
        self.name = folder.name if Path(name).is_absolute() else name
        loading = f"Loading {self.name}"
        self._tokenizer, model = interruptible(lambda _: _load(folder, self.name), host.report, loading)
        self._entailment = _entailment_label(model.config, self.name)
        self._labels = [str(model.config.id2label[i]).lower() for i in range(model.config.num_labels)]
        self._max_tokens = _max_tokens(self._tokenizer, model.config)
        host.make_room(model.get_memory_footprint())
        device = host.device()
        self._model = interruptible(lambda _: model.to(device).eval(), host.report, loading)

    def refusal(self, passage: Sequence[str], sentence: str, report: Report) -> str:
        """ "" where entailment is the strongest label for a window of the passage's sentences, else what was found.

        What was found is that of the window nearest to entailment: "entailment 0.02, contradiction 0.95".
        `report` hears of every batch, and meanwhile. Whatever it raises passes through.
        """
        windows = self._windows(passage, sentence)
        if not windows:
            return f"longer than {self.name} reads"
        reading = f"{self.name} compares a sentence with its passage"
        rows = interruptible(lambda inner: self._probabilities(windows, sentence, inner), report, reading)
        if any(max(row) == row[self._entailment] for row in rows):
            return ""
        nearest = max(rows, key=lambda row: row[self._entailment])
        strongest = nearest.index(max(nearest))
        return f"entailment {nearest[self._entailment]:.2f}, {self._labels[strongest]} {nearest[strongest]:.2f}"

    def close(self) -> None:
        """Unload."""
        self._model = self._tokenizer = None
        release_memory()

    def _windows(self, passage: Sequence[str], sentence: str) -> list[str]:
        """Runs of whole sentences that the model can read beside `sentence`, the last of each beginning the next one."""
        special = self._tokenizer.num_special_tokens_to_add(pair=True)
        room = self._max_tokens - special - self._tokens(sentence)
        if room <= 0:
            return []
        windows: list[list[str]] = [[]]
        used = 0
        for text in passage:
            length = self._tokens(text)
            if windows[-1] and used + length > room:
                last = windows[-1][-1]
                used = self._tokens(last)
                fits = used + length <= room
                windows.append([last] if fits else [])
                used = used if fits else 0
            windows[-1].append(text)
            used += length
        return [" ".join(w) for w in windows if w]

    def _tokens(self, text: str) -> int:
        return len(self._tokenizer.tokenize(text))

    def _probabilities(self, windows: Sequence[str], sentence: str, report: Report) -> list[list[float]]:
        """One row a window, one column a label."""
        import torch

        rows: list[list[float]] = []
        for start in range(0, len(windows), _BATCH):
            batch = list(windows[start : start + _BATCH])
            inputs = self._tokenizer(
                batch, [sentence] * len(batch), return_tensors="pt", padding=True,
                truncation="only_first", max_length=self._max_tokens,
            )  # fmt: skip
            with torch.inference_mode():
                logits = self._model(**inputs.to(self._model.device)).logits
            rows += logits.softmax(-1).tolist()
            report(len(rows), len(windows), f"{self.name}: {len(rows)} of {len(windows)} windows")
        return rows


def _folder(name: str, host: Host, allow_download: bool, roots: Sequence[Path]) -> Path:
    """A checked folder with a model, or the hub's in its cache."""
    folder = folder_below(name, roots)
    if folder is not None:
        if not (folder / "config.json").is_file():
            raise InputError(f"{folder} holds no model: there is no config.json in it. Choose the model's own folder.")
        return folder.absolute()
    if not _HUB_ID.fullmatch(name):
        raise InputError(
            f"There is no folder {name[:120]!r} of an NLI model. Put the model into models/nli and name it."
        )
    kind = "The NLI model"
    return hub_folder(name, kind, host.report, download=allow_download, allow=_DOWNLOADED, ignore=_NOT_NEEDED)


def _load(folder: Path, name: str) -> tuple[Any, Any]:
    """Tokenizer and model in main memory. float32: such models are small, and DeBERTa's overflow in float16."""
    from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

    if not any(folder.glob("*.safetensors")):
        raise ModelError(
            f"The NLI model {name} has no .safetensors file; other weight files can run code when loaded and are "
            "refused. Choose a model with safetensors weights."
        )
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    weights: dict[str, Any] = {"use_safetensors": True, "output_loading_info": True}
    try:
        _entailment_label(AutoConfig.from_pretrained(folder, **options), name)
        tokenizer = AutoTokenizer.from_pretrained(folder, **options)
        model, found = AutoModelForSequenceClassification.from_pretrained(folder, **options, **weights)
    except (OSError, ValueError, ImportError, RuntimeError, KeyError) as e:
        reason = str(e).splitlines()[0][:300] if str(e) else type(e).__name__
        raise ModelError(f"{name} cannot be loaded as an NLI model: {reason}") from e
    if found["missing_keys"]:
        missing = sorted(found["missing_keys"])[0]
        raise ModelError(f"{name} is no trained classifier: its weights lack {missing}. Choose an NLI cross-encoder.")
    return tokenizer, model.float()


def _entailment_label(config: Any, name: str) -> int:
    """Which output means entailment; the order of labels differs from model to model."""
    labels = {int(i): str(label) for i, label in config.id2label.items()}
    found = [i for i, label in labels.items() if label.strip().lower().startswith("entail")]
    if len(found) != 1:
        raise ModelError(
            f"{name} is no NLI model: one label must name entailment, and its labels are {', '.join(labels.values())}. "
            "Choose a cross-encoder trained on natural language inference."
        )
    return found[0]


def _max_tokens(tokenizer: Any, config: Any) -> int:
    """Tokens of a pair. RoBERTa counts positions from 2 on, so two of what a configuration names are not to be had."""
    positions = getattr(config, "max_position_embeddings", None) or _MAX_TOKENS + 2
    return min(_MAX_TOKENS, tokenizer.model_max_length, positions - 2)
