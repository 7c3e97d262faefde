"""Injected faults: each gets the policy that was asked for, and the report says what was tried."""

from __future__ import annotations

import errno
from dataclasses import replace

import numpy as np
import pytest
import torch

from t2v_core.diffusion import stages
from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.diffusion.speed import Speed
from t2v_core.errors import ExportError, RenderError
from t2v_core.film.faults import faults

SIZE = {"width": 128, "height": 128, "frames": 9, "steps": 2, "length": "footage"}


@pytest.fixture
def faulty(monkeypatch):
    """`faulty(phase, act)`: `act(shot, run)` replaces what a phase of `stages` gives; None leaves it alone."""

    def install(phase, act):
        original = getattr(stages, phase)

        def wrapped(pipe, spec, shot, *rest):
            given = act(shot, lambda: original(pipe, spec, shot, *rest))
            return original(pipe, spec, shot, *rest) if given is None else given

        monkeypatch.setattr(stages, phase, wrapped)

    return install


def painted(value):
    """Decoding that paints one scene, the first, in one colour."""
    return lambda shot, run: np.full((9, 128, 128, 3), value, np.float32) if shot.scene == "s1" else None


def run(model_of, prompts_for, plan=None, **settings):
    return generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SIZE | settings), LocalModules(), plan=plan)


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.0, "black"), (1.0, "white"), (0.9, "washed_out"), (0.5, "flat"), (np.nan, "nan")]
)
def test_bad_output_is_kept_when_asked(model_of, prompts_for, faulty, value, verdict):
    faulty("decode", painted(value))
    made = run(model_of, prompts_for, on_bad_output="keep")
    assert made.report.scenes[0].attempts[0].verdict == verdict
    assert made.report.scenes[0].source == "kept in spite of it"
    assert "s1" in made.report.degraded


def test_a_retry_that_helps_gives_the_film(model_of, prompts_for, faulty):
    seen = []

    def once(shot, run):
        seen.append((shot.scene, shot.seed, shot.guidance))
        first = [s for s in seen if s[0] == "s1"]
        return np.zeros((9, 128, 128, 3), np.float32) if shot.scene == "s1" and len(first) == 1 else None

    faulty("decode", once)
    made = run(model_of, prompts_for, on_bad_output="retry", guidance=9.0)
    first, second = made.report.scenes[0].attempts
    assert (first.verdict, second.verdict) == ("black", "ok")
    assert first.shot.seed != second.shot.seed and second.shot.guidance == 4.8
    assert made.report.scenes[0].source == "generated"
    assert len(made.report.scenes[1].attempts) == 1


def test_numbers_that_are_none_are_tried_again_without_kernel_and_cache(model_of, prompts_for, plan, faulty):
    """Once: the same weights in the same type and way would fail again."""

    def fails(shot, run):
        made = run()
        if shot.scene == "s2" or fast.transformers[0].is_cache_enabled:
            made.tensor = torch.full_like(made.tensor, float("nan"))
        return made

    fast = replace(model_of("ltx"), speed=Speed(cache="first_block"))
    faulty("denoise", fails)
    made = generate(fast, prompts_for("ltx"), GenerateSettings(**SIZE, max_retries=3), LocalModules(), plan=plan)
    for scene, ended in zip(made.report.scenes, ("generated", "diagram", "generated"), strict=True):
        first, second = scene.attempts
        assert (first.verdict, second.shot, scene.source) == ("nan", first.shot, ended)
        assert "without cache first_block" in second.text() and "without" not in first.text()


def test_what_stays_bad_is_drawn_and_said(model_of, prompts_for, plan, faulty):
    faulty("decode", painted(0.0))
    made = run(model_of, prompts_for, plan, max_retries=2)
    assert len(made.report.scenes[0].attempts) == 3
    assert made.report.degraded == ("s1",)
    assert "s1: diagram" in made.report.text()
    assert made.film.facts["generation"]["scenes"][0]["source"] == "diagram"
    drawn = made.film.segments[0].clip.frame(5)
    assert drawn.shape == (128, 128, 3) and drawn.std() > 10


def test_a_diagram_needs_a_plan(model_of, prompts_for, faulty):
    faulty("decode", painted(0.0))
    with pytest.raises(RenderError, match=r"came out black: mean 0.*connect the plan"):
        run(model_of, prompts_for, on_bad_output="diagram")


@pytest.mark.parametrize("settings", [{"on_bad_output": "error"}, {"on_bad_output": "retry", "on_failure": "error"}])
def test_an_error_names_scene_verdict_and_attempts(model_of, prompts_for, faulty, settings):
    faulty("decode", painted(0.0))
    with pytest.raises(RenderError, match=r"s1 came out black.*guidance"):
        run(model_of, prompts_for, **settings)


