"""`explain --engine diffusion`: the whole way on the command line, with a tiny model."""

from __future__ import annotations

import json
import shutil

import av
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from t2v_core.cli.main import main

TINY = (
    "--width",
    64,
    "--height",
    64,
    "--scene-frames",
    9,
    "--steps",
    2,
    "--on-bad-output",
    "keep",
    "--size",
    "320x180",
)


@pytest.fixture
def explain(folder_of, tmp_path, capsys):
    lines = tmp_path / "lines.txt"
    lines.write_text("Water: Water boils at sea level.\nSteam: Steam rises and cools again.", encoding="utf-8")

    def call(*flags, **environment):
        given = (
            "explain",
            "--topic",
            "water",
            "--lines",
            lines,
            "--seconds",
            4,
            "--model",
            folder_of("ltx"),
            *TINY,
            *flags,
        )
        code = main([str(g) for g in given], {"T2V_CACHE_ROOT": str(tmp_path / "cache"), **environment})
        answer = capsys.readouterr()
        return code, answer.out, answer.err

    return call


@pytest.fixture
def lora(tmp_path):
    folder = tmp_path / "loras"
    folder.mkdir()
    name = "transformer.proj_in"
    save_file(
        {f"{name}.lora_A.weight": torch.ones(2, 8), f"{name}.lora_B.weight": torch.ones(32, 2)},
        folder / "a.safetensors",
    )
    return folder


def test_a_film_of_generated_scenes_under_words(explain, tmp_path):
    out = tmp_path / "film.mp4"
    code, text, _ = explain("--engine", "diffusion", "--out", out, "--seed", 3, "--json")
    assert code == 0
    data = json.loads(text)
    assert [s["source"] for s in data["generation"]["scenes"]].count("diagram") == 0
    with av.open(str(out)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (320, 180)
        assert json.loads(film.metadata["generation"])["model"].endswith("(ltx-0.9.0)")
        assert sum(1 for _ in film.decode(video=0)) == pytest.approx(
            4 * float(film.streams.video[0].average_rate), abs=1
        )


def test_a_lora_by_file_by_folder_and_by_environment(explain, lora, tmp_path):
    def applied(*flags, **environment):
        _, text, _ = explain(
            "--engine", "diffusion", "--out", tmp_path / "f.mp4", "--layout", "off", "--json", *flags, **environment
        )
        return json.loads(text)["generation"]["loras"]

    by_file = applied("--lora", lora / "a.safetensors", "--lora-scale", 0.5)
    assert by_file == ["a.safetensors: 1 of 1 modules applied to transformer at 0.5"]
    assert applied("--lora", lora, "--lora-scale", 0.5) == by_file
    assert applied(T2V_LORA_PATH=str(lora), T2V_LORA_SCALE="0.5") == by_file
    shutil.copy(lora / "a.safetensors", lora / "b.safetensors")
    named = applied("--lora", lora, "--lora-weight-name", "b.safetensors")
    assert named == ["b.safetensors: 1 of 1 modules applied to transformer at 1"]


def test_what_is_written_over_the_footage_and_how_long_it_is(explain, tmp_path):
    def film(*flags):
        out = tmp_path / "f.mp4"
        assert explain("--engine", "diffusion", "--out", out, *flags)[0] == 0
        with av.open(str(out)) as made:
            return [f.to_ndarray(format="rgb24") for f in made.decode(video=0)]

    whole, untitled, light, once = (
        film(),
        film("--no-titles"),
        film("--theme", "paper"),
        film("--length", "footage", "--layout", "off"),
    )
    assert np.array_equal(film("--theme", "night")[0], whole[0])
    assert not np.array_equal(untitled[0], whole[0]) and not np.array_equal(light[0], whole[0])
    assert len(once) < len(whole)


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (("--lora", "nowhere.safetensors"), "nowhere"),
        (("--lora", "{folder}", "--lora-weight-name", "../x"), "../x"),
        (("--lora", "{folder}", "--lora-scale", "1", "--lora-scale", "2"), "--lora-scale"),
        (("--lora", "{folder}", "--lora-stage", "all", "--lora-stage", "all"), "--lora-stage"),
        (("--out", "film.xyz"), "film.xyz"),
    ],
)
def test_a_wrong_flag_is_named_before_anything_is_loaded(explain, lora, tmp_path, flags, word):
    given = [f.format(folder=lora) for f in flags]
    code, _, said = explain("--engine", "diffusion", "--out", tmp_path / "film.mp4", *given)
    assert code != 0
    assert word in said


def test_diffusion_needs_a_model(capsys, tmp_path):
    code = main(["explain", "--topic", "x", "--engine", "diffusion", "--out", str(tmp_path / "f.mp4")], {})
    assert code != 0
    assert "--model" in capsys.readouterr().err


def test_a_single_file_and_the_options_of_the_loader(explain, tiny, tmp_path):
    sizes = {"num_attention_heads": 32, "attention_head_dim": 4, "cross_attention_dim": 128}
    folder = tiny.save("ltx", tmp_path / "whole", **sizes)
    file = shutil.move(folder / "transformer" / "diffusion_pytorch_model.safetensors", tmp_path / "one.safetensors")
    given = ("--engine", "diffusion", "--out", tmp_path / "f.mp4", "--layout", "off", "--json", "--model", file)
    options = ("--vram", "minimum", "--attention", "math", "--cache", "first_block")
    code, text, _ = explain(*given, "--parts-from", folder, *options)
    assert code == 0
    facts = json.loads(text)["generation"]
    assert facts["model"].startswith("one.safetensors")
    assert "attention math, cache first_block" in facts["notes"]
    code, _, said = explain(*given)
    assert code != 0 and "parts_from" in said


def test_wan_needs_no_folder(explain, tiny, tmp_path):
    files = tiny.comfy_files(
        tiny.published_wan(tmp_path / "wan"),
        {n: tmp_path / f"{n}.safetensors" for n in ("model", "text_encoder", "vae")},
    )
    given = (
        "--engine",
        "diffusion",
        "--out",
        tmp_path / "f.mp4",
        "--layout",
        "off",
        "--json",
        "--model",
        files["model"],
    )
    code, text, _ = explain(*given, "--text-encoder", files["text_encoder"], "--vae", files["vae"])
    assert code == 0
    assert "text encoder: text_encoder.safetensors; VAE: vae.safetensors" in json.loads(text)["generation"]["notes"]
