"""A language model in this process: transformers, held to the JSON schema by llguidance where it is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...host import Host, Report, interruptible, release_memory
from . import Answer, Backend, LanguageModelError, Messages
from .model_files import find_or_fetch, gguf_name, loaded_size, naming

if TYPE_CHECKING:
    from ..request import PlanRequest

# Whitespace that the schema leaves open costs tokens and lets small models loop (llguidance documentation).
_COMPACT = {"whitespace_flexible": False, "item_separator": ",", "key_separator": ":"}

_kept: dict[tuple[str, str, str], LocalModel] = {}  # one at most


def load(request: PlanRequest, host: Host) -> Backend:
    """The model of a request, from this process or from disk, with the seed and temperature of this request.

    Raises `InputError` for a model that is neither a folder nor an allowed download, `PathError` for a
    folder outside `model_roots`, `LanguageModelError` when transformers cannot load it.
    """
    name, folder = find_or_fetch(request, host.report)
    key = (str(folder), request.gguf_file, str(host.device()))
    kept = _kept.pop(key, None)
    for other in [*_kept]:  # two would share the memory
        _kept.pop(other).unload()
    model = kept or LocalModel(name, folder, request, host)
    model.temperature, model.seed, model.keep = request.temperature, request.seed, request.keep_loaded
    if model.keep:
        _kept[key] = model
    return model


def release_kept() -> None:
    """Give back the memory of a model that was kept for a next plan."""
    for key in [*_kept]:
        _kept.pop(key).unload()


class LocalModel:
    """A causal language model and its tokenizer on the host's device."""

    temperature, seed, keep = 0.0, 0, False

    def __init__(self, name: str, folder: Path, request: PlanRequest, host: Host) -> None:
        self.name = self.place = name
        source = str(folder)
        looking = f"Looking at {name}"
        host.make_room(interruptible(lambda _: loaded_size(folder, request.gguf_file), host.report, looking))
        device, loading = host.device(), f"Loading {self.name}"
        self._tokenizer, self._model = interruptible(lambda _: _load(source, request, device), host.report, loading)
        with naming("cannot_load", f"{name}: llguidance cannot read its tokenizer"):
            self._grammar = _grammar_tokenizer(self._tokenizer, self._model)
        host.report(1, 1, f"{self.name} loaded")

    def complete(self, messages: Messages, schema: dict[str, Any], max_tokens: int, report: Report) -> Answer:
        inputs = self._prompt(messages)
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
            raise LanguageModelError(
                "truncated",
                f"{self.name} did not finish its answer within {room} tokens. Choose an instruct model of 3B or larger.",
            )
        return Answer(
            self._tokenizer.decode(tokens, skip_special_tokens=True), "plain" if self._grammar is None else "grammar"
        )

    def _prompt(self, messages: Messages) -> Any:
        """The tokens of a chat. Templates that know no system role (Gemma, older Mistral) get its text before the user's."""
        from jinja2 import TemplateError

        def tokens(chat: Messages) -> Any:
            return self._tokenizer.apply_chat_template(
                list(chat), add_generation_prompt=True, return_dict=True, return_tensors="pt", enable_thinking=False
            )

        with naming("cannot_load", f"{self.name} has a chat template that cannot be used"):
            try:
                return tokens(messages)
            except TemplateError:
                return tokens(_without_system(messages))

    def _generate(self, inputs: dict[str, Any], processors: list[Any], max_tokens: int, report: Report) -> list[int]:
        """The tokens of an answer, each of them reported."""
        import torch
        from transformers import LogitsProcessorList, StoppingCriteriaList

        prompt = inputs["input_ids"].shape[1]
        sampling = (
            {"do_sample": True, "temperature": self.temperature} if self.temperature > 0 else {"do_sample": False}
        )
        failed = naming("cannot_run", f"{self.name} failed while it wrote its answer")
        with failed, torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(self.seed % 2**63)
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
        if not self.keep:
            self.unload()

    def unload(self) -> None:
        """Give the memory back."""
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


def _without_system(messages: Messages) -> Messages:
    """The chat with the system's text at the beginning of the first user message."""
    system = "\n\n".join(m["content"] for m in messages if m["role"] == "system")
    first, *rest = (m for m in messages if m["role"] != "system")
    return [{**first, "content": f"{system}\n\n{first['content']}"}, *rest] if system else [first, *rest]


def _load(source: str, request: PlanRequest, device: Any) -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    weights: dict[str, Any] = {"use_safetensors": True}
    if request.gguf_file:
        options["gguf_file"] = gguf_name(request.gguf_file)
        weights = _dequantised()
    with naming("cannot_load", f"{source} cannot be loaded as a language model"):
        tokenizer = AutoTokenizer.from_pretrained(source, **options)
        # torch_dtype: transformers before 4.56 knows no other name for it
        model = AutoModelForCausalLM.from_pretrained(source, **{**options, **weights}, torch_dtype="auto")
        model = model.to(device).eval()
    if not getattr(tokenizer, "chat_template", None):
        raise LanguageModelError(
            "cannot_load", f"{source} has no chat template. Choose an instruct model, 3B or larger."
        )
    return tokenizer, model


def _dequantised() -> dict[str, Any]:
    """What makes transformers unpack GGUF weights: 5 wants it said, 4 does it by itself."""
    try:
        from transformers import GgufConfig
    except ImportError:
        return {}
    return {"quantization_config": GgufConfig(dequantize=True)}


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
