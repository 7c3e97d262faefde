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


def copied(model_folder, tmp_path, **files):
    """The tiny model with other files in it."""
    import shutil

    folder = tmp_path / "foreign"
    shutil.copytree(model_folder, folder)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return folder


REFUSES_SYSTEM = (
    b"{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    b"{{ m.content }}\n{% endfor %}"
)


@pytest.mark.parametrize(
    "files",
    [
        {"model__safetensors": b"version https://git-lfs.github.com/spec/v1\n"},
        {"model__safetensors": b""},
        {"config__json": b"[1, 2]"},
        {"config__json": b'{"model_type": "llama", "hidden_size": "wide"}'},
        {"tokenizer__json": b'{"a": 1}'},
        {"chat_template__jinja": b"{% for %}"},
    ],
    ids=["pointer", "empty", "list for a config", "text for a size", "no tokenizer", "broken template"],
)
def test_foreign_files_that_fail_are_named_and_the_book_s_words_stand(model_folder, tmp_path, skeleton, encoder, files):
    folder = copied(model_folder, tmp_path, **files)
    with pytest.raises(LanguageModelError) as caught:
        word_plan(skeleton, request(folder, on_llm_error="error"), LocalHost(), encoder)
    assert caught.value.kind == "cannot_load"
    plan = word_plan(skeleton, request(folder), LocalHost(), encoder)
    assert [s.claims for s in plan.scenes] == [s.claims for s in skeleton.scenes]
    assert any(a.event == "llm_cannot_load" for a in plan.audit)


def test_a_failure_while_writing_is_named_and_an_interrupt_is_not_taken_for_one(model_folder):
    class Interrupted(Exception):
        """As ComfyUI's, which is no more than an exception."""

    backend = local.load(request(model_folder), LocalHost())

    def cancel(done, total, text="", preview=None):
        if "tokens" in text:
            raise Interrupted

    with pytest.raises(Interrupted):
        backend.complete(MESSAGES, wording_schema(["E1"], 1), 400, cancel)
    backend._model.model.embed_tokens.weight.data = backend._model.model.embed_tokens.weight.data[:3]
    with pytest.raises(LanguageModelError) as caught:
        backend.complete(MESSAGES, wording_schema(["E1"], 1), 400, LocalHost().report)
    assert caught.value.kind == "cannot_run"
    assert "tiny-llama" in str(caught.value)
    backend.close()


def test_a_template_without_a_system_role_gets_its_text_before_the_user_s(model_folder, tmp_path):
    backend = local.load(request(copied(model_folder, tmp_path, chat_template__jinja=REFUSES_SYSTEM)), LocalHost())
    chat = [{"role": "system", "content": "Be plain."}, {"role": "user", "content": "Write."}]
    said = backend._tokenizer.decode(backend._prompt(chat)["input_ids"][0])
    assert said.startswith("Be plain.\n\nWrite.")
    backend.close()


def test_a_kept_model_takes_seed_and_temperature_of_each_request(model_folder):
    first = local.load(request(model_folder, keep_loaded=True, seed=1, temperature=1.5), LocalHost())

    def write(model):
        return model.complete(MESSAGES, wording_schema(["E1"], 1), worst_case_tokens(1), LocalHost().report).text

    one = write(first)
    kept = local.load(request(model_folder, keep_loaded=True, seed=2, temperature=1.5), LocalHost())
    assert kept is first
    assert write(kept) != one
    again = local.load(request(model_folder, seed=1, temperature=1.5), LocalHost())
    assert write(again) == one
    again.close()


def test_another_model_takes_the_place_of_a_kept_one(model_folder, tmp_path):
    kept = local.load(request(model_folder, keep_loaded=True), LocalHost())
    local.load(request(copied(model_folder, tmp_path)), LocalHost()).close()
    assert kept._model is None


def test_a_model_in_the_hub_s_cache_needs_no_download(model_folder, tmp_path, monkeypatch):
    import shutil

    from huggingface_hub import constants

    repository = tmp_path / "models--me--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("abc")
    shutil.copytree(model_folder, repository / "snapshots" / "abc")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    backend = local.load(request("me/tiny"), LocalHost())
    assert backend.name == "me/tiny"
    backend.close()
    with pytest.raises(InputError, match="not on this machine"):
        local.load(request("me/other"), LocalHost())


def test_room_for_gguf_is_asked_for_unpacked(tmp_path):
    gguf = pytest.importorskip("gguf")
    import numpy as np

    from t2v_core.planning.backends.model_files import loaded_size

    writer = gguf.GGUFWriter(tmp_path / "m.gguf", "llama")
    packed = gguf.quants.quantize(np.ones((64, 64), dtype=np.float32), gguf.GGMLQuantizationType.Q4_0)
    writer.add_tensor("t", packed, raw_dtype=gguf.GGMLQuantizationType.Q4_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert loaded_size(tmp_path, "m.gguf") == 64 * 64 * 4
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(LanguageModelError, match="cannot be read"):
        loaded_size(tmp_path, "broken.gguf")


@pytest.mark.parametrize("temperature", [float("nan"), float("inf"), -1.0, 99.0])
def test_a_temperature_no_model_takes_is_refused(temperature):
    with pytest.raises(InputError, match="temperature"):
        PlanRequest(topic="x", temperature=temperature).check()


@pytest.mark.parametrize(
    "wrong",
    [
        {"planner": "server", "server_url": "ftp://127.0.0.1"}, {"planner": "server", "timeout": float("nan")},
        {"planner": "server", "credential": "NO_SUCH_KEY"}, {"planner": "server", "server_api": "ollama"},
        {"planner": "local_llm", "model": "no-such-folder"}, {"planner": "local_llm"},
    ],
)  # fmt: skip
def test_settings_nobody_can_use_are_told_before_any_planning(wrong):
    with pytest.raises(InputError):
        PlanRequest(topic="x", **wrong).check()
