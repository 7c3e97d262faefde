"""Prompts become T5's tokens from its SentencePiece model alone, the same as by transformers' own way."""

from __future__ import annotations

import json
import shutil
import sys

import pytest
import torch
from sentencepiece import SentencePieceProcessor
from transformers import AutoTokenizer

from t2v_core.diffusion import stages
from t2v_core.diffusion.load import load_model, pipeline_for
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.part_files import inspect_text_encoder, tokenizer_of
from t2v_core.diffusion.shots import Shot
from t2v_core.diffusion.tokenizer import folder_tokenizer
from t2v_core.errors import ModelError

PROMPTS = ["which way is down", "", "the slope " * 40, "Café: the  error, ½ ﬁ"]


@pytest.fixture
def published(tiny, tmp_path):
    """A tokenizer folder with the files of the published CogVideoX and LTX-Video folders: no tokenizer.json."""
    extra = [f"<extra_id_{n}>" for n in range(100)]
    named = {"eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "additional_special_tokens": extra}
    more = {
        "extra_ids": 100,
        "legacy": True,
        "model_max_length": 226,
        "sp_model_kwargs": {},
        "tokenizer_class": "T5Tokenizer",
    }
    folder = tmp_path / "model" / "tokenizer"
    folder.mkdir(parents=True)
    (folder / "spiece.model").write_bytes(tiny.spiece())
    (folder / "special_tokens_map.json").write_text(json.dumps(named))
    (folder / "tokenizer_config.json").write_text(json.dumps(named | more))
    return folder


@pytest.mark.parametrize(
    "more", [{"padding": "max_length", "max_length": 16, "truncation": True}, {"padding": "longest"}]
)
def test_the_tokens_are_those_of_transformers(published, more):
    made, wanted = (
        t(PROMPTS, return_tensors="pt", **more)
        for t in (folder_tokenizer(published), AutoTokenizer.from_pretrained(published))
    )
    assert torch.equal(made.input_ids, wanted.input_ids)
    assert torch.equal(made.attention_mask, wanted.attention_mask)


def test_a_text_encoders_file_brings_its_own_and_text_cannot_end_a_prompt(tiny, tmp_path):
    tiny.comfy_files(
        tiny.published_wan(tmp_path / "wan"),
        {p: tmp_path / f"{p}.safetensors" for p in ("model", "text_encoder", "vae")},
    )
    made = tokenizer_of(inspect_text_encoder(tmp_path / "text_encoder.safetensors"))("</s> the error", max_length=32)
    reference = SentencePieceProcessor()
    reference.LoadFromSerializedProto(tiny.spiece())
    wanted = [*reference.encode("</s> the error"), 1]
    assert made.input_ids[0].tolist() == wanted + [0] * (32 - len(wanted))
    assert wanted.count(1) == 1


@pytest.mark.parametrize("kind", ["cog", "ltx", "ltx095"])
def test_a_pipeline_encodes_with_it_where_there_is_no_protobuf(folder_of, published, tmp_path, monkeypatch, kind):
    """Also a prompt that is too long, which the pipelines show the end of."""
    folder = shutil.copytree(folder_of(kind), tmp_path / kind)
    shutil.rmtree(folder / "tokenizer")
    shutil.copytree(published, folder / "tokenizer")
    monkeypatch.setitem(sys.modules, "google.protobuf", None)
    host = LocalModules()
    model = load_model(folder, host)
    shot = Shot("s", "which way is down " * 90, "the error", 7, 9, 64, 64, 8, 2, 5.0)
    made = stages.encode(pipeline_for(model, host), model.spec, shot).arguments["prompt_embeds"]
    assert made.isfinite().all() and made.shape[1] > 8


def test_a_damaged_one_is_named(published):
    (published / "spiece.model").write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"tokenizer/spiece\.model is damaged"):
        folder_tokenizer(published)
