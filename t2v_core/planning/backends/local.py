"""A language model in this process: transformers, held to the JSON schema by llguidance where it is installed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError, PathError
from ...host import Host, Report, interruptible, release_memory
from ...hub import hub_folder
from ...paths import folder_below
from . import Answer, Backend, LanguageModelError, Messages

if TYPE_CHECKING:
    from ..request import PlanRequest

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# Whitespace that the schema leaves open costs tokens and lets small models loop (llguidance documentation).
_COMPACT = {"whitespace_flexible": False, "item_separator": ",", "key_separator": ":"}

# A model's own files lie at the top; other frameworks' weights below it, or as Mistral's "consolidated" copy.
_DOWNLOADED = ("*.json", "*.txt", "*.model", "*.jinja")
_NOT_NEEDED = ("*/*", "consolidated*")

_kept: dict[tuple[str, str, str], LocalModel] = {}


def load(request: PlanRequest, host: Host) -> Backend:
    """The model of a request, from this process or from disk.

    Raises `InputError` for a model that is neither a folder nor an allowed download, `PathError` for a
    folder outside `model_roots`, `LanguageModelError` when transformers cannot load it.
    """
    source = _source(request)
    key = (source, request.gguf_file, str(host.device()))
    model = _kept.get(key) or LocalModel(source, request, host)
    if request.keep_loaded:
        _kept[key] = model
    else:
        _kept.pop(key, None)
    model.keep = request.keep_loaded
    return model


class LocalModel:
    """A causal language model and its tokenizer on the host's device."""

    def __init__(self, source: str, request: PlanRequest, host: Host) -> None:
        self.name = Path(source).name if Path(source).is_dir() else source
        if not Path(source).is_dir():
            allow = (*_DOWNLOADED, request.gguf_file or "*.safetensors")
            kind = "The language model"
            source = str(hub_folder(source, kind, host.report, download=True, allow=allow, ignore=_NOT_NEEDED))
        self.keep = False
        self._temperature, self._seed = request.temperature, request.seed
        host.make_room(_size(source, request.gguf_file))
        device, loading = host.device(), f"Loading {self.name}"
        self._tokenizer, self._model = interruptible(lambda _: _load(source, request, device), host.report, loading)
        self._grammar = _grammar_tokenizer(self._tokenizer, self._model)
        host.report(1, 1, f"{self.name} loaded")

    def complete(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        inputs = self._tokenizer.apply_chat_template(
            list(messages), add_generation_prompt=True, return_dict=True, return_tensors="pt"
        )
        inputs = {k: v.to(self._model.device) for k, v in inputs.items()}
        prompt = inputs["input_ids"].shape[1]
        limit = getattr(self._model.config, "max_position_embeddings", None) or prompt + max_tokens
        if prompt + 64 > limit:
            raise LanguageModelError(
                "truncated",
                f"The passages of a scene need {prompt} tokens; {self.name} reads {limit}. Choose a model with a longer context.",
            )
        processors = [] if self._grammar is None else [_SchemaMask(self._grammar, schema, prompt)]
        # The first token needs a pass over the whole prompt, which takes many seconds on a CPU.
        room = min(max_tokens, limit - prompt)
        reading = f"{self.name} reads {prompt} tokens"
        tokens = interruptible(lambda inner: self._generate(inputs, processors, room, inner), report, reading)
        if not tokens or tokens[-1] not in _end_tokens(self._model, self._tokenizer):
            raise LanguageModelError("truncated", f"{self.name} did not finish its answer within {max_tokens} tokens.")
        return Answer(
            self._tokenizer.decode(tokens, skip_special_tokens=True), "plain" if self._grammar is None else "grammar"
        )

    def _generate(self, inputs: dict[str, Any], processors: list[Any], max_tokens: int, report: Report) -> list[int]:
        """The tokens of an answer, each of them reported."""
        import torch
        from transformers import LogitsProcessorList, StoppingCriteriaList

        prompt = inputs["input_ids"].shape[1]
        sampling = (
            {"do_sample": True, "temperature": self._temperature} if self._temperature > 0 else {"do_sample": False}
        )
        with torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(self._seed % 2**63)
            out = self._model.generate(
                **inputs, **sampling, max_new_tokens=max_tokens, pad_token_id=self._tokenizer.eos_token_id,
                logits_processor=LogitsProcessorList(processors),
                stopping_criteria=StoppingCriteriaList([_Watch(report, prompt, max_tokens, self.name)]),
            )  # fmt: skip
        return out[0, prompt:].tolist()

    def schema_ignored(self) -> None:
        """Without llguidance there is no other way to ask; with it this cannot happen."""

    def close(self) -> None:
        """Unload, unless the request keeps the model for the next plan."""
        if self.keep:
            return
        self._model = self._tokenizer = self._grammar = None
        release_memory()


class _Watch:
    """A stopping criterion that never stops: it reports every token, and the host's interrupt rises from it."""

    def __init__(self, report: Report, prompt: int, total: int, name: str) -> None:
        self._report, self._prompt, self._total, self._name = report, prompt, total, name

    def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
        import torch

        written = input_ids.shape[1] - self._prompt
        self._report(written, self._total, f"{self._name}: {written} tokens")
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)