def test_decoding_goes_on_in_tiles_when_memory_runs_out(model_of, prompts_for, faulty):
    tiled = []

    def short(shot, run):
        tiled.append(model_of("ltx").modules["vae"].module.use_tiling)
        if not tiled[-1]:
            raise torch.OutOfMemoryError("CUDA out of memory")

    faulty("decode", short)
    made = run(model_of, prompts_for, on_bad_output="keep")
    assert tiled == [False, True] * 3
    assert "decoded in tiles" in made.report.text()
    assert model_of("ltx").modules["vae"].module.use_tiling is False


def test_out_of_memory_in_spite_of_it_names_the_sizes_and_draws_the_scene(model_of, prompts_for, plan, faulty):
    def short(shot, run):
        if shot.scene == "s2":
            raise torch.OutOfMemoryError("CUDA out of memory")

    faulty("denoise", short)
    made = run(model_of, prompts_for, plan)
    assert [s.source for s in made.report.scenes] == ["generated", "diagram", "generated"]
    assert "128×128" in made.report.text() and "Lower width" in made.report.text()


def test_the_hosts_own_interrupt_is_never_taken_for_a_failure(model_of, prompts_for, plan, faulty):
    class Interrupted(Exception):
        """Like ComfyUI's, a plain Exception."""

    def stop(shot, run):
        raise Interrupted

    faulty("denoise", stop)
    with pytest.raises(Interrupted):
        run(model_of, prompts_for, plan)


def test_a_half_precision_vae_that_fails_is_repeated_in_float32(folder_of, prompts_for, plan):
    types = []
    original = stages.decode

    def decode(pipe, spec, shot, latents, vae):
        types.append(next(vae.parameters()).dtype)
        frames = original(pipe, spec, shot, latents, vae)
        return frames * np.nan if types[-1] != torch.float32 else frames

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, "decode", decode)
        model = load_model(folder_of("ltx"), LocalModules(), "bf16")
        made = generate(model, prompts_for("ltx"), GenerateSettings(**SIZE), LocalModules(), plan=plan)
    assert types == [torch.bfloat16] * 3 + [torch.float32] * 3
    assert [a.verdict for a in made.report.scenes[0].attempts] == ["nan", "ok"]
    assert next(model.modules["vae"].module.parameters()).dtype == torch.bfloat16


def test_the_kept_verdict_spares_the_bad_attempt_next_time(model_of, prompts_for, plan, faulty, tmp_path):
    decoded = []

    def paint(shot, run):
        decoded.append(shot.scene)
        return np.zeros((9, 128, 128, 3), np.float32) if shot.scene == "s1" else None

    faulty("decode", paint)
    settings = GenerateSettings(**SIZE)
    for _ in range(2):
        made = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules(), plan=plan, cache=tmp_path)
    assert decoded == ["s1", "s2", "s3", "s1"]
    assert all(a.found for a in made.report.scenes[0].attempts)


def test_a_model_that_does_not_fit_at_all_is_told_with_its_sizes(model_of, prompts_for, plan):
    class Small(LocalModules):
        def use(self, managed, working_bytes):
            raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(RenderError, match=r"does not fit into memory.*transformer"):
        generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SIZE), Small(), plan=plan)


def test_a_full_disk_names_the_way_out(model_of, prompts_for, tmp_path, monkeypatch):
    """Also when what was half written is gone again, and there is room."""

    def full(clip, path, *_rest):
        with faults(path):
            raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("t2v_core.diffusion.footage.encode", full)
    with pytest.raises(ExportError, match=r"scene s1.*full.*cache prune"):
        generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SIZE), LocalModules(), cache=tmp_path)


def test_a_folder_that_cannot_be_written_is_named(model_of, prompts_for, tmp_path):
    (tmp_path / "footage").write_text("a file in its place")
    with pytest.raises(ExportError, match="footage of scene s1"):
        generate(
            model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SIZE), LocalModules(), cache=tmp_path / "footage"
        )


@pytest.mark.parametrize(("setting", "expected"), [("on", True), ("auto", False), ("off", False)])
def test_tiling_reaches_the_vae_and_is_undone(model_of, prompts_for, setting, expected):
    vae, seen = model_of("ltx").modules["vae"].module, []
    hook = vae.decoder.register_forward_pre_hook(lambda *_: seen.append(vae.use_tiling))
    try:
        run(model_of, prompts_for, on_bad_output="keep", vae_tiling=setting)
    finally:
        hook.remove()
    assert set(seen) == {expected}
    assert vae.use_tiling is False


def test_without_tiling_a_lack_of_memory_is_a_failure_that_names_it(model_of, prompts_for, faulty):
    def short(shot, run):
        raise torch.OutOfMemoryError("CUDA out of memory")

    faulty("decode", short)
    with pytest.raises(RenderError, match=r"ran out of memory.*vae_tiling"):
        run(model_of, prompts_for, vae_tiling="off", on_failure="error")
