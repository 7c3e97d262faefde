"""The tokenizer of a family is found on disk, and prompts are counted with it."""

from __future__ import annotations

import pytest

from t2v_core.diffusion.family_tokenizer import family_tokenizer, source_tokenizer
from t2v_core.diffusion.sources import inspect_folder
from t2v_core.prompting import PromptSettings, build_prompts
from t2v_core.prompting.tokens import counter_for


@pytest.mark.parametrize("kind", ["wan", "cog", "ltx"])
def test_a_models_own_tokenizer_counts_its_prompts(folder_of, plan, kind):
    found = inspect_folder(folder_of(kind))
    tokenizer = source_tokenizer(found)
    prompts = build_prompts(plan, PromptSettings(family=found.spec.name), tokenizer=tokenizer)
    assert prompts.report.counted_with == "tokenizer"
    assert "counted with the tokenizer" in prompts.report.lines()[0]
    for prompt in prompts:
        assert prompt.tokens == len(tokenizer([prompt.positive]).input_ids[0]) <= found.spec.token_limit


def test_a_sentencepiece_tokenizer_counts_pieces_and_not_prompts(tiny, tmp_path):
    tiny.comfy_files(
        tiny.published_wan(tmp_path / "wan"),
        {p: tmp_path / f"{p}.safetensors" for p in ("model", "text_encoder", "vae")},
    )
    tokenizer = family_tokenizer("wan", (), [tmp_path / "model.safetensors", tmp_path / "text_encoder.safetensors"])
    counter = counter_for(tokenizer)
    assert counter.source == "tokenizer"
    assert counter.count("which way is down") > counter.count("which") > 1
    assert family_tokenizer("ltx", (), [tmp_path / "text_encoder.safetensors"]) is None  # UMT5 is Wan's alone


def test_the_first_readable_tokenizer_of_the_family_is_taken(folder_of, tmp_path):
    root = folder_of("ltx").parent
    folder_of("wan")
    broken = tmp_path / "broken" / "model"
    broken.mkdir(parents=True)
    (broken / "model_index.json").write_text("{", encoding="utf-8")
    assert family_tokenizer("ltx", [tmp_path, root]) is not None
    assert family_tokenizer("ltx", [tmp_path]) is None
    assert family_tokenizer("ltx", [tmp_path], t5=folder_of("ltx") / "tokenizer") is not None
    assert family_tokenizer("wan", [tmp_path], t5=folder_of("ltx") / "tokenizer") is None