class _SchemaMask:
    """A logits processor that allows only tokens which can still become an answer of the schema."""

    def __init__(self, grammar: Any, schema: dict[str, Any], prompt: int) -> None:
        from llguidance import LLMatcher

        compact = {**schema, "x-guidance": _COMPACT}
        self._matcher = LLMatcher(grammar, LLMatcher.grammar_from_json_schema(json.dumps(compact)))
        self._seen = prompt

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        import numpy as np
        import torch

        new = input_ids[0, self._seen :].tolist()
        self._seen = input_ids.shape[1]
        if new:
            self._matcher.consume_tokens(new)
        if self._matcher.is_error():
            raise LanguageModelError("protocol", f"llguidance stopped: {self._matcher.get_error()}")
        bits = np.unpackbits(np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8), bitorder="little")
        allowed = np.zeros(scores.shape[-1], dtype=bool)
        width = min(len(bits), len(allowed))
        allowed[:width] = bits[:width]
        return scores.masked_fill(~torch.from_numpy(allowed).to(scores.device), float("-inf"))


def _source(request: PlanRequest) -> str:
    """A checked folder, or a hub id where downloads are allowed."""
    if not request.model.strip():
        raise InputError(
            "The local planner needs a model: a folder with config.json and .safetensors, such as models/LLM/Qwen2.5-3B-Instruct."
        )
    folder = folder_below(request.model, request.model_roots)
    if folder is not None:
        if not request.gguf_file and not (folder / "config.json").is_file():
            raise InputError(f"{folder} holds no model: there is no config.json in it. Choose the model's own folder.")
        return str(folder.absolute())
    if not _HUB_ID.fullmatch(request.model):
        raise InputError(
            f"There is no model folder {request.model[:120]!r}. Put the model into models/LLM and choose it there."
        )
    if not request.allow_download:
        raise InputError(
            f"{request.model} is not on this machine. Download it into models/LLM, or switch allow_download on."
        )
    return request.model


def _load(source: str, request: PlanRequest, device: Any) -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    weights: dict[str, Any] = {"use_safetensors": True}
    if request.gguf_file:
        options["gguf_file"] = _gguf_name(request.gguf_file)
        weights = _dequantised()
    try:  # torch_dtype: transformers before 4.56 knows no other name for it
        tokenizer = AutoTokenizer.from_pretrained(source, **options)
        model = AutoModelForCausalLM.from_pretrained(source, **{**options, **weights}, torch_dtype="auto")
    except (OSError, ValueError, ImportError, RuntimeError, KeyError) as e:
        reason = str(e).splitlines()[0][:300] if str(e) else type(e).__name__
        raise LanguageModelError("cannot_load", f"{source} cannot be loaded as a language model: {reason}") from e
    if not getattr(tokenizer, "chat_template", None):
        raise LanguageModelError(
            "cannot_load", f"{source} has no chat template. Choose an instruct model, 3B or larger."
        )
    return tokenizer, model.to(device).eval()


def _dequantised() -> dict[str, Any]:
    """What makes transformers unpack GGUF weights: 5 wants it said, 4 does it by itself."""
    try:
        from transformers import GgufConfig
    except ImportError:
        return {}
    return {"quantization_config": GgufConfig(dequantize=True)}


def _gguf_name(name: str) -> str:
    if Path(name).name != name or not name.lower().endswith(".gguf"):
        raise PathError(f"gguf_file {name[:80]!r} is not the plain name of a .gguf file inside the model's folder.")
    return name


def _grammar_tokenizer(tokenizer: Any, model: Any) -> Any | None:
    """llguidance's view of the tokenizer; None where llguidance is not installed or the tokenizer is a slow one."""
    try:
        from llguidance.hf import from_tokenizer
    except ImportError:
        return None
    if not tokenizer.is_fast:
        return None
    return from_tokenizer(
        tokenizer, n_vocab=max(model.config.vocab_size, len(tokenizer)), eos_token=_end_tokens(model, tokenizer)
    )


def _end_tokens(model: Any, tokenizer: Any) -> list[int]:
    ends = model.generation_config.eos_token_id
    found = ends if isinstance(ends, list) else [] if ends is None else [ends]
    return found or [tokenizer.eos_token_id]


def _size(source: str, gguf_file: str) -> int:
    """Bytes of the weights on disk."""
    return sum(p.stat().st_size for p in Path(source).glob(gguf_file or "*.safetensors"))
