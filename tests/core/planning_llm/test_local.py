"""The local backend with a tiny random model: nonsense in words, valid in form, stopped at once."""

from __future__ import annotations

import json

import pytest

from t2v_core.errors import InputError, PathError
from t2v_core.host import LocalHost
from t2v_core.planning.backends import LanguageModelError, local
from t2v_core.planning.backends.answer import read_wording, wording_schema, worst_case_tokens
from t2v_core.planning.llm import word_plan
from t2v_core.planning.request import PlanRequest

MESSAGES = [{"role": "user", "content": "Write."}]


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory):
    """A Llama of 20,000 random weights with one token a byte, saved as safetensors."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    vocab = {"<pad>": 0, "</s>": 1}
    for byte in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocab[byte] = len(vocab)
    inner = Tokenizer(models.BPE(vocab=vocab, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=inner, pad_token="<pad>", eos_token="</s>")
    tokenizer.chat_template = "{% for m in messages %}{{ m.content }}\n{% endfor %}"
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(vocab), hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=8192, bos_token_id=None, eos_token_id=1, pad_token_id=0,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("model") / "tiny-llama"
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def request(folder, **changes) -> PlanRequest:
    return PlanRequest(topic="red blood cells", planner="local_llm", model=str(folder), **changes)


def test_any_model_is_held_to_the_schema(model_folder):
    pytest.importorskip("llguidance")
    backend = local.load(request(model_folder), LocalHost())
    answer = backend.complete(MESSAGES, wording_schema(["E1", "E2"], 2), worst_case_tokens(2), LocalHost().report)
    backend.close()
    assert answer.mode == "grammar"
    wording = read_wording(answer.text, ["E1", "E2"], 2)
    assert {s.evidence_id for s in wording.sentences} <= {"E1", "E2"}


def test_nonsense_never_reaches_the_plan(model_folder, skeleton, encoder):
    plan = word_plan(skeleton, request(model_folder), LocalHost(), encoder)
    assert [s.claims for s in plan.scenes] == [s.claims for s in skeleton.scenes]
    assert any(a.event.startswith(("sentence_replaced", "llm_")) for a in plan.audit)
    assert plan.planner.model == "tiny-llama"


def test_without_llguidance_a_model_that_cannot_write_json_is_named(model_folder, skeleton, encoder, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "llguidance.hf", None)
    with pytest.raises(LanguageModelError) as caught:
        word_plan(skeleton, request(model_folder, on_llm_error="error"), LocalHost(), encoder)
    assert caught.value.kind in {"truncated", "not_json"}


def test_room_is_asked_for_before_loading_and_every_token_is_reported(model_folder):
    asked, tokens = [], []

    class Host(LocalHost):
        def make_room(self, nbytes: int) -> None:
            assert not tokens
            asked.append(nbytes)

    host = Host(lambda done, total, text="", preview=None: tokens.append(text) if "tokens" in text else None)
    backend = local.load(request(model_folder), host)
    backend.complete(MESSAGES, wording_schema(["E1"], 1), worst_case_tokens(1), host.report)
    assert asked == [(model_folder / "model.safetensors").stat().st_size]
    assert len(tokens) > 50


def test_cancel_stops_at_the_next_token_and_unloads(model_folder, skeleton, encoder, monkeypatch):
    class Cancelled(BaseException):
        pass

    seen, closed = [], []
    close = local.LocalModel.close
    monkeypatch.setattr(local.LocalModel, "close", lambda self: (closed.append(1), close(self)))

    def report(done, total, text="", preview=None):
        if "tokens" in text:
            seen.append(text)
        if len(seen) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        word_plan(skeleton, request(model_folder), LocalHost(report), encoder)
    assert len(seen) == 5
    assert closed


def test_a_model_is_unloaded_unless_it_is_to_be_kept(model_folder):
    gone = local.load(request(model_folder), LocalHost())
    gone.close()
    assert gone._model is None
    kept = local.load(request(model_folder, keep_loaded=True), LocalHost())
    kept.close()
    assert local.load(request(model_folder, keep_loaded=True), LocalHost()) is kept
    last = local.load(request(model_folder), LocalHost())
    last.close()
    assert last is kept
    assert last._model is None


@pytest.mark.parametrize("model", ["", "no-such-folder", "owner/model", "../../etc"])
def test_a_model_that_is_not_there_is_refused_without_any_download(model):
    with pytest.raises(InputError):
        local.load(request(model), LocalHost())


def test_a_folder_outside_the_model_roots_is_refused(model_folder, tmp_path):
    with pytest.raises(PathError):
        local.load(request(model_folder, model_roots=(tmp_path,)), LocalHost())


def test_a_folder_s_name_is_looked_for_in_the_model_roots(model_folder, monkeypatch):
    roots = (model_folder.parent,)
    for name in (model_folder.name, str(model_folder)):
        local.load(request(name, model_roots=roots), LocalHost()).close()
    monkeypatch.chdir(model_folder.parent.parent)
    local.load(request(f"{model_folder.parent.name}/{model_folder.name}", model_roots=roots), LocalHost()).close()
    with pytest.raises(PathError):
        local.load(request(f"../{model_folder.parent.name}-other", model_roots=roots), LocalHost())


def test_pickled_weights_are_not_loaded(model_folder, tmp_path):
    import shutil

    folder = tmp_path / "pickled"
    shutil.copytree(model_folder, folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(LanguageModelError, match="cannot be loaded"):
        local.load(request(folder), LocalHost())


def test_a_damaged_model_is_named(model_folder, tmp_path):
    import shutil

    folder = tmp_path / "damaged"
    shutil.copytree(model_folder, folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "nothing-known"}))
    with pytest.raises(LanguageModelError, match="damaged"):
        local.load(request(folder), LocalHost())
